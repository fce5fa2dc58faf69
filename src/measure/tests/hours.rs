//! Tests of working time, regulated time, people and what is disruptive.

use std::sync::Arc;

use super::{NOON, close, holiday, measured, measured_with};
use crate::{
    judge::rule::Verdict,
    measure::{
        Measured,
        specimen::{at, case, person, register_device, reversing_action, scope, sign, user},
    },
    records::{ActionKind, ActivityKind, JamfClass},
};

#[test]
fn lost_hours_are_working_hours_of_the_persons_zone() {
    let table: &[(Option<&str>, &str, &str, f64)] = &[
        // Wednesday noon to Thursday noon in New York: 5.5 + 3.
        (None, NOON, "2026-07-02T16:00:00Z", 8.5),
        // The same in Berlin: 18:00 to 18:00, one whole day.
        (Some("Europe/Berlin"), NOON, "2026-07-02T16:00:00Z", 8.5),
        // Only the evening in New York is work in Kathmandu: 03:15Z to 11:45Z.
        (Some("Asia/Kathmandu"), "2026-07-01T23:00:00Z", "2026-07-02T05:15:00Z", 2.0),
        (None, "2026-07-01T23:00:00Z", "2026-07-02T05:15:00Z", 0.0),
        // Friday to Monday over a change of the clocks: 8 March in New York, 25 October in Berlin.
        (None, "2026-03-06T21:30:00Z", "2026-03-09T14:00:00Z", 2.0),
        (Some("Europe/Berlin"), "2026-10-23T14:30:00Z", "2026-10-26T09:00:00Z", 2.0),
    ];
    for (zone, from, to, expected) in table {
        let mut case = case(ActionKind::Lock, from);
        case.person = Some(person(*zone));
        case.afterwards = vec![reversing_action(to)];
        let measured = measured(&case);
        close(measured.lost_hours, *expected);
        assert_eq!(measured.disruptive, *expected > 0.0, "{zone:?} {from}");
    }
}

#[test]
fn unknown_zone_is_flagged_and_measured_in_the_organisations() {
    let mut case = case(ActionKind::Lock, NOON);
    case.person = Some(person(Some("Mars/Olympus")));
    case.afterwards = vec![reversing_action("2026-07-01T17:00:00Z")];
    let measured = measured(&case);
    close(measured.lost_hours, 1.0);
    assert!(measured.flags.iter().any(|flag| flag.contains("Mars/Olympus")));
}

#[test]
fn holidays_of_everybody_zone_and_unit_are_out() {
    let mut case = case(ActionKind::Lock, NOON);
    case.afterwards = vec![reversing_action("2026-07-02T16:00:00Z")];
    for (date, scope, expected) in [
        ("2026-07-02", "", 5.5),
        ("2026-07-02", "America/New_York", 5.5),
        ("2026-07-02", "research", 5.5),
        ("2026-07-02", "Europe/Berlin", 8.5),
        ("2026-07-02", "Sales", 8.5),
        ("2026-07-01", "", 3.0),
    ] {
        let measured = measured_with("", &[holiday(date, scope)], &case, Verdict::FalsePositive);
        close(measured.lost_hours, expected);
    }
}

#[test]
fn screen_lock_of_a_phone_costs_nothing_unless_the_site_says_so() {
    let mut case = case(ActionKind::Lock, NOON);
    Arc::make_mut(&mut case.action.device).class = Some(JamfClass::Mobile);
    let phone = measured(&case);
    assert_eq!((phone.interruption, phone.lost_hours, phone.disruptive), (None, Some(0.0), false));
    let stated = measured_with("[measure.default_hours]\nlock = 0.25\n", &[], &case, Verdict::FalsePositive);
    assert_eq!((stated.lost_hours, stated.disruptive), (Some(0.25), true));
}

#[test]
fn people_are_counted_by_days_of_use() {
    let table: &[(&str, &[u32], u64, &str)] = &[
        ("personal", &[30, 20, 9], 1, ""),
        ("shared", &[30, 3, 2], 2, "upper bound"),
        ("shared", &[2], 1, "unknown"),
        ("lab", &[], 1, "unknown"),
        ("", &[3], 1, ""),
    ];
    for (custody, days, expected, flag) in table {
        let mut case = case(ActionKind::Lock, NOON);
        case.device = Some(register_device(custody));
        case.recent_users = days.iter().map(|days| user("p", *days)).collect();
        case.afterwards = vec![reversing_action("2026-07-01T18:00:00Z")];
        let measured = measured(&case);
        assert_eq!(measured.affected_people, Some(*expected), "{custody}");
        #[expect(clippy::cast_precision_loss, reason = "a small count")]
        close(measured.person_hours, 2.0 * *expected as f64);
        assert_eq!(measured.flags.is_empty(), flag.is_empty(), "{custody}: {:?}", measured.flags);
        assert!(measured.flags.iter().all(|text| text.contains(flag)), "{custody}: {:?}", measured.flags);
    }
}

#[test]
fn regulated_window_counts_at_any_hour_and_an_empty_one_at_work_only() {
    let table: &[(Option<&str>, Option<&str>, f64, bool)] = &[
        // The lock lasts from Wednesday noon to Thursday noon.
        (None, None, 8.5, true),
        (Some("2026-07-01T20:00:00Z"), Some("2026-07-02T10:00:00Z"), 14.0, true),
        (Some("2026-07-02T10:00:00Z"), None, 6.0, true),
        (None, Some("2026-07-01T17:00:00Z"), 1.0, true),
        (Some("2026-07-02T16:00:00Z"), None, 0.0, false),
        (None, Some(NOON), 0.0, false),
    ];
    for (from, to, expected, is_named) in table {
        let mut case = case(ActionKind::Lock, NOON);
        case.afterwards = vec![reversing_action("2026-07-02T16:00:00Z")];
        case.regulated = vec![scope("close", "SOX", *from, *to)];
        let measured = measured(&case);
        close(measured.regulated_hours, *expected);
        assert_eq!(!measured.regulated_scopes.is_empty(), *is_named, "{from:?} {to:?}");
    }
}

#[test]
fn overlapping_scopes_count_once_in_total_and_once_per_regime() {
    let mut case = case(ActionKind::Lock, NOON);
    case.afterwards = vec![reversing_action("2026-07-02T16:00:00Z")];
    case.regulated = vec![
        scope("close", "SOX", Some("2026-07-01T16:00:00Z"), Some("2026-07-01T20:00:00Z")),
        scope("run", "GxP", Some("2026-07-01T18:00:00Z"), Some("2026-07-01T22:00:00Z")),
        scope("audit", "SOX", Some("2026-07-01T19:00:00Z"), Some("2026-07-01T21:00:00Z")),
    ];
    let measured = measured(&case);
    close(measured.regulated_hours, 6.0);
    assert_eq!(measured.regulated_hours_by_regime, [("GxP".to_owned(), 4.0), ("SOX".to_owned(), 5.0)]);
    assert_eq!(measured.regulated_scopes, ["audit", "close", "run"]);
}

#[test]
fn moment_inside_a_window_counts_for_its_default_hours() {
    let mut case = case(ActionKind::Restart, "2026-07-01T03:00:00Z");
    case.regulated = vec![scope("run", "GxP", Some("2026-07-01T03:15:00Z"), Some("2026-07-02T00:00:00Z"))];
    let measured = measured(&case);
    assert_eq!((measured.interruption, measured.lost_hours), (None, Some(0.5)));
    close(measured.regulated_hours, 0.25);
}

#[test]
fn nothing_is_counted_after_the_holder_left() {
    // The lock lasts from Wednesday noon to Thursday noon.
    let table: &[(&str, Option<&str>, f64, f64, bool)] = &[
        ("personal", None, 8.5, 24.0, false),
        ("personal", Some("2026-07-02T16:00:00Z"), 8.5, 24.0, false),
        ("personal", Some("2026-07-02T14:00:00Z"), 6.5, 22.0, true),
        ("personal", Some("2026-07-01T18:00:00Z"), 2.0, 2.0, true),
        ("personal", Some(NOON), 0.0, 0.0, true),
        ("personal", Some("2026-06-01T00:00:00Z"), 0.0, 0.0, true),
        // Others go on to need what several use.
        ("shared", Some("2026-07-01T18:00:00Z"), 8.5, 24.0, false),
    ];
    for (custody, left, lost, regulated, is_flagged) in table {
        let mut case = case(ActionKind::Lock, NOON);
        case.device = Some(register_device(custody));
        case.holder_left_at = left.map(at);
        case.afterwards = vec![reversing_action("2026-07-02T16:00:00Z")];
        case.regulated = vec![scope("close", "SOX", None, Some("2026-08-01T00:00:00Z"))];
        let measured = measured(&case);
        close(measured.lost_hours, *lost);
        close(measured.regulated_hours, *regulated);
        assert_eq!(measured.disruptive, *lost > 0.0, "{left:?}");
        assert_eq!(measured.restored_at, Some(at("2026-07-02T16:00:00Z")));
        let flags = measured.flags.iter().filter(|flag| flag.contains("the holder left at"));
        assert_eq!(flags.count(), usize::from(*is_flagged), "{left:?}");
    }
}

#[test]
fn default_hours_cost_nobody_who_had_left() {
    for (left, expected) in [("2026-07-01T16:00:01Z", 0.5), (NOON, 0.0)] {
        let mut case = case(ActionKind::Restart, NOON);
        case.holder_left_at = Some(at(left));
        assert_eq!(measured(&case).lost_hours, Some(expected), "{left}");
    }
}

#[test]
fn only_false_positives_are_measured_but_every_case_names_scopes_and_restoration() {
    let mut case = case(ActionKind::Wipe, NOON);
    case.afterwards = vec![sign("2026-07-01T18:00:00Z", ActivityKind::Enrolled)];
    case.regulated = vec![scope("close", "SOX", None, None)];
    let right = measured_with("", &[], &case, Verdict::TruePositive);
    let expected = Measured {
        restored_at: Some(at("2026-07-01T18:00:00Z")),
        restored_by: Some("enrolled".to_owned()),
        regulated_scopes: vec!["close".to_owned()],
        ..Measured::default()
    };
    assert_eq!(right, expected);
    let wrong = measured(&case);
    assert!(wrong.data_loss && wrong.disruptive);
}

#[test]
fn wipe_at_night_is_disruptive_for_its_data_alone() {
    let mut case = case(ActionKind::Wipe, "2026-07-01T04:00:00Z");
    case.afterwards = vec![sign("2026-07-01T06:00:00Z", ActivityKind::Enrolled)];
    let measured = measured(&case);
    assert_eq!(measured.lost_hours, Some(0.0));
    assert!(measured.disruptive);
}
