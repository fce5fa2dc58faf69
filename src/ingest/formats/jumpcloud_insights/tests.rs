//! Events as the vendor's documentation shows them, with invented values.

use serde_json::{Value, json};

use super::{super::reading::*, *};

fn event(event_type: &str) -> Value {
    json!({"id": "e-1", "event_type": event_type, "timestamp": "2026-07-06T08:15:30Z", "service": "directory",
        "organization": "o-1", "initiated_by": {"type": "admin", "id": "a-1", "email": "sam@meridian.example"},
        "resource": {"id": "u-1", "type": "user", "username": "ana.reyes"}, "changes": []})
}

fn update(changes: Value) -> Value {
    let mut row = event("user_update");
    row["changes"] = changes;
    row
}

fn kinds(row: Value) -> Vec<K> {
    read_json(&FORMAT, &[row]).events().iter().map(|event| event.kind).collect()
}

#[test]
fn a_suspension_is_an_update_that_says_so_twice() {
    let suspended = json!([{"field": "state", "from": "ACTIVATED", "to": "SUSPENDED"}, {"field": "suspended", "from": false, "to": true}]);
    let back = json!([{"field": "suspended", "from": true, "to": false}, {"field": "state", "from": "SUSPENDED", "to": "ACTIVATED"}]);
    assert_eq!(kinds(update(suspended)), [K::AccountSuspended]);
    assert_eq!(kinds(update(back)), [K::AccountUnsuspended]);
    assert_eq!(kinds(update(json!([{"field": "state", "from": "STAGED", "to": "ACTIVATED"}]))), []);
    assert_eq!(kinds(update(json!([{"field": "department", "from": "a", "to": "b"}]))), []);
    let locked = json!([{"field": "account_locked", "from": false, "to": true}]);
    assert_eq!(kinds(update(locked)), [K::AccountLocked]);
}

#[test]
fn success_may_be_absent_and_fractions_of_seconds_vary() {
    let mut rows = Vec::new();
    for (fraction, success) in
        [("", Value::Null), (".123", json!(true)), (".12345678", json!(false)), (".123456789", json!(true))]
    {
        let mut row = event("user_delete");
        row["timestamp"] = json!(format!("2026-07-06T08:15:30{fraction}Z"));
        row["success"] = success;
        rows.push(row);
    }
    let read = read_json(&FORMAT, &rows);
    assert_eq!(read.counts(), [4, 4, 0, 0]);
    let outcomes: Vec<_> = read.events().iter().map(|event| event.outcome).collect();
    let happened = EventOutcome::Happened;
    assert_eq!(outcomes, [EventOutcome::Unknown, happened, EventOutcome::Failed, happened]);
    assert_eq!(read.events()[3].occurred_at.timestamp_subsec_micros(), 123_456);
    assert_eq!(read.events()[0].actor_is_person, Some(true));
}

#[test]
fn an_association_tells_who_held_a_device_or_joined_a_group() {
    let associated = |op: &str, object: Value| {
        let mut row = event("association_change");
        let user = json!({"type": "user", "object_id": "u-1", "name": "ana.reyes"});
        row["association"] = json!({"op": op, "connection": {"from": object, "to": user}});
        row
    };
    let system =
        json!({"type": "system", "object_id": "s-1", "hostname": "ana-mac", "serial_number": "c02abc"});
    let read = read_json(&FORMAT, &[associated("add", system.clone()), associated("remove", system)]);
    assert_eq!(read.counts(), [2, 2, 0, 0]);
    let held: Vec<_> = read
        .records
        .iter()
        .map(|record| match record {
            Record::Assignment(it) => {
                (it.device.serial.as_deref(), it.person.as_ref().and_then(|person| person.login.as_deref()))
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(held, [(Some("C02ABC"), Some("ana.reyes")), (Some("C02ABC"), None)]);
    let group = json!({"type": "user_group", "object_id": "g-1", "name": "Mac users"});
    let read = read_json(&FORMAT, &[associated("remove", group.clone()), associated("swap", group)]);
    assert_eq!(read.counts(), [2, 1, 0, 1]);
    assert_eq!(read.events()[0].kind, K::GroupRemoved);
    assert_eq!(read.events()[0].object.as_ref().unwrap().id.as_deref(), Some("g-1"));
}

#[test]
fn changed_addresses_keep_both_values_and_sign_ins_count_when_they_succeed() {
    let change =
        json!([{"field": "email", "from": "ana@meridian.example", "to": "ana.reyes@meridian.example"}]);
    let read = read_json(&FORMAT, &[update(change)]);
    assert_eq!(read.events()[0].old_value.as_deref(), Some("ana@meridian.example"));
    let mut sso = event("sso_auth");
    sso["success"] = json!(true);
    assert_eq!(kinds(sso.clone()), [K::SignIn]);
    sso["success"] = json!(false);
    assert_eq!(kinds(sso), []);
}

#[test]
fn other_types_are_out_of_scope_and_damaged_events_rejected() {
    let mut nobody = event("user_delete");
    nobody["resource"] = json!({"type": "user", "id": "u-1"});
    let mut undated = event("user_delete");
    undated["timestamp"] = json!("yesterday");
    let read = read_json(
        &FORMAT,
        &[event("user_create"), event("admin_login_attempt"), nobody, undated, event("user_delete")],
    );
    assert_eq!(read.counts(), [5, 1, 2, 2]);
    assert!((PREFILTER.is_useless)("user_create") && !(PREFILTER.is_useless)("user_update"));
}
