//! Percent-encoding, the way a [`Writing`] says.
#![forbid(unsafe_code)]

use super::variation::Writing;
use crate::percent::{is_unreserved, ONCE};
use crate::room::{reserve, NoMemory};
use crate::text::Sink;

impl Writing {
    /// Appends `bytes` to `text`, encoded once.
    pub(super) fn put(&self, bytes: &[u8], text: &mut Vec<u8>) -> Result<(), NoMemory> {
        reserve(text, bytes.len().saturating_mul(3))?;
        if *self == Self::STRICT {
            text.put_encoded(bytes, &ONCE);
        } else if self.encoded {
            for &byte in bytes {
                self.put_byte(byte, text);
            }
        } else {
            text.extend_from_slice(bytes);
        }
        Ok(())
    }

    fn put_byte(&self, byte: u8, text: &mut Vec<u8>) {
        if byte == b' ' && self.space_as_plus {
            return text.push(b'+');
        }
        if let Some(escape) = self.tilde.filter(|_| byte == b'~') {
            return text.extend_from_slice(escape);
        }
        if is_unreserved(byte) || self.raw.iter().any(|raw| raw.contains(&byte)) {
            return text.push(byte);
        }
        let digits: &[u8; 16] = match self.lower_case_hex {
            true => b"0123456789abcdef",
            false => b"0123456789ABCDEF",
        };
        let digit = |nibble: u8| digits.get(usize::from(nibble)).copied().unwrap_or(b'0');
        text.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte & 0x0F)]);
    }
}
