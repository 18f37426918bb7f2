//! The signature that was sent, brought into the form that it should have had.
#![forbid(unsafe_code)]

use base64::engine::general_purpose::STANDARD;
use base64::Engine;

use crate::percent::Component;
use crate::signing_key::DIGEST_LEN;

/// An HMAC-SHA1, and what was wrong with the form it came in.
pub(super) struct SentSignature {
    /// `None` if no HMAC-SHA1 can be made of it.
    pub(super) digest: Option<[u8; DIGEST_LEN]>,
    pub(super) cause: Option<&'static str>,
}

impl SentSignature {
    /// Reads `oauth_signature` as it stands in the header.
    pub(super) fn read(raw: &[u8]) -> Self {
        let mut text = Text::default();
        text.set(Component::escaped(raw));
        let cause = if raw.iter().any(|byte| b"+/=".contains(byte)) {
            Some("signature-not-escaped")
        } else if text.bytes().contains(&b'%') {
            let once = text;
            text.set(Component::escaped(once.bytes()));
            Some("signature-escaped-twice")
        } else {
            None
        };
        let (digest, cause_of_form) = text.read();
        Self {
            digest,
            cause: cause_of_form.or(cause),
        }
    }
}

/// Longer than any signature that we know.
#[derive(Clone, Copy)]
struct Text {
    bytes: [u8; 128],
    len: usize,
}

impl Default for Text {
    fn default() -> Self {
        Self {
            bytes: [0; 128],
            len: 0,
        }
    }
}

type Form = (Option<[u8; DIGEST_LEN]>, Option<&'static str>);

impl Text {
    fn of(bytes: &[u8]) -> Self {
        let mut text = Self::default();
        text.set(Component::text(bytes));
        text
    }

    #[inline(never)]
    fn set(&mut self, text: Component<'_>) {
        self.len = 0;
        for (place, byte) in self.bytes.iter_mut().zip(text.decoded()) {
            *place = byte;
            self.len = self.len.saturating_add(1);
        }
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// The digest, and the cause that its form names.
    fn read(&self) -> Form {
        let (bytes, form) = self.in_one_line();
        if let Some(digest) = from_hex(bytes) {
            return (Some(digest), Some("signature-in-hex"));
        }
        let (standard, other_form) = Self::of(bytes).in_standard_base64();
        let form = other_form.or(form);
        let mut decoded = [0; 100];
        let len = STANDARD
            .decode_slice(standard.bytes(), &mut decoded)
            .unwrap_or(0);
        let decoded = decoded.get(..len).unwrap_or_default();
        if let Ok(digest) = <[u8; DIGEST_LEN]>::try_from(decoded) {
            return (Some(digest), form);
        }
        match (from_hex(decoded), len) {
            (Some(digest), _) => (Some(digest), Some("signature-in-hex")),
            (None, 32) => (None, Some("signature-hmac-sha256")),
            _ => (None, Some("signature-length")),
        }
    }

    /// Without a line's end behind it.
    fn in_one_line(&self) -> (&[u8], Option<&'static str>) {
        let bytes = self.bytes();
        let line = bytes.trim_ascii_end();
        let form = (line.len() < bytes.len()).then_some("signature-with-newline");
        (line, form)
    }

    fn in_standard_base64(&self) -> (Self, Option<&'static str>) {
        let mut standard = *self;
        let mut form = None;
        for byte in standard.bytes.iter_mut().take(self.len) {
            let replaced = match *byte {
                b'-' => b'+',
                b'_' => b'/',
                _ => continue,
            };
            *byte = replaced;
            form = Some("signature-url-safe");
        }
        if self.len == 27 || self.len == 43 {
            if let Some(place) = standard.bytes.get_mut(self.len) {
                *place = b'=';
                standard.len = self.len.saturating_add(1);
                form = form.or(Some("signature-without-padding"));
            }
        }
        (standard, form)
    }
}

fn from_hex(digits: &[u8]) -> Option<[u8; DIGEST_LEN]> {
    let mut digest = [0; DIGEST_LEN];
    if digits.len() != 40 {
        return None;
    }
    for (byte, pair) in digest.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = crate::percent::escape_value(pair)?;
    }
    Some(digest)
}
