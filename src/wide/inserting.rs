//! Encoding once more by AVX2: two digits are inserted behind each `%` and `=` of
//! eight bytes at once. Only for processors that have it and count ones.

use std::arch::x86_64::{
    __m128i, _mm_and_si128, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_movemask_epi8, _mm_or_si128,
    _mm_set1_epi64x, _mm_set1_epi8, _mm_set_epi64x, _mm_shuffle_epi8, _mm_storeu_si128,
    _mm_xor_si128,
};

use super::{ROOM, TAKEN};

pub(super) const EIGHT: usize = 8;
/// Eight bytes of strict text hold no more than four of the two.
const LANES: usize = 16;

/// What each lane is filled from, if two lanes are inserted behind those that are
/// marked: from a byte of the text, or with the top bit from one of the digits.
#[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
const fn lanes_for(marks: usize) -> [u8; LANES] {
    let mut lanes = [0; LANES];
    let (mut byte, mut lane) = (0, 0);
    while byte < EIGHT && lane < LANES {
        lanes[lane] = byte as u8;
        lane += 1;
        if marks >> byte & 1 == 1 && lane + 1 < LANES {
            lanes[lane] = byte as u8 | 0x80;
            lanes[lane + 1] = (byte + EIGHT) as u8 | 0x80;
            lane += 2;
        }
        byte += 1;
    }
    lanes
}

static LANES_FOR: [[u8; LANES]; 256] = all_lanes();

#[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
const fn all_lanes() -> [[u8; LANES]; 256] {
    let mut table = [[0; LANES]; 256];
    let mut marks = 0;
    while marks < table.len() {
        table[marks] = lanes_for(marks);
        marks += 1;
    }
    table
}

#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn encode_strict(text: &[u8], at: usize, room: &mut [u8; ROOM]) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let taken = rest.get(..TAKEN).unwrap_or(rest);
    let mut len = 0_usize;
    let mut eights = taken.chunks_exact(EIGHT);
    for eight in &mut eights {
        if let Some(&eight) = eight.first_chunk() {
            len = len.wrapping_add(write_eight(u64::from_le_bytes(eight), room, len));
        }
    }
    let over = eights.remainder().len();
    match text.last_chunk() {
        // Read with what stands before it, which is then shifted out.
        Some(&last) if over > 0 => {
            let before = EIGHT.wrapping_sub(over);
            let last = u64::from_le_bytes(last) >> before.wrapping_mul(8);
            let written = write_eight(last, room, len).wrapping_sub(before);
            len.wrapping_add(written)
        }
        _ => len,
    }
}

/// Writes eight bytes at `len`, encoded, and something behind them.
// No eight become more than sixteen, and of these there is room for four times. Should
// that ever not hold, it is a panic, which becomes an error, and no wrong signature.
#[allow(clippy::indexing_slicing)]
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn write_eight(bytes: u64, room: &mut [u8; ROOM], len: usize) -> usize {
    let twice = _mm_set1_epi64x(bytes as i64);
    let is_equals = _mm_cmpeq_epi8(twice, _mm_set1_epi8(b'=' as i8));
    let is_percent = _mm_cmpeq_epi8(twice, _mm_set1_epi8(b'%' as i8));
    let marks = _mm_movemask_epi8(_mm_or_si128(is_equals, is_percent)) as u8;
    // The first digits stand in the lower half, the second ones in the upper.
    let of_percent = _mm_set_epi64x(eight_times(b'5'), eight_times(b'2'));
    let change = _mm_set_epi64x(eight_times(b'5' ^ b'D'), eight_times(b'2' ^ b'3'));
    let digits = _mm_xor_si128(of_percent, _mm_and_si128(is_equals, change));
    let change = _mm_set1_epi8((b'=' ^ b'%') as i8);
    let text = _mm_xor_si128(twice, _mm_and_si128(is_equals, change));
    let lanes = lanes(marks);
    // A lane whose number has the top bit becomes zero.
    let of_text = _mm_shuffle_epi8(text, lanes);
    let of_digits = _mm_shuffle_epi8(digits, _mm_xor_si128(lanes, _mm_set1_epi8(-128)));
    let place = &mut room[len..][..LANES];
    // SAFETY: it has as many bytes, and none needs to be aligned.
    unsafe { _mm_storeu_si128(place.as_mut_ptr().cast(), _mm_or_si128(of_text, of_digits)) };
    EIGHT.wrapping_add((marks.count_ones() as usize).wrapping_mul(2))
}

// A byte is an index below 256.
#[allow(clippy::indexing_slicing)]
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn lanes(marks: u8) -> __m128i {
    // SAFETY: as many bytes, and none needs to be aligned.
    unsafe { _mm_loadu_si128(LANES_FOR[marks as usize].as_ptr().cast()) }
}

const fn eight_times(byte: u8) -> i64 {
    i64::from_ne_bytes([byte; EIGHT])
}
