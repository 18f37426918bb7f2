//! Link arguments of the shared library.

use std::path::PathBuf;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    // cargo-c sets soname and install_name itself, and two of them do not agree.
    let by_cargo_c = std::env::var_os("CARGO_FEATURE_CAPI").is_some();
    match target.as_str() {
        "macos" | "ios" if !by_cargo_c => {
            link("-Wl,-install_name,@rpath/libtwsign.0.dylib");
        }
        "macos" | "ios" | "windows" => {}
        _ => {
            if !by_cargo_c {
                link("-Wl,-soname,libtwsign.so.0");
            }
            // Thread-local destructors of Rust's std outlive dlclose (rust#91979).
            link("-Wl,-z,nodelete");
            if target == "linux" {
                take_in_the_unwinder();
            }
        }
    }
}

/// Makes `-lgcc_s`, which Rust's std asks for, mean the static libgcc_eh, so that
/// nothing but libc is needed at run time: a linker reads a text in the place of a
/// library as a script.
fn take_in_the_unwinder() {
    if std::env::var("CARGO_CFG_TARGET_ENV").as_deref() != Ok("gnu") {
        return;
    }
    let folder = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default()).join("unwinder");
    let script = std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(folder.join("libgcc_s.so"), "INPUT(-lgcc_eh -lc)\n"));
    if script.is_ok() {
        link(&format!("-L{}", folder.display()));
    }
}

fn link(argument: &str) {
    println!("cargo:rustc-cdylib-link-arg={argument}");
}
