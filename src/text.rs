//! Where written bytes go: a count, a text of exactly that size, a fixed buffer.
#![forbid(unsafe_code)]

use crate::error::{Error, Field, Status};
use crate::percent::{piece, Pieces, ONCE};
use crate::room::{self, NoMemory};
use crate::signing_key::Signature;

/// Takes bytes, piece by piece; a hash, a text or a count.
pub(crate) trait Sink {
    fn put(&mut self, bytes: &[u8]);

    /// Takes a signature, as it stands in a header.
    fn put_signature(&mut self, signature: &Signature) {
        copy_signature(signature, self);
    }

    /// Takes strict text, which may have one `=`, encoded once more.
    fn put_strict(&mut self, text: &[u8]) {
        self.put_encoded(text, &ONCE);
    }

    /// Takes these bytes, encoded by `pieces`.
    fn put_encoded(&mut self, bytes: &[u8], pieces: &Pieces) {
        for &byte in bytes {
            let piece = piece(pieces, byte);
            self.put(piece.text().get(..piece.len()).unwrap_or_default());
        }
    }
}

fn copy_signature<S: Sink + ?Sized>(signature: &Signature, sink: &mut S) {
    let mut room = [0; Signature::ROOM_IN_HEADER];
    let len = signature.write_in_header(&mut room);
    sink.put(room.get(..len).unwrap_or_default());
}

/// Where a text is written of which the greatest length is known.
pub(crate) trait Room {
    /// So many bytes, or as many as there are.
    fn of_len(&mut self, longest: usize) -> Result<&mut [u8], NoMemory>;
}

impl Room for &mut [u8] {
    fn of_len(&mut self, _: usize) -> Result<&mut [u8], NoMemory> {
        Ok(self)
    }
}

impl Room for Vec<u8> {
    fn of_len(&mut self, longest: usize) -> Result<&mut [u8], NoMemory> {
        *self = room::text_of(longest)?;
        self.resize(longest, 0);
        Ok(self)
    }
}

/// Something that can be written as often as needed, each time the same.
pub(crate) trait Written {
    fn write_to<S: Sink + ?Sized>(&self, sink: &mut S);

    #[inline]
    fn written_len(&self) -> usize {
        let mut length = Length::default();
        self.write_to(&mut length);
        length.get()
    }

    /// The text, in memory that was asked for once: growing would leave copies. For
    /// those who have time: what writes is compiled once for all sinks.
    fn to_text(&self) -> Result<Vec<u8>, NoMemory> {
        let mut length = Length::default();
        self.write_to::<dyn Sink>(&mut length);
        let mut text = room::text_of(length.get())?;
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

/// Only counts.
#[derive(Default)]
pub(crate) struct Length(usize);

impl Length {
    pub(crate) fn get(self) -> usize {
        self.0
    }
}

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

    #[inline]
    fn put_signature(&mut self, signature: &Signature) {
        let rest = self.bytes.get_mut(self.filled..).unwrap_or_default();
        match rest.first_chunk_mut() {
            // Where something follows, it is written over what is too much.
            Some(room) => {
                let len = signature.write_in_header(room);
                self.filled = self.filled.saturating_add(len);
            }
            None => copy_signature(signature, self),
        }
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
