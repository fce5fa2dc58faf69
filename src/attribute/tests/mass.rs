//! Mass operations, and what the sources cover.

use super::super::{case::Bulk, specimen::*};
use crate::records::{EventKind as K, FileId};

/// So many persons disabled in one job, `undone` of them enabled again; Ada is the first.
fn job(persons: usize, undone: usize) -> World {
    let mut world = World::plain();
    world.ingested.events.clear();
    for n in 1..=persons {
        let id = format!("p{n}");
        if n > 2 {
            let address = format!("{id}@meridian.test");
            world.registers.people.as_mut().unwrap().push(person(&id, &address, None, None));
        }
        let event = world.happens(&format!("e{n}"), K::AccountDisabled, hour(0), &id);
        event.correlations = vec!["transaction:job".to_owned()];
        event.raw_kind = "system.import.user_deactivate".to_owned();
        if n <= undone {
            world.happens(&format!("u{n}"), K::AccountEnabled, hour(5), &id);
        }
    }
    world
}

fn bulk(world: &World) -> Option<Bulk> {
    world.case("a1").attribution.candidates[0].bulk.clone()
}

#[test]
fn twenty_persons_in_one_transaction_are_a_mass_operation() {
    assert_eq!(bulk(&job(19, 0)), None);
    let found = bulk(&job(20, 12)).unwrap();
    assert_eq!((found.correlation.as_str(), found.persons, found.undone), ("transaction:job", 20, 12));
    assert!(found.roadblock.is_none());
}

#[test]
fn who_stays_disabled_by_a_mass_mistake_was_missed_by_nobody() {
    for (undone, expected) in [(10, 2), (11, 0)] {
        let mut world = job(20, 0);
        for n in 3..3 + undone {
            world.happens(&format!("u{n}"), K::AccountEnabled, hour(5), &format!("p{n}"));
        }
        let eligible = world.linked().eligible;
        assert_eq!(eligible.len(), expected, "{undone} of 20 undone");
        assert_eq!(eligible.iter().filter(|trigger| !trigger.acted()).count(), expected / 2);
    }
}

#[test]
fn one_person_with_twenty_records_is_none() {
    let mut world = job(1, 0);
    for n in 0..30 {
        let event = world.happens(&format!("x{n}"), K::GroupRemoved, hour(0), "p1");
        event.correlations = vec!["transaction:job".to_owned()];
    }
    assert_eq!(bulk(&world), None);
}

#[test]
fn a_roadblock_speaks_for_an_import_that_it_names_or_that_is_an_hour_away() {
    for (at, names, expected) in
        [(day(3), true, true), (hour(1), false, true), (hour(-1), false, true), (second(3_601), false, false)]
    {
        let mut world = job(3, 1);
        let roadblock = world.happens("block", K::ImportBlocked, at, "nobody");
        if names {
            roadblock.correlations = vec!["transaction:job".to_owned()];
        }
        let found = bulk(&world).and_then(|bulk| bulk.roadblock).is_some();
        assert_eq!(found, expected, "{at} named {names}");
    }
}

#[test]
fn a_roadblock_beside_something_that_is_no_import_says_nothing() {
    let mut world = job(3, 1);
    for event in &mut world.ingested.events {
        event.raw_kind = "user.lifecycle.deactivate".to_owned();
    }
    world.happens("block", K::ImportBlocked, hour(0), "nobody");
    assert_eq!(bulk(&world), None);
}

/// Whether the trigger sources cover the window of the plain action: 23 h before hour 0 to 62 min after.
fn covered(change: impl FnOnce(&mut World)) -> bool {
    World::plain_where(change).case("a1").trigger_sources_cover_window
}

/// Okta alone, in these files.
fn in_files(world: &mut World, spans: &[(crate::records::Instant, crate::records::Instant)]) {
    world.registers.workflows.as_mut().unwrap()[0].triggers = vec![K::AccountDisabled];
    world.ingested.sources = spans.iter().map(|(from, to)| file("okta-system-log", *from, *to)).collect();
    for (n, (from, _)) in (0..).zip(spans) {
        world.happens(&format!("s{n}"), K::AccountDisabled, *from, "p2").origin.file = FileId(n);
    }
}

#[test]
fn a_window_is_covered_from_its_first_to_its_last_instant() {
    let (from, to) = (hour(-23), second(3_600 + 120));
    let s = chrono::TimeDelta::seconds(1);
    for (file, expected) in [((from, to), true), ((from + s, to), false), ((from, to - s), false)] {
        assert_eq!(covered(|world| in_files(world, &[file])), expected, "{file:?}");
    }
}

#[test]
fn a_gap_between_files_counts_from_thirty_six_hours_on() {
    for (gap, expected) in [(36 * 3_600, true), (36 * 3_600 + 1, false)] {
        let end = hour(-20);
        let next = end + chrono::TimeDelta::seconds(gap);
        let files = [(day(-30), end), (next, day(30))];
        assert_eq!(covered(|world| in_files(world, &files)), expected, "{gap} s");
    }
}

#[test]
fn a_file_without_any_event_covers_its_days_like_the_others_of_its_format() {
    let silent = |format: &str| {
        covered(|world| {
            in_files(world, &[(day(-30), day(-3)), (day(2), day(30))]);
            world.ingested.sources.push(file(format, day(-3), day(2)));
        })
    };
    assert!(silent("okta-system-log"));
    assert!(!silent("csv-events"));
}

#[test]
fn every_source_that_tells_of_a_trigger_has_to_cover() {
    let hr = |world: &mut World, to| {
        in_files(world, &[(day(-30), day(30)), (day(-30), to)]);
        let late = world.ingested.events.last_mut().unwrap();
        late.source = "hr";
    };
    assert!(covered(|world| hr(world, day(30))));
    assert!(!covered(|world| hr(world, hour(0))));
}

#[test]
fn a_kind_nobody_ever_told_of_is_covered_by_who_tells_of_its_undoing_or_not_at_all() {
    let terminations = |world: &mut World| {
        world.registers.workflows.as_mut().unwrap()[0].triggers = vec![K::TerminationRecorded];
    };
    assert!(!covered(terminations));
    assert!(covered(|world| {
        terminations(world);
        world.happens("h", K::Rehired, day(-20), "p2");
    }));
    assert!(!covered(|world| world.registers.workflows.as_mut().unwrap()[0].triggers.clear()));
}

#[test]
fn a_case_knows_until_when_a_reversal_would_have_been_told() {
    let world = World::plain();
    assert_eq!(world.case("a1").reversal_covered_until, Some(day(45)));
    let earlier = World::plain_where(|world| world.as_of = day(3));
    assert_eq!(earlier.case("a1").reversal_covered_until, Some(day(3)));
    let shorter = World::plain_where(|world| world.ingested.sources[0].last_at = Some(day(6)));
    assert_eq!(shorter.case("a1").reversal_covered_until, Some(day(6)));
    let silent = World::plain_where(|world| world.ingested.events.clear());
    assert_eq!(silent.case("a1").reversal_covered_until, None);
}
