//! The form that goes over the wire.

use std::ffi::c_char;

use super::guard_unwiped;
use super::types::{tw_error, tw_param, tw_status};
use crate::error::Field;
use crate::wire_form::{canonical_url, form_encode};

/// ## The form that goes over the wire
///
/// Encodes names and values as a query or a form body that X and the RFC read
/// the same way: strict percent-encoding (RFC 5849, 3.6), `%20` for a space.
///
/// The order is kept, and so are duplicates; without parameters the form is "".
/// The caller releases `*form` with tw_free(). Fails with TW_ERR_NULL_ARGUMENT,
/// with TW_ERR_SYSTEM, and with TW_ERR_AMBIGUOUS for a name that no encoding
/// makes X read as the RFC does: an empty one, client_id, Bearer, an `oauth_`
/// name that comes twice, and those that only the header may carry
/// (oauth_consumer_key, oauth_nonce, oauth_signature, oauth_signature_method,
/// oauth_timestamp, oauth_token, oauth_version).
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_form_encode(
    params: *const tw_param,
    params_len: usize,
    form: *mut *mut c_char,
    error: *mut tw_error,
) -> tw_status {
    guard_unwiped(error, |caller| {
        let form = caller.output(form, &"form")?;
        let params = caller.params(params, params_len, &"params")?;
        form.set_text(form_encode(&params)?.as_bytes())
    })
}

/// Rewrites a URL so that its query is encoded as tw_form_encode() does it.
///
/// `?q=from:jack+(a b)` becomes `?q=from%3Ajack%20%28a%20b%29`: a `+` is read
/// as a space, an escape as its byte. Empty pairs (`a&&b`) vanish. Scheme,
/// host, path and fragment stay as they are, except for bytes that may not
/// stand in a URL: those are escaped in path and fragment (RFC 3986, 3.3). Send
/// what comes out.
///
/// The caller releases `*canonical` with tw_free(). Fails as tw_form_encode()
/// does, and with TW_ERR_INVALID_URL for what is no absolute http or https URL,
/// for user info or a bad byte in the host, and for a broken escape (`100%`),
/// which could mean two things.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_canonical_url(
    url: *const c_char,
    canonical: *mut *mut c_char,
    error: *mut tw_error,
) -> tw_status {
    guard_unwiped(error, |caller| {
        let canonical = caller.output(canonical, &"canonical")?;
        let url = caller.text(url, Field::Named(&"url"))?;
        canonical.set_text(canonical_url(url)?.as_bytes())
    })
}
