//! The C ABI. `include/twsign.h` is made from the comments in this module: they
//! are written for its reader, who has C and nothing else.
//!
//! Each exported function reads its arguments through a [`Caller`], calls the
//! safe core and hands the outcome to [`guard`]. What may be read and written
//! through the caller's pointers is promised in the header's preamble.
#![allow(unsafe_code)]
// Each export is as safe as the header's preamble says, once for all of them.
#![allow(clippy::missing_safety_doc)]

mod panics;
mod raw;

mod stack;

// The order of the header's sections.
mod version;

mod types;

mod memory;

mod signing;

mod wire_form;

mod diagnosis;

mod exchange;

mod authorize;

mod webhook;

use std::panic::{catch_unwind, AssertUnwindSafe};

use crate::error::{Error, Field, Status};
use raw::Caller;
use stack::{wipe_below, Depth, TEXT};

pub use authorize::*;
pub use diagnosis::*;
pub use exchange::*;
pub use memory::tw_free;
pub use signing::*;
pub use types::*;
pub use version::*;
pub use webhook::*;
pub use wire_form::*;

/// Runs the body of an exported function: no panic leaves it, every failure
/// becomes a status and, if the caller gave one, a filled `tw_error`, and the
/// stack that it used is wiped.
///
/// # Safety
/// The C caller keeps the promises of the header's preamble.
#[inline(always)]
unsafe fn guard(
    error: *mut tw_error,
    body: impl FnOnce(&Caller) -> Result<(), Error>,
) -> tw_status {
    guard_to(TEXT, error, body)
}

/// As [`guard`], for a call that needs another depth of stack.
///
/// Inlined, and its callee not: nothing but the arguments is in the frame that
/// stays, and all else is below it.
///
/// # Safety
/// The C caller keeps the promises of the header's preamble.
#[inline(always)]
unsafe fn guard_to<const BYTES: usize>(
    depth: Depth<BYTES>,
    error: *mut tw_error,
    body: impl FnOnce(&Caller) -> Result<(), Error>,
) -> tw_status {
    let status = guard_unwiped(error, body);
    wipe_below(depth);
    status
}

/// As [`guard`], but leaves the stack as it is: for calls that are given no
/// secret.
///
/// # Safety
/// The C caller keeps the promises of the header's preamble.
#[inline(always)]
unsafe fn guard_unwiped(
    error: *mut tw_error,
    body: impl FnOnce(&Caller) -> Result<(), Error>,
) -> tw_status {
    compiled_once(error, &mut Some(body))
}

/// For all bodies but those that have to be fast.
///
/// # Safety
/// The C caller keeps the promises of the header's preamble.
#[inline(never)]
unsafe fn compiled_once(error: *mut tw_error, body: &mut dyn Body) -> tw_status {
    guard_fast(error, |caller| body.run(caller))
}

/// A body that is run once; a closure's vtable would hold what nobody calls.
trait Body {
    fn run(&mut self, caller: &Caller) -> Result<(), Error>;
}

impl<F: FnOnce(&Caller) -> Result<(), Error>> Body for Option<F> {
    fn run(&mut self, caller: &Caller) -> Result<(), Error> {
        self.take().map_or(Ok(()), |body| body(caller))
    }
}

/// As [`guard_unwiped`], compiled for each body.
///
/// # Safety
/// The C caller keeps the promises of the header's preamble.
unsafe fn guard_fast(
    error: *mut tw_error,
    body: impl FnOnce(&Caller) -> Result<(), Error>,
) -> tw_status {
    // SAFETY: the promise is handed on from our own contract.
    let caller = unsafe { Caller::trusted() };
    let outcome = catch_unwind(AssertUnwindSafe(|| body(&caller)));
    let outcome = outcome.unwrap_or_else(|_| Err(caught_panic()));
    caller.report(error, &outcome);
    match outcome {
        Ok(()) => tw_status::TW_OK,
        Err(error) => tw_status::from(error.status()),
    }
}

fn caught_panic() -> Error {
    Error::new(
        Status::Internal,
        Field::Named(&"twsign"),
        &"a bug: a caught panic",
    )
}
