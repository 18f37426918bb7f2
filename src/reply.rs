//! Reading what a token endpoint answers. A reply is untrusted: any bytes, any
//! size, cut off anywhere; it gives a whole token or none.
#![forbid(unsafe_code)]

use crate::error::{Error, Field, Fixed, Status};
use crate::json::Json;
use crate::params::find_once;
use crate::refusal::Refusal;
use crate::room::{self, NoMemory};
use crate::secret_text::SecretText;
use crate::token::Token;

/// Which reply an exchange expects on success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// Form-encoded, with `oauth_callback_confirmed=true`.
    RequestToken,
    /// Form-encoded, with the user beside it.
    AccessToken,
    /// JSON with `token_type` bearer.
    Bearer,
    /// JSON with the token that is no more.
    Invalidation,
}

/// The longest reply that is read.
pub(crate) const LARGEST: usize = 1 << 20;
const REPLY: Field = Field::Named(&"reply");

/// Reads a reply. `sent` are the secrets that an echo of the request would show.
pub(crate) fn read(
    expected: Expected,
    http_status: i32,
    body: &[u8],
    sent: &[&[u8]],
) -> Result<Token, Error> {
    let is_too_long = body.len() > LARGEST;
    match http_status {
        200 if is_too_long => return Err(bad(&"longer than 1 MiB")),
        200 => {}
        400..=599 => {
            let body = if is_too_long { &[] } else { body };
            return Err(refused(http_status, Refusal::read(body)?, sent));
        }
        _ => {
            return Err(bad(
                &"an HTTP status that this endpoint does not answer with",
            ))
        }
    }
    match expected {
        Expected::RequestToken | Expected::AccessToken => read_form(expected, body, sent),
        Expected::Bearer | Expected::Invalidation => read_json(expected, body, sent),
    }
}

#[cold]
fn refused(http_status: i32, mut refusal: Refusal, sent: &[&[u8]]) -> Error {
    for secret in sent {
        refusal.words.mask(secret);
    }
    Error::refused(http_status, refusal.api_code, refusal.words)
}

fn bad(what: Fixed) -> Error {
    Error::new(Status::InvalidResponse, REPLY, what)
}

/// X sends a form under `text/html`; the media type says nothing (x-auth 2.1).
fn read_form(expected: Expected, body: &[u8], sent: &[&[u8]]) -> Result<Token, Error> {
    let body = body.trim_ascii();
    if let Some(refusal) = Json::parse(body).and_then(errors_of) {
        return Err(refused(200, refusal?, sent));
    }
    let member = |name: &str| match find_once(body, name, bad)? {
        Some(value) => printable(SecretText::decoded(value)?).map(Some),
        None => Ok(None),
    };
    let needed = |name, what| member(name)?.ok_or_else(|| bad(what));
    let value = needed("oauth_token", &"no oauth_token")?;
    let secret = needed("oauth_token_secret", &"no oauth_token_secret")?;
    if expected == Expected::RequestToken {
        let confirmed = member("oauth_callback_confirmed")?;
        if confirmed.is_none_or(|confirmed| confirmed.as_slice() != b"true") {
            return Err(bad(&"oauth_callback_confirmed is not true"));
        }
    }
    Ok(Token {
        value,
        secret: Some(secret),
        user_id: member("user_id")?,
        screen_name: member("screen_name")?,
    })
}

fn read_json(expected: Expected, body: &[u8], sent: &[&[u8]]) -> Result<Token, Error> {
    let json = Json::parse(body).ok_or_else(|| bad(&"not JSON"))?;
    let Some(token) = json.member("access_token") else {
        return Err(match errors_of(json) {
            Some(refusal) => refused(200, refusal?, sent),
            None => bad(&"no access_token, or more than one"),
        });
    };
    if expected == Expected::Bearer && !json.member("token_type").is_some_and(is_bearer) {
        return Err(bad(&"token_type is not bearer"));
    }
    Ok(Token {
        value: json_text(token)?,
        secret: None,
        user_id: None,
        screen_name: None,
    })
}

/// X's errors, where they come with 200.
fn errors_of(json: Json<'_>) -> Option<Result<Refusal, NoMemory>> {
    json.member("errors")?;
    Refusal::from_json(json).transpose()
}

/// In any letter case (RFC 6749, 5.1).
fn is_bearer(json: Json<'_>) -> bool {
    let mut left = Some(&b"bearer"[..]);
    let is_text = json.string(|piece| {
        left = left.and_then(|left| {
            let (start, rest) = left.split_at_checked(piece.len())?;
            start.eq_ignore_ascii_case(piece).then_some(rest)
        });
    });
    is_text && left == Some(b"")
}

fn json_text(json: Json<'_>) -> Result<SecretText, Error> {
    let mut len = 0_usize;
    if !json.string(|piece| len = len.saturating_add(piece.len())) {
        return Err(bad(&"access_token is no text"));
    }
    let mut text = SecretText::new(room::text_of(len)?);
    json.string(|piece| text.extend_from_slice(piece));
    printable(text)
}

/// All that X gives out is printable ASCII; a NUL would cut it short in C.
fn printable(text: SecretText) -> Result<SecretText, Error> {
    if text.is_empty() {
        return Err(bad(&"an empty value"));
    }
    if !text.iter().all(u8::is_ascii_graphic) {
        return Err(bad(&"a value with bytes that no token holds"));
    }
    Ok(text)
}
