//! What two snapshots tell, and what they do not.

mod emptied;

use super::*;
use crate::records::{Employment, EmploymentStatus as Status, EventKind as K, FileId};

fn at(day: &str) -> Instant {
    let text = if day.contains('T') { day.to_owned() } else { format!("{day}T00:00:00Z") };
    text.parse().unwrap()
}

fn employed(id: &str) -> Employed {
    let person = PersonKeys { employee_id: Some(id.to_owned()), ..PersonKeys::default() };
    Employed { person, has_leave_field: true, ..Employed::default() }
}

fn leaving(id: &str, day: &str) -> Employed {
    Employed { leave_date: Some(at(day)), ..employed(id) }
}

fn read(snapshots: &[(&str, &[Employed])]) -> Ingested {
    let mut ingested = Ingested::default();
    let mut line = 0;
    for (day, states) in snapshots {
        for state in *states {
            line += 1;
            let origin = Origin { file: FileId(0), line, item: 0 };
            let (snapshot_at, state) = (at(day), Arc::new(state.clone()));
            ingested.employments.push(Employment { snapshot_at, state, origin });
        }
    }
    compare(&mut ingested);
    ingested
}

#[track_caller]
fn check(snapshots: &[(&str, &[Employed])], expected: &[(K, &str)]) {
    let read = read(snapshots);
    let dates = |event: &IdentityEvent| {
        event.effective_at.map_or_else(String::new, |at| at.format("%Y-%m-%d").to_string())
    };
    let found: Vec<(K, String)> = read.events.iter().map(|event| (event.kind, dates(event))).collect();
    let expected: Vec<(K, String)> = expected.iter().map(|(kind, day)| (*kind, (*day).to_owned())).collect();
    assert_eq!(found, expected);
}

fn notes(snapshots: &[(&str, &[Employed])]) -> Vec<&'static str> {
    read(snapshots).notes.iter().map(|note| note.key).collect()
}

const S1: &str = "2026-07-01";
const S2: &str = "2026-07-08";
const S3: &str = "2026-07-15";

#[test]
fn a_day_that_appears_is_a_termination_or_a_plan_known_between_the_snapshots() {
    let snapshots: &[(&str, &[Employed])] = &[
        (S1, &[employed("1"), employed("2")]),
        (S2, &[leaving("1", "2026-07-06"), leaving("2", "2026-08-31")]),
    ];
    check(snapshots, &[(K::TerminationRecorded, "2026-07-06"), (K::LeaveDateSet, "2026-08-31")]);
    for event in read(snapshots).events {
        assert_eq!((event.known_from, event.known_to), (at(S1), at(S2)));
        assert_eq!((event.occurred_at, event.known_basis), (at(S2), KnownBasis::Recorded));
        assert_eq!(event.source, "hr");
    }
}

#[test]
fn a_day_that_goes_away_cancels_and_a_later_one_moves() {
    let one = |state: Employed| vec![state, employed("9")];
    let first = one(leaving("1", "2026-07-31"));
    check(
        &[(S1, &first), (S2, &one(employed("1")))],
        &[(K::LeaveDateSet, "2026-07-31"), (K::TerminationCancelled, "2026-07-31")],
    );
    check(
        &[(S1, &first), (S2, &one(leaving("1", "2026-09-30")))],
        &[(K::LeaveDateSet, "2026-07-31"), (K::LeaveDateMoved, "2026-09-30")],
    );
    // An earlier day undoes nothing.
    check(
        &[(S1, &first), (S2, &one(leaving("1", "2026-07-07")))],
        &[(K::LeaveDateSet, "2026-07-31"), (K::TerminationRecorded, "2026-07-07")],
    );
}

#[test]
fn status_alone_tells_of_leavers_rescinded_hires_and_returns() {
    let with =
        |status, hired: &str| Employed { status: Some(status), hire_date: Some(at(hired)), ..employed("1") };
    let hired = "2024-01-08";
    check(
        &[(S1, &[with(Status::Active, hired)]), (S2, &[with(Status::Left, hired)])],
        &[(K::TerminationRecorded, "")],
    );
    check(
        &[(S1, &[with(Status::Left, hired)]), (S2, &[with(Status::Active, hired)])],
        &[(K::TerminationCancelled, "")],
    );
    check(
        &[(S1, &[with(Status::Left, hired)]), (S2, &[with(Status::Active, "2026-07-06")])],
        &[(K::Rehired, "2026-07-06")],
    );
    check(
        &[(S1, &[with(Status::Active, "2026-07-20")]), (S2, &[with(Status::HireRescinded, "2026-07-20")])],
        &[(K::HireRescinded, "2026-07-20")],
    );
}

#[test]
fn who_first_stands_in_a_later_snapshot_joined_unless_hired_long_before() {
    let hired = |id: &str, day: &str| Employed { hire_date: Some(at(day)), ..employed(id) };
    let first: &[Employed] = &[hired("1", "2020-01-06"), hired("2", "2020-01-06")];
    let later = [hired("1", "2020-01-06"), hired("2", "2020-01-06"), hired("3", "2026-07-06")];
    check(&[(S1, first), (S2, &later)], &[(K::HireRecorded, "2026-07-06")]);
    let widened = [hired("1", "2020-01-06"), hired("2", "2020-01-06"), hired("3", "2021-03-01")];
    check(&[(S1, first), (S2, &widened)], &[]);
}

#[test]
fn a_snapshot_of_other_people_brings_no_hires() {
    let snapshots: &[(&str, &[Employed])] = &[(S1, &[employed("1")]), (S2, &[employed("7"), employed("8")])];
    check(snapshots, &[]);
    assert!(notes(snapshots).contains(&"snapshot-of-others"));
}

#[test]
fn who_is_missing_is_no_leaver_and_comes_back_without_being_hired() {
    let all: Vec<Employed> = ["1", "2", "3", "4"].map(employed).to_vec();
    let snapshots: &[(&str, &[Employed])] = &[(S1, &all), (S2, &all[..3]), (S3, &all)];
    check(snapshots, &[]);
    assert_eq!(notes(snapshots), ["missing-from-snapshot"]);
    let filtered: &[(&str, &[Employed])] = &[(S1, &all), (S2, &all[..1])];
    check(filtered, &[]);
    assert_eq!(notes(filtered), ["snapshot-far-smaller"]);
}

#[test]
fn what_is_known_begins_with_the_last_snapshot_that_held_the_person() {
    let snapshots: &[(&str, &[Employed])] = &[
        (S1, &[employed("1"), employed("2")]),
        (S2, &[employed("2")]),
        (S3, &[leaving("1", "2026-07-10"), employed("2")]),
    ];
    let read = read(snapshots);
    assert_eq!((read.events[0].known_from, read.events[0].known_to), (at(S1), at(S3)));
}

#[test]
fn a_column_that_is_missing_was_not_emptied() {
    let without = Employed { has_leave_field: false, ..employed("1") };
    let snapshots: &[(&str, &[Employed])] =
        &[(S1, &[leaving("1", "2026-07-31")]), (S2, std::slice::from_ref(&without)), (S3, &[employed("1")])];
    let read = read(snapshots);
    assert_eq!(read.events.len(), 2, "{:?}", read.events);
    assert_eq!((read.events[1].kind, read.events[1].known_to), (K::TerminationCancelled, at(S3)));
    assert!(notes(snapshots).contains(&"leave-date-not-exported"));
}

#[test]
fn one_snapshot_alone_gives_terminations_known_on_their_own_day() {
    let snapshots: &[(&str, &[Employed])] =
        &[(S1, &[employed("1"), leaving("2", "2026-06-12"), leaving("3", "2050-08-31")])];
    check(snapshots, &[(K::TerminationRecorded, "2026-06-12"), (K::LeaveDateSet, "2050-08-31")]);
    let read = read(snapshots);
    let known: Vec<_> = read.events.iter().map(|event| (event.known_from, event.known_to)).collect();
    assert_eq!(known, [(at("2026-06-12"), at("2026-06-12")), (at(S1), at(S1))]);
    assert!(read.events.iter().all(|event| event.known_basis == KnownBasis::Occurred));
    assert_eq!(notes(snapshots), ["one-snapshot-alone"]);
}

#[test]
fn of_several_rows_of_a_person_the_employment_that_began_last_counts() {
    let old = Employed { hire_date: Some(at("2019-01-07")), ..leaving("1", "2021-05-31") };
    let new = Employed { hire_date: Some(at("2023-02-01")), ..employed("1") };
    let snapshots: &[(&str, &[Employed])] =
        &[(S1, &[old.clone(), new.clone()]), (S2, &[new.clone(), old.clone()])];
    check(snapshots, &[]);
    assert_eq!(notes(snapshots), ["several-rows-per-person"]);
}

#[test]
fn lost_leading_zeros_are_bridged_unless_one_snapshot_spells_both() {
    let snapshots: &[(&str, &[Employed])] =
        &[(S1, &[employed("0042")]), (S2, &[leaving("42", "2026-07-07")])];
    check(snapshots, &[(K::TerminationRecorded, "2026-07-07")]);
    assert_eq!(notes(snapshots), ["employee-number-respelt"]);
    // Whatever a snapshot writes, its events are about the number as the others write it.
    for (first, second) in [("0042", "42"), ("42", "0042")] {
        let told = read(&[(S1, &[leaving(first, "2026-06-30")]), (S2, &[leaving(second, "2026-07-31")])]);
        assert_eq!(told.events.len(), 2);
        assert!(told.events.iter().all(|event| event.subject.employee_id.as_deref() == Some("0042")));
    }
    check(&[(S1, &[employed("0042"), employed("42")]), (S2, &[employed("0042"), employed("42")])], &[]);
    let apart =
        read(&[(S1, &[employed("0042"), employed("42")]), (S2, &[leaving("42", S2), employed("0042")])]);
    assert_eq!(apart.events[0].subject.employee_id.as_deref(), Some("42"));
}

#[test]
fn an_address_that_changes_or_goes_to_somebody_else_is_told() {
    let with = |id: &str, email: &str| {
        let mut state = employed(id);
        state.person.email = Some(email.to_owned());
        state
    };
    let (ana, ben) = (with("1", "ana@meridian.example"), with("2", "ben@meridian.example"));
    let renamed = with("1", "ana.reyes@meridian.example");
    let third = with("3", "Ana@meridian.example");
    let found = read(&[(S1, &[ana, ben.clone()]), (S2, &[renamed, ben, third])]).events;
    let told: Vec<_> = found.iter().map(|event| (event.kind, event.new_value.as_deref())).collect();
    assert!(told.contains(&(K::IdentifierChanged, Some("ana.reyes@meridian.example"))), "{told:?}");
    assert!(told.contains(&(K::IdentifierRecycled, Some("Ana@meridian.example"))), "{told:?}");
}

#[test]
fn times_of_one_run_are_one_snapshot() {
    let snapshots: &[(&str, &[Employed])] = &[
        ("2026-07-01T02:00:00Z", &[employed("1")]),
        ("2026-07-01T02:00:01Z", &[employed("2")]),
        ("2026-07-02T02:00:00Z", &[leaving("1", "2026-07-01"), employed("2")]),
    ];
    check(snapshots, &[(K::TerminationRecorded, "2026-07-01")]);
    assert_eq!(read(snapshots).events[0].known_from, at("2026-07-01T02:00:01Z"));
}

#[test]
fn the_order_of_rows_changes_nothing_but_places() {
    let rows = [
        (S1, employed("1")),
        (S1, leaving("2", "2026-07-03")),
        (S2, leaving("1", "2026-07-09")),
        (S2, employed("2")),
        (S3, employed("1")),
    ];
    let read_in = |order: &[usize]| {
        let of_row = |index: &usize| {
            let (day, state) = &rows[*index];
            let origin = Origin { file: FileId(0), line: 1, item: 0 };
            Employment { snapshot_at: at(day), state: Arc::new(state.clone()), origin }
        };
        let mut ingested =
            Ingested { employments: order.iter().map(of_row).collect(), ..Ingested::default() };
        compare(&mut ingested);
        (ingested.events, ingested.notes)
    };
    assert_eq!(read_in(&[0, 1, 2, 3, 4]), read_in(&[4, 2, 0, 3, 1]));
    let ids: Vec<String> = read_in(&[0, 1, 2, 3, 4]).0.into_iter().map(|event| event.event_id).collect();
    assert_eq!(ids.len(), 4, "one termination each, one cancelled each: {ids:?}");
}
