//! Which wrong recipe gives the signature that was sent? Each is tried alone, then
//! each two together, until one does or the work would be too much.
#![forbid(unsafe_code)]

use zeroize::Zeroizing;

use super::causes::{Recipe, Way, RECIPES};
use super::variation::{BaseStringAs, Item, KeyAs, Sent, Variation};
use crate::error::Error;
use crate::signing_key::{SigningKey, SIGNATURE_LEN};
use crate::text::Written;

/// The bytes that all tries together may hash: some tenths of a second.
const MOST_BYTES: usize = 32 << 20;

/// How a search ended.
pub(super) enum Outcome {
    /// The signature is the right one.
    Right,
    /// These one or two recipes give it.
    Proven(Variation, &'static Recipe, Option<&'static Recipe>),
    /// No recipe does.
    NoneFits,
    /// No recipe did before the work was too much.
    TooMuch,
}

/// A recipe and one of its ways.
type Try = (&'static Recipe, Way);

pub(super) struct Search<'a> {
    sent: &'a Sent<'a>,
    signature: [u8; SIGNATURE_LEN],
    items: Vec<Item<'a>>,
    bytes_left: usize,
}

impl<'a> Search<'a> {
    pub(super) fn new(sent: &'a Sent<'a>, signature: [u8; SIGNATURE_LEN]) -> Self {
        Self {
            sent,
            signature,
            items: Vec::new(),
            bytes_left: MOST_BYTES,
        }
    }

    pub(super) fn run(&mut self) -> Result<Outcome, Error> {
        let right = self.signature_by(&Variation::RIGHT)?;
        if right == self.signature {
            return Ok(Outcome::Right);
        }
        // Two that change nothing alone are not tried together.
        let (mut telling, mut silent): (Vec<Try>, Vec<Try>) = Default::default();
        for first in RECIPES {
            for way in first.ways {
                if self.bytes_left == 0 {
                    return Ok(Outcome::TooMuch);
                }
                let mut variation = Variation::RIGHT;
                way(&mut variation);
                let signature = self.signature_by(&variation)?;
                if signature == self.signature {
                    return Ok(Outcome::Proven(variation, first, None));
                }
                let kept = if signature == right {
                    &mut silent
                } else {
                    &mut telling
                };
                kept.try_reserve(1).map_err(|_| Error::no_memory())?;
                kept.push((first, *way));
            }
        }
        self.run_pairs(&telling, &silent)
    }

    fn run_pairs(&mut self, telling: &[Try], silent: &[Try]) -> Result<Outcome, Error> {
        for (at, (first, way)) in telling.iter().enumerate() {
            let others = telling.iter().skip(at.saturating_add(1));
            for (second, other_way) in others.chain(silent) {
                if first.cause.id == second.cause.id {
                    continue;
                }
                if self.bytes_left == 0 {
                    return Ok(Outcome::TooMuch);
                }
                let mut variation = Variation::RIGHT;
                way(&mut variation);
                other_way(&mut variation);
                if self.signature_by(&variation)? == self.signature {
                    return Ok(Outcome::Proven(variation, first, Some(second)));
                }
            }
        }
        Ok(Outcome::NoneFits)
    }

    fn signature_by(&mut self, variation: &Variation) -> Result<[u8; SIGNATURE_LEN], Error> {
        self.sent.collect(variation, &mut self.items)?;
        let base_string = BaseStringAs {
            sent: self.sent,
            variation,
            items: &self.items,
        };
        let text = KeyAs {
            known: self.sent.known,
            variation,
        };
        let key = Zeroizing::new(text.to_text()?);
        self.bytes_left = self.bytes_left.saturating_sub(self.cost());
        SigningKey::of(&key).sign(&base_string).base64()
    }

    /// What one try costs: hashing its bytes, and sorting its parameters.
    fn cost(&self) -> usize {
        let request = self.sent.request;
        let of_header = self
            .sent
            .header
            .params
            .iter()
            .map(|param| param.value.len());
        let of_known = self.sent.known.named().map(|(_, text)| text.len());
        [
            request.url.len(),
            request.body.len(),
            self.items.len().saturating_mul(128),
            1024,
        ]
        .into_iter()
        .chain(of_header)
        .chain(of_known)
        .fold(0, usize::saturating_add)
    }
}

/// The base string that `variation` builds.
pub(super) fn base_string(sent: &Sent<'_>, variation: &Variation) -> Result<Vec<u8>, Error> {
    let mut items = Vec::new();
    sent.collect(variation, &mut items)?;
    BaseStringAs {
        sent,
        variation,
        items: &items,
    }
    .to_text()
}
