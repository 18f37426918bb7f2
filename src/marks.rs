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

impl Marks {
    /// Of the text from `at` on.
    #[inline]
    pub(crate) fn of(text: &[u8], at: usize) -> Self {
        wide::marks(text, at).unwrap_or_else(|| Self::one_by_one(text, at))
    }

    pub(crate) fn one_by_one(text: &[u8], at: usize) -> Self {
        let mut marks = Self::default();
        let mut rest = text.get(at..).unwrap_or_default();
        for bit in 0..MARKED {
            let Some((&byte, after)) = rest.split_first() else {
                break;
            };
            let mark = match byte {
                b'&' => &mut marks.ands,
                b'=' => &mut marks.equals,
                _ => &mut marks.others,
            };
            let is_marked = !is_strict_byte(byte, after);
            *mark |= u64::from(is_marked) << bit;
            rest = after;
        }
        marks
    }

    /// Those of the bytes behind so many of them, fewer than all, and one more.
    #[inline]
    pub(crate) fn behind(self, bytes: u32) -> Self {
        Self {
            ands: self.ands >> bytes >> 1,
            equals: self.equals >> bytes >> 1,
            others: self.others >> bytes >> 1,
        }
    }
}
