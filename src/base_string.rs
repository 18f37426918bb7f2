//! The signature base string (RFC 5849, 3.4.1.1): METHOD & URI & parameters.
//!
//! It is never kept: it is written, encoded twice, straight into a sink.
#![forbid(unsafe_code)]

use crate::identity::Identity;
use crate::message::Message;
use crate::own::{merge, Own, Parameter};
use crate::percent::{Component, Times};
use crate::text::{Sink, Written};

/// Nonce and time: what two signatures of one request do not share.
#[derive(Clone, Copy)]
pub(crate) struct Stamp<'a> {
    pub(crate) nonce: &'a [u8],
    pub(crate) nonce_is_fresh: bool,
    /// In decimal digits.
    pub(crate) timestamp: &'a [u8],
}

impl Stamp<'_> {
    /// A nonce of ours is unreserved and stays as it is.
    #[inline]
    pub(crate) fn write_nonce<S: Sink>(&self, times: Times, sink: &mut S) {
        if self.nonce_is_fresh {
            sink.put(self.nonce);
        } else {
            Component::text(self.nonce).write(times, sink);
        }
    }
}

pub(crate) struct BaseString<'a, 'r> {
    pub(crate) identity: &'a Identity,
    pub(crate) message: &'a Message<'a, 'r>,
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
    fn write_parameters<S: Sink>(&self, sink: &mut S) {
        let message = self.message;
        let is_signed = |own| own != Own::Signature && message.sends(own);
        let mut is_first = true;
        merge(message.pairs.iter(), is_signed, |parameter| {
            match parameter {
                Parameter::Own(own) => self.write_own(own, is_first, sink),
                Parameter::Given(pair) if is_first => pair.write_twice(sink),
                Parameter::Given(pair) => {
                    sink.put(b"%26");
                    pair.write_twice(sink);
                }
            }
            is_first = false;
        });
    }

    /// Writes a parameter of the signer's with its `%26`, in as few pieces as can be.
    /// Only the first of all own ones can be the first of all.
    #[inline]
    fn write_own<S: Sink>(&self, own: Own, is_first: bool, sink: &mut S) {
        match own {
            Own::ConsumerKey if is_first => {
                let key = self.identity.key_in_base_string();
                sink.put(key.strip_prefix(b"%26").unwrap_or(key));
            }
            Own::ConsumerKey => sink.put(self.identity.key_in_base_string()),
            Own::Nonce => {
                sink.put(b"%26oauth_nonce%3D");
                self.stamp.write_nonce(Times::Twice, sink);
            }
            Own::Signature => {}
            Own::SignatureMethod => sink.put(b"%26oauth_signature_method%3DHMAC-SHA1"),
            Own::Timestamp => {
                sink.put(b"%26oauth_timestamp%3D");
                sink.put(self.stamp.timestamp);
            }
            Own::Token => sink.put(self.identity.token_in_base_string()),
            Own::Version => sink.put(b"%26oauth_version%3D1.0"),
        }
    }
}

fn write_method<S: Sink>(method: &[u8], sink: &mut S) {
    for byte in method {
        Component::text(&[byte.to_ascii_uppercase()]).write(Times::Once, sink);
    }
}
