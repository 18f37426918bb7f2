//! What the reader of a report may conclude and do, beside the mend of each cause.
#![forbid(unsafe_code)]

use super::findings::{Finding, Findings};
use super::search::Outcome;
use super::{Attempt, Known};

/// What to change, if there is something to change.
pub(super) fn change(
    finding: &Finding,
    findings: &Findings<'_>,
    attempt: &Attempt<'_>,
) -> Option<&'static str> {
    let is_open_question = ["signature-refused", "none-found"].contains(&finding.cause.id);
    match findings.outcome {
        Some(_) if is_open_question && findings.are_open(attempt) => Some("see below what is left"),
        Some(_) if is_open_question => None,
        _ => Some(finding.cause.mend),
    }
}

/// What is known of the signature.
pub(super) fn on_signature(
    findings: &Findings<'_>,
    attempt: &Attempt<'_>,
    known: &Known<'_>,
) -> Option<&'static str> {
    let is_of_other_form = || {
        let mut list = findings.list.iter();
        list.any(|finding| finding.about == "oauth_signature")
    };
    match &findings.outcome {
        Some(Outcome::Right) if is_of_other_form() => Some(
            "The HMAC is right for this request and these credentials; only the form in which the \
             header has it is wrong.",
        ),
        Some(Outcome::Right) if findings.are_open(attempt) => Some(
            "The signature is right for this request and these credentials. Ruled out: every mistake \
             in encoding, sorting, URL, method, body and secrets. Left are: a nonce used twice, \
             credentials that were regenerated or revoked, and another request than this one sent.",
        ),
        Some(Outcome::Right) => {
            Some("The signature is right for this request and these credentials.")
        }
        Some(Outcome::Proven(proof)) if proof.is_of_two() => {
            Some("The signature that was sent is what the two proven mistakes give together.")
        }
        Some(Outcome::Proven(_)) => {
            Some("The signature that was sent is what the proven mistake gives.")
        }
        Some(Outcome::NoneFits) => Some(
            "No known mistake, alone or with another one, gives the signature that was sent. Ruled \
             out: all in the table of causes that are searched for. Left are: other secrets than \
             these (regenerated, of another App, of a request token), and another request than \
             this one (changed by a proxy, a redirect or the HTTP client after signing).",
        ),
        Some(Outcome::TooMuch) => Some(
            "The request is so large that not every mistake was tried, alone and with another one; \
             of those tried, none gives the signature that was sent.",
        ),
        None if known.api_secret.is_none() => {
            Some("Without the api_secret the signature could not be checked.")
        }
        None => None,
    }
}

/// What status and code say beside X's own words.
pub(super) fn on_answer(findings: &Findings<'_>, attempt: &Attempt<'_>) -> Option<&'static str> {
    let answer = &findings.answer;
    let is_right = matches!(findings.outcome, Some(Outcome::Right));
    let is_open = findings.are_open(attempt);
    match (attempt.http_status, answer.refusal.api_code, answer.cause) {
        (401, 32, _) if is_open => Some(
            "Code 32 is one answer to nearly every mistake in a signature, its keys and its token.",
        ),
        (401, 135, _) if !is_right => {
            Some("X looks at the time before the signature: that may be wrong too.")
        }
        (401, 0, _) if is_open => {
            Some("A 401 without a code can be any mistake in header, signature, token or time.")
        }
        (403, _, Some("permission-missing" | "app-not-enrolled" | "wrong-kind-of-credential")) => {
            Some("403 is about what the App or the user may do: the signature was accepted.")
        }
        _ => None,
    }
}

/// Whether sending once more can help; nothing if nothing is known to have failed.
pub(super) fn on_trying_again(
    findings: &Findings<'_>,
    attempt: &Attempt<'_>,
) -> Option<&'static str> {
    let first = findings.list.first().map(|finding| finding.cause.id);
    match (first, &findings.outcome) {
        (Some("clock-off" | "clock-refused" | "timestamp-in-milliseconds"), _) => {
            Some("Trying again helps with the right time and a fresh signature.")
        }
        (Some("rate-limited" | "server-trouble"), _) => {
            Some("Trying again helps later, with a fresh signature each time.")
        }
        (None, _) if attempt.http_status == 0 || attempt.is_success() => None,
        (None | Some("signature-refused"), Some(Outcome::Right)) => Some(
            "Trying again can help once, with a fresh nonce and time. If X refuses that too, compare \
             the credentials with the page 'Keys and tokens'.",
        ),
        (None | Some("signature-refused"), _) => {
            Some("Trying again does not help as long as nothing is changed.")
        }
        _ => Some("Trying again without that change does not help."),
    }
}
