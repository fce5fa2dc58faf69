//! One directory audit, as the Graph API gives it and as the event hub wraps it.

use serde_json::{Value, json};

use super::{
    entra_wording::{self, Wording},
    identity_log::number_of,
    okta_noise::{APPS, Noise},
    rng::Rng,
    vendor_ids::{TENANT, entra_app, entra_group, entra_person, guid_of},
    workflows::GROUPS,
    world::{Actor, Event, World},
};
use crate::records::Instant;

/// A property that changed; texts are JSON inside a text.
pub(super) struct Change {
    pub(super) name: &'static str,
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
}

/// Who did it.
pub(super) enum Initiator {
    App(&'static str),
    Admin,
    /// The person of that number, under that address.
    Person(usize, String),
}

/// An audit before it is printed.
pub(super) struct Audit<'a> {
    pub(super) at: Instant,
    /// What its id is made from.
    pub(super) key: &'a str,
    /// What its correlation id is made from.
    pub(super) transaction: &'a str,
    pub(super) activity: &'static str,
    pub(super) category: &'static str,
    pub(super) operation: &'static str,
    pub(super) service: &'static str,
    pub(super) failure: Option<&'a str>,
    pub(super) initiator: Initiator,
    pub(super) targets: Vec<Value>,
}

/// The records of an event with a meaning: none where Entra audits nothing, two where disabling or enabling shows
/// under both its names.
pub(super) fn of_event(world: &World, event: &Event) -> Vec<Value> {
    let Some(wording) = entra_wording::of(event.kind) else { return Vec::new() };
    let mut records = vec![hub(world, &audit(world, event, &wording))];
    let is_twice = wording.switch.is_some() && number_of(&event.uuid).is_multiple_of(3);
    if let Some(enabled) = wording.switch.filter(|_| is_twice && event.result == "SUCCESS") {
        let mut twin = audit(world, event, &wording);
        let key = format!("{}-update", event.uuid);
        twin.key = &key;
        twin.activity = "Update user";
        let (old, new) = if enabled { ("[false]", "[true]") } else { ("[true]", "[false]") };
        let change = Change { name: "AccountEnabled", old: Some(old.to_owned()), new: Some(new.to_owned()) };
        twin.targets = vec![user(world, event.person, &event.login, &[change], false)];
        records.push(hub(world, &twin));
    }
    records
}

fn audit<'a>(world: &World, event: &'a Event, wording: &Wording) -> Audit<'a> {
    let initiator = match event.actor {
        _ if event.is_job => Initiator::App("DirectorySync"),
        Actor::System => Initiator::App("Microsoft Entra Lifecycle"),
        Actor::Admin => Initiator::Admin,
        Actor::Subject => Initiator::Person(event.person, event.login.clone()),
    };
    Audit {
        at: event.at,
        key: &event.uuid,
        transaction: &event.transaction,
        activity: wording.activity,
        category: wording.category,
        operation: wording.operation,
        service: wording.service,
        failure: (event.result != "SUCCESS").then_some(event.reason.unwrap_or("failure")),
        initiator,
        targets: targets(world, event, wording),
    }
}

fn targets(world: &World, event: &Event, wording: &Wording) -> Vec<Value> {
    let person = |changes: &[Change]| user(world, event.person, &event.login, changes, false);
    if let Some(group) = event.group {
        let (id, name) = (format!("\"{}\"", entra_group(group)), format!("\"{}\"", GROUPS[group].name));
        let is_added = event.kind.ends_with("add");
        let change = |name: &'static str, value: String| {
            let (old, new) = if is_added { (None, Some(value)) } else { (Some(value), None) };
            Change { name, old, new }
        };
        let member = person(&[change("Group.ObjectID", id), change("Group.DisplayName", name)]);
        let group = json!({ "id": entra_group(group), "displayName": null, "type": "Group",
            "userPrincipalName": null, "groupType": "azureAD", "modifiedProperties": [],
            "administrativeUnits": [] });
        return vec![member, group];
    }
    if event.kind.starts_with("application.user_membership.") {
        let app = event.app.unwrap_or(0);
        let id = format!("\"{}\"", entra_person(world.seed, event.person));
        let upn = format!("\"{}\"", event.login);
        let is_added = event.kind.ends_with("add");
        let change = |name: &str, value: String| {
            let (old, new) = if is_added { (None, Some(value)) } else { (Some(value), None) };
            json!({ "displayName": name, "oldValue": old, "newValue": new })
        };
        let principal = json!({ "id": entra_app(app), "displayName": APPS[app].1, "type": "ServicePrincipal",
            "userPrincipalName": null, "groupType": null, "administrativeUnits": [],
            "modifiedProperties": [change("AppRole.DisplayName", "\"User\"".to_owned()),
                change("User.ObjectID", id), change("User.UPN", upn)] });
        return vec![principal, person(&[])];
    }
    vec![person(&entra_wording::changes(event, wording))]
}

/// A person as a target. Keys of values that are not there are left out by the Graph API.
pub(super) fn user(world: &World, person: usize, upn: &str, changes: &[Change], is_graph: bool) -> Value {
    let changes: Vec<Value> = changes
        .iter()
        .map(|change| {
            let mut row =
                json!({ "displayName": change.name, "oldValue": change.old, "newValue": change.new });
            if is_graph && let Some(fields) = row.as_object_mut() {
                fields.retain(|_, value| !value.is_null());
            }
            row
        })
        .collect();
    json!({ "id": entra_person(world.seed, person), "displayName": null, "type": "User", "userPrincipalName": upn,
        "groupType": null, "modifiedProperties": changes, "administrativeUnits": [] })
}

/// An irrelevant record; none for what stands in the sign-in log.
pub(super) fn of_noise(world: &World, noise: &Noise) -> Vec<Value> {
    let Some((activity, service)) = entra_wording::of_noise(noise.kind) else { return Vec::new() };
    let login = world.people[noise.person].email(noise.at);
    let mut changes = Vec::new();
    if activity == "Update user" {
        let day = noise.at.format("%Y-%m-%dT%H:%M:%SZ");
        changes.push(Change {
            name: "LastDirSyncTime",
            old: Some("[\"2026-01-01T00:00:00Z\"]".to_owned()),
            new: Some(format!("[\"{day}\"]")),
        });
        changes.push(Change {
            name: "Included Updated Properties",
            old: None,
            new: Some("\"LastDirSyncTime\"".to_owned()),
        });
    }
    let is_sync = activity == "Update user";
    let audit = Audit {
        at: noise.at,
        key: &noise.uuid,
        transaction: &noise.transaction,
        activity,
        category: "UserManagement",
        operation: "Update",
        service,
        failure: None,
        initiator: if is_sync {
            Initiator::App("DirectorySync")
        } else {
            Initiator::Person(noise.person, login.to_owned())
        },
        targets: vec![user(world, noise.person, login, &changes, false)],
    };
    vec![hub(world, &audit)]
}

/// As the Graph API gives it.
pub(super) fn graph(world: &World, audit: &Audit<'_>, has_offset: bool) -> Value {
    let correlation = guid_of(world.seed, "entra-correlation", audit.transaction);
    let mut rng = Rng::for_key(world.seed, "entra-id", number_of(audit.key));
    let (letters, number) =
        (rng.token(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 5), rng.range(1_000_000, 99_999_999));
    let initiator = match &audit.initiator {
        Initiator::App(name) => json!({ "user": null, "app": { "appId": null, "displayName": name,
            "servicePrincipalId": guid_of(0, "entra-app", name), "servicePrincipalName": null } }),
        Initiator::Admin => person("5d0a7c42-88f1-4b3e-a6c9-71e2d0b4f955", "identity.admin@meridian.example"),
        Initiator::Person(index, login) => person(&entra_person(world.seed, *index), login),
    };
    json!({
        "id": format!("Directory_{correlation}_{letters}_{number}"),
        "category": audit.category,
        "correlationId": correlation,
        "result": if audit.failure.is_some() { "failure" } else { "success" },
        "resultReason": audit.failure.unwrap_or_default(),
        "activityDisplayName": audit.activity,
        "activityDateTime": stamp(audit, has_offset),
        "loggedByService": audit.service,
        "operationType": audit.operation,
        "userAgent": null,
        "initiatedBy": initiator,
        "targetResources": audit.targets,
        "additionalDetails": [],
    })
}

fn person(id: &str, upn: &str) -> Value {
    json!({ "app": null, "user": { "id": id, "displayName": null, "userPrincipalName": upn,
        "ipAddress": "198.51.100.7", "roles": [] } })
}

/// Seven digits; the Graph API ends in `Z` or in an offset.
fn stamp(audit: &Audit<'_>, has_offset: bool) -> String {
    let digits = number_of(audit.key) % 10_000;
    let zone = if has_offset { "+00:00" } else { "Z" };
    format!("{}{digits:04}{zone}", audit.at.format("%Y-%m-%dT%H:%M:%S%.3f"))
}

/// As a diagnostic setting wraps it for the hub.
fn hub(world: &World, audit: &Audit<'_>) -> Value {
    let record = graph(world, audit, true);
    let identity = match &audit.initiator {
        Initiator::App(name) => json!(name),
        _ => Value::Null,
    };
    let is_old = number_of(audit.transaction).is_multiple_of(2);
    let mut row = json!({
        "time": stamp(audit, false),
        "resourceId": format!("/tenants/{TENANT}/providers/Microsoft.aadiam"),
        "operationName": audit.activity,
        "operationVersion": "1.0",
        "category": "AuditLogs",
        "tenantId": TENANT,
        "resultSignature": "None",
        "durationMs": 0,
        "callerIpAddress": "<null>",
        "correlationId": record["correlationId"],
        "identity": identity,
    });
    // Two spellings of the level go about.
    if is_old {
        row["Level"] = json!(4);
    } else {
        row["level"] = json!("Informational");
    }
    row["properties"] = record;
    row
}
