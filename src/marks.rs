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

/// So many bytes are marked at a time.
pub(crate) const MARKED: usize = 64;
/// Each is judged with the two after it.
pub(crate) const WINDOW: usize = MARKED + 2;

impl Marks {
    /// Of the text from `at` on.
    #[inline]
    pub(crate) fn of(text: &[u8], at: usize) -> Self {
        let rest = text.get(at..).unwrap_or_default();
        match rest.first_chunk() {
            Some(window) => Self::of_window(window),
            None => Self::of_end(rest),
        }
    }

    fn of_end(rest: &[u8]) -> Self {
        // Zeros are not hex digits: an escape that is cut off is marked.
        let mut window = [0; WINDOW];
        if let Some(start) = window.get_mut(..rest.len()) {
            start.copy_from_slice(rest);
        }
        let mut marks = Self::of_window(&window);
        if rest.len() < MARKED {
            // The last piece ends as if there were one more.
            let end = 1_u64 << rest.len();
            marks.ands |= end;
            marks.others &= end.wrapping_sub(1);
        }
        marks
    }

    #[inline]
    fn of_window(window: &[u8; WINDOW]) -> Self {
        wide::marks(window).unwrap_or_else(|| Self::narrowly(window))
    }

    /// By arithmetic alone, without a branch: the compiler does several bytes at once.
    pub(crate) fn narrowly(window: &[u8; WINDOW]) -> Self {
        let (second, third) = (window.iter().skip(1), window.iter().skip(2));
        let mut classes = [0; MARKED];
        for (((class, &byte), &high), &low) in classes.iter_mut().zip(window).zip(second).zip(third)
        {
            *class = class_of(byte, high, low);
        }
        Self {
            ands: bits(&classes, AND),
            equals: bits(&classes, EQUALS),
            others: bits(&classes, OTHER),
        }
    }

    /// Those up to the first `&` and that itself, or all.
    #[inline]
    pub(crate) fn up_to_and(self) -> Self {
        let bytes = self.ands ^ self.ands.wrapping_sub(1);
        Self {
            ands: self.ands & bytes,
            equals: self.equals & bytes,
            others: self.others & bytes,
        }
    }

    #[inline]
    pub(crate) fn without(self, others: Self) -> Self {
        Self {
            ands: self.ands ^ others.ands,
            equals: self.equals ^ others.equals,
            others: self.others ^ others.others,
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
fn bits(bytes: &[u8; MARKED], bit: u32) -> u64 {
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
