//! `review-sheet.csv`: the cases that wait for a reviewer, overdue ones first. Its first columns are those of the
//! register of reviews, to be filled in and appended there; the others help to decide. `reviewer` is empty: it
//! is who decides, and `asked_of` at the end is only whom the review is asked of.

use super::{Cell, Kind, Table};
use crate::report::{
    model::{CaseRow, Review},
    selection,
};

const COLUMNS: &[(&str, Kind)] = &[
    ("action_id", Kind::Text),
    ("reviewer", Kind::Text),
    ("reviewed_at", Kind::Time),
    ("decision", Kind::Text),
    ("cause", Kind::Text),
    ("rationale", Kind::Text),
    ("review_state", Kind::Text),
    ("due_at", Kind::Time),
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
    ("allowed_decisions", Kind::Text),
    ("allowed_causes", Kind::Text),
    ("asked_of", Kind::Text),
    ("is_self_review", Kind::Text),
    ("burst_id", Kind::Text),
];

/// What `decision` may say.
const DECISIONS: &str = "false_positive;true_positive;benign_positive;undetermined";

/// What `cause` may say.
const CAUSES: &str = "for a false positive: a code of `misfire rules`, or empty";

/// The sheet: overdue before due, the oldest first.
pub fn table(review: &Review) -> Table<'_> {
    let mut open: Vec<&CaseRow> = review.cases.iter().filter(|case| selection::is_open(case)).collect();
    open.sort_by(|a, b| selection::most_urgent_first(a, b));
    Table::new("review-sheet", COLUMNS, open.into_iter().map(|case| row(review, case)).collect())
}

fn row<'a>(review: &'a Review, case: &'a CaseRow) -> Vec<Cell<'a>> {
    let asked_of = Some(selection::reviewer_of(review, case)).filter(|owner| !selection::is_nobody(owner));
    vec![
        Cell::text(&case.action_id),
        Cell::Text(None),
        Cell::Time(None),
        Cell::Text(None),
        Cell::Text(None),
        Cell::Text(None),
        Cell::text(&case.review_state),
        Cell::time(case.review_due_at),
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
        Cell::text(DECISIONS),
        Cell::text(CAUSES),
        asked_of.map_or(Cell::Text(None), Cell::text),
        Cell::text(if selection::is_self_review(review, case) { "yes" } else { "no" }),
        Cell::maybe(case.burst_id.as_ref()),
    ]
}
