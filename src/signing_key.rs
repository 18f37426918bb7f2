//! HMAC-SHA1 with its key prepared (RFC 2104; RFC 5849, 3.4.2).
//!
//! SHA-1 itself is the crate's. Around it the crate `hmac` spends a fifth of a
//! signature on its buffers and on wiping them: it is what the tests compare with.
#![forbid(unsafe_code)]

use std::ops::Range;

use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use sha1::block_api::compress;
use zeroize::{Zeroize, Zeroizing};

use crate::error::{Error, Field, Status};
use crate::percent::{piece, Component, Piece, Pieces, Times, ONCE};
use crate::text::{Buffer, Sink, Written};
use crate::wide::encode_strict;

/// What SHA-1 hashes at a time, and what it makes of all.
const BLOCK: usize = 64;
pub(crate) const DIGEST_LEN: usize = 20;
/// A digest in base64.
pub(crate) const SIGNATURE_LEN: usize = 28;

/// What SHA-1 has come to after some blocks.
type State = [u32; 5];

/// Before the first one (FIPS 180-4, 5.3.1).
const INITIAL: State = [
    0x6745_2301,
    0xEFCD_AB89,
    0x98BA_DCFE,
    0x1032_5476,
    0xC3D2_E1F0,
];

/// The two states of HMAC after its key block. The secrets cannot be had back
/// from them, but signatures can: they are wiped when dropped.
pub(crate) struct SigningKey {
    inner: Zeroizing<State>,
    outer: Zeroizing<State>,
}

impl SigningKey {
    /// `api_secret&token_secret`, each percent-encoded; the `&` is always there.
    pub(crate) fn new(api_secret: Component<'_>, token_secret: Option<Component<'_>>) -> Self {
        Self::of(&KeyText {
            api_secret,
            token_secret,
        })
    }

    /// A key of any length; a long one is hashed.
    pub(crate) fn of(key: &(impl Written + ?Sized)) -> Self {
        let mut block = [0; BLOCK];
        if key.written_len() <= BLOCK {
            key.write_to(&mut Buffer::new(&mut block));
        } else {
            let mut hash = Hashing::new();
            key.write_to(&mut hash);
            let mut digest = hash.finish();
            for (byte, hashed) in block.iter_mut().zip(digest) {
                *byte = hashed;
            }
            digest.as_mut_slice().zeroize();
            hash.blocks.as_flattened_mut().zeroize();
            hash.state.as_mut_slice().zeroize();
        }
        let after = |pad: u8| {
            let mut padded = [block.map(|byte| byte ^ pad)];
            let mut state = Zeroizing::new(INITIAL);
            compress(&mut state, &padded);
            padded.as_flattened_mut().zeroize();
            state
        };
        let key = Self {
            inner: after(0x36),
            outer: after(0x5C),
        };
        // A slice at once; an array would be wiped byte by byte.
        block.as_mut_slice().zeroize();
        key
    }

    /// The signature of what `base_string` writes.
    pub(crate) fn sign(&self, base_string: &(impl Written + ?Sized)) -> Signature {
        let mut hash = self.begin();
        base_string.write_to(&mut hash);
        self.end(&mut hash)
    }

    /// The HMAC of what `text` writes.
    pub(crate) fn digest(&self, text: &(impl Written + ?Sized)) -> [u8; DIGEST_LEN] {
        self.sign(text).0
    }

    /// A hash that takes what is to be signed; [`SigningKey::end`] makes a signature of it.
    #[inline]
    pub(crate) fn begin(&self) -> Hashing {
        Hashing::after_key(&self.inner)
    }

    #[inline]
    pub(crate) fn end(&self, hash: &mut Hashing) -> Signature {
        Signature(self.outer_digest(&hash.finish()))
    }

    /// A digest and its padding are one block.
    fn outer_digest(&self, inner: &[u8; DIGEST_LEN]) -> [u8; DIGEST_LEN] {
        const BITS: u64 = ((BLOCK + DIGEST_LEN) * 8) as u64;
        let mut padded = [0; BLOCK];
        if let Some((start, rest)) = padded.split_first_chunk_mut() {
            *start = *inner;
            if let Some(([one, ..], bits)) = rest.split_last_chunk_mut() {
                *one = 0x80;
                *bits = BITS.to_be_bytes();
            }
        }
        let mut state = *self.outer;
        compress(&mut state, &[padded]);
        bytes_of(state)
    }
}

struct KeyText<'a> {
    api_secret: Component<'a>,
    token_secret: Option<Component<'a>>,
}

impl Written for KeyText<'_> {
    fn write_to<S: Sink + ?Sized>(&self, sink: &mut S) {
        self.api_secret.write(Times::Once, sink);
        sink.put(b"&");
        if let Some(token_secret) = self.token_secret {
            token_secret.write(Times::Once, sink);
        }
    }
}

/// It is sent in base64.
pub(crate) struct Signature([u8; DIGEST_LEN]);

impl Signature {
    /// None is longer in a header: there each digit may be a `+` or `/`, which are escaped.
    pub(crate) const LONGEST_IN_HEADER: [u8; 3 * SIGNATURE_LEN] = [b'%'; 3 * SIGNATURE_LEN];
    /// The next power of two, and a piece behind that.
    const MORE_THAN_LONGEST: usize = Self::LONGEST_IN_HEADER.len().next_power_of_two();
    pub(crate) const ROOM_IN_HEADER: usize = Self::MORE_THAN_LONGEST + 8;

    pub(crate) fn base64(&self) -> Result<[u8; SIGNATURE_LEN], Error> {
        let mut text = [0; SIGNATURE_LEN];
        match STANDARD.encode_slice(self.0, &mut text) {
            Ok(SIGNATURE_LEN) => Ok(text),
            _ => Err(Error::new(
                Status::Internal,
                Field::Named(&"twsign"),
                &"signature of another length",
            )),
        }
    }

    /// Writes it as it stands in a header: in base64, percent-encoded, both in one go,
    /// and something behind it. Gives the length.
    #[inline]
    pub(crate) fn write_in_header(&self, room: &mut [u8; Self::ROOM_IN_HEADER]) -> usize {
        let mut len = 0_usize;
        let mut put = |piece: Piece| {
            // Less than that already; written so that it is not checked again.
            let start = len % Self::MORE_THAN_LONGEST;
            if let Some(place) = room
                .get_mut(start..)
                .and_then(|room| room.first_chunk_mut())
            {
                *place = piece.text();
            }
            len = start.wrapping_add(piece.len());
        };
        for (bits, shifts) in self.in_words() {
            for shift in shifts.step_by(6).rev() {
                put(base64_digit((bits >> shift) as u8));
            }
        }
        // Twenty bytes leave one digit over.
        put(piece(&ONCE, b'='));
        len
    }

    /// Its bits and two zeros, and in each word those to shift out for a digit.
    #[inline]
    fn in_words(&self) -> [(u64, Range<u32>); 3] {
        let [a, b, c, d, e, f, g, h, rest @ ..] = self.0;
        let first = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
        let [a, b, c, d, e, f, g, h, rest @ ..] = rest;
        let second = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
        let third = u64::from(u32::from_be_bytes(rest));
        [
            (first >> 4, 0..60),
            (first << 56 | second >> 8, 0..60),
            (second << 34 | third << 2, 0..42),
        ]
    }
}

/// The digit for the low six bits, percent-encoded.
#[allow(clippy::indexing_slicing)] // Six bits are an index below 64.
#[inline]
fn base64_digit(bits: u8) -> Piece {
    BASE64[(bits & 0x3F) as usize]
}

static BASE64: [Piece; 64] = base64_digits();

#[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
const fn base64_digits() -> [Piece; 64] {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut table = [ONCE[0]; 64];
    let mut bits = 0;
    while bits < 64 {
        table[bits] = ONCE[DIGITS[bits] as usize];
        bits += 1;
    }
    table
}

/// So much is hashed in one go. Less would more often begin with what the time before
/// has left in memory; more is further than the processor looks ahead meanwhile.
const HASHED: usize = 2 * BLOCK;
/// What is written is hashed a block later: then it has arrived in memory.
const DELAY: usize = HASHED + BLOCK;
/// So much is gathered before the rest of it moves to the front.
const GATHERED: usize = 4 * BLOCK;

/// So few pieces are shorter than a block.
const FEW: usize = 8;

/// SHA-1 of what is put. Aligned to its size: a store over the end of a page takes ten
/// times as long, and there may be many.
#[repr(align(512))]
pub(crate) struct Hashing {
    state: State,
    /// The last two are for what is put when the others are full but for a byte.
    blocks: [[u8; BLOCK]; GATHERED / BLOCK + 3],
    /// Bytes in the blocks, and how many of these are hashed: whole blocks.
    filled: usize,
    hashed: usize,
    /// Bytes before those in the blocks, all hashed; the block of a key among them.
    gone: u64,
}

// Between two puts fewer than DELAY bytes are left to be hashed, and of those that are
// no more than HASHED are kept: fewer than five blocks are filled, and two are behind
// them. Should that ever not hold, it is a panic, which becomes an error, and no wrong
// signature.
#[allow(clippy::indexing_slicing)]
impl Hashing {
    fn new() -> Self {
        Self {
            state: INITIAL,
            blocks: [[0; BLOCK]; GATHERED / BLOCK + 3],
            filled: 0,
            hashed: 0,
            gone: 0,
        }
    }

    #[inline]
    fn after_key(state: &State) -> Self {
        Self {
            state: *state,
            gone: BLOCK as u64,
            ..Self::new()
        }
    }

    /// Up to a block.
    #[inline]
    fn put_short(&mut self, bytes: &[u8]) {
        let end = self.filled.wrapping_add(bytes.len());
        self.blocks.as_flattened_mut()[self.filled..end].copy_from_slice(bytes);
        self.filled = end;
        self.hash_if_due();
    }

    /// Writes up to [`FEW`] bytes, encoded, each piece over what the one before had
    /// too much; gives how much is filled then.
    #[inline(always)]
    fn write_few(&mut self, filled: usize, bytes: &[u8], pieces: &Pieces) -> usize {
        let room = &mut self.blocks.as_flattened_mut()[filled..][..BLOCK + 8];
        let mut len = 0_usize;
        for &byte in bytes {
            let piece = piece(pieces, byte);
            room[len..][..8].copy_from_slice(&piece.text());
            // It is not more; written so that room is not checked.
            len = len.wrapping_add(piece.len() & 7);
        }
        filled.wrapping_add(len)
    }

    /// How much there has to be before the next blocks are hashed.
    #[inline]
    fn next_hash(&self) -> usize {
        self.hashed.wrapping_add(DELAY)
    }

    #[inline]
    fn hash_if_due(&mut self) {
        if self.filled >= self.next_hash() {
            self.hash_some();
        }
    }

    #[inline(never)]
    fn hash_some(&mut self) {
        let full = &self.blocks[self.hashed / BLOCK..][..HASHED / BLOCK];
        compress(&mut self.state, full);
        self.hashed = self.hashed.wrapping_add(HASHED);
        if self.filled >= GATHERED {
            self.move_rest_to_front();
        }
    }

    fn move_rest_to_front(&mut self) {
        let rest = self.hashed..self.filled;
        self.filled = rest.len();
        self.gone = self.gone.wrapping_add(self.hashed as u64);
        self.hashed = 0;
        self.blocks.as_flattened_mut().copy_within(rest, 0);
    }

    /// Pads (FIPS 180-4, 5.1.1): a one, zeros, and the length in bits.
    fn finish(&mut self) -> [u8; DIGEST_LEN] {
        const LENGTH: usize = 8;
        let bits = self.gone.wrapping_add(self.filled as u64).wrapping_mul(8);
        let blocks = (self.filled.wrapping_add(LENGTH) / BLOCK).wrapping_add(1);
        let last = &mut self.blocks[..blocks];
        let padding = &mut last.as_flattened_mut()[self.filled..];
        padding.fill(0);
        padding[0] = 0x80;
        let (_, length) = padding.split_at_mut(padding.len().wrapping_sub(LENGTH));
        length.copy_from_slice(&bits.to_be_bytes());
        compress(&mut self.state, &last[self.hashed / BLOCK..]);
        bytes_of(self.state)
    }
}

fn bytes_of(state: State) -> [u8; DIGEST_LEN] {
    let mut digest = [0; DIGEST_LEN];
    for (bytes, word) in digest.chunks_exact_mut(4).zip(state) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    digest
}

impl Sink for Hashing {
    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        if bytes.len() <= BLOCK {
            self.put_short(bytes);
        } else {
            bytes.chunks(BLOCK).for_each(|chunk| self.put_short(chunk));
        }
    }

    #[inline]
    fn put_strict(&mut self, text: &[u8]) {
        let mut rest = text;
        while !rest.is_empty() {
            let (_, room) = self.blocks.as_flattened_mut().split_at_mut(self.filled);
            let encode = |room| encode_strict(rest, room);
            let Some((taken, written)) = room.first_chunk_mut().and_then(encode) else {
                return self.put_encoded(rest, &ONCE);
            };
            rest = rest.get(taken..).unwrap_or_default();
            self.filled = self.filled.wrapping_add(written);
            self.hash_if_due();
        }
    }

    #[inline]
    fn put_encoded(&mut self, bytes: &[u8], pieces: &Pieces) {
        let mut chunks = bytes.chunks_exact(FEW);
        let mut filled = self.filled;
        for few in &mut chunks {
            filled = self.write_few(filled, few, pieces);
            if filled >= self.next_hash() {
                self.filled = filled;
                self.hash_some();
                filled = self.filled;
            }
        }
        self.filled = self.write_few(filled, chunks.remainder(), pieces);
        self.hash_if_due();
    }
}

#[cfg(test)]
mod tests {
    use hmac::{Hmac, KeyInit, Mac};
    use percent_encoding::{percent_encode, NON_ALPHANUMERIC};
    use sha1::Sha1;

    use super::*;
    use crate::percent::TWICE;

    /// Pieces of all lengths up to more than all blocks together.
    struct InPieces<'a>(&'a [u8], usize);

    impl Written for InPieces<'_> {
        fn write_to<S: Sink + ?Sized>(&self, sink: &mut S) {
            self.0.chunks(self.1).for_each(|piece| sink.put(piece));
        }
    }

    /// A text, then bytes to be encoded, then a text again.
    struct Mixed<'a>(&'a [u8], usize, &'a [u8]);

    impl Written for Mixed<'_> {
        fn write_to<S: Sink + ?Sized>(&self, sink: &mut S) {
            self.0.chunks(self.1).for_each(|piece| sink.put(piece));
            sink.put_encoded(self.2, &TWICE);
            sink.put(self.0);
        }
    }

    #[test]
    fn encoding_may_begin_at_any_byte() {
        let text: Vec<u8> = (0..=255).cycle().take(1300).collect();
        for len in 0..text.len() {
            let text = &text[..len];
            for (piece, encoded) in [(1, &b"a b/c"[..]), (64, b"%%%%%%%%"), (200, &[b'/'; 99])] {
                let mixed = Mixed(text, piece, encoded);
                let mut hmac = Hmac::<Sha1>::new_from_slice(b"key").unwrap();
                hmac.update(&mixed.to_text().unwrap());
                let expected: [u8; DIGEST_LEN] = hmac.finalize().into_bytes().into();
                assert_eq!(
                    SigningKey::of(&b"key"[..]).digest(&mixed),
                    expected,
                    "{len} {piece}"
                );
            }
        }
    }

    #[test]
    fn signatures_are_those_of_the_hmac_crate() {
        let text: Vec<u8> = (0..=255).cycle().take(700).collect();
        for len in 0..text.len() {
            let (text, key) = (&text[..len], &text[..len / 2]);
            let mut hmac = Hmac::<Sha1>::new_from_slice(key).unwrap();
            hmac.update(text);
            let expected = STANDARD.encode(hmac.finalize().into_bytes());
            let signature = SigningKey::of(key).sign(&InPieces(text, len % 211 + 1));
            assert_eq!(signature.base64().unwrap(), expected.as_bytes(), "{len}");
            let encoded = percent_encode(expected.as_bytes(), NON_ALPHANUMERIC);
            let mut in_header = Vec::new();
            in_header.put_signature(&signature);
            assert_eq!(in_header, encoded.to_string().as_bytes());
        }
    }
}
