//! Any callback: a verifier only for the token that was asked for.

use twsign::{callback_verifier, Status};

pub const REQUEST_TOKEN: &[u8] = b"NPcudxy0yU5T3tBzho7iCotZ3cnetKwcTIRlX0iwRl0";

pub fn check(data: &[u8]) {
    match callback_verifier(REQUEST_TOKEN, data) {
        Ok(verifier) => {
            assert!(!verifier.is_empty() && verifier.iter().all(u8::is_ascii_graphic));
            let other = callback_verifier(b"another", data).unwrap_err();
            assert_eq!(other.status(), Status::SignatureMismatch);
        }
        Err(error) => assert!(matches!(
            error.status(),
            Status::Denied | Status::SignatureMismatch | Status::InvalidResponse
        )),
    }
}
