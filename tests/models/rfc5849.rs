//! RFC 5849 with HMAC-SHA1, naively: as short as the text of the RFC allows,
//! and as slow as it likes. Numbers in comments are its sections.

use super::{Call, Pair, Received, Secrets};
use base64::{engine::general_purpose::STANDARD, Engine};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// 3.6: every byte but the unreserved ones of RFC 3986, in upper-case hex.
pub fn percent_encode(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|&byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

/// `%XX` becomes a byte, `+` a space if `plus_is_space`; None if an escape is broken.
pub fn percent_decode(text: &[u8], plus_is_space: bool) -> Option<Vec<u8>> {
    let mut decoded = Vec::new();
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        rest = tail;
        match first {
            b'%' => {
                let (high, low) = (*tail.first()?, *tail.get(1)?);
                decoded.push(hex_digit(high)? * 16 + hex_digit(low)?);
                rest = &tail[2..];
            }
            b'+' if plus_is_space => decoded.push(b' '),
            _ => decoded.push(*first),
        }
    }
    Some(decoded)
}

/// 3.4.1.3.1: a query or a form body, decoded; None if an escape is broken.
pub fn form_pairs(text: &[u8]) -> Option<Vec<Pair>> {
    text.split(|&byte| byte == b'&')
        .filter(|piece| !piece.is_empty())
        .map(|piece| {
            let mut halves = piece.splitn(2, |&byte| byte == b'=');
            let name = halves.next().unwrap_or_default();
            let value = halves.next().unwrap_or_default();
            Some((percent_decode(name, true)?, percent_decode(value, true)?))
        })
        .collect()
}

/// The same, leaving out the pairs that cannot be read.
pub fn readable_pairs(text: &[u8]) -> Vec<Pair> {
    let pieces = text.split(|&byte| byte == b'&');
    pieces.filter_map(form_pairs).flatten().collect()
}

/// A URL cut into its parts as RFC 3986, appendix B, does; nothing is checked.
pub struct UrlParts {
    pub scheme: String,
    pub authority: Vec<u8>,
    pub path: Vec<u8>,
    pub query: Vec<u8>,
}

fn cut(text: &[u8], mark: u8) -> (&[u8], &[u8]) {
    match text.iter().position(|&byte| byte == mark) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, b""),
    }
}

/// None if there is no `scheme://`.
pub fn url_parts(url: &[u8]) -> Option<UrlParts> {
    let (before_fragment, _) = cut(url, b'#');
    let (before_query, query) = cut(before_fragment, b'?');
    let colon = before_query.windows(3).position(|at| at == b"://")?;
    let hierarchy = &before_query[colon + 3..];
    let path_at = hierarchy.iter().position(|&byte| byte == b'/');
    let (authority, path) = hierarchy.split_at(path_at.unwrap_or(hierarchy.len()));
    Some(UrlParts {
        scheme: String::from_utf8_lossy(&before_query[..colon]).to_ascii_lowercase(),
        authority: authority.to_vec(),
        path: path.to_vec(),
        query: query.to_vec(),
    })
}

/// The host (with an IPv6 literal's brackets) and what stands after the colon.
pub fn host_and_port(authority: &[u8]) -> (&[u8], Option<&[u8]>) {
    let literal_ends = authority.iter().position(|&byte| byte == b']').unwrap_or(0);
    match authority[literal_ends..]
        .iter()
        .position(|&byte| byte == b':')
    {
        Some(at) => (
            &authority[..literal_ends + at],
            Some(&authority[literal_ends + at + 1..]),
        ),
        None => (authority, None),
    }
}

/// 3.4.1.2
pub fn base_string_uri(url: &[u8]) -> Option<String> {
    let parts = url_parts(url)?;
    let (host, port) = host_and_port(&parts.authority);
    let host = std::str::from_utf8(host).ok()?.to_ascii_lowercase();
    let port = std::str::from_utf8(port.unwrap_or_default()).ok()?;
    let port = port.trim_start_matches('0');
    let is_default = matches!((&*parts.scheme, port), ("http", "80") | ("https", "443"));
    let port = if port.is_empty() || is_default {
        String::new()
    } else {
        format!(":{port}")
    };
    let path = std::str::from_utf8(&parts.path).ok()?;
    let path = if path.is_empty() { "/" } else { path };
    Some(format!("{}://{host}{port}{path}", parts.scheme))
}

/// 3.4.1.3.1: is the body one of form parameters?
pub fn is_form(content_type: Option<&[u8]>) -> bool {
    let (media_type, _) = cut(content_type.unwrap_or_default(), b';');
    media_type
        .trim_ascii()
        .eq_ignore_ascii_case(b"application/x-www-form-urlencoded")
}

/// What stands in an `Authorization: OAuth ...` header, decoded.
pub struct Authorization {
    pub realm: Option<Vec<u8>>,
    pub parameters: Vec<Pair>,
}

/// One `name="value"`, its quoting undone, and what stands after it.
fn quoted_pair(text: &str) -> Option<(&str, String, &str)> {
    let (name, quoted) = text.split_once("=\"")?;
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    loop {
        match characters.next()? {
            (at, '"') => return Some((name, value, &quoted[at + 1..])),
            (_, '\\') => value.push(characters.next()?.1),
            (_, character) => value.push(character),
        }
    }
}

/// 3.5.1: names and values, separated by commas. The parser is stricter than
/// a server: one comma and one space, as the library promises to write.
pub fn authorization(header: &str) -> Option<Authorization> {
    let mut read = Authorization {
        realm: None,
        parameters: Vec::new(),
    };
    let mut rest = header.strip_prefix("OAuth ")?;
    loop {
        let (name, value, tail) = quoted_pair(rest)?;
        if name == "realm" {
            read.realm = Some(value.into_bytes());
        } else {
            let name = percent_decode(name.as_bytes(), false)?;
            let value = percent_decode(value.as_bytes(), false)?;
            read.parameters.push((name, value));
        }
        if tail.is_empty() {
            return Some(read);
        }
        rest = tail.strip_prefix(", ")?;
    }
}

/// 3.4.1.3.2
pub fn normalized_parameters(parameters: &[Pair]) -> String {
    let mut encoded: Vec<(String, String)> = parameters
        .iter()
        .map(|(name, value)| (percent_encode(name), percent_encode(value)))
        .collect();
    encoded.sort();
    let joined: Vec<String> = encoded
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    joined.join("&")
}

/// 3.4.1.1, with the method encoded as it asks for custom ones; `from_header`
/// holds neither realm nor signature.
fn base_string_of(received: &Received, from_header: &[Pair]) -> Option<String> {
    let mut parameters = form_pairs(&url_parts(received.url)?.query)?;
    if is_form(received.content_type) {
        parameters.extend(form_pairs(received.body)?);
    }
    parameters.extend_from_slice(from_header);
    let method = std::str::from_utf8(received.method).ok()?;
    Some(format!(
        "{}&{}&{}",
        percent_encode(method.to_ascii_uppercase().as_bytes()),
        percent_encode(base_string_uri(received.url)?.as_bytes()),
        percent_encode(normalized_parameters(&parameters).as_bytes())
    ))
}

/// HMAC-SHA1 in base64.
pub fn hmac_sha1(key: &[u8], text: &[u8]) -> String {
    let mut hmac = Hmac::<Sha1>::new_from_slice(key).expect("any length is a key");
    hmac.update(text);
    let mut signature = [0; 28];
    STANDARD
        .encode_slice(hmac.finalize().into_bytes(), &mut signature)
        .expect("20 bytes are 28 characters");
    String::from_utf8(signature.to_vec()).expect("base64 is ASCII")
}

/// 3.4.2
fn signature_of(secrets: &Secrets, base_string: &str) -> String {
    let key = format!(
        "{}&{}",
        percent_encode(secrets.api_secret),
        percent_encode(secrets.token_secret)
    );
    hmac_sha1(key.as_bytes(), base_string.as_bytes())
}

/// What the header has to carry, realm and signature apart (3.1, 3.5.1).
///
/// `oauth_version` with an empty value is how a caller leaves the version out.
pub fn header_parameters(call: &Call) -> Vec<Pair> {
    let nonce = call.nonce.clone().expect("the tests give the nonce");
    let timestamp = call.timestamp.to_string().into_bytes();
    let mut pairs: Vec<Pair> = vec![
        (b"oauth_consumer_key".to_vec(), call.api_key.clone()),
        (b"oauth_nonce".to_vec(), nonce),
        (b"oauth_signature_method".to_vec(), b"HMAC-SHA1".to_vec()),
        (b"oauth_timestamp".to_vec(), timestamp),
    ];
    if let Some(token) = &call.token {
        pairs.push((b"oauth_token".to_vec(), token.clone()));
    }
    let no_version: Pair = (b"oauth_version".to_vec(), Vec::new());
    if !call.oauth_params.contains(&no_version) {
        pairs.push((b"oauth_version".to_vec(), b"1.0".to_vec()));
    }
    for pair in &call.oauth_params {
        if pair.0 != b"realm" && *pair != no_version {
            pairs.push(pair.clone());
        }
    }
    pairs
}

/// The signature base string of a call; None if the call cannot be read.
pub fn base_string(call: &Call) -> Option<String> {
    base_string_of(&call.sent_with(""), &header_parameters(call))
}

pub fn signature(call: &Call) -> Option<String> {
    Some(signature_of(&call.secrets(), &base_string(call)?))
}

/// The header that a client makes by the RFC; None if the call cannot be read.
pub fn signed_header(call: &Call) -> Option<String> {
    let mut pieces = Vec::new();
    for (name, value) in &call.oauth_params {
        if name == b"realm" {
            let realm = std::str::from_utf8(value).ok()?;
            let quoted = realm.replace('\\', "\\\\").replace('"', "\\\"");
            pieces.push(format!("realm=\"{quoted}\""));
        }
    }
    let mut parameters = header_parameters(call);
    parameters.push((b"oauth_signature".to_vec(), signature(call)?.into_bytes()));
    for (name, value) in &parameters {
        pieces.push(format!(
            "{}=\"{}\"",
            percent_encode(name),
            percent_encode(value)
        ));
    }
    Some(format!("OAuth {}", pieces.join(", ")))
}

/// 3.2: what a server does by the RFC.
pub fn verifies(received: &Received, secrets: &Secrets) -> bool {
    let Some(header) = authorization(received.authorization) else {
        return false;
    };
    let (signatures, others): (Vec<Pair>, Vec<Pair>) = header
        .parameters
        .into_iter()
        .partition(|(name, _)| name == b"oauth_signature");
    let [(_, signature)] = &signatures[..] else {
        return false;
    };
    match base_string_of(received, &others) {
        Some(base_string) => signature_of(secrets, &base_string).as_bytes() == signature,
        None => false,
    }
}
