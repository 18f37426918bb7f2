//! Room for texts and lists. Where there is no memory it is an error, and not the
//! end of the host.
#![forbid(unsafe_code)]

use crate::error::{Error, Field, Status};

/// There is no memory, which is all that can go wrong where this is the error.
#[derive(Debug)]
pub(crate) struct NoMemory;

impl From<NoMemory> for Error {
    #[cold]
    fn from(_: NoMemory) -> Self {
        Self::new(Status::System, Field::Named(&"twsign"), &"no memory")
    }
}

/// An empty text that may become so long; it is not to grow further where growing
/// would leave copies of a secret.
#[inline(never)]
pub(crate) fn text_of(len: usize) -> Result<Vec<u8>, NoMemory> {
    let mut text = Vec::new();
    text.try_reserve_exact(len).map_err(|_| NoMemory)?;
    Ok(text)
}

/// Makes room for more of a text.
#[inline(never)]
pub(crate) fn reserve(text: &mut Vec<u8>, more: usize) -> Result<(), NoMemory> {
    text.try_reserve(more).map_err(|_| NoMemory)
}

/// Appends to a list.
pub(crate) fn push<T>(list: &mut Vec<T>, item: T) -> Result<(), NoMemory> {
    if list.len() == list.capacity() {
        list.try_reserve(1).map_err(|_| NoMemory)?;
    }
    list.push(item);
    Ok(())
}
