//! `[[source]]` entries for exports that are already there.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Component, Path, PathBuf},
};

use crate::ingest::Detected;

/// Says which format a file is of, or why it is not known.
pub(super) type Detect = fn(&Path) -> Result<Detected, String>;

/// Endings of files that can be exports, without `.gz` and `.zst`.
const ENDINGS: &[&str] = &["json", "jsonl", "ndjson", "csv", "tsv", "xml", "log", "txt", "xlsx", "parquet"];

/// Folders deeper than this are not looked into.
const MAX_DEPTH: usize = 8;

/// What a folder of exports holds.
pub(super) struct Sources {
    /// One entry per folder, ending and detected format, its glob relative to the review folder.
    pub text: String,
    /// The recognised files, relative to the folder of exports.
    pub found: Vec<(PathBuf, Detected)>,
    /// The others, with what was seen of them.
    pub unknown: Vec<(PathBuf, String)>,
}

/// Looks at every file below a folder; globs are relative to `dir`.
///
/// # Errors
/// The folder of exports cannot be listed.
pub(super) fn entries(exports: &Path, dir: &Path, zone: Option<&str>, detect: Detect) -> io::Result<Sources> {
    let mut files = Vec::new();
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    let below = |file: &Path| file.strip_prefix(exports).unwrap_or(file).to_path_buf();
    list(exports, 0, &mut files, &mut |folder| {
        unknown.push((below(folder), format!("a folder {MAX_DEPTH} levels down is not looked into")));
    })?;
    files.sort();
    let mut groups: BTreeMap<(PathBuf, String), Vec<PathBuf>> = BTreeMap::new();
    for file in files {
        let folder = file.parent().unwrap_or(exports).to_path_buf();
        if let Some(ending) = ending_of(&file) {
            groups.entry((folder, ending)).or_default().push(file);
        } else {
            let why = format!("not looked into, as no export ends so; expected {}", ENDINGS.join(", "));
            unknown.push((below(&file), why));
        }
    }
    let mut text = String::new();
    for ((folder, ending), files) in &groups {
        let relative = relative_to(folder, dir)?;
        let kinds: Vec<(String, Result<Detected, String>)> =
            files.iter().map(|file| (name_of(file), detect(file))).collect();
        for (file, (_, kind)) in files.iter().zip(&kinds) {
            match kind {
                Ok(detected) => found.push((below(file), detected.clone())),
                Err(reason) => unknown.push((below(file), reason.clone())),
            }
        }
        for ((found, pattern), count) in patterns(&kinds, ending) {
            text.push_str(&entry(&join(&relative, &pattern), found, count, zone));
        }
    }
    if text.is_empty() {
        text.push_str("# No file that can be an export was found there.\n");
    }
    unknown.sort();
    Ok(Sources { text: text.trim_end().to_owned(), found, unknown })
}

/// Globs for the files of one folder and ending, with the number of files each stands for. A glob stands for
/// files of one kind only: all of them, those whose names differ by numbers, or a single one.
fn patterns<'a>(
    kinds: &'a [(String, Result<Detected, String>)],
    ending: &str,
) -> BTreeMap<(&'a Result<Detected, String>, String), usize> {
    let is_uniform = kinds.windows(2).all(|pair| pair[0].1 == pair[1].1);
    let mut fits: BTreeMap<String, bool> = BTreeMap::new();
    let mut patterns = BTreeMap::new();
    for (name, found) in kinds {
        let wide = if is_uniform { format!("*.{ending}") } else { numberless(name) };
        let is_exact = |wide: &String| {
            glob::Pattern::new(wide)
                .is_ok_and(|glob| kinds.iter().all(|(other, of)| !glob.matches(other) || of == found))
        };
        let is_exact = *fits.entry(wide.clone()).or_insert_with_key(is_exact);
        let pattern = if is_exact { wide } else { glob::Pattern::escape(name) };
        *patterns.entry((found, pattern)).or_default() += 1;
    }
    patterns
}

/// A glob for a name and all that differ from it only by their numbers: `page-001.json` gives `page-*.json`.
fn numberless(name: &str) -> String {
    let mut pattern = String::new();
    for part in name.split_inclusive(|c: char| c.is_ascii_digit()) {
        let text = part.trim_end_matches(|c: char| c.is_ascii_digit());
        pattern.push_str(&glob::Pattern::escape(text));
        if text.len() < part.len() && !pattern.ends_with('*') {
            pattern.push('*');
        }
    }
    pattern
}

fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// One `[[source]]`; what the export does not say about itself stands in it as a question.
fn entry(path: &str, found: &Result<Detected, String>, count: usize, zone: Option<&str>) -> String {
    let path = found.as_ref().map_or_else(|_| super::terminal::clean(path), |_| path.into());
    let path = toml::Value::String(path.into_owned());
    let files = if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
    match found {
        Ok(found) => {
            let format = &found.format;
            let zone = match zone {
                _ if !found.needs_time_zone => String::new(),
                Some(zone) => format!("time_zone = \"{zone}\"\n"),
                None => ZONE_QUESTION.to_owned(),
            };
            let order = if found.needs_date_order { ORDER_QUESTION } else { "" };
            format!("# {files}\n[[source]]\npath = {path}\nformat = \"{format}\"\n{zone}{order}\n")
        }
        Err(reason) => {
            let reason = reason.lines().map(super::terminal::clean).collect::<Vec<_>>().join(" ");
            let mapped = if reason.contains("the header is") { MAPPED } else { "" };
            format!("# {files} not recognised: {reason}\n# [[source]]\n# path = {path}\n{mapped}\n")
        }
    }
}

const ZONE_QUESTION: &str =
    "# In which zone are its times? The export does not say; nothing is read until it is set.
# time_zone = \"America/New_York\"
";

/// For tables of one's own: which format could read it, and how its headers are named.
const MAPPED: &str = "\
# format = \"csv-events\"   # or csv-actions, csv-tickets, hr-snapshots: `misfire formats csv-events` lists the fields
# columns = { occurred_at = \"…\", email = \"…\", kind = \"…\" }   # field = \"header of the file\"
";

const ORDER_QUESTION: &str =
    "# Are its dates mdy, dmy or ymd? The first rows do not decide it; nothing is read until it is set.
# date_order = \"mdy\"
";

/// All files below a folder; links are followed only to files, hidden entries are left out.
fn list(
    folder: &Path,
    depth: usize,
    files: &mut Vec<PathBuf>,
    too_deep: &mut impl FnMut(&Path),
) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let kind = entry.file_type()?;
        if kind.is_dir() && depth < MAX_DEPTH {
            list(&entry.path(), depth + 1, files, too_deep)?;
        } else if kind.is_dir() {
            too_deep(&entry.path());
        } else if entry.path().is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// `json`, `csv.gz`, `log.1`, …; `None` for files that are no exports.
fn ending_of(file: &Path) -> Option<String> {
    let name = file.file_name()?.to_str()?;
    let (stem, packed) = match name.rsplit_once('.') {
        Some((stem, packed)) if matches!(packed.to_ascii_lowercase().as_str(), "gz" | "zst") => {
            (stem, Some(packed))
        }
        _ => (name, None),
    };
    // Logs are rotated to `server.log.1` and on.
    let (stem, turn) = match stem.rsplit_once('.') {
        Some((stem, turn)) if !turn.is_empty() && turn.bytes().all(|byte| byte.is_ascii_digit()) => {
            (stem, Some(turn))
        }
        _ => (stem, None),
    };
    let ending = stem.rsplit_once('.')?.1;
    let parts = [Some(ending), turn, packed];
    ENDINGS
        .contains(&ending.to_ascii_lowercase().as_str())
        .then(|| parts.into_iter().flatten().collect::<Vec<_>>().join("."))
}

/// The way from one folder to another, with `/`; whole where there is none (another drive).
fn relative_to(target: &Path, base: &Path) -> io::Result<String> {
    let (target, base) = (plain(target)?, plain(base)?);
    let shared = target.components().zip(base.components()).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return Ok(glob::Pattern::escape(&target.to_string_lossy()));
    }
    let up = base.components().skip(shared).map(|_| "..".to_owned());
    let down = target
        .components()
        .skip(shared)
        .map(|part| glob::Pattern::escape(&part.as_os_str().to_string_lossy()));
    Ok(up.chain(down).collect::<Vec<_>>().join("/"))
}

/// An absolute path without `.` and `..`.
fn plain(path: &Path) -> io::Result<PathBuf> {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    Ok(plain)
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
