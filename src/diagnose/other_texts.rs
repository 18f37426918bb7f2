//! Names and values that some programs sign in place of those that were sent: of
//! another form than the request has them, so they are made once and kept.
#![forbid(unsafe_code)]

use crate::error::Error;
use crate::json::Json;
use crate::params::{self, Source};
use crate::percent::Component;

pub(super) type Texts = Vec<(Vec<u8>, Vec<u8>)>;

#[derive(Default)]
pub(super) struct OtherTexts {
    /// The members of a JSON body.
    pub(super) json: Texts,
    /// Query and form, U+FFFD for what is not UTF-8.
    pub(super) query: Texts,
    pub(super) form: Texts,
}

/// Nobody signs more than this by mistake and asks why.
const LARGEST: usize = 1 << 16;

impl OtherTexts {
    pub(super) fn new(query: &[u8], body: &[u8]) -> Result<Self, Error> {
        Ok(Self {
            json: json_members(body)?,
            query: replaced_pairs(query)?,
            form: replaced_pairs(body)?,
        })
    }
}

fn json_members(body: &[u8]) -> Result<Texts, Error> {
    let mut texts = Texts::new();
    let Some(json) = Some(body)
        .filter(|body| body.len() <= LARGEST)
        .and_then(Json::parse)
    else {
        return Ok(texts);
    };
    let mut outcome = Ok(());
    json.members(|name, value| {
        let member = text_of(name).and_then(|name| Ok((name, text_of(value)?)));
        outcome = std::mem::replace(&mut outcome, Ok(())).and_then(|()| add(&mut texts, member?));
    });
    outcome.map(|()| texts)
}

/// A string's text, or a number or word as it stands.
fn text_of(json: Json<'_>) -> Result<Vec<u8>, Error> {
    let mut text = reserved(json.raw().len())?;
    if !json.string(|piece| text.extend_from_slice(piece)) {
        text.clear();
        text.extend_from_slice(json.raw());
    }
    Ok(text)
}

fn replaced_pairs(text: &[u8]) -> Result<Texts, Error> {
    let mut texts = Texts::new();
    if text.len() > LARGEST {
        return Ok(texts);
    }
    for (pair, _) in params::split(text, Source::body()) {
        add(
            &mut texts,
            (replaced(pair.name())?, replaced(pair.value())?),
        )?;
    }
    Ok(texts)
}

fn replaced(component: Component<'_>) -> Result<Vec<u8>, Error> {
    let mut decoded = reserved(component.bytes.len())?;
    decoded.extend(component.decoded());
    let mut text = reserved(decoded.len().saturating_mul(3))?;
    for chunk in decoded.utf8_chunks() {
        text.extend_from_slice(chunk.valid().as_bytes());
        if !chunk.invalid().is_empty() {
            text.extend_from_slice("\u{FFFD}".as_bytes());
        }
    }
    Ok(text)
}

fn reserved(len: usize) -> Result<Vec<u8>, Error> {
    let mut text = Vec::new();
    text.try_reserve_exact(len)
        .map_err(|_| Error::no_memory())?;
    Ok(text)
}

fn add(texts: &mut Texts, pair: (Vec<u8>, Vec<u8>)) -> Result<(), Error> {
    texts.try_reserve(1).map_err(|_| Error::no_memory())?;
    texts.push(pair);
    Ok(())
}
