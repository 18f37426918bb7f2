//! Why does the server answer 401?

use std::ffi::c_char;

use super::guard;
use super::types::{tw_credentials, tw_error, tw_request, tw_status};
use crate::explain::explain;
use crate::signer::signature_base_string;

/// ## Why does the server answer 401?
///
/// The signature base string (RFC 5849, 3.4.1): what the signature signs.
///
/// With the nonce and timestamp of a header that was sent, it can be compared
/// with what another program or X's documentation says it should be. The caller
/// releases `*text` with tw_free(). Fails as tw_sign_request() does, by the
/// request's rules.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_signature_base_string(
    credentials: *const tw_credentials,
    request: *const tw_request,
    text: *mut *mut c_char,
    error: *mut tw_error,
) -> tw_status {
    guard(error, |caller| {
        let text = caller.output(text, "text")?;
        let credentials = caller.credentials(credentials)?;
        caller.with_request(request, |request| {
            text.set_text(signature_base_string(&credentials, request)?.as_bytes())
        })
    })
}

/// Every step of the signing, for people: secrets masked, wording not fixed.
///
/// What tw_sign_request() would refuse as TW_ERR_AMBIGUOUS is marked in the text
/// and not refused. The caller releases `*text` with tw_free(). Otherwise fails
/// as tw_sign_request() does.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_explain(
    credentials: *const tw_credentials,
    request: *const tw_request,
    text: *mut *mut c_char,
    error: *mut tw_error,
) -> tw_status {
    guard(error, |caller| {
        let text = caller.output(text, "text")?;
        let credentials = caller.credentials(credentials)?;
        caller.with_request(request, |request| {
            text.set_text(explain(&credentials, request)?.as_bytes())
        })
    })
}
