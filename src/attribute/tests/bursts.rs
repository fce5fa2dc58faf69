//! Bursts: what looks like misuse or attack, and what only looks many.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::super::{Attributed, burst::Burst, specimen::*};
use crate::records::{Action, ActionKind, EventKind as K, InitiatorKind, Instant, Outcome};

/// A wipe of a device by whoever it is, sent then and done a minute later.
fn wipe(n: usize, who: Option<&str>, sent: Instant) -> Action {
    let mut action = lock(&format!("w{n:03}"), &format!("FLEET-{n:03}"), sent, sent + TimeDelta::minutes(1));
    action.kind = ActionKind::Wipe;
    action.initiator = who.and_then(|name| by(InitiatorKind::Account, name));
    action
}

/// Wipes of so many different devices, ten seconds apart.
fn attack(devices: usize, who: Option<&str>, from: Instant) -> World {
    let mut world = World::quiet();
    for (step, n) in (0_i64..).zip(0..devices) {
        world.ingested.actions.push(wipe(n, who, from + TimeDelta::seconds(step * 10)));
    }
    world
}

fn bursts(world: &World) -> Vec<Burst> {
    world.linked().bursts
}

/// Initiator, devices and actions of each.
fn told(linked: &Attributed) -> Vec<(Option<&str>, usize, usize)> {
    linked.bursts.iter().map(|b| (b.initiator.as_deref(), b.devices, b.actions.len())).collect()
}

#[test]
fn as_many_devices_as_the_setting_says_are_a_burst_and_one_fewer_are_none() {
    let found = attack(10, Some("desk.night"), hour(17)).linked();
    assert_eq!(told(&found), [(Some("account:desk.night"), 10, 10)]);
    assert!(bursts(&attack(9, Some("desk.night"), hour(17))).is_empty());
    let mut more = attack(10, Some("desk.night"), hour(17));
    more.config.attribute.burst_devices = 11;
    assert!(bursts(&more).is_empty());
}

#[test]
fn the_same_devices_again_are_not_more_devices() {
    let mut world = attack(5, Some("desk.night"), hour(17));
    for n in 0..40 {
        let mut again = wipe(n % 5, Some("desk.night"), hour(17) + TimeDelta::seconds(60 + 7));
        again.action_id = format!("again-{n}");
        again.uuid = Some(again.action_id.clone());
        world.ingested.actions.push(again);
    }
    assert!(bursts(&world).is_empty());
}

#[test]
fn a_window_is_half_open() {
    for (last, expected) in [(3_599, 1), (3_600, 0)] {
        let mut world = attack(9, Some("desk.night"), hour(17));
        world.ingested.actions.push(wipe(9, Some("desk.night"), hour(17) + TimeDelta::seconds(last)));
        assert_eq!(bursts(&world).len(), expected, "{last} s");
    }
}

#[test]
fn a_burst_tells_who_when_what_and_how_improbable() {
    let world = attack(40, Some("Desk.Night"), hour(17));
    let burst = bursts(&world).remove(0);
    assert_eq!(burst.burst_id, "burst-w000");
    assert_eq!((burst.from, burst.to), (hour(17), hour(17) + TimeDelta::seconds(390)));
    assert_eq!(burst.kinds, ["wipe"]);
    assert!((burst.expected - 1.0).abs() < 1e-9, "never seen before: one device at a time is supposed");
    assert!(burst.probability < 1e-30, "{}", burst.probability);
    // Hour 17 is two in the morning.
    assert!((burst.outside_working_hours - 1.0).abs() < 1e-9);
    assert!(burst.linked_share.abs() < 1e-9);
}

#[test]
fn actions_that_no_record_names_an_initiator_for_are_one_group() {
    let found = attack(12, None, hour(17)).linked();
    assert_eq!(told(&found), [(None, 12, 12)]);
}

#[test]
fn two_initiators_at_once_are_two_bursts_and_half_of_each_is_none() {
    let mut world = attack(12, Some("desk.night"), hour(17));
    for n in 12..24 {
        world.ingested.actions.push(wipe(n, Some("desk.other"), hour(17)));
    }
    let found = world.linked();
    assert_eq!(told(&found), [(Some("account:desk.night"), 12, 12), (Some("account:desk.other"), 12, 12)]);
    let mut halves = attack(9, Some("desk.night"), hour(17));
    for n in 9..18 {
        halves.ingested.actions.push(wipe(n, Some("desk.other"), hour(17)));
    }
    assert!(bursts(&halves).is_empty());
}

/// Sixty leavers, whose Macs are wiped within ten minutes by whoever it is.
fn sixty_leavers(who: &str, correlation: Option<&str>) -> World {
    let mut world = attack(60, Some(who), hour(1));
    for n in 0..60 {
        let (id, text) = (format!("f{n:02}"), format!("FLEET-{n:03}"));
        let address = format!("{id}@meridian.test");
        world.registers.people.as_mut().unwrap().push(person(&id, &address, None, None));
        world.registers.devices.as_mut().unwrap().push(device(&text, Some(&id), None, None));
        let event = world.happens(&format!("x{n:02}"), K::AccountDisabled, hour(0), &id);
        event.correlations.extend(correlation.map(str::to_owned));
    }
    world
}

#[test]
fn sixty_leavers_with_an_episode_each_are_no_burst_whoever_wipes() {
    for who in ["svc-leaver", "desk.admin"] {
        assert!(bursts(&sixty_leavers(who, None)).is_empty(), "{who}");
    }
}

#[test]
fn one_import_that_disables_sixty_is_a_mistake_of_data_and_no_burst() {
    let mut world = sixty_leavers("svc-leaver", Some("transaction:import"));
    for n in 0..50 {
        world.happens(&format!("u{n}"), K::AccountEnabled, hour(9), &format!("f{n:02}"));
    }
    let linked = world.linked();
    assert!(linked.bursts.is_empty());
    let bulk = linked.cases[0].attribution.candidates[0].bulk.as_ref().unwrap();
    assert!(bulk.is_mistake());
}

#[test]
fn devices_in_stock_and_devices_somebody_asked_for_are_reprovisioned() {
    let mut stock = attack(30, Some("desk.admin"), hour(1));
    let mut asked = stock.clone();
    for n in 0..30 {
        let text = format!("FLEET-{n:03}");
        let mut row = device(&text, None, None, None);
        row.custody = Some("stock".to_owned());
        stock.registers.devices.as_mut().unwrap().push(row);
        asked.registers.devices.as_mut().unwrap().push(device(&text, None, None, None));
        let mut request =
            ticket(&format!("REQ{n}"), hour(-20), okta("p2"), "Please wipe this Mac for the new joiner");
        request.device_values = vec![text];
        asked.ingested.tickets.push(request);
    }
    assert!(bursts(&stock).is_empty());
    assert!(bursts(&asked).is_empty());
    for ticket in &mut asked.ingested.tickets {
        ticket.opened_at = hour(2);
    }
    assert_eq!(bursts(&asked).len(), 1, "asked for afterwards");
}

#[test]
fn who_always_acts_on_thirty_at_once_is_no_burst_the_next_time_and_two_hundred_are() {
    let weekly = |last: usize| {
        let mut world = World::quiet();
        let mut n = 0;
        for week in 0..4 {
            let devices = if week == 3 { last } else { 30 };
            for step in 0..devices {
                let sent = day(-28 + week * 7) + TimeDelta::seconds(i64::try_from(step).unwrap());
                // Singly at first, so that the custom is learnt before it is judged.
                world.ingested.actions.push(wipe(n, Some("desk.lab"), sent));
                n += 1;
            }
        }
        world.config.attribute.burst_devices = 31;
        bursts(&world).len()
    };
    assert_eq!(weekly(31), 0);
    assert_eq!(weekly(200), 1);
}

#[test]
fn a_burst_over_midnight_and_over_the_edge_of_a_period_is_one_and_stands_in_both() {
    // Midnight in the zone of the specimen, which is also the edge of the period.
    let edge = day(5) + TimeDelta::hours(15);
    let world = attack(40, Some("svc-leaver"), edge - TimeDelta::seconds(200));
    let before = world.linked_in(day(-15), edge);
    let after = world.linked_in(edge, day(15));
    assert_eq!((told(&before), told(&after)), (vec![(Some("account:svc-leaver"), 40, 40)], told(&before)));
    let cases = [&before, &after].map(|linked| linked.cases.len());
    let inside = [(day(-15), edge), (edge, day(15))].map(|period| before.bursts[0].actions_in(period));
    assert_eq!(inside, cases);
    assert_eq!(cases[0] + cases[1], 40);
    assert!(cases.iter().all(|count| *count > 0));
}

#[test]
fn the_cases_of_a_stolen_client_are_marked_and_those_with_an_episode_are_not() {
    let mut world = attack(20, Some("svc-leaver"), hour(17));
    world.happens("e1", K::AccountDisabled, hour(16), "p1");
    world.ingested.actions.push(lock("a1", "SER-0001", hour(17), hour(18)));
    let linked = world.linked();
    let marked: Vec<&str> =
        linked.cases.iter().filter(|c| c.burst_id.is_some()).map(|c| c.action.action_id.as_str()).collect();
    assert_eq!(marked.len(), 20);
    assert!(!marked.contains(&"a1"));
    assert!((linked.bursts[0].linked_share - 1.0 / 21.0).abs() < 1e-9);
}

#[test]
fn what_was_not_done_or_is_not_destructive_is_no_burst() {
    let mut failed = attack(20, Some("desk.night"), hour(17));
    let mut harmless = failed.clone();
    for action in &mut failed.ingested.actions {
        action.outcome = Outcome::Failed;
    }
    for action in &mut harmless.ingested.actions {
        action.kind = ActionKind::ProfileRemove;
    }
    assert!(bursts(&failed).is_empty() && bursts(&harmless).is_empty());
}

#[test]
fn a_second_burst_is_not_made_usual_by_the_first() {
    let mut world = attack(40, Some("desk.night"), hour(17));
    for (step, n) in (0_i64..).zip(40..80) {
        world.ingested.actions.push(wipe(n, Some("desk.night"), hour(41) + TimeDelta::seconds(9 * step)));
    }
    let devices: Vec<usize> = bursts(&world).iter().map(|burst| burst.devices).collect();
    assert_eq!(devices, [40, 40]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn neither_the_order_of_rows_nor_a_shift_of_all_times_makes_or_ends_a_burst(
        minutes in proptest::collection::vec((0_usize..30, 0_i64..400), 8..60),
        hours in -900_i64..900,
    ) {
        let by_hours = TimeDelta::hours(hours);
        let at = |shift: TimeDelta| {
            let mut world = World::quiet();
            for (index, (device, minute)) in minutes.iter().enumerate() {
                let mut action = wipe(*device, Some("desk.night"), hour(0) + TimeDelta::minutes(*minute) + shift);
                action.action_id = format!("v{index:03}");
                action.uuid = Some(action.action_id.clone());
                world.ingested.actions.push(action);
            }
            world
        };
        let shown = |linked: Attributed, zero: Instant| -> Vec<_> {
            let bursts = linked.bursts.into_iter();
            bursts.map(|b| (b.burst_id, b.from - zero, b.to - zero, b.devices, format!("{:e}", b.probability), b.actions.len())).collect()
        };
        let here = shown(at(TimeDelta::zero()).linked(), hour(0));
        let mut turned = at(TimeDelta::zero());
        turned.ingested.actions.reverse();
        prop_assert_eq!(&here, &shown(turned.linked(), hour(0)));
        let there = at(by_hours).linked_in(day(-15) + by_hours, day(15) + by_hours);
        prop_assert_eq!(&here, &shown(there, hour(0) + by_hours));
    }
}
