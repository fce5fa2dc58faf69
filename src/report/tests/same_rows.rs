//! The same rows in other files: what may not change.

use std::io::Cursor;

use calamine::{Reader, Xlsx};

use super::{report, text};
use crate::{
    records::{FileId, Origin},
    report::{
        model::Review,
        sample::{self, Size},
    },
};

/// The same review with the rows of its first file in two files.
fn split(review: &Review) -> Review {
    let mut split = review.clone();
    let whole = &mut split.sources[0];
    let mut rest = whole.clone();
    whole.file = "exports/identity/okta-a.json.gz".to_owned();
    rest.file = "exports/identity/okta-b.json.gz".to_owned();
    for (of_whole, of_rest) in
        [(&mut whole.rows_read, &mut rest.rows_read), (&mut whole.out_of_scope, &mut rest.out_of_scope)]
    {
        *of_rest = 1_000;
        *of_whole -= 1_000;
    }
    (rest.accepted, rest.duplicate, rest.rejected) = (0, 0, 0);
    split.sources.insert(1, rest);
    for row in &mut split.coverage {
        row.files += 1;
    }
    let again = split.notes[0].clone();
    split
        .notes
        .push(crate::ingest::source::Note { origin: Origin { file: FileId(1), line: 9, item: 2 }, ..again });
    for reject in &mut split.rejects {
        reject.origin.file = FileId(2);
    }
    split
}

#[test]
fn another_split_into_files_changes_sources_rejects_and_evidence_only() {
    let review = sample::review(&Size::small());
    let (whole, split) = (report(&review), report(&split(&review)));
    assert!(whole.keys().eq(split.keys()));
    let may_change = |path: &str| {
        path.starts_with("evidence/") || path.starts_with("tables/sources.") || path == "SHA256SUMS"
    };
    for (path, bytes) in &whole {
        if path.starts_with("tables/rejects.") || may_change(path) || path == "workbook.xlsx" {
            continue;
        }
        assert!(*bytes == split[path], "{path} changed");
    }
    assert_ne!(whole["tables/sources.csv"], split["tables/sources.csv"]);
    assert!(!text(&whole, "index.html").contains(" files"), "no count of files");
    let changed = changed_sheets(&whole["workbook.xlsx"], &split["workbook.xlsx"]);
    assert_eq!(changed, ["sources"]);
}

/// Names of the sheets that differ between two workbooks.
fn changed_sheets(one: &[u8], other: &[u8]) -> Vec<String> {
    let open = |bytes: &[u8]| Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let (mut one, mut other) = (open(one), open(other));
    assert_eq!(one.sheet_names(), other.sheet_names());
    let mut names = one.sheet_names();
    names.retain(|name| one.worksheet_range(name).unwrap() != other.worksheet_range(name).unwrap());
    names
}

#[test]
fn a_little_ranks_above_nothing_and_looks_like_it() {
    let mut review = sample::review(&Size::small());
    for row in review.rankings.iter_mut().filter(|row| row.dimension == "owner").take(1) {
        row.regulated_hours = 0.02;
        row.false_positives = 1;
    }
    let files = report(&review);
    assert!(text(&files, "tables/rankings.csv").contains(",0.0200,"));
}
