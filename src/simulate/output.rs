//! Writing files of the folder: parents made, gzip without time or name so that bytes repeat.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::Path,
};

use flate2::{Compression, GzBuilder, write::GzEncoder};

use super::{SimulateError, settings::Packing};

/// A file being written, plain or gzip.
pub(super) enum Output {
    Plain(BufWriter<File>),
    Gzip(Box<GzEncoder<BufWriter<File>>>),
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(file) => file.write(bytes),
            Self::Gzip(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(file) => file.flush(),
            Self::Gzip(file) => {
                file.try_finish()?;
                file.get_mut().flush()
            }
        }
    }
}

/// Names the file in an error.
pub(super) fn failed(path: &Path, source: io::Error) -> SimulateError {
    SimulateError::Write { path: path.to_owned(), source }
}

/// Creates a file with its parents; `.gz` by its name. `flush` exactly once, at the end.
pub(super) fn create(path: &Path) -> Result<Output, SimulateError> {
    let file = BufWriter::new(plain(path)?);
    Ok(if path.extension().is_some_and(|extension| extension == "gz") {
        Output::Gzip(Box::new(GzBuilder::new().mtime(0).write(file, Compression::new(6))))
    } else {
        Output::Plain(file)
    })
}

/// Writes a whole text file.
pub(super) fn text(path: &Path, text: &str) -> Result<(), SimulateError> {
    bytes(path, text.as_bytes())
}

/// Writes a whole file.
pub(super) fn bytes(path: &Path, bytes: &[u8]) -> Result<(), SimulateError> {
    let mut file = create(path)?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(|source| failed(path, source))
}

/// Creates a plain file with its parents.
pub(super) fn plain(path: &Path) -> Result<File, SimulateError> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|source| failed(parent, source))?;
    }
    File::create(path).map_err(|source| failed(path, source))
}

/// Packs bytes as one member of a file; members one after the other are a file again.
pub(super) fn packed(bytes: Vec<u8>, packing: Packing) -> io::Result<Vec<u8>> {
    match packing {
        Packing::None => Ok(bytes),
        Packing::Gzip => {
            let mut packed = GzBuilder::new().mtime(0).write(Vec::new(), Compression::new(6));
            packed.write_all(&bytes)?;
            packed.finish()
        }
        Packing::Zstandard => zstd::encode_all(bytes.as_slice(), 3),
    }
}
