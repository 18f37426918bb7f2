//! What went wrong, and where: one line of text that never holds a secret.
#![forbid(unsafe_code)]

use std::fmt::{self, Write};

use crate::room::{self, NoMemory};
use crate::secret_text::SecretText;

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

/// A text that is known before, in one word.
pub(crate) type Fixed = &'static &'static str;

/// A refusal: the field, the trouble and the place. `Display` is one line.
///
/// Few words, since every function hands it through; and no memory of its own, since
/// some functions promise to allocate nothing.
#[derive(Debug, PartialEq, Eq)]
pub struct Error {
    field: Field,
    trouble: Trouble,
    mend: Fixed,
    status: Status,
}

const _: () = assert!(size_of::<Error>() <= size_of::<[usize; 8]>());

/// The part of the input that an error is about, named as in the C header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Named(Fixed),
    /// One member of a list: `params[2].name`.
    Item {
        list: Fixed,
        index: u32,
        part: Part,
    },
}

/// A member of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Name,
    Value,
}

impl Field {
    pub(crate) fn item(list: Fixed, index: usize, part: Part) -> Self {
        // No list is as long as that.
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        Self::Item { list, index, part }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Trouble {
    Is(Fixed),
    At(Fixed, usize),
    RawByte(u8, usize),
    Refused(Box<[Refused; 1]>),
}

/// What a server said.
#[derive(Debug, PartialEq, Eq)]
struct Refused {
    http_status: i32,
    api_code: i32,
    words: Words,
}

impl Error {
    #[cold]
    pub(crate) fn new(status: Status, field: Field, what: Fixed) -> Self {
        Self::of(status, field, Trouble::Is(what))
    }

    /// The trouble begins at byte `at` of the field, counted from 0.
    #[cold]
    pub(crate) fn at(status: Status, field: Field, what: Fixed, at: usize) -> Self {
        Self::of(status, field, Trouble::At(what, at))
    }

    /// A byte stands there as it is that may not. Not for secrets: the byte is shown.
    #[cold]
    pub(crate) fn raw_byte(status: Status, field: Field, byte: u8, at: usize) -> Self {
        Self::of(status, field, Trouble::RawByte(byte, at))
    }

    #[cold]
    pub(crate) fn broken_escape(status: Status, field: Field, at: usize) -> Self {
        Self::at(status, field, &"broken escape", at)
            .mend(&"'%' needs two hex digits after it, or is sent as %25")
    }

    /// The server said no, in these words.
    #[cold]
    pub(crate) fn refused(http_status: i32, api_code: i32, words: Words) -> Self {
        // By way of a Vec: Box::new ends the process where there is no memory.
        let mut boxed = Vec::new();
        if boxed.try_reserve_exact(1).is_err() {
            return NoMemory.into();
        }
        boxed.push(Refused {
            http_status,
            api_code,
            words,
        });
        match boxed.try_into() {
            Ok(said) => Self::of(
                Status::Refused,
                Field::Named(&"reply"),
                Trouble::Refused(said),
            ),
            Err(_) => NoMemory.into(),
        }
    }

    /// Adds what the caller can do about it.
    #[cold]
    pub(crate) fn mend(self, mend: Fixed) -> Self {
        Self { mend, ..self }
    }

    fn of(status: Status, field: Field, trouble: Trouble) -> Self {
        Self {
            field,
            trouble,
            mend: &"",
            status,
        }
    }

    /// Whether this is the trouble.
    pub(crate) fn says(&self, what: &str) -> bool {
        matches!(self.trouble, Trouble::Is(said) | Trouble::At(said, _) if *said == what)
    }

    pub fn status(&self) -> Status {
        self.status
    }

    /// X's own error code (32, 89, 215, ...), or 0.
    pub fn api_code(&self) -> i32 {
        match &self.trouble {
            Trouble::Refused(said) => {
                let [said] = &**said;
                said.api_code
            }
            _ => 0,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, mend, .. } = self;
        write!(f, "{field}: {}", self.trouble)?;
        match (&self.trouble, self.status) {
            (Trouble::RawByte(byte, _), Status::Ambiguous) if mend.is_empty() => {
                write!(f, "; send it as %{byte:02X}")
            }
            (Trouble::RawByte(byte, _), Status::Ambiguous) => {
                write!(f, "; send it as %{byte:02X}, or {mend}")
            }
            _ if mend.is_empty() => Ok(()),
            _ => write!(f, "; {mend}"),
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Field::Named(name) => f.write_str(name),
            Field::Item { list, index, part } => {
                let part = match part {
                    Part::Name => "name",
                    Part::Value => "value",
                };
                write!(f, "{list}[{index}].{part}")
            }
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Is(what) => f.write_str(what),
            Trouble::At(what, at) => write!(f, "{what} at byte {at}"),
            Trouble::Refused(said) => {
                let [Refused {
                    http_status,
                    api_code,
                    words,
                }] = &**said;
                write!(f, "HTTP {http_status}")?;
                if *api_code != 0 {
                    write!(f, ", code {api_code}")?;
                }
                if !words.is_empty() {
                    write!(f, ": {words}")?;
                }
                Ok(())
            }
            Trouble::RawByte(b' ', at) => write!(f, "raw space at byte {at}"),
            Trouble::RawByte(byte, at) if byte.is_ascii_graphic() => {
                write!(f, "raw '{}' at byte {at}", char::from(*byte))
            }
            Trouble::RawByte(byte, at) => write!(f, "raw byte 0x{byte:02X} at byte {at}"),
        }
    }
}

impl std::error::Error for Error {}

/// What a server wrote. More is read than is shown, so that a secret which was
/// sent back can be masked whole before the rest is cut off.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Words(SecretText);

impl Words {
    const MOST_READ: usize = 4096;
    const MOST_SHOWN: usize = 180;

    pub(crate) fn new(text: &[u8]) -> Result<Self, NoMemory> {
        let mut words = Self::default();
        words.add(text)?;
        Ok(words)
    }

    /// Appends what there is room for. The memory is asked for once: growing would
    /// leave copies.
    pub(crate) fn add(&mut self, text: &[u8]) -> Result<(), NoMemory> {
        let left = Self::MOST_READ.saturating_sub(self.0.len());
        let text = text.get(..left).unwrap_or(text);
        if self.0.capacity() == 0 && !text.is_empty() {
            self.0 = SecretText::new(room::text_of(Self::MOST_READ)?);
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
#[inline(never)]
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
