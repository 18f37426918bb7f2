//! What went wrong, and where: one line of text that never holds a secret.
#![forbid(unsafe_code)]

use std::fmt::{self, Write};

use zeroize::Zeroizing;

/// The kind of an [`Error`]; the numbers are those of `tw_status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
#[non_exhaustive]
pub enum Status {
    NullArgument = 1,
    StructSize = 2,
    InvalidCredentials = 3,
    InvalidMethod = 4,
    InvalidUrl = 5,
    InvalidBody = 6,
    InvalidParam = 7,
    Ambiguous = 8,
    BufferTooSmall = 9,
    InvalidResponse = 10,
    Refused = 11,
    Denied = 12,
    SignatureMismatch = 13,
    System = 14,
    Internal = 15,
}

/// A refusal: the field, the trouble and the place. `Display` is one line.
///
/// A word, since every function hands it through and few make one. None: no memory,
/// not even for the details.
#[derive(Debug, PartialEq, Eq)]
pub struct Error(Option<Box<[Details; 1]>>);

#[derive(Debug, PartialEq, Eq)]
struct Details {
    status: Status,
    field: Field,
    trouble: Trouble,
    mend: &'static str,
    words: Option<Words>,
}

static NO_MEMORY: Details = Details {
    status: Status::System,
    field: Field::Named("twsign"),
    trouble: Trouble::Is("no memory"),
    mend: "",
    words: None,
};

/// The part of the input that an error is about, named as in the C header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Named(&'static str),
    /// One member of a list: `params[2].name`.
    Item {
        list: &'static str,
        index: usize,
        part: &'static str,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    Is(&'static str),
    At(&'static str, usize),
    RawByte(u8, usize),
    Refused { http_status: i32, api_code: i32 },
}

impl Error {
    #[cold]
    pub(crate) fn new(status: Status, field: Field, what: &'static str) -> Self {
        Self::of(status, field, Trouble::Is(what))
    }

    /// The trouble begins at byte `at` of the field, counted from 0.
    #[cold]
    pub(crate) fn at(status: Status, field: Field, what: &'static str, at: usize) -> Self {
        Self::of(status, field, Trouble::At(what, at))
    }

    /// A byte stands there as it is that may not. Not for secrets: the byte is shown.
    #[cold]
    pub(crate) fn raw_byte(status: Status, field: Field, byte: u8, at: usize) -> Self {
        Self::of(status, field, Trouble::RawByte(byte, at))
    }

    #[cold]
    pub(crate) fn broken_escape(status: Status, field: Field, at: usize) -> Self {
        Self::at(status, field, "broken escape", at)
            .mend("'%' needs two hex digits after it, or is sent as %25")
    }

    /// The server said no, in these words.
    #[cold]
    pub(crate) fn refused(http_status: i32, api_code: i32, words: Words) -> Self {
        let trouble = Trouble::Refused {
            http_status,
            api_code,
        };
        let error = Self::of(Status::Refused, Field::Named("reply"), trouble);
        error.changed(|details| details.words = Some(words))
    }

    /// Adds what the caller can do about it.
    #[cold]
    pub(crate) fn mend(self, mend: &'static str) -> Self {
        self.changed(|details| details.mend = mend)
    }

    #[cold]
    pub(crate) const fn no_memory() -> Self {
        Self(None)
    }

    /// The same once more; the words of a server are not for that.
    #[cold]
    pub(crate) fn again(&self) -> Self {
        let Details {
            status,
            field,
            trouble,
            mend,
            ..
        } = *self.details();
        Self::of(status, field, trouble).mend(mend)
    }

    #[inline(never)]
    fn of(status: Status, field: Field, trouble: Trouble) -> Self {
        let mut boxed = Vec::new();
        if boxed.try_reserve_exact(1).is_err() {
            return Self::no_memory();
        }
        boxed.push(Details {
            status,
            field,
            trouble,
            mend: "",
            words: None,
        });
        Self(boxed.try_into().ok())
    }

    fn changed(mut self, change: impl FnOnce(&mut Details)) -> Self {
        if let Some([details]) = self.0.as_deref_mut() {
            change(details);
        }
        self
    }

    fn details(&self) -> &Details {
        match self.0.as_deref() {
            Some([details]) => details,
            None => &NO_MEMORY,
        }
    }

    /// Whether this is the trouble.
    pub(crate) fn says(&self, what: &str) -> bool {
        let trouble = self.details().trouble;
        matches!(trouble, Trouble::Is(said) | Trouble::At(said, _) if said == what)
    }

    pub fn status(&self) -> Status {
        self.details().status
    }

    /// X's own error code (32, 89, 215, ...), or 0.
    pub fn api_code(&self) -> i32 {
        match self.details().trouble {
            Trouble::Refused { api_code, .. } => api_code,
            _ => 0,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Details {
            status,
            field,
            trouble,
            mend,
            words,
        } = self.details();
        write!(f, "{field}: {trouble}")?;
        if let (Trouble::RawByte(byte, _), Status::Ambiguous) = (trouble, status) {
            write!(f, "; send it as %{byte:02X}")?;
            return if mend.is_empty() {
                Ok(())
            } else {
                write!(f, ", or {mend}")
            };
        }
        if let Some(words) = words.as_ref().filter(|words| !words.is_empty()) {
            write!(f, ": {words}")?;
        }
        if !mend.is_empty() {
            write!(f, "; {mend}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Field::Named(name) => f.write_str(name),
            Field::Item { list, index, part } => write!(f, "{list}[{index}].{part}"),
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Trouble::Is(what) => f.write_str(what),
            Trouble::At(what, at) => write!(f, "{what} at byte {at}"),
            Trouble::Refused {
                http_status,
                api_code: 0,
            } => write!(f, "HTTP {http_status}"),
            Trouble::Refused {
                http_status,
                api_code,
            } => write!(f, "HTTP {http_status}, code {api_code}"),
            Trouble::RawByte(b' ', at) => write!(f, "raw space at byte {at}"),
            Trouble::RawByte(byte, at) if byte.is_ascii_graphic() => {
                write!(f, "raw '{}' at byte {at}", char::from(byte))
            }
            Trouble::RawByte(byte, at) => write!(f, "raw byte 0x{byte:02X} at byte {at}"),
        }
    }
}

impl std::error::Error for Error {}

/// What a server wrote. More is read than is shown, so that a secret which was
/// sent back can be masked whole before the rest is cut off.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Words(Zeroizing<Vec<u8>>);

impl Words {
    const MOST_READ: usize = 4096;
    const MOST_SHOWN: usize = 180;

    pub(crate) fn new(text: &[u8]) -> Result<Self, Error> {
        let mut words = Self::default();
        words.add(text)?;
        Ok(words)
    }

    /// Appends what there is room for. The memory is asked for once: growing would
    /// leave copies.
    pub(crate) fn add(&mut self, text: &[u8]) -> Result<(), Error> {
        let room = Self::MOST_READ.saturating_sub(self.0.len());
        let text = text.get(..room).unwrap_or(text);
        if self.0.capacity() == 0 && !text.is_empty() {
            self.0
                .try_reserve_exact(Self::MOST_READ)
                .map_err(|_| Error::no_memory())?;
        }
        self.0.extend_from_slice(text);
        Ok(())
    }

    /// Puts stars over a secret that the server sent back.
    pub(crate) fn mask(&mut self, secret: &[u8]) {
        if secret.len() > Self::MOST_READ.saturating_sub(Self::MOST_SHOWN) {
            // It may stand there in part.
            self.0.clear();
        }
        mask(&mut self.0, secret);
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What one line has room for, cut between characters.
    fn shown(&self) -> &[u8] {
        let mut end = self.0.len().min(Self::MOST_SHOWN);
        let continues = |at: usize| self.0.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
        while end > 0 && continues(end) {
            end = end.saturating_sub(1);
        }
        self.0.get(..end).unwrap_or_default()
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.shown().utf8_chunks() {
            for character in chunk.valid().chars() {
                f.write_char(if character.is_control() {
                    ' '
                } else {
                    character
                })?;
            }
            if !chunk.invalid().is_empty() {
                f.write_char(char::REPLACEMENT_CHARACTER)?;
            }
        }
        Ok(())
    }
}

/// Puts stars over each place where a text holds a secret. What is too short to be
/// one would star the words around it.
pub(crate) fn mask(text: &mut [u8], secret: &[u8]) {
    const SHORTEST: usize = 6;
    if secret.len() < SHORTEST {
        return;
    }
    let mut from = 0_usize;
    while let Some(at) = text.get(from..).and_then(|rest| {
        rest.windows(secret.len())
            .position(|window| window == secret)
    }) {
        let start = from.saturating_add(at);
        from = start.saturating_add(secret.len());
        if let Some(found) = text.get_mut(start..from) {
            found.fill(b'*');
        }
    }
}
