//! Wrong ways to build a base string and a signing key, each one a setting, so
//! that they can be tried alone and together. The right way is the default.
#![forbid(unsafe_code)]

use std::cmp::Ordering;

use super::other_texts::{OtherTexts, Texts};
use super::sent_header::SentHeader;
use super::Known;
use crate::error::Error;
use crate::message::Request;
use crate::params::{self, Source};
use crate::percent::{is_unreserved, Component, Form};
use crate::text::{Sink, Written};
use crate::url::{Scheme, Url};

#[derive(Clone, Copy)]
pub(super) struct Variation {
    pub(super) method: Method,
    pub(super) scheme_swapped: bool,
    pub(super) scheme_as_sent: bool,
    pub(super) host: Host,
    pub(super) port: Port,
    pub(super) path_decoded: bool,
    pub(super) path: Path,
    /// Query or fragment left in the base string URI.
    pub(super) uri_tail: Tail,
    pub(super) uri_encoded: bool,
    /// How a query or form is read.
    pub(super) reading: Form,
    /// How names are read, where it is otherwise than values.
    pub(super) raw_names: RawNames,
    pub(super) value_cut_at_equals: bool,
    /// U+FFFD for what is not UTF-8.
    pub(super) utf8_only: bool,
    pub(super) writing: Writing,
    /// The same writing for the parts of the base string too.
    pub(super) written_so_everywhere: bool,
    pub(super) order: Order,
    pub(super) duplicates: Duplicates,
    pub(super) query: Query,
    pub(super) body: Body,
    pub(super) empty_values: bool,
    /// Header parameters that are sent and not signed.
    pub(super) unsigned: [&'static str; 2],
    pub(super) realm_signed: bool,
    /// The parameters encoded once more, as one text.
    pub(super) whole_encoded: bool,
    pub(super) key: Secrets,
    pub(super) secrets_encoded: bool,
    pub(super) ampersand: bool,
}

impl Variation {
    /// Sends this parameter of the header without signing it.
    pub(super) fn leave_unsigned(&mut self, name: &'static str) {
        let [first, _] = self.unsigned;
        self.unsigned = [name, first];
    }

    pub(super) const RIGHT: Self = Self {
        method: Method::UpperCase,
        scheme_swapped: false,
        scheme_as_sent: false,
        host: Host::LowerCase,
        port: Port::ByScheme,
        path_decoded: false,
        path: Path::AsSent,
        uri_tail: Tail::Cut,
        uri_encoded: true,
        reading: Form::Wire,
        raw_names: RawNames::Nowhere,
        value_cut_at_equals: false,
        utf8_only: false,
        writing: Writing::STRICT,
        written_so_everywhere: false,
        order: Order::Encoded,
        duplicates: Duplicates::All,
        query: Query::Signed,
        body: Body::IfForm,
        empty_values: true,
        unsigned: ["", ""],
        realm_signed: false,
        whole_encoded: true,
        key: Secrets::Right,
        secrets_encoded: true,
        ampersand: true,
    };
}

#[derive(Clone, Copy)]
pub(super) enum Method {
    UpperCase,
    LowerCase,
    Another(&'static str),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Host {
    LowerCase,
    AsSent,
    /// The other of `x.com` and `twitter.com`.
    Renamed,
}

#[derive(Clone, Copy)]
pub(super) enum Port {
    ByScheme,
    Always,
    IfGiven,
    Never,
}

#[derive(Clone, Copy)]
pub(super) enum Path {
    AsSent,
    WithSlash,
    WithoutSlash,
}

#[derive(Clone, Copy)]
pub(super) enum Tail {
    Cut,
    Query,
    Fragment,
}

#[derive(Clone, Copy)]
pub(super) enum Order {
    Encoded,
    BeforeEncoding,
    AsJoinedText,
    /// Not sorted: query, header, body.
    QueryFirst,
    HeaderFirst,
    HeaderLast,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Duplicates {
    All,
    First,
    Last,
    /// `a[0]` and `a[1]` for two of one name in the query.
    Numbered,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Query {
    Signed,
    LeftOut,
    WithFragment,
    /// A piece that is nothing is signed as `=`.
    WithEmptyPairs,
}

/// Where names are taken as they stand on the wire.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum RawNames {
    Nowhere,
    Everywhere,
    InQuery,
}

#[derive(Clone, Copy)]
pub(super) enum Body {
    IfForm,
    Never,
    /// As a form, whatever it is.
    Always,
    /// As one name without a value.
    AsOneName,
    /// Each character as a parameter, named by its place.
    ByCharacter,
    /// The fields of a multipart body.
    MultipartFields,
    /// The members of a JSON body.
    JsonMembers,
}

#[derive(Clone, Copy)]
pub(super) enum Secrets {
    Right,
    WithoutTokenSecret,
    WithoutApiSecret,
    /// `token_secret&api_secret`
    Swapped,
    /// The API Key where the API Secret belongs.
    ApiKey,
    /// The token where its secret belongs.
    Token,
    /// Something pasted along with the secrets.
    Around(Which, &'static [u8], &'static [u8]),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Both,
    ApiSecret,
    TokenSecret,
}

/// How a name or a value is written into the parameters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Writing {
    pub(super) space_as_plus: bool,
    /// Reserved bytes that stay raw.
    pub(super) raw: [&'static [u8]; 2],
    pub(super) tilde_escaped: bool,
    pub(super) lower_case_hex: bool,
    pub(super) encoded: bool,
    pub(super) twice: bool,
}

impl Writing {
    /// Leaves these bytes raw, beside those that are already.
    pub(super) fn leave_raw(&mut self, bytes: &'static [u8]) {
        let [first, _] = self.raw;
        self.raw = [bytes, first];
    }

    pub(super) const STRICT: Self = Self {
        space_as_plus: false,
        raw: [b"", b""],
        tilde_escaped: false,
        lower_case_hex: false,
        encoded: true,
        twice: false,
    };

    /// The bytes of one encoding of `byte`.
    fn once(self, byte: u8) -> impl Iterator<Item = u8> {
        let stays = (is_unreserved(byte) && !(byte == b'~' && self.tilde_escaped))
            || self.raw.iter().any(|raw| raw.contains(&byte))
            || !self.encoded;
        let (bytes, len) = if stays {
            ([byte, 0, 0], 1)
        } else if byte == b' ' && self.space_as_plus {
            ([b'+', 0, 0], 1)
        } else {
            let digits: &[u8; 16] = match self.lower_case_hex {
                true => b"0123456789abcdef",
                false => b"0123456789ABCDEF",
            };
            let digit = |nibble: u8| digits.get(usize::from(nibble)).copied().unwrap_or(b'0');
            ([b'%', digit(byte >> 4), digit(byte & 0x0F)], 3)
        };
        bytes.into_iter().take(len)
    }

    fn write(self, bytes: impl Iterator<Item = u8>) -> impl Iterator<Item = u8> {
        bytes.flat_map(move |byte| {
            self.once(byte).flat_map(move |byte| {
                let again = Self {
                    encoded: self.twice,
                    ..self
                };
                again.once(byte)
            })
        })
    }
}

/// A parameter of the request.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    name: Component<'a>,
    number: Number,
    value: Component<'a>,
    /// Its place in the order of sending.
    place: usize,
}

/// A number that some programs give to a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    None,
    Plain(usize),
    InBrackets(usize),
}

impl Number {
    fn digits(self) -> impl Iterator<Item = u8> {
        let (open, number, close) = match self {
            Number::None => (None, None, None),
            Number::Plain(number) => (None, Some(number), None),
            Number::InBrackets(number) => (Some(b'['), Some(number), Some(b']')),
        };
        let (mut digits, mut len) = ([0; 20], 0);
        if let Some(number) = number {
            let mut buffer = itoa::Buffer::new();
            let text = buffer.format(number).as_bytes();
            len = text.len();
            for (place, digit) in digits.iter_mut().zip(text) {
                *place = *digit;
            }
        }
        open.into_iter()
            .chain(digits.into_iter().take(len))
            .chain(close)
    }
}

impl<'a> Item<'a> {
    fn new(name: Component<'a>, value: Component<'a>) -> Self {
        Self {
            name,
            number: Number::None,
            value,
            place: 0,
        }
    }

    fn name(self, writing: Writing) -> impl Iterator<Item = u8> + 'a {
        writing.write(self.name.decoded().chain(self.number.digits()))
    }

    fn value(self, writing: Writing) -> impl Iterator<Item = u8> + 'a {
        writing.write(self.value.decoded())
    }

    /// `name=value`, written.
    fn written(self, writing: Writing) -> impl Iterator<Item = u8> + 'a {
        self.name(writing).chain([b'=']).chain(self.value(writing))
    }

    fn cmp(&self, other: &Item<'a>, variation: &Variation) -> Ordering {
        const AS_MEANT: Writing = Writing {
            encoded: false,
            ..Writing::STRICT
        };
        let by_pair = |writing: Writing| {
            let by_name = self.name(writing).cmp(other.name(writing));
            by_name.then_with(|| self.value(writing).cmp(other.value(writing)))
        };
        match variation.order {
            // The same order, and much faster, where all is written as it should be.
            Order::Encoded
                if variation.writing == Writing::STRICT
                    && self.number == Number::None
                    && other.number == Number::None =>
            {
                let by_name = self.name.cmp_encoded(other.name);
                by_name.then_with(|| self.value.cmp_encoded(other.value))
            }
            Order::Encoded => by_pair(variation.writing),
            Order::BeforeEncoding => by_pair(AS_MEANT),
            Order::AsJoinedText => {
                let writing = variation.writing;
                self.written(writing).cmp(other.written(writing))
            }
            Order::QueryFirst | Order::HeaderFirst | Order::HeaderLast => {
                self.place.cmp(&other.place)
            }
        }
    }

    fn has_name_of(&self, other: &Self) -> bool {
        self.name.cmp_encoded(other.name).is_eq()
    }
}

/// What was sent, as far as it enters a signature.
pub(super) struct Sent<'a> {
    pub(super) texts: &'a OtherTexts,
    pub(super) request: &'a Request<'a>,
    pub(super) url: Url<'a>,
    pub(super) body_is_form: bool,
    pub(super) header: &'a SentHeader<'a>,
    pub(super) known: &'a Known<'a>,
}

impl<'a> Sent<'a> {
    /// Gathers the parameters in the order in which `variation` signs them.
    pub(super) fn collect(
        &self,
        variation: &Variation,
        items: &mut Vec<Item<'a>>,
    ) -> Result<(), Error> {
        items.clear();
        match variation.order {
            Order::HeaderFirst => {
                self.add_header(variation, items)?;
                self.add_query(variation, items)?;
                self.add_body(variation, items)?;
            }
            Order::HeaderLast => {
                self.add_query(variation, items)?;
                self.add_body(variation, items)?;
                self.add_header(variation, items)?;
            }
            _ => {
                self.add_query(variation, items)?;
                self.add_header(variation, items)?;
                self.add_body(variation, items)?;
            }
        }
        if !variation.empty_values {
            items.retain(|item| !item.value.bytes.is_empty());
        }
        for (place, item) in items.iter_mut().enumerate() {
            item.place = place;
        }
        drop_duplicates(items, variation.duplicates);
        items.sort_unstable_by(|one, other| one.cmp(other, variation));
        Ok(())
    }

    fn add_query(&self, variation: &Variation, items: &mut Vec<Item<'a>>) -> Result<(), Error> {
        let raw_names = variation.raw_names != RawNames::Nowhere;
        let Some(query) = self.url.query else {
            return Ok(());
        };
        if variation.utf8_only {
            return add_texts(&self.texts.query, items);
        }
        match variation.query {
            Query::LeftOut => return Ok(()),
            Query::WithFragment => {
                let to_the_end = self.request.url.get(self.url.query_at..).unwrap_or(query);
                add_pairs(to_the_end, raw_names, variation, items)?;
            }
            Query::Signed | Query::WithEmptyPairs => {
                add_pairs(query, raw_names, variation, items)?;
            }
        }
        if variation.query == Query::WithEmptyPairs
            && query.split(|&byte| byte == b'&').any(<[u8]>::is_empty)
        {
            add(items, Item::new(Component::text(b""), Component::text(b"")))?;
        }
        if variation.duplicates == Duplicates::Numbered {
            number_duplicates(items);
        }
        Ok(())
    }

    fn add_body(&self, variation: &Variation, items: &mut Vec<Item<'a>>) -> Result<(), Error> {
        let raw_names = variation.raw_names == RawNames::Everywhere;
        let body = self.request.body;
        match variation.body {
            Body::IfForm if self.body_is_form && variation.utf8_only => {
                add_texts(&self.texts.form, items)
            }
            Body::JsonMembers => {
                add_texts(&self.texts.json, items)?;
                if self.body_is_form {
                    add_pairs(body, raw_names, variation, items)?;
                }
                Ok(())
            }
            Body::IfForm if self.body_is_form => add_pairs(body, raw_names, variation, items),
            Body::Always => add_pairs(body, raw_names, variation, items),
            Body::AsOneName if !body.is_empty() => add(
                items,
                Item::new(Component::text(body), Component::text(b"")),
            ),
            Body::ByCharacter => add_characters(body, items),
            Body::MultipartFields => {
                if self.body_is_form {
                    add_pairs(body, raw_names, variation, items)?;
                }
                add_fields(body, items)
            }
            _ => Ok(()),
        }
    }

    fn add_header(&self, variation: &Variation, items: &mut Vec<Item<'a>>) -> Result<(), Error> {
        for param in &self.header.params {
            let is_left_out = param.name == b"oauth_signature"
                || (param.name == b"realm" && !variation.realm_signed)
                || variation.unsigned.map(str::as_bytes).contains(&param.name);
            if !is_left_out {
                let name = Component::escaped(param.name);
                let value = Component::escaped(param.value);
                add(items, Item::new(name, value))?;
            }
        }
        Ok(())
    }
}

fn add<'a>(items: &mut Vec<Item<'a>>, item: Item<'a>) -> Result<(), Error> {
    items.try_reserve(1).map_err(|_| Error::no_memory())?;
    items.push(item);
    Ok(())
}

fn add_texts<'a>(texts: &'a Texts, items: &mut Vec<Item<'a>>) -> Result<(), Error> {
    for (name, value) in texts {
        add(
            items,
            Item::new(Component::text(name), Component::text(value)),
        )?;
    }
    Ok(())
}

fn add_pairs<'a>(
    text: &'a [u8],
    raw_names: bool,
    variation: &Variation,
    items: &mut Vec<Item<'a>>,
) -> Result<(), Error> {
    for (pair, _) in params::split(text, Source::body()) {
        let form = variation.reading;
        let [mut name, mut value] =
            [pair.name(), pair.value()].map(|part| Component { form, ..part });
        if raw_names {
            name.form = Form::Text;
        }
        if variation.value_cut_at_equals {
            value.bytes = value
                .bytes
                .split(|&byte| byte == b'=')
                .next()
                .unwrap_or_default();
        }
        add(items, Item::new(name, value))?;
    }
    Ok(())
}

fn add_characters<'a>(body: &'a [u8], items: &mut Vec<Item<'a>>) -> Result<(), Error> {
    let text = std::str::from_utf8(body).unwrap_or_default();
    for (number, (at, character)) in text.char_indices().enumerate() {
        let end = at.saturating_add(character.len_utf8());
        let value = Component::text(body.get(at..end).unwrap_or_default());
        let mut item = Item::new(Component::text(b""), value);
        item.number = Number::Plain(number);
        add(items, item)?;
    }
    Ok(())
}

/// The fields of a multipart body (RFC 7578) that are no files.
fn add_fields<'a>(body: &'a [u8], items: &mut Vec<Item<'a>>) -> Result<(), Error> {
    const START: &[u8] = b"\r\nContent-Disposition: form-data; name=\"";
    let find =
        |text: &[u8], what: &[u8]| text.windows(what.len()).position(|window| window == what);
    let mut rest = body;
    while let Some(at) = find(rest, START) {
        rest = rest
            .get(at.saturating_add(START.len())..)
            .unwrap_or_default();
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
        add(
            items,
            Item::new(Component::text(name), Component::text(value)),
        )?;
    }
    Ok(())
}

/// Keeps of each name the one that was sent first, or last.
fn drop_duplicates(items: &mut Vec<Item<'_>>, duplicates: Duplicates) {
    if !matches!(duplicates, Duplicates::First | Duplicates::Last) {
        return;
    }
    items.sort_unstable_by(|one, other| {
        let by_name = one.name.cmp_encoded(other.name);
        by_name.then_with(|| match duplicates {
            Duplicates::Last => other.place.cmp(&one.place),
            _ => one.place.cmp(&other.place),
        })
    });
    items.dedup_by(|later, kept| later.has_name_of(kept) && later.number == kept.number);
}

/// Gives a number to each of several of one name. For the few parameters of a
/// query; a long one is left alone.
fn number_duplicates(items: &mut [Item<'_>]) {
    const MOST: usize = 64;
    if items.len() > MOST {
        return;
    }
    for at in 0..items.len() {
        let Some(item) = items.get(at).copied() else {
            return;
        };
        let same = || {
            items
                .iter()
                .enumerate()
                .filter(|(_, other)| other.has_name_of(&item))
        };
        if same().count() > 1 {
            let earlier = same().filter(|(place, _)| *place < at).count();
            if let Some(item) = items.get_mut(at) {
                item.number = Number::InBrackets(earlier);
            }
        }
    }
}

/// A base string, built the way `variation` says.
pub(super) struct BaseStringAs<'a> {
    pub(super) sent: &'a Sent<'a>,
    pub(super) variation: &'a Variation,
    pub(super) items: &'a [Item<'a>],
}

/// Encodes all that passes, once more.
struct Whole<'s, S> {
    sink: &'s mut S,
    writing: Writing,
}

impl<S: Sink> Whole<'_, S> {
    fn put_all(&mut self, bytes: impl Iterator<Item = u8>) {
        let writing = self.writing;
        let (mut chunk, mut filled) = ([0; 64], 0_usize);
        for byte in bytes.flat_map(|byte| writing.once(byte)) {
            if filled == chunk.len() {
                self.sink.put(&chunk);
                filled = 0;
            }
            if let Some(place) = chunk.get_mut(filled) {
                *place = byte;
                filled = filled.saturating_add(1);
            }
        }
        self.sink.put(chunk.get(..filled).unwrap_or_default());
    }
}

impl Written for BaseStringAs<'_> {
    fn write_to<S: Sink>(&self, sink: &mut S) {
        self.write_method(sink);
        sink.put(b"&");
        let writing = self.whole_writing(self.variation.uri_encoded);
        self.write_uri(&mut Whole { sink, writing });
        sink.put(b"&");
        let writing = self.whole_writing(self.variation.whole_encoded);
        let mut whole = Whole { sink, writing };
        let mut separator = None;
        let writing = self.variation.writing;
        for item in self.items {
            whole.put_all(separator.into_iter());
            separator = Some(b'&');
            whole.put_all(item.written(writing));
        }
    }
}

impl BaseStringAs<'_> {
    /// How the parts of the base string are written.
    fn whole_writing(&self, encoded: bool) -> Writing {
        let variation = self.variation;
        let writing = if variation.written_so_everywhere {
            variation.writing
        } else {
            Writing::STRICT
        };
        Writing {
            encoded: encoded && writing.encoded,
            twice: false,
            ..writing
        }
    }

    fn write_method<S: Sink>(&self, sink: &mut S) {
        let method = self.sent.request.method.iter();
        match self.variation.method {
            Method::UpperCase => method.for_each(|byte| sink.put(&[byte.to_ascii_uppercase()])),
            Method::LowerCase => method.for_each(|byte| sink.put(&[byte.to_ascii_lowercase()])),
            Method::Another(name) => sink.put(name.as_bytes()),
        }
    }

    fn write_uri<S: Sink>(&self, whole: &mut Whole<'_, S>) {
        let (url, variation) = (&self.sent.url, self.variation);
        let is_https = (url.scheme == Scheme::Https) != variation.scheme_swapped;
        let scheme = if is_https { "https://" } else { "http://" };
        let as_sent = self
            .sent
            .request
            .url
            .get(..url.authority_at)
            .unwrap_or_default();
        if variation.scheme_as_sent && !variation.scheme_swapped {
            whole.put_all(as_sent.iter().copied());
        } else {
            whole.put_all(scheme.bytes());
        }
        self.write_host(whole);
        let port = match variation.port {
            Port::ByScheme => url.port,
            Port::Always => url.given_port.or(Some(url.scheme.default_port())),
            Port::IfGiven => url.given_port,
            Port::Never => None,
        };
        if let Some(port) = port {
            whole.put_all(b":".iter().copied());
            whole.put_all(itoa::Buffer::new().format(port).bytes());
        }
        self.write_path(whole);
        match variation.uri_tail {
            Tail::Cut => {}
            Tail::Query => {
                if let Some(query) = url.query {
                    whole.put_all(b"?".iter().chain(query).copied());
                }
            }
            Tail::Fragment => whole.put_all(url.fragment.iter().copied()),
        }
    }

    fn write_host<S: Sink>(&self, whole: &mut Whole<'_, S>) {
        let host = self.sent.url.host;
        if self.variation.host == Host::AsSent {
            return whole.put_all(host.iter().copied());
        }
        let renamed = match self.variation.host {
            Host::Renamed => renamed(host),
            _ => None,
        };
        let (front, domain) = renamed.unwrap_or((host, ""));
        whole.put_all(front.iter().map(u8::to_ascii_lowercase));
        whole.put_all(domain.bytes());
    }

    fn write_path<S: Sink>(&self, whole: &mut Whole<'_, S>) {
        let path = self.sent.url.path;
        let path: &[u8] = if path.is_empty() { b"/" } else { path };
        let path = match self.variation.path {
            Path::WithoutSlash => path.strip_suffix(b"/").unwrap_or(path),
            Path::AsSent | Path::WithSlash => path,
        };
        if self.variation.path_decoded {
            whole.put_all(Component::escaped(path).decoded());
        } else {
            whole.put_all(path.iter().copied());
        }
        if matches!(self.variation.path, Path::WithSlash) && !path.ends_with(b"/") {
            whole.put_all(b"/".iter().copied());
        }
    }
}

/// `api.` and `twitter.com` for `api.x.com`, and back.
fn renamed(host: &[u8]) -> Option<(&[u8], &'static str)> {
    for (from, to) in [("x.com", "twitter.com"), ("twitter.com", "x.com")] {
        let front_len = host.len().checked_sub(from.len());
        let parts = front_len.and_then(|len| host.split_at_checked(len));
        if let Some((front, end)) = parts {
            let is_whole_domain = front.is_empty() || front.ends_with(b".");
            if is_whole_domain && end.eq_ignore_ascii_case(from.as_bytes()) {
                return Some((front, to));
            }
        }
    }
    None
}

/// A signing key, put together the way `key` says.
pub(super) struct KeyAs<'a> {
    pub(super) known: &'a Known<'a>,
    pub(super) variation: &'a Variation,
}

impl Written for KeyAs<'_> {
    fn write_to<S: Sink>(&self, sink: &mut S) {
        let api_secret = self.known.api_secret.unwrap_or_default();
        let token_secret = self.known.token_secret.unwrap_or_default();
        let api_key = self.known.api_key.unwrap_or_default();
        let token = self.known.token.unwrap_or_default();
        let (first, second): (&[u8], &[u8]) = match self.variation.key {
            Secrets::WithoutTokenSecret => (api_secret, b""),
            Secrets::WithoutApiSecret => (b"", token_secret),
            Secrets::Swapped => (token_secret, api_secret),
            Secrets::ApiKey => (api_key, token_secret),
            Secrets::Token => (api_secret, token),
            _ => (api_secret, token_secret),
        };
        let (which, before, after) = match self.variation.key {
            Secrets::Around(which, before, after) => (which, before, after),
            _ => (Which::Both, &b""[..], &b""[..]),
        };
        let writing = Writing {
            encoded: self.variation.secrets_encoded,
            ..Writing::STRICT
        };
        let mut whole = Whole { sink, writing };
        let put_secret = |whole: &mut Whole<'_, S>, secret: &[u8], other: Which| {
            let (before, after) = if which == other {
                (&b""[..], &b""[..])
            } else {
                (before, after)
            };
            whole.put_all(before.iter().chain(secret).chain(after).copied());
        };
        put_secret(&mut whole, first, Which::TokenSecret);
        if self.variation.ampersand {
            whole.sink.put(b"&");
        }
        if !second.is_empty() {
            put_secret(&mut whole, second, Which::ApiSecret);
        }
    }
}
