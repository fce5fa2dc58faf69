//! Tickets that ask for what was done.

use super::super::{
    case::{TicketGrade as G, TicketLink},
    specimen::*,
};
use crate::records::{ActionKind as A, Instant, Ticket};

const OTHER: &str = "Projector bulb in room 4";
const HOUR: i64 = 3_600;

fn link_in(mut world: World, ticket: Ticket) -> Option<TicketLink> {
    world.ingested.tickets.push(ticket);
    world.case("a1").tickets.pop()
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

#[test]
fn a_request_is_linked_as_surely_as_a_complaint_and_said_to_be_the_request() {
    let world = World::plain_where(|world| world.ingested.actions[0].kind = A::Wipe);
    let of = |ticket: Ticket| link_in(world.clone(), ticket).unwrap();
    for (at, when) in [(hour(-9), "10 h before"), (later(HOUR), "2 h after")] {
        let link = of(naming("SER-0001", at, "Please wipe SER-0001"));
        assert_eq!((link.grade, link.shows_intent, link.is_request), (G::Strong, true, true), "{at}");
        let why =
            format!("the request: names the device and asks for such an action, opened {when} it was sent");
        assert_eq!(link.why, why);
    }
    let by_person = of(of_ada(hour(-9), "Please wipe my laptop"));
    assert_eq!((by_person.grade, by_person.shows_intent, by_person.is_request), (G::Medium, true, false));
    let leaver = of(naming("SER-0001", hour(-9), "Termination of A. Example"));
    assert_eq!((leaver.grade, leaver.shows_intent, leaver.is_request), (G::Strong, true, false));
    assert!(leaver.why.ends_with("and tells of a leaver, opened 10 h before it was sent"), "{}", leaver.why);
    let complaint = of(naming("SER-0001", later(HOUR), "Laptop was wiped by mistake"));
    assert_eq!((complaint.grade, complaint.shows_intent, complaint.is_request), (G::Strong, false, false));
}

#[test]
fn a_bare_request_speaks_of_the_device_in_its_column_and_of_no_other() {
    let world = World::plain_where(|world| world.ingested.actions[0].kind = A::Wipe);
    let bare = "Please wipe and reinstall";
    let link = link_in(world.clone(), naming("SER-0001", hour(-9), bare)).unwrap();
    assert_eq!((link.grade, link.is_request), (G::Strong, true));
    let without = link_in(world.clone(), of_ada(hour(-9), bare));
    assert_eq!(without, None, "nothing says that it is about a device");
    let after = link_in(world, of_ada(later(HOUR), bare)).unwrap();
    assert_eq!((after.grade, after.shows_intent), (G::Coincident, false));
}

#[test]
fn a_request_for_this_device_before_the_command_asked_for_it() {
    let requested = |ticket: Ticket| {
        let mut world = World::plain();
        world.ingested.tickets.push(ticket);
        world.case("a1").requested_before.is_some()
    };
    let ask = "Please lock laptop SER-0001";
    for ask in
        ["Please wipe SER-0001", "Re-provision this Mac", "wipe and reinstall", "I want to retire this Mac"]
    {
        assert!(requested(naming("SER-0001", hour(0), ask)), "{ask}");
        let mut in_text = ticket("INC1", hour(0), email("x@m.test"), ask);
        in_text.body = "It is SER-0001.".to_owned();
        assert!(requested(in_text), "{ask}");
    }
    assert!(!requested(naming("SER-0001", hour(0), "Please do not wipe SER-0001")));
    assert!(requested(naming("SER-0001", hour(0), ask)));
    assert!(requested(naming("SER-0001", hour(1) - chrono::TimeDelta::days(14), ask)));
    assert!(!requested(naming("SER-0001", hour(1) - chrono::TimeDelta::days(15), ask)));
    assert!(!requested(naming("SER-0001", hour(1), ask)), "not older than the command");
    assert!(!requested(of_ada(hour(0), "Please lock my laptop")), "it does not name the device");
    assert!(!requested(naming("SER-0001", hour(0), OTHER)));
}
