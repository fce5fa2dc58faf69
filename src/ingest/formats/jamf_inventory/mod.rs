//! Inventory of computers and mobile devices: which keys a device has, who holds it, and signs of life.

mod report;

use std::sync::Arc;

use serde_json::Value;

use super::jamf_fields::{first_text, id, text};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::{Record, Sink},
        times::{self, TimeRule},
    },
    records::{
        Activity, ActivityKind, Assignment, DeviceKeys, DeviceState, Instant, JamfClass, Origin, PersonKeys,
    },
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "jamf-inventory",
    title: "Jamf Pro API, inventory of computers (v1 to v4) and mobile devices (v2 detail)",
    gives: &["devices"],
    manual: MANUAL,
    shapes: &[Shape::Json],
    starts_record: None,
    columns: &[],
    apart: Apart::Rows,
    prefilter: None,
    keeps_days: &[],
    unused: &[],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "`GET \
        /api/v3/computers-inventory?section=GENERAL&section=HARDWARE&section=USER_AND_LOCATION&page-size=2000` and \
        `GET /api/v2/mobile-devices/detail?section=GENERAL&section=HARDWARE&section=USER_AND_LOCATION`, page by \
        page. Bare arrays, single records and the list `/api/v2/mobile-devices` (jamf-cli) are read too. Whoever has \
        only the web interface exports an advanced search instead (`jamf-search-csv`). Several exports of different \
        days are better than one: each says who held a device that day.",
    read: "Every key of a device, its holder on the day of the report, model, Shared iPad, last enrolment, check-ins \
        and sessions. A section that was not asked for is null, which says nothing about the holder (a note), \
        while an empty section says that nobody holds it; v4 splits the last contact in two; ids are texts; names \
        of keys differ between computers and mobile devices; mobile devices of unknown type have no `general`; \
        several local accounts do not make a Mac shared, as most have one for administrators. Of the reports of \
        jamf-cli, device compliance, security, and failed updates and patches name devices by serial number and are \
        read for that and the last contact, but say nothing about holders; rows without serial number are rejected, \
        and reports that name no device by a key (extension attributes, groups, failed profiles) are refused by name.",
    lost: "Who held a device before the day of the export.",
    needs: "Nothing; several exports of different days are better than one",
    checked: "Test data of two open-source clients; no recorded export",
};

fn detect(head: &Head) -> bool {
    head.rows.iter().any(|row| class(row).is_some() || report::is_device(row))
}

/// Which family a record is of; `None` when it is no inventory record.
fn class(row: &Value) -> Option<JamfClass> {
    let row = row.as_object()?;
    let has = |key: &str| row.contains_key(key);
    // The last is the list of mobile devices (`/v2/mobile-devices`), whose records are flat.
    let is_listed = ["id", "serialNumber", "managementId", "type"].into_iter().all(has);
    if has("mobileDeviceId") || (has("deviceType") && has("hardware")) || is_listed {
        return Some(JamfClass::Mobile);
    }
    let is_section = |key: &str| row.get(key).is_some_and(|section| section.is_object() || section.is_null());
    let has_another = ["udid", "hardware", "userAndLocation", "operatingSystem", "groupMemberships"];
    (has("id") && is_section("general") && has_another.into_iter().any(has)).then_some(JamfClass::Computer)
}

fn open(_head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    Ok(Box::new(Inventory))
}

struct Inventory;

impl RowReader for Inventory {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Json(value) = row else {
            return sink.reject(at, "expected a JSON object with `general` and `id` or `mobileDeviceId`", "");
        };
        let Some(class) = class(value) else {
            if report::is_report(value) {
                return report::settle(value, at, sink);
            }
            return sink.reject(at, "expected `general` and `id` or `mobileDeviceId`", &value.to_string());
        };
        let device = device(value, class);
        if device.jamf_id.is_none()
            && device.udid.is_none()
            && device.serial.is_none()
            && device.management_id.is_none()
        {
            return sink.reject(at, "no id, UDID, serial number or management id", &value.to_string());
        }
        let records = records(value, &Arc::new(device), at, sink);
        sink.accept(at, records);
    }
}

fn section<'a>(row: &'a Value, key: &str) -> &'a Value {
    row.get(key).unwrap_or(&Value::Null)
}

fn device(row: &Value, class: JamfClass) -> DeviceKeys {
    let (general, hardware) = (section(row, "general"), section(row, "hardware"));
    let upper = |text: String| text.to_uppercase();
    DeviceKeys {
        class: Some(class),
        jamf_id: id(row, if class == JamfClass::Mobile { "mobileDeviceId" } else { "id" })
            .or_else(|| id(row, "id")),
        management_id: text(general, "managementId")
            .or_else(|| text(row, "managementId"))
            .map(|id| id.to_lowercase()),
        udid: text(row, "udid").or_else(|| text(general, "udid")).map(upper),
        serial: text(hardware, "serialNumber").or_else(|| text(row, "serialNumber")).map(upper),
        name: first_text(general, &["name", "displayName"]).or_else(|| text(row, "name")),
        asset_tag: text(general, "assetTag"),
    }
}

fn records(row: &Value, device: &Arc<DeviceKeys>, at: Origin, sink: &mut Sink<'_>) -> Vec<Record> {
    let general = section(row, "general");
    let reported_at = first_time(general, &["reportDate", "lastInventoryUpdateDate"], at, sink);
    let enrolled_at = first_time(general, &["lastEnrolledDate"], at, sink);
    let state = DeviceState {
        device: Arc::clone(device),
        reported_at,
        enrolled_at,
        entered_at: first_entry(general),
        is_shared: general.get("sharedIpad").and_then(Value::as_bool),
        model: first_text(section(row, "hardware"), &["model"])
            .or_else(|| first_text(row, &["model", "deviceType"])),
        origin: at,
    };
    let mut records = user_channels(general, &state);
    records.insert(0, Record::DeviceState(state));
    let is_flat = row.get("username").is_some();
    match row.get("userAndLocation").or_else(|| is_flat.then_some(row)) {
        Some(section @ Value::Object(_)) => {
            let assignment = Assignment {
                device: Arc::clone(device),
                from: reported_at,
                person: holder(section),
                is_snapshot: true,
                origin: at,
            };
            records.push(Record::Assignment(assignment));
        }
        _ => sink.note(
            at,
            "holder-not-asked",
            "`userAndLocation` was not exported, so nothing is known of who held these devices; \
             export it with section=USER_AND_LOCATION",
        ),
    }
    let mut sign = |at_time: Option<Instant>, kind, user| {
        if let Some(time) = at_time {
            let device = Arc::clone(device);
            records.push(Record::Activity(Activity { device, at: time, kind, user, origin: at }));
        }
    };
    for key in ["lastContactTime", "lastCheckIn", "lastContact", "lastContactDate"] {
        sign(first_time(general, &[key], at, sink), ActivityKind::CheckIn, None);
    }
    sign(enrolled_at, ActivityKind::Enrolled, None);
    for user in ["lastLoggedInUsernameBinary", "lastLoggedInUsernameSelfService", "lastLoggedInUsernameMdm"] {
        if let Some(name) = text(general, user) {
            let seen = first_time(general, &[&format!("{user}Timestamp")], at, sink);
            sign(seen, ActivityKind::UserSession, Some(name));
        }
    }
    records
}

/// The first of several keys that holds a time. A wrong one is noted, as the rest of the record still counts.
fn first_time(general: &Value, keys: &[&str], at: Origin, sink: &mut Sink<'_>) -> Option<Instant> {
    keys.iter().find_map(|key| match sink.time(at, &text(general, key)?, TimeRule::Utc) {
        Ok(time) => time,
        Err(why) => {
            sink.note(at, "unusable-time", format!("`{key}`: {why}; it was left out"));
            None
        }
    })
}

/// When Jamf first heard of the device. A date alone, which says nothing about the zones of the file.
fn first_entry(general: &Value) -> Option<Instant> {
    let text = first_text(general, &["initialEntryDate", "initialEntryTimestamp"])?;
    Some(times::parse(&text, TimeRule::Utc, None).ok()??.at)
}

/// `None`: Jamf says that nobody holds the device.
fn holder(section: &Value) -> Option<PersonKeys> {
    let person = PersonKeys {
        login: text(section, "username"),
        email: first_text(section, &["email", "emailAddress"]),
        display_name: first_text(section, &["realname", "realName"]),
        ..PersonKeys::default()
    };
    (!person.is_empty()).then_some(person)
}

/// Commands to a user channel carry a management id of their own: each is a key of the same device.
fn user_channels(general: &Value, state: &DeviceState) -> Vec<Record> {
    let channels = general.pointer("/mdmCapable/userManagementInfo").and_then(Value::as_array);
    channels
        .into_iter()
        .flatten()
        .filter_map(|channel| {
            let management_id = text(channel, "managementId")?.to_lowercase();
            let device =
                DeviceKeys { management_id: Some(management_id), ..DeviceKeys::clone(&state.device) };
            Some(Record::DeviceState(DeviceState { device: Arc::new(device), ..state.clone() }))
        })
        .collect()
}

#[cfg(test)]
mod tests;
