//! The fuzz targets on stable: over seeds made of the vectors, whole, cut off and
//! bent; over the corpus that fuzzing has come to; over every input that it found.

#[path = "fuzz/checks/mod.rs"]
mod checks;

use std::fs;
use std::path::{Path, PathBuf};

type Check = fn(&[u8]);

fn vector_folders() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/signing");
    let entries = fs::read_dir(folder).unwrap();
    let mut folders: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= 73);
    folders
}

/// The text of one field of a vector, or nothing.
fn field(vector: &Path, name: &str) -> Vec<u8> {
    if name == "body" {
        return fs::read(vector.join("body")).unwrap_or_default();
    }
    let request = fs::read_to_string(vector.join("request.txt")).unwrap();
    let prefix = format!("{name}: ");
    let line = request.lines().find_map(|line| line.strip_prefix(&prefix));
    line.unwrap_or_default().as_bytes().to_vec()
}

/// One input for each vector.
fn replay_vectors(target: &str, check: Check, step: usize, seed: impl Fn(&Path) -> Vec<u8>) {
    let seeds: Vec<Vec<u8>> = vector_folders().iter().map(|vector| seed(vector)).collect();
    replay(target, check, step, &seeds);
}

/// The lines that tests/fuzz/minimise.sh wrote, each an input in hex.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    let text = fs::read_to_string(path.join(target).with_extension("txt")).unwrap();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    let lines = text.lines();
    let inputs: Vec<Vec<u8>> = lines
        .map(|line| line.as_bytes().chunks(2).map(byte).collect())
        .collect();
    assert!(inputs.len() > 10);
    inputs
}

/// Runs seeds, corpus and found inputs, each seed cut off and bent at each `step`th byte;
/// leaves the seeds where tests/fuzz/run.sh finds them.
fn replay(target: &str, check: Check, step: usize, seeds: &[Vec<u8>]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("seeds")
        .join(target);
    fs::create_dir_all(&folder).unwrap();
    for (number, input) in seeds.iter().enumerate() {
        fs::write(folder.join(number.to_string()), input).unwrap();
        check(input);
        for end in (0..input.len()).step_by(step) {
            check(&input[..end]);
            let mut bent = input.clone();
            bent[end] ^= 1 << (end % 8);
            check(&bent);
        }
    }
    for (number, input) in corpus(target).iter().enumerate() {
        fs::write(folder.join(format!("kept-{number}")), input).unwrap();
        check(input);
    }
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/found");
    for entry in fs::read_dir(found.join(target)).into_iter().flatten() {
        check(&fs::read(entry.unwrap().path()).unwrap());
    }
}

#[test]
fn percent_encoding_holds_on_seeds_and_found_inputs() {
    replay_vectors(
        "percent_encoding",
        checks::percent_encoding::check,
        1,
        |vector| [b"name".to_vec(), field(vector, "body")].join(&0),
    );
}

#[test]
fn query_and_form_hold_on_seeds_and_found_inputs() {
    replay_vectors(
        "query_and_form",
        checks::query_and_form::check,
        1,
        |vector| {
            let url = field(vector, "url");
            let query = url.splitn(2, |&byte| byte == b'?').nth(1);
            [query.unwrap_or_default(), &field(vector, "body")].join(&b'&')
        },
    );
}

#[test]
fn url_holds_on_seeds_and_found_inputs() {
    replay_vectors("url", checks::url::check, 1, |vector| field(vector, "url"));
}

#[test]
fn c_abi_holds_on_seeds_and_found_inputs() {
    replay_vectors("c_abi", checks::c_abi::check, 17, |vector| {
        let texts = checks::c_abi::FIELDS.map(|name| field(vector, name));
        let every_field = 0b0001_1111;
        [vec![every_field], texts.join(&0)].concat()
    });
}

/// Bodies of replies, by x-auth.md 2.1, 2.4, 2.6, 2.8, 3.1, 5.
const REPLIES: [&str; 16] = [
    "oauth_token=NPcudxy0&oauth_token_secret=veNRnAWe6&oauth_callback_confirmed=true",
    "oauth_token=6253282-eWud&oauth_token_secret=2EEf&user_id=6253282&screen_name=xapi",
    r#"{"token_type":"bearer","access_token":"AAAA%2FAAA%3DAAAAAAAA"}"#,
    r#"{"access_token":"AAAA%2FAAA%3DAAAAAAAA"}"#,
    r#"{"errors":[{"code":32,"message":"Could not authenticate you."}]}"#,
    r#"{"errors":[{"code":99,"label":"authenticity_token_error","message":"Unable to verify"}]}"#,
    r#"{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}"#,
    r#"{"request":"\/oauth\/request_token","error":"Not \u00e4uthorized\n\ud83d\ude00"}"#,
    "<?xml version='1.0' encoding='UTF-8'?><errors><error code=\"415\">Callback URL not \
     approved</error></errors>",
    "<?xml version=\"1.0\"?><hash><error>Desktop &amp; 'oob'</error><request>/x</request></hash>",
    "Failed to validate oauth signature and token",
    "Error processing your OAuth request: Invalid oauth_verifier parameter",
    "Request token missing",
    "<html><head><title>Whoa there!</title></head></html>",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    "",
];

#[test]
fn reply_holds_on_seeds_and_found_inputs() {
    let (success, refusal) = (0, 2 << 2);
    let seeds = REPLIES.iter().flat_map(|body| {
        (0..4).flat_map(move |kind: u8| {
            [kind | success, kind | refusal].map(|choice| [&[choice], body.as_bytes()].concat())
        })
    });
    replay("reply", checks::reply::check, 1, &seeds.collect::<Vec<_>>());
}

#[test]
fn callback_holds_on_seeds_and_found_inputs() {
    let token = std::str::from_utf8(checks::callback::REQUEST_TOKEN).unwrap();
    let seeds = [
        format!("https://cb.example/?oauth_token={token}&oauth_verifier=uw7NjWHT6OJ1MpJO"),
        format!("/cb?next=%2Fhome&oauth_verifier=4868795&oauth_token={token}#top"),
        format!("http://cb.example/?denied={token}"),
        "oauth_token=another&oauth_verifier=1".to_owned(),
    ];
    let seeds = seeds.map(String::into_bytes);
    replay("callback", checks::callback::check, 1, &seeds);
}

#[test]
fn webhook_holds_on_seeds_and_found_inputs() {
    // x-auth.md 4: webhook-post-json-unicode-whitespace.
    let signature = "sha256=swZbLhDOF1qGWM18YV8GN6800UsMeSyTUV6ltRP5Hh0=";
    let body = "{ \"text\" : \"caf\u{e9} \u{2603} \\u2603\" }\n";
    let seeds = [format!("{signature}\0{body}"), format!(" {signature}\0")];
    let seeds = seeds.map(String::into_bytes);
    replay("webhook", checks::webhook::check, 1, &seeds);
}

/// Few and short: a search for a recipe takes its time.
#[test]
fn diagnose_holds_on_seeds_and_found_inputs() {
    let header = "OAuth oauth_consumer_key=\"key\",oauth_token=\"token\",oauth_nonce=\"n\",\
                  oauth_timestamp=\"1700000000\",oauth_signature_method=\"HMAC-SHA1\",\
                  oauth_signature=\"Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D\"";
    let reply = r#"{"errors":[{"code":32,"message":"Could not authenticate you."}]}"#;
    let seeds = [
        format!("{header}\0https://api.x.com/\0a=b\0{reply}"),
        "Bearer AAAA%2F\0http://api.x.com/?q=a+b\0a=%\0{\"errors\":[]}".to_owned(),
    ];
    let seeds = seeds.map(String::into_bytes);
    replay("diagnose", checks::diagnose::check, 29, &seeds);
}
