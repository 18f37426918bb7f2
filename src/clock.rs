//! The time that signatures carry, and what a server says of it.
#![forbid(unsafe_code)]

use std::time::UNIX_EPOCH;

use crate::error::{Error, Field, Status};
use crate::system;

/// Unix seconds by the local clock, corrected by `offset`.
pub(crate) fn unix_time(offset: i64) -> Result<i64, Error> {
    let bad_clock = |what| Error::new(Status::System, Field::Named(&"request.timestamp"), what);
    let now = system::seconds();
    if now < 0 {
        return Err(bad_clock(&"the clock stands before 1970"));
    }
    now.checked_add(offset)
        .filter(|&time| time > 0)
        .ok_or_else(|| bad_clock(&"the clock offset leads out of all time"))
}

/// The Unix seconds of an HTTP date (RFC 9110, 5.6.7).
pub(crate) fn unix_seconds(http_date: &[u8]) -> Result<i64, Error> {
    std::str::from_utf8(http_date)
        .ok()
        .and_then(|date| httpdate::parse_http_date(date.trim()).ok())
        .and_then(|date| date.duration_since(UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_secs()).ok())
        .ok_or_else(|| {
            let field = Field::Named(&"http_date");
            Error::new(Status::InvalidResponse, field, &"not an HTTP date")
        })
}

/// Seconds by which an HTTP date is ahead of the local clock.
pub(crate) fn seconds_ahead(http_date: &[u8]) -> Result<i64, Error> {
    Ok(unix_seconds(http_date)?.saturating_sub(unix_time(0)?))
}
