//! Unloads with invented records.

use serde_json::json;

use super::{super::reading, *};

const ANN: &str = "6816f79cc0a8016401c5a33be04be441";

fn row(table: &str, record: &Value) -> Value {
    json!({"unload": {"@unload_date": "2026-07-03 08:00:00", table: record}})
}

fn incident(id: &str, number: &str) -> Value {
    json!({
        "@action": "INSERT_OR_UPDATE", "sys_id": id, "number": number, "sys_class_name": "incident",
        "opened_at": "2026-07-01 13:30:00", "resolved_at": "2026-07-01 16:00:00", "closed_at": "",
        "state": {"@display_value": "Resolved", "#text": "6"}, "short_description": "My account is disabled",
        "caller_id": {"@display_value": "Ann Sample", "#text": ANN}, "caused_by": {"@display_value": ""},
        "cmdb_ci": {"@display_value": "MB-0042", "#text": "0000f79cc0a8016401c5a33be04be441"},
        "calendar_duration": "1970-01-01 02:30:00",
    })
}

fn entry(of: &str, kind: &str, time: &str, text: &str) -> Value {
    let record = json!({"@action": "INSERT_OR_UPDATE", "element_id": of, "element": kind, "name": "incident",
        "sys_created_by": "desk.agent", "sys_created_on": time, "value": text});
    row("sys_journal_field", &record)
}

#[test]
fn texts_are_raw_and_in_utc_and_the_attribute_is_the_name() {
    let read = reading::read_json(&FORMAT, &[row("incident", &incident("a1", "INC0010023"))]);
    let ticket = read.tickets()[0];
    assert_eq!(ticket.opened_at.to_rfc3339(), "2026-07-01T13:30:00+00:00");
    assert_eq!(ticket.resolved_at.unwrap().to_rfc3339(), "2026-07-01T16:00:00+00:00");
    assert_eq!((ticket.closed_at, ticket.state), (None, TicketState::Resolved));
    assert_eq!(ticket.affected.display_name.as_deref(), Some("Ann Sample"));
    assert_eq!(ticket.device_values, ["MB-0042"]);
    assert_eq!(ticket.native_id.as_deref(), Some("a1"));
    assert!(ticket.links.is_empty());
    assert_eq!(ticket.fields["caller_id"], [ANN, "Ann Sample"]);
}

#[test]
fn journal_entries_join_their_ticket_in_the_order_of_time() {
    let read = reading::read_json(
        &FORMAT,
        &[
            entry("a1", "work_notes", "2026-07-01 15:00:00", "Account was disabled by the leaver job"),
            row("incident", &incident("a1", "INC0010023")),
            row("incident", &incident("b2", "INC0010024")),
            entry("a1", "comments", "2026-07-01 14:00:00", "I have not left &amp; need it back"),
            entry("zz", "comments", "2026-07-01 14:00:00", "of another file"),
        ],
    );
    assert_eq!(read.counts(), [5, 4, 1, 0]);
    let notes = &read.tickets()[0].notes;
    assert!(notes.starts_with("2026-07-01 14:00:00 UTC - desk.agent (Additional comments)\nI have not left"));
    assert!(notes.ends_with(
        "\n\n2026-07-01 15:00:00 UTC - desk.agent (Work notes)\nAccount was disabled by the leaver job"
    ));
    assert_eq!(read.tickets()[1].notes, "");
    assert!(read.has_note("journal-without-ticket"));
}

#[test]
fn attachments_and_other_tables_are_left_aside_and_counted() {
    let doc =
        json!({"@action": "INSERT_OR_UPDATE", "data": "QUJD", "sys_attachment": {"@display_value": "a.png"}});
    let read = reading::read_json(
        &FORMAT,
        &[
            row("incident", &incident("a1", "INC0010023")),
            row("sys_attachment", &json!({"file_name": "a.png"})),
            row("sys_attachment_doc", &doc),
            row("sys_attachment_doc", &doc),
        ],
    );
    assert_eq!(read.counts(), [4, 1, 3, 0]);
    let note = read.notes.iter().find(|note| note.key == "tables-not-read").unwrap();
    assert!(note.message.ends_with("`sys_attachment` 1, `sys_attachment_doc` 2"), "{}", note.message);
}

#[test]
fn two_tickets_with_one_number_are_two() {
    let rows = [incident("a1", "INC0010023"), incident("b2", "INC0010023")].map(|r| row("incident", &r));
    assert_eq!(reading::read_json(&FORMAT, &rows).tickets().len(), 2);
}

#[test]
fn a_deleted_ticket_is_marked_so() {
    let mut record = incident("a1", "INC0010023");
    record["@action"] = json!("DELETE");
    let read = reading::read_json(&FORMAT, &[row("incident", &record)]);
    assert_eq!(read.tickets()[0].state, TicketState::Deleted);
}

#[test]
fn the_table_gives_the_class_where_the_record_does_not() {
    let mut record = incident("a1", "CS0001");
    record.as_object_mut().unwrap().remove("sys_class_name");
    let read = reading::read_json(&FORMAT, &[row("sc_req_item", &record)]);
    assert_eq!(read.tickets()[0].class.as_deref(), Some("request"));
}

#[test]
fn a_ticket_without_a_number_or_a_time_is_rejected() {
    let no_number = json!({"sys_id": "a1", "opened_at": "2026-07-01 13:30:00"});
    let no_time = json!({"number": "INC1", "opened_at": "", "short_description": "text"});
    let rows = [no_number, no_time].map(|record| row("incident", &record));
    let read = reading::read_json(&FORMAT, &rows);
    assert_eq!(read.counts(), [2, 0, 0, 2]);
    assert!(read.reasons().contains("no ticket number") && read.reasons().contains("no opening time"));
}

#[test]
fn an_unload_of_another_table_says_that_it_holds_no_ticket() {
    let read = reading::read_json(&FORMAT, &[row("sys_user", &json!({"user_name": "asample"}))]);
    assert_eq!(read.counts(), [1, 0, 1, 0]);
    assert!(read.has_note("no-tickets") && read.has_note("tables-not-read"));
}

#[test]
fn a_row_count_equal_to_an_export_limit_is_noted() {
    let rows: Vec<Value> =
        (0..1_000).map(|n| row("incident", &incident(&format!("a{n}"), &format!("INC{n:07}")))).collect();
    assert!(reading::read_json(&FORMAT, &rows).has_note("row-count-equals-export-cap"));
    assert!(!reading::read_json(&FORMAT, &rows[1..]).has_note("row-count-equals-export-cap"));
}

#[test]
fn other_documents_are_not_claimed() {
    let claims = |row: Value| detect(&Head { rows: vec![row], ..Head::default() });
    assert!(claims(json!({"xml": {"incident": {"number": "INC1", "opened_at": "2026-07-01 13:30:00"}}})));
    assert!(!claims(json!({"xml": {"device": {"number": "1"}}})));
    assert!(!claims(json!({"number": "INC1", "opened_at": "2026-07-01 13:30:00"})));
    assert!(!claims(json!({"computer_history": {"general": {"id": "1"}}})));
}
