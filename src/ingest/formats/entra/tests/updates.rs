//! `Update user`, `Update device`, licences: what the changed properties say.

use super::*;

fn update(properties: &[Value]) -> Read {
    read_json(&AUDIT, &[entry_of("Update user", &[user(properties)])])
}

#[test]
fn a_switched_account_is_disabled_or_enabled() {
    for (old, new, expected) in [
        (Some("[true]"), Some("[false]"), vec![K::AccountDisabled]),
        (Some("[false]"), Some("[true]"), vec![K::AccountEnabled]),
        (None, Some("[false]"), vec![K::AccountDisabled]),
        (Some("\"True\""), Some("\"False\""), vec![K::AccountDisabled]),
        (Some("[true]"), Some("[true]"), vec![]),
    ] {
        assert_eq!(kinds(&update(&[changed("AccountEnabled", old, new)])), expected, "{old:?} {new:?}");
    }
}

#[test]
fn an_update_of_the_synchronisation_time_alone_is_noise() {
    let read = update(&[
        changed("LastDirSyncTime", Some("[\"2026-07-06T07:00:00Z\"]"), Some("[\"2026-07-06T08:00:00Z\"]")),
        changed("Included Updated Properties", None, Some("\"LastDirSyncTime\"")),
    ]);
    assert_eq!(read.counts(), [1, 0, 1, 0]);
}

#[test]
fn an_update_may_say_several_things_and_is_one_row() {
    let read = update(&[
        changed("AccountEnabled", Some("[true]"), Some("[false]")),
        changed(
            "UserPrincipalName",
            Some("[\"ana.reyes@meridian.example\"]"),
            Some("[\"ana.ortiz@meridian.example\"]"),
        ),
        changed("Mail", None, Some("[\"ana.ortiz@meridian.example\"]")),
        changed("EmployeeId", Some("[\"0042\"]"), Some("[\"0043\"]")),
    ]);
    assert_eq!(read.counts(), [1, 1, 0, 0]);
    assert_eq!(kinds(&read), [K::AccountDisabled, K::IdentifierChanged, K::IdentifierChanged]);
    let renamed = read.events()[1];
    assert_eq!(renamed.old_value.as_deref(), Some("ana.reyes@meridian.example"));
    assert_eq!(renamed.new_value.as_deref(), Some("ana.ortiz@meridian.example"));
    assert_eq!(read.events()[2].old_value.as_deref(), Some("0042"), "leading zeros stay");
}

#[test]
fn a_leave_date_is_set_moved_or_taken_back() {
    let (july, august) = (Some("[\"2026-07-31T00:00:00Z\"]"), Some("[\"2026-08-31T00:00:00Z\"]"));
    let never = Some("[\"0001-01-01T00:00:00Z\"]");
    for (old, new, expected) in [
        (None, july, vec![K::LeaveDateSet]),
        (never, july, vec![K::LeaveDateSet]),
        (july, august, vec![K::LeaveDateMoved]),
        (august, july, vec![K::LeaveDateSet]),
        (july, None, vec![K::TerminationCancelled]),
        (july, never, vec![K::TerminationCancelled]),
        (july, july, vec![]),
    ] {
        let read = update(&[changed("EmployeeLeaveDateTime", old, new)]);
        assert_eq!(kinds(&read), expected, "{old:?} {new:?}");
    }
    let moved = update(&[changed("EmployeeLeaveDateTime", july, august)]);
    assert_eq!(moved.events()[0].effective_at.unwrap().to_rfc3339(), "2026-08-31T00:00:00+00:00");
    let odd = update(&[changed("EmployeeLeaveDateTime", None, Some("[\"end of July\"]"))]);
    assert!(odd.reasons().contains("`EmployeeLeaveDateTime`"), "{}", odd.reasons());
}

#[test]
fn licences_that_went_and_came_are_told_apart() {
    let e5 = "[SkuName=SPE_E5, AccountId=a-1, SkuId=0000AAAA-1111, DisabledPlans=[]]";
    let e3 = "[SkuName=SPE_E3, AccountId=a-1, SkuId=0000BBBB-1111, DisabledPlans=[]]";
    let list = |items: &[&str]| json!(items).to_string();
    let properties = [changed("AssignedLicense", Some(&list(&[e5])), Some(&list(&[e3])))];
    for activity in ["Change user license", "Update user"] {
        let read = read_json(&AUDIT, &[entry_of(activity, &[user(&properties)])]);
        assert_eq!(kinds(&read), [K::LicenceRemoved, K::LicenceAdded], "{activity}");
        let gone = read.events()[0].object.clone().unwrap();
        assert_eq!((gone.id.as_deref(), gone.name.as_deref()), (Some("0000aaaa-1111"), Some("SPE_E5")));
    }
    let silent = read_json(&AUDIT, &[entry_of("Change user license", &[user(&[])])]);
    assert_eq!(silent.counts(), [1, 0, 1, 0]);
    assert!(silent.has_note("licence-change-without-values"));
}

#[test]
fn devices_are_removed_disabled_and_lose_compliance() {
    let device = |properties: &[Value]| json!({ "id": LAPTOP, "displayName": "MAC-0042", "type": "Device", "modifiedProperties": properties });
    let (on, off) = (Some("[true]"), Some("[false]"));
    for (activity, properties, kind) in [
        ("Delete device", vec![], K::DeviceRemoved),
        ("Unregister device", vec![], K::DeviceRemoved),
        ("Device no longer managed", vec![], K::DeviceRemoved),
        ("Device no longer compliant", vec![], K::DeviceNoncompliant),
        ("Register device", vec![], K::DeviceAdded),
        ("Disable account", vec![], K::DeviceRemoved),
        ("Update device", vec![changed("AccountEnabled", on, off)], K::DeviceRemoved),
        ("Update device", vec![changed("AccountEnabled", off, on)], K::DeviceAdded),
        ("Update device", vec![changed("IsCompliant", off, on)], K::DeviceCompliant),
        ("Update device", vec![changed("IsManaged", on, off)], K::DeviceRemoved),
    ] {
        let event = one(entry_of(activity, &[device(&properties)]));
        assert_eq!(event.kind, kind, "{activity}");
        assert_eq!(event.object.unwrap().id.as_deref(), Some(LAPTOP));
    }
    let routine =
        entry_of("Update device", &[device(&[changed("DeviceOSVersion", None, Some("[\"15.5\"]"))])]);
    assert_eq!(read_json(&AUDIT, &[routine]).counts(), [1, 0, 1, 0]);
}

#[test]
fn an_owner_who_lost_a_device_is_its_person() {
    let device = json!({ "id": LAPTOP, "displayName": "MAC-0042", "type": "Device" });
    let event = one(entry_of("Remove registered owner from device", &[user(&[]), device]));
    assert_eq!(event.kind, K::DeviceRemoved);
    assert_eq!(event.subject.entra_object_id.as_deref(), Some(ANA));
    assert_eq!(event.device.unwrap().name.as_deref(), Some("MAC-0042"));
}

#[test]
fn substrate_management_counts_where_it_changes_a_name() {
    let by_substrate = |properties: &[Value]| {
        let mut entry = entry_of("Update user", &[user(properties)]);
        entry["initiatedBy"]["app"]["displayName"] = "Microsoft Substrate Management".into();
        read_json(&AUDIT, &[entry])
    };
    let switched = by_substrate(&[changed("AccountEnabled", Some("[true]"), Some("[false]"))]);
    assert_eq!(switched.counts(), [1, 0, 1, 0]);
    let renamed =
        by_substrate(&[changed("Mail", Some("[\"a@meridian.example\"]"), Some("[\"b@meridian.example\"]"))]);
    assert_eq!(kinds(&renamed), [K::IdentifierChanged]);
}
