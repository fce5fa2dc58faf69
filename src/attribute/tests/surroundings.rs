//! What stands around a case: exceptions, regulated work, users, reviews, addresses that changed hands.

use super::super::{case::Case, specimen::*};
use crate::{
    records::{ActivityKind, EventKind as K},
    registers::{Person, RegisterRow, RegulatedScope, ReviewDecision, Validity},
};

const ALWAYS: Validity = Validity { from: None, to: None };

fn with_exception(exception: crate::registers::Exception) -> Case {
    World::plain_where(|world| {
        let person = &mut world.registers.people.as_mut().unwrap()[0];
        person.kind = "contractor".to_owned();
        world.registers.exceptions = Some(vec![exception]);
    })
    .case("a1")
}

#[test]
fn an_exception_matches_person_device_class_unit_and_kind_of_person() {
    for (kind, subject, expected) in [
        ("person", "p1", true),
        ("person", " P1 ", true),
        ("person", "p2", false),
        ("device", "ser-0001", true),
        ("device", "SER-0002", false),
        ("device_class", "Office_Mac", true),
        ("device_class", "lab_mac", false),
        ("unit", "research", true),
        ("unit", "Bench", true),
        ("unit", "Sales", false),
        ("person_kind", "contractor", true),
        ("person_kind", "employee", false),
        ("something", "p1", false),
    ] {
        let case = with_exception(exception(kind, subject, ALWAYS));
        assert_eq!(case.exceptions.len(), usize::from(expected), "{kind} {subject}");
        assert!(case.exceptions.iter().all(|found| found.in_force && !found.lapsed));
    }
}

#[test]
fn an_exception_protects_the_trigger_s_subject_as_well_as_the_holder() {
    let case = World::plain_where(|world| {
        world.ingested.events[0].subject = okta("p2");
        world.ingested.assignments = vec![assignment("SER-0001", Some(day(-5)), Some(okta("p2")))];
        world.registers.exceptions = Some(vec![exception("person", "p2", ALWAYS)]);
    })
    .case("a1");
    assert_eq!(case.holder.as_ref().unwrap().person_id, "p1");
    assert_eq!(case.exceptions.len(), 1);
}

#[test]
fn an_exception_is_half_open_and_lapsed_for_ninety_days() {
    let done = hour(2);
    let s = chrono::TimeDelta::seconds(1);
    let days = chrono::TimeDelta::days(90);
    for (from, to, in_force, lapsed) in [
        (Some(done), None, true, false),
        (Some(done + s), None, false, false),
        (None, Some(done + s), true, false),
        (None, Some(done), false, true),
        (None, Some(done - days), false, true),
        (None, Some(done - days - s), false, false),
    ] {
        let case = with_exception(exception("person", "p1", Validity { from, to }));
        let found = case.exceptions.first().map_or((false, false), |found| (found.in_force, found.lapsed));
        assert_eq!(found, (in_force, lapsed), "{from:?}..{to:?}");
        assert_eq!(case.exceptions.len(), usize::from(in_force || lapsed), "{from:?}..{to:?}");
    }
}

#[test]
fn an_exception_without_approver_is_shown_and_does_not_protect() {
    let mut unapproved = exception("person", "p1", ALWAYS);
    unapproved.approved_by = None;
    let found = with_exception(unapproved).exceptions;
    assert_eq!(
        found.iter().map(|found| (found.in_force, found.lapsed)).collect::<Vec<_>>(),
        [(false, false)]
    );
}

#[test]
fn an_exception_of_another_workflow_is_not_shown() {
    for (workflow, expected) in [("*", 1), ("lock-leavers", 1), ("other", 0)] {
        let mut exception = exception("person", "p1", ALWAYS);
        exception.workflow_id = workflow.to_owned();
        assert_eq!(with_exception(exception).exceptions.len(), expected, "{workflow}");
    }
}

fn with_scope(kind: &str, value: &str, change: impl FnOnce(&mut World)) -> usize {
    World::plain_where(|world| {
        world.registers.regulated_work = Some(vec![RegulatedScope {
            scope_id: "r1".to_owned(),
            regime: "GxP".to_owned(),
            title: String::new(),
            match_kind: kind.to_owned(),
            match_value: value.to_owned(),
            window: ALWAYS,
            accountable_person: None,
            row: RegisterRow { file: "registers/regulated_work.csv".to_owned(), line: 2 },
        }]);
        change(world);
    })
    .case("a1")
    .regulated
    .len()
}

#[test]
fn regulated_work_matches_holder_device_class_and_unit() {
    for (kind, value, expected) in [
        ("person", "P1", 1),
        ("person", "p2", 0),
        ("device", "ser-0001", 1),
        ("device_class", "office_mac", 1),
        ("unit", "Research", 1),
        ("unit", "bench", 1),
        ("unit", "Sales", 0),
    ] {
        assert_eq!(with_scope(kind, value, |_| ()), expected, "{kind} {value}");
    }
}

#[test]
fn regulated_work_on_a_device_needs_no_register_of_devices() {
    assert_eq!(with_scope("device", "ser-0001", |world| world.registers.devices = None), 1);
}

#[test]
fn regulated_work_of_somebody_else_on_the_device_counts_from_three_days_of_sessions_on() {
    for (days, expected) in [(2, 0), (3, 1)] {
        let found = with_scope("person", "p2", |world| {
            for n in 1..=days {
                for minute in [0, 600] {
                    let at = day(-n) + chrono::TimeDelta::seconds(minute);
                    let session = activity("SER-0001", ActivityKind::UserSession, at, Some("ben"));
                    world.ingested.activities.push(session);
                }
            }
        });
        assert_eq!(found, expected, "{days} days");
    }
}

#[test]
fn recent_users_are_persons_of_the_thirty_days_before_without_service_accounts() {
    let done = hour(2);
    let mut world = World::plain();
    let mut service = person("svc", "scanner@meridian.test", None, None);
    service.kind = "service_account".to_owned();
    world.registers.people.as_mut().unwrap().push(service);
    for (at, user) in [
        (done - chrono::TimeDelta::days(30), "ben"),
        (done - chrono::TimeDelta::days(30) - chrono::TimeDelta::seconds(1), "ada"),
        (done, "ada"),
        (day(-1), "scanner"),
        (day(-1), "_localadmin"),
    ] {
        world.ingested.activities.push(activity("SER-0001", ActivityKind::UserSession, at, Some(user)));
    }
    let users = world.case("a1").recent_users;
    assert_eq!(users.iter().map(|u| (u.person_id.as_str(), u.days)).collect::<Vec<_>>(), [("p2", 1)]);
}

#[test]
fn the_newest_review_of_each_reviewer_counts_and_of_one_moment_every_decision() {
    let review = |reviewer: &str, at, decision: &str, line| ReviewDecision {
        action_id: "A1".to_owned(),
        reviewer: reviewer.to_owned(),
        reviewed_at: at,
        reviewed_until: at,
        decision: decision.to_owned(),
        cause: None,
        rationale: String::new(),
        row: RegisterRow { file: "registers/reviews.csv".to_owned(), line },
    };
    let mut world = World::plain();
    let mut elsewhere = review("r3", day(9), "true_positive", 9);
    elsewhere.action_id = "a2".to_owned();
    world.registers.reviews = Some(vec![
        review("r1", day(3), "false_positive", 2),
        review("r1", day(2), "true_positive", 3),
        review("r2", day(4), "true_positive", 4),
        review("r2", day(4), "undetermined", 5),
        elsewhere,
    ]);
    let found: Vec<_> =
        world.case("a1").reviews.into_iter().map(|review| (review.reviewer, review.decision)).collect();
    let expected = [("r1", "false_positive"), ("r2", "true_positive"), ("r2", "undetermined")];
    assert_eq!(found, expected.map(|(who, what)| (who.to_owned(), what.to_owned())));
}

#[test]
fn an_address_that_changed_hands_is_shown_with_the_rows_of_both_owners() {
    let world = |drift: bool| {
        let mut world = World::plain();
        // Jamf still holds the address of Ben, who left; Ada's Mac is locked for him.
        world.ingested.assignments =
            vec![assignment("SER-0001", Some(day(-9)), Some(email("ben@meridian.test")))];
        world.ingested.events[0].subject = okta("p2");
        world.ingested.events[0].subject.email = Some("ben@meridian.test".to_owned());
        if drift {
            let event = world.happens("d1", K::IdentifierRecycled, day(-3), "p1");
            event.new_value = Some("Ben@meridian.test".to_owned());
        }
        world.case("a1").attribution.candidates[0].identifier_moved.clone()
    };
    assert_eq!(world(false), None);
    let moved = world(true).unwrap();
    assert_eq!((moved.identifier.as_str(), moved.rows.len()), ("ben@meridian.test", 2));
}

#[test]
fn a_case_knows_when_its_holder_left_for_good() {
    let left = |versions: Vec<Person>| {
        World::plain_where(|world| {
            let people = world.registers.people.as_mut().unwrap();
            people.retain(|person| person.person_id != "p1");
            people.extend(versions);
        })
        .case("a1")
        .holder_left_at
    };
    let ada = |from, to| person("p1", "ada@meridian.test", from, to);
    assert_eq!(left(vec![ada(None, None)]), None);
    assert_eq!(left(vec![ada(None, Some(day(3)))]), Some(day(3)));
    assert_eq!(left(vec![ada(None, Some(day(3))), ada(Some(day(3)), None)]), None);
    assert_eq!(left(vec![ada(None, Some(day(3))), ada(Some(day(4)), Some(day(9)))]), Some(day(9)));
}
