//! For tests of formats: rows in, records out, as the row splitter feeds them.

use serde_json::Value;

use super::FORMATS;
use crate::{
    ingest::{
        format::{Format, Head, Row, SourceOptions},
        sink::{Record, Sink},
        source::{Note, Reject, SourceFile},
    },
    records::{Action, FileId, IdentityEvent, Origin, Ticket},
};

/// What a reader made of some rows.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) source: SourceFile,
    pub(super) rejects: Vec<Reject>,
    pub(super) notes: Vec<Note>,
    pub(super) records: Vec<Record>,
    pub(super) fatal: Option<String>,
}

impl Read {
    pub(super) fn events(&self) -> Vec<&IdentityEvent> {
        self.records
            .iter()
            .filter_map(|record| if let Record::Event(event) = record { Some(&**event) } else { None })
            .collect()
    }

    pub(super) fn actions(&self) -> Vec<&Action> {
        self.records
            .iter()
            .filter_map(|record| if let Record::Action(action) = record { Some(&**action) } else { None })
            .collect()
    }

    pub(super) fn tickets(&self) -> Vec<&Ticket> {
        self.records
            .iter()
            .filter_map(|record| if let Record::Ticket(ticket) = record { Some(&**ticket) } else { None })
            .collect()
    }

    pub(super) fn reasons(&self) -> String {
        self.rejects.iter().map(|reject| reject.reason.as_str()).collect::<Vec<_>>().join(" | ")
    }

    pub(super) fn has_note(&self, key: &str) -> bool {
        self.notes.iter().any(|note| note.key == key)
    }

    /// Read, accepted, out of scope, rejected.
    pub(super) fn counts(&self) -> [u64; 4] {
        assert!(self.source.adds_up(), "{:?}", self.source);
        [self.source.rows_read, self.source.accepted, self.source.out_of_scope, self.source.rejected]
    }
}

/// Reads JSON rows, one per line, without any configuration. Panics if the format does not claim them.
pub(super) fn read_json(format: &Format, rows: &[Value]) -> Read {
    read_json_in(format, rows, None)
}

/// The same with a zone for stamps that carry none.
pub(super) fn read_json_in(format: &Format, rows: &[Value], time_zone: Option<chrono_tz::Tz>) -> Read {
    let head = Head { rows: rows.to_vec(), file_name: "file.json".to_owned(), ..Head::default() };
    assert!((format.detect)(&head), "not detected as `{}`", format.id);
    let options = SourceOptions { time_zone, ..SourceOptions::default() };
    feed(format, &head, &options, rows.iter().map(Row::Json))
}

/// Reads delimited text, the header first.
pub(super) fn read_csv(format: &Format, options: &SourceOptions, lines: &str) -> Read {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(lines.as_bytes());
    let mut rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
    let head = Head { header: rows.next(), ..Head::default() };
    let rows: Vec<Vec<String>> = rows.collect();
    feed(format, &head, options, rows.iter().map(|cells| Row::Csv(cells)))
}

/// Reads rows with a format as if they came from one file.
pub(super) fn feed<'a>(
    format: &Format,
    head: &Head,
    options: &SourceOptions,
    rows: impl Iterator<Item = Row<'a>>,
) -> Read {
    let others = FORMATS.iter().filter(|other| other.id != format.id && (other.detect)(head));
    let others: Vec<&str> = others.map(|other| other.id).collect();
    assert!(others.is_empty(), "a fixture of `{}` is claimed by {others:?} too", format.id);
    let mut read = Read::default();
    let mut reader = (format.open)(head, options).unwrap();
    let mut sink = Sink {
        source: &mut read.source,
        rejects: &mut read.rejects,
        notes: &mut read.notes,
        records: &mut read.records,
        time_zone: options.time_zone,
        fatal: None,
    };
    for (row, line) in rows.zip(1..) {
        sink.source.rows_read += 1;
        reader.read(&row, Origin { file: FileId(0), line, item: 0 }, &mut sink);
    }
    reader.finish(&mut sink);
    read.fatal = sink.fatal;
    assert!(read.fatal.is_some() || read.source.adds_up(), "{:?}", read.source);
    read
}
