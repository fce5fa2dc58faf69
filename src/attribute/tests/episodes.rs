//! What is one happening: chains, correlations and what ends them.

use std::sync::Arc;

use super::super::{episodes, in_time_order, specimen::*};
use crate::{
    records::{EventKind as K, EventOutcome, IdentityEvent, Instant},
    resolve::{Devices, People},
};

/// The event ids of each episode, in order.
fn ids(events: &[IdentityEvent]) -> Vec<Vec<String>> {
    let people = People::new(&World::quiet().registers.people.unwrap(), events, &[]);
    let events: Vec<Arc<IdentityEvent>> = in_time_order(events);
    let all = episodes::episodes(&events, &people, &Devices::default());
    all.into_iter().map(|e| e.events.iter().map(|event| event.event_id.clone()).collect()).collect()
}

fn of_ada(events: &[(&str, K, Instant)]) -> Vec<IdentityEvent> {
    events.iter().map(|(id, kind, at)| event(id, *kind, *at, "p1")).collect()
}

#[test]
fn a_leaver_chain_holds_up_to_twenty_four_hours_after_its_last_event() {
    for (gap, expected) in [(24 * 3_600, 1), (24 * 3_600 + 1, 2)] {
        let events =
            of_ada(&[("t", K::TerminationRecorded, hour(0)), ("d", K::AccountDisabled, second(gap))]);
        assert_eq!(ids(&events).len(), expected, "{gap} s");
    }
    let rolling = of_ada(&[
        ("a", K::TerminationRecorded, hour(0)),
        ("b", K::AccountSuspended, hour(20)),
        ("c", K::AccountDeleted, hour(40)),
    ]);
    assert_eq!(ids(&rolling), [["a", "b", "c"]]);
}

#[test]
fn what_undoes_a_leaver_event_ends_the_chain() {
    for (undoing, outcome, expected) in [
        (K::AccountEnabled, EventOutcome::Happened, 2),
        (K::AccountRestored, EventOutcome::Happened, 2),
        (K::AccountEnabled, EventOutcome::Failed, 1),
        // Undoes terminations, and there is none in this chain.
        (K::TerminationCancelled, EventOutcome::Happened, 1),
        (K::GroupAdded, EventOutcome::Happened, 1),
        (K::SignIn, EventOutcome::Happened, 1),
    ] {
        let mut events = of_ada(&[
            ("a", K::AccountDisabled, hour(0)),
            ("u", undoing, hour(1)),
            ("b", K::AccountDisabled, hour(2)),
        ]);
        events[1].outcome = outcome;
        assert_eq!(ids(&events).len(), expected, "{undoing} {outcome}");
    }
}

#[test]
fn a_cancelled_termination_ends_the_chain_of_a_termination() {
    for undoing in [K::TerminationCancelled, K::LeaveDateMoved, K::Rehired] {
        let events = of_ada(&[
            ("a", K::TerminationRecorded, hour(0)),
            ("u", undoing, hour(1)),
            ("b", K::TerminationRecorded, hour(2)),
        ]);
        assert_eq!(ids(&events), [["a"], ["b"]], "{undoing}");
    }
}

#[test]
fn being_added_to_a_group_for_leavers_does_not_end_the_chain_of_a_leaver() {
    let mut events = of_ada(&[
        ("a", K::AccountDisabled, hour(0)),
        ("b", K::GroupRemoved, hour(0)),
        ("c", K::GroupAdded, hour(1)),
        ("d", K::AccountDeleted, hour(2)),
    ]);
    for event in &mut events[..2] {
        event.correlations = vec!["transaction:one".to_owned()];
    }
    assert_eq!(ids(&events), [["a", "b", "d"]]);
}

#[test]
fn a_correlation_joins_events_of_one_person_and_never_of_two() {
    let mut events = of_ada(&[("a", K::GroupRemoved, hour(0)), ("b", K::AppRemoved, day(3))]);
    events.push(event("c", K::GroupRemoved, hour(0), "p2"));
    for event in &mut events {
        event.correlations = vec!["transaction:one".to_owned()];
    }
    assert_eq!(ids(&events), [vec!["a", "b"], vec!["c"]]);
}

#[test]
fn other_triggers_chain_by_correlation_alone() {
    let events = of_ada(&[("a", K::GroupRemoved, hour(0)), ("b", K::GroupRemoved, hour(0))]);
    assert_eq!(ids(&events).len(), 2);
}

#[test]
fn somebody_known_by_address_alone_is_one_subject_whatever_name_is_printed() {
    let mut events = of_ada(&[("a", K::AccountSuspended, hour(0)), ("b", K::AccountDeleted, hour(1))]);
    events[0].subject = email("Zoe@elsewhere.test");
    events[1].subject = email("zoe@elsewhere.test");
    events[1].subject.display_name = Some("Zoe Sample".to_owned());
    assert_eq!(ids(&events), [["a", "b"]]);
}
