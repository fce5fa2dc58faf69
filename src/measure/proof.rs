//! The earliest proof that what an action took was back.

use super::{
    Context,
    unusable::{self, Effect},
    whereabouts,
};
use crate::{
    attribute::case::{AttributionStatus, Case, TicketGrade},
    records::{ActionKind, ActivityKind, Instant},
};

/// When and by what restoration is proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proof {
    /// When.
    pub(super) at: Instant,
    /// What, as `Measured::restored_by` has it.
    pub(super) by: String,
    /// Whether it only says that restoration came no later: the last contact or enrolment an inventory knows.
    pub(super) is_upper_bound: bool,
}

impl Proof {
    fn exact(at: Instant, by: String) -> Self {
        Self { at, by, is_upper_bound: false }
    }
}

/// The earliest proof after `done_at` and up to `as_of`. Of several at one instant the first in this order
/// counts: reversing action, roll-back by a person, activity, reversal event, ticket.
pub(super) fn earliest(case: &Case, effect: Effect, context: &Context<'_>) -> Option<Proof> {
    if !effect.has_downtime() {
        return None;
    }
    let mut proofs = reversing_actions(case);
    proofs.extend(activities(case, effect, context));
    // A profile is back when it is installed again; the group that brings it back is only the best proof left.
    let is_seen_again = case.action.kind == ActionKind::ProfileRemove && !proofs.is_empty();
    if effect.ends_with_reversal_event() && !is_seen_again {
        proofs.extend(reversal_events(case));
    }
    proofs.extend(tickets(case));
    proofs.retain(|proof| proof.at > case.done_at && proof.at <= context.as_of);
    // A stable minimum: the first of equals.
    proofs.into_iter().min_by_key(|proof| proof.at)
}

fn reversing_actions(case: &Case) -> Vec<Proof> {
    let on_device = case.afterwards.iter().filter(|sign| sign.is_reversing_action);
    let on_device = on_device.map(|sign| Proof::exact(sign.at, "reversing_action".to_owned()));
    let by_person = case.undone_by.iter().map(|undo| Proof::exact(undo.at, "rolled_back".to_owned()));
    on_device.chain(by_person).collect()
}

/// Signs of life. One inside the tolerated difference of clocks may be older than the action.
fn activities(case: &Case, effect: Effect, context: &Context<'_>) -> Vec<Proof> {
    let is_shared = whereabouts::is_shared(case);
    let first = case.done_at + context.config.attribute.clock_skew.delta();
    let signs = case.afterwards.iter().filter(|sign| !sign.is_reversing_action && sign.at > first);
    signs
        .filter_map(|sign| {
            let activity = sign.activity?;
            unusable::proves_restoration(case.action.kind, effect, is_shared, activity).then(|| Proof {
                at: sign.at,
                by: activity.code().to_owned(),
                is_upper_bound: matches!(activity, ActivityKind::CheckIn | ActivityKind::Enrolled),
            })
        })
        .collect()
}

/// The undoing of the taken candidate, or the event that says it was never true.
fn reversal_events(case: &Case) -> Vec<Proof> {
    if case.attribution.status != AttributionStatus::Linked {
        return Vec::new();
    }
    let taken = case.attribution.candidates.first();
    let events = taken.into_iter().flat_map(|candidate| [&candidate.undoing, &candidate.recant]).flatten();
    events
        .map(|event| Proof::exact(event.occurred_at, format!("reversal_event:{}", event.event_id)))
        .collect()
}

/// Tickets that complain of the action; one that asked for it is resolved by doing it.
fn tickets(case: &Case) -> Vec<Proof> {
    let counts = |grade| matches!(grade, TicketGrade::Decisive | TicketGrade::Strong);
    let links = case.tickets.iter().filter(|link| counts(link.grade) && !link.shows_intent);
    links
        .filter_map(|link| {
            let at = link.ticket.resolved_at?;
            Some(Proof::exact(at, format!("ticket:{}", link.ticket.ticket_id)))
        })
        .collect()
}
