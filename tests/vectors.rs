//! The published signatures and their intermediate steps, through the Rust API.

mod models;

use models::{rfc5849, x_reader, Call};
use std::{
    fs,
    path::{Path, PathBuf},
};
use twsign::{sign_request, signature_base_string, Error, Rules, Status};

struct Vector {
    name: String,
    call: Call,
    is_ambiguous: bool,
    parameters: String,
    base_string: String,
    header: String,
}

/// The lines `field: value` of a request.txt.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn all<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        let of_field = self.0.iter().filter(move |(name, _)| name == field);
        of_field.map(|(_, value)| value.as_str())
    }

    fn optional(&self, field: &str) -> Option<Vec<u8>> {
        self.all(field)
            .next()
            .map(|value| value.as_bytes().to_vec())
    }

    fn needed(&self, field: &str) -> Vec<u8> {
        self.optional(field).unwrap_or_else(|| panic!("no {field}"))
    }
}

fn text(folder: &Path, file: &str) -> String {
    let path = folder.join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"))
}

fn pair(text: &str, separator: &str) -> (String, String) {
    let halves = text.split_once(separator);
    let (name, value) = halves.unwrap_or_else(|| panic!("no {separator:?} in {text}"));
    (name.into(), value.into())
}

fn call(fields: &Fields, body: Vec<u8>) -> Call {
    let timestamp = String::from_utf8(fields.needed("timestamp")).expect("digits");
    let oauth_param = |text: &str| {
        let (name, value) = pair(text, "=");
        (name.into_bytes(), value.into_bytes())
    };
    Call {
        api_key: fields.needed("api_key"),
        api_secret: fields.needed("api_secret"),
        token: fields.optional("token"),
        token_secret: fields.optional("token_secret"),
        method: fields.needed("method"),
        url: fields.needed("url"),
        content_type: fields.optional("content_type"),
        body,
        nonce: fields.optional("nonce"),
        timestamp: timestamp.parse().expect("a number"),
        oauth_params: fields.all("oauth_param").map(oauth_param).collect(),
    }
}

fn vector(folder: &Path) -> Vector {
    let request = text(folder, "request.txt");
    let fields = Fields(request.lines().map(|line| pair(line, ": ")).collect());
    let body = fs::read(folder.join("body")).unwrap_or_default();
    Vector {
        name: folder.display().to_string(),
        call: call(&fields, body),
        is_ambiguous: match &*fields.needed("x_rules") {
            b"ambiguous" => true,
            b"signed" => false,
            other => panic!("x_rules: {}", other.escape_ascii()),
        },
        parameters: text(folder, "parameters.txt"),
        base_string: text(folder, "base_string.txt"),
        header: text(folder, "header.txt"),
    }
}

fn vectors() -> Vec<Vector> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/signing");
    let entries = fs::read_dir(folder).expect("tests/vectors/signing");
    let vectors: Vec<Vector> = entries
        .map(|entry| vector(&entry.expect("a folder").path()))
        .collect();
    assert!(vectors.len() >= 73, "only {} vectors", vectors.len());
    vectors
}

/// The third part of a base string, decoded once.
fn parameters_of(base_string: &str) -> String {
    let encoded = base_string.rsplit('&').next().expect("a part");
    let decoded = rfc5849::percent_decode(encoded.as_bytes(), false).expect("whole escapes");
    String::from_utf8(decoded).expect("ASCII")
}

/// Parameters, base string and header, step by step.
fn assert_steps(vector: &Vector, rules: Rules) {
    let name = &vector.name;
    let base_string = vector.call.lend(rules, signature_base_string);
    let base_string = base_string.unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(
        parameters_of(&base_string),
        vector.parameters,
        "{name}: parameters"
    );
    assert_eq!(base_string, vector.base_string, "{name}: base string");
    let header = vector.call.lend(rules, sign_request);
    let header = header.unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(header, vector.header, "{name}: header");
}

#[test]
fn every_vector_is_signed_step_by_step_under_the_rfc() {
    for vector in vectors() {
        assert_steps(&vector, Rules::Rfc5849);
    }
}

#[test]
fn every_vector_is_signed_or_ambiguous_as_it_says_under_x() {
    let is_ambiguous = |result: Result<String, Error>| {
        result.err().map(|error| error.status()) == Some(Status::Ambiguous)
    };
    for vector in vectors() {
        if vector.is_ambiguous {
            let name = &vector.name;
            assert!(
                is_ambiguous(vector.call.lend(Rules::X, sign_request)),
                "{name}: header"
            );
            assert!(
                is_ambiguous(vector.call.lend(Rules::X, signature_base_string)),
                "{name}: base string"
            );
        } else {
            assert_steps(&vector, Rules::X);
        }
    }
}

/// The models that the properties rely on have to know the vectors too.
#[test]
fn both_models_agree_with_every_vector() {
    for vector in vectors() {
        let (name, call) = (&vector.name, &vector.call);
        let received = call.sent_with(&vector.header);
        assert_eq!(
            rfc5849::base_string(call).as_ref(),
            Some(&vector.base_string),
            "{name}"
        );
        assert!(rfc5849::verifies(&received, &call.secrets()), "{name}");
        assert_eq!(
            x_reader::verifies(&received, &call.secrets()),
            !vector.is_ambiguous,
            "{name}"
        );
    }
}
