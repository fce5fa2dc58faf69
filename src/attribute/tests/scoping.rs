//! Which actions are cases, and the one reason of every other.

use super::super::{
    scope::ScopeReason::{self, InScope, InitiatorUnknown, Manual, NotExecuted, OutsidePeriod},
    specimen::*,
};
use crate::{
    records::{Action, ActionKind as A, EventKind, Initiator, InitiatorKind as I, Outcome},
    registers::Validity,
};

/// The reason of the plain action, changed; `None` when it is routine.
fn reason(change: impl FnOnce(&mut Action)) -> Option<ScopeReason> {
    reason_in(World::plain(), change)
}

fn reason_in(mut world: World, change: impl FnOnce(&mut Action)) -> Option<ScopeReason> {
    change(&mut world.ingested.actions[0]);
    let linked = world.linked();
    assert!(linked.scope.len() <= 1, "one row per action");
    let reason = linked.scope.first().map(|row| row.reason);
    assert_eq!(linked.cases.len(), usize::from(reason == Some(InScope)));
    reason
}

fn without_trigger() -> World {
    World::plain_where(|world| world.ingested.events.clear())
}

#[test]
fn only_what_was_done_is_a_case() {
    for (outcome, expected) in [
        (Outcome::Done, InScope),
        (Outcome::Pending, NotExecuted),
        (Outcome::NotNow, NotExecuted),
        (Outcome::Failed, NotExecuted),
        (Outcome::Cancelled, NotExecuted),
        (Outcome::Unknown, NotExecuted),
    ] {
        assert_eq!(reason(|action| action.outcome = outcome), Some(expected), "{outcome}");
    }
    assert_eq!(reason(|action| action.done_at = None), Some(NotExecuted));
    assert_eq!(reason(|action| (action.sent_at, action.done_at) = (None, None)), Some(NotExecuted));
}

#[test]
fn the_period_is_half_open_and_asks_when_it_was_done() {
    let world = World::plain();
    for (from, to, expected) in [
        (hour(2), hour(3), InScope),
        (hour(1), hour(2), OutsidePeriod),
        (second(2 * 3_600 + 1), hour(9), OutsidePeriod),
    ] {
        assert_eq!(world.linked_in(from, to).scope[0].reason, expected, "{from}..{to}");
    }
}

#[test]
fn an_action_done_before_it_was_sent_is_claimed_by_the_workflow_of_either_time() {
    for (from, to, expected) in [
        (None, None, InScope),
        (Some(hour(-2)), None, InScope),
        (None, Some(hour(-2)), InScope),
        (Some(hour(2)), None, InitiatorUnknown),
    ] {
        let mut world = without_trigger();
        world.registers.workflows.as_mut().unwrap()[0].validity = Validity { from, to };
        let found = reason_in(world, |action| {
            action.initiator = by(I::Account, "svc-leaver");
            action.done_at = Some(hour(-3));
        });
        assert_eq!(found, Some(expected), "valid {from:?}..{to:?}");
    }
}

#[test]
fn an_earlier_reason_goes_before_a_later_one() {
    let manual = by(I::Account, "admin.sample");
    let late = |action: &mut Action| action.done_at = Some(day(20));
    assert_eq!(
        reason(|action| {
            late(action);
            action.outcome = Outcome::Failed;
            action.initiator = manual.clone();
        }),
        Some(NotExecuted)
    );
    assert_eq!(
        reason(|action| {
            late(action);
            action.initiator = manual.clone();
        }),
        Some(OutsidePeriod)
    );
    assert_eq!(reason(|action| action.initiator = manual.clone()), Some(Manual));
    assert_eq!(
        reason_in(without_trigger(), |action| {
            late(action);
            action.initiator = None;
        }),
        Some(OutsidePeriod)
    );
}

#[test]
fn an_account_is_a_person_unless_a_workflow_claims_it() {
    let initiator = |kind, name: &str| by(kind, name);
    for (initiator, expected) in [
        (initiator(I::Account, "svc-leaver"), InScope),
        (initiator(I::Account, "SVC-Leaver"), InScope),
        (initiator(I::Account, "admin.sample"), Manual),
        (initiator(I::Sso, "ada@meridian.test"), Manual),
        // The claimed name under another kind is somebody else.
        (initiator(I::Sso, "svc-leaver"), Manual),
        // No person, and the attribution is enough.
        (initiator(I::ApiClient, "77"), InScope),
        (initiator(I::System, "jamf"), InScope),
    ] {
        assert_eq!(reason(|action| action.initiator = initiator.clone()), Some(expected), "{initiator:?}");
    }
}

#[test]
fn an_automation_stays_one_after_its_workflow_has_ended() {
    let mut world = World::plain();
    world.registers.workflows.as_mut().unwrap()[0].validity.to = Some(day(-1));
    assert_eq!(reason_in(world, |_| ()), Some(InScope));
}

#[test]
fn nobody_named_and_nothing_found_is_an_unknown_initiator() {
    let unclaimed: [Option<Initiator>; 2] = [None, by(I::ApiClient, "77")];
    for initiator in unclaimed {
        let with = |world| reason_in(world, |action| action.initiator = initiator.clone());
        assert_eq!(with(World::plain()), Some(InScope), "{initiator:?}");
        assert_eq!(with(without_trigger()), Some(InitiatorUnknown), "{initiator:?}");
    }
}

#[test]
fn an_attribution_is_enough_only_from_the_least_score_on() {
    let mut world = World::plain();
    let score = world.case("a1").attribution.candidates[0].score;
    for (min_score, expected) in [(score, InScope), (score + 0.01, InitiatorUnknown)] {
        world.config.attribute.min_score = min_score;
        assert_eq!(reason_in(world.clone(), |action| action.initiator = None), Some(expected));
    }
}

#[test]
fn without_a_control_map_destructive_kinds_are_cases_and_removals_are_told_with_their_reason() {
    for workflows in [None, Some(Vec::new())] {
        let mut world = World::plain();
        world.registers.workflows = workflows;
        for kind in A::ALL {
            let with = |initiator: Option<Initiator>| {
                reason_in(world.clone(), |action| (action.kind, action.initiator) = (*kind, initiator))
            };
            let is_removal = matches!(kind, A::ProfileRemove | A::AppRemove | A::LicenceRevoke);
            let expected = match () {
                () if kind.is_destructive() => Some(InScope),
                () if is_removal => Some(InitiatorUnknown),
                () => None,
            };
            assert_eq!(with(None), expected, "{kind}");
            let by_hand = expected.map(|_| Manual);
            assert_eq!(with(by(I::Account, "admin.sample")), by_hand, "{kind}");
        }
    }
}

#[test]
fn policies_profiles_and_apps_need_the_initiator_or_object() {
    for kind in [A::PolicyRun, A::ProfileInstall, A::ProfileRemove, A::AppRemove] {
        let mut world = World::plain();
        let workflow = &mut world.registers.workflows.as_mut().unwrap()[0];
        workflow.actions.push(kind);
        workflow.objects = vec!["412".to_owned()];
        workflow.initiators.push(("policy".to_owned(), "88".to_owned()));
        let with = |initiator: Option<Initiator>, named: &str| {
            reason_in(world.clone(), |action| {
                action.kind = kind;
                action.initiator = initiator;
                action.object = object(named);
            })
        };
        assert_eq!(with(by(I::Account, "svc-leaver"), "5"), Some(InScope), "{kind}");
        assert_eq!(with(by(I::Policy, "88"), "88"), Some(InScope), "{kind}");
        // A removal that no workflow claims is told all the same; everyday work is not.
        let unclaimed = matches!(kind, A::ProfileRemove | A::AppRemove).then_some(InitiatorUnknown);
        assert_eq!(with(by(I::Policy, "89"), "89"), unclaimed, "{kind}");
        assert_eq!(with(None, "412"), Some(InScope), "{kind}");
        assert_eq!(with(None, "5"), unclaimed, "an attribution is not enough for {kind}");
    }
}

#[test]
fn a_listed_kind_done_by_hand_is_manual() {
    for kind in [A::GroupChange, A::ScriptChange, A::LicenceRevoke, A::Restart] {
        let mut world = World::plain();
        world.registers.workflows.as_mut().unwrap()[0].actions.push(kind);
        let found = reason_in(world, |action| {
            action.kind = kind;
            action.initiator = by(I::Account, "admin.sample");
        });
        assert_eq!(found, Some(Manual), "{kind}");
    }
}

#[test]
fn waiting_destructive_commands_are_kept_apart_as_of_now() {
    for (kind, outcome, initiator, expected) in [
        (A::Lock, Outcome::Pending, "svc-leaver", 1),
        (A::Wipe, Outcome::NotNow, "svc-leaver", 1),
        (A::Lock, Outcome::Failed, "svc-leaver", 0),
        (A::Restart, Outcome::Pending, "svc-leaver", 0),
        (A::Lock, Outcome::Pending, "admin.sample", 0),
    ] {
        let world = World::plain_where(|world| {
            let action = &mut world.ingested.actions[0];
            (action.kind, action.outcome, action.done_at) = (kind, outcome, None);
            action.initiator = by(I::Account, initiator);
        });
        let waiting = world.linked().waiting;
        assert_eq!(waiting.len(), expected, "{kind} {outcome} {initiator}");
        assert!(waiting.iter().all(|case| case.done_at == world.as_of));
    }
}

#[test]
fn a_waiting_command_knows_what_became_of_its_trigger() {
    let mut world = World::plain();
    world.ingested.actions[0].outcome = Outcome::Pending;
    world.ingested.actions[0].done_at = None;
    world.happens("u1", EventKind::AccountEnabled, hour(3), "p1");
    let waiting = world.linked().waiting;
    let undoing = waiting[0].attribution.candidates[0].undoing.as_ref();
    assert_eq!(undoing.map(|event| event.event_id.as_str()), Some("u1"));
}
