//! Reads rows in tests without files.

use crate::{
    ingest::{
        format::{Format, Head, Row, SourceOptions},
        sink::{Record, Sink},
        source::{Note, Reject, SourceFile},
    },
    records::{FileId, Origin, Ticket},
};

/// What came out of a file.
#[derive(Debug, Default)]
pub(in super::super) struct Out {
    pub source: SourceFile,
    pub rejects: Vec<Reject>,
    pub notes: Vec<Note>,
    pub tickets: Vec<Ticket>,
    pub fatal: Option<String>,
}

impl Out {
    pub(in super::super) fn has_note(&self, key: &str) -> bool {
        self.notes.iter().any(|note| note.key == key)
    }
}

/// Reads rows with a format as if they came from one file.
pub(in super::super) fn read(format: &Format, head: &Head, rows: &[Row<'_>], options: &SourceOptions) -> Out {
    let mut out = Out::default();
    let mut records = Vec::new();
    let mut reader = (format.open)(head, options).unwrap();
    let mut sink = Sink {
        source: &mut out.source,
        rejects: &mut out.rejects,
        notes: &mut out.notes,
        records: &mut records,
        time_zone: options.time_zone,
        fatal: None,
    };
    for (line, row) in (2..).zip(rows) {
        sink.source.rows_read += 1;
        reader.read(row, Origin { file: FileId(0), line, item: 0 }, &mut sink);
    }
    reader.finish(&mut sink);
    out.fatal = sink.fatal;
    assert!(out.fatal.is_some() || out.source.adds_up(), "{:?}", out.source);
    out.tickets = records
        .into_iter()
        .map(|record| match record {
            Record::Ticket(ticket) => ticket,
            other => panic!("no ticket: {other:?}"),
        })
        .collect();
    out
}
