//! Snapshots of an HR system as files on disk: their differences are the same however they are split, and also
//! after an extraction.

use misfire::{
    ingest::{Ingested, LIST, extract},
    records::{EventKind, IdentityEvent, Origin},
};

use crate::folder::Folder;

const ALL: &str = "path = \"*\"\ntime_zone = \"America/New_York\"";
const HEADER: &str = "Employee_ID,Email,Hire_Date,Termination_Date\n";

/// Ana leaves and does not, Ben leaves later than planned, Cy joins.
const WEEKS: [(&str, [&str; 3]); 3] = [
    ("workers-2026-07-01.csv", ["0017,ana@meridian.example,2020-03-02,", "0018,,2021-01-04,2026-07-31", ""]),
    (
        "workers-2026-07-08.csv",
        [
            "0017,ana@meridian.example,2020-03-02,2026-07-07",
            "0018,,2021-01-04,2026-08-31",
            "0019,cy@meridian.example,2026-07-06,",
        ],
    ),
    (
        "workers-2026-07-15.csv",
        [
            "0017,ana@meridian.example,2020-03-02,",
            "0018,,2021-01-04,2026-08-31",
            "0019,cy@meridian.example,2026-07-06,",
        ],
    ),
];

fn csv(rows: &[&str]) -> String {
    let rows: String = rows.iter().filter(|row| !row.is_empty()).map(|row| format!("{row}\n")).collect();
    format!("{HEADER}{rows}")
}

fn whole(name: &str) -> Folder {
    WEEKS.iter().fold(Folder::new(name), |folder, (file, rows)| folder.file(file, csv(rows))).source(ALL)
}

/// Events without their places.
fn events(ingested: &Ingested) -> Vec<IdentityEvent> {
    let nowhere = ingested.events[0].origin;
    let plain = |event: &IdentityEvent| IdentityEvent {
        origin: Origin { line: 0, item: 0, ..nowhere },
        ..event.clone()
    };
    ingested.events.iter().map(plain).collect()
}

#[test]
fn differences_are_events_known_between_two_snapshots() {
    let read = whole("hr-whole").read().unwrap();
    let told: Vec<String> = read
        .events
        .iter()
        .map(|event| {
            let day = |at: misfire::records::Instant| at.format("%m-%dT%H").to_string();
            let effective = event.effective_at.map_or_else(String::new, day);
            format!("{} {effective} {}..{}", event.kind, day(event.known_from), day(event.known_to))
        })
        .collect();
    assert_eq!(
        told,
        [
            "leave_date_set 07-31T04 07-01T04..07-01T04",
            "termination_recorded 07-07T04 07-01T04..07-08T04",
            "leave_date_moved 08-31T04 07-01T04..07-08T04",
            "hire_recorded 07-06T04 07-01T04..07-08T04",
            "termination_cancelled 07-07T04 07-08T04..07-15T04",
        ]
    );
    assert!(read.sources.iter().all(|source| source.format == "hr-snapshots" && source.adds_up()));
    assert_eq!(read.sources.iter().map(|source| source.accepted).sum::<u64>(), 8);
    assert!(read.employments.is_empty());
}

#[test]
fn split_and_repeated_snapshots_tell_the_same() {
    let expected = events(&whole("hr-expected").read().unwrap());
    let mut folder = Folder::new("hr-split");
    for (file, rows) in WEEKS {
        folder =
            folder.file(&format!("b/{file}"), csv(&rows[..1])).file(&format!("a/{file}"), csv(&rows[1..]));
    }
    let (file, rows) = WEEKS[1];
    folder = folder.file(&format!("copy/{file}"), csv(&rows));
    let read = folder.source("path = \"*/*\"\ntime_zone = \"America/New_York\"").read().unwrap();
    assert_eq!(events(&read), expected);
    assert_eq!(read.sources.iter().map(|source| source.duplicate).sum::<u64>(), 3);
    assert!(read.sources.iter().all(misfire::ingest::source::SourceFile::adds_up));
}

#[test]
fn an_extract_of_snapshots_tells_the_same() {
    let folder = whole("hr-exports");
    let expected = folder.read().unwrap();
    let later = Folder::new("hr-extract");
    extract(1, &folder.path, &folder.config(""), &later.path, &std::sync::Arc::default()).unwrap();
    let read = later.source(&format!("path = \"{LIST}\"")).read().unwrap();
    assert_eq!((read.events, read.notes), (expected.events, expected.notes));
}

#[test]
fn an_empty_report_among_others_is_a_snapshot_of_nobody() {
    let report = |workers: &str| format!("{{\"Report_Entry\":[{workers}]}}");
    let ana = "{\"Employee_ID\":\"0017\",\"Hire_Date\":\"2020-03-02\",\"Termination_Date\":\"2026-07-31\"}";
    for source in [ALL.to_owned(), format!("{ALL}\nformat = \"hr-snapshots\"")] {
        let read = Folder::new("hr-empty-report")
            .file("workers-2026-07-01.json", report(ana))
            .file("workers-2026-07-08.json", report(""))
            .file("workers-2026-07-15.json", report(ana))
            .source(&source)
            .read()
            .unwrap();
        let kinds: Vec<EventKind> = read.events.iter().map(|event| event.kind).collect();
        assert_eq!(kinds, [EventKind::LeaveDateSet], "{source}");
        let note = read.notes.iter().find(|note| note.key == "no-rows").unwrap();
        assert!(note.message.contains("holds no row"), "{}", note.message);
        assert!(read.sources[note.origin.file.0 as usize].file.contains("2026-07-08"), "{source}");
    }
}

#[test]
fn a_snapshot_whose_day_nobody_says_is_an_error_that_says_what_to_do() {
    let folder = Folder::new("hr-undated").file("workers.csv", csv(&WEEKS[0].1)).source(ALL);
    let message = folder.read().unwrap_err().to_string();
    assert!(message.contains("workers-2026-07-01.csv") && message.contains("snapshot_date"), "{message}");
    let named = "path = \"*\"\ntime_zone = \"UTC\"\ncolumns = { snapshot_date = \"Hire_Date\" }";
    let read = Folder::new("hr-named").file("workers.csv", csv(&WEEKS[0].1)).source(named).read().unwrap();
    assert_eq!(read.events.iter().filter(|event| event.kind == EventKind::LeaveDateSet).count(), 1);
}

#[test]
fn documents_with_workers_and_lines_with_tokens_are_told_apart_on_disk() {
    let workers = |day: &str| {
        format!(
            "{{\"worker\":[{{\"employeeID\":17,\"employeeStatus\":\"Active\",\"hireDate\":\"2020-03-02\",\"terminationDate\":{day}}}]}}"
        )
    };
    let token = concat!(
        "eyJhbGciOiJub25lIn0.eyJqdGkiOiJqLTkiLCJpYXQiOjE2MTUzMDQ5OTUsInN1Yl9pZCI6eyJmb3JtYXQiOiJlbWFpbCIsImVtYWlsIjoiYW",
        "5hQG1lcmlkaWFuLmV4YW1wbGUifSwiZXZlbnRzIjp7Imh0dHBzOi8vc2NoZW1hcy5vcGVuaWQubmV0L3NlY2V2ZW50L3Jpc2MvZXZlbnQtdHlw",
        "ZS9hY2NvdW50LWRpc2FibGVkIjp7fX19.",
        "\n"
    );
    let read = Folder::new("hr-documents")
        .file("workers_20260701.json", workers("null"))
        .file("workers_20260708.json", workers("\"2026-07-06\""))
        .file("sets.txt", token)
        .source(ALL)
        .read()
        .unwrap();
    let found: Vec<(&str, EventKind)> = read.events.iter().map(|event| (event.source, event.kind)).collect();
    assert_eq!(found, [("ssf", EventKind::AccountDisabled), ("hr", EventKind::TerminationRecorded)]);
}

#[test]
fn a_token_with_a_trailing_comma_is_rejected_and_the_next_one_read() {
    let good = "{\"jti\":\"j-1\",\"iat\":1615304995,\"sub_id\":{\"format\":\"email\",\"email\":\"ana@meridian.example\"},\"events\":{\"https://schemas.openid.net/secevent/risc/event-type/account-disabled\":{}}}";
    let bad = good.replace("}}}", "},}}").replace("j-1", "j-2");
    let text = format!("{good}\n{bad}\n{}\n", good.replace("j-1", "j-3"));
    let read = Folder::new("ssf-comma").file("sets.ndjson", text).source("path = \"*\"").read().unwrap();
    let source = &read.sources[0];
    assert_eq!((source.rows_read, source.accepted, source.rejected), (3, 2, 1));
    assert!(read.rejects[0].reason.contains("not valid JSON"), "{}", read.rejects[0].reason);
}
