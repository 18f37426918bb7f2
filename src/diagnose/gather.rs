//! Reads the parameters out of query, header and body, the way a variation says.
#![forbid(unsafe_code)]

use super::sent::{Sent, LONGEST_ODD_BODY};
use super::sent_header::HeaderParam;
use super::variation::{Body, Gathered, Members, PairsAs, ParametersAs, Realm, Recoded, Writing};
use crate::json::Json;
use crate::percent::{Component, Form};
use crate::room::{self, reserve, NoMemory};

/// A place in a text that holds many names and values.
#[derive(Clone, Copy, Default)]
pub(super) struct Span {
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Span {
    pub(super) fn of(self, text: &[u8]) -> &[u8] {
        text.get(self.from..self.to).unwrap_or_default()
    }

    pub(super) fn is_empty(self) -> bool {
        self.from == self.to
    }
}

/// Name and value, at their places in the text that holds all.
#[derive(Clone, Copy, Default)]
pub(super) struct Placed {
    pub(super) name: Span,
    pub(super) value: Span,
    /// In the list, when that is put in another order for a while.
    pub(super) place: usize,
}

#[derive(Default)]
pub(super) struct Gathering {
    pub(super) text: Vec<u8>,
    pub(super) list: Vec<Placed>,
    /// How many bytes were looked at for them.
    pub(super) bytes_read: usize,
    /// One text on its way into the other.
    scratch: Vec<u8>,
}

impl Gathering {
    pub(super) fn gather(
        &mut self,
        sent: &Sent<'_>,
        settings: &ParametersAs,
    ) -> Result<(), NoMemory> {
        self.text.clear();
        self.list.clear();
        self.bytes_read = 0;
        match settings.gathered {
            Gathered::QueryFirst => {
                self.add_query(sent, settings)?;
                self.add_header(sent, settings)?;
                self.add_body(sent, settings)
            }
            Gathered::HeaderFirst => {
                self.add_header(sent, settings)?;
                self.add_query(sent, settings)?;
                self.add_body(sent, settings)
            }
            Gathered::HeaderLast => {
                self.add_query(sent, settings)?;
                self.add_body(sent, settings)?;
                self.add_header(sent, settings)
            }
        }
    }

    fn add_query(&mut self, sent: &Sent<'_>, settings: &ParametersAs) -> Result<(), NoMemory> {
        let Some(query) = sent.url.query else {
            return Ok(());
        };
        self.bytes_read = self.bytes_read.saturating_add(query.len());
        let from = self.list.len();
        let how = settings.query;
        if how.signed {
            let to_the_end = sent.request.url.get(sent.url.query_at..);
            let text = to_the_end.filter(|_| how.with_fragment).unwrap_or(query);
            self.add_pairs(text, how.names_decoded, &settings.pairs)?;
        }
        if how.with_empty_pair && query.split(|&byte| byte == b'&').any(<[u8]>::is_empty) {
            self.add(Component::text(b""), Component::text(b""))?;
        }
        if how.numbered {
            self.number_duplicates(from)?;
        }
        Ok(())
    }

    fn add_body(&mut self, sent: &Sent<'_>, settings: &ParametersAs) -> Result<(), NoMemory> {
        let body = sent.request.body;
        match (settings.body.read, sent.json) {
            (Body::Members(how), Some(json)) => self.add_members(json, how)?,
            (Body::IfForm | Body::Members(_), _) if sent.body_is_form => {
                self.add_pairs(body, true, &settings.pairs)?;
            }
            (Body::Always, _) => self.add_pairs(body, true, &settings.pairs)?,
            (Body::AsOneName, _) if !body.is_empty() => {
                self.add(Component::text(body), Component::text(b""))?;
            }
            (Body::ByCharacter, _) => self.add_characters(body)?,
            _ => {}
        }
        if settings.body.with_fields {
            self.bytes_read = self.bytes_read.saturating_add(body.len());
            self.add_fields(body)?;
        }
        Ok(())
    }

    fn add_header(&mut self, sent: &Sent<'_>, settings: &ParametersAs) -> Result<(), NoMemory> {
        let how = settings.header;
        let params = || sent.header.params.iter();
        for param in params() {
            let is_left_out = param.name == b"oauth_signature"
                || (param.name == b"realm" && how.realm != Realm::InItsPlace)
                || how.unsigned.map(str::as_bytes).contains(&param.name);
            if !is_left_out {
                self.add_header_param(param, how.recoded)?;
            }
        }
        if how.realm == Realm::Last {
            for param in params().filter(|param| param.name == b"realm") {
                self.add_header_param(param, None)?;
            }
        }
        if how.with_signature {
            self.add(Component::text(b"oauth_signature"), Component::text(b""))?;
        }
        Ok(())
    }

    fn add_header_param(
        &mut self,
        param: &HeaderParam<'_>,
        recoded: Option<(&'static str, Recoded)>,
    ) -> Result<(), NoMemory> {
        let name = Component::escaped(param.name);
        let value = Component::escaped(param.value);
        let is_it = |other: &&str| other.as_bytes() == param.name;
        match recoded.filter(|(other, _)| is_it(other)) {
            None => self.add(name, value),
            Some((_, recoded)) => {
                let mut sent = Vec::new();
                value.put_decoded(&mut sent)?;
                if recoded == Recoded::EncodedLess {
                    return self.add(name, Component::escaped(&sent));
                }
                let mut text = Vec::new();
                Writing::STRICT.put(&sent, &mut text)?;
                self.add(name, Component::text(&text))
            }
        }
    }

    fn add_pairs(
        &mut self,
        text: &[u8],
        names_decoded: bool,
        how: &PairsAs,
    ) -> Result<(), NoMemory> {
        self.bytes_read = self.bytes_read.saturating_add(text.len());
        let is_end = |&byte: &u8| byte == b'&' || (byte == b';' && how.split_at_semicolon);
        for piece in text.split(is_end).filter(|piece| !piece.is_empty()) {
            let equals = piece.iter().position(|&byte| byte == b'=');
            let at = equals.unwrap_or(piece.len());
            let (name, rest) = piece.split_at_checked(at).unwrap_or_default();
            if equals.is_none() && !how.without_equals {
                continue;
            }
            let mut value = rest.strip_prefix(b"=").unwrap_or_default();
            if how.cut_at_equals {
                let first = value.split(|&byte| byte == b'=').next();
                value = first.unwrap_or_default();
            }
            let form = if names_decoded && how.names_decoded {
                how.reading
            } else {
                Form::Text
            };
            let name = self.append(Component { bytes: name, form }, how.utf8_only)?;
            let form = how.reading;
            let value = self.append(Component { bytes: value, form }, how.utf8_only)?;
            self.push(name, value)?;
        }
        Ok(())
    }

    fn add_characters(&mut self, body: &[u8]) -> Result<(), NoMemory> {
        let text = Some(body).filter(|body| body.len() <= LONGEST_ODD_BODY);
        let text = text.and_then(|body| std::str::from_utf8(body).ok());
        for (number, (at, character)) in text.unwrap_or_default().char_indices().enumerate() {
            let end = at.saturating_add(character.len_utf8());
            let value = Component::text(body.get(at..end).unwrap_or_default());
            let mut buffer = itoa::Buffer::new();
            self.add(Component::text(buffer.format(number).as_bytes()), value)?;
        }
        Ok(())
    }

    fn add_members(&mut self, json: Json<'_>, how: Members) -> Result<(), NoMemory> {
        let mut outcome = Ok(());
        json.members(|name, value| {
            if outcome.is_ok() {
                outcome = self.add_member(name, value, how);
            }
        });
        outcome
    }

    fn add_member(
        &mut self,
        name: Json<'_>,
        value: Json<'_>,
        how: Members,
    ) -> Result<(), NoMemory> {
        let mut name_text = Vec::new();
        put_as_written(name, &mut name_text)?;
        let mut add = |value: Json<'_>| {
            let mut text = Vec::new();
            match how {
                Members::AsWritten => put_as_written(value, &mut text)?,
                _ => put_as_javascript(value, &mut text)?,
            }
            self.add(Component::text(&name_text), Component::text(&text))
        };
        if how != Members::ItemByItem || !value.is_array() {
            return add(value);
        }
        let mut outcome = Ok(());
        value.items(|item| {
            if outcome.is_ok() {
                outcome = add(item);
            }
        });
        outcome
    }

    /// The fields of a multipart body (RFC 7578) that are no files.
    fn add_fields(&mut self, body: &[u8]) -> Result<(), NoMemory> {
        const START: &[u8] = b"\r\nContent-Disposition: form-data; name=\"";
        let find =
            |text: &[u8], what: &[u8]| text.windows(what.len()).position(|window| window == what);
        let mut rest = body;
        while let Some(at) = find(rest, START) {
            let behind = rest.get(at.saturating_add(START.len())..);
            rest = behind.unwrap_or_default();
            let Some(quote) = rest.iter().position(|&byte| byte == b'"') else {
                break;
            };
            let (name, after) = rest.split_at_checked(quote).unwrap_or_default();
            let Some(value) = after.strip_prefix(b"\"\r\n\r\n") else {
                continue;
            };
            let Some(end) = find(value, b"\r\n--") else {
                break;
            };
            let value = value.get(..end).unwrap_or_default();
            self.add(Component::text(name), Component::text(value))?;
        }
        Ok(())
    }

    fn add(&mut self, name: Component<'_>, value: Component<'_>) -> Result<(), NoMemory> {
        let name = self.append(name, false)?;
        let value = self.append(value, false)?;
        self.push(name, value)
    }

    fn push(&mut self, name: Span, value: Span) -> Result<(), NoMemory> {
        let meant = Placed {
            name,
            value,
            ..Placed::default()
        };
        room::push(&mut self.list, meant)
    }

    #[inline(never)]
    fn append(&mut self, component: Component<'_>, utf8_only: bool) -> Result<Span, NoMemory> {
        let from = self.text.len();
        if utf8_only {
            self.append_replaced(component)?;
        } else {
            component.put_decoded(&mut self.text)?;
        }
        let to = self.text.len();
        Ok(Span { from, to })
    }

    fn append_replaced(&mut self, component: Component<'_>) -> Result<(), NoMemory> {
        self.scratch.clear();
        component.put_decoded(&mut self.scratch)?;
        reserve(&mut self.text, self.scratch.len().saturating_mul(3))?;
        for chunk in self.scratch.utf8_chunks() {
            self.text.extend_from_slice(chunk.valid().as_bytes());
            if !chunk.invalid().is_empty() {
                self.text.extend_from_slice("\u{FFFD}".as_bytes());
            }
        }
        Ok(())
    }

    /// Gives a number to each of several of one name. For the few parameters of a
    /// query; a long one is left alone.
    fn number_duplicates(&mut self, from: usize) -> Result<(), NoMemory> {
        const MOST: usize = 64;
        let query = self.list.get(from..).unwrap_or_default();
        if query.len() > MOST {
            return Ok(());
        }
        let (mut names, mut count) = ([Span::default(); MOST], 0_usize);
        for (place, meant) in names.iter_mut().zip(query) {
            *place = meant.name;
            count = count.saturating_add(1);
        }
        for at in 0..count {
            let Some(name) = names.get(at).copied() else {
                break;
            };
            let is_same = |other: &&Span| other.of(&self.text) == name.of(&self.text);
            if names.iter().take(count).filter(is_same).count() < 2 {
                continue;
            }
            let earlier = names.iter().take(at).filter(is_same).count();
            let numbered = self.append_numbered(name, earlier)?;
            if let Some(meant) = self.list.get_mut(from.saturating_add(at)) {
                meant.name = numbered;
            }
        }
        Ok(())
    }

    fn append_numbered(&mut self, name: Span, number: usize) -> Result<Span, NoMemory> {
        let from = self.text.len();
        let mut digits = itoa::Buffer::new();
        let digits = digits.format(number);
        reserve(
            &mut self.text,
            name.to
                .saturating_sub(name.from)
                .saturating_add(digits.len())
                .saturating_add(2),
        )?;
        self.text.extend_from_within(name.from..name.to);
        for piece in ["[", digits, "]"] {
            self.text.extend_from_slice(piece.as_bytes());
        }
        let to = self.text.len();
        Ok(Span { from, to })
    }
}

/// A string's text; a number, a word, an array or an object as it stands.
fn put_as_written(json: Json<'_>, text: &mut Vec<u8>) -> Result<(), NoMemory> {
    reserve(text, json.raw().len())?;
    let start = text.len();
    if !json.string(|piece| text.extend_from_slice(piece)) {
        text.truncate(start);
        text.extend_from_slice(json.raw());
    }
    Ok(())
}

/// What JavaScript makes of a value where a text is expected. As deep as the JSON
/// reader goes.
fn put_as_javascript(json: Json<'_>, text: &mut Vec<u8>) -> Result<(), NoMemory> {
    if json.is_object() {
        const OBJECT: &[u8] = b"[object Object]";
        reserve(text, OBJECT.len())?;
        text.extend_from_slice(OBJECT);
        return Ok(());
    }
    if !json.is_array() {
        return put_as_written(json, text);
    }
    let (mut outcome, mut is_first) = (Ok(()), true);
    json.items(|item| {
        if outcome.is_err() {
            return;
        }
        outcome = reserve(text, 1);
        if !is_first && outcome.is_ok() {
            text.push(b',');
        }
        is_first = false;
        // An array's text has nothing for null.
        if item.raw() != b"null" && outcome.is_ok() {
            outcome = put_as_javascript(item, text);
        }
    });
    outcome
}
