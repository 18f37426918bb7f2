//! The Authorization header (RFC 5849, 3.5.1).
#![forbid(unsafe_code)]

use crate::base_string::{BaseString, Stamp};
use crate::identity::Identity;
use crate::message::Message;
use crate::own::{merge, Own, Parameter};
use crate::percent::{Component, Times};
use crate::signing_key::Signature;
use crate::text::{Sink, Written};

pub(crate) struct Header<'a, 'r> {
    pub(crate) identity: &'a Identity,
    pub(crate) message: &'a Message<'a, 'r>,
    pub(crate) stamp: Stamp<'a>,
    pub(crate) signature: Signature,
}

impl Written for Header<'_, '_> {
    /// `OAuth `, the realm, then the parameters in the order of their names.
    fn write_to<S: Sink>(&self, sink: &mut S) {
        let message = self.message;
        sink.put(b"OAuth ");
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
                    sink.put(if is_first { b"" } else { b", " });
                    write_quoted(pair.name(), pair.value(), sink);
                }
            }
            is_first = false;
        });
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

    /// Writes a parameter of the signer's with the comma before it, in as few pieces
    /// as can be. Only the first of all own ones can be the first of all.
    #[inline]
    fn write_own<S: Sink>(&self, own: Own, is_first: bool, sink: &mut S) {
        match own {
            Own::ConsumerKey if is_first => {
                let key = self.identity.key_in_header();
                sink.put(key.strip_prefix(b", ").unwrap_or(key));
            }
            Own::ConsumerKey => sink.put(self.identity.key_in_header()),
            Own::Nonce => {
                sink.put(b", oauth_nonce=\"");
                self.stamp.write_nonce(Times::Once, sink);
                sink.put(b"\"");
            }
            Own::Signature => {
                sink.put(b", oauth_signature=\"");
                sink.put(self.signature.encoded());
                sink.put(b"\"");
            }
            Own::SignatureMethod => sink.put(b", oauth_signature_method=\"HMAC-SHA1\""),
            Own::Timestamp => {
                sink.put(b", oauth_timestamp=\"");
                sink.put(self.stamp.timestamp);
                sink.put(b"\"");
            }
            Own::Token => sink.put(self.identity.token_in_header()),
            Own::Version => sink.put(b", oauth_version=\"1.0\""),
        }
    }
}

fn write_quoted<S: Sink>(name: Component<'_>, value: Component<'_>, sink: &mut S) {
    name.write(Times::Once, sink);
    sink.put(b"=\"");
    value.write(Times::Once, sink);
    sink.put(b"\"");
}

/// A quoted string, not percent-encoded (RFC 2617, 1.2).
fn write_realm<S: Sink>(realm: &[u8], sink: &mut S) {
    sink.put(b"realm=\"");
    for &byte in realm {
        if matches!(byte, b'"' | b'\\') {
            sink.put(b"\\");
        }
        sink.put(&[byte]);
    }
    sink.put(b"\"");
}
