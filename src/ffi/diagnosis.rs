//! Why does the server answer 401?

use std::ffi::c_char;

use super::guard;
use super::types::{tw_attempt, tw_credentials, tw_error, tw_request, tw_status};
use crate::credentials::Credentials;
use crate::diagnose::diagnose;
use crate::error::Error;
use crate::explain::explain;
use crate::message::Request;
use crate::signer::signature_base_string;

/// ## Why does the server answer 401?
///
/// The signature base string (RFC 5849, 3.4.1): what the signature signs.
///
/// With the nonce and timestamp of a header that was sent, it can be compared
/// with what another program or X's documentation says it should be. The caller
/// releases `*text` with tw_free(). Fails as tw_sign_request() does.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_signature_base_string(
    credentials: *const tw_credentials,
    request: *const tw_request,
    text: *mut *mut c_char,
    error: *mut tw_error,
) -> tw_status {
    give_text(credentials, request, text, error, signature_base_string)
}

/// Every step of the signing, for people: secrets masked, wording not fixed.
///
/// What tw_sign_request() would refuse as TW_ERR_AMBIGUOUS is marked in the
/// text instead. The caller releases `*text` with tw_free(). Otherwise fails as
/// tw_sign_request() does.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_explain(
    credentials: *const tw_credentials,
    request: *const tw_request,
    text: *mut *mut c_char,
    error: *mut tw_error,
) -> tw_status {
    give_text(credentials, request, text, error, explain)
}

unsafe fn give_text(
    credentials: *const tw_credentials,
    request: *const tw_request,
    text: *mut *mut c_char,
    error: *mut tw_error,
    write: fn(&Credentials<'_>, &Request<'_>) -> Result<String, Error>,
) -> tw_status {
    guard(error, |caller| {
        let text = caller.output(text, &"text")?;
        let credentials = caller.credentials(credentials)?;
        caller.with_request(request, |request| {
            text.set_text(write(&credentials, request)?.as_bytes())
        })
    })
}

/// Names the mistake in a request that was refused, whoever signed it.
///
/// The first line of `*report` is `cause: ` and one of the identifiers in
/// docs/diagnosis.md, which stay as they are (`cause: none-found` too); the
/// lines after it are for people: what was wrong and where, the base string as
/// it was signed and as it should have been, what to change, and whether trying
/// again can help. Secrets are masked.
///
/// Only `request` is needed. With `credentials` (which may be faulty, and any
/// of which may be NULL) and the header in `attempt`, the signature is built
/// anew under each known wrong recipe, alone and two at a time, until one gives
/// the signature that was sent: that mistake is proven. Without a header,
/// credentials and request are looked at and the reply is read.
/// `request->nonce`, `timestamp`, `rules` and `oauth_params` are not looked at:
/// the header has its own.
///
/// A usual request takes some milliseconds. The search stops, and the report
/// says so, after a fixed amount of work, one or two tenths of a second. To
/// read 10 MB and to write the report, which quotes the base string whole,
/// takes a second more, and some seconds if that is a form of 500,000
/// parameters.
///
/// The caller releases `*report` with tw_free(). Fails with
/// TW_ERR_NULL_ARGUMENT, TW_ERR_STRUCT_SIZE, TW_ERR_INVALID_METHOD,
/// TW_ERR_INVALID_URL, TW_ERR_INVALID_BODY or TW_ERR_INVALID_PARAM for a
/// request that cannot be sent, with the place, and with TW_ERR_SYSTEM.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_diagnose(
    credentials: *const tw_credentials,
    request: *const tw_request,
    attempt: *const tw_attempt,
    report: *mut *mut c_char,
    error: *mut tw_error,
) -> tw_status {
    guard(error, |caller| {
        let report = caller.output(report, &"report")?;
        let known = caller.known(credentials)?;
        let attempt = caller.attempt(attempt)?;
        caller.with_sent_request(request, |request| {
            report.set_text(diagnose(&known, request, &attempt)?.as_bytes())
        })
    })
}
