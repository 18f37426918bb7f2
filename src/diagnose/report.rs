//! Writes the findings down: for a program in the first line, then for people.
#![forbid(unsafe_code)]

use super::answer::retry;
use super::causes::cause;
use super::findings::{Certainty, Finding, Findings};
use super::page::Page;
use super::search::{base_string, Outcome};
use super::sent::Sent;
use super::sent_header::SentHeader;
use super::variation::Variation;
use super::{Attempt, Known};
use crate::error::{Error, Field};
use crate::media_type::is_form;
use crate::message::Request;
use crate::url::Url;
use crate::x_rules::Policy;

pub(super) fn write(
    known: &Known<'_>,
    request: &Request<'_>,
    attempt: &Attempt<'_>,
) -> Result<Vec<u8>, Error> {
    let header = attempt
        .authorization
        .map(SentHeader::read)
        .transpose()?
        .flatten();
    let findings = Findings::gather(known, request, attempt, header.as_ref())?;
    let mut page = Page::default();
    let none_found = Finding {
        certainty: Certainty::Said,
        cause: cause("none-found"),
        about: "",
    };
    let first = findings.list.first().copied().unwrap_or(none_found);
    page.line(format_args!("cause: {}", first.cause.id))?;
    write_finding(&mut page, &first)?;
    for other in findings.list.iter().skip(1) {
        page.line(format_args!("\nalso: {}", other.cause.id))?;
        write_finding(&mut page, other)?;
    }
    write_places(&mut page, &findings)?;
    write_signature(&mut page, &findings, header.is_some(), known)?;
    if let Some(header) = &header {
        let url = Url::split(request.url, Field::Named("request.url"))?;
        let body_is_form = is_form(request.content_type, true, &mut Policy::Sign)?;
        let sent = Sent::new(request, url, body_is_form, header, known);
        write_base_strings(&mut page, &sent, &findings)?;
    }
    write_clock(&mut page, &findings)?;
    write_answer(&mut page, &findings, attempt)?;
    page.put(b"\n")?;
    page.put(retry(first.cause.id).as_bytes())?;
    Ok(page.0)
}

fn write_finding(page: &mut Page, finding: &Finding) -> Result<(), Error> {
    let how = match finding.certainty {
        Certainty::Proven => "Proven",
        Certainty::Seen => "Seen",
        Certainty::Said | Certainty::SaidOfMany => "Said by X",
        Certainty::Likely => "Likely",
    };
    let about = finding.about;
    let (open, close) = if about.is_empty() {
        ("", "")
    } else {
        (" (", ")")
    };
    page.line(format_args!(
        "{how}: {}{open}{about}{close}.",
        finding.cause.what
    ))?;
    page.line(format_args!("Change: {}.", finding.cause.mend))
}

fn write_places(page: &mut Page, findings: &Findings) -> Result<(), Error> {
    const MOST: usize = 20;
    if findings.places.is_empty() {
        return Ok(());
    }
    page.line(format_args!(
        "\nWhere X reads the request otherwise than RFC 5849 does:"
    ))?;
    for place in findings.places.iter().take(MOST) {
        page.line(format_args!("  {place}"))?;
    }
    let more = findings.places.len().saturating_sub(MOST);
    if more > 0 {
        page.line(format_args!("  and {more} more"))?;
    }
    Ok(())
}

fn write_signature(
    page: &mut Page,
    findings: &Findings,
    has_header: bool,
    known: &Known<'_>,
) -> Result<(), Error> {
    let text = match &findings.outcome {
        Some(Outcome::Right) => {
            "The signature is right for this request and these credentials. Ruled out: every mistake \
             in encoding, sorting, URL, method, body and secrets. Left are: a nonce used twice, \
             credentials that were regenerated or revoked, and another request than this one sent."
        }
        Some(Outcome::Proven(..)) => "The signature that was sent is what the proven mistake gives.",
        Some(Outcome::NoneFits) => {
            "No known mistake, alone or with another one, gives the signature that was sent. Ruled \
             out: all in the table of causes that are searched for. Left are: other secrets than \
             these (regenerated, of another App, of a request token), and another request than \
             this one (changed by a proxy, a redirect or the HTTP client after signing)."
        }
        Some(Outcome::TooMuch) => {
            "The request is so large that not every pair of mistakes was tried; of those tried, \
             none gives the signature that was sent."
        }
        None if has_header && known.api_secret.is_none() => {
            "Without the api_secret the signature could not be checked."
        }
        None => return Ok(()),
    };
    page.line(format_args!("\n{text}"))
}

/// The base strings, as they were signed and as they should have been, parameter
/// by parameter.
fn write_base_strings(page: &mut Page, sent: &Sent<'_>, findings: &Findings) -> Result<(), Error> {
    let right = base_string(sent, &Variation::RIGHT)?;
    let Some(Outcome::Proven(proof)) = &findings.outcome else {
        if findings.outcome.is_some() {
            page.line(format_args!("\nThe base string should be:"))?;
            page.bytes_line("  ", &right)?;
        }
        return Ok(());
    };
    let wrong = base_string(sent, &proof.variation())?;
    match first_difference(&wrong, &right) {
        None => {
            return page.line(format_args!(
                "\nThe base string is right; the signing key is not."
            ))
        }
        Some(at) => {
            page.put(b"\nThe base strings part at byte ")?;
            page.line(format_args!("{at}{}", InParameter(&right, at)))?;
        }
    }
    page.line(format_args!("Signed was (-), right is (+):"))?;
    write_difference(page, &wrong, &right)
}

fn first_difference(one: &[u8], other: &[u8]) -> Option<usize> {
    let common = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    (one.len() != other.len() || common < one.len()).then_some(common)
}

/// Names the parameter at a byte of a base string.
struct InParameter<'a>(&'a [u8], usize);

impl std::fmt::Display for InParameter<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let before = self.0.get(..self.1).unwrap_or(self.0);
        if before.iter().filter(|&&byte| byte == b'&').count() < 2 {
            return f.write_str(", before the parameters");
        }
        let start = lines(before).last().map_or(0, <[u8]>::len);
        let from = self
            .0
            .get(before.len().saturating_sub(start)..)
            .unwrap_or_default();
        let line = lines(from).next().unwrap_or_default();
        let end = line.windows(3).position(|window| window == b"%3D");
        let name = line.get(..end.unwrap_or(line.len())).unwrap_or_default();
        match std::str::from_utf8(name) {
            Ok(name) if name.len() <= 64 => write!(f, ", in the parameter {name}"),
            _ => Ok(()),
        }
    }
}

/// Method, URI and each parameter of a base string.
fn lines(base_string: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(base_string);
    std::iter::from_fn(move || {
        let text = rest?;
        let separator = text.iter().enumerate().find_map(|(at, &byte)| {
            let is_joint = text.get(at..).is_some_and(|text| text.starts_with(b"%26"));
            match byte {
                b'&' => Some((at, 1_usize)),
                b'%' if is_joint => Some((at, 3)),
                _ => None,
            }
        });
        let (at, len) = separator.unwrap_or((text.len(), 0));
        let (line, after) = text.split_at_checked(at)?;
        rest = if len == 0 { None } else { after.get(len..) };
        Some(line)
    })
}

/// What only one of the two has is marked, and so is what stands elsewhere.
fn write_difference(page: &mut Page, wrong: &[u8], right: &[u8]) -> Result<(), Error> {
    const MOST: usize = 60;
    let is_in = |line: &[u8], text| lines(text).take(MOST).any(|other| other == line);
    let (mut signed, mut should) = (lines(wrong).peekable(), lines(right).peekable());
    for _ in 0..MOST {
        match (signed.peek().copied(), should.peek().copied()) {
            (None, None) => return Ok(()),
            (Some(was), Some(is)) if was == is => {
                page.bytes_line("  ", is)?;
                signed.next();
                should.next();
            }
            (Some(was), is) if is.is_none() || !is_in(was, right) => {
                page.bytes_line("- ", was)?;
                signed.next();
            }
            (was, Some(is)) if was.is_none() || !is_in(is, wrong) => {
                page.bytes_line("+ ", is)?;
                should.next();
            }
            (was, is) => {
                page.bytes_line("- ", was.unwrap_or_default())?;
                page.bytes_line("+ ", is.unwrap_or_default())?;
                signed.next();
                should.next();
            }
        }
    }
    page.line(format_args!("  (more is not shown)"))
}

fn write_clock(page: &mut Page, findings: &Findings) -> Result<(), Error> {
    match findings.ahead {
        Some(ahead) if ahead < 0 => {
            let behind = ahead.saturating_abs();
            page.line(format_args!(
                "\nThe timestamp is {behind} s behind the time of the reply."
            ))
        }
        Some(ahead) => page.line(format_args!(
            "\nThe timestamp is {ahead} s ahead of the time of the reply."
        )),
        None => Ok(()),
    }
}

fn write_answer(page: &mut Page, findings: &Findings, attempt: &Attempt<'_>) -> Result<(), Error> {
    if attempt.http_status == 0 && attempt.body.is_empty() {
        return Ok(());
    }
    let refusal = &findings.answer.refusal;
    let words = &refusal.words;
    let mut said = Page::default();
    said.line(format_args!("{words}"))?;
    let (status, code) = (attempt.http_status, refusal.api_code);
    page.line(format_args!("\nX answered: HTTP {status}, code {code}:"))?;
    page.bytes_line("  ", said.0.trim_ascii_end())?;
    if attempt.http_status == 401 {
        page.line(format_args!(
            "401 is about who signs and how: 215 before, 135, 32 and 89 after the header was understood."
        ))?;
    }
    if attempt.http_status == 403 {
        page.line(format_args!(
            "403 is about what the App or the user may do: the signature was fine."
        ))?;
    }
    Ok(())
}
