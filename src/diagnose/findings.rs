//! What was found, in order: what is proven comes first, guesses come last.
#![forbid(unsafe_code)]

use super::answer::Answer;
use super::causes::{cause, Cause};
use super::credential_lint::{lint, trouble_with, user_id};
use super::search::{Outcome, Search};
use super::sent::Sent;
use super::sent_header::SentHeader;
use super::sent_signature::SentSignature;
use super::{Attempt, Known};
use crate::clock::{unix_seconds, unix_time};
use crate::error::{Error, Fixed};
use crate::message::{Message, Request, CARRIED_TOO};
use crate::own::Own;
use crate::params::Pairs;
use crate::percent::Component;
use crate::room::{self, NoMemory};
use crate::url::Url;
use crate::x_rules::{OddSecret, Policy, Rules};

/// How sure a finding is. The order is that of the report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// The signature that was sent is what this mistake gives.
    Proven,
    /// It stands in what was sent or in what came back.
    Seen,
    /// X says so in its answer.
    Said,
    /// It looks like it.
    Likely,
    /// X says so, and says it of many mistakes.
    SaidOfMany,
    /// X says no more than 401.
    MayMean,
    /// It is missing in what was given, not in what was sent.
    NotGiven,
}

#[derive(Clone, Copy)]
pub(super) struct Finding {
    pub(super) certainty: Certainty,
    pub(super) cause: Cause,
    /// The credential or parameter it is about, or nothing.
    pub(super) about: &'static str,
}

/// Everything that the report is written from.
pub(super) struct Findings<'a> {
    pub(super) url: Url<'a>,
    pub(super) body_is_form: bool,
    pub(super) list: Vec<Finding>,
    pub(super) places: Vec<Error>,
    pub(super) outcome: Option<Outcome>,
    pub(super) answer: Answer,
    pub(super) clock: Option<Clock>,
}

/// The timestamp against a time that is known.
pub(super) struct Clock {
    /// Seconds by which the timestamp is ahead.
    pub(super) ahead: i64,
    pub(super) against: &'static str,
}

/// The window that X is believed to have (x-auth 1.8).
const WINDOW: i64 = 300;
const DAY: i64 = 86_400;

impl<'a> Findings<'a> {
    /// Reads and searches everything that is known.
    pub(super) fn gather(
        known: &Known<'_>,
        request: &Request<'a>,
        attempt: &Attempt<'_>,
        header: Option<&SentHeader<'_>>,
    ) -> Result<Self, Error> {
        let mut places = Vec::new();
        // The header brings its own parameters; the request's are for signing anew.
        let bare = Request {
            oauth_params: &[],
            nonce: None,
            timestamp: 0,
            ..*request
        };
        let sends_token = header.map_or(known.token.is_some(), |header| {
            header.raw("oauth_token").is_some()
        });
        let mut policy = Policy::Report(Rules::X, &mut places);
        let mut pairs = Pairs::new();
        let message = Message::read(&bare, sends_token, &mut pairs, &mut policy)?;
        let mut findings = Self {
            url: message.url,
            body_is_form: message.body_is_form,
            list: Vec::new(),
            places,
            outcome: None,
            answer: Answer::read(attempt.http_status, attempt.body)?,
            clock: None,
        };
        if let Some(header) = header {
            findings.look_at_header(header, known)?;
            findings.look_at_clock(header, attempt)?;
            let sent = Sent::new(&bare, message.url, message.body_is_form, header, known);
            findings.look_at_signature(&sent)?;
            findings.look_at_callback(header)?;
            if message.pairs.iter().any(|pair| header.carries(pair.name())) {
                findings.add_first("oauth-parameter-twice")?;
            }
        } else if attempt.authorization.is_some() {
            findings.add(Certainty::Seen, "header-not-oauth", "")?;
        }
        findings.look_at_secrets(known)?;
        findings.look_at_places()?;
        // Credentials that gave a right signature, and no refusal, are not suspected.
        let is_right = matches!(findings.outcome, Some(Outcome::Right));
        if !is_right || findings.answer.cause.is_some() {
            findings.look_at_credentials(known, &message.url, request.method)?;
        }
        match findings.answer.cause {
            // Nothing new once it is known why.
            Some("signature-refused") if findings.are_certain() => {}
            Some(id @ "signature-refused") if findings.answer.refusal.api_code != 0 => {
                findings.add(Certainty::SaidOfMany, id, "")?;
            }
            // A bare 401 says nothing of the signature, and this one was checked.
            Some("signature-refused") if is_right => {}
            Some(id @ "signature-refused") => findings.add(Certainty::MayMean, id, "")?,
            Some(id) => findings.add(Certainty::Said, id, "")?,
            None => {}
        }
        if attempt.authorization.is_none() && [400, 401].contains(&attempt.http_status) {
            findings.add(Certainty::NotGiven, "header-missing", "")?;
        }
        Ok(findings)
    }

    /// Whether a mistake is known that explains any refusal.
    fn are_certain(&self) -> bool {
        let mut list = self.list.iter();
        list.any(|finding| finding.certainty <= Certainty::Seen)
    }

    /// Whether it is still open why X refused.
    #[inline(never)]
    pub(super) fn are_open(&self, attempt: &Attempt<'_>) -> bool {
        let is_refused = self.answer.cause == Some("signature-refused") && !self.are_certain();
        is_refused || (self.list.is_empty() && !attempt.is_success())
    }

    fn add(&mut self, certainty: Certainty, id: &str, about: &'static str) -> Result<(), NoMemory> {
        let cause = cause(id);
        let is_less_sure = |other: &Finding| other.certainty > certainty;
        let at = self.list.iter().position(is_less_sure);
        let finding = Finding {
            certainty,
            cause,
            about,
        };
        let at = at.unwrap_or(self.list.len());
        room::push(&mut self.list, finding)?;
        if let Some(behind) = self.list.get_mut(at..) {
            behind.rotate_right(1);
        }
        Ok(())
    }

    /// What no signature can mend stands before the mistake in the signature.
    fn add_first(&mut self, id: &str) -> Result<(), NoMemory> {
        self.add(Certainty::Proven, id, "")?;
        if let Some(added) = self.list.iter().rposition(|finding| finding.cause.id == id) {
            self.list
                .get_mut(..=added)
                .unwrap_or_default()
                .rotate_right(1);
        }
        Ok(())
    }

    /// The form of the header: what X's reader stumbles over before any signature.
    fn look_at_header(
        &mut self,
        header: &SentHeader<'_>,
        known: &Known<'_>,
    ) -> Result<(), NoMemory> {
        let names = || header.params.iter().map(|param| param.name);
        if names().any(|name| name.contains(&b'\\')) {
            return self.add(Certainty::Proven, "header-backslashes", "");
        }
        for own in Own::ALL {
            let name = own.name();
            let needed = !matches!(own, Own::Token | Own::Version);
            match names().filter(|other| *other == name.as_bytes()).count() {
                0 if needed => self.add(Certainty::Seen, "header-incomplete", name)?,
                0 | 1 => {}
                _ => self.add(Certainty::Proven, "header-parameter-twice", name)?,
            }
        }
        let differs = |name, text: &[u8]| header.raw(name).is_some() && !header.says(name, text);
        if differs("oauth_signature_method", b"HMAC-SHA1") {
            self.add(
                Certainty::Seen,
                "signature-method",
                "oauth_signature_method",
            )?;
        }
        if differs("oauth_version", b"1.0") {
            self.add(Certainty::Seen, "oauth-version", "oauth_version")?;
        }
        if header.raw("oauth_nonce") == Some(b"") {
            self.add(Certainty::Seen, "nonce-empty", "oauth_nonce")?;
        }
        if known
            .api_key
            .is_some_and(|key| differs("oauth_consumer_key", key))
        {
            self.add(Certainty::Seen, "other-api-key", "oauth_consumer_key")?;
        }
        match (header.raw("oauth_token"), known.token) {
            (Some(_), Some(token)) if differs("oauth_token", token) => {
                self.add(Certainty::Seen, "other-token", "oauth_token")
            }
            (None | Some(b""), Some(_)) => {
                self.add(Certainty::Proven, "token-not-sent", "oauth_token")
            }
            (Some([_, ..]), None) if known.api_secret.is_some() => self.add(
                Certainty::Likely,
                "token-sent-without-secret",
                "oauth_token",
            ),
            _ => Ok(()),
        }
    }

    fn look_at_clock(
        &mut self,
        header: &SentHeader<'_>,
        attempt: &Attempt<'_>,
    ) -> Result<(), Error> {
        const MILLISECONDS: i64 = 100_000_000_000;
        let Some(timestamp) = header.timestamp() else {
            if header.raw("oauth_timestamp").is_some() {
                self.add(Certainty::Seen, "timestamp-not-a-number", "oauth_timestamp")?;
            }
            return Ok(());
        };
        if timestamp > MILLISECONDS {
            self.add(
                Certainty::Seen,
                "timestamp-in-milliseconds",
                "oauth_timestamp",
            )?;
            return Ok(());
        }
        let by_server = attempt.date.and_then(|date| unix_seconds(date).ok());
        let (received, against) = match (by_server, attempt.received_at) {
            (Some(server), _) => (server, "the reply's Date"),
            (None, 0) => (unix_time(0)?, "this computer's clock now"),
            (None, received_at) => (received_at, "the reply's receipt"),
        };
        let ahead = timestamp.saturating_sub(received);
        // Without a time of its own, an attempt of long ago tells nothing of a clock.
        let is_dated = by_server.is_some() || attempt.received_at != 0;
        let off = ahead.saturating_abs();
        if !is_dated && off > DAY {
            return Ok(());
        }
        if is_dated || off > WINDOW {
            self.clock = Some(Clock { ahead, against });
        }
        if off > WINDOW {
            self.add(Certainty::Seen, "clock-off", "oauth_timestamp")?;
        }
        Ok(())
    }

    fn look_at_signature(&mut self, sent: &Sent<'_>) -> Result<(), NoMemory> {
        let Some(raw) = sent.header.raw("oauth_signature") else {
            return Ok(());
        };
        let signature = SentSignature::read(raw);
        if let Some(id) = signature.cause {
            self.add(Certainty::Seen, id, "oauth_signature")?;
        }
        let (Some(digest), Some(_)) = (signature.digest, sent.known.api_secret) else {
            return Ok(());
        };
        let outcome = Search::new(sent, digest).run()?;
        if let Outcome::Proven(proof) = &outcome {
            for (cause, about) in proof.mistakes() {
                self.add(Certainty::Proven, cause.id, about)?;
            }
        }
        self.outcome = Some(outcome);
        Ok(())
    }

    /// A URL without a ':' is one that was encoded before it was handed over.
    fn look_at_callback(&mut self, header: &SentHeader<'_>) -> Result<(), NoMemory> {
        const ENCODED_TWICE: &str = "callback-encoded-twice";
        let value = Component::escaped(header.raw("oauth_callback").unwrap_or_default());
        let is_encoded = [b"http%3A".as_slice(), b"http%3a", b"https%3A", b"https%3a"]
            .iter()
            .any(|start| value.starts_with(start));
        let is_named = |found: &Finding| found.cause.id == ENCODED_TWICE;
        if is_encoded && !self.list.iter().any(is_named) {
            self.add(Certainty::Seen, ENCODED_TWICE, "oauth_callback")?;
        }
        Ok(())
    }

    /// Secrets of which X makes another key.
    fn look_at_secrets(&mut self, known: &Known<'_>) -> Result<(), Error> {
        let secrets: [(_, Fixed); 2] = [
            (known.api_secret, &"credentials.api_secret"),
            (known.token_secret, &"credentials.token_secret"),
        ];
        for (secret, field) in secrets {
            // A secret that was pasted wrong is named for that, where something failed.
            let failed =
                self.answer.cause.is_some() || !matches!(self.outcome, Some(Outcome::Right));
            let secret = secret.filter(|secret| !failed || trouble_with(secret).is_none());
            if let Some(odd) = OddSecret::find(Component::text(secret.unwrap_or_default()), field) {
                Policy::Report(Rules::X, &mut self.places).found(odd.error())?;
            }
        }
        Ok(())
    }

    fn look_at_places(&mut self) -> Result<(), NoMemory> {
        let twice = |place: &Error| place.says(CARRIED_TOO);
        let is_said = self
            .list
            .iter()
            .any(|found| found.cause.id == "oauth-parameter-twice");
        if !is_said && self.places.iter().any(twice) {
            self.add_first("oauth-parameter-twice")?;
        }
        let others = self.places.iter().any(|place| !twice(place));
        match self.outcome {
            Some(Outcome::Right) if others => self.add(Certainty::Seen, "x-reads-otherwise", ""),
            // Without a header nothing says that the signature was wrong.
            None if others => self.add(Certainty::Likely, "x-reads-otherwise", ""),
            _ => Ok(()),
        }
    }

    fn look_at_credentials(
        &mut self,
        known: &Known<'_>,
        url: &Url<'_>,
        method: &[u8],
    ) -> Result<(), NoMemory> {
        let mut outcome = Ok(());
        lint(known, |id, name| {
            if outcome.is_ok() {
                outcome = self.add(Certainty::Likely, id, name);
            }
        });
        outcome?;
        let of_token = known.token.and_then(user_id);
        let of_path = user_in_path(url.path);
        let writes = !method.eq_ignore_ascii_case(b"GET");
        if writes && of_token.is_some() && of_path.is_some() && of_token != of_path {
            self.add(Certainty::Likely, "user-of-another-account", "token")?;
        }
        Ok(())
    }
}

/// The digits in `/2/users/DIGITS/...`.
fn user_in_path(path: &[u8]) -> Option<&[u8]> {
    let id = path
        .strip_prefix(b"/2/users/")?
        .split(|&byte| byte == b'/')
        .next()?;
    (!id.is_empty() && id.iter().all(u8::is_ascii_digit)).then_some(id)
}
