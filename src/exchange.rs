//! The four calls to X's token endpoints: what to send, and for which reply.
#![forbid(unsafe_code)]

use std::fmt;

use base64::engine::general_purpose::STANDARD;
use base64::Engine;

use crate::credentials::{Checked, Credentials};
use crate::error::{Error, Field, Fixed, Status};
use crate::message::{Param, Request};
use crate::percent::{escape_value, is_unreserved, Component, Times};
use crate::reply::{self, Expected};
use crate::room::{self, NoMemory};
use crate::secret_text::SecretText;
use crate::signer::Signer;
use crate::text::{Sink, Written};
use crate::token::Token;
use crate::url::Url;

/// One call to a token endpoint: a request to send, and the reader of its reply.
///
/// It is signed when it is made, so it is sent soon, and once.
pub struct Exchange {
    expected: Expected,
    pub(crate) url: SecretText,
    pub(crate) authorization: SecretText,
    content_type: Option<&'static str>,
    pub(crate) body: SecretText,
}

const X: &[u8] = b"https://api.x.com";
const BASIC: &[u8] = b"Basic ";
const FORM: &str = "application/x-www-form-urlencoded";

impl Exchange {
    /// Step 1 of the three-legged flow: asks for a Request Token.
    ///
    /// Signed for the App alone: a token in `credentials` is not used.
    pub fn new_request_token(
        credentials: &Credentials<'_>,
        callback: &[u8],
        access_type: Option<&[u8]>,
        base_url: Option<&[u8]>,
    ) -> Result<Self, Error> {
        check_callback(callback)?;
        let path = match access_type {
            None => "/oauth/request_token",
            Some(b"read") => "/oauth/request_token?x_auth_access_type=read",
            Some(b"write") => "/oauth/request_token?x_auth_access_type=write",
            Some(_) => return Err(bad(&"access_type", &"neither \"read\" nor \"write\"")),
        };
        credentials.check()?;
        let app = Credentials {
            token: None,
            token_secret: None,
            ..*credentials
        };
        let url = Endpoint {
            base_url,
            path,
            access_token: b"",
        }
        .url()?;
        let callback = Param {
            name: b"oauth_callback",
            value: callback,
        };
        Self::signed(Expected::RequestToken, &app, url, &[callback])
    }

    /// Step 3: turns the Request Token in `credentials` into an Access Token.
    pub fn new_access_token(
        credentials: &Credentials<'_>,
        verifier: &[u8],
        base_url: Option<&[u8]>,
    ) -> Result<Self, Error> {
        needs_token(credentials)?;
        // A PIN is typed in, and brings the line's end along.
        let verifier = verifier.trim_ascii();
        if verifier.is_empty() || !verifier.iter().all(u8::is_ascii_graphic) {
            return Err(bad(
                &"verifier",
                &"empty, or with bytes that no verifier holds",
            ));
        }
        let path = "/oauth/access_token";
        let url = Endpoint {
            base_url,
            path,
            access_token: b"",
        }
        .url()?;
        let verifier = Param {
            name: b"oauth_verifier",
            value: verifier,
        };
        Self::signed(Expected::AccessToken, credentials, url, &[verifier])
    }

    /// Asks for the App's own Bearer Token.
    pub fn new_bearer_token(
        credentials: &Credentials<'_>,
        base_url: Option<&[u8]>,
    ) -> Result<Self, Error> {
        let path = "/oauth2/token";
        Ok(Self {
            expected: Expected::Bearer,
            url: Endpoint {
                base_url,
                path,
                access_token: b"",
            }
            .url()?,
            authorization: basic(credentials)?,
            content_type: Some("application/x-www-form-urlencoded;charset=UTF-8"),
            body: SecretText::new(b"grant_type=client_credentials"[..].to_text()?),
        })
    }

    /// Revokes `bearer_token` or, without one, the token in `credentials`.
    ///
    /// A bearer is revoked in the name of the token in `credentials` (it has to be
    /// the App owner's) or, without one, by API Key and Secret (Basic).
    pub fn new_invalidation(
        credentials: &Credentials<'_>,
        bearer_token: Option<&[u8]>,
        base_url: Option<&[u8]>,
    ) -> Result<Self, Error> {
        let expected = Expected::Invalidation;
        let Some(bearer) = bearer_token else {
            needs_token(credentials)?;
            let path = "/1.1/oauth/invalidate_token.json";
            let url = Endpoint {
                base_url,
                path,
                access_token: b"",
            }
            .url()?;
            return Self::signed(expected, credentials, url, &[]);
        };
        check_bearer(bearer)?;
        let path = "/oauth2/invalidate_token";
        if credentials.token.is_some() || credentials.token_secret.is_some() {
            let url = Endpoint {
                base_url,
                path,
                access_token: bearer,
            }
            .url()?;
            return Self::signed(expected, credentials, url, &[]);
        }
        Ok(Self {
            expected,
            url: Endpoint {
                base_url,
                path,
                access_token: b"",
            }
            .url()?,
            authorization: basic(credentials)?,
            content_type: Some(FORM),
            body: SecretText::new(AccessToken(bearer).to_text()?),
        })
    }

    fn signed(
        expected: Expected,
        credentials: &Credentials<'_>,
        url: SecretText,
        oauth_params: &[Param<'_>],
    ) -> Result<Self, Error> {
        let request = Request {
            oauth_params,
            ..Request::new(b"POST", &url)
        };
        let authorization = Signer::new(credentials)?.sign_as_bytes(&request)?;
        Ok(Self {
            expected,
            authorization: SecretText::new(authorization),
            content_type: None,
            body: SecretText::default(),
            url,
        })
    }

    pub fn method(&self) -> &'static str {
        "POST"
    }

    pub fn url(&self) -> &[u8] {
        &self.url
    }

    /// The `Authorization` header's value.
    pub fn authorization(&self) -> &[u8] {
        &self.authorization
    }

    pub fn content_type(&self) -> Option<&'static str> {
        self.content_type
    }

    /// The body, or nothing.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Reads the reply.
    pub fn finish(&self, http_status: i32, body: &[u8]) -> Result<Token, Error> {
        let (_, authorization) = split_once(&self.authorization, b' ');
        let pair = decoded_basic(&self.authorization)?;
        let (_, secret) = split_once(&pair, b':');
        let decoded = SecretText::decoded(Component::escaped(secret))?;
        let (_, signature) = split_after(&self.authorization, b"oauth_signature=\"");
        let (signature, _) = split_once(signature, b'"');
        let (_, verifier) = split_after(&self.authorization, b"oauth_verifier=\"");
        let (verifier, _) = split_once(verifier, b'"');
        let (_, bearer) = split_after(&self.url, b"access_token=");
        let (_, bearer_in_body) = split_after(&self.body, b"access_token=");
        let sent = [
            authorization,
            secret,
            &decoded,
            signature,
            verifier,
            bearer,
            bearer_in_body,
        ];
        reply::read(self.expected, http_status, body, &sent)
    }
}

/// Key and secret, out of a Basic header; nothing, out of another.
fn decoded_basic(authorization: &[u8]) -> Result<SecretText, NoMemory> {
    let encoded = authorization.strip_prefix(BASIC).unwrap_or_default();
    let mut pair = SecretText::new(room::text_of(encoded.len())?);
    pair.resize(encoded.len(), 0);
    let len = STANDARD.decode_slice(encoded, &mut pair).unwrap_or(0);
    pair.truncate(len);
    Ok(pair)
}

fn split_once(text: &[u8], separator: u8) -> (&[u8], &[u8]) {
    split_after(text, &[separator])
}

/// What stands before the separator and what after it, which may be nothing.
#[inline(never)]
fn split_after<'a>(text: &'a [u8], separator: &[u8]) -> (&'a [u8], &'a [u8]) {
    let at = text
        .windows(separator.len())
        .position(|window| window == separator);
    let Some(at) = at else { return (text, &[]) };
    let after = text
        .get(at.saturating_add(separator.len())..)
        .unwrap_or_default();
    (text.get(..at).unwrap_or_default(), after)
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("expected", &self.expected)
            .finish_non_exhaustive()
    }
}

fn bad(field: Fixed, what: Fixed) -> Error {
    Error::new(Status::InvalidParam, Field::Named(field), what)
}

fn needs_token(credentials: &Credentials<'_>) -> Result<(), Error> {
    if credentials.token.is_none() && credentials.token_secret.is_none() {
        let field = Field::Named(&"credentials.token");
        return Err(Error::new(
            Status::InvalidCredentials,
            field,
            &"needed here, and NULL",
        ));
    }
    Ok(())
}

/// A URL of any scheme, or "oob".
fn check_callback(callback: &[u8]) -> Result<(), Error> {
    if callback.iter().any(u8::is_ascii_control) {
        return Err(bad(&"callback", &"control characters"));
    }
    let scheme = callback
        .split(|&byte| byte == b':')
        .next()
        .unwrap_or_default();
    let is_scheme = scheme.first().is_some_and(u8::is_ascii_alphabetic)
        && scheme
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte));
    if callback == b"oob" || (is_scheme && scheme.len() < callback.len()) {
        return Ok(());
    }
    Err(bad(&"callback", &"neither an absolute URL nor \"oob\""))
}

/// A bearer is percent-encoded when it comes, and sent on as it is.
fn check_bearer(bearer: &[u8]) -> Result<(), Error> {
    let field = &"bearer_token";
    if bearer.is_empty() {
        return Err(bad(field, &"empty"));
    }
    let mut rest = bearer;
    while let Some((&byte, after)) = rest.split_first() {
        let is_escape = byte == b'%' && escape_value(after).is_some();
        if !is_unreserved(byte) && !is_escape {
            let at = bearer.len().saturating_sub(rest.len());
            let what = &"a byte that no bearer holds as X sends it";
            return Err(
                Error::at(Status::InvalidParam, Field::Named(field), what, at)
                    .mend(&"use it as received, without decoding it"),
            );
        }
        rest = after;
    }
    Ok(())
}

/// `Basic` and base64 of `api_key:api_secret`, each encoded (RFC 6749, 2.3.1).
fn basic(credentials: &Credentials<'_>) -> Result<SecretText, Error> {
    struct Pair<'a>(Checked<'a>);
    impl Written for Pair<'_> {
        fn write_to<S: Sink + ?Sized>(&self, sink: &mut S) {
            self.0.api_key.write(Times::Once, sink);
            sink.put(b":");
            self.0.api_secret.write(Times::Once, sink);
        }
    }
    let pair = SecretText::new(Pair(credentials.check()?).to_text()?);
    let encoded_len = base64::encoded_len(pair.len(), true).ok_or(NoMemory)?;
    let len = BASIC.len().saturating_add(encoded_len);
    let mut header = SecretText::new(room::text_of(len)?);
    header.extend_from_slice(BASIC);
    header.resize(len, 0);
    let base64 = header.get_mut(BASIC.len()..).unwrap_or_default();
    STANDARD
        .encode_slice(pair.as_slice(), base64)
        .map_err(|_| NoMemory)?;
    Ok(header)
}

/// `access_token=` and a bearer as it is.
struct AccessToken<'a>(&'a [u8]);

impl Written for AccessToken<'_> {
    fn write_to<S: Sink + ?Sized>(&self, sink: &mut S) {
        sink.put(b"access_token=");
        sink.put(self.0);
    }
}

struct Endpoint<'a> {
    base_url: Option<&'a [u8]>,
    path: &'static str,
    /// In the query, if not empty.
    access_token: &'a [u8],
}

impl Endpoint<'_> {
    fn url(&self) -> Result<SecretText, Error> {
        check_base_url(self.base_url)?;
        Ok(SecretText::new(self.to_text()?))
    }
}

impl Written for Endpoint<'_> {
    fn write_to<S: Sink + ?Sized>(&self, sink: &mut S) {
        write_base_url(self.base_url, sink);
        sink.put(self.path.as_bytes());
        if !self.access_token.is_empty() {
            sink.put(b"?");
            AccessToken(self.access_token).write_to(sink);
        }
    }
}

/// Where X's API is: a URL without query and fragment.
pub(crate) fn check_base_url(base_url: Option<&[u8]>) -> Result<(), Error> {
    let field = Field::Named(&"base_url");
    let url = Url::split(base_url.unwrap_or(X), field)?;
    url.check_path(field)?;
    if url.query.is_some() || !url.fragment.is_empty() {
        return Err(Error::new(
            Status::InvalidUrl,
            field,
            &"with a query or a fragment",
        ));
    }
    Ok(())
}

/// Without the slash at its end, since a path follows.
pub(crate) fn write_base_url<S: Sink + ?Sized>(base_url: Option<&[u8]>, sink: &mut S) {
    let base_url = base_url.unwrap_or(X);
    sink.put(base_url.strip_suffix(b"/").unwrap_or(base_url));
}
