//! Tests of working hours at the edges of days, weeks and daylight saving.

use chrono_tz::{America::New_York, Asia::Kathmandu, Europe::Berlin, Pacific::Apia};

use super::*;

const OFFICE: &str = "Mon-Fri 09:00-17:30";

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn none() -> BTreeSet<NaiveDate> {
    BTreeSet::new()
}

fn hours(calendar: &str, from: &str, to: &str, zone: Tz) -> f64 {
    WorkingCalendar::parse(calendar).unwrap().hours_between(at(from), at(to), zone, &none())
}

#[test]
fn hours_are_exact_at_the_edges_of_days_and_daylight_saving() {
    let night = "Mon-Sun 22:00-06:00";
    let table: &[(&str, &str, &str, Tz, f64)] = &[
        // One office day in summer and one in winter time.
        (OFFICE, "2026-07-01T00:00:00Z", "2026-07-02T00:00:00Z", New_York, 8.5),
        (OFFICE, "2026-07-01T13:00:00Z", "2026-07-01T21:30:00Z", New_York, 8.5),
        (OFFICE, "2026-12-01T14:00:00Z", "2026-12-01T22:30:00Z", New_York, 8.5),
        // Half-open: the end of the day belongs to nobody.
        (OFFICE, "2026-07-01T21:30:00Z", "2026-07-02T13:00:00Z", New_York, 0.0),
        (OFFICE, "2026-07-01T21:29:59Z", "2026-07-02T13:00:01Z", New_York, 2.0 / 3600.0),
        // A weekend, and the Friday before it.
        (OFFICE, "2026-07-03T20:30:00Z", "2026-07-06T13:30:00Z", New_York, 1.5),
        // Nothing backwards.
        (OFFICE, "2026-07-02T00:00:00Z", "2026-07-01T00:00:00Z", New_York, 0.0),
        // New York 2026: forward on 8 March 07:00Z, back on 1 November 06:00Z.
        (night, "2026-03-08T03:00:00Z", "2026-03-08T12:00:00Z", New_York, 7.0),
        (night, "2026-11-01T02:00:00Z", "2026-11-01T12:00:00Z", New_York, 9.0),
        // Berlin 2026: forward on 29 March 01:00Z, back on 25 October 01:00Z.
        (night, "2026-03-28T21:00:00Z", "2026-03-29T12:00:00Z", Berlin, 7.0),
        (night, "2026-10-24T20:00:00Z", "2026-10-25T12:00:00Z", Berlin, 9.0),
        // The jump begins inside a shift, at its start and at its end.
        ("Sun 02:30-05:00", "2026-03-29T00:00:00Z", "2026-03-30T00:00:00Z", Berlin, 2.0),
        ("Sun 01:00-02:30", "2026-03-29T00:00:00Z", "2026-03-30T00:00:00Z", Berlin, 1.0),
        ("Sun 02:10-02:50", "2026-03-29T00:00:00Z", "2026-03-30T00:00:00Z", Berlin, 0.0),
        // The hour that occurs twice is worked once when the shift begins after it, twice when it spans it.
        ("Sun 02:30-04:00", "2026-10-25T00:00:00Z", "2026-10-25T12:00:00Z", Berlin, 2.5),
        ("Sun 01:00-02:30", "2026-10-24T22:00:00Z", "2026-10-25T12:00:00Z", Berlin, 1.5),
        // Kathmandu lies 5 h 45 min east: 09:00 local is 03:15Z.
        (OFFICE, "2026-07-01T03:15:00Z", "2026-07-01T11:45:00Z", Kathmandu, 8.5),
        (OFFICE, "2026-07-01T03:00:00Z", "2026-07-01T04:15:00Z", Kathmandu, 1.0),
        // Samoa had no 30 December 2011, a Friday.
        (OFFICE, "2011-12-29T10:00:00Z", "2012-01-01T00:00:00Z", Apia, 8.5),
        // Several parts, overlapping parts, whole days, a week that wraps.
        (
            "Mon-Thu 09:00-12:00,13:00-17:00; Fri 08:00-12:00",
            "2026-07-02T00:00:00Z",
            "2026-07-05T00:00:00Z",
            Berlin,
            11.0,
        ),
        ("Mon 09:00-12:00; Mon 11:00-13:00", "2026-07-06T00:00:00Z", "2026-07-07T00:00:00Z", Berlin, 4.0),
        ("Mon-Sun 00:00-24:00", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", Berlin, 23.0),
        ("Sat-Mon 10:00-11:00", "2026-07-03T00:00:00Z", "2026-07-10T00:00:00Z", Berlin, 3.0),
    ];
    for (calendar, from, to, zone, expected) in table {
        let found = hours(calendar, from, to, *zone);
        assert!(
            (found - expected).abs() < 1e-9,
            "{calendar} {from} {to} {zone}: {found}, expected {expected}"
        );
    }
}

#[test]
fn a_holiday_takes_out_the_shift_that_begins_on_it() {
    let holidays = BTreeSet::from([NaiveDate::from_ymd_opt(2026, 7, 2).unwrap()]);
    let night = WorkingCalendar::parse("Mon-Fri 22:00-06:00").unwrap();
    let (from, to) = (at("2026-07-01T12:00:00Z"), at("2026-07-03T12:00:00Z"));
    assert_eq!(
        night.intervals(from, to, Berlin, &holidays),
        [(at("2026-07-01T20:00:00Z"), at("2026-07-02T04:00:00Z"))]
    );
}

#[test]
fn a_night_shift_begun_the_day_before_reaches_into_the_interval() {
    let found = hours("Mon-Fri 22:00-06:00", "2026-07-04T00:00:00Z", "2026-07-04T12:00:00Z", Berlin);
    assert!((found - 4.0).abs() < 1e-9, "{found}");
}

#[test]
fn working_days_are_counted_after_the_day_of_the_start() {
    let calendar = WorkingCalendar::parse(OFFICE).unwrap();
    let holidays = BTreeSet::from([NaiveDate::from_ymd_opt(2026, 7, 3).unwrap()]);
    let friday_evening = at("2026-07-03T23:00:00Z");
    let table: &[(&str, u32, &str)] = &[
        ("2026-07-01T15:00:00Z", 0, "2026-07-01T15:00:00Z"),
        ("2026-07-01T15:00:00Z", 1, "2026-07-02T21:30:00Z"),
        ("2026-07-01T15:00:00Z", 2, "2026-07-06T21:30:00Z"),
        // 03:00Z on 2 July is still the evening of 1 July in New York.
        ("2026-07-02T03:00:00Z", 1, "2026-07-02T21:30:00Z"),
        // Over the end of daylight saving 17:30 moves from 21:30Z to 22:30Z.
        ("2026-10-30T15:00:00Z", 1, "2026-11-02T22:30:00Z"),
    ];
    for (from, n, expected) in table {
        let found = calendar.add_working_days(at(from), *n, New_York, &holidays);
        assert_eq!(found, at(expected), "{from} + {n}");
    }
    assert_eq!(calendar.add_working_days(friday_evening, 10, New_York, &none()), at("2026-07-17T21:30:00Z"));
}

#[test]
fn a_shift_that_the_change_of_the_clock_swallows_makes_no_working_day() {
    // In Berlin there is no 02:00 to 03:00 on Sunday 29 March 2026.
    let calendar = WorkingCalendar::parse("Sun 02:00-02:30").unwrap();
    let found = calendar.add_working_days(at("2026-03-28T12:00:00Z"), 1, Berlin, &none());
    assert_eq!(found, at("2026-04-05T00:30:00Z"));
}
