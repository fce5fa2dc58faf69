//! Tests of ServiceNow JSON with invented records.

use chrono_tz::America::New_York;
use serde_json::json;

use super::{
    super::reading::{self, Read},
    *,
};
use crate::records::{CauseLinkKind, Instant, TicketState, ZoneSource};

fn read_with(envelope: &[&str], rows: &[Value], options: &SourceOptions) -> Read {
    let head = Head {
        envelope: envelope.iter().map(|key| (*key).to_owned()).collect(),
        rows: rows.iter().take(20).cloned().collect(),
        ..Head::default()
    };
    assert!(detect(&head), "{rows:?}");
    reading::feed(&FORMAT, &head, options, rows.iter().map(Row::Json))
}

fn read(rows: &[Value]) -> Read {
    read_with(&["result"], rows, &SourceOptions::default())
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

const ID: &str = "6816f79cc0a8016401c5a33be04be441";

#[test]
fn other_json_is_not_claimed() {
    let head = |row: Value| Head { rows: vec![row], ..Head::default() };
    let table = [
        (json!({"number": "INC1", "opened_at": "2026-01-02 03:04:05"}), true),
        (json!({"result": {"number": {"value": "CHG1"}, "short_description": {"value": "x"}}}), true),
        (json!({"records": [{"number": "INC1", "sys_created_on": ""}]}), true),
        (json!({"key": "X-1", "fields": {}}), false),
        (json!({"id": 1, "subject": "x", "created_at": "x"}), false),
        (json!({"uuid": "x", "published": "x"}), false),
        (json!({"unload": {"incident": {"number": "INC1", "opened_at": "x"}}}), false),
        (json!({"number": "INC1"}), false),
        (json!([1]), false),
        (json!("text"), false),
    ];
    for (row, expected) in table {
        assert_eq!(detect(&head(row.clone())), expected, "{row}");
    }
    assert!(!detect(&Head::default()));
}

#[test]
fn plain_answers_are_utc_and_internal_ids_are_no_names() {
    let out = read(&[json!({
        "number": "INC0010023", "sys_id": ID, "opened_at": "2026-07-01 13:30:00", "resolved_at": "", "state": "2",
        "caller_id": {"link": "https://x.example.com/u", "value": ID}, "caller_id.email": "ann@example.com",
        "cmdb_ci": {"link": "https://x.example.com/c", "value": ID}, "cmdb_ci.serial_number": "C02SAMPLE01",
        "short_description": "locked", "sys_class_name": "incident", "reopen_count": "", "active": "true"
    })]);
    let ticket = &out.tickets()[0];
    assert_eq!(ticket.opened_at, at("2026-07-01T13:30:00Z"));
    assert_eq!((ticket.resolved_at, ticket.state), (None, TicketState::Open));
    assert_eq!(ticket.native_id.as_deref(), Some(ID));
    assert_eq!(ticket.affected.email.as_deref(), Some("ann@example.com"));
    assert_eq!(ticket.affected.display_name, None);
    assert_eq!(ticket.device_values, ["C02SAMPLE01"]);
    assert_eq!(out.source.zone_source, Some(ZoneSource::Format));
    assert!(out.notes.is_empty());
}

#[test]
fn of_raw_and_displayed_values_the_raw_time_and_the_displayed_name_count() {
    let out = read(&[json!({
        "number": {"display_value": "INC1", "value": "INC1"},
        "opened_at": {"display_value": "13/08/2026 09:00:00", "value": "2026-08-13 07:00:00"},
        "caller_id": {"display_value": "Ann Sample", "value": ID, "link": "https://x.example.com"},
        "state": {"display_value": "Geschlossen", "value": 7.0},
        "made_sla": {"display_value": "true", "value": true},
        "caused_by": {"display_value": "CHG0000009", "value": ID},
        "parent_incident": {"display_value": "", "value": ""}
    })]);
    let ticket = &out.tickets()[0];
    assert_eq!(ticket.opened_at, at("2026-08-13T07:00:00Z"));
    assert_eq!(ticket.affected.display_name.as_deref(), Some("Ann Sample"));
    assert_eq!(ticket.state, TicketState::Closed, "an unknown label falls back to the number");
    assert_eq!(
        (ticket.links[0].kind, ticket.links[0].id.as_str()),
        (CauseLinkKind::CausedByChange, "CHG0000009")
    );
    assert_eq!(ticket.links.len(), 1);
    assert_eq!(ticket.fields["state"], ["7", "Geschlossen"]);
}

#[test]
fn displayed_values_need_a_zone_and_an_order() {
    let row = |number: &str, opened: &str| {
        json!({
            "number": number, "opened_at": opened, "state": "In Progress",
            "caller_id": {"display_value": "Ann Sample", "link": "https://x.example.com"}
        })
    };
    let iso = [row("INC1", "2026-07-01 09:30:00")];
    assert!(read(&iso).fatal.unwrap().contains("time zone needed"));

    let options = SourceOptions { time_zone: Some(New_York), ..SourceOptions::default() };
    let zoned = read_with(&["result"], &iso, &options);
    assert_eq!(zoned.tickets()[0].opened_at, at("2026-07-01T13:30:00Z"));
    assert_eq!(zoned.tickets()[0].affected.display_name.as_deref(), Some("Ann Sample"));

    let undecided = [row("INC1", "05/03/2026 09:30:00")];
    assert!(read_with(&["result"], &undecided, &options).fatal.unwrap().contains("date order needed"));
    let decided = [row("INC1", "05/03/2026 09:30:00"), row("INC2", "29/03/2026 09:30:00")];
    let out = read_with(&["result"], &decided, &options);
    assert_eq!(out.tickets()[0].opened_at, at("2026-03-05T14:30:00Z"));
}

#[test]
fn list_exports_are_utc_and_their_notes_are_trimmed() {
    let row = json!({
        "number": "INC1", "sys_created_on": "2026-07-01 13:30:00", "__status": "success", "caller_id": ID,
        "close_notes": "\n\t\tfixed\n", "comments": "a", "work_notes": "b"
    });
    let out = read_with(&["records"], &[row], &SourceOptions::default());
    let ticket = &out.tickets()[0];
    assert_eq!(ticket.opened_at, at("2026-07-01T13:30:00Z"), "falls back to the creation of the record");
    assert_eq!((ticket.close_notes.as_str(), ticket.notes.as_str()), ("fixed", "a\n\nb"));
    assert_eq!(out.source.zone_source, Some(ZoneSource::Format));
}

#[test]
fn an_answer_that_shows_neither_is_taken_as_utc_with_a_note() {
    let out =
        read(&[json!({"number": "INC1", "opened_at": "2026-07-01 13:30:00", "short_description": "x"})]);
    assert_eq!(out.source.zone_source, Some(ZoneSource::Assumed));
    assert!(out.has_note("zone-assumed-utc"));
}

#[test]
fn wrapped_records_are_rows_of_their_own() {
    let wrapped = json!({"result": [
        {"number": "INC1", "opened_at": "2026-07-01 13:30:00", "state": "1"},
        17,
        {"number": "", "opened_at": "2026-07-01 13:30:00", "state": "1"},
        {}
    ]});
    let out = read(&[wrapped]);
    assert_eq!((out.source.rows_read, out.source.accepted), (4, 1));
    assert_eq!((out.source.rejected, out.source.out_of_scope), (2, 1));
    let single =
        read(&[json!({"result": {"number": "CHG7", "opened_at": "2026-07-01 13:30:00", "state": "-1"}})]);
    assert_eq!(
        (single.tickets()[0].class.as_deref(), single.tickets()[0].state),
        (Some("change"), TicketState::Open)
    );
}

#[test]
fn an_export_limit_is_noted() {
    let row = json!({"number": "INC1", "opened_at": "2026-07-01 13:30:00", "state": "1"});
    assert!(read(&vec![row.clone(); 1000]).has_note("row-count-equals-export-cap"));
    assert!(!read(&vec![row; 1001]).has_note("row-count-equals-export-cap"));
}
