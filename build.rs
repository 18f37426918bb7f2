//! Link arguments of the shared library; writes nothing.

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
        }
    }
}

fn link(argument: &str) {
    println!("cargo:rustc-cdylib-link-arg={argument}");
}
