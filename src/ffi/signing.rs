//! Signing, with a signer or in one go.

use std::ffi::c_char;

use super::memory::{free_object, new_object};
use super::raw::Caller;
use super::stack::{KEY, SIGNATURE};
use super::types::{tw_credentials, tw_error, tw_request, tw_status};
use super::{guard_fast, guard_to, guard_unwiped};
use crate::error::{Error, Field, Status};
use crate::signer::{SignIntoError, Signer};

/// Credentials, checked and ready. Keeps the prepared states of the HMAC and
/// the encoded key and token, not the secrets.
///
/// One signer may sign in many threads at once, and in forked children.
#[allow(non_camel_case_types)]
pub struct tw_signer(Signer);

/// ## Signing
///
/// Signs one request: `*header` becomes the Authorization header's value.
///
/// The signature (HMAC-SHA1, RFC 5849, 3.4) covers the method, the URL with its
/// query and, if content_type is a form's, the body. So the request has to be
/// sent exactly as it was signed: do not let the HTTP client encode the URL
/// again, and do not let it follow redirects with this header. Sign anew for
/// each attempt: X takes a nonce only once, and a time for some minutes only.
///
/// To sign more than once, a tw_signer is faster. The caller releases `*header`
/// with tw_free(). Fails with any of TW_ERR_NULL_ARGUMENT (1) to
/// TW_ERR_AMBIGUOUS (8), as described there, with TW_ERR_SYSTEM or with
/// TW_ERR_INTERNAL.
///
/// ```c
///     tw_credentials credentials = TW_CREDENTIALS_INIT;
///     tw_request request = TW_REQUEST_INIT;
///     char *header;
///     tw_error error;
///     credentials.api_key = getenv("X_API_KEY");
///     credentials.api_secret = getenv("X_API_SECRET");
///     request.method = "GET";
///     request.url = "https://api.x.com/2/users/me";
///     if (tw_sign_request(&credentials, &request, &header, &error) != TW_OK) {
///       fprintf(stderr, "%s\n", error.message); // "credentials.api_key: NULL"
///       return 1;
///     }
///     printf("Authorization: %s\n", header);
///     tw_free(header);
/// ```
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_sign_request(
    credentials: *const tw_credentials,
    request: *const tw_request,
    header: *mut *mut c_char,
    error: *mut tw_error,
) -> tw_status {
    guard_to(SIGNATURE, error, |caller| {
        let header = caller.output(header, &"header")?;
        let credentials = caller.credentials(credentials)?;
        caller.with_request(request, |request| {
            header.set_header(&Signer::new(&credentials)?, request)
        })
    })
}

/// Makes a signer: the credentials are checked, and their key is prepared.
///
/// The credentials are not kept and may be wiped at once. The caller releases
/// `*signer` with tw_signer_free(), when no call uses it any more. Fails with
/// TW_ERR_NULL_ARGUMENT, TW_ERR_STRUCT_SIZE, TW_ERR_INVALID_CREDENTIALS or
/// TW_ERR_SYSTEM. Whether X can use a secret that holds more than letters and
/// digits is judged when a request is signed, by the rules of that request.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_signer_new(
    credentials: *const tw_credentials,
    signer: *mut *mut tw_signer,
    error: *mut tw_error,
) -> tw_status {
    guard_to(KEY, error, |caller| {
        let signer = caller.output(signer, &"signer")?;
        let made = Signer::new(&caller.credentials(credentials)?)?;
        signer.set(new_object(tw_signer(made))?);
        Ok(())
    })
}

/// Signs one request with a signer's credentials and clock, as
/// tw_sign_request().
///
/// The caller releases `*header` with tw_free(). Fails with the same statuses
/// but for TW_ERR_INVALID_CREDENTIALS. Any number of threads may sign at once.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_signer_sign(
    signer: *const tw_signer,
    request: *const tw_request,
    header: *mut *mut c_char,
    error: *mut tw_error,
) -> tw_status {
    guard_fast(error, |caller| {
        let header = caller.output(header, &"header")?;
        let signer = caller.object(signer, &"signer")?;
        caller.with_request(request, |request| header.set_header(&signer.0, request))
    })
}

/// Signs into the caller's `buffer`, without allocating for a request of up to
/// 32 parameters.
///
/// TW_OK: the header's value and a NUL are in `buffer`, and `*length` is the
/// length without the NUL. TW_ERR_BUFFER_TOO_SMALL: `*length` is a capacity
/// that suffices for this request, NUL included, whatever the nonce turns out
/// to be. On any failure `buffer` is left as it was. It may be NULL if
/// `capacity` is 0, to ask for the size; `length` is needed. Otherwise as
/// tw_signer_sign().
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_signer_sign_into(
    signer: *const tw_signer,
    request: *const tw_request,
    buffer: *mut c_char,
    capacity: usize,
    length: *mut usize,
    error: *mut tw_error,
) -> tw_status {
    guard_fast(error, |caller| {
        let length = caller.output(length, &"length")?;
        let signer = caller.object(signer, &"signer")?;
        let buffer = caller.buffer(buffer, capacity)?;
        caller.with_request(request, |request| {
            let nul = buffer.len().checked_sub(1);
            let room = buffer.get_mut(..nul.unwrap_or(0)).unwrap_or_default();
            match signer.0.sign_into(request, room) {
                Ok(written) if nul.is_some() => {
                    if let Some(end) = buffer.get_mut(written) {
                        *end = 0;
                    }
                    length.set(written);
                    Ok(())
                }
                Ok(needed) | Err(SignIntoError::BufferTooSmall(needed)) => {
                    length.set(needed.saturating_add(1));
                    let field = Field::Named(&"buffer");
                    Err(Error::new(
                        Status::BufferTooSmall,
                        field,
                        &"too small; see *length",
                    ))
                }
                Err(SignIntoError::Refused(error)) => Err(error),
            }
        })
    })
}

/// Sets by how many seconds later signatures correct the clock.
///
/// Positive if the local clock is slow; it replaces the offset there was. X
/// refuses a time that is some minutes off with 401, code 135. A
/// `request.timestamp` that is given is used as it is. An offset that leads out
/// of all time makes signing fail with TW_ERR_SYSTEM. Any thread may call this
/// while others sign. NULL is ignored.
#[no_mangle]
pub unsafe extern "C" fn tw_signer_set_clock_offset(signer: *const tw_signer, seconds: i64) {
    // SAFETY: as the header's preamble says.
    let caller = unsafe { Caller::trusted() };
    if let Ok(signer) = caller.object(signer, &"signer") {
        signer.0.set_clock_offset(seconds);
    }
}

/// Learns that offset from the Date header of a reply that has just come.
///
/// `http_date` is the header's value, in any of the three forms of RFC 9110,
/// 5.6.7. `*offset` becomes the seconds by which the server is ahead, negative
/// if it is behind, and replaces the signer's offset. Fails with
/// TW_ERR_NULL_ARGUMENT, with TW_ERR_SYSTEM (no clock), or with
/// TW_ERR_INVALID_RESPONSE if it is no date: `*offset` is 0 then, and the
/// signer keeps the offset it had. Any thread may call this while others sign.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_signer_learn_clock(
    signer: *const tw_signer,
    http_date: *const c_char,
    offset: *mut i64,
    error: *mut tw_error,
) -> tw_status {
    guard_unwiped(error, |caller| {
        let offset = caller.output(offset, &"offset")?;
        let signer = caller.object(signer, &"signer")?;
        let http_date = caller.text(http_date, Field::Named(&"http_date"))?;
        offset.set(signer.0.learn_clock(http_date)?);
        Ok(())
    })
}

/// Releases a signer; what it kept of the key is wiped. NULL is ignored.
#[no_mangle]
pub unsafe extern "C" fn tw_signer_free(signer: *mut tw_signer) {
    free_object(signer);
}
