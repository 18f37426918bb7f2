//! What the library says when it refuses: the status, and one line that names
//! field, trouble and byte position, and never shows a secret.
//!
//! `...` in a message here stands for words that may change.

mod generators;
mod models;

use generators::{any_call, for_all};
use models::{Call, Pair};
use proptest::prelude::*;
use twsign::Status::{Ambiguous, InvalidBody, InvalidCredentials, InvalidMethod, InvalidParam};
use twsign::Status::{InvalidResponse, InvalidUrl};
use twsign::{
    canonical_url, form_encode, sign_request, webhook_crc_response, Credentials, Error, Param,
    Rules, Signer, Status,
};

const FORM: &[u8] = b"application/x-www-form-urlencoded";

/// Stands in every secret of this file.
const MARK: &str = "S3cret";

type Refused = (Status, String);

fn refused<T>(result: Result<T, Error>) -> Option<Refused> {
    result
        .err()
        .map(|error| (error.status(), error.to_string()))
}

fn call() -> Call {
    let mut call = Call::to("https://api.x.com/");
    call.api_secret = MARK.as_bytes().to_vec();
    call.token_secret = Some(MARK.as_bytes().to_vec());
    call
}

fn signed(call: &Call, rules: Rules) -> Option<Refused> {
    refused(call.lend(rules, sign_request))
}

fn assert_shape(message: &str) {
    let one_line = !message.chars().any(char::is_control);
    assert!(one_line && message.len() < 248, "{message:?}");
    assert!(!message.contains(MARK), "shows a secret: {message}");
}

/// Do the parts between the `...` stand in the message, in their order?
fn is_message(actual: &str, expected: &str) -> bool {
    let parts: Vec<&str> = expected.split("...").collect();
    let (first, others) = parts.split_first().expect("a part");
    let Some(mut rest) = actual.strip_prefix(first) else {
        return false;
    };
    for part in others {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.is_empty() || expected.ends_with("...")
}

fn assert_refused(what: &str, actual: Option<Refused>, status: Status, message: &str) {
    let (actual_status, actual_message) = actual.unwrap_or_else(|| panic!("{what}: not refused"));
    assert_eq!(actual_status, status, "{what}: {actual_message}");
    assert!(
        is_message(&actual_message, message),
        "{what}: {actual_message:?} is not {message:?}"
    );
    assert_shape(&actual_message);
}

/// Refused by any rules with the same words.
fn assert_refused_by_both(what: &str, call: &Call, status: Status, message: &str) {
    for rules in [Rules::X, Rules::Rfc5849] {
        assert_refused(what, signed(call, rules), status, message);
    }
}

/// Refused by X's rules alone.
fn assert_ambiguous(what: &str, call: &Call, message: &str) {
    assert_refused(what, signed(call, Rules::X), Ambiguous, message);
    assert_eq!(
        signed(call, Rules::Rfc5849),
        None,
        "{what}: the RFC signs it"
    );
}

const NOT_ABSOLUTE: &str = "not an absolute URL at byte 0; it begins with https:// or http://";
const BROKEN_ESCAPE: &str = "'%' needs two hex digits after it, or is sent as %25";

#[test]
fn a_url_that_cannot_be_sent_is_invalid() {
    let both = |url: &str, message: &str| {
        let mut call = call();
        call.url = url.as_bytes().to_vec();
        assert_refused_by_both(url, &call, InvalidUrl, &format!("request.url: {message}"));
        assert_refused(
            url,
            refused(canonical_url(&call.url)),
            InvalidUrl,
            &format!("url: {message}"),
        );
    };
    for relative in [
        "",
        "/2/users/me",
        "//api.x.com/",
        "api.x.com/2",
        "https:/api.x.com",
        "?a=b",
    ] {
        both(relative, NOT_ABSOLUTE);
    }
    both(
        "ftp://api.x.com/",
        "another scheme than http and https at byte 0...",
    );
    for no_host in [
        "https://",
        "https:///2/users/me",
        "https://:443/",
        "https://?a=b",
    ] {
        both(no_host, "no host at byte 8");
    }
    both(
        "https://user@api.x.com/",
        "user info before '@' at byte 12; credentials have no place in a URL",
    );
    both(
        "https://S3cret:pw@api.x.com/",
        "user info before '@' at byte 17; credentials have no place in a URL",
    );
    for port in [
        "0",
        "00",
        "65536",
        "8o",
        "-1",
        "+80",
        "80:80",
        "18446744073709551617",
    ] {
        both(
            &format!("https://api.x.com:{port}/"),
            "... port number at byte 18; it is 1 to 65535",
        );
    }
    for address in [
        "[::1",
        "[::g]",
        "[]",
        "[1::2::3]",
        "[::1.2.3.256]",
        "[fe80::1%25eth0]",
        "[v1.x]",
    ] {
        both(
            &format!("https://{address}/"),
            "... IPv6 address at byte 8...",
        );
    }
    both(
        "https://api%2Ex.com/",
        "raw '%' at byte 11; a host name cannot hold it",
    );
    both(
        "https://api.x.com\\y/",
        "raw '\\' at byte 17; a host name cannot hold it",
    );
    both("https://api x.com/", "raw space at byte 11...");
    both("https://\u{e9}.com/", "raw byte 0xC3 at byte 8...");
    both(
        "https://api.x.com/%zz",
        &format!("broken escape at byte 18; {BROKEN_ESCAPE}"),
    );
    both(
        "https://api.x.com/?q=100%",
        &format!("broken escape at byte 24; {BROKEN_ESCAPE}"),
    );
    both(
        "https://api.x.com/?q=%4&a",
        &format!("broken escape at byte 21; {BROKEN_ESCAPE}"),
    );
}

/// These are what tw_canonical_url is for.
#[test]
fn a_raw_byte_in_a_url_is_invalid() {
    let cases = [
        ("https://api.x.com/a b", "raw space at byte 19"),
        ("https://api.x.com/ ", "raw space at byte 18"),
        ("https://api.x.com/\tb", "raw byte 0x09 at byte 18"),
        ("https://api.x.com/\r\nX: y", "raw byte 0x0D at byte 18"),
        ("https://api.x.com/?q=\n", "raw byte 0x0A at byte 21"),
        ("https://api.x.com/\0", "raw byte 0x00 at byte 18"),
        ("https://api.x.com/\u{7f}", "raw byte 0x7F at byte 18"),
        ("https://api.x.com/?q=caf\u{e9}", "raw byte 0xC3 at byte 24"),
        ("https://api.x.com/?a=b#f g", "raw space at byte 24"),
    ];
    for (url, message) in cases {
        let mut call = call();
        call.url = url.as_bytes().to_vec();
        let message = format!("request.url: {message}; see tw_canonical_url");
        assert_refused_by_both(url, &call, InvalidUrl, &message);
        assert_eq!(refused(canonical_url(&call.url)), None, "{url}");
    }
}

#[test]
fn a_body_that_is_no_form_is_invalid() {
    let raw = |byte: &str| format!("{byte}; see tw_form_encode");
    let broken = |at: usize| format!("broken escape at byte {at}; {BROKEN_ESCAPE}");
    let cases: [(&[u8], String); 10] = [
        (b"a b", raw("raw space at byte 1")),
        (b"a=b\r\n", raw("raw byte 0x0D at byte 3")),
        (b"a=b\n", raw("raw byte 0x0A at byte 3")),
        (b"\0", raw("raw byte 0x00 at byte 0")),
        (b"a=\x7F", raw("raw byte 0x7F at byte 2")),
        (b"a=\xE9", raw("raw byte 0xE9 at byte 2")),
        (b"a=%zz", broken(2)),
        (b"status=100%", broken(10)),
        (b"a=%4", broken(2)),
        (b"%%41", broken(0)),
    ];
    for (body, message) in cases {
        let mut call = call();
        call.content_type = Some(FORM.to_vec());
        call.body = body.to_vec();
        let what = body.escape_ascii().to_string();
        assert_refused_by_both(
            &what,
            &call,
            InvalidBody,
            &format!("request.body: {message}"),
        );
    }
}

/// The same pieces in a query and in a form body.
#[test]
fn parameters_that_x_misreads_are_ambiguous() {
    let cases = [
        (
            "q=from:jack",
            "raw ':' at byte {6}; send it as %3A, or see {tool}",
        ),
        (
            "a&q=\\",
            "raw '\\' at byte {4}; send it as %5C, or see {tool}",
        ),
        (
            "q=a?b",
            "raw '?' at byte {3}; send it as %3F, or see {tool}",
        ),
        (
            "q=it's",
            "raw ''' at byte {4}; send it as %27, or see {tool}",
        ),
        (
            "q=a=b",
            "raw '=' at byte {3}; send it as %3D, or see {tool}",
        ),
        (
            "q=abc==",
            "raw '=' at byte {5}; send it as %3D, or see {tool}",
        ),
        ("q=%61", "escaped letter or digit at byte {2}; see {tool}"),
        ("%5A=q", "escaped letter or digit at byte {0}; see {tool}"),
        (
            "a=1&=v",
            "parameter without a name at byte {4}; X drops it; leave it out",
        ),
        (
            "=",
            "parameter without a name at byte {0}; X drops it; leave it out",
        ),
        (
            "oauth_x=1&a&oauth%5Fx=2",
            "second oauth_ parameter of its name at byte {12}; X reads one of them; send it once",
        ),
    ];
    for (pieces, message) in cases {
        let mut query = call();
        query.url.extend(format!("?{pieces}").bytes());
        assert_ambiguous(
            pieces,
            &query,
            &placed("request.url", message, 19, "tw_canonical_url"),
        );
        let mut form = call();
        form.content_type = Some(FORM.to_vec());
        form.body = pieces.as_bytes().to_vec();
        assert_ambiguous(
            pieces,
            &form,
            &placed("request.body", message, 0, "tw_form_encode"),
        );
    }
    let mut form = call();
    form.content_type = Some(FORM.to_vec());
    form.body = b"a#b".to_vec();
    assert_ambiguous(
        "a#b",
        &form,
        "request.body: raw '#' at byte 1; send it as %23, or see tw_form_encode",
    );
}

/// The message for pieces that begin at `start` of their field.
fn placed(field: &str, message: &str, start: usize, tool: &str) -> String {
    let message = message.replace("{tool}", tool);
    let Some((before, rest)) = message.split_once('{') else {
        return format!("{field}: {message}");
    };
    let (offset, after) = rest.split_once('}').expect("a closing brace");
    let offset: usize = offset.parse().expect("a number");
    format!("{field}: {before}{}{after}", start + offset)
}

#[test]
fn an_oauth_parameter_may_not_stand_twice() {
    let twice = "oauth_ parameter that the Authorization header carries too at byte";
    let own = [
        "oauth_consumer_key",
        "oauth_nonce",
        "oauth_signature",
        "oauth_signature_method",
    ];
    let names = own.iter().chain(&[
        "oauth_timestamp",
        "oauth_token",
        "oauth_version",
        "oauth%5Fnonce",
        "oauth_verifier",
    ]);
    for name in names {
        let mut query = call();
        query.oauth_params = vec![(b"oauth_verifier".to_vec(), b"1".to_vec())];
        let mut form = query.clone();
        query.url.extend(format!("?a=1&{name}=2").bytes());
        form.content_type = Some(FORM.to_vec());
        form.body = name.as_bytes().to_vec();
        for (call, place) in [(query, "request.url: {} 23"), (form, "request.body: {} 0")] {
            let message = place.replace("{}", twice) + "; leave it out";
            assert_refused(name, signed(&call, Rules::X), Ambiguous, &message);
            assert_refused(name, signed(&call, Rules::Rfc5849), InvalidParam, &message);
        }
    }
}

#[test]
fn a_method_that_is_no_token_is_invalid() {
    let cases: [(&[u8], &str); 6] = [
        (b"", "empty"),
        (b"GE T", "raw space at byte 2; a method is one word"),
        (b"GET\r\n", "raw byte 0x0D at byte 3; a method is one word"),
        (b"G\xC9T", "raw byte 0xC9 at byte 1; a method is one word"),
        (b"G@T", "raw '@' at byte 1; a method is one word"),
        (b"GET\0", "raw byte 0x00 at byte 3; a method is one word"),
    ];
    for (method, message) in cases {
        let mut call = call();
        call.method = method.to_vec();
        let what = method.escape_ascii().to_string();
        assert_refused_by_both(
            &what,
            &call,
            InvalidMethod,
            &format!("request.method: {message}"),
        );
    }
}

#[test]
fn a_content_type_is_one_line() {
    for (content_type, byte) in [
        ("text/plain\r\nX: y", "0D"),
        ("text/plain\n", "0A"),
        ("text/plain\0", "00"),
        ("text/plain\u{7f}", "7F"),
    ] {
        let mut call = call();
        call.content_type = Some(content_type.as_bytes().to_vec());
        let message =
            format!("request.content_type: raw byte 0x{byte} at byte 10; a header cannot hold it");
        assert_refused_by_both(content_type, &call, InvalidParam, &message);
    }
}

#[test]
fn a_media_type_that_x_misreads_is_ambiguous() {
    let upper = "media type not in lower case at byte 0; X would not read the body as a form; send application/x-www-form-urlencoded";
    let longer = "media type that only begins like a form's at byte 0; X would read the body as a form; send another media type";
    let cases = [
        ("Application/X-WWW-Form-Urlencoded", upper),
        ("application/x-www-form-URLENCODED; charset=UTF-8", upper),
        ("application/x-www-form-urlencoded2", longer),
        ("application/x-www-form-urlencoded, text/plain", longer),
    ];
    for (content_type, message) in cases {
        let mut call = call();
        call.content_type = Some(content_type.as_bytes().to_vec());
        assert_eq!(signed(&call, Rules::X), None, "{content_type}: no body");
        call.body = b"a=b".to_vec();
        assert_ambiguous(
            content_type,
            &call,
            &format!("request.content_type: {message}"),
        );
    }
}

#[test]
fn a_nonce_or_time_that_cannot_be_sent_is_invalid() {
    let printable = "a nonce is printable ASCII without spaces";
    let cases: [(&[u8], String); 5] = [
        (b"", "empty; NULL asks for a fresh one".into()),
        (b"a b", format!("raw space at byte 1; {printable}")),
        (b"a\nb", format!("raw byte 0x0A at byte 1; {printable}")),
        (b"\x7F", format!("raw byte 0x7F at byte 0; {printable}")),
        (b"a\xFF", format!("raw byte 0xFF at byte 1; {printable}")),
    ];
    for (nonce, message) in cases {
        let mut call = call();
        call.nonce = Some(nonce.to_vec());
        let what = nonce.escape_ascii().to_string();
        assert_refused_by_both(
            &what,
            &call,
            InvalidParam,
            &format!("request.nonce: {message}"),
        );
    }
    for timestamp in [-1, i64::MIN] {
        let mut call = call();
        call.timestamp = timestamp;
        assert_refused_by_both("time", &call, InvalidParam, "request.timestamp: negative");
    }
}

/// A call with a good oauth_param, and then this one.
fn with_oauth_param(name: &str, value: &str) -> Call {
    let pair =
        |name: &str, value: &str| -> Pair { (name.as_bytes().to_vec(), value.as_bytes().to_vec()) };
    let mut call = call();
    call.oauth_params = vec![pair("oauth_first", "1"), pair(name, value)];
    call
}

#[test]
fn an_oauth_param_that_cannot_be_sent_is_invalid() {
    let cases = [
        ("", "x", "name: empty"),
        ("oauth_first", "2", "name: given twice"),
        ("oauth_a\r", "1", "name: raw byte 0x0D at byte 7..."),
        ("\noauth_a", "1", "name: raw byte 0x0A at byte 0..."),
        ("oauth_a", "x\r\n", "value: raw byte 0x0D at byte 1..."),
        ("oauth_a", "x\ny", "value: raw byte 0x0A at byte 1..."),
        ("realm", "a\n", "value: raw byte 0x0A at byte 1..."),
        (
            "realm",
            "caf\u{e9}",
            "value: raw byte 0xC3 at byte 3; a realm is printable ASCII",
        ),
        (
            "realm",
            "\u{1}",
            "value: raw byte 0x01 at byte 0; a realm is printable ASCII",
        ),
        ("oauth_version", "1.0", "name: set by the signer itself"),
        ("oauth_token", "", "name: set by the signer itself"),
        ("oauth_token", "x", "name: set by the signer itself"),
        ("oauth_consumer_key", "", "name: set by the signer itself"),
        ("oauth_nonce", "x", "name: set by the signer itself"),
        ("oauth_signature", "x", "name: set by the signer itself"),
        (
            "oauth_signature_method",
            "x",
            "name: set by the signer itself",
        ),
        ("oauth_timestamp", "1", "name: set by the signer itself"),
    ];
    for (name, value, message) in cases {
        let message = format!("request.oauth_params[1].{message}");
        assert_refused_by_both(
            &format!("{name:?}={value:?}"),
            &with_oauth_param(name, value),
            InvalidParam,
            &message,
        );
    }
}

#[test]
fn an_oauth_param_that_x_misreads_is_ambiguous() {
    for name in ["foo", "OAuth_callback"] {
        let message = "request.oauth_params[1].name: X reads only names that begin with oauth_ from the header";
        assert_ambiguous(name, &with_oauth_param(name, "1"), message);
    }
    for realm in ["a,b", "a\"b", "a\\b"] {
        let message = "request.oauth_params[1].value: ... at byte 1...";
        assert_ambiguous(realm, &with_oauth_param("realm", realm), message);
    }
}

/// Puts a text into each of the four credentials in turn.
fn with_credential(text: &[u8]) -> [(&'static str, Call); 4] {
    let mut calls = ["api_key", "api_secret", "token", "token_secret"].map(|field| (field, call()));
    calls[0].1.api_key = text.to_vec();
    calls[1].1.api_secret = text.to_vec();
    calls[2].1.token = Some(text.to_vec());
    calls[3].1.token_secret = Some(text.to_vec());
    calls
}

fn signer(call: &Call) -> Option<Refused> {
    refused(call.lend(Rules::X, |credentials: &Credentials, _| {
        Signer::new(credentials)
    }))
}

/// Of a secret nothing is told but the trouble, so its messages are left open.
#[test]
fn credentials_that_cannot_be_right_are_invalid() {
    let cases = [
        ("", "empty"),
        (" S3cret", "white space at byte 0"),
        ("S3cret ", "white space at byte 6"),
        ("S3cret\r\n", "white space at byte 7"),
        ("S3cret\u{a0}", "white space at byte 6"),
        ("\u{2028}S3cret", "white space at byte 0"),
        ("\u{feff}S3cret", "white space at byte 0"),
        ("S3cret\u{3000}", "white space at byte 6"),
        ("S3\tcret", "control character at byte 2"),
        ("S3\0cret", "control character at byte 2"),
        ("S3c\u{7f}ret", "control character at byte 3"),
        ("S3c\u{85}ret", "control character at byte 3"),
    ];
    for (text, message) in cases {
        for (field, call) in with_credential(text.as_bytes()) {
            let message = match message.split_once(" at ") {
                Some((trouble, _)) if field.ends_with("secret") => {
                    format!("credentials.{field}: {trouble}...")
                }
                _ => format!("credentials.{field}: {message}"),
            };
            assert_refused_by_both(&format!("{text:?}"), &call, InvalidCredentials, &message);
            assert_refused(
                &format!("{text:?}"),
                signer(&call),
                InvalidCredentials,
                &message,
            );
        }
    }
}

#[test]
fn half_a_token_is_invalid() {
    let mut call = call();
    call.token = None;
    let message = "credentials.token: missing, though there is a token_secret";
    assert_refused_by_both("no token", &call, InvalidCredentials, message);
    assert_refused("no token", signer(&call), InvalidCredentials, message);
    call.token = call.token_secret.take();
    let message = "credentials.token_secret: missing, though there is a token";
    assert_refused_by_both("no token_secret", &call, InvalidCredentials, message);
    assert_refused(
        "no token_secret",
        signer(&call),
        InvalidCredentials,
        message,
    );
}

#[test]
fn a_secret_that_x_misreads_is_ambiguous_when_it_signs() {
    for (secret, at) in [
        ("S3/cret", 2),
        ("S3cret=", 6),
        ("S3%41cret", 2),
        ("S3 cret", 2),
        ("S3\u{e9}cret", 2),
    ] {
        for (field, call) in with_credential(secret.as_bytes()) {
            assert_eq!(signer(&call), None, "{secret}: a signer is made");
            if field.ends_with("secret") {
                assert_ambiguous(
                    secret,
                    &call,
                    &format!("credentials.{field}: neither letter, digit nor one of -._~ at byte {at}; X does not escape secrets..."),
                );
            } else {
                assert_eq!(signed(&call, Rules::X), None, "{field} may hold {secret}");
            }
        }
    }
}

#[test]
fn a_form_without_one_meaning_is_ambiguous() {
    let encoded = |name: &[u8]| {
        let first = Param {
            name: b"a",
            value: b"b",
        };
        refused(form_encode(&[first, Param { name, value: b"c" }]))
    };
    assert_refused(
        "empty",
        encoded(b""),
        Ambiguous,
        "params[1].name: parameter without a name; X drops it; leave it out",
    );
    for name in models::refusals::SET_BY_THE_LIBRARY {
        assert_refused(
            name,
            encoded(name.as_bytes()),
            Ambiguous,
            "params[1].name: parameter that only the Authorization header may carry; leave it out",
        );
    }
    let nameless = "url: parameter without a name at byte 13; X drops it; leave it out";
    assert_refused(
        "=",
        refused(canonical_url(b"https://x/?a&=v")),
        Ambiguous,
        nameless,
    );
    for name in models::refusals::SET_BY_THE_LIBRARY {
        let url = format!("https://x/?a&{name}=1").replace('_', "%5F");
        let message =
            "url: parameter that only the Authorization header may carry at byte 13; leave it out";
        assert_refused(
            name,
            refused(canonical_url(url.as_bytes())),
            Ambiguous,
            message,
        );
    }
}

#[test]
fn a_clock_learns_from_http_dates_only() {
    let signer = call()
        .lend(Rules::X, |credentials: &Credentials, _| {
            Signer::new(credentials)
        })
        .expect("sound");
    let dates = [
        "",
        "now",
        "1700000000",
        "2026-01-01T00:00:00Z",
        "Sun, 06 Nov 1994 08:49:37 +0100",
        "Sun, 36 Nov 1994 08:49:37 GMT",
        "\u{e9}",
    ];
    for date in dates {
        let learnt = refused(signer.learn_clock(date.as_bytes()));
        assert_refused(date, learnt, InvalidResponse, "http_date: not an HTTP date");
    }
}

#[test]
fn an_event_is_not_signed_as_a_challenge() {
    for (crc_token, brace) in [("{}", 0), (" [{\"id\":1}]", 2), ("abc{", 3)] {
        let answered = webhook_crc_response(MARK.as_bytes(), crc_token.as_bytes());
        let message = format!("crc_token: '{{' at byte {brace}; ...");
        assert_refused(crc_token, refused(answered), InvalidParam, &message);
    }
    assert!(webhook_crc_response(MARK.as_bytes(), b"challenge }").is_ok());
}

/// The byte that a message speaks of, and whether it is what the message says.
fn place_is_true(message: &str, call: &Call) -> bool {
    let (field, trouble) = message.split_once(": ").expect("field: trouble");
    let text = match field {
        "request.url" => &call.url,
        "request.body" => &call.body,
        "request.method" => &call.method,
        _ => return true,
    };
    let Some((what, place)) = trouble.split_once(" at byte ") else {
        return true;
    };
    let place = place.split(';').next().expect("a number");
    let rest = &text[place.parse::<usize>().expect("a number")..];
    match (what.strip_prefix("raw byte 0x"), what.strip_prefix("raw ")) {
        (Some(hex), _) => rest
            .first()
            .is_some_and(|byte| format!("{byte:02X}") == hex),
        (_, Some("space")) => rest.first() == Some(&b' '),
        (_, Some(quoted)) => rest
            .first()
            .is_some_and(|&byte| format!("'{}'", char::from(byte)) == quoted),
        _ if what.starts_with("broken escape") || what.starts_with("escaped") => {
            rest.first() == Some(&b'%')
        }
        _ => rest.len() <= text.len(),
    }
}

#[test]
fn every_message_is_one_short_true_line_without_a_secret() {
    let marked = |secret: &mut Vec<u8>| {
        let middle = secret.len() / 2;
        secret.splice(middle..middle, MARK.bytes());
    };
    for_all(2_000, any_call(), |mut call| {
        marked(&mut call.api_secret);
        call.token_secret.as_mut().map(marked);
        for rules in [Rules::X, Rules::Rfc5849] {
            if let Some((_, message)) = signed(&call, rules) {
                assert_shape(&message);
                prop_assert!(place_is_true(&message, &call), "{}", message);
            }
        }
        Ok(())
    });
}
