//! Where a record was read: the file and the row, so that every figure can be traced back.

use super::code::coded;

/// Index of an input file in `Ingested::sources`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// The place of one row: the line it starts on in the decoded text (1-based) and, where several rows
/// share that line or document, its number among them in the order of the file (1-based; 0 = one row per line).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The file.
    pub file: FileId,
    /// First line of the row, 1-based.
    pub line: u64,
    /// Number of the row among those of its line, or of the document that starts there, where the line alone
    /// does not tell, 1-based; else 0.
    pub item: u32,
}

impl Origin {
    /// The position inside the file as printed: `12`, or `1#7` for the seventh row on line 1. [`LEGEND`] says
    /// so to readers.
    pub fn position(&self) -> String {
        if self.item == 0 { self.line.to_string() } else { format!("{}#{}", self.line, self.item) }
    }
}

/// What the printed places of rows mean, for whoever opens the files.
pub const LEGEND: &str = "`file:12` is the row that starts on line 12 of the file; `file:12#7` is the seventh row \
    of line 12, or of the document that starts there (an entry of a history, an event of a delivery), in the order \
    of the file. Lines are those of the unpacked text.";

coded! {
    /// How the zone of a time was learnt.
    ZoneSource {
        /// The stamp itself carries an offset or `Z`.
        Explicit = "explicit",
        /// The format defines the zone (for example epoch numbers, or raw ServiceNow values in UTC).
        Format = "format",
        /// The configuration names the zone.
        Configured = "configured",
        /// Nothing names it; UTC was assumed, with a note.
        Assumed = "assumed",
    }
}
