//! Step 2 of the three-legged flow: the user's browser.

use std::ffi::c_char;

use super::stack::KEY;
use super::types::{tw_authorize_options, tw_error, tw_status};
use super::{guard_to, guard_unwiped};
use crate::authorize::{authorize_url, callback_verifier};
use crate::error::Field;

/// ## The user's browser
///
/// Step 2 of the three-legged flow: where to send the user with a Request
/// Token.
///
/// `options` may be NULL for none. The caller releases `*url` with tw_free().
/// Fails with TW_ERR_NULL_ARGUMENT, TW_ERR_STRUCT_SIZE, TW_ERR_INVALID_URL
/// (base_url), TW_ERR_INVALID_PARAM (a request_token that is empty or not
/// printable) or TW_ERR_SYSTEM.
///
/// Source: docs.x.com/fundamentals/authentication/api-reference, "GET
/// oauth/authorize", "GET oauth/authenticate".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_authorize_url(
    request_token: *const c_char,
    options: *const tw_authorize_options,
    url: *mut *mut c_char,
    error: *mut tw_error,
) -> tw_status {
    guard_unwiped(error, |caller| {
        let url = caller.output(url, &"url")?;
        let request_token = caller.text(request_token, Field::Named(&"request_token"))?;
        let options = caller.authorize_options(options)?;
        url.set_text(authorize_url(request_token, &options)?.as_bytes())
    })
}

/// Reads the callback, and gives the verifier for step 3.
///
/// `callback_url` is what the browser was sent back to: the whole URL, its path
/// with the query, or the query alone. `request_token` is the one that this
/// user's session asked for: a callback for another one may be forged.
///
/// The caller releases `*verifier` with tw_free(). Fails with TW_ERR_DENIED if
/// the user refused (X sends `denied` and the request token), with
/// TW_ERR_SIGNATURE_MISMATCH if the callback belongs to another request token
/// (compared in constant time), with TW_ERR_INVALID_RESPONSE if it holds no
/// token or no verifier, or one twice, empty or not printable, with
/// TW_ERR_INVALID_PARAM for a request_token that is empty or not printable, and
/// with TW_ERR_NULL_ARGUMENT or TW_ERR_SYSTEM.
///
/// Source: docs.x.com/fundamentals/authentication/guides/log-in-with-x, step 2;
/// RFC 5849, 2.2.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_callback_verifier(
    request_token: *const c_char,
    callback_url: *const c_char,
    verifier: *mut *mut c_char,
    error: *mut tw_error,
) -> tw_status {
    guard_to(KEY, error, |caller| {
        let verifier = caller.output(verifier, &"verifier")?;
        let request_token = caller.text(request_token, Field::Named(&"request_token"))?;
        let callback_url = caller.text(callback_url, Field::Named(&"callback_url"))?;
        verifier.set_text(callback_verifier(request_token, callback_url)?.as_slice())
    })
}
