//! Every cause that can be named, in one table: identifier, cause, mend.
//!
//! To add a wrong recipe, add a line to [`RECIPES`]; to add a cause that is seen
//! in another way, add it to [`OTHERS`] and name it where it is seen. The
//! identifiers are part of the interface: they are never changed.
#![forbid(unsafe_code)]

use super::variation::{
    Body, Gathered, Host, Kept, Members, Order, Path, Port, Realm, Recoded, Secret, Step,
    Variation, Whose, Writing,
};
use crate::percent::Form;

/// A mistake, in words for people.
#[derive(Clone, Copy)]
pub struct Cause {
    /// What stands behind `cause: `.
    pub id: &'static str,
    pub what: &'static str,
    pub mend: &'static str,
}

/// Sets a variation to a mistake.
pub(super) type Way = fn(&mut Variation);

/// Causes, their texts in one, and the lengths of the three of each. In a shared
/// library a pointer to each would take 40 bytes.
#[derive(Clone, Copy)]
struct Causes {
    texts: &'static str,
    lengths: &'static [[u16; 3]],
}

macro_rules! causes {
    ($($id:literal: $what:literal, $mend:literal;)*) => {
        Causes {
            texts: concat!($($id, $what, $mend),*),
            lengths: &[$([$id.len() as u16, $what.len() as u16, $mend.len() as u16]),*],
        }
    };
}

/// Wrong ways to sign, each of which is proven if it gives the signature that was
/// sent: the causes, and the ways to make each, with `None` behind them.
macro_rules! recipes {
    ($($id:literal: $what:literal, $mend:literal, $($way:expr),+;)*) => {
        (causes! { $($id: $what, $mend;)* }, &[$($(Some($way as Way),)+ None),*])
    };
}

/// Encodes a text as JavaScript's encodeURIComponent does.
const SUB_DELIMS: &[u8] = b"!*'()";
/// What JavaScript's encodeURI leaves raw.
const URI_RESERVED: &[u8] = b";,/?:@&=+$#!*'()";

/// Encodes as HTML forms do.
const FORM_ENCODER: Writing = Writing {
    space_as_plus: true,
    raw: [b"*", b""],
    tilde: Some(b"%7E"),
    ..Writing::STRICT
};

/// The more often a mistake is made, the further up it stands: of two recipes that
/// fit, the first is named.
const RECIPES: (Causes, &[Option<Way>]) = recipes! {
    "space-as-plus": "a space was signed as '+'",
        "encode a space as %20 (RFC 5849, 3.6); '+' belongs to HTML forms only",
        |v| v.parameters.writing.space_as_plus = true,
        |v| v.write_all(|writing| writing.space_as_plus = true);
    "sub-delims-raw": "the characters ! * ' ( ) were signed raw",
        "escape them too: encodeURIComponent and its like do not",
        |v| v.parameters.writing.leave_raw(SUB_DELIMS),
        |v| v.write_all(|writing| writing.leave_raw(SUB_DELIMS));
    "asterisk-raw": "'*' was signed raw",
        "escape it as %2A",
        |v| v.parameters.writing.leave_raw(b"*"),
        |v| v.write_all(|writing| writing.leave_raw(b"*"));
    "apostrophe-raw": "the apostrophe was signed raw",
        "escape it as %27",
        |v| v.parameters.writing.leave_raw(b"'"),
        |v| v.write_all(|writing| writing.leave_raw(b"'"));
    "tilde-escaped": "'~' was signed as %7E",
        "leave it as it is: it is unreserved (RFC 3986, 2.3)",
        |v| v.parameters.writing.tilde = Some(b"%7E"),
        |v| v.write_all(|writing| writing.tilde = Some(b"%7E"));
    "form-encoder": "parameters were encoded by a form encoder: space as '+', '*' raw, '~' escaped",
        "use strict percent-encoding (RFC 5849, 3.6)",
        |v| v.parameters.writing = FORM_ENCODER,
        |v| v.write_all(|writing| *writing = FORM_ENCODER);
    "hex-lower-case": "escapes were signed with lower-case hex",
        "write %2F, not %2f",
        |v| v.parameters.writing.use_lower_case_hex(),
        |v| v.write_all(Writing::use_lower_case_hex);
    "encoded-twice": "names and values were encoded once too often",
        "decode what comes from a URL or form before you encode it",
        |v| v.parameters.written_before = Some(v.parameters.writing);
    "not-decoded": "what stands on the wire was encoded without decoding it first",
        "decode query and form before encoding (RFC 5849, 3.4.1.3.1)",
        |v| v.parameters.pairs.reading = Form::Text;
    "not-encoded": "names and values were not encoded at all",
        "percent-encode each name and value before sorting and joining them",
        |v| v.parameters.writing.encoded = false;
    "plus-read-literally": "a '+' in query or form was read as a plus",
        "read it as a space, or send %20 and %2B",
        |v| v.parameters.pairs.reading = Form::Escaped;
    "brackets-raw": "square brackets were signed raw",
        "escape them as %5B and %5D",
        |v| v.parameters.writing.leave_raw(b"[]"),
        |v| v.write_all(|writing| writing.leave_raw(b"[]"));
    "slash-raw": "'/' was signed raw",
        "escape it as %2F in names and values",
        |v| v.parameters.writing.leave_raw(b"/"),
        |v| v.write_all(|writing| writing.leave_raw(b"/"));
    "comma-raw": "',' was signed raw",
        "escape it as %2C",
        |v| v.parameters.writing.leave_raw(b","),
        |v| v.write_all(|writing| writing.leave_raw(b","));
    "colon-raw": "':' was signed raw",
        "escape it as %3A",
        |v| v.parameters.writing.leave_raw(b":"),
        |v| v.write_all(|writing| writing.leave_raw(b":"));
    "reserved-raw": "reserved characters were signed raw, as encodeURI leaves them",
        "escape all but A-Z a-z 0-9 - . _ ~",
        |v| v.parameters.writing.leave_raw(URI_RESERVED);
    "names-not-decoded": "names were encoded without decoding them first",
        "decode names as well as values before encoding",
        |v| v.parameters.pairs.names_decoded = false,
        |v| v.parameters.query.names_decoded = false;
    "split-at-semicolon": "query or form was split at ';' too",
        "split at '&' only, and send %3B for ';'",
        |v| v.parameters.pairs.split_at_semicolon = true;
    "value-cut-at-equals": "a value was cut off at its '='",
        "split name and value at the first '=' only, and send %3D for others",
        |v| v.parameters.pairs.cut_at_equals = true;
    "invalid-utf8-replaced": "escapes that are not UTF-8 were signed as U+FFFD",
        "decode to bytes and encode those",
        |v| v.parameters.pairs.utf8_only = true;
    "fragment-in-query": "the fragment was signed as a part of the query",
        "cut the URL off at '#'",
        |v| v.parameters.query.with_fragment = true;
    "empty-pair-signed": "an empty piece of the query was signed",
        "leave out what stands between two '&', or behind a bare '?'",
        |v| v.parameters.query.with_empty_pair = true;
    "query-left-out": "the query was not signed",
        "sign the parameters of the query, whatever the method and the body",
        |v| v.parameters.query.signed = false;
    "form-body-left-out": "the form body was not signed",
        "sign a form body whatever the method, also if the media type has a charset behind it",
        |v| v.parameters.body.read = Body::Never;
    "body-signed-though-no-form": "a body that is no form was signed as if it were one",
        "leave JSON, multipart and other bodies out",
        |v| v.parameters.body.read = Body::Always;
    "body-signed-as-text": "the whole body was signed as one parameter",
        "leave JSON, multipart and other bodies out",
        |v| v.parameters.body.read = Body::AsOneName;
    "json-members-signed": "the members of a JSON body were signed as parameters",
        "leave JSON bodies out",
        |v| v.parameters.body.read = Body::Members(Members::AsWritten),
        |v| v.parameters.body.read = Body::Members(Members::ItemByItem),
        |v| v.parameters.body.read = Body::Members(Members::ItemsJoined);
    "body-signed-by-character": "the characters of the body were signed as parameters",
        "leave JSON, multipart and other bodies out; do not give a text where an object is expected",
        |v| v.parameters.body.read = Body::ByCharacter;
    "multipart-fields-signed": "the fields of a multipart body were signed",
        "leave multipart bodies out",
        |v| v.parameters.body.with_fields = true;
    "duplicates-numbered": "parameters with one name were signed as name[0], name[1]",
        "sign each under the name that is sent",
        |v| v.parameters.query.numbered = true;
    "duplicates-first-kept": "of parameters with one name only the first was signed",
        "keep the parameters in a list, not in a map",
        |v| v.parameters.then(Step::KeepFirst);
    "duplicates-last-kept": "of parameters with one name only the last was signed",
        "keep the parameters in a list, not in a map",
        |v| v.parameters.then(Step::KeepLast);
    "empty-values-left-out": "parameters without a value were not signed",
        "sign them as name=",
        |v| v.parameters.then(Step::DropEmptyValues);
    "bare-names-left-out": "a parameter without '=' was not signed",
        "sign it as name=, or send the '=' too",
        |v| v.parameters.pairs.without_equals = false;
    "sorted-before-encoding": "parameters were sorted before they were encoded",
        "encode first, then sort (RFC 5849, 3.4.1.3.2)",
        |v| {
            v.parameters.then(Step::Sort);
            v.parameters.order = Order::AsTheyCome;
        };
    "sorted-as-joined-text": "parameters were sorted as 'name=value' texts",
        "sort by name, and by value among equal names",
        |v| v.parameters.order = Order::AsJoinedText;
    "not-sorted": "parameters were not sorted",
        "sort all parameters, those of the header among them",
        |v| v.parameters.unsorted(Gathered::QueryFirst),
        |v| v.parameters.unsorted(Gathered::HeaderFirst),
        |v| v.parameters.unsorted(Gathered::HeaderLast);
    "token-not-signed": "oauth_token was sent and not signed",
        "sign all parameters of the header but realm and oauth_signature",
        |v| v.parameters.header.leave_unsigned("oauth_token");
    "verifier-not-signed": "oauth_verifier was sent and not signed",
        "sign all parameters of the header but realm and oauth_signature",
        |v| v.parameters.header.leave_unsigned("oauth_verifier");
    "callback-not-signed": "oauth_callback was sent and not signed",
        "sign all parameters of the header but realm and oauth_signature",
        |v| v.parameters.header.leave_unsigned("oauth_callback");
    "callback-encoded-twice": "oauth_callback was encoded twice, in the header or in the signature",
        "encode its value once in the header; in the base string all parameters together are encoded once more",
        |v| v.parameters.header.recoded = Some(("oauth_callback", Recoded::EncodedMore)),
        |v| v.parameters.header.recoded = Some(("oauth_callback", Recoded::EncodedLess));
    "verifier-encoded-twice": "oauth_verifier was encoded twice, in the header or in the signature",
        "encode its value once in the header; in the base string all parameters together are encoded once more",
        |v| v.parameters.header.recoded = Some(("oauth_verifier", Recoded::EncodedMore)),
        |v| v.parameters.header.recoded = Some(("oauth_verifier", Recoded::EncodedLess));
    "version-not-signed": "oauth_version was sent and not signed",
        "sign all parameters of the header but realm and oauth_signature",
        |v| v.parameters.header.leave_unsigned("oauth_version");
    "realm-signed": "realm was signed",
        "leave realm out of the signature (RFC 5849, 3.4.1.3.1)",
        |v| v.parameters.header.realm = Realm::InItsPlace,
        |v| v.parameters.header.realm = Realm::Last;
    "signature-signed": "an empty oauth_signature was signed",
        "leave oauth_signature out of what is signed (RFC 5849, 3.4.1.3.1)",
        |v| v.parameters.header.with_signature = true;
    "host-case-kept": "scheme or host were signed with upper-case letters",
        "bring scheme and host to lower case (RFC 5849, 3.4.1.2)",
        |v| v.uri.host = Host::AsSent,
        |v| v.uri.scheme_as_sent = true,
        |v| {
            v.uri.host = Host::AsSent;
            v.uri.scheme_as_sent = true;
        };
    "other-host": "another host was signed than the one in the URL: api.twitter.com for api.x.com, or back",
        "sign the URL that is sent; do not let a redirect change the host",
        |v| v.uri.host = Host::Renamed;
    "scheme-swapped": "http was signed where https is sent, or back",
        "sign the scheme that is sent, also behind a proxy",
        |v| v.uri.scheme_swapped = true;
    "default-port-kept": "the default port was signed",
        "leave :443 out for https and :80 for http",
        |v| v.uri.port = Port::IfGiven,
        |v| v.uri.port = Port::Always;
    "port-dropped": "a port that is not the default was not signed",
        "keep every port but :443 for https and :80 for http",
        |v| v.uri.port = Port::Never;
    "path-decoded": "the path was decoded before it was signed",
        "sign the path as it is sent",
        |v| v.uri.path_decoded = true;
    "slash-added": "the path was signed with a slash at its end that the URL has not",
        "sign the path as it is sent",
        |v| v.uri.path = Path::WithSlash;
    "slash-dropped": "the slash at the end of the path was not signed",
        "sign the path as it is sent; an empty one as '/'",
        |v| v.uri.path = Path::WithoutSlash;
    "fragment-kept": "the fragment was signed",
        "cut the URL off at '#'",
        |v| v.uri.keep(Kept::Fragment);
    "query-in-uri": "the query was left in the base string URI",
        "cut the URI off at '?'; the query's parameters belong to the others",
        |v| v.uri.keep(Kept::Query);
    "uri-not-encoded": "the base string URI was not encoded",
        "encode it before joining the three parts with '&'",
        |v| v.uri.whole.encoded = false;
    "parameters-not-encoded": "the normalized parameters were not encoded as a whole",
        "encode them once more before joining the three parts with '&'",
        |v| v.parameters.whole.encoded = false;
    "method-lower-case": "the method was signed in lower case",
        "sign it in upper case",
        |v| v.method.lower_case = true;
    "signed-as-get": "GET was signed and another method sent",
        "sign the method that is sent",
        |v| v.method.name = Some("GET");
    "signed-as-post": "POST was signed and another method sent",
        "sign the method that is sent",
        |v| v.method.name = Some("POST");
    "signed-as-put": "PUT was signed and another method sent",
        "sign the method that is sent",
        |v| v.method.name = Some("PUT");
    "signed-as-patch": "PATCH was signed and another method sent",
        "sign the method that is sent",
        |v| v.method.name = Some("PATCH");
    "signed-as-delete": "DELETE was signed and another method sent",
        "sign the method that is sent",
        |v| v.method.name = Some("DELETE");
    "token-secret-missing": "the token_secret was not part of the signing key",
        "sign with api_secret&token_secret whenever a token is sent",
        |v| v.key.second = Secret::of(Whose::Nobody);
    "api-secret-missing": "the api_secret was not part of the signing key",
        "sign with api_secret&token_secret",
        |v| v.key.first = Secret::of(Whose::Nobody);
    "secrets-swapped": "api_secret and token_secret stand in the wrong order, or were mixed up",
        "sign with api_secret&token_secret",
        |v| v.key.swap();
    "key-for-secret": "the api_key was used as api_secret",
        "give each its place; the secret is the longer one",
        |v| v.key.first = Secret::of(Whose::ApiKey);
    "token-for-secret": "the token was used as token_secret",
        "give each its place; the token is the one with the '-'",
        |v| v.key.second = Secret::of(Whose::Token);
    "secrets-not-encoded": "the secrets were not encoded in the signing key",
        "percent-encode each before joining them with '&' (RFC 5849, 3.4.2)",
        |v| v.key.encoded = false;
    "ampersand-missing": "the '&' of the signing key was left out",
        "keep it, also without a token_secret",
        |v| v.key.ampersand = false;
    "secret-with-newline": "a secret was used with a line's end behind it",
        "cut white space off when reading it",
        |v| v.key.put_around_both(b"", b"\n"),
        |v| v.key.first.put_around(b"", b"\n"),
        |v| v.key.second.put_around(b"", b"\n"),
        |v| v.key.put_around_both(b"", b"\r\n"),
        |v| v.key.first.put_around(b"", b"\r\n"),
        |v| v.key.second.put_around(b"", b"\r\n");
    "secret-with-space": "a secret was used with a space behind it",
        "cut white space off when reading it",
        |v| v.key.put_around_both(b"", b" "),
        |v| v.key.first.put_around(b"", b" "),
        |v| v.key.second.put_around(b"", b" ");
    "secret-with-tab": "a secret was used with a tab behind it",
        "cut white space off when reading it",
        |v| v.key.put_around_both(b"", b"\t"),
        |v| v.key.first.put_around(b"", b"\t"),
        |v| v.key.second.put_around(b"", b"\t");
    "secret-in-quotes": "a secret was used with quotes around it",
        "take the quotes off when reading it",
        |v| v.key.put_around_both(b"\"", b"\""),
        |v| v.key.first.put_around(b"\"", b"\""),
        |v| v.key.second.put_around(b"\"", b"\""),
        |v| v.key.put_around_both(b"'", b"'"),
        |v| v.key.first.put_around(b"'", b"'"),
        |v| v.key.second.put_around(b"'", b"'");
};

/// Causes that are seen and not searched for.
const OTHERS: Causes = causes! {
    "none-found": "no mistake was found in what was given",
        "give the header that was sent, the credentials and X's answer, as far as they are missing";
    "x-reads-otherwise": "the signature is right by RFC 5849, and X reads the request otherwise",
        "send the query by tw_canonical_url and forms by tw_form_encode";
    "header-missing": "no Authorization header was given, so no signature could be checked",
        "give the header that was sent";
    "header-not-oauth": "the Authorization header is not of the scheme OAuth",
        "send OAuth and the parameters, or a bearer where the endpoint takes one";
    "header-backslashes": "the header holds backslashes, as X's documentation pages print them",
        "write oauth_consumer_key without a backslash";
    "header-incomplete": "a parameter is missing in the header",
        "send consumer key, nonce, signature, signature method and timestamp";
    "header-parameter-twice": "a parameter stands in the header twice",
        "send each once";
    "oauth-parameter-twice": "a parameter of the header stands in query or body too",
        "send it in the header alone";
    "signature-method": "another signature method than HMAC-SHA1",
        "X documents HMAC-SHA1 only";
    "oauth-version": "oauth_version is not 1.0",
        "send 1.0 or leave it out";
    "nonce-empty": "the nonce is empty",
        "send a random one with each request";
    "signature-not-escaped": "the signature stands in the header without being escaped",
        "percent-encode it: '+' as %2B, '/' as %2F, '=' as %3D";
    "signature-escaped-twice": "the signature stands in the header escaped twice",
        "percent-encode it once";
    "signature-url-safe": "the signature is in URL-safe base64",
        "use standard base64 with + / and =";
    "signature-without-padding": "the signature lacks its '='",
        "use base64 with padding";
    "signature-with-newline": "a line's end stands behind the signature, as %0A",
        "cut it off before escaping: some base64 encoders put one there";
    "signature-in-hex": "the signature is the HMAC in hex",
        "encode the 20 bytes of the HMAC in base64, not their hex";
    "signature-hmac-sha256": "the signature is an HMAC-SHA256",
        "use HMAC-SHA1";
    "signature-length": "the signature is no HMAC-SHA1 in base64",
        "send the 20 bytes of the HMAC in base64: 28 characters, and '=' the last of them";
    "timestamp-not-a-number": "the timestamp is not a number of seconds",
        "send Unix seconds in decimal digits";
    "timestamp-in-milliseconds": "the timestamp is in milliseconds",
        "send seconds";
    "clock-off": "the timestamp is too far from the server's time",
        "set the clock, or learn the offset from a reply's Date header";
    "other-api-key": "the header carries another API Key than the credentials",
        "sign with the key and secret of one App";
    "other-token": "the header carries another token than the credentials",
        "sign with the token and its own secret";
    "token-not-sent": "the credentials hold a token, and the header carries none",
        "send oauth_token and sign with its secret";
    "token-sent-without-secret": "the header carries a token, and the credentials hold none",
        "sign with the secret of the token";
    "credential-white-space": "a credential has white space around it",
        "cut it off when reading it";
    "credential-in-quotes": "a credential has quotes, brackets or braces around it",
        "take them off when reading it";
    "credential-empty": "a credential is empty",
        "see that the variable it is read from is set";
    "credential-placeholder": "a credential is a placeholder",
        "put the real one in";
    "credential-encoded": "a credential is percent-encoded",
        "decode it before use";
    "bearer-as-token": "a Bearer Token stands where a user's Access Token belongs",
        "use the Access Token, or send the bearer as 'Authorization: Bearer'";
    "client-id-as-api-key": "an OAuth 2.0 Client ID stands where the API Key belongs",
        "use the API Key of the page 'Keys and tokens'";
    "key-and-secret-swapped": "API Key and API Secret seem to be swapped",
        "the key is the shorter one (25 characters today), the secret the longer (50)";
    "token-shape": "the Access Token does not look like one",
        "it is a user id, '-' and letters and digits";
    "user-of-another-account": "the path names another user than the token belongs to",
        "use the id in front of the token's '-', or that user's own token";
    "token-dead": "the token was revoked, regenerated, or belongs to other keys",
        "let the user log in again";
    "signature-refused": "X could not verify the signature",
        "give the header that was sent and the credentials: then the signature can be checked";
    "header-not-understood": "X found no usable Authorization header",
        "see that it is sent, and not dropped by a proxy or a redirect";
    "clock-refused": "X finds the timestamp out of bounds",
        "set the clock, or learn the offset from a reply's Date header, and sign anew";
    "app-credentials-refused": "API Key or Secret are wrong, or were used too often",
        "compare them with the page 'Keys and tokens'";
    "callback-not-approved": "the callback is not on the App's list",
        "add exactly this URL in the App's settings";
    "callback-only-oob": "the App has no callback URL, so only \"oob\" works",
        "register a callback URL, or use a PIN";
    "app-suspended": "X has suspended the App",
        "see the developer portal";
    "account-suspended": "the account of the token is suspended or locked",
        "its user has to log in at x.com";
    "permission-missing": "the credentials are right, and lack a permission",
        "raise the App's permission, then let the user log in again: tokens keep what they had";
    "app-not-enrolled": "the App or its plan has no access to this endpoint",
        "see the App's project and plan in the developer portal";
    "wrong-kind-of-credential": "the endpoint takes another kind of credential",
        "use what X names: a user's token, or a bearer";
    "rate-limited": "too many requests",
        "wait until the time in x-rate-limit-reset, then sign anew";
    "server-trouble": "X's servers are in trouble",
        "try again later, with a fresh signature";
    "https-required": "X takes https only",
        "send https";
    "not-found": "there is no such page",
        "look at path and version";
    "form-not-understood": "X did not read the body as a form",
        "send Content-Type: application/x-www-form-urlencoded and the body";
    "invalid-request": "X understood the credentials and not the request",
        "look at the parameters";
};

/// The cause of this identifier. Every identifier used is in the table (tested).
pub(super) fn cause(id: &str) -> Cause {
    const UNKNOWN: Cause = Cause {
        id: "none-found",
        what: "",
        mend: "",
    };
    all().find(|cause| cause.id == id).unwrap_or(UNKNOWN)
}

/// Every cause, in the order of the tables.
pub fn all() -> impl Iterator<Item = Cause> {
    proven().chain(others())
}

/// Those that are proven by building the signature anew.
pub fn proven() -> impl Iterator<Item = Cause> {
    read(RECIPES.0)
}

/// Those that are found in another way.
pub fn others() -> impl Iterator<Item = Cause> {
    read(OTHERS)
}

/// Every way to make every mistake that can be proven.
pub(super) fn ways() -> impl Iterator<Item = (Cause, Way)> {
    let of_each = RECIPES.1.split(Option::is_none);
    proven().zip(of_each).flat_map(|(cause, ways)| {
        let ways = ways.iter().flatten();
        ways.map(move |&way| (cause, way))
    })
}

fn read(causes: Causes) -> impl Iterator<Item = Cause> {
    let mut rest = causes.texts;
    causes.lengths.iter().map(move |lengths| {
        let [id, what, mend] = lengths.map(|length| {
            let (text, after) = rest.split_at_checked(length.into()).unwrap_or_default();
            rest = after;
            text
        });
        Cause { id, what, mend }
    })
}
