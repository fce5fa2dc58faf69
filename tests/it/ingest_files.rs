//! Files as they lie on disk: containers, compression, encodings, damage, copies, and errors that say what to do.

use std::io::Write;

use misfire::{
    ingest::{IngestError, Ingested},
    records::{Action, Instant, Outcome},
};

use crate::folder::Folder;

const ALL: &str = "path = \"*\"";

fn command(uuid: &str, state: &str, minute: u32) -> String {
    format!(
        r#"{{"uuid":"{uuid}","commandType":"DEVICE_LOCK","commandState":"{state}","dateSent":"2026-07-01T10:{minute:02}:00Z","dateCompleted":"2026-07-01T11:{minute:02}:00Z","client":{{"managementId":"m-1","clientType":"COMPUTER"}}}}"#
    )
}

fn lines(range: std::ops::Range<u32>) -> String {
    range.map(|n| command(&format!("u{n}"), "ACKNOWLEDGED", n % 60) + "\n").collect()
}

fn gz(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xfeff_u16).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// Actions without their places.
fn plain(ingested: &Ingested) -> Vec<Action> {
    ingested.actions.iter().map(|action| Action { origins: Vec::new(), ..action.clone() }).collect()
}

fn message(read: Result<Ingested, IngestError>) -> String {
    read.expect_err("expected an error").to_string()
}

#[test]
fn every_container_and_compression_gives_the_same_actions() {
    let rows = [command("u1", "ACKNOWLEDGED", 1), command("u2", "PENDING", 2), command("u3", "ERROR", 3)];
    let text = rows.join("\n");
    let page = |rows: &[String]| format!("{{\"totalCount\":3,\"results\":[{}]}}", rows.join(","));
    let expected = plain(&Folder::new("plain").file("a.json", &text).source(ALL).read().unwrap());
    assert_eq!(expected.len(), 3);
    let cases: [(&str, Vec<u8>); 10] = [
        ("array", format!("[{}]", rows.join(",")).into_bytes()),
        ("envelope", page(&rows).into_bytes()),
        ("pages", format!("{}\n{}", page(&rows[..1]), page(&rows[1..])).into_bytes()),
        ("array-of-pages", format!("[{},{}]", page(&rows[..1]), page(&rows[1..])).into_bytes()),
        ("gz", gz(&text)),
        ("gz-members", [gz(&format!("{}\n", rows[0])), gz(&rows[1..].join("\n"))].concat()),
        ("zst", zstd::encode_all(text.as_bytes(), 1).unwrap()),
        (
            "zst-frames",
            [
                zstd::encode_all(format!("{}\n", rows[0]).as_bytes(), 1).unwrap(),
                zstd::encode_all(rows[1..].join("\n").as_bytes(), 1).unwrap(),
            ]
            .concat(),
        ),
        ("bom", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
        ("utf16", utf16(&text)),
    ];
    for (name, bytes) in cases {
        let read = Folder::new(name).file("a", bytes).source(ALL).read().unwrap();
        assert_eq!(plain(&read), expected, "{name}");
        assert_eq!((read.sources[0].rows_read, read.sources[0].accepted), (3, 3), "{name}");
        assert_eq!(read.sources[0].format, "jamf-mdm-commands");
        assert_eq!(read.sources[0].incomplete, None, "{name}");
    }
}

#[test]
fn the_hash_is_that_of_the_file_on_disk() {
    let read = Folder::new("hash").file("a.json", "[]").source(ALL).read().unwrap();
    assert_eq!(read.sources[0].sha256, "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945");
    assert!(read.notes.iter().any(|note| note.key == "no-rows"));
}

#[test]
fn a_cut_off_gz_keeps_what_came_before() {
    let whole = gz(&lines(0..5000));
    let read = Folder::new("cut").file("a.json.gz", &whole[..whole.len() / 2]).source(ALL).read().unwrap();
    let source = &read.sources[0];
    assert!(source.accepted > 1000 && source.accepted < 5000, "{source:?}");
    assert!(source.adds_up());
    assert!(source.incomplete.as_deref().is_some_and(|why| why.contains("cut off")), "{source:?}");
    let whole = zstd::encode_all(lines(0..50_000).as_bytes(), 1).unwrap();
    let read =
        Folder::new("cut-zst").file("a.zst", &whole[..whole.len() * 2 / 3]).source(ALL).read().unwrap();
    assert!(read.sources[0].accepted > 100 && read.sources[0].incomplete.is_some());
}

#[test]
fn a_file_that_expands_too_far_is_stopped() {
    let text = format!("{}{}", lines(0..3), " ".repeat(40 << 20));
    let read = Folder::new("bomb").file("a.gz", gz(&text)).source(ALL).read().unwrap();
    assert!(
        read.sources[0].incomplete.as_deref().is_some_and(|why| why.contains("max_ratio")),
        "{:?}",
        read.sources
    );
    assert_eq!(read.actions.len(), 3);
}

#[test]
fn row_order_and_file_split_do_not_matter() {
    let rows: Vec<String> = (0..40)
        .map(|n| command(&format!("u{}", n / 2), if n % 3 == 0 { "PENDING" } else { "ACKNOWLEDGED" }, n / 2))
        .collect();
    let one = Folder::new("one").file("a.json", rows.join("\n")).source(ALL).read().unwrap();
    let mut reversed = rows.clone();
    reversed.reverse();
    let many = Folder::new("many")
        .file("a.json", reversed[..13].join("\n"))
        .file("b.json", format!("[{}]", reversed[13..].join(",")))
        .source(ALL)
        .read()
        .unwrap();
    assert_eq!(plain(&one), plain(&many));
    let duplicates = |read: &Ingested| read.sources.iter().map(|source| source.duplicate).sum::<u64>();
    assert_eq!((duplicates(&one), duplicates(&many)), (20, 20));
    assert!(many.sources.iter().all(misfire::ingest::source::SourceFile::adds_up));
}

#[test]
fn a_command_is_kept_in_its_last_state() {
    let read = Folder::new("states")
        .file("1.json", command("u1", "PENDING", 1))
        .file("2.json", command("u1", "ACKNOWLEDGED", 1))
        .file("3.json", command("u1", "NOT_NOW", 1))
        .file("4.json", command("u1", "ACKNOWLEDGED", 2))
        .source(ALL)
        .read()
        .unwrap();
    let [action] = read.actions.as_slice() else { panic!("one uuid is one command: {:?}", read.actions) };
    assert_eq!(action.outcome, Outcome::Done);
    let time = |at: Option<Instant>| at.map(|at| at.format("%H:%M").to_string());
    assert_eq!((time(action.sent_at), time(action.done_at)), (Some("10:01".into()), Some("11:01".into())));
    let keys: Vec<&str> = read.notes.iter().map(|note| note.key).collect();
    assert_eq!(keys, ["action-done-again", "command-sent-again"], "two times of one command are said");
    assert_eq!(read.sources.iter().map(|source| source.duplicate).collect::<Vec<_>>(), [1, 0, 1, 1]);
}

#[test]
fn rejected_rows_have_place_reason_and_text() {
    let text =
        format!("{}\n{{\"uuid\": broken\n{}\n", command("u1", "PENDING", 1), command("u2", "PENDING", 2));
    let read = Folder::new("reject").file("a.json", text).source(ALL).read().unwrap();
    assert_eq!((read.sources[0].rows_read, read.sources[0].accepted, read.sources[0].rejected), (3, 2, 1));
    assert_eq!(read.place(read.rejects[0].origin), "a.json:2");
    assert!(read.rejects[0].reason.contains("not valid JSON, column"));
    assert_eq!(read.rejects[0].text, "{\"uuid\": broken");
}

#[test]
fn inputs_that_cannot_be_read_are_all_said_at_once() {
    let text = message(
        Folder::new("errors")
            .file("a.xlsx", b"PK\x03\x04rest")
            .file("b.html", "<!DOCTYPE html><html><body>Sign in</body></html>")
            .file("c.csv", "Colour,Taste\nred,sweet\n")
            .file("d.json", "[{\"colour\":\"red\"}]")
            .source("path = \"?.*\"")
            .source("path = \"missing/*.json\"")
            .source("path = \"d.json\"\nformat = \"jamf-mdm-command\"")
            .source("path = \"d.json\"\ntime_zone = \"Europe/Berln\"")
            .read(),
    );
    for part in [
        "7 inputs could not be read",
        "`a.xlsx`: is a zip archive or Excel workbook",
        "`b.html`: is an HTML page",
        "`c.csv`: no known format: the header is `Colour`, `Taste`",
        "`d.json`: no known format: the first row has the keys `colour`",
        "`missing/*.json`: matches no file",
        "did you mean `jamf-mdm-commands`?",
        "did you mean `Europe/Berlin`?",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
}

#[test]
fn empty_files_and_failed_calls_are_said_and_stop_nothing() {
    let read = Folder::new("empty")
        .file("a.json", "")
        .file("b.json", "\n \n")
        .file("c.json", r#"{"httpStatus":503,"errors":[{"code":"UNAVAILABLE","description":"try later","id":"0","field":null}]}"#)
        .file("d.json", r#"{"errorCode":"E0000011","errorSummary":"Invalid token provided"}"#)
        .file("e.json", command("u1", "PENDING", 1))
        .source(ALL)
        .read()
        .unwrap();
    let notes: Vec<(u32, &str)> = read.notes.iter().map(|note| (note.origin.file.0, note.key)).collect();
    assert_eq!(notes, [(0, "empty-file"), (1, "empty-file"), (2, "failed-api-call"), (3, "failed-api-call")]);
    assert!(read.rejects[0].reason.contains("status 503, try later"), "{:?}", read.rejects);
    assert!(read.rejects[1].reason.contains("Invalid token"), "{:?}", read.rejects);
}

#[test]
fn a_file_of_which_nothing_can_be_read_stops_the_run() {
    let text = message(Folder::new("nothing").file("a.json", "{\"uuid\": broken").source(ALL).read());
    assert!(text.contains("nothing of it could be read"), "{text}");
    let rows = r#"[{"uuid":"u","commandType":"DEVICE_LOCK","dateSent":"soon"}]"#;
    let text = message(Folder::new("nothing-else").file("a.json", rows).source(ALL).read());
    assert!(text.contains("`dateSent`: `soon` is no time"), "{text}");
}

#[test]
fn a_missing_zone_is_a_question() {
    let history = r#"{"computer_history":{"general":{"id":1},"commands":{"pending":[{"name":"Lock Device","issued":"2026-07-01 06:00:00"}]}}}"#;
    let error = Folder::new("zone").file("a.json", history).source(ALL).read().expect_err("a question");
    assert!(error.problems[0].is_question);
    assert!(error.to_string().contains("time zone needed for `2026-07-01 06:00:00`"), "{error}");
    let folder = Folder::new("zone-said")
        .file("a.json", history)
        .source("path = \"*\"\ntime_zone = \"America/New_York\"");
    let read = folder.read().unwrap();
    assert_eq!(
        read.actions[0].sent_at.map(|at| at.to_rfc3339()),
        Some("2026-07-01T10:00:00+00:00".to_owned())
    );
}

#[test]
fn a_file_is_read_once_and_a_long_row_rejected() {
    let long = format!("{{\"uuid\":\"{}\"}}", "x".repeat(1 << 20));
    let text = format!("{}\n{long}\n{}\n", command("u1", "PENDING", 1), command("u2", "PENDING", 2));
    let folder = Folder::new("once")
        .file("in/a.json", text)
        .source("path = \"in/*.json\"")
        .source("path = \"in/a.*\"");
    let read = folder.read_with("[read]\nmax_line_mb = 1").unwrap();
    assert_eq!(read.sources.len(), 1);
    assert_eq!(read.sources[0].file, "in/a.json");
    assert_eq!((read.sources[0].accepted, read.sources[0].rejected), (2, 1));
    assert!(read.rejects[0].reason.contains("max_line_mb"));
    assert_eq!(
        read.sources[0].last_at.map(|at| at.to_rfc3339()),
        Some("2026-07-01T10:02:00+00:00".to_owned())
    );
}

#[test]
fn histories_downloaded_twice_count_once() {
    let history = r#"{"computer_history":{"general":{"id":1,"udid":"U"},"policy_logs":[{"policy_id":3,"status":"Completed","date_completed_epoch":1782900000000}],
        "user_location":[{"username":"casey","date_time_epoch":1782900000000}]}}"#;
    let read =
        Folder::new("twice").file("a.json", history).file("b.json", history).source(ALL).read().unwrap();
    assert_eq!((read.actions.len(), read.activities.len(), read.assignments.len()), (1, 1, 1));
    assert_eq!((read.sources[0].accepted, read.sources[1].duplicate), (2, 2));
}
