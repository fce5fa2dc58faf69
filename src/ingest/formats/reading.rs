//! For tests of formats: rows in, records out.

use serde_json::Value;

use crate::{
    ingest::{
        format::{Format, Head, Row, SourceOptions},
        sink::{Record, Sink},
        source::{Note, Reject, SourceFile},
    },
    records::{Action, FileId, Origin},
};

/// What a format made of some rows.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub source: SourceFile,
    pub rejects: Vec<Reject>,
    pub notes: Vec<Note>,
    pub records: Vec<Record>,
}

impl Read {
    pub(super) fn actions(&self) -> Vec<&Action> {
        self.records
            .iter()
            .filter_map(|record| if let Record::Action(action) = record { Some(action) } else { None })
            .collect()
    }

    pub(super) fn has_note(&self, key: &str) -> bool {
        self.notes.iter().any(|note| note.key == key)
    }
}

/// Reads rows without any configuration; panics if the format does not claim them or does not add up.
pub(super) fn read(format: &Format, rows: &[Value]) -> Read {
    read_with(format, rows, None)
}

/// The same with a zone for stamps that carry none.
pub(super) fn read_with(format: &Format, rows: &[Value], time_zone: Option<chrono_tz::Tz>) -> Read {
    let head = Head { rows: rows.to_vec(), file_name: "file.json".to_owned(), ..Head::default() };
    assert!((format.detect)(&head), "{} does not claim {rows:?}", format.id);
    let options = SourceOptions { time_zone, ..SourceOptions::default() };
    let mut reader = (format.open)(&head, &options).unwrap();
    let mut read = Read::default();
    let mut sink = Sink {
        source: &mut read.source,
        rejects: &mut read.rejects,
        notes: &mut read.notes,
        records: &mut read.records,
        time_zone,
        fatal: None,
    };
    for (index, row) in rows.iter().enumerate() {
        sink.source.rows_read += 1;
        reader.read(&Row::Json(row), Origin { file: FileId(0), line: index as u64 + 1, item: 0 }, &mut sink);
    }
    reader.finish(&mut sink);
    assert!(read.source.adds_up(), "{:?}", read.source);
    read
}
