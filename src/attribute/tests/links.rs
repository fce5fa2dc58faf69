//! Which episode an action is linked to, and how surely.

use super::super::{
    case::{AttributionStatus as Status, Case},
    specimen::*,
};
use crate::{
    attribute::case::RowRef,
    config::Span,
    records::{EventKind as K, InitiatorKind},
};

fn shown(case: &Case) -> (Status, Option<&str>) {
    (case.attribution.status, case.attribution.candidates.first().map(|c| c.trigger.event_id.as_str()))
}

fn part(case: &Case, index: usize, name: &str) -> Option<f64> {
    let parts = &case.attribution.candidates.get(index)?.parts;
    parts.iter().find(|(part, _)| *part == name).map(|(_, bits)| *bits)
}

#[test]
fn the_plain_case_is_linked_with_its_parts_in_order() {
    let case = World::plain().case("a1");
    assert_eq!(shown(&case), (Status::Linked, Some("e1")));
    let best = &case.attribution.candidates[0];
    let names: Vec<&str> = best.parts.iter().map(|(part, _)| *part).collect();
    assert_eq!(names, ["trigger", "subject", "closeness"]);
    let sum: f64 = best.parts.iter().map(|(_, bits)| bits).sum();
    assert!((best.score - sum).abs() < 1e-9);
    assert_eq!((part(&case, 0, "trigger"), part(&case, 0, "subject")), (Some(4.0), Some(3.0)));
    assert_eq!(case.attribution.within_margin, 1);
    assert_eq!(case.fan_out_id.as_deref(), Some("ep-e1"));
    assert_eq!(case.holder.as_ref().map(|h| (h.person_id.as_str(), h.basis)), Some(("p1", "register")));
}

#[test]
fn the_window_begins_at_the_longest_delay_and_ends_at_the_clock_skew_both_included() {
    for (known_from, known_to, expected) in [
        (hour(-23), hour(-23), true),
        (second(-23 * 3_600 - 1), second(-23 * 3_600 - 1), false),
        // A snapshot could first tell inside the window.
        (hour(-40), hour(-23), true),
        (hour(1), hour(1), true),
        (second(3_600 + 120), second(3_600 + 120), true),
        (second(3_600 + 121), second(3_600 + 121), false),
    ] {
        let case = World::plain_where(|world| {
            let event = &mut world.ingested.events[0];
            (event.occurred_at, event.known_from, event.known_to) = (known_from, known_from, known_to);
        })
        .case("a1");
        assert_eq!(!case.attribution.candidates.is_empty(), expected, "{known_from}..{known_to}");
    }
}

#[test]
fn the_workflow_s_own_delay_moves_the_window() {
    let delayed = |delay| {
        let mut world = World::plain();
        world.ingested.actions[0] = lock("a1", "SER-0001", hour(30), hour(31));
        world.registers.workflows.as_mut().unwrap()[0].max_delay = delay;
        // At the very edge closeness alone costs 3.6 bits.
        world.config.attribute.min_score = 3.0;
        shown(&world.case("a1")).0
    };
    assert_eq!(delayed(Span::hours(29)), Status::Unattributed);
    assert_eq!(delayed(Span::hours(30)), Status::Linked);
}

#[test]
fn a_kind_that_no_workflow_lists_costs_three_bits() {
    let case = World::plain_where(|world| world.ingested.events[0].kind = K::RiskRaised).case("a1");
    assert_eq!(part(&case, 0, "trigger"), Some(-3.0));
}

#[test]
fn a_group_is_a_trigger_only_if_the_workflow_names_it() {
    for (objects, expected) in [(vec![], 4.0), (vec!["G-1".to_owned()], 4.0), (vec!["G-2".to_owned()], -3.0)]
    {
        let case = World::plain_where(|world| {
            let workflow = &mut world.registers.workflows.as_mut().unwrap()[0];
            workflow.triggers = vec![K::GroupRemoved];
            workflow.objects = objects.clone();
            world.ingested.events[0].kind = K::GroupRemoved;
            world.ingested.events[0].object = object("g-1");
        })
        .case("a1");
        assert_eq!(part(&case, 0, "trigger"), Some(expected), "{objects:?}");
    }
}

#[test]
fn the_subject_scores_by_how_it_was_found() {
    for (subject, expected) in [
        (okta("p1"), Some(3.0)),
        (email("ADA@meridian.test"), Some(2.0)),
        (login("ada"), Some(0.5)),
        // Nobody, somebody else.
        (login("nobody"), None),
        (okta("p2"), None),
    ] {
        let case = World::plain_where(|w| w.ingested.events[0].subject = subject.clone()).case("a1");
        assert_eq!(part(&case, 0, "subject"), expected, "{subject:?}");
    }
}

#[test]
fn an_event_about_the_device_itself_counts_as_a_stable_subject() {
    let case = World::plain_where(|world| {
        world.ingested.events[0].subject = email("nobody@elsewhere.test");
        world.ingested.events[0].device = Some(serial("ser-0001"));
    })
    .case("a1");
    assert_eq!(part(&case, 0, "subject"), Some(3.0));
}

#[test]
fn whom_jamf_believed_is_a_subject_too_and_so_is_the_raw_address_it_holds() {
    for believed in [email("ben@meridian.test"), email("stranger@elsewhere.test")] {
        let case = World::plain_where(|world| {
            world.ingested.events[0].subject = believed.clone();
            world.ingested.assignments = vec![assignment("SER-0001", Some(day(-5)), Some(believed.clone()))];
        })
        .case("a1");
        assert_eq!(part(&case, 0, "subject"), Some(2.0), "{believed:?}");
        assert_eq!(case.holder.unwrap().person_id, "p1");
        assert_eq!(case.jamf_holder.unwrap().identifiers, [believed.email.unwrap()]);
    }
}

#[test]
fn the_holder_is_asked_of_the_register_then_of_history_and_never_of_today() {
    let world = |change: fn(&mut World)| {
        let mut world = World::plain();
        world.registers.devices = None;
        change(&mut world);
        world.case("a1").holder.map(|holder| (holder.person_id, holder.basis))
    };
    let ben = || Some(email("ben@meridian.test"));
    assert_eq!(world(|_| ()), None);
    assert_eq!(
        world(|w| w.ingested.assignments = vec![assignment("SER-0001", Some(hour(2)), Some(okta("p2")))]),
        Some(("p2".to_owned(), "assignment history"))
    );
    assert_eq!(
        world(|w| w.ingested.assignments = vec![assignment("SER-0001", Some(hour(3)), Some(okta("p2")))]),
        None
    );
    assert_eq!(
        world(|w| {
            let ada = assignment("SER-0001", Some(day(-9)), Some(okta("p1")));
            w.ingested.assignments = vec![ada, assignment("SER-0001", Some(day(-5)), None)];
        }),
        None,
        "explicitly nobody"
    );
    let earlier = World::plain_where(|world| {
        world.registers.devices.as_mut().unwrap()[0].validity.to = Some(hour(1));
        let mut inventory = assignment("SER-0001", Some(day(-1)), ben());
        inventory.is_snapshot = true;
        world.ingested.assignments = vec![inventory];
    });
    let holder = earlier.case("a1").holder.unwrap();
    assert_eq!((holder.person_id.as_str(), holder.basis), ("p2", "earlier inventory"));
    assert!(matches!(holder.row, RowRef::Input(_)));
}

#[test]
fn a_register_that_names_nobody_says_nothing_and_jamf_still_speaks() {
    let world = World::plain_where(|world| {
        world.registers.devices.as_mut().unwrap()[0].assigned_person = None;
        world.ingested.assignments = vec![assignment("SER-0001", Some(hour(-9)), Some(okta("p2")))];
    });
    let case = world.case("a1");
    let holder = case.holder.unwrap();
    assert_eq!((holder.person_id.as_str(), holder.basis), ("p2", "assignment history"));
    assert!(case.device.is_some(), "custody and class are still the register's");
}

#[test]
fn two_leavers_in_one_minute_are_not_crossed() {
    let mut world = World::plain();
    world.happens("e2", K::AccountDisabled, second(20), "p2");
    world.ingested.actions.push(lock("a2", "SER-0002", second(3_600 + 5), hour(2)));
    let linked = world.linked();
    let pairs: Vec<_> =
        linked.cases.iter().map(|case| (case.action.action_id.as_str(), shown(case).1)).collect();
    assert_eq!(pairs, [("a1", Some("e1")), ("a2", Some("e2"))]);
    assert!(linked.cases.iter().all(|case| case.attribution.candidates.len() == 1));
}

#[test]
fn one_episode_may_explain_several_actions() {
    let mut world = World::plain();
    world.registers.devices.as_mut().unwrap()[1].assigned_person = Some("p1".to_owned());
    world.ingested.actions.push(lock("a2", "SER-0002", hour(1), hour(2)));
    let cases = world.linked().cases;
    let groups: Vec<_> = cases.iter().map(|case| case.fan_out_id.as_deref()).collect();
    assert_eq!(groups, [Some("ep-e1"), Some("ep-e1")]);
}

#[test]
fn a_shared_correlation_counts_only_with_another_action_already_linked() {
    let mut world = World::plain();
    world.ingested.events[0].correlations = vec!["transaction:one".to_owned()];
    assert_eq!(part(&world.case("a1"), 0, "correlation"), None);
    world.happens("e2", K::AccountDisabled, hour(0), "p2").correlations = vec!["transaction:one".to_owned()];
    world.ingested.actions.push(lock("a2", "SER-0002", hour(1), hour(2)));
    assert_eq!(part(&world.case("a1"), 0, "correlation"), Some(2.0));
}

/// Two episodes of Ada: the listed one at hour 0, another kind so many seconds before the command.
fn with_rival(kind: K, seconds_before: i64) -> Case {
    World::plain_where(|world| {
        let rival = world.happens("r1", kind, second(3_600 - seconds_before), "p1");
        rival.correlations = vec!["transaction:other".to_owned()];
    })
    .case("a1")
}

#[test]
fn a_rival_inside_the_margin_makes_the_link_ambiguous() {
    let mut world = World::plain();
    world.ingested.events[0].occurred_at = hour(-3);
    world.ingested.events[0].known_from = hour(-3);
    world.ingested.events[0].known_to = hour(-3);
    world.happens("u1", K::AccountEnabled, hour(-2), "p1");
    world.happens("r1", K::AccountDisabled, hour(-2) + chrono::TimeDelta::minutes(5), "p1");
    let case = world.case("a1");
    assert_eq!(shown(&case), (Status::Ambiguous, Some("r1")));
    assert_eq!(case.attribution.within_margin, 2);
    assert_eq!(case.fan_out_id, None);
}

#[test]
fn a_kind_not_in_the_workflow_is_no_rival() {
    let case = with_rival(K::RiskRaised, 10);
    assert_eq!(shown(&case), (Status::Linked, Some("e1")));
    assert_eq!(case.attribution.candidates.len(), 2);
}

#[test]
fn every_rival_inside_the_margin_is_kept_however_many() {
    let mut world = World::plain();
    world.registers.workflows.as_mut().unwrap()[0].triggers = vec![K::GroupRemoved];
    world.ingested.events.clear();
    for n in 0..8 {
        world.happens(&format!("g{n}"), K::GroupRemoved, second(n), "p1").object = object(&format!("G-{n}"));
    }
    let case = world.case("a1");
    assert_eq!(case.attribution.status, Status::Ambiguous);
    assert_eq!((case.attribution.within_margin, case.attribution.candidates.len()), (8, 8));
}

#[test]
fn ties_break_by_time_then_event_id() {
    let mut world = World::plain();
    world.registers.workflows.as_mut().unwrap()[0].triggers = vec![K::GroupRemoved];
    world.ingested.events.clear();
    for id in ["g2", "g1"] {
        world.happens(id, K::GroupRemoved, hour(0), "p1").object = object(id);
    }
    assert_eq!(shown(&world.case("a1")), (Status::Ambiguous, Some("g1")));
}

#[test]
fn an_event_the_action_names_is_decisive_whatever_its_time_and_subject() {
    let case = World::plain_where(|world| {
        world.happens("far", K::GroupRemoved, day(-14), "p2");
        world.ingested.actions[0].trigger_ref = Some("far".to_owned());
    })
    .case("a1");
    assert_eq!(shown(&case), (Status::Linked, Some("far")));
    assert!(case.attribution.candidates[0].score.is_infinite());
    assert_eq!(case.attribution.candidates[1].trigger.event_id, "e1");
}

#[test]
fn the_first_listed_event_of_an_episode_is_shown_though_another_one_is_named() {
    let case = World::plain_where(|world| {
        world.happens("e0", K::TerminationRecorded, hour(-23) - chrono::TimeDelta::minutes(30), "p1");
        world.ingested.actions[0].trigger_ref = Some("e0".to_owned());
    })
    .case("a1");
    assert_eq!(shown(&case), (Status::Linked, Some("e0")));
    assert_eq!(case.attribution.candidates[0].episode.len(), 2);
}

#[test]
fn closeness_asks_the_nearest_approved_event_of_the_episode() {
    let plain = part(&World::plain().case("a1"), 0, "closeness");
    let chained = World::plain_where(|world| {
        world.happens("t", K::TerminationRecorded, hour(-20), "p1");
        world.happens("s", K::AccountSuspended, second(3_590), "p1");
    })
    .case("a1");
    assert_eq!(chained.attribution.candidates[0].trigger.event_id, "t");
    assert_eq!(part(&chained, 0, "closeness"), plain);
}

#[test]
fn an_episode_is_shown_by_the_first_kind_the_workflow_lists() {
    let case = World::plain_where(|world| {
        world.happens("e0", K::AccountSuspended, hour(-1), "p1");
    })
    .case("a1");
    assert_eq!(shown(&case), (Status::Linked, Some("e1")));
    assert_eq!(case.attribution.candidates[0].episode_id, "ep-e0");
}

#[test]
fn without_a_claim_the_workflows_that_may_take_the_kind_say_what_triggers_are() {
    let case = World::plain_where(|world| world.ingested.actions[0].initiator = None).case("a1");
    assert_eq!(part(&case, 0, "trigger"), Some(4.0));
    assert_eq!(case.workflow.as_ref().map(|w| w.id.as_str()), Some("lock-leavers"));
    let other = World::plain_where(|world| {
        world.ingested.actions[0].initiator = by(InitiatorKind::ApiClient, "77");
        world.registers.workflows.as_mut().unwrap()[0].validity.to = Some(hour(2));
    })
    .case("a1");
    assert_eq!(part(&other, 0, "trigger"), None, "no version is valid when it is done");
    assert!(other.workflow.is_none());
}
