//! `tables/causes`: one row per cause of a false positive.

use super::{Cell, Kind, Table};
use crate::report::{cost, model::Review};

const COLUMNS: &[(&str, Kind)] = &[
    ("cause", Kind::Text),
    ("cause_class", Kind::Text),
    ("accountable_role", Kind::Text),
    ("false_positives", Kind::Int),
    ("disruptive", Kind::Int),
    ("data_losses", Kind::Int),
    ("person_hours", Kind::Float(2)),
    ("regulated_hours", Kind::Float(2)),
    ("cost", Kind::Float(2)),
];

pub(super) fn table(review: &Review) -> Table<'_> {
    let rows = review.causes.iter().map(|row| {
        vec![
            Cell::text(&row.cause),
            Cell::text(&row.cause_class),
            Cell::text(&row.accountable_role),
            Cell::int(row.false_positives),
            Cell::int(row.disruptive),
            Cell::int(row.data_losses),
            Cell::float(row.person_hours),
            Cell::float(row.regulated_hours),
            Cell::float(cost::of(review, row.person_hours)),
        ]
    });
    Table::new("causes", COLUMNS, rows.collect())
}
