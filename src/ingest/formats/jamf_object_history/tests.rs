//! Histories of objects as the API gives them and as they are exported, and what looks like them.

use serde_json::{Value, json};

use super::{
    super::reading::{Read, feed},
    *,
};
use crate::ingest::format::SourceOptions;

const BERLIN: chrono_tz::Tz = chrono_tz::Europe::Berlin;

fn read_in(file_name: &str, rows: &[Value]) -> Read {
    let head = Head { rows: rows.to_vec(), file_name: file_name.to_owned(), ..Head::default() };
    assert!((FORMAT.detect)(&head), "not detected");
    feed(&FORMAT, &head, &SourceOptions::default(), rows.iter().map(Row::Json))
}

fn entry(id: Value, note: &str, details: Value) -> Value {
    let mut row = json!({"username": "svc-leaver", "date": "2026-07-06T08:15:30.661Z", "note": note});
    row["id"] = id;
    row["details"] = details;
    row
}

fn header(names: &str) -> Head {
    let header = Some(names.split(',').map(str::to_owned).collect());
    Head { header, file_name: "packages-3-history.csv".to_owned(), ..Head::default() }
}

/// One row of CSV below a header.
fn read_row(head: &Head, options: &SourceOptions, row: &str) -> Read {
    let cells: Vec<String> = row.split(',').map(str::to_owned).collect();
    feed(&FORMAT, head, options, std::iter::once(Row::Csv(&cells)))
}

#[test]
fn a_changed_script_is_done_when_it_was_changed() {
    let read = read_in("scripts-12-Clean up-history.json", &[entry(json!("1"), "Script edited", json!(""))]);
    assert_eq!(read.counts(), [1, 1, 0, 0]);
    let action = read.actions()[0];
    assert_eq!((action.kind, action.outcome), (ActionKind::ScriptChange, Outcome::Done));
    assert_eq!(action.done_at.unwrap().to_rfc3339(), "2026-07-06T08:15:30+00:00");
    let object = action.object.as_ref().unwrap();
    assert_eq!((object.id.as_deref(), object.name.as_deref()), (Some("12"), Some("Clean up")));
    let initiator = action.initiator.as_ref().unwrap();
    assert_eq!((initiator.kind, initiator.name.as_str()), (InitiatorKind::Account, "svc-leaver"));
    assert!(read.notes.is_empty(), "{:?}", read.notes);
}

#[test]
fn ids_are_numbers_texts_or_absent_and_details_may_say_nothing() {
    let mut without = entry(json!(null), "Script edited", json!(null));
    without.as_object_mut().unwrap().remove("id");
    without.as_object_mut().unwrap().remove("details");
    let rows = [
        entry(json!(2), "Script edited", json!(null)),
        entry(json!("3"), "Script edited", json!("")),
        entry(json!("4"), "Script edited", json!("Name x\nPriority After")),
        without,
    ];
    let read = read_in("scripts-12-history.json", &rows);
    assert_eq!(read.counts(), [4, 4, 0, 0]);
    let ids: std::collections::BTreeSet<&str> =
        read.actions().iter().map(|action| &*action.action_id).collect();
    assert_eq!(ids.len(), 4);
    let number = read_in("scripts-12-history.json", &[entry(json!("2"), "Script edited", json!(""))]);
    assert_eq!(number.actions()[0].action_id, read.actions()[0].action_id, "2 and \"2\" are one id");
}

#[test]
fn a_location_tells_only_that_licences_were_revoked() {
    let rows = [
        entry(json!("1"), "Revoked licenses for all revocable assets", json!("")),
        entry(json!("2"), "Edited", json!("All Licenses Revoked true")),
        entry(json!("3"), "VPL settings updated", json!("Token refreshed")),
    ];
    let read = read_in("volume-purchasing-locations-1-history.json", &rows);
    assert_eq!(read.counts(), [3, 2, 1, 0]);
    assert!(read.actions().iter().all(|action| action.kind == ActionKind::LicenceRevoke));
}

#[test]
fn settings_are_counted_and_definitions_kept_as_other() {
    let rows = [entry(json!(2), "Update applied", json!(null))];
    assert_eq!(read_in("buildings-4-history.json", &rows).counts(), [1, 0, 1, 0]);
    assert_eq!(read_in("packages-4-history.json", &rows).actions()[0].kind, ActionKind::Other);
}

#[test]
fn a_file_name_that_says_nothing_is_noted_and_keeps_histories_apart() {
    let rows = [entry(json!(2), "Edited", json!(""))];
    let (one, other) = (read_in("history.json", &rows), read_in("history-2.json", &rows));
    assert_eq!((one.actions()[0].kind, one.actions()[0].object.as_ref()), (ActionKind::Other, None));
    assert!(one.has_note("object-unknown"));
    assert!(one.notes[0].message.contains("scripts-12-history.json"), "{:?}", one.notes);
    assert_ne!(one.actions()[0].action_id, other.actions()[0].action_id);
    assert!(read_in("scripts-history.json", &rows).notes[0].message.contains("the id of the object"));
}

#[test]
fn who_did_it_is_an_account_a_client_or_jamf_itself() {
    for (username, expected) in [
        (json!("system"), Some((InitiatorKind::System, "system"))),
        (
            json!("5B1F8A52-6A2E-4D0C-9F3B-21C7A4D0E101"),
            Some((InitiatorKind::ApiClient, "5b1f8a52-6a2e-4d0c-9f3b-21c7a4d0e101")),
        ),
        (json!(""), None),
    ] {
        let row = json!({"username": username, "date": "2026-07-06T08:15:30Z", "note": "x"});
        let read = read_in("scripts-1.json", &[row]);
        let found = read.actions()[0].initiator.as_ref().map(|it| (it.kind, it.name.as_str()));
        assert_eq!(found, expected);
    }
}

#[test]
fn the_csv_gives_the_same_action_as_the_json() {
    let head = header("id,username,date,note,details");
    assert!((FORMAT.detect)(&head));
    let options = SourceOptions { time_zone: Some(chrono_tz::UTC), ..SourceOptions::default() };
    let read = read_row(&head, &options, "2,svc-leaver,2026-07-06 08:15:30,Package edited,");
    let json = read_in("packages-3-history.json", &[entry(json!(2), "Package edited", json!(null))]);
    assert_eq!(read.actions()[0].action_id, json.actions()[0].action_id);
    assert_eq!(read.actions()[0].done_at, json.actions()[0].done_at);
}

#[test]
fn dates_of_the_csv_need_a_zone_and_take_it() {
    let head = header("date,username,note");
    let row = "2026-07-06 08:15:30,ana,Package edited";
    let read = read_row(&head, &SourceOptions::default(), row);
    assert!(read.reasons().contains("time zone needed"), "{}", read.reasons());
    let options = SourceOptions { time_zone: Some(BERLIN), ..SourceOptions::default() };
    let read = read_row(&head, &options, row);
    assert_eq!(read.actions()[0].done_at.unwrap().to_rfc3339(), "2026-07-06T06:15:30+00:00");
}

#[test]
fn an_undecidable_date_of_a_spreadsheet_is_asked_for() {
    let options = SourceOptions { time_zone: Some(BERLIN), ..SourceOptions::default() };
    let head = header("date,username,note");
    let read = read_row(&head, &options, "06/07/2026 08:15,ana,Package edited");
    assert!(read.reasons().contains("date order needed"), "{}", read.reasons());
    let options = SourceOptions { date_order: Some(DateOrder::Dmy), ..options };
    let read = read_row(&head, &options, "06/07/2026 08:15,ana,Package edited");
    assert_eq!(read.actions()[0].done_at.unwrap().to_rfc3339(), "2026-07-06T06:15:00+00:00");
}

#[test]
fn labels_that_were_changed_are_named_in_the_configuration() {
    let head = header("Wann,Wer,Was");
    assert!(!(FORMAT.detect)(&head));
    let error = (FORMAT.open)(&head, &SourceOptions::default()).err().unwrap();
    assert!(error.contains("`date`"), "{error}");
    let columns = [("date", "Wann"), ("username", "Wer"), ("note", "Was")];
    let options = SourceOptions {
        time_zone: Some(BERLIN),
        columns: columns.map(|(field, name)| (field.to_owned(), name.to_owned())).into(),
        ..SourceOptions::default()
    };
    let read = read_row(&head, &options, "2026-07-06 08:15:30,ana,Package edited");
    assert_eq!(read.counts(), [1, 1, 0, 0]);
    assert_eq!(read.actions()[0].initiator.as_ref().unwrap().name, "ana");
}

#[test]
fn rows_without_a_usable_date_are_rejected() {
    for (date, reason) in [
        (json!(null), "no `date`"),
        (json!("soon"), "`date`: `soon` is no time"),
        (json!("1970-01-01T00:00:00Z"), "which is no time"),
    ] {
        let row = json!({"id": 1, "username": "a", "date": date, "note": "x", "details": null});
        let read = read_in("scripts-1.json", &[row]);
        assert!(read.reasons().contains(reason), "{}", read.reasons());
    }
}

#[test]
fn answers_beside_histories_are_counted_with_the_reason() {
    for (row, key, says) in [
        (
            json!({"username": "admin", "eventType": "PASSWORD_VIEWED", "eventTime": "2026-07-06T08:15:30Z", "viewedBy": ""}),
            "history-of-passwords",
            "administrator passwords",
        ),
        (
            json!({"planUuid": "u", "device": {}, "updateAction": "DOWNLOAD_INSTALL"}),
            "plans-of-updates",
            "planned",
        ),
        (
            json!({"patchPolicyId": "1", "deviceId": "7", "statusDate": "2026-07-06T08:15:30Z", "statusEnum": "COMPLETED"}),
            "logs-of-patch-policies",
            "patch policies",
        ),
        (
            json!({"retentionPolicies": [{"displayName": "Policy Logs", "retentionPeriod": 3, "retentionPeriodUnit": "MONTH"}]}),
            "log-flushing",
            "`Policy Logs` 3 month",
        ),
        (json!({"retentionPolicies": []}), "log-flushing", "no log that is flushed"),
        (
            json!({"isFlushPolicyHistoryEnabled": true, "flushMDMQueue": "DELETE_EVERYTHING"}),
            "re-enrolment-settings",
            "policy logs, all commands",
        ),
        (
            json!({"isFlushPolicyHistoryEnabled": false, "flushMDMQueue": "DELETE_NOTHING"}),
            "re-enrolment-settings",
            "deletes nothing",
        ),
    ] {
        let read = read_in("export.json", &[row]);
        assert_eq!((read.counts(), read.notes[0].key), ([1, 0, 1, 0], key));
        assert!(read.notes[0].message.contains(says), "{:?}", read.notes);
    }
}

#[test]
fn rows_and_headers_of_other_sources_are_not_claimed() {
    for row in [
        json!({"id": 1, "username": "a", "date": "2026-07-06T08:15:30Z", "note": "x", "status": "open"}),
        json!({"id": 1, "date": "2026-07-06T08:15:30Z", "note": "x"}),
        json!({"eventType": "user.session.start", "uuid": "x"}),
    ] {
        assert!(!(FORMAT.detect)(&Head { rows: vec![row.clone()], ..Head::default() }), "{row}");
    }
    for names in ["id,date,note", "id,username,date,note,details,status", "ID,Username,Date,Note"] {
        assert!(!(FORMAT.detect)(&header(names)), "{names}");
    }
}
