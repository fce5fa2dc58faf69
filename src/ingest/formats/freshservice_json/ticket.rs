//! The ticket made of one object.

use serde_json::Value;

use super::super::helpdesk::{
    Object, device_words, external_id, fields, id, objects, opened, plain, text, time,
};
use crate::{
    ingest::{sink::Sink, ticket_facts::course},
    records::{CauseLink, CauseLinkKind, Instant, List, Origin, PersonKeys, Ticket, TicketState},
};

/// Members that a ticket holds elsewhere.
const READ: [&str; 12] = [
    "subject",
    "description",
    "description_text",
    "structured_description",
    "conversations",
    "attachments",
    "assets",
    "requester",
    "requested_for",
    "resolution_notes",
    "resolution_notes_html",
    "problem",
];

/// Words of the priorities, the lowest first: the other way round than elsewhere.
const PRIORITIES: [&str; 4] = ["low", "medium", "high", "urgent"];

/// Makes the ticket of an object.
///
/// # Errors
/// What was found and what was expected.
pub(super) fn ticket(object: &Object, at: Origin, sink: &mut Sink<'_>) -> Result<Ticket, String> {
    let ticket_id = id(object, "id").ok_or("no ticket number: `id` is empty, expected a whole number")?;
    let opened_at = opened(object, at, sink)?;
    let mut fields = fields(object, &READ);
    if let Some(word) = text(object, "priority").and_then(|priority| priority_word(&priority)) {
        fields.entry("priority".to_owned()).or_default().push(word.to_owned());
    }
    let state = state(object);
    let (resolved_at, closed_at) = ended(object, state, at, sink);
    let mut device_values = assets(object);
    device_values.extend(device_words(&fields));
    Ok(Ticket {
        native_id: None,
        class: text(object, "type"),
        opened_at,
        resolved_at,
        closed_at,
        updated_at: time(object, "updated_at", at, sink),
        state,
        affected: affected(object),
        device_values,
        subject: text(object, "subject").unwrap_or_default(),
        body: words(object, "description_text", "description"),
        notes: notes(object),
        close_code: text(object, "resolution_code"),
        close_notes: words(object, "resolution_notes", "resolution_notes_html"),
        links: links(object),
        fields,
        ticket_id,
        origin: at,
    })
}

/// The word of a priority.
pub(super) fn priority_word(number: &str) -> Option<&'static str> {
    let number: usize = number.parse().ok()?;
    PRIORITIES.get(number.checked_sub(1)?).copied()
}

fn state(object: &Object) -> TicketState {
    if ["deleted", "spam"].iter().any(|key| object.get(*key) == Some(&Value::Bool(true))) {
        return TicketState::Deleted;
    }
    match object.get("status").and_then(Value::as_i64) {
        Some(2) => TicketState::Open,
        Some(3) => TicketState::Hold,
        Some(4) => TicketState::Resolved,
        Some(5) => TicketState::Closed,
        // Statuses from 6 on are the site's own.
        _ => TicketState::Unknown,
    }
}

/// When it was resolved and closed: only `stats` tells.
fn ended(
    object: &Object,
    state: TicketState,
    at: Origin,
    sink: &mut Sink<'_>,
) -> (Option<Instant>, Option<Instant>) {
    let Some(stats) = object.get("stats").and_then(Value::as_object) else { return (None, None) };
    if matches!(state, TicketState::Open | TicketState::Hold) {
        return (None, None);
    }
    let entered = [
        ("resolved_at", TicketState::Resolved),
        ("closed_at", TicketState::Closed),
        ("reopened_at", TicketState::Open),
    ];
    let told = entered.into_iter().filter_map(|(key, state)| Some((time(stats, key, at, sink)?, state)));
    let course = course(told.collect::<Vec<_>>().into_iter());
    (course.resolved_at, course.closed_at)
}

/// A text, or the text of its markup.
fn words(object: &Object, text_key: &str, html_key: &str) -> String {
    let of_html = || object.get(html_key).and_then(Value::as_str).map(plain);
    text(object, text_key).map(|text| plain_if_markup(&text)).or_else(of_html).unwrap_or_default()
}

/// Some sites send markup where text is documented.
fn plain_if_markup(text: &str) -> String {
    if text.contains("</") { plain(text) } else { text.to_owned() }
}

/// Whom it was asked for, else who asked.
fn affected(object: &Object) -> PersonKeys {
    for (id_key, embedded) in [("requested_for_id", "requested_for"), ("requester_id", "requester")] {
        let mut keys = PersonKeys::default();
        if let Some(person) = object.get(embedded).and_then(Value::as_object) {
            keys.email = text(person, "email").or_else(|| text(person, "primary_email"));
            keys.display_name = text(person, "name");
            external_id(&mut keys, text(person, "external_id"));
        }
        keys.listed_id = id(object, id_key).map(|id| List::FreshserviceRequester.id(&id));
        if embedded == "requester" {
            keys.email = keys.email.or_else(|| text(object, "email"));
        }
        if !keys.is_empty() {
            return keys;
        }
    }
    PersonKeys::default()
}

/// Names, tags and serials of assets; the key of a serial carries the number of the kind of asset.
fn assets(object: &Object) -> Vec<String> {
    let mut values = Vec::new();
    for asset in objects(object, "assets") {
        values.extend(["name", "asset_tag", "serial_number"].iter().filter_map(|key| text(asset, key)));
        let typed = asset.get("type_fields").and_then(Value::as_object);
        let serials = typed.into_iter().flatten().filter(|(key, _)| key.starts_with("serial_number"));
        values.extend(serials.filter_map(|(_, value)| value.as_str().map(str::to_owned)));
    }
    values
}

fn notes(object: &Object) -> String {
    let written = objects(object, "conversations").map(|it| words(it, "body_text", "body"));
    written.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn links(object: &Object) -> Vec<CauseLink> {
    let problem = object.get("problem").and_then(Value::as_object);
    let of_problem = problem.and_then(|problem| id(problem, "display_id").or_else(|| id(problem, "id")));
    let found = of_problem.or_else(|| id(object, "problem_id"));
    found.map(|id| CauseLink { kind: CauseLinkKind::Problem, id }).into_iter().collect()
}
