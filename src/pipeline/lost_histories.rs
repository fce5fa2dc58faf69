//! Devices of which a history was exported and not read.

use crate::{
    ingest::{Ingested, source::Reject},
    report::model::CoverageRow,
};

/// How many rows a finding names.
const LISTED: usize = 3;

/// Devices whose whole history is one row that could not be read: what was done to them is not known.
pub(super) fn with_lost_histories(mut row: CoverageRow, ingested: &Ingested) -> CoverageRow {
    if row.format != "jamf-history" {
        return row;
    }
    let is_history = |reject: &&Reject| {
        let file = ingested.sources.get(reject.origin.file.0 as usize);
        // Entries of a history are numbered, a history is a row of its own.
        file.is_some_and(|file| file.format == row.format) && reject.origin.item == 0
    };
    let lost: Vec<String> = ingested
        .rejects
        .iter()
        .filter(is_history)
        .map(|reject| format!("`{}`", ingested.place(reject.origin)))
        .collect();
    let shown = lost.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
    let more = if lost.len() > LISTED { ", …" } else { "" };
    row.findings.extend(match lost.len() {
        0 => None,
        1 => Some(format!("1 device without history because its row was rejected ({shown})")),
        n => Some(format!("{n} devices without history because their row was rejected ({shown}{more})")),
    });
    row
}
