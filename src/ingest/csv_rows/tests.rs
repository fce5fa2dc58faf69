//! Delimiters, line numbers, ragged rows and damage of delimited text.

use std::io::{BufReader, Cursor};

use super::*;

struct Found {
    header: Vec<String>,
    rows: Vec<String>,
    notes: Vec<&'static str>,
    is_windows_1252: bool,
}

fn read(text: &[u8], limit: usize) -> Found {
    let bytes: Box<dyn Read> = Box::new(Cursor::new(text.to_vec()));
    let mut rows = CsvRows::new(BufReader::with_capacity(5, bytes), text, limit);
    let mut all = Vec::new();
    while let Some(cut) = rows.next_row() {
        all.push(match cut.data {
            Ok(RowData::Csv(cells)) => format!("{} {}", cut.line, cells.join("¦")),
            Ok(RowData::Json(_) | RowData::Text(_) | RowData::Log(_)) => "no cells".to_owned(),
            Err(damage) => format!("{} ! {}", cut.line, damage.reason),
        });
    }
    let notes = rows.notes().into_iter().map(|note| note.1).collect();
    Found {
        header: rows.header().unwrap_or_default(),
        rows: all,
        notes,
        is_windows_1252: rows.is_windows_1252(),
    }
}

#[test]
fn each_delimiter_is_recognised() {
    for delimiter in [",", ";", "\t", "|"] {
        let text = format!("a{delimiter}\"b,x\"{delimiter}a\r\n1{delimiter}2{delimiter}3\r\n");
        let found = read(text.as_bytes(), 1000);
        assert_eq!(found.header, ["a", "b,x", "a"], "{delimiter}");
        assert_eq!(found.rows, ["2 1¦2¦3"], "{delimiter}");
    }
}

#[test]
fn lines_are_counted_through_quotes_blanks_and_prefaces() {
    let found = read(b"#TYPE System.Object\r\n\r\na,b\r\n\"x\r\ny\",\"say \"\"hi\"\"\"\r\n\r\nz,", 1000);
    assert_eq!(found.rows, ["4 x\r\ny¦say \"hi\"", "7 z¦"]);
    assert_eq!(read(b"sep=;\na;b,c\n1;2\n", 1000).rows, ["3 1¦2"]);
}

#[test]
fn the_bare_carriage_returns_of_old_macs_end_lines() {
    let found = read(b"a,b\r1,\"x\ny\"\r\r3,\"say \"\"hi\"\"\"\r5,6", 1000);
    assert_eq!(found.header, ["a", "b"]);
    assert_eq!(found.rows, ["2 1\u{a6}x\ny", "4 3\u{a6}say \"hi\"", "5 5\u{a6}6"]);
    assert_eq!(read(b"sep=;\ra;b,c\r1;2\r", 1000).rows, ["3 1\u{a6}2"]);
    let text = [b"a,b\r1,".as_slice(), &b"y".repeat(90), b"\r5,6\r"].concat();
    let found = read(&text, 50);
    assert!(found.rows[0].contains("longest accepted row"), "{:?}", found.rows);
    assert_eq!(found.rows[1], "3 5\u{a6}6");
    // Beside line feeds a carriage return is text.
    assert_eq!(read(b"a,b\n1,x\ry\n", 1000).rows, ["2 1\u{a6}x\ry"]);
}

#[test]
fn ragged_rows_are_kept_with_a_note() {
    let found = read(b"a,b,c\n1\n1,2,3,4\n1,2,3,\n", 1000);
    assert_eq!(found.rows, ["2 1¦¦", "3 1¦2¦3¦4", "4 1¦2¦3¦"]);
    assert_eq!(found.notes, ["row-shorter-than-header", "row-longer-than-header"]);
}

#[test]
fn quotes_are_text_where_the_writer_quotes_nothing() {
    let header = "Serial Number,Command Name,Date/Time Completed";
    let text = format!("{header}\nC02TEST00001,\"Quarantine, 2026\n\t\t\tC02TEST00001,a, b, 2026\n\t\t\t\n");
    let found = read(text.as_bytes(), 1000);
    let rows = ["2 C02TEST00001¦\"Quarantine¦ 2026", "3 \t\t\tC02TEST00001¦a¦ b¦ 2026", "4 \t\t\t¦¦"];
    assert_eq!(found.rows, rows);
    assert!(found.notes.is_empty(), "{:?}", found.notes);
}

#[test]
fn western_bytes_are_read_as_windows_1252() {
    let found = read(b"name\nJos\xe9 \x93x\x94\nJos\xc3\xa9\n", 1000);
    assert_eq!(found.rows, ["2 José “x”", "3 José"]);
    assert!(found.is_windows_1252);
}

#[test]
fn unclosed_quotes_are_rejected_and_said() {
    let found = read(b"a,b\n1,2\n\"3,4\n5,6\n", 1000);
    assert_eq!(found.rows.len(), 2);
    assert!(found.rows[1].starts_with("3 ! the file ends inside the quotes"), "{:?}", found.rows);
    let text = [b"a,b\n\"x".as_slice(), &b"y".repeat(90), b"\n5,6\n"].concat();
    let found = read(&text, 50);
    assert!(found.rows[0].contains("longest accepted row"), "{:?}", found.rows);
    assert_eq!(found.rows[1], "3 5¦6");
}

proptest::proptest! {
    /// Rows written by a correct writer come back as they were.
    #[test]
    fn what_is_written_is_read(rows in proptest::collection::vec(proptest::collection::vec("[a-z,;\"\n\r é]{0,6}", 3), 1..6)) {
        let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        writer.write_record(["a", "b", "c"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let found: Vec<String> =
            read(&bytes, 1000).rows.iter().map(|row| row.split_once(' ').unwrap().1.to_owned()).collect();
        let expected: Vec<String> = rows.iter().map(|row| row.join("¦")).collect();
        proptest::prop_assert_eq!(found, expected);
    }
}
