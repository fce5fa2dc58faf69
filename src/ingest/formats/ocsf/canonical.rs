//! From an OCSF event to canonical identity events.

use chrono::TimeDelta;
use serde_json::Value;

use super::{
    super::json_texts::{at as value_at, each, first_text, hash, is_guid, text},
    classes::{self, About, number},
};
use crate::{
    ingest::{
        sink::{Record, Sink},
        times::TimeRule,
    },
    records::{
        DeviceKeys, EventKind, EventOutcome, IdentityEvent, Instant, KnownBasis, ObjectRef, Origin,
        PersonKeys, blank,
    },
};

/// Settles one event with the sink.
pub(super) fn settle(event: &Value, at: Origin, sink: &mut Sink<'_>) {
    let Some((kind, about)) = classes::kind(event) else { return sink.out_of_scope(at) };
    match events(event, kind, about, at, sink) {
        Ok(events) => sink.accept(at, events.into_iter().map(Record::from)),
        Err(reason) => sink.reject(at, reason, &event.to_string()),
    }
}

fn events(
    event: &Value,
    kind: EventKind,
    about: About,
    at: Origin,
    sink: &mut Sink<'_>,
) -> Result<Vec<IdentityEvent>, String> {
    let occurred_at = occurred(event, at, sink)?;
    let recorded = match first_text(event, &[&["metadata", "logged_time_dt"], &["metadata", "logged_time"]]) {
        Some(logged) => time(&logged, "metadata.logged_time", at, sink)?,
        None => None,
    };
    let known = recorded.map_or(occurred_at, |recorded| recorded.max(occurred_at));
    let device = device(event, about);
    let is_device_kind = matches!(kind, EventKind::DeviceRemoved | EventKind::DeviceAdded);
    let subjects = subjects(event, kind, about);
    let needs_subject = kind != EventKind::RiskRecanted && !(is_device_kind && device.is_some());
    if subjects.is_empty() && needs_subject {
        return Err(
            "no `user` with an id, name or e-mail: nobody is known whom the event is about".to_owned()
        );
    }
    let actor = value_at(event, &["actor", "user"]);
    let one = IdentityEvent {
        event_id: text(event, &["metadata", "uid"]).unwrap_or_else(|| hash(event)),
        raw_kind: raw_kind(event),
        source: "ocsf",
        // The log was told of it then; the product itself knew when it happened.
        known_from: occurred_at,
        known_to: known,
        known_basis: if recorded.is_some() { KnownBasis::Recorded } else { KnownBasis::Occurred },
        outcome: outcome(event, kind),
        device: device.filter(|_| is_device_kind || about == About::Finding),
        object: object(event, kind, about),
        correlations: correlations(event),
        actor: actor.and_then(|user| first_text(user, &[&["name"], &["email_addr"], &["uid"]])),
        actor_is_person: actor_is_person(event),
        level: classes::level(event),
        recants_event_id: text(event, &["unmapped", "debugContext", "debugData", "EventUuid"])
            .filter(|_| kind == EventKind::RiskRecanted),
        origin: at,
        ..blank::event(kind, occurred_at)
    };
    if subjects.is_empty() {
        return Ok(vec![one]);
    }
    Ok(subjects.into_iter().map(|subject| IdentityEvent { subject, ..one.clone() }).collect())
}

/// `time_dt` is what the source said; mappings in the field write seconds into `time`, and another year.
fn occurred(event: &Value, at: Origin, sink: &mut Sink<'_>) -> Result<Instant, String> {
    let number = match text(event, &["time"]) {
        Some(number) => time(&number, "time", at, sink),
        None => Ok(None),
    };
    let Some(told) = text(event, &["time_dt"]) else {
        return number?
            .ok_or_else(|| "neither `time_dt` nor `time` holds a time; every event needs one".to_owned());
    };
    let told = time(&told, "time_dt", at, sink)?.ok_or("`time_dt` holds no time; every event needs one")?;
    if let Ok(Some(number)) = number
        && (number - told).abs() > TimeDelta::days(1)
    {
        let message = "`time` and `time_dt` of an event lie more than a day apart; `time_dt` counts";
        sink.note(at, "ocsf-times-disagree", message);
    }
    Ok(told)
}

fn time(text: &str, name: &str, at: Origin, sink: &mut Sink<'_>) -> Result<Option<Instant>, String> {
    sink.time(at, text, TimeRule::Utc).map_err(|reason| format!("`{name}`: {reason}"))
}

/// The original type where it was kept, else class and activity.
fn raw_kind(event: &Value) -> String {
    text(event, &["metadata", "event_code"]).unwrap_or_else(|| {
        let part = |key| number(event, key).map_or_else(|| "?".to_owned(), |number| number.to_string());
        let verdict =
            number(event, "verdict_id").map_or_else(String::new, |verdict| format!(", verdict {verdict}"));
        format!("class {} activity {}{verdict}", part("class_uid"), part("activity_id"))
    })
}

/// A lock that Okta logged as a failed sign-in with `LOCKED_OUT` did happen.
fn outcome(event: &Value, kind: EventKind) -> EventOutcome {
    let is_lock =
        kind == EventKind::AccountLocked && text(event, &["status_detail"]).as_deref() == Some("LOCKED_OUT");
    match number(event, "status_id") {
        Some(1) => EventOutcome::Happened,
        Some(2) if is_lock => EventOutcome::Happened,
        Some(2) => EventOutcome::Failed,
        _ => EventOutcome::Unknown,
    }
}

fn subjects(event: &Value, kind: EventKind, about: About) -> Vec<PersonKeys> {
    let users: Vec<&Value> = match about {
        About::Group => {
            let users = each(event, &["users"]);
            if users.is_empty() { each(event, &["user"]) } else { users }
        }
        About::Entity => {
            let user = each(event, &["entity", "user"]);
            let is_user =
                text(event, &["entity", "type"]).is_some_and(|kind| kind.eq_ignore_ascii_case("user"));
            if user.is_empty() && is_user { each(event, &["entity"]) } else { user }
        }
        About::Finding => {
            let evidence = each(event, &["evidences"]);
            let named =
                evidence.iter().flat_map(|it| [each(it, &["user"]), each(it, &["actor", "user"])].concat());
            each(event, &["user"]).into_iter().chain(named).take(1).collect()
        }
        About::User => {
            let user = each(event, &["user"]);
            // Who locks an account out or signs in is the actor.
            let is_own = matches!(kind, EventKind::AccountLocked | EventKind::SignIn);
            if user.is_empty() && is_own { each(event, &["actor", "user"]) } else { user }
        }
    };
    users.into_iter().map(|user| person(event, user)).filter(|person| !person.is_empty()).collect()
}

fn person(event: &Value, user: &Value) -> PersonKeys {
    let uid = text(user, &["uid"]);
    let is_okta_id = |uid: &String| classes::is_okta(event) || uid.starts_with("00u");
    PersonKeys {
        okta_id: uid.clone().filter(is_okta_id),
        entra_object_id: uid.filter(|uid| !is_okta_id(uid) && is_guid(uid)).map(|uid| uid.to_lowercase()),
        employee_id: text(user, &["ldap_person", "employee_uid"]),
        login: text(user, &["name"]),
        email: text(user, &["email_addr"]),
        display_name: first_text(user, &[&["full_name"], &["display_name"]]),
        ..PersonKeys::default()
    }
}

fn device(event: &Value, about: About) -> Option<DeviceKeys> {
    let device = match about {
        About::Entity => value_at(event, &["entity", "device"]).or_else(|| value_at(event, &["entity"])),
        About::Finding => {
            let named = each(event, &["evidences"]).into_iter().find_map(|it| value_at(it, &["device"]));
            value_at(event, &["device"]).or(named)
        }
        About::User | About::Group => value_at(event, &["device"]),
    }?;
    let upper = |paths: &[&[&str]]| first_text(device, paths).map(|text| text.to_uppercase());
    let keys = DeviceKeys {
        serial: upper(&[&["hw_info", "serial_number"], &["serial_number"]]),
        udid: upper(&[&["hw_info", "uuid"], &["udid"], &["uid"]]).filter(|uid| is_guid(uid)),
        name: first_text(device, &[&["hostname"], &["name"]]),
        ..DeviceKeys::default()
    };
    (keys != DeviceKeys::default()).then_some(keys)
}

fn object(event: &Value, kind: EventKind, about: About) -> Option<ObjectRef> {
    let first = |path: &[&str]| each(event, path).into_iter().next();
    let found = match kind {
        _ if about == About::Group => first(&["group"]),
        EventKind::RoleRemoved | EventKind::RoleAdded => {
            first(&["iam_role"]).or(first(&["iam_roles"])).or(first(&["policy"])).or(first(&["policies"]))
        }
        _ => first(&["group"]).or(first(&["app"])).or(first(&["resource"])),
    };
    let privilege = || match value_at(event, &["privileges"])?.as_array()?.first()? {
        Value::String(name) => Some(ObjectRef { id: None, name: Some(name.clone()) }),
        _ => None,
    };
    let of_value = |value: &Value| ObjectRef { id: text(value, &["uid"]), name: text(value, &["name"]) };
    found.map(of_value).or_else(privilege).filter(|object| *object != ObjectRef::default())
}

fn correlations(event: &Value) -> Vec<String> {
    let operation = first_text(event, &[&["metadata", "correlation_uid"]]);
    let transaction =
        text(event, &["unmapped", "transaction", "id"]).filter(|id| Some(id) != operation.as_ref());
    let finding = text(event, &["finding_info", "uid"]).map(|id| format!("finding:{id}"));
    let both = operation.into_iter().chain(transaction).map(|id| format!("transaction:{id}"));
    both.chain(finding).collect()
}

fn actor_is_person(event: &Value) -> Option<bool> {
    match number(value_at(event, &["actor", "user"])?, "type_id") {
        Some(1 | 2) => Some(true),
        Some(3 | 4) => Some(false),
        _ => None,
    }
}
