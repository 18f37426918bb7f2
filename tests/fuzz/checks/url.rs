//! Any bytes as a URL: its canonical form stays as it is, and what can be signed
//! as it stands is signed as its canonical form is.

use twsign::{canonical_url, signature_base_string, Credentials, Request, Rules};

const CREDENTIALS: Credentials = Credentials {
    api_key: b"key",
    api_secret: b"secret",
    token: None,
    token_secret: None,
};

pub fn check(data: &[u8]) {
    let signed = base_string(data);
    let Ok(canonical) = canonical_url(data) else {
        return;
    };
    assert_eq!(canonical_url(canonical.as_bytes()).as_ref(), Ok(&canonical));
    // These may not stand in a path; signed as they are, escaped in the canonical form.
    let path_end = data.iter().position(|byte| b"?#".contains(byte));
    let path = &data[..path_end.unwrap_or(data.len())];
    if path.iter().any(|byte| b"\"<>\\^`{|}[]".contains(byte)) {
        return;
    }
    if let Ok(signed) = signed {
        assert_eq!(base_string(canonical.as_bytes()), Ok(signed));
    }
}

fn base_string(url: &[u8]) -> Result<String, twsign::Error> {
    let request = Request {
        nonce: Some(b"nonce"),
        timestamp: 1,
        rules: Rules::Rfc5849,
        ..Request::new(b"GET", url)
    };
    signature_base_string(&CREDENTIALS, &request)
}
