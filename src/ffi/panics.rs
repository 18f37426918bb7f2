//! What a panic does in the shared library: it unwinds to `guard`, without a word.
//!
//! Rust's own handlers print to the host's stderr first. For that they bring along
//! a reader of debug information, which is a third of the library. build.rs has
//! the linker put the two below in the place of std's (`--wrap`), under names that
//! it chose: hidden ones, so that they are not exported.
#![cfg(own_panic_handlers)]

use std::process::abort;
use std::thread::panicking;

/// For std's panic handler. A panic while another one unwinds has nowhere to go.
// A box of nothing allocates nothing.
#[allow(clippy::disallowed_methods)]
fn panicked() -> ! {
    if panicking() {
        abort();
    }
    std::panic::resume_unwind(Box::new(()))
}

/// For std's handler of memory that ran out where it cannot be told.
fn out_of_memory() -> ! {
    abort()
}

std::arch::global_asm!(
    concat!(".globl ", env!("TWSIGN_PANICKED")),
    concat!(".hidden ", env!("TWSIGN_PANICKED")),
    concat!(".set ", env!("TWSIGN_PANICKED"), ", {panicked}"),
    concat!(".globl ", env!("TWSIGN_OUT_OF_MEMORY")),
    concat!(".hidden ", env!("TWSIGN_OUT_OF_MEMORY")),
    concat!(".set ", env!("TWSIGN_OUT_OF_MEMORY"), ", {out_of_memory}"),
    panicked = sym panicked,
    out_of_memory = sym out_of_memory,
);
