//! Webhooks: the answer to X's challenge, and the proof that a call came from X.
#![forbid(unsafe_code)]

use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::credentials::check_credential;
use crate::error::{Error, Field, Status};
use crate::text::{ascii, Written};

/// A digest of 32 bytes in base64.
const DIGEST_LEN: usize = 44;
const PREFIX: &[u8] = b"sha256=";

/// The JSON that answers a challenge-response check (CRC).
///
/// A token with `{` in it is refused, as it could be an event.
pub fn webhook_crc_response(api_secret: &[u8], crc_token: &[u8]) -> Result<String, Error> {
    check_crc_token(crc_token)?;
    let digest = keyed(api_secret)?
        .chain_update(crc_token)
        .finalize()
        .into_bytes();
    let mut encoded = [0; DIGEST_LEN];
    let encoded = match STANDARD.encode_slice(digest, &mut encoded) {
        Ok(DIGEST_LEN) => &encoded[..],
        _ => &[],
    };
    let json = [&b"{\"response_token\":\""[..], PREFIX, encoded, b"\"}"];
    ascii(json.as_slice().to_text()?)
}

/// Anyone may ask, and the answer is signed as events are: whoever asks with an
/// event for a token would get a signature that makes it one of X's. Each event is
/// a JSON object, and no token of X's holds what each object begins with.
fn check_crc_token(crc_token: &[u8]) -> Result<(), Error> {
    let field = Field::Named(&"crc_token");
    if crc_token.is_empty() {
        return Err(Error::new(Status::InvalidParam, field, &"empty"));
    }
    match crc_token.iter().position(|&byte| byte == b'{') {
        None => Ok(()),
        Some(at) => Err(Error::at(Status::InvalidParam, field, &"'{'", at)
            .mend(&"an event and no token: whoever asks wants a forged event signed")),
    }
}

/// Whether `signature` (`sha256=...`) fits the body, byte for byte as received.
///
/// Compares in constant time.
pub fn webhook_verify(api_secret: &[u8], body: &[u8], signature: &[u8]) -> Result<(), Error> {
    let mac = keyed(api_secret)?.chain_update(body);
    let mismatch = |what| Error::new(Status::SignatureMismatch, Field::Named(&"signature"), what);
    let encoded = signature.trim_ascii().strip_prefix(PREFIX);
    // Room for what 44 characters could hold; 32 bytes it has to be.
    let mut decoded = [0; 33];
    let len = encoded
        .filter(|encoded| encoded.len() == DIGEST_LEN)
        .and_then(|encoded| STANDARD.decode_slice(encoded, &mut decoded).ok());
    let digest = decoded.get(..32).filter(|_| len == Some(32));
    let Some(digest) = digest else {
        return Err(mismatch(&"not sha256= and 32 bytes in base64"));
    };
    mac.verify_slice(digest)
        .map_err(|_| mismatch(&"not made of this body with this api_secret"))
}

/// The key is the API Secret as it is: no `&`, no encoding (x-auth 4).
fn keyed(api_secret: &[u8]) -> Result<Hmac<Sha256>, Error> {
    check_credential(api_secret, &"api_secret")?;
    Hmac::new_from_slice(api_secret).map_err(|_| {
        let field = Field::Named(&"api_secret");
        Error::new(Status::Internal, field, &"no key for HMAC")
    })
}
