//! Who held a device: the edges of versions, histories and inventory.

use super::*;
use crate::{
    attribute::specimen::{assignment, day, device, email, serial},
    records::{DeviceKeys, JamfClass as C},
};

fn holders<'a>(register: &'a [Device], assignments: &'a [Assignment]) -> (Devices, Holders<'a>) {
    let devices = Devices::new(assignments.iter().map(|row| &*row.device), register.iter());
    let holders = Holders::new(&devices, register, assignments);
    (devices, holders)
}

fn name<'a>(held: Option<&Held<'a>>) -> &'a str {
    match held.map(|held| held.person) {
        None => "no statement",
        Some(None) => "nobody",
        Some(Some(keys)) => keys.email.as_deref().unwrap_or("?"),
    }
}

#[test]
fn register_versions_are_half_open() {
    let register = [
        device("SER-0001", Some("p1"), None, Some(day(0))),
        device("SER-0001", Some("p2"), Some(day(0)), Some(day(9))),
    ];
    let (devices, holders) = holders(&register, &[]);
    let id = devices.find(&serial("SER-0001")).unwrap();
    let at = |at| holders.registered_at(id, at).and_then(|row| row.assigned_person.as_deref());
    assert_eq!(at(day(-400)), Some("p1"));
    assert_eq!(at(day(0) - TimeDelta::microseconds(1)), Some("p1"));
    assert_eq!(at(day(0)), Some("p2"));
    assert_eq!(at(day(9)), None);
}

#[test]
fn a_register_ended_when_three_days_with_changes_are_missing() {
    // A hand-over every ten days for half a year: three of them are missing after thirty days.
    let register: Vec<Device> =
        (1..=18).map(|n| device(&format!("SER-{n:04}"), Some("p1"), Some(day(n * 10)), None)).collect();
    let (_, holders) = holders(&register, &[]);
    for (at, expected) in
        [(100, None), (180, None), (209, None), (210, Some(day(180))), (400, Some(day(180)))]
    {
        assert_eq!(holders.register_ended(day(at)), expected, "day {at}");
    }
}

#[test]
fn histories_ended_by_the_same_measure_whatever_a_later_inventory_repeats() {
    let mut rows: Vec<Assignment> = (1..=18)
        .map(|n| assignment(&format!("SER-{n:04}"), Some(day(n * 10)), Some(email("a@m.test"))))
        .collect();
    let mut inventory = assignment("SER-0001", Some(day(230)), Some(email("a@m.test")));
    inventory.is_snapshot = true;
    rows.push(inventory);
    let (_, known) = holders(&[], &rows);
    for (at, expected) in [(180, None), (209, None), (210, Some(day(180))), (240, Some(day(180)))] {
        assert_eq!(known.assignments_ended(day(at)), expected, "day {at}");
    }
    assert_eq!(known.register_ended(day(240)), None);
    // A hand-over of any device shows that somebody still keeps them.
    rows.push(assignment("SER-0002", Some(day(235)), None));
    assert_eq!(holders(&[], &rows).1.assignments_ended(day(240)), None);
}

#[test]
fn a_register_without_changes_never_ended() {
    let imported: Vec<Device> =
        (0..50).map(|n| device(&format!("SER-{n:04}"), Some("p1"), Some(day(0)), None)).collect();
    assert_eq!(holders(&imported, &[]).1.register_ended(day(500)), None);
    assert_eq!(Holders::default().register_ended(day(500)), None);
}

#[test]
fn the_last_statement_at_or_before_the_time_says_who_held_it() {
    let mut inventory = assignment("SER-0001", Some(day(20)), Some(email("today@m.test")));
    inventory.is_snapshot = true;
    let rows = [
        assignment("SER-0001", Some(day(0)), Some(email("first@m.test"))),
        assignment("SER-0001", Some(day(5)), None),
        assignment("SER-0001", Some(day(9)), Some(email("second@m.test"))),
        inventory,
    ];
    let (devices, holders) = holders(&[], &rows);
    let id = devices.find(&serial("SER-0001")).unwrap();
    for (at, assigned, believed) in [
        // Before any statement nobody is known to have held it; Jamf is likely to have believed the next one.
        (day(-1), "no statement", "first@m.test"),
        (day(0), "first@m.test", "first@m.test"),
        (day(4), "first@m.test", "first@m.test"),
        (day(5), "nobody", "nobody"),
        (day(9), "second@m.test", "second@m.test"),
        (day(19), "second@m.test", "second@m.test"),
        (day(20), "today@m.test", "today@m.test"),
    ] {
        assert_eq!(name(holders.assigned_at(id, at)), assigned, "assigned at {at}");
        assert_eq!(name(holders.believed_at(id, at)), believed, "believed at {at}");
    }
}

#[test]
fn an_inventory_without_date_says_nothing_about_any_time_but_is_what_jamf_believes() {
    let mut inventory = assignment("SER-0001", None, Some(email("today@m.test")));
    inventory.is_snapshot = true;
    let rows = [inventory];
    let (devices, holders) = holders(&[], &rows);
    let id = devices.find(&serial("SER-0001")).unwrap();
    assert_eq!(name(holders.assigned_at(id, day(0))), "no statement");
    assert_eq!(name(holders.believed_at(id, day(0))), "today@m.test");
}

#[test]
fn two_statements_of_one_moment_give_one_answer_wherever_they_stand() {
    let rows = |first: u64, second: u64| {
        let mut rows = [
            assignment("SER-0001", Some(day(0)), Some(email("a@m.test"))),
            assignment("SER-0001", Some(day(0)), Some(email("b@m.test"))),
        ];
        rows[0].origin.line = first;
        rows[1].origin.line = second;
        rows
    };
    let answer = |rows: &[Assignment]| {
        let (devices, holders) = holders(&[], rows);
        name(holders.assigned_at(devices.find(&serial("SER-0001")).unwrap(), day(1))).to_owned()
    };
    assert_eq!(answer(&rows(1, 2)), answer(&rows(2, 1)));
}

#[test]
fn a_jamf_id_means_a_device_only_inside_its_class() {
    let keys =
        |class| DeviceKeys { class: Some(class), jamf_id: Some("7".to_owned()), ..DeviceKeys::default() };
    let of = |class, person: &str| Assignment {
        device: keys(class).into(),
        ..assignment("", Some(day(0)), Some(email(person)))
    };
    let rows = [of(C::Computer, "mac@m.test"), of(C::Mobile, "phone@m.test")];
    let (devices, holders) = holders(&[], &rows);
    let at = |class| name(holders.assigned_at(devices.find(&keys(class)).unwrap(), day(1))).to_owned();
    assert_eq!((at(C::Computer), at(C::Mobile)), ("mac@m.test".to_owned(), "phone@m.test".to_owned()));
}
