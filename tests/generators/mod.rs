//! Random requests and credentials, from the tame to the hostile.

// Every test program uses only a part of the generators.
#![allow(dead_code)]

mod spoiling;

use super::models::{Call, Pair};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence, Index};
use proptest::test_runner::{Config, TestRunner};
use std::cell::Cell;

/// Tests at least this many values, or as many as PROPTEST_CASES asks for.
pub fn for_all<S: Strategy>(
    cases: u32,
    strategy: S,
    test: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let asked = Config::default();
    let config = Config {
        cases: asked.cases.max(cases),
        failure_persistence: None,
        ..asked
    };
    if let Err(failure) = TestRunner::new(config).run(&strategy, test) {
        panic!("{failure}");
    }
}

/// How often something came up, so that no property holds for want of cases.
#[derive(Default)]
pub struct Tally(Cell<u32>);

impl Tally {
    pub fn count(&self) {
        self.0.set(self.0.get() + 1);
    }

    pub fn at_least(&self, least: u32, what: &str) {
        assert!(self.0.get() >= least, "only {} {what}", self.0.get());
    }
}

/// How far a generated call may go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flavour {
    /// X and the RFC read it alike.
    Alike,
    /// The RFC signs it, but X may read it otherwise; seldom even the RFC may not.
    Odd,
    /// Made by spoiling a call of the other two.
    Hostile,
}

type Bytes = BoxedStrategy<Vec<u8>>;

fn one_of(texts: &'static [&'static str]) -> Bytes {
    select(texts)
        .prop_map(|text| text.as_bytes().to_vec())
        .boxed()
}

fn joined(parts: impl Strategy<Value = Vec<Vec<u8>>> + 'static) -> Bytes {
    parts.prop_map(|parts| parts.concat()).boxed()
}

pub fn any_bytes(most: usize) -> Bytes {
    vec(any::<u8>(), 0..=most).boxed()
}

/// Bytes that may stand in a header parameter's name or value.
fn bytes_of_one_line(most: usize) -> Bytes {
    let byte = any::<u8>().prop_map(|byte| {
        if byte == b'\r' || byte == b'\n' {
            b'!'
        } else {
            byte
        }
    });
    vec(byte, 0..=most).boxed()
}

fn letters_and_digits(least: usize, most: usize) -> Bytes {
    let byte = select(&b"ABCXYZabcxyz0189"[..]);
    vec(byte, least..=most).boxed()
}

/// A piece of a name, value or path as it stands on the wire, read alike by both.
fn tame_token() -> Bytes {
    prop_oneof![
        6 => letters_and_digits(1, 5),
        2 => one_of(&["-", ".", "_", "~", "%2D", "%2e", "%5F", "%5f", "%7E"]),
        4 => one_of(&[
            "%20", "%21", "%22", "%23", "%25", "%26", "%2B", "%2b", "%2C", "%2F", "%2f", "%3A", "%3a",
            "%3D", "%3d", "%3F", "%40", "%5B", "%5d", "%2A", "%27", "%28", "%29", "%5C", "%7C",
        ]),
        2 => one_of(&["%C3%A9", "%e2%98%83", "%FF", "%f8", "%00", "%0A", "%0d", "%7F", "%80"]),
        2 => one_of(&["+", ",", "[", "]"]),
    ]
    .boxed()
}

/// The same, but X reads it otherwise.
fn odd_token() -> Bytes {
    prop_oneof![
        4 => one_of(&[":", "/", "?", "@", "!", "$", "'", "(", ")", "*", ";"]),
        2 => one_of(&["\"", "<", ">", "\\", "^", "`", "{", "|", "}"]),
        2 => one_of(&["=", "=="]),
        2 => one_of(&["%61", "%5A", "%5a", "%30", "%6F"]),
    ]
    .boxed()
}

fn token(flavour: Flavour) -> Bytes {
    match flavour {
        Flavour::Alike => tame_token(),
        _ => prop_oneof![40 => tame_token(), 1 => odd_token()].boxed(),
    }
}

fn name(flavour: Flavour) -> Bytes {
    let plain = one_of(&[
        "a", "a1", "a-b", "a.c", "aa", "b", "B", "_", "~", "query", "status", "id", "log[]",
        "realm",
    ]);
    let made = joined(vec(token(flavour), 1..4));
    if flavour == Flavour::Alike {
        return prop_oneof![3 => plain, 1 => made].boxed();
    }
    let telling = one_of(&[
        "",
        "oauth_verifier",
        "oauth%5Fverifier",
        "oauth_foo",
        "oauth_foo",
        "oauth%5ffoo",
        "%6Fauth_foo",
        "oauth_callback",
        "oauth_",
        "oauth_token",
        "oauth_version",
        "OAuth_nonce",
        "oauth",
        "client_id",
        "Bearer",
        "%61",
    ]);
    let refused = one_of(&[
        "oauth_nonce",
        "oauth%5Fnonce",
        "%6Fauth_nonce",
        "oauth_signature",
        "oauth_timestamp",
    ]);
    prop_oneof![120 => plain, 40 => made, 6 => telling, 1 => refused].boxed()
}

/// `name`, `name=` or `name=value`; sometimes nothing, as between `&&`.
fn piece(flavour: Flavour) -> Bytes {
    let value = joined(vec(token(flavour), 0..5));
    let pair =
        (name(flavour), option::weighted(0.9, value)).prop_map(|(name, value)| match value {
            Some(value) => [name, b"=".to_vec(), value].concat(),
            None => name,
        });
    prop_oneof![20 => pair, 1 => Just(Vec::new())].boxed()
}

/// Pieces of a query or form body, to be joined by `&`.
pub fn pieces(flavour: Flavour) -> BoxedStrategy<Vec<Vec<u8>>> {
    prop_oneof![
        15 => vec(piece(flavour), 0..6),
        1 => vec(piece(flavour), 0..60),
    ]
    .boxed()
}

pub fn with_ampersands(pieces: Vec<Vec<u8>>) -> Vec<u8> {
    pieces.join(&b'&')
}

fn before_path() -> Bytes {
    let scheme = one_of(&["https://", "http://", "HTTPS://", "HtTp://"]);
    let host = one_of(&[
        "api.x.com",
        "API.X.com",
        "localhost",
        "127.0.0.1",
        "[::1]",
        "[2001:DB8::A:1]",
        "[::ffff:1.2.3.4]",
        "xn--4ca.example",
        "under_score.example",
        "a!$&'()*+,;=~.example",
        "h",
    ]);
    let port = one_of(&[
        "", "", "", ":", ":80", ":443", ":8443", ":0443", ":00080", ":1", ":65535",
    ]);
    joined((scheme, host, port).prop_map(|(scheme, host, port)| vec![scheme, host, port]))
}

/// X takes the path as the RFC does, so that odd bytes in it are tame.
fn path() -> Bytes {
    let segment = joined(vec(
        prop_oneof![4 => tame_token(), 1 => odd_token().prop_filter("ends the path", |token| token != b"?")],
        0..4,
    ));
    let segments =
        vec(segment, 1..4).prop_map(|segments| [b"/".to_vec(), segments.join(&b'/')].concat());
    prop_oneof![
        1 => Just(Vec::new()),
        3 => one_of(&["/", "/2/users/me", "/1.1/statuses/update.json", "//", "/a/../b/./c", "/A%2fb%C3%A9"]),
        2 => segments,
    ]
    .boxed()
}

fn fragment() -> Bytes {
    prop_oneof![9 => Just(Vec::new()), 1 => one_of(&["#", "#frag", "#a=b&oauth_nonce=c", "#100%", "#?x=%zz"])].boxed()
}

fn url(flavour: Flavour) -> Bytes {
    let query = option::weighted(0.8, pieces(flavour)).prop_map(|pieces| match pieces {
        Some(pieces) => [b"?".to_vec(), with_ampersands(pieces)].concat(),
        None => Vec::new(),
    });
    joined(
        (before_path(), path(), query, fragment())
            .prop_map(|(before, path, query, fragment)| vec![before, path, query, fragment]),
    )
}

/// A content type and a body that may go with it.
fn content(flavour: Flavour) -> BoxedStrategy<(Option<Vec<u8>>, Vec<u8>)> {
    let form = one_of(&[
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=UTF-8",
        "application/x-www-form-urlencoded;Charset=utf-8;x=\"y\"",
        "application/x-www-form-urlencoded ;",
        "application/x-www-form-urlencoded\t",
    ]);
    let form = (form, pieces(flavour).prop_map(with_ampersands))
        .prop_map(|(kind, body)| (Some(kind), body));
    let other = one_of(&[
        "application/json; charset=utf-8",
        "text/plain",
        "multipart/form-data; boundary=b",
        "",
        "form",
        "é/é",
    ]);
    let other = (other, any_bytes(30)).prop_map(|(kind, body)| (Some(kind), body));
    let none = prop_oneof![3 => Just((None, Vec::new())), 1 => any_bytes(20).prop_map(|body| (None, body))];
    if flavour == Flavour::Alike {
        return prop_oneof![4 => none, 4 => form, 2 => other].boxed();
    }
    let misread = one_of(&[
        "Application/X-WWW-Form-Urlencoded",
        "application/x-www-form-URLENCODED; charset=UTF-8",
        "application/x-www-form-urlencoded2",
        "application/x-www-form-urlencoded, text/plain",
        "application/x-www-form-urlencoded text; a=b",
        "application/x-www-form-urlencoded-json;x",
    ]);
    let body = prop_oneof![1 => Just(Vec::new()), 4 => pieces(flavour).prop_map(with_ampersands), 1 => any_bytes(10)];
    let misread = (misread, body).prop_map(|(kind, body)| (Some(kind), body));
    prop_oneof![40 => none, 40 => form, 20 => other, 5 => misread].boxed()
}

/// Keys and tokens: any bytes are fine inside.
fn identifier() -> Bytes {
    prop_oneof![
        8 => letters_and_digits(1, 50),
        2 => (letters_and_digits(1, 3), one_of(&["-", "/", "+", "&", "=", " ", "%", "\"", ",", "é", "☃"]), letters_and_digits(1, 9))
            .prop_map(|(before, odd, after)| [before, odd, after].concat()),
    ]
    .boxed()
}

fn secret(flavour: Flavour) -> Bytes {
    let plain = letters_and_digits(1, 70);
    let unreserved = one_of(&["-", ".", "_", "~", "a-b.c_d~e"]);
    if flavour == Flavour::Alike {
        return prop_oneof![9 => plain, 1 => unreserved].boxed();
    }
    let reserved = (
        letters_and_digits(0, 3),
        one_of(&["&", "/", "+", "=", "%41", "%", "!", "é", "\u{7f}", "a b"]),
    )
        .prop_map(|(before, odd)| [before, odd, b"x".to_vec()].concat());
    prop_oneof![100 => plain, 10 => unreserved, 4 => reserved].boxed()
}

/// Header parameters of distinct names.
fn oauth_params(flavour: Flavour) -> BoxedStrategy<Vec<Pair>> {
    let named = |name: &'static str, value: Bytes| {
        value
            .prop_map(move |value| (name.as_bytes().to_vec(), value))
            .boxed()
    };
    let mut params = vec![
        named(
            "oauth_callback",
            one_of(&[
                "oob",
                "https://client.example/cb?next=%2Fhome&tenant=a b",
                "é",
            ]),
        ),
        named("oauth_verifier", letters_and_digits(0, 32)),
        named(
            "realm",
            one_of(&["", "https://api.x.com", "a=b; oauth_nonce=%22", " ~ "]),
        ),
        named("oauth_foo", bytes_of_one_line(20)),
        named("oauth_version", Just(Vec::new()).boxed()),
        (bytes_of_one_line(4), bytes_of_one_line(4))
            .prop_map(|(name, value)| ([b"oauth_\x80", &name[..]].concat(), value))
            .boxed(),
    ];
    if flavour != Flavour::Alike {
        params.push(named("foo", letters_and_digits(0, 5)));
        params.push(named("OAUTH_nonce", letters_and_digits(0, 5)));
        params.push(named("oauth_token", Just(Vec::new()).boxed()));
        params.push(
            prop_oneof![
                named("Realm ,=\"\\é", bytes_of_one_line(5)),
                named(
                    "oauth_callback_confirmed",
                    one_of(&["a,b", "\"", "\\", "true"])
                ),
            ]
            .boxed(),
        );
    }
    let few = subsequence(params, 0..=3)
        .prop_flat_map(|chosen| chosen)
        .prop_shuffle();
    let some = prop_oneof![3 => Just(Vec::new()), 2 => few].boxed();
    if flavour == Flavour::Alike {
        return some;
    }
    let cut_realm = named(
        "realm",
        one_of(&["a,b", "\"", "\\", "x\\\"y", ",", "a, oauth_nonce=\"b\""]),
    );
    prop_oneof![30 => some, 1 => cut_realm.prop_map(|pair| vec![pair])].boxed()
}

fn nonce() -> Bytes {
    let printable = vec(0x21u8..=0x7E, 1..20);
    prop_oneof![8 => letters_and_digits(1, 42), 2 => printable].boxed()
}

fn timestamp() -> BoxedStrategy<i64> {
    prop_oneof![1 => Just(1), 8 => 1_500_000_000..2_000_000_000i64, 1 => Just(i64::MAX)].boxed()
}

fn method(flavour: Flavour) -> Bytes {
    let usual = one_of(&[
        "GET", "POST", "post", "PUT", "DELETE", "PaTcH", "HEAD", "M-SEARCH", "x.9_~",
    ]);
    if flavour == Flavour::Alike {
        return usual;
    }
    prop_oneof![20 => usual, 1 => one_of(&["x!#$%&'*+-.^_`|~9", "a+b"])].boxed()
}

/// A call that has not been spoilt.
fn unspoilt(flavour: Flavour) -> BoxedStrategy<Call> {
    let app = (identifier(), secret(flavour));
    let user = option::weighted(0.8, (identifier(), secret(flavour)));
    let request = (method(flavour), url(flavour), content(flavour));
    let oauth = (nonce(), timestamp(), oauth_params(flavour));
    (app, user, request, oauth)
        .prop_map(
            |(
                (api_key, api_secret),
                user,
                (method, url, (content_type, body)),
                (nonce, timestamp, oauth_params),
            )| {
                let (token, token_secret) = user.unzip();
                Call {
                    api_key,
                    api_secret,
                    token,
                    token_secret,
                    method,
                    url,
                    content_type,
                    body,
                    nonce: Some(nonce),
                    timestamp,
                    oauth_params,
                }
            },
        )
        .boxed()
}

/// Calls of one flavour.
pub fn calls(flavour: Flavour) -> BoxedStrategy<Call> {
    match flavour {
        Flavour::Hostile => {
            let start = prop_oneof![2 => unspoilt(Flavour::Alike), 1 => unspoilt(Flavour::Odd)];
            (start, vec(spoiling::spoiling(), 1..3))
                .prop_map(|(call, spoilings)| spoilings.into_iter().fold(call, spoiling::apply))
                .boxed()
        }
        _ => unspoilt(flavour),
    }
}

/// Calls of every flavour.
pub fn any_call() -> BoxedStrategy<Call> {
    prop_oneof![
        2 => calls(Flavour::Alike),
        4 => calls(Flavour::Odd),
        4 => calls(Flavour::Hostile),
    ]
    .boxed()
}

/// Names and values as tw_form_encode takes them, those that it refuses too.
pub fn form_params() -> BoxedStrategy<Vec<Pair>> {
    let common = prop_oneof![
        8 => one_of(&["a", "b", "status", "é", "log[]", "a b", "%61", "OAUTH_NONCE", "oauth_nonc", "realm"]),
        4 => vec(any::<u8>(), 1..8).boxed(),
    ];
    let telling = one_of(&[
        "",
        "oauth_nonce",
        "oauth_token",
        "oauth_version",
        "oauth_verifier",
        "oauth_foo",
        "oauth_foo",
    ]);
    let name = prop_oneof![30 => common, 1 => telling];
    let pair = (name, any_bytes(12));
    prop_oneof![15 => vec(pair.clone(), 0..6), 1 => vec(pair, 0..60)].boxed()
}

/// URLs as tw_canonical_url takes them: raw bytes may stand anywhere.
pub fn raw_urls() -> BoxedStrategy<Vec<u8>> {
    let spoilt = (
        url(Flavour::Odd),
        vec((any::<Index>(), spoiling::url_bytes()), 0..3),
    )
        .prop_map(|(url, insertions)| {
            insertions
                .into_iter()
                .fold(url, |url, (at, bytes)| spoiling::inserted(url, at, &bytes))
        });
    let raw_query = (before_path(), path(), any_bytes(20))
        .prop_map(|(before, path, query)| [before, path, b"?".to_vec(), query].concat());
    let raw_path = (before_path(), any_bytes(10))
        .prop_map(|(before, path)| [before, b"/".to_vec(), path].concat());
    prop_oneof![4 => spoilt, 1 => raw_query, 1 => raw_path].boxed()
}
