//! The signature base string (RFC 5849, 3.4.1.1): METHOD & URI & parameters.
//!
//! It is never kept: it is written, encoded twice, straight into a sink.
#![forbid(unsafe_code)]

use crate::identity::{first, Identity, AND};
use crate::message::Message;
use crate::nonce::NONCE_LEN;
use crate::own::{merge, Own, Parameter, Places};
use crate::params::Pair;
use crate::percent::{put_mapped, Component, Times, ONCE};
use crate::text::{Sink, Written};

/// Nonce and time: what two signatures of one request do not share.
#[derive(Clone, Copy)]
pub(crate) struct Stamp<'a> {
    pub(crate) nonce: Nonce<'a>,
    /// In decimal digits.
    pub(crate) timestamp: &'a [u8],
}

/// Of fresh ones the length is known to who copies them.
#[derive(Clone, Copy)]
pub(crate) enum Nonce<'a> {
    Fresh(&'a [u8; NONCE_LEN]),
    Given(Component<'a>),
}

impl Nonce<'_> {
    #[inline]
    pub(crate) fn write<S: Sink + ?Sized>(self, times: Times, sink: &mut S) {
        match self {
            Nonce::Fresh(nonce) => sink.put(nonce),
            Nonce::Given(nonce) => nonce.write(times, sink),
        }
    }
}

pub(crate) struct BaseString<'a, 'r> {
    pub(crate) identity: &'a Identity,
    pub(crate) message: &'a Message<'a, 'r>,
    pub(crate) stamp: Stamp<'a>,
}

impl Written for BaseString<'_, '_> {
    fn write_to<S: Sink + ?Sized>(&self, sink: &mut S) {
        write_method(self.message.method, sink);
        self.message.url.write_to(sink);
        sink.put(b"&");
        self.write_parameters(sink);
    }
}

impl BaseString<'_, '_> {
    fn write_parameters<S: Sink + ?Sized>(&self, sink: &mut S) {
        let Places {
            before,
            among,
            after,
        } = Places::of(self.message.pairs);
        for pair in before {
            pair.write_twice(sink);
            sink.put(AND);
        }
        if among.is_empty() && self.message.has_version {
            self.write_all_own(sink);
        } else {
            self.write_merged(among, sink);
        }
        for pair in after {
            sink.put(AND);
            pair.write_twice(sink);
        }
    }

    /// The signer's parameters, in as few pieces as can be.
    #[inline]
    fn write_all_own<S: Sink + ?Sized>(&self, sink: &mut S) {
        let pieces = &self.identity.in_base_string;
        sink.put(first(pieces.up_to_nonce(), AND));
        self.stamp.nonce.write(Times::Twice, sink);
        sink.put(b"%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D");
        sink.put(self.stamp.timestamp);
        sink.put(pieces.token_and_version());
    }

    fn write_merged<S: Sink + ?Sized>(&self, among: &[Pair<'_>], sink: &mut S) {
        let is_signed = |own| own != Own::Signature && self.message.sends(own);
        merge(among.iter(), is_signed, |parameter| match parameter {
            Parameter::Own(own) => self.write_own(own, sink),
            Parameter::Given(pair) => {
                sink.put(AND);
                pair.write_twice(sink);
            }
        });
    }

    fn write_own<S: Sink + ?Sized>(&self, own: Own, sink: &mut S) {
        let pieces = &self.identity.in_base_string;
        match own {
            // It is the first of the own ones.
            Own::ConsumerKey => sink.put(first(pieces.key(), AND)),
            Own::Nonce => {
                sink.put(pieces.nonce_name());
                self.stamp.nonce.write(Times::Twice, sink);
            }
            Own::Signature => {}
            Own::SignatureMethod => sink.put(b"%26oauth_signature_method%3DHMAC-SHA1"),
            Own::Timestamp => {
                sink.put(b"%26oauth_timestamp%3D");
                sink.put(self.stamp.timestamp);
            }
            Own::Token => sink.put(pieces.token()),
            Own::Version => sink.put(pieces.version()),
        }
    }
}

/// With the `&` behind it; in one piece, if it is one of those that nearly all are.
#[inline]
fn write_method<S: Sink + ?Sized>(method: &[u8], sink: &mut S) {
    match method {
        b"GET" => sink.put(b"GET&"),
        b"POST" => sink.put(b"POST&"),
        _ => {
            put_mapped(method.iter().map(u8::to_ascii_uppercase), &ONCE, sink);
            sink.put(b"&");
        }
    }
}
