//! `tables/bursts`: mass actions that look like misuse or attack, apart from the false positives.

use super::{Cell, Kind, Table};
use crate::report::model::Review;

const COLUMNS: &[(&str, Kind)] = &[
    ("burst_id", Kind::Text),
    ("initiator", Kind::Text),
    ("from", Kind::Time),
    ("to", Kind::Time),
    ("devices", Kind::Int),
    ("actions", Kind::Int),
    ("kinds", Kind::Text),
    ("expected", Kind::Float(4)),
    ("probability", Kind::Float(12)),
    ("linked_share", Kind::Float(4)),
    ("outside_working_hours_share", Kind::Float(4)),
    ("action_ids", Kind::Text),
    ("actions_in_period", Kind::Int),
    ("cases", Kind::Int),
];

pub(super) fn table(review: &Review) -> Table<'_> {
    let rows = review.bursts.iter().map(|row| {
        vec![
            Cell::text(&row.burst_id),
            Cell::maybe(row.initiator.as_ref()),
            Cell::time(row.from),
            Cell::time(row.to),
            Cell::int(row.devices),
            Cell::int(row.actions),
            Cell::list(&row.kinds),
            Cell::float(row.expected),
            Cell::float(row.probability),
            Cell::float(row.linked_share),
            Cell::float(row.outside_working_hours_share),
            Cell::list(&row.action_ids),
            Cell::int(row.actions_in_period),
            Cell::int(row.cases),
        ]
    });
    Table::new("bursts", COLUMNS, rows.collect())
}
