//! Containers, damage and limits of JSON files.

use std::io::{BufReader, Cursor, Read};

use super::*;

/// Rows, keys of the envelope, and where the file breaks off; the same whoever parses the rows.
fn read(text: &str, limit: usize) -> (Vec<String>, Vec<String>, Option<String>) {
    let parsed = read_with(text, limit, JsonRows::next_row);
    assert_eq!(read_with(text, limit, JsonRows::next_unparsed), parsed, "{text}");
    parsed
}

fn read_with(
    text: &str,
    limit: usize,
    next: fn(&mut JsonRows) -> Option<Cut>,
) -> (Vec<String>, Vec<String>, Option<String>) {
    let bytes: Box<dyn Read> = Box::new(Cursor::new(text.as_bytes().to_vec()));
    // A tiny buffer, so that every state is met at the edge of a block.
    let mut rows = JsonRows::new(BufReader::with_capacity(7, bytes), limit);
    let mut all = Vec::new();
    while let Some(cut) = next(&mut rows) {
        let place = if cut.item == 0 { cut.line.to_string() } else { format!("{}#{}", cut.line, cut.item) };
        let data = match cut.data {
            Ok(RowData::Text(text)) => parse(&text, cut.line).map(RowData::Json),
            data => data,
        };
        all.push(match data {
            Ok(RowData::Json(value)) => format!("{place} {value}"),
            Ok(RowData::Csv(_) | RowData::Text(_) | RowData::Log(_)) => "not JSON".to_owned(),
            Err(damage) => format!("{place} ! {}", damage.reason),
        });
        assert!(all.len() < 100, "no end: {all:?}");
    }
    (all, rows.envelope(), rows.unfinished())
}

fn rows(text: &str) -> Vec<String> {
    read(text, 1 << 20).0
}

#[test]
fn every_container_gives_the_same_rows() {
    let a = r#"{"a":1}"#;
    let b = r#"{"a":"]}\"{"}"#;
    for (text, places) in [
        (format!("{a}\n{b}\n"), ["1", "2"]),
        (format!("\n\n{a}\n\n{b}"), ["3", "5"]),
        (format!("{a}\r\n{b}\r\n"), ["1", "2"]),
        (format!("{a}{b}"), ["1", "1#2"]),
        (format!("[{a},{b}]"), ["1#1", "1#2"]),
        (format!("[\n  {a},\n  {b}\n]\n"), ["2", "3"]),
        (format!("[[{a}],[{b}]]"), ["1#1", "1#2"]),
        (format!("{{\"totalCount\":2,\"results\":[{a},{b}]}}"), ["1#1", "1#2"]),
        (
            format!("{{\"results\":[{a}],\"totalCount\":{{\"x\":[1]}}}}\n{{\"results\":[{b}]}}\n"),
            ["1#1", "2#1"],
        ),
        (format!("[{{\"results\":[{a}]}},\n{{\"results\":[{b}]}}]"), ["1#1", "2#1"]),
        (format!("{{\n \"records\": [\n  {a},\n  {b}\n ]\n}}"), ["3", "4"]),
        (format!("\u{1e}{a}\n\u{1e}{b}\n"), ["1", "2"]),
    ] {
        let expected = [format!("{} {a}", places[0]), format!("{} {b}", places[1])];
        assert_eq!(rows(&text), expected, "{text}");
    }
}

#[test]
fn objects_that_only_look_like_envelopes_are_rows() {
    for text in [
        r#"{"value":[1,2]}"#,
        r#"{"results":{"a":1}}"#,
        "{\n\"id\":1,\n\"value\":[\"x\"]\n}",
        r#"{"data":{"results":[{"a":1}]}}"#,
    ] {
        assert_eq!(rows(text).len(), 1, "{text}");
    }
    assert_eq!(rows(r#"{"value":[]}"#).len(), 0);
    let (_, envelope, _) = read(r#"{"totalCount":0,"results":[]}"#, 100);
    assert_eq!(envelope, ["totalCount", "results"]);
}

#[test]
fn a_damaged_line_costs_only_itself() {
    let found = rows("{\"a\":1}\n{\"a\":\n{\"a\":3}\nnonsense\n{\"a\":5}");
    assert_eq!(found.len(), 5);
    assert_eq!([&found[0], &found[2], &found[4]], ["1 {\"a\":1}", "3 {\"a\":3}", "5 {\"a\":5}"]);
    assert!(found[1].starts_with("2 ! not valid JSON, column"), "{}", found[1]);
}

#[test]
fn a_damaged_first_line_does_not_make_lines_a_document() {
    let found = rows("{\"a\":\n{\"a\":2}\n{\"a\":3}\n{\"a\":4}\n");
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found[0].starts_with("1 ! not valid JSON, column"), "{}", found[0]);
    assert_eq!(found[3], "4 {\"a\":4}");
    assert_eq!(rows("{\"results\":[\n{\"a\":1}\n]}\n"), ["2 {\"a\":1}"]);
}

#[test]
fn damage_in_a_document_goes_on_at_the_next_row() {
    for broken in
        ["{\"a\":[}", "{\"a\":\"x}", "{\"a\":1", "{\"a\" 1}", "{\"a\":1}}", "{\"a\":tru}", "oops", "{a:1}"]
    {
        let text = format!("[\n  {{\"n\":1}},\n  {broken},\n  {{\"n\":3}},\n  {{\"n\":4}}\n]\n");
        let found = rows(&text);
        let good: Vec<&String> = found.iter().filter(|row| !row.contains('!')).collect();
        assert!(good.iter().any(|row| row.ends_with("{\"n\":3}")), "{broken}: {found:?}");
        assert!(good.iter().any(|row| row.as_str() == "5 {\"n\":4}"), "{broken}: {found:?}");
        assert!(found.iter().any(|row| row.starts_with('3') && row.contains('!')), "{broken}: {found:?}");
    }
}

#[test]
fn a_cut_off_document_says_where() {
    let (found, _, unfinished) = read("[\n  {\"n\":1},\n  {\"n\":2", 1 << 20);
    assert_eq!(found.len(), 2);
    assert!(found[1].contains("the file ends on line 3"), "{}", found[1]);
    assert!(unfinished.is_some_and(|text| text.contains("never closed")));
    let (_, _, unfinished) = read("[{\"n\":1},", 1 << 20);
    assert!(unfinished.is_some());
    let (found, _, unfinished) = read("[{\"n\":1},{\"n\":],{\"n\":3}]", 1 << 20);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(unfinished.is_some_and(|text| text.contains("nothing after it")));
}

#[test]
fn the_limit_is_for_rows_and_not_for_envelopes() {
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(300));
    for text in [format!("{{\"a\":1}}\n{long}\n{{\"a\":3}}"), format!("[{{\"a\":1}},{long},{{\"a\":3}}]")] {
        let (found, _, _) = read(&text, 100);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[1].contains("longest accepted row"), "{found:?}");
        assert!(found[2].ends_with("{\"a\":3}"), "{found:?}");
    }
    let envelope = format!("{{\"skip\":{long},\"results\":[{}]}}", vec!["{\"a\":1}"; 50].join(","));
    assert_eq!(read(&envelope, 100).0.len(), 50);
}

#[test]
fn an_unclosed_row_before_many_good_ones_is_found_at_the_limit() {
    let many = vec!["{\"n\":2}"; 60].join("\n");
    let (found, _, _) = read(&format!("{{\"n\":[\n{many}\n"), 100);
    let good = found.iter().filter(|row| row.ends_with("{\"n\":2}")).count();
    assert_eq!(good, 60, "{found:?}");
}

proptest::proptest! {
    /// Whatever the bytes, reading ends, and every good row between line breaks is found.
    #[test]
    fn any_bytes_come_to_an_end(text in r#"[\[\]{}",:a1\\ \n]{0,60}"#, limit in 1_usize..40) {
        read(&text, limit);
    }

    /// Damage anywhere behind the first row of a document leaves all rows but two.
    #[test]
    fn one_damaged_byte_costs_at_most_two_rows(at in 32_usize..200, byte in proptest::sample::select(b"{}[]\"x,: ".to_vec())) {
        let rows: Vec<String> = (0..20).map(|n| format!("  {{\"n\":{n},\"a\":[{{\"b\":\"c\"}}]}}")).collect();
        let mut text = format!("[\n{}\n]\n", rows.join(",\n")).into_bytes();
        if text[at] != b'\n' {
            text[at] = byte;
        }
        let (found, _, _) = read(&String::from_utf8(text).unwrap(), 1 << 20);
        let good = found.iter().filter(|row| row.contains("\"b\":\"c\"") && !row.contains('!')).count();
        proptest::prop_assert!(good >= 18, "{:?}", found);
    }
}

#[test]
fn the_total_of_an_envelope_is_kept_wherever_it_stands() {
    let announced = |text: &str| {
        let bytes: Box<dyn Read> = Box::new(Cursor::new(text.as_bytes().to_vec()));
        let mut rows = JsonRows::new(BufReader::with_capacity(5, bytes), 1_000);
        while rows.next_row().is_some() {}
        rows.announced().map(|announced| (announced.total, announced.rows))
    };
    for (text, expected) in [
        (r#"{"totalCount":7,"results":[{"a":1},{"a":2}]}"#, Some((7, 2))),
        (r#"{"results":[{"a":1}],"totalCount": 7 }"#, Some((7, 1))),
        (
            "{\"totalCount\":7,\"results\":[{\"a\":1}]}\n{\"totalCount\":8,\"results\":[{\"a\":1}]}",
            Some((8, 2)),
        ),
        ("{\"a\":1}\n{\"totalCount\":7,\"results\":[{\"a\":1}]}", Some((7, 2))),
        (r#"{"totalCount":"many","results":[{"a":1}]}"#, None),
        (r#"[{"totalCount":7},{"a":1}]"#, None),
    ] {
        assert_eq!(announced(text), expected, "{text}");
    }
}

#[test]
fn every_list_of_a_helpdesks_page_is_rows_wherever_it_stands() {
    let (t, u, m) = (r#"{"id":1,"tags":[]}"#, r#"{"id":2,"name":"x"}"#, r#"{"id":3,"ticket_id":1}"#);
    for (text, expected) in [
        (format!(r#"{{"tickets":[{t}],"users":[{u}],"count":1}}"#), vec![t, u]),
        (
            format!(r#"{{"tickets":[{t}],"groups":[{{"id":9}}],"metric_sets":[{m}],"users":[{u}]}}"#),
            vec![t, m, u],
        ),
        // As saved by what sorts keys.
        (
            format!(
                r#"{{"count":1,"groups":[{{"id":9}}],"metric_sets":[{m}],"next_page":null,"tickets":[{t}]}}"#
            ),
            vec![m, t],
        ),
        (format!(r#"{{"users":[{u},{u}],"next_page":null}}"#), vec![u, u]),
        (format!(r#"{{"meta":{{"has_more":false}},"audits":[{m}]}}"#), vec![m]),
        (format!(r#"[{{"users":[{u}]}},{{"tickets":[{t}]}}]"#), vec![u, t]),
        // A list of that name inside a row is the row's.
        (format!(r#"{{"id":7,"users":[{u}]}}"#), vec![r#"{"id":7,"users":[{"id":2,"name":"x"}]}"#]),
        (r#"{"changes":[],"id":7}"#.to_owned(), vec![r#"{"changes":[],"id":7}"#]),
        (r#"{"users":["ann"],"id":7}"#.to_owned(), vec![r#"{"users":["ann"],"id":7}"#]),
        // Beside other rows it is no list of rows.
        (format!(r#"{{"results":[{t}],"users":[{u}]}}"#), vec![t]),
    ] {
        let mut found: Vec<String> =
            rows(&text).iter().map(|row| row.split_once(' ').unwrap().1.to_owned()).collect();
        let pretty = serde_json::from_str::<Value>(&text).unwrap();
        let mut broken: Vec<String> = rows(&format!("{pretty:#}"))
            .iter()
            .map(|row| row.split_once(' ').unwrap().1.to_owned())
            .collect();
        let mut expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        // On one line the rows of `tickets` come first.
        for list in [&mut found, &mut broken, &mut expected] {
            list.sort();
        }
        assert_eq!(found, expected, "{text}");
        assert_eq!(broken, expected, "over several lines: {text}");
    }
}

#[test]
fn a_helpdesks_page_announces_its_tickets_and_whether_pages_stand_before_it() {
    let announced = |text: &str| {
        let bytes: Box<dyn Read> = Box::new(Cursor::new(text.as_bytes().to_vec()));
        let mut rows = JsonRows::new(BufReader::with_capacity(5, bytes), 1_000);
        while rows.next_row().is_some() {}
        rows.announced().map(|announced| (announced.total, announced.rows, announced.is_later_page))
    };
    let first = r#"{"tickets":[{"id":1}],"users":[{"id":2}],"previous_page":null,"count":7}"#;
    let later = r#"{"count":7,"previous_page":"https://x.example/p=1","tickets":[{"id":1},{"id":3}],"users":[{"id":2}]}"#;
    for (text, expected) in [
        (first.to_owned(), Some((7, 1, false))),
        (later.to_owned(), Some((7, 2, true))),
        (format!("{first}\n{later}\n"), Some((7, 3, false))),
        (format!("{:#}", serde_json::from_str::<Value>(later).unwrap()), Some((7, 2, true))),
        (r#"{"users":[{"id":2},{"id":3}],"count":5}"#.to_owned(), Some((5, 2, false))),
        // Elsewhere `count` may count anything.
        (r#"{"results":[{"id":1}],"count":7}"#.to_owned(), None),
    ] {
        assert_eq!(announced(&text), expected, "{text}");
    }
}
