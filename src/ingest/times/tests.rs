//! Shapes, sentinels, zones and daylight saving.

use chrono_tz::{America::New_York, Europe::Berlin};

use super::*;

fn utc(text: &str) -> Result<Option<String>, String> {
    rule(text, TimeRule::Utc)
}

fn rule(text: &str, rule: TimeRule) -> Result<Option<String>, String> {
    parse(text, rule, None)
        .map(|stamp| stamp.map(|stamp| stamp.at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)))
}

#[test]
fn every_documented_shape_is_read() {
    for (text, expected) in [
        ("2026-02-10T16:19:37.769Z", "2026-02-10T16:19:37.769Z"),
        ("2025-11-12T14:04:58.356854+00:00", "2025-11-12T14:04:58.356854Z"),
        ("2025-01-29T16:53:43.2764438Z", "2025-01-29T16:53:43.276443Z"),
        ("2025-01-29T16:53:10.34334445Z", "2025-01-29T16:53:10.343344Z"),
        ("2026-09-23T19:56:59.812449824Z", "2026-09-23T19:56:59.812449Z"),
        ("2023-06-15T15:16:41Z", "2023-06-15T15:16:41Z"),
        ("2007-01-09T11:41:00+02:00", "2007-01-09T09:41:00Z"),
        ("2007-01-09T09:41:00", "2007-01-09T09:41:00Z"),
        ("2022-11-22 18:48:49.177", "2022-11-22T18:48:49.177Z"),
        ("2022-09-09T9:59:27.958Z", "2022-09-09T09:59:27.958Z"),
        ("12/13/2024 4:34:03 PM", "2024-12-13T16:34:03Z"),
        ("01/09/2007 09:41:00", "2007-01-09T09:41:00Z"),
        ("1/9/2007 10:41:00 AM +01:00", "2007-01-09T09:41:00Z"),
        ("2019-10-18", "2019-10-18T00:00:00Z"),
        ("2024-06-21T10:05:45.000+0000", "2024-06-21T10:05:45Z"),
        ("2026-09-23T19:56:45.940-0500", "2026-09-24T00:56:45.940Z"),
        ("2026-09-23T19:56:45,940", "2026-09-23T19:56:45.940Z"),
        ("2026-09-21 14:13:20,126", "2026-09-21T14:13:20.126Z"),
        ("2024/06/21 at 10:05 AM", "2024-06-21T10:05:00Z"),
        ("2024/06/21 at 12:05 AM", "2024-06-21T00:05:00Z"),
        ("2024/06/21 at 12:05\u{202f}PM", "2024-06-21T12:05:00Z"),
        ("3/17/2025 6:04", "2025-03-17T06:04:00Z"),
        ("03-12-2025 15:21:08", "2025-03-12T15:21:08Z"),
        ("21/Jun/24 10:05 AM", "2024-06-21T10:05:00Z"),
        ("1711800000", "2024-03-30T12:00:00Z"),
        ("1711800000000", "2024-03-30T12:00:00Z"),
        ("1711800000000001", "2024-03-30T12:00:00.000001Z"),
        ("1711800000.25", "2024-03-30T12:00:00.250Z"),
    ] {
        assert_eq!(utc(text), Ok(Some(expected.to_owned())), "{text}");
    }
}

#[test]
fn sentinels_are_no_time() {
    for text in
        ["", " ", "0", "-1", "'-1", "null", "Not present", "1970-01-01T00:00:00Z", "1970-01-01 00:00:00"]
    {
        assert_eq!(utc(text), Ok(None), "{text}");
    }
}

#[test]
fn what_is_no_time_is_said() {
    for text in [
        "5251-12-17 21:33:23",
        "1899-12-30",
        "123123",
        "soon",
        "2024-02-30",
        "2024-01-01T25:00:00Z",
        "2024-01-01T10:00:00 XYZ",
        "13/14/2024 10:00:00",
        "29/2/2016 01:16",
        "2024-01-01T10:00:00.1234567890Z",
        "2024-01-01T10",
        "99999999999999999999",
        "2024-01-01T10:00:00é",
    ] {
        assert!(utc(text).is_err(), "{text}");
    }
}

#[test]
fn order_of_day_and_month_is_configured_or_asked() {
    let read = |text, order| parse(text, TimeRule::Ask(order), Some(chrono_tz::UTC));
    let day = |text, order| read(text, order).map(|stamp| stamp.map(|s| s.at.date_naive().to_string()));
    assert_eq!(day("03-12-2025", Some(DateOrder::Mdy)), Ok(Some("2025-03-12".to_owned())));
    assert_eq!(day("03-12-2025", Some(DateOrder::Dmy)), Ok(Some("2025-12-03".to_owned())));
    assert_eq!(day("29/2/2016 01:16", None), Ok(Some("2016-02-29".to_owned())));
    assert!(day("03-12-2025", None).is_err_and(|message| message.starts_with("date order needed")));
    assert!(day("29/2/2016", Some(DateOrder::Mdy)).is_err());
}

#[test]
fn a_missing_zone_is_asked_for_assumed_or_defined() {
    let text = "2024-06-21 10:05:00";
    let asked = parse(text, TimeRule::Ask(None), None);
    assert!(
        asked.is_err_and(|m| m.starts_with("time zone needed")
            && m.contains(text)
            && m.contains("`time_zone`"))
    );
    let assumed = parse(text, TimeRule::AssumeUtc, None).ok().flatten();
    assert_eq!(assumed.and_then(|s| s.flag), Some(TimeFlag::AssumedUtc));
    let configured = parse(text, TimeRule::Ask(None), Some(Berlin)).ok().flatten();
    assert_eq!(
        configured.map(|s| (s.at.to_rfc3339(), s.zone_source)),
        Some(("2024-06-21T08:05:00+00:00".to_owned(), ZoneSource::Configured))
    );
    let explicit = parse("2024-06-21T10:05:00Z", TimeRule::Ask(None), None).ok().flatten();
    assert_eq!(explicit.map(|s| s.zone_source), Some(ZoneSource::Explicit));
}

#[test]
fn fold_and_gap_take_the_earlier_instant() {
    let read = |text| parse(text, TimeRule::Ask(None), Some(New_York)).ok().flatten();
    let fold = read("2024-11-03 01:30:00").map(|s| (s.at.to_rfc3339(), s.flag));
    assert_eq!(fold, Some(("2024-11-03T05:30:00+00:00".to_owned(), Some(TimeFlag::Fold))));
    let gap = read("2024-03-10 02:30:00").map(|s| (s.at.to_rfc3339(), s.flag));
    assert_eq!(gap, Some(("2024-03-10T06:30:00+00:00".to_owned(), Some(TimeFlag::Gap))));
}

proptest::proptest! {
    /// No text makes the parser panic, and what it reads lies in the years of the contract.
    #[test]
    fn any_text_is_read_or_refused(text in "[0-9TZAPMat:/,.+ é-]{0,30}") {
        for rule in [TimeRule::Utc, TimeRule::AssumeUtc, TimeRule::Ask(None), TimeRule::Ask(Some(DateOrder::Dmy))] {
            if let Ok(Some(stamp)) = parse(&text, rule, Some(New_York)) {
                proptest::prop_assert!((2000..=2100).contains(&stamp.at.year()), "{} -> {}", text, stamp.at);
            }
        }
    }

    /// An instant written out is read back.
    #[test]
    fn an_instant_survives(micros in 946_684_800_000_000_i64..4_100_000_000_000_000) {
        let at = DateTime::from_timestamp_micros(micros).unwrap();
        for text in [at.to_rfc3339(), at.format("%Y-%m-%dT%H:%M:%S%.6f%z").to_string(), micros.to_string()] {
            let read = parse(&text, TimeRule::Ask(None), None).unwrap().map(|stamp| stamp.at);
            proptest::prop_assert_eq!(read, Some(at), "{}", text);
        }
    }
}
