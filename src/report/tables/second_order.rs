//! `tables/second_order`: further tickets of the 14 days after each disruptive wipe.

use super::{Cell, Kind, Table};
use crate::report::model::Review;

const COLUMNS: &[(&str, Kind)] = &[
    ("action_id", Kind::Text),
    ("ticket_id", Kind::Text),
    ("opened_at", Kind::Time),
    ("days_after", Kind::Float(2)),
    ("about", Kind::Text),
];

pub(super) fn table(review: &Review) -> Table<'_> {
    let rows = review.second_order.rows.iter().map(|row| {
        vec![
            Cell::text(&row.action_id),
            Cell::text(&row.ticket_id),
            Cell::time(row.opened_at),
            Cell::float(row.days_after),
            Cell::text(&row.about),
        ]
    });
    Table::new("second_order", COLUMNS, rows.collect())
}
