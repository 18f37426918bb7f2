//! The parameters that a signature covers: read from query, form body and
//! header, checked, and put in order (RFC 5849, 3.4.1.3).
#![forbid(unsafe_code)]

use std::cmp::Ordering;
use std::ops::Range;

use smallvec::SmallVec;

use crate::error::{Error, Field, Fixed, Status};
use crate::marks::Marks;
use crate::percent::{begin_of, escape_value, find_broken_escape, Component, Form, Times};
use crate::room::NoMemory;
use crate::text::Sink;
use crate::x_rules::{
    ambiguous, dropped_name, may_be_of_oauth, reads_escaped_alike, reads_raw_alike, Policy,
};

/// A name and a value, as they stand in the request. Few words: they are sorted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair<'a> {
    /// How the encoded name begins: mostly enough to tell which of two stands first.
    name_begin: u64,
    /// The name, and on the wire `=` and the value behind it.
    text: &'a [u8],
    name_len: usize,
    /// None on the wire.
    value_in_header: Option<&'a [u8]>,
    name_form: Form,
    value_form: Form,
}

/// Room for 32 parameters of a request and some in the header without the heap.
pub(crate) type Pairs<'a> = SmallVec<[Pair<'a>; 40]>;

impl<'a> Pair<'a> {
    /// A parameter of the header: not on the wire yet, hence not encoded.
    pub(crate) fn text(name: &'a [u8], value: &'a [u8]) -> Self {
        let component = Component::text(name);
        Self {
            name_begin: component.begin_encoded(),
            text: name,
            name_len: name.len(),
            value_in_header: Some(value),
            name_form: component.form,
            value_form: Component::text(value).form,
        }
    }

    /// A parameter of a query or form of which nothing is known.
    #[inline(never)]
    fn on_wire(text: &'a [u8], name_len: usize) -> Self {
        let mut pair = Self {
            name_begin: 0,
            text,
            name_len,
            value_in_header: None,
            name_form: Form::Wire,
            value_form: Form::Wire,
        };
        pair.name_form = Form::on_wire(pair.name().bytes);
        pair.value_form = Form::on_wire(pair.value().bytes);
        pair.name_begin = pair.name().begin_encoded();
        pair
    }

    #[inline]
    pub(crate) fn name(&self) -> Component<'a> {
        Component {
            bytes: self.text.get(..self.name_len).unwrap_or_default(),
            form: self.name_form,
        }
    }

    #[inline]
    pub(crate) fn value(&self) -> Component<'a> {
        let on_wire = || self.text.get(self.name_len.saturating_add(1)..);
        let bytes = self.value_in_header.or_else(on_wire);
        Component {
            bytes: bytes.unwrap_or_default(),
            form: self.value_form,
        }
    }

    /// Whether it is `flag=` or `flag`, which mean the same.
    pub(crate) fn has_equals(&self) -> bool {
        self.name_len < self.text.len() || self.is_in_header()
    }

    pub(crate) fn is_in_header(&self) -> bool {
        self.value_in_header.is_some()
    }

    /// Where in this text it stands, if it is a part of it.
    pub(crate) fn place_in(&self, text: &[u8]) -> Option<usize> {
        let at = self.text.as_ptr().addr().wrapping_sub(text.as_ptr().addr());
        (at < text.len()).then_some(at)
    }

    /// By encoded name, then by encoded value (RFC 5849, 3.4.1.3.2).
    pub(crate) fn cmp_encoded(&self, other: &Self) -> Ordering {
        let by_begin = self.name_begin.cmp(&other.name_begin);
        by_begin.then_with(|| self.cmp_further(other))
    }

    /// Of two that begin alike; not inlined, so that the rest takes few registers.
    #[inline(never)]
    fn cmp_further(&self, other: &Self) -> Ordering {
        let by_name = self.name().cmp_encoded(other.name());
        by_name.then_with(|| self.value().cmp_encoded(other.value()))
    }

    /// By encoded name, with one that begins so.
    #[inline]
    pub(crate) fn cmp_name(&self, begin: u64, name: Component<'_>) -> Ordering {
        let by_begin = self.name_begin.cmp(&begin);
        by_begin.then_with(|| self.name().cmp_encoded(name))
    }

    /// Writes `name=value` as the base string has it, encoded twice.
    pub(crate) fn write_twice<S: Sink + ?Sized>(&self, sink: &mut S) {
        // Strict as a whole: the `=` is encoded with the rest.
        if self.is_strict() && self.has_equals() {
            return sink.put_strict(self.text);
        }
        self.name().write(Times::Twice, sink);
        sink.put(b"%3D");
        self.value().write(Times::Twice, sink);
    }
}

/// A place in a query or form.
#[derive(Clone, Copy)]
pub(crate) struct Source {
    pub(crate) of: &'static Origin,
    pub(crate) at: usize,
}

/// A query or form: where errors in it belong, and how X's reader would mend it.
pub(crate) struct Origin {
    pub(crate) field: Field,
    status: Status,
    mend: Fixed,
}

impl Origin {
    pub(crate) const fn query(field: Field) -> Self {
        Self {
            field,
            status: Status::InvalidUrl,
            mend: &"see tw_canonical_url",
        }
    }

    pub(crate) const fn body(field: Field) -> Self {
        Self {
            field,
            status: Status::InvalidBody,
            mend: &"see tw_form_encode",
        }
    }

    /// This byte of the field.
    pub(crate) fn at(&'static self, at: usize) -> Source {
        Source { of: self, at }
    }
}

impl Source {
    /// So many bytes behind it.
    pub(crate) fn moved(self, by: usize) -> Self {
        Self {
            at: self.at.saturating_add(by),
            ..self
        }
    }
}

/// Splits a query or form into pairs and their places in it. Empty pieces are nothing.
pub(crate) fn split(text: &[u8]) -> Split<'_> {
    Split {
        text,
        at: 0,
        marked: 0..0,
        marks: Marks::default(),
    }
}

pub(crate) struct Split<'a> {
    text: &'a [u8],
    /// Where the next piece begins.
    at: usize,
    /// From where and up to where it is marked, and the marks that are not yet read.
    marked: Range<usize>,
    marks: Marks,
}

/// What stands between two `&`, not yet looked at further.
pub(crate) struct Piece<'a> {
    text: &'a [u8],
    /// Up to the first `=`, or all of it.
    name_len: usize,
    /// Of the name, if that is strict.
    name_begin: u64,
    /// But for one `=`.
    is_strict: bool,
}

impl<'a> Split<'a> {
    /// The next piece that is not empty, and its place; inlined for signing, once.
    #[inline(always)]
    pub(crate) fn next_piece(&mut self) -> Option<(Piece<'a>, usize)> {
        while self.at < self.text.len() {
            let at = self.at;
            let piece = self.read_piece();
            if !piece.text.is_empty() {
                return Some((piece, at));
            }
        }
        None
    }

    #[inline(always)]
    fn read_piece(&mut self) -> Piece<'a> {
        let at = self.at;
        let (mut equals, mut is_strict) = (None, true);
        let end = loop {
            if self.at >= self.marked.end {
                let (marks, end) = Marks::of(self.text, self.at);
                (self.marks, self.marked) = (marks, self.at..end);
            }
            let start = self.marked.start;
            let place = |mark: u64| start.wrapping_add(mark.trailing_zeros() as usize);
            let piece;
            (piece, self.marks) = self.marks.split();
            let mut further_equals = piece.equals;
            if equals.is_none() && piece.equals != 0 {
                equals = Some(place(piece.equals));
                further_equals &= further_equals.wrapping_sub(1);
            }
            is_strict &= piece.others | further_equals == 0;
            if piece.ands != 0 {
                break place(piece.ands);
            }
            self.at = self.marked.end;
        };
        self.at = end.saturating_add(1);
        let name_len = equals.unwrap_or(end).wrapping_sub(at);
        Piece {
            text: self.text.get(at..end).unwrap_or_default(),
            name_len,
            name_begin: begin_of(self.text.get(at..).unwrap_or_default(), name_len),
            is_strict,
        }
    }
}

impl<'a> Iterator for Split<'a> {
    type Item = (Pair<'a>, usize);

    #[inline(never)]
    fn next(&mut self) -> Option<Self::Item> {
        self.next_piece().map(|(piece, at)| (piece.pair(), at))
    }
}

impl<'a> Piece<'a> {
    /// What it is if X takes it as it stands, and its name means nothing to OAuth.
    #[inline]
    pub(crate) fn ordinary(&self) -> Option<Pair<'a>> {
        let is_ordinary = self.is_strict && !may_be_of_oauth(self.name_begin);
        is_ordinary.then(|| self.strict())
    }

    /// What it is, whatever it holds.
    #[inline]
    pub(crate) fn pair(&self) -> Pair<'a> {
        match self.is_strict {
            true => self.strict(),
            false => Pair::on_wire(self.text, self.name_len),
        }
    }

    #[inline]
    fn strict(&self) -> Pair<'a> {
        Pair {
            name_begin: self.name_begin,
            text: self.text,
            name_len: self.name_len,
            value_in_header: None,
            name_form: Form::Strict,
            value_form: Form::Strict,
        }
    }
}

impl<'a> Pair<'a> {
    /// Which one of the header never is.
    #[inline]
    fn is_strict(&self) -> bool {
        self.name_form == Form::Strict && self.value_form == Form::Strict
    }

    /// Refuses what no query or form may hold, and shows `policy` what X reads otherwise.
    pub(crate) fn check(&self, source: Source, policy: &mut Policy<'_>) -> Result<(), Error> {
        if let Some((what, mend)) = dropped_name(self.name()) {
            policy.found(ambiguous(source.of.field, what, source.at, mend))?;
        }
        check_component(self.name(), source, policy)?;
        check_component(self.value(), self.value_source(source), policy)
    }

    /// Refuses broken escapes alone, for text that is yet to be encoded.
    pub(crate) fn check_escapes(&self, source: Source) -> Result<(), Error> {
        let value_source = self.value_source(source);
        for (part, source) in [(self.name(), source), (self.value(), value_source)] {
            if let Some(at) = find_broken_escape(part.bytes) {
                let Source { of, at } = source.moved(at);
                return Err(Error::broken_escape(of.status, of.field, at));
            }
        }
        Ok(())
    }

    fn value_source(&self, source: Source) -> Source {
        source.moved(self.name_len.saturating_add(1))
    }
}

fn check_component(
    component: Component<'_>,
    source: Source,
    policy: &mut Policy<'_>,
) -> Result<(), Error> {
    match component.form {
        // What X takes as it stands.
        Form::Plain | Form::Strict => Ok(()),
        _ => check_bytes(component.bytes, source, policy),
    }
}

fn check_bytes(bytes: &[u8], source: Source, policy: &mut Policy<'_>) -> Result<(), Error> {
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        if !reads_raw_alike(byte) {
            let at = bytes.len().saturating_sub(rest.len());
            check_special(byte, after, source.moved(at), policy)?;
        }
        rest = after;
    }
    Ok(())
}

/// Judges a byte that is neither unreserved nor read alike by everyone.
fn check_special(
    byte: u8,
    after: &[u8],
    source: Source,
    policy: &mut Policy<'_>,
) -> Result<(), Error> {
    let Source { of, at } = source;
    let &Origin {
        field,
        status,
        mend,
    } = of;
    if byte == b'%' {
        return match escape_value(after) {
            None => Err(Error::broken_escape(status, field, at)),
            Some(value) if reads_escaped_alike(value) => Ok(()),
            Some(_) => policy.found(ambiguous(field, &"escaped letter or digit", at, mend)),
        };
    }
    if !byte.is_ascii_graphic() {
        return Err(Error::raw_byte(status, field, byte, at).mend(mend));
    }
    policy.found(Error::raw_byte(Status::Ambiguous, field, byte, at).mend(mend))
}

/// Of `oauth_` parameters that the signer does not know X keeps the last one of
/// each name; the RFC signs all. Gives those of one name together, from sorted pairs.
pub(crate) fn repeated_oauth<'p, 'a>(
    sorted: &'p [Pair<'a>],
) -> impl Iterator<Item = &'p [Pair<'a>]> {
    let is_same =
        |pair: &Pair<'_>, next: &Pair<'_>| pair.cmp_name(next.name_begin, next.name()).is_eq();
    let is_oauth = |pair: &Pair<'_>| pair.name().starts_with(b"oauth_");
    sorted
        .chunk_by(is_same)
        .filter(move |same| same.len() > 1 && same.first().is_some_and(is_oauth))
}

/// The value of the parameter of this name; an error, made by `bad`, if there are two.
pub(crate) fn find_once<'a>(
    text: &'a [u8],
    name: &str,
    bad: impl Fn(Fixed) -> Error,
) -> Result<Option<Component<'a>>, Error> {
    let mut values = split(text)
        .filter(|(pair, _)| pair.name().is(name.as_bytes()))
        .map(|(pair, _)| pair.value());
    let value = values.next();
    match values.next() {
        None => Ok(value),
        Some(_) => Err(bad(&"a parameter that stands twice")),
    }
}

/// Appends; a refused allocation is an error and not the end of the process.
#[inline]
pub(crate) fn push<'a>(pairs: &mut Pairs<'a>, pair: Pair<'a>) -> Result<(), NoMemory> {
    if pairs.len() == pairs.capacity() {
        pairs.try_reserve(1).map_err(|_| NoMemory)?;
    }
    pairs.push(pair);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_order_as_their_encoded_forms() {
        let wire: [&[u8]; 16] = [
            b"a",
            b"a=0",
            b"a=1",
            b"a%2B=1",
            b"a%2b=1",
            b"a+=1",
            b"a-=1",
            b"aa=1",
            b"ab%20c=",
            b"abcdefgh=",
            b"abcdefgh1=",
            b"abcdefgh%C3%BC=",
            b"abcdef%FF=",
            b"abcdef%ff!=",
            b"%C3%BC=",
            b"~=",
        ];
        let given = wire.iter().map(|text| split(text).next().unwrap().0);
        let in_header = [&b"oauth_callback"[..], b"a b", b"abcdefgh"];
        let in_header = in_header.iter().map(|name| Pair::text(name, b"1"));
        let pairs: Vec<Pair<'_>> = given.chain(in_header).collect();
        let encoded = |component: Component<'_>| {
            let mut text = Vec::new();
            component.write(Times::Once, &mut text);
            text
        };
        let both = |pair: &Pair<'_>| (encoded(pair.name()), encoded(pair.value()));
        for pair in &pairs {
            for other in &pairs {
                let expected = both(pair).cmp(&both(other));
                assert_eq!(pair.cmp_encoded(other), expected, "{pair:?} {other:?}");
            }
        }
    }
}
