//! Bodies in every archived form, what each event gives, and what undated ones still say.

use serde_json::{Value, json};

use super::FORMAT;
use crate::{
    ingest::{
        formats::reading::{Read, read_json},
        sink::Record,
    },
    records::{ActionKind, Activity, ActivityKind, Assignment, InitiatorKind, JamfClass, Outcome},
};

/// 2026-07-01T10:00:00Z.
const AT: i64 = 1_782_900_000_000;

fn body(name: &str, event: &Value) -> Value {
    json!({"webhook": {"id": 1, "name": "x", "webhookEvent": name, "eventTimestamp": AT}, "event": event})
}

fn one(name: &str, event: &Value) -> Read {
    read_json(&FORMAT, &[body(name, event)])
}

fn mac() -> Value {
    json!({"udid": "aaaa-1", "deviceName": "example-mac", "serialNumber": "serial01", "username": "pat", "realName":
        "Pat Sample", "emailAddress": "pat@example.com", "jssID": 7, "managementId": "M-7", "userDirectoryID": "-1"})
}

fn activities(read: &Read) -> Vec<&Activity> {
    read.records
        .iter()
        .filter_map(|record| if let Record::Activity(it) = record { Some(it) } else { None })
        .collect()
}

fn holders(read: &Read) -> Vec<&Assignment> {
    read.records
        .iter()
        .filter_map(|record| if let Record::Assignment(it) = record { Some(it) } else { None })
        .collect()
}

#[test]
fn a_finished_policy_is_an_action_a_sign_of_life_and_says_who_held_the_device() {
    let event = |successful| json!({"computer": mac(), "policyId": 12, "successful": successful});
    let read = one("ComputerPolicyFinished", &event(true));
    assert_eq!(read.counts(), [1, 1, 0, 0]);
    let action = read.actions()[0];
    assert_eq!(
        (action.kind, action.outcome, action.done_at.map(|at| at.timestamp_millis())),
        (ActionKind::PolicyRun, Outcome::Done, Some(AT))
    );
    let initiator = action.initiator.clone().unwrap();
    assert_eq!((initiator.kind, initiator.name.as_str()), (InitiatorKind::Policy, "12"));
    let device = &action.device;
    assert_eq!(
        (
            device.class,
            device.jamf_id.as_deref(),
            device.serial.as_deref(),
            device.udid.as_deref(),
            device.management_id.as_deref()
        ),
        (Some(JamfClass::Computer), Some("7"), Some("SERIAL01"), Some("AAAA-1"), Some("m-7"))
    );
    assert_eq!(action.person.as_ref().and_then(|person| person.email.as_deref()), Some("pat@example.com"));
    let signs = activities(&read);
    assert_eq!(
        (signs[0].kind, signs[0].user.as_deref()),
        (ActivityKind::PolicyRun, None),
        "the holder is not the session"
    );
    assert_eq!((holders(&read).len(), holders(&read)[0].is_snapshot), (1, true));
    let failed = one("ComputerPolicyFinished", &event(false));
    assert_eq!((failed.actions()[0].outcome, failed.actions()[0].done_at), (Outcome::Failed, None));
}

#[test]
fn the_old_flat_form_does_not_say_which_policy_ran() {
    let read = one("ComputerPolicyFinished", &mac());
    assert_eq!((read.actions().len(), activities(&read).len()), (0, 1));
    assert!(read.has_note("unknown-policy"));
}

#[test]
fn every_container_and_spelling_of_keys_gives_the_same() {
    let plain =
        body("ComputerPolicyFinished", &json!({"computer": mac(), "policyId": 12, "successful": true}));
    let snake = json!({"event": {"computer": {"device_name": "example-mac", "email_address": "pat@example.com",
        "jss_id": "7", "management_id": "M-7", "real_name": "Pat Sample", "serial_number": "serial01", "udid": "aaaa-1",
        "username": "pat"}, "policy_id": "12", "successful": "true"},
        "webhook": {"event_timestamp": AT.to_string(), "webhook_event": "ComputerPolicyFinished"}});
    let expected = read_json(&FORMAT, std::slice::from_ref(&plain)).records;
    assert_eq!(expected.len(), 3);
    for row in [
        snake.clone(),
        json!({"JSSEvent": plain}),
        json!({"@timestamp": "x", "event": {"kind": "event"}, "jamf_pro": {"events": snake}}),
        json!({"_source": {"event": {"original": plain.to_string()}}}),
        json!({"message": plain.to_string()}),
    ] {
        assert_eq!(read_json(&FORMAT, std::slice::from_ref(&row)).records, expected, "{row}");
    }
}

#[test]
fn each_device_of_a_smart_group_changes_its_group() {
    let event = json!({"jssid": 95, "name": "Leavers", "smartGroup": true, "computer": true,
        "groupAddedDevices": [], "groupAddedDevicesIds": [1, 2], "groupRemovedDevicesIds": {"id": "6"}});
    let read = one("SmartGroupComputerMembershipChange", &event);
    let found: Vec<_> = read
        .actions()
        .into_iter()
        .map(|action| {
            (
                action.raw_kind.rsplit(' ').next().unwrap_or(""),
                action.device.class,
                action.device.jamf_id.as_deref(),
            )
        })
        .collect();
    let computer = Some(JamfClass::Computer);
    assert_eq!(
        found,
        [("added", computer, Some("1")), ("added", computer, Some("2")), ("removed", computer, Some("6"))]
    );
    let action = read.actions()[0];
    assert_eq!(
        (action.kind, action.outcome, action.initiator.is_none()),
        (ActionKind::GroupChange, Outcome::Done, true)
    );
    let group = action.object.clone().unwrap();
    assert_eq!((group.id.as_deref(), group.name.as_deref()), (Some("95"), Some("Leavers")));
    let described = json!({"jssid": 9, "name": "Leavers", "groupAddedDevices": [{"serialNumber": "serial02", "udid": "u"}]});
    let read = one("SmartGroupMobileDeviceMembershipChange", &described);
    let device = &read.actions()[0].device;
    assert_eq!((device.class, device.serial.as_deref()), (Some(JamfClass::Mobile), Some("SERIAL02")));
    assert_eq!(one("SmartGroupComputerMembershipChange", &json!({"jssid": 9})).counts(), [1, 0, 1, 0]);
    let users = json!({"jssid": 9, "name": "x", "groupAddedUserIds": [1]});
    assert_eq!(one("SmartGroupUserMembershipChange", &users).counts(), [1, 0, 1, 0]);
}

#[test]
fn operations_of_the_api_name_who_did_what_to_which_object() {
    let operation = |kind: &str, object: &str, successful: bool| {
        json!({"authorizedUsername": "svc-leavers", "objectID": 3, "objectName": "Leavers", "objectTypeName": object,
            "operationSuccessful": successful, "restAPIOperationType": kind})
    };
    for (kind, object, expected) in [
        ("PUT", "Static Computer Group", Some(ActionKind::GroupChange)),
        ("POST", "Script", Some(ActionKind::ScriptChange)),
        ("DELETE", "computer", Some(ActionKind::RecordDelete)),
        ("DELETE", "Mobile Device", Some(ActionKind::RecordDelete)),
        ("PUT", "Policy", Some(ActionKind::Other)),
        ("PUT", "Mobile Device Application", Some(ActionKind::Other)),
        ("GET", "Script", None),
        ("PUT", "computer", None),
        ("POST", "Building", None),
    ] {
        let read = one("RestAPIOperation", &operation(kind, object, true));
        assert_eq!(read.actions().first().map(|action| action.kind), expected, "{kind} {object}");
    }
    let read = one("RestAPIOperation", &operation("DELETE", "computer", true));
    let action = read.actions()[0];
    assert_eq!(
        (action.device.class, action.device.jamf_id.as_deref()),
        (Some(JamfClass::Computer), Some("3"))
    );
    assert_eq!(
        action.initiator.clone().map(|it| (it.kind, it.name)),
        Some((InitiatorKind::Account, "svc-leavers".to_owned()))
    );
    let read = one("RestAPIOperation", &operation("PUT", "Script", false));
    assert_eq!((read.actions()[0].outcome, read.actions()[0].done_at), (Outcome::Failed, None));
    let client = json!({"authorizedUsername": "2435abf1-f8f0-4633-b133-891be9b974fd", "objectTypeName": "Script",
        "restAPIOperationType": "PUT", "operationSuccessful": true});
    let read = one("RestAPIOperation", &client);
    assert_eq!(read.actions()[0].initiator.clone().map(|it| it.kind), Some(InitiatorKind::ApiClient));
    assert!(
        one("RestAPIOperation", &json!({"objectTypeName": "Script"}))
            .reasons()
            .contains("restAPIOperationType")
    );
}

#[test]
fn signs_of_life_and_holders_follow_from_the_event() {
    use ActivityKind::{CheckIn, Enrolled};
    for (name, sign, class, holder) in [
        ("ComputerCheckin", Some(CheckIn), JamfClass::Computer, 0),
        ("MobileDeviceCheckIn", Some(CheckIn), JamfClass::Mobile, 0),
        ("ComputerInventoryCompleted", Some(CheckIn), JamfClass::Computer, 1),
        ("ComputerAdded", Some(Enrolled), JamfClass::Computer, 1),
        ("MobileDeviceEnrolled", Some(Enrolled), JamfClass::Mobile, 1),
        ("MobileDeviceUnEnrolled", None, JamfClass::Mobile, 1),
        // The command of a wipe completes too: it does not show that the device is back.
        ("MobileDeviceCommandCompleted", None, JamfClass::Mobile, 1),
    ] {
        let read = one(name, &mac());
        assert_eq!(read.counts(), [1, 1, 0, 0], "{name}");
        let signs = activities(&read);
        assert_eq!(signs.first().map(|it| it.kind), sign, "{name}");
        assert!(signs.iter().all(|it| it.device.class == Some(class)), "{name}");
        let found = holders(&read);
        assert_eq!(found.len(), holder, "{name}");
        assert!(found.iter().all(|it| it.device.class == Some(class) && it.person.is_some()), "{name}");
    }
    let nobody = json!({"jssID": 7, "username": "", "emailAddress": null});
    assert_eq!(holders(&one("MobileDeviceUnEnrolled", &nobody))[0].person, None, "asked for, and nobody");
    assert!(holders(&one("MobileDeviceUnEnrolled", &json!({"jssID": 7}))).is_empty(), "not asked for");
}

#[test]
fn times_in_seconds_are_read_and_what_is_no_time_dates_nothing() {
    let mut row =
        body("ComputerPolicyFinished", &json!({"computer": mac(), "policyId": 12, "successful": true}));
    row["webhook"]["eventTimestamp"] = json!(AT / 1000);
    assert_eq!(
        read_json(&FORMAT, std::slice::from_ref(&row)).actions()[0].done_at.map(|at| at.timestamp_millis()),
        Some(AT)
    );
    for junk in [json!(123_123), json!("soon"), json!(null), json!(0)] {
        row["webhook"]["eventTimestamp"] = junk.clone();
        let read = read_json(&FORMAT, std::slice::from_ref(&row));
        assert_eq!(read.counts(), [1, 1, 0, 0], "{junk}");
        assert!(
            matches!(read.records.as_slice(), [Record::DeviceState(state)] if state.reported_at.is_none())
        );
        assert!(read.has_note("no-event-time"));
    }
    let undated =
        json!({"webhook": {"webhookEvent": "RestAPIOperation"}, "event": {"objectTypeName": "Script"}});
    assert_eq!(read_json(&FORMAT, &[undated]).counts(), [1, 0, 1, 0]);
}

#[test]
fn bodies_of_no_use_are_counted_and_others_refused() {
    for name in [
        "PushSent",
        "JSSStartup",
        "SCEPChallenge",
        "PatchSoftwareTitleUpdated",
        "ComputerPushCapabilityChanged",
    ] {
        assert_eq!(one(name, &json!({"jssID": 1})).counts(), [1, 0, 1, 0], "{name}");
    }
    let rows = [
        body("ComputerAdded", &mac()),
        json!({"webhook": {}, "event": {}}),
        body("ComputerAdded", &json!({"room": "1"})),
    ];
    let read = read_json(&FORMAT, &rows);
    assert_eq!(read.counts(), [3, 1, 0, 2]);
    assert!(
        read.reasons().contains("`webhookEvent`") && read.reasons().contains("no jssID"),
        "{}",
        read.reasons()
    );
}
