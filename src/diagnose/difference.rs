//! Where two base strings differ, for people: parameter by parameter.
#![forbid(unsafe_code)]

use super::page::Page;
use crate::room::NoMemory;

/// The first byte in which they differ.
pub(super) fn first_difference(one: &[u8], other: &[u8]) -> Option<usize> {
    let common = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    (one.len() != other.len() || common < one.len()).then_some(common)
}

/// Names the part of a base string at a byte.
pub(super) struct PartAt<'a>(pub(super) &'a [u8], pub(super) usize);

impl std::fmt::Display for PartAt<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let before = self.0.get(..self.1).unwrap_or(self.0);
        match before.iter().filter(|&&byte| byte == b'&').count() {
            0 => return f.write_str(", in the method"),
            1 => return f.write_str(", in the URL"),
            _ => {}
        }
        // Between two parameters it is the second that is left out.
        let is_between = self.0.get(self.1..).unwrap_or_default().starts_with(b"%26");
        let between = if is_between { 3 } else { 0 };
        let before = self
            .0
            .get(..self.1.saturating_add(between))
            .unwrap_or(before);
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
    std::iter::from_fn(move || next_line(&mut rest))
}

#[inline(never)]
fn next_line<'a>(rest: &mut Option<&'a [u8]>) -> Option<&'a [u8]> {
    let text = (*rest)?;
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
    *rest = if len == 0 { None } else { after.get(len..) };
    Some(line)
}

/// What only one of the two has is marked, and so is what stands elsewhere.
pub(super) fn write_difference(
    page: &mut Page,
    wrong: &[u8],
    right: &[u8],
) -> Result<(), NoMemory> {
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
