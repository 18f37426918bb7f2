//! The credentials of an App and of a user, and what is wrong with them.
#![forbid(unsafe_code)]

use std::fmt;

use crate::error::{Error, Field, Fixed, Status};
use crate::percent::{Component, Form};
use crate::x_rules::OddSecret;

/// Who signs. Without a token a request is signed for the App alone.
#[derive(Clone, Copy)]
pub struct Credentials<'a> {
    /// API Key = Consumer Key.
    pub api_key: &'a [u8],
    /// API Secret = Consumer Secret.
    pub api_secret: &'a [u8],
    /// Access Token (or Request Token).
    pub token: Option<&'a [u8]>,
    pub token_secret: Option<&'a [u8]>,
}

/// Credentials that are well formed, each looked through once.
pub(crate) struct Checked<'a> {
    pub(crate) api_key: Component<'a>,
    pub(crate) api_secret: Component<'a>,
    pub(crate) token: Option<Component<'a>>,
    pub(crate) token_secret: Option<Component<'a>>,
}

const API_KEY: Fixed = &"credentials.api_key";
const API_SECRET: Fixed = &"credentials.api_secret";
const TOKEN: Fixed = &"credentials.token";
const TOKEN_SECRET: Fixed = &"credentials.token_secret";

impl<'a> Credentials<'a> {
    /// Inlined: what was found would be waited for if it were moved.
    #[inline(always)]
    pub(crate) fn check(&self) -> Result<Checked<'a>, Error> {
        let checked = |bytes, field| {
            let form = check_credential(bytes, field)?;
            Ok::<_, Error>(Component { bytes, form })
        };
        let api_key = checked(self.api_key, API_KEY)?;
        let api_secret = checked(self.api_secret, API_SECRET)?;
        let (token, token_secret) = match (self.token, self.token_secret) {
            (None, None) => (None, None),
            (Some(token), Some(token_secret)) => (
                Some(checked(token, TOKEN)?),
                Some(checked(token_secret, TOKEN_SECRET)?),
            ),
            (Some(_), None) => return Err(bad(TOKEN_SECRET, &"missing, though there is a token")),
            (None, Some(_)) => return Err(bad(TOKEN, &"missing, though there is a token_secret")),
        };
        Ok(Checked {
            api_key,
            api_secret,
            token,
            token_secret,
        })
    }
}

impl Checked<'_> {
    /// The secret of which X makes another key than the RFC does, if there is one.
    pub(crate) fn odd_secret(&self) -> Option<OddSecret> {
        OddSecret::find(self.api_secret, API_SECRET)
            .or_else(|| OddSecret::find(self.token_secret?, TOKEN_SECRET))
    }
}

fn bad(field: Fixed, what: Fixed) -> Error {
    Error::new(Status::InvalidCredentials, Field::Named(field), what)
}

/// Refuses what a paste brings along, and tells how the rest stands there. Never shows
/// the text, nor a part of it.
pub(crate) fn check_credential(text: &[u8], field: Fixed) -> Result<Form, Error> {
    let bad_at = |what, at| Error::at(Status::InvalidCredentials, Field::Named(field), what, at);
    if text.is_empty() {
        return Err(bad(field, &"empty"));
    }
    let form = Component::text(text).form;
    if form == Form::Plain {
        return Ok(form);
    }
    if let Some(at) = space_around(text) {
        return Err(bad_at(&"white space", at));
    }
    match control_character(text) {
        Some(at) => Err(bad_at(&"control character", at)),
        None => Ok(form),
    }
}

/// Where white space begins at the start or at the end, the byte order mark included.
pub(crate) fn space_around(text: &[u8]) -> Option<usize> {
    let is_space = |c: &char| c.is_whitespace() || *c == '\u{FEFF}';
    let first = text.utf8_chunks().next()?.valid().chars().next();
    if first.filter(is_space).is_some() {
        return Some(0);
    }
    let last = text
        .utf8_chunks()
        .last()
        .filter(|chunk| chunk.invalid().is_empty())?;
    let last = last.valid().chars().next_back().filter(is_space)?;
    Some(text.len().saturating_sub(last.len_utf8()))
}

fn control_character(text: &[u8]) -> Option<usize> {
    let mut chunk_at = 0_usize;
    for chunk in text.utf8_chunks() {
        if let Some(at) = chunk.valid().find(char::is_control) {
            return Some(chunk_at.saturating_add(at));
        }
        chunk_at = chunk_at
            .saturating_add(chunk.valid().len())
            .saturating_add(chunk.invalid().len());
    }
    None
}

impl fmt::Debug for Credentials<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}
