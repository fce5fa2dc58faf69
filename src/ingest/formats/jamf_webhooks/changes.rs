//! Changes on the server: memberships of smart groups, and objects changed through the API.

use std::sync::Arc;

use serde_json::Value;

use super::{
    super::jamf_fields::{device_text, hashed_id, is_uuid},
    body::{Body, device, folded, id_of, is_known},
    field,
};
use crate::{
    ingest::sink::Record,
    records::{
        Action, ActionKind, DeviceKeys, Initiator, InitiatorKind, Instant, JamfClass, ObjectRef, Origin,
        Outcome,
    },
};

/// One group change per device that entered or left. Jamf itself works out who is in a smart group, so that nobody
/// is named as having done it.
pub(super) fn of_smart_group(
    body: &Body<'_>,
    class: JamfClass,
    time: Instant,
    at: Origin,
) -> Result<Vec<Record>, String> {
    let group = ObjectRef { id: id_of(&body.event, "jssid"), name: body.text("name") };
    let name =
        group.id.clone().or_else(|| group.name.clone()).ok_or("neither `jssid` nor `name` of the group")?;
    let mut records = Vec::new();
    for (way, ids, list) in [
        ("added", "groupaddeddevicesids", "groupaddeddevices"),
        ("removed", "groupremoveddevicesids", "groupremoveddevices"),
    ] {
        for keys in members(&body.event, ids, list, class) {
            let raw_kind = format!("{} {way}", body.name);
            let id = hashed_id(&[&device_text(&keys), &raw_kind, &name, &time.to_rfc3339()]);
            records.push(Record::from(done(
                id,
                ActionKind::GroupChange,
                raw_kind,
                group.clone(),
                keys,
                time,
                at,
            )));
        }
    }
    Ok(records)
}

/// The devices of a list: their ids, else what is said of each.
fn members(event: &Value, ids: &str, list: &str, class: JamfClass) -> Vec<DeviceKeys> {
    let mut of_ids = Vec::new();
    numbers(field(event, ids), &mut of_ids);
    if !of_ids.is_empty() {
        let keys = |id| DeviceKeys { class: Some(class), jamf_id: Some(id), ..DeviceKeys::default() };
        return of_ids.into_iter().map(keys).collect();
    }
    let described = match field(event, list) {
        Some(Value::Array(all)) => all.iter().collect(),
        Some(Value::Object(only)) => only.values().collect(),
        _ => Vec::new(),
    };
    described.into_iter().map(|part| device(part, class)).filter(is_known).collect()
}

/// Numbers of a list as JSON has it, or as elements of XML.
fn numbers(value: Option<&Value>, all: &mut Vec<String>) {
    match value {
        Some(Value::Number(number)) => all.push(number.to_string()),
        Some(Value::String(text)) => {
            let ids = text.split([',', ' ', ';']).map(str::trim);
            all.extend(ids.filter(|id| !id.is_empty() && *id != "-1").map(str::to_owned));
        }
        Some(Value::Array(values)) => values.iter().for_each(|value| numbers(Some(value), all)),
        Some(Value::Object(members)) => members.values().for_each(|value| numbers(Some(value), all)),
        _ => {}
    }
}

/// What somebody changed through the API; nothing for reading and for objects that no workflow changes.
pub(super) fn through_api(body: &Body<'_>, time: Instant, at: Origin) -> Result<Vec<Record>, String> {
    let missing = |key: &str| format!("an operation without `{key}`");
    let operation = body.text("restapioperationtype").ok_or_else(|| missing("restAPIOperationType"))?;
    let object_type = body.text("objecttypename").ok_or_else(|| missing("objectTypeName"))?;
    let Some((kind, class)) = kind(&operation.to_uppercase(), &object_type) else { return Ok(Vec::new()) };
    let object = ObjectRef { id: id_of(&body.event, "objectid"), name: body.text("objectname") };
    let keys = match class {
        Some(class) => DeviceKeys {
            class: Some(class),
            jamf_id: object.id.clone(),
            name: object.name.clone(),
            ..DeviceKeys::default()
        },
        None => DeviceKeys::default(),
    };
    let actor = body.text("authorizedusername");
    let raw_kind = format!("{} {object_type}", operation.to_uppercase());
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    let id = hashed_id(&[
        &raw_kind,
        &or_empty(&object.id),
        &or_empty(&object.name),
        &or_empty(&actor),
        &time.to_rfc3339(),
    ]);
    let mut action = done(id, kind, raw_kind, object, keys, time, at);
    action.initiator = actor.map(|name| {
        let kind = if is_uuid(&name) { InitiatorKind::ApiClient } else { InitiatorKind::Account };
        Initiator::new(kind, name)
    });
    match body.text("operationsuccessful").as_deref() {
        Some("true") => {}
        Some("false") => {
            (action.outcome, action.done_at, action.sent_at) = (Outcome::Failed, None, Some(time));
        }
        _ => (action.outcome, action.done_at, action.sent_at) = (Outcome::Unknown, None, Some(time)),
    }
    Ok(vec![Record::from(action)])
}

/// The kind of action, and the class of the device where one was deleted. Commands sent this way stand with their
/// UUID in the list of commands.
fn kind(operation: &str, object_type: &str) -> Option<(ActionKind, Option<JamfClass>)> {
    if operation == "GET" {
        return None;
    }
    let object_type = folded(object_type).replace(' ', "");
    let has = |word: &str| object_type.contains(word);
    match object_type.as_str() {
        "computer" | "computers" => {
            (operation == "DELETE").then_some((ActionKind::RecordDelete, Some(JamfClass::Computer)))
        }
        "mobiledevice" | "mobiledevices" => {
            (operation == "DELETE").then_some((ActionKind::RecordDelete, Some(JamfClass::Mobile)))
        }
        _ if has("group") => Some((ActionKind::GroupChange, None)),
        _ if has("script") => Some((ActionKind::ScriptChange, None)),
        _ if has("policy") || has("profile") || has("application") || has("vpp") || has("license") => {
            Some((ActionKind::Other, None))
        }
        _ => None,
    }
}

/// An action on the server, done at its time.
fn done(
    action_id: String,
    kind: ActionKind,
    raw_kind: String,
    object: ObjectRef,
    device: DeviceKeys,
    time: Instant,
    at: Origin,
) -> Action {
    let object = (object != ObjectRef::default()).then_some(object);
    Action {
        action_id,
        uuid: None,
        kind,
        raw_kind,
        object,
        sent_at: None,
        done_at: Some(time),
        outcome: Outcome::Done,
        error: None,
        device: Arc::new(device),
        person: None,
        initiator: None,
        trigger_ref: None,
        origins: vec![at],
    }
}
