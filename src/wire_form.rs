//! The form that goes over the wire: strict percent-encoding, which X reads as
//! the RFC does. What comes from here is never [`Status::Ambiguous`].
#![forbid(unsafe_code)]

use crate::error::{Error, Field, Status};
use crate::message::{Param, PROTOCOL};
use crate::params::{self, Pair, Source};
use crate::percent::{Component, Times};
use crate::text::{ascii, Sink, Written};
use crate::url::Url;
use crate::x_rules::ambiguous;

/// Encodes names and values as a query or a form body, `%20` for a space.
pub fn form_encode(params: &[Param<'_>]) -> Result<String, Error> {
    for (index, param) in params.iter().enumerate() {
        let what = match name_trouble(Component::text(param.name)) {
            None => continue,
            Some(NameTrouble::Empty) => "empty; X drops a parameter without a name",
            Some(NameTrouble::Protocol) => "belongs in the Authorization header alone",
        };
        let field = Field::Item {
            list: "params",
            index,
            part: "name",
        };
        return Err(Error::new(Status::Ambiguous, field, what));
    }
    EncodedForm(params).to_text().and_then(ascii)
}

/// The same URL with its query in that encoding; raw bytes are escaped.
pub fn canonical_url(url: &[u8]) -> Result<String, Error> {
    let field = Field::Named("url");
    let parts = Url::split(url, field)?;
    parts.check_path_escapes(field)?;
    let query = parts.query.unwrap_or_default();
    for (pair, source) in params::split(query, Source::query(field, parts.query_at)) {
        pair.check_escapes(source)?;
        let what = match name_trouble(pair.name()) {
            None => continue,
            Some(NameTrouble::Empty) => "parameter without a name, which X drops,",
            Some(NameTrouble::Protocol) => "parameter that belongs in the Authorization header",
        };
        return Err(ambiguous(field, what, source.at, "leave it out"));
    }
    CanonicalUrl { url, parts }.to_text().and_then(ascii)
}

/// Names that no encoding makes X read as the RFC does.
enum NameTrouble {
    Empty,
    Protocol,
}

fn name_trouble(name: Component<'_>) -> Option<NameTrouble> {
    if name.is(b"") {
        return Some(NameTrouble::Empty);
    }
    let is_protocol = PROTOCOL.iter().any(|own| name.is(own.as_bytes()));
    is_protocol.then_some(NameTrouble::Protocol)
}

struct EncodedForm<'a>(&'a [Param<'a>]);

impl Written for EncodedForm<'_> {
    fn write_to<S: Sink>(&self, sink: &mut S) {
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
    fn write_to<S: Sink>(&self, sink: &mut S) {
        let parts = &self.parts;
        sink.put(self.url.get(..parts.path_at).unwrap_or_default());
        write_graphic(parts.path, sink);
        if let Some(query) = parts.query {
            let mut separator: &[u8] = b"?";
            for (pair, _) in params::split(query, Source::query(Field::Named("url"), 0)) {
                sink.put(separator);
                separator = b"&";
                write_pair(&pair, sink);
            }
        }
        write_graphic(parts.fragment, sink);
    }
}

fn write_pair<S: Sink>(pair: &Pair<'_>, sink: &mut S) {
    pair.name().write(Times::Once, sink);
    if pair.has_equals() {
        sink.put(b"=");
        pair.value().write(Times::Once, sink);
    }
}

/// Escapes only what may not stand raw in a URL at all.
fn write_graphic<S: Sink>(text: &[u8], sink: &mut S) {
    for byte in text {
        if byte.is_ascii_graphic() {
            sink.put(&[*byte]);
        } else {
            Component::text(&[*byte]).write(Times::Once, sink);
        }
    }
}
