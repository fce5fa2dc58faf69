//! How well a ticket is linked.

use super::super::{
    case::{TicketGrade as G, TicketLink},
    specimen::*,
};
use crate::records::{ActionKind as A, ActivityKind, CauseLink, CauseLinkKind, EventKind, Instant, Ticket};

const DISABLED: &str = "My account was disabled";
const LOCKED: &str = "The laptop is locked";
const OTHER: &str = "Projector bulb in room 4";

/// The link of one ticket to the plain case; done at hour 2.
fn link(ticket: Ticket) -> Option<TicketLink> {
    link_in(World::plain(), ticket)
}

fn link_in(mut world: World, ticket: Ticket) -> Option<TicketLink> {
    world.ingested.tickets.push(ticket);
    world.case("a1").tickets.pop()
}

fn grade(ticket: Ticket) -> Option<G> {
    link(ticket).map(|link| link.grade)
}

fn of_ada(at: Instant, subject: &str) -> Ticket {
    ticket("INC1", at, email("ada@meridian.test"), subject)
}

fn naming(value: &str, at: Instant, subject: &str) -> Ticket {
    Ticket { device_values: vec![value.to_owned()], ..ticket("INC1", at, email("x@m.test"), subject) }
}

/// So many seconds after the action was done.
fn later(seconds: i64) -> Instant {
    hour(2) + chrono::TimeDelta::seconds(seconds)
}

const HOUR: i64 = 3_600;

#[test]
fn a_person_s_strong_wording_counts_seventy_two_hours() {
    for (seconds, expected) in [
        (-1, None),
        (0, Some(G::Strong)),
        (24 * HOUR, Some(G::Strong)),
        (72 * HOUR, Some(G::Strong)),
        (72 * HOUR + 1, None),
        (7 * 24 * HOUR, None),
    ] {
        assert_eq!(grade(of_ada(later(seconds), DISABLED)), expected, "{seconds} s after");
    }
}

#[test]
fn a_weaker_wording_counts_twenty_four_hours_and_seven_days_after_a_wipe() {
    for (seconds, expected) in
        [(24 * HOUR, Some(G::Medium)), (24 * HOUR + 1, Some(G::Coincident)), (72 * HOUR + 1, None)]
    {
        assert_eq!(grade(of_ada(later(seconds), LOCKED)), expected, "{seconds} s after");
    }
    let wiped = |seconds, subject| {
        let world = World::plain_where(|world| world.ingested.actions[0].kind = A::Wipe);
        link_in(world, of_ada(later(seconds), subject)).map(|link| link.grade)
    };
    let erased = "My laptop was erased";
    assert_eq!(wiped(7 * 24 * HOUR, erased), Some(G::Medium));
    assert_eq!(wiped(7 * 24 * HOUR + 1, erased), None);
    assert_eq!(grade(of_ada(later(HOUR), erased)), Some(G::Coincident), "a lock erases nothing");
}

#[test]
fn person_and_time_alone_are_a_coincidence_up_to_seventy_two_hours() {
    for (seconds, expected) in
        [(0, Some(G::Coincident)), (72 * HOUR, Some(G::Coincident)), (72 * HOUR + 1, None)]
    {
        assert_eq!(grade(of_ada(later(seconds), OTHER)), expected, "{seconds} s after");
    }
}

#[test]
fn the_device_named_as_a_value_is_strong_whoever_writes() {
    for (value, expected) in [
        ("SER-0001", Some(G::Strong)),
        (" ser-0001 ", Some(G::Strong)),
        ("SER-0002", None),
        ("SER-000", None),
        ("my SER-0001", None),
    ] {
        assert_eq!(grade(naming(value, later(HOUR), OTHER)), expected, "{value}");
    }
    assert_eq!(grade(naming("SER-0001", later(72 * HOUR + 1), OTHER)), None);
    assert_eq!(grade(naming("SER-0001", later(-1), OTHER)), None);
}

#[test]
fn the_device_is_found_as_a_word_of_the_text() {
    for (text, expected) in [
        ("Locked: (SER-0001).", Some(G::Strong)),
        ("serial=ser-0001, please help", Some(G::Strong)),
        ("XSER-0001", None),
        ("SER-0001-B", None),
    ] {
        let mut ticket = ticket("INC1", later(HOUR), email("x@m.test"), "Help");
        ticket.body = text.to_owned();
        assert_eq!(grade(ticket), expected, "{text}");
    }
}

#[test]
fn a_udid_or_management_id_names_the_device_as_its_serial_does() {
    for value in ["00008103-AB12", "6f2d-77aa"] {
        let world = World::plain_where(|world| {
            let device = &mut world.registers.devices.as_mut().unwrap()[0];
            device.udid = Some("00008103-AB12".to_owned());
            device.management_id = Some("6f2d-77aa".to_owned());
        });
        let link = link_in(world, naming(value, later(HOUR), OTHER));
        assert_eq!(link.map(|link| link.grade), Some(G::Strong), "{value}");
    }
}

#[test]
fn a_cause_link_that_names_the_action_is_decisive_and_another_is_not() {
    for (kind, id, expected) in [
        (CauseLinkKind::CausedByChange, "A1", G::Decisive),
        (CauseLinkKind::CausedByChange, "a2", G::Coincident),
        (CauseLinkKind::FixedByChange, "a1", G::Coincident),
        (CauseLinkKind::Parent, "a1", G::Coincident),
    ] {
        let mut ticket = of_ada(later(HOUR), OTHER);
        ticket.links = vec![CauseLink { kind, id: id.to_owned() }];
        assert_eq!(grade(ticket), Some(expected), "{kind} {id}");
    }
}

#[test]
fn notes_that_name_the_action_are_decisive_only_with_a_complaint() {
    let uuid = "0f1e2d3c-1111-2222-3333-444455556666";
    let with = |subject: &str, notes: &str| {
        let mut world = World::plain();
        world.ingested.actions[0].uuid = Some(uuid.to_owned());
        let mut ticket = of_ada(later(HOUR), subject);
        ticket.notes = notes.to_owned();
        link_in(world, ticket).map(|link| link.grade)
    };
    let naming = format!("Caused by command {}.", uuid.to_uppercase());
    assert_eq!(with(DISABLED, &naming), Some(G::Decisive));
    assert_eq!(with(OTHER, &naming), Some(G::Coincident));
    assert_eq!(with(DISABLED, &format!("see {uuid}-7")), Some(G::Strong));
}

#[test]
fn a_mapped_closure_code_is_decisive_after_the_action() {
    let with = |seconds, value: &str, means: &str| {
        let mut world = World::plain();
        let code = format!("{{ field = \"close_code\", value = \"Automation\", means = \"{means}\" }}");
        world.config = config(&format!("[tickets]\nclosure_codes = [{code}]"));
        let mut ticket = of_ada(later(seconds), OTHER);
        ticket.fields.insert("close_code".to_owned(), vec![value.to_owned()]);
        link_in(world, ticket).map(|link| (link.grade, link.shows_intent))
    };
    assert_eq!(with(0, " automation ", "automation-error"), Some((G::Decisive, false)));
    assert_eq!(with(7 * 24 * HOUR, "Automation", "automation-error"), Some((G::Decisive, false)));
    assert_eq!(with(-1, "Automation", "automation-error"), None);
    assert_eq!(with(HOUR, "User error", "automation-error"), Some((G::Coincident, false)));
    assert_eq!(with(HOUR, "Automation", "intended"), Some((G::Medium, true)));
}

#[test]
fn tickets_of_the_subject_and_of_recent_users_speak_and_of_others_do_not() {
    let of = |person: &str, change: fn(&mut World)| {
        let mut world = World::plain();
        change(&mut world);
        link_in(world, ticket("INC1", later(HOUR), okta(person), DISABLED)).map(|link| link.grade)
    };
    assert_eq!(of("p2", |_| ()), None);
    let after_session = of("p2", |world| {
        let session = activity("SER-0001", ActivityKind::UserSession, day(-1), Some("ben"));
        world.ingested.activities.push(session);
    });
    assert_eq!(after_session, Some(G::Strong));
    // The subject is somebody the register does not know.
    let stranger = of("x9", |world| {
        world.ingested.events[0] = event("e1", EventKind::AccountDisabled, hour(0), "x9");
        world.ingested.assignments = vec![assignment("SER-0001", Some(day(-5)), Some(okta("x9")))];
    });
    assert_eq!(stranger, Some(G::Strong));
}

#[test]
fn links_stand_best_grade_first_then_by_time_and_id() {
    let mut world = World::plain();
    for (id, at, subject) in [
        ("INC4", later(2), OTHER),
        ("INC3", later(9), DISABLED),
        ("INC2", later(5), LOCKED),
        ("INC1", later(9), DISABLED),
    ] {
        world.ingested.tickets.push(ticket(id, at, email("ada@meridian.test"), subject));
    }
    let ids: Vec<_> = world.case("a1").tickets.iter().map(|link| link.ticket.ticket_id.clone()).collect();
    assert_eq!(ids, ["INC1", "INC3", "INC2", "INC4"]);
}

#[test]
fn coincidences_expected_by_chance_are_the_persons_own_rate_over_seventy_two_hours() {
    let mut world = World::plain();
    assert!(world.linked().expected_chance_tickets.abs() < f64::EPSILON);
    // Three tickets of Ada and one of Ben in 30 days: 3 / 720 h · 72 h for the one case of Ada.
    for (id, at, who) in
        [("1", day(-15), "ada"), ("2", later(HOUR), "ada"), ("3", day(2), "ada"), ("4", day(15), "ben")]
    {
        world.ingested.tickets.push(ticket(id, at, email(&format!("{who}@meridian.test")), OTHER));
    }
    let linked = world.linked();
    assert!((linked.expected_chance_tickets - 0.3).abs() < 1e-9, "{}", linked.expected_chance_tickets);
    assert_eq!(linked.coincident_tickets, 2);
}

/// Grades for two locks of Ada's Mac, done at 2 h and 5 h, of one ticket at 8 h with a mapped closure code.
fn grades_of_two(change: impl FnOnce(&mut Ticket)) -> Vec<G> {
    let mut world = World::plain();
    let code = "{ field = \"close_code\", value = \"Automation\", means = \"automation-error\" }";
    world.config = config(&format!("[tickets]\nclosure_codes = [{code}]"));
    for action in
        ["first-lock", "second-lock"].iter().zip([2, 5]).map(|(id, n)| lock(id, "SER-0001", hour(1), hour(n)))
    {
        world.ingested.actions.push(action);
    }
    world.ingested.actions.remove(0);
    let mut ticket = of_ada(hour(8), OTHER);
    ticket.fields.insert("close_code".to_owned(), vec!["Automation".to_owned()]);
    change(&mut ticket);
    world.ingested.tickets.push(ticket);
    world.linked().cases.iter().map(|case| case.tickets[0].grade).collect()
}

#[test]
fn a_ticket_decides_the_action_it_names_else_the_last_one_before_it() {
    assert_eq!(grades_of_two(|_| ()), [G::Coincident, G::Decisive]);
    let named = |ticket: &mut Ticket| ticket.notes = "undone, see first-lock".to_owned();
    assert_eq!(grades_of_two(named), [G::Decisive, G::Coincident]);
}
