//! Nonces: 128 random bits each, and never one twice.
//!
//! One call of the operating system for each nonce would cost more than the rest
//! of a signature. So a process that signs often draws some ahead: a seed from the
//! operating system, and from it as many nonces as it has used up in this second.
//! What is left of them when the second is over is not used: so a restored snapshot
//! of the machine does not go on with nonces that the first run has sent. They lie
//! in memory that a fork wipes, and one thread alone takes each. Where the kernel
//! cannot wipe it, or another thread is at the same shelf, the system is asked.
#![forbid(unsafe_code)]

use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};

use chacha20::rand_core::{Rng, SeedableRng};
use chacha20::ChaCha12Rng;

use crate::error::{Error, Field, Status};
use crate::system::{seconds, WipedOnFork};

pub(crate) const NONCE_LEN: usize = 32;

/// 128 bits, as two words.
type Random = [[u8; 8]; 2];

/// More are of use only where more threads sign at the same moment.
const SHELVES: usize = 16;
/// Bounds what one refill costs, and what a snapshot within a second could repeat.
const MOST_AHEAD: usize = 64;
/// A row of words, whole cache lines long: see [`Shelf`].
const SHELF: usize = 8 + 2 * MOST_AHEAD;

/// The nonces that are drawn ahead, for all signatures of the process.
static DRAWN_AHEAD: WipedOnFork<SHELF, SHELVES> = WipedOnFork::new();

/// Writes a nonce that nobody has had, in hex.
#[inline]
pub(crate) fn write_fresh_nonce(nonce: &mut [u8; NONCE_LEN]) -> Result<(), Error> {
    write_hex(random()?, nonce);
    Ok(())
}

fn random() -> Result<Random, Error> {
    if let Some(shelves) = DRAWN_AHEAD.table() {
        let mark = mark_of_thread();
        // Threads keep to a shelf of their own, as far as they can.
        let own = (mark >> 16).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 60;
        if let Some(row) = shelves.get(own as usize) {
            if let Some(random) = Shelf::of(row).take(mark)? {
                return Ok(random);
            }
        }
    }
    let mut random = Random::default();
    fill_from_system(random.as_flattened_mut())?;
    Ok(random)
}

/// Not 0, and no other thread's while this call lasts: an address on its stack.
fn mark_of_thread() -> u64 {
    let local = 0_u64;
    let address: *const u64 = black_box(&local);
    address.addr() as u64
}

/// Nonces drawn ahead, for one thread at a time. All of it may become zeros at any
/// moment: in a child that a signal handler forks in the middle of a call.
struct Shelf<'a> {
    /// The mark of the thread that uses it, or 0.
    user: &'a AtomicU64,
    /// When its nonces were drawn, in Unix seconds.
    drawn_at: &'a AtomicU64,
    /// How many were drawn then, and how many are left.
    drawn: &'a AtomicU64,
    left: &'a AtomicU64,
    nonces: &'a [AtomicU64],
}

impl<'a> Shelf<'a> {
    fn of(row: &'a [AtomicU64; SHELF]) -> Self {
        let [user, drawn_at, drawn, left, _, _, _, _, nonces @ ..] = row;
        Self {
            user,
            drawn_at,
            drawn,
            left,
            nonces,
        }
    }

    /// None if another thread uses the shelf, or if a fork has come between.
    fn take(&self, mark: u64) -> Result<Option<Random>, Error> {
        let begun = self
            .user
            .compare_exchange(0, mark, Ordering::Acquire, Ordering::Relaxed);
        if begun.is_err() {
            return Ok(None);
        }
        let nonce = self.take_as_user();
        // Wiped meanwhile, it is not ours any more, and what was read is nothing.
        let ended = self
            .user
            .compare_exchange(mark, 0, Ordering::Release, Ordering::Relaxed);
        Ok(ended.ok().and(Some(nonce?)))
    }

    fn take_as_user(&self) -> Result<Random, Error> {
        let now = seconds().unsigned_abs();
        if self.left.load(Ordering::Relaxed) == 0 || self.drawn_at.load(Ordering::Relaxed) != now {
            self.refill(now)?;
        }
        let left = self.left.load(Ordering::Relaxed).saturating_sub(1);
        self.left.store(left, Ordering::Relaxed);
        let at = (left as usize).saturating_mul(2);
        match self.nonces.get(at..) {
            Some([first, second, ..]) => {
                Ok([first, second].map(|word| word.load(Ordering::Relaxed).to_ne_bytes()))
            }
            _ => Err(no_randomness()),
        }
    }

    /// One at first, and twice as many each time within the same second.
    fn refill(&self, now: u64) -> Result<(), Error> {
        let drawn = match self.drawn_at.load(Ordering::Relaxed) == now {
            true => self.drawn.load(Ordering::Relaxed).saturating_mul(2),
            false => 1,
        };
        let drawn = (drawn as usize).clamp(1, MOST_AHEAD);
        let mut seed = [0; 32];
        fill_from_system(&mut seed)?;
        let mut random = ChaCha12Rng::from_seed(seed);
        for word in self.nonces.iter().take(drawn.saturating_mul(2)) {
            word.store(random.next_u64(), Ordering::Relaxed);
        }
        self.drawn_at.store(now, Ordering::Relaxed);
        self.drawn.store(drawn as u64, Ordering::Relaxed);
        self.left.store(drawn as u64, Ordering::Relaxed);
        Ok(())
    }
}

fn fill_from_system(bytes: &mut [u8]) -> Result<(), Error> {
    getrandom::fill(bytes).map_err(|_| no_randomness())
}

#[cold]
fn no_randomness() -> Error {
    let field = Field::Named(&"request.nonce");
    Error::new(Status::System, field, &"no randomness")
}

/// 32 hex digits: first the high halves of all bytes, then the low ones, since the
/// order of random digits does not matter, and the processor does 16 at a time.
#[inline]
fn write_hex(random: Random, nonce: &mut [u8; NONCE_LEN]) {
    let digit = |nibble: u8| {
        let offset = if nibble < 10 { b'0' } else { b'a' - 10 };
        nibble.wrapping_add(offset)
    };
    let (high, low) = nonce.split_at_mut(NONCE_LEN / 2);
    let bytes = random.as_flattened().iter();
    for ((high, low), byte) in high.iter_mut().zip(low).zip(bytes) {
        *high = digit(byte >> 4);
        *low = digit(byte & 0x0F);
    }
}
