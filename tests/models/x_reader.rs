//! X's server as x-rules.md describes it: parameters are taken as they stand
//! on the wire, with four corrections and no decoding.

use super::rfc5849::{base_string_uri, hmac_sha1, percent_decode, percent_encode, url_parts};
use super::{Received, Secrets};
use std::collections::BTreeMap;

/// A name and its value as X reads them, still escaped.
type WirePair = (String, String);

/// X's whole correction of a name or value: hex in upper case, `+` as `%20`,
/// raw `,` `[` `]` escaped, escaped `-` `.` `_` `~` raw.
fn corrected(text: &str) -> String {
    let mut rest = text;
    let mut corrected = String::new();
    while let Some(first) = rest.chars().next() {
        let (taken, written) = match first {
            '%' if is_escape(rest) => (3, escape_in_upper_case(&rest[..3])),
            '+' => (1, "%20".into()),
            ',' => (1, "%2C".into()),
            '[' => (1, "%5B".into()),
            ']' => (1, "%5D".into()),
            _ => (first.len_utf8(), first.to_string()),
        };
        corrected += &written;
        rest = &rest[taken..];
    }
    corrected
}

fn is_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 3 && bytes[1].is_ascii_hexdigit() && bytes[2].is_ascii_hexdigit()
}

fn escape_in_upper_case(escape: &str) -> String {
    match &*escape.to_ascii_uppercase() {
        "%2D" => "-".into(),
        "%2E" => ".".into(),
        "%5F" => "_".into(),
        "%7E" => "~".into(),
        upper => upper.into(),
    }
}

/// One `name=value`: nothing if the name is empty or another `=` stands inside
/// the value; `=` at the end are lost.
fn pair(piece: &str) -> Option<WirePair> {
    let piece = piece.trim_end_matches('=');
    let parts: Vec<&str> = piece.split('=').collect();
    match parts[..] {
        ["", ..] => None,
        [name] => Some((corrected(name), String::new())),
        [name, value] => Some((corrected(name), corrected(value))),
        _ => None,
    }
}

fn query_pairs(text: &str) -> Vec<WirePair> {
    text.split('&').filter_map(pair).collect()
}

/// The header's pieces: cut at every comma, quoted or not.
fn header_pieces(authorization: &str) -> impl Iterator<Item = &str> {
    let after_scheme = authorization
        .get(..6)
        .filter(|s| s.eq_ignore_ascii_case("oauth "));
    let pieces = after_scheme.map_or("", |_| &authorization[6..]);
    pieces.split(',').map(str::trim)
}

fn unquoted(value: &str) -> &str {
    let inner = value.strip_prefix('"').and_then(|v| v.strip_suffix('"'));
    inner.unwrap_or(value)
}

fn header_pairs(authorization: &str) -> Vec<WirePair> {
    header_pieces(authorization)
        .filter_map(pair)
        .map(|(name, value)| (name, unquoted(&value).to_string()))
        .collect()
}

/// The realm as X's cutting leaves it. X makes no use of it, but a realm that
/// it reads otherwise spills into the pieces behind it.
pub fn realm(authorization: &str) -> Option<Vec<u8>> {
    header_pieces(authorization)
        .find_map(|piece| piece.strip_prefix("realm="))
        .map(|value| unquoted(value).as_bytes().to_vec())
}

/// A form by the first letters of the content type, in lower case only. White
/// space around a field's value is no part of it (RFC 9110, 5.5).
pub fn is_form(content_type: Option<&[u8]>) -> bool {
    content_type
        .unwrap_or_default()
        .trim_ascii()
        .starts_with(b"application/x-www-form-urlencoded")
}

/// All that X verifies: the `oauth_*` parameters, one value each, and the rest.
struct Reading {
    oauth: BTreeMap<String, String>,
    others: Vec<WirePair>,
}

fn read(received: &Received) -> Option<Reading> {
    let query = url_parts(received.url)?.query;
    let mut sent = query_pairs(&String::from_utf8_lossy(&query));
    if is_form(received.content_type) {
        sent.extend(query_pairs(&String::from_utf8_lossy(received.body)));
    }
    let is_oauth = |pair: &WirePair| pair.0.starts_with("oauth_");
    let mut oauth: BTreeMap<String, String> = header_pairs(received.authorization)
        .into_iter()
        .filter(is_oauth)
        .collect();
    let (overriding, mut others): (Vec<WirePair>, Vec<WirePair>) =
        sent.into_iter().partition(is_oauth);
    // joauth, OAuthParams.java: two names of OAuth 2 that it takes from the header alone.
    others.retain(|(name, _)| name != "client_id" && name != "Bearer");
    oauth.extend(overriding);
    Some(Reading { oauth, others })
}

/// The method goes in as it is, in upper case: X encodes only the other two parts.
fn base_string(received: &Received, reading: &Reading) -> Option<String> {
    let mut pairs = reading.others.clone();
    for (name, value) in &reading.oauth {
        if name != "oauth_signature" {
            pairs.push((name.clone(), value.clone()));
        }
    }
    pairs.sort();
    let joined: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let method = std::str::from_utf8(received.method).ok()?;
    Some(format!(
        "{}&{}&{}",
        method.to_ascii_uppercase(),
        percent_encode(base_string_uri(received.url)?.as_bytes()),
        percent_encode(joined.join("&").as_bytes())
    ))
}

fn signature(received: &Received, secrets: &Secrets, reading: &Reading) -> Option<String> {
    let key = [secrets.api_secret, b"&", secrets.token_secret].concat();
    Some(hmac_sha1(&key, base_string(received, reading)?.as_bytes()))
}

/// Does X accept this request?
pub fn verifies(received: &Received, secrets: &Secrets) -> bool {
    let Some(reading) = read(received) else {
        return false;
    };
    let sent = reading.oauth.get("oauth_signature");
    let sent = sent.and_then(|sent| percent_decode(sent.as_bytes(), false));
    let computed = signature(received, secrets, &reading).map(String::into_bytes);
    sent.is_some() && sent == computed
}
