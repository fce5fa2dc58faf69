//! Large files are read on several threads, and lines that cannot matter are not parsed: neither changes what comes
//! out.

use std::{io::Write, sync::Arc};

use misfire::ingest::{Ingested, ingest_on};

use crate::folder::Folder;

/// A log in which every fiftieth event matters, one line in 997 is damaged and some are blank.
fn log(from: u32, to: u32) -> String {
    (from..to)
        .map(|n| {
            let kind = if n % 50 == 0 { "user.lifecycle.deactivate" } else { "user.authentication.sso" };
            let time = chrono::DateTime::from_timestamp(1_782_900_000 + i64::from(n) * 60, 0).unwrap();
            let end = if n % 997 == 0 { "" } else { "}" };
            let blank = if n % 1009 == 0 { "\n \r\n" } else { "\n" };
            format!(
                r#"{{"uuid":"e-{n}","published":"{}","eventType":"{kind}","outcome":{{"result":"SUCCESS"}},"actor":{{"id":"00u0","type":"User"}},"target":[{{"id":"00u{}","type":"User","alternateId":"p{n}@meridian.example"}}],"debugContext":{{"debugData":{{"pad":"{}"}}}}{end}{blank}"#,
                time.format("%Y-%m-%dT%H:%M:%S.000Z"),
                n % 300,
                "x".repeat(200),
            )
        })
        .collect()
}

fn folder(name: &str) -> Folder {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(log(9_000, 12_000).as_bytes()).unwrap();
    let zst = zstd::encode_all(log(12_000, 15_000).as_bytes(), 1).unwrap();
    Folder::new(name)
        .file("a.json", log(0, 9_000))
        .file("b.json.gz", gz.finish().unwrap())
        .file("c.json.zst", zst)
        .source("path = \"*\"")
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = folder("threads");
    for more in ["", "[read]\nchecked = \"all\""] {
        let config = folder.config(more);
        let one = ingest_on(1, &folder.path, &config, &Arc::default()).unwrap();
        // Event 0 is damaged.
        assert_eq!(one.events.len(), 299);
        assert_eq!(one.sources.iter().map(|source| source.rows_read).sum::<u64>(), 15_000);
        let damaged: Vec<String> = one.rejects.iter().map(|reject| one.place(reject.origin)).collect();
        assert_eq!(damaged[0], "a.json:1");
        if !more.is_empty() {
            // A blank line stands after the first one.
            assert_eq!((damaged.len(), damaged[1].as_str()), (16, "a.json:999"), "{damaged:?}");
        }
        for threads in [2, 3, 8] {
            assert_eq!(
                ingest_on(threads, &folder.path, &config, &Arc::default()).unwrap(),
                one,
                "{threads} threads"
            );
        }
    }
}

/// The events of a log in one array, each on lines of its own or all on one, with an envelope or without.
fn array(from: u32, to: u32, between: &str, head: &str, tail: &str) -> String {
    let whole = log(from, to);
    let rows: Vec<&str> = whole.lines().filter(|line| line.ends_with("}}}")).collect();
    format!("{head}[{between}{}{between}]{tail}", rows.join(&format!(",{between}")))
}

#[test]
fn arrays_are_read_on_several_threads_as_lines_are() {
    let damaged = array(6_000, 9_000, "\n  ", "", "").replacen("e-7000\"", "e-7000\\q\"", 1);
    let folder = Folder::new("arrays")
        .file("a.json", array(1, 3_000, "", "", ""))
        .file("b.json", array(3_000, 6_000, "\n", "{\"results\":", ",\"totalCount\":2997}"))
        .file("c.json", damaged)
        .source("path = \"*\"");
    let config = folder.config("");
    let one = ingest_on(1, &folder.path, &config, &Arc::default()).unwrap();
    for threads in [2, 3, 8] {
        assert_eq!(
            ingest_on(threads, &folder.path, &config, &Arc::default()).unwrap(),
            one,
            "{threads} threads"
        );
    }
    // Every fiftieth of 9,000, without the first, the damaged one and the one that `log` damages.
    assert_eq!(one.events.len(), 178, "{:?}", one.notes);
    let places: Vec<String> = one.events.iter().map(|event| one.place(event.origin)).collect();
    assert_eq!((places[0].as_str(), places[60].as_str()), ("a.json:1#50", "b.json:52"), "{places:?}");
    let rejects: Vec<String> = one.rejects.iter().map(|reject| one.place(reject.origin)).collect();
    assert_eq!(rejects, ["c.json:1001"]);
    assert!(one.rejects[0].reason.contains("line 1001"), "{}", one.rejects[0].reason);
}

#[test]
fn parsing_every_line_gives_the_same_records() {
    let folder = folder("validate");
    let records = |read: &Ingested| (read.events.clone(), read.actions.clone(), read.tickets.clone());
    let candidates = folder.read().unwrap();
    let all = folder.read_with("[read]\nchecked = \"all\"").unwrap();
    assert_eq!(records(&candidates), records(&all));
    let checked =
        |read: &Ingested| read.sources.iter().map(|source| source.checked.clone()).collect::<Vec<_>>();
    assert_eq!(checked(&candidates), ["candidates"; 3]);
    assert_eq!(checked(&all), ["all"; 3]);
    let rows = |read: &Ingested| read.sources.iter().map(|source| source.rows_read).collect::<Vec<_>>();
    assert_eq!(rows(&candidates), rows(&all));
    assert!(all.sources.iter().chain(&candidates.sources).all(misfire::ingest::source::SourceFile::adds_up));
}

#[test]
fn a_line_without_end_that_is_too_long_costs_only_itself() {
    let long = format!("{{\"uuid\":\"{}\"}}", "x".repeat(3 << 20));
    let text = format!("{}{long}\n{}", log(1, 100), log(100, 200));
    let folder = Folder::new("long-line").file("a.json", text).source("path = \"*\"");
    let read = folder.read_with("[read]\nmax_line_mb = 1").unwrap();
    assert_eq!((read.sources[0].rows_read, read.sources[0].rejected, read.events.len()), (200, 1, 3));
    assert_eq!(read.place(read.rejects[0].origin), "a.json:100");
    assert!(read.rejects[0].reason.contains("longer than 1 MiB"), "{}", read.rejects[0].reason);
}

#[test]
fn line_ends_of_either_kind_and_a_missing_last_one_change_nothing_and_nul_bytes_cost_their_line() {
    let text = log(1, 6_000).replace("\n \r\n", "\n");
    let rejected =
        |read: &Ingested| read.rejects.iter().map(|reject| read.place(reject.origin)).collect::<Vec<_>>();
    let plain = Folder::new("line-feeds").file("a.json", &text).source("path = \"*\"").read().unwrap();
    assert_eq!(plain.events.len(), 119);
    for (name, other) in [
        ("crlf", text.replace('\n', "\r\n")),
        ("no-last", text.trim_end().to_owned()),
        ("blank-tail", format!("{text}\n\r\n\n")),
    ] {
        let read = Folder::new(name).file("a.json", other).source("path = \"*\"").read().unwrap();
        assert_eq!(read.events, plain.events, "{name}");
        assert_eq!(rejected(&read), rejected(&plain), "{name}");
        assert_eq!(read.sources[0].rows_read, plain.sources[0].rows_read, "{name}");
    }
    let nul = text.replacen("\"e-3000\"", "\"e-\0\"", 1).replacen("\"e-2000\"", "\0\"e-2000\"", 1);
    let read = Folder::new("nul").file("a.json", nul).source("path = \"*\"").read().unwrap();
    assert_eq!(read.events.len(), 117);
    assert_eq!(read.sources[0].rows_read, plain.sources[0].rows_read);
    assert!(rejected(&read).contains(&"a.json:3000".to_owned()), "{:?}", rejected(&read));
}

#[test]
fn many_small_files_give_what_one_large_file_gives() {
    let text = log(1, 3_000).replace("\n \r\n", "\n");
    let lines: Vec<&str> = text.lines().collect();
    let one = Folder::new("one-file").file("a.json", &text).source("path = \"*\"").read().unwrap();
    let many = lines.chunks(3).zip(0..).fold(Folder::new("many-files"), |folder, (lines, n)| {
        folder.file(&format!("{n:04}.json"), lines.join("\n"))
    });
    let many = many.source("path = \"*\"").read().unwrap();
    assert_eq!(many.sources.len(), 1_000);
    let ids = |read: &Ingested| read.events.iter().map(|event| event.event_id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&many), ids(&one));
    assert_eq!(many.sources.iter().map(|source| source.rows_read).sum::<u64>(), one.sources[0].rows_read);
}
