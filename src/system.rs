//! The clock, and memory that a fork wipes: what no safe interface gives at the
//! cost of a few nanoseconds.
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};

/// Unix seconds. `SystemTime::now` takes ten times as long for nanoseconds that a
/// signature has no use for.
// A time_t is 32 bits on some machines.
#[allow(clippy::useless_conversion)]
pub(crate) fn seconds() -> i64 {
    // SAFETY: NULL is allowed; the result is then returned alone.
    i64::from(unsafe { libc::time(ptr::null_mut()) })
}

/// A table of integers in memory of its own. They are zeros at first, and again in a
/// child after fork(2) or clone(2): the kernel wipes them (MADV_WIPEONFORK, Linux
/// 4.14). It is made when it is first used, and stays as long as the process.
pub(crate) struct WipedOnFork<const COLUMNS: usize, const ROWS: usize> {
    /// NULL as long as nobody has asked, and `NONE` if it cannot be had.
    table: AtomicPtr<Table<COLUMNS, ROWS>>,
}

pub(crate) type Table<const COLUMNS: usize, const ROWS: usize> = [[AtomicU64; COLUMNS]; ROWS];

impl<const COLUMNS: usize, const ROWS: usize> WipedOnFork<COLUMNS, ROWS> {
    const SIZE: usize = size_of::<Table<COLUMNS, ROWS>>();
    const NONE: *mut Table<COLUMNS, ROWS> = ptr::dangling_mut();

    pub(crate) const fn new() -> Self {
        Self {
            table: AtomicPtr::new(ptr::null_mut()),
        }
    }

    /// None where the kernel does not do that, or has no memory. Nobody waits for
    /// anybody here: a fork or a signal handler may come at any moment.
    #[inline]
    pub(crate) fn table(&self) -> Option<&Table<COLUMNS, ROWS>> {
        let mut table = self.table.load(Ordering::Acquire);
        if table.is_null() {
            table = self.make();
        }
        if table == Self::NONE {
            return None;
        }
        // SAFETY: mapped by `make` and never unmapped, aligned to a page, and any
        // bytes are atomic integers. The kernel wipes them in a child before it runs.
        Some(unsafe { &*table })
    }

    #[cold]
    fn make(&self) -> *mut Table<COLUMNS, ROWS> {
        let made = map_wiped(Self::SIZE).map_or(Self::NONE, |memory| memory.cast().as_ptr());
        let first =
            self.table
                .compare_exchange(ptr::null_mut(), made, Ordering::AcqRel, Ordering::Acquire);
        match first {
            Ok(_) => made,
            Err(others) => {
                if made != Self::NONE {
                    // SAFETY: just mapped with this size, and nobody else knows it.
                    unsafe { libc::munmap(made.cast(), Self::SIZE) };
                }
                others
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn map_wiped(_: usize) -> Option<NonNull<c_void>> {
    None
}

/// New memory that a fork wipes.
#[cfg(target_os = "linux")]
fn map_wiped(size: usize) -> Option<NonNull<c_void>> {
    let protection = libc::PROT_READ | libc::PROT_WRITE;
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
    // SAFETY: new memory, which overlaps nothing.
    let memory = unsafe { libc::mmap(ptr::null_mut(), size, protection, flags, -1, 0) };
    if memory == libc::MAP_FAILED {
        return None;
    }
    // SAFETY: advice on the memory just mapped.
    let advise = |advice| unsafe { libc::madvise(memory, size, advice) };
    // SAFETY: always valid. The host's errno stays what it was.
    let (errno, before) = unsafe { (libc::__errno_location(), *libc::__errno_location()) };
    // An emulator that takes any advice does nothing about it.
    let wipes = advise(libc::MADV_WIPEONFORK) == 0 && advise(-1) != 0;
    // SAFETY: as above.
    unsafe { *errno = before };
    if wipes {
        return NonNull::new(memory);
    }
    // SAFETY: just mapped with this size, and nobody else knows it.
    unsafe { libc::munmap(memory, size) };
    None
}
