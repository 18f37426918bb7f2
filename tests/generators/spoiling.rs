//! Single ways of spoiling a call. Not every one of them makes it wrong: that
//! is for the models to say.

use super::{any_bytes, one_of, Bytes};
use crate::models::Call;
use proptest::prelude::*;
use proptest::sample::{select, Index};

#[derive(Clone, Debug)]
pub enum Spoiling {
    InUrl(Index, Vec<u8>),
    InBody(Index, Vec<u8>),
    Authority(Vec<u8>),
    Method(Vec<u8>),
    ContentType(Vec<u8>),
    Nonce(Vec<u8>),
    Timestamp(i64),
    OauthParam(Vec<u8>, Vec<u8>),
    Credential(u8, Vec<u8>),
    HalfToken(bool),
}

pub fn inserted(mut text: Vec<u8>, at: Index, bytes: &[u8]) -> Vec<u8> {
    let at = at.index(text.len() + 1);
    text.splice(at..at, bytes.iter().copied());
    text
}

/// What a URL or form may not hold, or what changes its meaning.
pub fn url_bytes() -> Bytes {
    let telling = one_of(&[
        " ",
        "\r\n",
        "\n",
        "\t",
        "\0",
        "\u{7f}",
        "é",
        "\u{feff}",
        "%",
        "%zz",
        "%4",
        "%%41",
        "#",
        "@",
        "?",
        "=",
        "&",
        ":",
        "//",
        "[",
        "]",
        "\\",
        "+",
        ",",
        "%0A",
        "%61",
        "\"",
        "&=v",
        "&&",
        "&oauth_nonce=x",
        "&oauth%5Ftoken=",
        "&oauth_verifier=1",
        "&oauth_foo=1&oauth_foo=1",
    ]);
    prop_oneof![4 => telling, 1 => any_bytes(2)].boxed()
}

/// What may stand for the scheme, host and port, and mostly may not.
const AUTHORITIES: &[&str] = &[
    "",
    "https:",
    "https:/",
    "//x.com",
    "/x.com",
    "x.com",
    "ftp://x.com",
    "https://",
    "https://:80",
    "https://user@x.com",
    "https://user:pw@x.com",
    "https://x.com:0",
    "https://x.com:65536",
    "https://x.com:abc",
    "https://x.com:+80",
    "https://x.com:-1",
    "https://x.com:80:80",
    "https://x.com:99999999999999999999",
    "https://x%2Ecom",
    "https://é.com",
    "https://x com",
    "https://x|y",
    "https://[::1",
    "https://::1",
    "https://[::1]x",
    "https://[::g]",
    "https://[]",
    "https://[1:2:3:4:5:6:7]",
    "https://[1:2:3:4:5:6:7:8]",
    "https://[1:2:3:4:5:6:7::]",
    "https://[1:2:3:4:5:6:7:8::]",
    "https://[::1.2.3.4]",
    "https://[::1.2.3.04]",
    "https://[::1.2.3.256]",
    "https://[1.2.3.4::]",
    "https://[1::2::3]",
    "https://[12345::]",
    "https://[fe80::1%25eth0]",
    "https://[v1.x]",
    "https://[::1]:8080",
    "https://[::1]:",
    " https://x.com",
    "https://x.com\\@y",
    "https://[:::]",
    "https://[:1:2:3:4:5:6:7]",
    "https://[::1]:99999",
    "https://x\"y",
    "https://[::1:2:3:4:5:6:7]",
    "https://[1::2:3:4:5:6:7:8]",
    "https://x.com:00000000000443",
    "https://x.com:000",
    "https:\\\\x.com",
    "http+unix://x",
];

fn content_type() -> Bytes {
    one_of(&[
        "application/x-www-form-urlencoded\r\nX: y",
        "application/x-www-form-urlencoded\n",
        "application/json\0",
        "text/\u{7f}",
        " application/x-www-form-urlencoded",
        "\tapplication/x-www-form-urlencoded ; a",
        "APPLICATION/X-WWW-FORM-URLENCODED",
        "application/x-www-form-urlencoded",
        ";application/x-www-form-urlencoded",
        "application/x-www-form-urlencode",
        "application / x-www-form-urlencoded",
    ])
}

fn oauth_param() -> BoxedStrategy<(Vec<u8>, Vec<u8>)> {
    let name = one_of(&[
        "",
        "oauth_nonce",
        "oauth_signature",
        "oauth_consumer_key",
        "oauth_timestamp",
        "oauth_signature_method",
        "oauth_token",
        "oauth_version",
        "oauth_foo",
        "realm",
        "oauth_verifier",
        "foo",
        "oauth_\r",
        "oauth_\nx",
        "oauth_\0",
        "a\"b,c=d",
    ]);
    let value = one_of(&[
        "", "x", "1.0", "a\rb", "\n", "é", "\u{1}", "a,b", "\\", "\"",
    ]);
    (name, value).boxed()
}

fn credential() -> Bytes {
    let telling = one_of(&[
        "",
        " ",
        " a",
        "a ",
        "a\n",
        "\ta",
        "a\r\n",
        "a\0b",
        "a\u{7f}b",
        "a\u{1b}b",
        "\u{a0}a",
        "a\u{a0}",
        "\u{feff}a",
        "a\u{feff}",
        "a\u{3000}",
        "\u{2028}a",
        "a\u{85}",
        "a\u{205f}",
        "a\u{a0}b",
        "a\u{feff}b",
        "a b",
        "\u{200b}a",
        "a\u{180e}",
        "a\u{85}b",
        "a\u{80}",
        "\u{9f}b",
    ]);
    prop_oneof![6 => telling, 1 => any_bytes(3)].boxed()
}

pub fn spoiling() -> BoxedStrategy<Spoiling> {
    let method = one_of(&[
        "",
        "GE T",
        "GET\r\n",
        "GÉT",
        "GET/",
        "G@T",
        "\"GET\"",
        "GET\0",
        "(",
        "get\u{7f}",
    ]);
    let nonce = one_of(&[
        "", " ", "a b", "a\nb", "\u{7f}", "é", "\0", "a\tb", "a\"b,c", "%41",
    ]);
    prop_oneof![
        8 => (any::<Index>(), url_bytes()).prop_map(|(at, bytes)| Spoiling::InUrl(at, bytes)),
        4 => (any::<Index>(), url_bytes()).prop_map(|(at, bytes)| Spoiling::InBody(at, bytes)),
        4 => one_of(AUTHORITIES).prop_map(Spoiling::Authority),
        1 => method.prop_map(Spoiling::Method),
        2 => content_type().prop_map(Spoiling::ContentType),
        1 => nonce.prop_map(Spoiling::Nonce),
        1 => select(&[-1, i64::MIN][..]).prop_map(Spoiling::Timestamp),
        3 => oauth_param().prop_map(|(name, value)| Spoiling::OauthParam(name, value)),
        3 => (0u8..4, credential()).prop_map(|(which, text)| Spoiling::Credential(which, text)),
        1 => any::<bool>().prop_map(Spoiling::HalfToken),
    ]
    .boxed()
}

/// Everything before the path becomes `authority`.
fn with_authority(url: &[u8], authority: &[u8]) -> Vec<u8> {
    let after_scheme = url
        .windows(3)
        .position(|at| at == b"://")
        .map_or(0, |at| at + 3);
    let path_at = url[after_scheme..]
        .iter()
        .position(|byte| b"/?#".contains(byte));
    let path = path_at.map_or(&b""[..], |at| &url[after_scheme + at..]);
    [authority, path].concat()
}

pub fn apply(mut call: Call, spoiling: Spoiling) -> Call {
    match spoiling {
        Spoiling::InUrl(at, bytes) => call.url = inserted(call.url, at, &bytes),
        Spoiling::InBody(at, bytes) => call.body = inserted(call.body, at, &bytes),
        Spoiling::Authority(authority) => call.url = with_authority(&call.url, &authority),
        Spoiling::Method(method) => call.method = method,
        Spoiling::ContentType(content_type) => call.content_type = Some(content_type),
        Spoiling::Nonce(nonce) => call.nonce = Some(nonce),
        Spoiling::Timestamp(timestamp) => call.timestamp = timestamp,
        Spoiling::OauthParam(name, value) => call.oauth_params.push((name, value)),
        Spoiling::Credential(0, text) => call.api_key = text,
        Spoiling::Credential(1, text) => call.api_secret = text,
        Spoiling::Credential(2, text) => call.token = Some(text),
        Spoiling::Credential(_, text) => call.token_secret = Some(text),
        Spoiling::HalfToken(true) => call.token = None,
        Spoiling::HalfToken(false) => call.token_secret = None,
    }
    call
}
