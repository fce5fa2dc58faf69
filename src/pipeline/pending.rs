//! Stop now: destructive commands still waiting whose trigger is already undone, or whose device, person
//! or exception says no.

use super::{case_row::owner, rows::Rows};
use crate::{
    attribute::case::Case,
    judge::{
        Judgement,
        rule::{Family, Role},
    },
    rank,
    report::model::PendingRow,
};

/// Families that speak about a command before it is executed.
const SPEAKING: &[Family] = &[Family::Reversal, Family::Event, Family::Subject, Family::Exception];

/// Rules that are about the past of an executed action, or findings only.
const SILENT: &[&str] = &["exception-lapsed", "stale-action"];

/// The row of a waiting command, if anything says that it should not be executed.
pub(super) fn pending_row(case: &Case, judgement: &Judgement, rows: &Rows<'_>) -> Option<PendingRow> {
    let speaks =
        |piece: &&crate::judge::Evidence| SPEAKING.contains(&piece.family) && !SILENT.contains(&piece.code);
    let why: Vec<String> = judgement
        .evidence
        .iter()
        .filter(speaks)
        .map(|piece| format!("{}: {}", piece.code, piece.because))
        .collect();
    if why.is_empty() {
        return None;
    }
    let role = judgement.accountable_role.unwrap_or(Role::ExecutionOwner);
    Some(PendingRow {
        action_id: case.action.action_id.clone(),
        action_kind: case.action.kind.code().to_owned(),
        device_id: case.device_id.clone(),
        sent_at: case.action.sent_at,
        why: why.join(" | "),
        owner: Some(match &case.workflow {
            None => rank::UNMAPPED.to_owned(),
            Some(workflow) => owner(workflow, role).unwrap_or_else(|| rank::UNNAMED.to_owned()),
        }),
        workflow_id: case.workflow.as_ref().map(|workflow| workflow.id.clone()),
        person_id: case.holder.as_ref().map(|holder| holder.person_id.clone()),
        serial: case.serial.clone(),
        device_name: case.device.as_ref().and_then(|device| device.name.clone()),
        row: case.action.origins.first().map_or_else(String::new, |origin| rows.origin(*origin)),
    })
}
