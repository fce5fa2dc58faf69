//! Days of leaving that an export spoilt: gone from nearly all rows at once, or another day for once.

use super::*;

const IDS: [&str; 6] = ["1", "2", "3", "4", "5", "6"];
const DAY: &str = "2026-07-31";

/// The first `leavers` of six persons with a day of leaving, the others without.
fn with_days(leavers: usize) -> Vec<Employed> {
    IDS.iter().enumerate().map(|(n, id)| if n < leavers { leaving(id, DAY) } else { employed(id) }).collect()
}

/// The last `kept` of the first `leavers` persons still with their day.
fn with_days_left(leavers: usize, kept: usize) -> Vec<Employed> {
    let is_kept = |n: usize| n < leavers && n + kept >= leavers;
    IDS.iter().enumerate().map(|(n, id)| if is_kept(n) { leaving(id, DAY) } else { employed(id) }).collect()
}

fn cancelled(snapshots: &[(&str, &[Employed])]) -> usize {
    read(snapshots).events.iter().filter(|event| event.kind == K::TerminationCancelled).count()
}

#[test]
fn days_that_are_nearly_all_gone_at_once_were_emptied_and_nobody_stays() {
    for (leavers, kept, is_emptied) in [
        (6, 0, true),
        (6, 1, true),
        (6, 2, false),
        (5, 0, true),
        (5, 1, false),
        (4, 0, true),
        (4, 1, false),
        (3, 0, true),
        (3, 1, false),
        (2, 0, false),
    ] {
        let (before, now) = (with_days(leavers), with_days_left(leavers, kept));
        let snapshots: &[(&str, &[Employed])] = &[(S1, &before), (S2, &now)];
        let expected = if is_emptied { 0 } else { leavers - kept };
        assert_eq!(cancelled(snapshots), expected, "{leavers} {kept}");
        assert_eq!(notes(snapshots).contains(&"leave-dates-emptied"), is_emptied, "{leavers} {kept}");
    }
}

#[test]
fn an_emptied_snapshot_is_told_with_its_first_row_and_how_many() {
    let (before, now) = (with_days(6), with_days_left(6, 1));
    let read = read(&[(S1, &before), (S2, &now)]);
    let note = read.notes.iter().find(|note| note.key == "leave-dates-emptied").unwrap();
    assert_eq!(note.origin.line, 7);
    assert!(note.message.contains("5 of the 6 persons"), "{}", note.message);
    assert!(note.message.contains("2026-07-08"), "{}", note.message);
}

#[test]
fn the_snapshot_after_an_emptied_one_is_compared_with_the_one_before_it() {
    let (before, empty) = (with_days(6), with_days(0));
    let mut after = before.clone();
    after[0] = employed("1");
    after[1] = leaving("2", "2026-09-30");
    let snapshots: &[(&str, &[Employed])] = &[(S1, &before), (S2, &empty), (S3, &after)];
    let read = read(snapshots);
    let told: Vec<_> = read.events[6..].iter().map(|event| (event.kind, event.known_to)).collect();
    assert_eq!(told, [(K::TerminationCancelled, at(S3)), (K::LeaveDateMoved, at(S3))]);
    assert_eq!(notes(snapshots), ["leave-dates-emptied"]);
}

#[test]
fn several_emptied_snapshots_are_told_once_and_cancel_nobody() {
    let (before, empty) = (with_days(6), with_days(0));
    let snapshots: &[(&str, &[Employed])] = &[(S1, &before), (S2, &empty), (S3, &empty)];
    assert_eq!(cancelled(snapshots), 0);
    assert_eq!(notes(snapshots), ["leave-dates-emptied"]);
}

#[test]
fn who_came_back_says_the_status_or_the_day_of_hire_and_nothing_was_emptied() {
    let hired = |day: &str| Some(at(day));
    let left = |id: &&str| Employed {
        status: Some(Status::Left),
        hire_date: hired("2020-03-02"),
        ..leaving(id, "2026-06-30")
    };
    let before: Vec<Employed> = IDS.iter().map(left).collect();
    let active = |id: &&str| Employed { status: Some(Status::Active), ..employed(id) };
    let now: Vec<Employed> = IDS.iter().map(active).collect();
    assert_eq!(cancelled(&[(S1, &before), (S2, &now)]), 6);
    let anew = |id: &&str| Employed { hire_date: hired("2026-07-06"), ..active(id) };
    let now: Vec<Employed> = IDS.iter().map(anew).collect();
    let snapshots: &[(&str, &[Employed])] = &[(S1, &before), (S2, &now)];
    let rehired = read(snapshots).events.iter().filter(|event| event.kind == K::Rehired).count();
    assert_eq!((rehired, notes(snapshots)), (6, Vec::new()));
}

#[test]
fn who_is_hired_anew_while_the_days_are_not_exported_is_not_cancelled_afterwards() {
    let hired = |day: &str| Some(at(day));
    let before = Employed { hire_date: hired("2020-03-02"), ..leaving("1", "2026-06-30") };
    let now = Employed { hire_date: hired("2026-07-06"), ..employed("1") };
    let silent = Employed { has_leave_field: false, ..now.clone() };
    let snapshots: &[(&str, &[Employed])] =
        &[(S1, &[before]), (S2, std::slice::from_ref(&silent)), (S3, std::slice::from_ref(&now))];
    check(snapshots, &[(K::TerminationRecorded, "2026-06-30"), (K::Rehired, "2026-07-06")]);
}

#[test]
fn a_day_that_moves_far_and_back_is_told_of_and_one_that_stays_is_not() {
    let (right, swapped, near) = ("2026-08-07", "2026-07-08", "2026-08-14");
    for (days, is_told) in [
        ([right, swapped, right], true),
        ([right, swapped, swapped], false),
        ([right, near, right], false),
        ([right, right, swapped], false),
    ] {
        let states = days.map(|day| [leaving("1", day)]);
        let snapshots: &[(&str, &[Employed])] = &[(S1, &states[0]), (S2, &states[1]), (S3, &states[2])];
        let read = read(snapshots);
        let note = read.notes.iter().find(|note| note.key == "leave-date-there-and-back");
        assert_eq!(note.map(|note| note.origin.line), is_told.then_some(2), "{days:?}");
    }
}
