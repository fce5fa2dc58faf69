//! The parts of a zip archive that is held in memory, and how large they really are: what a part says of its own
//! size is not believed, since whoever opens it unpacks all of it.

use std::io::{self, Read};

use flate2::read::DeflateDecoder;

/// Begins a file in an archive, and an archive without files.
const MAGIC: [&[u8; 4]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];
/// Begins the end of the list of parts.
const END: &[u8; 4] = b"PK\x05\x06";
/// Begins an entry of the list of parts.
const ENTRY: &[u8; 4] = b"PK\x01\x02";
/// Length of the end of the list without its comment, and of an entry and a part's head without their names.
const END_LENGTH: usize = 22;
const ENTRY_LENGTH: usize = 46;
const HEAD_LENGTH: usize = 30;

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part<'a> {
    /// Its path in the archive.
    pub name: String,
    /// Whether a password is needed.
    pub is_encrypted: bool,
    method: u16,
    packed: &'a [u8],
}

/// Whether a file begins like a zip archive.
pub(crate) fn is_zip(head: &[u8]) -> bool {
    MAGIC.iter().any(|magic| head.starts_with(*magic))
}

/// The parts of an archive; `None` when its list of parts is damaged, cut off or of the kind for huge archives.
pub(crate) fn parts(archive: &[u8]) -> Option<Vec<Part<'_>>> {
    // A comment of up to 64 KiB may follow the end of the list.
    let last = archive.len().checked_sub(END_LENGTH)?;
    let end = (last.saturating_sub(usize::from(u16::MAX))..=last).rev().find(|at| {
        archive[*at..].starts_with(END) && number16(archive, at + 20) == Some(archive.len() - at - END_LENGTH)
    })?;
    let count = number16(archive, end + 10)?;
    let mut at = number32(archive, end + 16)?;
    let mut parts = Vec::new();
    for _ in 0..count {
        let entry = archive.get(at..)?;
        let name_length = number16(entry, 28)?;
        if !entry.starts_with(ENTRY) {
            return None;
        }
        parts.push(Part {
            name: String::from_utf8_lossy(entry.get(ENTRY_LENGTH..ENTRY_LENGTH + name_length)?).into_owned(),
            is_encrypted: number16(entry, 8)? & 1 == 1,
            method: u16::try_from(number16(entry, 10)?).ok()?,
            packed: packed(archive, number32(entry, 42)?, number32(entry, 20)?)?,
        });
        at += ENTRY_LENGTH + name_length + number16(entry, 30)? + number16(entry, 32)?;
    }
    Some(parts)
}

/// The bytes of a part as they lie in the archive.
fn packed(archive: &[u8], start: usize, length: usize) -> Option<&[u8]> {
    let head = archive.get(start..)?;
    let skipped = HEAD_LENGTH + number16(head, 26)? + number16(head, 28)?;
    if head.starts_with(MAGIC[0]) { head.get(skipped..skipped.checked_add(length)?) } else { None }
}

impl Part<'_> {
    /// How many bytes it unpacks to; counting stops once they are more than `most`.
    ///
    /// # Errors
    /// When the packed bytes are damaged, or packed in a way that workbooks are not.
    pub(crate) fn size(&self, most: u64) -> io::Result<u64> {
        self.unpack(most.saturating_add(1), &mut io::sink())
    }

    /// Unpacks at most so many bytes and says how many they were.
    ///
    /// # Errors
    /// As [`Self::size`].
    pub(crate) fn unpack(&self, most: u64, into: &mut impl io::Write) -> io::Result<u64> {
        match self.method {
            0 => io::copy(&mut self.packed.take(most), into),
            8 => io::copy(&mut DeflateDecoder::new(self.packed).take(most), into),
            method => Err(io::Error::other(format!("packed by method {method}"))),
        }
    }
}

fn number16(bytes: &[u8], at: usize) -> Option<usize> {
    let pair = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(pair)))
}

/// Also `None` for the value by which huge archives say that the number stands elsewhere.
fn number32(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    let number = u32::from_le_bytes(four);
    if number == u32::MAX { None } else { usize::try_from(number).ok() }
}
