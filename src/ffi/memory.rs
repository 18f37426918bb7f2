//! Memory that crosses the border: from malloc, so that a refusal is an error,
//! wiped before it goes back.

use std::ffi::{c_char, CStr};
use std::mem::ManuallyDrop;
use std::ptr;
use std::slice;

use zeroize::Zeroize;

use crate::room::NoMemory;
use crate::text::{Buffer, Room, Written};

/// A NUL-terminated text in memory of its own; wiped and released when dropped.
pub(super) struct Text(*mut c_char);

impl Default for Text {
    fn default() -> Self {
        Self(ptr::null_mut())
    }
}

impl Room for Text {
    fn of_len(&mut self, longest: usize) -> Result<&mut [u8], NoMemory> {
        let size = longest.saturating_add(1);
        // SAFETY: any size may be asked for.
        let memory = unsafe { libc::malloc(size) }.cast::<u8>();
        if memory.is_null() {
            return Err(NoMemory);
        }
        *self = Self(memory.cast());
        // SAFETY: malloc gave `size` bytes, which are nobody else's; zeroed, they are
        // initialised, and behind what is written stands a NUL.
        unsafe {
            memory.write_bytes(0, size);
            Ok(slice::from_raw_parts_mut(memory, longest))
        }
    }
}

impl Text {
    pub(super) fn new(text: &(impl Written + ?Sized)) -> Result<Self, NoMemory> {
        let mut new = Self::default();
        text.write_to(&mut Buffer::new(new.of_len(text.written_len())?));
        Ok(new)
    }

    /// Lent to the caller.
    pub(super) fn as_ptr(&self) -> *const c_char {
        self.0
    }

    /// Given to the caller, to be released with tw_free.
    pub(super) fn hand_over(self) -> *mut c_char {
        ManuallyDrop::new(self).0
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        // SAFETY: NULL, or from malloc, ended by a NUL, and nobody else's.
        unsafe { tw_free(self.0) }
    }
}

/// Moves an object out of Rust's hands, to be released with [`free_object`].
pub(super) fn new_object<T>(object: T) -> Result<*mut T, NoMemory> {
    const { assert!(align_of::<T>() <= align_of::<libc::max_align_t>()) };
    // SAFETY: any size may be asked for.
    let memory = unsafe { libc::malloc(size_of::<T>()) }.cast::<T>();
    if memory.is_null() {
        return Err(NoMemory);
    }
    // SAFETY: malloc gave aligned room for a T.
    unsafe { memory.write(object) };
    Ok(memory)
}

/// Drops and releases an object.
///
/// # Safety
/// `object` is NULL or from [`new_object`], and used no more.
pub(super) unsafe fn free_object<T>(object: *mut T) {
    if object.is_null() {
        return;
    }
    // SAFETY: a T that nobody uses, in memory of its own from malloc.
    unsafe {
        object.drop_in_place();
        slice::from_raw_parts_mut(object.cast::<u8>(), size_of::<T>()).zeroize();
        libc::free(object.cast());
    }
}

/// Releases a text that a function of this library handed out as `char *`.
///
/// Use it for every such text; free() must not be used. The text is wiped
/// first. NULL is ignored.
#[no_mangle]
pub unsafe extern "C" fn tw_free(text: *mut c_char) {
    if text.is_null() {
        return;
    }
    // SAFETY: a Text that was handed over, ends in NUL, and that nobody uses.
    unsafe {
        let len = CStr::from_ptr(text).count_bytes();
        slice::from_raw_parts_mut(text.cast::<u8>(), len).zeroize();
        libc::free(text.cast());
    }
}
