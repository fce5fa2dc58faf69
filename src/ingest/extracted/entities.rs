//! The columns of every canonical table, in order.

use std::sync::Arc;

use super::fields::{Fields, code, json, optional_code, required, required_flag, required_time};
use crate::records::{
    Action, Activity, Assignment, CauseLink, CauseLinkKind, DeviceKeys, DeviceState, Employment, Hook,
    IdentityEvent, Initiator, Listed, ObjectRef, Origin, PersonKeys, Ticket, TicketFact,
};

/// The tables and the folders they lie in.
pub(super) const TABLES: [&str; 10] = [
    "actions",
    "events",
    "tickets",
    "assignments",
    "device_states",
    "activities",
    "listed",
    "employments",
    "hooks",
    "ticket_facts",
];

fn person(fields: &mut dyn Fields, prefix: &'static str, keys: &mut PersonKeys) {
    fields.text([prefix, "person_id"], &mut keys.person_id);
    fields.text([prefix, "okta_id"], &mut keys.okta_id);
    fields.text([prefix, "entra_object_id"], &mut keys.entra_object_id);
    fields.text([prefix, "employee_id"], &mut keys.employee_id);
    fields.text([prefix, "login"], &mut keys.login);
    fields.text([prefix, "email"], &mut keys.email);
    fields.text([prefix, "display_name"], &mut keys.display_name);
    fields.text([prefix, "listed_id"], &mut keys.listed_id);
}

/// A person that may be absent, which is not the same as one without any key.
fn optional_person(fields: &mut dyn Fields, prefix: &'static str, value: &mut Option<PersonKeys>) {
    let mut is_there = Some(value.is_some());
    fields.flag([prefix, "is_named"], &mut is_there);
    let mut keys = value.take().unwrap_or_default();
    person(fields, prefix, &mut keys);
    *value = (is_there == Some(true)).then_some(keys);
}

fn device(fields: &mut dyn Fields, keys: &mut DeviceKeys) {
    optional_code(fields, ["device", "class"], &mut keys.class);
    fields.text(["device", "jamf_id"], &mut keys.jamf_id);
    fields.text(["device", "management_id"], &mut keys.management_id);
    fields.text(["device", "udid"], &mut keys.udid);
    fields.text(["device", "serial"], &mut keys.serial);
    fields.text(["device", "name"], &mut keys.name);
    fields.text(["device", "asset_tag"], &mut keys.asset_tag);
}

fn object(fields: &mut dyn Fields, value: &mut Option<ObjectRef>) {
    let mut is_there = Some(value.is_some());
    fields.flag(["object", "is_named"], &mut is_there);
    let mut object = value.take().unwrap_or_default();
    fields.text(["object", "id"], &mut object.id);
    fields.text(["object", "name"], &mut object.name);
    *value = (is_there == Some(true)).then_some(object);
}

fn origin(fields: &mut dyn Fields, origin: &mut Origin) {
    let mut line = i64::try_from(origin.line).ok();
    let mut item = Some(i64::from(origin.item));
    fields.number(["source", "line"], &mut line);
    fields.number(["source", "item"], &mut item);
    origin.line = line.and_then(|line| line.try_into().ok()).unwrap_or_default();
    origin.item = item.and_then(|item| item.try_into().ok()).unwrap_or_default();
}

/// Columns of `actions`.
pub(super) fn action(fields: &mut dyn Fields, action: &mut Action) {
    required(fields, "action_id", &mut action.action_id);
    fields.text(["", "uuid"], &mut action.uuid);
    code(fields, ["", "kind"], &mut action.kind);
    required(fields, "raw_kind", &mut action.raw_kind);
    object(fields, &mut action.object);
    fields.time(["", "sent_at"], &mut action.sent_at);
    fields.time(["", "done_at"], &mut action.done_at);
    code(fields, ["", "outcome"], &mut action.outcome);
    fields.text(["", "error"], &mut action.error);
    device(fields, Arc::make_mut(&mut action.device));
    optional_person(fields, "person", &mut action.person);
    let mut kind = action.initiator.as_ref().map(|initiator| initiator.kind);
    let mut name = action.initiator.take().map(|initiator| initiator.name);
    optional_code(fields, ["initiator", "kind"], &mut kind);
    fields.text(["initiator", "name"], &mut name);
    // Titles come from lists when everything was read.
    action.initiator = kind.zip(name).map(|(kind, name)| Initiator::new(kind, name));
    fields.text(["", "trigger_ref"], &mut action.trigger_ref);
    // Before records are merged, each comes from one row.
    if let Some(first) = action.origins.first_mut() {
        origin(fields, first);
    }
}

/// Columns of `events`.
pub(super) fn event(fields: &mut dyn Fields, event: &mut IdentityEvent) {
    required(fields, "event_id", &mut event.event_id);
    code(fields, ["", "kind"], &mut event.kind);
    required(fields, "raw_kind", &mut event.raw_kind);
    let mut source = Some(event.source.to_owned());
    fields.text(["", "source"], &mut source);
    match SOURCES.into_iter().find(|known| Some(*known) == source.as_deref()) {
        Some(known) => event.source = known,
        None => fields.wrong(["", "source"], format!("is `{}`", source.unwrap_or_default())),
    }
    required_time(fields, "occurred_at", &mut event.occurred_at);
    required_time(fields, "known_from", &mut event.known_from);
    required_time(fields, "known_to", &mut event.known_to);
    code(fields, ["", "known_basis"], &mut event.known_basis);
    fields.time(["", "effective_at"], &mut event.effective_at);
    code(fields, ["", "outcome"], &mut event.outcome);
    person(fields, "subject", &mut event.subject);
    let mut has_device = Some(event.device.is_some());
    fields.flag(["device", "is_named"], &mut has_device);
    let mut keys = event.device.take().unwrap_or_default();
    device(fields, &mut keys);
    event.device = (has_device == Some(true)).then_some(keys);
    object(fields, &mut event.object);
    json(fields, "correlations", &mut event.correlations);
    fields.text(["", "recants_event_id"], &mut event.recants_event_id);
    fields.text(["", "actor"], &mut event.actor);
    fields.flag(["", "actor_is_person"], &mut event.actor_is_person);
    optional_code(fields, ["", "level"], &mut event.level);
    fields.text(["", "old_value"], &mut event.old_value);
    fields.text(["", "new_value"], &mut event.new_value);
    origin(fields, &mut event.origin);
}

/// What `IdentityEvent::source` may be.
const SOURCES: [&str; 9] = ["okta", "hr", "csv", "entra", "google", "ssf", "ocsf", "jumpcloud", "sailpoint"];

/// Columns of `tickets`.
pub(super) fn ticket(fields: &mut dyn Fields, ticket: &mut Ticket) {
    required(fields, "ticket_id", &mut ticket.ticket_id);
    fields.text(["", "native_id"], &mut ticket.native_id);
    fields.text(["", "class"], &mut ticket.class);
    required_time(fields, "opened_at", &mut ticket.opened_at);
    fields.time(["", "resolved_at"], &mut ticket.resolved_at);
    fields.time(["", "closed_at"], &mut ticket.closed_at);
    fields.time(["", "updated_at"], &mut ticket.updated_at);
    code(fields, ["", "state"], &mut ticket.state);
    person(fields, "affected", &mut ticket.affected);
    json(fields, "device_values", &mut ticket.device_values);
    required(fields, "subject", &mut ticket.subject);
    required(fields, "body", &mut ticket.body);
    required(fields, "notes", &mut ticket.notes);
    fields.text(["", "close_code"], &mut ticket.close_code);
    required(fields, "close_notes", &mut ticket.close_notes);
    let mut links: Vec<(CauseLinkKind, String)> =
        std::mem::take(&mut ticket.links).into_iter().map(|link| (link.kind, link.id)).collect();
    json(fields, "links", &mut links);
    ticket.links = links.into_iter().map(|(kind, id)| CauseLink { kind, id }).collect();
    json(fields, "fields", &mut ticket.fields);
    origin(fields, &mut ticket.origin);
}

/// Columns of `assignments`.
pub(super) fn assignment(fields: &mut dyn Fields, assignment: &mut Assignment) {
    device(fields, Arc::make_mut(&mut assignment.device));
    fields.time(["", "from"], &mut assignment.from);
    optional_person(fields, "person", &mut assignment.person);
    required_flag(fields, "is_snapshot", &mut assignment.is_snapshot);
    origin(fields, &mut assignment.origin);
}

/// Columns of `device_states`.
pub(super) fn device_state(fields: &mut dyn Fields, state: &mut DeviceState) {
    device(fields, Arc::make_mut(&mut state.device));
    fields.time(["", "reported_at"], &mut state.reported_at);
    fields.time(["", "enrolled_at"], &mut state.enrolled_at);
    fields.time(["", "entered_at"], &mut state.entered_at);
    fields.flag(["", "is_shared"], &mut state.is_shared);
    fields.text(["", "model"], &mut state.model);
    origin(fields, &mut state.origin);
}

/// Columns of `activities`.
pub(super) fn activity(fields: &mut dyn Fields, activity: &mut Activity) {
    device(fields, Arc::make_mut(&mut activity.device));
    required_time(fields, "at", &mut activity.at);
    code(fields, ["", "kind"], &mut activity.kind);
    fields.text(["", "user"], &mut activity.user);
    origin(fields, &mut activity.origin);
}

/// Columns of `listed`.
pub(super) fn listed(fields: &mut dyn Fields, listed: &mut Listed) {
    code(fields, ["", "list"], &mut listed.list);
    required(fields, "id", &mut listed.id);
    fields.text(["", "name"], &mut listed.name);
    person(fields, "person", &mut listed.person);
    origin(fields, &mut listed.origin);
}

/// Columns of `employments`.
pub(super) fn employment(fields: &mut dyn Fields, employment: &mut Employment) {
    let state = Arc::make_mut(&mut employment.state);
    // A text comes first in every table: it tells how many rows there are.
    person(fields, "person", &mut state.person);
    required_time(fields, "snapshot_at", &mut employment.snapshot_at);
    optional_code(fields, ["", "status"], &mut state.status);
    fields.time(["", "leave_date"], &mut state.leave_date);
    required_flag(fields, "has_leave_field", &mut state.has_leave_field);
    fields.time(["", "hire_date"], &mut state.hire_date);
    fields.flag(["", "is_rehire"], &mut state.is_rehire);
    origin(fields, &mut employment.origin);
}

/// Columns of `hooks`.
pub(super) fn hook(fields: &mut dyn Fields, hook: &mut Hook) {
    required(fields, "name", &mut hook.name);
    fields.text(["", "tag"], &mut hook.tag);
    fields.text(["", "event"], &mut hook.event);
    optional_code(fields, ["", "trigger"], &mut hook.trigger);
    fields.text(["", "script"], &mut hook.script);
    fields.text(["", "description"], &mut hook.description);
    origin(fields, &mut hook.origin);
}

/// Columns of `ticket_facts`.
pub(super) fn ticket_fact(fields: &mut dyn Fields, fact: &mut TicketFact) {
    required(fields, "ticket_id", &mut fact.ticket_id);
    fields.time(["", "at"], &mut fact.at);
    optional_code(fields, ["", "state"], &mut fact.state);
    let mut kind = fact.link.as_ref().map(|link| link.kind);
    let mut id = fact.link.take().map(|link| link.id);
    optional_code(fields, ["link", "kind"], &mut kind);
    fields.text(["link", "id"], &mut id);
    fact.link = kind.zip(id).map(|(kind, id)| CauseLink { kind, id });
    required(fields, "note", &mut fact.note);
    json(fields, "fields", &mut fact.fields);
    origin(fields, &mut fact.origin);
}
