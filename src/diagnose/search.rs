//! Which wrong recipe gives the signature that was sent? Each is tried alone, then
//! each two together, until one does or the work would be too much.
#![forbid(unsafe_code)]

use zeroize::Zeroizing;

use super::causes::{Recipe, RECIPES};
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
        if self.gives(&Variation::RIGHT)? {
            return Ok(Outcome::Right);
        }
        for first in RECIPES {
            let mut variation = Variation::RIGHT;
            (first.apply)(&mut variation);
            if self.gives(&variation)? {
                return Ok(Outcome::Proven(variation, first, None));
            }
        }
        for (at, first) in RECIPES.iter().enumerate() {
            for second in RECIPES.iter().skip(at.saturating_add(1)) {
                if self.bytes_left == 0 {
                    return Ok(Outcome::TooMuch);
                }
                let mut variation = Variation::RIGHT;
                (first.apply)(&mut variation);
                (second.apply)(&mut variation);
                if self.gives(&variation)? {
                    return Ok(Outcome::Proven(variation, first, Some(second)));
                }
            }
        }
        Ok(if self.bytes_left == 0 {
            Outcome::TooMuch
        } else {
            Outcome::NoneFits
        })
    }

    fn gives(&mut self, variation: &Variation) -> Result<bool, Error> {
        if self.bytes_left == 0 {
            return Ok(false);
        }
        self.sent.collect(variation, &mut self.items)?;
        let base_string = BaseStringAs {
            sent: self.sent,
            variation,
            items: &self.items,
        };
        let known = self.sent.known;
        let key = Zeroizing::new(
            KeyAs {
                known,
                key: variation.key,
            }
            .to_text()?,
        );
        let signature = SigningKey::of(&key)?.sign(&base_string)?;
        self.bytes_left = self.bytes_left.saturating_sub(self.cost());
        Ok(signature.base64 == self.signature)
    }

    /// What one try costs: hashing its bytes, and sorting its parameters.
    fn cost(&self) -> usize {
        let request = self.sent.request;
        let bytes = request.url.len().saturating_add(request.body.len());
        bytes
            .saturating_add(self.items.len().saturating_mul(128))
            .saturating_add(1024)
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
