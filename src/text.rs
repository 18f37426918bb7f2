//! Where written bytes go: a count, a text of exactly that size, a fixed buffer.
#![forbid(unsafe_code)]

use crate::error::{Error, Field, Status};
use crate::percent::{piece, Pieces};
use crate::room;

/// Takes bytes, piece by piece; a hash, a text or a count.
pub(crate) trait Sink {
    fn put(&mut self, bytes: &[u8]);

    /// Takes these bytes, encoded by `pieces`.
    fn put_encoded(&mut self, bytes: &[u8], pieces: &Pieces) {
        for &byte in bytes {
            let piece = piece(pieces, byte);
            self.put(piece.text().get(..piece.len()).unwrap_or_default());
        }
    }
}

/// Something that can be written as often as needed, each time the same.
pub(crate) trait Written {
    fn write_to<S: Sink + ?Sized>(&self, sink: &mut S);

    #[inline]
    fn written_len(&self) -> usize {
        let mut length = Length(0);
        self.write_to(&mut length);
        length.0
    }

    /// The text, in memory that was asked for once: growing would leave copies. For
    /// those who have time: what writes is compiled once for all sinks.
    fn to_text(&self) -> Result<Vec<u8>, Error> {
        let mut length = Length(0);
        self.write_to::<dyn Sink>(&mut length);
        let mut text = room::text_of(length.0)?;
        self.write_to::<dyn Sink>(&mut text);
        Ok(text)
    }
}

/// Texts, one behind the other.
impl Written for [&[u8]] {
    fn write_to<S: Sink + ?Sized>(&self, sink: &mut S) {
        self.iter().for_each(|text| sink.put(text));
    }
}

impl Written for [u8] {
    fn write_to<S: Sink + ?Sized>(&self, sink: &mut S) {
        sink.put(self);
    }
}

struct Length(usize);

impl Sink for Length {
    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        self.0 = self.0.saturating_add(bytes.len());
    }

    #[inline(never)]
    fn put_encoded(&mut self, bytes: &[u8], pieces: &Pieces) {
        for &byte in bytes {
            self.0 = self.0.saturating_add(piece(pieces, byte).len());
        }
    }
}

impl Sink for Vec<u8> {
    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// A buffer of the caller's. What does not fit is counted and left out.
pub(crate) struct Buffer<'b> {
    bytes: &'b mut [u8],
    filled: usize,
}

impl<'b> Buffer<'b> {
    pub(crate) fn new(bytes: &'b mut [u8]) -> Self {
        Self { bytes, filled: 0 }
    }

    pub(crate) fn filled(&self) -> usize {
        self.filled
    }
}

impl Sink for Buffer<'_> {
    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        let end = self.filled.saturating_add(bytes.len());
        if let Some(space) = self.bytes.get_mut(self.filled..end) {
            space.copy_from_slice(bytes);
        }
        self.filled = end;
    }
}

/// ASCII from our own encoders as a `String`; anything else is a bug of ours.
pub(crate) fn ascii(text: Vec<u8>) -> Result<String, Error> {
    String::from_utf8(text).map_err(|_| {
        Error::new(
            Status::Internal,
            Field::Named(&"twsign"),
            &"output is not ASCII",
        )
    })
}
