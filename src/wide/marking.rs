//! Marks of a query or form by AVX2: bytes are judged by tables of sixteen entries, for
//! the lower and the upper half of each. Only for processors that have it.

use std::arch::x86_64::{
    __m256i, _mm256_add_epi8, _mm256_alignr_epi8, _mm256_and_si256, _mm256_broadcastsi128_si256,
    _mm256_cmpeq_epi8, _mm256_cmpgt_epi8, _mm256_loadu_si256, _mm256_movemask_epi8,
    _mm256_permute2x128_si256, _mm256_set1_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8,
    _mm256_srli_epi16, _mm_loadu_si128,
};

use crate::marks::{Marks, WINDOW};

/// A class has those bytes of which both halves have its bit.
const DIGITS: u8 = 1;
/// `A` to `O` and `a` to `o`, `P` to `Z` and `_`, `p` to `z` and `~`, `-` and `.`.
const TO_O: u8 = 2;
const UPPER: u8 = 4;
const LOWER: u8 = 8;
const DASHES: u8 = 16;
const UNRESERVED: u8 = DIGITS | TO_O | UPPER | LOWER | DASHES;
const TO_F: u8 = 32;
const HEX: u8 = DIGITS | TO_F;

static UPPER_HALVES: [u8; 16] = {
    let mut classes = [0; 16];
    classes[2] = DASHES;
    classes[3] = DIGITS;
    classes[4] = TO_O | TO_F;
    classes[5] = UPPER;
    classes[6] = TO_O;
    classes[7] = LOWER;
    classes
};

static LOWER_HALVES: [u8; 16] = lower_halves();

#[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
const fn lower_halves() -> [u8; 16] {
    let mut classes = [0; 16];
    let mut half = 0;
    while half < 16 {
        classes[half] = match half {
            0 => DIGITS | UPPER | LOWER,
            1..=6 => DIGITS | UPPER | LOWER | TO_O | TO_F,
            7..=9 => DIGITS | UPPER | LOWER | TO_O,
            10 => UPPER | LOWER | TO_O,
            13 => DASHES | TO_O,
            14 => DASHES | LOWER | TO_O,
            15 => UPPER | TO_O,
            _ => TO_O,
        };
        half += 1;
    }
    classes
}

#[target_feature(enable = "avx2")]
pub(super) unsafe fn is_plain(text: &[u8]) -> bool {
    let Some(before_last) = text.len().checked_sub(LANES) else {
        let mut lanes = [b'A'; LANES];
        if let Some(start) = lanes.get_mut(..text.len()) {
            start.copy_from_slice(text);
        }
        return reserved(&lanes, 0) == 0;
    };
    let mut starts = (0..before_last).step_by(LANES);
    starts.all(|at| reserved(text, at) == 0) && reserved(text, before_last) == 0
}

#[target_feature(enable = "avx2")]
pub(super) unsafe fn marks(window: &[u8; WINDOW]) -> Marks {
    let (first, second) = (load(window, 0), load(window, LANES));
    let (first, second) = (judge(first, second), judge(second, _mm256_setzero_si256()));
    let hex = both(first.hex, second.hex);
    let escapes = both(first.escapes, second.escapes) & (hex >> 1) & (hex >> 2);
    let ands = both(first.ands, second.ands);
    let equals = both(first.equals, second.equals);
    let reserved = both(first.reserved, second.reserved);
    Marks {
        ands,
        equals,
        others: reserved & !(ands | equals | escapes),
    }
}

fn both(first: u32, second: u32) -> u64 {
    u64::from(second) << LANES | u64::from(first)
}

/// A bit for each of 32 bytes.
struct Judged {
    ands: u32,
    equals: u32,
    /// Whatever is not unreserved.
    reserved: u32,
    hex: u32,
    /// `%`, if what is after it, taken as two hex digits, has to be escaped.
    escapes: u32,
}

const LANES: usize = 32;

/// Whatever is not unreserved.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn reserved(text: &[u8], at: usize) -> u32 {
    let bytes = load(text, at);
    bits(is_none_of(
        UNRESERVED,
        classes(bytes, _mm256_srli_epi16(bytes, 4)),
    ))
}

#[inline]
#[target_feature(enable = "avx2")]
unsafe fn judge(bytes: __m256i, after: __m256i) -> Judged {
    // The instruction shifts either half for itself: it needs what follows the lower one.
    let after = _mm256_permute2x128_si256(bytes, after, 0x21);
    let second = _mm256_alignr_epi8(after, bytes, 1);
    let third = _mm256_alignr_epi8(after, bytes, 2);
    let classes_of_bytes = classes(bytes, _mm256_srli_epi16(bytes, 4));
    let classes_of_escaped = classes(digit(third), digit(second));
    let escapes = _mm256_and_si256(is(b'%', bytes), is_none_of(UNRESERVED, classes_of_escaped));
    Judged {
        ands: bits(is(b'&', bytes)),
        equals: bits(is(b'=', bytes)),
        reserved: bits(is_none_of(UNRESERVED, classes_of_bytes)),
        hex: !bits(is_none_of(HEX, classes_of_bytes)),
        escapes: bits(escapes),
    }
}

#[inline]
#[target_feature(enable = "avx2")]
unsafe fn is(byte: u8, bytes: __m256i) -> __m256i {
    _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte as i8))
}

/// The classes of bytes with these lower halves, and upper ones: four bits of each.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn classes(lower: __m256i, upper: __m256i) -> __m256i {
    let half = _mm256_set1_epi8(0x0F);
    let lower = _mm256_shuffle_epi8(table(&LOWER_HALVES), _mm256_and_si256(lower, half));
    let upper = _mm256_shuffle_epi8(table(&UPPER_HALVES), _mm256_and_si256(upper, half));
    _mm256_and_si256(lower, upper)
}

/// The values of upper-case hex digits, in four bits.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn digit(bytes: __m256i) -> __m256i {
    let is_letter = _mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(b'9' as i8));
    _mm256_add_epi8(bytes, _mm256_and_si256(is_letter, _mm256_set1_epi8(9)))
}

#[inline]
#[target_feature(enable = "avx2")]
unsafe fn is_none_of(classes: u8, bytes: __m256i) -> __m256i {
    let of_them = _mm256_and_si256(bytes, _mm256_set1_epi8(classes as i8));
    _mm256_cmpeq_epi8(of_them, _mm256_setzero_si256())
}

#[inline]
#[target_feature(enable = "avx2")]
unsafe fn bits(bytes: __m256i) -> u32 {
    _mm256_movemask_epi8(bytes) as u32
}

#[inline]
#[target_feature(enable = "avx2")]
unsafe fn table(entries: &[u8; 16]) -> __m256i {
    // SAFETY: as many bytes, and none needs to be aligned.
    _mm256_broadcastsi128_si256(unsafe { _mm_loadu_si128(entries.as_ptr().cast()) })
}

#[inline]
#[target_feature(enable = "avx2")]
unsafe fn load(text: &[u8], at: usize) -> __m256i {
    match text
        .get(at..)
        .and_then(|bytes| bytes.first_chunk::<LANES>())
    {
        // SAFETY: as many bytes, and none needs to be aligned.
        Some(bytes) => unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) },
        None => _mm256_setzero_si256(),
    }
}
