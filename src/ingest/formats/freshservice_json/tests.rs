//! Tests of Freshservice and Freshdesk JSON with invented tickets.

use serde_json::{Value, json};

use super::*;
use crate::{
    ingest::formats::reading::{Read, read_json},
    records::{CauseLinkKind, Instant, TicketState},
};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn row(id: u64, more: &Value) -> Value {
    let mut row = json!({
        "id": id, "subject": "Mac is locked", "description": "<div>My <b>Mac</b><br>is locked</div>",
        "status": 5, "priority": 4, "source": 1, "type": "Incident", "requester_id": 17, "responder_id": 99,
        "requested_for_id": null, "created_at": "2026-07-01T13:30:00Z", "updated_at": "2026-07-02T08:00:00Z",
        "custom_fields": {"root_cause": "automation", "empty": null}, "tags": []
    });
    for (key, value) in more.as_object().unwrap() {
        row[key] = value.clone();
    }
    row
}

fn read(rows: &[Value]) -> Read {
    read_json(&FORMAT, rows)
}

#[test]
fn only_what_is_of_these_products_is_claimed() {
    let claims = |row: Value| (FORMAT.detect)(&Head { rows: vec![row], ..Head::default() });
    let table = [
        (row(1, &json!({})), true),
        (json!({"ticket": row(1, &json!({}))}), true),
        (json!({"id": 17, "first_name": "Ann", "primary_email": "ann@meridian.example"}), true),
        (json!({"id": 17, "first_name": "Bo", "email": "bo@meridian.example", "occasional": false}), true),
        (json!({"id": 17, "name": "Ann", "email": "ann@meridian.example", "twitter_id": null}), true),
        (
            json!({"id": 3, "status": 1, "change_type": 2, "requester_id": 17, "created_at": "x", "priority": 1}),
            true,
        ),
        (json!({"requesters": []}), true),
        // Zendesk writes words as status and its users have a role.
        (row(1, &json!({"status": "open"})), false),
        (json!({"id": 7, "name": "Ann", "email": null, "role": "end-user"}), false),
        (json!({"id": 7, "name": "Mac", "status": 2}), false),
        (json!({"requesters": [], "id": "x"}), false),
        (json!("text"), false),
    ];
    for (row, expected) in table {
        assert_eq!(claims(row.clone()), expected, "{row}");
    }
}

#[test]
fn a_single_ticket_in_its_wrapper_is_read_like_one_of_a_list() {
    for wrapped in [row(12, &json!({})), json!({"ticket": row(12, &json!({}))})] {
        let out = read(&[wrapped]);
        let ticket = out.tickets()[0];
        assert_eq!((ticket.ticket_id.as_str(), ticket.opened_at), ("12", at("2026-07-01T13:30:00Z")));
        assert_eq!(ticket.body, "My Mac\nis locked");
        assert_eq!(ticket.class.as_deref(), Some("Incident"));
        assert_eq!(ticket.affected.listed_id.as_deref(), Some("freshservice-requester:17"));
        assert_eq!(ticket.fields["custom_fields.root_cause"], ["automation"]);
        assert_eq!(ticket.fields["priority"], ["4", "urgent"], "4 is the highest here");
        assert_eq!(ticket.resolved_at, None, "only `stats` tells when");
    }
}

#[test]
fn states_are_numbers_and_those_of_a_site_are_unknown() {
    use TicketState as S;
    for (more, expected) in [
        (json!({"status": 2}), S::Open),
        (json!({"status": 3}), S::Hold),
        (json!({"status": 4}), S::Resolved),
        (json!({"status": 5}), S::Closed),
        (json!({"status": 9}), S::Unknown),
        (json!({"status": 2, "deleted": true}), S::Deleted),
        (json!({"status": 2, "spam": true}), S::Deleted),
    ] {
        assert_eq!(read(&[row(1, &more)]).tickets()[0].state, expected, "{more}");
    }
}

#[test]
fn stats_tell_when_it_was_resolved_unless_it_was_opened_again() {
    let stats = |status: u8, reopened: Value| {
        let more = json!({"status": status, "stats": {
            "resolved_at": "2026-07-01T16:00:00Z", "closed_at": null, "reopened_at": reopened
        }});
        read(&[row(1, &more)]).tickets()[0].resolved_at
    };
    assert_eq!(stats(4, json!(null)), Some(at("2026-07-01T16:00:00Z")));
    assert_eq!(stats(4, json!("2026-07-01T15:00:00Z")), Some(at("2026-07-01T16:00:00Z")));
    assert_eq!(stats(4, json!("2026-07-01T17:00:00Z")), None);
    assert_eq!(stats(2, json!(null)), None);
}

#[test]
fn whom_it_was_asked_for_goes_before_who_asked() {
    let more = json!({"requested_for_id": 18, "requester": {"id": 17, "name": "Bo", "email": "bo@meridian.example"}});
    let out =
        read(&[row(1, &more), row(2, &json!({"requester": {"email": "bo@meridian.example", "name": "Bo"}}))]);
    let affected = |index: usize| out.tickets()[index].affected.clone();
    assert_eq!(affected(0).listed_id.as_deref(), Some("freshservice-requester:18"));
    assert_eq!(affected(0).email, None);
    assert_eq!(affected(1).email.as_deref(), Some("bo@meridian.example"));
}

#[test]
fn assets_give_name_tag_and_serial_whose_key_carries_a_number() {
    let assets = json!({"assets": [{"display_id": 4, "name": "MB-0042", "asset_tag": "A-7",
        "type_fields": {"serial_number_500": "C02SAMPLE01", "product_500": 3}}]});
    assert_eq!(read(&[row(1, &assets)]).tickets()[0].device_values, ["MB-0042", "A-7", "C02SAMPLE01"]);
}

#[test]
fn conversations_become_notes_without_markup() {
    let more = json!({"conversations": [
        {"body_text": "first", "body": "<p>first</p>"}, {"body": "<p>command <i>4f6c</i></p>"}
    ], "resolution_notes": "<p>unlocked</p>"});
    let out = read(&[row(1, &more)]);
    assert_eq!(out.tickets()[0].notes, "first\n\ncommand 4f6c");
    assert_eq!(out.tickets()[0].close_notes, "unlocked");
}

#[test]
fn a_change_links_the_tickets_it_caused() {
    let change = json!({"id": 3, "subject": "Lock leavers", "status": 5, "priority": 1, "change_type": 2,
        "created_at": "2026-07-01T00:00:00Z", "requester_id": 5, "description": "<p>policy 12</p>",
        "incidents_caused_by_change": [12, {"display_id": 13}], "tickets_initiating_change": [14]});
    let quiet = json!({"id": 4, "subject": "x", "change_type": 1, "incidents_caused_by_change": []});
    let out = read(&[change, quiet]);
    assert_eq!(out.counts(), [2, 1, 1, 0]);
    let facts: Vec<(String, CauseLinkKind, String)> = out
        .records
        .iter()
        .filter_map(|record| if let Record::TicketFact(fact) = record { Some(fact) } else { None })
        .map(|fact| (fact.ticket_id.clone(), fact.link.clone().unwrap().kind, fact.note.clone()))
        .collect();
    let note = "caused by change CHN-3: Lock leavers\npolicy 12".to_owned();
    assert_eq!(
        facts,
        [
            ("12".to_owned(), CauseLinkKind::CausedByChange, note.clone()),
            ("13".to_owned(), CauseLinkKind::CausedByChange, note),
            ("14".to_owned(), CauseLinkKind::FixedByChange, String::new()),
        ]
    );
}

#[test]
fn requesters_agents_and_contacts_are_listed() {
    let out = read(&[
        json!({"id": 17, "first_name": "Ann", "last_name": "Sample", "primary_email": "ann@meridian.example", "external_id": "100231"}),
        json!({"id": 99, "first_name": "Bo", "email": "bo@meridian.example"}),
        json!({"contacts": []}),
    ]);
    assert_eq!(out.counts(), [3, 2, 1, 0]);
    let Record::Listed(ann) = &out.records[0] else { panic!("{:?}", out.records) };
    assert_eq!(
        (ann.name.as_deref(), ann.person.employee_id.as_deref()),
        (Some("Ann Sample"), Some("100231"))
    );
}

#[test]
fn rows_of_something_else_say_what_was_expected() {
    let out = read(&[
        row(1, &json!({})),
        json!({"id": 4, "asset_tag": "A-7"}),
        row(2, &json!({"created_at": "soon"})),
    ]);
    assert_eq!(out.counts(), [3, 1, 0, 2]);
    assert!(out.reasons().contains("no ticket, requester, agent or change"), "{}", out.reasons());
}
