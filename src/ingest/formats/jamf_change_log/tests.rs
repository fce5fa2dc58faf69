//! Records of change management as the stream, the file and syslog give them, and the list of API clients.

use std::io::{BufReader, Cursor};

use serde_json::{Value, json};

use super::{
    super::reading::{Read, feed, read_json, read_json_in},
    *,
};
use crate::{
    ingest::{
        log_rows::LogRows,
        rows::{RowData, Rows as _},
        sink::Record,
    },
    records::{Action, ActionKind, InitiatorKind, JamfClass, List, Outcome, ZoneSource},
};

const UUID: &str = "5B1F8A52-6A2E-4D0C-9F3B-21C7A4D0E101";

/// A log of text, cut as files are.
fn read_log(text: &str) -> Read {
    let bytes: Box<dyn std::io::Read> = Box::new(Cursor::new(text.as_bytes().to_vec()));
    let mut rows = LogRows::new(BufReader::new(bytes), 1 << 20);
    let mut records = Vec::new();
    while let Some(cut) = rows.next_row() {
        let Ok(RowData::Log(record)) = cut.data else { panic!("damage") };
        records.push(record);
    }
    let head = Head { records: records.clone(), file_name: "change.log".to_owned(), ..Head::default() };
    assert!((FORMAT.detect)(&head), "not detected");
    feed(&FORMAT, &head, &SourceOptions::default(), records.iter().map(|record| Row::Log(record)))
}

/// A row of the stream.
fn stream(actor: &str, what: &str, body: &str) -> Value {
    json!({
        "time": "2026-09-23T19:56:45.940685642Z",
        "message": format!(
            "[CHANGEMANAGEMENT] 2026-09-23T19:56:45,940 [INFO ] [eralPool-47] [file                     ] - [{actor}] \
             {what} [2026-09-23T19:56:45.940+0000]{body}"
        ),
    })
}

const DELETED: &str = "\n\tID             2430\n\tName ......... ZO-2430";

fn one(row: &Value) -> Action {
    let read = read_json(&FORMAT, std::slice::from_ref(row));
    assert_eq!(read.counts(), [1, 1, 0, 0], "{}", read.reasons());
    read.actions()[0].clone()
}

#[test]
fn a_deleted_computer_is_done_when_it_was_logged() {
    let action = one(&stream("ana.reyes@meridian.example (ID: -1)", "[DELETE] [Computer]", DELETED));
    assert_eq!((action.kind, action.outcome), (ActionKind::RecordDelete, Outcome::Done));
    assert_eq!(action.done_at.unwrap().to_rfc3339(), "2026-09-23T19:56:45.940+00:00");
    assert_eq!(
        (action.device.class, action.device.jamf_id.as_deref(), action.device.name.as_deref()),
        (Some(JamfClass::Computer), Some("2430"), Some("ZO-2430"))
    );
    assert_eq!((action.raw_kind.as_str(), action.object), ("DELETE Computer", None));
}

#[test]
fn the_number_behind_the_actor_tells_who_it_is() {
    let client = format!("{UUID} (ID: 0)");
    for (actor, kind, name) in [
        ("ana.reyes@meridian.example (ID: -1)", InitiatorKind::Sso, "ana.reyes@meridian.example"),
        (&client, InitiatorKind::ApiClient, "5b1f8a52-6a2e-4d0c-9f3b-21c7a4d0e101"),
        ("svc-leaver (ID: 14)", InitiatorKind::Account, "svc-leaver"),
        ("Jamf Pro (ID: 0)", InitiatorKind::System, "Jamf Pro"),
    ] {
        let initiator = one(&stream(actor, "[DELETE] [Computer]", DELETED)).initiator.unwrap();
        assert_eq!((initiator.kind, initiator.name.as_str()), (kind, name), "{actor}");
    }
    assert_eq!(one(&stream(" (ID: -1)", "[DELETE] [Computer]", DELETED)).initiator, None);
}

#[test]
fn looking_logging_in_and_other_logs_are_counted() {
    let named = |message: &str| json!({"time": "2026-09-23T19:33:26.31Z", "message": message});
    let rows = [
        stream("a (ID: 1)", "[READ] [Computer]", DELETED),
        stream("a (ID: 1)", "[READ] []", "\n\tFile Vault 2 ID  -1\n\tComputer ID .. 2648"),
        named(
            "[JSSACCESSLOG] 2026-09-23T19:33:26,316 - username=a, status=Successful Login, ipAddress=10.0.0.1, entryPoint=JSS",
        ),
        named("[SOMEOTHERLOG] 2026-09-23T19:33:26,316 - whatever"),
        stream("a (ID: 1)", "[UPDATE] [Computer Check-In Settings]", "\n\tID   1"),
        stream("a (ID: 1)", "[ARCHIVE] [Computer]", DELETED),
    ];
    let read = read_json(&FORMAT, &rows);
    assert_eq!(read.counts(), [6, 0, 6, 0]);
    assert!(read.has_note("unknown-operation"));
}

#[test]
fn what_cannot_be_understood_is_rejected_and_said() {
    let rows = [
        stream("a (ID: 1)", "[DELETE] [Computer]", DELETED),
        json!({"time": "2026-09-23T19:33:26.31Z", "message": "[CHANGEMANAGEMENT] 2026-09-23T19:33:26,316 - nobody"}),
        json!({"time": "2026-09-23T19:33:26.31Z", "message": "started"}),
        json!({"time": "2026-09-23T19:33:26.31Z"}),
    ];
    let read = read_json(&FORMAT, &rows);
    assert_eq!(read.counts(), [4, 1, 0, 3]);
    assert!(
        read.reasons().contains("does not begin with") && read.reasons().contains("expected a `message`")
    );
}

#[test]
fn a_command_was_sent_and_its_outcome_is_not_known() {
    let body = "\n\tID             77\n\tComputer ID .. 138\n\tSerial Number  c02xyz000001";
    let action = one(&stream("svc (ID: 4)", "[CREATE] [Erase Device Command]", body));
    assert_eq!((action.kind, action.outcome, action.done_at), (ActionKind::Wipe, Outcome::Unknown, None));
    assert!(action.sent_at.is_some());
    assert_eq!(
        (action.device.class, action.device.jamf_id.as_deref(), action.device.serial.as_deref()),
        (Some(JamfClass::Computer), Some("138"), Some("C02XYZ000001"))
    );
    let mobile = one(&stream("svc (ID: 4)", "[CREATE] [Mobile Device Lock Command]", "\n\tID   114"));
    assert_eq!((mobile.kind, mobile.device.class), (ActionKind::Lock, Some(JamfClass::Mobile)));
}

#[test]
fn changes_of_objects_name_their_object() {
    let body = "\n\tID             12\n\tName ......... Clean up\n\tContents       #!/bin/sh\n\n[ -f /x ] && rm /x\n";
    let action = one(&stream("svc (ID: 4)", "[UPDATE] [Script]", body));
    assert_eq!((action.kind, action.outcome), (ActionKind::ScriptChange, Outcome::Done));
    let object = action.object.unwrap();
    assert_eq!((object.id.as_deref(), object.name.as_deref()), (Some("12"), Some("Clean up")));
    assert_eq!(*action.device, crate::records::DeviceKeys::default());
}

#[test]
fn the_offset_of_the_last_bracket_counts_before_the_other_times() {
    let with = |bracket: &str, time: Value| {
        let message = format!(
            "[CHANGEMANAGEMENT] 2026-09-23T10:00:00,100 [INFO ] [x] [y] - [a (ID: 1)] [DELETE] [Computer] [{bracket}]{DELETED}"
        );
        let read = read_json(&FORMAT, &[json!({"time": time, "message": message})]);
        (
            read.actions()[0].done_at.unwrap().to_rfc3339(),
            read.source.zone_source,
            read.has_note("zone-assumed-utc"),
        )
    };
    let explicit = |text: &str| (text.to_owned(), Some(ZoneSource::Explicit), false);
    let stream_time = json!("2026-09-23T12:00:00.3Z");
    assert_eq!(
        with("2026-09-23T11:00:00.200-0500", stream_time.clone()),
        explicit("2026-09-23T16:00:00.200+00:00")
    );
    assert_eq!(with("2026-09-23T11:00:00.200", stream_time), explicit("2026-09-23T12:00:00.300+00:00"));
    assert_eq!(
        with("2026-09-23T11:00:00,200", json!(null)),
        ("2026-09-23T11:00:00.200+00:00".to_owned(), Some(ZoneSource::Assumed), true)
    );
    for fraction in ["", ".9", ".940685642", ".94068564"] {
        let (_, zone_source, _) =
            with("2026-09-23T11:00:00", json!(format!("2026-09-23T12:00:00{fraction}Z")));
        assert_eq!(zone_source, Some(ZoneSource::Explicit), "{fraction}");
    }
}

#[test]
fn a_configured_zone_is_that_of_times_without_one() {
    let message = format!(
        "[CHANGEMANAGEMENT] 2026-09-23T10:00:00,100 - [a (ID: 1)] [DELETE] [Computer] [2026-09-23T10:00:00,100]{DELETED}"
    );
    let read =
        read_json_in(&FORMAT, &[json!({"time": null, "message": message})], Some(chrono_tz::Europe::Berlin));
    assert_eq!(read.actions()[0].done_at.unwrap().to_rfc3339(), "2026-09-23T08:00:00.100+00:00");
}

#[test]
fn the_file_of_a_server_is_cut_at_its_headers() {
    let text = "\
\tfi
[ana (ID: 3)] [UPDATE] [Script] [2026-09-23T19:56:45.940+0000]
\tID             12
\tName ......... Clean up
\tContents       #!/bin/sh

[ -f /x ] && rm /x
\t\techo  done

[bo (ID: 4)] [READ] [Computer] [2026-09-23T19:56:46.940+0000]
\tID             7

[bo (ID: 4)] [DELETE] [Mobile Device] [2026-09-23T14:56:47.940-0500]
\tID             7
\tName ......... iPad 7
2026-06-29 08:28:01,037: username=, status=Token Expired, ipAddress=10.0.0.1, entryPoint=Unknown
";
    let read = read_log(text);
    assert_eq!(read.counts(), [5, 2, 2, 1]);
    assert!(read.reasons().contains("the end of a record that began in an older one"));
    let [script, device] = read.actions()[..] else { panic!("{:?}", read.records) };
    assert_eq!(script.kind, ActionKind::ScriptChange);
    assert_eq!(
        (device.kind, device.device.class, device.done_at.unwrap().to_rfc3339()),
        (ActionKind::RecordDelete, Some(JamfClass::Mobile), "2026-09-23T19:56:47.940+00:00".to_owned())
    );
}

#[test]
fn what_syslog_left_over_is_kept_without_the_object() {
    let read = read_log(
        "Sep 23 19:56:45 jamf.meridian.example [ana (ID: 3)] [DELETE] [Computer] [2026-09-23T19:56:45.940+0000]\n\
         Sep 23 19:56:46 jamf.meridian.example [ana (ID: 3)] [READ] [Computer] [2026-09-23T19:56:46.940+0000]\n",
    );
    assert_eq!(read.counts(), [2, 1, 1, 0]);
    assert!(read.has_note("body-lost"));
    let action = read.actions()[0];
    assert_eq!((action.kind, action.device.jamf_id.as_deref()), (ActionKind::RecordDelete, None));
}

#[test]
fn the_stream_and_the_file_give_one_record_the_same_id() {
    let file =
        read_log(&format!("[ana (ID: 3)] [DELETE] [Computer] [2026-09-23T14:56:45.940-0500]{DELETED}\n"));
    let of_stream = one(&stream("ana (ID: 3)", "[DELETE] [Computer]", DELETED));
    assert_eq!(file.actions()[0].action_id, of_stream.action_id);
    let other = one(&stream("ana (ID: 3)", "[DELETE] [Computer]", "\n\tID   2431"));
    assert_ne!(other.action_id, of_stream.action_id, "two devices in one moment");
}

#[test]
fn api_clients_are_listed_in_lower_case() {
    let rows = [
        json!({"id": 1, "displayName": "Leaver automation", "enabled": true, "clientId": UUID, "authorizationScopes": []}),
        json!({"id": 2, "displayName": "Not in use yet", "clientId": null, "authorizationScopes": []}),
    ];
    let read = read_json(&FORMAT, &rows);
    assert_eq!(read.counts(), [2, 1, 1, 0]);
    let Record::Listed(entry) = &read.records[0] else { panic!("{:?}", read.records) };
    assert_eq!(
        (entry.list, entry.id.as_str(), entry.name.as_deref()),
        (List::JamfApiClient, "5b1f8a52-6a2e-4d0c-9f3b-21c7a4d0e101", Some("Leaver automation"))
    );
}

#[test]
fn rows_of_other_sources_are_not_claimed() {
    for row in [
        json!({"time": "2026-09-23T19:33:26Z", "message": "user logged in"}),
        json!({"time": "2026-09-23T19:33:26Z", "message": "[INFO] 2026 started"}),
        json!({"time": "2026-09-23T19:33:26Z", "message": "[ERROR] 2026-09-23T19:33:26,316 started"}),
        json!({"message": "[CHANGEMANAGEMENT] 2026-09-23T19:33:26,316 - x"}),
        json!({"clientId": "x", "time": "2026-09-23T19:33:26Z"}),
        json!({"displayName": "Ana Reyes", "id": "7"}),
    ] {
        let head = Head { rows: vec![row.clone()], ..Head::default() };
        assert!(!(FORMAT.detect)(&head), "{row}");
    }
}

#[test]
fn only_lines_that_say_nothing_of_use_need_no_parsing() {
    let scan = READING.scan();
    for (row, is_dropped) in [
        (stream("a (ID: 1)", "[READ] [Computer]", DELETED), true),
        (stream("a (ID: 1)", "[READ] []", ""), true),
        (json!({"time": "x", "message": "[SOMEOTHERLOG] 2026-09-23T19:33:26,316 - \"quoted\""}), true),
        (stream("a (ID: 1)", "[DELETE] [Computer]", "\n\tName   [b (ID: 1)] [READ] [x] [2026-09-23]"), false),
        (stream("a\\b (ID: 1)", "[READ] [Computer]", DELETED), false),
        (json!({"time": "x", "message": "[CHANGEMANAGEMENT] 2026-09-23T19:33:26,316 - [READ]"}), false),
        (json!({"clientId": UUID, "displayName": "x"}), false),
    ] {
        assert_eq!(scan.drops(row.to_string().as_bytes()), is_dropped, "{row}");
    }
}
