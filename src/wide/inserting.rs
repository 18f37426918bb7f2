//! Encoding once more by AVX2: two digits are inserted behind each `%` and `=` of
//! sixteen bytes at once. Only for processors that have it and count ones.

use std::arch::x86_64::{
    __m128i, __m256i, _mm256_and_si256, _mm256_castsi256_si128, _mm256_cmpeq_epi8,
    _mm256_extracti128_si256, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8,
    _mm256_set_epi64x, _mm256_set_m128i, _mm256_shuffle_epi8, _mm256_xor_si256, _mm_loadu_si128,
    _mm_storeu_si128,
};

use super::{ROOM, TAKEN};

pub(super) const EIGHT: usize = 8;
const SIXTEEN: usize = 2 * EIGHT;
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

/// Takes up to [`TAKEN`] bytes, so many that what is left is a multiple of that; gives
/// how many it took and how many it wrote.
#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn encode_strict(text: &[u8], room: &mut [u8; ROOM]) -> (usize, usize) {
    let taken = (text.len().wrapping_sub(1) % TAKEN).wrapping_add(1);
    let odd = taken % SIXTEEN;
    let mut end = 0;
    if odd > 0 {
        if text.len() < SIXTEEN {
            return (taken, encode_few(text, room));
        }
        // They go first: what is read behind them is written over by what follows.
        let two = Two::of(text, EIGHT);
        two.write(room, 0, two.end(EIGHT));
        end = two.end(odd);
    }
    let even = text.get(odd..taken).unwrap_or_default();
    for sixteen in even.chunks_exact(SIXTEEN) {
        let two = Two::of(sixteen, EIGHT);
        two.write(room, end, end.wrapping_add(two.end(EIGHT)));
        end = end.wrapping_add(two.end(SIXTEEN));
    }
    (taken, end)
}

/// The same of eight to fifteen bytes: the last eight are written over some of the first.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn encode_few(text: &[u8], room: &mut [u8; ROOM]) -> usize {
    let before_last = text.len().wrapping_sub(EIGHT);
    let two = Two::of(text, before_last);
    let last_at = two.end(before_last);
    two.write(room, 0, last_at);
    last_at
        .wrapping_add(two.end(SIXTEEN))
        .wrapping_sub(two.end(EIGHT))
}

// Fewer were a panic, which becomes an error, and no wrong signature.
#[allow(clippy::indexing_slicing)]
#[inline]
fn eight(text: &[u8], at: usize) -> i64 {
    let mut bytes = [0; EIGHT];
    bytes.copy_from_slice(&text[at..][..EIGHT]);
    i64::from_le_bytes(bytes)
}

/// Two times eight bytes, encoded.
struct Two {
    lanes: __m256i,
    /// Which of the bytes are followed by digits now.
    marks: u32,
}

impl Two {
    /// The first eight bytes, and eight from here on.
    #[inline]
    #[target_feature(enable = "avx2")]
    unsafe fn of(text: &[u8], second_at: usize) -> Self {
        let (first, second) = (eight(text, 0), eight(text, second_at));
        let twice = _mm256_set_epi64x(second, second, first, first);
        let is_equals = _mm256_cmpeq_epi8(twice, _mm256_set1_epi8(b'=' as i8));
        let is_percent = _mm256_cmpeq_epi8(twice, _mm256_set1_epi8(b'%' as i8));
        let marks = _mm256_movemask_epi8(_mm256_or_si256(is_equals, is_percent)) as u32;
        // The first digits stand in the lower halves, the second ones in the upper.
        let of_percent = in_halves(b'2', b'5');
        let change = in_halves(b'2' ^ b'3', b'5' ^ b'D');
        let digits = _mm256_xor_si256(of_percent, _mm256_and_si256(is_equals, change));
        let change = _mm256_set1_epi8((b'=' ^ b'%') as i8);
        let text = _mm256_xor_si256(twice, _mm256_and_si256(is_equals, change));
        let from = _mm256_set_m128i(lanes((marks >> 16) as u8), lanes(marks as u8));
        // A lane whose number has the top bit becomes zero.
        let of_text = _mm256_shuffle_epi8(text, from);
        let from = _mm256_xor_si256(from, _mm256_set1_epi8(-128));
        let of_digits = _mm256_shuffle_epi8(digits, from);
        Self {
            lanes: _mm256_or_si256(of_text, of_digits),
            marks: marks & 0xFF | marks >> 8 & 0xFF00,
        }
    }

    /// How long the first so many bytes are now.
    #[inline]
    #[target_feature(enable = "avx2,popcnt")]
    unsafe fn end(&self, bytes: usize) -> usize {
        let marks = self.marks & (1_u32 << bytes).wrapping_sub(1);
        bytes.wrapping_add((marks.count_ones() as usize).wrapping_mul(2))
    }

    /// Writes either at its place, and something behind it.
    #[inline]
    #[target_feature(enable = "avx2")]
    unsafe fn write(&self, room: &mut [u8; ROOM], first_at: usize, second_at: usize) {
        store(_mm256_castsi256_si128(self.lanes), room, first_at);
        store(_mm256_extracti128_si256(self.lanes, 1), room, second_at);
    }
}

// No eight become more than sixteen, and of these there is room for eight times. Should
// that ever not hold, it is a panic, which becomes an error, and no wrong signature.
#[allow(clippy::indexing_slicing)]
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn store(lanes: __m128i, room: &mut [u8; ROOM], at: usize) {
    let place = &mut room[at..][..LANES];
    // SAFETY: it has as many bytes, and none needs to be aligned.
    unsafe { _mm_storeu_si128(place.as_mut_ptr().cast(), lanes) };
}

// A byte is an index below 256.
#[allow(clippy::indexing_slicing)]
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn lanes(marks: u8) -> __m128i {
    // SAFETY: as many bytes, and none needs to be aligned.
    unsafe { _mm_loadu_si128(LANES_FOR[marks as usize].as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx2")]
unsafe fn in_halves(lower: u8, upper: u8) -> __m256i {
    let (lower, upper) = (eight_times(lower), eight_times(upper));
    _mm256_set_epi64x(upper, lower, upper, lower)
}

const fn eight_times(byte: u8) -> i64 {
    i64::from_ne_bytes([byte; EIGHT])
}
