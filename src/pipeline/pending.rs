//! Stop now: destructive commands still waiting whose trigger is already undone, or whose device, person
//! or exception says no.

use super::case_row::owner;
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
pub(super) fn pending_row(case: &Case, judgement: &Judgement) -> Option<PendingRow> {
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
        owner: Some(
            case.workflow
                .as_ref()
                .and_then(|workflow| owner(workflow, role))
                .unwrap_or_else(|| rank::UNMAPPED.to_owned()),
        ),
    })
}
