//! Writes the findings down: for a program in the first line, then for people.
#![forbid(unsafe_code)]

use super::advice;
use super::causes::cause;
use super::difference::{first_difference, write_difference, PartAt};
use super::findings::{Certainty, Finding, Findings};
use super::page::Page;
use super::search::{base_string, Outcome};
use super::sent::Sent;
use super::sent_header::SentHeader;
use super::variation::Variation;
use super::{Attempt, Known};
use crate::error::Error;
use crate::message::Request;
use crate::room::NoMemory;

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
    write_findings(&mut page, &findings, attempt)?;
    write_places(&mut page, &findings)?;
    if let Some(header) = &header {
        if let Some(text) = advice::on_signature(&findings, attempt, known) {
            page.line(format_args!("\n{text}"))?;
        }
        let sent = Sent::new(request, findings.url, findings.body_is_form, header, known);
        write_base_strings(&mut page, &sent, &findings, attempt)?;
    }
    write_clock(&mut page, &findings)?;
    write_answer(&mut page, &findings, attempt)?;
    if let Some(text) = advice::on_trying_again(&findings, attempt) {
        page.line(format_args!("\n{text}"))?;
    }
    // The caller's line ends itself.
    page.0.truncate(page.0.trim_ascii_end().len());
    Ok(page.0)
}

fn write_findings(
    page: &mut Page,
    findings: &Findings<'_>,
    attempt: &Attempt<'_>,
) -> Result<(), NoMemory> {
    let none_found = Finding {
        certainty: Certainty::Seen,
        cause: cause("none-found"),
        about: "",
    };
    let first = findings.list.first().unwrap_or(&none_found);
    page.line(format_args!("cause: {}", first.cause.id))?;
    if findings.list.is_empty() {
        page.line(format_args!("No mistake was found in what was given."))?;
        return write_change(page, &none_found, findings, attempt);
    }
    for (index, finding) in findings.list.iter().enumerate() {
        if index > 0 {
            page.line(format_args!("\nalso: {}", finding.cause.id))?;
        }
        write_finding(page, finding)?;
        write_change(page, finding, findings, attempt)?;
    }
    Ok(())
}

fn write_finding(page: &mut Page, finding: &Finding) -> Result<(), NoMemory> {
    let how = match finding.certainty {
        Certainty::Proven => "Proven",
        Certainty::Seen => "Seen",
        Certainty::Said | Certainty::SaidOfMany => "Said by X",
        Certainty::MayMean => "A 401 without a code may mean",
        Certainty::Likely => "Likely",
        Certainty::NotGiven => "Missing",
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
    ))
}

fn write_change(
    page: &mut Page,
    finding: &Finding,
    findings: &Findings<'_>,
    attempt: &Attempt<'_>,
) -> Result<(), NoMemory> {
    match advice::change(finding, findings, attempt) {
        Some(change) => page.line(format_args!("Change: {change}.")),
        None => Ok(()),
    }
}

fn write_places(page: &mut Page, findings: &Findings<'_>) -> Result<(), NoMemory> {
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

/// The base strings, as they were signed and as they should have been, parameter
/// by parameter.
fn write_base_strings(
    page: &mut Page,
    sent: &Sent<'_>,
    findings: &Findings<'_>,
    attempt: &Attempt<'_>,
) -> Result<(), NoMemory> {
    let title = match &findings.outcome {
        Some(Outcome::Proven(proof)) => {
            let wrong = base_string(sent, &proof.variation())?;
            return write_both(page, &wrong, &base_string(sent, &Variation::RIGHT)?);
        }
        Some(Outcome::Right) if !findings.are_open(attempt) => return Ok(()),
        Some(Outcome::Right) => "The base string is:",
        Some(Outcome::NoneFits | Outcome::TooMuch) | None => "The base string should be:",
    };
    page.line(format_args!("\n{title}"))?;
    page.bytes_line("  ", &base_string(sent, &Variation::RIGHT)?)
}

fn write_both(page: &mut Page, wrong: &[u8], right: &[u8]) -> Result<(), NoMemory> {
    let Some(at) = first_difference(wrong, right) else {
        return page.line(format_args!(
            "\nThe base string is right; the signing key is not."
        ));
    };
    page.line(format_args!(
        "\nThe base strings differ from byte {at} on{}.",
        PartAt(right, at)
    ))?;
    page.line(format_args!("Signed was (-), right is (+):"))?;
    write_difference(page, wrong, right)
}

fn write_clock(page: &mut Page, findings: &Findings<'_>) -> Result<(), NoMemory> {
    let Some(clock) = &findings.clock else {
        return Ok(());
    };
    let against = clock.against;
    let off = clock.ahead.unsigned_abs();
    match clock.ahead {
        0 => page.line(format_args!("\nThe timestamp agrees with {against}.")),
        1.. => page.line(format_args!(
            "\nThe timestamp is {off} s ahead of {against}."
        )),
        _ => page.line(format_args!("\nThe timestamp is {off} s behind {against}.")),
    }
}

fn write_answer(
    page: &mut Page,
    findings: &Findings<'_>,
    attempt: &Attempt<'_>,
) -> Result<(), NoMemory> {
    if attempt.http_status == 0 && attempt.body.is_empty() {
        return Ok(());
    }
    let refusal = &findings.answer.refusal;
    let words = &refusal.words;
    let mut said = Page::default();
    said.line(format_args!("{words}"))?;
    let said = said.0.trim_ascii_end();
    page.put(b"\nX answered:")?;
    let mut separator = " ";
    for (name, number) in [("HTTP", attempt.http_status), ("code", refusal.api_code)] {
        if number != 0 {
            page.text(format_args!("{separator}{name} {number}"))?;
            separator = ", ";
        }
    }
    match (said, separator) {
        (b"", " ") => page.line(format_args!(" nothing that could be read."))?,
        (b"", _) => page.line(format_args!("."))?,
        _ => {
            page.line(format_args!(":"))?;
            page.bytes_line("  ", said)?;
        }
    }
    match advice::on_answer(findings, attempt) {
        Some(text) => page.line(format_args!("{text}")),
        None => Ok(()),
    }
}
