//! Tests of the CSV exports of Freshservice and Freshdesk with invented tickets.

use chrono_tz::Europe::Berlin;

use super::*;
use crate::{
    config::DateOrder,
    ingest::formats::reading::{self, Read},
    records::{Instant, TicketState, ZoneSource},
};

const FRESHSERVICE: &str = "Ticket Id,Subject,Status,Priority,Source,Type,Requester Name,Requester Email,Group,Agent,\
    Created Time,Due by Time,Resolved Time,Closed Time,Last Updated Time,Resolution Time (in Hrs),Description\n";
const FRESHDESK: &str = "Ticket ID,Subject,Status,Created time,Resolved time,Last update time,\
    Resolution time (in hrs),Agent interactions,Full name,Contact ID\n";

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn read(text: &str) -> Read {
    let options = SourceOptions { time_zone: Some(Berlin), ..SourceOptions::default() };
    reading::read_csv(&FORMAT, &options, text)
}

fn claims(header: &str) -> bool {
    let header = header.trim().split(',').map(str::to_owned).collect();
    (FORMAT.detect)(&Head { header: Some(header), ..Head::default() })
}

#[test]
fn both_headers_are_known_in_any_case_and_others_are_not() {
    for (header, expected) in [
        (FRESHSERVICE, true),
        (FRESHDESK, true),
        ("TICKET ID,CREATED TIME,AGENT", true),
        ("Ticket Id,Created Time", false),
        ("Ticket-ID,Erstellt,Agent", false),
        ("Id,Subject,Requester,Created at", false),
        ("number,opened_at,caller_id", false),
        ("Issue key,Created,Reporter", false),
    ] {
        assert_eq!(claims(header), expected, "{header}");
    }
}

#[test]
fn times_are_in_the_zone_of_the_account_and_durations_are_not_used() {
    let out = read(&format!(
        "{FRESHSERVICE}#INC-12,Mac locked,Closed,4,Email,Incident,Ann Sample,ann@meridian.example,IT,Bo,\
         2026-07-01 15:30:00,,2026-07-01 18:00:00,2026-07-06 18:00:00,2026-07-06 18:00:00,02:30:00,\"<p>My Mac</p>\"\n"
    ));
    let ticket = out.tickets()[0];
    assert_eq!((ticket.ticket_id.as_str(), ticket.native_id.as_deref()), ("12", Some("#INC-12")));
    assert_eq!(ticket.opened_at, at("2026-07-01T13:30:00Z"));
    assert_eq!(ticket.resolved_at, Some(at("2026-07-01T16:00:00Z")));
    assert_eq!(ticket.closed_at, Some(at("2026-07-06T16:00:00Z")));
    assert_eq!(out.source.zone_source, Some(ZoneSource::Configured));
    assert_eq!((ticket.state, ticket.body.as_str()), (TicketState::Closed, "My Mac"));
    assert_eq!(ticket.affected.email.as_deref(), Some("ann@meridian.example"));
    assert_eq!(ticket.fields["Priority"], ["4", "urgent"], "4 is the highest here");
}

#[test]
fn freshdesk_names_its_columns_in_its_own_way() {
    let out = read(&format!(
        "{FRESHDESK}7,x,Waiting on Customer,2026-07-01 15:30:00,,2026-07-01 16:00:00,1.5,2,Ann Sample,900\n"
    ));
    let ticket = out.tickets()[0];
    assert_eq!(ticket.ticket_id, "7");
    assert_eq!(ticket.state, TicketState::Hold);
    assert_eq!(ticket.affected.display_name.as_deref(), Some("Ann Sample"));
    assert_eq!(ticket.affected.listed_id.as_deref(), Some("freshservice-requester:900"));
}

#[test]
fn a_zone_is_asked_for() {
    let text = format!("{FRESHDESK}7,x,Open,2026-07-01 15:30:00,,,,,Ann,900\n");
    let out = reading::read_csv(&FORMAT, &SourceOptions::default(), &text);
    assert!(out.fatal.unwrap().starts_with("time zone needed"));
}

#[test]
fn the_order_of_day_and_month_is_taken_from_the_column_or_asked_for() {
    let row = |id: u32, created: &str| format!("{id},x,Open,{created},,,,,Ann,900\n");
    let undecided = format!("{FRESHDESK}{}", row(1, "05/03/2026 09:30"));
    assert!(read(&undecided).fatal.unwrap().starts_with("date order needed"));
    let options = SourceOptions {
        time_zone: Some(Berlin),
        date_order: Some(DateOrder::Dmy),
        ..SourceOptions::default()
    };
    let told = reading::read_csv(&FORMAT, &options, &undecided);
    assert_eq!(told.tickets()[0].opened_at, at("2026-03-05T08:30:00Z"));
    let decided = read(&format!("{undecided}{}", row(2, "29/03/2026 09:30")));
    assert_eq!(decided.tickets()[0].opened_at, at("2026-03-05T08:30:00Z"));
}

#[test]
fn empty_rows_are_counted_and_broken_ones_say_why() {
    let out = read(&format!(
        "{FRESHDESK},,,,,,,,,\n,x,Open,2026-07-01 15:30:00,,,,,Ann,1\n8,x,Open,,,,,,Ann,1\n9,x,Open,soon,,,,,Ann,1\n\
         10,x,Resolved,2026-07-01 15:30:00,soon,,,,Ann,1\n"
    ));
    assert_eq!(out.counts(), [5, 1, 1, 3]);
    for expected in ["no ticket number", "no opening time", "`created time`: "] {
        assert!(out.reasons().contains(expected), "`{expected}` is not in: {}", out.reasons());
    }
    assert!(out.has_note("ticket-time-unreadable"));
}

#[test]
fn a_header_in_another_language_says_what_to_do() {
    let header = vec!["Ticket-ID".to_owned(), "Erstellt".to_owned()];
    let head = Head { header: Some(header), ..Head::default() };
    let message = (FORMAT.open)(&head, &SourceOptions::default()).map(|_| ()).unwrap_err();
    assert!(message.contains("no column `ticket id`") && message.contains("csv-tickets"), "{message}");
}
