//! A simulated folder and its truth are there whole or not at all: both are written under other names beside the
//! folder and renamed at the end, the truth first. What a killed run left is known by its marker and cleared.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{SimulateError, output::failed};

/// Marks an unfinished folder of ours, so that nothing else is ever cleared away.
const MARKER: &str = ".misfire-unfinished";

/// What the marker says from just before the truth gets its name.
const NAMED: &[u8] = b"the truth beside this folder belongs to it\n";

/// A folder under way.
pub(super) struct Unfinished {
    /// The folder as it was asked for.
    dir: PathBuf,
    /// Where it will lie; `dir` may be a link.
    target: PathBuf,
    /// Where the truth will lie.
    pub(super) truth: PathBuf,
    /// Where the folder is written.
    pub(super) partial: PathBuf,
    /// Where the truth is written.
    pub(super) partial_truth: PathBuf,
}

impl Unfinished {
    /// Checks that nothing would be overwritten, clears what a killed run left, and starts an empty folder.
    pub(super) fn begin(dir: &Path) -> Result<Self, SimulateError> {
        let Some(name) = dir.file_name() else {
            let message = format!("`{}` does not end in a folder name, expected a new folder", dir.display());
            return Err(SimulateError::Option(message));
        };
        let beside = |path: &Path, start: &str, end: &str| {
            let mut other = std::ffi::OsString::from(start);
            other.push(path.file_name().unwrap_or(name));
            other.push(end);
            path.with_file_name(other)
        };
        let target = fs::canonicalize(dir).unwrap_or_else(|_| dir.to_owned());
        let unfinished = Self {
            truth: beside(dir, "", ".truth.csv"),
            partial: beside(&target, ".", ".partial"),
            partial_truth: beside(dir, ".", ".truth.csv.partial"),
            dir: dir.to_owned(),
            target,
        };
        unfinished.refuse_to_overwrite()?;
        let partial = &unfinished.partial;
        fs::create_dir_all(partial).map_err(|source| failed(partial, source))?;
        unfinished.mark(b"")?;
        Ok(unfinished)
    }

    fn refuse_to_overwrite(&self) -> Result<(), SimulateError> {
        match fs::read_dir(&self.target).map(|mut entries| entries.next().is_some()) {
            Ok(true) => return Err(SimulateError::NotEmpty(self.dir.clone())),
            Ok(false) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(failed(&self.dir, source)),
        }
        let left = fs::read(self.partial.join(MARKER)).ok();
        let is_left_over = left.as_deref() == Some(NAMED);
        if fs::symlink_metadata(&self.truth).is_ok() {
            if !is_left_over {
                return Err(SimulateError::TruthExists(self.truth.clone()));
            }
            fs::remove_file(&self.truth).map_err(|source| failed(&self.truth, source))?;
        }
        if left.is_some() {
            fs::remove_dir_all(&self.partial).map_err(|source| failed(&self.partial, source))?;
        } else if fs::read_dir(&self.partial).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(SimulateError::NotEmpty(self.partial.clone()));
        }
        Ok(())
    }

    fn mark(&self, text: &[u8]) -> Result<(), SimulateError> {
        let marker = self.partial.join(MARKER);
        fs::write(&marker, text).map_err(|source| failed(&marker, source))
    }

    /// Gives both their names.
    pub(super) fn finish(self) -> Result<(PathBuf, PathBuf), SimulateError> {
        self.mark(NAMED)?;
        fs::rename(&self.partial_truth, &self.truth).map_err(named(&self.truth))?;
        if self.target.exists() {
            // Fails if somebody put something into it in the meantime.
            fs::remove_dir(&self.target).map_err(named(&self.dir))?;
        }
        fs::rename(&self.partial, &self.target).map_err(named(&self.dir))?;
        // Last, so that what a run killed before this leaves is known as ours.
        let marker = self.target.join(MARKER);
        fs::remove_file(&marker).map_err(named(&marker))?;
        Ok((self.dir, self.truth))
    }
}

/// Says of which path an error is.
fn named(path: &Path) -> impl FnOnce(io::Error) -> SimulateError + '_ {
    move |source| failed(path, source)
}
