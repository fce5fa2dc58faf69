//! `tables/cases`: one row per case with everything joined to it.

use super::{Cell, Kind, Table};
use crate::report::{
    cost,
    model::{CaseRow, Review},
};

const COLUMNS: &[(&str, Kind)] = &[
    ("action_id", Kind::Text),
    ("verdict", Kind::Text),
    ("certainty", Kind::Text),
    ("disruptive", Kind::Bool),
    ("probability", Kind::Float(4)),
    ("cause", Kind::Text),
    ("accountable_role", Kind::Text),
    ("accountable_owner", Kind::Text),
    ("workflow_id", Kind::Text),
    ("action_kind", Kind::Text),
    ("device_id", Kind::Text),
    ("serial", Kind::Text),
    ("device_class", Kind::Text),
    ("custody", Kind::Text),
    ("person_id", Kind::Text),
    ("subject_person_id", Kind::Text),
    ("unit", Kind::Text),
    ("sent_at", Kind::Time),
    ("done_at", Kind::Time),
    ("trigger_event_id", Kind::Text),
    ("trigger_kind", Kind::Text),
    ("trigger_at", Kind::Time),
    ("attribution", Kind::Text),
    ("attribution_score", Kind::Float(4)),
    ("attribution_margin", Kind::Float(4)),
    ("runner_up_event_id", Kind::Text),
    ("fan_out_id", Kind::Text),
    ("reversal_event_id", Kind::Text),
    ("reversal_at", Kind::Time),
    ("ticket_ids", Kind::Text),
    ("exception_id", Kind::Text),
    ("duplicate_of", Kind::Text),
    ("restored_at", Kind::Time),
    ("restored_by", Kind::Text),
    ("lost_hours", Kind::Float(2)),
    ("affected_people", Kind::Int),
    ("person_hours", Kind::Float(2)),
    ("regulated_scopes", Kind::Text),
    ("regulated_hours", Kind::Float(2)),
    ("data_loss", Kind::Bool),
    ("young", Kind::Bool),
    ("conflict", Kind::Bool),
    ("rules", Kind::Text),
    ("control_owner", Kind::Text),
    ("business_approver", Kind::Text),
    ("execution_owner", Kind::Text),
    ("exception_owner", Kind::Text),
    ("review_state", Kind::Text),
    ("reviewer", Kind::Text),
    ("reviewed_at", Kind::Time),
    ("flags", Kind::Text),
    ("source_rows", Kind::Text),
    ("episode_event_ids", Kind::Text),
    ("capped", Kind::Bool),
    ("burst_id", Kind::Text),
    ("second_order_tickets", Kind::Int),
    ("second_order_expected", Kind::Float(2)),
    ("cost", Kind::Float(2)),
];

pub(super) fn table(review: &Review) -> Table<'_> {
    let rows = review.cases.iter().map(|case| {
        [judged(case), linked(case), measured(case), reviewed(case), followed(review, case)].concat()
    });
    Table::new("cases", COLUMNS, rows.collect())
}

/// `action_id` to `done_at`.
fn judged(case: &CaseRow) -> Vec<Cell<'_>> {
    vec![
        Cell::text(&case.action_id),
        Cell::text(&case.verdict),
        Cell::maybe(case.certainty.as_ref()),
        Cell::Bool(case.disruptive),
        Cell::float(case.probability),
        Cell::maybe(case.cause.as_ref()),
        Cell::maybe(case.accountable_role.as_ref()),
        Cell::maybe(case.accountable_owner.as_ref()),
        Cell::maybe(case.workflow_id.as_ref()),
        Cell::text(&case.action_kind),
        Cell::maybe(case.device_id.as_ref()),
        Cell::maybe(case.serial.as_ref()),
        Cell::maybe(case.device_class.as_ref()),
        Cell::maybe(case.custody.as_ref()),
        Cell::maybe(case.person_id.as_ref()),
        Cell::maybe(case.subject_person_id.as_ref()),
        Cell::maybe(case.unit.as_ref()),
        Cell::time(case.sent_at),
        Cell::time(case.done_at),
    ]
}

/// `trigger_event_id` to `duplicate_of`.
fn linked(case: &CaseRow) -> Vec<Cell<'_>> {
    vec![
        Cell::maybe(case.trigger_event_id.as_ref()),
        Cell::maybe(case.trigger_kind.as_ref()),
        Cell::time(case.trigger_at),
        Cell::text(&case.attribution),
        Cell::float(case.attribution_score),
        Cell::float(case.attribution_margin),
        Cell::maybe(case.runner_up_event_id.as_ref()),
        Cell::maybe(case.fan_out_id.as_ref()),
        Cell::maybe(case.reversal_event_id.as_ref()),
        Cell::time(case.reversal_at),
        Cell::list(&case.ticket_ids),
        Cell::maybe(case.exception_id.as_ref()),
        Cell::maybe(case.duplicate_of.as_ref()),
    ]
}

/// `restored_at` to `conflict`.
fn measured(case: &CaseRow) -> Vec<Cell<'_>> {
    vec![
        Cell::time(case.restored_at),
        Cell::maybe(case.restored_by.as_ref()),
        Cell::float(case.lost_hours),
        Cell::Int(case.affected_people),
        Cell::float(case.person_hours),
        Cell::list(&case.regulated_scopes),
        Cell::float(case.regulated_hours),
        Cell::Bool(case.data_loss),
        Cell::Bool(case.young),
        Cell::Bool(case.conflict),
    ]
}

/// `rules` to `capped`.
fn reviewed(case: &CaseRow) -> Vec<Cell<'_>> {
    vec![
        Cell::owned(case.rules()),
        Cell::maybe(case.control_owner.as_ref()),
        Cell::maybe(case.business_approver.as_ref()),
        Cell::maybe(case.execution_owner.as_ref()),
        Cell::maybe(case.exception_owner.as_ref()),
        Cell::text(&case.review_state),
        Cell::list(&case.reviewers),
        Cell::time(case.reviewed_at),
        Cell::list(&case.flags),
        Cell::list(&case.rows),
        Cell::list(&case.episode_event_ids),
        Cell::Bool(case.capped),
    ]
}

/// `burst_id` to the end.
fn followed<'a>(review: &Review, case: &'a CaseRow) -> Vec<Cell<'a>> {
    vec![
        Cell::maybe(case.burst_id.as_ref()),
        Cell::Int(case.second_order_tickets),
        Cell::float(case.second_order_expected),
        Cell::float(case.person_hours.and_then(|hours| cost::of(review, hours))),
    ]
}
