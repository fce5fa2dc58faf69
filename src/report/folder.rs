//! Writing a report folder: complete or absent. Everything goes into a temporary sibling first; renaming it
//! is the last step. A folder that is no report is never touched, and a report only if nobody changed it or put
//! something into it. All of it happens under a lock, so that two reviews never share the temporary folder.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use super::{ReportError, claim::Lock, kept};
use crate::records::regular_file;

/// Marks an unfinished folder of ours, so that nothing else is ever cleared away.
const MARKER: &str = ".misfire-unfinished";

/// How much of `review.json` is looked at to recognise a report.
const HEAD: usize = 200;

/// The names in use around an output folder.
#[derive(Debug)]
struct Places {
    out: PathBuf,
    partial: PathBuf,
    old: PathBuf,
    lock: PathBuf,
}

/// An output folder that this run alone may write to, from the first check to the finished report.
#[derive(Debug)]
pub struct Claim {
    places: Places,
    _lock: Lock,
}

/// Claims `out` for this run. Fails if it could not be written: its parent cannot be made, another review is
/// writing there, or something stands there that is no report of misfire. Creates missing parent folders.
pub(super) fn claim(out: &Path) -> Result<Claim, ReportError> {
    let places = places(out)?;
    make_parent(&places.out)?;
    let lock = Lock::take(&places.lock, &places.out)?;
    begin(&places)?;
    clear(&places.partial)?;
    Ok(Claim { places, _lock: lock })
}

impl Claim {
    /// Writes the files, complete or not at all.
    pub(super) fn fill(&self, files: &BTreeMap<String, Vec<u8>>) -> Result<(), ReportError> {
        let places = &self.places;
        begin(places)?;
        let written = fill(files, &places.partial).and_then(|()| exchange(places));
        if written.is_err() {
            // The first error says what went wrong; a second one about the remains would hide it.
            drop(clear(&places.partial));
        }
        written
    }
}

/// Creates missing parent folders; a file among them is named.
fn make_parent(out: &Path) -> Result<(), ReportError> {
    let Some(parent) = out.parent().filter(|parent| !parent.as_os_str().is_empty()) else { return Ok(()) };
    let in_the_way = |step: &&Path| fs::metadata(step).is_ok_and(|found| !found.is_dir());
    if let Some(file) = parent.ancestors().find(in_the_way) {
        return Err(ReportError::NoFolder { path: file.to_owned(), out: out.to_owned() });
    }
    fs::create_dir_all(parent).map_err(failed(parent))
}

fn places(out: &Path) -> Result<Places, ReportError> {
    let name = out
        .file_name()
        .and_then(|name| name.to_str())
        .ok_or_else(|| ReportError::NoName { path: out.to_owned() })?;
    let beside = |name: String| out.with_file_name(name);
    Ok(Places {
        out: out.to_owned(),
        partial: beside(format!(".{name}.partial")),
        old: beside(format!(".{name}.old")),
        lock: beside(format!(".{name}.lock")),
    })
}

pub(super) fn failed(path: &Path) -> impl FnOnce(io::Error) -> ReportError {
    let path = path.to_owned();
    move |source| ReportError::Io { path, source }
}

/// Checks what stands at `out` and starts an empty temporary folder.
fn begin(places: &Places) -> Result<(), ReportError> {
    if let Ok(target) = fs::read_link(&places.out) {
        return Err(ReportError::Link { path: places.out.clone(), target });
    }
    if exists(&places.out)? && !is_empty_folder(&places.out) {
        if !is_report(&places.out) {
            return Err(ReportError::NotOurs { path: places.out.clone() });
        }
        kept::refuse_to_lose(&places.out)?;
    }
    clear(&places.partial)?;
    fs::create_dir(&places.partial).map_err(failed(&places.partial))?;
    let marker = places.partial.join(MARKER);
    fs::write(&marker, b"").map_err(failed(&marker))
}

/// Whether anything stands there, a dangling link included.
fn exists(path: &Path) -> Result<bool, ReportError> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(failed(path)(error)),
    }
}

/// A real folder (no link) whose `review.json` begins as ours does.
fn is_report(path: &Path) -> bool {
    let is_folder = fs::symlink_metadata(path).is_ok_and(|found| found.is_dir());
    let head = || -> io::Result<String> {
        let mut head = Vec::new();
        io::Read::read_to_end(
            &mut io::Read::take(regular_file::open(&path.join("review.json"))?, HEAD as u64),
            &mut head,
        )?;
        Ok(String::from_utf8_lossy(&head).into_owned())
    };
    is_folder && head().is_ok_and(|head| head.contains("\"schema\": \"misfire-review/"))
}

fn is_empty_folder(path: &Path) -> bool {
    let is_folder = fs::symlink_metadata(path).is_ok_and(|found| found.is_dir());
    is_folder && fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

/// Removes an unfinished folder of an earlier run; refuses what does not carry our marker.
fn clear(partial: &Path) -> Result<(), ReportError> {
    if !exists(partial)? {
        return Ok(());
    }
    let is_folder = fs::symlink_metadata(partial).is_ok_and(|found| found.is_dir());
    let is_ours = partial.join(MARKER).exists() || is_report(partial) || is_empty_folder(partial);
    if !is_folder || !is_ours {
        return Err(ReportError::NotOurs { path: partial.to_owned() });
    }
    fs::remove_dir_all(partial).map_err(failed(partial))
}

fn fill(files: &BTreeMap<String, Vec<u8>>, partial: &Path) -> Result<(), ReportError> {
    for (relative, bytes) in files {
        if !is_inside(relative) {
            return Err(ReportError::Outside { path: relative.clone() });
        }
        let path = partial.join(relative);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(failed(parent))?;
        }
        fs::write(&path, bytes).map_err(failed(&path))?;
    }
    Ok(())
}

/// Whether every step of a relative path goes down.
fn is_inside(relative: &str) -> bool {
    let is_step =
        |step: &str| !step.is_empty() && step != "." && step != ".." && !step.contains(['\\', ':', '\0']);
    relative.split('/').all(is_step)
}

/// Puts the new folder in the place of the old one; on failure the old one comes back. The marker goes
/// before the last rename: a finished folder holds nothing but the report.
fn exchange(places: &Places) -> Result<(), ReportError> {
    let Places { out, partial, old, .. } = places;
    let had_old = exists(out)?;
    if had_old {
        if exists(old)? {
            if !is_report(old) && !is_empty_folder(old) {
                return Err(ReportError::NotOurs { path: old.clone() });
            }
            fs::remove_dir_all(old).map_err(failed(old))?;
        }
        fs::rename(out, old).map_err(failed(out))?;
    }
    let marker = partial.join(MARKER);
    let moved = fs::remove_file(&marker).and_then(|()| fs::rename(partial, out));
    if let Err(error) = moved {
        if had_old {
            fs::rename(old, out).map_err(failed(out))?;
        }
        // Marked again, so that the remains are known as ours and can be cleared.
        fs::write(&marker, b"").map_err(failed(&marker))?;
        return Err(failed(out)(error));
    }
    if exists(old)? && (is_report(old) || is_empty_folder(old)) {
        fs::remove_dir_all(old).map_err(failed(old))?;
    }
    Ok(())
}
