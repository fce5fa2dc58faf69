//! What contains a trigger that its workflow missed.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::super::{Contained, specimen::*};
use crate::{
    records::{Action, ActionKind, ActivityKind, EventKind as K, InitiatorKind, Instant, JamfClass, Outcome},
    registers::Workflow,
};

/// Locks contractors' devices through an account of its own.
fn other_workflow() -> Workflow {
    Workflow {
        id: "end-contracts".to_owned(),
        triggers: vec![K::AccountSuspended],
        initiators: vec![("account".to_owned(), "svc-contract".to_owned())],
        ..workflow()
    }
}

/// An executed action of the other workflow.
fn done(id: &str, kind: ActionKind, device: &str, at: Instant) -> Action {
    let initiator = by(InitiatorKind::Account, "svc-contract");
    Action { kind, initiator, ..lock(id, device, at - TimeDelta::minutes(5), at) }
}

/// Ada's account is disabled at hour 0, and the workflow that should lock her Mac does nothing.
fn missed() -> World {
    World::plain_where(|world| {
        world.ingested.actions.clear();
        let workflows = world.registers.workflows.as_mut().unwrap();
        workflows[0].actions = vec![ActionKind::Lock];
        workflows.push(other_workflow());
    })
}

fn contained_in(world: &World) -> Contained {
    let eligible = world.linked().eligible;
    let of_ours: Vec<_> = eligible.iter().filter(|trigger| trigger.workflow_id == "lock-leavers").collect();
    assert_eq!(of_ours.len(), 1);
    assert!(!of_ours[0].acted());
    of_ours[0].otherwise.clone()
}

/// The ids of what contained it and the devices left open.
fn contained(change: impl FnOnce(&mut World)) -> (Vec<String>, Vec<String>) {
    let mut world = missed();
    change(&mut world);
    let found = contained_in(&world);
    (found.by.into_iter().map(|by| by.action_id).collect(), found.open)
}

/// Whether one action contains it.
fn by_one(action: Action) -> bool {
    let id = action.action_id.clone();
    let (by, open) = contained(|world| world.ingested.actions.push(action));
    assert!(by.is_empty() || by == [id.clone()], "{by:?}");
    assert_eq!(open.is_empty(), !by.is_empty(), "{id}");
    open.is_empty()
}

#[test]
fn nothing_done_leaves_the_device_open() {
    assert_eq!(contained(|_| ()), (vec![], vec!["SER-0001".to_owned()]));
}

#[test]
fn an_action_at_least_as_strong_on_the_same_device_inside_the_seven_days_contains() {
    use ActionKind as A;
    let week = TimeDelta::days(7);
    let s = TimeDelta::seconds(1);
    for (kind, device, at, expected) in [
        (A::Lock, "SER-0001", hour(3), true),
        (A::Wipe, "SER-0001", hour(3), true),
        (A::LostModeOn, "SER-0001", hour(3), true),
        // Weaker, or something else.
        (A::Restart, "SER-0001", hour(3), false),
        (A::ShutDown, "SER-0001", hour(3), false),
        (A::RecoveryLock, "SER-0001", hour(3), false),
        (A::Unmanage, "SER-0001", hour(3), false),
        // Another person's device, and one that nobody knows.
        (A::Wipe, "SER-0002", hour(3), false),
        (A::Wipe, "SER-0009", hour(3), false),
        // The edges of the seven days.
        (A::Lock, "SER-0001", hour(0), true),
        (A::Lock, "SER-0001", hour(0) + week - s, true),
        (A::Lock, "SER-0001", hour(0) + week, false),
        // Before the trigger, and in force.
        (A::Lock, "SER-0001", hour(-3), true),
        (A::Wipe, "SER-0001", day(-40), true),
    ] {
        assert_eq!(by_one(done("b1", kind, device, at)), expected, "{kind} of {device} at {at}");
    }
}

#[test]
fn whoever_did_it_an_administrator_the_workflow_itself_too_late_or_nobody_known() {
    let by_hand = by(InitiatorKind::Account, "carla");
    assert!(by_one(Action { initiator: by_hand, ..lock("b1", "SER-0001", hour(2), hour(3)) }));
    assert!(by_one(Action { initiator: None, ..lock("b1", "SER-0001", hour(30), hour(30)) }));
    assert!(by_one(lock("b1", "SER-0001", hour(50), hour(50))));
}

#[test]
fn what_was_not_executed_contains_nothing() {
    for outcome in [Outcome::Pending, Outcome::NotNow, Outcome::Failed, Outcome::Cancelled, Outcome::Unknown]
    {
        let action = Action { outcome, done_at: None, ..done("b1", ActionKind::Wipe, "SER-0001", hour(3)) };
        assert!(!by_one(action), "{outcome}");
    }
}

#[test]
fn an_earlier_action_that_was_taken_back_before_the_trigger_holds_no_longer() {
    let held = |change: fn(&mut World)| {
        let (_, open) = contained(|world| {
            world.ingested.actions.push(done("b1", ActionKind::Lock, "SER-0001", hour(-30)));
            change(world);
        });
        open.is_empty()
    };
    assert!(held(|_| ()));
    for (seen, expected) in [(hour(-1), false), (hour(0), true), (hour(1), true)] {
        let (_, open) = contained(|world| {
            world.ingested.actions.push(done("b1", ActionKind::Lock, "SER-0001", hour(-30)));
            world.ingested.activities.push(activity("SER-0001", ActivityKind::CheckIn, seen, None));
        });
        assert_eq!(open.is_empty(), expected, "seen at {seen}");
    }
    // Somebody takes the lock off again.
    assert!(!held(|world| {
        let initiator = by(InitiatorKind::Account, "carla");
        let off = Action {
            kind: ActionKind::ClearPasscode,
            initiator,
            ..lock("b2", "SER-0001", hour(-9), hour(-9))
        };
        world.ingested.actions.push(off);
    }));
    // What it was done for is undone, before the trigger or after it.
    for (undone_at, expected) in [(-2, false), (2, true)] {
        let (_, open) = contained(|world| {
            world.ingested.actions.push(done("b1", ActionKind::Lock, "SER-0001", hour(-30)));
            world.registers.workflows.as_mut().unwrap()[1].triggers = vec![K::GroupRemoved];
            world.happens("g", K::GroupRemoved, hour(-31), "p1").object = object("g1");
            world.happens("u", K::GroupAdded, hour(undone_at), "p1").object = object("g1");
        });
        assert_eq!(open.is_empty(), expected, "undone at {undone_at} h");
    }
}

#[test]
fn an_action_is_of_who_held_the_device_when_it_was_done() {
    let handed_on = |from: i64, assigned: Option<&'static str>| {
        let (_, open) = contained(move |world| {
            let versions = vec![
                device("SER-0001", assigned, None, Some(hour(from))),
                device("SER-0001", Some("p1"), Some(hour(from)), None),
            ];
            world.registers.devices = Some(versions);
            world.ingested.actions.push(done("b1", ActionKind::Wipe, "SER-0001", hour(-20)));
        });
        open.is_empty()
    };
    // Ben's Mac was wiped and then given to Ada.
    assert!(!handed_on(-10, Some("p2")));
    assert!(handed_on(-30, Some("p2")));
    // Nobody knows whose it was: the device alone counts.
    assert!(handed_on(-10, None));
}

#[test]
fn every_device_that_the_workflow_reaches_has_to_be_contained() {
    let two = |second: Option<JamfClass>, actions: Vec<Action>| {
        contained(move |world| {
            let jamf_class = second.map(|class| class.code().to_owned());
            let other = crate::registers::Device { jamf_class, ..device("SER-0003", Some("p1"), None, None) };
            world.registers.devices.as_mut().unwrap().push(other);
            // The workflow did lock a Mac of somebody else, and never a phone.
            let mut habit = lock("h1", "SER-0002", hour(-200), hour(-200));
            habit.device = std::sync::Arc::new(crate::records::DeviceKeys {
                class: Some(JamfClass::Computer),
                ..serial("SER-0002")
            });
            world.ingested.actions.push(habit);
            world.ingested.actions.extend(actions);
        })
    };
    let first = done("b1", ActionKind::Lock, "SER-0001", hour(3));
    let second = done("b2", ActionKind::Wipe, "SER-0003", hour(2));
    let computer = Some(JamfClass::Computer);
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    assert_eq!(two(computer, vec![first.clone()]), (ids(&["b1"]), ids(&["SER-0003"])));
    assert_eq!(two(computer, vec![first.clone(), second]), (ids(&["b2", "b1"]), vec![]));
    // A phone is none of its business.
    assert_eq!(two(Some(JamfClass::Mobile), vec![first]), (ids(&["b1"]), vec![]));
}

#[test]
fn a_strip_stands_for_another_strip_only_about_the_same_happening() {
    let strip = |about: K| {
        contained(move |world| {
            let workflows = world.registers.workflows.as_mut().unwrap();
            workflows[0].actions = vec![ActionKind::ProfileRemove];
            workflows[1].actions = vec![ActionKind::ProfileRemove];
            workflows[1].triggers = vec![about];
            if about == K::GroupRemoved {
                world.happens("g", K::GroupRemoved, hour(70), "p1");
            }
            let at = if about == K::GroupRemoved { hour(71) } else { hour(1) };
            world.ingested.actions.push(done("b1", ActionKind::ProfileRemove, "SER-0001", at));
        })
        .0
    };
    assert_eq!(strip(K::AccountDisabled), ["b1"]);
    assert_eq!(strip(K::GroupRemoved), Vec::<String>::new());
}

#[test]
fn the_time_is_that_of_the_last_device_and_none_while_one_is_open() {
    let mut world = missed();
    world.registers.devices.as_mut().unwrap().push(device("SER-0003", Some("p1"), None, None));
    world.ingested.actions.push(done("b1", ActionKind::Lock, "SER-0001", hour(3)));
    assert_eq!(contained_in(&world).at(), None);
    world.ingested.actions.push(done("b2", ActionKind::Lock, "SER-0003", hour(9)));
    assert_eq!(contained_in(&world).at(), Some(hour(9)));
    // Of several on one device the first counts; of several before it the last.
    world.ingested.actions.push(done("b3", ActionKind::Wipe, "SER-0003", hour(8)));
    assert_eq!(contained_in(&world).at(), Some(hour(8)));
    world.ingested.actions.push(done("b4", ActionKind::Lock, "SER-0003", hour(-5)));
    assert_eq!(contained_in(&world).at(), Some(hour(3)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn an_unrelated_action_changes_nothing(
        kind in proptest::sample::select(ActionKind::ALL),
        at in -400_i64..400,
        is_contained in any::<bool>(),
        is_by_hand in any::<bool>(),
    ) {
        let mut world = missed();
        if is_contained {
            world.ingested.actions.push(done("b1", ActionKind::Lock, "SER-0001", hour(3)));
        }
        let before = contained_in(&world);
        let mut other = done("z1", kind, "SER-0002", hour(at));
        if is_by_hand {
            other.initiator = by(InitiatorKind::Account, "carla");
        }
        world.ingested.actions.push(other);
        prop_assert_eq!(contained_in(&world), before);
    }
}
