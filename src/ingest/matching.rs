//! What a pattern of a source matches, nothing left out: the list of the glob, and what it passes over in silence,
//! namely names that are not valid UTF-8 and links that lead nowhere.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use glob::{MatchOptions, Pattern};

use crate::records::regular_file;

/// Why something that a pattern matches is not read.
pub(super) enum Obstacle {
    /// It is a folder.
    Folder,
    /// It looks like an input, and cannot be one.
    Unreadable(String),
}

/// Everything that a pattern relative to `base` matches.
///
/// # Errors
/// The pattern is none, or a folder cannot be listed.
pub(super) fn paths(base: &Path, pattern: &str) -> Result<BTreeSet<PathBuf>, String> {
    let folder = base.to_str().ok_or("the review folder's path is not valid UTF-8")?;
    let whole = format!("{}/{pattern}", Pattern::escape(folder));
    let unlisted = |error: io::Error| format!("could not list the files: {error}");
    let found = glob::glob(&whole).map_err(|error| format!("`path` is no pattern: {}", error.msg))?;
    let mut paths = BTreeSet::new();
    for entry in found {
        paths.insert(entry.map_err(|error| unlisted(error.into()))?);
    }
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    if let Ok(compiled) = Pattern::new(pattern) {
        let parts: Vec<&str> = pattern.split('/').collect();
        let literal = parts[..parts.len() - 1].iter().take_while(|part| Pattern::escape(part) == **part);
        let start: PathBuf = literal.collect();
        let walk = Walk { base, pattern: &compiled, is_deep: pattern.contains("**"), deepest: parts.len() };
        walk.below(&start, &mut paths);
    }
    Ok(paths)
}

/// Looks for what a glob passes over.
struct Walk<'a> {
    base: &'a Path,
    pattern: &'a Pattern,
    is_deep: bool,
    /// Parts of the pattern: nothing deeper can match unless it says `**`.
    deepest: usize,
}

impl Walk<'_> {
    fn below(&self, relative: &Path, paths: &mut BTreeSet<PathBuf>) {
        // A folder that cannot be listed was reported by the glob where the pattern needs it.
        let Ok(entries) = fs::read_dir(self.base.join(relative)) else { return };
        for entry in entries.flatten() {
            let relative = relative.join(entry.file_name());
            let path = self.base.join(&relative);
            let Ok(kind) = entry.file_type() else { continue };
            let is_passed_over =
                relative.to_str().is_none() || (kind.is_symlink() && fs::metadata(&path).is_err());
            if is_passed_over && self.matches(&relative) {
                paths.insert(path.clone());
            }
            let may_descend = if self.is_deep {
                kind.is_dir()
            } else {
                relative.components().count() < self.deepest && path.is_dir()
            };
            if may_descend {
                self.below(&relative, paths);
            }
        }
    }

    fn matches(&self, relative: &Path) -> bool {
        let options = MatchOptions { require_literal_separator: true, ..MatchOptions::new() };
        let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        self.pattern.matches_with(&parts.join("/"), options)
    }
}

/// What keeps a path from being read as a file, if anything does.
pub(super) fn obstacle(path: &Path) -> Option<Obstacle> {
    if path.to_str().is_none() {
        let why = "its name is not valid UTF-8, so that no report could name it; rename it";
        return Some(Obstacle::Unreadable(why.to_owned()));
    }
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Some(Obstacle::Folder),
        Ok(found) => regular_file::refusal(&found).map(|why| Obstacle::Unreadable(why.to_owned())),
        Err(error) => Some(Obstacle::Unreadable(match fs::read_link(path) {
            Ok(target) => format!("it is a link to `{}`: {error}", target.display()),
            Err(_) => error.to_string(),
        })),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::{ffi::OsStrExt as _, fs::symlink};

    use super::*;

    #[test]
    fn what_a_glob_passes_over_is_matched() {
        let base = std::env::temp_dir().join(format!("misfire-matching-{}", std::process::id()));
        drop(fs::remove_dir_all(&base));
        let odd = std::ffi::OsStr::from_bytes(b"b\xff.json");
        fs::create_dir_all(base.join("exports/jamf/d.json")).unwrap();
        let jamf = base.join("exports/jamf");
        fs::write(jamf.join("a.json"), "[]").unwrap();
        symlink("nowhere", jamf.join("c.json")).unwrap();
        symlink("nowhere", jamf.join("c.csv")).unwrap();
        let has_odd = fs::write(jamf.join(odd), "[]").is_ok();
        let all = 3 + usize::from(has_odd);
        for (pattern, expected) in [
            ("exports/jamf/*.json", all),
            ("./exports/jamf/*.json", all),
            ("exports/*/*.json", all),
            ("**/*.json", all),
            ("exports/jamf/c.json", 1),
            ("exports/*/c.json", 1),
            ("*.json", 0),
        ] {
            assert_eq!(paths(&base, pattern).unwrap().len(), expected, "{pattern}");
        }
        let is_unreadable =
            |name: &std::ffi::OsStr| matches!(obstacle(&jamf.join(name)), Some(Obstacle::Unreadable(_)));
        assert!(is_unreadable("c.json".as_ref()) && (!has_odd || is_unreadable(odd)));
        assert!(matches!(obstacle(&jamf.join("d.json")), Some(Obstacle::Folder)));
        assert!(obstacle(&jamf.join("a.json")).is_none());
        fs::remove_dir_all(&base).unwrap();
    }
}
