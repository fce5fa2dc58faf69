//! Writing files of the folder: parents made, gzip without time or name so that bytes repeat.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::Path,
};

use flate2::{Compression, GzBuilder, write::GzEncoder};

use super::SimulateError;

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
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|source| failed(parent, source))?;
    }
    let file = BufWriter::new(File::create(path).map_err(|source| failed(path, source))?);
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
