//! What went wrong, and where: one line of text that never holds a secret.
#![forbid(unsafe_code)]

use std::fmt;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    status: Status,
    field: Field,
    trouble: Trouble,
    mend: &'static str,
}

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
}

impl Error {
    #[cold]
    pub(crate) fn new(status: Status, field: Field, what: &'static str) -> Self {
        Self {
            status,
            field,
            trouble: Trouble::Is(what),
            mend: "",
        }
    }

    /// The trouble begins at byte `at` of the field, counted from 0.
    #[cold]
    pub(crate) fn at(status: Status, field: Field, what: &'static str, at: usize) -> Self {
        Self {
            status,
            field,
            trouble: Trouble::At(what, at),
            mend: "",
        }
    }

    /// A byte stands there as it is that may not. Not for secrets: the byte is shown.
    #[cold]
    pub(crate) fn raw_byte(status: Status, field: Field, byte: u8, at: usize) -> Self {
        Self {
            status,
            field,
            trouble: Trouble::RawByte(byte, at),
            mend: "",
        }
    }

    #[cold]
    pub(crate) fn broken_escape(status: Status, field: Field, at: usize) -> Self {
        Self::at(status, field, "broken escape", at)
            .mend("'%' needs two hex digits after it, or is sent as %25")
    }

    /// Adds what the caller can do about it.
    pub(crate) fn mend(mut self, mend: &'static str) -> Self {
        self.mend = mend;
        self
    }

    #[cold]
    pub(crate) fn no_memory() -> Self {
        Self::new(Status::System, Field::Named("twsign"), "no memory")
    }

    pub fn status(&self) -> Status {
        self.status
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.trouble)?;
        if let (Trouble::RawByte(byte, _), Status::Ambiguous) = (self.trouble, self.status) {
            write!(f, "; send it as %{byte:02X}")?;
            return if self.mend.is_empty() {
                Ok(())
            } else {
                write!(f, ", or {}", self.mend)
            };
        }
        if self.mend.is_empty() {
            return Ok(());
        }
        write!(f, "; {}", self.mend)
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
            Trouble::RawByte(b' ', at) => write!(f, "raw space at byte {at}"),
            Trouble::RawByte(byte, at) if byte.is_ascii_graphic() => {
                write!(f, "raw '{}' at byte {at}", char::from(byte))
            }
            Trouble::RawByte(byte, at) => write!(f, "raw byte 0x{byte:02X} at byte {at}"),
        }
    }
}

impl std::error::Error for Error {}
