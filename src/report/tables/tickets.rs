//! `tables/tickets`: helpdesk tickets linked to cases.

use super::{Cell, Kind, Table};
use crate::report::model::Review;

const COLUMNS: &[(&str, Kind)] = &[
    ("action_id", Kind::Text),
    ("ticket_id", Kind::Text),
    ("grade", Kind::Text),
    ("why", Kind::Text),
    ("opened_at", Kind::Time),
    ("resolved_at", Kind::Time),
    ("subject", Kind::Text),
    ("source_row", Kind::Text),
];

pub(super) fn table(review: &Review) -> Table<'_> {
    let rows = review.tickets.iter().map(|row| {
        vec![
            Cell::text(&row.action_id),
            Cell::text(&row.ticket_id),
            Cell::text(&row.grade),
            Cell::text(&row.why),
            Cell::time(row.opened_at),
            Cell::time(row.resolved_at),
            Cell::text(&row.subject),
            Cell::text(&row.row),
        ]
    });
    Table::new("tickets", COLUMNS, rows.collect())
}
