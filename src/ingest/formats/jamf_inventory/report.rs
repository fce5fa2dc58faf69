//! Reports of jamf-cli (`pro report … -o json`) that name devices by serial number: other keys than the inventory,
//! numbers as texts, no holders.

use serde_json::Value;

use super::super::{
    jamf_device_facts::{DeviceFacts, is_identified},
    jamf_fields::{id, text},
};
use crate::{
    ingest::{sink::Sink, times::TimeRule},
    records::{DeviceKeys, JamfClass, Origin},
};

/// Keys that tell the reports apart, beside `serial`: device compliance, security, failed updates, failed patches.
const REPORTS: [&[&str]; 4] = [
    &["name", "os_version", "last_contact"],
    &["name", "os_version", "section", "filevault"],
    &["name", "os_version", "device_type", "count"],
    &["device", "device_id", "policy_id", "last_action"],
];

/// Whether a row of a report is about one device.
pub(super) fn is_device(row: &Value) -> bool {
    let has = |key: &&str| row.get(*key).is_some();
    has(&"serial") && REPORTS.iter().any(|keys| keys.iter().all(has))
}

/// Whether it is a row of a report at all: some begin with a summary.
pub(super) fn is_report(row: &Value) -> bool {
    is_device(row) || row.get("section").is_some_and(|section| section == "summary")
}

/// Settles a row of a report.
pub(super) fn settle(row: &Value, at: Origin, sink: &mut Sink<'_>) {
    if !is_device(row) {
        return sink.out_of_scope(at);
    }
    // Patch policies run on Macs alone, and their report calls the device by its Jamf id too.
    let jamf_id = id(row, "device_id");
    let keys = DeviceKeys {
        class: jamf_id.is_some().then_some(JamfClass::Computer),
        jamf_id,
        serial: text(row, "serial").map(|serial| serial.to_uppercase()),
        name: text(row, "name").or_else(|| text(row, "device")),
        ..DeviceKeys::default()
    };
    if !is_identified(&keys) {
        let reason = "no serial number: this report of jamf-cli calls the device by its name alone, which identifies \
                      none; export the inventory instead (`jamf-cli pro computers list -o json`)";
        return sink.reject(at, reason, &row.to_string());
    }
    let message = "a report of jamf-cli says nothing about who holds the devices; export the inventory with \
                   section=USER_AND_LOCATION";
    sink.note(at, "holder-not-asked", message);
    let seen = text(row, "last_contact").map(|seen| sink.time(at, &seen, TimeRule::Utc));
    let check_ins = match seen {
        Some(Err(why)) => {
            sink.note(at, "unusable-time", format!("`last_contact`: {why}; it was left out"));
            Vec::new()
        }
        Some(Ok(seen)) => seen.into_iter().collect(),
        None => Vec::new(),
    };
    sink.accept(at, DeviceFacts { keys, check_ins, ..DeviceFacts::default() }.records(at));
}
