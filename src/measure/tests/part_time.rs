//! Tests of persons who do not work when the organisation does: part time, nights, other zones and holidays.

use super::{close, holiday, measured, measured_with};
use crate::{
    attribute::case::Case,
    judge::rule::Verdict,
    measure::specimen::{at, case, person, register_device, reversing_action, scope, user},
    records::ActionKind,
};

/// A lock that lasts, of somebody with working hours of their own.
fn locked(hours: &str, zone: Option<&str>, from: &str, to: &str) -> Case {
    let mut case = case(ActionKind::Lock, from);
    let mut person = person(zone);
    person.working_hours = (!hours.is_empty()).then(|| hours.parse().unwrap());
    case.person = Some(person);
    case.afterwards = vec![reversing_action(to)];
    case
}

#[test]
fn own_working_hours_stand_in_place_of_the_organisations() {
    let part_time = "Mon-Wed 09:00-13:00";
    let nights = "Mon-Fri 22:00-06:00";
    let ny = Some("America/New_York");
    let berlin = Some("Europe/Berlin");
    let table: &[(&str, Option<&str>, &str, &str, f64)] = &[
        // Wednesday 1 July 2026, noon in New York, to the next Monday noon: an hour each of Wednesday's and three of
        // Monday's; the organisation lost the afternoons, Thursday, Friday and Monday as well.
        (part_time, ny, "2026-07-01T16:00:00Z", "2026-07-06T16:00:00Z", 4.0),
        ("", ny, "2026-07-01T16:00:00Z", "2026-07-06T16:00:00Z", 25.5),
        // Thursday and Friday are not worked at all.
        (part_time, ny, "2026-07-02T04:00:00Z", "2026-07-04T04:00:00Z", 0.0),
        // The same pattern on the clock of Berlin: 07:00Z to 11:00Z in summer.
        (part_time, berlin, "2026-07-01T10:00:00Z", "2026-07-06T08:00:00Z", 2.0),
        // The last second of a shift, and the first after it.
        (part_time, ny, "2026-07-01T16:59:59Z", "2026-07-01T20:00:00Z", 1.0 / 3600.0),
        (part_time, ny, "2026-07-01T17:00:00Z", "2026-07-01T20:00:00Z", 0.0),
        // A night over the change of the clocks has an hour less or more: Friday shifts end on Saturday, so the change
        // of Sunday needs somebody who works at the weekend.
        ("Sat 22:00-06:00", ny, "2026-03-08T00:00:00Z", "2026-03-09T00:00:00Z", 7.0),
        ("Sat 22:00-06:00", ny, "2025-11-01T12:00:00Z", "2025-11-03T00:00:00Z", 9.0),
        ("Sat 22:00-06:00", berlin, "2026-03-28T12:00:00Z", "2026-03-30T00:00:00Z", 7.0),
        ("Sat 22:00-06:00", berlin, "2026-10-24T12:00:00Z", "2026-10-26T00:00:00Z", 9.0),
        // Whole days of 23 and 25 hours.
        ("Sun 00:00-24:00", ny, "2026-03-07T12:00:00Z", "2026-03-10T00:00:00Z", 23.0),
        ("Sun 00:00-24:00", ny, "2025-11-01T12:00:00Z", "2025-11-04T00:00:00Z", 25.0),
        // Friday's night shift reaches into Saturday; Saturday's does not take place.
        (nights, ny, "2026-07-04T02:00:00Z", "2026-07-05T12:00:00Z", 8.0),
        (nights, ny, "2026-07-04T09:00:00Z", "2026-07-05T12:00:00Z", 1.0),
    ];
    for (hours, zone, from, to, expected) in table {
        let measured = measured(&locked(hours, *zone, from, to));
        let found = measured.lost_hours.unwrap();
        assert!((found - expected).abs() < 1e-9, "{hours} {zone:?} {from}: {found}, expected {expected}");
        assert_eq!(measured.disruptive, *expected > 0.0, "{hours} {from}");
    }
}

#[test]
fn a_holiday_takes_out_a_part_time_day_and_the_night_that_begins_on_it() {
    let table: &[(&str, &str, &str, f64)] = &[
        ("Mon-Wed 09:00-13:00", "2026-07-06", "America/New_York", 1.0),
        ("Mon-Wed 09:00-13:00", "2026-07-06", "Research", 1.0),
        ("Mon-Wed 09:00-13:00", "2026-07-06", "Europe/Berlin", 4.0),
        // Independence Day observed, Friday 3 July: the night of Thursday is worked to its end, that of Friday is not.
        ("Mon-Fri 22:00-06:00", "2026-07-03", "", 16.0),
        ("Mon-Fri 22:00-06:00", "2026-07-04", "", 24.0),
    ];
    for (hours, date, scope, expected) in table {
        let case = locked(hours, Some("America/New_York"), "2026-07-01T16:00:00Z", "2026-07-06T16:00:00Z");
        let measured = measured_with("", &[holiday(date, scope)], &case, Verdict::FalsePositive);
        close(measured.lost_hours, *expected);
    }
}

#[test]
fn the_cap_counts_the_persons_own_working_days() {
    let mut case = locked("Mon-Tue 09:00-13:00", None, "2026-07-01T16:00:00Z", "2026-07-02T00:00:00Z");
    case.afterwards.clear();
    let measured = measured_with("[measure]\ncap_working_days = 4\n", &[], &case, Verdict::FalsePositive);
    // The four days are two Mondays and two Tuesdays.
    assert_eq!(measured.interruption.unwrap().1, at("2026-07-14T17:00:00Z"));
    close(measured.lost_hours, 16.0);
}

#[test]
fn a_shared_device_is_missed_whenever_the_organisation_works() {
    let mut case = locked("Mon 09:00-10:00", None, "2026-07-01T16:00:00Z", "2026-07-02T16:00:00Z");
    case.device = Some(register_device("shared"));
    case.recent_users = vec![user("p-ada", 20), user("p-bo", 20)];
    close(measured(&case).lost_hours, 8.5);
    case.device = Some(register_device("personal"));
    close(measured(&case).lost_hours, 0.0);
}

#[test]
fn regulated_work_without_a_window_is_done_in_the_persons_own_hours() {
    let mut case = locked("Wed-Thu 12:00-14:00", None, "2026-07-01T17:00:00Z", "2026-07-02T17:00:00Z");
    case.regulated = vec![scope("close", "SOX", None, None)];
    close(measured(&case).regulated_hours, 2.0);
}
