//! What a token endpoint gives out. Wiped when dropped, masked when printed.
#![forbid(unsafe_code)]

use std::fmt;

use zeroize::Zeroizing;

use crate::error::Error;

/// Text that is wiped when dropped. Never grown: that would leave copies.
pub(crate) type Secret = Zeroizing<Vec<u8>>;

/// A Request Token, an Access Token or a Bearer Token.
pub struct Token {
    pub(crate) value: Secret,
    pub(crate) secret: Option<Secret>,
    pub(crate) user_id: Option<Secret>,
    pub(crate) screen_name: Option<Secret>,
}

impl Token {
    /// The token, exactly as it was received.
    pub fn value(&self) -> &[u8] {
        &self.value
    }

    /// Its secret; a bearer has none.
    pub fn secret(&self) -> Option<&[u8]> {
        self.secret.as_ref().map(|text| text.as_slice())
    }

    /// The user that an Access Token is for.
    pub fn user_id(&self) -> Option<&[u8]> {
        self.user_id.as_ref().map(|text| text.as_slice())
    }

    /// That user's name, as it was then: it may change, `user_id` does not.
    pub fn screen_name(&self) -> Option<&[u8]> {
        self.screen_name.as_ref().map(|text| text.as_slice())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").finish_non_exhaustive()
    }
}

/// Gathers at most `most` bytes; the memory is asked for once.
pub(crate) fn secret_of(most: usize, bytes: impl Iterator<Item = u8>) -> Result<Secret, Error> {
    let mut text = Vec::new();
    text.try_reserve_exact(most)
        .map_err(|_| Error::no_memory())?;
    text.extend(bytes.take(most));
    Ok(Zeroizing::new(text))
}
