//! Quirks of the device list of Jamf School.

use super::*;
use crate::{
    ingest::{
        formats::reading::{Read, feed},
        sink::Record,
    },
    records::{Activity, ActivityKind, Assignment, DeviceState},
};

const HEADER: &str = "ActivationLockBypassCode;DateModified;DeviceUDID;EnrollmentDate;IsLostModeEnabled;IsShared;\
    IsSupervised;IsTrashed;LastConnected;ManagementID;MemberOf;Model;Name;OsVersion;OwnerEmail;OwnerFirstName;\
    OwnerLastName;OwnerUsername;SerialNumber;";

fn cells(line: &str) -> Vec<String> {
    line.split(';').map(str::to_owned).collect()
}

/// Reads lines without quotes, as they come out of the splitter.
fn read_under(header: &str, lines: &[&str]) -> Read {
    let head = Head { header: Some(cells(header)), ..Head::default() };
    assert!((FORMAT.detect)(&head));
    let rows: Vec<Vec<String>> = lines.iter().map(|line| cells(line)).collect();
    feed(&FORMAT, &head, &SourceOptions::default(), rows.iter().map(|cells| Row::Csv(cells)))
}

fn read(lines: &[&str]) -> Read {
    read_under(HEADER, lines)
}

fn state(read: &Read) -> &DeviceState {
    read.records.iter().find_map(|r| if let Record::DeviceState(s) = r { Some(s) } else { None }).unwrap()
}

fn assignment(read: &Read) -> Option<&Assignment> {
    read.records.iter().find_map(|r| if let Record::Assignment(a) = r { Some(a) } else { None })
}

const PAD: &str = "SECRT-CODE1;2026-04-14T10:37:48Z;00008101-000a11c22e08001e;2025-09-11T10:37:21Z;false;false;true;\
    false;2026-04-15T08:45:47Z;AAAA0000-8efb-11f0-9e29-0e5446e1d5e7;[[North] All iPads,**Board** No Passcode,Google & \
    Co];iPad Air (4th generation, Wi-Fi Only);Casey's iPad;iOS 26.4;casey@north.example;Casey;Example;c.example;\
    F9FTEST00001;";

#[test]
fn lists_in_brackets_and_a_last_delimiter_do_not_shift_a_row() {
    let read = read(&[PAD]);
    assert_eq!(read.counts(), [1, 1, 0, 0]);
    let state = state(&read);
    let keys = &state.device;
    assert_eq!(keys.serial.as_deref(), Some("F9FTEST00001"));
    assert_eq!(keys.udid.as_deref(), Some("00008101-000A11C22E08001E"));
    assert_eq!(keys.management_id.as_deref(), Some("aaaa0000-8efb-11f0-9e29-0e5446e1d5e7"));
    assert_eq!((keys.class, keys.name.as_deref()), (Some(JamfClass::Mobile), Some("Casey's iPad")));
    assert_eq!(
        (state.is_shared, state.model.as_deref()),
        (Some(false), Some("iPad Air (4th generation, Wi-Fi Only)"))
    );
    let person = assignment(&read).unwrap().person.as_ref().unwrap();
    assert_eq!(
        (person.login.as_deref(), person.email.as_deref(), person.display_name.as_deref()),
        (Some("c.example"), Some("casey@north.example"), Some("Casey Example"))
    );
    assert_eq!(
        assignment(&read).unwrap().from.map(|at| at.to_rfc3339()).as_deref(),
        Some("2026-04-14T10:37:48+00:00")
    );
    let kinds: Vec<ActivityKind> = read
        .records
        .iter()
        .filter_map(|r| if let Record::Activity(Activity { kind, .. }) = r { Some(*kind) } else { None })
        .collect();
    assert_eq!(kinds, [ActivityKind::CheckIn, ActivityKind::Enrolled]);
    assert_eq!(read.source.zone_source, Some(crate::records::ZoneSource::Explicit));
}

#[test]
fn entities_are_read_as_characters_and_cells_they_parted_are_put_together() {
    let read =
        read(&[&PAD.replace("Casey's iPad", "Math &amp; Art").replace("Google & Co", "R&amp;D,Q&amp;A")]);
    assert_eq!(read.counts(), [1, 1, 0, 0]);
    assert_eq!(state(&read).device.name.as_deref(), Some("Math & Art"));
    assert_eq!(state(&read).device.serial.as_deref(), Some("F9FTEST00001"));
}

#[test]
fn a_shared_pad_without_owner_is_held_by_nobody() {
    let line = PAD
        .replace("false;false;true;false", "false;true;true;false")
        .replace("casey@north.example;Casey;Example;c.example", ";;;");
    let read = read(&[&line]);
    assert_eq!(state(&read).is_shared, Some(true));
    assert_eq!(assignment(&read).map(|a| &a.person), Some(&None));
}

#[test]
fn owners_that_were_not_exported_are_not_nobody() {
    let read = read_under("SerialNumber;DeviceUDID;ManagementID;IsTrashed", &["F9FTEST00001;;;true"]);
    assert!(
        assignment(&read).is_none() && read.has_note("holder-not-asked") && read.has_note("trashed-devices")
    );
}

#[test]
fn rows_that_cannot_be_a_device_are_rejected_without_their_bypass_code() {
    let nameless = PAD
        .replace("00008101-000a11c22e08001e", "")
        .replace("AAAA0000-8efb-11f0-9e29-0e5446e1d5e7", "")
        .replace("F9FTEST00001", "");
    let wide = PAD.replace("Casey's iPad", "Casey;s;iPad");
    let read = read(&[&nameless, &wide, ";;;;"]);
    assert_eq!(read.counts(), [3, 0, 1, 2]);
    assert!(read.rejects[0].reason.contains("`SerialNumber`"), "{}", read.reasons());
    assert!(read.rejects[1].reason.contains("unquoted `;`"), "{}", read.reasons());
    assert!(read.rejects.iter().all(|reject| !reject.text.contains("SECRT")), "{:?}", read.rejects);
}

#[test]
fn a_wrong_time_does_not_cost_the_row() {
    let read = read(&[&PAD.replace("2026-04-14T10:37:48Z", "soon")]);
    assert_eq!((read.source.accepted, state(&read).reported_at), (1, None));
    assert!(read.has_note("unusable-time"));
}

#[test]
fn another_list_of_jamf_school_is_refused() {
    let header = cells("Id;Name;Username;Email;Groups");
    let head = Head { header: Some(header), ..Head::default() };
    assert!(!(FORMAT.detect)(&head));
    let error = (FORMAT.open)(&head, &SourceOptions::default()).err().unwrap();
    assert!(error.contains("`DeviceUDID`") && error.contains("device list"), "{error}");
}
