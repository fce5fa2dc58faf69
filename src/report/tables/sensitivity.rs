//! `tables/sensitivity`: one row per owner, role and setting that gives another rank or number of false positives.

use super::{Cell, Kind, Table};
use crate::report::model::Review;

const COLUMNS: &[(&str, Kind)] = &[
    ("role", Kind::Text),
    ("key", Kind::Text),
    ("setting", Kind::Text),
    ("moved", Kind::Text),
    ("rank", Kind::Int),
    ("false_positives", Kind::Int),
];

pub(super) fn table(review: &Review) -> Table<'_> {
    let rows = review.variants.iter().map(|row| {
        vec![
            Cell::text(&row.role),
            Cell::text(&row.key),
            Cell::text(&row.setting),
            Cell::text(&row.moved),
            Cell::Int(row.rank.map(u64::from)),
            Cell::int(row.false_positives),
        ]
    });
    Table::new("sensitivity", COLUMNS, rows.collect())
}
