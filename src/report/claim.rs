//! One review at a time writes to an output folder: a lock file beside it, locked as long as the review runs. The
//! system takes the lock back when a run is killed, so that what is left of it never stands in the way.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

use super::{ReportError, folder::failed};

/// The right to write to an output folder, until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// Holds the lock.
    file: File,
}

impl Lock {
    /// Takes the lock at `path` for the folder `out`.
    pub(super) fn take(path: &Path, out: &Path) -> Result<Self, ReportError> {
        loop {
            if fs::symlink_metadata(path).is_ok_and(|found| !found.is_file()) {
                return Err(ReportError::NotOurs { path: path.to_owned() });
            }
            let mut options = OpenOptions::new();
            let file = options.write(true).create(true).truncate(false).open(path).map_err(failed(path))?;
            match file.try_lock() {
                Ok(()) => {}
                // A file system without locks is still written to, as it was before there were any.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(failed(path)(error)),
                Err(TryLockError::WouldBlock) => {
                    return Err(ReportError::Busy { path: out.to_owned(), lock: path.to_owned() });
                }
            }
            // Whoever had it before may have removed the file between opening and locking: then others lock
            // another file of that name.
            if is_same(&file, path) {
                return Ok(Self { path: path.to_owned(), file });
            }
        }
    }
}

impl Drop for Lock {
    /// Removes the file while it is still locked; one that somebody wrote into is not ours to remove.
    fn drop(&mut self) {
        let is_ours = self.file.metadata().is_ok_and(|found| found.len() == 0);
        if cfg!(unix) && is_ours {
            // A lock file that stays is found unlocked by the next run.
            drop(fs::remove_file(&self.path));
        }
    }
}

/// Whether a path still leads to an open file.
#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let place = |found: fs::Metadata| (found.dev(), found.ino());
    let here = file.metadata().map(place);
    let there = fs::symlink_metadata(path).map(place);
    matches!((here, there), (Ok(here), Ok(there)) if here == there)
}

/// Elsewhere the file is never removed, so it stays the same.
#[cfg(not(unix))]
fn is_same(_file: &File, _path: &Path) -> bool {
    true
}
