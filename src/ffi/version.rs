//! Which library this is, and what its numbers mean.

use std::ffi::{c_char, c_int, CStr};

/// ## Version, errors, memory
///
/// The version of the library that is loaded, such as "0.1.0".
///
/// TW_VERSION_STRING is the one that a program was compiled with. The text is
/// the library's own and is not released.
#[no_mangle]
pub extern "C" fn tw_version() -> *const c_char {
    VERSION.as_ptr()
}

/// The loaded library's version as a number: MAJOR * 1000000 + MINOR * 1000 +
/// PATCH.
#[no_mangle]
pub extern "C" fn tw_version_number() -> u32 {
    VERSION_NUMBER
}

/// A sentence about a status, for a log where there is no tw_error.
///
/// Any number is allowed: for one that this version does not know the sentence
/// says so. The text is the library's own and is not released.
#[no_mangle]
pub extern "C" fn tw_status_message(status: c_int) -> *const c_char {
    sentence(status).as_ptr()
}

const VERSION: &CStr =
    match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
        Ok(version) => version,
        Err(_) => c"",
    };

// Computed by the compiler, which would refuse an overflow.
#[allow(clippy::arithmetic_side_effects)]
const VERSION_NUMBER: u32 = number(env!("CARGO_PKG_VERSION_MAJOR")) * 1_000_000
    + number(env!("CARGO_PKG_VERSION_MINOR")) * 1_000
    + number(env!("CARGO_PKG_VERSION_PATCH"));

const fn number(digits: &str) -> u32 {
    match u32::from_str_radix(digits, 10) {
        Ok(number) => number,
        Err(_) => 0,
    }
}

fn sentence(status: c_int) -> &'static CStr {
    match status {
        0 => c"all is well",
        1 => c"a needed pointer was NULL",
        2 => c"struct_size is unset, or the struct is newer than the library",
        3 => c"credentials are empty, incomplete, or hold white space or control characters",
        4 => c"the method is not an HTTP token",
        5 => c"not an absolute http or https URL as it can be sent",
        6 => c"content_type says form, and the body is not one",
        7 => c"a parameter, nonce, time, content type or rule that is not valid",
        8 => c"X would read the request differently from RFC 5849",
        9 => c"the buffer is too small",
        10 => c"the reply is not valid or not expected",
        11 => c"the server refused",
        12 => c"the user refused",
        13 => c"the signature does not fit, or the callback is for another token",
        14 => c"no memory, no randomness, or no usable clock",
        15 => c"a bug in twsign",
        _ => c"a status that this version of libtwsign does not know",
    }
}
