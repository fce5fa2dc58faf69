//! Triggers that were due, and the triggers of right actions, as the model prints them.

use super::{Prepared, review::Judged, rows::Rows};
use crate::{
    measure::due::{self, Line},
    report::model::DueRow,
};

pub(super) fn due_rows(prepared: &Prepared, now: &Judged, rows: &Rows<'_>) -> Vec<DueRow> {
    let workflows = prepared.registers.workflows.as_deref().unwrap_or_default();
    let cases = now.attributed.cases.iter().zip(&now.judgements);
    let lines = due::lines(cases, &now.attributed.eligible, workflows);
    lines.into_iter().map(|line| due_row(line, rows)).collect()
}

fn due_row(line: Line, rows: &Rows<'_>) -> DueRow {
    DueRow {
        workflow_id: line.workflow_id,
        event_id: line.event.event_id.clone(),
        event_kind: line.event.kind.code().to_owned(),
        person_id: line.person_id,
        occurred_at: line.event.occurred_at,
        is_due: line.is_due,
        state: line.state.code().to_owned(),
        action_id: line.action_id,
        verdict: line.timed.as_ref().map(|timed| timed.verdict.code().to_owned()),
        done_at: line.timed.as_ref().map(|timed| timed.done_at),
        target_hours: line.target.map(hours),
        delay_hours: line.timed.as_ref().map(|timed| hours(timed.delay)),
        is_within_target: line.timed.as_ref().and_then(|timed| timed.is_within_target),
        contained_at: line.contained_at,
        row: rows.origin(line.event.origin),
    }
}

#[expect(clippy::cast_precision_loss, reason = "exact below 2^53 seconds")]
fn hours(delay: chrono::TimeDelta) -> f64 {
    delay.num_seconds() as f64 / 3_600.0
}
