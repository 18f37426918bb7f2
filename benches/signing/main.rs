//! What a signature costs over the hash that it cannot do without.
//!
//! `cargo bench` measures all, `cargo bench -- W1` what has W1 in its name. What
//! begins with `tw_` is called in the shared library, as C does; the rest is the
//! Rust API. Each line has its ratio to F1 (see `floor.rs`), measured in turns.
//!
//! `signing count NAME N` makes N signatures, for what counts instructions.

mod floor;
mod library;
mod load;
mod turns;
mod ways;

use std::env;
use std::fs;
use std::time::Duration;

use criterion::Criterion;

use load::Load;
use turns::{Contest, Outcomes, TimesFloor};
use ways::{Signers, Way};

const FOUR_WAYS: [Way; 5] = [
    Way::CSignInto,
    Way::CSign,
    Way::CSignRequest,
    Way::RustSignInto,
    Way::RustSign,
];

fn main() {
    let signers = Signers::new();
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["count", name, times, ..] => count(&signers, name, times.parse().expect("a number")),
        _ => measure_all(&signers),
    }
}

fn measure_all(signers: &Signers) {
    let mut criterion = Criterion::default()
        .with_measurement(TimesFloor)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(600))
        .nresamples(1_001)
        .sample_size(40)
        .configure_from_args();
    let outcomes = Outcomes::default();
    for (load, length) in load::four() {
        assert_eq!(load.base_string().len(), length, "{}", load.name);
        for way in FOUR_WAYS {
            measure(&mut criterion, &outcomes, signers, &load, way, 1);
        }
        measure(&mut criterion, &outcomes, signers, &load, Way::CSignInto, 2);
    }
    for load in growing() {
        measure(&mut criterion, &outcomes, signers, &load, Way::CSignInto, 1);
    }
    criterion.final_summary();
    println!("\n{}", outcomes.table());
    if let Some(path) = env::var_os("TWSIGN_BENCH_LINES") {
        fs::write(path, outcomes.lines()).expect("a path to write to");
    }
}

/// What has to be linear in its bytes, and n log n in its parameters.
fn growing() -> impl Iterator<Item = Load> {
    let counts = [1, 10, 100, 1_000, 10_000];
    let sizes = [
        ("1 KB", 1_000),
        ("10 KB", 10_000),
        ("100 KB", 100_000),
        ("1 MB", 1_000_000),
        ("10 MB", 10_000_000),
    ];
    let parameters = counts.into_iter().map(load::with_parameters);
    parameters.chain(sizes.map(|(name, size)| load::with_body(name, size)))
}

fn measure(
    criterion: &mut Criterion<TimesFloor>,
    outcomes: &Outcomes,
    signers: &Signers,
    load: &Load,
    way: Way,
    threads: u64,
) {
    let ready = signers.ready(load);
    let name = match threads {
        1 => format!("{} {}", load.name, way.name()),
        more => format!("{} {}, {more} threads", load.name, way.name()),
    };
    let contest = Contest {
        floor: &*ready.work(Way::Floor),
        signing: &*ready.work(way),
        threads,
    };
    outcomes.measure(criterion, &name, contest);
}

/// `name` as in the table, F1 too: `W1 F1`, `W1 tw_signer_sign`.
fn count(signers: &Signers, name: &str, times: u64) {
    let loads = load::four().map(|(load, _)| load);
    let found = loads.iter().find_map(|load| {
        let way = name.strip_prefix(&load.name)?.trim_start();
        let ways = FOUR_WAYS.into_iter().chain([Way::Floor]);
        ways.into_iter()
            .find(|known| known.name() == way)
            .map(|way| (load, way))
    });
    let (load, way) = found.expect("a name of the table");
    signers.ready(load).work(way)(times);
}
