//! What the inputs cover, per format, against what the period needs.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::{
    ingest::{Ingested, formats::FORMATS, reversed_times::DONE_BEFORE_SENT, source::SourceFile},
    records::{Instant, plural},
    report::model::CoverageRow,
};

/// Row counts at which exports are known to stop silently.
const CAPS: &[u64] = &[500, 1_000, 5_000, 10_000, 20_000];

/// A stretch without any row of a format that is worth a word.
const GAP: TimeDelta = TimeDelta::days(3);

/// The stretch of time a review needs: the period with its look-back and look-ahead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Needed {
    pub(super) from: Instant,
    pub(super) period_from: Instant,
    pub(super) period_to: Instant,
    pub(super) to: Instant,
}

/// One row per format, in the order of the registry. Without a period only gaps inside what is there are found.
pub(super) fn coverage(ingested: &Ingested, needed: Option<Needed>) -> Vec<CoverageRow> {
    let mut by_format: BTreeMap<&str, Vec<&SourceFile>> = BTreeMap::new();
    for file in &ingested.sources {
        by_format.entry(&file.format).or_default().push(file);
    }
    let in_order = FORMATS.iter().map(|format| format.id);
    let rows = in_order.filter_map(|id| by_format.get(id).map(|files| row(id, files, needed)));
    rows.map(|row| with_notes(row, ingested)).collect()
}

/// Notes that bear on what a format covers: exports that hold fewer rows than they announce, times that cannot be.
const BEARING: &[&str] = &["incomplete-export", DONE_BEFORE_SENT];

fn with_notes(mut row: CoverageRow, ingested: &Ingested) -> CoverageRow {
    for note in ingested.notes.iter().filter(|note| BEARING.contains(&note.key)) {
        let file = ingested.sources.get(note.origin.file.0 as usize);
        if let Some(file) = file.filter(|file| file.format == row.format) {
            row.findings.push(format!("`{}`: {}", file.file, note.message));
        }
    }
    row
}

fn row(format: &str, files: &[&SourceFile], needed: Option<Needed>) -> CoverageRow {
    let first_at = files.iter().filter_map(|file| file.first_at).min();
    let last_at = files.iter().filter_map(|file| file.last_at).max();
    let mut findings: Vec<String> = Vec::new();
    for file in files {
        findings.extend(file.incomplete.as_ref().map(|why| format!("`{}` is incomplete: {why}", file.file)));
        if CAPS.contains(&file.rows_read) {
            findings.push(format!(
                "`{}` has exactly {} rows, the size at which exports are cut silently",
                file.file, file.rows_read
            ));
        }
    }
    if gives_history(format) {
        findings.extend(edges(first_at, last_at, needed));
        findings.extend(gaps(files, needed));
    }
    CoverageRow {
        format: format.to_owned(),
        files: files.len() as u64,
        rows_read: files.iter().map(|file| file.rows_read).sum(),
        first_at,
        last_at,
        findings,
    }
}

/// Inventory is a state, not a history: it has no stretch to cover.
fn gives_history(format: &str) -> bool {
    FORMATS.iter().find(|known| known.id == format).is_none_or(|known| known.gives != ["devices"])
}

fn edges(first_at: Option<Instant>, last_at: Option<Instant>, needed: Option<Needed>) -> Vec<String> {
    let (Some(first), Some(last)) = (first_at, last_at) else {
        return vec!["no usable row: it says nothing about the period".to_owned()];
    };
    let Some(needed) = needed else { return Vec::new() };
    let mut findings = Vec::new();
    let day = |at: Instant| at.format("%Y-%m-%d").to_string();
    if first > needed.period_from {
        findings.push(format!(
            "begins on {}, after the period does ({})",
            day(first),
            day(needed.period_from)
        ));
    } else if first > needed.from {
        findings.push(format!("begins on {}: the look-back before the period is not covered", day(first)));
    }
    if last < needed.period_to {
        findings.push(format!("ends on {}, before the period does ({})", day(last), day(needed.period_to)));
    } else if last < needed.to {
        findings.push(format!(
            "ends on {}: {} of the look-ahead of 30 are missing, what came later is not known",
            day(last),
            days_begun(needed.to - last)
        ));
    }
    findings
}

/// A missing hour is a missing day, never none.
fn days_begun(missing: TimeDelta) -> String {
    let days = missing.num_days() + i64::from(missing > TimeDelta::days(missing.num_days()));
    plural(days.unsigned_abs(), "day", "days")
}

/// Stretches between files, inside what is needed, that no file covers.
fn gaps(files: &[&SourceFile], needed: Option<Needed>) -> Vec<String> {
    let matters =
        |end: Instant, from: Instant| needed.is_none_or(|needed| end < needed.to && from > needed.from);
    let mut spans: Vec<(Instant, Instant)> =
        files.iter().filter_map(|file| file.first_at.zip(file.last_at)).collect();
    spans.sort_unstable();
    let mut findings = Vec::new();
    let mut until: Option<Instant> = None;
    for (from, to) in spans {
        if let Some(end) = until.filter(|end| from - *end > GAP && matters(*end, from)) {
            let days = (from - end).num_days();
            findings.push(format!(
                "silent for {} from {} on, between two files",
                plural(days.unsigned_abs(), "day", "days"),
                end.format("%Y-%m-%d")
            ));
        }
        until = Some(until.map_or(to, |end| end.max(to)));
    }
    findings
}

#[cfg(test)]
#[path = "tests/coverage.rs"]
mod tests;
