//! HMAC-SHA1 with its key prepared (RFC 5849, 3.4.2).
#![forbid(unsafe_code)]

use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use zeroize::Zeroizing;

use crate::error::{Error, Field, Status};
use crate::percent::{Component, Times};
use crate::text::{Sink, Written};

/// 20 bytes in base64.
pub(crate) const SIGNATURE_LEN: usize = 28;

/// The two states of HMAC after its key block. The secrets cannot be had back
/// from them, but signatures can: they are wiped when dropped.
#[derive(Clone)]
pub(crate) struct SigningKey(Hmac<Sha1>);

impl SigningKey {
    /// `api_secret&token_secret`, each percent-encoded; the `&` is always there.
    pub(crate) fn new(api_secret: &[u8], token_secret: &[u8]) -> Result<Self, Error> {
        let key = Zeroizing::new(
            KeyText {
                api_secret,
                token_secret,
            }
            .to_text()?,
        );
        Self::of(&key)
    }

    /// A key that is already put together.
    pub(crate) fn of(key: &[u8]) -> Result<Self, Error> {
        match Hmac::new_from_slice(key) {
            Ok(hmac) => Ok(Self(hmac)),
            Err(_) => Err(Error::new(
                Status::Internal,
                Field::Named("credentials"),
                "no key for HMAC",
            )),
        }
    }

    /// The signature of what `base_string` writes, in base64.
    pub(crate) fn sign(&self, base_string: &impl Written) -> Result<[u8; SIGNATURE_LEN], Error> {
        let mut hash = Hashing {
            hmac: self.0.clone(),
            block: [0; BLOCK],
            filled: 0,
        };
        base_string.write_to(&mut hash);
        let digest = hash.finish();
        let mut signature = [0; SIGNATURE_LEN];
        match STANDARD.encode_slice(digest, &mut signature) {
            Ok(SIGNATURE_LEN) => Ok(signature),
            _ => Err(Error::new(
                Status::Internal,
                Field::Named("twsign"),
                "signature of another length",
            )),
        }
    }
}

struct KeyText<'a> {
    api_secret: &'a [u8],
    token_secret: &'a [u8],
}

impl Written for KeyText<'_> {
    fn write_to<S: Sink>(&self, sink: &mut S) {
        Component::text(self.api_secret).write(Times::Once, sink);
        sink.put(b"&");
        Component::text(self.token_secret).write(Times::Once, sink);
    }
}

const BLOCK: usize = 256;

/// Gathers small pieces, so that the hash gets whole blocks.
struct Hashing {
    hmac: Hmac<Sha1>,
    block: [u8; BLOCK],
    filled: usize,
}

impl Hashing {
    fn flush(&mut self) {
        self.hmac
            .update(self.block.get(..self.filled).unwrap_or_default());
        self.filled = 0;
    }

    fn finish(mut self) -> [u8; 20] {
        self.flush();
        self.hmac.finalize().into_bytes().into()
    }
}

impl Sink for Hashing {
    fn put(&mut self, bytes: &[u8]) {
        let end = self.filled.saturating_add(bytes.len());
        if let Some(space) = self.block.get_mut(self.filled..end) {
            space.copy_from_slice(bytes);
            self.filled = end;
            return;
        }
        self.flush();
        match self.block.get_mut(..bytes.len()) {
            Some(space) => {
                space.copy_from_slice(bytes);
                self.filled = bytes.len();
            }
            None => self.hmac.update(bytes),
        }
    }
}
