//! What follows on the device: roll-backs, signs of life, repeats.

use std::sync::Arc;

use super::super::{case::Case, specimen::*};
use crate::records::{
    ActionKind as A, ActivityKind, EventKind as K, InitiatorKind as I, Instant, JamfClass, Outcome,
};

/// An unlocking of the plain device by this initiator.
fn undone(at: Instant, kind: A, initiator: (I, &str)) -> Case {
    World::plain_where(|world| {
        let mut back = lock("back", "SER-0001", at, at);
        back.kind = kind;
        back.initiator = by(initiator.0, initiator.1);
        world.ingested.actions.push(back);
    })
    .case("a1")
}

#[test]
fn a_person_s_undoing_inside_seventy_two_hours_is_a_roll_back_and_an_automation_s_is_not() {
    let (person, automation) = ((I::Account, "admin.sample"), (I::Account, "svc-leaver"));
    let edge = hour(2) + chrono::TimeDelta::hours(72);
    let s = chrono::TimeDelta::seconds(1);
    for (at, kind, initiator, expected) in [
        (hour(3), A::ClearPasscode, person, true),
        (edge, A::ClearPasscode, person, true),
        (edge + s, A::ClearPasscode, person, false),
        (hour(2), A::ClearPasscode, person, false),
        (hour(3), A::ClearPasscode, (I::Sso, "ben@meridian.test"), true),
        (hour(3), A::ClearPasscode, automation, false),
        (hour(3), A::ClearPasscode, (I::ApiClient, "77"), false),
        (hour(3), A::Restart, person, false),
    ] {
        let case = undone(at, kind, initiator);
        assert_eq!(case.undone_by.is_some(), expected, "{kind} {at} by {initiator:?}");
    }
    assert_eq!(
        undone(hour(3), A::ClearPasscode, person).undone_by.unwrap().what,
        "clear_passcode by `admin.sample`"
    );
}

#[test]
fn signs_of_life_are_the_first_of_each_kind_after_the_action() {
    let mut world = World::plain();
    for (kind, at) in [
        (ActivityKind::CheckIn, hour(2)),
        (ActivityKind::CheckIn, hour(9)),
        (ActivityKind::CheckIn, hour(5)),
        (ActivityKind::UserSession, hour(7)),
    ] {
        world.ingested.activities.push(activity("SER-0001", kind, at, None));
    }
    world.ingested.activities.push(activity("SER-0002", ActivityKind::Enrolled, hour(4), None));
    let signs = world.case("a1").afterwards;
    let found: Vec<_> = signs.iter().map(|sign| (sign.at, sign.activity)).collect();
    assert_eq!(found, [(hour(5), Some(ActivityKind::CheckIn)), (hour(7), Some(ActivityKind::UserSession))]);
}

/// The plain action and a second one of the same episode at 5 h, with a sign of life at 3 h.
fn repeated(change: impl FnOnce(&mut World)) -> Option<(String, Option<Instant>)> {
    let mut world = World::plain();
    world.ingested.actions.push(lock("a2", "SER-0001", hour(4), hour(5)));
    change(&mut world);
    let repeat = world.case("a2").repeats;
    assert!(world.case("a1").repeats.is_none());
    repeat.map(|repeat| (repeat.action_id, repeat.restored_between))
}

fn seen(world: &mut World, kind: ActivityKind, at: Instant) {
    world.ingested.activities.push(activity("SER-0001", kind, at, None));
}

#[test]
fn a_second_action_of_one_episode_repeats_the_first_and_knows_whether_it_still_held() {
    assert_eq!(repeated(|_| ()), Some(("a1".to_owned(), None)));
    let restored = repeated(|world| seen(world, ActivityKind::CheckIn, hour(3)));
    assert_eq!(restored, Some(("a1".to_owned(), Some(hour(3)))));
    assert_eq!(repeated(|world| seen(world, ActivityKind::CheckIn, hour(5))), Some(("a1".to_owned(), None)));
    let unlocked = repeated(|world| {
        let mut back = lock("back", "SER-0001", hour(3), hour(3));
        back.kind = A::ClearPasscode;
        world.ingested.actions.push(back);
    });
    assert_eq!(unlocked, Some(("a1".to_owned(), Some(hour(3)))));
}

#[test]
fn another_device_kind_or_episode_is_no_repeat() {
    assert_eq!(repeated(|world| world.ingested.actions[1].kind = A::Wipe), None);
    let other_device = repeated(|world| {
        world.registers.devices.as_mut().unwrap()[1].assigned_person = Some("p1".to_owned());
        world.ingested.actions[1].device = serial("SER-0002").into();
    });
    assert_eq!(other_device, None);
    let other_episode = repeated(|world| {
        world.happens("u1", K::AccountEnabled, hour(2), "p1");
        world.happens("e2", K::AccountDisabled, second(4 * 3_600 - 30), "p1");
    });
    assert_eq!(other_episode, None);
}

#[test]
fn a_check_in_restores_nothing_that_left_the_device_usable() {
    let still_held = |change: fn(&mut World)| {
        let repeat = repeated(|world| {
            seen(world, ActivityKind::CheckIn, hour(3));
            change(world);
        });
        repeat.unwrap().1.is_none()
    };
    assert!(still_held(|world| {
        world.registers.workflows.as_mut().unwrap()[0].actions = vec![A::ProfileRemove];
        for action in &mut world.ingested.actions {
            action.kind = A::ProfileRemove;
        }
    }));
    // A lock on a phone is a screen lock; a phone in lost mode goes on answering.
    assert!(still_held(|world| {
        for action in &mut world.ingested.actions {
            Arc::make_mut(&mut action.device).class = Some(JamfClass::Mobile);
        }
    }));
    assert!(still_held(|world| {
        world.registers.workflows.as_mut().unwrap()[0].actions = vec![A::LostModeOn];
        for action in &mut world.ingested.actions {
            action.kind = A::LostModeOn;
        }
    }));
}

/// The plain action and a second one at 30 h, when no trigger lies in its window any more.
fn sent_once_more(change: impl FnOnce(&mut World)) -> Option<(String, Option<Instant>)> {
    let mut world = World::plain();
    world.ingested.actions.push(lock("a2", "SER-0001", hour(30), hour(31)));
    change(&mut world);
    let case = world.case("a2");
    assert_eq!(case.attribution.status.code(), "unattributed");
    case.repeats.map(|repeat| (repeat.action_id, repeat.restored_between))
}

#[test]
fn an_action_without_an_episode_repeats_what_its_workflow_did_and_still_holds() {
    assert_eq!(sent_once_more(|_| ()), Some(("a1".to_owned(), None)));
    let thrice = sent_once_more(|world| {
        world.ingested.actions.push(lock("a0", "SER-0001", hour(1), second(2 * 3_600 + 1)));
    });
    assert_eq!(thrice, Some(("a0".to_owned(), None)));
    assert_eq!(
        sent_once_more(|world| seen(world, ActivityKind::CheckIn, hour(31))),
        Some(("a1".to_owned(), None))
    );
    assert_eq!(sent_once_more(|world| seen(world, ActivityKind::CheckIn, hour(20))), None);
    let undone = |at| {
        sent_once_more(move |world| {
            world.happens("u1", K::AccountEnabled, at, "p1");
        })
    };
    assert_eq!(undone(hour(29)), None);
    assert_eq!(undone(hour(30)), Some(("a1".to_owned(), None)));
}

#[test]
fn without_an_earlier_link_of_the_same_workflow_device_kind_and_holder_it_repeats_nothing() {
    type Change = fn(&mut World);
    let changes: [(&str, Change); 6] = [
        ("not executed", |world| world.ingested.actions[0].outcome = Outcome::Failed),
        ("not linked", |world| world.ingested.events.clear()),
        ("another kind", |world| world.ingested.actions[1].kind = A::Wipe),
        ("another device", |world| world.ingested.actions[1].device = serial("SER-0002").into()),
        ("another holder", |world| {
            let devices = world.registers.devices.as_mut().unwrap();
            devices[0].validity.to = Some(hour(25));
            devices.push(device("SER-0001", Some("p2"), Some(hour(25)), None));
        }),
        ("another workflow", |world| {
            let mut other = workflow();
            other.id = "lock-again".to_owned();
            other.initiators = vec![("account".to_owned(), "svc-other".to_owned())];
            world.registers.workflows.as_mut().unwrap().push(other);
            world.ingested.actions[1].initiator = by(I::Account, "svc-other");
        }),
    ];
    for (what, change) in changes {
        assert_eq!(sent_once_more(change), None, "{what}");
    }
}

#[test]
fn an_episode_of_its_own_decides_before_any_repetition() {
    let mut world = World::plain();
    world.ingested.actions.push(lock("a2", "SER-0001", hour(30), hour(31)));
    world.happens("u1", K::AccountEnabled, hour(28), "p1");
    world.happens("e2", K::AccountDisabled, second(30 * 3_600 - 60), "p1");
    let case = world.case("a2");
    assert_eq!((case.attribution.status.code(), case.repeats), ("linked", None));
}

#[test]
fn the_earlier_action_may_lie_before_the_period() {
    let mut world = World::plain();
    world.ingested.actions.push(lock("a2", "SER-0001", hour(30), hour(31)));
    let cases = world.linked_in(hour(24), day(15)).cases;
    assert_eq!(cases.len(), 1);
    assert_eq!(cases[0].repeats.as_ref().map(|repeat| repeat.action_id.as_str()), Some("a1"));
}
