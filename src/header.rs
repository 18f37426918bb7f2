//! The Authorization header (RFC 5849, 3.5.1).
#![forbid(unsafe_code)]

use crate::base_string::{BaseString, Stamp};
use crate::identity::{first, Identity, COMMA};
use crate::message::Message;
use crate::own::{merge, Own, Parameter};
use crate::percent::{Component, Times};
use crate::signing_key::{InHeader, Signature};
use crate::text::{Sink, Written};

pub(crate) struct Header<'a, 'r> {
    pub(crate) identity: &'a Identity,
    pub(crate) message: &'a Message<'a, 'r>,
    pub(crate) stamp: Stamp<'a>,
    pub(crate) signature: &'a Signature,
    pub(crate) signature_in_header: &'a InHeader,
}

impl Written for Header<'_, '_> {
    /// `OAuth `, the realm, then the parameters in the order of their names.
    #[inline]
    fn write_to<S: Sink + ?Sized>(&self, sink: &mut S) {
        sink.put(b"OAuth ");
        if self.message.has_oauth_params {
            self.write_merged(sink);
        } else {
            self.write_all_own(sink);
        }
    }
}

impl<'a, 'r> Header<'a, 'r> {
    /// What its signature signs.
    pub(crate) fn base_string(&self) -> BaseString<'a, 'r> {
        BaseString {
            identity: self.identity,
            message: self.message,
            stamp: self.stamp,
        }
    }

    /// The signer's parameters and no others, in as few pieces as can be.
    #[inline]
    fn write_all_own<S: Sink + ?Sized>(&self, sink: &mut S) {
        let pieces = &self.identity.in_header;
        sink.put(first(pieces.up_to_nonce(), COMMA));
        self.stamp.nonce.write(Times::Once, sink);
        sink.put(b"\", oauth_signature=\"");
        sink.put(self.signature_in_header.text());
        sink.put(b"\", oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"");
        sink.put(self.stamp.timestamp);
        sink.put(b"\"");
        sink.put(pieces.token_and_version());
    }

    fn write_merged<S: Sink + ?Sized>(&self, sink: &mut S) {
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
                Parameter::Own(own) => self.write_own(own, is_first, sink),
                Parameter::Given(pair) => {
                    sink.put(if is_first { b"" } else { COMMA });
                    write_quoted(pair.name(), pair.value(), sink);
                }
            }
            is_first = false;
        });
    }

    fn write_own<S: Sink + ?Sized>(&self, own: Own, is_first: bool, sink: &mut S) {
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
                sink.put(self.signature_in_header.text());
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
