//! One case as the row and page of the report.

use super::{rows::Rows, timeline::timeline};
use crate::{
    attribute::case::{Attribution, Case, TicketGrade},
    judge::{Effect, Judgement, rule::Role},
    measure::{Measured, review_state::Review},
    rank,
    records::{Instant, ObjectRef},
    registers::Workflow,
    report::model::{CandidateRow, CaseRow, EvidenceRow, EvidenceWeight, TicketRow},
};

/// The holder of a role in a workflow version.
pub(super) fn owner(workflow: &Workflow, role: Role) -> Option<String> {
    match role {
        Role::ControlOwner => workflow.control_owner.clone(),
        Role::BusinessApprover => workflow.business_approver.clone(),
        Role::ExecutionOwner => workflow.execution_owner.clone(),
        Role::ExceptionOwner => workflow.exception_owner.clone(),
    }
}

/// The key that stands for a missing owner.
fn nobody(workflow: Option<&Workflow>) -> &'static str {
    if workflow.is_some() { rank::UNNAMED } else { rank::UNMAPPED }
}

/// Puts one case row together.
#[expect(clippy::too_many_lines, reason = "one line for each column of a case")]
pub(super) fn case_row(
    case: &Case,
    judgement: &Judgement,
    measured: &Measured,
    review: &Review,
    rows: &Rows<'_>,
) -> CaseRow {
    let best = case.attribution.candidates.first();
    let taken = best.filter(|_| case.attribution.within_margin > 0);
    let undoing = taken.and_then(|candidate| {
        [&candidate.undoing, &candidate.recant].into_iter().flatten().min_by_key(|event| event.occurred_at)
    });
    let workflow = case.workflow.as_ref();
    let owner_of = |role| workflow.and_then(|workflow| owner(workflow, role));
    let device = case.device.as_ref();
    let person_unit = case.person.as_ref().and_then(|person| person.unit.clone());
    CaseRow {
        action_id: case.action.action_id.clone(),
        verdict: judgement.verdict.code().to_owned(),
        certainty: judgement.certainty.map(|certainty| certainty.code().to_owned()),
        disruptive: measured.disruptive,
        probability: judgement.probability,
        cause: judgement.cause.clone(),
        accountable_role: judgement.accountable_role.map(|role| role.code().to_owned()),
        accountable_owner: judgement
            .accountable_role
            .map(|role| owner_of(role).unwrap_or_else(|| nobody(workflow).to_owned())),
        workflow_id: workflow.map(|workflow| workflow.id.clone()),
        action_kind: case.action.kind.code().to_owned(),
        object: case.action.object.as_ref().and_then(object),
        device_id: case.device_id.clone(),
        serial: case.serial.clone(),
        device_class: device.and_then(|row| row.device_class.clone()),
        custody: device.and_then(|row| row.custody.clone()),
        person_id: case.holder.as_ref().map(|holder| holder.person_id.clone()),
        subject_person_id: taken.and_then(|candidate| candidate.subject_person_id.clone()),
        unit: person_unit.or_else(|| device.and_then(|row| row.unit.clone())),
        sent_at: case.action.sent_at,
        done_at: case.done_at,
        trigger_event_id: taken.map(|candidate| candidate.trigger.event_id.clone()),
        trigger_kind: taken.map(|candidate| candidate.trigger.kind.code().to_owned()),
        trigger_at: taken.map(|candidate| candidate.trigger.occurred_at),
        attribution: case.attribution.status.code().to_owned(),
        attribution_score: best.map(|candidate| candidate.score),
        attribution_margin: margin(&case.attribution),
        runner_up_event_id: case.attribution.candidates.get(1).map(|rival| rival.trigger.event_id.clone()),
        fan_out_id: case.fan_out_id.clone(),
        episode_event_ids: taken.map_or_else(Vec::new, |candidate| {
            candidate.episode.iter().map(|event| event.event_id.clone()).collect()
        }),
        reversal_event_id: undoing.map(|event| event.event_id.clone()),
        reversal_at: undoing.map(|event| event.occurred_at),
        ticket_ids: ticket_ids(case),
        exception_id: exception_id(case),
        duplicate_of: judgement.duplicate_of.clone(),
        restored_at: measured.restored_at,
        restored_by: measured.restored_by.clone(),
        capped: measured.capped,
        lost_hours: measured.lost_hours,
        affected_people: measured.affected_people,
        person_hours: measured.person_hours,
        regulated_scopes: measured.regulated_scopes.clone(),
        regulated_hours: measured.regulated_hours,
        regulated_hours_by_regime: measured.regulated_hours_by_regime.clone(),
        data_loss: measured.data_loss,
        second_order_tickets: measured.after_wipe.as_ref().map(|after| after.tickets.len() as u64),
        second_order_expected: measured.after_wipe.as_ref().and_then(|after| after.expected),
        young: judgement.young,
        burst_id: case.burst_id.clone(),
        conflict: judgement.conflict,
        control_owner: owner_of(Role::ControlOwner),
        business_approver: owner_of(Role::BusinessApprover),
        execution_owner: owner_of(Role::ExecutionOwner),
        exception_owner: owner_of(Role::ExceptionOwner),
        review_state: review.state.code().to_owned(),
        review_due_at: review.due_at,
        reviewers: review.reviewers.clone(),
        reviewed_at: review.reviewed_at,
        evidence: evidence(judgement, rows),
        timeline: timeline(case, rows),
        rows: case.action.origins.iter().map(|origin| rows.origin(*origin)).collect(),
        flags: flags(case, measured),
    }
}

/// Name and id of what an action touched, as far as its record has them.
fn object(object: &ObjectRef) -> Option<String> {
    match (&object.name, &object.id) {
        (Some(name), Some(id)) => Some(format!("{name} (id {id})")),
        (Some(name), None) => Some(name.clone()),
        (None, Some(id)) => Some(format!("id {id}")),
        (None, None) => None,
    }
}

/// Lead of the best candidate over its best rival; its score alone without rival; `None` without candidates.
fn margin(attribution: &Attribution) -> Option<f64> {
    let best = attribution.candidates.first()?.score;
    Some(attribution.candidates.get(1).map_or(best, |rival| best - rival.score))
}

/// Tickets that count, then those that only coincide are left to `tables/tickets`.
fn ticket_ids(case: &Case) -> Vec<String> {
    let counting = case.tickets.iter().filter(|link| link.grade != TicketGrade::Coincident);
    let mut ids: Vec<String> = counting.map(|link| link.ticket.ticket_id.clone()).collect();
    ids.sort();
    ids.dedup();
    ids
}

fn exception_id(case: &Case) -> Option<String> {
    let in_force = case.exceptions.iter().find(|matched| matched.in_force);
    in_force
        .or_else(|| case.exceptions.iter().find(|matched| matched.lapsed))
        .map(|m| m.exception.exception_id.clone())
}

fn evidence(judgement: &Judgement, rows: &Rows<'_>) -> Vec<EvidenceRow> {
    judgement
        .evidence
        .iter()
        .map(|piece| EvidenceRow {
            code: piece.code.to_owned(),
            family: piece.family.code().to_owned(),
            weight: match piece.effect {
                Effect::Bits(bits) => EvidenceWeight::Bits(bits),
                Effect::Decisive => EvidenceWeight::Decisive,
                Effect::Suspended => EvidenceWeight::Suspended,
            },
            because: piece.because.clone(),
            rows: rows.all(&piece.rows),
        })
        .collect()
}

fn flags(case: &Case, measured: &Measured) -> Vec<String> {
    let mut flags = measured.flags.clone();
    match &case.holder {
        None => flags.push("nobody is known to have held the device at that time".to_owned()),
        Some(holder) if holder.basis != "register" => {
            flags.push(format!("holder known from {} only", holder.basis));
        }
        Some(_) => {}
    }
    if case.exceptions.iter().any(|matched| !matched.in_force && !matched.lapsed) {
        flags.push("an exception without approver names this case and does not protect it".to_owned());
    }
    flags
}

/// `tables/candidates` of one case.
pub(super) fn candidate_rows(case: &Case) -> Vec<CandidateRow> {
    let rank = |index: usize| u32::try_from(index + 1).unwrap_or(u32::MAX);
    let print = |(part, bits): &(&str, f64)| {
        if bits.is_infinite() { format!("{part}:decisive") } else { format!("{part}:{bits:+.2}") }
    };
    case.attribution
        .candidates
        .iter()
        .enumerate()
        .map(|(index, candidate)| CandidateRow {
            action_id: case.action.action_id.clone(),
            event_id: candidate.trigger.event_id.clone(),
            rank: rank(index),
            score: candidate.score,
            parts: candidate.parts.iter().map(print).collect::<Vec<_>>().join(";"),
        })
        .collect()
}

/// `tables/tickets` of one case.
pub(super) fn ticket_rows(case: &Case, rows: &Rows<'_>) -> Vec<TicketRow> {
    let mut found: Vec<TicketRow> = case
        .tickets
        .iter()
        .map(|link| TicketRow {
            action_id: case.action.action_id.clone(),
            ticket_id: link.ticket.ticket_id.clone(),
            grade: link.grade.code().to_owned(),
            why: link.why.clone(),
            opened_at: link.ticket.opened_at,
            resolved_at: link.ticket.resolved_at,
            subject: link.ticket.subject.clone(),
            row: rows.origin(link.ticket.origin),
        })
        .collect();
    found.sort_by(|a, b| a.ticket_id.cmp(&b.ticket_id));
    found
}

/// For callers that print a time.
pub(super) fn utc(at: Instant) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}
