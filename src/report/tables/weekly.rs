//! `tables/weekly`: one row per ISO week of the period.

use super::{Cell, Kind, Table};
use crate::report::model::Review;

const COLUMNS: &[(&str, Kind)] = &[
    ("week", Kind::Text),
    ("cases", Kind::Int),
    ("judged", Kind::Int),
    ("false_positives", Kind::Int),
    ("disruptive", Kind::Int),
    ("rate", Kind::Float(4)),
    ("person_hours", Kind::Float(2)),
    ("partial", Kind::Bool),
];

pub(super) fn table(review: &Review) -> Table<'_> {
    let rows = review.weekly.iter().map(|row| {
        vec![
            Cell::text(&row.week),
            Cell::int(row.cases),
            Cell::int(row.judged),
            Cell::int(row.false_positives),
            Cell::int(row.disruptive),
            Cell::float(row.rate),
            Cell::float(row.person_hours),
            Cell::Bool(row.partial),
        ]
    });
    Table::new("weekly", COLUMNS, rows.collect())
}
