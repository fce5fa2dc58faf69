//! Quirks of the files that `ComputerHistoryExporter` writes.

use super::*;
use crate::{
    ingest::formats::reading::{Read, feed},
    records::{ActionKind, InitiatorKind},
};

const POLICIES: &str = "Serial Number,Policy Name,Username,Date Run,Status";
const COMMANDS: &str = "Serial Number,Command Name,Date/Time Completed";

/// Reads lines as they come out of the splitter: padded to the width of the header, quotes being text.
fn read_in(text: &str, time_zone: Option<chrono_tz::Tz>) -> Read {
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let rows: Vec<Vec<String>> = lines
        .map(|mut cells| {
            cells.resize(cells.len().max(header.len()), String::new());
            cells
        })
        .collect();
    let head = Head { header: Some(header), ..Head::default() };
    assert!((FORMAT.detect)(&head));
    let options = SourceOptions { time_zone, ..SourceOptions::default() };
    feed(&FORMAT, &head, &options, rows.iter().map(|cells| Row::Csv(cells)))
}

fn read(text: &str) -> Read {
    read_in(text, Some(chrono_tz::Europe::Berlin))
}

#[test]
fn commas_in_names_are_put_together_from_both_ends() {
    let read = read(&format!(
        "{COMMANDS}\nC02TEST00001,Lock Device, 2026/07/21 at 10:05 AM\n\t\t\tC02TEST00001,Install Configuration Profile \
         Wi-Fi, Lab, \"B\", 2026-07-20 09:00:00\n\t\t\t"
    ));
    assert_eq!(read.counts(), [3, 2, 1, 0]);
    let [lock, install] = read.actions()[..] else { panic!("{:?}", read.records) };
    assert_eq!((lock.kind, lock.outcome, lock.sent_at), (ActionKind::Lock, Outcome::Done, None));
    assert_eq!(lock.done_at.map(|at| at.to_rfc3339()).as_deref(), Some("2026-07-21T08:05:00+00:00"));
    assert_eq!(lock.initiator, None);
    assert_eq!(install.object.as_ref().and_then(|object| object.name.as_deref()), Some("Wi-Fi, Lab, \"B"));
    assert_eq!(install.device.serial.as_deref(), Some("C02TEST00001"));
    assert_ne!(lock.action_id, install.action_id);
}

#[test]
fn policy_runs_are_those_of_a_full_history() {
    let read = read(&format!(
        "{POLICIES}\nC02TEST00001,Offboard: lock, wipe, casey, 2026/07/21 at 10:05 AM, Completed\n\t\t\tC02TEST00001,\
         Update Inventory, , 2026/07/20 at 9:00 AM, Failed\n\t\t\t"
    ));
    assert_eq!(read.counts(), [3, 2, 1, 0]);
    let [done, failed] = read.actions()[..] else { panic!("{:?}", read.records) };
    let initiator = done.initiator.clone().unwrap();
    assert_eq!((initiator.kind, initiator.name.as_str()), (InitiatorKind::Policy, "Offboard: lock, wipe"));
    assert_eq!((done.outcome, failed.outcome, failed.done_at), (Outcome::Done, Outcome::Failed, None));
    assert_eq!(failed.error.as_deref(), Some("Failed"));
    let users: Vec<Option<&str>> = read
        .records
        .iter()
        .filter_map(|r| if let Record::Activity(a) = r { Some(a.user.as_deref()) } else { None })
        .collect();
    assert_eq!(users, [Some("casey"), None]);
}

#[test]
fn logins_are_sessions_and_logouts_are_not() {
    let read = read(
        "Serial Number,Event,Username,Date/Time\nC02TEST00001,login, casey, 2026/07/21 at 10:05 AM\n\
         \t\t\tC02TEST00001,logout, casey, 2026/07/21 at 11:05 AM\n\t\t\t",
    );
    assert_eq!(read.counts(), [3, 1, 2, 0]);
    assert!(matches!(&read.records[0], Record::Activity(a) if a.user.as_deref() == Some("casey")));
}

#[test]
fn error_rows_say_which_history_is_missing() {
    let read = read(&format!(
        "{COMMANDS}\nC02TEST00009,Serial Number Not Found\nC02TEST00008,No Data\nDevice not found in Jamf"
    ));
    assert_eq!(read.counts(), [3, 0, 1, 2]);
    assert!(read.rejects[0].reason.contains("`C02TEST00009`"), "{}", read.reasons());
    assert!(read.rejects[1].reason.contains("refused login"), "{}", read.reasons());
}

#[test]
fn headers_that_were_appended_change_the_log() {
    let read = read(&format!(
        "{POLICIES}\nC02TEST00001,Patch, , 2026/07/21 at 10:05 AM, Completed\n{COMMANDS}\nC02TEST00001,Wipe Computer, \
         2026/07/22 at 10:05 AM\n{POLICIES}\n\t\t\t,Patch, , 2026/07/23 at 10:05 AM, Completed"
    ));
    assert_eq!(read.counts(), [5, 3, 2, 0]);
    let kinds: Vec<ActionKind> = read.actions().iter().map(|action| action.kind).collect();
    assert_eq!(kinds, [ActionKind::PolicyRun, ActionKind::Wipe, ActionKind::PolicyRun]);
    assert_eq!(read.actions()[2].device.serial.as_deref(), Some("C02TEST00001"));
}

#[test]
fn routine_commands_are_counted_only() {
    let read = read(&format!("{COMMANDS}\nC02TEST00001,Update Inventory, 2026/07/21 at 10:05 AM"));
    assert_eq!(read.counts(), [1, 0, 1, 0]);
}

#[test]
fn unusable_lines_are_rejected_with_what_was_expected() {
    for (line, reason) in [
        ("\t\t\t,Lock Device, 2026/07/21 at 10:05 AM", "no row of a device before it"),
        ("C02TEST00001,Lock Device, soon", "`Date/Time Completed`"),
        ("C02TEST00001,Lock Device, ", "no `Date/Time Completed`"),
        ("C02TEST00001,Lock Dev", "2 cells, expected 3"),
        ("C02TEST00001,, 2026/07/21 at 10:05 AM", "no name"),
    ] {
        let read = read(&format!("{COMMANDS}\n{line}"));
        assert!(read.reasons().contains(reason), "{line}: {}", read.reasons());
    }
}

#[test]
fn the_zone_of_the_server_is_asked_for() {
    let read = read_in(&format!("{COMMANDS}\nC02TEST00001,Lock Device, 2026/07/21 at 10:05 AM"), None);
    assert!(read.reasons().contains("time zone needed"), "{}", read.reasons());
}

#[test]
fn other_logs_of_the_script_are_refused_by_name() {
    let header = "Serial Number,Date/Time,Status,Details".split(',').map(str::to_owned).collect();
    let head = Head { header: Some(header), ..Head::default() };
    assert!(!(FORMAT.detect)(&head));
    let error = (FORMAT.open)(&head, &SourceOptions::default()).err().unwrap();
    assert!(error.contains("option 4, 5 or 3"), "{error}");
    assert!(has_no_quotes(COMMANDS) && !has_no_quotes("Serial Number,Status"));
}
