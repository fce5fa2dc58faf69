//! What must not matter: the order of records, the calendar, and tickets of people who have nothing to do with it.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::super::{Attributed, Inputs, attribute_each, specimen::*};
use crate::records::{ActivityKind, EventKind as K, FileId, InitiatorKind, Instant, Origin};

const TRIGGERS: [K; 7] = [
    K::AccountDisabled,
    K::TerminationRecorded,
    K::GroupRemoved,
    K::AccountEnabled,
    K::TerminationCancelled,
    K::SignIn,
    K::AccountSuspended,
];

/// One record: what (0 action, 1 event, 2 ticket, 3 assignment, 4 sign of life), who, which variant, minutes.
type Record = (u8, u8, usize, i64);

fn records() -> impl Strategy<Value = Vec<Record>> {
    proptest::collection::vec((0_u8..5, 1_u8..4, 0_usize..7, -2_000_i64..2_000), 1..24)
}

fn world(records: &[Record]) -> World {
    let mut world = World::quiet();
    world.registers.people.as_mut().unwrap().push(person("p3", "cem@meridian.test", None, None));
    for (index, (what, who, variant, minutes)) in records.iter().enumerate() {
        let at = second(minutes * 60);
        let (person, device) = (format!("p{who}"), format!("SER-000{who}"));
        match what {
            0 => {
                let mut action = lock(&format!("a{index}"), &device, at, at + TimeDelta::minutes(5));
                if variant % 3 == 0 {
                    action.initiator = None;
                }
                if variant % 3 == 1 {
                    action.initiator = by(InitiatorKind::Account, "admin.sample");
                }
                world.ingested.actions.push(action);
            }
            1 => {
                let event = world.happens(&format!("e{index}"), TRIGGERS[*variant], at, &person);
                event.object = object("G-1");
                if variant % 2 == 0 {
                    event.correlations = vec![format!("transaction:{}", minutes / 300)];
                }
            }
            2 => {
                let subject =
                    ["My account was disabled", "Projector bulb", "The laptop is locked"][variant % 3];
                let mut ticket = ticket(&format!("INC{index}"), at, okta(&person), subject);
                if variant % 2 == 0 {
                    ticket.device_values = vec![device];
                }
                world.ingested.tickets.push(ticket);
            }
            3 => {
                let keys = (variant % 3 != 0).then(|| okta(&person));
                world.ingested.assignments.push(assignment(&device, Some(at), keys));
            }
            _ => {
                let kind = ActivityKind::ALL[variant % ActivityKind::ALL.len()];
                world.ingested.activities.push(activity(&device, kind, at, Some("ben")));
            }
        }
    }
    world
}

fn printed(linked: &Attributed) -> String {
    format!("{:#?}\n{:#?}\n{:#?}\n{:#?}", linked.cases, linked.scope, linked.waiting, linked.eligible)
}

fn shuffled<T>(items: &mut [T], seed: u64) {
    let mut state = seed;
    for index in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let other = usize::try_from((state >> 33) % (index as u64 + 1)).unwrap();
        items.swap(index, other);
    }
}

/// What verdicts and figures rest on, with times relative to an instant.
fn relative(linked: &Attributed, zero: Instant) -> Vec<String> {
    let since = |at: Instant| (at - zero).num_seconds();
    linked
        .cases
        .iter()
        .map(|case| {
            let candidates: Vec<_> = case
                .attribution
                .candidates
                .iter()
                .map(|c| {
                    let ids = [&c.undoing, &c.recant]
                        .map(|e| e.as_ref().map(|e| (e.event_id.clone(), since(e.occurred_at))));
                    let sign_ins: Vec<_> = c.later_sign_ins.iter().map(|e| &e.event_id).collect();
                    format!(
                        "{} {:.6} {:?} {ids:?} {sign_ins:?} {:?}",
                        c.trigger.event_id, c.score, c.parts, c.bulk
                    )
                })
                .collect();
            let tickets: Vec<_> =
                case.tickets.iter().map(|t| (&t.ticket.ticket_id, t.grade, &t.why)).collect();
            let signs: Vec<_> = case.afterwards.iter().map(|s| (since(s.at), s.activity)).collect();
            format!(
                "{} {:?} {} {candidates:?} {tickets:?} {signs:?} {:?} {:?} {:?} {:?} {} {:?}",
                case.action.action_id,
                case.attribution.status,
                since(case.done_at),
                case.holder.as_ref().map(|h| (&h.person_id, h.basis)),
                case.repeats.as_ref().map(|r| (&r.action_id, r.restored_between.map(since))),
                case.undone_by.as_ref().map(|u| since(u.at)),
                case.fan_out_id,
                case.trigger_sources_cover_window,
                case.reversal_covered_until.map(since),
            )
        })
        .collect()
}

fn moved(mut world: World, by: TimeDelta) -> World {
    let ingested = &mut world.ingested;
    for action in &mut ingested.actions {
        action.sent_at = action.sent_at.map(|at| at + by);
        action.done_at = action.done_at.map(|at| at + by);
    }
    for event in &mut ingested.events {
        event.occurred_at += by;
        event.known_from += by;
        event.known_to += by;
    }
    for ticket in &mut ingested.tickets {
        ticket.opened_at += by;
    }
    for row in &mut ingested.assignments {
        row.from = row.from.map(|at| at + by);
    }
    for sign in &mut ingested.activities {
        sign.at += by;
    }
    for source in &mut ingested.sources {
        source.first_at = source.first_at.map(|at| at + by);
        source.last_at = source.last_at.map(|at| at + by);
    }
    world.as_of += by;
    world
}

/// The same rows exported day by day: each source in files that end and begin at these minutes.
fn split(mut world: World, cuts: &[i64]) -> World {
    let whole = std::mem::take(&mut world.ingested.sources);
    let mut edges: Vec<Instant> = cuts.iter().map(|minutes| second(minutes * 60)).collect();
    edges.extend([day(-45), day(45)]);
    edges.sort();
    for source in &whole {
        for pair in edges.windows(2) {
            world.ingested.sources.push(file(&source.format, pair[0], pair[1]));
        }
    }
    let parts = u32::try_from(edges.len() - 1).unwrap();
    let move_row = |origin: &mut Origin, at: Instant| {
        let part = edges[1..].iter().take_while(|edge| **edge <= at).count();
        let part = u32::try_from(part).unwrap().min(parts - 1);
        *origin = Origin { file: FileId(origin.file.0 * parts + part), line: origin.line + 1, ..*origin };
    };
    let ingested = &mut world.ingested;
    for action in &mut ingested.actions {
        let at = action.sent_at.unwrap();
        action.origins.iter_mut().for_each(|origin| move_row(origin, at));
    }
    ingested.events.iter_mut().for_each(|event| move_row(&mut event.origin, event.occurred_at));
    ingested.tickets.iter_mut().for_each(|ticket| move_row(&mut ticket.origin, ticket.opened_at));
    ingested.activities.iter_mut().for_each(|sign| move_row(&mut sign.origin, sign.at));
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_records_changes_nothing(records in records(), seed in 1_u64..u64::MAX) {
        let world = world(&records);
        let mut other = world.clone();
        shuffled(&mut other.ingested.actions, seed);
        shuffled(&mut other.ingested.events, seed);
        shuffled(&mut other.ingested.tickets, seed);
        shuffled(&mut other.ingested.assignments, seed);
        shuffled(&mut other.ingested.activities, seed);
        prop_assert_eq!(printed(&world.linked()), printed(&other.linked()));
    }

    #[test]
    fn a_shift_of_all_times_changes_nothing_a_verdict_rests_on(records in records(), hours in -9_000_i64..9_000) {
        let by = TimeDelta::hours(hours);
        let (world, zero) = (world(&records), hour(0));
        let there = moved(world.clone(), by).linked_in(day(-15) + by, day(15) + by);
        prop_assert_eq!(relative(&world.linked(), zero), relative(&there, zero + by));
    }

    #[test]
    fn the_order_of_register_rows_changes_nothing(records in records(), seed in 1_u64..u64::MAX) {
        let world = world(&records);
        let mut other = world.clone();
        shuffled(other.registers.people.as_mut().unwrap(), seed);
        shuffled(other.registers.devices.as_mut().unwrap(), seed);
        prop_assert_eq!(printed(&world.linked()), printed(&other.linked()));
    }

    #[test]
    fn a_split_of_the_files_changes_nothing_but_places(
        records in records(),
        cuts in proptest::collection::vec(-60_000_i64..60_000, 0..6),
    ) {
        let world = world(&records);
        let zero = hour(0);
        prop_assert_eq!(relative(&world.linked(), zero), relative(&split(world.clone(), &cuts).linked(), zero));
    }

    #[test]
    fn periods_linked_together_are_linked_as_each_alone(records in records(), minutes in -2_000_i64..2_000) {
        let mut world = world(&records);
        crate::ingest::set_sign_ins_aside(&mut world.ingested);
        let cut = second(minutes * 60);
        let inputs = Inputs {
            ingested: &world.ingested,
            registers: &world.registers,
            config: &world.config,
            as_of: world.as_of,
        };
        let both = attribute_each(&inputs, &[(cut, day(15)), (day(-15), cut)]).unwrap();
        prop_assert_eq!(printed(&both[0]), printed(&world.linked_in(cut, day(15))));
        prop_assert_eq!(printed(&both[1]), printed(&world.linked_in(day(-15), cut)));
    }

    #[test]
    fn a_ticket_of_an_uninvolved_person_changes_no_case(records in records(), minutes in -40_000_i64..40_000) {
        let world = world(&records);
        let mut other = world.clone();
        let complaint = "My account was disabled and the laptop is locked";
        other.ingested.tickets.push(ticket("INC-other", second(minutes * 60), email("zoe@elsewhere.test"), complaint));
        prop_assert_eq!(printed(&world.linked()), printed(&other.linked()));
    }

    #[test]
    fn without_an_uninvolved_leaver_the_links_of_others_stay(records in records(), minutes in -1_500_i64..1_500) {
        let world = world(&records);
        let mut other = world.clone();
        other.registers.people.as_mut().unwrap().push(person("p4", "dan@meridian.test", None, None));
        other.registers.devices.as_mut().unwrap().push(device("SER-0004", Some("p4"), None, None));
        other.happens("e-other", K::AccountDisabled, second(minutes * 60), "p4");
        other.ingested.actions.push(lock("z-other", "SER-0004", second(minutes * 60 + 90), second(minutes * 60 + 95)));
        let links = |linked: Attributed| -> Vec<_> {
            let others = linked.cases.into_iter().filter(|case| case.action.action_id != "z-other");
            others.map(|case| {
                let scores = case.attribution.candidates.iter();
                let scores: Vec<_> = scores.map(|c| (c.trigger.event_id.clone(), c.parts.clone())).collect();
                (case.action.action_id, case.attribution.status, scores)
            }).collect()
        };
        prop_assert_eq!(links(world.linked()), links(other.linked()));
    }

    #[test]
    fn every_action_that_counts_has_one_reason_and_every_case_is_in_scope(records in records()) {
        let world = world(&records);
        let linked = world.linked();
        prop_assert_eq!(linked.scope.len(), world.ingested.actions.len());
        let in_scope = linked.scope.iter().filter(|row| row.reason == super::super::scope::ScopeReason::InScope);
        let ids: Vec<_> = in_scope.map(|row| row.action.action_id.as_str()).collect();
        let cases: Vec<_> = linked.cases.iter().map(|case| case.action.action_id.as_str()).collect();
        prop_assert_eq!(ids, cases);
    }
}
