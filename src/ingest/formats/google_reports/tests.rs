//! Activities made by hand from the tables of the documentation (synthetic).

use serde_json::json;

use super::*;
use crate::{
    ingest::formats::reading::{Read, read_json},
    records::{EventKind as K, IdentityEvent, KnownBasis},
};

fn parameter(name: &str, value: &str) -> Value {
    json!({ "name": name, "value": value })
}

fn event_of(name: &str, parameters: &[(&str, &str)]) -> Value {
    let parameters: Vec<Value> = parameters.iter().map(|(name, value)| parameter(name, value)).collect();
    json!({ "type": "USER_SETTINGS", "name": name, "parameters": parameters })
}

fn of_ana(name: &str) -> Value {
    event_of(name, &[("USER_EMAIL", "ana.reyes@meridian.example")])
}

fn activity_of(application: &str, events: &[Value]) -> Value {
    json!({
        "kind": "admin#reports#activity",
        "id": { "time": "2026-07-06T08:15:30.123Z", "uniqueQualifier": "-7246", "applicationName": application, "customerId": "C0" },
        "etag": "\"abc\"", "actor": { "callerType": "USER", "email": "sam@meridian.example", "profileId": "1001" },
        "ipAddress": "192.0.2.7", "events": events,
    })
}

fn kinds(read: &Read) -> Vec<K> {
    read.events().iter().map(|event| event.kind).collect()
}

fn one(activity: Value) -> IdentityEvent {
    let read = read_json(&FORMAT, &[activity]);
    let [event] = read.events()[..] else { panic!("{:?} {}", read.records, read.reasons()) };
    event.clone()
}

#[test]
fn a_suspension_names_its_person_by_e_mail_alone() {
    let event = one(activity_of("admin", &[of_ana("SUSPEND_USER")]));
    assert_eq!((event.kind, event.source), (K::AccountSuspended, "google"));
    assert_eq!(event.event_id, "2026-07-06T08:15:30.123Z+-7246+admin+0");
    assert_eq!(event.subject.email.as_deref(), Some("ana.reyes@meridian.example"));
    assert_eq!(event.correlations, ["activity:-7246"]);
    assert_eq!((event.actor.as_deref(), event.actor_is_person), (Some("sam@meridian.example"), Some(true)));
    assert_eq!((event.known_basis, event.raw_kind.as_str()), (KnownBasis::Occurred, "admin/SUSPEND_USER"));
}

#[test]
fn every_trigger_has_its_reversal() {
    for (application, name, kind) in [
        ("admin", "UNSUSPEND_USER", K::AccountUnsuspended),
        ("admin", "ARCHIVE_USER", K::AccountDisabled),
        ("admin", "UNARCHIVE_USER", K::AccountEnabled),
        ("admin", "DELETE_USER", K::AccountDeleted),
        ("admin", "UNDELETE_USER", K::AccountRestored),
        ("admin", "REMOVE_GROUP_MEMBER", K::GroupRemoved),
        ("admin", "ADD_GROUP_MEMBER", K::GroupAdded),
        ("admin", "UNASSIGN_ROLE", K::RoleRemoved),
        ("admin", "ASSIGN_ROLE", K::RoleAdded),
        ("admin", "REVOKE_3LO_TOKEN", K::AppRemoved),
        ("admin", "RESET_SIGNIN_COOKIES", K::SessionCleared),
        ("admin", "MOBILE_DEVICE_WIPE", K::DeviceRemoved),
        ("admin", "MOBILE_DEVICE_CANCEL_WIPE_THEN_BLOCK", K::DeviceAdded),
        ("admin", "COMPANY_OWNED_DEVICE_BLOCKED", K::DeviceRemoved),
        ("admin", "COMPANY_OWNED_DEVICE_UNBLOCKED", K::DeviceAdded),
    ] {
        assert_eq!(one(activity_of(application, &[of_ana(name)])).kind, kind, "{name}");
    }
    let hijacked =
        event_of("account_disabled_hijacked", &[("affected_email_address", "ana.reyes@meridian.example")]);
    let event = one(activity_of("login", &[hijacked]));
    assert_eq!(
        (event.kind, event.subject.email.as_deref()),
        (K::AccountDisabled, Some("ana.reyes@meridian.example"))
    );
}

#[test]
fn a_warning_of_google_raises_a_risk_and_a_sign_in_is_of_its_actor() {
    let warned = event_of("suspicious_login", &[("affected_email_address", "ana.reyes@meridian.example")]);
    let event = one(activity_of("login", &[warned]));
    assert_eq!(
        (event.kind, event.subject.email.as_deref()),
        (K::RiskRaised, Some("ana.reyes@meridian.example"))
    );
    let event = one(activity_of("login", &[event_of("login_success", &[("login_type", "google_password")])]));
    assert_eq!((event.kind, event.subject.email), (K::SignIn, event.actor));
    let event = one(activity_of("user_accounts", &[event_of("password_edit", &[])]));
    assert_eq!((event.kind, event.subject.email), (K::Remediated, event.actor));
}

#[test]
fn names_of_other_applications_are_not_taken_for_those_of_the_administrator() {
    let read = read_json(
        &FORMAT,
        &[activity_of("drive", &[of_ana("SUSPEND_USER")]), activity_of("admin", &[of_ana("CREATE_USER")])],
    );
    assert_eq!(read.counts(), [2, 0, 2, 0]);
}

#[test]
fn each_event_of_an_activity_is_a_row_and_twins_share_their_activity() {
    let member = |name: &str| {
        event_of(
            name,
            &[("member_id", "ana.reyes@meridian.example"), ("group_id", "mac-users@meridian.example")],
        )
    };
    let activity = activity_of(
        "groups_enterprise",
        &[member("remove_member"), member("remove_user"), event_of("change_info_setting", &[])],
    );
    let read = read_json(&FORMAT, &[activity]);
    assert_eq!(read.counts(), [3, 2, 1, 0]);
    let [first, second] = read.events()[..] else { panic!("{:?}", read.records) };
    assert_eq!((first.kind, second.kind), (K::GroupRemoved, K::GroupRemoved));
    assert_eq!(first.object.as_ref().unwrap().id.as_deref(), Some("mac-users@meridian.example"));
    assert_eq!(first.correlations, second.correlations);
    assert_eq!(second.event_id, "2026-07-06T08:15:30.123Z+-7246+groups_enterprise+1");
    assert_eq!([first.origin.position(), second.origin.position()], ["1#1", "1#2"]);
}

#[test]
fn a_move_leaves_one_unit_and_joins_the_other_so_that_the_way_back_undoes_it() {
    let event = event_of(
        "MOVE_USER_TO_ORG_UNIT",
        &[
            ("USER_EMAIL", "ana.reyes@meridian.example"),
            ("ORG_UNIT_NAME", "/Labs"),
            ("NEW_VALUE", "/Leavers"),
        ],
    );
    let read = read_json(&FORMAT, &[activity_of("admin", &[event])]);
    assert_eq!(kinds(&read), [K::GroupRemoved, K::GroupAdded]);
    let names: Vec<_> =
        read.events().iter().map(|event| event.object.clone().unwrap().name.unwrap()).collect();
    assert_eq!(names, ["/Labs", "/Leavers"]);
}

#[test]
fn licences_stand_in_the_old_and_the_new_value() {
    let licence = |name: &str, values: &[(&str, &str)]| {
        let mut parameters =
            vec![("USER_EMAIL", "ana.reyes@meridian.example"), ("PRODUCT_NAME", "Google Workspace")];
        parameters.extend(values);
        let read = read_json(&FORMAT, &[activity_of("admin", &[event_of(name, &parameters)])]);
        read.events()
            .iter()
            .map(|event| (event.kind, event.object.clone().unwrap().name.unwrap()))
            .collect::<Vec<_>>()
    };
    let (plus, starter) = ("Enterprise Plus".to_owned(), "Business Starter".to_owned());
    assert_eq!(licence("USER_LICENSE_REVOKE", &[("OLD_VALUE", &plus)]), [(K::LicenceRemoved, plus.clone())]);
    assert_eq!(
        licence("USER_LICENSE_ASSIGNMENT", &[("NEW_VALUE", &plus)]),
        [(K::LicenceAdded, plus.clone())]
    );
    assert_eq!(
        licence("USER_LICENSE_REASSIGNMENT", &[("OLD_VALUE", &plus), ("NEW_VALUE", &starter)]),
        [(K::LicenceRemoved, plus), (K::LicenceAdded, starter)]
    );
    assert_eq!(licence("USER_LICENSE_REVOKE", &[])[0].1, "Google Workspace");
    let of_unit = read_json(
        &FORMAT,
        &[activity_of("admin", &[event_of("ORG_LICENSE_REVOKE", &[("ORG_UNIT_NAME", "/Labs")])])],
    );
    assert_eq!(of_unit.counts(), [1, 0, 1, 0]);
    assert!(of_unit.has_note("names-nobody"));
}

#[test]
fn a_renamed_user_has_an_old_and_a_new_address() {
    let renamed = event_of(
        "RENAME_USER",
        &[("USER_EMAIL", "ana.reyes@meridian.example"), ("NEW_VALUE", "ana.ortiz@meridian.example")],
    );
    let event = one(activity_of("admin", &[renamed]));
    assert_eq!(event.kind, K::IdentifierChanged);
    assert_eq!(event.old_value.as_deref(), Some("ana.reyes@meridian.example"));
    assert_eq!(event.new_value.as_deref(), Some("ana.ortiz@meridian.example"));
}

#[test]
fn pages_of_items_are_opened_in_any_number() {
    let first = json!({ "kind": "admin#reports#activities", "etag": "x", "nextPageToken": "A:1",
        "items": [activity_of("admin", &[of_ana("SUSPEND_USER"), of_ana("RESET_SIGNIN_COOKIES")]), activity_of("admin", &[of_ana("DELETE_USER")])] });
    let empty = json!({ "kind": "admin#reports#activities", "etag": "x" });
    let damaged =
        json!({ "kind": "admin#reports#activities", "items": [{ "id": {} }, activity_of("admin", &[])] });
    let read = read_json(&FORMAT, &[first, empty, damaged]);
    assert_eq!(read.counts(), [5, 3, 0, 2]);
    assert_eq!(kinds(&read), [K::AccountSuspended, K::SessionCleared, K::AccountDeleted]);
    let places: Vec<String> = read.events().iter().map(|event| event.origin.position()).collect();
    assert_eq!(places, ["1#1", "1#2", "1#3"]);
    assert!(read.reasons().contains("`uniqueQualifier`") && read.reasons().contains("without events"));
}

#[test]
fn the_shapes_of_collectors_give_the_same_event() {
    let plain = activity_of("admin", &[of_ana("SUSPEND_USER")]);
    let expected = one(plain.clone());
    let mut split = plain.clone();
    split["events"] = split["events"][0].clone();
    let mut old = plain.clone();
    old["id"].as_object_mut().unwrap().remove("uniqueQualifier");
    old["id"]["uniqQualifier"] = json!(-7246);
    let mut flat = plain;
    flat.as_object_mut().unwrap().remove("events");
    flat["name"] = "SUSPEND_USER".into();
    flat["type"] = "USER_SETTINGS".into();
    flat["parameters"] = json!({ "USER_EMAIL": "ana.reyes@meridian.example" });
    for shape in [split, old, flat] {
        assert_eq!(one(shape.clone()), expected, "{shape}");
    }
    let entry = json!({ "insertId": "i", "logName": "organizations/1/logs/cloudaudit.googleapis.com%2Factivity",
        "protoPayload": { "serviceName": "admin.googleapis.com", "authenticationInfo": { "principalEmail": "sam@meridian.example" },
            "metadata": { "activityId": { "timeUsec": "1783325730123456", "uniqQualifier": "-7246" },
                "event": [{ "eventName": "SUSPEND_USER", "eventType": "USER_SETTINGS",
                    "parameter": [parameter("USER_EMAIL", "ana.reyes@meridian.example")] }] } } });
    let logged = one(entry);
    assert_eq!((&logged.event_id, logged.occurred_at), (&expected.event_id, expected.occurred_at));
}

#[test]
fn a_member_without_e_mail_and_a_damaged_time_are_rejected() {
    let numeric =
        event_of("remove_member", &[("member_id", "107"), ("group_id", "mac-users@meridian.example")]);
    let mut undated = activity_of("admin", &[of_ana("SUSPEND_USER")]);
    undated["id"]["time"] = "yesterday".into();
    let read = read_json(&FORMAT, &[activity_of("groups_enterprise", &[numeric]), undated]);
    assert_eq!(read.counts(), [2, 0, 0, 2]);
    assert!(read.reasons().contains("names no e-mail") && read.reasons().contains("`id.time`"));
}

#[test]
fn rows_of_others_with_items_are_not_claimed() {
    let head = |row: Value| Head { rows: vec![row], ..Head::default() };
    for row in [
        json!({ "id": "10001", "created": "2026-07-06T08:15:30.000+0000", "items": [{ "field": "status" }] }),
        json!({ "id": { "time": "2026-07-06T08:15:30Z" }, "items": [] }),
        json!({ "kind": "admin#directory#users", "users": [] }),
    ] {
        assert!(!(FORMAT.detect)(&head(row.clone())), "{row}");
    }
}
