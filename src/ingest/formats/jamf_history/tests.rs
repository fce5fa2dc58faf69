//! Quirks of Classic histories.

use serde_json::json;

use super::*;
use crate::{
    ingest::formats::reading::{Read, read_json, read_json_in},
    records::{ActionKind, ActivityKind},
};

fn computer(lists: Value) -> Value {
    let mut history =
        json!({"general": {"id": 7, "name": "Mac 7", "udid": "aa-bb", "serial_number": "c02test00007"}});
    if let (Some(history), Value::Object(lists)) = (history.as_object_mut(), lists) {
        history.extend(lists);
    }
    json!({"computer_history": history})
}

fn lock(changes: Value) -> Value {
    let mut row =
        json!({"name": "Lock Device", "username": "offboarding", "issued_epoch": 1_751_364_000_000_u64});
    if let (Some(row), Value::Object(changes)) = (row.as_object_mut(), changes) {
        row.extend(changes);
    }
    row
}

fn activities(read: &Read) -> Vec<(ActivityKind, Option<String>)> {
    read.records
        .iter()
        .filter_map(|r| if let Record::Activity(a) = r { Some((a.kind, a.user.clone())) } else { None })
        .collect()
}

#[test]
fn each_list_gives_its_outcome() {
    let read = read_json(
        &FORMAT,
        &[computer(json!({"commands": {
        "completed": [lock(json!({"completed_epoch": 1_751_364_060_000_u64}))],
        "pending": {"command": lock(json!({"status": "Not Now"}))},
        "failed": {"command": [lock(json!({"status": "The device token is not active", "failed_epoch": 0}))]}}}))],
    );
    let found: Vec<_> =
        read.actions().iter().map(|a| (a.outcome, a.done_at.is_some(), a.error.clone())).collect();
    assert_eq!(
        found,
        [
            (Outcome::Done, true, None),
            (Outcome::NotNow, false, None),
            (Outcome::Failed, false, Some("The device token is not active".to_owned())),
        ]
    );
    assert_eq!((read.source.rows_read, read.source.accepted), (3, 3));
    assert_eq!(read.actions()[0].device.serial.as_deref(), Some("C02TEST00007"));
    let items: Vec<u32> = read.actions().iter().map(|action| action.origins[0].item).collect();
    assert_eq!(items, [1, 2, 3]);
}

#[test]
fn mobile_devices_have_other_names() {
    let read = read_json(
        &FORMAT,
        &[json!({"mobile_device_history": {"general": {"id": "4", "udid": "U"},
        "management_commands": {"completed": [{"name": "EnableLostMode", "username": "2435abf1-f8f0-4633-b133-891be9b974fd",
            "date_time_issued_epoch": 1_751_364_000_000_u64, "date_time_completed_epoch": 1_751_364_001_000_u64}],
            "failed": [{"name": "EraseDevice", "date_time_issued_epoch": 1_751_364_000_000_u64, "error": "no answer"}]}}})],
    );
    let actions = read.actions();
    assert_eq!((actions[0].kind, actions[0].device.class), (ActionKind::LostModeOn, Some(JamfClass::Mobile)));
    assert_eq!(actions[0].initiator.as_ref().map(|i| i.kind), Some(InitiatorKind::ApiClient));
    assert_eq!((actions[1].kind, actions[1].error.as_deref()), (ActionKind::Wipe, Some("no answer")));
}

#[test]
fn the_sender_is_an_account_unless_it_is_a_uuid() {
    let read = read_json(&FORMAT, &[computer(json!({"commands": {"pending": [lock(json!({}))]}}))]);
    let expected = Initiator::new(InitiatorKind::Account, "offboarding");
    assert_eq!(read.actions()[0].initiator, Some(expected));
}

#[test]
fn epoch_goes_before_utc_before_text() {
    for (times, expected, note) in [
        (
            json!({"issued_epoch": 1_751_364_000, "issued_utc": "2025-07-01T10:00:00.000+0000"}),
            "2025-07-01T10:00:00+00:00",
            false,
        ),
        (
            json!({"issued_epoch": 1_751_364_000_000_u64, "issued_utc": "2025-07-02T10:00:00.000+0000"}),
            "2025-07-01T10:00:00+00:00",
            true,
        ),
        (
            json!({"issued_epoch": 0, "issued_utc": "2025-07-02T10:00:00.000+0000"}),
            "2025-07-02T10:00:00+00:00",
            false,
        ),
        (
            json!({"issued_epoch": 1_751_364_000, "issued": "2025/07/01 at 6:00 AM"}),
            "2025-07-01T10:00:00+00:00",
            false,
        ),
        (
            json!({"issued_epoch": 1_751_364_000, "issued": "2025/07/01 at 6:20 AM"}),
            "2025-07-01T10:00:00+00:00",
            true,
        ),
    ] {
        let read = read_json(&FORMAT, &[computer(json!({"commands": {"pending": [lock(times.clone())]}}))]);
        let sent = read.actions()[0].sent_at.map(|at| at.to_rfc3339());
        assert_eq!(sent.as_deref(), Some(expected), "{times}");
        assert_eq!(read.has_note("times-disagree"), note, "{times}");
    }
}

#[test]
fn text_alone_needs_a_zone() {
    let row =
        computer(json!({"user_location": [{"username": "casey", "date_time": "2025/07/01 at 6:00 AM"}]}));
    let asked = read_json(&FORMAT, std::slice::from_ref(&row));
    assert!(asked.rejects[0].reason.contains("time zone needed"), "{:?}", asked.rejects);
    let read = read_json_in(&FORMAT, &[row], Some(chrono_tz::America::New_York));
    let Some(Record::Assignment(assignment)) = read.records.first() else { panic!("{:?}", read.records) };
    assert_eq!(assignment.from.map(|at| at.to_rfc3339()), Some("2025-07-01T10:00:00+00:00".to_owned()));
    assert!(!assignment.is_snapshot);
}

#[test]
fn a_policy_run_is_an_action_and_a_sign_of_life() {
    let run = |status| {
        json!({"policy_id": 10, "policy_name": "Remove tools", "username": "casey", "status": status,
        "date_completed_epoch": 1_751_364_000_000_u64})
    };
    let read = read_json(&FORMAT, &[computer(json!({"policy_logs": [run("Completed"), run("Failed")]}))]);
    let actions = read.actions();
    assert_eq!(
        (actions[0].kind, actions[0].outcome, actions[0].done_at.is_some()),
        (ActionKind::PolicyRun, Outcome::Done, true)
    );
    assert_eq!(actions[0].initiator, Some(Initiator::new(InitiatorKind::Policy, "10")));
    assert_eq!(
        (actions[1].outcome, actions[1].done_at, actions[1].sent_at.is_some()),
        (Outcome::Failed, None, true)
    );
    assert_eq!(activities(&read), vec![(ActivityKind::PolicyRun, Some("casey".to_owned())); 2]);
}

#[test]
fn logins_count_and_everything_else_is_out_of_scope() {
    let stamp = 1_751_364_000_000_u64;
    let read = read_json(
        &FORMAT,
        &[computer(json!({
        "computer_usage_logs": [{"event": "login", "username": "casey", "date_time_epoch": stamp},
            {"event": "logout", "username": "casey", "date_time_epoch": stamp}],
        "audits": [{"event": "Viewed", "username": "admin", "date_time_epoch": stamp}],
        "mac_app_store_applications": {"installed": [{"name": "x"}], "pending": []},
        "commands": {"completed": [{"name": "Update Inventory", "issued_epoch": stamp}]}}))],
    );
    assert_eq!(activities(&read), [(ActivityKind::UserSession, Some("casey".to_owned()))]);
    assert_eq!((read.source.rows_read, read.source.out_of_scope), (5, 4));
}

#[test]
fn a_holder_may_be_nobody() {
    let read = read_json(
        &FORMAT,
        &[computer(json!({"user_location": [
        {"username": "", "full_name": "", "email_address": "", "date_time_epoch": 1_751_364_000_000_u64}]}))],
    );
    assert!(
        matches!(read.records.first(), Some(Record::Assignment(a)) if a.person.is_none() && a.from.is_some())
    );
}

#[test]
fn a_history_without_device_or_entries_is_said() {
    let bare =
        read_json(&FORMAT, &[json!({"computer_history": {"commands": {"pending": [lock(json!({}))]}}})]);
    assert!(bare.has_note("unknown-device") && bare.actions().len() == 1);
    let empty =
        read_json(&FORMAT, &[computer(json!({"commands": {"completed": [], "pending": "", "failed": {}}}))]);
    assert_eq!((empty.source.rows_read, empty.source.out_of_scope), (1, 1));
}

#[test]
fn a_history_without_its_name_around_it_is_read() {
    let inner = |row: Value, key: &str| row.get(key).cloned().unwrap();
    let lock = json!({"completed": [lock(json!({"completed_epoch": 1_751_364_060_000_u64}))]});
    let row = computer(json!({"policy_logs": [], "commands": lock}));
    let read = read_json(&FORMAT, &[inner(row, "computer_history")]);
    assert_eq!(read.actions()[0].device.class, Some(JamfClass::Computer));
    let mobile = json!({"general": {"id": 3}, "management_commands": {"completed": [{"name": "EnableLostMode",
        "date_time_issued_epoch": 1_751_364_000_000_u64, "date_time_completed_epoch": 1_751_364_060_000_u64}]}});
    let read = read_json(&FORMAT, &[mobile]);
    assert_eq!(read.actions()[0].device.class, Some(JamfClass::Mobile));
    let nothing = Head { rows: vec![json!({"general": {"id": 3}, "commands": []})], ..Head::default() };
    assert!(!(FORMAT.detect)(&nothing));
}
