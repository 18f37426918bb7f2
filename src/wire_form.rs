//! The form that goes over the wire: strict percent-encoding, which X reads as
//! the RFC does. What comes from here is never [`Status::Ambiguous`].
#![forbid(unsafe_code)]

use crate::error::{Error, Field, Fixed, Part, Status};
use crate::message::{Param, REPEATED};
use crate::own::Own;
use crate::params::{self, push, repeated_oauth, Origin, Pair, Pairs};
use crate::percent::{Component, Times};
use crate::text::{ascii, Sink, Written};
use crate::url::Url;
use crate::x_rules::{ambiguous, dropped_name};

/// Encodes names and values as a query or a form body, `%20` for a space.
pub fn form_encode(params: &[Param<'_>]) -> Result<String, Error> {
    let mut oauth_pairs = Pairs::new();
    for (index, param) in params.iter().enumerate() {
        let pair = Pair::text(param.name, param.value);
        if let Some((what, mend)) = trouble_with(pair.name()) {
            return Err(Error::new(Status::Ambiguous, name_of(index), what).mend(mend));
        }
        collect_oauth(&mut oauth_pairs, pair)?;
    }
    if let Some(name) = repeated(&mut oauth_pairs) {
        let is_it = |(_, param): &(usize, &Param<'_>)| {
            Component::text(param.name).cmp_encoded(name).is_eq()
        };
        let second = params.iter().enumerate().filter(is_it).nth(1);
        let field = name_of(second.map_or(0, |(index, _)| index));
        let (what, mend) = REPEATED;
        return Err(Error::new(Status::Ambiguous, field, what).mend(mend));
    }
    ascii(EncodedForm(params).to_text()?)
}

fn name_of(index: usize) -> Field {
    Field::item(&"params", index, Part::Name)
}

static QUERY: Origin = Origin::query(Field::Named(&"url"));

/// The same URL with its query in that encoding; raw bytes are escaped.
pub fn canonical_url(url: &[u8]) -> Result<String, Error> {
    let field = QUERY.field;
    let parts = Url::split(url, field)?;
    parts.check_path_escapes(field)?;
    let pairs = || params::split(parts.query.unwrap_or_default());
    let source = QUERY.at(parts.query_at);
    let mut oauth_pairs = Pairs::new();
    for (pair, at) in pairs() {
        let source = source.moved(at);
        pair.check_escapes(source)?;
        if let Some((what, mend)) = trouble_with(pair.name()) {
            return Err(ambiguous(field, what, source.at, mend));
        }
        collect_oauth(&mut oauth_pairs, pair)?;
    }
    if let Some(name) = repeated(&mut oauth_pairs) {
        let is_it = |(pair, _): &(Pair<'_>, usize)| name.cmp_encoded(pair.name()).is_eq();
        let at = pairs()
            .filter(is_it)
            .nth(1)
            .map_or(0, |(_, at)| source.moved(at).at);
        let (what, mend) = REPEATED;
        return Err(ambiguous(field, what, at, mend));
    }
    ascii(CanonicalUrl { url, parts }.to_text()?)
}

/// Names that no encoding makes X read as the RFC does.
fn trouble_with(name: Component<'_>) -> Option<(Fixed, Fixed)> {
    if Own::named(name).is_some() {
        let what = &"parameter that only the Authorization header may carry";
        return Some((what, &"leave it out"));
    }
    dropped_name(name)
}

fn collect_oauth<'a>(pairs: &mut Pairs<'a>, pair: Pair<'a>) -> Result<(), Error> {
    if pair.name().starts_with(b"oauth_") {
        push(pairs, pair)?;
    }
    Ok(())
}

fn repeated<'a>(oauth_pairs: &mut Pairs<'a>) -> Option<Component<'a>> {
    oauth_pairs.sort_unstable_by(Pair::cmp_encoded);
    let same = repeated_oauth(oauth_pairs).next()?;
    same.first().map(Pair::name)
}

struct EncodedForm<'a>(&'a [Param<'a>]);

impl Written for EncodedForm<'_> {
    fn write_to<S: Sink + ?Sized>(&self, sink: &mut S) {
        let mut separator: &[u8] = b"";
        for param in self.0 {
            sink.put(separator);
            separator = b"&";
            Component::text(param.name).write(Times::Once, sink);
            sink.put(b"=");
            Component::text(param.value).write(Times::Once, sink);
        }
    }
}

struct CanonicalUrl<'a> {
    url: &'a [u8],
    parts: Url<'a>,
}

impl Written for CanonicalUrl<'_> {
    fn write_to<S: Sink + ?Sized>(&self, sink: &mut S) {
        let parts = &self.parts;
        sink.put(self.url.get(..parts.path_at).unwrap_or_default());
        write_escaping(parts.path, b"\"<>\\^`{|}[]", sink);
        if let Some(query) = parts.query {
            let mut separator: &[u8] = b"?";
            for (pair, _) in params::split(query) {
                sink.put(separator);
                separator = b"&";
                write_pair(&pair, sink);
            }
        }
        write_escaping(parts.fragment, b"", sink);
    }
}

fn write_pair<S: Sink + ?Sized>(pair: &Pair<'_>, sink: &mut S) {
    pair.name().write(Times::Once, sink);
    if pair.has_equals() {
        sink.put(b"=");
        pair.value().write(Times::Once, sink);
    }
}

/// Escapes only what may not stand raw: controls, spaces, non-ASCII and `more`
/// (RFC 3986, 3.3).
fn write_escaping<S: Sink + ?Sized>(text: &[u8], more: &[u8], sink: &mut S) {
    for byte in text {
        if byte.is_ascii_graphic() && !more.contains(byte) {
            sink.put(&[*byte]);
        } else {
            Component::text(&[*byte]).write(Times::Once, sink);
        }
    }
}
