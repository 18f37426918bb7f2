//! What a signer says of itself: API Key and token, encoded once and for all.
#![forbid(unsafe_code)]

use crate::error::Error;
use crate::percent::{Component, Times};
use crate::text::{Sink, Written};

/// Pieces of header and base string that are the same in every signature.
#[derive(Clone)]
pub(crate) struct Identity {
    key: Piece,
    token: Option<Piece>,
}

#[derive(Clone)]
struct Piece {
    in_base_string: Vec<u8>,
    in_header: Vec<u8>,
}

impl Identity {
    pub(crate) fn new(api_key: &[u8], token: Option<&[u8]>) -> Result<Self, Error> {
        let token = token.map(|token| Piece::new("oauth_token", token));
        Ok(Self {
            key: Piece::new("oauth_consumer_key", api_key)?,
            token: token.transpose()?,
        })
    }

    pub(crate) fn has_token(&self) -> bool {
        self.token.is_some()
    }

    /// `%26oauth_consumer_key%3D...`
    pub(crate) fn key_in_base_string(&self) -> &[u8] {
        &self.key.in_base_string
    }

    /// `, oauth_consumer_key="..."`
    pub(crate) fn key_in_header(&self) -> &[u8] {
        &self.key.in_header
    }

    /// `%26oauth_token%3D...`; empty without a token.
    pub(crate) fn token_in_base_string(&self) -> &[u8] {
        self.token
            .as_ref()
            .map_or(&[], |token| &token.in_base_string)
    }

    /// `, oauth_token="..."`; empty without a token.
    pub(crate) fn token_in_header(&self) -> &[u8] {
        self.token.as_ref().map_or(&[], |token| &token.in_header)
    }
}

impl Piece {
    fn new(name: &'static str, value: &[u8]) -> Result<Self, Error> {
        let value = Component::text(value);
        Ok(Self {
            in_base_string: InBaseString { name, value }.to_text()?,
            in_header: InHeader { name, value }.to_text()?,
        })
    }
}

struct InBaseString<'a> {
    name: &'static str,
    value: Component<'a>,
}

struct InHeader<'a> {
    name: &'static str,
    value: Component<'a>,
}

impl Written for InBaseString<'_> {
    fn write_to<S: Sink>(&self, sink: &mut S) {
        sink.put(b"%26");
        sink.put(self.name.as_bytes());
        sink.put(b"%3D");
        self.value.write(Times::Twice, sink);
    }
}

impl Written for InHeader<'_> {
    fn write_to<S: Sink>(&self, sink: &mut S) {
        sink.put(b", ");
        sink.put(self.name.as_bytes());
        sink.put(b"=\"");
        self.value.write(Times::Once, sink);
        sink.put(b"\"");
    }
}
