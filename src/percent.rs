//! Percent-encoding as signatures need it (RFC 5849, 3.6; RFC 3986, 2.1 to 2.3).
//!
//! A [`Component`] is a name or a value: decoded to bytes, compared in the order
//! of its encoded form, written encoded once or twice, and never copied.
#![forbid(unsafe_code)]

use std::cmp::Ordering;

use crate::text::Sink;

/// How bytes stand in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As in a query or form: `%41` is a byte and `+` a space.
    Wire,
    /// As in a header or path: `%41` is a byte and `+` is a `+`.
    Escaped,
    /// As they are meant.
    Text,
}

/// How often a text is encoded: once in the header, twice in the base string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Times {
    Once,
    Twice,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Component<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) form: Form,
}

#[inline]
pub(crate) fn is_unreserved(byte: u8) -> bool {
    rank(byte) >= FIRST_UNRESERVED
}

/// The value of the hex digits after a `%`, if there are two.
pub(crate) fn escape_value(digits: &[u8]) -> Option<u8> {
    match *digits {
        [high, low, ..] => Some(hex(high)? << 4 | hex(low)?),
        _ => None,
    }
}

/// Where a `%` stands without two hex digits after it.
pub(crate) fn find_broken_escape(bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        if byte == b'%' && escape_value(after).is_none() {
            return Some(bytes.len().saturating_sub(rest.len()));
        }
        rest = after;
    }
    None
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit & 0x0F),
        b'a'..=b'f' | b'A'..=b'F' => Some((digit & 0x0F).wrapping_add(9)),
        _ => None,
    }
}

impl<'a> Component<'a> {
    /// From a header or path.
    pub(crate) fn escaped(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            form: Form::Escaped,
        }
    }

    pub(crate) fn text(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            form: Form::Text,
        }
    }

    /// The bytes that are meant. A broken escape, which checked input has not, stays.
    pub(crate) fn decoded(self) -> Decoded<'a> {
        Decoded(self)
    }

    /// Orders as the encoded forms order, byte by byte (RFC 5849, 3.4.1.3.2).
    #[inline]
    pub(crate) fn cmp_encoded(self, other: Component<'_>) -> Ordering {
        // Most names differ in their first letter.
        if let ([first, ..], [other_first, ..]) = (self.bytes, other.bytes) {
            let (rank, other_rank) = (rank(*first), rank(*other_first));
            let are_letters = rank.min(other_rank) >= FIRST_UNRESERVED;
            if are_letters && rank != other_rank {
                return rank.cmp(&other_rank);
            }
        }
        self.decoded().map(rank).cmp(other.decoded().map(rank))
    }

    pub(crate) fn is(self, text: &[u8]) -> bool {
        self.decoded().eq(text.iter().copied())
    }

    pub(crate) fn starts_with(self, text: &[u8]) -> bool {
        self.decoded().take(text.len()).eq(text.iter().copied())
    }

    /// Writes the strict encoding: unreserved bytes stay, others are `%XX`.
    #[inline]
    pub(crate) fn write<S: Sink>(self, times: Times, sink: &mut S) {
        let pieces = match times {
            Times::Once => &ONCE,
            Times::Twice => &TWICE,
        };
        if self.form == Form::Text {
            for &byte in self.bytes {
                sink.put_piece(piece(pieces, byte));
            }
        } else {
            for byte in self.decoded() {
                sink.put_piece(piece(pieces, byte));
            }
        }
    }
}

/// The bytes that a component means.
pub(crate) struct Decoded<'a>(Component<'a>);

impl Iterator for Decoded<'_> {
    type Item = u8;

    #[inline]
    fn next(&mut self) -> Option<u8> {
        let (&byte, rest) = self.0.bytes.split_first()?;
        self.0.bytes = rest;
        match (self.0.form, byte) {
            (Form::Wire, b'+') => Some(b' '),
            (Form::Wire | Form::Escaped, b'%') => match escape_value(rest) {
                Some(value) => {
                    self.0.bytes = rest.get(2..).unwrap_or_default();
                    Some(value)
                }
                None => Some(byte),
            },
            _ => Some(byte),
        }
    }
}

/// A byte, percent-encoded; the last of the eight says how long that is.
pub(crate) fn encoded_once(byte: u8) -> &'static [u8; 8] {
    piece(&ONCE, byte)
}

/// Ranks follow the encoded forms: `%00` to `%FF` come first, since `%` sorts
/// before every unreserved character, then those in the order of ASCII.
const RANKS: [u8; 256] = ranks();
const FIRST_UNRESERVED: u8 = (256 - 66) as u8;

// A byte is an index below 256, and the tables have 256 entries.
#[allow(clippy::indexing_slicing)]
#[inline]
fn rank(byte: u8) -> u8 {
    RANKS[byte as usize]
}

#[allow(clippy::indexing_slicing)]
#[inline]
fn piece(pieces: &'static [[u8; 8]; 256], byte: u8) -> &'static [u8; 8] {
    &pieces[byte as usize]
}

// Computed by the compiler, which would refuse an overflow or a bad index.
#[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
const fn ranks() -> [u8; 256] {
    let mut ranks = [0; 256];
    let (mut reserved, mut unreserved) = (0, FIRST_UNRESERVED);
    let mut byte = 0;
    while byte < 256 {
        let is_unreserved =
            (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'-' | b'.' | b'_' | b'~');
        let next = if is_unreserved {
            &mut unreserved
        } else {
            &mut reserved
        };
        ranks[byte] = *next;
        *next = next.wrapping_add(1);
        byte += 1;
    }
    ranks
}

/// Each byte encoded, with the length of its encoding behind it: one copy of eight
/// bytes and one addition write it, whatever the byte.
static ONCE: [[u8; 8]; 256] = pieces(*b"%00\0\0\0\0\x03", 1);
static TWICE: [[u8; 8]; 256] = pieces(*b"%2500\0\0\x05", 3);

/// `escape` with the digits of each byte at `digits_at`; unreserved bytes stay.
#[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
const fn pieces(escape: [u8; 8], digits_at: usize) -> [[u8; 8]; 256] {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut table = [escape; 256];
    let mut byte = 0;
    while byte < 256 {
        if RANKS[byte] >= FIRST_UNRESERVED {
            table[byte] = [byte as u8, 0, 0, 0, 0, 0, 0, 1];
        } else {
            table[byte][digits_at] = DIGITS[byte >> 4];
            table[byte][digits_at + 1] = DIGITS[byte & 0x0F];
        }
        byte += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use percent_encoding::{percent_encode, AsciiSet, NON_ALPHANUMERIC};

    use super::*;

    const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');

    fn encoded(component: Component<'_>, times: Times) -> String {
        let mut text = Vec::new();
        component.write(times, &mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn every_byte_is_encoded_as_the_percent_encoding_crate_does() {
        for byte in 0..=255 {
            let once = percent_encode(&[byte], RESERVED).to_string();
            let twice = percent_encode(once.as_bytes(), RESERVED).to_string();
            assert_eq!(encoded(Component::text(&[byte]), Times::Once), once);
            assert_eq!(encoded(Component::text(&[byte]), Times::Twice), twice);
        }
    }

    #[test]
    fn wire_form_is_decoded_before_it_is_encoded() {
        let wire = Component {
            bytes: b"a+b%2Fc%ff%41~!",
            form: Form::Wire,
        };
        assert_eq!(encoded(wire, Times::Once), "a%20b%2Fc%FFA~%21");
        assert_eq!(encoded(wire, Times::Twice), "a%2520b%252Fc%25FFA~%2521");
    }

    #[test]
    fn order_is_that_of_the_encoded_forms() {
        for left in 0..=255u8 {
            for right in 0..=255u8 {
                let (a, b) = ([b'x', left], [b'x', right, b'y']);
                let (a, b) = (Component::text(&a), Component::text(&b));
                let expected = encoded(a, Times::Once).cmp(&encoded(b, Times::Once));
                assert_eq!(a.cmp_encoded(b), expected, "{left} {right}");
            }
        }
    }
}
