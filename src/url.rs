//! A URL taken apart and checked, and the base string URI made of it
//! (RFC 5849, 3.4.1.2; RFC 3986, 3).
#![forbid(unsafe_code)]

use std::net::Ipv6Addr;

use memchr::memchr;

use crate::error::{Error, Field, Fixed, Status};
use crate::percent::{find_broken_escape, is_unreserved, put_mapped, ONCE};
use crate::text::{Sink, Written};

/// An absolute http or https URL. The query is not yet checked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Url<'a> {
    pub(crate) scheme: Scheme,
    pub(crate) authority_at: usize,
    pub(crate) host: &'a [u8],
    /// A name alone, as the base string has it.
    host_is_plain: bool,
    /// As it stands in the URL, if it does.
    pub(crate) given_port: Option<u16>,
    /// None for the default port of the scheme: the base string leaves it out.
    pub(crate) port: Option<u16>,
    pub(crate) path: &'a [u8],
    pub(crate) path_at: usize,
    /// Neither an escape is in it nor what may not stand in a URL.
    path_is_plain: bool,
    pub(crate) query: Option<&'a [u8]>,
    pub(crate) query_at: usize,
    /// With its `#`, or empty. Neither sent nor signed.
    pub(crate) fragment: &'a [u8],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Http,
    Https,
}

impl Scheme {
    pub(crate) fn default_port(self) -> u16 {
        match self {
            Scheme::Http => 80,
            Scheme::Https => 443,
        }
    }
}

impl<'a> Url<'a> {
    /// Splits `url` and checks scheme and authority; `field` is its name in errors.
    #[inline(always)]
    pub(crate) fn split(url: &'a [u8], field: Field) -> Result<Self, Error> {
        let (scheme, authority_at) = split_scheme(url, field)?;
        let rest = url.get(authority_at..).unwrap_or_default();
        let ((authority, is_plain), rest) = split_while(rest, PLAIN_HOST, b"/?#");
        let host_is_plain = is_plain && !authority.is_empty();
        let (host, port) = match host_is_plain {
            true => (authority, None),
            false => split_authority(authority, authority_at, field)?,
        };
        let ((path, path_is_plain), rest) = split_while(rest, PATH, b"?#");
        let (query, fragment) = match memchr(b'#', rest).is_some() {
            true => split_before(rest, |byte| byte == b'#'),
            false => (rest, &[][..]),
        };
        let path_at = authority_at.saturating_add(authority.len());
        Ok(Url {
            scheme,
            authority_at,
            host,
            host_is_plain,
            given_port: port,
            port: port.filter(|&port| port != scheme.default_port()),
            path,
            path_at,
            path_is_plain,
            query: query.strip_prefix(b"?"),
            query_at: path_at.saturating_add(path.len()).saturating_add(1),
            fragment,
        })
    }

    /// Refuses what may not stand in a path or fragment that is sent as it is.
    pub(crate) fn check_path(&self, field: Field) -> Result<(), Error> {
        if self.path_is_plain && self.fragment.is_empty() {
            return Ok(());
        }
        check_graphic(self.path, self.path_at, field, CANONICAL)?;
        self.check_path_escapes(field)?;
        let query = self.query.map_or(0, |query| query.len().saturating_add(1));
        let path_end = self.path_at.saturating_add(self.path.len());
        check_graphic(
            self.fragment,
            path_end.saturating_add(query),
            field,
            CANONICAL,
        )
    }

    pub(crate) fn check_path_escapes(&self, field: Field) -> Result<(), Error> {
        match find_broken_escape(self.path) {
            Some(at) => {
                let at = self.path_at.saturating_add(at);
                Err(Error::broken_escape(Status::InvalidUrl, field, at))
            }
            None => Ok(()),
        }
    }
}

impl Written for Url<'_> {
    /// Writes the base string URI, percent-encoded once as the base string has it.
    fn write_to<S: Sink + ?Sized>(&self, sink: &mut S) {
        match self.scheme {
            Scheme::Http => sink.put(b"http%3A%2F%2F"),
            Scheme::Https => sink.put(b"https%3A%2F%2F"),
        }
        if self.host_is_plain {
            sink.put(self.host);
        } else {
            put_mapped(self.host.iter().map(u8::to_ascii_lowercase), &ONCE, sink);
        }
        if let Some(port) = self.port {
            sink.put(b"%3A");
            sink.put(itoa::Buffer::new().format(port).as_bytes());
        }
        let path = if self.path.is_empty() {
            b"/"
        } else {
            self.path
        };
        sink.put_encoded(path, &ONCE);
    }
}

const CANONICAL: Fixed = &"see tw_canonical_url";
const NO_HOST_BYTE: Fixed = &"a host name cannot hold it";

fn check_graphic(bytes: &[u8], first_at: usize, field: Field, mend: Fixed) -> Result<(), Error> {
    match bytes
        .iter()
        .enumerate()
        .find(|(_, byte)| !byte.is_ascii_graphic())
    {
        Some((at, &byte)) => {
            let at = first_at.saturating_add(at);
            Err(Error::raw_byte(Status::InvalidUrl, field, byte, at).mend(mend))
        }
        None => Ok(()),
    }
}

fn split_before(bytes: &[u8], stop: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|&byte| stop(byte));
    bytes
        .split_at_checked(end.unwrap_or(bytes.len()))
        .unwrap_or((bytes, &[]))
}

/// Splits before the first of the `stops`, and tells whether only bytes of this
/// class stand before it: mostly they do, and it is found without a second look.
#[inline]
fn split_while<'u>(bytes: &'u [u8], class: u8, stops: &[u8]) -> ((&'u [u8], bool), &'u [u8]) {
    let end = bytes.iter().position(|&byte| !is_of(class, byte));
    let end = end.unwrap_or(bytes.len());
    match bytes.split_at_checked(end) {
        Some((before, rest)) if rest.first().is_none_or(|byte| stops.contains(byte)) => {
            ((before, true), rest)
        }
        _ => {
            let (before, rest) = split_before(bytes, |byte| stops.contains(&byte));
            ((before, false), rest)
        }
    }
}

fn split_scheme(url: &[u8], field: Field) -> Result<(Scheme, usize), Error> {
    if url.starts_with(b"https://") {
        return Ok((Scheme::Https, 8));
    }
    for (scheme, prefix) in [(Scheme::Https, "https://"), (Scheme::Http, "http://")] {
        let start = url.get(..prefix.len()).unwrap_or_default();
        if start.eq_ignore_ascii_case(prefix.as_bytes()) {
            return Ok((scheme, prefix.len()));
        }
    }
    // A stray byte in front explains more than the missing scheme does.
    check_graphic(url, 0, field, &"a URL begins with https:// or http://")?;
    let what = match url.windows(3).any(|window| window == b"://") {
        true => &"another scheme than http and https",
        false => &"not an absolute URL",
    };
    Err(Error::at(Status::InvalidUrl, field, what, 0).mend(&"it begins with https:// or http://"))
}

fn split_authority(
    authority: &[u8],
    first_at: usize,
    field: Field,
) -> Result<(&[u8], Option<u16>), Error> {
    if let Some(at) = authority.iter().position(|&byte| byte == b'@') {
        let at = first_at.saturating_add(at);
        return Err(
            Error::at(Status::InvalidUrl, field, &"user info before '@'", at)
                .mend(&"credentials have no place in a URL"),
        );
    }
    check_graphic(authority, first_at, field, NO_HOST_BYTE)?;
    let (host, port) = match authority.first() {
        Some(b'[') => split_ipv6(authority, first_at, field)?,
        _ => split_before(authority, |byte| byte == b':'),
    };
    if host.is_empty() {
        return Err(Error::at(Status::InvalidUrl, field, &"no host", first_at));
    }
    if authority.first() != Some(&b'[') {
        check_host_name(host, first_at, field)?;
    }
    let port_at = first_at.saturating_add(host.len()).saturating_add(1);
    let port = port.strip_prefix(b":").unwrap_or(port);
    Ok((host, read_port(port, port_at, field)?))
}

/// `[::1]:8080` as `[::1]` and `:8080`.
fn split_ipv6(authority: &[u8], first_at: usize, field: Field) -> Result<(&[u8], &[u8]), Error> {
    let bad = |what, at| Error::at(Status::InvalidUrl, field, what, at);
    let close = authority.iter().position(|&byte| byte == b']');
    let end = close.map_or(authority.len(), |close| close.saturating_add(1));
    let (host, port) = authority.split_at_checked(end).unwrap_or_default();
    let address = host
        .strip_prefix(b"[")
        .and_then(|host| host.strip_suffix(b"]"))
        .and_then(|address| std::str::from_utf8(address).ok());
    if address.is_none_or(|address| address.parse::<Ipv6Addr>().is_err()) {
        return Err(bad(&"not an IPv6 address", first_at));
    }
    if !port.is_empty() && !port.starts_with(b":") {
        return Err(bad(
            &"neither ':' nor a path after the host",
            first_at.saturating_add(end),
        ));
    }
    Ok((host, port))
}

/// What a registered name (RFC 3986, 3.2.2) consists of, but for escapes, which
/// clients read differently.
const HOST: u8 = 1;
/// What the base string has as it stands in a host.
const PLAIN_HOST: u8 = 2;
/// What a path, as it is sent, consists of, but for escapes.
const PATH: u8 = 4;

static CLASSES: [u8; 256] = classes();

// A byte is an index below 256.
#[allow(clippy::indexing_slicing)]
#[inline]
fn is_of(class: u8, byte: u8) -> bool {
    CLASSES[byte as usize] & class != 0
}

// Computed by the compiler, which would refuse an overflow or a bad index.
#[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        let class = &mut classes[byte as usize];
        if is_unreserved(byte)
            || matches!(byte, b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*')
            || matches!(byte, b'+' | b',' | b';' | b'=')
        {
            *class |= HOST;
        }
        if is_unreserved(byte) && !byte.is_ascii_uppercase() {
            *class |= PLAIN_HOST;
        }
        if byte.is_ascii_graphic() && !matches!(byte, b'%' | b'?' | b'#') {
            *class |= PATH;
        }
        byte += 1;
    }
    classes
}

fn check_host_name(host: &[u8], first_at: usize, field: Field) -> Result<(), Error> {
    match host
        .iter()
        .enumerate()
        .find(|(_, &byte)| !is_of(HOST, byte))
    {
        Some((at, &byte)) => {
            let at = first_at.saturating_add(at);
            Err(Error::raw_byte(Status::InvalidUrl, field, byte, at).mend(NO_HOST_BYTE))
        }
        None => Ok(()),
    }
}

fn read_port(digits: &[u8], at: usize, field: Field) -> Result<Option<u16>, Error> {
    if digits.is_empty() {
        return Ok(None);
    }
    let all_digits = digits.iter().all(u8::is_ascii_digit);
    let port = std::str::from_utf8(digits)
        .ok()
        .and_then(|digits| digits.parse().ok());
    match port {
        Some(port) if all_digits && port > 0 => Ok(Some(port)),
        _ => Err(
            Error::at(Status::InvalidUrl, field, &"not a port number", at)
                .mend(&"it is 1 to 65535"),
        ),
    }
}
