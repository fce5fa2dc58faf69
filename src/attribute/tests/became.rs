//! What became of a trigger: undone for good, recanted, dismissed, remediated, confirmed, or left standing.

use super::super::{case::Candidate, specimen::*};
use crate::records::{DeviceKeys, EventKind as K, EventOutcome, Instant, ObjectRef};

/// The linked candidate of the plain case after further events about Ada.
fn after(trigger: K, events: &[(&str, K, Instant)]) -> Candidate {
    World::plain_where(|world| {
        world.ingested.events[0].kind = trigger;
        for (id, kind, at) in events {
            world.happens(id, *kind, *at, "p1");
        }
    })
    .case("a1")
    .attribution
    .candidates
    .swap_remove(0)
}

fn id(event: Option<&std::sync::Arc<crate::records::IdentityEvent>>) -> Option<&str> {
    event.map(|event| event.event_id.as_str())
}

#[test]
fn a_reversal_counts_from_the_trigger_s_own_moment_on() {
    for (at, expected) in [(second(-1), None), (hour(0), Some("u")), (day(40), Some("u"))] {
        let candidate = after(K::AccountDisabled, &[("u", K::AccountEnabled, at)]);
        assert_eq!(id(candidate.undoing.as_ref()), expected, "{at}");
    }
}

#[test]
fn a_reversal_followed_by_the_same_trigger_inside_seven_days_does_not_count() {
    let week = 7 * 24 * 3_600;
    for (again, gap, expected) in [
        (K::AccountDisabled, 1, None),
        (K::AccountDisabled, week, None),
        (K::AccountDisabled, week + 1, Some("u")),
        // Another way of the same state.
        (K::AccountSuspended, week, None),
        // Another state.
        (K::GroupRemoved, 1, Some("u")),
        (K::TerminationRecorded, 1, Some("u")),
    ] {
        let at = hour(3) + chrono::TimeDelta::seconds(gap);
        let candidate = after(K::AccountDisabled, &[("u", K::AccountEnabled, hour(3)), ("again", again, at)]);
        assert_eq!(id(candidate.undoing.as_ref()), expected, "{again} after {gap} s");
    }
}

#[test]
fn the_first_lasting_reversal_is_the_one() {
    let candidate = after(
        K::AccountDisabled,
        &[
            ("u1", K::AccountEnabled, hour(3)),
            ("e2", K::AccountDisabled, hour(4)),
            ("u2", K::AccountEnabled, day(2)),
        ],
    );
    assert_eq!(id(candidate.undoing.as_ref()), Some("u2"));
}

#[test]
fn failed_reversals_and_failed_repetitions_count_for_nothing() {
    let mut world = World::plain();
    world.happens("u1", K::AccountEnabled, hour(3), "p1").outcome = EventOutcome::Failed;
    world.happens("u2", K::AccountEnabled, hour(4), "p1");
    world.happens("e2", K::AccountDisabled, hour(5), "p1").outcome = EventOutcome::Failed;
    assert_eq!(id(world.case("a1").attribution.candidates[0].undoing.as_ref()), Some("u2"));
}

#[test]
fn a_reversal_about_somebody_else_undoes_nothing() {
    let mut world = World::plain();
    world.happens("u1", K::AccountEnabled, hour(3), "p2").correlations = vec!["transaction:one".to_owned()];
    world.ingested.events[0].correlations = vec!["transaction:one".to_owned()];
    assert!(world.case("a1").attribution.candidates[0].undoing.is_none());
}

#[test]
fn a_group_comes_back_only_as_itself() {
    let named = |id: Option<&str>, name: Option<&str>| {
        Some(ObjectRef { id: id.map(str::to_owned), name: name.map(str::to_owned) })
    };
    for (added, expected) in [
        (named(Some("g-1"), None), true),
        (named(Some("G-1"), Some("renamed")), true),
        (named(Some("G-2"), Some("Lab")), false),
        // One side has no id: the name decides.
        (named(None, Some("Lab")), true),
        (named(None, Some("Office")), false),
        (named(None, None), false),
        (None, false),
    ] {
        let mut world = World::plain();
        world.registers.workflows.as_mut().unwrap()[0].triggers = vec![K::GroupRemoved];
        world.ingested.events[0].kind = K::GroupRemoved;
        world.ingested.events[0].object = named(Some("G-1"), Some("Lab"));
        world.happens("u", K::GroupAdded, hour(3), "p1").object = added.clone();
        let undoing = world.case("a1").attribution.candidates[0].undoing.clone();
        assert_eq!(undoing.is_some(), expected, "{added:?}");
    }
}

/// A device event that names nobody.
fn of_device(id: &str, kind: K, at: Instant, device: DeviceKeys) -> crate::records::IdentityEvent {
    crate::records::IdentityEvent {
        subject: crate::records::PersonKeys::default(),
        device: Some(device),
        ..event(id, kind, at, "p1")
    }
}

#[test]
fn a_device_event_that_names_nobody_is_linked_and_undone_over_the_device() {
    let udid = |text: &str| DeviceKeys { udid: Some(text.to_owned()), ..DeviceKeys::default() };
    for (trigger, back, again) in [
        (K::DeviceRemoved, K::DeviceAdded, K::DeviceRemoved),
        (K::DeviceNoncompliant, K::DeviceCompliant, K::DeviceNoncompliant),
    ] {
        // The key of the trigger, the key of the reversal, when it happens again, whether it is undone.
        for (first, second, again_at, expected) in [
            (serial("SER-0001"), serial("ser-0001"), None, Some("u")),
            (serial("SER-0001"), udid("U-1"), None, Some("u")),
            (udid("u-1"), serial("SER-0001"), None, Some("u")),
            (serial("SER-0001"), serial("SER-0002"), None, None),
            (serial("SER-0001"), udid("U-9"), None, None),
            (serial("SER-0001"), udid("U-1"), Some(day(5)), None),
            (serial("SER-0001"), udid("U-1"), Some(day(9)), Some("u")),
        ] {
            let case = World::plain_where(|world| {
                world.registers.workflows.as_mut().unwrap()[0].triggers = vec![trigger];
                world.registers.devices.as_mut().unwrap()[0].udid = Some("U-1".to_owned());
                let mut events = vec![
                    of_device("e1", trigger, hour(0), first.clone()),
                    of_device("u", back, hour(3), second.clone()),
                ];
                events.extend(again_at.map(|at| of_device("e2", again, at, serial("SER-0001"))));
                world.ingested.events = events;
            })
            .case("a1");
            assert_eq!(case.attribution.status.code(), "linked", "{first:?}");
            let candidate = &case.attribution.candidates[0];
            assert_eq!(candidate.trigger.event_id, "e1");
            assert_eq!(id(candidate.undoing.as_ref()), expected, "{trigger}: {first:?} then {second:?}");
        }
    }
}

#[test]
fn a_reversal_that_names_the_person_undoes_what_named_the_device_alone_and_the_other_way_round() {
    for (trigger_names, reversal_names) in [(true, false), (false, true)] {
        let mut world = World::plain();
        world.registers.workflows.as_mut().unwrap()[0].triggers = vec![K::DeviceRemoved];
        let subject = |names: bool| if names { okta("p1") } else { crate::records::PersonKeys::default() };
        let mut first = of_device("e1", K::DeviceRemoved, hour(0), serial("SER-0001"));
        first.subject = subject(trigger_names);
        let mut back = of_device("u", K::DeviceAdded, hour(3), serial("SER-0001"));
        back.subject = subject(reversal_names);
        world.ingested.events = vec![first, back];
        let candidate = world.case("a1").attribution.candidates.swap_remove(0);
        assert_eq!(id(candidate.undoing.as_ref()), Some("u"));
    }
}

#[test]
fn a_device_is_compliant_again_only_as_itself() {
    let udid = |text: &str| DeviceKeys { udid: Some(text.to_owned()), ..DeviceKeys::default() };
    for (device, expected) in [
        (Some(serial("ser-0001")), true),
        (Some(serial("SER-0009")), false),
        // Nothing to compare.
        (Some(udid("U-1")), true),
        (None, true),
    ] {
        let mut world = World::plain();
        world.registers.workflows.as_mut().unwrap()[0].triggers = vec![K::DeviceNoncompliant];
        world.ingested.events[0].kind = K::DeviceNoncompliant;
        world.ingested.events[0].device = Some(serial("SER-0001"));
        world.happens("u", K::DeviceCompliant, hour(3), "p1").device = device.clone();
        let undoing = world.case("a1").attribution.candidates[0].undoing.clone();
        assert_eq!(undoing.is_some(), expected, "{device:?}");
    }
}

#[test]
fn an_account_event_of_the_episode_undone_undoes_the_shown_trigger() {
    let candidate = after(
        K::TerminationRecorded,
        &[("d", K::AccountSuspended, hour(1)), ("u", K::AccountUnsuspended, hour(3))],
    );
    assert_eq!(candidate.trigger.event_id, "e1");
    assert_eq!(id(candidate.undoing.as_ref()), Some("u"));
}

#[test]
fn a_cancellation_recants_the_disabling_that_followed_it_up_to_thirty_days() {
    for (cancelled, expected) in [
        (day(-30), true),
        (day(-30) - chrono::TimeDelta::seconds(1), false),
        (hour(-1), true),
        (day(30), true),
    ] {
        let candidate = after(K::AccountDisabled, &[("c", K::TerminationCancelled, cancelled)]);
        assert_eq!(candidate.recant.is_some(), expected, "{cancelled}");
    }
}

#[test]
fn a_termination_recorded_after_its_cancellation_stands() {
    let cancelled = ("c", K::TerminationCancelled, day(-9));
    for (again, expected) in
        [(None, true), (Some(day(-10)), true), (Some(day(-9)), true), (Some(day(-1)), false)]
    {
        let mut events = vec![cancelled];
        events.extend(again.map(|at| ("t2", K::TerminationRecorded, at)));
        let candidate = after(K::AccountDisabled, &events);
        assert_eq!(candidate.recant.is_some(), expected, "terminated again {again:?}");
    }
    let own = after(K::TerminationRecorded, &[cancelled]);
    assert!(own.recant.is_none(), "an older cancellation is not about a new termination");
}

#[test]
fn a_later_leave_date_moves_the_time_in_which_a_cancellation_is_looked_for() {
    let mut world = World::plain();
    world.as_of = day(200);
    world.ingested.events[0].kind = K::TerminationRecorded;
    world.happens("c", K::TerminationCancelled, day(50), "p1");
    assert!(world.case("a1").attribution.candidates[0].recant.is_none());
    world.ingested.events[0].effective_at = Some(day(20));
    assert!(world.case("a1").attribution.candidates[0].recant.is_some());
}

#[test]
fn a_recant_of_a_risk_is_later_than_the_risk_and_about_no_other_event() {
    for (at, names, expected) in [
        (hour(5), None, true),
        (hour(5), Some("e1"), true),
        (hour(5), Some("other"), false),
        (second(-1), None, false),
        // Feedback that names the event holds whatever its time.
        (day(40), Some("e1"), true),
        (day(40), None, false),
    ] {
        let mut world = World::plain();
        world.ingested.events[0].kind = K::RiskRaised;
        world.registers.workflows.as_mut().unwrap()[0].triggers = vec![K::RiskRaised];
        world.happens("c", K::RiskRecanted, at, "p1").recants_event_id = names.map(str::to_owned);
        let recant = world.case("a1").attribution.candidates[0].recant.clone();
        assert_eq!(recant.is_some(), expected, "{at} naming {names:?}");
    }
}

#[test]
fn devices_known_by_the_record_of_the_identity_system_alone_are_told_apart_by_it() {
    for (record, expected) in [(Some("Object-1"), true), (Some("object-2"), false), (None, true)] {
        let mut world = World::plain();
        world.registers.workflows.as_mut().unwrap()[0].triggers = vec![K::DeviceRemoved];
        let named = |id: &str| ObjectRef { id: Some(id.to_owned()), name: None };
        let unlinked = DeviceKeys { name: Some("MAC-0042".to_owned()), ..DeviceKeys::default() };
        let trigger = &mut world.ingested.events[0];
        (trigger.kind, trigger.device) = (K::DeviceRemoved, Some(unlinked.clone()));
        trigger.object = Some(named("object-1"));
        let back = world.happens("u", K::DeviceAdded, hour(3), "p1");
        (back.device, back.object) = (Some(unlinked), record.map(named));
        let undoing = world.case("a1").attribution.candidates[0].undoing.clone();
        assert_eq!(undoing.is_some(), expected, "{record:?}");
    }
}

#[test]
fn a_recant_that_names_another_risk_leaves_this_one_standing() {
    for (names, expected) in
        [(None, true), (Some("e1"), true), (Some("other"), false), (Some("detection-7"), true)]
    {
        let mut world = World::plain();
        world.ingested.events[0].kind = K::RiskRaised;
        // One version of the record that a recant may name.
        world.ingested.events[0].correlations = vec!["detection:detection-7".to_owned()];
        world.registers.workflows.as_mut().unwrap()[0].triggers = vec![K::RiskRaised];
        world.happens("c", K::RiskRecanted, hour(5), "p1").recants_event_id = names.map(str::to_owned);
        let candidate = world.case("a1").attribution.candidates[0].clone();
        assert_eq!(candidate.undoing.is_some(), expected, "naming {names:?}");
        assert_eq!(candidate.recant.is_some(), expected, "naming {names:?}");
    }
}

#[test]
fn failed_feedback_recants_nothing() {
    let mut world = World::plain();
    let feedback = world.happens("c", K::RiskRecanted, hour(5), "p1");
    feedback.recants_event_id = Some("e1".to_owned());
    feedback.outcome = EventOutcome::Failed;
    assert!(world.case("a1").attribution.candidates[0].recant.is_none());
}

#[test]
fn a_risk_that_fell_after_its_user_remediated_it_was_not_undone() {
    let risk = |events: &[(&str, K, Instant)]| {
        let candidate = after(K::RiskRaised, events);
        (id(candidate.undoing.as_ref()).map(str::to_owned), candidate.remediation.is_some())
    };
    let lowered = ("u", K::RiskLowered, hour(5));
    assert_eq!(risk(&[lowered]), (Some("u".to_owned()), false));
    assert_eq!(risk(&[("r", K::Remediated, hour(4)), lowered]), (None, true));
    assert_eq!(risk(&[("r", K::Remediated, hour(6)), lowered]), (Some("u".to_owned()), true));
    assert_eq!(risk(&[("r", K::CompromiseConfirmed, hour(4)), lowered]).0, None);
    // Remediation is a matter of risks.
    assert!(after(K::AccountDisabled, &[("r", K::Remediated, hour(4))]).remediation.is_none());
}

#[test]
fn decisions_about_a_risk_are_looked_for_thirty_days() {
    for (at, expected) in [(hour(0), true), (day(30), true), (day(30) + chrono::TimeDelta::seconds(1), false)]
    {
        let candidate = after(K::RiskRaised, &[("x", K::RiskDismissed, at)]);
        assert_eq!(candidate.dismissal.is_some(), expected, "{at}");
    }
}

#[test]
fn a_confirmed_compromise_speaks_for_a_risk_thirty_days_and_for_an_account_one() {
    for (trigger, at, expected) in [
        (K::RiskRaised, day(30), true),
        (K::AccountDisabled, hour(24), true),
        (K::AccountDisabled, second(24 * 3_600 + 1), false),
    ] {
        let candidate = after(trigger, &[("x", K::CompromiseConfirmed, at)]);
        assert_eq!(candidate.compromise.is_some(), expected, "{trigger} {at}");
    }
}

#[test]
fn sign_ins_show_that_somebody_kept_working_from_one_hour_on_until_the_undoing() {
    let mut world = World::plain();
    world.happens("u", K::AccountEnabled, hour(9), "p1");
    for (id, at) in [("s0", second(3_599)), ("s1", hour(1)), ("s2", second(9 * 3_600 - 1)), ("s3", hour(9))] {
        world.happens(id, K::SignIn, at, "p1");
    }
    world.happens("s4", K::SignIn, hour(3), "p1").outcome = EventOutcome::Failed;
    let sign_ins = |world: &World| -> Vec<String> {
        let found = world.case("a1").attribution.candidates[0].later_sign_ins.clone();
        found.iter().map(|event| event.event_id.clone()).collect()
    };
    assert_eq!(sign_ins(&world), ["s1", "s2"]);
    for n in 10..20 {
        world.happens(&format!("s{n}"), K::SignIn, hour(2), "p1");
    }
    assert_eq!(sign_ins(&world).len(), 5);
}

#[test]
fn a_risk_the_engine_lowers_within_seven_days_is_as_open_as_a_dismissal() {
    for (at, expected) in [(day(7), Some("x")), (day(7) + chrono::TimeDelta::seconds(1), None)] {
        let candidate = after(K::RiskRaised, &[("x", K::RiskLowered, at)]);
        assert_eq!(id(candidate.dismissal.as_ref()), expected, "{at}");
    }
}
