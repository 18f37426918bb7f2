//! The fuzz targets on stable: over seeds made of the vectors, over every input
//! that a fuzzer found, and over each of them cut off and bent.

#[path = "fuzz/checks/mod.rs"]
mod checks;

use std::fs;
use std::path::{Path, PathBuf};

type Check = fn(&[u8]);

fn vector_folders() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/signing");
    let entries = fs::read_dir(folder).unwrap();
    let mut folders: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= 73);
    folders
}

/// The text of one field of a vector, or nothing.
fn field(vector: &Path, name: &str) -> Vec<u8> {
    if name == "body" {
        return fs::read(vector.join("body")).unwrap_or_default();
    }
    let request = fs::read_to_string(vector.join("request.txt")).unwrap();
    let prefix = format!("{name}: ");
    let line = request.lines().find_map(|line| line.strip_prefix(&prefix));
    line.unwrap_or_default().as_bytes().to_vec()
}

/// Runs seeds and found inputs; leaves the seeds where tests/fuzz/run.sh finds them.
fn replay(target: &str, check: Check, seed: impl Fn(&Path) -> Vec<u8>) {
    let seeds = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("seeds")
        .join(target);
    fs::create_dir_all(&seeds).unwrap();
    for vector in vector_folders() {
        let input = seed(&vector);
        fs::write(seeds.join(vector.file_name().unwrap()), &input).unwrap();
        check(&input);
        for end in 0..input.len() {
            check(&input[..end]);
            let mut bent = input.clone();
            bent[end] ^= 1 << (end % 8);
            check(&bent);
        }
    }
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/found");
    for entry in fs::read_dir(found.join(target)).into_iter().flatten() {
        check(&fs::read(entry.unwrap().path()).unwrap());
    }
}

#[test]
fn percent_encoding_holds_on_seeds_and_found_inputs() {
    replay(
        "percent_encoding",
        checks::percent_encoding::check,
        |vector| [b"name".to_vec(), field(vector, "body")].join(&0),
    );
}

#[test]
fn query_and_form_hold_on_seeds_and_found_inputs() {
    replay("query_and_form", checks::query_and_form::check, |vector| {
        let url = field(vector, "url");
        let query = url.splitn(2, |&byte| byte == b'?').nth(1);
        [query.unwrap_or_default(), &field(vector, "body")].join(&b'&')
    });
}

#[test]
fn url_holds_on_seeds_and_found_inputs() {
    replay("url", checks::url::check, |vector| field(vector, "url"));
}

#[test]
fn c_abi_holds_on_seeds_and_found_inputs() {
    replay("c_abi", checks::c_abi::check, |vector| {
        let texts = checks::c_abi::FIELDS.map(|name| field(vector, name));
        let every_field = 0b0001_1111;
        [vec![every_field], texts.join(&0)].concat()
    });
}
