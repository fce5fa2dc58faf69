//! Source rows as printed: `file:position`.

use crate::{attribute::case::RowRef, ingest::Ingested, records::Origin};

/// Prints source rows.
pub(super) struct Rows<'a> {
    pub(super) ingested: &'a Ingested,
}

impl Rows<'_> {
    /// `exports/jamf/commands.json:12`, or `registers/people.csv:7`.
    pub(super) fn print(&self, row: &RowRef) -> String {
        match row {
            RowRef::Input(origin) => self.origin(*origin),
            RowRef::Register(row) => format!("{}:{}", row.file, row.line),
        }
    }

    /// A row of an export.
    pub(super) fn origin(&self, origin: Origin) -> String {
        self.ingested.place(origin)
    }

    /// Several rows, in order, each once.
    pub(super) fn all(&self, rows: &[RowRef]) -> Vec<String> {
        let mut sorted = rows.to_vec();
        sorted.sort();
        sorted.dedup();
        sorted.iter().map(|row| self.print(row)).collect()
    }
}
