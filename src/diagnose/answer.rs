//! What X's answer says by itself: codes, problem types, HTTP status (x-auth 5).
#![forbid(unsafe_code)]

use crate::json::Json;
use crate::refusal::Refusal;
use crate::room::NoMemory;

/// An answer, read.
pub(super) struct Answer {
    pub(super) refusal: Refusal,
    /// The cause that it names, if it names one.
    pub(super) cause: Option<&'static str>,
}

/// No answer of X's API is longer; what is, is not read.
const LARGEST: usize = 1 << 20;

impl Answer {
    pub(super) fn read(http_status: i32, body: &[u8]) -> Result<Self, NoMemory> {
        let body = if body.len() > LARGEST { &[] } else { body };
        let refusal = Refusal::read(body)?;
        let cause = by_code(refusal.api_code)
            .or_else(|| by_problem(body))
            .or_else(|| by_http_status(http_status));
        Ok(Self { refusal, cause })
    }
}

fn by_code(api_code: i32) -> Option<&'static str> {
    Some(match api_code {
        32 => "signature-refused",
        34 | 50 | 68 | 251 => "not-found",
        63 | 214 | 226 => "invalid-request",
        64 | 326 => "account-suspended",
        87 | 93 | 179 | 220 | 261 => "permission-missing",
        88 => "rate-limited",
        89 => "token-dead",
        92 => "https-required",
        99 => "app-credentials-refused",
        130 | 131 => "server-trouble",
        135 => "clock-refused",
        170 => "form-not-understood",
        215 => "header-not-understood",
        415 => "callback-not-approved",
        416 => "app-suspended",
        417 => "callback-only-oob",
        453 => "app-not-enrolled",
        _ => return None,
    })
}

/// The last part of a problem's `type`; host and letter case do not matter.
fn by_problem(body: &[u8]) -> Option<&'static str> {
    let kind = Json::parse(body)?.member("type")?;
    let mut found = None;
    kind.string(|piece| {
        let last = piece
            .rsplit(|&byte| byte == b'/')
            .next()
            .unwrap_or_default();
        let is = |name: &str| last.eq_ignore_ascii_case(name.as_bytes());
        found = [
            ("unsupported-authentication", "wrong-kind-of-credential"),
            ("oauth1-permissions", "permission-missing"),
            ("client-forbidden", "app-not-enrolled"),
            ("usage-capped", "rate-limited"),
            ("rate-limit-exceeded", "rate-limited"),
            ("invalid-request", "invalid-request"),
        ]
        .into_iter()
        .find_map(|(name, id)| is(name).then_some(id));
    });
    found
}

fn by_http_status(http_status: i32) -> Option<&'static str> {
    Some(match http_status {
        401 => "signature-refused",
        403 => "permission-missing",
        404 | 410 => "not-found",
        429 => "rate-limited",
        500..=599 => "server-trouble",
        _ => return None,
    })
}
