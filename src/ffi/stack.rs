//! The stack below a call, wiped when the call is done.
//!
//! A secret passes through more places than the variables that are zeroized: what
//! was moved leaves its bytes behind, a hash pads its key, a compiler spills. All
//! of that lies below the exported function, and so it is overwritten at once.

use std::ffi::{c_int, c_void};
use std::mem::MaybeUninit;
use std::ptr;

/// How much stack a call uses: more than any was seen to, in a release build, wherever
/// on a page it begins.
/// `tests/c/wiped_stack.c` fails when a call outgrows it.
#[derive(Clone, Copy)]
pub(super) struct Depth<const BYTES: usize>;

/// Making a key, and what needs no request.
pub(super) const KEY: Depth<4096> = Depth;
/// Reading a request and signing it.
pub(super) const SIGNATURE: Depth<7168> = Depth;
/// Signing for a token endpoint, and reading what comes back.
pub(super) const EXCHANGE: Depth<8704> = Depth;
/// Writing a text for people.
pub(super) const TEXT: Depth<20480> = Depth;

/// Overwrites that much of the stack, from where the caller's frame ends.
///
/// Not inlined, so that its frame lies where that of the call lay.
#[inline(never)]
pub(super) fn wipe_below<const BYTES: usize>(_depth: Depth<BYTES>) {
    let mut used = MaybeUninit::<[u8; BYTES]>::uninit();
    // SAFETY: a function of this type, which is never written to. Read so that the
    // compiler cannot know it and leave out a write that nobody reads.
    let fill = unsafe { ptr::read_volatile(&raw const FILL) };
    // SAFETY: BYTES bytes of ours.
    unsafe { fill(used.as_mut_ptr().cast(), 0, BYTES) };
}

static FILL: unsafe extern "C" fn(*mut c_void, c_int, libc::size_t) -> *mut c_void = libc::memset;
