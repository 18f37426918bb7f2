//! What holds for every request that the library signs by RFC 5849, checked
//! against a second, naive implementation of the RFC.

mod generators;
mod models;

use generators::{any_bytes, any_call, calls, for_all, pieces, with_ampersands, Flavour, Tally};
use models::{refusals::refusals, rfc5849, Call, Pair, Pairs};
use proptest::collection::vec;
use proptest::prelude::*;
use twsign::{
    form_encode, sign_request, signature_base_string, Param, Rules, SignIntoError, Signer, Status,
};

const CASES: u32 = 2_000;

/// A header, or why there is none.
type Outcome = Result<String, (Status, String)>;

fn outcome(result: Result<String, twsign::Error>) -> Outcome {
    result.map_err(|error| (error.status(), error.to_string()))
}

fn signed(call: &Call, rules: Rules) -> Outcome {
    outcome(call.lend(rules, sign_request))
}

/// Signs into a buffer of this size, all filled with `filling`.
fn signed_into(
    call: &Call,
    rules: Rules,
    capacity: usize,
    filling: u8,
) -> (Vec<u8>, Result<usize, SignIntoError>) {
    let mut buffer = vec![filling; capacity];
    let result = call.lend(rules, |credentials, request| {
        let signer = Signer::new(credentials).map_err(SignIntoError::Refused)?;
        signer.sign_into(request, &mut buffer)
    });
    (buffer, result)
}

/// The capacity that the library asks for, if it signs the call.
fn told_capacity(call: &Call) -> Option<usize> {
    match signed_into(call, Rules::Rfc5849, 0, 0).1 {
        Err(SignIntoError::BufferTooSmall(capacity)) => Some(capacity),
        _ => None,
    }
}

fn sorted(mut pairs: Vec<Pair>) -> Pairs {
    pairs.sort();
    Pairs(pairs)
}

#[test]
fn encoding_then_decoding_gives_the_bytes_back() {
    let pair = (vec(any::<u8>(), 1..20), any_bytes(40));
    for_all(CASES, vec(pair, 0..8).prop_map(Pairs), |Pairs(pairs)| {
        let params: Vec<Param> = pairs
            .iter()
            .map(|(name, value)| Param { name, value })
            .collect();
        let form = form_encode(&params).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let is_strict = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%=&".contains(&byte);
        prop_assert!(form.bytes().all(is_strict), "{}", form);
        prop_assert_eq!(
            rfc5849::form_pairs(form.as_bytes()).map(Pairs),
            Some(Pairs(pairs))
        );
        Ok(())
    });
}

#[test]
fn parameter_order_does_not_matter() {
    let shuffled = |flavour| {
        pieces(flavour).prop_flat_map(|pieces| (Just(pieces.clone()), Just(pieces).prop_shuffle()))
    };
    let flavour = prop_oneof![Just(Flavour::Alike), Just(Flavour::Odd)];
    let params =
        flavour.prop_flat_map(move |flavour| (shuffled(flavour), shuffled(flavour), any::<bool>()));
    let tally = Tally::default();
    for_all(
        CASES,
        params,
        |((query, other_query), (body, other_body), turn_header)| {
            let mut call = Call::to("https://api.x.com/?");
            call.content_type = Some(b"application/x-www-form-urlencoded".to_vec());
            call.oauth_params = vec![
                (b"oauth_z".to_vec(), b"1".to_vec()),
                (b"oauth_a".to_vec(), b"2".to_vec()),
            ];
            let mut other = call.clone();
            call.url.extend(with_ampersands(query));
            other.url.extend(with_ampersands(other_query));
            call.body = with_ampersands(body);
            other.body = with_ampersands(other_body);
            if turn_header {
                other.oauth_params.reverse();
            }
            let (header, other_header) = (
                signed(&call, Rules::Rfc5849),
                signed(&other, Rules::Rfc5849),
            );
            if header.is_ok() {
                tally.count();
                prop_assert_eq!(header, other_header);
            } else {
                prop_assert!(other_header.is_err());
            }
            Ok(())
        },
    );
    tally.at_least(CASES / 2, "requests were signed");
}

#[test]
fn every_way_of_signing_agrees() {
    let rules = prop_oneof![Just(Rules::X), Just(Rules::Rfc5849)];
    for_all(CASES, (any_call(), rules), |(call, rules)| {
        let at_once = signed(&call, rules);
        let by_signer = outcome(call.lend(rules, |credentials, request| {
            Signer::new(credentials)?.sign(request)
        }));
        prop_assert_eq!(&by_signer, &at_once);

        let (buffer, result) = signed_into(&call, rules, 100_000, b'?');
        let in_place = match result {
            Ok(length) => Ok(String::from_utf8_lossy(&buffer[..length]).into_owned()),
            Err(SignIntoError::Refused(error)) => Err((error.status(), error.to_string())),
            Err(SignIntoError::BufferTooSmall(length)) => {
                return Err(TestCaseError::fail(format!("needs {length} bytes")))
            }
        };
        prop_assert_eq!(&in_place, &at_once);

        let base_string = outcome(call.lend(rules, signature_base_string));
        match (base_string, at_once) {
            (Ok(base_string), Ok(header)) => {
                let parameters = rfc5849::authorization(&header)
                    .expect("a header")
                    .parameters;
                let key = [
                    rfc5849::percent_encode(&call.api_secret),
                    rfc5849::percent_encode(call.secrets().token_secret),
                ];
                let signature =
                    rfc5849::hmac_sha1(key.join("&").as_bytes(), base_string.as_bytes());
                prop_assert!(
                    parameters.contains(&(b"oauth_signature".to_vec(), signature.into_bytes()))
                );
            }
            (base_string, header) => prop_assert_eq!(base_string, header),
        }
        Ok(())
    });
}

#[test]
fn the_header_fits_the_capacity_told() {
    let flavour = prop_oneof![Just(Flavour::Alike), Just(Flavour::Odd)];
    let tally = Tally::default();
    for_all(CASES, flavour.prop_flat_map(calls), |mut call| {
        let Some(capacity) = told_capacity(&call) else {
            prop_assert!(signed(&call, Rules::Rfc5849).is_err());
            return Ok(());
        };
        tally.count();
        let (_, result) = signed_into(&call, Rules::Rfc5849, capacity, 0);
        prop_assert!(
            matches!(result, Ok(length) if length <= capacity),
            "for the nonce given"
        );

        call.nonce = None;
        let capacity = told_capacity(&call).expect("the nonce refuses nothing");
        for _ in 0..4 {
            let (_, result) = signed_into(&call, Rules::Rfc5849, capacity, 0);
            prop_assert!(
                matches!(result, Ok(length) if length <= capacity),
                "for a fresh nonce"
            );
        }
        Ok(())
    });
    tally.at_least(CASES / 2, "requests were signed");
}

#[test]
fn a_buffer_one_byte_short_is_left_alone() {
    for_all(CASES, calls(Flavour::Alike), |call| {
        let header =
            signed(&call, Rules::Rfc5849).map_err(|(_, message)| TestCaseError::fail(message))?;
        let (buffer, result) = signed_into(&call, Rules::Rfc5849, header.len(), 0xA5);
        prop_assert!(matches!(result, Ok(length) if length == header.len()));
        prop_assert_eq!(&buffer, header.as_bytes());

        let (buffer, result) = signed_into(&call, Rules::Rfc5849, header.len() - 1, 0xA5);
        prop_assert!(
            matches!(result, Err(SignIntoError::BufferTooSmall(told)) if told >= header.len())
        );
        prop_assert!(buffer.iter().all(|&byte| byte == 0xA5));
        Ok(())
    });
}

#[test]
fn bytes_after_the_header_are_left_alone() {
    for_all(200, calls(Flavour::Alike), |call| {
        let (buffer, result) = signed_into(&call, Rules::X, 20_000, 0xA5);
        let Ok(length) = result else {
            return Err(TestCaseError::fail("not signed"));
        };
        prop_assert!(buffer[length..].iter().all(|&byte| byte == 0xA5));
        Ok(())
    });
}

#[test]
fn the_header_decodes_to_what_was_put_in() {
    let tally = Tally::default();
    for_all(CASES, any_call(), |call| {
        let Ok(header) = signed(&call, Rules::Rfc5849) else {
            return Ok(());
        };
        tally.count();
        prop_assert!(
            header.bytes().all(|byte| (0x20..=0x7E).contains(&byte)),
            "{}",
            header
        );
        let read = rfc5849::authorization(&header).expect("a header");
        let mut expected = rfc5849::header_parameters(&call);
        let signature = rfc5849::signature(&call).expect("the request is readable");
        expected.push((b"oauth_signature".to_vec(), signature.into_bytes()));
        prop_assert_eq!(sorted(read.parameters), sorted(expected));
        let realm = call.oauth_params.iter().find(|(name, _)| name == b"realm");
        prop_assert_eq!(read.realm.as_ref(), realm.map(|(_, value)| value));
        prop_assert_eq!(header.starts_with("OAuth realm="), realm.is_some());
        Ok(())
    });
    tally.at_least(CASES / 3, "requests were signed");
}

#[test]
fn the_naive_implementation_agrees_and_justifies_every_refusal() {
    let (accepted, refused) = (Tally::default(), Tally::default());
    for_all(3 * CASES, any_call(), |call| {
        let justified = refusals(&call, Rules::Rfc5849);
        let base_string = outcome(call.lend(Rules::Rfc5849, signature_base_string));
        match signed(&call, Rules::Rfc5849) {
            Ok(header) => {
                accepted.count();
                prop_assert!(justified.is_empty(), "signed in spite of {:?}", justified);
                prop_assert_eq!(base_string.ok(), rfc5849::base_string(&call));
                prop_assert!(rfc5849::verifies(&call.sent_with(&header), &call.secrets()));
            }
            Err((status, message)) => {
                refused.count();
                prop_assert!(
                    justified.contains(&status),
                    "{:?} for {:?}: {}",
                    status,
                    justified,
                    message
                );
            }
        }
        Ok(())
    });
    accepted.at_least(CASES, "requests were signed");
    refused.at_least(CASES / 2, "requests were refused");
}

#[test]
fn fresh_nonces_are_128_bits_and_differ() {
    let mut call = Call::to("https://api.x.com/");
    call.nonce = None;
    let mut nonces: Vec<Vec<u8>> = (0..1_000)
        .map(|_| {
            let header = signed(&call, Rules::X).expect("signed");
            let parameters = rfc5849::authorization(&header)
                .expect("a header")
                .parameters;
            let nonce = parameters
                .into_iter()
                .find(|(name, _)| name == b"oauth_nonce");
            nonce.expect("a nonce").1
        })
        .collect();
    assert!(nonces
        .iter()
        .all(|nonce| nonce.len() == 32 && nonce.iter().all(u8::is_ascii_hexdigit)));
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), 1_000);
}

/// The times that a signer puts into its headers, for a request that leaves
/// the time to the clock and for one that brings its own.
fn times(signer: &Signer) -> [i64; 2] {
    [0, 1_700_000_000].map(|timestamp| {
        let mut call = Call::to("https://api.x.com/");
        call.timestamp = timestamp;
        let header = call.lend(Rules::X, |_, request| signer.sign(request));
        let header = header.expect("signed");
        let parameters = rfc5849::authorization(&header)
            .expect("a header")
            .parameters;
        let mut times = parameters
            .iter()
            .filter(|(name, _)| name == b"oauth_timestamp");
        let time = String::from_utf8_lossy(&times.next().expect("a time").1).into_owned();
        time.parse().expect("a number")
    })
}

#[test]
fn the_clock_offset_moves_only_times_that_are_not_given() {
    let call = Call::to("https://api.x.com/");
    let signer = call.lend(Rules::X, |credentials, _| Signer::new(credentials));
    let signer = signer.expect("sound");
    let [now, given] = times(&signer);
    assert_eq!(given, call.timestamp);

    signer.set_clock_offset(-1_000);
    let [earlier, given] = times(&signer);
    assert!((now - 1_000..now - 900).contains(&earlier), "{earlier}");
    assert_eq!(given, call.timestamp);

    let offset = signer.learn_clock(b"Wed, 18 May 2033 03:33:20 GMT");
    let [learnt, given] = times(&signer);
    assert!((2_000_000_000..2_000_000_100).contains(&learnt), "{learnt}");
    assert!(offset.is_ok_and(|offset| (now + offset - 2_000_000_000).abs() < 100));
    assert_eq!(given, call.timestamp);
}
