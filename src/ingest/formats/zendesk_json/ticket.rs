//! The ticket made of one object.

use serde_json::Value;

use super::{
    super::helpdesk::{Object, device_words, external_id, fields, id, objects, opened, text, time},
    beside,
};
use crate::{
    ingest::{sink::Sink, ticket_facts::course},
    records::{CauseLink, CauseLinkKind, Instant, List, Origin, PersonKeys, Ticket, TicketState},
};

/// Members that a ticket holds elsewhere.
const READ: [&str; 11] = [
    "subject",
    "raw_subject",
    "description",
    "comments",
    "audits",
    "fields",
    "requester",
    "submitter",
    "assignee",
    "collaborator",
    "satisfaction_rating",
];

/// Makes the ticket of an object.
///
/// # Errors
/// What was found and what was expected.
pub(super) fn ticket(object: &Object, at: Origin, sink: &mut Sink<'_>) -> Result<Ticket, String> {
    let ticket_id = id(object, "id").ok_or("no ticket number: `id` is empty, expected a whole number")?;
    let opened_at = opened(object, at, sink)?;
    let fields = fields(object, &READ);
    let body = text(object, "description").unwrap_or_default();
    let state = text(object, "status").map_or(TicketState::Unknown, |status| state(&status));
    let (resolved_at, closed_at) = solved(object, state, at, sink);
    // An update by the system moves only the time of the export.
    let updated_at = time(object, "updated_at", at, sink).max(time(object, "generated_timestamp", at, sink));
    Ok(Ticket {
        native_id: None,
        class: text(object, "type"),
        opened_at,
        resolved_at,
        closed_at,
        updated_at,
        state,
        affected: requester(object),
        device_values: device_words(&fields),
        subject: text(object, "subject").unwrap_or_default(),
        notes: notes(object, &body),
        body,
        close_code: None,
        close_notes: String::new(),
        links: links(object),
        fields,
        ticket_id,
        origin: at,
    })
}

/// The state that a word stands for.
pub(super) fn state(status: &str) -> TicketState {
    match status.to_ascii_lowercase().as_str() {
        "new" | "open" => TicketState::Open,
        "pending" | "hold" => TicketState::Hold,
        "solved" => TicketState::Resolved,
        "closed" => TicketState::Closed,
        "deleted" => TicketState::Deleted,
        _ => TicketState::Unknown,
    }
}

/// Solved and closed time from what is embedded. A ticket at work again is not solved.
fn solved(
    object: &Object,
    state: TicketState,
    at: Origin,
    sink: &mut Sink<'_>,
) -> (Option<Instant>, Option<Instant>) {
    if matches!(state, TicketState::Open | TicketState::Hold) {
        return (None, None);
    }
    let of = |key: &str| object.get(key).and_then(Value::as_object);
    let solved_at = ["metric_set", "metrics", "dates"]
        .iter()
        .filter_map(|key| of(key))
        .find_map(|metrics| time(metrics, "solved_at", at, sink));
    let mut entered = Vec::new();
    for audit in objects(object, "audits") {
        for fact in beside::audit(audit, at, sink) {
            entered.extend(fact.at.zip(fact.state));
        }
    }
    let course = course(entered.into_iter());
    (solved_at.or(course.resolved_at), course.closed_at)
}

/// Who asked: never who typed it in, which is often an agent.
fn requester(object: &Object) -> PersonKeys {
    let mut keys = PersonKeys::default();
    if let Some(requester) = object.get("requester").and_then(Value::as_object) {
        keys.email = text(requester, "email");
        keys.display_name = text(requester, "name");
        external_id(&mut keys, text(requester, "external_id"));
        keys.listed_id = id(requester, "id").map(|id| List::ZendeskUser.id(&id));
    }
    if let Some(id) = id(object, "requester_id") {
        keys.listed_id = Some(List::ZendeskUser.id(&id));
    }
    keys
}

/// What was written after the description, which is the first comment too.
fn notes(object: &Object, body: &str) -> String {
    let written = objects(object, "comments").filter_map(beside::comment);
    let notes: Vec<String> = written.filter(|note| note != body).collect();
    notes.join("\n\n")
}

fn links(object: &Object) -> Vec<CauseLink> {
    let link = |id: String| CauseLink { kind: CauseLinkKind::Problem, id };
    id(object, "problem_id").map(link).into_iter().collect()
}
