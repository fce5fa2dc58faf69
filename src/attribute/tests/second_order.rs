//! What the helpdesk hears after a wipe.

use super::super::{case::AfterWipe, specimen::*};
use crate::records::{ActionKind, Instant, Ticket, TicketState};

/// The plain world with a wipe in place of the lock, done at hour 2, and tickets of others from day −60 to day 40, so
/// that the time around it is covered.
fn wiped(tickets: Vec<Ticket>) -> World {
    World::plain_where(|world| {
        world.ingested.actions[0].kind = ActionKind::Wipe;
        let other = |id, at| ticket(id, at, email("nobody@m.test"), "Projector bulb in room 4");
        world.ingested.tickets = tickets;
        world.ingested.tickets.extend([other("OLD", day(-60) + hours(2)), other("NEW", day(40))]);
    })
}

fn hours(n: i64) -> chrono::TimeDelta {
    chrono::TimeDelta::hours(n)
}

fn of_ada(id: &str, at: Instant, subject: &str) -> Ticket {
    ticket(id, at, email("ada@meridian.test"), subject)
}

fn naming(id: &str, value: &str, at: Instant) -> Ticket {
    Ticket { device_values: vec![value.to_owned()], ..ticket(id, at, email("x@m.test"), "Needs its apps") }
}

fn after(world: &World) -> AfterWipe {
    world.case("a1").after_wipe.unwrap()
}

fn ids(after: &AfterWipe) -> Vec<(&str, &str)> {
    after.tickets.iter().map(|ticket| (ticket.ticket_id.as_str(), ticket.about)).collect()
}

/// The wipe was done then.
fn done() -> Instant {
    hour(2)
}

#[test]
fn later_tickets_of_the_person_and_the_device_count_for_fourteen_days() {
    let second = chrono::TimeDelta::seconds(1);
    let world = wiped(vec![
        of_ada("T0", done(), "VPN does not connect"),
        of_ada("T1", done() + second, "VPN does not connect"),
        naming("T2", "SER-0001", done() + hours(100)),
        of_ada("T3", done() + chrono::TimeDelta::days(14), "Where are my files?"),
        of_ada("T4", done() + chrono::TimeDelta::days(14) + second, "VPN does not connect"),
        naming("T5", "SER-0002", done() + hours(100)),
        Ticket { state: TicketState::Deleted, ..of_ada("T6", done() + hours(9), "VPN does not connect") },
    ]);
    let found = after(&world);
    assert_eq!(ids(&found), [("T1", "affected person"), ("T2", "wiped device"), ("T3", "affected person")]);
}

#[test]
fn the_ticket_that_reports_the_wipe_and_one_that_asked_for_it_are_no_consequence() {
    let world = wiped(vec![
        of_ada("T1", done() + hours(1), "My laptop was wiped by itself"),
        of_ada("T2", done() + hours(2), "My account was disabled"),
        of_ada("T3", done() + hours(3), "Please wipe my old laptop SER-0001"),
        of_ada("T4", done() + hours(30), "VPN does not connect"),
    ]);
    let later = |world: &World| -> Vec<String> {
        after(world).tickets.into_iter().map(|ticket| ticket.ticket_id).collect()
    };
    // Of several complaints the first reports the wipe; the others are work of their own, as follow-ups are.
    assert_eq!(later(&world), ["T2", "T4"]);
    let world = wiped(vec![
        of_ada("T4", done() + hours(1), "VPN does not connect"),
        of_ada("T5", done() + hours(30), "My laptop was erased"),
    ]);
    assert_eq!(later(&world), ["T4"]);
}

#[test]
fn a_device_given_in_its_place_brings_its_tickets_along() {
    let mut world = wiped(vec![
        naming("T1", "SER-0003", done() + hours(80)),
        naming("T2", "SER-0004", done() + hours(80)),
        naming("T3", "SER-0005", done() + hours(80)),
    ]);
    let devices = world.registers.devices.as_mut().unwrap();
    devices.push(device("SER-0003", Some("p1"), Some(done() + hours(48)), None));
    // Hers since long before, and somebody else's.
    devices.push(device("SER-0004", Some("p1"), Some(day(-40)), None));
    devices.push(device("SER-0005", Some("p2"), Some(done() + hours(48)), None));
    assert_eq!(ids(&after(&world)), [("T1", "replacement")]);
}

#[test]
fn what_comes_by_chance_is_the_rate_before_over_the_days_after() {
    let before = |id, days| of_ada(id, done() - chrono::TimeDelta::days(days), "Mouse");
    let found = after(&wiped(vec![before("B1", 1), before("B2", 30), before("B3", 59), before("B4", 60)]));
    // Four tickets of 60 days (the first ticket of all is 60 days old) over 14 days.
    assert!((found.expected.unwrap() - 4.0 * 14.0 / 60.0).abs() < 1e-9, "{found:?}");
    assert!(found.tickets.is_empty());
    // None before: none expected, which is not unknown.
    assert_eq!(after(&wiped(Vec::new())).expected, Some(0.0));
}

#[test]
fn time_that_no_tickets_cover_is_unknown() {
    let mut world = wiped(vec![of_ada("T1", done() + hours(10), "VPN does not connect")]);
    // Nine days before are too few to know a rate.
    world.ingested.tickets.retain(|ticket| ticket.ticket_id != "OLD");
    world.ingested.tickets.push(ticket(
        "OLD",
        done() - chrono::TimeDelta::days(9),
        email("nobody@m.test"),
        "Mouse",
    ));
    let found = after(&world);
    assert_eq!((ids(&found).len(), found.expected), (1, None));
    // Tickets end seven days after: half of the time is looked at, and half as many expected.
    let before = of_ada("B1", done() - chrono::TimeDelta::days(1), "Mouse");
    let mut world = wiped(vec![before]);
    world.ingested.tickets.retain(|ticket| ticket.ticket_id != "NEW");
    world.ingested.tickets.push(ticket(
        "END",
        done() + chrono::TimeDelta::days(7),
        email("nobody@m.test"),
        "Mouse",
    ));
    assert!((after(&world).expected.unwrap() - 7.0 / 60.0).abs() < 1e-9);
    // Nothing after it, and nothing at all.
    world.ingested.tickets.retain(|ticket| ticket.opened_at < done());
    assert_eq!(world.case("a1").after_wipe, None);
    world.ingested.tickets.clear();
    assert_eq!(world.case("a1").after_wipe, None);
}

#[test]
fn other_actions_have_no_consequences_of_a_wipe() {
    let mut world = wiped(vec![of_ada("T1", done() + hours(10), "VPN does not connect")]);
    world.ingested.actions[0].kind = ActionKind::Lock;
    assert_eq!(world.case("a1").after_wipe, None);
}
