//! What several rows or files say twice counts once, and an id is of one action, whatever comes first.

use std::io::Write;

use misfire::{
    ingest::Ingested,
    records::{Action, IdentityEvent, Instant, Origin, Outcome, Ticket},
};

use crate::folder::Folder;

const HEADER: &str = "action_id,kind,sent_at,done_at,outcome,serial";

/// Everything read, without places.
#[derive(Debug, PartialEq)]
struct Told {
    actions: Vec<Action>,
    events: Vec<IdentityEvent>,
    sign_ins: Vec<IdentityEvent>,
    tickets: Vec<Ticket>,
    counts: [u64; 3],
}

fn told(read: Ingested) -> Told {
    assert!(read.sources.iter().all(misfire::ingest::source::SourceFile::adds_up), "{:?}", read.sources);
    let sum = |of: fn(&misfire::ingest::source::SourceFile) -> u64| read.sources.iter().map(of).sum();
    let origin = Origin { file: misfire::records::FileId(0), line: 1, item: 0 };
    Told {
        counts: [sum(|s| s.accepted), sum(|s| s.duplicate), sum(|s| s.rejected)],
        actions: read.actions.into_iter().map(|action| Action { origins: Vec::new(), ..action }).collect(),
        events: read.events.into_iter().map(|event| IdentityEvent { origin, ..event }).collect(),
        sign_ins: read.sign_ins.iter().map(|it| IdentityEvent { origin, ..it.event() }).collect(),
        tickets: read.tickets.into_iter().map(|ticket| Ticket { origin, ..ticket }).collect(),
    }
}

/// Rows under one header, in one file, backwards, and over two files either way: what is told must be the same.
fn in_every_order(name: &str, header: &str, rows: &[&str]) -> Told {
    let file = |rows: &[&str]| format!("{header}\n{}\n", rows.join("\n"));
    let backwards: Vec<&str> = rows.iter().rev().copied().collect();
    let (left, right) = rows.split_at(rows.len() / 2);
    let folders = [
        Folder::new(&format!("{name}-1")).file("a.csv", file(rows)),
        Folder::new(&format!("{name}-2")).file("a.csv", file(&backwards)),
        Folder::new(&format!("{name}-3")).file("a.csv", file(left)).file("b.csv", file(right)),
        Folder::new(&format!("{name}-4")).file("a.csv", file(right)).file("b.csv", file(left)),
    ];
    let mut all = folders
        .into_iter()
        .map(|folder| told(folder.source("path = \"*.csv\"\ntime_zone = \"UTC\"").read().unwrap()));
    let first = all.next().unwrap();
    for other in all {
        assert_eq!(first, other);
    }
    first
}

fn at(text: &str) -> Option<Instant> {
    Some(text.parse().unwrap())
}

#[test]
fn one_id_is_one_action_and_rows_of_another_one_are_rejected() {
    for (name, other) in [
        ("device", "a-1,lock,2026-07-06T10:00:00Z,2026-07-06T10:01:00Z,done,SERIAL02"),
        ("kind", "a-1,wipe,2026-07-06T10:00:00Z,2026-07-06T10:01:00Z,done,SERIAL01"),
        ("time", "a-1,lock,2026-07-06T10:00:00Z,2026-07-06T10:01:00Z,done,SERIAL01"),
    ] {
        let rows = [
            "a-1,lock,2026-07-06T09:00:00Z,2026-07-06T09:01:00Z,done,SERIAL01",
            other,
            "a-2,lock,2026-07-06T11:00:00Z,2026-07-06T11:01:00Z,done,SERIAL03",
        ];
        let told = in_every_order(&format!("one-id-{name}"), HEADER, &rows);
        assert_eq!(told.counts, [2, 0, 1], "{name}");
        assert_eq!(told.actions[0].sent_at, at("2026-07-06T09:00:00Z"), "the earlier one stays");
    }
}

#[test]
fn a_rejected_row_names_the_row_that_has_the_id() {
    let text = format!(
        "{HEADER}\na-1,lock,2026-07-06T10:00:00Z,,done,SERIAL02\na-1,lock,2026-07-06T09:00:00Z,,done,SERIAL01\n"
    );
    let read = Folder::new("names-the-other").file("a.csv", text).source("path = \"*\"").read().unwrap();
    assert_eq!(read.place(read.rejects[0].origin), "a.csv:2");
    let reason = &read.rejects[0].reason;
    for part in ["`a-1`", "`a.csv:3`", "another device"] {
        assert!(reason.contains(part), "{part}: {reason}");
    }
    assert!(read.rejects[0].text.contains("SERIAL02"));
    assert!(read.notes.iter().any(|note| note.key == "action-id-reused"));
}

#[test]
fn what_came_of_an_action_later_replaces_what_was_known() {
    let rows = [
        "a-1,lock,2026-07-06T09:00:00Z,,pending,SERIAL01",
        "a-1,lock,2026-07-06T09:00:00Z,2026-07-06T09:05:00Z,done,SERIAL01",
        "a-1,lock,2026-07-06T09:00:00Z,,failed,SERIAL01",
        "a-1,lock,2026-07-06T09:00:00Z,2026-07-06T09:05:00Z,done,SERIAL01",
    ];
    let told = in_every_order("later-outcome", HEADER, &rows);
    assert_eq!((told.actions.len(), told.counts), (1, [1, 3, 0]));
    assert_eq!(
        (told.actions[0].outcome, told.actions[0].done_at),
        (Outcome::Done, at("2026-07-06T09:05:00Z"))
    );
}

#[test]
fn events_and_tickets_of_overlapping_exports_count_once() {
    let events = [
        "e-1,account_disabled,2026-07-30T09:00:00Z,ana.reyes@meridian.example",
        "e-2,account_disabled,2026-07-31T23:30:00Z,ben.okafor@meridian.example",
        "e-2,account_disabled,2026-07-31T23:30:00Z,ben.okafor@meridian.example",
        "e-3,account_enabled,2026-08-01T00:30:00Z,ben.okafor@meridian.example",
    ];
    let told = in_every_order("overlap-events", "event_id,kind,occurred_at,email", &events);
    assert_eq!((told.events.len(), told.counts), (3, [3, 1, 0]));
    let nameless: Vec<&str> = events.iter().map(|row| &row[4..]).collect();
    let told = in_every_order("overlap-nameless", "kind,occurred_at,email", &nameless);
    assert_eq!((told.events.len(), told.counts), (3, [3, 1, 0]));
    let sign_ins = [
        "s-1,sign_in,2026-07-30T09:00:00Z,ana.reyes@meridian.example",
        "s-2,sign_in,2026-07-31T23:30:00Z,ben.okafor@meridian.example",
        "s-2,sign_in,2026-07-31T23:30:00Z,ben.okafor@meridian.example",
        "s-3,sign_in,2026-08-01T00:30:00Z,ben.okafor@meridian.example",
        "s-3,sign_in,2026-08-01T00:31:00Z,ben.okafor@meridian.example",
    ];
    let told = in_every_order("overlap-sign-ins", "event_id,kind,occurred_at,email", &sign_ins);
    let ids: Vec<_> = told.sign_ins.iter().map(|it| it.event_id.as_str()).collect();
    assert_eq!(ids, ["s-1", "s-2", "s-3", "s-3"]);
    assert_eq!((told.events.len(), told.counts), (0, [4, 1, 0]));
    let tickets = [
        "T-1,2026-07-31T23:30:00Z,2026-07-31T23:40:00Z,open",
        "T-1,2026-07-31T23:30:00Z,2026-08-01T09:00:00Z,closed",
        "T-2,2026-07-31T23:30:00Z,2026-08-01T09:00:00Z,closed",
    ];
    let told = in_every_order("overlap-tickets", "ticket_id,opened_at,updated_at,state", &tickets);
    assert_eq!((told.tickets.len(), told.counts), (2, [2, 1, 0]));
}

#[test]
fn a_log_kept_plain_and_compressed_counts_once() {
    let event = |n: u32, day: &str| {
        format!(
            r#"{{"uuid":"e-{n}","published":"2026-{day}T23:30:00.000Z","eventType":"user.lifecycle.deactivate","outcome":{{"result":"SUCCESS"}},"actor":{{"id":"00uadmin","type":"User"}},"target":[{{"id":"00u{n}","type":"User","alternateId":"p{n}@meridian.example"}}]}}"#
        )
    };
    let july = [event(1, "07-30"), event(2, "07-31")].join("\n");
    let august = [event(2, "07-31"), event(3, "08-01")].join("\n");
    let gz = |text: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let mut all = Vec::new();
    for (name, first, second) in [("july-first", &july, &august), ("august-first", &august, &july)] {
        let folder = Folder::new(&format!("plain-gz-{name}"))
            .file("1.json", first)
            .file("2.json", second)
            .file("3.json.gz", gz(second));
        all.push(told(folder.source("path = \"*\"").read().unwrap()));
    }
    assert_eq!((all[0].events.len(), all[0].counts), (3, [3, 3, 0]));
    assert_eq!(all[0], all[1]);
}

#[test]
fn a_device_renamed_between_two_exports_did_one_thing_once() {
    let history = |name: &str, list: &str| {
        format!(
            r#"{{"computer_history":{{"general":{{"id":1,"udid":"U","name":"{name}"}},"commands":{{"{list}":[{{"name":"Lock Device","issued_epoch":1782900000000,"completed_epoch":1782900060000}}]}}}}}}"#
        )
    };
    let read = Folder::new("renamed")
        .file("a.json", history("old", "pending"))
        .file("b.json", history("new", "completed"))
        .source("path = \"*\"")
        .read()
        .unwrap();
    assert_eq!((read.actions.len(), read.actions[0].outcome), (1, Outcome::Done));
}
