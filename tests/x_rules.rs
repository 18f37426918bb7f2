//! TW_RULES_X: a header that is made is one that X accepts, and a request is
//! refused only if X, or no one, could read it so.

mod generators;
mod models;

use generators::{any_call, calls, for_all, form_params, raw_urls, Flavour, Tally};
use models::{refusals, rfc5849, x_reader, Call, Pair, Pairs, Text};
use proptest::prelude::*;
use twsign::{canonical_url, explain, form_encode, sign_request, Error, Param, Rules, Status};

const CASES: u32 = 2_000;

fn signed_for_x(call: &Call) -> Result<String, Error> {
    call.lend(Rules::X, sign_request)
}

/// Do both models read the request alike, if it is signed by the RFC?
fn x_reads_it_as_the_rfc(call: &Call) -> bool {
    let Some(header) = rfc5849::signed_header(call) else {
        return false;
    };
    let content_type = call.content_type.as_deref();
    let forms_agree = x_reader::is_form(content_type) == rfc5849::is_form(content_type);
    let rfc_realm = rfc5849::authorization(&header).and_then(|read| read.realm);
    x_reader::verifies(&call.sent_with(&header), &call.secrets())
        && x_reader::realm(&header) == rfc_realm
        && (forms_agree || call.body.is_empty())
}

#[test]
fn every_header_made_is_one_that_x_and_the_rfc_accept() {
    let made = Tally::default();
    for_all(3 * CASES, any_call(), |call| {
        if let Ok(header) = signed_for_x(&call) {
            made.count();
            let received = call.sent_with(&header);
            prop_assert!(
                x_reader::verifies(&received, &call.secrets()),
                "X refuses {}",
                header
            );
            prop_assert!(
                rfc5849::verifies(&received, &call.secrets()),
                "not by the RFC: {}",
                header
            );
        }
        Ok(())
    });
    made.at_least(CASES, "requests were signed");
}

#[test]
fn every_refusal_is_justified_by_the_rfc_or_by_a_second_reading() {
    let (invalid, ambiguous) = (Tally::default(), Tally::default());
    for_all(3 * CASES, any_call(), |call| {
        let Err(error) = signed_for_x(&call) else {
            return Ok(());
        };
        let justified = refusals::refusals(&call, Rules::X);
        if error.status() == Status::Ambiguous {
            ambiguous.count();
            prop_assert!(!x_reads_it_as_the_rfc(&call), "X reads it alike: {}", error);
        } else {
            invalid.count();
            prop_assert!(
                justified.contains(&error.status()),
                "{:?} do not justify: {}",
                justified,
                error
            );
        }
        Ok(())
    });
    invalid.at_least(CASES / 2, "requests were invalid");
    ambiguous.at_least(CASES / 4, "requests were ambiguous");
}

#[test]
fn what_both_read_alike_is_signed() {
    for_all(CASES, calls(Flavour::Alike), |call| {
        prop_assert!(x_reads_it_as_the_rfc(&call), "the generator is wrong");
        let result = signed_for_x(&call);
        prop_assert!(result.is_ok(), "{:?}", result);
        Ok(())
    });
}

#[test]
fn explain_answers_unless_no_one_may_sign() {
    for_all(CASES, any_call(), |call| {
        for rules in [Rules::X, Rules::Rfc5849] {
            let justified = refusals::refusals(&call, rules);
            match call.lend(rules, explain) {
                Ok(_) => prop_assert!(
                    justified.is_empty(),
                    "explained in spite of {:?}",
                    justified
                ),
                Err(error) => prop_assert!(
                    justified.contains(&error.status()),
                    "{:?}: {}",
                    justified,
                    error
                ),
            }
        }
        Ok(())
    });
}

/// No form can make these mean one thing to X and to the RFC.
fn cannot_be_written(pairs: &[Pair]) -> bool {
    let is_oauth = |name: &[u8]| name.starts_with(b"oauth_");
    (0..pairs.len()).any(|at| {
        let name = &pairs[at].0;
        let stood_before = pairs[..at].iter().any(|(earlier, _)| earlier == name);
        let dropped = name.is_empty() || name == b"client_id" || name == b"Bearer";
        dropped || refusals::is_set_by_the_library(name) || is_oauth(name) && stood_before
    })
}

#[test]
fn form_encode_writes_what_both_read_alike() {
    let (written, refused) = (Tally::default(), Tally::default());
    for_all(CASES, form_params().prop_map(Pairs), |Pairs(pairs)| {
        let params: Vec<Param> = pairs
            .iter()
            .map(|(name, value)| Param { name, value })
            .collect();
        match form_encode(&params) {
            Ok(form) => {
                written.count();
                prop_assert!(!cannot_be_written(&pairs), "{}", form);
                let mut call = Call::to("https://api.x.com/");
                call.content_type = Some(b"application/x-www-form-urlencoded".to_vec());
                call.body = form.clone().into_bytes();
                prop_assert!(x_reads_it_as_the_rfc(&call));
                prop_assert!(signed_for_x(&call).is_ok(), "{:?}", signed_for_x(&call));
                prop_assert_eq!(
                    rfc5849::form_pairs(form.as_bytes()).map(Pairs),
                    Some(Pairs(pairs))
                );
            }
            Err(error) => {
                refused.count();
                prop_assert_eq!(error.status(), Status::Ambiguous);
                prop_assert!(cannot_be_written(&pairs), "{}", error);
            }
        }
        Ok(())
    });
    written.at_least(CASES / 2, "forms were written");
    refused.at_least(CASES / 50, "forms were refused");
}

/// What stands before the path, and the path without its escapes.
fn frame(url: &[u8]) -> (Text, Text) {
    let parts = rfc5849::url_parts(url).expect("a URL");
    let before_path = parts.scheme.len() + 3 + parts.authority.len();
    let path = rfc5849::percent_decode(&parts.path, false).expect("whole escapes");
    (Text(url[..before_path].to_vec()), Text(path))
}

fn parameters(url: &[u8]) -> Pairs {
    let query = rfc5849::url_parts(url).expect("a URL").query;
    Pairs(rfc5849::form_pairs(&query).expect("whole escapes"))
}

/// Is the fragment the same, but for raw bytes that had to be escaped?
fn keeps_the_fragment(url: &[u8], canonical: &[u8]) -> bool {
    let fragment = |url: &[u8]| -> Option<Vec<u8>> {
        let at = url.iter().position(|&byte| byte == b'#')?;
        Some(url[at + 1..].to_vec())
    };
    let escaped = fragment(url).map(|fragment| {
        let is_raw = |byte: u8| !byte.is_ascii_graphic();
        let written = |byte: u8| {
            if is_raw(byte) {
                format!("%{byte:02X}")
            } else {
                char::from(byte).into()
            }
        };
        fragment
            .into_iter()
            .map(written)
            .collect::<String>()
            .into_bytes()
    });
    fragment(canonical) == escaped
}

/// Every status that tw_canonical_url may refuse this URL with.
fn url_refusals(url: &[u8]) -> Vec<Status> {
    let query = rfc5849::url_parts(url).map_or(Vec::new(), |parts| parts.query);
    let wrongs = [
        (
            Status::InvalidUrl,
            !refusals::url_is_sound_but_for_raw_bytes(url),
        ),
        (
            Status::Ambiguous,
            cannot_be_written(&rfc5849::readable_pairs(&query)),
        ),
    ];
    let wrong = wrongs.into_iter().filter(|(_, is_wrong)| *is_wrong);
    wrong.map(|(status, _)| status).collect()
}

#[test]
fn canonical_url_writes_what_both_read_alike() {
    let (written, refused) = (Tally::default(), Tally::default());
    for_all(2 * CASES, raw_urls().prop_map(Text), |Text(url)| {
        let justified = url_refusals(&url);
        match canonical_url(&url) {
            Ok(canonical) => {
                written.count();
                prop_assert!(justified.is_empty(), "{:?} for {}", justified, canonical);
                let call = Call::to(&canonical);
                prop_assert!(x_reads_it_as_the_rfc(&call), "{}", canonical);
                let header = signed_for_x(&call);
                prop_assert!(header.is_ok(), "{:?} {}", header, canonical);
                prop_assert_eq!(frame(call.url.as_slice()), frame(&url));
                prop_assert_eq!(parameters(&call.url), parameters(&url));
                prop_assert!(keeps_the_fragment(&url, &call.url), "{}", canonical);
                let again = canonical_url(&call.url);
                prop_assert_eq!(again.ok(), Some(canonical), "not settled");
            }
            Err(error) => {
                refused.count();
                prop_assert!(
                    justified.contains(&error.status()),
                    "{:?}: {}",
                    justified,
                    error
                );
            }
        }
        Ok(())
    });
    written.at_least(CASES / 2, "URLs were written");
    refused.at_least(CASES / 20, "URLs were refused");
}

/// RFC 3986, 3.3: what may stand in a path.
fn is_path_byte(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=:@/".contains(byte)
}

#[test]
fn canonical_url_escapes_what_a_path_may_not_hold() {
    for_all(CASES, raw_urls().prop_map(Text), |Text(url)| {
        if let Ok(canonical) = canonical_url(&url) {
            let path = rfc5849::url_parts(canonical.as_bytes())
                .expect("a URL")
                .path;
            prop_assert!(path.iter().all(is_path_byte), "{}", canonical);
        }
        Ok(())
    });
}
