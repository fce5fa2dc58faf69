//! `out-of-scope-trigger`: kind or object of the trigger is outside the approved conditions.

use crate::{
    attribute::case::{Candidate, Case, RowRef},
    judge::{
        facts::{action_and, told},
        rule::{About, CauseClass, Context, Family, Fired, Role, Rule, Weight},
    },
    records::IdentityEvent,
    registers::Workflow,
};

/// Kind or object of the trigger is outside the approved conditions.
pub(super) const RULE: Rule = Rule {
    code: "out-of-scope-trigger",
    family: Family::Event,
    about: About::Trigger,
    cause: Some((CauseClass::Logic, Role::ControlOwner)),
    printed_weight: "+7",
    full_bits: Some(7.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
The workflow version that was valid then lists the trigger kinds, and where needed the groups, apps or
licences, on which it may act. No event of the episode meets them.

## Why it speaks for or against a false positive
The automation acted on something nobody approved. Unless the person left anyway, that is a condition which
is wider in the tool than in the control map.

## What speaks against it
The control map may be behind the tool: if the wider condition was agreed, the map is what is wrong. It
is silent where a source of triggers lost events, for the approved one may be among them. It
suspends only the fact that the trigger stood; somebody who did leave stays a true positive, with a finding
about the control.

## Settings
`[judge].bits.out-of-scope-trigger` replaces its +7 bits. `triggers` and `objects` of the workflow are the
yardstick; a workflow that lists no triggers gives none, and the rule is silent.
";

fn fires(case: &Case, candidate: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let candidate = candidate?;
    let workflow = case.workflow.as_ref().filter(|workflow| !workflow.triggers.is_empty())?;
    // What is left of an episode whose records were lost is often its side effects.
    if case.trigger_sources_lose_events || candidate.episode.iter().any(|event| is_approved(event, workflow))
    {
        return None;
    }
    let kind_is_listed = candidate.episode.iter().any(|event| workflow.triggers.contains(&event.kind));
    let outside = if kind_is_listed {
        "its object is not among the objects"
    } else {
        "its kind is not among the triggers"
    };
    let mut rows = action_and(case, candidate.episode.iter().map(AsRef::as_ref));
    rows.push(RowRef::Register(workflow.row.clone()));
    Some(Fired {
        weight: Weight::Bits(7.0),
        because: format!(
            "{} started the action, but {outside} of workflow `{}`",
            told(&candidate.trigger),
            workflow.id
        ),
        rows,
    })
}

/// Whether the workflow may act on the event.
fn is_approved(event: &IdentityEvent, workflow: &Workflow) -> bool {
    workflow.triggers.contains(&event.kind)
        && (!event.kind.pairs_on_object() || has_approved_object(event, workflow))
}

/// Whether id or name of the event's object is listed; an empty list allows any.
fn has_approved_object(event: &IdentityEvent, workflow: &Workflow) -> bool {
    let names =
        event.object.iter().flat_map(|object| [object.id.as_deref(), object.name.as_deref()]).flatten();
    let names: Vec<String> = names.map(|name| name.trim().to_lowercase()).collect();
    workflow.objects.is_empty()
        || workflow.objects.iter().any(|object| names.contains(&object.trim().to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        judge::fixtures::*,
        records::{EventKind as K, ObjectRef},
    };

    fn with(kind: K, object: Option<(&str, &str)>, objects: &[&str]) -> Case {
        let mut case = linked_to(kind, |c| {
            let mut trigger = event(kind, hour(0));
            trigger.object =
                object.map(|(id, name)| ObjectRef { id: Some(id.to_owned()), name: Some(name.to_owned()) });
            set_trigger(c, trigger);
        });
        case.workflow.iter_mut().for_each(|w| w.objects = objects.iter().map(|&o| o.to_owned()).collect());
        case
    }

    #[test]
    fn kind_and_object_must_be_approved() {
        let vpn = Some(("g1", "VPN Users"));
        for (kind, object, objects, expected) in [
            (K::AccountDisabled, None, &[][..], None),
            (K::AccountDisabled, None, &["g1"], None),
            (K::AccountLocked, None, &[], Some(7.0)),
            (K::GroupRemoved, vpn, &[], None),
            (K::GroupRemoved, vpn, &["g1"], None),
            (K::GroupRemoved, vpn, &["vpn users "], None),
            (K::GroupRemoved, vpn, &["g2", "g1"], None),
            (K::GroupRemoved, vpn, &["g2"], Some(7.0)),
            (K::GroupRemoved, None, &["g1"], Some(7.0)),
        ] {
            assert_eq!(
                bits(&RULE, &with(kind, object, objects)),
                expected,
                "{kind} of {object:?} under {objects:?}"
            );
        }
    }

    #[test]
    fn one_approved_event_of_the_episode_is_enough() {
        let mut case = with(K::AccountLocked, None, &[]);
        case.attribution.candidates[0].episode.extend(some(event(K::AccountDisabled, hour(0))));
        assert_eq!(bits(&RULE, &case), None);
    }

    #[test]
    fn where_events_were_lost_the_approved_one_may_be_among_them() {
        let mut case = with(K::AccountLocked, None, &[]);
        case.trigger_sources_lose_events = true;
        assert_eq!(bits(&RULE, &case), None);
    }

    #[test]
    fn without_a_yardstick_it_is_silent() {
        let mut case = with(K::AccountLocked, None, &[]);
        case.workflow.iter_mut().for_each(|w| w.triggers.clear());
        assert_eq!(bits(&RULE, &case), None);
        case.workflow = None;
        assert_eq!(bits(&RULE, &case), None);
    }

    #[test]
    fn the_sentence_says_what_lies_outside() {
        assert_says(&RULE, &with(K::AccountLocked, None, &[]), &["its kind", "`lock-leavers`"]);
        assert_says(&RULE, &with(K::GroupRemoved, Some(("g1", "VPN")), &["g2"]), &["its object"]);
    }
}
