//! The Authorization header (RFC 5849, 3.5.1).
#![forbid(unsafe_code)]

use crate::base_string::{BaseString, Stamp};
use crate::identity::{first, Identity, COMMA};
use crate::message::Message;
use crate::own::{merge, Own, Parameter};
use crate::percent::{Component, Times};
use crate::signing_key::Signature;
use crate::text::{Length, Sink, Written};

/// All of a header but its signature.
#[derive(Clone, Copy)]
pub(crate) struct Header<'a, 'r> {
    pub(crate) identity: &'a Identity,
    pub(crate) message: &'a Message<'a, 'r>,
    pub(crate) stamp: Stamp<'a>,
}

impl<'a, 'r> Header<'a, 'r> {
    /// What its signature signs.
    #[inline]
    pub(crate) fn base_string(&self) -> BaseString<'a, 'r> {
        BaseString {
            identity: self.identity,
            message: self.message,
            stamp: self.stamp,
        }
    }

    /// Writes what can be written as long as there is no signature: of the signer's
    /// parameters and no others all that stand before it.
    #[inline]
    pub(crate) fn write_begin<S: Sink + ?Sized>(&self, sink: &mut S) {
        sink.put(b"OAuth ");
        if self.message.has_oauth_params {
            return;
        }
        sink.put(first(self.identity.in_header.up_to_nonce(), COMMA));
        self.stamp.nonce.write(Times::Once, sink);
        sink.put(b"\", oauth_signature=\"");
    }

    /// Writes the rest: the signature, as it stands in a header, and what is behind it.
    #[inline]
    pub(crate) fn write_end<S: Sink + ?Sized>(&self, signature: InHeader<'_>, sink: &mut S) {
        if self.message.has_oauth_params {
            return self.write_merged(signature, sink);
        }
        signature.write_to(sink);
        sink.put(b"\", oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"");
        sink.put(self.stamp.timestamp);
        sink.put(b"\"");
        sink.put(self.identity.in_header.token_and_version());
    }

    /// The length that it has with the longest of signatures.
    #[inline]
    pub(crate) fn longest(&self) -> usize {
        let mut length = Length::default();
        self.write_begin(&mut length);
        self.write_end(InHeader::Longest, &mut length);
        length.get()
    }

    /// The realm, then the parameters in the order of their names.
    fn write_merged<S: Sink + ?Sized>(&self, signature: InHeader<'_>, sink: &mut S) {
        let message = self.message;
        let mut is_first = true;
        if let Some(realm) = message.realm {
            write_realm(realm, sink);
            is_first = false;
        }
        let of_header = message.pairs.iter().filter(|pair| pair.is_in_header());
        let is_sent = |own| message.sends(own);
        merge(of_header, is_sent, |parameter| {
            match parameter {
                Parameter::Own(own) => self.write_own(own, signature, is_first, sink),
                Parameter::Given(pair) => {
                    sink.put(if is_first { b"" } else { COMMA });
                    write_quoted(pair.name(), pair.value(), sink);
                }
            }
            is_first = false;
        });
    }

    fn write_own<S: Sink + ?Sized>(
        &self,
        own: Own,
        signature: InHeader<'_>,
        is_first: bool,
        sink: &mut S,
    ) {
        let pieces = &self.identity.in_header;
        match own {
            // No other of the own ones can be the first of all.
            Own::ConsumerKey if is_first => sink.put(first(pieces.key(), COMMA)),
            Own::ConsumerKey => sink.put(pieces.key()),
            Own::Nonce => {
                sink.put(pieces.nonce_name());
                self.stamp.nonce.write(Times::Once, sink);
                sink.put(b"\"");
            }
            Own::Signature => {
                sink.put(b", oauth_signature=\"");
                signature.write_to(sink);
                sink.put(b"\"");
            }
            Own::SignatureMethod => sink.put(b", oauth_signature_method=\"HMAC-SHA1\""),
            Own::Timestamp => {
                sink.put(b", oauth_timestamp=\"");
                sink.put(self.stamp.timestamp);
                sink.put(b"\"");
            }
            Own::Token => sink.put(pieces.token()),
            Own::Version => sink.put(pieces.version()),
        }
    }
}

/// What stands in a header as the signature.
#[derive(Clone, Copy)]
pub(crate) enum InHeader<'a> {
    Signature(&'a Signature),
    /// As long as one can be, for who only counts.
    Longest,
}

impl InHeader<'_> {
    #[inline]
    fn write_to<S: Sink + ?Sized>(self, sink: &mut S) {
        match self {
            InHeader::Signature(signature) => sink.put_signature(signature),
            InHeader::Longest => sink.put(&Signature::LONGEST_IN_HEADER),
        }
    }
}

/// A header with its signature.
pub(crate) struct Signed<'a, 'r> {
    pub(crate) header: Header<'a, 'r>,
    pub(crate) signature: Signature,
}

impl Written for Signed<'_, '_> {
    fn write_to<S: Sink + ?Sized>(&self, sink: &mut S) {
        self.header.write_begin(sink);
        self.header
            .write_end(InHeader::Signature(&self.signature), sink);
    }
}

fn write_quoted<S: Sink + ?Sized>(name: Component<'_>, value: Component<'_>, sink: &mut S) {
    name.write(Times::Once, sink);
    sink.put(b"=\"");
    value.write(Times::Once, sink);
    sink.put(b"\"");
}

/// A quoted string, not percent-encoded (RFC 2617, 1.2).
fn write_realm<S: Sink + ?Sized>(realm: &[u8], sink: &mut S) {
    sink.put(b"realm=\"");
    for &byte in realm {
        if matches!(byte, b'"' | b'\\') {
            sink.put(b"\\");
        }
        sink.put(&[byte]);
    }
    sink.put(b"\"");
}
