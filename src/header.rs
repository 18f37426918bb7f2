//! The Authorization header (RFC 5849, 3.5.1).
#![forbid(unsafe_code)]

use std::cmp::Ordering;

use crate::base_string::{BaseString, Stamp};
use crate::identity::Identity;
use crate::message::{Message, PROTOCOL};
use crate::percent::{Component, Times};
use crate::signing_key::SIGNATURE_LEN;
use crate::text::{Sink, Written};

/// No signature is longer in a header than one of which every byte is escaped.
pub(crate) const LONGEST_SIGNATURE: [u8; SIGNATURE_LEN] = [b'+'; SIGNATURE_LEN];

pub(crate) struct Header<'a, 'r> {
    pub(crate) identity: &'a Identity,
    pub(crate) message: &'a Message<'r>,
    pub(crate) stamp: Stamp<'a>,
    pub(crate) signature: [u8; SIGNATURE_LEN],
}

impl Written for Header<'_, '_> {
    /// `OAuth `, the realm, then the parameters in the order of their names.
    fn write_to<S: Sink>(&self, sink: &mut S) {
        sink.put(b"OAuth ");
        let mut separator: &[u8] = b"";
        if let Some(realm) = self.message.realm {
            write_realm(realm, sink);
            separator = b", ";
        }
        let mut pairs = self
            .message
            .pairs
            .iter()
            .filter(|pair| pair.is_in_header())
            .peekable();
        for own in PROTOCOL {
            if !self.message.signer_sends(own) {
                continue;
            }
            let name = Component::text(own.as_bytes());
            while let Some(pair) =
                pairs.next_if(|pair| pair.name().cmp_encoded(name) == Ordering::Less)
            {
                sink.put(separator);
                separator = b", ";
                write_quoted(pair.name(), pair.value(), sink);
            }
            sink.put(separator);
            separator = b", ";
            self.write_own(own, name, sink);
        }
        for pair in pairs {
            sink.put(separator);
            write_quoted(pair.name(), pair.value(), sink);
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

    fn write_own<S: Sink>(&self, own: &str, name: Component<'_>, sink: &mut S) {
        match own {
            "oauth_consumer_key" => sink.put(self.identity.key_in_header()),
            "oauth_nonce" => write_quoted(name, Component::text(self.stamp.nonce), sink),
            "oauth_signature" => write_quoted(name, Component::text(&self.signature), sink),
            "oauth_signature_method" => sink.put(b"oauth_signature_method=\"HMAC-SHA1\""),
            "oauth_timestamp" => write_quoted(name, Component::text(self.stamp.timestamp), sink),
            "oauth_token" => sink.put(self.identity.token_in_header()),
            _ => sink.put(b"oauth_version=\"1.0\""),
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
