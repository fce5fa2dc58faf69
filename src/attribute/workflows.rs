//! Which workflow versions claim an action.

use crate::{
    records::{Action, EventKind, IdentityEvent, InitiatorKind, Instant, ObjectRef},
    registers::Workflow,
};

/// Workflow versions valid at the time whose initiator, hook, policy or object matches the action. Those
/// that may take this kind of action stand alone when there are any.
pub(super) fn claiming<'a>(workflows: &'a [Workflow], action: &Action, at: Instant) -> Vec<&'a Workflow> {
    let claims: Vec<&Workflow> = workflows
        .iter()
        .filter(|workflow| workflow.validity.holds_at(at))
        .filter(|workflow| names_initiator(workflow, action) || names_object(workflow, action))
        .collect();
    let fitting: Vec<&Workflow> =
        claims.iter().copied().filter(|workflow| workflow.actions.contains(&action.kind)).collect();
    if fitting.is_empty() { claims } else { fitting }
}

/// Workflow versions valid at the time that may take this kind of action, whoever started it.
pub(super) fn able<'a>(workflows: &'a [Workflow], action: &Action, at: Instant) -> Vec<&'a Workflow> {
    workflows
        .iter()
        .filter(|workflow| workflow.validity.holds_at(at) && workflow.actions.contains(&action.kind))
        .collect()
}

/// Whether any version of any workflow claims the initiator at any time: then it is an automation, not a
/// person.
pub(super) fn is_automation(workflows: &[Workflow], action: &Action) -> bool {
    workflows.iter().any(|workflow| names_initiator(workflow, action))
}

/// Whether an event is one the workflow may act on: kind and, for kinds about an object, the object.
pub(super) fn approves(workflow: &Workflow, event: &IdentityEvent) -> bool {
    approves_kind(workflow, event.kind)
        && (workflow.objects.is_empty()
            || !event.kind.pairs_on_object()
            || lists(workflow, event.object.as_ref()))
}

/// Whether the kind alone is listed.
pub(super) fn approves_kind(workflow: &Workflow, kind: EventKind) -> bool {
    workflow.triggers.contains(&kind)
}

fn names_initiator(workflow: &Workflow, action: &Action) -> bool {
    let Some(initiator) = &action.initiator else { return false };
    workflow.initiators.iter().any(|(kind, name)| {
        kind == initiator.kind.code()
            && (name.eq_ignore_ascii_case(&initiator.name)
                || initiator.title.as_ref().is_some_and(|title| name.eq_ignore_ascii_case(title))
                || is_policy_object(kind, name, action))
    })
}

fn is_policy_object(kind: &str, name: &str, action: &Action) -> bool {
    kind == InitiatorKind::Policy.code()
        && action.object.as_ref().is_some_and(|object| {
            [&object.id, &object.name].into_iter().flatten().any(|text| text.eq_ignore_ascii_case(name))
        })
}

/// A profile or app the control map names, for kinds it may take. Never for an interactive administrator.
fn names_object(workflow: &Workflow, action: &Action) -> bool {
    action.initiator.is_none()
        && workflow.actions.contains(&action.kind)
        && lists(workflow, action.object.as_ref())
}

fn lists(workflow: &Workflow, object: Option<&ObjectRef>) -> bool {
    object.is_some_and(|object| {
        [&object.id, &object.name]
            .into_iter()
            .flatten()
            .any(|text| workflow.objects.iter().any(|listed| listed.eq_ignore_ascii_case(text)))
    })
}
