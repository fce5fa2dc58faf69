//! `tables/weekly`: one row per ISO week of the period.

use super::{Cell, Kind, Table};
use crate::report::{cost, model::Review};

const COLUMNS: &[(&str, Kind)] = &[
    ("week", Kind::Text),
    ("cases", Kind::Int),
    ("judged", Kind::Int),
    ("false_positives", Kind::Int),
    ("disruptive", Kind::Int),
    ("rate", Kind::Float(4)),
    ("person_hours", Kind::Float(2)),
    ("partial", Kind::Bool),
    ("stretch", Kind::Int),
    ("centre", Kind::Float(4)),
    ("limit_low", Kind::Float(4)),
    ("limit_high", Kind::Float(4)),
    ("sigma_z", Kind::Float(4)),
    ("trial", Kind::Bool),
    ("beyond_limits", Kind::Bool),
    ("in_run", Kind::Bool),
    ("cost", Kind::Float(2)),
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
            Cell::Int(row.stretch.map(u64::from)),
            Cell::float(row.centre),
            Cell::float(row.limit_low),
            Cell::float(row.limit_high),
            Cell::float(row.sigma_z),
            Cell::Bool(row.trial),
            Cell::Bool(row.beyond_limits),
            Cell::Bool(row.in_run),
            Cell::float(cost::of(review, row.person_hours)),
        ]
    });
    Table::new("weekly", COLUMNS, rows.collect())
}
