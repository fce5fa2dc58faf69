//! The prefilter against full parsing, on lines as they are and as they should not be.

use proptest::{prelude::*, sample::select};

use super::*;
use crate::{
    ingest::{
        format::{Head, Row, SourceOptions},
        json_rows::{Around, cut_line},
        prefilter::Sieve,
        rows::RowData,
        sink::Sink,
    },
    records::{FileId, Origin},
};

/// A line read with nothing left out.
fn read_whole(line: &[u8]) -> Read {
    let mut cuts = Vec::new();
    cut_line(line, 1, 1 << 20, &mut Around::default(), &mut cuts);
    let mut read = Read::default();
    let mut reader = (AUDIT.open)(&Head::default(), &SourceOptions::default()).unwrap();
    let mut sink = Sink {
        source: &mut read.source,
        rejects: &mut read.rejects,
        notes: &mut read.notes,
        records: &mut read.records,
        time_zone: None,
        fatal: None,
    };
    for cut in cuts {
        let at = Origin { file: FileId(0), line: 1, item: cut.item };
        sink.source.rows_read += 1;
        match cut.data {
            Ok(RowData::Json(value)) => reader.read(&Row::Json(&value), at, &mut sink),
            _ => sink.reject(at, "damaged", ""),
        }
    }
    read
}

fn escaped(text: &str, at: Option<usize>) -> String {
    let spell = |(index, letter): (usize, char)| {
        if Some(index) == at { format!("\\u{:04x}", u32::from(letter)) } else { letter.to_string() }
    };
    text.chars().enumerate().map(spell).collect()
}

/// The member that decides, in every spelling.
fn member() -> impl Strategy<Value = String> {
    let keys = vec![
        "activityDisplayName",
        "activityDisplayName",
        "activityDisplayName",
        "ActivityDisplayName",
        "OperationName",
        "operationName",
        "activitydisplayname",
    ];
    let activities = vec![
        "Disable account",
        "Disable account ",
        "Delete user",
        "Update group",
        "Add user",
        "Update policy \u{2013} x",
    ];
    let escape = || proptest::option::weighted(0.1, 0..12_usize);
    let blank = || select(vec!["", "", " ", "\t"]);
    (select(keys), escape(), blank(), blank(), select(activities), escape()).prop_map(
        |(key, key_escape, before, after, activity, escape)| {
            format!("\"{}\"{before}:{after}\"{}\"", escaped(key, key_escape), escaped(activity, escape))
        },
    )
}

/// An entry, or what may be around or inside one.
fn line() -> impl Strategy<Value = String> {
    let rest = format!(
        r#""id":"d-1","activityDateTime":"2026-07-06T08:15:30Z","result":"success","targetResources":[{{"id":"{ANA}","type":"User"}}]"#
    );
    let capital = r#""Id":"d-1","ActivityDateTime":"2026-07-06T08:15:30Z","TargetResources":"[{\"id\":\"u-1\",\"type\":\"User\"}]""#;
    let event = || (member(), proptest::option::weighted(0.3, member()), 0..4_u8);
    (event(), member(), 0..6_u8).prop_map(move |((one, second, order), other, container)| {
        let inner = second.map_or(String::new(), |second| format!(",\"initiatedBy\":{{{second}}}"));
        let entry = match order {
            0 => format!("{{{rest},{one}{inner}}}"),
            1 => format!("{{{capital},{one}}}"),
            2 => format!("{{{one},{rest},{other}}}"),
            _ => format!("{{{one},{rest}{inner}}}"),
        };
        let hub = r#""time":"2026-07-06T08:15:30Z","category":"AuditLogs""#;
        match container {
            0 => format!("{{{hub},\"properties\":{entry}}}"),
            1 => format!("{{{hub},{other},\"properties\":{entry}}}"),
            2 => format!("{{\"records\":[{{{hub},\"properties\":{entry}}}]}}"),
            3 => format!("{{\"value\":[{entry}]}}"),
            _ => entry,
        }
    })
}

/// Damage: a byte replaced, taken out or put in.
fn mutated(mut line: Vec<u8>, changes: &[(usize, u8, u8)]) -> Vec<u8> {
    for (at, how, byte) in changes {
        let at = at % line.len().max(1);
        match how {
            0 => line[at] = *byte,
            1 => drop(line.remove(at)),
            _ => line.insert(at, *byte),
        }
    }
    line.retain(|byte| *byte != b'\n');
    line
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// No line that full parsing would accept is ever dropped, and one that is parsed whole without a reader is one
    /// that its reader settles as of no use.
    #[test]
    fn a_dropped_line_holds_nothing(line in line(), changes in proptest::collection::vec((0..2_000_usize, 0..3_u8, select(b"\"\\{}:,u0 aT\r".to_vec())), 0..3)) {
        let line = mutated(line.into_bytes(), &changes);
        let filter = AUDIT.prefilter.unwrap();
        if filter.scan().drops(&line) {
            prop_assert_eq!(read_whole(&line).source.accepted, 0, "{}", String::from_utf8_lossy(&line));
        }
        if Sieve::Parsed(filter).drops(&line) {
            let read = read_whole(&line).source;
            prop_assert_eq!((read.rows_read, read.out_of_scope), (1, 1), "{}", String::from_utf8_lossy(&line));
        }
    }
}

#[test]
fn lines_of_graph_and_of_hubs_are_dropped_and_those_in_scope_are_not() {
    let scan = AUDIT.prefilter.unwrap().scan();
    let entry = |activity: &str| entry_of(activity, &[user(&[])]);
    let hub = |activity: &str| json!({ "time": "2026-07-06T08:15:30Z", "category": "AuditLogs", "operationName": activity, "properties": entry(activity) });
    for (activity, is_dropped) in [
        ("Update group", true),
        ("Update application \u{2013} Certificates and secrets management ", true),
        ("Add member to role requested (PIM activation)", true),
        ("Disable account", false),
        ("Disable account ", false),
        ("Update user", false),
        ("Fraud reported \u{2013} user is blocked for MFA", false),
    ] {
        for line in [entry(activity), hub(activity)] {
            assert_eq!(scan.drops(line.to_string().as_bytes()), is_dropped, "{line}");
        }
    }
}
