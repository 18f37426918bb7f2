//! What a signer says of itself, encoded once and for all.
#![forbid(unsafe_code)]

use crate::percent::{Component, Times};
use crate::room::{self, NoMemory};
use crate::text::Sink;

/// The pieces of header and base string that are the same in every signature.
pub(crate) struct Identity {
    has_token: bool,
    pub(crate) in_base_string: Pieces,
    pub(crate) in_header: Pieces,
}

/// `oauth_consumer_key=...` and `oauth_nonce=`, `oauth_token=...` and
/// `oauth_version=1.0`, each with what separates it from the one before.
pub(crate) struct Pieces {
    text: Vec<u8>,
    key_end: usize,
    nonce_end: usize,
    token_end: usize,
}

/// How the parameters are written, each with what separates it from the one before.
#[derive(Clone, Copy)]
struct Style {
    key: &'static [u8],
    token: &'static [u8],
    nonce: &'static [u8],
    version: &'static [u8],
    end: &'static [u8],
    times: Times,
}

/// What separates two parameters in the base string: an `&`, encoded.
pub(crate) const AND: &[u8] = b"%26";
/// What separates them in the header.
pub(crate) const COMMA: &[u8] = b", ";

/// A piece that stands first of all, where nothing is to be separated from it.
#[inline]
pub(crate) fn first<'p>(piece: &'p [u8], separator: &[u8]) -> &'p [u8] {
    piece.get(separator.len()..).unwrap_or_default()
}

const BASE_STRING: Style = Style {
    key: b"%26oauth_consumer_key%3D",
    nonce: b"%26oauth_nonce%3D",
    token: b"%26oauth_token%3D",
    version: b"%26oauth_version%3D1.0",
    end: b"",
    times: Times::Twice,
};

const HEADER: Style = Style {
    key: b", oauth_consumer_key=\"",
    nonce: b", oauth_nonce=\"",
    token: b", oauth_token=\"",
    version: b", oauth_version=\"1.0\"",
    end: b"\"",
    times: Times::Once,
};

/// A byte that is encoded twice: `%25XX`.
const TWICE_ENCODED: usize = 5;
/// The four names, and what stands around them.
const NAMES: usize = 128;

impl Identity {
    pub(crate) fn new(
        api_key: Component<'_>,
        token: Option<Component<'_>>,
    ) -> Result<Self, NoMemory> {
        Ok(Self {
            has_token: token.is_some(),
            in_base_string: Pieces::new(BASE_STRING, api_key, token)?,
            in_header: Pieces::new(HEADER, api_key, token)?,
        })
    }

    pub(crate) fn has_token(&self) -> bool {
        self.has_token
    }
}

impl Pieces {
    fn new(
        style: Style,
        api_key: Component<'_>,
        token: Option<Component<'_>>,
    ) -> Result<Self, NoMemory> {
        let token_len = token.map_or(0, |token| token.bytes.len());
        let given = api_key.bytes.len().saturating_add(token_len);
        let longest = given.saturating_mul(TWICE_ENCODED).saturating_add(NAMES);
        let mut text = room::text_of(longest)?;
        text.put(style.key);
        api_key.write(style.times, &mut text);
        text.put(style.end);
        let key_end = text.len();
        text.put(style.nonce);
        let nonce_end = text.len();
        if let Some(token) = token {
            text.put(style.token);
            token.write(style.times, &mut text);
            text.put(style.end);
        }
        let token_end = text.len();
        text.put(style.version);
        Ok(Self {
            text,
            key_end,
            nonce_end,
            token_end,
        })
    }

    #[inline]
    pub(crate) fn key(&self) -> &[u8] {
        self.text.get(..self.key_end).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn up_to_nonce(&self) -> &[u8] {
        self.text.get(..self.nonce_end).unwrap_or_default()
    }

    pub(crate) fn nonce_name(&self) -> &[u8] {
        self.text
            .get(self.key_end..self.nonce_end)
            .unwrap_or_default()
    }

    /// Empty without a token.
    pub(crate) fn token(&self) -> &[u8] {
        self.text
            .get(self.nonce_end..self.token_end)
            .unwrap_or_default()
    }

    pub(crate) fn version(&self) -> &[u8] {
        self.text.get(self.token_end..).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn token_and_version(&self) -> &[u8] {
        self.text.get(self.nonce_end..).unwrap_or_default()
    }
}
