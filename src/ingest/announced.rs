//! Whether all rows that the envelopes of an export announce (`totalCount`) were read.
//!
//! Pages of one export lie in several files, and their totals differ by what came in between while they were
//! fetched. So the files of one format that hold fewer rows than they announce are taken together while their
//! totals are close; what is missing then is missing for certain.

use serde::{Deserialize, Serialize};

use super::source::{Note, SourceFile};
use crate::records::{FileId, Origin};

/// Code of the note.
const KEY: &str = "incomplete-export";

/// Totals closer than this, or than two in a hundred, may be of one export.
const CLOSE: u64 = 20;

/// What the envelopes of a file announce, and the rows it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Announced {
    pub total: u64,
    pub rows: u64,
    /// Every page in it says that there are pages before.
    #[serde(default)]
    pub is_later_page: bool,
}

/// One note per export of which rows are missing. `announced` holds one entry per file.
pub(super) fn notes(sources: &[SourceFile], announced: &[Option<Announced>]) -> Vec<Note> {
    let mut partial: Vec<(&str, u64, &str, usize, u64)> = Vec::new();
    for (index, (source, announced)) in sources.iter().zip(announced).enumerate() {
        if let Some(Announced { total, rows, .. }) =
            announced.filter(|announced| announced.rows < announced.total)
        {
            partial.push((&source.format, total, &source.file, index, rows));
        }
    }
    partial.sort_unstable();
    let is_one_export = |a: &(&str, u64, &str, usize, u64), b: &(&str, u64, &str, usize, u64)| {
        a.0 == b.0 && b.1 - a.1 <= CLOSE.max(a.1 / 50)
    };
    let mut notes = Vec::new();
    for export in partial.chunk_by(is_one_export) {
        let total = export.iter().map(|file| file.1).max().unwrap_or(0);
        let rows: u64 = export.iter().map(|file| file.4).sum();
        if rows < total
            && let Some(first) = export.iter().map(|file| file.3).min()
        {
            let others = match export.len() - 1 {
                0 => String::new(),
                1 => " (with 1 other file)".to_owned(),
                n => format!(" (with {n} other files)"),
            };
            let is_later = |file: &(&str, u64, &str, usize, u64)| {
                announced[file.3].is_some_and(|announced| announced.is_later_page)
            };
            let first_page = if export.iter().all(is_later) { ", the first page among them" } else { "" };
            let message = format!(
                "the export{others} announces {total} rows and holds {rows}: {} are missing{first_page}; export the \
                 other pages and put them beside it",
                total - rows
            );
            let file = FileId(u32::try_from(first).unwrap_or(u32::MAX));
            notes.push(Note { origin: Origin { file, line: 1, item: 0 }, key: KEY, message });
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(files: &[(&str, u64, u64)]) -> Vec<(u32, String)> {
        let source = |file: &(usize, &(&str, u64, u64))| SourceFile {
            file: format!("{}.json", file.0),
            format: file.1.0.to_owned(),
            ..SourceFile::default()
        };
        let sources: Vec<SourceFile> = files.iter().enumerate().map(|file| source(&file)).collect();
        let announced: Vec<_> = files
            .iter()
            .map(|(_, total, rows)| Some(Announced { total: *total, rows: *rows, is_later_page: false }))
            .collect();
        notes(&sources, &announced).into_iter().map(|note| (note.origin.file.0, note.message)).collect()
    }

    #[test]
    fn all_pages_together_hold_what_each_announces() {
        for files in [
            &[("a", 5, 5)][..],
            &[("a", 0, 0)],
            &[("a", 5_000, 2_000), ("a", 5_003, 2_000), ("a", 5_003, 1_003)],
            &[("a", 325, 325), ("a", 325, 325)],
            &[("a", 5, 6)],
        ] {
            assert_eq!(messages(files), [], "{files:?}");
        }
    }

    #[test]
    fn a_missing_page_is_told_with_both_numbers() {
        let found = messages(&[("a", 5_003, 2_000), ("a", 5_000, 2_000)]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, 0);
        assert!(
            found[0].1.contains("1 other file) announces 5003 rows and holds 4000: 1003 are missing"),
            "{found:?}"
        );
        assert_eq!(messages(&[("a", 5, 4)]).len(), 1);
    }

    #[test]
    fn exports_of_other_formats_and_sizes_do_not_help() {
        assert_eq!(messages(&[("a", 100, 60), ("b", 100, 60)]).len(), 2);
        assert_eq!(messages(&[("a", 100, 90), ("a", 300, 250)]).len(), 2);
    }
}
