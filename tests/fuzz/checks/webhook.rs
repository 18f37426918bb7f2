//! A signature and a body, split at the first NUL: only the right one passes, and
//! what could be an event is not signed for whoever asks.

use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use twsign::{webhook_crc_response, webhook_verify, Status};

const API_SECRET: &[u8] = b"L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg";

pub fn check(data: &[u8]) {
    let (signature, body) = match data.iter().position(|&byte| byte == 0) {
        Some(at) => (&data[..at], &data[at + 1..]),
        None => (data, &b"{}"[..]),
    };
    let right = signature_of(body);
    assert!(webhook_verify(API_SECRET, body, right.as_bytes()).is_ok());
    assert!(webhook_verify(b"another", body, right.as_bytes()).is_err());
    let verified = webhook_verify(API_SECRET, body, signature).is_ok();
    assert_eq!(verified, signature.trim_ascii() == right.as_bytes());
    match webhook_crc_response(API_SECRET, body) {
        Ok(json) => {
            assert!(!body.is_empty() && !body.contains(&b'{'));
            assert_eq!(json, format!("{{\"response_token\":\"{right}\"}}"));
        }
        Err(error) => {
            assert!(body.is_empty() || body.contains(&b'{'));
            assert_eq!(error.status(), Status::InvalidParam);
        }
    }
}

fn signature_of(body: &[u8]) -> String {
    let mut hmac = Hmac::<Sha256>::new_from_slice(API_SECRET).unwrap();
    hmac.update(body);
    let digest = hmac.finalize().into_bytes();
    format!("sha256={}", STANDARD.encode(digest))
}
