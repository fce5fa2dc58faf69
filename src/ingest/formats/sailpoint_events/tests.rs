//! Bodies as the vendor's documentation shows them, with invented values.
#![allow(clippy::needless_pass_by_value, reason = "rows are written in place")]

use serde_json::{Value, json};

use super::{super::reading::*, *};
use crate::records::{EventKind as K, EventOutcome};

fn history(event_type: &str, more: Value) -> Value {
    let mut row = json!({"eventType": event_type, "identityId": "2c91", "dt": "2026-07-06T08:15:30.125Z"});
    row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    row
}

fn kinds(rows: &[Value]) -> Vec<K> {
    let read = read_json(&FORMAT, rows);
    assert_eq!(read.source.rejected, 0, "{}", read.reasons());
    read.events().iter().map(|event| event.kind).collect()
}

#[test]
fn the_history_of_accounts_is_read_with_either_name_of_its_time() {
    let status = |old: &str, new: &str| {
        json!({"statusChange": {"previousStatus": old, "newStatus": new},
        "account": {"nativeIdentity": "ana.reyes@meridian.example", "sourceName": "Directory"}})
    };
    let mut later = history("AccountStatusChanged", status("disabled", "enabled"));
    later.as_object_mut().unwrap().remove("dt");
    later["dateTime"] = json!("2026-07-07T08:15:30Z");
    let rows = [
        history("AccountStatusChanged", status("enabled", "disabled")),
        later,
        history("AccountStatusChanged", status("enabled", "locked")),
        history("AccountStatusChanged", status("locked", "enabled")),
        history("IdentityDeletedEvent", json!({})),
    ];
    let expected =
        [K::AccountDisabled, K::AccountEnabled, K::AccountLocked, K::AccountUnlocked, K::AccountDeleted];
    assert_eq!(kinds(&rows), expected);
    let read = read_json(&FORMAT, &rows);
    let first = read.events()[0];
    assert_eq!(first.subject.listed_id.as_deref(), Some("sailpoint-identity:2c91"));
    assert_eq!(first.subject.login.as_deref(), Some("ana.reyes@meridian.example"));
    assert_eq!(first.object.as_ref().unwrap().name.as_deref(), Some("Directory"));
    let ids: std::collections::BTreeSet<_> = read.events().iter().map(|event| &event.event_id).collect();
    assert_eq!(ids.len(), 5, "rows without an id are told apart by what they say");
}

#[test]
fn access_is_a_role_an_app_or_a_group() {
    let item =
        |kind: &str| json!({"accessItem": {"accessType": kind, "id": "x-1", "displayName": "Mac users"}});
    let rows = ["role", "app", "entitlement", "accessProfile", "account"]
        .map(|kind| history("AccessItemRemoved", item(kind)));
    assert_eq!(kinds(&rows), [K::RoleRemoved, K::AppRemoved, K::GroupRemoved, K::GroupRemoved]);
    assert_eq!(kinds(&[history("AccessItemAssociated", item("ROLE"))]), [K::RoleAdded]);
}

#[test]
fn a_lifecycle_state_ends_and_resumes_employment() {
    let change = |old: &str, new: &str| {
        json!({"identity": {"id": "2c91", "name": "Ana Reyes", "type": "IDENTITY"}, "receivedAt": "2026-07-06T08:15:30Z",
            "changes": [{"attribute": "cloudLifecycleState", "oldValue": old, "newValue": new}, {"attribute": "department", "oldValue": "a", "newValue": "b"}]})
    };
    let rows = [change("active", "terminated"), change("terminated", "active"), change("active", "leave")];
    assert_eq!(kinds(&rows), [K::TerminationRecorded, K::TerminationCancelled]);
    let renamed = json!({"changes": [{"attribute": "email", "oldValue": "a@meridian.example", "newValue": "b@meridian.example"}]});
    let read = read_json(&FORMAT, &[history("AttributesChanged", renamed)]);
    assert_eq!(read.events()[0].new_value.as_deref(), Some("b@meridian.example"));
}

#[test]
fn a_trigger_without_a_time_is_rejected_with_what_to_do() {
    let row = json!({"identity": {"id": "2c91", "name": "Ana Reyes", "type": "IDENTITY"},
        "changes": [{"attribute": "cloudLifecycleState", "oldValue": "active", "newValue": "inactive"}]});
    let read = read_json(&FORMAT, &[row]);
    assert_eq!(read.counts(), [1, 0, 0, 1]);
    assert!(read.reasons().contains("receivedAt") && read.reasons().contains("Identity History"));
}

#[test]
fn provisioning_names_its_ticket_and_whether_it_worked() {
    let request = |operation: &str, result: &str| {
        json!({"accountId": "ana.reyes", "accountOperation": operation,
        "provisioningResult": result, "ticketId": "INC0012345", "source": {"id": "s-1", "name": "Directory"}})
    };
    let row = json!({"trackingNumber": "4b4d", "recipient": {"id": "2c91", "name": "Ana Reyes"}, "receivedAt": "2026-07-06T08:15:30Z",
        "accountRequests": [request("Disable", "SUCCESS"), request("Delete", "FAILED"), request("Modify", "SUCCESS")]});
    let read = read_json(&FORMAT, &[row]);
    assert_eq!(read.counts(), [1, 1, 0, 0]);
    let found: Vec<_> = read.events().iter().map(|event| (event.kind, event.outcome)).collect();
    let expected = [(K::AccountDisabled, EventOutcome::Happened), (K::AccountDeleted, EventOutcome::Failed)];
    assert_eq!(found, expected);
    assert_eq!(read.events()[0].correlations, ["tracking:4b4d", "ticket:INC0012345"]);
    assert_eq!(read.events()[0].subject.login.as_deref(), Some("ana.reyes"));
}
