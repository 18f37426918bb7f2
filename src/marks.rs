//! Where a query or form is split, and where it is not strict: a bit for each byte.
#![forbid(unsafe_code)]

use crate::percent::is_strict_byte;
use crate::wide;

/// What 64 bytes of a query or form are; the lowest bit stands for the first one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// `&`, `=`, and what is not strict beside these: see [`is_strict_byte`].
    pub(crate) ands: u64,
    pub(crate) equals: u64,
    pub(crate) others: u64,
}

/// So many bytes are looked at in one go.
pub(crate) const WINDOW: usize = 64;
/// So many of them are marked where others follow: what an escape is, the two bytes
/// behind it tell.
const MARKED: usize = WINDOW - 2;

impl Marks {
    /// Of the text from `at` on, and up to where they go. The last piece ends as if there
    /// were one more `&`.
    #[inline(always)]
    pub(crate) fn of(text: &[u8], at: usize) -> (Self, usize) {
        let rest = text.get(at..).unwrap_or_default();
        match rest.first_chunk() {
            Some(window) => {
                let marks = Self::of_window(window).each(|bits| bits & !(!0 << MARKED));
                (marks, at.wrapping_add(MARKED))
            }
            None => (Self::of_end(text, rest), text.len().wrapping_add(1)),
        }
    }

    /// Of the rest of a text, which is shorter than a window.
    fn of_end(text: &[u8], rest: &[u8]) -> Self {
        let mut marks = match text.last_chunk() {
            Some(window) => {
                // Shifted in two steps, since they may be all 64.
                let before = WINDOW.wrapping_sub(rest.len()).wrapping_sub(1);
                Self::of_window(window).each(|bits| bits >> before >> 1)
            }
            None => Self::of_few(rest),
        };
        marks.ands |= 1 << rest.len();
        marks
    }

    fn of_few(rest: &[u8]) -> Self {
        let mut window = [0; WINDOW];
        if let Some(start) = window.get_mut(..rest.len()) {
            start.copy_from_slice(rest);
        }
        Self::of_window(&window)
    }

    /// As if zeros came behind them: an escape that is cut off is marked.
    #[inline]
    fn of_window(window: &[u8; WINDOW]) -> Self {
        wide::marks(window).unwrap_or_else(|| Self::narrowly(window))
    }

    /// By arithmetic alone, without a branch: the compiler does several bytes at once.
    pub(crate) fn narrowly(window: &[u8; WINDOW]) -> Self {
        let mut bytes = [0; WINDOW + 2];
        for (to, &byte) in bytes.iter_mut().zip(window) {
            *to = byte;
        }
        let (second, third) = (bytes.iter().skip(1), bytes.iter().skip(2));
        let mut classes = [0; WINDOW];
        for (((class, &byte), &high), &low) in classes.iter_mut().zip(&bytes).zip(second).zip(third)
        {
            *class = class_of(byte, high, low);
        }
        Self {
            ands: bits(&classes, AND),
            equals: bits(&classes, EQUALS),
            others: bits(&classes, OTHER),
        }
    }

    /// Those up to the first `&` and that itself, or all; and those behind them.
    #[inline]
    pub(crate) fn split(self) -> (Self, Self) {
        let before = self.ands ^ self.ands.wrapping_sub(1);
        (
            self.each(|bits| bits & before),
            self.each(|bits| bits & !before),
        )
    }

    #[inline]
    fn each(self, change: impl Fn(u64) -> u64) -> Self {
        Self {
            ands: change(self.ands),
            equals: change(self.equals),
            others: change(self.others),
        }
    }
}

/// What a byte is: the bit of its class.
const AND: u32 = 0;
const EQUALS: u32 = 1;
const OTHER: u32 = 2;

#[inline(always)]
fn class_of(byte: u8, high: u8, low: u8) -> u8 {
    let (is_and, is_equals) = (byte == b'&', byte == b'=');
    let is_other = !(is_and | is_equals | is_strict_byte(byte, high, low));
    u8::from(is_and) << AND | u8::from(is_equals) << EQUALS | u8::from(is_other) << OTHER
}

/// This bit of each byte, all in a row.
fn bits(bytes: &[u8; WINDOW], bit: u32) -> u64 {
    /// Moves the lowest bits of eight bytes into the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let mut row = [0; 8];
    for (to, eight) in row.iter_mut().zip(bytes.chunks_exact(8)) {
        let eight = eight
            .first_chunk()
            .map_or(0, |&eight| u64::from_le_bytes(eight));
        let lowest = eight >> bit & 0x0101_0101_0101_0101;
        *to = (lowest.wrapping_mul(GATHER) >> 56) as u8;
    }
    u64::from_le_bytes(row)
}
