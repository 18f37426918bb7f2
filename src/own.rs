//! The parameters that the signer itself puts into the header, and the places of
//! all others among them.
#![forbid(unsafe_code)]

use std::cmp::Ordering;

use crate::params::Pair;
use crate::percent::{begin, Component};

/// In the order of their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Own {
    ConsumerKey,
    Nonce,
    Signature,
    SignatureMethod,
    Timestamp,
    Token,
    Version,
}

impl Own {
    pub(crate) const ALL: [Own; 7] = [
        Own::ConsumerKey,
        Own::Nonce,
        Own::Signature,
        Own::SignatureMethod,
        Own::Timestamp,
        Own::Token,
        Own::Version,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Own::ConsumerKey => "oauth_consumer_key",
            Own::Nonce => "oauth_nonce",
            Own::Signature => "oauth_signature",
            Own::SignatureMethod => "oauth_signature_method",
            Own::Timestamp => "oauth_timestamp",
            Own::Token => "oauth_token",
            Own::Version => "oauth_version",
        }
    }

    /// The own parameter of this name, if there is one.
    pub(crate) fn named(name: Component<'_>) -> Option<Self> {
        let is_it = |own: &Own| name.is(own.name().as_bytes());
        Own::ALL.into_iter().find(is_it)
    }
}

/// Sorted pairs by their places: before, among and after the own parameters.
pub(crate) struct Places<'p, 'r> {
    pub(crate) before: &'p [Pair<'r>],
    /// Mostly none: then the own ones stand in one piece.
    pub(crate) among: &'p [Pair<'r>],
    pub(crate) after: &'p [Pair<'r>],
}

impl<'p, 'r> Places<'p, 'r> {
    #[inline]
    pub(crate) fn of(pairs: &'p [Pair<'r>]) -> Self {
        let (before, rest) = split_before(pairs, Own::ConsumerKey);
        let (among, after) = split_before(rest, Own::Version);
        Self {
            before,
            among,
            after,
        }
    }
}

#[inline]
fn split_before<'p, 'r>(pairs: &'p [Pair<'r>], own: Own) -> (&'p [Pair<'r>], &'p [Pair<'r>]) {
    // One by one: they are few, and it is told by a number of each.
    let end = pairs.iter().position(|pair| !stands_before(pair, own));
    pairs
        .split_at_checked(end.unwrap_or(pairs.len()))
        .unwrap_or((pairs, &[]))
}

#[inline]
fn stands_before(pair: &Pair<'_>, own: Own) -> bool {
    let name = own.name().as_bytes();
    pair.cmp_name(begin(name), Component::plain(name)) == Ordering::Less
}

/// One of the parameters of a request, its own or the caller's.
pub(crate) enum Parameter<'p, 'r> {
    Own(Own),
    Given(&'p Pair<'r>),
}

/// Merges sorted pairs with the own parameters, whose order is known, and hands
/// over all in the order of signing.
#[inline]
pub(crate) fn merge<'p, 'r: 'p>(
    pairs: impl Iterator<Item = &'p Pair<'r>>,
    is_sent: impl Fn(Own) -> bool,
    mut on_parameter: impl FnMut(Parameter<'p, 'r>),
) {
    let mut pairs = pairs.peekable();
    for own in Own::ALL {
        if !is_sent(own) {
            continue;
        }
        while let Some(pair) = pairs.next_if(|pair| stands_before(pair, own)) {
            on_parameter(Parameter::Given(pair));
        }
        on_parameter(Parameter::Own(own));
    }
    pairs.for_each(|pair| on_parameter(Parameter::Given(pair)));
}
