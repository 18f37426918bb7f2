//! Text that grows line by line; a refused allocation is an error.
#![forbid(unsafe_code)]

use std::fmt::{self, Write};

use crate::room::{reserve, NoMemory};

#[derive(Default)]
pub(super) struct Page(pub(super) Vec<u8>);

impl Page {
    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<(), NoMemory> {
        reserve(&mut self.0, bytes.len())?;
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    pub(super) fn line(&mut self, text: fmt::Arguments<'_>) -> Result<(), NoMemory> {
        self.text(text)?;
        self.put(b"\n")
    }

    /// A part of a line.
    pub(super) fn text(&mut self, text: fmt::Arguments<'_>) -> Result<(), NoMemory> {
        self.write_fmt(text).map_err(|_| NoMemory)
    }

    /// A line of bytes that may be anything: what is not printable ASCII is escaped.
    pub(super) fn bytes_line(&mut self, before: &str, bytes: &[u8]) -> Result<(), NoMemory> {
        self.put(before.as_bytes())?;
        for byte in bytes {
            match byte {
                b' ' | 0x21..=0x7E => self.put(&[*byte])?,
                _ => self.text(format_args!("\\x{byte:02X}"))?,
            }
        }
        self.put(b"\n")
    }
}

impl Write for Page {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.put(text.as_bytes()).map_err(|_| fmt::Error)
    }
}
