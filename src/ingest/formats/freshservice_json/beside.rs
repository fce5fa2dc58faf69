//! What stands beside tickets: persons, and changes that say which tickets they caused.

use serde_json::Value;

use super::super::helpdesk::{Object, external_id, id, plain, scalar, text};
use crate::records::{CauseLink, CauseLinkKind, List, Listed, Origin, PersonKeys, TicketFact};

/// Who an id stands for: a requester, an agent, or a contact of Freshdesk.
pub(super) fn person(object: &Object, at: Origin) -> Option<Listed> {
    let names = [text(object, "first_name"), text(object, "last_name")];
    let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = text(object, "name").or(Some(name).filter(|name| !name.is_empty()));
    let mut person = PersonKeys {
        email: text(object, "primary_email").or_else(|| text(object, "email")),
        display_name: name.clone(),
        ..PersonKeys::default()
    };
    external_id(&mut person, text(object, "external_id").or_else(|| text(object, "unique_external_id")));
    Some(Listed { list: List::FreshserviceRequester, id: id(object, "id")?, name, person, origin: at })
}

/// What a change says of the tickets it caused, and of those that led to it.
pub(super) fn change(object: &Object, at: Origin) -> Vec<TicketFact> {
    let Some(change) = id(object, "id").map(|id| format!("CHN-{id}")) else { return Vec::new() };
    let what = text(object, "subject").unwrap_or_default();
    let html = || object.get("description").and_then(Value::as_str).map(plain);
    let description = text(object, "description_text").or_else(html).unwrap_or_default();
    let caused = tickets(object, "incidents_caused_by_change").map(|ticket| TicketFact {
        link: Some(CauseLink { kind: CauseLinkKind::CausedByChange, id: change.clone() }),
        note: format!("caused by change {change}: {what}\n{description}").trim_end().to_owned(),
        ..TicketFact::of(ticket, at)
    });
    let led = tickets(object, "tickets_initiating_change").map(|ticket| TicketFact {
        link: Some(CauseLink { kind: CauseLinkKind::FixedByChange, id: change.clone() }),
        ..TicketFact::of(ticket, at)
    });
    caused.chain(led).collect()
}

/// Tickets of a list: numbers, or objects that carry one.
fn tickets<'a>(object: &'a Object, key: &str) -> impl Iterator<Item = String> + use<'a> {
    let list = object.get(key).and_then(Value::as_array).into_iter().flatten();
    list.filter_map(|value| match value {
        Value::Object(ticket) => id(ticket, "display_id").or_else(|| id(ticket, "id")),
        other => scalar(other),
    })
}
