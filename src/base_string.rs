//! The signature base string (RFC 5849, 3.4.1.1): METHOD & URI & parameters.
//!
//! It is never kept: it is written, encoded twice, straight into a sink.
#![forbid(unsafe_code)]

use crate::identity::{first, Identity, AND};
use crate::message::Message;
use crate::nonce::NONCE_LEN;
use crate::own::{merge, Own, Parameter, Places};
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

/// All of it but the stamp.
#[derive(Clone, Copy)]
pub(crate) struct BaseString<'a, 'r> {
    identity: &'a Identity,
    message: &'a Message<'a, 'r>,
    places: Places<'a, 'r>,
}

impl<'a, 'r> BaseString<'a, 'r> {
    #[inline]
    pub(crate) fn new(identity: &'a Identity, message: &'a Message<'a, 'r>) -> Self {
        Self {
            identity,
            message,
            places: Places::of(message.pairs),
        }
    }

    /// Writes what stands before the stamp, or most of it.
    #[inline]
    pub(crate) fn write_begin<S: Sink + ?Sized>(&self, sink: &mut S) {
        write_method(self.message.method, sink);
        self.message.url.write_to(sink);
        sink.put(b"&");
        for pair in self.places.before {
            pair.write_twice(sink);
            sink.put(AND);
        }
        if self.has_own_in_one_piece() {
            sink.put(first(self.identity.in_base_string.up_to_nonce(), AND));
        }
    }

    /// Writes the rest.
    #[inline]
    pub(crate) fn write_end<S: Sink + ?Sized>(&self, stamp: Stamp<'_>, sink: &mut S) {
        if self.has_own_in_one_piece() {
            stamp.nonce.write(Times::Twice, sink);
            sink.put(b"%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D");
            sink.put(stamp.timestamp);
            sink.put(self.identity.in_base_string.token_and_version());
        } else {
            self.write_merged(stamp, sink);
        }
        for pair in self.places.after {
            sink.put(AND);
            pair.write_twice(sink);
        }
    }

    /// Whether nothing stands among the signer's own parameters.
    #[inline]
    fn has_own_in_one_piece(&self) -> bool {
        self.places.among.is_empty() && self.message.has_version
    }

    fn write_merged<S: Sink + ?Sized>(&self, stamp: Stamp<'_>, sink: &mut S) {
        let is_signed = |own| own != Own::Signature && self.message.sends(own);
        merge(
            self.places.among.iter(),
            is_signed,
            |parameter| match parameter {
                Parameter::Own(own) => self.write_own(own, stamp, sink),
                Parameter::Given(pair) => {
                    sink.put(AND);
                    pair.write_twice(sink);
                }
            },
        );
    }

    fn write_own<S: Sink + ?Sized>(&self, own: Own, stamp: Stamp<'_>, sink: &mut S) {
        let pieces = &self.identity.in_base_string;
        match own {
            // It is the first of the own ones.
            Own::ConsumerKey => sink.put(first(pieces.key(), AND)),
            Own::Nonce => {
                sink.put(pieces.nonce_name());
                stamp.nonce.write(Times::Twice, sink);
            }
            Own::Signature => {}
            Own::SignatureMethod => sink.put(b"%26oauth_signature_method%3DHMAC-SHA1"),
            Own::Timestamp => {
                sink.put(b"%26oauth_timestamp%3D");
                sink.put(stamp.timestamp);
            }
            Own::Token => sink.put(pieces.token()),
            Own::Version => sink.put(pieces.version()),
        }
    }
}

/// A base string, whole.
pub(crate) struct Stamped<'a, 'r> {
    pub(crate) base_string: BaseString<'a, 'r>,
    pub(crate) stamp: Stamp<'a>,
}

impl Written for Stamped<'_, '_> {
    fn write_to<S: Sink + ?Sized>(&self, sink: &mut S) {
        self.base_string.write_begin(sink);
        self.base_string.write_end(self.stamp, sink);
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
