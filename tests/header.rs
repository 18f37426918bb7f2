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

/// Makes of cbindgen's header what a C reader expects: headings as lines of their
/// own, an _INIT macro behind its struct, no fences of code, and the typedefs' names. cbindgen writes `enum tw_status`
/// where it declares tags as well; cgo takes that for another type than the
/// `C.tw_status` that callers write.
fn for_c_readers(header: &str) -> String {
    let mut text = String::new();
    let mut lines = header.lines().peekable();
    let mut moved_left = 0;
    let mut init_macro = String::new();
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix("/// ## ") {
            text += &format!("{:-<78}*/\n\n", format!("/* ---- {heading} "));
            lines.next_if_eq(&"///");
        } else if line.starts_with("#define TW_") && line.contains("_INIT")
            || line.starts_with("  {")
        {
            init_macro += &format!("{line}\n");
        } else if line.starts_with("} tw_") {
            text += &format!("{line}\n{init_macro}");
            init_macro.clear();
        } else if line.starts_with("typedef ") {
            text += &format!("{line}\n");
        } else if !line.starts_with("/// ```") {
            let continued = line.starts_with(&" ".repeat(moved_left + 1));
            let line = &line[if continued { moved_left } else { 0 }..];
            let named = line.replace("struct tw_", "tw_").replace("enum tw_", "tw_");
            if !continued {
                let before_arguments = |line: &str| line.find('(').unwrap_or(0);
                moved_left = before_arguments(line) - before_arguments(&named);
            }
            text += &format!("{named}\n");
        }
    }
    text.replace("\n\n\n", "\n\n")
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
