//! One event of the identity log as the published mapping of Okta to OCSF prints it: the class and activity of the
//! schema, and the vendor's own type in `metadata.event_code`.

use chrono::Datelike;
use serde_json::{Map, Value, json};

use super::{
    calendar::utc_ms,
    okta_noise::{APPS, Noise},
    workflows::GROUPS,
    world::{Actor, Event, World},
};
use crate::records::Instant;

/// A class of the schema with one of its activities.
struct Placed {
    category: (u32, &'static str),
    class: (u32, &'static str),
    activity: (u32, &'static str),
}

const IDENTITY: (u32, &str) = (3, "Identity & Access Management");
const FINDINGS: (u32, &str) = (2, "Findings");

const fn identity(class: (u32, &'static str), activity: (u32, &'static str)) -> Placed {
    Placed { category: IDENTITY, class, activity }
}

/// Class and activity of an event type.
fn class_of(kind: &str) -> Placed {
    let account = |id, name| identity((3001, "Account Change"), (id, name));
    let access = |id, name| identity((3005, "User Access Management"), (id, name));
    let sign_in = |id, name| identity((3002, "Authentication"), (id, name));
    match kind {
        "user.lifecycle.create" => account(1, "Create"),
        "user.lifecycle.activate" | "user.lifecycle.unsuspend" | "system.import.user.unsuspend" => {
            account(2, "Enable")
        }
        "user.account.update_password" => account(3, "Password Change"),
        "user.lifecycle.deactivate" | "user.lifecycle.suspend" | "system.import.user.suspend" => {
            account(5, "Disable")
        }
        "user.lifecycle.delete.initiated" | "user.lifecycle.delete.completed" => account(6, "Delete"),
        "user.account.lock" => account(9, "Lock"),
        "user.account.unlock" => account(12, "Unlock"),
        "application.user_membership.add" => access(1, "Assign Privileges"),
        "application.user_membership.remove" => access(2, "Revoke Privileges"),
        "group.user_membership.add" => identity((3006, "Group Management"), (3, "Add User")),
        "group.user_membership.remove" => identity((3006, "Group Management"), (4, "Remove User")),
        "system.import.roadblock" => identity((3004, "Entity Management"), (12, "Suspend")),
        "system.import.roadblock.reschedule_and_resume" => {
            identity((3004, "Entity Management"), (13, "Resume"))
        }
        "user.session.start" => sign_in(1, "Logon"),
        "user.session.end" | "user.session.clear" | "user.authentication.universal_logout" => {
            sign_in(2, "Logoff")
        }
        "user.risk.detect" | "user.risk.change" => {
            Placed { category: FINDINGS, class: (2004, "Detection Finding"), activity: (1, "Create") }
        }
        "analytics.feedback.provide" => {
            Placed { category: FINDINGS, class: (2005, "Incident Finding"), activity: (2, "Update") }
        }
        _ if kind.starts_with("user.authentication") || kind.starts_with("policy.") => sign_in(99, "Other"),
        _ => account(99, "Other"),
    }
}

/// What every event has, whatever its class.
struct Frame<'a> {
    at: Instant,
    persisted: Instant,
    uuid: &'a str,
    kind: &'a str,
    transaction: &'a str,
    is_job: bool,
    failure: Option<&'a str>,
}

/// An event that nobody needs.
pub(super) fn of_noise(world: &World, noise: &Noise) -> Value {
    let frame = Frame {
        at: noise.at,
        persisted: noise.persisted,
        uuid: &noise.uuid,
        kind: noise.kind,
        transaction: &noise.transaction,
        is_job: false,
        failure: noise.failed.then_some("INVALID_CREDENTIALS"),
    };
    let mut event = framed(&frame);
    let person = user(world, noise.person, world.people[noise.person].email(noise.at), noise.at);
    event.insert("actor".to_owned(), json!({ "user": person }));
    event.insert("user".to_owned(), person);
    if noise.kind.contains("sso") || noise.kind.contains("oauth2") {
        let (id, name) = APPS[noise.app];
        event.insert("service".to_owned(), json!({ "uid": id, "name": name }));
    }
    Value::Object(event)
}

/// An event with a meaning.
pub(super) fn of_event(world: &World, event: &Event) -> Value {
    let frame = Frame {
        at: event.at,
        persisted: event.persisted,
        uuid: &event.uuid,
        kind: event.kind,
        transaction: &event.transaction,
        is_job: event.is_job,
        failure: (event.result != "SUCCESS").then_some(event.reason.unwrap_or("FAILURE")),
    };
    let mut row = framed(&frame);
    let mut put = |key: &str, value: Value| _ = row.insert(key.to_owned(), value);
    let person = user(world, event.person, &event.login, event.at);
    put(
        "actor",
        json!({ "user": match event.actor {
        Actor::System => json!({ "uid": "system@okta.com", "name": "Okta System", "type": "System", "type_id": 3 }),
        Actor::Admin => json!({
            "uid": "00uMbAdmin0000000001", "name": "Identity Admin", "type": "Admin", "type_id": 2,
            "email_addr": "identity.admin@meridian.example",
        }),
        Actor::Subject => person.clone(),
    } }),
    );
    if event.kind.starts_with("system.import.roadblock") {
        put("entity", json!({ "uid": "0oaMbHrImport0000001", "name": "HR import", "type": "AppInstance" }));
        return Value::Object(row);
    }
    put("user", person);
    if let Some(group) = event.group {
        put("group", json!({ "uid": GROUPS[group].id, "name": GROUPS[group].name }));
    }
    if event.kind.starts_with("application.user_membership.") {
        let (id, name) = APPS[event.app.unwrap_or(0)];
        put("resource", json!({ "uid": id, "name": name, "type": "AppInstance" }));
        put("privileges", json!(["member"]));
    }
    for (key, value) in of_debug(event) {
        put(key, value);
    }
    if !event.debug.is_empty() {
        let data: Map<String, Value> =
            event.debug.iter().map(|(key, value)| ((*key).to_owned(), json!(value))).collect();
        row["unmapped"]["debugContext"] = json!({ "debugData": data });
    }
    Value::Object(row)
}

/// What the debug data of an event becomes.
fn of_debug(event: &Event) -> Vec<(&'static str, Value)> {
    let said = |name: &str| event.debug.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str());
    let mut fields = Vec::new();
    if let Some(risk) = said("risk") {
        let part = |key: &str| {
            let rest = risk.split(key).nth(1).unwrap_or_default();
            rest.split([',', '}']).next().unwrap_or_default().to_owned()
        };
        let level = part(" level=");
        fields.push((
            "risk_level_id",
            json!(match level.as_str() {
                "HIGH" => 3,
                "MEDIUM" => 2,
                _ => 1,
            }),
        ));
        fields.push((
            "risk_level",
            json!(match level.as_str() {
                "HIGH" => "High",
                "MEDIUM" => "Medium",
                _ => "Low",
            }),
        ));
        fields.push(("finding_info", json!({ "uid": event.uuid, "title": part("detectionName=") })));
    }
    if let (Some(trigger), Some(label)) = (said("EventUuid"), said("Label")) {
        let (id, verdict) =
            if label == "false_positive" { (1, "False Positive") } else { (2, "True Positive") };
        fields.push(("verdict_id", json!(id)));
        fields.push(("verdict", json!(verdict)));
        fields.push(("finding_info_list", json!([{ "uid": trigger, "title": "User risk detected" }])));
    }
    if let Some(new) = said("newPrimaryEmail") {
        fields.push(("user_result", json!({ "email_addr": new })));
    }
    fields
}

fn user(world: &World, person: usize, login: &str, at: Instant) -> Value {
    let who = &world.people[person];
    json!({ "uid": who.okta_id, "name": who.at(at).name, "email_addr": login, "type": "User", "type_id": 1 })
}

fn framed(frame: &Frame<'_>) -> Map<String, Value> {
    let placed = class_of(frame.kind);
    let (class_uid, class_name) = placed.class;
    let (activity_id, activity) = placed.activity;
    let debug = if frame.is_job { "JOB" } else { "WEB" };
    let Value::Object(mut row) = json!({
        "metadata": {
            "uid": frame.uuid,
            "event_code": frame.kind,
            "correlation_uid": frame.transaction,
            "logged_time": frame.persisted.timestamp_millis(),
            "original_time": utc_ms(frame.at),
            "product": { "name": "Okta System Log", "vendor_name": "Okta" },
            "version": "1.1.0",
        },
        "category_uid": placed.category.0,
        "category_name": placed.category.1,
        "class_uid": class_uid,
        "class_name": class_name,
        "activity_id": activity_id,
        "activity_name": activity,
        "type_uid": class_uid * 100 + activity_id,
        "type_name": format!("{class_name}: {activity}"),
        "severity_id": 1,
        "severity": "Informational",
        "unmapped": { "transaction": { "id": frame.transaction, "type": debug } },
    }) else {
        return Map::new();
    };
    // The schema wants milliseconds; one mapping in use writes seconds and the full time beside them.
    if frame.at.month().is_multiple_of(2) {
        row.insert("time".to_owned(), json!(frame.at.timestamp_millis()));
    } else {
        row.insert("time".to_owned(), json!(frame.at.timestamp()));
        row.insert("time_dt".to_owned(), json!(utc_ms(frame.at)));
    }
    // Findings have a life of their own, not an outcome.
    if placed.category == IDENTITY {
        row.insert("status_id".to_owned(), json!(if frame.failure.is_some() { 2 } else { 1 }));
        row.insert("status".to_owned(), json!(if frame.failure.is_some() { "Failure" } else { "Success" }));
        row.insert("status_detail".to_owned(), json!(frame.failure));
    }
    row
}
