//! Entries of the directory audit, made by hand from the tables of the documentation (synthetic), and what is read of
//! them.

mod containers;
mod prefilter;
mod risk;
mod updates;

use serde_json::{Value, json};

use super::super::{
    entra_audit::FORMAT as AUDIT,
    entra_risk::FORMAT as RISK,
    reading::{Read, read_json},
};
use crate::records::{EventKind as K, EventOutcome, IdentityEvent, KnownBasis};

pub(super) const ANA: &str = "11111111-aaaa-4bbb-8ccc-000000000001";
pub(super) const GROUP: &str = "22222222-aaaa-4bbb-8ccc-000000000002";
pub(super) const LAPTOP: &str = "33333333-aaaa-4bbb-8ccc-000000000003";
pub(super) const OPERATION: &str = "44444444-aaaa-4bbb-8ccc-000000000004";

pub(super) fn user(properties: &[Value]) -> Value {
    json!({ "id": ANA, "displayName": null, "type": "User", "userPrincipalName": "ana.reyes@meridian.example",
            "groupType": null, "modifiedProperties": properties })
}

pub(super) fn changed(name: &str, old: Option<&str>, new: Option<&str>) -> Value {
    let mut property = json!({ "displayName": name });
    if let Some(old) = old {
        property["oldValue"] = old.into();
    }
    if let Some(new) = new {
        property["newValue"] = new.into();
    }
    property
}

/// An entry as Graph writes it.
pub(super) fn entry_of(activity: &str, targets: &[Value]) -> Value {
    json!({
        "id": format!("Directory_{OPERATION}_AB1CD_1234"), "category": "UserManagement", "correlationId": OPERATION,
        "result": "success", "resultReason": "", "activityDisplayName": activity,
        "activityDateTime": "2026-07-06T08:15:30.1234567Z", "loggedByService": "Core Directory", "operationType": "Update",
        "initiatedBy": { "user": null, "app": { "appId": "app-1", "displayName": "Meridian Joiner", "servicePrincipalId": "sp-1" } },
        "targetResources": targets, "additionalDetails": [],
    })
}

pub(super) fn group_change(activity: &str, mut member: Value) -> Value {
    let (id, name) = (format!("\"{GROUP}\""), "\"Mac users\"");
    let side = |text| if activity.starts_with("Add") { (None, Some(text)) } else { (Some(text), None) };
    let (old_id, new_id) = side(id.as_str());
    let (old_name, new_name) = side(name);
    member["modifiedProperties"] =
        json!([changed("Group.ObjectID", old_id, new_id), changed("Group.DisplayName", old_name, new_name)]);
    let group = json!({ "id": GROUP, "displayName": null, "type": "Group", "groupType": "unknownFutureValue",
                        "modifiedProperties": [] });
    entry_of(activity, &[member, group])
}

/// The one event of one entry.
pub(super) fn one(entry: Value) -> IdentityEvent {
    let read = read_json(&AUDIT, &[entry]);
    let [event] = read.events()[..] else { panic!("{:?} {}", read.records, read.reasons()) };
    event.clone()
}

fn kinds(read: &Read) -> Vec<K> {
    read.events().iter().map(|event| event.kind).collect()
}

#[test]
fn an_account_that_is_disabled_is_the_user_target_with_operation_and_actor() {
    let event = one(entry_of("Disable account", &[user(&[])]));
    assert_eq!(
        (event.kind, event.outcome, event.source),
        (K::AccountDisabled, EventOutcome::Happened, "entra")
    );
    assert_eq!(event.event_id, format!("Directory_{OPERATION}_AB1CD_1234"));
    assert_eq!(event.subject.entra_object_id.as_deref(), Some(ANA));
    assert_eq!(event.subject.login.as_deref(), Some("ana.reyes@meridian.example"));
    assert_eq!(event.subject.display_name, None);
    assert_eq!(event.correlations, [format!("correlation:{OPERATION}")]);
    assert_eq!(event.actor.as_deref(), Some("Meridian Joiner (app-1)"));
    assert_eq!((event.actor_is_person, event.known_basis), (Some(false), KnownBasis::Occurred));
    assert_eq!(
        event.occurred_at.to_rfc3339(),
        "2026-07-06T08:15:30.123+00:00",
        "seven digits are cut to three"
    );
}

#[test]
fn an_administrator_is_a_person_and_the_empty_operation_is_none() {
    let mut entry = entry_of("Enable account", &[user(&[])]);
    entry["initiatedBy"] = json!({ "app": null, "user": { "id": "u-9", "displayName": null, "userPrincipalName": "sam@meridian.example", "roles": [] } });
    entry["correlationId"] = "00000000-0000-0000-0000-000000000000".into();
    let event = one(entry);
    assert_eq!((event.kind, event.actor_is_person), (K::AccountEnabled, Some(true)));
    assert_eq!(event.actor.as_deref(), Some("sam@meridian.example"));
    assert!(event.correlations.is_empty());
}

#[test]
fn every_trigger_has_its_reversal() {
    for (activity, kind) in [
        ("Disable account", K::AccountDisabled),
        ("Enable account", K::AccountEnabled),
        ("Delete user", K::AccountDeleted),
        ("Hard Delete user", K::AccountDeleted),
        ("Restore user", K::AccountRestored),
        ("Remove app role assignment from user", K::AppRemoved),
        ("Add app role assignment grant to user", K::AppAdded),
        ("Remove member from role", K::RoleRemoved),
        ("Add member to role", K::RoleAdded),
        ("ConfirmAccountCompromised", K::CompromiseConfirmed),
        ("ConfirmSafe", K::ConfirmedSafe),
        ("DismissUser", K::RiskDismissed),
        ("Suspicious activity reported", K::RiskRaised),
        ("Fraud reported - user is blocked for MFA", K::AccountLocked),
        ("Clear block on user", K::AccountUnlocked),
        ("Administrator directly removes user access package assignment", K::AppRemoved),
        ("Extend access package assignment", K::AppAdded),
        ("Update StsRefreshTokenValidFrom Timestamp", K::SessionCleared),
    ] {
        assert_eq!(one(entry_of(activity, &[user(&[])])).kind, kind, "{activity}");
    }
}

#[test]
fn what_failed_did_not_happen_and_a_timeout_is_open() {
    for (result, outcome) in [
        ("failure", EventOutcome::Failed),
        ("timeout", EventOutcome::Unknown),
        ("unknownFutureValue", EventOutcome::Unknown),
    ] {
        let mut entry = entry_of("Delete user", &[user(&[])]);
        entry["result"] = result.into();
        assert_eq!(one(entry).outcome, outcome, "{result}");
    }
}

#[test]
fn the_group_stands_in_the_old_value_of_a_removal_and_the_new_one_of_an_addition() {
    for (activity, kind) in
        [("Remove member from group", K::GroupRemoved), ("Add member to group", K::GroupAdded)]
    {
        let event = one(group_change(activity, user(&[])));
        assert_eq!(event.kind, kind);
        let object = event.object.unwrap();
        assert_eq!((object.id.as_deref(), object.name.as_deref()), (Some(GROUP), Some("Mac users")));
        assert_eq!(event.subject.entra_object_id.as_deref(), Some(ANA));
    }
}

#[test]
fn the_order_of_targets_means_nothing() {
    let entry = group_change("Remove member from group", user(&[]));
    let mut turned = entry.clone();
    turned["targetResources"].as_array_mut().unwrap().reverse();
    assert_eq!(one(turned), one(entry));
}

#[test]
fn a_device_can_be_a_member_and_flaps_are_kept() {
    let device = json!({ "id": LAPTOP, "displayName": "MAC-0042", "type": "Device" });
    let mut rows = Vec::new();
    for (number, activity) in
        ["Add member to group", "Remove member from group", "Add member to group"].iter().enumerate()
    {
        let mut entry = group_change(activity, device.clone());
        entry["id"] = format!("Directory_{number}").into();
        entry["activityDateTime"] = format!("2026-07-06T08:15:30.00{number}0000Z").into();
        rows.push(entry);
    }
    let read = read_json(&AUDIT, &rows);
    assert_eq!(kinds(&read), [K::GroupAdded, K::GroupRemoved, K::GroupAdded]);
    let event = read.events()[1];
    assert_eq!(event.device.as_ref().unwrap().name.as_deref(), Some("MAC-0042"));
    assert!(event.subject.is_empty());
    assert_eq!(event.object.as_ref().unwrap().id.as_deref(), Some(GROUP));
}

#[test]
fn members_that_are_no_people_are_out_of_scope_and_a_missing_target_is_said() {
    let service = json!({ "id": "sp-1", "displayName": "Sync", "type": "ServicePrincipal" });
    let mut nobody = group_change("Remove member from group", user(&[]));
    nobody["targetResources"] = Value::Null;
    let read = read_json(&AUDIT, &[group_change("Remove member from group", service), nobody]);
    assert_eq!(read.counts(), [2, 0, 1, 1]);
    assert!(read.reasons().contains("no target of type `User`"), "{}", read.reasons());
}

#[test]
fn an_assignment_of_an_application_may_name_its_user_in_the_changes() {
    let app = json!({ "id": "55555555-aaaa-4bbb-8ccc-000000000005", "displayName": "Lab Notebook", "type": "ServicePrincipal",
        "modifiedProperties": [changed("User.ObjectID", Some(&format!("\"{ANA}\"")), None),
                               changed("User.UPN", Some("\"ana.reyes@meridian.example\""), None)] });
    let event = one(entry_of("Remove app role assignment from user", &[app]));
    assert_eq!(event.subject.entra_object_id.as_deref(), Some(ANA));
    assert_eq!(event.object.unwrap().name.as_deref(), Some("Lab Notebook"));
}

#[test]
fn the_object_id_before_the_name_of_a_deleted_user_is_cut_off() {
    let mut target = user(&[]);
    target["userPrincipalName"] = format!("{}ana.reyes@meridian.example", ANA.replace('-', "")).into();
    let event = one(entry_of("Delete user", &[target]));
    assert_eq!(event.subject.login.as_deref(), Some("ana.reyes@meridian.example"));
}

#[test]
fn groups_that_are_deleted_name_nobody_and_that_is_noted() {
    let group = json!({ "id": GROUP, "displayName": "Mac users", "type": "Group" });
    let read = read_json(&AUDIT, &[entry_of("Delete group", &[group])]);
    assert_eq!(read.counts(), [1, 0, 1, 0]);
    assert!(read.has_note("names-nobody"));
}

#[test]
fn an_entry_without_id_has_a_stable_one_of_its_content() {
    let without = |activity| {
        let mut entry = entry_of(activity, &[user(&[])]);
        entry["id"] = Value::Null;
        one(entry).event_id
    };
    assert!(without("Delete user").starts_with("h-"));
    assert_eq!(without("Delete user"), without("Delete user "));
    assert_ne!(without("Delete user"), without("Restore user"));
}
