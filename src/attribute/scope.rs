//! Which actions are cases: executed, inside the period, of a kind that counts, and automated.

use super::{candidates::Scored, linkable::Linkable, workflows::is_automation};
use crate::{
    records::{Action, ActionKind, InitiatorKind, Instant, Outcome, code::coded},
    registers::Workflow,
};

coded! {
    /// Why an action is, or is not, a case.
    ScopeReason {
        /// It is one.
        InScope = "in_scope",
        /// Pending, failed, cancelled or of unknown outcome.
        NotExecuted = "not_executed",
        /// An administrator did it by hand.
        Manual = "manual",
        /// Nothing says who or what started it.
        InitiatorUnknown = "initiator_unknown",
        /// Of no kind that counts.
        Routine = "routine",
        /// Done before or after the period.
        OutsidePeriod = "outside_period",
    }
}

/// One action with its reason.
#[derive(Debug, Clone)]
pub struct ScopeDecision {
    /// The merged action.
    pub action: Action,
    /// The reason.
    pub reason: ScopeReason,
}

/// Kinds that need an initiator, policy or object that a workflow names: on their own they are everyday work.
pub(super) fn needs_claim(kind: ActionKind) -> bool {
    use ActionKind as K;
    matches!(kind, K::PolicyRun | K::ProfileInstall | K::ProfileRemove | K::AppRemove)
}

/// Kinds that take something away without being destructive. Each of them is told in the scope, claimed or not.
pub(super) fn is_removal(kind: ActionKind) -> bool {
    use ActionKind as K;
    matches!(kind, K::ProfileRemove | K::AppRemove | K::LicenceRevoke)
}

/// Whether the kind counts at all: destructive, a removal, or listed by a workflow.
pub(super) fn counts(kind: ActionKind, workflows: &[Workflow]) -> bool {
    kind.is_destructive()
        || is_removal(kind)
        || workflows.iter().any(|workflow| workflow.actions.contains(&kind))
}

/// Whether a person did it by hand: an account or single sign-on user that no workflow claims.
pub(super) fn is_manual(action: &Action, workflows: &[Workflow]) -> bool {
    let by_person = action
        .initiator
        .as_ref()
        .is_some_and(|i| matches!(i.kind, InitiatorKind::Account | InitiatorKind::Sso));
    by_person && !is_automation(workflows, action)
}

/// Policies that ran and profiles that came without a workflow that claims them are everyday work: no case, no answer
/// to a trigger, and no measure of how long a workflow takes.
pub(super) fn is_everyday(kind: ActionKind, is_claimed: bool) -> bool {
    needs_claim(kind) && !is_removal(kind) && !is_claimed
}

/// Decides about one action that is linked: it counts, and is neither everyday work nor done by hand. `best` is its
/// best candidate, `period` half-open.
pub(super) fn decide(
    linkable: &Linkable<'_>,
    best: Option<&Scored<'_>>,
    min_score: f64,
    period: (Instant, Instant),
) -> ScopeReason {
    let action = linkable.action;
    let Some(done_at) = action.done_at.filter(|_| action.outcome == Outcome::Done) else {
        return ScopeReason::NotExecuted;
    };
    if done_at < period.0 || done_at >= period.1 {
        return ScopeReason::OutsidePeriod;
    }
    let is_attributed = best.is_some_and(|candidate| candidate.score >= min_score);
    if linkable.is_claimed || (action.kind.is_destructive() && is_attributed) {
        return ScopeReason::InScope;
    }
    ScopeReason::InitiatorUnknown
}
