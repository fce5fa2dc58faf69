//! Quirks of advanced searches.

use std::collections::BTreeMap;

use super::*;
use crate::{
    ingest::{
        formats::{
            FORMATS,
            reading::{Read, read_csv},
        },
        sink::Record,
    },
    records::{Activity, ActivityKind, Assignment, DeviceState, JamfClass},
};

const COMPUTERS: &str = "Serial Number,Computer Name,JSS Computer ID,Last Check-in,Last Inventory Update,Last \
    Enrollment,Managed,Username,Email Address,Full Name,Total Number of Cores";

fn options() -> SourceOptions {
    SourceOptions { time_zone: Some(chrono_tz::America::New_York), ..SourceOptions::default() }
}

fn read(text: &str) -> Read {
    read_csv(&FORMAT, &options(), text)
}

fn states(read: &Read) -> Vec<&DeviceState> {
    read.records.iter().filter_map(|r| if let Record::DeviceState(s) = r { Some(s) } else { None }).collect()
}

fn assignments(read: &Read) -> Vec<&Assignment> {
    read.records.iter().filter_map(|r| if let Record::Assignment(a) = r { Some(a) } else { None }).collect()
}

fn activities(read: &Read) -> Vec<&Activity> {
    read.records.iter().filter_map(|r| if let Record::Activity(a) = r { Some(a) } else { None }).collect()
}

fn head(names: &str) -> Head {
    let header = names.split(',').map(str::to_owned).collect();
    Head { header: Some(header), ..Head::default() }
}

#[test]
fn computers_are_read_by_column_name_behind_a_byte_order_mark() {
    let read = read(&format!(
        "\u{feff}{COMPUTERS}\nC02TEST00001,Mac 1,12,2026-07-01 08:00:00,2026-07-01 09:00:00,2025-01-02 \
         03:04:05,Managed,casey,casey@meridian.example,Casey Example,'-1"
    ));
    assert_eq!(read.counts(), [1, 1, 0, 0]);
    let state = states(&read)[0];
    let keys = &state.device;
    assert_eq!(
        (keys.class, keys.jamf_id.as_deref(), keys.serial.as_deref(), keys.name.as_deref()),
        (Some(JamfClass::Computer), Some("12"), Some("C02TEST00001"), Some("Mac 1"))
    );
    assert_eq!(state.reported_at.map(|at| at.to_rfc3339()).as_deref(), Some("2026-07-01T13:00:00+00:00"));
    let holder = assignments(&read)[0];
    let person = holder.person.as_ref().unwrap();
    assert!(holder.is_snapshot && holder.from == state.reported_at);
    assert_eq!(
        (person.login.as_deref(), person.email.as_deref(), person.display_name.as_deref()),
        (Some("casey"), Some("casey@meridian.example"), Some("Casey Example"))
    );
    let kinds: Vec<ActivityKind> = activities(&read).iter().map(|activity| activity.kind).collect();
    assert_eq!(kinds, [ActivityKind::CheckIn, ActivityKind::Enrolled]);
}

#[test]
fn never_and_garbage_years_are_no_times() {
    let read = read(&format!(
        "{COMPUTERS}\n,Mac 1,12,5251-12-17 21:33:23,Not present,1970-01-01 00:00:00,Unmanaged, ,,,'-1"
    ));
    assert_eq!(read.counts(), [1, 1, 0, 0]);
    let state = states(&read)[0];
    assert_eq!((state.reported_at, state.enrolled_at, activities(&read).len()), (None, None, 0));
    assert!(read.has_note("unusable-time"));
    assert_eq!(assignments(&read)[0].person, None);
}

#[test]
fn a_column_that_was_not_exported_says_nothing_about_holders() {
    let read = read("Computer Name,JSS Computer ID,Full Name\nMac 1,12,Casey Example");
    assert!(assignments(&read).is_empty() && read.has_note("holder-not-asked"));
    let read = self::read("Computer Name,JSS Computer ID,Email Address\nMac 1,12,");
    assert_eq!(assignments(&read).iter().map(|a| &a.person).collect::<Vec<_>>(), [&None]);
}

#[test]
fn the_zone_of_the_server_is_asked_for_once_a_time_needs_it() {
    let never = format!("{COMPUTERS}\n,Mac 1,12,,,1970-01-01 00:00:00,Managed,casey,,,");
    assert_eq!(read_csv(&FORMAT, &SourceOptions::default(), &never).counts(), [1, 1, 0, 0]);
    let text = format!("{never}\n,Mac 2,13,2026-07-01 08:00:00,,,Managed,casey,,,");
    let question = read_csv(&FORMAT, &SourceOptions::default(), &text).fatal.unwrap();
    assert!(question.contains("time zone needed") && question.contains("check_in_at"), "{question}");
}

#[test]
fn a_spreadsheet_that_turned_the_dates_has_to_show_their_order() {
    let row = |date: &str| format!("{COMPUTERS}\n,Mac 1,12,{date},,,Managed,casey,,,");
    let question = read(&row("03/05/2026 08:00")).fatal.unwrap();
    assert!(question.contains("date order needed"), "{question}");
    let read = read(&row("03/25/2026 08:00"));
    assert_eq!(activities(&read)[0].at.to_rfc3339(), "2026-03-25T12:00:00+00:00");
}

#[test]
fn rows_that_go_on_are_counted_with_the_device_above() {
    let header = "Computer Name,JSS Computer ID,Last Check-in,Application Title,Group,Username";
    let read =
        read(&format!("{header}\nMac 1,12,,,,casey\n,,,Notes.app,,\n,,,,All Macs,\n,,,,,\nMac 2,13,,,,sam"));
    assert_eq!(read.counts(), [5, 2, 3, 0]);
    assert!(!read.has_note("header-realigned"));
    let cut = self::read(&format!("{header}\n,,,Notes.app,,\nMac 2,13,,,,sam"));
    assert_eq!(cut.counts(), [2, 1, 0, 1]);
    assert!(cut.reasons().contains("beginning of the file is missing"), "{}", cut.reasons());
}

/// A mobile search whose `Group` was exported last and stands fourth in the header.
const SHIFTED: &str = "Display Name,Shared iPad,Full Name,Group,Serial Number,IP Address,Last Inventory \
    Update,Username,Managed,Used Space Percentage,Email Address,Role\n\
    Ward\u{a0}Pad\u{2019}s,No,Casey Example,F9FTEST00001,203.0.113.9,2026-04-10 07:12:09,casey,Managed,16,\
    casey@meridian.example,,All Pads\n\
    ,,,,,,,,,,,Ward pads\n\
    Cart 2,Yes, ,F9FTEST00002,203.0.113.9,2026-04-11 07:12:09,,Managed,4,,,Ward pads";

#[test]
fn a_header_one_column_off_is_put_right_with_a_note() {
    let read = read(SHIFTED);
    assert_eq!(read.counts(), [3, 2, 1, 0]);
    let note = read.notes.iter().find(|note| note.key == "header-realigned").unwrap();
    assert!(note.message.contains("`Serial Number` holds `203.0.113.9` (line 1)"), "{}", note.message);
    let serials: Vec<_> = states(&read).iter().map(|s| s.device.serial.as_deref()).collect();
    assert_eq!(serials, [Some("F9FTEST00001"), Some("F9FTEST00002")]);
    assert_eq!(states(&read)[0].device.name.as_deref(), Some("Ward\u{a0}Pad\u{2019}s"));
    assert_eq!(states(&read).iter().map(|s| s.is_shared).collect::<Vec<_>>(), [Some(false), Some(true)]);
    let logins: Vec<_> =
        assignments(&read).iter().map(|a| a.person.as_ref().and_then(|p| p.login.as_deref())).collect();
    assert_eq!(logins, [Some("casey"), None]);
}

#[test]
fn rows_that_fill_only_the_last_column_show_a_shift_without_any_typed_column() {
    let read = read(
        "Display Name,JSS Mobile Device ID,Group,Username,Room\nPad 1,7,casey,B12,All Pads\n,,,,Ward pads\nPad 2,8,,,",
    );
    assert!(read.has_note("header-realigned"));
    let logins: Vec<_> =
        assignments(&read).iter().map(|a| a.person.as_ref().and_then(|p| p.login.as_deref())).collect();
    assert_eq!(logins, [Some("casey"), None]);
}

#[test]
fn a_header_that_no_move_puts_right_stops_the_run() {
    let text = SHIFTED.replace("Group,Serial", "Room,Serial");
    let message = read(&text).fatal.unwrap();
    for part in [
        "`Serial Number` holds `203.0.113.9` (line 1)",
        "capital letters and digits",
        "Export the search again",
    ] {
        assert!(message.contains(part), "{message}");
    }
    let row = "Serial Number,Computer Name,Last Check-in,Managed\nvm-mac-1,Mac 1,,Managed";
    assert!(read(row).fatal.is_some());
    let columns = BTreeMap::from([("serial".to_owned(), "Serial Number".to_owned())]);
    let trusted = read_csv(&FORMAT, &SourceOptions { columns, ..options() }, row);
    assert_eq!(trusted.counts(), [1, 1, 0, 0]);
}

#[test]
fn odd_columns_that_are_not_read_are_only_noted() {
    let read = read("Computer Name,JSS Computer ID,Capacity MB,Managed\nMac 1,12,plenty,Managed");
    assert!(read.has_note("column-content-odd"));
    assert_eq!(read.counts(), [1, 1, 0, 0]);
}

#[test]
fn rows_that_cannot_be_a_device_are_rejected_without_showing_secrets() {
    let header = "Computer Name,Serial Number,Last Check-in,Managed,FileVault 2 Personal Recovery Key";
    let read = read(&format!(
        "{header}\nMac 1,C02TEST00001,,Managed,\nMac 2,C02TEST00002,,Managed,\nMac 3,,,Managed,ABCD-EFGH\nMac, \
         4,203.0.113.9,,Managed,ABCD-EFGH\nMac 5,203.0.113.9,,Managed,ABCD-EFGH"
    ));
    assert_eq!(read.counts(), [5, 2, 0, 3]);
    let reasons: Vec<&str> = read.rejects.iter().map(|reject| reject.reason.as_str()).collect();
    assert!(reasons[0].contains("(`Mac 3`)") && reasons[0].contains("JSS Computer ID"), "{reasons:?}");
    assert!(reasons[1].contains("6 cells where the header has 5"), "{reasons:?}");
    assert!(reasons[2].contains("which is an IP address"), "{reasons:?}");
    assert!(read.rejects.iter().all(|reject| !reject.text.contains("ABCD")), "{:?}", read.rejects);
}

#[test]
fn headers_of_another_language_are_named_by_the_configuration() {
    let german = "Computername,Seriennummer,Letzter Check-in";
    assert!(!(FORMAT.detect)(&head(german)));
    let error = (FORMAT.open)(&head(german), &options()).err().unwrap();
    assert!(error.contains("English") && error.contains("`Seriennummer`"), "{error}");
    let columns = BTreeMap::from([
        ("serial".to_owned(), "Seriennummer".to_owned()),
        ("check_in_at".to_owned(), "Letzter Check-in".to_owned()),
    ]);
    let options = SourceOptions { columns, ..options() };
    assert!((FORMAT.open)(&head(german), &options).is_ok());
    let error = (FORMAT.open)(&head("Computername,Serien-Nr."), &options).err().unwrap();
    assert!(
        error.contains("no header `Letzter Check-in`") || error.contains("no header `Seriennummer`"),
        "{error}"
    );
}

#[test]
fn no_other_format_claims_a_search() {
    for header in [COMPUTERS, SHIFTED.split('\n').next().unwrap(), "Computer Name,JSS Computer ID"] {
        let claims: Vec<&str> =
            FORMATS.iter().filter(|format| (format.detect)(&head(header))).map(|format| format.id).collect();
        assert_eq!(claims, ["jamf-search-csv"], "{header}");
    }
    assert!(!(FORMAT.detect)(&head("Device name,Managed by,Serial number,Last check-in")));
}
