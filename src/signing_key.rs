//! HMAC-SHA1 with its key prepared (RFC 5849, 3.4.2).
#![forbid(unsafe_code)]

use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use zeroize::Zeroizing;

use crate::error::{Error, Field, Status};
use crate::percent::{encoded_once, Component, Times};
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
    pub(crate) fn sign(&self, base_string: &impl Written) -> Result<Signature, Error> {
        let mut hash = Hashing {
            hmac: self.0.clone(),
            block: [0; BLOCK + SLACK],
            filled: 0,
        };
        base_string.write_to(&mut hash);
        let digest = hash.finish();
        let mut signature = [0; SIGNATURE_LEN];
        match STANDARD.encode_slice(digest, &mut signature) {
            Ok(SIGNATURE_LEN) => Ok(Signature::new(signature)),
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

/// A signature in base64, and as it stands in a header.
#[derive(Clone, Copy)]
pub(crate) struct Signature {
    pub(crate) base64: [u8; SIGNATURE_LEN],
    /// Percent-encoded; with room for one piece more than the longest.
    encoded: [u8; SIGNATURE_LEN * 3 + SLACK],
    encoded_len: usize,
}

impl Signature {
    /// None is longer in a header than one of which every byte is escaped.
    pub(crate) fn longest() -> Self {
        Self::new([b'+'; SIGNATURE_LEN])
    }

    fn new(base64: [u8; SIGNATURE_LEN]) -> Self {
        let mut encoded = [0; SIGNATURE_LEN * 3 + SLACK];
        let mut len = 0_usize;
        for byte in base64 {
            let piece = encoded_once(byte);
            if let Some(room) = encoded
                .get_mut(len..)
                .and_then(|room| room.first_chunk_mut())
            {
                *room = *piece;
            }
            let [.., piece_len] = *piece;
            len = len.saturating_add(usize::from(piece_len));
        }
        Self {
            base64,
            encoded,
            encoded_len: len,
        }
    }

    pub(crate) fn encoded(&self) -> &[u8] {
        self.encoded.get(..self.encoded_len).unwrap_or_default()
    }
}

/// Whole blocks of SHA-1, few enough for the processor to encode the next ones
/// while it still hashes these.
const BLOCK: usize = 128;
/// Room for one more piece behind them.
const SLACK: usize = 8;

/// Gathers small pieces, so that the hash gets whole blocks.
struct Hashing {
    hmac: Hmac<Sha1>,
    block: [u8; BLOCK + SLACK],
    filled: usize,
}

impl Hashing {
    /// Hashes the blocks; what stands in the slack moves to the front.
    fn flush_full(&mut self) {
        if let Some((full, rest)) = self.block.split_at_mut_checked(BLOCK) {
            self.hmac.update(full);
            if let (Some(front), Some(rest)) = (full.first_chunk_mut::<SLACK>(), rest.first_chunk())
            {
                *front = *rest;
            }
        }
        self.filled = self.filled.wrapping_sub(BLOCK);
    }

    /// As `put`, for what does not fit into the block.
    fn put_across(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        loop {
            let room = BLOCK.saturating_sub(self.filled);
            let (now, later) = rest.split_at_checked(room).unwrap_or((rest, &[]));
            let end = self.filled.saturating_add(now.len());
            if let Some(room) = self.block.get_mut(self.filled..end) {
                room.copy_from_slice(now);
            }
            self.filled = end;
            if end < BLOCK {
                return;
            }
            self.flush_full();
            rest = later;
        }
    }

    fn finish(mut self) -> [u8; 20] {
        self.hmac
            .update(self.block.get(..self.filled).unwrap_or_default());
        self.hmac.finalize().into_bytes().into()
    }
}

impl Sink for Hashing {
    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        let end = self.filled.saturating_add(bytes.len());
        match self.block.get_mut(self.filled..end) {
            Some(room) if end < BLOCK => {
                room.copy_from_slice(bytes);
                self.filled = end;
            }
            _ => self.put_across(bytes),
        }
    }

    #[inline]
    fn put_piece(&mut self, piece: &[u8; 8]) {
        // Less than BLOCK already; written so that no check is needed below.
        let start = self.filled % BLOCK;
        if let Some(room) = self
            .block
            .get_mut(start..)
            .and_then(|room| room.first_chunk_mut())
        {
            // What is too much is overwritten by what comes next.
            *room = *piece;
        }
        let [.., len] = *piece;
        // At most 135: no sum overflows.
        self.filled = start.wrapping_add(usize::from(len));
        if self.filled >= BLOCK {
            self.flush_full();
        }
    }
}
