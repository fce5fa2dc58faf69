//! What stands beside tickets: users, metrics, audits.

use serde_json::Value;

use super::{
    super::helpdesk::{Object, external_id, id, objects, plain, text, time},
    ticket::state,
};
use crate::{
    ingest::sink::Sink,
    records::{List, Listed, Origin, PersonKeys, TicketFact, TicketState},
};

/// Who an id stands for.
pub(super) fn user(object: &Object, at: Origin) -> Option<Listed> {
    let mut person = PersonKeys {
        email: text(object, "email"),
        display_name: text(object, "name"),
        ..PersonKeys::default()
    };
    external_id(&mut person, text(object, "external_id"));
    let name = person.display_name.clone();
    Some(Listed { list: List::ZendeskUser, id: id(object, "id")?, name, person, origin: at })
}

/// When a ticket was solved, and how often it was opened again.
pub(super) fn metric(object: &Object, at: Origin, sink: &mut Sink<'_>) -> Option<TicketFact> {
    let mut fact = TicketFact::of(id(object, "ticket_id")?, at);
    fact.at = time(object, "solved_at", at, sink);
    fact.state = fact.at.map(|_| TicketState::Resolved);
    if let Some(reopens) = text(object, "reopens") {
        fact.fields.insert("metric_set.reopens".to_owned(), vec![reopens]);
    }
    Some(fact)
}

/// Changes of status and comments. An audit that stands in its ticket need not name it.
pub(super) fn audit(object: &Object, at: Origin, sink: &mut Sink<'_>) -> Vec<TicketFact> {
    let ticket_id = id(object, "ticket_id").unwrap_or_default();
    let happened = time(object, "created_at", at, sink);
    let mut facts = Vec::new();
    for event in objects(object, "events") {
        let mut fact = TicketFact { at: happened, ..TicketFact::of(ticket_id.clone(), at) };
        match text(event, "type").as_deref() {
            Some("Create" | "Change") if text(event, "field_name").as_deref() == Some("status") => {
                fact.state = text(event, "value").map(|word| state(&word));
            }
            Some("Comment") => fact.note = comment(event).unwrap_or_default(),
            _ => {}
        }
        if fact.state.is_some() || !fact.note.is_empty() {
            facts.push(fact);
        }
    }
    facts
}

/// The text of a comment.
pub(super) fn comment(object: &Object) -> Option<String> {
    let html = || object.get("html_body").and_then(Value::as_str).map(plain);
    text(object, "plain_body").or_else(|| text(object, "body")).or_else(html).filter(|text| !text.is_empty())
}
