//! Token endpoints: make, send with any HTTP client, finish.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use super::guard;
use super::memory::{free_object, new_object, Text};
use super::raw::Caller;
use super::types::{tw_credentials, tw_error, tw_status};
use crate::error::{Error, Field};
use crate::exchange::Exchange;
use crate::token::Token;

/// One call to a token endpoint: what to send, and the reader of what comes back.
///
/// Send what the getters give, once and soon: it was signed when the exchange was
/// made. Then hand status and body to tw_exchange_finish(). An exchange is not
/// changed by any of this and may be read by several threads.
#[allow(non_camel_case_types)]
pub struct tw_exchange {
    exchange: Exchange,
    url: Text,
    authorization: Text,
    content_type: Option<Text>,
    body: Text,
}

/// What such a call brought: a Request Token, an Access Token or a Bearer Token.
/// May be read by several threads.
#[allow(non_camel_case_types)]
pub struct tw_token {
    value: Text,
    secret: Option<Text>,
    user_id: Option<Text>,
    screen_name: Option<Text>,
}

impl tw_exchange {
    fn new(exchange: Exchange) -> Result<Self, Error> {
        let content_type = exchange.content_type().map(str::as_bytes);
        Ok(Self {
            url: Text::new(exchange.url())?,
            authorization: Text::new(exchange.authorization())?,
            content_type: content_type.map(Text::new).transpose()?,
            body: Text::new(exchange.body())?,
            exchange,
        })
    }
}

impl tw_token {
    fn new(token: &Token) -> Result<Self, Error> {
        Ok(Self {
            value: Text::new(token.value())?,
            secret: token.secret().map(Text::new).transpose()?,
            user_id: token.user_id().map(Text::new).transpose()?,
            screen_name: token.screen_name().map(Text::new).transpose()?,
        })
    }
}

/// ## Token endpoints: make, send with any HTTP client, finish
///
/// Step 1 of the three-legged flow: asks for a Request Token.
///
/// `callback` is the URL to which X sends the user back, which has to be on the
/// App's list, or "oob": then X shows a PIN. `access_type` is NULL, "read" or
/// "write" and asks for less than the App may have. A token in `credentials` is
/// not used. A `base_url` of NULL stands for https://api.x.com; else it is where
/// the API is, without query and fragment.
///
/// The caller releases `*exchange` with tw_exchange_free(). Fails as
/// tw_sign_request() does, with TW_ERR_INVALID_URL for the base_url, and with
/// TW_ERR_INVALID_PARAM for a callback or access_type that cannot be. X may say
/// no to the callback, in tw_exchange_finish(), with code 415 or 417.
///
/// Source: docs.x.com, "POST oauth/request_token"; RFC 5849, 2.1.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_new_request_token(
    credentials: *const tw_credentials,
    callback: *const c_char,
    access_type: *const c_char,
    base_url: *const c_char,
    exchange: *mut *mut tw_exchange,
    error: *mut tw_error,
) -> tw_status {
    new_exchange(exchange, error, |caller| {
        Exchange::new_request_token(
            &caller.credentials(credentials)?,
            caller.text(callback, Field::Named("callback"))?,
            caller.optional_text(access_type),
            caller.optional_text(base_url),
        )
    })
}

/// Step 3: turns a Request Token into the user's Access Token.
///
/// `credentials` hold the Request Token and its secret as token and
/// token_secret; `verifier` is what tw_callback_verifier() gave, or the PIN that
/// the user typed in (white space around it is cut off). Otherwise as
/// tw_exchange_new_request_token(); without a token in `credentials`
/// TW_ERR_INVALID_CREDENTIALS.
///
/// Source: docs.x.com, "POST oauth/access_token"; RFC 5849, 2.3.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_new_access_token(
    credentials: *const tw_credentials,
    verifier: *const c_char,
    base_url: *const c_char,
    exchange: *mut *mut tw_exchange,
    error: *mut tw_error,
) -> tw_status {
    new_exchange(exchange, error, |caller| {
        Exchange::new_access_token(
            &caller.credentials(credentials)?,
            caller.text(verifier, Field::Named("verifier"))?,
            caller.optional_text(base_url),
        )
    })
}

/// Asks for the App's own Bearer Token, by API Key and Secret.
///
/// X gives the same one until it is revoked: keep it. It is sent as
/// `Authorization: Bearer` and the value exactly as received. Otherwise as
/// tw_exchange_new_request_token().
///
/// Source: docs.x.com, "POST oauth2/token"; RFC 6749, 4.4.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_new_bearer_token(
    credentials: *const tw_credentials,
    base_url: *const c_char,
    exchange: *mut *mut tw_exchange,
    error: *mut tw_error,
) -> tw_status {
    new_exchange(exchange, error, |caller| {
        let credentials = caller.credentials(credentials)?;
        Exchange::new_bearer_token(&credentials, caller.optional_text(base_url))
    })
}

/// Revokes `bearer_token` or, if that is NULL, the token in `credentials`.
///
/// X's pages describe two ways to revoke a bearer: in the name of the App's
/// owner, if `credentials` hold a token (it has to be the owner's), and by API
/// Key and Secret alone, if they hold none. The bearer is given as it was
/// received, not decoded. On success tw_token_value() is the token that is no
/// more. Otherwise as tw_exchange_new_request_token(); with neither a bearer nor
/// a token TW_ERR_INVALID_CREDENTIALS.
///
/// Source: docs.x.com, "POST oauth/invalidate_token", "POST
/// oauth2/invalidate_token" and "App-only authentication".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_new_invalidation(
    credentials: *const tw_credentials,
    bearer_token: *const c_char,
    base_url: *const c_char,
    exchange: *mut *mut tw_exchange,
    error: *mut tw_error,
) -> tw_status {
    new_exchange(exchange, error, |caller| {
        Exchange::new_invalidation(
            &caller.credentials(credentials)?,
            caller.optional_text(bearer_token),
            caller.optional_text(base_url),
        )
    })
}

unsafe fn new_exchange(
    exchange: *mut *mut tw_exchange,
    error: *mut tw_error,
    make: impl FnOnce(&Caller) -> Result<Exchange, Error>,
) -> tw_status {
    guard(error, |caller| {
        let exchange = caller.output(exchange, "exchange")?;
        exchange.set(new_object(tw_exchange::new(make(caller)?)?)?);
        Ok(())
    })
}

/// The method to send, "POST". Borrowed from `exchange`, as are the next four;
/// NULL for NULL.
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_method(exchange: *const tw_exchange) -> *const c_char {
    lend(exchange, |_| Some(c"POST".as_ptr()))
}

/// The URL, with its query, to be sent as it is.
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_url(exchange: *const tw_exchange) -> *const c_char {
    lend(exchange, |exchange| Some(exchange.url.as_ptr()))
}

/// The value of the Authorization header. A secret: do not log it.
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_authorization(exchange: *const tw_exchange) -> *const c_char {
    lend(exchange, |exchange| Some(exchange.authorization.as_ptr()))
}

/// The value of the Content-Type header, or NULL if there is no body.
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_content_type(exchange: *const tw_exchange) -> *const c_char {
    lend(exchange, |exchange| {
        exchange.content_type.as_ref().map(Text::as_ptr)
    })
}

/// The body, or "" if there is none.
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_body(exchange: *const tw_exchange) -> *const c_char {
    lend(exchange, |exchange| Some(exchange.body.as_ptr()))
}

/// Reads the reply; the exchange knows which kind of reply to expect.
///
/// `http_status` is the reply's status, `body` its body, whatever its media
/// type. On TW_OK the caller releases `*token` with tw_token_free(). Otherwise:
///
/// - TW_ERR_REFUSED, for a status of 400 to 599: X's own code is in
///   `error->api_code` (0 if there is none), X's words are in `error->message`.
///   32: the signature, or the keys, are wrong; 89: the token is dead; 135: the
///   clock is wrong; 99: API Key or Secret are wrong; 415: the callback is not
///   on the App's list; 417: the App has no callback, only "oob" works.
/// - TW_ERR_INVALID_RESPONSE, for a reply that makes no sense: another status
///   but 200, more than 1 MiB, a member that is missing, empty, given twice or
///   of the wrong type, or `oauth_callback_confirmed` that is not true.
///
/// Source: docs.x.com, as above; X sends refusals as JSON in three forms, as XML
/// in two, and as plain text.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_finish(
    exchange: *const tw_exchange,
    http_status: c_int,
    body: *const c_void,
    body_len: usize,
    token: *mut *mut tw_token,
    error: *mut tw_error,
) -> tw_status {
    guard(error, |caller| {
        let token = caller.output(token, "token")?;
        let exchange = caller.object(exchange, "exchange")?;
        let body = caller.bytes(body, body_len, Field::Named("body"))?;
        let brought = exchange.exchange.finish(http_status, body)?;
        token.set(new_object(tw_token::new(&brought)?)?);
        Ok(())
    })
}

/// Releases an exchange; what it held is wiped. NULL is ignored.
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_free(exchange: *mut tw_exchange) {
    free_object(exchange);
}

/// The token, exactly as it was received: `credentials.token`, or what stands
/// behind `Bearer`. Borrowed from `token`, as are the next three; NULL for NULL.
#[no_mangle]
pub unsafe extern "C" fn tw_token_value(token: *const tw_token) -> *const c_char {
    lend(token, |token| Some(token.value.as_ptr()))
}

/// Its secret: `credentials.token_secret`. NULL for a bearer, which has none.
#[no_mangle]
pub unsafe extern "C" fn tw_token_secret(token: *const tw_token) -> *const c_char {
    lend(token, |token| token.secret.as_ref().map(Text::as_ptr))
}

/// The id of the user that an Access Token is for, or NULL.
#[no_mangle]
pub unsafe extern "C" fn tw_token_user_id(token: *const tw_token) -> *const c_char {
    lend(token, |token| token.user_id.as_ref().map(Text::as_ptr))
}

/// That user's name as it is now, or NULL; it may change, the id does not.
#[no_mangle]
pub unsafe extern "C" fn tw_token_screen_name(token: *const tw_token) -> *const c_char {
    lend(token, |token| token.screen_name.as_ref().map(Text::as_ptr))
}

/// Releases a token; what it held is wiped. NULL is ignored.
#[no_mangle]
pub unsafe extern "C" fn tw_token_free(token: *mut tw_token) {
    free_object(token);
}

/// What a getter gives: NULL for NULL, and for what is not there.
unsafe fn lend<T>(
    object: *const T,
    get: impl FnOnce(&T) -> Option<*const c_char>,
) -> *const c_char {
    // SAFETY: as the header's preamble says.
    let caller = unsafe { Caller::trusted() };
    let object = caller.object(object, "object").ok();
    object.and_then(get).unwrap_or(ptr::null())
}
