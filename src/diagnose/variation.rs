//! Wrong ways to build a base string and a signing key, each one a setting, so
//! that they can be tried alone and together. The right way is the default.
#![forbid(unsafe_code)]

use std::cmp::Ordering;

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
    pub(super) host: Host,
    pub(super) port: Port,
    pub(super) path: Path,
    /// Query or fragment left in the base string URI.
    pub(super) uri_tail: Tail,
    pub(super) uri_encoded: bool,
    /// How a query or form is read.
    pub(super) reading: Form,
    pub(super) writing: Writing,
    pub(super) order: Order,
    pub(super) duplicates: Duplicates,
    pub(super) query: bool,
    pub(super) body: Body,
    pub(super) empty_values: bool,
    /// A header parameter that is sent and not signed.
    pub(super) unsigned: &'static str,
    pub(super) realm_signed: bool,
    /// The parameters encoded once more, as one text.
    pub(super) whole_encoded: bool,
    pub(super) key: Secrets,
}

impl Variation {
    pub(super) const RIGHT: Self = Self {
        method: Method::UpperCase,
        scheme_swapped: false,
        host: Host::LowerCase,
        port: Port::ByScheme,
        path: Path::AsSent,
        uri_tail: Tail::Cut,
        uri_encoded: true,
        reading: Form::Wire,
        writing: Writing::STRICT,
        order: Order::Encoded,
        duplicates: Duplicates::All,
        query: true,
        body: Body::IfForm,
        empty_values: true,
        unsigned: "",
        realm_signed: false,
        whole_encoded: true,
        key: Secrets::Right,
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
    Never,
}

#[derive(Clone, Copy)]
pub(super) enum Path {
    AsSent,
    Decoded,
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
    AsSent,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Duplicates {
    All,
    First,
    Last,
}

#[derive(Clone, Copy)]
pub(super) enum Body {
    IfForm,
    Never,
    /// As a form, whatever it is.
    Always,
    /// As one name without a value.
    AsOneName,
}

#[derive(Clone, Copy)]
pub(super) enum Secrets {
    Right,
    NotEncoded,
    WithoutTokenSecret,
    WithoutApiSecret,
    /// `token_secret&api_secret`
    Swapped,
    /// The API Key where the API Secret belongs.
    ApiKey,
    /// The token where its secret belongs.
    Token,
    WithoutAmpersand,
    /// Something pasted along with both secrets.
    Around(&'static [u8], &'static [u8]),
}

/// How a name or a value is written into the parameters.
#[derive(Clone, Copy)]
pub(super) struct Writing {
    pub(super) space_as_plus: bool,
    /// Reserved bytes that stay raw.
    pub(super) raw: &'static [u8],
    pub(super) tilde_escaped: bool,
    pub(super) lower_case_hex: bool,
    pub(super) encoded: bool,
    pub(super) twice: bool,
}

impl Writing {
    pub(super) const STRICT: Self = Self {
        space_as_plus: false,
        raw: b"",
        tilde_escaped: false,
        lower_case_hex: false,
        encoded: true,
        twice: false,
    };

    /// The bytes of one encoding of `byte`.
    fn once(self, byte: u8) -> impl Iterator<Item = u8> {
        let stays = (is_unreserved(byte) && !(byte == b'~' && self.tilde_escaped))
            || self.raw.contains(&byte)
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
    value: Component<'a>,
}

impl<'a> Item<'a> {
    /// `name=value`, written.
    fn written(self, writing: Writing) -> impl Iterator<Item = u8> + 'a {
        let name = writing.write(self.name.decoded());
        name.chain([b'='])
            .chain(writing.write(self.value.decoded()))
    }

    fn cmp(&self, other: &Item<'a>, variation: &Variation) -> Ordering {
        const AS_MEANT: Writing = Writing {
            encoded: false,
            ..Writing::STRICT
        };
        let by_pair = |writing: Writing| {
            let write = |component: Component<'a>| writing.write(component.decoded());
            let by_name = write(self.name).cmp(write(other.name));
            by_name.then_with(|| write(self.value).cmp(write(other.value)))
        };
        match variation.order {
            Order::Encoded => by_pair(variation.writing),
            Order::BeforeEncoding => by_pair(AS_MEANT),
            Order::AsJoinedText => {
                let writing = variation.writing;
                self.written(writing).cmp(other.written(writing))
            }
            Order::AsSent => Ordering::Equal,
        }
    }

    fn has_name_of(&self, other: &Self) -> bool {
        self.name.cmp_encoded(other.name).is_eq()
    }
}

/// What was sent, as far as it enters a signature.
pub(super) struct Sent<'a> {
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
        self.add_header(variation, items)?;
        if variation.query {
            add_pairs(self.url.query.unwrap_or_default(), variation, items)?;
        }
        let body = self.request.body;
        match variation.body {
            Body::IfForm if self.body_is_form => add_pairs(body, variation, items)?,
            Body::Always => add_pairs(body, variation, items)?,
            Body::AsOneName if !body.is_empty() => {
                let (name, value) = (Component::text(body), Component::text(b""));
                add(items, Item { name, value })?;
            }
            _ => {}
        }
        if !matches!(variation.order, Order::AsSent) {
            items.sort_unstable_by(|one, other| one.cmp(other, variation));
        }
        drop_duplicates(items, variation.duplicates);
        Ok(())
    }

    fn add_header(&self, variation: &Variation, items: &mut Vec<Item<'a>>) -> Result<(), Error> {
        for param in &self.header.params {
            let is_left_out = param.name == b"oauth_signature"
                || (param.name == b"realm" && !variation.realm_signed)
                || param.name == variation.unsigned.as_bytes();
            if !is_left_out {
                let name = Component::escaped(param.name);
                let value = Component::escaped(param.value);
                add(items, Item { name, value })?;
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

fn add_pairs<'a>(
    text: &'a [u8],
    variation: &Variation,
    items: &mut Vec<Item<'a>>,
) -> Result<(), Error> {
    for (pair, _) in params::split(text, Source::body()) {
        if variation.empty_values || !pair.value().bytes.is_empty() {
            let form = variation.reading;
            let [name, value] = [pair.name(), pair.value()].map(|part| Component { form, ..part });
            add(items, Item { name, value })?;
        }
    }
    Ok(())
}

/// Keeps the first or the last of each name among neighbours.
fn drop_duplicates(items: &mut Vec<Item<'_>>, duplicates: Duplicates) {
    match duplicates {
        Duplicates::All => {}
        Duplicates::First => items.dedup_by(|later, kept| later.has_name_of(kept)),
        Duplicates::Last => items.dedup_by(|later, kept| {
            let is_same = later.has_name_of(kept);
            if is_same {
                *kept = *later;
            }
            is_same
        }),
    }
}

/// A base string, built the way `variation` says.
pub(super) struct BaseStringAs<'a> {
    pub(super) sent: &'a Sent<'a>,
    pub(super) variation: &'a Variation,
    pub(super) items: &'a [Item<'a>],
}

/// Encodes all that passes, strictly or not at all.
struct Whole<'s, S> {
    sink: &'s mut S,
    encoded: bool,
}

impl<S: Sink> Whole<'_, S> {
    fn put_all(&mut self, bytes: impl Iterator<Item = u8>) {
        let writing = Writing {
            encoded: self.encoded,
            ..Writing::STRICT
        };
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
        let encoded = self.variation.uri_encoded;
        self.write_uri(&mut Whole { sink, encoded });
        sink.put(b"&");
        let encoded = self.variation.whole_encoded;
        let mut whole = Whole { sink, encoded };
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
        whole.put_all(scheme.bytes());
        self.write_host(whole);
        let port = match variation.port {
            Port::ByScheme => url.port,
            Port::Always => url.given_port.or(Some(url.scheme.default_port())),
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
        match self.variation.path {
            Path::AsSent => whole.put_all(path.iter().copied()),
            Path::Decoded => whole.put_all(Component::escaped(path).decoded()),
            Path::WithSlash => {
                whole.put_all(path.iter().copied());
                if !path.ends_with(b"/") {
                    whole.put_all(b"/".iter().copied());
                }
            }
            Path::WithoutSlash => {
                let path = path.strip_suffix(b"/").unwrap_or(path);
                whole.put_all(path.iter().copied());
            }
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
    pub(super) key: Secrets,
}

impl Written for KeyAs<'_> {
    fn write_to<S: Sink>(&self, sink: &mut S) {
        let api_secret = self.known.api_secret.unwrap_or_default();
        let token_secret = self.known.token_secret.unwrap_or_default();
        let api_key = self.known.api_key.unwrap_or_default();
        let token = self.known.token.unwrap_or_default();
        let (first, second): (&[u8], &[u8]) = match self.key {
            Secrets::WithoutTokenSecret => (api_secret, b""),
            Secrets::WithoutApiSecret => (b"", token_secret),
            Secrets::Swapped => (token_secret, api_secret),
            Secrets::ApiKey => (api_key, token_secret),
            Secrets::Token => (api_secret, token),
            _ => (api_secret, token_secret),
        };
        let (before, after) = match self.key {
            Secrets::Around(before, after) => (before, after),
            _ => (&b""[..], &b""[..]),
        };
        let encoded = !matches!(self.key, Secrets::NotEncoded);
        let mut whole = Whole { sink, encoded };
        let put_secret = |whole: &mut Whole<'_, S>, secret: &[u8]| {
            whole.put_all(before.iter().chain(secret).chain(after).copied());
        };
        put_secret(&mut whole, first);
        if !matches!(self.key, Secrets::WithoutAmpersand) {
            whole.sink.put(b"&");
        }
        if !second.is_empty() {
            put_secret(&mut whole, second);
        }
    }
}
