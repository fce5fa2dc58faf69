//! `tables/sources`: every input file with its row reconciliation.

use super::{Cell, Kind, Table};
use crate::report::model::Review;

const COLUMNS: &[(&str, Kind)] = &[
    ("file", Kind::Text),
    ("format", Kind::Text),
    ("rows_read", Kind::Int),
    ("accepted", Kind::Int),
    ("out_of_scope", Kind::Int),
    ("duplicate", Kind::Int),
    ("rejected", Kind::Int),
    ("first_at", Kind::Time),
    ("last_at", Kind::Time),
    ("zone_source", Kind::Text),
    ("checked", Kind::Text),
    ("sha256", Kind::Text),
    ("encoding", Kind::Text),
    ("incomplete", Kind::Text),
];

pub(super) fn table(review: &Review) -> Table<'_> {
    let rows = review.sources.iter().map(|row| {
        vec![
            Cell::text(&row.file),
            Cell::text(&row.format),
            Cell::int(row.rows_read),
            Cell::int(row.accepted),
            Cell::int(row.out_of_scope),
            Cell::int(row.duplicate),
            Cell::int(row.rejected),
            Cell::time(row.first_at),
            Cell::time(row.last_at),
            Cell::text(row.zone_source.map_or("", crate::records::ZoneSource::code)),
            Cell::text(&row.checked),
            Cell::text(&row.sha256),
            Cell::text(&row.encoding),
            Cell::maybe(row.incomplete.as_ref()),
        ]
    });
    Table::new("sources", COLUMNS, rows.collect())
}
