//! A file on its way through the readers, whole, in part or as one block of its lines.

use std::{fs, sync::Arc};

use serde_json::Value;

use super::{
    failed_calls::api_error,
    format::{Format, Head, Row, RowReader},
    inputs::Input,
    json_rows,
    meter::FileMeter,
    parallel::{Crew, Lane},
    prefilter::Sieve,
    read_file::FileOutcome,
    rows::{Cut, RowData},
};
use crate::{
    config::{Checked, Read},
    records::{FileId, Origin},
};

/// How much of a file is read.
#[derive(Clone, Copy)]
pub(super) enum How<'c, 'a> {
    /// All of it, with the help of whoever is free.
    Whole(&'c Crew<'a>),
    /// Its first rows.
    Head(u64),
    /// A block of its lines.
    Block,
}

impl How<'_, '_> {
    /// Whoever watches sees a file while the whole of it is read.
    pub(super) fn begin(&self, input: &Input) -> Option<Arc<FileMeter>> {
        let Self::Whole(crew) = self else { return None };
        let size = fs::metadata(&input.path).map_or(0, |metadata| metadata.len());
        Some(crew.meter.begin(&input.name, size))
    }
}

/// A file on its way, with what came out of it so far.
pub(super) struct Reading<'c, 'a> {
    pub(super) input: &'a Input,
    pub(super) id: FileId,
    pub(super) read: &'a Read,
    pub(super) how: How<'c, 'a>,
    pub(super) out: FileOutcome,
    pub(super) accepted_rows: u32,
    pub(super) api_errors: u64,
    /// Shows how far the file is.
    pub(super) meter: Option<Arc<FileMeter>>,
}

impl<'c, 'a> Reading<'c, 'a> {
    pub(super) fn new(input: &'a Input, id: FileId, read: &'a Read, how: How<'c, 'a>) -> Self {
        let out = FileOutcome::default();
        Self { input, id, read, how, out, accepted_rows: 0, api_errors: 0, meter: None }
    }

    /// The longest accepted row in bytes.
    pub(super) fn limit(&self) -> usize {
        usize::try_from(self.read.max_line_mb.max(1) << 20).unwrap_or(usize::MAX >> 1)
    }

    /// What the threads need to know to read lines of this file.
    pub(super) fn lane(&mut self, format: &'static Format, head: &Head) -> Lane<'a> {
        let sieve = match (format.prefilter, self.read.checked) {
            // Records of a log of text all reach their reader.
            _ if !head.records.is_empty() => Sieve::None,
            (Some(filter), Checked::All) => Sieve::Parsed(filter),
            (Some(filter), Checked::Candidates) => Sieve::Bytes(Box::new(filter.scan())),
            (None, _) => Sieve::None,
        };
        if matches!(sieve, Sieve::Bytes(_)) {
            "candidates".clone_into(&mut self.out.source.checked);
        }
        let limit = self.limit();
        Lane { input: self.input, id: self.id, read: self.read, format, head: head.clone(), sieve, limit }
    }

    /// Hands a row to its reader; one that could not be cut out or parsed is rejected.
    pub(super) fn row(&mut self, reader: &mut dyn RowReader, cut: &Cut) -> Result<(), String> {
        self.out.source.rows_read += 1;
        if let Some(meter) = &self.meter {
            meter.add_rows(1);
        }
        let at = Origin { file: self.id, line: cut.line, item: cut.item };
        match &cut.data {
            Err(damage) => {
                let text = reader.shown_damage(&damage.text);
                self.with_sink(|sink| sink.reject(at, damage.reason.as_str(), &text))
            }
            Ok(RowData::Text(text)) => match json_rows::parse(text, cut.line) {
                Ok(value) => self.value(reader, at, &value),
                Err(damage) => {
                    let text = reader.shown_damage(&damage.text);
                    self.with_sink(|sink| sink.reject(at, damage.reason, &text))
                }
            },
            Ok(RowData::Json(value)) => self.value(reader, at, value),
            Ok(RowData::Log(text)) => self.with_sink(|sink| reader.read(&Row::Log(text), at, sink)),
            Ok(RowData::Csv(cells)) => self.with_sink(|sink| reader.read(&Row::Csv(cells), at, sink)),
        }
    }

    fn value(&mut self, reader: &mut dyn RowReader, at: Origin, value: &Value) -> Result<(), String> {
        let Some(what) = api_error(value) else {
            return self.with_sink(|sink| reader.read(&Row::Json(value), at, sink));
        };
        self.api_errors += 1;
        let reason = format!("a failed API call saved as data: {what}; export it again");
        self.note(at.line, "failed-api-call", reason.clone());
        let text = reader.shown_damage(&value.to_string());
        self.with_sink(|sink| sink.reject(at, reason, &text))
    }
}
