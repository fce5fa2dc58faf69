//! Triggers that should have led to an action.

use super::super::{eligible::EligibleTrigger, specimen::*};
use crate::records::{ActionKind, EventKind as K, EventOutcome, InitiatorKind, Instant, Outcome};

fn eligible(change: impl FnOnce(&mut World)) -> Vec<EligibleTrigger> {
    World::plain_where(change).linked().eligible
}

fn acted(change: impl FnOnce(&mut World)) -> Vec<bool> {
    eligible(change).iter().map(EligibleTrigger::acted).collect()
}

#[test]
fn a_trigger_is_answered_by_an_action_executed_or_not_and_missed_without() {
    assert_eq!(acted(|_| ()), [true]);
    assert_eq!(acted(|world| world.ingested.actions[0].outcome = Outcome::Failed), [true]);
    assert_eq!(acted(|world| world.ingested.actions.clear()), [false]);
    let missed = eligible(|world| world.ingested.actions.clear());
    assert_eq!((missed[0].workflow_id.as_str(), missed[0].person_id.as_str()), ("lock-leavers", "p1"));
}

#[test]
fn an_everyday_policy_run_that_no_workflow_claims_is_no_answer() {
    for (name, expected) in [("88", true), ("21", false)] {
        let found = acted(|world| {
            let workflow = &mut world.registers.workflows.as_mut().unwrap()[0];
            workflow.actions.push(ActionKind::PolicyRun);
            workflow.initiators.push(("policy".to_owned(), "88".to_owned()));
            let action = &mut world.ingested.actions[0];
            action.kind = ActionKind::PolicyRun;
            action.initiator = by(InitiatorKind::Policy, name);
        });
        assert_eq!(found, [expected], "policy {name}");
    }
}

#[test]
fn an_action_beyond_the_longest_delay_is_no_answer() {
    for (sent, expected) in [(hour(24), true), (second(24 * 3_600 + 1), false)] {
        let found = acted(|world| {
            // At the very edge closeness alone costs 3.5 bits.
            world.config.attribute.min_score = 3.0;
            world.ingested.actions[0] = lock("a1", "SER-0001", sent, hour(30));
        });
        assert_eq!(found, [expected], "{sent}");
    }
}

#[test]
fn only_a_trigger_that_stood_seven_days_counts() {
    let week = chrono::TimeDelta::days(7);
    let s = chrono::TimeDelta::seconds(1);
    for (undone_at, expected) in [(hour(0) + week - s, 0), (hour(0) + week, 1)] {
        let found = eligible(|world| {
            world.happens("u", K::AccountEnabled, undone_at, "p1");
        });
        assert_eq!(found.len(), expected, "{undone_at}");
    }
    for (as_of, expected) in [(hour(0) + week, 1), (hour(0) + week - s, 0)] {
        assert_eq!(eligible(|world| world.as_of = as_of).len(), expected, "{as_of}");
    }
    assert_eq!(eligible(|world| world.ingested.events[0].outcome = EventOutcome::Failed).len(), 0);
}

#[test]
fn the_period_is_half_open_and_asks_when_the_trigger_was() {
    let world = World::plain();
    for (from, to, expected) in [(hour(0), hour(1), 1), (hour(-1), hour(0), 0), (second(1), day(1), 0)] {
        assert_eq!(world.linked_in(from, to).eligible.len(), expected, "{from}..{to}");
    }
}

#[test]
fn a_chain_counts_once_per_workflow_and_unlisted_kinds_not_at_all() {
    let chain = eligible(|world| {
        world.happens("t", K::TerminationRecorded, hour(-3), "p1");
    });
    assert_eq!(chain.iter().map(|t| t.event.event_id.as_str()).collect::<Vec<_>>(), ["t"]);
    assert_eq!(eligible(|world| world.ingested.events[0].kind = K::RiskRaised).len(), 0);
    assert_eq!(eligible(|w| w.registers.workflows.as_mut().unwrap()[0].validity.to = Some(hour(0))).len(), 0);
}

/// Whether Ada counts as somebody with a device.
fn has_device(change: impl FnOnce(&mut World)) -> bool {
    !eligible(change).is_empty()
}

fn registered(world: &mut World, person: Option<&str>, from: Option<Instant>, to: Option<Instant>) {
    world.registers.devices = Some(vec![device("SER-0001", person, from, to)]);
}

#[test]
fn a_person_with_a_device_is_one_who_had_it_when_the_trigger_came() {
    assert!(!has_device(|world| world.registers.devices = Some(Vec::new())));
    // Handed out inside the period, before the trigger; taken back before it.
    assert!(has_device(|world| registered(world, Some("p1"), Some(day(-2)), None)));
    assert!(!has_device(|world| registered(world, Some("p1"), None, Some(hour(0)))));
    assert!(!has_device(|world| registered(world, Some("p1"), Some(hour(1)), None)));
    assert!(!has_device(|world| registered(world, Some("p2"), None, None)));
}

#[test]
fn jamf_tells_who_has_a_device_where_the_register_does_not() {
    let stated = |from: Option<Instant>, register: Option<&'static str>| {
        has_device(move |world| {
            registered(world, register, None, None);
            world.ingested.assignments = vec![assignment("SER-0001", from, Some(okta("p1")))];
        })
    };
    assert!(stated(Some(day(-9)), None));
    assert!(stated(Some(day(-2)), None));
    assert!(!stated(Some(day(-9)), Some("p2")));
    // The first thing Jamf says is taken to have held before, too.
    assert!(stated(Some(day(9)), None));
    let handed_on = has_device(|world| {
        registered(world, None, None, None);
        world.ingested.assignments = vec![
            assignment("SER-0001", Some(day(-9)), Some(okta("p1"))),
            assignment("SER-0001", Some(day(-1)), Some(okta("p2"))),
        ];
    });
    assert!(!handed_on);
}
