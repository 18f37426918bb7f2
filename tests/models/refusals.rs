//! What no one may sign, whichever way X reads it: RFC 3986 for the URL, RFC
//! 9110 for the method, RFC 5849 for the parameters, and the library's own
//! promises for the rest. A call may be wrong in more ways than one.

use super::rfc5849::{host_and_port, is_form, percent_decode, readable_pairs, url_parts};
use super::{Call, Pair};
use twsign::{Rules, Status};

/// Every status that the library may refuse this call with, X's reading apart.
pub fn refusals(call: &Call, rules: Rules) -> Vec<Status> {
    let wrongs = [
        (Status::InvalidCredentials, !credentials_are_sound(call)),
        (Status::InvalidMethod, !is_token(&call.method)),
        (Status::InvalidUrl, !url_is_sound(&call.url)),
        (Status::InvalidBody, !body_is_sound(call)),
        (Status::InvalidParam, !content_type_is_sound(call)),
        (Status::InvalidParam, !nonce_and_time_are_sound(call)),
        (Status::InvalidParam, !oauth_params_are_sound(call)),
        // By X's rules this is a second reading, and so TW_ERR_AMBIGUOUS.
        (
            Status::InvalidParam,
            rules == Rules::Rfc5849 && repeats_the_header(call),
        ),
    ];
    wrongs
        .into_iter()
        .filter_map(|(status, is_wrong)| is_wrong.then_some(status))
        .collect()
}

fn credentials_are_sound(call: &Call) -> bool {
    let given = [
        Some(&call.api_key),
        Some(&call.api_secret),
        call.token.as_ref(),
        call.token_secret.as_ref(),
    ];
    let half_given = call.token.is_some() != call.token_secret.is_some();
    !half_given
        && given
            .into_iter()
            .flatten()
            .all(|text| credential_is_sound(text))
}

/// All of Unicode's White_Space, and the byte order mark.
const SPACES: &str = "\t\n\x0B\x0C\r \u{85}\u{A0}\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\
    \u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}";

fn credential_is_sound(text: &[u8]) -> bool {
    let spaced = SPACES
        .chars()
        .map(String::from)
        .any(|space| text.starts_with(space.as_bytes()) || text.ends_with(space.as_bytes()));
    let controlled = text.iter().any(u8::is_ascii_control) || text.windows(2).any(is_c1_control);
    !text.is_empty() && !spaced && !controlled
}

/// U+0080 to U+009F in UTF-8.
fn is_c1_control(bytes: &[u8]) -> bool {
    matches!(bytes, [0xC2, 0x80..=0x9F])
}

/// RFC 9110, 5.6.2
fn is_token(text: &[u8]) -> bool {
    let is_token_byte =
        |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    !text.is_empty() && text.iter().all(is_token_byte)
}

fn is_visible_ascii(text: &[u8]) -> bool {
    text.iter().all(|byte| (0x21..=0x7E).contains(byte))
}

fn escapes_are_whole(text: &[u8]) -> bool {
    percent_decode(text, false).is_some()
}

/// RFC 3986, 3: what an absolute http or https URL has to be.
pub fn url_is_sound(url: &[u8]) -> bool {
    is_visible_ascii(url) && url_is_sound_but_for_raw_bytes(url)
}

/// The same for a URL whose path, query and fragment may still hold raw bytes.
pub fn url_is_sound_but_for_raw_bytes(url: &[u8]) -> bool {
    let Some(parts) = url_parts(url) else {
        return false;
    };
    let (host, port) = host_and_port(&parts.authority);
    ["http", "https"].contains(&&*parts.scheme)
        && host_is_sound(host)
        && port.is_none_or(port_is_sound)
        && escapes_are_whole(&parts.path)
        && escapes_are_whole(&parts.query)
}

/// RFC 3986, 3.2.2, without escapes. User info is told by its `@`.
fn host_is_sound(host: &[u8]) -> bool {
    if let Some(literal) = host.strip_prefix(b"[") {
        return literal.strip_suffix(b"]").is_some_and(is_ipv6);
    }
    let is_name_byte =
        |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(byte);
    !host.is_empty() && host.iter().all(is_name_byte)
}

fn port_is_sound(port: &[u8]) -> bool {
    let digits = std::str::from_utf8(port)
        .unwrap_or("?")
        .trim_start_matches('0');
    let is_number = port.iter().all(u8::is_ascii_digit);
    is_number
        && (port.is_empty()
            || digits.len() <= 5 && (1..=65535).contains(&digits.parse().unwrap_or(0)))
}

/// RFC 3986, 3.2.2: eight groups of 16 bits, the last two perhaps as an IPv4
/// address, and `::` once for one or more groups of zeros.
fn is_ipv6(text: &[u8]) -> bool {
    let text = std::str::from_utf8(text).unwrap_or("?");
    match text.split_once("::") {
        None => groups(text, true) == Some(8),
        Some((before, after)) => {
            let before = if before.is_empty() {
                Some(0)
            } else {
                groups(before, false)
            };
            let after = if after.is_empty() {
                Some(0)
            } else {
                groups(after, true)
            };
            matches!((before, after), (Some(before), Some(after)) if before + after <= 7)
        }
    }
}

fn groups(text: &str, may_end_in_ipv4: bool) -> Option<usize> {
    let pieces: Vec<&str> = text.split(':').collect();
    let (last, others) = pieces.split_last()?;
    let is_group = |piece: &str| {
        (1..=4).contains(&piece.len()) && piece.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    if !others.iter().all(|piece| is_group(piece)) {
        return None;
    }
    match is_group(last) {
        true => Some(pieces.len()),
        false => (may_end_in_ipv4 && is_ipv4(last)).then_some(pieces.len() + 1),
    }
}

fn is_ipv4(text: &str) -> bool {
    let is_octet = |octet: &str| {
        let number: Result<u8, _> = octet.parse();
        number.is_ok_and(|number| number.to_string() == octet)
    };
    text.split('.').count() == 4 && text.split('.').all(is_octet)
}

fn body_is_sound(call: &Call) -> bool {
    let is_form = is_form(call.content_type.as_deref());
    !is_form || is_visible_ascii(&call.body) && escapes_are_whole(&call.body)
}

/// RFC 9110, 5.5: a field's value holds no control character but the tab.
fn content_type_is_sound(call: &Call) -> bool {
    let text = call.content_type.as_deref().unwrap_or_default();
    text.iter()
        .all(|byte| *byte == b'\t' || !byte.is_ascii_control())
}

fn nonce_and_time_are_sound(call: &Call) -> bool {
    let nonce = call.nonce.as_deref().unwrap_or(b"fresh");
    !nonce.is_empty() && is_visible_ascii(nonce) && call.timestamp >= 0
}

/// The parameters that the library sets itself.
pub const SET_BY_THE_LIBRARY: [&str; 7] = [
    "oauth_consumer_key",
    "oauth_nonce",
    "oauth_signature",
    "oauth_signature_method",
    "oauth_timestamp",
    "oauth_token",
    "oauth_version",
];

pub fn is_set_by_the_library(name: &[u8]) -> bool {
    SET_BY_THE_LIBRARY.iter().any(|own| own.as_bytes() == name)
}

fn oauth_params_are_sound(call: &Call) -> bool {
    let params = &call.oauth_params;
    let names_differ =
        (0..params.len()).all(|at| params[..at].iter().all(|(name, _)| *name != params[at].0));
    names_differ && params.iter().all(|pair| oauth_param_is_sound(pair, call))
}

fn oauth_param_is_sound((name, value): &Pair, call: &Call) -> bool {
    let breaks_the_line = |text: &[u8]| text.contains(&b'\r') || text.contains(&b'\n');
    let leaves_version_out = name == b"oauth_version" && value.is_empty();
    let sends_empty_token = name == b"oauth_token" && value.is_empty() && call.token.is_none();
    let may_be_set = !is_set_by_the_library(name) || leaves_version_out || sends_empty_token;
    let realm_is_sound = name != b"realm" || value.iter().all(|byte| (0x20..=0x7E).contains(byte));
    !name.is_empty()
        && !breaks_the_line(name)
        && !breaks_the_line(value)
        && may_be_set
        && realm_is_sound
}

/// RFC 5849, 3.1: no parameter of the header may stand in query or body too.
fn repeats_the_header(call: &Call) -> bool {
    let in_header = |name: &[u8]| {
        let given = |wanted: &Pair| call.oauth_params.contains(wanted);
        match name {
            b"oauth_token" => call.token.is_some() || given(&(name.to_vec(), Vec::new())),
            b"oauth_version" => !given(&(name.to_vec(), Vec::new())),
            _ => {
                is_set_by_the_library(name)
                    || name.starts_with(b"oauth_")
                        && call.oauth_params.iter().any(|(own, _)| own == name)
            }
        }
    };
    let query = url_parts(&call.url).map_or(Vec::new(), |parts| parts.query);
    let is_form = is_form(call.content_type.as_deref());
    let body: &[u8] = if is_form { &call.body } else { b"" };
    let pairs = [readable_pairs(&query), readable_pairs(body)].concat();
    pairs.iter().any(|(name, _)| in_header(name))
}
