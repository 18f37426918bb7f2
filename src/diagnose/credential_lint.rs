//! What credentials look like when they were pasted wrong. Guesses, so they are
//! said and never refused (x-auth 6.2). No credential is shown.
#![forbid(unsafe_code)]

use super::Known;
use crate::credentials::space_around;

/// Calls `found` with the identifier and the name of the credential.
pub(super) fn lint(known: &Known<'_>, mut found: impl FnMut(&'static str, &'static str)) {
    for (name, text) in known.named() {
        if let Some(id) = trouble_with(text) {
            found(id, name);
        }
    }
    if key_and_secret_are_swapped(known) {
        found("key-and-secret-swapped", "api_key");
    }
    if known.api_key.is_some_and(is_client_id) {
        found("client-id-as-api-key", "api_key");
    }
    if let Some(token) = known.token {
        if is_bearer(token) {
            found("bearer-as-token", "token");
        } else if user_id(token).is_none() && token.len() > 29 {
            found("token-shape", "token");
        }
    }
}

pub(super) fn trouble_with(text: &[u8]) -> Option<&'static str> {
    let first = text.first();
    let last = text.last();
    let around = |pairs: &[(u8, u8)]| {
        let is_around = |(open, close): &(u8, u8)| first == Some(open) && last == Some(close);
        text.len() > 1 && pairs.iter().any(is_around)
    };
    if text.is_empty() {
        return Some("credential-empty");
    }
    if space_around(text).is_some() {
        return Some("credential-white-space");
    }
    if is_placeholder(text) {
        return Some("credential-placeholder");
    }
    if around(&[
        (b'"', b'"'),
        (b'\'', b'\''),
        (b'<', b'>'),
        (b'{', b'}'),
        (b'[', b']'),
    ]) {
        return Some("credential-in-quotes");
    }
    let mut escapes = text
        .windows(3)
        .filter(|window| window.first() == Some(&b'%'));
    let is_encoded = escapes.any(|window| {
        let digits = window.get(1..).unwrap_or_default();
        crate::percent::escape_value(digits).is_some()
    });
    (is_encoded && !is_bearer(text)).then_some("credential-encoded")
}

pub(super) fn is_bearer(text: &[u8]) -> bool {
    text.starts_with(b"AAAAAAAAAAAAAAAA")
}

fn key_and_secret_are_swapped(known: &Known<'_>) -> bool {
    let shape = |text: Option<&[u8]>, lens: std::ops::RangeInclusive<usize>| {
        text.is_some_and(|text| {
            let text = text.trim_ascii();
            lens.contains(&text.len()) && text.iter().all(u8::is_ascii_alphanumeric)
        })
    };
    shape(known.api_key, 41..=60) && shape(known.api_secret, 18..=30)
}

/// All that may be a secret, also where it stands in the wrong place.
pub(super) fn secrets<'a>(known: &Known<'a>) -> [Option<&'a [u8]>; 4] {
    let swapped = key_and_secret_are_swapped(known);
    [
        known.api_secret,
        known.token_secret,
        known.api_key.filter(|key| swapped || is_bearer(key)),
        // A token of that shape may be a bearer, or a secret in its place.
        known.token.filter(|token| user_id(token).is_none()),
    ]
}

/// `YOUR_API_KEY`, `xxxx`, `<api key>`, `changeme`.
fn is_placeholder(text: &[u8]) -> bool {
    const WORDS: [&[u8]; 10] = [
        b"your_",
        b"your-",
        b"your ",
        b"api_key",
        b"api_secret",
        b"consumer_key",
        b"consumer_secret",
        b"access_token",
        b"placeholder",
        b"changeme",
    ];
    let contains = |word: &&[u8]| {
        text.windows(word.len())
            .any(|window| window.eq_ignore_ascii_case(word))
    };
    let all_one = text
        .first()
        .is_some_and(|first| text.iter().all(|byte| byte == first));
    WORDS.iter().any(contains) || (text.len() > 2 && all_one)
}

/// Client IDs of OAuth 2.0 are base64 of a text that ends in `:1:ci`.
fn is_client_id(text: &[u8]) -> bool {
    const ENDS: [&[u8]; 3] = [b"MTpjaQ", b"E6Y2k", b"oxOmNp"];
    text.len() > 28 && ENDS.iter().any(|end| text.ends_with(end))
}

/// The digits before the `-` of an Access Token: its user's id.
pub(super) fn user_id(token: &[u8]) -> Option<&[u8]> {
    let at = token.iter().position(|&byte| byte == b'-')?;
    let digits = token.get(..at)?;
    (!digits.is_empty() && digits.iter().all(u8::is_ascii_digit)).then_some(digits)
}
