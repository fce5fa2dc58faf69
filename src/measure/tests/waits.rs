//! Tests of the containment side: how long triggers waited, and which led to nothing.

use super::NOON;
use crate::{
    attribute::{Contained, Containing, EligibleTrigger, case::Case},
    config::Span,
    judge::rule::{Role, Verdict},
    measure::{
        containment::{Observed, Watch, observe},
        specimen::{at, case, event, judgement, linked, workflow},
    },
    records::{ActionKind, EventKind, FileId, Origin},
    registers::Workflow,
};

const AS_OF: &str = "2026-07-11T16:00:00Z";

/// A lock of somebody whose account was disabled at noon.
fn locked(done_at: &str, has_workflow: bool) -> Case {
    let mut case = case(ActionKind::Lock, done_at);
    case.attribution = linked(event("ev-1", EventKind::AccountDisabled, NOON), None);
    case.workflow = has_workflow.then(|| workflow(Span::hours(1)));
    case
}

fn trigger(event_id: &str, acted: bool) -> EligibleTrigger {
    EligibleTrigger {
        workflow_id: "leaver-lock".to_owned(),
        event: event(event_id, EventKind::AccountDisabled, NOON),
        person_id: "p-ada".to_owned(),
        answered_by: vec!["a1".to_owned(); usize::from(acted)],
        otherwise: Contained::default(),
    }
}

/// What somebody else did at a time, with a device that it left open.
fn otherwise(done_at: &str, open: Option<&str>) -> Contained {
    let row = Origin { file: FileId(0), line: 7, item: 0 };
    let by = Containing { at: at(done_at), action_id: "a2".to_owned(), row };
    Contained { by: vec![by], open: open.into_iter().map(str::to_owned).collect() }
}

fn observed(
    cases: &[(&Case, Verdict)],
    pending: &[(&Case, Verdict)],
    eligible: &[EligibleTrigger],
    workflows: &[Workflow],
) -> Observed {
    let judged: Vec<_> = cases.iter().map(|(case, verdict)| (*case, judgement(*verdict))).collect();
    let pending = pending.iter().map(|(case, verdict)| (*case, judgement(*verdict)));
    let period = (at("2026-07-01T04:00:00Z"), at("2026-10-01T04:00:00Z"));
    let watch = Watch { workflows, period, as_of: at(AS_OF) };
    observe(judged.iter().map(|(case, judgement)| (*case, judgement)), pending, eligible, &watch)
}

#[test]
fn right_actions_with_a_trigger_are_timed_against_the_target() {
    use Verdict::{FalsePositive, TruePositive};
    let (on_time, late) = (locked("2026-07-01T17:00:00Z", true), locked("2026-07-01T17:00:01Z", true));
    let (before, unlinked) = (locked("2026-07-01T15:59:00Z", false), case(ActionKind::Lock, NOON));
    let cases = [
        (&on_time, TruePositive),
        (&late, TruePositive),
        (&before, TruePositive),
        (&unlinked, TruePositive),
        (&late, FalsePositive),
    ];
    let found = observed(&cases, &[], &[], &[]);
    assert_eq!(found.true_positives, 4);
    let waits: Vec<(f64, bool, Option<bool>)> =
        found.waits.iter().map(|wait| (wait.hours, wait.has_acted, wait.is_within_target)).collect();
    assert_eq!(waits, [(1.0, true, Some(true)), (3_601.0 / 3_600.0, true, Some(false)), (0.0, true, None)]);
    let owners = &found.waits[0].owners;
    let place = |role| Role::ALL.iter().position(|other| *other == role).unwrap();
    assert_eq!(owners[place(Role::ControlOwner)].as_deref(), Some("team:identity"));
    assert_eq!(owners[place(Role::ExecutionOwner)].as_deref(), Some("team:endpoint"));
    assert_eq!(found.waits[2].owners, [None, None, None, None]);
}

#[test]
fn missed_triggers_wait_until_now_and_count_for_the_version_valid_then() {
    let mut earlier = workflow(Span::hours(1));
    earlier.validity.to = Some(at(NOON));
    earlier.execution_owner = Some("team:earlier".to_owned());
    let mut now = workflow(Span::hours(1));
    now.validity.from = Some(at(NOON));
    let eligible = [trigger("ev-3", false), trigger("ev-2", false), trigger("ev-1", true)];
    let found = observed(&[], &[], &eligible, &[earlier, now]);
    let missed: Vec<&str> = found.missed.iter().map(|missed| missed.event.event_id.as_str()).collect();
    assert_eq!(missed, ["ev-2", "ev-3"]);
    assert_eq!(found.due.iter().filter(|due| due.is_missed).count(), 2);
    assert_eq!(found.waits.len(), 2);
    let wait = &found.waits[0];
    // Ten days from noon to noon; the workflow does one thing only, so its kind is known.
    assert_eq!((wait.hours, wait.has_acted, wait.is_within_target), (240.0, false, None));
    assert_eq!((wait.action_kind, wait.device_class.as_deref()), (Some(ActionKind::Lock), None));
    assert!(wait.owners.contains(&Some("team:endpoint".to_owned())));
    assert!(!wait.owners.contains(&Some("team:earlier".to_owned())));
}

#[test]
fn a_missed_trigger_waits_until_something_else_contained_it() {
    for (contained, hours, left_open) in [
        (Contained::default(), 240.0, true),
        (otherwise("2026-07-01T20:00:00Z", None), 4.0, false),
        // It held before the trigger came: nobody waited.
        (otherwise("2026-06-30T20:00:00Z", None), 0.0, false),
        // One of two devices is as good as open.
        (otherwise("2026-07-01T20:00:00Z", Some("SER-2")), 240.0, true),
    ] {
        let missed = EligibleTrigger { otherwise: contained.clone(), ..trigger("ev-1", false) };
        let found = observed(&[], &[], &[missed], &[workflow(Span::hours(1))]);
        let wait = &found.waits[0];
        assert_eq!(
            (wait.hours, wait.has_acted, wait.is_within_target),
            (hours, false, None),
            "{contained:?}"
        );
        assert_eq!((found.due[0].is_missed, found.due[0].is_left_open), (true, left_open), "{contained:?}");
        assert_eq!(found.missed.len(), 1);
    }
}

#[test]
fn a_missed_trigger_of_a_workflow_with_several_kinds_has_none() {
    let mut workflow = workflow(Span::hours(1));
    workflow.actions.push(ActionKind::Wipe);
    let found = observed(&[], &[], &[trigger("ev-1", false)], &[workflow]);
    assert_eq!(found.waits[0].action_kind, None);
}

#[test]
fn pending_commands_wait_if_they_are_right_and_their_trigger_is_of_the_period() {
    use Verdict::{FalsePositive, TruePositive, Undetermined};
    let waiting = locked(AS_OF, true);
    let mut older = locked(AS_OF, true);
    older.attribution = linked(event("ev-0", EventKind::AccountDisabled, "2026-06-30T12:00:00Z"), None);
    let pending = [
        (&waiting, TruePositive),
        (&waiting, FalsePositive),
        (&waiting, Undetermined),
        (&older, TruePositive),
    ];
    let found = observed(&[], &pending, &[], &[]);
    assert_eq!(found.waits.len(), 1);
    assert_eq!((found.waits[0].hours, found.waits[0].has_acted), (240.0, false));
    assert_eq!((found.waits[0].is_within_target, found.true_positives), (None, 0));
}
