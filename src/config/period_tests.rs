//! Edges of periods: fiscal calendars, zones, labels that are none.

use chrono::{SecondsFormat, TimeDelta, TimeZone, Utc};
use proptest::prelude::*;

use super::*;

fn edges(label: &str, month: u32, zone: &str) -> String {
    let period = Period::parse(label, month, zone.parse().unwrap()).unwrap();
    let shown = |at: Instant| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    format!("{} {}", shown(period.from), shown(period.to))
}

#[test]
fn labels_name_the_right_days() {
    let cases = [
        ("2026-Q3", 1, "UTC", "2026-07-01T00:00:00Z 2026-10-01T00:00:00Z"),
        ("2026-q1", 1, "America/New_York", "2026-01-01T05:00:00Z 2026-04-01T04:00:00Z"),
        ("2026-Q1", 10, "UTC", "2025-10-01T00:00:00Z 2026-01-01T00:00:00Z"),
        ("2026-Q4", 10, "Europe/Berlin", "2026-06-30T22:00:00Z 2026-09-30T22:00:00Z"),
        ("2026", 10, "UTC", "2025-10-01T00:00:00Z 2026-10-01T00:00:00Z"),
        ("2026", 2, "UTC", "2025-02-01T00:00:00Z 2026-02-01T00:00:00Z"),
        ("2026-H2", 2, "Asia/Tokyo", "2025-07-31T15:00:00Z 2026-01-31T15:00:00Z"),
        ("2026-H1", 1, "UTC", "2026-01-01T00:00:00Z 2026-07-01T00:00:00Z"),
        ("2026-09", 10, "UTC", "2026-09-01T00:00:00Z 2026-10-01T00:00:00Z"),
        ("2026-11", 1, "America/New_York", "2026-11-01T04:00:00Z 2026-12-01T05:00:00Z"),
        ("2026-07-01..2026-10-01", 1, "Asia/Kolkata", "2026-06-30T18:30:00Z 2026-09-30T18:30:00Z"),
        ("2018-11-04..2018-11-05", 1, "America/Sao_Paulo", "2018-11-04T03:00:00Z 2018-11-05T02:00:00Z"),
    ];
    for (label, month, zone, expected) in cases {
        assert_eq!(edges(label, month, zone), expected, "{label} from month {month} in {zone}");
    }
}

#[test]
fn the_period_before_is_of_the_same_kind() {
    let cases = [
        ("2026-Q1", "2025-Q4"),
        ("2026-Q3", "2026-Q2"),
        ("2026-H1", "2025-H2"),
        ("2026", "2025"),
        ("2026-01", "2025-12"),
        ("2026-07-01..2026-10-01", "2026-03-31..2026-07-01"),
    ];
    for (label, before) in cases {
        let period = Period::parse(label, 10, Tz::UTC).unwrap();
        assert_eq!(period.previous().unwrap().label, before);
    }
}

#[test]
fn labels_that_are_none_say_why() {
    let cases = [
        ("", "`` is no year"),
        ("Q3-2026", "`Q3` is no year"),
        ("2026-Q5", "there is no quarter `Q5`"),
        ("2026-Q", "there is no quarter `Q`"),
        ("2026-H3", "there is no half `H3`"),
        ("2026-13", "there is no month `13`"),
        ("2026-9", "there is no month `9`"),
        ("26-Q1", "`26` is no year"),
        ("1987", "`1987` is no year between 2000 and 2100"),
        ("2026-W31", "a week is too short"),
        ("2026-10-01..2026-07-01", "its end, which is excluded, is not after its start"),
        ("2026-07-01..2026-07-01", "its end, which is excluded, is not after its start"),
        ("2026-02-30..2026-07-01", "`2026-02-30` is no date"),
        ("2026-Ä1", "there is no month"),
    ];
    for (label, reason) in cases {
        let error = Period::parse(label, 1, Tz::UTC).unwrap_err().to_string();
        assert!(error.contains(reason), "{label}: {error}");
        assert!(error.contains("expected for example `2026-Q3`"), "{error}");
    }
    assert_eq!(Period::parse("2026", 0, Tz::UTC), Err(PeriodError::StartMonth(0)));
}

#[test]
fn weeks_are_cut_at_the_edges_and_nowhere_else() {
    let period = Period::parse("2026-Q3", 1, "America/New_York".parse().unwrap()).unwrap();
    let weeks = period.weeks();
    assert_eq!((weeks[0].label.as_str(), weeks[0].partial), ("2026-W27", true));
    assert_eq!((weeks[1].label.as_str(), weeks[1].partial), ("2026-W28", false));
    let last = weeks.last().unwrap();
    assert_eq!((last.label.as_str(), last.partial, last.to), ("2026-W40", true, period.to));
    assert!(weeks.windows(2).all(|pair| pair[0].to == pair[1].from));
}

#[test]
fn an_iso_week_belongs_to_the_local_date() {
    let at = Utc.with_ymd_and_hms(2026, 8, 3, 2, 0, 0).unwrap();
    assert_eq!(iso_week(at, Tz::UTC), "2026-W32");
    assert_eq!(iso_week(at, "America/New_York".parse().unwrap()), "2026-W31");
    let new_year = Utc.with_ymd_and_hms(2027, 1, 1, 12, 0, 0).unwrap();
    assert_eq!(iso_week(new_year, Tz::UTC), "2026-W53");
    assert!(parse_iso_week("2026-W53").is_some() && parse_iso_week("2025-W53").is_none());
    assert!(parse_iso_week("2026-31").is_none() && parse_iso_week("2026-W1").is_none());
}

fn zones() -> impl Strategy<Value = Tz> {
    let names = [
        "UTC",
        "America/New_York",
        "America/Sao_Paulo",
        "Asia/Beirut",
        "Africa/Cairo",
        "America/Havana",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Europe/Dublin",
    ];
    proptest::sample::select(names.map(|name| name.parse().unwrap()).to_vec())
}

fn labels() -> impl Strategy<Value = String> {
    let year = 2003..2098i32;
    prop_oneof![
        (year.clone(), 1..=4u32).prop_map(|(year, quarter)| format!("{year}-Q{quarter}")),
        (year.clone(), 1..=2u32).prop_map(|(year, half)| format!("{year}-H{half}")),
        year.clone().prop_map(|year| year.to_string()),
        (year.clone(), 1..=12u32).prop_map(|(year, month)| format!("{year}-{month:02}")),
        (year, 1..360u32, 1..700i64).prop_map(|(year, day, days)| {
            let first = NaiveDate::from_yo_opt(year, day).unwrap();
            format!("{first}..{}", first + TimeDelta::days(days))
        }),
    ]
}

proptest! {
    #[test]
    fn the_period_before_ends_where_this_one_starts(label in labels(), month in 1..=12u32, zone in zones()) {
        let period = Period::parse(&label, month, zone).unwrap();
        let before = period.previous().unwrap();
        prop_assert_eq!(before.to, period.from);
        prop_assert!(period.from < period.to);
        prop_assert!(period.holds(period.from) && !period.holds(period.to));
        prop_assert!(!before.holds(period.from));
    }

    #[test]
    fn a_printed_label_is_read_as_the_same_period(label in labels(), month in 1..=12u32, zone in zones()) {
        let period = Period::parse(&label, month, zone).unwrap();
        prop_assert_eq!(Period::parse(&period.label, month, zone).unwrap(), period);
    }

    #[test]
    fn the_quarter_holding_an_instant_holds_it(seconds in 1_050_000_000..4_000_000_000i64, month in 1..=12u32, zone in zones()) {
        let at = Utc.timestamp_opt(seconds, 0).unwrap();
        let period = Period::holding(at, month, zone).unwrap();
        prop_assert!(period.holds(at), "{} {at}", period.label);
        prop_assert_eq!(Period::parse(&period.label, month, zone).unwrap(), period);
    }

    #[test]
    fn weeks_cover_a_period_without_gap(label in labels(), month in 1..=12u32, zone in zones()) {
        let period = Period::parse(&label, month, zone).unwrap();
        let weeks = period.weeks();
        prop_assert_eq!(weeks[0].from, period.from);
        prop_assert_eq!(weeks[weeks.len() - 1].to, period.to);
        prop_assert!(weeks.windows(2).all(|pair| pair[0].to == pair[1].from && pair[0].label < pair[1].label));
    }
}
