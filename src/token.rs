//! What a token endpoint gives out. Wiped when dropped, masked when printed.
#![forbid(unsafe_code)]

use std::fmt;

use crate::secret_text::SecretText;

/// A Request Token, an Access Token or a Bearer Token.
pub struct Token {
    pub(crate) value: SecretText,
    pub(crate) secret: Option<SecretText>,
    pub(crate) user_id: Option<SecretText>,
    pub(crate) screen_name: Option<SecretText>,
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
