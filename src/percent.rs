//! Percent-encoding as signatures need it (RFC 5849, 3.6; RFC 3986, 2.1 to 2.3).
//!
//! A [`Component`] is a name or a value: decoded to bytes, compared in the order
//! of its encoded form, written encoded once or twice, and never copied.
#![forbid(unsafe_code)]

use std::cmp::Ordering;

use crate::room::{reserve, NoMemory};
use crate::text::{Buffer, Sink};
use crate::wide;

/// How bytes stand in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As in a query or form: `%41` is a byte and `+` a space.
    Wire,
    /// As in a header or path: `%41` is a byte and `+` is a `+`.
    Escaped,
    /// As they are meant.
    Text,
    /// Unreserved ones alone, which are the same in every form.
    Plain,
    /// Encoded as signatures encode: unreserved ones, and others as upper-case escapes.
    Strict,
}

impl Form {
    /// Of a query or form, as narrow as can be.
    #[inline]
    pub(crate) fn on_wire(bytes: &[u8]) -> Self {
        if is_plain(bytes) {
            Form::Plain
        } else if is_strict(bytes) {
            Form::Strict
        } else {
            Form::Wire
        }
    }

    /// Whether bytes of this form are what encoding makes of them.
    #[inline]
    fn is_encoded(self) -> bool {
        matches!(self, Form::Plain | Form::Strict)
    }
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
pub(crate) const fn is_unreserved(byte: u8) -> bool {
    rank(byte) >= FIRST_UNRESERVED
}

/// Whether all are unreserved.
#[inline(never)]
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    let narrowly = || bytes.iter().fold(true, |plain, &byte| plain & stays(byte));
    wide::is_plain(bytes).unwrap_or_else(narrowly)
}

/// Whether these bytes are what encoding makes of those they mean.
fn is_strict(bytes: &[u8]) -> bool {
    let (second, third) = (bytes.iter().skip(1), bytes.iter().skip(2));
    let none = || std::iter::repeat(&0);
    let mut windows = bytes
        .iter()
        .zip(second.chain(none()))
        .zip(third.chain(none()));
    windows.all(|((&byte, &high), &low)| is_strict_byte(byte, high, low))
}

/// Whether encoding makes this byte, with the two after it: an unreserved one, or a `%`
/// before the upper-case hex digits of one that is not.
#[inline(always)]
pub(crate) fn is_strict_byte(byte: u8, high: u8, low: u8) -> bool {
    stays(byte) | ((byte == b'%') & stays_escaped(high, low))
}

/// As [`is_unreserved`], without a look into memory.
#[inline(always)]
fn stays(byte: u8) -> bool {
    let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    // From `-` over `.` and `/` to the digits.
    let is_other = (byte.wrapping_sub(b'-') < 13) & (byte != b'/');
    is_letter | is_other | (byte == b'_') | (byte == b'~')
}

/// Whether these are upper-case hex digits of a byte that has to be escaped.
#[inline(always)]
fn stays_escaped(high: u8, low: u8) -> bool {
    let is_letter = |digit: u8| digit.wrapping_sub(b'A') < 6;
    let is_hex = |digit: u8| (digit.wrapping_sub(b'0') < 10) | is_letter(digit);
    let value = |digit: u8| (digit & 0x0F).wrapping_add(if is_letter(digit) { 9 } else { 0 });
    let escaped = value(high).wrapping_mul(16).wrapping_add(value(low));
    is_hex(high) & is_hex(low) & !stays(escaped)
}

/// The value of the hex digits after a `%`, if there are two.
#[inline]
pub(crate) fn escape_value(digits: &[u8]) -> Option<u8> {
    match *digits {
        [high, low, ..] => {
            let (high, low) = (hex(high), hex(low));
            (high | low != NO_DIGIT).then_some(high << 4 | low)
        }
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
            form: if is_plain(bytes) {
                Form::Plain
            } else {
                Form::Text
            },
        }
    }

    /// Of unreserved bytes.
    pub(crate) const fn plain(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            form: Form::Plain,
        }
    }

    /// The bytes that are meant. A broken escape, which checked input has not, stays.
    #[inline]
    pub(crate) fn decoded(self) -> Decoded<'a> {
        Decoded {
            bytes: self.bytes,
            has_escapes: !matches!(self.form, Form::Text | Form::Plain),
            plus: if self.form == Form::Wire { b' ' } else { b'+' },
        }
    }

    /// Appends the bytes that are meant.
    #[inline(never)]
    pub(crate) fn put_decoded(self, text: &mut Vec<u8>) -> Result<(), NoMemory> {
        reserve(text, self.bytes.len())?;
        match self.form {
            Form::Text | Form::Plain => text.extend_from_slice(self.bytes),
            _ => text.extend(self.decoded()),
        }
        Ok(())
    }

    /// Orders as the encoded forms order, byte by byte (RFC 5849, 3.4.1.3.2).
    #[inline]
    pub(crate) fn cmp_encoded(self, other: Component<'_>) -> Ordering {
        if !(self.form.is_encoded() && other.form.is_encoded()) {
            return self.decoded().map(rank).cmp(other.decoded().map(rank));
        }
        match (self.bytes, other.bytes) {
            // Most names differ in their first letter.
            ([first, ..], [other_first, ..]) if first != other_first => first.cmp(other_first),
            (bytes, others) => bytes.cmp(others),
        }
    }

    /// The first bytes of the encoded form, as a number that orders as they do; zeros
    /// fill it up, which no encoded form holds.
    #[inline]
    pub(crate) fn begin_encoded(self) -> u64 {
        if self.form.is_encoded() {
            begin(self.bytes)
        } else {
            self.begin_of_encoding()
        }
    }

    #[inline(never)]
    fn begin_of_encoding(self) -> u64 {
        let mut text = [0; BEGIN * 3];
        let mut encoded = Buffer::new(&mut text);
        put_mapped(self.decoded().take(BEGIN), &ONCE, &mut encoded);
        begin(&text)
    }

    /// Whether it means these unreserved bytes.
    #[inline]
    pub(crate) fn is(self, text: &[u8]) -> bool {
        match self.form {
            Form::Plain | Form::Text | Form::Strict => self.bytes == text,
            // No form is shorter than what it means.
            _ => self.bytes.len() >= text.len() && self.decoded().eq(text.iter().copied()),
        }
    }

    /// Whether it begins with these unreserved bytes.
    #[inline]
    pub(crate) fn starts_with(self, text: &[u8]) -> bool {
        match self.form {
            Form::Plain | Form::Text | Form::Strict => self.bytes.starts_with(text),
            _ => self.decoded().take(text.len()).eq(text.iter().copied()),
        }
    }

    /// Writes the strict encoding: unreserved bytes stay, others are `%XX`.
    #[inline]
    pub(crate) fn write<S: Sink + ?Sized>(self, times: Times, sink: &mut S) {
        let pieces = match times {
            Times::Once => &ONCE,
            Times::Twice => &TWICE,
        };
        match (self.form, times) {
            (Form::Plain, _) | (Form::Strict, Times::Once) => sink.put(self.bytes),
            (Form::Strict, Times::Twice) => sink.put_strict(self.bytes),
            (Form::Text, _) => sink.put_encoded(self.bytes, pieces),
            (Form::Wire | Form::Escaped, _) => put_mapped(self.decoded(), pieces, sink),
        }
    }
}

const BEGIN: usize = size_of::<u64>();

/// The first bytes as a number that orders as they do.
#[inline]
pub(crate) const fn begin(text: &[u8]) -> u64 {
    if let Some(first) = text.first_chunk() {
        return u64::from_be_bytes(*first);
    }
    let (mut number, mut rest) = (0_u64, text);
    while let [byte, after @ ..] = rest {
        number = number << 8 | *byte as u64;
        rest = after;
    }
    // Of no byte at all it is zero, whatever that is shifted by.
    number.wrapping_shl(BEGIN.wrapping_sub(text.len()).wrapping_mul(8) as u32)
}

/// The same of the first `len` bytes of a text, which is quicker where it goes on.
#[inline]
pub(crate) fn begin_of(text: &[u8], len: usize) -> u64 {
    match (text.first_chunk(), len) {
        (_, 0) => 0,
        (Some(first), 1..BEGIN) => {
            let others = BEGIN.wrapping_sub(len).wrapping_mul(8) as u32;
            u64::from_be_bytes(*first) >> others << others
        }
        (Some(first), _) => u64::from_be_bytes(*first),
        (None, _) => begin(text.get(..len).unwrap_or_default()),
    }
}

/// Encodes bytes that do not stand in one piece anywhere.
pub(crate) fn put_mapped<S: Sink + ?Sized>(
    mut bytes: impl Iterator<Item = u8>,
    pieces: &Pieces,
    sink: &mut S,
) {
    let mut gathered = [0; 64];
    loop {
        let filled = gathered
            .iter_mut()
            .zip(&mut bytes)
            .map(|(to, byte)| *to = byte);
        let filled = filled.count();
        sink.put_encoded(gathered.get(..filled).unwrap_or_default(), pieces);
        if filled < gathered.len() {
            return;
        }
    }
}

/// The bytes that a component means.
pub(crate) struct Decoded<'a> {
    bytes: &'a [u8],
    has_escapes: bool,
    /// What a `+` means.
    plus: u8,
}

impl Iterator for Decoded<'_> {
    type Item = u8;

    #[inline]
    fn next(&mut self) -> Option<u8> {
        let (&byte, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        if byte == b'%' && self.has_escapes {
            if let Some((digits, rest)) = rest.split_at_checked(2) {
                if let Some(value) = escape_value(digits) {
                    self.bytes = rest;
                    return Some(value);
                }
            }
        }
        Some(if byte == b'+' { self.plus } else { byte })
    }
}

/// A byte, encoded, and how long that is: one copy of eight bytes and one addition
/// write it, whatever it is. One word, since it would be copied in parts otherwise.
#[derive(Clone, Copy)]
pub(crate) struct Piece(u64);

pub(crate) type Pieces = [Piece; 256];

impl Piece {
    const fn new(text: [u8; 7], len: u8) -> Self {
        let [a, b, c, d, e, f, g] = text;
        Self(u64::from_le_bytes([a, b, c, d, e, f, g, len]))
    }

    /// What counts of it, and something behind that.
    #[inline]
    pub(crate) fn text(self) -> [u8; 8] {
        self.0.to_le_bytes()
    }

    #[inline]
    pub(crate) fn len(self) -> usize {
        (self.0 >> 56) as usize
    }
}

// A byte is an index below 256, and the table has 256 entries.
#[allow(clippy::indexing_slicing)]
#[inline]
pub(crate) fn piece(pieces: &Pieces, byte: u8) -> Piece {
    pieces[byte as usize]
}

/// Ranks follow the encoded forms: `%00` to `%FF` come first, since `%` sorts
/// before every unreserved character, then those in the order of ASCII.
const RANKS: [u8; 256] = ranks();
const FIRST_UNRESERVED: u8 = (256 - 66) as u8;

// A byte is an index below 256, and the tables have 256 entries.
#[allow(clippy::indexing_slicing)]
#[inline]
const fn rank(byte: u8) -> u8 {
    RANKS[byte as usize]
}

/// The value of a hex digit, or [`NO_DIGIT`].
#[allow(clippy::indexing_slicing)]
#[inline]
fn hex(digit: u8) -> u8 {
    HEX[digit as usize]
}

/// No value of a digit, also when it is or-ed with one.
const NO_DIGIT: u8 = 0xFF;
const HEX: [u8; 256] = hex_values();

#[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
const fn hex_values() -> [u8; 256] {
    let mut values = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 16 {
        values[b"0123456789abcdef"[value] as usize] = value as u8;
        values[b"0123456789ABCDEF"[value] as usize] = value as u8;
        value += 1;
    }
    values
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

pub(crate) static ONCE: Pieces = pieces(*b"%00\0\0\0\0", 1, 3);
pub(crate) static TWICE: Pieces = pieces(*b"%2500\0\0", 3, 5);

/// `escape` with the digits of each byte at `digits_at`; unreserved bytes stay.
#[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
const fn pieces(escape: [u8; 7], digits_at: usize, len: u8) -> Pieces {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut table = [Piece(0); 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = if RANKS[byte] >= FIRST_UNRESERVED {
            Piece::new([byte as u8, 0, 0, 0, 0, 0, 0], 1)
        } else {
            let mut text = escape;
            text[digits_at] = DIGITS[byte >> 4];
            text[digits_at + 1] = DIGITS[byte & 0x0F];
            Piece::new(text, len)
        };
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
    fn strict_is_what_encoding_makes_of_what_it_means() {
        let texts = (0..=255u8).flat_map(|byte| {
            let escaped = percent_encode(&[byte], NON_ALPHANUMERIC).to_string();
            let lower = escaped.to_lowercase();
            [
                vec![byte],
                escaped.into_bytes(),
                lower.into_bytes(),
                vec![b'%', byte],
                vec![b'%', b'2', byte],
            ]
        });
        for text in texts {
            for (before, after) in [(0, 0), (1, 3), (29, 0), (30, 5), (31, 1), (32, 0), (63, 40)] {
                let text = [&vec![b'a'; before][..], &text, &vec![b'F'; after]].concat();
                let wire = Component {
                    bytes: &text,
                    form: Form::Wire,
                };
                let is_its_own_encoding = encoded(wire, Times::Once).as_bytes() == text;
                assert_eq!(
                    is_strict(&text),
                    is_its_own_encoding,
                    "{}",
                    text.escape_ascii()
                );
            }
        }
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
