//! Tests of Zendesk JSON with invented tickets.

use serde_json::{Value, json};

use super::*;
use crate::{
    ingest::formats::reading::{Read, read_json},
    records::{CauseLinkKind, Instant, Listed, TicketFact, TicketState},
};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn row(id: u64, more: &Value) -> Value {
    let mut row = json!({
        "url": "https://meridian.zendesk.example/api/v2/tickets/1.json", "id": id, "external_id": null,
        "via": {"channel": "email", "source": {"rel": null}}, "created_at": "2026-07-01T13:30:00Z",
        "updated_at": "2026-07-02T08:00:00Z", "type": "incident", "subject": "Mac is locked",
        "raw_subject": "Mac is locked", "description": "My Mac shows a lock screen.", "priority": null,
        "status": "closed", "requester_id": 1_900_000_000_017_u64, "submitter_id": 1_900_000_000_099_u64,
        "problem_id": null, "tags": ["mac"], "custom_fields": [{"id": 360_001, "value": null}]
    });
    for (key, value) in more.as_object().unwrap() {
        row[key] = value.clone();
    }
    row
}

fn read(rows: &[Value]) -> Read {
    read_json(&FORMAT, rows)
}

fn facts(read: &Read) -> Vec<&TicketFact> {
    read.records
        .iter()
        .filter_map(|record| if let Record::TicketFact(fact) = record { Some(&**fact) } else { None })
        .collect()
}

fn listed(read: &Read) -> Vec<&Listed> {
    read.records
        .iter()
        .filter_map(|record| if let Record::Listed(entry) = record { Some(&**entry) } else { None })
        .collect()
}

#[test]
fn only_what_is_of_zendesk_is_claimed() {
    let claims = |row: Value| (FORMAT.detect)(&Head { rows: vec![row], ..Head::default() });
    let table = [
        (row(1, &json!({})), true),
        (row(1, &json!({"status": null})), true),
        (json!({"ticket": row(1, &json!({}))}), true),
        (json!({"id": 7, "name": "Ann Sample", "email": null, "role": "end-user"}), true),
        (json!({"id": 3, "ticket_id": 1, "solved_at": null, "reopens": 0}), true),
        (json!({"id": 4, "ticket_id": 1, "events": []}), true),
        (json!({"users": [], "next_page": null, "count": 0}), true),
        // Freshservice writes numbers as status.
        (row(1, &json!({"status": 2})), false),
        (json!({"id": 7, "name": "Ann Sample", "email": "ann@meridian.example"}), false),
        (json!({"number": "INC1", "opened_at": "2026-07-01 13:30:00"}), false),
        (json!({"key": "IT-1", "fields": {}}), false),
        (json!([1]), false),
    ];
    for (row, expected) in table {
        assert_eq!(claims(row.clone()), expected, "{row}");
    }
}

#[test]
fn a_ticket_is_about_its_requester_not_about_who_typed_it_in() {
    let out = read(&[row(35_436, &json!({"problem_id": 33_000, "via": {"channel": "rule"}}))]);
    let ticket = out.tickets()[0];
    assert_eq!(ticket.ticket_id, "35436");
    assert_eq!(ticket.opened_at, at("2026-07-01T13:30:00Z"));
    assert_eq!(ticket.affected.listed_id.as_deref(), Some("zendesk-user:1900000000017"));
    assert_eq!(ticket.class.as_deref(), Some("incident"));
    assert_eq!((ticket.links[0].kind, ticket.links[0].id.as_str()), (CauseLinkKind::Problem, "33000"));
    assert_eq!(ticket.fields["via.channel"], ["rule"]);
    assert_eq!(ticket.fields["tags"], ["mac"]);
    assert_eq!(ticket.resolved_at, None, "a ticket has no solved time of its own");
}

#[test]
fn every_status_is_folded() {
    use TicketState as S;
    for (word, expected) in [
        ("new", S::Open),
        ("open", S::Open),
        ("pending", S::Hold),
        ("hold", S::Hold),
        ("solved", S::Resolved),
        ("closed", S::Closed),
        ("deleted", S::Deleted),
        ("escalated", S::Unknown),
    ] {
        assert_eq!(read(&[row(1, &json!({"status": word}))]).tickets()[0].state, expected, "{word}");
    }
}

#[test]
fn the_newest_version_is_told_by_the_later_of_update_and_export() {
    let generated = at("2026-07-05T00:00:00Z").timestamp();
    let out = read(&[row(1, &json!({"generated_timestamp": generated})), row(1, &json!({}))]);
    assert_eq!(out.tickets()[0].updated_at, Some(at("2026-07-05T00:00:00Z")));
    assert_eq!(out.tickets()[1].updated_at, Some(at("2026-07-02T08:00:00Z")));
}

#[test]
fn the_account_export_embeds_requester_metrics_and_comments() {
    let out = read(&[row(
        1,
        &json!({
            "requester": {"id": 17, "name": "Ann Sample", "email": "ann@meridian.example", "external_id": "100231"},
            "metric_set": {"solved_at": "2026-07-01T16:00:00Z", "reopens": 1},
            "comments": [
                {"body": "My Mac shows a lock screen.", "public": true},
                {"html_body": "<p>command <b>4f6c</b> &amp; more</p>", "public": false}
            ]
        }),
    )]);
    let ticket = out.tickets()[0];
    assert_eq!(ticket.resolved_at, Some(at("2026-07-01T16:00:00Z")));
    assert_eq!(ticket.fields["metric_set.reopens"], ["1"]);
    assert_eq!(ticket.notes, "command 4f6c & more", "the first comment is the description");
    assert_eq!(ticket.affected.email.as_deref(), Some("ann@meridian.example"));
    assert_eq!(ticket.affected.employee_id.as_deref(), Some("100231"));
}

#[test]
fn a_ticket_at_work_again_has_no_solved_time() {
    let metrics =
        json!({"status": "open", "metric_set": {"solved_at": "2026-07-01T16:00:00Z", "reopens": 1}});
    assert_eq!(read(&[row(1, &metrics)]).tickets()[0].resolved_at, None);
}

#[test]
fn custom_fields_are_kept_by_id_and_may_name_a_device() {
    let values = json!({"custom_fields": [{"id": 360_001, "value": "C02SAMPLE01"}, {"id": 360_002, "value": ["wrong_action"]}]});
    let out = read(&[row(1, &values)]);
    let ticket = out.tickets()[0];
    assert_eq!(ticket.fields["custom_fields.360001"], ["C02SAMPLE01"]);
    assert_eq!(ticket.fields["custom_fields.360002"], ["wrong_action"]);
    assert_eq!(ticket.device_values, ["C02SAMPLE01"]);
}

#[test]
fn users_metrics_and_audits_are_rows_beside_tickets() {
    let out = read(&[
        row(1, &json!({})),
        json!({"id": 17, "name": "Ann Sample", "email": null, "external_id": "100231", "role": "end-user"}),
        json!({"id": 5, "ticket_id": 1, "solved_at": "2026-07-01T16:00:00Z", "reopens": 0}),
        json!({"id": 6, "ticket_id": 1, "created_at": "2026-07-01T15:00:00Z", "events": [
            {"type": "Change", "field_name": "status", "value": "solved", "previous_value": "open"},
            {"type": "Comment", "body": "Command 4f6c was sent in error."},
            {"type": "Change", "field_name": "priority", "value": "high", "previous_value": null}
        ]}),
        json!({"id": 7, "ticket_id": 1, "created_at": "2026-07-01T15:00:00Z", "events": [{"type": "Notification"}]}),
        json!({"users": [], "next_page": null, "count": 0}),
    ]);
    assert_eq!(out.counts(), [6, 4, 2, 0]);
    let entry = listed(&out)[0];
    assert_eq!((entry.id.as_str(), entry.person.employee_id.as_deref()), ("17", Some("100231")));
    let facts = facts(&out);
    assert_eq!(facts.len(), 3);
    assert_eq!(
        (facts[0].at, facts[0].state),
        (Some(at("2026-07-01T16:00:00Z")), Some(TicketState::Resolved))
    );
    assert_eq!(facts[0].fields["metric_set.reopens"], ["0"]);
    assert_eq!(
        (facts[1].at, facts[1].state),
        (Some(at("2026-07-01T15:00:00Z")), Some(TicketState::Resolved))
    );
    assert_eq!(facts[2].note, "Command 4f6c was sent in error.");
}

#[test]
fn damaged_and_foreign_rows_say_what_was_expected() {
    let out = read(&[
        row(1, &json!({})),
        row(2, &json!({"created_at": null})),
        row(3, &json!({"created_at": "yesterday"})),
        json!({"id": 9, "name": "Laptops", "url": "x"}),
        json!(17),
    ]);
    assert_eq!(out.counts(), [5, 1, 0, 4]);
    for expected in ["no opening time", "`created_at`: ", "no ticket, user, metric or audit", "another value"]
    {
        assert!(out.reasons().contains(expected), "`{expected}` is not in: {}", out.reasons());
    }
}

#[test]
fn a_time_that_cannot_be_read_is_left_out_with_a_note() {
    let out = read(&[row(1, &json!({"metric_set": {"solved_at": "soon"}}))]);
    assert_eq!(out.tickets()[0].resolved_at, None);
    assert!(out.has_note("ticket-time-unreadable"));
}
