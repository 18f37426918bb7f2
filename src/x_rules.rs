//! Where X reads a request otherwise than RFC 5849 does.
//!
//! X's published server code (twitter/joauth) does not decode parameters and
//! encode them again: it takes them as they stand on the wire, brings escapes to
//! upper case, reads `+` as `%20`, escapes raw `,` `[` `]` and unescapes
//! `%2D %2E %5F %7E`. A request that such a reader sees otherwise than the RFC
//! gets a signature that is right and still answered with 401, code 32. The
//! places named here are all where the two part.
#![forbid(unsafe_code)]

use crate::error::{Error, Field, Fixed, Status};
use crate::percent::{begin, is_unreserved, Component, Form};
use crate::room;

/// By which reading of a request its signature has to hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rules {
    /// X's and the RFC's: what the two read differently is refused.
    #[default]
    X,
    /// RFC 5849 alone.
    Rfc5849,
}

/// What becomes of a place that X reads otherwise.
pub(crate) enum Policy<'p> {
    Refuse,
    Sign,
    /// Sign by these rules, and collect such places.
    Report(Rules, &'p mut Vec<Error>),
}

impl Rules {
    pub(crate) fn policy(self) -> Policy<'static> {
        match self {
            Rules::X => Policy::Refuse,
            Rules::Rfc5849 => Policy::Sign,
        }
    }
}

impl Policy<'_> {
    pub(crate) fn found(&mut self, place: Error) -> Result<(), Error> {
        match self {
            Policy::Refuse => Err(place),
            Policy::Sign => Ok(()),
            Policy::Report(_, places) => Ok(room::push(places, place)?),
        }
    }

    /// As [`Policy::found`], where the RFC forbids the place too.
    pub(crate) fn found_forbidden(&mut self, place: Error, by_rfc: Error) -> Result<(), Error> {
        match self {
            Policy::Sign | Policy::Report(Rules::Rfc5849, _) => Err(by_rfc),
            _ => self.found(place),
        }
    }
}

/// Raw bytes that X escapes as the RFC does.
pub(crate) fn reads_raw_alike(byte: u8) -> bool {
    is_unreserved(byte) || matches!(byte, b'+' | b',' | b'[' | b']')
}

/// Escaped bytes that X leaves escaped as the RFC does, or unescapes with it.
pub(crate) fn reads_escaped_alike(value: u8) -> bool {
    !value.is_ascii_alphanumeric()
}

/// What is wrong with a name that X's reader drops, and the mend.
pub(crate) fn dropped_name(name: Component<'_>) -> Option<(Fixed, Fixed)> {
    const MEND: Fixed = &"X drops it; leave it out";
    if name.is(b"") {
        return Some((&"parameter without a name", MEND));
    }
    let of_oauth2 = OF_OAUTH2.iter().any(|kept| name.is(kept));
    of_oauth2.then_some((&"parameter of a name that X keeps for OAuth 2", MEND))
}

/// The two that X's header parser keeps for OAuth 2.
const OF_OAUTH2: [&[u8]; 2] = [b"client_id", b"Bearer"];

/// Whether a name that begins so may mean something to OAuth 1 or 2, or is none.
#[inline]
pub(crate) fn may_be_of_oauth(name_begin: u64) -> bool {
    const OAUTH: u64 = begin(b"oauth_");
    const OAUTH2: [u64; 2] = [begin(OF_OAUTH2[0]), begin(OF_OAUTH2[1])];
    name_begin == 0 || name_begin >> 16 == OAUTH >> 16 || OAUTH2.contains(&name_begin)
}

/// A secret of which X makes another key: it joins the secrets as they are, and the
/// RFC encodes them first.
#[derive(Clone, Copy)]
pub(crate) struct OddSecret {
    field: Fixed,
    at: usize,
}

impl OddSecret {
    pub(crate) fn find(secret: Component<'_>, field: Fixed) -> Option<Self> {
        if secret.form == Form::Plain {
            return None;
        }
        let at = secret.bytes.iter().position(|&byte| !is_unreserved(byte))?;
        Some(Self { field, at })
    }

    #[cold]
    pub(crate) fn error(self) -> Error {
        let mend =
            &"X does not escape secrets; it issues letters and digits: look for a paste error";
        let what = &"neither letter, digit nor one of -._~";
        ambiguous(Field::Named(self.field), what, self.at, mend)
    }
}

#[cold]
pub(crate) fn ambiguous(field: Field, what: Fixed, at: usize, mend: Fixed) -> Error {
    Error::at(Status::Ambiguous, field, what, at).mend(mend)
}
