//! Link arguments of the shared library.

use std::path::{Path, PathBuf};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-check-cfg=cfg(own_panic_handlers)");
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
                leave_out_backtraces();
                take_in_the_unwinder();
            }
        }
    }
}

/// Puts the handlers of src/ffi/panics.rs in the place of std's. Since Rust 1.87
/// their names are others with each release, and so are looked up in its std. Where
/// the names are still others the library works as well, and is larger.
fn leave_out_backtraces() {
    let Some(std) = rust_std().and_then(|path| std::fs::read(path).ok()) else {
        return;
    };
    println!("cargo:rustc-cfg=own_panic_handlers");
    for (ours, plain, mangled_end) in [
        ("PANICKED", "rust_begin_unwind", "17rust_begin_unwind"),
        (
            "OUT_OF_MEMORY",
            "__rust_alloc_error_handler",
            "26___rust_alloc_error_handler",
        ),
    ] {
        let name = mangled(&std, mangled_end).unwrap_or_else(|| plain.to_owned());
        println!("cargo:rustc-env=TWSIGN_{ours}=__wrap_{name}");
        link(&format!("-Wl,--wrap={name}"));
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

/// The archive of the std that is linked in.
fn rust_std() -> Option<PathBuf> {
    let rustc = std::env::var_os("RUSTC")?;
    let target = std::env::var_os("TARGET")?;
    let printed = std::process::Command::new(rustc)
        .args(["--print", "target-libdir", "--target"])
        .arg(target)
        .output()
        .ok()?;
    let folder = String::from_utf8(printed.stdout).ok()?;
    std::fs::read_dir(Path::new(folder.trim()))
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".rlib")
        })
}

/// The mangled name (of std's crate `__rustc`) that ends so, from the names in an archive.
fn mangled(archive: &[u8], ending: &str) -> Option<String> {
    let ending = format!("_7___rustc{ending}\0");
    let end = archive
        .windows(ending.len())
        .position(|bytes| bytes == ending.as_bytes())?;
    let start = archive[..end].iter().rposition(|byte| *byte == 0)? + 1;
    let name = [&archive[start..end], &ending.as_bytes()[..ending.len() - 1]].concat();
    String::from_utf8(name)
        .ok()
        .filter(|name| name.starts_with("_R"))
}

fn link(argument: &str) {
    println!("cargo:rustc-cdylib-link-arg={argument}");
}
