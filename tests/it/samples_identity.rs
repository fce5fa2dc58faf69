//! What a correct reader must get out of the real identity exports that lie beside the repository.

use std::path::PathBuf;

use misfire::{
    ingest::{
        format::{Format, Head, Row, SourceOptions},
        formats::FORMATS,
        sink::{Record, Sink},
        source::SourceFile,
    },
    records::{EventKind, FileId, IdentityEvent, KnownBasis, Origin},
};
use serde_json::{Value, json};

use crate::folder::Folder;

/// The text of a sample, or `None` (said in a line) where the samples are not there.
fn sample(name: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/identity").join(name);
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        println!("skipped: sample `{name}` is not here");
    }
    text
}

/// The elements of an array, or the one document.
fn rows(text: &str) -> Vec<Value> {
    match serde_json::from_str(text).unwrap() {
        Value::Array(rows) => rows,
        row => vec![row],
    }
}

fn claims(head: &Head) -> Vec<&'static str> {
    FORMATS.iter().filter(|format| (format.detect)(head)).map(|format| format.id).collect()
}

fn read(rows: &[Value]) -> (SourceFile, Vec<IdentityEvent>) {
    read_as("okta-system-log", rows)
}

/// Rows that this format and no other one claims.
fn read_as(id: &str, rows: &[Value]) -> (SourceFile, Vec<IdentityEvent>) {
    let head = Head { rows: rows.to_vec(), ..Head::default() };
    assert_eq!(claims(&head), [id]);
    let format: &Format = FORMATS.iter().find(|format| format.id == id).unwrap();
    let mut reader = (format.open)(&head, &SourceOptions::default()).unwrap();
    let (mut source, mut rejects, mut notes, mut records) = (SourceFile::default(), vec![], vec![], vec![]);
    let mut sink = Sink {
        source: &mut source,
        rejects: &mut rejects,
        notes: &mut notes,
        records: &mut records,
        time_zone: None,
        fatal: None,
    };
    for (row, item) in rows.iter().zip(1..) {
        sink.source.rows_read += 1;
        reader.read(&Row::Json(row), Origin { file: FileId(0), line: 1, item }, &mut sink);
    }
    reader.finish(&mut sink);
    assert!(source.adds_up() && rejects.is_empty(), "{source:?} {rejects:?}");
    let events = records.into_iter().map(|record| match record {
        Record::Event(event) => *event,
        other => panic!("no event: {other:?}"),
    });
    (source, events.collect())
}

#[test]
fn an_okta_page_holds_a_suspension_and_a_cleared_session() {
    let Some(text) = sample("okta/get_logs.json") else { return };
    let (_, events) = read(&rows(&text));
    let found: Vec<_> = events.iter().map(|event| (event.kind, event.occurred_at.to_rfc3339())).collect();
    assert_eq!(
        found,
        [
            (EventKind::AccountSuspended, "2023-04-27T08:49:21.764+00:00".to_owned()),
            (EventKind::SessionCleared, "2023-04-27T09:49:21.777+00:00".to_owned()),
        ]
    );
    assert_eq!(
        events[0].event_id, events[1].event_id,
        "the sample reuses one uuid; both events must be kept"
    );
    for event in &events {
        assert_eq!(event.subject.okta_id.as_deref(), Some("12345"));
        assert_eq!(event.subject.login.as_deref(), Some("user@example.com"));
        assert_eq!(event.known_basis, KnownBasis::Occurred);
    }
}

#[test]
fn three_okta_pages_hold_four_events_with_one_uuid() {
    let mut events = Vec::new();
    for name in ["okta/get_logs.json", "okta/get_logs_next_page.json", "okta/get_logs_single_event.json"] {
        let Some(text) = sample(name) else { return };
        events.extend(read(&rows(&text)).1);
    }
    assert_eq!(events.len(), 4);
    assert!(events.iter().all(|event| event.event_id == events[0].event_id));
    let suspended = events.iter().filter(|event| event.kind == EventKind::AccountSuspended).count();
    let cleared = events.iter().filter(|event| event.kind == EventKind::SessionCleared).count();
    assert_eq!((suspended, cleared), (2, 2));
}

#[test]
fn an_event_flattened_by_sentinel_is_read_and_out_of_scope() {
    let Some(text) = sample("okta/sentinel_Okta_CL_first_record.json") else { return };
    let (source, events) = read(&rows(&text));
    assert_eq!((source.rows_read, source.out_of_scope, events.len()), (1, 1, 0));
}

#[test]
fn a_flattened_event_of_a_type_in_scope_keeps_its_fields() {
    let Some(text) = sample("okta/sentinel_Okta_CL_first_record.json") else { return };
    let mut rows = rows(&text);
    rows[0]["eventType_s"] = "user.session.start".into();
    rows[0]["outcome_result_s"] = "SUCCESS".into();
    let (_, events) = read(&rows);
    assert_eq!(events[0].event_id, "62c3328c-9f9e-11ea-86e9-e5b0d2d0f179");
    assert_eq!(events[0].occurred_at.to_rfc3339(), "2020-05-26T22:15:19.883+00:00");
    assert_eq!(
        events[0].subject.okta_id.as_deref(),
        Some("00urjk4znu3BcncfY0h7"),
        "no target is a user: the actor signed in"
    );
    assert!(events[0].correlations.is_empty(), "`unknown` is no transaction");
}

#[test]
fn a_user_object_and_a_list_of_fields_are_refused() {
    let (Some(user), Some(dictionary)) = (sample("okta/get_user.json"), sample("okta/log_fields.csv")) else {
        return;
    };
    assert_eq!(claims(&Head { rows: rows(&user), ..Head::default() }), [""; 0]);
    let mut reader = csv::Reader::from_reader(dictionary.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(header, ["Field", "Example", "Description"]);
    assert_eq!(reader.records().map(Result::unwrap).count(), 114);
    assert_eq!(claims(&Head { header: Some(header), ..Head::default() }), [""; 0]);
}

#[test]
fn exports_of_other_vendors_are_not_taken_for_okta() {
    for name in
        ["entra/log_analytics_AuditLogs.ndjson", "hr_workday/stream_v1.log", "hr_workday/stream_v4.log"]
    {
        let Some(text) = sample(name) else { return };
        let rows: Vec<Value> =
            text.lines().filter_map(|line| serde_json::from_str(line).ok()).take(20).collect();
        assert!(!rows.is_empty(), "{name}");
        assert!(!claims(&Head { rows, ..Head::default() }).contains(&"okta-system-log"), "{name}");
    }
}

/// A sample read from disk under a name of ours.
fn on_disk(sample_name: &str, file: &str) -> Option<misfire::ingest::Ingested> {
    let text = sample(sample_name)?;
    let source = "path = \"*\"\ntime_zone = \"America/Chicago\"";
    let folder = Folder::new(&format!("sample-{}", sample_name.replace('/', "-")));
    Some(folder.file(file, text).source(source).read().unwrap())
}

fn kinds(read: &misfire::ingest::Ingested) -> Vec<EventKind> {
    read.events.iter().map(|event| event.kind).collect()
}

#[test]
fn workers_of_a_report_are_the_same_as_array_and_as_lines() {
    for name in ["hr_workday/records_v1.json", "hr_workday/stream_v1.log"] {
        let Some(read) = on_disk(name, "stream.json") else { return };
        let source = &read.sources[0];
        assert_eq!(source.format, "hr-snapshots", "{name}");
        assert_eq!((source.rows_read, source.accepted), (3, 3), "{name}");
        assert_eq!(kinds(&read), [], "nobody was terminated");
    }
}

#[test]
fn terminations_of_a_stream_are_found_in_both_spellings() {
    for (name, rows, keys) in [
        ("hr_workday/stream_v3.log", 103, 3),
        ("hr_workday/stream_v4.log", 103, 3),
        ("hr_workday/stream_v6.log", 4, 1),
    ] {
        let Some(read) = on_disk(name, "stream.log") else { return };
        let source = &read.sources[0];
        assert_eq!((source.rows_read, source.accepted), (rows, rows), "{name}");
        let past = EventKind::TerminationRecorded;
        let expected = [past, past, EventKind::LeaveDateSet];
        assert_eq!(kinds(&read), expected[3 - keys..], "{name}");
        let last = read.events.last().unwrap().effective_at.unwrap();
        assert_eq!(last.to_rfc3339(), "2050-08-31T22:06:43.488+00:00");
        assert!(read.notes.iter().any(|note| note.key == "one-snapshot-alone"), "{name}");
    }
}

#[test]
fn a_worker_who_stands_twice_in_a_stream_is_one() {
    let Some(read) = on_disk("hr_workday/stream_many_records_per_employee.log", "stream.log") else { return };
    let source = &read.sources[0];
    assert_eq!(
        (source.rows_read, source.accepted, source.duplicate),
        (104, 103, 1),
        "only the manager differs"
    );
    assert_eq!(read.events.len(), 3);
}

#[test]
fn an_integration_document_holds_242_workers_of_whom_none_left() {
    let name = "hr_workday/integration_document_names_replaced.json";
    let Some(read) = on_disk(name, "workers-2026-07-01.json") else { return };
    let source = &read.sources[0];
    assert_eq!((source.format.as_str(), source.rows_read, source.accepted), ("hr-snapshots", 242, 242));
    assert_eq!(kinds(&read), []);
    assert!(read.notes.iter().any(|note| note.key == "day-before-2000"));
    let text = sample(name).unwrap();
    let undated = Folder::new("sample-undated").file("workers.json", text).source("path = \"*\"").read();
    assert!(undated.unwrap_err().to_string().contains("rename the file"));
}

#[test]
fn an_integration_document_and_a_later_one_tell_who_left() {
    let name = "hr_workday/integration_document_names_replaced.json";
    let Some(text) = sample(name) else { return };
    let mut later: Value = serde_json::from_str(&text).unwrap();
    let workers = later["worker"].as_array_mut().unwrap();
    assert_eq!(
        workers.iter().filter(|worker| worker["workEmail"].as_str().is_some_and(|it| !it.is_empty())).count(),
        31
    );
    workers[0]["employeeStatus"] = json!("Terminated");
    workers[0]["terminationDate"] = json!("2026-07-03");
    let read = Folder::new("sample-two-documents")
        .file("workers-2026-07-01.json", text)
        .file("workers-2026-07-08.json", later.to_string())
        .source("path = \"*\"\ntime_zone = \"America/Chicago\"")
        .read()
        .unwrap();
    assert_eq!(kinds(&read), [EventKind::TerminationRecorded]);
    assert_eq!(read.events[0].subject.employee_id.as_deref(), Some("21479"));
}

#[test]
fn a_report_with_unknown_columns_asks_for_a_mapping() {
    let Some(text) = sample("hr_workday/raas_report_entry.json") else { return };
    let read = Folder::new("sample-raas").file("report-2026-07-01.json", text).source("path = \"*\"").read();
    let message = read.unwrap_err().to_string();
    assert!(message.contains("`foo`") && message.contains("columns = { employee_id"), "{message}");
}

#[test]
fn activities_of_ocsf_mean_what_the_definition_of_their_class_says() {
    for (file, class, caption, expected) in [
        ("account_change", 3001, "Disable", EventKind::AccountDisabled),
        ("user_management", 3007, "Disable", EventKind::AccountDisabled),
        ("account_change", 3001, "Lock", EventKind::AccountLocked),
        ("user_management", 3007, "Lock", EventKind::AccountLocked),
        ("account_change", 3001, "Enable", EventKind::AccountEnabled),
        ("user_management", 3007, "Enable", EventKind::AccountEnabled),
        ("group_management", 3006, "Remove User", EventKind::GroupRemoved),
        ("group_management", 3006, "Add User", EventKind::GroupAdded),
        ("user_access", 3005, "Remove Role", EventKind::RoleRemoved),
    ] {
        let Some(text) = sample(&format!("ocsf_schema/{file}.json")) else { return };
        let definition: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(claims(&Head { rows: vec![definition.clone()], ..Head::default() }), [""; 0], "{file}");
        let activities = definition["attributes"]["activity_id"]["enum"].as_object().unwrap();
        let (number, _) = activities.iter().find(|(_, it)| it["caption"] == caption).unwrap();
        let number: u64 = number.parse().unwrap();
        assert_eq!(definition["uid"], class - 3000);
        let event = json!({"class_uid": class, "activity_id": number, "time": 1_782_864_000_000_i64,
            "metadata": {"uid": "e-1"}, "user": {"name": "ana"}, "users": [{"name": "ana"}]});
        let name = format!("sample-ocsf-{class}-{number}");
        let read =
            Folder::new(&name).file("a.json", event.to_string()).source("path = \"*\"").read().unwrap();
        assert_eq!(kinds(&read), [expected], "{file} {caption}");
    }
}

/// The four lines of the table `AuditLogs`.
fn entra_lines() -> Option<Vec<Value>> {
    let text = sample("entra/log_analytics_AuditLogs.ndjson")?;
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

#[test]
fn an_audit_of_log_analytics_without_triggers_is_out_of_scope() {
    let Some(rows) = entra_lines() else { return };
    let activity = "Update application \u{2013} Certificates and secrets management ";
    assert_eq!(rows.iter().filter(|row| row["ActivityDisplayName"] == activity).count(), 2);
    assert!(rows.iter().all(|row| row["TargetResources"].is_string()));
    let (source, events) = read_as("entra-audit", &rows);
    assert_eq!((source.rows_read, source.accepted, source.out_of_scope, events.len()), (4, 0, 4, 0));
}

#[test]
fn the_same_entry_twice_in_log_analytics_is_one_event() {
    let Some(mut rows) = entra_lines() else { return };
    for row in &mut rows {
        let targets = row["TargetResources"].as_str().unwrap();
        let (application, service) = ("\"type\":\"Application\"", "\"type\":\"ServicePrincipal\"");
        let of_users =
            targets.replace(application, "\"type\":\"User\"").replace(service, "\"type\":\"User\"");
        assert_ne!(of_users, targets);
        row["TargetResources"] = of_users.into();
        row["ActivityDisplayName"] = "Disable account ".into();
    }
    let (source, events) = read_as("entra-audit", &rows);
    assert_eq!((source.rows_read, source.accepted, events.len()), (4, 4, 4));
    let mut ids: Vec<_> = events.iter().map(|event| (&event.event_id, event.occurred_at)).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 3, "three distinct entries");
    assert!(events.iter().all(|event| event.kind == EventKind::AccountDisabled));
    assert_eq!(events[0].occurred_at.to_rfc3339(), "2021-08-02T13:29:25.983+00:00");
    assert_eq!(events[0].subject.entra_object_id.as_deref(), Some("11b49e19-2326-4be6-93cb-7f37439bbd81"));
    assert_eq!(events[0].correlations, ["correlation:10065ffb-8199-48bc-8ff5-912cb5b8295a"]);
    assert_eq!(events[0].actor.as_deref(), Some("labuser1@example.com"));
    assert_eq!(events[0].actor_is_person, Some(true));
}
