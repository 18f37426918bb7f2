//! Text that is wiped when it is dropped, and never grown: that would leave copies.
#![forbid(unsafe_code)]

use std::fmt;
use std::mem;
use std::ops::{Deref, DerefMut};

use zeroize::Zeroize;

use crate::percent::Component;
use crate::room::NoMemory;

/// A text, as bytes, that is wiped when it is dropped.
#[derive(Default, PartialEq, Eq)]
pub struct SecretText(Vec<u8>);

impl SecretText {
    pub(crate) fn new(text: Vec<u8>) -> Self {
        Self(text)
    }

    pub(crate) fn decoded(text: Component<'_>) -> Result<Self, NoMemory> {
        let mut decoded = Self::default();
        text.put_decoded(&mut decoded)?;
        Ok(decoded)
    }
}

impl Drop for SecretText {
    #[inline(never)]
    fn drop(&mut self) {
        let mut text = mem::take(&mut self.0);
        // Emptied first, all of it is spare, which is wiped at once; what counts as
        // elements would be wiped byte by byte.
        text.clear();
        text.spare_capacity_mut().zeroize();
    }
}

impl Deref for SecretText {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.0
    }
}

impl DerefMut for SecretText {
    fn deref_mut(&mut self) -> &mut Vec<u8> {
        &mut self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretText").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        let secret = SecretText::new(b"hidden".to_vec());
        assert!(!format!("{secret:?}").contains("hidden"));
    }
}
