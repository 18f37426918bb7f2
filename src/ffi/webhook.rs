//! Webhooks: X calls you.

use std::ffi::{c_char, c_void};

use super::guard_to;
use super::stack::KEY;
use super::types::{tw_error, tw_status};
use crate::error::Field;
use crate::webhook::{webhook_crc_response, webhook_verify};

/// ## Webhooks
///
/// The JSON that answers X's challenge-response check (CRC) of a webhook.
///
/// `api_secret` is the App's API Secret, `crc_token` the query parameter of
/// that name, decoded once. Answer with 200, `application/json` and this text,
/// within three seconds. The caller releases `*json` with tw_free(). Fails with
/// TW_ERR_NULL_ARGUMENT, TW_ERR_INVALID_CREDENTIALS (api_secret),
/// TW_ERR_INVALID_PARAM (a crc_token that is empty or holds a `{`) or
/// TW_ERR_SYSTEM.
///
/// The answer signs the token just as an event's signature signs the event, and
/// whoever reaches the webhook may ask: with a forged event for a token, its
/// signature would be the answer. So nothing with a `{` is signed, which every
/// event holds and no token of X's; answer such a call with 400. Let only X
/// reach the webhook if you can, and take nothing for an event that is no JSON
/// object.
///
/// Changing over to a new API Secret without losing events: X signs with the
/// new one as soon as it is made, and events signed with the old one may still
/// be on their way. Answer the CRC with the new one, take an event that either
/// of the two verifies, and drop the old one after some minutes.
///
/// Source: docs.x.com/x-api/webhooks/quickstart.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_webhook_crc_response(
    api_secret: *const c_char,
    crc_token: *const c_char,
    json: *mut *mut c_char,
    error: *mut tw_error,
) -> tw_status {
    guard_to(KEY, error, |caller| {
        let json = caller.output(json, &"json")?;
        let api_secret = caller.text(api_secret, Field::Named(&"api_secret"))?;
        let crc_token = caller.text(crc_token, Field::Named(&"crc_token"))?;
        json.set_text(webhook_crc_response(api_secret, crc_token)?.as_bytes())
    })
}

/// Whether a webhook call came from X: TW_OK if `signature` fits the body.
///
/// `signature` is the value of the header x-twitter-webhooks-signature,
/// "sha256=" and the base64 of an HMAC-SHA256; `body` is the body byte for byte
/// as it was received, before anything reads it as JSON. Takes constant time.
///
/// On anything but TW_OK do not trust the call, and answer it with 401 or 403:
/// TW_ERR_SIGNATURE_MISMATCH, also for a malformed signature;
/// TW_ERR_NULL_ARGUMENT, also if there was no such header;
/// TW_ERR_INVALID_CREDENTIALS (api_secret).
///
/// Source: docs.x.com/x-api/webhooks/quickstart.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_webhook_verify(
    api_secret: *const c_char,
    body: *const c_void,
    body_len: usize,
    signature: *const c_char,
    error: *mut tw_error,
) -> tw_status {
    guard_to(KEY, error, |caller| {
        let api_secret = caller.text(api_secret, Field::Named(&"api_secret"))?;
        let body = caller.bytes(body, body_len, Field::Named(&"body"))?;
        let signature = caller.text(signature, Field::Named(&"signature"))?;
        webhook_verify(api_secret, body, signature)
    })
}
