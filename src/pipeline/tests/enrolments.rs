//! When a device enrolled again is told: it was there before, and nothing older is known of it.

use super::*;
use crate::{
    attribute::specimen::{World, day, serial},
    records::{Activity, Assignment, DeviceState, blank},
};

fn state(name: &str, enrolled: i64, entered: Option<i64>) -> DeviceState {
    DeviceState {
        device: serial(name),
        reported_at: Some(day(40)),
        enrolled_at: Some(day(enrolled)),
        entered_at: entered.map(day),
        is_shared: None,
        model: None,
        origin: blank::origin(),
    }
}

fn found(states: Vec<DeviceState>, more: impl FnOnce(&mut Ingested), since: Option<i64>) -> Option<String> {
    let mut ingested = Ingested { device_states: states, ..Ingested::default() };
    more(&mut ingested);
    without_history(&ingested, &Devices::of(&ingested, &[]), &[], since.map(day))
}

fn sign(name: &str, at: i64, kind: ActivityKind) -> Activity {
    Activity { device: serial(name), at: day(at), kind, user: None, origin: blank::origin() }
}

#[test]
fn a_device_enrolled_again_without_a_trace_of_before_is_told_with_its_day() {
    let told = found(vec![state("SER-0009", 10, Some(-300))], |_| {}, None).unwrap();
    assert!(told.starts_with("1 device was enrolled again"), "{told}");
    assert!(told.contains("(`SER-0009` on 2026-08-20)"), "{told}");
    let many = (1..=5).map(|n| state(&format!("SER-000{n}"), 10, Some(-300))).collect();
    let told = found(many, |_| {}, None).unwrap();
    assert!(told.starts_with("5 devices were") && told.ends_with("`SER-0003` on 2026-08-20, …)"), "{told}");
}

#[test]
fn a_new_device_and_one_with_a_history_are_not_told() {
    assert_eq!(found(vec![state("S", 10, Some(10))], |_| {}, None), None, "new");
    assert_eq!(found(vec![state("S", 10, None)], |_| {}, None), None, "not known to be old");
    for (kind, expected) in [(ActivityKind::PolicyRun, false), (ActivityKind::Enrolled, true)] {
        let old = |ingested: &mut Ingested| ingested.activities.push(sign("S", 5, kind));
        assert_eq!(found(vec![state("S", 10, Some(-300))], old, None).is_some(), expected, "{kind}");
    }
    for (is_snapshot, expected) in [(false, false), (true, true)] {
        let held = Assignment {
            device: serial("S"),
            from: Some(day(5)),
            person: None,
            is_snapshot,
            origin: blank::origin(),
        };
        let old = |ingested: &mut Ingested| ingested.assignments.push(held);
        assert_eq!(found(vec![state("S", 10, Some(-300))], old, None).is_some(), expected);
    }
    let later = |ingested: &mut Ingested| ingested.activities.push(sign("S", 12, ActivityKind::PolicyRun));
    assert!(found(vec![state("S", 10, Some(-300))], later, None).is_some(), "what came later is no history");
}

#[test]
fn an_earlier_inventory_tells_that_a_device_was_there() {
    let earlier = DeviceState { reported_at: Some(day(0)), ..state("S", -200, None) };
    assert!(found(vec![earlier, state("S", 10, None)], |_| {}, None).is_some());
}

#[test]
fn an_enrolment_before_what_is_needed_takes_nothing_away() {
    let of = |since| found(vec![state("S", 10, Some(-300))], |_| {}, Some(since)).is_some();
    assert_eq!((of(9), of(10)), (true, false));
}

#[test]
fn it_stands_with_the_inventory_of_a_review() {
    let mut world = World::plain();
    let file = crate::ingest::source::SourceFile {
        file: "exports/inventory.json".to_owned(),
        format: "jamf-inventory".to_owned(),
        rows_read: 1,
        accepted: 1,
        ..Default::default()
    };
    world.ingested.sources.push(file);
    world.ingested.device_states.push(state("SER-0009", 10, Some(-300)));
    let prepared = crate::pipeline::tests::prepared(world);
    let check = crate::pipeline::check(&prepared, None);
    assert!(
        check.coverage.iter().any(|line| line.contains("`SER-0009` on 2026-08-20")),
        "{:?}",
        check.coverage
    );
}
