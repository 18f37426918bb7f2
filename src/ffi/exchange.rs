//! Token endpoints: make, send with any HTTP client, finish.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use super::guard_to;
use super::memory::{free_object, new_object, Text};
use super::raw::Caller;
use super::stack::EXCHANGE;
use super::types::{tw_credentials, tw_error, tw_status};
use crate::error::{Error, Field};
use crate::exchange::Exchange;
use crate::reply::LARGEST;
use crate::token::Token;

/// One call to a token endpoint: what to send, and the reader of what comes
/// back.
///
/// Send what the getters give, once and at once: it was signed for the time
/// at which the exchange was made. An exchange may be read by several threads.
#[allow(non_camel_case_types)]
pub struct tw_exchange {
    exchange: Exchange,
    url: Text,
    authorization: Text,
    content_type: Option<Text>,
    body: Text,
}

/// The result of an exchange: a Request, Access or Bearer Token. May be read by
/// several threads.
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
/// The whole flow with a PIN, error checks left out:
/// ```c
///     tw_exchange_new_request_token(&app, "oob", NULL, NULL, &x, &e);
///     /* send method, url, Authorization, Content-Type (if any) and body */
///     tw_exchange_finish(x, http_status, body, body_len, &request_token, &e);
///     tw_authorize_url(tw_token_value(request_token), NULL, &url, &e);
///     /* the user opens the url, says yes, and types in the PIN */
///     app.token = tw_token_value(request_token);
///     app.token_secret = tw_token_secret(request_token);
///     tw_exchange_new_access_token(&app, pin, NULL, &x2, &e);
///     /* send as before */
///     tw_exchange_finish(x2, http_status, body, body_len, &access_token, &e);
/// ```
/// With a callback URL for "oob", the browser comes back there, and
/// tw_callback_verifier() gives what the PIN is here. A web server keeps the
/// Request Token and its secret in the user's session between the two steps.
///
/// `callback` is a URL on the App's list, or "oob". `access_type` is NULL,
/// "read" or "write", and asks for less than the App may have. `base_url` is
/// where the API is, without query and fragment; NULL stands for
/// https://api.x.com. A token in `credentials` is checked and not sent.
///
/// All four exchanges: the caller releases `*exchange` with tw_exchange_free().
/// They fail with TW_ERR_NULL_ARGUMENT, TW_ERR_STRUCT_SIZE,
/// TW_ERR_INVALID_CREDENTIALS, TW_ERR_INVALID_URL (base_url),
/// TW_ERR_INVALID_PARAM (another argument), TW_ERR_AMBIGUOUS (a secret that X
/// cannot use, see tw_rules; not where the API Secret is sent by Basic) or
/// TW_ERR_SYSTEM. They sign by this machine's clock: if that is wrong (code
/// 135), set it.
///
/// Source: docs.x.com/fundamentals/authentication/api-reference, "POST
/// oauth/request_token"; RFC 5849, 2.1.
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
    new_exchange(exchange, error, &|caller| {
        Exchange::new_request_token(
            &caller.credentials(credentials)?,
            caller.text(callback, Field::Named(&"callback"))?,
            caller.optional_text(access_type),
            caller.optional_text(base_url),
        )
    })
}

/// Step 3: turns a Request Token into the user's Access Token.
///
/// `credentials` hold the Request Token and its secret as token and
/// token_secret (none is TW_ERR_INVALID_CREDENTIALS); `verifier` is what
/// tw_callback_verifier() gave, or the PIN: white space around it is cut off,
/// inside it is TW_ERR_INVALID_PARAM. Otherwise as
/// tw_exchange_new_request_token().
///
/// Source: as there, "POST oauth/access_token"; RFC 5849, 2.3.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_new_access_token(
    credentials: *const tw_credentials,
    verifier: *const c_char,
    base_url: *const c_char,
    exchange: *mut *mut tw_exchange,
    error: *mut tw_error,
) -> tw_status {
    new_exchange(exchange, error, &|caller| {
        Exchange::new_access_token(
            &caller.credentials(credentials)?,
            caller.text(verifier, Field::Named(&"verifier"))?,
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
/// Source: docs.x.com/fundamentals/authentication/oauth-2-0/application-only;
/// RFC 6749, 4.4.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_new_bearer_token(
    credentials: *const tw_credentials,
    base_url: *const c_char,
    exchange: *mut *mut tw_exchange,
    error: *mut tw_error,
) -> tw_status {
    new_exchange(exchange, error, &|caller| {
        let credentials = caller.credentials(credentials)?;
        Exchange::new_bearer_token(&credentials, caller.optional_text(base_url))
    })
}

/// Revokes a token; on success tw_token_value() is the revoked one.
///
///   - bearer_token NULL: the token in `credentials`
///   - bearer_token, and a token in `credentials`: the bearer, in the name of
///     that token's user, who has to be the App's owner
///   - bearer_token, and no token in `credentials`: the bearer, by API Key and
///     Secret
///   - neither: TW_ERR_INVALID_CREDENTIALS
///
/// X's pages describe both ways to revoke a bearer. It is given as it was
/// received, not decoded (else TW_ERR_INVALID_PARAM). Otherwise as
/// tw_exchange_new_request_token().
///
/// Source: docs.x.com/fundamentals/authentication/api-reference, "POST
/// oauth/invalidate_token", "POST oauth2/invalidate_token".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_new_invalidation(
    credentials: *const tw_credentials,
    bearer_token: *const c_char,
    base_url: *const c_char,
    exchange: *mut *mut tw_exchange,
    error: *mut tw_error,
) -> tw_status {
    new_exchange(exchange, error, &|caller| {
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
    make: &dyn Fn(&Caller) -> Result<Exchange, Error>,
) -> tw_status {
    guard_to(EXCHANGE, error, |caller| {
        let exchange = caller.output(exchange, &"exchange")?;
        exchange.set(new_object(tw_exchange::new(make(caller)?)?)?);
        Ok(())
    })
}

/// The method to send, "POST". Borrowed from `exchange`; NULL for NULL.
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_method(exchange: *const tw_exchange) -> *const c_char {
    lend(exchange, |_| Some(c"POST".as_ptr()))
}

/// The URL with its query, to be sent as it is. Borrowed from `exchange`.
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_url(exchange: *const tw_exchange) -> *const c_char {
    lend(exchange, |exchange| Some(exchange.url.as_ptr()))
}

/// The value of the Authorization header. A secret: do not log it. Borrowed
/// from `exchange`.
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_authorization(exchange: *const tw_exchange) -> *const c_char {
    lend(exchange, |exchange| Some(exchange.authorization.as_ptr()))
}

/// The value of the Content-Type header, or NULL without a body. Borrowed from
/// `exchange`.
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_content_type(exchange: *const tw_exchange) -> *const c_char {
    lend(exchange, |exchange| {
        exchange.content_type.as_ref().map(Text::as_ptr)
    })
}

/// The body, a text: send strlen() bytes. "" if there is none: send
/// Content-Length: 0. Borrowed from `exchange`.
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_body(exchange: *const tw_exchange) -> *const c_char {
    lend(exchange, |exchange| Some(exchange.body.as_ptr()))
}

/// Reads the reply; the exchange knows which kind of reply to expect.
///
/// `http_status` is the reply's status, `body` its body, whatever its media
/// type. On TW_OK the caller releases `*token` with tw_token_free(). Otherwise:
///
///   - TW_ERR_REFUSED: the status is 400 to 599, or X sent errors with 200. X's
///     own code is in `error->api_code` (0 if there is none), X's words are in
///     `error->message`. 32: the signature or the keys are wrong; 89: the token
///     is dead; 99: API Key or Secret are wrong; 135: the clock is wrong; 415:
///     the callback is not on the App's list; 417: the App has no callback,
///     only "oob" works.
///   - TW_ERR_INVALID_RESPONSE: another status except 200, such as 0 where no
///     reply came; or, with 200, a body of more than 1 MiB, a member that is
///     missing, empty, repeated or of the wrong type, or
///     oauth_callback_confirmed that is not true.
///   - TW_ERR_NULL_ARGUMENT, TW_ERR_SYSTEM.
///
/// A token comes as `oauth_token=...&oauth_token_secret=...`, with
/// `oauth_callback_confirmed=true` or user_id and screen_name, or as JSON,
/// `{"token_type":"bearer","access_token":"..."}`. X refuses in JSON of three
/// forms, in XML of two, and in plain text; all are read. Source: as for the
/// exchange that was made.
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
    guard_to(EXCHANGE, error, |caller| {
        let token = caller.output(token, &"token")?;
        let exchange = caller.object(exchange, &"exchange")?;
        // Of a reply that is too long, enough to see that it is.
        let body_len = body_len.min(LARGEST.saturating_add(1));
        let body = caller.bytes(body, body_len, Field::Named(&"body"))?;
        let brought = exchange.exchange.finish(http_status, body)?;
        token.set(new_object(tw_token::new(&brought)?)?);
        Ok(())
    })
}

/// Releases an exchange when nobody uses it any more; it is wiped. NULL is
/// ignored.
#[no_mangle]
pub unsafe extern "C" fn tw_exchange_free(exchange: *mut tw_exchange) {
    free_object(exchange);
}

/// The token, exactly as it was received: for `credentials.token`, or to stand
/// behind `Bearer`. Borrowed from `token`: keep that until the last call which
/// uses the text, or copy it. NULL for NULL.
#[no_mangle]
pub unsafe extern "C" fn tw_token_value(token: *const tw_token) -> *const c_char {
    lend(token, |token| Some(token.value.as_ptr()))
}

/// Its secret, for `credentials.token_secret`; NULL for a bearer, which has
/// none. Borrowed from `token`.
#[no_mangle]
pub unsafe extern "C" fn tw_token_secret(token: *const tw_token) -> *const c_char {
    lend(token, |token| token.secret.as_ref().map(Text::as_ptr))
}

/// The id of the user that an Access Token is for, or NULL. Borrowed from
/// `token`.
#[no_mangle]
pub unsafe extern "C" fn tw_token_user_id(token: *const tw_token) -> *const c_char {
    lend(token, |token| token.user_id.as_ref().map(Text::as_ptr))
}

/// That user's name as it is now, or NULL; it may change, the id does not.
/// Borrowed from `token`.
#[no_mangle]
pub unsafe extern "C" fn tw_token_screen_name(token: *const tw_token) -> *const c_char {
    lend(token, |token| token.screen_name.as_ref().map(Text::as_ptr))
}

/// Releases a token when nobody uses it any more; it is wiped. NULL is ignored.
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
    let object = caller.object(object, &"object").ok();
    object.and_then(get).unwrap_or(ptr::null())
}
