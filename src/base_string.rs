//! The signature base string (RFC 5849, 3.4.1.1): METHOD & URI & parameters.
//!
//! It is never kept: it is written, encoded twice, straight into a sink.
#![forbid(unsafe_code)]

use std::cmp::Ordering;

use crate::identity::Identity;
use crate::message::{Message, PROTOCOL};
use crate::percent::{Component, Times};
use crate::text::{Sink, Written};

/// Nonce and time: what two signatures of one request do not share.
#[derive(Clone, Copy)]
pub(crate) struct Stamp<'a> {
    pub(crate) nonce: &'a [u8],
    /// In decimal digits.
    pub(crate) timestamp: &'a [u8],
}

pub(crate) struct BaseString<'a, 'r> {
    pub(crate) identity: &'a Identity,
    pub(crate) message: &'a Message<'r>,
    pub(crate) stamp: Stamp<'a>,
}

impl Written for BaseString<'_, '_> {
    fn write_to<S: Sink>(&self, sink: &mut S) {
        write_method(self.message.method, sink);
        sink.put(b"&");
        self.message.url.write_to(sink);
        sink.put(b"&");
        self.write_parameters(sink);
    }
}

impl BaseString<'_, '_> {
    /// Merges the request's parameters, which are sorted, with the signer's own,
    /// whose order is known.
    fn write_parameters<S: Sink>(&self, sink: &mut S) {
        let mut pairs = self.message.pairs.iter().peekable();
        let mut separator: &[u8] = b"";
        for own in PROTOCOL {
            if own == "oauth_signature" || !self.message.signer_sends(own) {
                continue;
            }
            let name = Component::text(own.as_bytes());
            while let Some(pair) =
                pairs.next_if(|pair| pair.name().cmp_encoded(name) == Ordering::Less)
            {
                sink.put(separator);
                separator = b"%26";
                pair.write_twice(sink);
            }
            sink.put(separator);
            separator = b"%26";
            self.write_own(own, sink);
        }
        for pair in pairs {
            sink.put(separator);
            pair.write_twice(sink);
        }
    }

    fn write_own<S: Sink>(&self, name: &str, sink: &mut S) {
        match name {
            "oauth_consumer_key" => sink.put(self.identity.key_in_base_string()),
            "oauth_nonce" => {
                sink.put(b"oauth_nonce%3D");
                Component::text(self.stamp.nonce).write(Times::Twice, sink);
            }
            "oauth_signature_method" => sink.put(b"oauth_signature_method%3DHMAC-SHA1"),
            "oauth_timestamp" => {
                sink.put(b"oauth_timestamp%3D");
                sink.put(self.stamp.timestamp);
            }
            "oauth_token" => sink.put(self.identity.token_in_base_string()),
            _ => sink.put(b"oauth_version%3D1.0"),
        }
    }
}

fn write_method<S: Sink>(method: &[u8], sink: &mut S) {
    if method.iter().any(u8::is_ascii_lowercase) {
        for byte in method {
            Component::text(&[byte.to_ascii_uppercase()]).write(Times::Once, sink);
        }
    } else {
        Component::text(method).write(Times::Once, sink);
    }
}
