//! The committed header is the one that cbindgen makes from src/ffi.

use std::path::Path;

const BLESS: &str = "TWSIGN_BLESS";

fn generated() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(root.join("include/cbindgen.toml")).unwrap();
    let bindings = cbindgen::Builder::new()
        .with_crate(root)
        .with_config(config)
        .generate()
        .unwrap();
    let mut header = Vec::new();
    bindings.write(&mut header);
    for_c_readers(&String::from_utf8(header).unwrap())
}

/// Drops the fences of code, which only rustdoc needs, and the tags of types:
/// cbindgen writes `enum tw_status` where it declares tags as well as typedefs. cgo
/// takes the two for different types, and callers write `C.tw_status`.
fn for_c_readers(header: &str) -> String {
    let lines = header.split_inclusive('\n');
    let lines = lines
        .filter(|line| !line.starts_with("/// ```"))
        .map(|line| {
            if line.starts_with("typedef ") {
                line.to_owned()
            } else {
                line.replace("struct tw_", "tw_").replace("enum tw_", "tw_")
            }
        });
    lines.collect()
}

#[test]
fn committed_header_equals_the_generated_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("include/twsign.h");
    let generated = generated();
    if std::env::var_os(BLESS).is_some() {
        std::fs::write(&path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    let differs = committed
        .lines()
        .zip(generated.lines())
        .position(|(old, new)| old != new);
    assert!(
        committed == generated,
        "include/twsign.h is not what src/ffi says, first at line {}: run `make header`, \
         read the difference, commit it",
        differs.unwrap_or(0) + 1
    );
}
