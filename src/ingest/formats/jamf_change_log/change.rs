//! From a record of change management to an action.

use std::sync::Arc;

use super::{
    super::jamf_fields::{hashed_id, is_uuid},
    body::Body,
    line::{self, Header, Line},
    meaning::{Meaning, meaning},
};
use crate::{
    ingest::{
        sink::{Record, Sink},
        times::{self, TimeRule},
    },
    records::{
        Action, ActionKind, DeviceKeys, Initiator, InitiatorKind, Instant, JamfClass, ObjectRef, Origin,
        Outcome, ZoneSource,
    },
};

/// Settles one record; `stream_time` is what the stream says beside it.
pub(super) fn settle(record: &str, stream_time: Option<&str>, at: Origin, sink: &mut Sink<'_>) {
    let first = record.lines().next().unwrap_or_default();
    let header = match line::of(first) {
        Some(Line::Change(header)) => header,
        Some(Line::Access | Line::Other) => return sink.out_of_scope(at),
        Some(Line::Unclear) | None => {
            let reason = "does not begin with `[actor (ID: n)] [OPERATION] [Object Type] [time]` or the name of another \
                          log in brackets; at the head of a file it is the end of a record that began in an older one";
            return sink.reject(at, reason, record);
        }
    };
    // Before the body is looked at: nearly every record is one of these.
    if header.is_reading() {
        return sink.out_of_scope(at);
    }
    match action(&header, record, stream_time, at, sink) {
        Ok(Some(action)) => sink.accept(at, [Record::from(action)]),
        Ok(None) => sink.out_of_scope(at),
        Err(reason) => sink.reject(at, reason, record),
    }
}

/// The action; `None` when no workflow can use it.
fn action(
    header: &Header<'_>,
    record: &str,
    stream_time: Option<&str>,
    at: Origin,
    sink: &mut Sink<'_>,
) -> Result<Option<Action>, String> {
    if !["CREATE", "UPDATE", "DELETE"].contains(&header.operation) {
        let message =
            format!("operation `{}` is not known, expected CREATE, READ, UPDATE or DELETE", header.operation);
        sink.note(at, "unknown-operation", message);
        return Ok(None);
    }
    let body = Body::of(record);
    let meaning = meaning(header.operation, header.object_type, &body);
    let kind = match meaning {
        Meaning::Useless => return Ok(None),
        Meaning::Sent(kind) | Meaning::Changed(kind) => kind,
        Meaning::DeviceDeleted(_) => ActionKind::RecordDelete,
    };
    let time = when(header, stream_time, at, sink)?;
    if record.lines().nth(1).is_none() {
        let message = "records have no body, as when they came through syslog: which object they are about is not known";
        sink.note(at, "body-lost", message);
    }
    let is_sent = matches!(meaning, Meaning::Sent(_));
    let device = device(meaning, header.object_type, &body);
    let object = ObjectRef { id: body.id("ID"), name: body.get("Name").map(str::to_owned) };
    let has_object = matches!(meaning, Meaning::Changed(_)) && object != ObjectRef::default();
    Ok(Some(Action {
        action_id: hashed(header, &device, &object, time),
        uuid: None,
        kind,
        raw_kind: format!("{} {}", header.operation, header.object_type).trim_end().to_owned(),
        object: has_object.then_some(object),
        sent_at: Some(time),
        // What happens on the server has happened when it is logged; what a device did is not known here.
        done_at: (!is_sent).then_some(time),
        outcome: if is_sent { Outcome::Unknown } else { Outcome::Done },
        error: None,
        device: Arc::new(device),
        person: None,
        initiator: initiator(header),
        trigger_ref: None,
        origins: vec![at],
    }))
}

/// From what makes a record one, so that its copies in the stream and in the file have one id.
fn hashed(header: &Header<'_>, device: &DeviceKeys, object: &ObjectRef, time: Instant) -> String {
    let id = object.id.as_deref().or(device.jamf_id.as_deref()).unwrap_or_default();
    let actor_id = header.actor_id.to_string();
    hashed_id(&[header.actor, &actor_id, header.operation, header.object_type, id, &time.to_rfc3339()])
}

/// The last bracket has an offset; without one the time of the stream says it; else UTC is assumed.
fn when(
    header: &Header<'_>,
    stream_time: Option<&str>,
    at: Origin,
    sink: &mut Sink<'_>,
) -> Result<Instant, String> {
    let given = [Some(header.time), stream_time, header.inner_time];
    let read = |text: &&str| times::parse(text, TimeRule::AssumeUtc, sink.time_zone).ok().flatten();
    let is_explicit = |text: &&str| read(text).is_some_and(|stamp| stamp.zone_source == ZoneSource::Explicit);
    let spelled = || given.iter().flatten().copied();
    let best = spelled().find(is_explicit).or_else(|| spelled().find(|text| read(text).is_some()));
    let text = best.unwrap_or(header.time);
    sink.time(at, text, TimeRule::AssumeUtc)?
        .ok_or_else(|| format!("the last bracket holds no time, found `{text}`"))
}

/// The device: what was deleted, or what a command was sent to. An id alone on a command may be that of the command,
/// so a key that names the device goes before it.
fn device(meaning: Meaning, object_type: &str, body: &Body) -> DeviceKeys {
    let upper = |key: &str| body.get(key).map(str::to_uppercase);
    let first = |keys: &[&str]| keys.iter().find_map(|key| body.get(key)).map(str::to_owned);
    let mut class = match meaning {
        Meaning::DeviceDeleted(class) => Some(class),
        _ => class_of(object_type),
    };
    let mut jamf_id = None;
    for (key, of_key) in [("Computer ID", JamfClass::Computer), ("Mobile Device ID", JamfClass::Mobile)] {
        if let Some(id) = body.id(key).filter(|_| jamf_id.is_none()) {
            (jamf_id, class) = (Some(id), Some(of_key));
        }
    }
    let mut name = first(&["Computer Name", "Mobile Device Name", "Device Name"]);
    if !matches!(meaning, Meaning::Changed(_)) {
        jamf_id = jamf_id.or_else(|| body.id("Device ID")).or_else(|| body.id("ID"));
        name = name.or_else(|| first(&["Name"]));
    }
    DeviceKeys {
        class: class.filter(|_| jamf_id.is_some() || !matches!(meaning, Meaning::Changed(_))),
        jamf_id,
        management_id: body.get("Management ID").map(str::to_lowercase),
        udid: upper("UDID"),
        serial: upper("Serial Number"),
        name,
        asset_tag: None,
    }
}

fn class_of(object_type: &str) -> Option<JamfClass> {
    let name = object_type.to_lowercase();
    match (name.contains("mobile device"), name.contains("computer")) {
        (true, _) => Some(JamfClass::Mobile),
        (false, true) => Some(JamfClass::Computer),
        (false, false) => None,
    }
}

/// Who did it, by the number behind the name.
fn initiator(header: &Header<'_>) -> Option<Initiator> {
    if header.actor.is_empty() {
        return None;
    }
    let kind = match header.actor_id {
        0 if is_uuid(header.actor) => {
            return Some(Initiator::new(InitiatorKind::ApiClient, header.actor.to_lowercase()));
        }
        0 => InitiatorKind::System,
        1.. => InitiatorKind::Account,
        _ => InitiatorKind::Sso,
    };
    Some(Initiator::new(kind, header.actor))
}
