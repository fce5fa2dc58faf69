//! The mapped formats from lines of text to canonical records.

use chrono_tz::Tz;

use super::{csv_actions, csv_events, csv_tickets, reading::read_csv};
use crate::{
    config::DateOrder,
    ingest::format::{Format, Head, SourceOptions},
    records::{
        ActionKind, EventKind, EventOutcome, InitiatorKind, JamfClass, KnownBasis, Outcome, TicketState,
    },
};

const MAPPED: [&Format; 3] = [&csv_actions::FORMAT, &csv_events::FORMAT, &csv_tickets::FORMAT];

fn options(zone: Option<Tz>, columns: &[(&str, &str)]) -> SourceOptions {
    let columns = columns.iter().map(|(field, name)| ((*field).to_owned(), (*name).to_owned())).collect();
    SourceOptions { time_zone: zone, date_order: None, columns }
}

fn utc() -> SourceOptions {
    options(Some(Tz::UTC), &[])
}

#[test]
fn hr_facts_keep_the_day_they_take_effect_apart_from_the_day_they_were_entered() {
    let zone = Some(Tz::America__New_York);
    let mapping = [
        ("kind", "Event"),
        ("employee_id", "Pers. No."),
        ("occurred_at", "Entered"),
        ("effective_at", "Last day"),
        ("kind:Leaver", "termination_recorded"),
        ("kind:Leaver cancelled", "termination_cancelled"),
        ("kind:Address", "out_of_scope"),
    ];
    let lines = "\
Pers. No.,Event,Entered,Last day,Remark
0017,Leaver,2026-07-06 09:30:00,2026-07-31,
0017,leaver cancelled,2026-07-08T10:00:00Z,,typed by mistake
0018,Address,2026-07-08T10:00:00Z,,
0019,Sabbatical,2026-07-08T10:00:00Z,,
,Leaver,2026-07-08T10:00:00Z,,
,,,,";
    let read = read_csv(&csv_events::FORMAT, &options(zone, &mapping), lines);
    assert_eq!(read.counts(), [6, 2, 2, 2]);
    let [leaver, cancelled] = read.events()[..] else { panic!("{:?}", read.records) };
    assert_eq!(
        (leaver.kind, leaver.source, leaver.raw_kind.as_str()),
        (EventKind::TerminationRecorded, "hr", "Leaver")
    );
    assert_eq!(leaver.subject.employee_id.as_deref(), Some("0017"));
    assert_eq!(leaver.occurred_at.to_rfc3339(), "2026-07-06T13:30:00+00:00");
    assert_eq!(leaver.effective_at.unwrap().to_rfc3339(), "2026-07-31T04:00:00+00:00");
    assert_eq!((leaver.known_from, leaver.known_basis), (leaver.occurred_at, KnownBasis::Occurred));
    assert_eq!(cancelled.kind, EventKind::TerminationCancelled);
    assert!(read.reasons().contains("\"kind:Sabbatical\" = \"<code>\""), "{}", read.reasons());
    assert!(read.reasons().contains("no key of a person"), "{}", read.reasons());
}

#[test]
fn events_without_an_id_get_one_from_their_values() {
    let header = "kind,occurred_at,email,recorded_at,outcome,correlation";
    let line = "account_disabled,2026-07-06T09:30:00Z,ana.reyes@meridian.example,2026-07-06T09:45:00Z,failed,run-7;batch:9";
    let other = line.replace("ana", "ben");
    let read = read_csv(&csv_events::FORMAT, &utc(), &format!("{header}\n{line}\n{line}\n{other}"));
    let ids: Vec<&str> = read.events().iter().map(|event| event.event_id.as_str()).collect();
    assert_eq!(ids[0], ids[1]);
    assert_ne!(ids[0], ids[2]);
    assert!(ids[0].starts_with("h-") && ids[0].len() == 18, "{}", ids[0]);
    let event = read.events()[0];
    assert_eq!((event.outcome, event.known_basis), (EventOutcome::Failed, KnownBasis::Recorded));
    assert_eq!(event.known_from.to_rfc3339(), "2026-07-06T09:45:00+00:00");
    assert_eq!(event.correlations, ["transaction:run-7", "batch:9"]);
}

#[test]
fn actions_are_done_when_they_say_so_or_happen_on_the_server() {
    let header = "action_id,kind,sent_at,done_at,outcome,serial,jamf_id,jamf_class,person_email,initiator";
    let lines = [
        "12ED0B8A-652F-4632-B9F4-4189529AD9D3,lock,2026-07-06T09:00:00Z,2026-07-06T09:01:00Z,,c02xx0000001,138,computer,,api-client:12",
        "a-2,wipe,2026-07-06T09:00:00Z,,,C02XX0000002,,,,",
        ",group_change,2026-07-06T09:00:00Z,,,,,,ana.reyes@meridian.example,",
        "a-4,lock,2026-07-06T09:00:00Z,2026-07-06T09:01:00Z,cancelled,C02XX0000004,,,,",
        "a-5,lock,2026-07-06T09:00:00Z,,done,C02XX0000005,,,,",
        "a-6,lock,2026-07-06T09:00:00Z,,,,,,,",
        "a-7,lock,,,,C02XX0000007,,,,",
        "a-8,lock,2026-07-06T09:00:00Z,,,C02XX0000008,,,,robot",
    ];
    let read = read_csv(&csv_actions::FORMAT, &utc(), &format!("{header}\n{}", lines.join("\n")));
    assert_eq!(read.counts(), [8, 5, 0, 3]);
    let actions = read.actions();
    assert_eq!(actions[0].uuid.as_deref(), Some("12ed0b8a-652f-4632-b9f4-4189529ad9d3"));
    assert_eq!(actions[0].action_id, "12ed0b8a-652f-4632-b9f4-4189529ad9d3");
    assert_eq!(
        (actions[0].device.class, actions[0].device.serial.as_deref()),
        (Some(JamfClass::Computer), Some("C02XX0000001"))
    );
    assert_eq!(
        actions[0].initiator.as_ref().map(|by| (by.kind, by.name.as_str())),
        Some((InitiatorKind::ApiClient, "12"))
    );
    let outcomes: Vec<_> =
        actions.iter().map(|action| (action.kind, action.outcome, action.done_at.is_some())).collect();
    assert_eq!(
        outcomes,
        [
            (ActionKind::Lock, Outcome::Done, true),
            (ActionKind::Wipe, Outcome::Unknown, false),
            (ActionKind::GroupChange, Outcome::Done, true),
            (ActionKind::Lock, Outcome::Cancelled, false),
            (ActionKind::Lock, Outcome::Done, true),
        ]
    );
    assert!(read.notes.iter().any(|note| note.key == "done-at-missing"));
    for reason in
        ["no key of a device or person", "neither `sent_at` nor `done_at`", "`initiator` is `robot`"]
    {
        assert!(read.reasons().contains(reason), "{reason}: {}", read.reasons());
    }
}

#[test]
fn tickets_keep_every_column_for_closure_codes() {
    let mapping = [
        ("ticket_id", "Case"),
        ("opened_at", "Created"),
        ("person_email", "Affected User"),
        ("device", "Asset"),
        ("caused_by", "Change"),
        ("state", "Status"),
        ("state:Parked", "hold"),
    ];
    let lines = "\
Case,Created,Affected User,Asset,Change,Status,Site,Note
C-1,2026-07-06 09:30,ana.reyes@meridian.example,C02XX0000001; M-77,CHG-4,Parked,Basel,a
C-2,2026-07-06 10:30,,,,Solved,,
C-3,,,,,New,,";
    let read = read_csv(&csv_tickets::FORMAT, &options(Some(Tz::Europe__Zurich), &mapping), lines);
    assert_eq!(read.counts(), [3, 2, 0, 1]);
    let ticket = read.tickets()[0];
    assert_eq!(ticket.opened_at.to_rfc3339(), "2026-07-06T07:30:00+00:00");
    assert_eq!(ticket.device_values, ["C02XX0000001", "M-77"]);
    assert_eq!(ticket.links.iter().map(|link| link.id.as_str()).collect::<Vec<_>>(), ["CHG-4"]);
    assert_eq!(ticket.fields["Site"], ["Basel"]);
    assert_eq!((ticket.state, read.tickets()[1].state), (TicketState::Hold, TicketState::Resolved));
}

#[test]
fn a_missing_zone_is_a_question_about_the_file() {
    let read =
        read_csv(&csv_tickets::FORMAT, &options(None, &[]), "ticket_id,opened_at\nC-1,2026-07-06 09:30");
    let question = read.fatal.unwrap();
    assert!(question.contains("`opened_at`") && question.contains("time_zone"), "{question}");
    let read =
        read_csv(&csv_tickets::FORMAT, &options(None, &[]), "ticket_id,opened_at\nC-1,2026-07-06T09:30:00Z");
    assert_eq!((read.fatal.clone(), read.counts()), (None, [1, 1, 0, 0]));
}

#[test]
fn one_row_decides_the_order_of_day_and_month_for_the_whole_file() {
    let opened = |options: &SourceOptions, lines: &str| {
        let read = read_csv(&csv_tickets::FORMAT, options, &format!("ticket_id,opened_at\n{lines}"));
        let days: Vec<String> =
            read.tickets().iter().map(|ticket| ticket.opened_at.format("%m-%d").to_string()).collect();
        (days, read.fatal.is_some())
    };
    let days = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        opened(&utc(), "1,3/7/2026 09:00\n2,13/7/2026 09:00\n3,4/7/2026 09:00"),
        (days(&["07-03", "07-13", "07-04"]), false)
    );
    assert_eq!(opened(&utc(), "1,3/7/2026 09:00\n2,7/13/2026 09:00"), (days(&["03-07", "07-13"]), false));
    assert!(opened(&utc(), "1,3/7/2026 09:00\n2,4/7/2026 09:00").1);
    let configured = SourceOptions { date_order: Some(DateOrder::Dmy), ..utc() };
    assert_eq!(opened(&configured, "1,3/7/2026 09:00"), (days(&["07-03"]), false));
}

/// Tickets of these opening times, which must be refused or read alike in whatever order they stand.
fn opened_in_any_order(options: &SourceOptions, times: &[&str]) -> Result<Vec<String>, String> {
    let read = |times: Vec<&str>| {
        let lines: String = times.iter().map(|time| format!("\n{},{time}", time.replace('/', "-"))).collect();
        let read = read_csv(&csv_tickets::FORMAT, options, &format!("ticket_id,opened_at{lines}"));
        let mut days: Vec<String> =
            read.tickets().iter().map(|ticket| ticket.opened_at.format("%m-%d").to_string()).collect();
        days.sort();
        let rejected = read.rejects.len();
        read.fatal.clone().map_or_else(
            || {
                assert_eq!(rejected + days.len(), times.len());
                Ok(days)
            },
            Err,
        )
    };
    let forwards = read(times.to_vec());
    let backwards = read(times.iter().rev().copied().collect());
    assert_eq!(forwards.clone().ok(), backwards.ok(), "the order of rows decides");
    forwards
}

#[test]
fn a_column_that_contradicts_itself_is_refused_whatever_row_comes_first() {
    let times = ["03/02/2026 09:00", "13/02/2026 09:00", "02/14/2026 09:00"];
    let refused = opened_in_any_order(&utc(), &times).unwrap_err();
    for part in [
        "`opened_at`",
        "`13/02/2026 09:00` (line 2)",
        "`02/14/2026 09:00` (line 3)",
        "`date_order`",
        "[[source]]",
    ] {
        assert!(refused.contains(part), "{part}: {refused}");
    }
}

#[test]
fn with_an_order_configured_the_rows_that_contradict_it_are_rejected_one_by_one() {
    let times = ["03/02/2026 09:00", "13/02/2026 09:00", "02/14/2026 09:00"];
    for (order, expected) in [(DateOrder::Dmy, ["02-03", "02-13"]), (DateOrder::Mdy, ["02-14", "03-02"])] {
        let configured = SourceOptions { date_order: Some(order), ..utc() };
        assert_eq!(opened_in_any_order(&configured, &times).unwrap(), expected, "{order:?}");
    }
    let lines = "ticket_id,opened_at\n1,13/02/2026 09:00\n2,02/14/2026 09:00";
    let read =
        read_csv(&csv_tickets::FORMAT, &SourceOptions { date_order: Some(DateOrder::Dmy), ..utc() }, lines);
    assert!(read.rejects[0].reason.contains("does not fit dates written day first"), "{:?}", read.rejects);
}

#[test]
fn each_column_has_its_own_order_and_one_that_cannot_tell_follows_the_others() {
    let lines = "kind,email,occurred_at,recorded_at,effective_at
account_disabled,ana@meridian.example,3/2/2026,2/3/2026,4/5/2026
account_disabled,ana@meridian.example,13/2/2026,2/13/2026,2026-05-04";
    let refused = read_csv(&csv_events::FORMAT, &utc(), lines).fatal.unwrap();
    assert!(refused.contains("`effective_at`"), "two orders, and nothing to follow: {refused}");
    let read = read_csv(&csv_events::FORMAT, &utc(), &lines.replace("4/5/2026", "4/15/2026"));
    assert_eq!(read.fatal, None);
    let days: Vec<String> = read
        .events()
        .iter()
        .flat_map(|event| [event.occurred_at, event.known_from])
        .map(|at| at.format("%m-%d").to_string())
        .collect();
    assert_eq!(days, ["02-03", "02-03", "02-13", "02-13"]);
}

#[test]
fn dates_that_all_tell_go_before_the_configuration_and_that_is_said() {
    let configured = SourceOptions { date_order: Some(DateOrder::Mdy), ..utc() };
    let read = read_csv(
        &csv_tickets::FORMAT,
        &configured,
        "ticket_id,opened_at\n1,3/2/2026 09:00\n2,13/2/2026 09:00",
    );
    assert_eq!((read.counts(), read.has_note("date-order-overruled")), ([2, 2, 0, 0], true));
}

#[test]
fn words_are_checked_before_the_first_row() {
    let head =
        |names: &str| Head { header: Some(names.split(',').map(str::to_owned).collect()), ..Head::default() };
    let open =
        |columns| (csv_events::FORMAT.open)(&head("kind,occurred_at,email"), &options(None, columns)).err();
    assert_eq!(open(&[("kind:Leaver", "termination_recorded"), ("kind:Address", "out_of_scope")]), None);
    let error = open(&[("kind:Leaver", "termination_recored")]).unwrap();
    assert!(
        error.contains("`kind:leaver`")
            && error.contains("`termination_recored`")
            && error.contains("out_of_scope"),
        "{error}"
    );
    assert!(open(&[("outcome:ok", "out_of_scope")]).is_some());
}

#[test]
fn each_layout_is_claimed_by_one_format_and_foreign_headers_by_none() {
    let claimed = |names: &str| {
        let head = Head { header: Some(names.split(',').map(str::to_owned).collect()), ..Head::default() };
        MAPPED.iter().filter(|format| (format.detect)(&head)).map(|format| format.id).collect::<Vec<_>>()
    };
    assert_eq!(claimed("action_id,kind,done_at,serial"), ["csv-actions"]);
    assert_eq!(claimed("kind,occurred_at,email"), ["csv-events"]);
    assert_eq!(claimed("ticket_id,opened_at,person_email,device"), ["csv-tickets"]);
    for foreign in [
        "kind,occurred_at",
        "ticket_id,opened_at,Remark",
        "Field,Example,Description",
        "kind,sent_at,occurred_at,email",
        "",
    ] {
        assert!(claimed(foreign).is_empty(), "{foreign}");
    }
}
