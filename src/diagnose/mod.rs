//! Why was a request refused? Given what was sent and what came back, names the
//! mistake: proven, if a wrong recipe gives the very signature that was sent.
//!
//! [`causes`] is the table of all mistakes, [`variation`] what they change,
//! [`gather`], [`parameters`] and [`parts`] build the wrong texts, [`search`] tries
//! them, [`findings`] gathers and orders what was found, [`report`] writes it down.
#![forbid(unsafe_code)]

mod advice;
mod answer;
pub mod causes;
mod credential_lint;
mod difference;
mod findings;
mod gather;
mod page;
mod parameters;
mod parts;
mod report;
mod search;
mod sent;
mod sent_header;
mod sent_signature;
mod variation;
mod write_encoded;

use credential_lint::is_bearer;
use sent_header::SentHeader;

use crate::error::Error;
use crate::explain::mask_secret;
use crate::message::Request;
use crate::percent::Component;
use crate::secret_text::SecretText;
use crate::text::ascii;

/// The credentials, as far as they are known. Unlike those of a signer they may
/// be faulty: that is what is looked for.
#[derive(Clone, Copy, Default)]
pub struct Known<'a> {
    pub api_key: Option<&'a [u8]>,
    pub api_secret: Option<&'a [u8]>,
    pub token: Option<&'a [u8]>,
    pub token_secret: Option<&'a [u8]>,
}

impl<'a> Known<'a> {
    fn named(&self) -> impl Iterator<Item = (&'static str, &'a [u8])> {
        [
            ("api_key", self.api_key),
            ("api_secret", self.api_secret),
            ("token", self.token),
            ("token_secret", self.token_secret),
        ]
        .into_iter()
        .filter_map(|(name, text)| Some((name, text?)))
    }
}

/// A call that failed: what was sent and what came back, as far as known.
#[derive(Clone, Copy, Default)]
pub struct Attempt<'a> {
    /// The Authorization header that was sent.
    pub authorization: Option<&'a [u8]>,
    /// Unix seconds by the local clock; 0: now.
    pub received_at: i64,
    /// 0 if there was no reply.
    pub http_status: i32,
    /// The reply's Date header.
    pub date: Option<&'a [u8]>,
    /// The reply's body.
    pub body: &'a [u8],
}

impl Attempt<'_> {
    fn is_success(&self) -> bool {
        (200..300).contains(&self.http_status)
    }
}

/// A report whose first line is `cause: ` and an identifier of [`causes`].
pub fn diagnose(
    known: &Known<'_>,
    request: &Request<'_>,
    attempt: &Attempt<'_>,
) -> Result<String, Error> {
    let mut text = report::write(known, request, attempt)?;
    // The first line holds an identifier of ours, and nothing else.
    let first_line = text.iter().position(|&byte| byte == b'\n').unwrap_or(0);
    let for_people = text.get_mut(first_line..).unwrap_or_default();
    for secret in credential_lint::secrets(known).into_iter().flatten() {
        mask_secret(for_people, secret)?;
    }
    // A bearer that was sent as if it were a token or a key.
    let header = attempt
        .authorization
        .map(SentHeader::read)
        .transpose()?
        .flatten();
    for param in header.into_iter().flat_map(|header| header.params) {
        let decoded = SecretText::decoded(Component::escaped(param.value))?;
        if is_bearer(&decoded) {
            mask_secret(for_people, param.value)?;
            mask_secret(for_people, &decoded)?;
        }
    }
    ascii(text)
}
