//! Builds the normalized parameters (RFC 5849, 3.4.1.3.2), encoded as the base
//! string has them, the way a variation says.
#![forbid(unsafe_code)]

use std::cmp::Ordering;

use super::gather::{Gathering, Placed, Span};
use super::sent::Sent;
use super::variation::{Order, ParametersAs, Step};
use crate::room::{reserve, NoMemory};

/// Builds parameters as often as needed in the same memory.
#[derive(Default)]
pub(super) struct Builder {
    meant: Gathering,
    encoded: Vec<u8>,
    once: Vec<u8>,
    list: Vec<Placed>,
}

impl Builder {
    /// The parameters in the form that the base string has, and how many there are.
    pub(super) fn build(
        &mut self,
        sent: &Sent<'_>,
        settings: &ParametersAs,
    ) -> Result<Vec<u8>, NoMemory> {
        self.meant.gather(sent, settings)?;
        for step in settings.steps {
            take_step(step, &self.meant.text, &mut self.meant.list);
        }
        self.encode(settings)?;
        let text = &self.encoded;
        match settings.order {
            Order::Encoded => sort(&mut self.list, text, by_pair),
            Order::AsJoinedText => sort(&mut self.list, text, by_joined_text),
            Order::AsTheyCome => {}
        }
        self.join(settings)
    }

    /// What the last build cost, in bytes that were read, written or compared.
    pub(super) fn cost(&self) -> usize {
        let len = self
            .meant
            .bytes_read
            .saturating_add(self.meant.text.len())
            .saturating_add(self.encoded.len());
        let count = self.list.len();
        let rounds = usize::try_from(count.max(1).ilog2()).unwrap_or(usize::MAX);
        let of_sorting = count
            .saturating_mul(16)
            .saturating_add(self.encoded.len())
            .saturating_mul(rounds);
        of_sorting
            .saturating_add(len)
            .saturating_add(count.saturating_mul(32))
    }

    fn encode(&mut self, settings: &ParametersAs) -> Result<(), NoMemory> {
        self.encoded.clear();
        self.list.clear();
        let count = self.meant.list.len();
        self.list.try_reserve(count).map_err(|_| NoMemory)?;
        for index in 0..count {
            let mut param = self.meant.list.get(index).copied().unwrap_or_default();
            param.name = self.encode_one(param.name, settings)?;
            param.value = self.encode_one(param.value, settings)?;
            self.list.push(param);
        }
        Ok(())
    }

    fn encode_one(&mut self, meant: Span, settings: &ParametersAs) -> Result<Span, NoMemory> {
        let from = self.encoded.len();
        let meant = meant.of(&self.meant.text);
        match settings.written_before {
            None => settings.writing.put(meant, &mut self.encoded)?,
            Some(before) => {
                self.once.clear();
                before.put(meant, &mut self.once)?;
                settings.writing.put(&self.once, &mut self.encoded)?;
            }
        }
        let to = self.encoded.len();
        Ok(Span { from, to })
    }

    fn join(&self, settings: &ParametersAs) -> Result<Vec<u8>, NoMemory> {
        let mut joined = Vec::new();
        let whole = settings.whole;
        // Room for most at once: many small requests for memory take longer.
        let len = self.encoded.len().saturating_add(self.list.len());
        reserve(&mut joined, len.saturating_add(len >> 1))?;
        let mut separator: &[u8] = b"";
        for param in &self.list {
            whole.put(separator, &mut joined)?;
            separator = b"&";
            whole.put(param.name.of(&self.encoded), &mut joined)?;
            whole.put(b"=", &mut joined)?;
            whole.put(param.value.of(&self.encoded), &mut joined)?;
        }
        Ok(joined)
    }
}

/// One machine for all orders of a list: each of its own is some 5 KB of code.
fn sort(list: &mut [Placed], text: &[u8], order: fn(&Placed, &Placed, text: &[u8]) -> Ordering) {
    list.sort_unstable_by(|one, other| order(one, other, text));
}

fn by_name(one: &Placed, other: &Placed, text: &[u8]) -> Ordering {
    one.name.of(text).cmp(other.name.of(text))
}

fn by_pair(one: &Placed, other: &Placed, text: &[u8]) -> Ordering {
    by_name(one, other, text).then_with(|| one.value.of(text).cmp(other.value.of(text)))
}

fn by_joined_text(one: &Placed, other: &Placed, text: &[u8]) -> Ordering {
    let joined = |param: &Placed| {
        let (name, value) = (param.name.of(text), param.value.of(text));
        name.iter().chain(b"=").chain(value)
    };
    joined(one).cmp(joined(other))
}

fn by_place(one: &Placed, other: &Placed, _: &[u8]) -> Ordering {
    one.place.cmp(&other.place)
}

fn by_name_and_place(one: &Placed, other: &Placed, text: &[u8]) -> Ordering {
    by_name(one, other, text).then_with(|| by_place(one, other, text))
}

fn take_step(step: Step, text: &[u8], list: &mut Vec<Placed>) {
    match step {
        Step::None => {}
        Step::DropEmptyValues => list.retain(|meant| !meant.value.is_empty()),
        Step::Sort => sort(list, text, by_pair),
        Step::KeepFirst => keep_one(text, list, |_, _| {}),
        Step::KeepLast => keep_one(text, list, |kept, later| kept.value = later.value),
    }
}

/// A map in the order in which its names were first put in.
fn keep_one(text: &[u8], list: &mut Vec<Placed>, put_again: fn(&mut Placed, &Placed)) {
    for (place, meant) in list.iter_mut().enumerate() {
        meant.place = place;
    }
    sort(list, text, by_name_and_place);
    list.dedup_by(|later, kept| {
        let is_same = later.name.of(text) == kept.name.of(text);
        if is_same {
            put_again(kept, later);
        }
        is_same
    });
    sort(list, text, by_place);
}
