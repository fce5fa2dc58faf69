//! Exports of lists of issues with invented rows.

use chrono_tz::Europe::Madrid;

use super::{
    super::reading::{Read, read_csv},
    *,
};
use crate::records::{CauseLinkKind, TicketState};

const ENGLISH: &str = "Summary,Issue key,Issue id,Issue Type,Status,Status Category,Status Category Changed,Project type,\
    Reporter,Reporter Id,Created,Updated,Resolved,Resolution,Description,Comment,Comment,\
    Custom field (Time to resolution),Custom field (Affected devices),Custom field (Root cause),\
    Inward issue link (Causes),Custom field (Approvals),Rank,Labels,Labels";

fn options() -> SourceOptions {
    SourceOptions { time_zone: Some(Madrid), ..SourceOptions::default() }
}

fn read(text: &str) -> Read {
    read_csv(&FORMAT, &options(), text)
}

/// A row of [`ENGLISH`]; `middle` runs from `Created` to `Resolution`.
fn row(status: &str, middle: &str) -> String {
    format!(
        "My *Mac* is locked,HELP-7,10007,[System] Incident,{status},18/Jul/26 1:05 PM,service_desk,Ann Sample,712020:aa,\
         {middle},h2. Help,18/Jul/26 10:52 AM;712020:bb;looking at *it*,\"18/Jul/26 11:00 AM;712020:aa;thanks;\nbye\",\
         -2:18,\"MB-0042, C02SAMPLE01\",Leaver job,CHG-3,ApprovalsCFValue{{approvals=[]}},0|i02m2f:,mac,urgent"
    )
}

fn english(status: &str, middle: &str) -> Read {
    read(&format!("{ENGLISH}\n{}\n", row(status, middle)))
}

const DONE: &str = "18/Jul/26 9:10 AM,18/Jul/26 1:05 PM,,Done";

#[test]
fn an_issue_is_read_in_the_zone_of_whoever_exported() {
    let read = english("Resolved,Done", DONE);
    let ticket = read.tickets()[0];
    assert_eq!((ticket.ticket_id.as_str(), ticket.native_id.as_deref()), ("HELP-7", Some("10007")));
    assert_eq!(ticket.opened_at.to_rfc3339(), "2026-07-18T07:10:00+00:00");
    assert_eq!((ticket.class.as_deref(), ticket.state), (Some("incident"), TicketState::Resolved));
    assert_eq!(ticket.affected.display_name.as_deref(), Some("Ann Sample"));
    assert_eq!(ticket.affected.listed_id.as_deref(), Some("jira-user:712020:aa"));
    assert_eq!((ticket.subject.as_str(), ticket.body.as_str()), ("My Mac is locked", "Help"));
    assert_eq!((ticket.close_code.as_deref(), ticket.close_notes.as_str()), (Some("Done"), "Leaver job"));
    let question =
        read_csv(&FORMAT, &SourceOptions::default(), &format!("{ENGLISH}\n{}\n", row("a,b", DONE)));
    assert!(question.fatal.unwrap().starts_with("time zone needed"));
}

#[test]
fn an_empty_resolved_of_a_done_issue_is_when_its_status_category_changed() {
    let resolved = |status: &str, middle: &str| {
        english(status, middle).tickets()[0].resolved_at.map(|at| at.to_rfc3339())
    };
    assert_eq!(resolved("Resolved,Done", DONE).unwrap(), "2026-07-18T11:05:00+00:00");
    assert_eq!(resolved("Open,To Do", DONE), None);
    let set = "18/Jul/26 9:10 AM,,18/Jul/26 12:00 PM,Done";
    assert_eq!(resolved("Resolved,Done", set).unwrap(), "2026-07-18T10:00:00+00:00");
}

#[test]
fn what_is_left_of_a_service_level_is_no_time_of_the_ticket() {
    let read = english("Open,To Do", "18/Jul/26 9:10 AM,,,");
    assert_eq!((read.tickets()[0].resolved_at, read.tickets()[0].closed_at), (None, None));
    assert_eq!(read.tickets()[0].fields["Custom field (Time to resolution)"], ["-2:18"]);
}

#[test]
fn repeated_headers_are_lists_and_comments_have_date_and_author() {
    let read = english("Resolved,Done", DONE);
    let ticket = read.tickets()[0];
    assert_eq!(ticket.fields["Labels"], ["mac", "urgent"]);
    let expected =
        "18/Jul/26 10:52 AM - 712020:bb\nlooking at it\n\n18/Jul/26 11:00 AM - 712020:aa\nthanks;\nbye";
    assert_eq!(ticket.notes, expected);
}

#[test]
fn devices_and_cause_links_are_found_by_their_headers() {
    let read = english("Resolved,Done", DONE);
    let ticket = read.tickets()[0];
    assert_eq!(ticket.device_values, ["MB-0042", "C02SAMPLE01"]);
    assert_eq!((ticket.links[0].kind, ticket.links[0].id.as_str()), (CauseLinkKind::CausedByChange, "CHG-3"));
    assert_eq!(ticket.links.len(), 1);
}

#[test]
fn objects_that_jira_prints_are_no_values() {
    let read = english("Resolved,Done", DONE);
    assert!(!read.tickets()[0].fields.contains_key("Rank"));
    assert!(!read.tickets()[0].fields.contains_key("Custom field (Approvals)"));
}

#[test]
fn spanish_headers_and_months_are_read() {
    let read = read(
        "Resumen,Clave de incidencia,Estado,Informador,Creada,Resuelta,Campo personalizado (Causa raíz),Comentario,\
         Categoría de estado,Categoría de estado cambiada\n\
         Cuenta desactivada,AYU-1,Resuelta,ana@meridian.example,18/ene/26 9:10 AM,,error,hola,Listo,19/ene/26 1:00 p. m.\n",
    );
    let ticket = read.tickets()[0];
    assert_eq!(ticket.opened_at.to_rfc3339(), "2026-01-18T08:10:00+00:00");
    assert_eq!(ticket.resolved_at.unwrap().to_rfc3339(), "2026-01-19T12:00:00+00:00");
    assert_eq!((ticket.state, ticket.close_notes.as_str()), (TicketState::Resolved, "error"));
    assert_eq!(ticket.affected.email.as_deref(), Some("ana@meridian.example"));
}

#[test]
fn a_header_in_another_language_is_named_in_the_configuration() {
    let header = "Onderwerp,Sleutel,Status,Melder,Gemaakt,Betrokkene,Apparaat";
    let head =
        |text: &str| Head { header: Some(text.split(',').map(str::to_owned).collect()), ..Head::default() };
    let told = open(&head(header), &options()).err().unwrap();
    assert!(told.contains("no column `Issue key`") && told.contains("`Sleutel`"), "{told}");
    let pairs = [
        ("ticket_id", "Sleutel"),
        ("opened_at", "Gemaakt"),
        ("affected", "Betrokkene"),
        ("device", "Apparaat"),
    ];
    let columns = pairs.map(|(field, name)| (field.to_owned(), name.to_owned())).into();
    let mapped = SourceOptions { columns, ..options() };
    let cells = ["x", "HELP-1", "Open", "Desk", "18/jul/26 9:10", "Ann Sample", "MB-1"].map(str::to_owned);
    let read =
        super::super::reading::feed(&FORMAT, &head(header), &mapped, std::iter::once(Row::Csv(&cells)));
    assert_eq!(read.tickets()[0].affected.display_name.as_deref(), Some("Ann Sample"));
    assert_eq!(read.tickets()[0].device_values, ["MB-1"]);
    let wrong = SourceOptions { columns: [("device".to_owned(), "Aparaat".to_owned())].into(), ..options() };
    assert!(open(&head(header), &wrong).err().unwrap().contains("nearest header is `Apparaat`"));
}

#[test]
fn dates_in_digits_alone_that_nothing_decides_are_a_question() {
    let header = "Summary,Issue key,Status,Created";
    let undecided = read(&format!("{header}\na,H-1,Open,05.03.2026 10:00\n"));
    assert!(undecided.fatal.unwrap().starts_with("date order needed"));
    let decided = read(&format!("{header}\na,H-1,Open,05.03.26 10:00\nb,H-2,Open,25.03.26 10:00\n"));
    assert_eq!(decided.tickets()[0].opened_at.to_rfc3339(), "2026-03-05T09:00:00+00:00");
}

#[test]
fn rows_without_key_or_time_are_rejected_and_empty_ones_left_out() {
    let read = read(
        "Summary,Issue key,Status,Created\na,,Open,18/jul/26 9:10 AM\nb,H-2,Open,soon\nc,H-3,Open,\n,,,\n",
    );
    assert_eq!(read.counts(), [4, 0, 1, 3]);
    for part in ["no issue key", "is no time", "no time of creation"] {
        assert!(read.reasons().contains(part), "{part}: {}", read.reasons());
    }
}

#[test]
fn limits_missing_columns_and_software_projects_are_noted() {
    let mut text = "Issue key,Summary,Status,Created,Project type\n".to_owned();
    (0..1_000).for_each(|n| text.push_str(&format!("H-{n},a,Open,18/jul/26 9:10 AM,software\n")));
    let read = read(&text);
    for key in ["row-count-equals-export-cap", "missing-column", "no-service-desk"] {
        assert!(read.has_note(key), "{key}");
    }
}

#[test]
fn other_tables_are_not_claimed() {
    let claims = |header: &str| {
        detect(&Head { header: Some(header.split(',').map(str::to_owned).collect()), ..Head::default() })
    };
    assert!(claims("Issue key,Summary,Status,Created"));
    for header in [
        "number,opened_at,short_description",
        "Key,Value",
        "Ticket Id,Subject,Status,Created Time",
        "id,_fivetran_synced,created,key,reporter,status,summary",
    ] {
        assert!(!claims(header), "{header}");
    }
}
