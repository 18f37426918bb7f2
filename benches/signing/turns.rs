//! What is measured: how many times the floor's time something takes.
//!
//! Both work in short turns, one after the other, and the least of either's turns
//! counts: what else runs on the machine leaves some turns of either alone. Criterion
//! gets the ratio of each sample as if it were a time; the table has the ratio of the
//! least of all turns, which a busy machine moves less.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use criterion::measurement::{Measurement, ValueFormatter};
use criterion::{Criterion, Throughput};

/// About so many nanoseconds make a turn.
const TURN: f64 = 100_000.0;

/// Makes so many signatures, or hashes so many times.
pub type Work<'a> = &'a (dyn Fn(u64) + Sync);

#[derive(Clone, Copy)]
pub struct Contest<'a> {
    pub floor: Work<'a>,
    pub signing: Work<'a>,
    /// So many do the same at once, on one signer.
    pub threads: u64,
}

pub struct Outcome {
    name: String,
    /// Least nanoseconds for one of them, all threads together.
    floor: f64,
    signing: f64,
}

impl Outcome {
    fn ratio(&self) -> f64 {
        self.signing / self.floor
    }

    /// How many times as many it makes as one thread does, and the floor likewise.
    fn beside_one_thread(&self, outcomes: &[Outcome]) -> String {
        let one = self.name.split_once(", ").and_then(|(alone, _)| {
            let mut known = outcomes.iter();
            known.find(|outcome| outcome.name == alone)
        });
        one.map_or_else(String::new, |one| {
            let (signing, floor) = (one.signing / self.signing, one.floor / self.floor);
            format!("   {signing:.2} times one thread (F1: {floor:.2})")
        })
    }
}

#[derive(Default)]
pub struct Outcomes(RefCell<Vec<Outcome>>);

impl Outcomes {
    pub fn measure(&self, criterion: &mut Criterion<TimesFloor>, name: &str, contest: Contest<'_>) {
        let each = turn_length(contest);
        let mut outcome = Outcome {
            name: name.to_owned(),
            floor: f64::INFINITY,
            signing: f64::INFINITY,
        };
        criterion.bench_function(name, |bencher| {
            bencher.iter_custom(|iterations| {
                let (floor, signing) = sample(contest, each, iterations.div_ceil(each));
                outcome.floor = outcome.floor.min(floor);
                outcome.signing = outcome.signing.min(signing);
                signing / floor * iterations as f64
            });
        });
        // Nothing, if a filter left it out.
        if outcome.signing.is_finite() {
            self.0.borrow_mut().push(outcome);
        }
    }

    pub fn table(&self) -> String {
        let mut table = format!("{:<34}{:>12}{:>12}{:>8}\n", "", "F1 ns", "ns", "ratio");
        let outcomes = self.0.borrow();
        for outcome in outcomes.iter() {
            let (floor, signing) = (outcome.floor, outcome.signing);
            let _ = writeln!(
                table,
                "{:<34}{floor:>12.0}{signing:>12.0}{:>8.2}{}",
                outcome.name,
                outcome.ratio(),
                outcome.beside_one_thread(&outcomes)
            );
        }
        table
    }

    /// The same for programs: name, F1, nanoseconds, ratio.
    pub fn lines(&self) -> String {
        let mut lines = String::new();
        for outcome in self.0.borrow().iter() {
            let _ = writeln!(
                lines,
                "{}\t{:.1}\t{:.1}\t{:.3}",
                outcome.name,
                outcome.floor,
                outcome.signing,
                outcome.ratio()
            );
        }
        lines
    }
}

fn turn_length(contest: Contest<'_>) -> u64 {
    let slow = (0..5)
        .map(|_| nanoseconds(contest.signing, 1, 1))
        .fold(f64::INFINITY, f64::min);
    (TURN / slow).clamp(1.0, 1000.0) as u64
}

/// The least nanoseconds of so many turns, of the floor and of signing.
fn sample(contest: Contest<'_>, each: u64, turns: u64) -> (f64, f64) {
    let (mut floor, mut signing) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..turns {
        floor = floor.min(nanoseconds(contest.floor, each, contest.threads));
        signing = signing.min(nanoseconds(contest.signing, each, contest.threads));
    }
    (floor, signing)
}

/// Nanoseconds for one, where each thread does so many.
fn nanoseconds(work: Work<'_>, each: u64, threads: u64) -> f64 {
    if threads == 1 {
        let start = Instant::now();
        work(each);
        return start.elapsed().as_nanos() as f64 / each as f64;
    }
    let (start, end) = work_at_once(work, each, threads);
    end.duration_since(start).as_nanos() as f64 / (each * threads) as f64
}

/// From when all threads are ready to when the last is done.
fn work_at_once(work: Work<'_>, each: u64, threads: u64) -> (Instant, Instant) {
    let ready = AtomicUsize::new(0);
    let one = || {
        ready.fetch_add(1, Ordering::AcqRel);
        while ready.load(Ordering::Acquire) < threads as usize {
            std::hint::spin_loop();
        }
        let start = Instant::now();
        work(each);
        (start, Instant::now())
    };
    let times: Vec<(Instant, Instant)> = thread::scope(|scope| {
        let started: Vec<_> = (0..threads).map(|_| scope.spawn(one)).collect();
        let joined = started.into_iter().map(|thread| thread.join());
        joined.map(|times| times.expect("signed")).collect()
    });
    let start = times.iter().map(|times| times.0).min();
    let end = times.iter().map(|times| times.1).max();
    (start.expect("a thread"), end.expect("a thread"))
}

/// Criterion's unit: times F1.
pub struct TimesFloor;

impl Measurement for TimesFloor {
    type Intermediate = ();
    type Value = f64;

    fn start(&self) {}

    fn end(&self, (): ()) -> f64 {
        unreachable!("every benchmark measures itself")
    }

    fn add(&self, a: &f64, b: &f64) -> f64 {
        a + b
    }

    fn zero(&self) -> f64 {
        0.0
    }

    fn to_f64(&self, value: &f64) -> f64 {
        *value
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        self
    }
}

impl ValueFormatter for TimesFloor {
    fn scale_values(&self, _: f64, _: &mut [f64]) -> &'static str {
        "F1"
    }

    fn scale_throughputs(&self, _: f64, _: &Throughput, _: &mut [f64]) -> &'static str {
        "F1"
    }

    fn scale_for_machines(&self, _: &mut [f64]) -> &'static str {
        "F1"
    }
}
