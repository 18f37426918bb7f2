//! Which wrong recipe gives the signature that was sent? Each is tried alone, then
//! each two together, until one does or the work would be too much.
//!
//! A signature is made of four parts: method, URI, parameters, key. Two mistakes in
//! different parts need nothing but a hash of what each of them made alone; two in
//! one part are made one after the other, in both orders.
#![forbid(unsafe_code)]

use std::ops::Range;

use super::causes::{ways, Cause, Way};
use super::parameters::Builder;
use super::parts;
use super::sent::{Sent, LONGEST_ODD_BODY};
use super::variation::Variation;
use crate::room::{self, NoMemory};
use crate::secret_text::SecretText;
use crate::signing_key::{SigningKey, DIGEST_LEN};
use crate::text::Written;

/// The bytes that all tries together may write, compare and hash.
/// A fuzzer gets further with many short searches.
const MOST_WORK: usize = if cfg!(fuzzing) { 1 << 20 } else { 64 << 20 };

/// How a search ended.
pub(super) enum Outcome {
    /// The signature is the right one.
    Right,
    Proven(Proof),
    /// No recipe does.
    NoneFits,
    /// No recipe did before the work was too much.
    TooMuch,
}

/// One mistake, or two, that give the signature.
pub(super) struct Proof {
    /// In the order of the table.
    made: [Option<(Cause, Way)>; 2],
    /// The second was made before the first.
    backwards: bool,
}

impl Proof {
    pub(super) fn variation(&self) -> Variation {
        let mut variation = Variation::RIGHT;
        let [first, second] = self.made;
        let order = if self.backwards {
            [second, first]
        } else {
            [first, second]
        };
        for (_, way) in order.into_iter().flatten() {
            way(&mut variation);
        }
        variation
    }

    /// The mistakes, each with the secret that it is about, or nothing.
    pub(super) fn mistakes(&self) -> impl Iterator<Item = (Cause, &'static str)> {
        self.made.into_iter().flatten().map(|(cause, way)| {
            let mut variation = Variation::RIGHT;
            way(&mut variation);
            (cause, variation.key.spoilt_secret())
        })
    }

    pub(super) fn is_of_two(&self) -> bool {
        self.made.iter().all(Option::is_some)
    }
}

/// The four parts, each `None` where it is as it should be.
#[derive(Default)]
struct Parts {
    method: Option<Vec<u8>>,
    uri: Option<Vec<u8>>,
    parameters: Option<Vec<u8>>,
    key: Option<SigningKey>,
}

impl Parts {
    fn are_right(&self) -> bool {
        self.method.is_none()
            && self.uri.is_none()
            && self.parameters.is_none()
            && self.key.is_none()
    }
}

/// The parts of the right signature.
struct Right {
    method: Vec<u8>,
    uri: Vec<u8>,
    parameters: Vec<u8>,
    key: SigningKey,
    key_text: SecretText,
    digest: [u8; DIGEST_LEN],
}

/// A recipe, made in one of its ways.
struct Mistake {
    cause: Cause,
    way: Way,
    changes: Changes,
    parts: Parts,
}

impl Mistake {
    /// Whether it makes a difference in this request.
    fn tells(&self) -> bool {
        !self.parts.are_right()
    }
}

/// Which parts a way is about, whether or not they turn out otherwise here.
#[derive(Clone, Copy)]
struct Changes {
    method: bool,
    uri: bool,
    parameters: bool,
    key: bool,
}

impl Changes {
    fn of(variation: &Variation) -> Self {
        Self {
            method: variation.method != Variation::RIGHT.method,
            uri: variation.uri != Variation::RIGHT.uri,
            parameters: variation.parameters != Variation::RIGHT.parameters,
            key: variation.key != Variation::RIGHT.key,
        }
    }

    fn meet(self, other: Self) -> bool {
        self.method && other.method
            || self.uri && other.uri
            || self.parameters && other.parameters
            || self.key && other.key
    }
}

pub(super) struct Search<'a> {
    sent: &'a Sent<'a>,
    digest: [u8; DIGEST_LEN],
    builder: Builder,
    work: usize,
}

impl<'a> Search<'a> {
    pub(super) fn new(sent: &'a Sent<'a>, digest: [u8; DIGEST_LEN]) -> Self {
        Self {
            sent,
            digest,
            builder: Builder::default(),
            work: 0,
        }
    }

    pub(super) fn run(&mut self) -> Result<Outcome, NoMemory> {
        let right = self.right()?;
        if right.digest == self.digest {
            return Ok(Outcome::Right);
        }
        let mut mistakes: Vec<Mistake> = Vec::new();
        let body = self.sent.request.body;
        for is_heavy in [false, true] {
            let start = mistakes.len();
            for (cause, way) in ways().filter(|&(_, way)| is_heavy_for(body, way) == is_heavy) {
                if self.is_too_much() {
                    return Ok(Outcome::TooMuch);
                }
                let mistake = self.make_alone(cause, way, &right)?;
                if self.fits(&right, &[&mistake.parts]) {
                    return Ok(Outcome::Proven(Proof {
                        made: [Some((cause, way)), None],
                        backwards: false,
                    }));
                }
                room::push(&mut mistakes, mistake)?;
            }
            let added = start..mistakes.len();
            match self.run_pairs(&mistakes, added, &right)? {
                Outcome::NoneFits => {}
                other => return Ok(other),
            }
        }
        Ok(Outcome::NoneFits)
    }

    fn make_alone(&mut self, cause: Cause, way: Way, right: &Right) -> Result<Mistake, NoMemory> {
        let mut variation = Variation::RIGHT;
        way(&mut variation);
        let changes = Changes::of(&variation);
        let parts = self.make(&variation, changes, right)?;
        Ok(Mistake {
            cause,
            way,
            changes,
            parts,
        })
    }

    /// Tries each of `seconds` with each mistake that stands before it.
    fn run_pairs(
        &mut self,
        mistakes: &[Mistake],
        seconds: Range<usize>,
        right: &Right,
    ) -> Result<Outcome, NoMemory> {
        for (at, first) in mistakes.iter().enumerate() {
            let from = seconds.start.max(at.saturating_add(1));
            let others = mistakes.get(from..seconds.end).unwrap_or_default();
            for second in others {
                // Two that change nothing alone are not tried together.
                let is_pair = first.cause.id != second.cause.id;
                if !is_pair || !(first.tells() || second.tells()) {
                    continue;
                }
                if self.is_too_much() {
                    return Ok(Outcome::TooMuch);
                }
                if let Some(backwards) = self.try_pair(first, second, right)? {
                    let made = [first, second].map(|made| Some((made.cause, made.way)));
                    return Ok(Outcome::Proven(Proof { made, backwards }));
                }
            }
        }
        Ok(Outcome::NoneFits)
    }

    /// Whether the second has to be made first, if they give the signature.
    fn try_pair(
        &mut self,
        first: &Mistake,
        second: &Mistake,
        right: &Right,
    ) -> Result<Option<bool>, NoMemory> {
        if !first.changes.meet(second.changes) {
            // One that changes nothing here adds nothing to the other.
            let fits =
                first.tells() && second.tells() && self.fits(right, &[&first.parts, &second.parts]);
            return Ok(fits.then_some(false));
        }
        let made = |ways: [Way; 2]| {
            let mut variation = Variation::RIGHT;
            ways.iter().for_each(|way| way(&mut variation));
            variation
        };
        let variation = made([first.way, second.way]);
        if self.variation_fits(&variation, right)? {
            return Ok(Some(false));
        }
        let other = made([second.way, first.way]);
        let fits = other != variation && self.variation_fits(&other, right)?;
        Ok(fits.then_some(true))
    }

    fn variation_fits(&mut self, variation: &Variation, right: &Right) -> Result<bool, NoMemory> {
        let parts = self.make(variation, Changes::of(variation), right)?;
        Ok(!parts.are_right() && self.fits(right, &[&parts]))
    }

    /// Whether these parts, and the right ones in the place of those that are not
    /// given, make the signature that was sent.
    fn fits(&mut self, right: &Right, wrong: &[&Parts]) -> bool {
        fn given<'p, T: ?Sized>(
            wrong: &[&'p Parts],
            part: impl Fn(&'p Parts) -> Option<&'p T>,
            right: &'p T,
        ) -> &'p T {
            wrong.iter().find_map(|&parts| part(parts)).unwrap_or(right)
        }
        let method = given(wrong, |parts| parts.method.as_deref(), &*right.method);
        let uri = given(wrong, |parts| parts.uri.as_deref(), &*right.uri);
        let parameters = given(
            wrong,
            |parts| parts.parameters.as_deref(),
            &*right.parameters,
        );
        let key = given(wrong, |parts| parts.key.as_ref(), &right.key);
        let texts = joined(method, uri, parameters);
        self.spend(texts.as_slice().written_len());
        key.digest(texts.as_slice()) == self.digest
    }

    fn right(&mut self) -> Result<Right, NoMemory> {
        let variation = Variation::RIGHT;
        let method = parts::method(self.sent, &variation.method)?;
        let uri = parts::uri(self.sent, &variation.uri)?;
        let parameters = self.builder.build(self.sent, &variation.parameters)?;
        let key_text = parts::key(self.sent.known, &variation.key)?;
        let key = SigningKey::of(key_text.as_slice());
        let digest = key.digest(joined(&method, &uri, &parameters).as_slice());
        self.spend(self.builder.cost().saturating_add(parameters.len()));
        Ok(Right {
            method,
            uri,
            parameters,
            key,
            key_text,
            digest,
        })
    }

    /// Makes the parts that are changed, and leaves out those that turn out right.
    fn make(
        &mut self,
        variation: &Variation,
        changes: Changes,
        right: &Right,
    ) -> Result<Parts, NoMemory> {
        let mut made = Parts::default();
        if changes.method {
            let method = parts::method(self.sent, &variation.method)?;
            self.spend(method.len());
            made.method = Some(method).filter(|method| *method != right.method);
        }
        if changes.uri {
            let uri = parts::uri(self.sent, &variation.uri)?;
            self.spend(uri.len());
            made.uri = Some(uri).filter(|uri| *uri != right.uri);
        }
        if changes.parameters {
            let parameters = self.builder.build(self.sent, &variation.parameters)?;
            self.spend(self.builder.cost().saturating_add(parameters.len()));
            made.parameters = Some(parameters).filter(|parameters| *parameters != right.parameters);
        }
        if changes.key {
            let text = parts::key(self.sent.known, &variation.key)?;
            self.spend(text.len());
            if *text != *right.key_text {
                made.key = Some(SigningKey::of(text.as_slice()));
            }
        }
        Ok(made)
    }

    fn spend(&mut self, bytes: usize) {
        /// Whatever is tried has its own cost beside that of its bytes.
        const EACH: usize = 256;
        self.work = self.work.saturating_add(bytes).saturating_add(EACH);
    }

    fn is_too_much(&self) -> bool {
        self.work > MOST_WORK
    }
}

/// Whether it reads a long body in a way that no request needs. Such are tried last:
/// a film is large, and the other mistakes with it are not.
fn is_heavy_for(body: &[u8], way: Way) -> bool {
    let mut variation = Variation::RIGHT;
    way(&mut variation);
    let reads_body = variation.parameters.body != Variation::RIGHT.parameters.body;
    reads_body && body.len() > LONGEST_ODD_BODY
}

/// The base string that `variation` builds.
pub(super) fn base_string(sent: &Sent<'_>, variation: &Variation) -> Result<Vec<u8>, NoMemory> {
    let method = parts::method(sent, &variation.method)?;
    let uri = parts::uri(sent, &variation.uri)?;
    let parameters = Builder::default().build(sent, &variation.parameters)?;
    joined(&method, &uri, &parameters).as_slice().to_text()
}

/// The base string, in pieces.
fn joined<'p>(method: &'p [u8], uri: &'p [u8], parameters: &'p [u8]) -> [&'p [u8]; 5] {
    [method, b"&", uri, b"&", parameters]
}
