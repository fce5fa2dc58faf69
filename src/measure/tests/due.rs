//! Tests of the lines that the counts of the containment side are counts of.

use chrono::TimeDelta;

use super::NOON;
use crate::{
    attribute::{
        Contained, EligibleTrigger,
        case::{AttributionStatus, Case},
    },
    config::Span,
    judge::rule::Verdict,
    measure::{
        due::{Line, State, lines},
        specimen::{at, case, event, judgement, linked, workflow},
    },
    records::{ActionKind, EventKind},
};

/// A lock linked to an event about an account that was disabled at noon.
fn locked(action_id: &str, event_id: &str, done_at: &str) -> Case {
    let mut case = case(ActionKind::Lock, done_at);
    case.action.action_id = action_id.to_owned();
    case.attribution = linked(event(event_id, EventKind::AccountDisabled, NOON), None);
    case.workflow = Some(workflow(Span::hours(1)));
    case
}

fn trigger(event_id: &str, answered_by: &[&str]) -> EligibleTrigger {
    EligibleTrigger {
        workflow_id: "leaver-lock".to_owned(),
        event: event(event_id, EventKind::AccountDisabled, NOON),
        person_id: "p-ada".to_owned(),
        answered_by: answered_by.iter().map(|id| (*id).to_owned()).collect(),
        otherwise: Contained::default(),
    }
}

fn made(cases: &[(&Case, Verdict)], eligible: &[EligibleTrigger]) -> Vec<Line> {
    let judged: Vec<_> = cases.iter().map(|(case, verdict)| (*case, judgement(*verdict))).collect();
    let judged = judged.iter().map(|(case, judgement)| (*case, judgement));
    lines(judged, eligible, &[workflow(Span::hours(1))])
}

/// Event, whether due, state, action, and whether within the target.
fn told(line: &Line) -> (&str, bool, State, Option<&str>, Option<bool>) {
    let within = line.timed.as_ref().and_then(|timed| timed.is_within_target);
    (&line.event.event_id, line.is_due, line.state, line.action_id.as_deref(), within)
}

#[test]
fn a_trigger_is_due_once_however_many_actions_answer_it() {
    use Verdict::TruePositive;
    let (first, second) =
        (locked("a1", "e1", "2026-07-01T16:30:00Z"), locked("a2", "e1", "2026-07-01T19:00:00Z"));
    // `a0` failed, or was linked to something else about the person.
    let found =
        made(&[(&second, TruePositive), (&first, TruePositive)], &[trigger("e1", &["a0", "a1", "a2"])]);
    assert_eq!(
        found.iter().map(told).collect::<Vec<_>>(),
        [
            ("e1", true, State::Acted, Some("a0"), None),
            ("e1", false, State::Acted, Some("a1"), Some(true)),
            ("e1", false, State::Acted, Some("a2"), Some(false)),
        ]
    );
    let delay = found[1].timed.as_ref().map(|timed| timed.delay);
    assert_eq!((delay, found[1].target), (Some(TimeDelta::minutes(30)), Some(TimeDelta::hours(1))));
    assert_eq!(found[0].target, Some(TimeDelta::hours(1)));
}

#[test]
fn a_missed_trigger_is_one_line_without_an_action() {
    let found = made(&[], &[trigger("e1", &[])]);
    assert_eq!(found.iter().map(told).collect::<Vec<_>>(), [("e1", true, State::Missed, None, None)]);
}

#[test]
fn only_right_actions_are_held_against_the_target_and_stand_without_a_due_trigger() {
    use Verdict::{BenignPositive, FalsePositive, TruePositive, Undetermined};
    let case = locked("a1", "e1", "2026-07-01T16:30:00Z");
    for (verdict, within) in
        [(TruePositive, Some(true)), (FalsePositive, None), (BenignPositive, None), (Undetermined, None)]
    {
        let due = made(&[(&case, verdict)], &[trigger("e1", &["a1"])]);
        assert_eq!(
            due.iter().map(told).collect::<Vec<_>>(),
            [("e1", true, State::Acted, Some("a1"), within)]
        );
        let not_due = made(&[(&case, verdict)], &[trigger("e2", &[])]);
        let others: Vec<_> = not_due.iter().map(told).filter(|line| line.0 == "e1").collect();
        let expected = (verdict == TruePositive).then_some(("e1", false, State::NotDue, Some("a1"), within));
        assert_eq!(others, Vec::from_iter(expected), "{verdict}");
    }
}

#[test]
fn a_right_action_without_a_certain_trigger_has_no_line() {
    let mut case = locked("a1", "e1", "2026-07-01T16:30:00Z");
    case.attribution.status = AttributionStatus::Ambiguous;
    assert!(made(&[(&case, Verdict::TruePositive)], &[]).is_empty());
}

#[test]
fn the_same_event_for_another_workflow_is_another_trigger() {
    let case = locked("a1", "e1", "2026-07-01T16:30:00Z");
    let other = EligibleTrigger { workflow_id: "leaver-wipe".to_owned(), ..trigger("e1", &[]) };
    let found = made(&[(&case, Verdict::TruePositive)], &[other, trigger("e1", &["a1"])]);
    let told: Vec<_> =
        found.iter().map(|line| (line.workflow_id.as_deref(), line.is_due, line.state)).collect();
    assert_eq!(told, [(Some("leaver-lock"), true, State::Acted), (Some("leaver-wipe"), true, State::Missed)]);
    // Its workflow is not in the register of this test.
    assert_eq!(found[1].target, None);
    assert_eq!(found[0].timed.as_ref().map(|timed| timed.done_at), Some(at("2026-07-01T16:30:00Z")));
}
