//! Inventory of computers and mobile devices: which keys a device has, who holds it, and signs of life.

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
    export: "`GET /api/v3/computers-inventory?section=GENERAL&section=HARDWARE&section=USER_AND_LOCATION` and \
        `GET /api/v2/mobile-devices/detail` with the same sections, page by page. Bare arrays and single records \
        (jamf-cli) are read too. Each export says who held a device that day.",
    read: "Every key of a device, its holder on the day of the report, model, Shared iPad, last enrolment, check-ins \
        and sessions. A section that was not asked for is null, which says nothing about the holder (a note), \
        while an empty section says that nobody holds it; v4 splits the last contact in two; ids are texts; names \
        of keys differ between computers and mobile devices; mobile devices of unknown type have no `general`.",
    lost: "Who held a device before the day of the export.",
    needs: "Nothing; several exports of different days are better than one",
    checked: "Test data of two open-source clients; no recorded export",
};

fn detect(head: &Head) -> bool {
    head.rows.iter().any(|row| class(row).is_some())
}

/// Which family a record is of; `None` when it is no inventory record.
fn class(row: &Value) -> Option<JamfClass> {
    let row = row.as_object()?;
    let has = |key: &str| row.contains_key(key);
    if has("mobileDeviceId") || (has("deviceType") && has("hardware")) {
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
        management_id: text(general, "managementId").map(|id| id.to_lowercase()),
        udid: text(row, "udid").or_else(|| text(general, "udid")).map(upper),
        serial: text(hardware, "serialNumber").or_else(|| text(row, "serialNumber")).map(upper),
        name: first_text(general, &["name", "displayName"]),
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
        model: text(section(row, "hardware"), "model").or_else(|| text(row, "deviceType")),
        origin: at,
    };
    let mut records = user_channels(general, &state);
    records.insert(0, Record::DeviceState(state));
    match row.get("userAndLocation") {
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
    for user in ["lastLoggedInUsernameBinary", "lastLoggedInUsernameSelfService"] {
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
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ingest::formats::reading::{Read, read_json};

    fn one(row: Value) -> Read {
        read_json(&FORMAT, &[row])
    }

    fn assignments(read: &Read) -> Vec<&Assignment> {
        read.records
            .iter()
            .filter_map(|r| if let Record::Assignment(a) = r { Some(a) } else { None })
            .collect()
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
        assert!(
            read.records.iter().any(|r| matches!(r, Record::Activity(a) if a.kind == ActivityKind::CheckIn))
        );
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
            .filter_map(
                |r| if let Record::DeviceState(s) = r { s.device.management_id.clone() } else { None },
            )
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
}
