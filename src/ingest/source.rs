//! What is known of every input file, and the rows that could not be used.

use crate::records::{Instant, Origin, ZoneSource};

/// One input file with its row reconciliation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SourceFile {
    /// Path relative to the review folder, `/` as separator.
    pub file: String,
    /// Format id.
    pub format: String,
    /// Rows handed out by the row splitter.
    pub rows_read: u64,
    /// Rows used.
    pub accepted: u64,
    /// Well-formed rows that no workflow can use.
    pub out_of_scope: u64,
    /// Rows that repeat another one.
    pub duplicate: u64,
    /// Rows that could not be used.
    pub rejected: u64,
    /// Earliest time of an accepted record.
    pub first_at: Option<Instant>,
    /// Latest time of an accepted record.
    pub last_at: Option<Instant>,
    /// Weakest way in which a zone was learnt (the order of `ZoneSource`).
    pub zone_source: Option<ZoneSource>,
    /// Encoding found, for example `utf-8`, `windows-1252`.
    pub encoding: String,
    /// `candidates` or `all`.
    pub checked: String,
    /// SHA-256 of the file as it lies on disk, lower-case hex.
    pub sha256: String,
    /// Why the file is incomplete (truncated compression, damage), if it is.
    pub incomplete: Option<String>,
}

impl SourceFile {
    /// Remembers how a zone was learnt; the weakest one stands for the file.
    pub fn saw_time(&mut self, zone_source: ZoneSource) {
        self.zone_source = Some(self.zone_source.map_or(zone_source, |seen| seen.max(zone_source)));
    }

    /// Whether every row is accounted for.
    pub fn adds_up(&self) -> bool {
        self.rows_read == self.accepted + self.out_of_scope + self.duplicate + self.rejected
    }
}

/// A row that could not be used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reject {
    /// Where it stands.
    pub origin: Origin,
    /// Why.
    pub reason: String,
    /// Its first 200 characters.
    pub text: String,
}

/// Something a reader of the report should know about an input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// First place where it was seen.
    pub origin: Origin,
    /// Code of the note, kebab-case.
    pub key: &'static str,
    /// One sentence.
    pub message: String,
}
