//! Randomness and the clock: the only part of the core that asks the system.
#![forbid(unsafe_code)]

use std::time::{SystemTime, UNIX_EPOCH};

use crate::error::{Error, Field, Status};

pub(crate) const NONCE_LEN: usize = 32;

/// 128 random bits in hex, straight from the operating system: there is no state
/// of ours that a fork, a thread or a snapshot of the machine could copy.
pub(crate) fn fresh_nonce() -> Result<[u8; NONCE_LEN], Error> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut random = [0_u8; NONCE_LEN / 2];
    getrandom::fill(&mut random).map_err(|_| {
        Error::new(
            Status::System,
            Field::Named("request.nonce"),
            "no randomness",
        )
    })?;
    let mut nonce = [0_u8; NONCE_LEN];
    for (pair, byte) in nonce.chunks_exact_mut(2).zip(random) {
        let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or_default();
        pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 0x0F)]);
    }
    Ok(nonce)
}

/// Unix seconds by the local clock, corrected by `offset`.
pub(crate) fn unix_time(offset: i64) -> Result<i64, Error> {
    let bad_clock = |what| Error::new(Status::System, Field::Named("request.timestamp"), what);
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_secs()).ok())
        .ok_or_else(|| bad_clock("the clock stands before 1970"))?;
    now.checked_add(offset)
        .filter(|&time| time > 0)
        .ok_or_else(|| bad_clock("the clock offset leads out of all time"))
}

/// The Unix seconds of an HTTP date (RFC 9110, 5.6.7).
pub(crate) fn unix_seconds(http_date: &[u8]) -> Result<i64, Error> {
    std::str::from_utf8(http_date)
        .ok()
        .and_then(|date| httpdate::parse_http_date(date.trim()).ok())
        .and_then(|date| date.duration_since(UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_secs()).ok())
        .ok_or_else(|| {
            let field = Field::Named("http_date");
            Error::new(Status::InvalidResponse, field, "not an HTTP date")
        })
}

/// Seconds by which an HTTP date is ahead of the local clock.
pub(crate) fn seconds_ahead(http_date: &[u8]) -> Result<i64, Error> {
    Ok(unix_seconds(http_date)?.saturating_sub(unix_time(0)?))
}
