//! Quirks of inventory records.

use serde_json::json;

use super::*;
use crate::ingest::formats::reading::{Read, read_json};

fn one(row: Value) -> Read {
    read_json(&FORMAT, &[row])
}

fn assignments(read: &Read) -> Vec<&Assignment> {
    read.records.iter().filter_map(|r| if let Record::Assignment(a) = r { Some(a) } else { None }).collect()
}

#[test]
fn not_asked_is_not_nobody() {
    let asked = one(json!({"id": "3", "udid": "u", "general": {"reportDate": "2026-07-01T10:00:00Z"},
        "userAndLocation": {"username": "", "email": null}}));
    assert_eq!(
        assignments(&asked).iter().map(|a| (a.person.clone(), a.from.is_some())).collect::<Vec<_>>(),
        [(None, true)]
    );
    let not_asked = one(json!({"id": "3", "udid": "u", "general": {}, "userAndLocation": null}));
    assert!(assignments(&not_asked).is_empty() && not_asked.has_note("holder-not-asked"));
}

#[test]
fn a_mobile_device_is_read_with_its_own_key_names() {
    let read = one(json!({"mobileDeviceId": "1", "deviceType": "iOS",
        "hardware": {"serialNumber": "f9x", "model": "iPad 7"},
        "userAndLocation": {"username": "casey", "emailAddress": "casey@example.com", "realName": "Casey Example"},
        "general": {"udid": "aa", "displayName": "Pad 1", "assetTag": "77", "managementId": "AB", "sharedIpad": true,
            "lastInventoryUpdateDate": "2026-07-02T10:00:00Z", "lastContactDate": "2026-07-03T10:00:00.5Z"}}));
    let Some(Record::DeviceState(state)) = read.records.first() else { panic!("{:?}", read.records) };
    assert_eq!(
        *state.device,
        DeviceKeys {
            class: Some(JamfClass::Mobile),
            jamf_id: Some("1".into()),
            management_id: Some("ab".into()),
            udid: Some("AA".into()),
            serial: Some("F9X".into()),
            name: Some("Pad 1".into()),
            asset_tag: Some("77".into())
        }
    );
    assert_eq!(state.is_shared, Some(true));
    assert_eq!(
        assignments(&read)[0].person.as_ref().and_then(|p| p.email.clone()),
        Some("casey@example.com".into())
    );
    assert!(read.records.iter().any(|r| matches!(r, Record::Activity(a) if a.kind == ActivityKind::CheckIn)));
}

#[test]
fn a_mobile_device_without_general_is_read() {
    assert_eq!(one(json!({"mobileDeviceId": "9", "hardware": null, "general": null})).source.accepted, 1);
}

#[test]
fn user_channels_are_keys_of_the_same_device() {
    let read = one(json!({"id": "3", "udid": "u", "general": {"managementId": "m1", "mdmCapable":
        {"userManagementInfo": [{"capableUser": "casey", "managementId": "M2"}]}}}));
    let ids: Vec<_> = read
        .records
        .iter()
        .filter_map(|r| if let Record::DeviceState(s) = r { s.device.management_id.clone() } else { None })
        .collect();
    assert_eq!(ids, ["m1", "m2"]);
}

#[test]
fn the_day_of_the_first_entry_is_kept_and_tells_no_zone() {
    let read = one(json!({"id": "3", "udid": "u", "general": {"initialEntryDate": "2024-05-03",
        "lastEnrolledDate": "2026-07-01T10:00:00Z"}}));
    let Some(Record::DeviceState(state)) = read.records.first() else { panic!("{:?}", read.records) };
    assert_eq!(state.entered_at.map(|at| at.to_rfc3339()), Some("2024-05-03T00:00:00+00:00".to_owned()));
    assert_eq!(read.source.zone_source, Some(crate::records::ZoneSource::Explicit));
}

#[test]
fn a_wrong_time_does_not_cost_the_record() {
    let read = one(json!({"id": "3", "udid": "u", "general": {"reportDate": "5251-12-17T21:33:23Z"},
        "userAndLocation": {"username": "casey"}}));
    assert_eq!(assignments(&read)[0].from, None);
    assert!(read.has_note("unusable-time"));
}

#[test]
fn the_flat_list_of_mobile_devices_ties_keys_together_and_names_holders() {
    let row = |user: &str| {
        json!({"id": "7", "name": "Pad 7", "model": "iPad 9", "serialNumber": "F9FTEST00007", "udid": "aa07",
            "username": user, "type": "ios", "managementId": "M-7", "softwareUpdateDeviceId": null})
    };
    let read = read_json(&FORMAT, &[row("casey"), row("")]);
    let Some(Record::DeviceState(state)) = read.records.first() else { panic!("{:?}", read.records) };
    let keys = &state.device;
    assert_eq!((keys.class, keys.jamf_id.as_deref()), (Some(JamfClass::Mobile), Some("7")));
    assert_eq!((keys.serial.as_deref(), keys.management_id.as_deref()), (Some("F9FTEST00007"), Some("m-7")));
    assert_eq!((keys.name.as_deref(), state.model.as_deref()), (Some("Pad 7"), Some("iPad 9")));
    let logins: Vec<_> =
        assignments(&read).iter().map(|a| a.person.as_ref().and_then(|p| p.login.clone())).collect();
    assert_eq!(logins, [Some("casey".to_owned()), None]);
}

#[test]
fn reports_of_jamf_cli_are_read_for_their_devices() {
    let read = read_json(
        &FORMAT,
        &[
            json!({"section": "summary", "data": {"total_devices": 2}}),
            json!({"section": "device", "name": "Mac 1", "serial": "c02test00001", "os_version": "15.1", "filevault": "ENCRYPTED"}),
            json!({"days_since_contact": "4071", "last_contact": "2026-07-01T10:00:00.712Z", "managed": true, "name": "Mac 2",
                "os_version": "10.9.5", "serial": "C02TEST00002", "stale": true}),
            json!({"name": "Pad 3", "serial": "F9FTEST00003", "device_type": "mobile", "os_version": "18", "username": "casey",
                "count": 2}),
            json!({"policy": "Browser 130", "policy_id": "42", "device": "Mac 4", "device_id": "104", "attempt": 3,
                "status_date": "2026-04-01T10:15:22Z", "last_action": "Retrying", "serial": "C02TEST00004", "username": ""}),
            json!({"last_contact": "2026-07-01T10:00:00Z", "name": "Mac 5", "os_version": "10.9.5", "serial": ""}),
        ],
    );
    assert_eq!(read.counts(), [6, 4, 1, 1]);
    assert!(read.has_note("holder-not-asked") && assignments(&read).is_empty());
    assert!(read.reasons().contains("no serial number"), "{}", read.reasons());
    let check_ins = read.records.iter().filter(|r| matches!(r, Record::Activity(_))).count();
    let of_patch = read.records.iter().find_map(|r| match r {
        Record::DeviceState(state) if state.device.jamf_id.is_some() => state.device.class,
        _ => None,
    });
    assert_eq!((check_ins, of_patch), (1, Some(JamfClass::Computer)));
}
