//! A request, read and checked: everything that its signature covers.
#![forbid(unsafe_code)]

use crate::error::{Error, Field, Fixed, Part, Status};
use crate::media_type::is_form;
use crate::own::Own;
use crate::params::{self, push, Origin, Pair, Pairs, Source};
use crate::percent::{is_unreserved, Component};
use crate::url::Url;
use crate::x_rules::{ambiguous, Policy, Rules};

/// A name and a value, not percent-encoded.
#[derive(Clone, Copy)]
pub struct Param<'a> {
    pub name: &'a [u8],
    pub value: &'a [u8],
}

/// What is signed, exactly as it is sent. All text is bytes, as in C.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// `GET`, `POST` and so on, in any letter case.
    pub method: &'a [u8],
    /// Absolute, with the query as it is sent.
    pub url: &'a [u8],
    /// The `Content-Type` header's value.
    pub content_type: Option<&'a [u8]>,
    /// Signed only if `content_type` is a form's.
    pub body: &'a [u8],
    /// `None`: fresh and random.
    pub nonce: Option<&'a [u8]>,
    /// Unix seconds; 0: now, by the signer's clock.
    pub timestamp: i64,
    pub rules: Rules,
    /// `oauth_callback`, `oauth_verifier`, `realm` and the like.
    pub oauth_params: &'a [Param<'a>],
}

impl<'a> Request<'a> {
    /// A request without a body, to be signed now under [`Rules::X`].
    pub fn new(method: &'a [u8], url: &'a [u8]) -> Self {
        Self {
            method,
            url,
            content_type: None,
            body: &[],
            nonce: None,
            timestamp: 0,
            rules: Rules::X,
            oauth_params: &[],
        }
    }
}

/// A checked request. Borrows all its text from the caller's.
pub(crate) struct Message<'p, 'a> {
    pub(crate) method: &'a [u8],
    pub(crate) url: Url<'a>,
    /// Of query, form body and `oauth_params`, in the order of signing. They are
    /// kept elsewhere: a message of a few words is moved, and not two kilobytes.
    pub(crate) pairs: &'p Pairs<'a>,
    pub(crate) body_is_form: bool,
    pub(crate) realm: Option<&'a [u8]>,
    pub(crate) has_token: bool,
    pub(crate) has_version: bool,
    /// Beside the signer's own: the header carries more, or leaves the version out.
    pub(crate) has_oauth_params: bool,
}

/// What is wrong with a parameter of the header that stands elsewhere too.
pub(crate) const CARRIED_TOO: Fixed = &"oauth_ parameter that the Authorization header carries too";

/// What is wrong with the second of two `oauth_` parameters, and the mend.
pub(crate) const REPEATED: (Fixed, Fixed) = (
    &"second oauth_ parameter of its name",
    &"X reads one of them; send it once",
);

/// Each is compared with the others; a bound keeps that from growing.
const MOST_OAUTH_PARAMS: usize = 64;

const METHOD: Field = Field::Named(&"request.method");
const URL: Field = Field::Named(&"request.url");
static QUERY: Origin = Origin::query(URL);
static BODY: Origin = Origin::body(Field::Named(&"request.body"));

impl<'p, 'a> Message<'p, 'a> {
    /// Reads `request` for credentials with or without a token; keeps its
    /// parameters in `pairs`.
    #[inline(always)]
    pub(crate) fn read(
        request: &Request<'a>,
        has_token: bool,
        pairs: &'p mut Pairs<'a>,
        policy: &mut Policy<'_>,
    ) -> Result<Self, Error> {
        check_method(request.method, policy)?;
        check_stamp(request)?;
        let url = Url::split(request.url, URL)?;
        url.check_path(URL)?;
        let body_is_form = is_form(request.content_type, !request.body.is_empty(), policy)?;
        let mut reader = Reader {
            pairs,
            realm: None,
            has_token,
            has_version: true,
            oauth_names: 0,
        };
        reader.add_oauth_params(request.oauth_params, policy)?;
        if let Some(query) = url.query {
            reader.add_pairs(query, QUERY.at(url.query_at), policy)?;
        }
        if body_is_form {
            reader.add_pairs(request.body, BODY.at(0), policy)?;
        }
        let Reader {
            pairs,
            realm,
            has_version,
            oauth_names,
            ..
        } = reader;
        pairs.sort_unstable_by(Pair::cmp_encoded);
        if oauth_names > 1 {
            let on_wire = OnWire {
                query: url.query.unwrap_or_default(),
                query_at: url.query_at,
                body: request.body,
            };
            on_wire.check_repeated(pairs, policy)?;
        }
        Ok(Message {
            method: request.method,
            url,
            pairs,
            body_is_form,
            realm,
            has_token,
            has_version,
            has_oauth_params: !request.oauth_params.is_empty(),
        })
    }

    /// Whether the signer sends this parameter of its own.
    #[inline]
    pub(crate) fn sends(&self, own: Own) -> bool {
        match own {
            Own::Token => self.has_token,
            Own::Version => self.has_version,
            _ => true,
        }
    }
}

/// The texts that parameters outside the header stand in.
struct OnWire<'a> {
    query: &'a [u8],
    query_at: usize,
    body: &'a [u8],
}

impl OnWire<'_> {
    /// Names the second of the `oauth_` parameters of which X reads only one. Those of
    /// one name stand together here: no more than one look at each.
    fn check_repeated(&self, sorted: &[Pair<'_>], policy: &mut Policy<'_>) -> Result<(), Error> {
        for same in params::repeated_oauth(sorted) {
            if let Some(Source { of, at }) = self.second_of(same) {
                let (what, mend) = REPEATED;
                policy.found(ambiguous(of.field, what, at, mend))?;
            }
        }
        Ok(())
    }

    /// Where the second of these stands on the wire, first the query and then the body.
    fn second_of(&self, pairs: &[Pair<'_>]) -> Option<Source> {
        let place = |pair: &Pair<'_>| match (pair.place_in(self.query), pair.place_in(self.body)) {
            (Some(at), _) => Some((false, at)),
            (None, Some(at)) => Some((true, at)),
            // In the header.
            (None, None) => None,
        };
        let (mut first, mut second) = (None, None);
        for place in pairs.iter().filter_map(place) {
            if first.is_none_or(|first| place < first) {
                second = first.replace(place);
            } else if second.is_none_or(|second| place < second) {
                second = Some(place);
            }
        }
        let (is_in_body, at) = second?;
        Some(match is_in_body {
            true => BODY.at(at),
            false => QUERY.at(self.query_at.saturating_add(at)),
        })
    }
}

/// A message while its parameters are read.
struct Reader<'p, 'a> {
    pairs: &'p mut Pairs<'a>,
    realm: Option<&'a [u8]>,
    has_token: bool,
    has_version: bool,
    /// How many there are outside the header.
    oauth_names: usize,
}

impl<'a> Reader<'_, 'a> {
    fn add_pairs(
        &mut self,
        text: &'a [u8],
        source: Source,
        policy: &mut Policy<'_>,
    ) -> Result<(), Error> {
        let mut pieces = params::split(text);
        while let Some((piece, at)) = pieces.next_piece() {
            match piece.ordinary() {
                Some(pair) => push(self.pairs, pair)?,
                None => self.add_odd(piece.pair(), source.moved(at), policy)?,
            }
        }
        Ok(())
    }

    /// Adds a pair once it has been looked at further.
    #[inline(never)]
    fn add_odd(
        &mut self,
        pair: Pair<'a>,
        source: Source,
        policy: &mut Policy<'_>,
    ) -> Result<(), Error> {
        pair.check(source, policy)?;
        if pair.name().starts_with(b"oauth_") {
            self.oauth_names = self.oauth_names.saturating_add(1);
            self.check_not_in_header(pair.name(), source, policy)?;
        }
        Ok(push(self.pairs, pair)?)
    }

    /// A protocol parameter must not appear more than once (RFC 5849, 3.1). To X's
    /// reader one of query or body replaces the header's.
    fn check_not_in_header(
        &self,
        name: Component<'_>,
        source: Source,
        policy: &mut Policy<'_>,
    ) -> Result<(), Error> {
        if !self.header_carries(name) {
            return Ok(());
        }
        let (field, at) = (source.of.field, source.at);
        let mend = &"leave it out";
        let by_rfc = Error::at(Status::InvalidParam, field, CARRIED_TOO, at).mend(mend);
        policy.found_forbidden(ambiguous(field, CARRIED_TOO, at, mend), by_rfc)
    }

    fn header_carries(&self, name: Component<'_>) -> bool {
        let by_signer = match Own::named(name) {
            Some(Own::Token) => self.has_token,
            Some(Own::Version) => self.has_version,
            own => own.is_some(),
        };
        let is_it = |pair: &Pair<'_>| name.cmp_encoded(pair.name()).is_eq();
        // They are the first ones.
        let mut in_header = self.pairs.iter().take_while(|pair| pair.is_in_header());
        by_signer || in_header.any(is_it)
    }

    fn add_oauth_params(
        &mut self,
        oauth_params: &'a [Param<'a>],
        policy: &mut Policy<'_>,
    ) -> Result<(), Error> {
        if oauth_params.len() > MOST_OAUTH_PARAMS {
            let field = Field::Named(&"request.oauth_params_len");
            return Err(bad_param(field, &"more than 64"));
        }
        for (index, &Param { name, value }) in oauth_params.iter().enumerate() {
            let part = |part| Field::item(&"request.oauth_params", index, part);
            check_one_line(name, part(Part::Name))?;
            check_one_line(value, part(Part::Value))?;
            let earlier = oauth_params.iter().take(index);
            if earlier.into_iter().any(|other| other.name == name) {
                return Err(bad_param(part(Part::Name), &"given twice"));
            }
            match (name, value) {
                (b"", _) => return Err(bad_param(part(Part::Name), &"empty")),
                (b"realm", _) => {
                    check_realm(value, part(Part::Value), policy)?;
                    self.realm = Some(value);
                    continue;
                }
                // RFC 5849, 3.1: the version may be left out.
                (b"oauth_version", b"") => {
                    self.has_version = false;
                    continue;
                }
                // RFC 5849, 3.1: without a token the parameter may be sent empty.
                (b"oauth_token", b"") if !self.has_token => {}
                _ if Own::named(Component::text(name)).is_some() => {
                    return Err(bad_param(part(Part::Name), &"set by the signer itself"));
                }
                _ if name.starts_with(b"oauth_") => {}
                _ => policy.found(Error::new(
                    Status::Ambiguous,
                    part(Part::Name),
                    &"X reads only names that begin with oauth_ from the header",
                ))?,
            }
            push(self.pairs, Pair::text(name, value))?;
        }
        Ok(())
    }
}

fn bad_param(field: Field, what: Fixed) -> Error {
    Error::new(Status::InvalidParam, field, what)
}

/// An HTTP token (RFC 9110, 5.6.2), which X does not encode and the RFC does.
fn check_method(method: &[u8], policy: &mut Policy<'_>) -> Result<(), Error> {
    if matches!(method, b"GET" | b"POST" | b"PUT" | b"DELETE") {
        return Ok(());
    }
    if method.is_empty() {
        return Err(Error::new(Status::InvalidMethod, METHOD, &"empty"));
    }
    for (at, &byte) in method.iter().enumerate() {
        if is_unreserved(byte) {
            continue;
        }
        if !b"!#$%&'*+^`|".contains(&byte) {
            return Err(Error::raw_byte(Status::InvalidMethod, METHOD, byte, at)
                .mend(&"a method is one word"));
        }
        let what = &"neither letter, digit nor one of -._~";
        policy.found(ambiguous(METHOD, what, at, &"X does not escape methods"))?;
    }
    Ok(())
}

fn check_stamp(request: &Request<'_>) -> Result<(), Error> {
    if request.timestamp < 0 {
        return Err(bad_param(Field::Named(&"request.timestamp"), &"negative"));
    }
    let Some(nonce) = request.nonce else {
        return Ok(());
    };
    let field = Field::Named(&"request.nonce");
    if nonce.is_empty() {
        return Err(bad_param(field, &"empty; NULL asks for a fresh one"));
    }
    match nonce
        .iter()
        .enumerate()
        .find(|(_, byte)| !byte.is_ascii_graphic())
    {
        Some((at, &byte)) => Err(Error::raw_byte(Status::InvalidParam, field, byte, at)
            .mend(&"a nonce is printable ASCII without spaces")),
        None => Ok(()),
    }
}

/// No name and no value of a header parameter goes over a line's end.
fn check_one_line(text: &[u8], field: Field) -> Result<(), Error> {
    match text
        .iter()
        .enumerate()
        .find(|(_, byte)| matches!(byte, b'\r' | b'\n'))
    {
        Some((at, &byte)) => {
            Err(Error::raw_byte(Status::InvalidParam, field, byte, at).mend(&"it must be one line"))
        }
        None => Ok(()),
    }
}

/// A quoted string (RFC 2617, 1.2). X splits the header at every comma, quoted or not.
fn check_realm(realm: &[u8], field: Field, policy: &mut Policy<'_>) -> Result<(), Error> {
    for (at, &byte) in realm.iter().enumerate() {
        if !(byte.is_ascii_graphic() || byte == b' ') {
            return Err(Error::raw_byte(Status::InvalidParam, field, byte, at)
                .mend(&"a realm is printable ASCII"));
        }
        if matches!(byte, b'"' | b'\\' | b',') {
            let what = &"comma, quote or backslash";
            let mend = &"X would read the header otherwise; choose a realm without it";
            policy.found(ambiguous(field, what, at, mend))?;
        }
    }
    Ok(())
}
