//! Tests of ServiceNow CSV exports with invented rows.

use chrono_tz::{America::New_York, UTC};

use super::{
    super::reading::{self, Read},
    *,
};
use crate::records::TicketState;

fn head(header: &str) -> Head {
    Head { header: Some(header.split(',').map(ToOwned::to_owned).collect()), ..Head::default() }
}

/// Cells are parted by `|`, as texts hold commas.
fn read_with(header: &str, rows: &[&str], options: &SourceOptions) -> Read {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.split('|').map(ToOwned::to_owned).collect()).collect();
    reading::feed(&FORMAT, &head(header), options, rows.iter().map(|row| Row::Csv(row)))
}

fn read(header: &str, rows: &[&str]) -> Read {
    read_with(header, rows, &SourceOptions { time_zone: Some(New_York), ..SourceOptions::default() })
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

#[test]
fn names_and_labels_are_detected_and_other_tables_are_not() {
    let table = [
        ("number,opened_at,short_description,caller_id", true),
        ("Number,Opened,Short description,Affected User,Severity,Severity", true),
        ("number,state", false),
        ("Issue key,Summary,Created", false),
        ("number,name,serial", false),
        ("Ticket Id,Subject,Created Time", false),
    ];
    for (header, expected) in table {
        assert_eq!(detect(&head(header)), expected, "{header}");
    }
    assert!(!detect(&Head::default()));
}

#[test]
fn a_list_export_with_names_is_read_in_the_exporters_zone() {
    let out = read(
        "number,opened_at,resolved_at,closed_at,short_description,caller_id,caller_id.user_name,state,cmdb_ci,close_code,calendar_duration",
        &[
            "INC0010023|2026-07-01 09:30:00|2026-07-01 12:00:00|2026-07-06 12:00:00|My account is disabled|Ann Sample|asample|Closed|MB-0042|Solved (Permanently)|45,667",
        ],
    );
    let ticket = &out.tickets()[0];
    assert_eq!(ticket.ticket_id, "INC0010023");
    assert_eq!(ticket.opened_at, at("2026-07-01T13:30:00Z"));
    assert_eq!(ticket.resolved_at, Some(at("2026-07-01T16:00:00Z")));
    assert_eq!(ticket.closed_at, Some(at("2026-07-06T16:00:00Z")));
    assert_eq!(ticket.affected.login.as_deref(), Some("asample"));
    assert_eq!(ticket.affected.display_name.as_deref(), Some("Ann Sample"));
    assert_eq!(ticket.state, TicketState::Closed);
    assert_eq!(ticket.class.as_deref(), Some("incident"));
    assert_eq!(ticket.device_values, ["MB-0042"]);
    assert_eq!(ticket.close_code.as_deref(), Some("Solved (Permanently)"));
    assert_eq!(ticket.fields["calendar_duration"], ["45,667"]);
    assert_eq!(out.source.zone_source, Some(crate::records::ZoneSource::Configured));
}

#[test]
fn labels_are_read_and_columns_with_one_label_are_all_kept() {
    let out = read(
        "Number,Opened,Short description,Affected User,Severity,Resolution code,Severity,Resolution notes,Caused by Change",
        &[
            "INC0010024|3/17/2025 6:04|Mac locked|Ann Sample (asample)||Configuration|2 - High|was a wrong lock|CHG0000007",
        ],
    );
    let ticket = &out.tickets()[0];
    assert_eq!(ticket.opened_at, at("2025-03-17T10:04:00Z"));
    assert_eq!(ticket.affected.login.as_deref(), Some("asample"));
    assert_eq!(ticket.close_code.as_deref(), Some("Configuration"));
    assert_eq!(ticket.close_notes, "was a wrong lock");
    assert_eq!(ticket.links[0].id, "CHG0000007");
    assert_eq!(ticket.fields["Severity"], ["2 - High"]);

    let both =
        read("Number,Opened,Severity,Severity,Caller", &["INC1|2026-01-02 03:04:05|2 - High|3 - Low|X"]);
    assert_eq!(both.tickets()[0].fields["Severity"], ["2 - High", "3 - Low"]);
}

#[test]
fn every_word_for_nothing_is_nothing() {
    let out = read(
        "number,opened_at,resolved_at,cmdb_ci,close_code,caller_id,problem_id",
        &["INC1|2026-01-02 03:04:05|?|#N/B|nan|null|{}"],
    );
    let ticket = &out.tickets()[0];
    assert_eq!((ticket.resolved_at, ticket.close_code.clone()), (None, None));
    assert!(ticket.device_values.is_empty() && ticket.links.is_empty() && ticket.affected.is_empty());
    assert_eq!(ticket.fields.keys().collect::<Vec<_>>(), ["number", "opened_at"]);
}

#[test]
fn the_order_of_day_and_month_comes_from_the_whole_column() {
    let rows = ["INC1|05-03-2016 12:00|x", "INC2|29-02-2016 01:16|x"];
    let out = read("number,opened_at,short_description", &rows);
    assert_eq!(out.tickets()[0].opened_at, at("2016-03-05T17:00:00Z"), "5 March");

    let undecided = read("number,opened_at,short_description", &rows[..1]);
    let question = undecided.fatal.clone().unwrap();
    assert!(question.contains("date order needed") && question.contains("`opened_at`"), "{question}");
    assert!(undecided.tickets().is_empty());

    let options =
        SourceOptions { time_zone: Some(UTC), date_order: Some(DateOrder::Mdy), ..SourceOptions::default() };
    let answered = read_with("number,opened_at,short_description", &rows[..1], &options);
    assert_eq!(answered.tickets()[0].opened_at, at("2016-05-03T12:00:00Z"));
}

#[test]
fn a_file_without_configured_zone_is_a_question() {
    let options = SourceOptions::default();
    let out = read_with("number,opened_at,caller_id", &["INC1|2026-01-02 03:04:05|x"], &options);
    assert!(out.fatal.unwrap().contains("time zone needed"));
}

#[test]
fn of_several_rows_of_a_ticket_the_last_update_counts() {
    let out = read(
        "number,sys_updated_at,incident_state,opened_at,caller_id",
        &[
            "INC1|13/2/2016 10:00|Resolved|29/2/2016 01:16|c",
            "INC1|13/2/2016 09:00|New|29/2/2016 01:16|a",
            "INC1|13/2/2016 10:00|Closed|29/2/2016 01:16|d",
            "INC2|?|New|29/2/2016 01:16|e",
            "INC2|?|Active|29/2/2016 01:16|f",
        ],
    );
    let found: Vec<_> = out
        .tickets()
        .iter()
        .map(|t| (t.ticket_id.as_str(), t.affected.display_name.clone().unwrap()))
        .collect();
    assert_eq!(found, [("INC1", "d".to_owned()), ("INC2", "f".to_owned())]);
    assert_eq!((out.source.accepted, out.source.duplicate), (2, 3));
}

#[test]
fn two_tickets_with_one_number_are_two_when_their_internal_ids_differ() {
    let (a, b) = ("6816f79cc0a8016401c5a33be04be441", "6816f79cc0a8016401c5a33be04be442");
    let rows = [format!("INC1|{a}|2026-01-02 03:04:05"), format!("INC1|{b}|2026-01-02 03:04:05")];
    let out = read("number,sys_id,opened_at", &[&rows[0], &rows[1]]);
    assert_eq!(out.tickets().len(), 2);
}

#[test]
fn tables_saved_with_pandas_are_raw_and_in_utc() {
    let row = "INC1|2026-01-02 03:04:05|{'link': 'https://x.example.com/u', 'value': '6816f79cc0a8016401c5a33be04be441'}|ann@example.com|3";
    let out = read("number,opened_at,caller_id,caller_id.email,state", &[row]);
    let ticket = &out.tickets()[0];
    assert_eq!(ticket.opened_at, at("2026-01-02T03:04:05Z"));
    assert_eq!(ticket.affected.email.as_deref(), Some("ann@example.com"));
    assert_eq!(ticket.affected.display_name, None);
    assert_eq!(ticket.state, TicketState::Hold);
}

#[test]
fn rows_that_cannot_be_used_are_rejected_with_their_reason() {
    let out = read(
        "number,opened_at,short_description",
        &["|2026-01-02 03:04:05|x", "INC2||x", "INC3|yesterday|x", "||", "INC5|2026-01-02 03:04:05|ok"],
    );
    let reasons: Vec<&str> = out.rejects.iter().map(|reject| reject.reason.as_str()).collect();
    assert_eq!(reasons.len(), 3);
    assert!(reasons[0].contains("no ticket number"), "{reasons:?}");
    assert!(reasons[1].contains("no opening time"), "{reasons:?}");
    assert!(reasons[2].contains("`yesterday`"), "{reasons:?}");
    assert_eq!((out.source.accepted, out.source.out_of_scope), (1, 1));
    assert_eq!(out.rejects[2].text, "INC3,yesterday,x");
}

#[test]
fn an_unreadable_time_that_is_not_needed_is_noted() {
    let out = read("number,opened_at,resolved_at", &["INC1|2026-01-02 03:04:05|18 Days 8 Hours"]);
    assert_eq!(out.tickets()[0].resolved_at, None);
    assert!(out.has_note("ticket-time-unreadable"));
}

#[test]
fn a_row_count_equal_to_an_export_limit_and_a_cropped_text_are_noted() {
    let long = "x".repeat(160);
    let rows: Vec<String> = (0..1000).map(|i| format!("INC{i}|2026-01-02 03:04:05|{long}")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let header = "number,opened_at,short_description";
    let full = read(header, &rows);
    assert!(full.has_note("row-count-equals-export-cap") && full.has_note("text-may-be-cropped"));
    for key in ["row-count-equals-export-cap", "text-may-be-cropped"] {
        assert_eq!(full.notes.iter().filter(|note| note.key == key).count(), 1, "{key} once per file");
    }
    let one_less = read(header, &rows[..999]);
    assert!(!one_less.has_note("row-count-equals-export-cap"));
}

#[test]
fn short_and_long_rows_do_not_harm() {
    let out = read(
        "number,opened_at,short_description",
        &["INC1|2026-01-02 03:04:05", "INC2|2026-01-02 03:04:05|a|b|c"],
    );
    assert_eq!(out.tickets().len(), 2);
    assert_eq!((out.tickets()[0].subject.as_str(), out.tickets()[1].subject.as_str()), ("", "a"));
}

#[test]
fn a_column_of_two_orders_is_refused_and_with_an_answer_its_other_rows_are_rejected() {
    let header = "number,opened_at";
    let rows = ["INC1|29/02/2016 01:16", "INC2|02/29/2016 01:16", "INC3|05/03/2016 12:00"];
    let mut backwards = rows;
    backwards.reverse();
    for rows in [rows, backwards] {
        let question = read(header, &rows).fatal.unwrap();
        for part in ["`opened_at`", "`29/02/2016 01:16` (line ", "`02/29/2016 01:16` (line ", "`date_order`"]
        {
            assert!(question.contains(part), "{part}: {question}");
        }
        let options = SourceOptions {
            time_zone: Some(UTC),
            date_order: Some(DateOrder::Dmy),
            ..SourceOptions::default()
        };
        let out = read_with(header, &rows, &options);
        assert_eq!(out.counts(), [3, 2, 0, 1]);
        assert!(out.tickets().iter().any(|ticket| ticket.opened_at == at("2016-03-05T12:00:00Z")));
        assert!(out.reasons().contains("does not fit dates written day first"), "{}", out.reasons());
    }
}

#[test]
fn of_updates_within_one_minute_the_order_of_rows_does_not_choose() {
    let header = "number,opened_at,sys_updated_on,sys_mod_count,short_description";
    let rows = [
        "INC1|2016-02-29 01:16:00|2016-02-29 02:00:00|2|second",
        "INC1|2016-02-29 01:16:00|2016-02-29 02:00:00|10|tenth",
        "INC1|2016-02-29 01:16:00|2016-02-29 02:00:00|9|ninth",
        "INC2|2016-02-29 01:16:00|2016-02-29 02:00:00||one",
        "INC2|2016-02-29 01:16:00|2016-02-29 02:00:00||other",
    ];
    let mut backwards = rows;
    backwards.reverse();
    for rows in [rows, backwards] {
        let out = read(header, &rows);
        let mut subjects: Vec<&str> = out.tickets().iter().map(|ticket| ticket.subject.as_str()).collect();
        subjects.sort_unstable();
        assert_eq!((subjects, out.source.duplicate), (vec!["other", "tenth"], 3));
    }
}
