//! What can be said of the sources before any of them is read: their paths, formats and columns.

use std::path::Path;

use super::{
    super::{
        Config, Source,
        problem::{Problem, expected_one_of, nearest},
    },
    Checker,
    Step::{Item, Key},
};

/// A format as far as the configuration can name it; the formats themselves are not known here.
#[derive(Debug, Clone, Copy)]
pub struct KnownFormat {
    /// Registry id.
    pub id: &'static str,
    /// Fields that `columns` can name; empty for a format that is not mapped.
    pub fields: &'static [&'static str],
}

/// Paths and zones, as far as the text alone tells.
pub(super) fn sources(checker: &mut Checker<'_>, config: &Config) {
    for (index, source) in config.source.iter().enumerate() {
        let at = |key| [Key("source"), Item(index), Key(key)];
        let hint =
            || "write a file or glob relative to this file, for example `exports/jamf/*.json`".to_owned();
        if source.path.trim().is_empty() {
            checker.wrong(&at("path"), "a source needs a path".to_owned(), Some(hint()));
        } else if is_absolute(&source.path) {
            let message = format!("`{}` is absolute; paths are relative to `misfire.toml`", source.path);
            checker.wrong(&at("path"), message, Some(hint()));
        } else if let Err(error) = glob::Pattern::new(&source.path) {
            checker.wrong(&at("path"), format!("`{}` is no glob: {}", source.path, error.msg), None);
        }
        if let Some(zone) = &source.time_zone {
            checker.zone(&at("time_zone"), zone);
        }
    }
}

/// As any system writes it: a folder may be checked on another one than it was written on.
fn is_absolute(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':') && path.starts_with(|c: char| c.is_ascii_alphabetic());
    path.starts_with(['/', '\\']) || drive
}

/// Sources that match no file, formats nobody knows, columns that are no field of their format.
pub(in super::super) fn unusable_sources(
    file: &str,
    text: &str,
    folder: &Path,
    config: &Config,
    formats: &[KnownFormat],
) -> Vec<Problem> {
    let mut checker = Checker::new(file, text);
    let ids: Vec<&str> = formats.iter().map(|format| format.id).collect();
    for (index, source) in config.source.iter().enumerate() {
        let at = |key| [Key("source"), Item(index), Key(key)];
        if let Some(id) = source.format.as_deref().filter(|id| !ids.contains(id)) {
            let message = format!("unknown format `{id}`");
            checker.wrong(&at("format"), message, Some(expected_one_of(id, &ids)));
        } else {
            columns(&mut checker, index, source, formats);
        }
        if !matches_a_file(folder, &source.path) {
            let message = format!("`{}` matches no file; paths are relative to `misfire.toml`", source.path);
            checker.wrong(&at("path"), message, nearest_path(folder, &source.path));
        }
    }
    checker.finish()
}

/// Keys of `columns` are fields of the mapped format, or `field:word` for words to be translated.
fn columns(checker: &mut Checker<'_>, index: usize, source: &Source, formats: &[KnownFormat]) {
    let of_source = |format: &&KnownFormat| source.format.as_deref().is_none_or(|id| id == format.id);
    let mut known: Vec<&str> =
        formats.iter().filter(of_source).flat_map(|format| format.fields).copied().collect();
    known.sort_unstable();
    known.dedup();
    // A format that is not mapped has no fields to be named.
    if known.is_empty() {
        return;
    }
    let of = source.format.as_ref().map_or_else(|| "any mapped format".to_owned(), |id| format!("`{id}`"));
    for key in source.columns.keys() {
        let field = key.split_once(':').map_or(key.as_str(), |(field, _)| field);
        if known.contains(&field) {
            continue;
        }
        let near = nearest(field, &known).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        let hint = format!("{near}known fields: {}", known.join(", "));
        let span = checker.column_span(index, key);
        checker.add(span, format!("`columns` names `{field}`, which is no field of {of}"), Some(hint));
    }
}

/// Whether a pattern matches a file; where the folder cannot be listed, reading says why.
fn matches_a_file(folder: &Path, pattern: &str) -> bool {
    let Some(folder) = folder.to_str() else { return true };
    let pattern = format!("{}/{pattern}", glob::Pattern::escape(folder));
    let Ok(mut found) = glob::glob(&pattern) else { return true };
    found.any(|entry| entry.map_or(true, |path| path.is_file()))
}

/// What is there instead: the farthest folder of the pattern that exists.
fn nearest_path(folder: &Path, pattern: &str) -> Option<String> {
    let parts: Vec<&str> = pattern.split('/').collect();
    let mut there = folder.to_path_buf();
    for (index, part) in parts.iter().enumerate().take(parts.len().saturating_sub(1)) {
        if part.contains(['*', '?', '[']) {
            return None;
        }
        there.push(part);
        if !there.is_dir() {
            return Some(format!("there is no folder `{}`", parts[..=index].join("/")));
        }
    }
    None
}
