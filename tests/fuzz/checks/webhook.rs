//! A signature and a body, split at the first NUL: only the right one passes.

use twsign::{webhook_crc_response, webhook_verify};

const API_SECRET: &[u8] = b"L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg";

pub fn check(data: &[u8]) {
    let (signature, body) = match data.iter().position(|&byte| byte == 0) {
        Some(at) => (&data[..at], &data[at + 1..]),
        None => (data, &b"{}"[..]),
    };
    // The answer to a challenge is the same HMAC over another text.
    let Ok(json) = webhook_crc_response(API_SECRET, body) else {
        return;
    };
    let right = json.split('"').nth(3).unwrap().as_bytes();
    assert!(webhook_verify(API_SECRET, body, right).is_ok());
    assert!(webhook_verify(b"another", body, right).is_err());
    let verified = webhook_verify(API_SECRET, body, signature).is_ok();
    assert_eq!(verified, signature.trim_ascii() == right);
}
