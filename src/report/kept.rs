//! What people left in a report folder: files that misfire did not write, and files of misfire that they
//! changed, such as a filled-in review sheet. Neither may go when the report is written anew.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
};

use super::{ReportError, folder::failed};
use crate::records::{cut, one_line, regular_file, sha256_hex};

/// The list of files with their digests, itself in no list, and its signature.
const SUMS: &str = "SHA256SUMS";
const SIGNATURE: &str = "SHA256SUMS.sig";

/// What file managers leave behind without being asked.
const DROPPINGS: [&str; 4] = [".DS_Store", ".localized", "Thumbs.db", "desktop.ini"];

/// Fails if the report at `out` holds anything that writing it anew would lose.
pub(super) fn refuse_to_lose(out: &Path) -> Result<(), ReportError> {
    let written = written(out)?;
    let mut present = BTreeSet::new();
    list(out, "", &mut present)?;
    let (mut foreign, mut changed) = (Vec::new(), Vec::new());
    for name in present {
        let Some(digest) = written.get(&name) else {
            foreign.push(name);
            continue;
        };
        let path = out.join(&name);
        if sha256_hex(&regular_file::read(&path).map_err(failed(&path))?) != *digest {
            changed.push(name);
        }
    }
    if foreign.is_empty() && changed.is_empty() {
        return Ok(());
    }
    Err(ReportError::WouldLose { path: out.to_owned(), foreign, changed })
}

/// The files misfire wrote with their digests, by its own list; none without that list.
fn written(out: &Path) -> Result<BTreeMap<String, String>, ReportError> {
    let path = out.join(SUMS);
    let text = match regular_file::read(&path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(failed(&path)(error)),
    };
    let line = |line: &str| line.split_once("  ").map(|(digest, name)| (name.to_owned(), digest.to_owned()));
    Ok(text.lines().filter_map(line).collect())
}

/// Every file and link below a folder, by its name relative to the report with `/`; what nobody put there on
/// purpose is left out.
fn list(folder: &Path, prefix: &str, names: &mut BTreeSet<String>) -> Result<(), ReportError> {
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let entry = entry.map_err(failed(folder))?;
        let file_name = entry.file_name().to_string_lossy().into_owned();
        let name = format!("{prefix}{file_name}");
        let path = entry.path();
        if entry.file_type().map_err(failed(&path))?.is_dir() {
            list(&path, &format!("{name}/"), names)?;
        } else if !DROPPINGS.contains(&file_name.as_str())
            && !file_name.starts_with("._")
            && ![SUMS, SIGNATURE].contains(&name.as_str())
        {
            names.insert(name);
        }
    }
    Ok(())
}

/// The names of lost files in one clause; many are counted.
pub(super) fn named(foreign: &[String], changed: &[String]) -> String {
    let part = |what: &str, names: &[String]| {
        let shown: Vec<String> =
            names.iter().take(8).map(|name| format!("`{}`", cut(&one_line(name)))).collect();
        let more = if names.len() > 8 { format!(" and {} more", names.len() - 8) } else { String::new() };
        (!names.is_empty()).then(|| format!("{what} {}{more}", shown.join(", ")))
    };
    let parts = [
        part("files that misfire did not write:", foreign),
        part("files changed since misfire wrote them:", changed),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}
