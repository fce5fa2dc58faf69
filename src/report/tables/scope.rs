//! `tables/scope`: every action that is not routine, and why it is or is not a case.

use super::{Cell, Kind, Table};
use crate::report::model::Review;

const COLUMNS: &[(&str, Kind)] = &[
    ("action_id", Kind::Text),
    ("in_scope", Kind::Bool),
    ("reason", Kind::Text),
    ("action_kind", Kind::Text),
    ("outcome", Kind::Text),
    ("initiator", Kind::Text),
    ("sent_at", Kind::Time),
    ("done_at", Kind::Time),
];

pub(super) fn table(review: &Review) -> Table<'_> {
    let rows = review.scope.iter().map(|row| {
        vec![
            Cell::text(&row.action_id),
            Cell::Bool(row.in_scope),
            Cell::text(&row.reason),
            Cell::text(&row.action_kind),
            Cell::text(&row.outcome),
            Cell::text(&row.initiator),
            Cell::time(row.sent_at),
            Cell::time(row.done_at),
        ]
    });
    Table::new("scope", COLUMNS, rows.collect())
}
