//! `tables/rejects`: rows that could not be used, with the reason.

use super::{Cell, Kind, Table};
use crate::report::model::Review;

const COLUMNS: &[(&str, Kind)] =
    &[("file", Kind::Text), ("position", Kind::Text), ("reason", Kind::Text), ("text", Kind::Text)];

pub(super) fn table(review: &Review) -> Table<'_> {
    let rows = review.rejects.iter().map(|row| {
        vec![
            Cell::text(review.file_name(row.origin.file)),
            Cell::owned(row.origin.position()),
            Cell::text(&row.reason),
            Cell::text(&row.text),
        ]
    });
    Table::new("rejects", COLUMNS, rows.collect())
}
