//! `tables/due_triggers`: every trigger that should have led to an action with what became of it, and the triggers of
//! right actions that were none of them. Every count of the containment side can be counted here again.

use super::{Cell, Kind, Table};
use crate::report::model::Review;

const COLUMNS: &[(&str, Kind)] = &[
    ("workflow_id", Kind::Text),
    ("event_id", Kind::Text),
    ("event_kind", Kind::Text),
    ("occurred_at", Kind::Time),
    ("person_id", Kind::Text),
    ("due", Kind::Int),
    ("state", Kind::Text),
    ("action_id", Kind::Text),
    ("verdict", Kind::Text),
    ("done_at", Kind::Time),
    ("delay_hours", Kind::Float(4)),
    ("target_hours", Kind::Float(4)),
    ("within_target", Kind::Int),
    ("contained_at", Kind::Time),
    ("source_row", Kind::Text),
];

pub(super) fn table(review: &Review) -> Table<'_> {
    let rows = review.due.iter().map(|row| {
        vec![
            Cell::maybe(row.workflow_id.as_ref()),
            Cell::text(&row.event_id),
            Cell::text(&row.event_kind),
            Cell::time(row.occurred_at),
            Cell::maybe(row.person_id.as_ref()),
            Cell::int(row.is_due.into()),
            Cell::text(&row.state),
            Cell::maybe(row.action_id.as_ref()),
            Cell::maybe(row.verdict.as_ref()),
            Cell::time(row.done_at),
            Cell::float(row.delay_hours),
            Cell::float(row.target_hours),
            Cell::Int(row.is_within_target.map(u64::from)),
            Cell::time(row.contained_at),
            Cell::text(&row.row),
        ]
    });
    Table::new("due_triggers", COLUMNS, rows.collect())
}
