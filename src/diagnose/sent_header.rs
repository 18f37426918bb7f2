//! The Authorization header that was sent, read as leniently as X reads it.
#![forbid(unsafe_code)]

use crate::percent::Component;
use crate::room::{self, NoMemory};

/// One `name="value"` of the header, as it was sent, without its quotes.
#[derive(Clone, Copy)]
pub(super) struct HeaderParam<'a> {
    pub(super) name: &'a [u8],
    pub(super) value: &'a [u8],
}

/// An OAuth header in its parts.
pub(super) struct SentHeader<'a> {
    pub(super) params: Vec<HeaderParam<'a>>,
}

/// A header holds seven parameters, and some more; a hostile one is cut off.
const MOST_PARAMS: usize = 64;

impl<'a> SentHeader<'a> {
    /// The parts, or `None` if the scheme is another one.
    pub(super) fn read(header: &'a [u8]) -> Result<Option<Self>, NoMemory> {
        let header = without_name(header.trim_ascii());
        let scheme = header.get(..6).unwrap_or_default();
        if !scheme.eq_ignore_ascii_case(b"oauth ") {
            return Ok(None);
        }
        let mut params = Vec::new();
        let list = header.get(6..).unwrap_or_default();
        for piece in list.split(|&byte| byte == b',').take(MOST_PARAMS) {
            let piece = piece.trim_ascii();
            let equals = piece.iter().position(|&byte| byte == b'=');
            let Some((name, value)) = equals.and_then(|at| piece.split_at_checked(at)) else {
                continue;
            };
            let value = value.strip_prefix(b"=").unwrap_or_default().trim_ascii();
            let param = HeaderParam {
                name: name.trim_ascii(),
                value: unquoted(value),
            };
            room::push(&mut params, param)?;
        }
        Ok(Some(Self { params }))
    }

    /// The value of a parameter, as it was sent.
    #[inline(never)]
    pub(super) fn raw(&self, name: &str) -> Option<&'a [u8]> {
        let param = self
            .params
            .iter()
            .find(|param| param.name == name.as_bytes());
        param.map(|param| param.value)
    }

    /// Whether the decoded value of a parameter is this text.
    pub(super) fn says(&self, name: &str, text: &[u8]) -> bool {
        let value = self.raw(name);
        value.is_some_and(|value| Component::escaped(value).is(text))
    }

    /// Whether an `oauth_` parameter of this name stands in the header.
    pub(super) fn carries(&self, name: Component<'_>) -> bool {
        let is_it =
            |param: &HeaderParam<'_>| name.cmp_encoded(Component::escaped(param.name)).is_eq();
        name.starts_with(b"oauth_") && self.params.iter().any(is_it)
    }

    /// Seconds in `oauth_timestamp`, if it is a number.
    pub(super) fn timestamp(&self) -> Option<i64> {
        let digits = self.raw("oauth_timestamp")?;
        std::str::from_utf8(digits).ok()?.parse().ok()
    }
}

/// The value of a header that was pasted as a whole line.
fn without_name(header: &[u8]) -> &[u8] {
    const NAME: &[u8] = b"Authorization:";
    match header.split_at_checked(NAME.len()) {
        Some((name, value)) if name.eq_ignore_ascii_case(NAME) => value.trim_ascii_start(),
        _ => header,
    }
}

fn unquoted(value: &[u8]) -> &[u8] {
    let inner = value
        .strip_prefix(b"\"")
        .and_then(|value| value.strip_suffix(b"\""));
    inner.unwrap_or(value)
}
