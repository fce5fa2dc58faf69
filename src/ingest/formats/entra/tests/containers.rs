//! What entries come in: Graph, event hubs and storage accounts, Log Analytics; and files that hold none.

use super::*;
use crate::ingest::format::Head;

/// As diagnostic settings write it, with the oddities that were seen.
fn in_hub(entry: &Value) -> Value {
    json!({
        "time": "2026-07-06T08:15:30.1234567Z", "resourceId": "/tenants/t/providers/Microsoft.aadiam",
        "operationName": entry["activityDisplayName"], "operationVersion": "1.0", "category": "AuditLogs", "tenantId": "t",
        "resultSignature": "None", "durationMs": "0", "callerIpAddress": "<null>", "correlationId": OPERATION,
        "identity": "Meridian Joiner", "Level": "Informational", "properties": entry,
    })
}

/// As Log Analytics writes it: capitals, objects as text, milliseconds.
fn in_log_analytics(entry: &Value) -> Value {
    json!({
        "TenantId": "t", "SourceSystem": "Azure AD", "TimeGenerated": "2026-07-06T08:15:30.123Z",
        "OperationName": entry["activityDisplayName"], "Category": "UserManagement", "CorrelationId": OPERATION,
        "Level": "4", "DurationMs": 0, "Id": entry["id"], "InitiatedBy": entry["initiatedBy"].to_string(),
        "AdditionalDetails": "[]", "Result": "success", "TargetResources": entry["targetResources"].to_string(),
        "ActivityDisplayName": format!("{} ", entry["activityDisplayName"].as_str().unwrap()),
        "ActivityDateTime": "2026-07-06T08:15:30.123Z", "AADOperationType": "Update", "Type": "AuditLogs",
    })
}

#[test]
fn one_entry_is_the_same_in_every_shape() {
    let plain = group_change("Remove member from group", user(&[]));
    let expected = one(plain.clone());
    let mut hub = in_hub(&plain);
    assert_eq!(one(hub.clone()), expected);
    // What is absent in Graph is null in a hub, and levels and durations come as numbers too.
    hub["properties"]["targetResources"][0]["modifiedProperties"][0]["newValue"] = Value::Null;
    hub["level"] = json!(4);
    hub["durationMs"] = json!(0);
    hub["properties"]["targetResources"][0]["Type"] = "User".into();
    hub["properties"]["targetResources"][0].as_object_mut().unwrap().remove("type");
    assert_eq!(one(hub), expected);
    assert_eq!(one(in_log_analytics(&plain)), expected, "the id and the time to the millisecond are one");
}

#[test]
fn other_logs_of_a_hub_are_out_of_scope_and_its_risks_are_read() {
    let sign_in = json!({ "time": "2026-07-06T08:15:30Z", "category": "SignInLogs", "operationName": "Sign-in activity",
        "properties": { "id": "s-1", "createdDateTime": "2026-07-06T08:15:30Z", "userId": ANA, "riskState": "none" } });
    let risk = json!({ "time": "7/6/2026 8:17:00 AM", "category": "UserRiskEvents", "correlationId": "d-1",
        "properties": risk::detection("atRisk", "none", "2026-07-06T08:16:00Z") });
    let audit = in_hub(&entry_of("Disable account", &[user(&[])]));
    let read = read_json(&AUDIT, &[sign_in, risk, audit]);
    assert_eq!(read.counts(), [3, 2, 1, 0]);
    assert_eq!(kinds(&read), [K::RiskRaised, K::AccountDisabled]);
}

#[test]
fn the_time_of_the_envelope_stands_for_a_missing_one() {
    let mut hub = in_hub(&entry_of("Disable account", &[user(&[])]));
    hub["properties"].as_object_mut().unwrap().remove("activityDateTime");
    assert_eq!(one(hub.clone()).occurred_at.to_rfc3339(), "2026-07-06T08:15:30.123+00:00");
    hub["time"] = "whenever".into();
    let read = read_json(&AUDIT, &[hub]);
    assert!(read.reasons().contains("`activityDateTime`"), "{}", read.reasons());
}

#[test]
fn what_is_no_audit_is_not_claimed() {
    let head = |row: Value| Head { rows: vec![row], ..Head::default() };
    for row in [
        json!({ "id": "s-1", "createdDateTime": "2026-07-06T08:15:30Z", "userId": ANA, "riskState": "none", "appDisplayName": "x" }),
        json!({ "TimeGenerated": "2026-07-06T08:15:30Z", "OperationName": "Sign-in activity", "UserPrincipalName": "a@b.example" }),
        json!({ "id": "p-1", "activityDateTime": "2026-07-06T08:15:30Z", "provisioningAction": "create" }),
        json!({ "eventType": "user.lifecycle.suspend", "published": "2026-07-06T08:15:30Z", "uuid": "u" }),
    ] {
        assert!(!(AUDIT.detect)(&head(row.clone())), "{row}");
        assert!(!(RISK.detect)(&head(row.clone())), "{row}");
    }
}

#[test]
fn a_damaged_row_among_others_is_rejected_and_says_what_was_expected() {
    let read = read_json(
        &AUDIT,
        &[
            entry_of("Disable account", &[user(&[])]),
            entry_of("Update group", &[]),
            json!({ "nextLink": "x" }),
        ],
    );
    assert_eq!(read.counts(), [3, 1, 1, 1]);
    assert!(read.reasons().contains("`activityDisplayName`"), "{}", read.reasons());
}
