//! Room for texts and lists. Where there is no memory it is an error, and not the
//! end of the host.
#![forbid(unsafe_code)]

use crate::error::Error;

/// An empty text that may become so long; it is not to grow further where growing
/// would leave copies of a secret.
#[inline(never)]
pub(crate) fn text_of(len: usize) -> Result<Vec<u8>, Error> {
    let mut text = Vec::new();
    text.try_reserve_exact(len)
        .map_err(|_| Error::no_memory())?;
    Ok(text)
}

/// Makes room for more of a text.
#[inline(never)]
pub(crate) fn reserve(text: &mut Vec<u8>, more: usize) -> Result<(), Error> {
    text.try_reserve(more).map_err(|_| Error::no_memory())
}

/// Appends to a list.
pub(crate) fn push<T>(list: &mut Vec<T>, item: T) -> Result<(), Error> {
    if list.len() == list.capacity() {
        list.try_reserve(1).map_err(|_| Error::no_memory())?;
    }
    list.push(item);
    Ok(())
}
