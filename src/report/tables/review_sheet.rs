//! `review-sheet.csv`: the cases that wait for a reviewer. Its first columns are those of the register of
//! reviews, to be filled in and appended there; the others help to decide.

use super::{Cell, Kind, Table};
use crate::report::model::Review;

const COLUMNS: &[(&str, Kind)] = &[
    ("action_id", Kind::Text),
    ("reviewer", Kind::Text),
    ("reviewed_at", Kind::Time),
    ("decision", Kind::Text),
    ("cause", Kind::Text),
    ("rationale", Kind::Text),
    ("review_state", Kind::Text),
    ("proposed_verdict", Kind::Text),
    ("proposed_cause", Kind::Text),
    ("probability", Kind::Float(4)),
    ("accountable_owner", Kind::Text),
    ("workflow_id", Kind::Text),
    ("action_kind", Kind::Text),
    ("device_id", Kind::Text),
    ("person_id", Kind::Text),
    ("done_at", Kind::Time),
    ("rules", Kind::Text),
    ("ticket_ids", Kind::Text),
];

/// The sheet, ordered by action.
pub fn table(review: &Review) -> Table<'_> {
    let open = review.cases.iter().filter(|case| matches!(case.review_state.as_str(), "due" | "overdue"));
    let rows = open.map(|case| {
        vec![
            Cell::text(&case.action_id),
            Cell::Text(None),
            Cell::Time(None),
            Cell::Text(None),
            Cell::Text(None),
            Cell::Text(None),
            Cell::text(&case.review_state),
            Cell::text(&case.verdict),
            Cell::maybe(case.cause.as_ref()),
            Cell::float(case.probability),
            Cell::maybe(case.accountable_owner.as_ref()),
            Cell::maybe(case.workflow_id.as_ref()),
            Cell::text(&case.action_kind),
            Cell::maybe(case.device_id.as_ref()),
            Cell::maybe(case.person_id.as_ref()),
            Cell::time(case.done_at),
            Cell::owned(case.rules()),
            Cell::list(&case.ticket_ids),
        ]
    });
    Table::new("review-sheet", COLUMNS, rows.collect())
}
