//! From a file on disk to decoded bytes: hashed as it lies there, decompressed, freed from its byte order mark.

use std::{
    cell::RefCell,
    fs::File,
    io::{self, BufReader, Cursor, Read},
    path::Path,
    rc::Rc,
    sync::Arc,
};

use sha2::{Digest, Sha256};

use super::{meter::FileMeter, standing::Standing};
use crate::records::{lower_hex, regular_file};

/// A compressed file is not measured against the allowed ratio before it has grown to this size.
pub(super) const RATIO_FROM: u64 = 16 << 20;
/// How much of the decoded head is looked at.
const HEAD: usize = 64 << 10;
/// What is read at once for readers that take little; those that take blocks go past this buffer.
const BUFFER: usize = 64 << 10;

/// Decoded bytes.
pub(super) type Decoded = BufReader<Box<dyn Read>>;

/// An opened file.
pub(super) struct Opened {
    /// The decoded bytes, from the first on.
    pub bytes: Decoded,
    /// A copy of the first of them.
    pub head: Vec<u8>,
    /// Encoding so far as the head tells it.
    pub encoding: &'static str,
    /// Hash and health, to be asked after reading.
    pub disk: Disk,
}

/// The file on disk: counts and hashes what is read of it, and remembers why reading stopped.
#[derive(Clone)]
pub(super) struct Disk(Rc<RefCell<DiskState>>);

struct DiskState {
    file: File,
    hash: Sha256,
    read: u64,
    stopped: Option<String>,
    /// How it was when it was opened.
    before: Standing,
    meter: Option<Arc<FileMeter>>,
}

impl Read for Disk {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let state = &mut *self.0.borrow_mut();
        let n = state.file.read(into)?;
        state.hash.update(&into[..n]);
        state.read += n as u64;
        if let Some(meter) = &state.meter {
            meter.add_bytes(n as u64);
        }
        Ok(n)
    }
}

impl Disk {
    fn new(file: File, meter: Option<Arc<FileMeter>>) -> Self {
        let before = Standing::of(&file);
        let state = DiskState { file, hash: Sha256::new(), read: 0, stopped: None, before, meter };
        Self(Rc::new(RefCell::new(state)))
    }

    /// Why reading stopped before the end, if it did.
    pub(super) fn stopped(&self) -> Option<String> {
        self.0.borrow().stopped.clone()
    }

    /// What shows that the file was changed since it was opened, if anything does.
    pub(super) fn changed(&self) -> Option<String> {
        let state = self.0.borrow();
        state.before.changed(&state.file)
    }

    /// Reads what decoding left over and gives the hash of the whole file.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub(super) fn sha256(mut self) -> io::Result<String> {
        let mut block = vec![0; 256 << 10];
        while self.read(&mut block)? > 0 {}
        let digest = self.0.borrow().hash.clone().finalize();
        Ok(lower_hex(&digest))
    }
}

/// Passes bytes on until the first failure, which it remembers: what came before it is kept.
struct Guard {
    inner: Box<dyn Read>,
    disk: Disk,
    given: u64,
    /// Allowed ratio of given to read bytes; `None` for a file that is not compressed.
    max_ratio: Option<u64>,
}

impl Read for Guard {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.disk.0.borrow().stopped.is_some() {
            return Ok(0);
        }
        // Small steps, because a decoder that hits damage loses what it decoded in the same step.
        let most = if self.max_ratio.is_some() { into.len().min(16 << 10) } else { into.len() };
        let outcome = self.inner.read(&mut into[..most]);
        let state = &mut *self.disk.0.borrow_mut();
        match outcome {
            Ok(n) => {
                self.given += n as u64;
                let too_much = self
                    .max_ratio
                    .is_some_and(|max| self.given > RATIO_FROM && self.given / state.read.max(1) >= max);
                if too_much {
                    state.stopped = Some(format!(
                        "expands to more than {} times its size, reading stopped after {} bytes; \
                         if it is genuine, raise `max_ratio` under [read]",
                        self.max_ratio.unwrap_or_default(),
                        self.given
                    ));
                    return Ok(0);
                }
                Ok(n)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let what = if self.max_ratio.is_some() {
                    "compressed data is damaged or cut off"
                } else {
                    "could not be read"
                };
                state.stopped = Some(format!(
                    "{what} after {} bytes of the file ({} bytes decoded): {error}",
                    state.read, self.given
                ));
                Ok(0)
            }
        }
    }
}

/// Opens a file.
///
/// # Errors
/// Why it cannot be read, and what to do about it.
pub(super) fn open(path: &Path, max_ratio: u64, meter: Option<Arc<FileMeter>>) -> Result<Opened, String> {
    let file = regular_file::open(path).map_err(|error| format!("cannot be opened: {error}"))?;
    let disk = Disk::new(file, meter);
    let (magic, raw) = peek(Box::new(disk.clone()), 8).map_err(|error| format!("cannot be read: {error}"))?;
    let unreadable = |error: io::Error| format!("cannot be decompressed: {error}");
    let (inner, ratio): (Box<dyn Read>, _) = if magic.starts_with(&[0x1f, 0x8b]) {
        (Box::new(flate2::read::MultiGzDecoder::new(raw)), Some(max_ratio))
    } else if is_zstd(&magic) {
        (Box::new(zstd::stream::read::Decoder::new(raw).map_err(unreadable)?), Some(max_ratio))
    } else {
        (raw, None)
    };
    let guard = Guard { inner, disk: disk.clone(), given: 0, max_ratio: ratio };
    let (head, mut plain) = peek(Box::new(guard), HEAD).map_err(unreadable)?;
    refuse_containers(&head)?;
    if head.starts_with(&OLD_WORKBOOK) {
        return Err(old_workbook(plain.as_mut()).to_owned());
    }
    let (encoding, decoded) = decode(&head, plain).map_err(unreadable)?;
    let (head, decoded) = peek(decoded, HEAD).map_err(unreadable)?;
    Ok(Opened { bytes: BufReader::with_capacity(BUFFER, decoded), head, encoding, disk })
}

/// SHA-256 of a file as it lies on disk, lower-case hex.
///
/// # Errors
/// When it cannot be read.
pub(super) fn file_sha256(path: &Path) -> io::Result<String> {
    Disk::new(regular_file::open(path)?, None).sha256()
}

fn is_zstd(magic: &[u8]) -> bool {
    magic.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
        || (magic.len() >= 4 && (0x50..=0x5f).contains(&magic[0]) && magic[1..4] == [0x2a, 0x4d, 0x18])
}

/// The first bytes, and a reader that still gives them.
fn peek(mut from: Box<dyn Read>, most: usize) -> io::Result<(Vec<u8>, Box<dyn Read>)> {
    let mut head = Vec::new();
    from.by_ref().take(most as u64).read_to_end(&mut head)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(from))))
}

/// How the containers of old workbooks begin, and of new ones that are encrypted.
const OLD_WORKBOOK: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];

/// Which of the two it is: an encrypted workbook is a stream of this name, listed anywhere in the container.
fn old_workbook(container: &mut dyn Read) -> &'static str {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut bytes = Vec::new();
    let is_read = container.take(64 << 20).read_to_end(&mut bytes).is_ok();
    if is_read && memchr::memmem::find(&bytes, &name).is_some() {
        crate::spreadsheet::PASSWORD
    } else {
        "is an old Excel workbook: save the sheet as `CSV UTF-8`"
    }
}

/// Containers that hold files rather than rows. Zip archives are not refused here: one may be a workbook.
fn refuse_containers(head: &[u8]) -> Result<(), String> {
    let is_tar = head.get(257..262) == Some(b"ustar");
    let what = match head {
        [b'P', b'A', b'R', b'1', ..] => {
            "a Parquet file: of these only extracts of misfire are read, by the name of their \
             `misfire-extract.json`; else export it as CSV or JSON"
        }
        [b'%', b'P', b'D', b'F', ..] => "a PDF: export the data as CSV or JSON",
        [b'B', b'Z', b'h', ..] | [0xfd, b'7', b'z', b'X', b'Z', ..] => {
            "compressed with bzip2 or xz: decompress it, or use gzip or zstd"
        }
        _ if is_tar => "a tar archive: unpack it and name the files in it",
        _ => return Ok(()),
    };
    Err(format!("is {what}"))
}

/// Drops the byte order mark and turns UTF-16 into UTF-8.
fn decode(head: &[u8], mut plain: Box<dyn Read>) -> io::Result<(&'static str, Box<dyn Read>)> {
    let (encoding, mark): (Option<&'static encoding_rs::Encoding>, usize) = match head {
        [0xef, 0xbb, 0xbf, ..] => (None, 3),
        [0xff, 0xfe, ..] => (Some(encoding_rs::UTF_16LE), 2),
        [0xfe, 0xff, ..] => (Some(encoding_rs::UTF_16BE), 2),
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => (Some(encoding_rs::UTF_16LE), 0),
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => (Some(encoding_rs::UTF_16BE), 0),
        _ => (declared(head), 0),
    };
    plain.read_exact(&mut [0; 3][..mark])?;
    Ok(match encoding {
        None => ("utf-8", plain),
        Some(encoding) => {
            let name = match encoding.name() {
                "UTF-16LE" => "utf-16le",
                "UTF-16BE" => "utf-16be",
                _ => "windows-1252",
            };
            let decoder = encoding.new_decoder_without_bom_handling();
            (name, Box::new(Transcode { inner: plain, decoder, out: Vec::new(), given: 0, is_done: false }))
        }
    })
}

/// The encoding an XML declaration names, if it is a Western single-byte one; everything else is UTF-8 or marked.
fn declared(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let line = head.strip_prefix(b"<?xml")?.split(|byte| *byte == b'>').next()?;
    let text = String::from_utf8_lossy(line);
    let label = text.split_once("encoding=")?.1.get(1..)?.split(['"', '\'']).next()?.to_owned();
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes());
    encoding.filter(|encoding| *encoding == encoding_rs::WINDOWS_1252)
}

/// Another encoding to UTF-8, block by block. Unpaired surrogates become U+FFFD.
struct Transcode {
    inner: Box<dyn Read>,
    decoder: encoding_rs::Decoder,
    out: Vec<u8>,
    given: usize,
    is_done: bool,
}

impl Read for Transcode {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.out.len() && !self.is_done {
            let mut block = [0; 8 << 10];
            let n = self.inner.read(&mut block)?;
            self.is_done = n == 0;
            let room = self.decoder.max_utf8_buffer_length(n).unwrap_or(4 * n + 16);
            self.out.resize(room, 0);
            let (_, _, written, _) = self.decoder.decode_to_utf8(&block[..n], &mut self.out, self.is_done);
            self.out.truncate(written);
            self.given = 0;
        }
        let n = into.len().min(self.out.len() - self.given);
        into[..n].copy_from_slice(&self.out[self.given..self.given + n]);
        self.given += n;
        Ok(n)
    }
}
