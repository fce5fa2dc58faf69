//! Events as mappings into the schema write them, invented.
#![allow(clippy::needless_pass_by_value, reason = "rows are written in place")]

use serde_json::{Value, json};

use super::{super::reading::*, *};
use crate::records::{EventKind as K, EventOutcome, KnownBasis, RiskLevel};

/// An event of a class with a user, at 2024-09-30T10:55:36Z in seconds.
fn event(class: u64, activity: u64) -> Value {
    json!({"class_uid": class, "activity_id": activity, "type_uid": class * 100 + activity, "status_id": 1,
        "time": 1_727_693_736, "metadata": {"uid": "e-1", "version": "1.1.0", "product": {"name": "Directory"}},
        "user": {"uid": "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0", "name": "ana.reyes", "email_addr": "ana.reyes@meridian.example"}})
}

fn with(mut event: Value, pointer: &str, key: &str, value: Value) -> Value {
    event.pointer_mut(pointer).unwrap()[key] = value;
    event
}

fn kinds(read: &Read) -> Vec<K> {
    read.events().iter().map(|event| event.kind).collect()
}

#[track_caller]
fn check(event: Value, expected: Option<K>) {
    let read = read_json(&FORMAT, std::slice::from_ref(&event));
    assert_eq!(kinds(&read), expected.into_iter().collect::<Vec<_>>(), "{event} {}", read.reasons());
}

#[test]
fn activities_mean_different_things_in_different_classes() {
    for (class, activity, expected) in [
        (3001, 5, Some(K::AccountDisabled)),
        (3007, 5, Some(K::AccountDisabled)),
        (3001, 9, Some(K::AccountLocked)),
        (3007, 6, Some(K::AccountLocked)),
        (3001, 6, Some(K::AccountDeleted)),
        (3007, 3, Some(K::AccountDeleted)),
        (3001, 2, Some(K::AccountEnabled)),
        (3007, 4, Some(K::AccountEnabled)),
        (3001, 12, Some(K::AccountUnlocked)),
        (3007, 7, Some(K::AccountUnlocked)),
        (3001, 8, Some(K::RoleRemoved)),
        (3005, 4, Some(K::RoleRemoved)),
        (3005, 1, Some(K::RoleAdded)),
        (3006, 4, Some(K::GroupRemoved)),
        (3006, 3, Some(K::GroupAdded)),
        (3001, 3, None),
        (3006, 9, None),
        (3002, 2, None),
        (4001, 1, None),
    ] {
        check(event(class, activity), expected);
    }
}

#[test]
fn the_original_type_goes_before_the_class() {
    let okta = |code: &str| {
        let event = with(event(3001, 5), "/metadata", "event_code", json!(code));
        with(event, "/metadata", "product", json!({"name": "Okta System Log", "vendor_name": "Okta"}))
    };
    check(okta("user.lifecycle.suspend"), Some(K::AccountSuspended));
    check(okta("user.lifecycle.deactivate"), Some(K::AccountDisabled));
    check(okta("policy.evaluate_sign_on"), None);
    let foreign = with(event(3001, 5), "/metadata", "event_code", json!("Disable account"));
    check(foreign, Some(K::AccountDisabled));
    let read = read_json(&FORMAT, &[with(okta("user.lifecycle.suspend"), "/user", "uid", json!("00uana"))]);
    assert_eq!(read.events()[0].subject.okta_id.as_deref(), Some("00uana"));
    assert_eq!(read.events()[0].raw_kind, "user.lifecycle.suspend");
}

#[test]
fn time_dt_goes_before_a_number_of_any_magnitude() {
    let at = |event: Value| read_json(&FORMAT, &[event]).events()[0].occurred_at.to_rfc3339();
    assert_eq!(at(event(3001, 5)), "2024-09-30T10:55:36+00:00");
    assert_eq!(
        at(with(event(3001, 5), "", "time", json!(1_727_693_736_250_i64))),
        "2024-09-30T10:55:36.250+00:00"
    );
    let told = with(event(3001, 5), "", "time_dt", json!("2023-09-30T10:55:36.000Z"));
    let read = read_json(&FORMAT, &[told]);
    assert_eq!(read.events()[0].occurred_at.to_rfc3339(), "2023-09-30T10:55:36+00:00");
    assert!(read.has_note("ocsf-times-disagree"));
    let none = with(event(3001, 5), "", "time", Value::Null);
    let read = read_json(&FORMAT, &[none]);
    assert_eq!(read.counts(), [1, 0, 0, 1]);
    assert!(read.reasons().contains("time_dt"));
}

#[test]
fn status_and_recording_time_are_kept() {
    let failed = with(event(3001, 5), "", "status_id", json!(2));
    let logged = with(failed, "/metadata", "logged_time", json!(1_727_693_800_000_i64));
    let read = read_json(&FORMAT, &[logged]);
    let found = read.events()[0];
    assert_eq!(found.outcome, EventOutcome::Failed);
    assert_eq!(found.known_from, found.occurred_at);
    assert_eq!(
        (found.known_to.to_rfc3339().as_str(), found.known_basis),
        ("2024-09-30T10:56:40+00:00", KnownBasis::Recorded)
    );
    let locked =
        with(with(event(3001, 9), "", "status_id", json!(2)), "", "status_detail", json!("LOCKED_OUT"));
    assert_eq!(read_json(&FORMAT, &[locked]).events()[0].outcome, EventOutcome::Happened);
}

#[test]
fn ids_operations_and_groups_are_kept_for_each_user() {
    let mut row = event(3006, 4);
    row["users"] = json!([{"uid": "00uana", "name": "ana"}, {"uid": "00uben", "name": "ben"}]);
    row["group"] = json!({"uid": "g-1", "name": "Mac users"});
    row["metadata"]["correlation_uid"] = json!("c-1");
    row["unmapped"] = json!({"transaction": {"id": "t-1"}});
    let read = read_json(&FORMAT, &[row]);
    assert_eq!(read.counts(), [1, 1, 0, 0]);
    let events = read.events();
    assert_eq!(events.len(), 2);
    assert_eq!(events[1].subject.okta_id.as_deref(), Some("00uben"));
    assert_eq!(events[0].object.as_ref().unwrap().name.as_deref(), Some("Mac users"));
    assert_eq!(events[0].correlations, ["transaction:c-1", "transaction:t-1"]);
    assert_eq!(events[0].event_id, "e-1");
}

#[test]
fn verdicts_raise_dismiss_and_recant() {
    let finding = |verdict: u64| {
        let mut row = event(2005, 1);
        row["verdict_id"] = json!(verdict);
        row["risk_level_id"] = json!(4);
        row
    };
    for (verdict, expected) in [
        (1, Some(K::RiskRecanted)),
        (2, Some(K::RiskRaised)),
        (4, Some(K::RiskRaised)),
        (3, Some(K::RiskDismissed)),
        (5, Some(K::RiskDismissed)),
        (10, Some(K::RiskDismissed)),
        (0, None),
    ] {
        check(finding(verdict), expected);
    }
    assert_eq!(read_json(&FORMAT, &[finding(2)]).events()[0].level, Some(RiskLevel::High));
}

#[test]
fn entities_count_where_they_are_users_or_devices() {
    let entity = |kind: &str, activity: u64| {
        let mut row = event(3004, activity);
        row["entity"] =
            json!({"type": kind, "uid": "x-1", "name": "ana", "hw_info": {"serial_number": "c02abc"}});
        row
    };
    check(entity("User", 12), Some(K::AccountSuspended));
    check(entity("User", 13), Some(K::AccountUnsuspended));
    check(entity("Device", 7), Some(K::DeviceRemoved));
    check(entity("Policy", 9), None);
    let read = read_json(&FORMAT, &[entity("Device", 6)]);
    assert_eq!(read.events()[0].device.as_ref().unwrap().serial.as_deref(), Some("C02ABC"));
}

#[test]
fn an_event_about_nobody_and_a_row_of_another_kind_are_rejected() {
    let nobody = with(event(3001, 5), "", "user", Value::Null);
    let read = read_json(&FORMAT, &[nobody, event(3001, 5), json!({"class_uid": 3001})]);
    assert_eq!(read.counts(), [3, 1, 0, 2]);
    let head =
        Head { rows: vec![json!({"uid": 1, "name": "account_change", "attributes": {}})], ..Head::default() };
    assert!(!(FORMAT.detect)(&head), "the definition of a class is no event");
}
