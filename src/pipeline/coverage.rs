//! What the inputs cover, per format, against what the period needs.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::{
    Prepared,
    lost_histories::with_lost_histories,
    silence::{GAP, Silence, file_around, silences, usual_distance},
};
use crate::{
    attribute,
    config::Period,
    ingest::{Ingested, formats::FORMATS, reversed_times::DONE_BEFORE_SENT, source::SourceFile},
    records::{Instant, plural},
    report::model::CoverageRow,
};

/// Row counts at which exports are known to stop silently.
const CAPS: &[u64] = &[500, 1_000, 5_000, 10_000, 20_000];

/// Where so many rows are expected, their absence is hardly chance: 1 in 20 where they come one by one.
const UNLIKELY: f64 = 3.0;

/// The stretch of time a review needs: the period with its look-back and look-ahead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Needed {
    pub(super) from: Instant,
    pub(super) period_from: Instant,
    pub(super) period_to: Instant,
    pub(super) to: Instant,
    /// The zone whose midnights are the edges of the period.
    pub(super) zone: Tz,
}

impl Needed {
    /// What a review of the period rests on.
    pub(super) fn of(prepared: &Prepared, period: &Period) -> Self {
        let (back, ahead) = attribute::reach(&prepared.registers);
        let (from, to) = (period.from - back, period.to + ahead);
        Self { from, period_from: period.from, period_to: period.to, to, zone: period.zone() }
    }
}

/// One row per format, in the order of the registry. Without a period only gaps inside what is there are found.
pub(super) fn coverage(ingested: &Ingested, needed: Option<Needed>) -> Vec<CoverageRow> {
    let mut by_format: BTreeMap<&str, Vec<&SourceFile>> = BTreeMap::new();
    for file in &ingested.sources {
        by_format.entry(&file.format).or_default().push(file);
    }
    let silences = silences(ingested);
    let in_order = FORMATS.iter().map(|format| format.id);
    let rows = in_order.filter_map(|id| {
        let files = by_format.get(id)?;
        let mut row = row(id, files, needed);
        if gives_history(id) {
            let pauses = pauses(files, silences.get(id), needed);
            let missing: TimeDelta = pauses.iter().map(|hole| hole.in_period).sum();
            row.missing_days += missing.num_days().unsigned_abs();
            row.findings.extend(pauses.into_iter().map(|hole| hole.finding));
        }
        Some(row)
    });
    rows.map(|row| with_notes(row, ingested)).map(|row| with_lost_histories(row, ingested)).collect()
}

/// Stretches of the period that a source of actions or events does not cover and that are no chance: at its
/// usual pace so many rows would be expected there that none at all tells of an export that lacks them.
pub(super) fn holes_in(ingested: &Ingested, needed: Needed) -> Vec<String> {
    let mut problems = Vec::new();
    let silences = silences(ingested);
    for format in FORMATS.iter().filter(|format| gives_any(format.gives, &["actions", "events"])) {
        let files: Vec<&SourceFile> =
            ingested.sources.iter().filter(|file| file.format == format.id).collect();
        let (first, last) = span(&files);
        let Some((first, last)) = first.zip(last).filter(|_| gives_history(format.id)) else { continue };
        let holes =
            edges(Some(first), Some(last), Some(needed)).into_iter().chain(gaps(&files, Some(needed)));
        let holes = holes.filter(|hole| expected_rows(&files, last - first, hole.in_period) >= UNLIKELY);
        let pauses = pauses(&files, silences.get(format.id), Some(needed));
        for hole in holes.chain(pauses.into_iter().filter(|hole| hole.in_period > TimeDelta::zero())) {
            problems.push(format!(
                "{} {}: every rate of the period rests on incomplete data",
                format.id, hole.finding
            ));
        }
    }
    problems
}

/// Rows that a stretch would hold at the pace of what is there.
#[expect(clippy::cast_precision_loss, reason = "row counts and seconds far below 2^52")]
fn expected_rows(files: &[&SourceFile], covered: TimeDelta, missing: TimeDelta) -> f64 {
    let rows: u64 = files.iter().map(|file| file.accepted).sum();
    // One busy hour says little about a month.
    let covered = covered.max(TimeDelta::days(1)).num_seconds() as f64;
    rows as f64 * missing.num_seconds() as f64 / covered
}

fn gives_any(gives: &[&str], wanted: &[&str]) -> bool {
    gives.iter().any(|kind| wanted.contains(kind))
}

fn span(files: &[&SourceFile]) -> (Option<Instant>, Option<Instant>) {
    let first_at = files.iter().filter_map(|file| file.first_at).min();
    (first_at, files.iter().filter_map(|file| file.last_at).max())
}

/// Notes that bear on what a format covers: exports that hold fewer rows than they announce, times that cannot be.
const BEARING: &[&str] = &["incomplete-export", "failed-api-call", DONE_BEFORE_SENT];

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
    let (first_at, last_at) = span(files);
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
    let mut missing = TimeDelta::zero();
    if gives_history(format) {
        for hole in edges(first_at, last_at, needed).into_iter().chain(gaps(files, needed)) {
            missing += hole.in_period;
            findings.push(hole.finding);
        }
        findings.extend(retention(format, files, needed));
    }
    CoverageRow {
        format: format.to_owned(),
        files: files.len() as u64,
        rows_read: files.iter().map(|file| file.rows_read).sum(),
        first_at,
        last_at,
        findings,
        rejected: files.iter().map(|file| file.rejected).sum(),
        missing_days: missing.num_days().unsigned_abs(),
    }
}

/// Inventory is a state, not a history, and the history of one object is silent for as long as nobody changes that:
/// they have no stretch to cover.
pub(super) fn gives_history(format: &str) -> bool {
    format != "jamf-object-history"
        && FORMATS.iter().find(|known| known.id == format).is_none_or(|known| known.gives != ["devices"])
}

/// A stretch that is not covered.
struct Hole {
    finding: String,
    /// How much of the period it takes.
    in_period: TimeDelta,
}

impl Hole {
    fn outside(finding: String) -> Self {
        Self { finding, in_period: TimeDelta::zero() }
    }
}

fn edges(first_at: Option<Instant>, last_at: Option<Instant>, needed: Option<Needed>) -> Vec<Hole> {
    let (Some(first), Some(last)) = (first_at, last_at) else {
        return vec![Hole::outside("no usable row: it says nothing about the period".to_owned())];
    };
    let Some(needed) = needed else { return Vec::new() };
    let mut holes = Vec::new();
    let day = |at: Instant| at.with_timezone(&needed.zone).format("%Y-%m-%d").to_string();
    if first > needed.period_from {
        let finding =
            format!("begins on {}, after the period does ({})", day(first), day(needed.period_from));
        holes.push(Hole { finding, in_period: first.min(needed.period_to) - needed.period_from });
    } else if first > needed.from {
        holes.push(Hole::outside(format!(
            "begins on {}: the look-back before the period is not covered",
            day(first)
        )));
    }
    if last < needed.period_to {
        let finding = format!("ends on {}, before the period does ({})", day(last), day(needed.period_to));
        holes.push(Hole { finding, in_period: needed.period_to - last.max(needed.period_from) });
    } else if last < needed.to {
        holes.push(Hole::outside(format!(
            "ends on {}: {} of the look-ahead of 30 are missing, what came later is not known",
            day(last),
            days_begun(needed.to - last)
        )));
    }
    holes
}

/// Says so when a source begins late because its product keeps no more: another export would not help.
fn retention(format: &str, files: &[&SourceFile], needed: Option<Needed>) -> Option<String> {
    let kept = FORMATS.iter().find(|known| known.id == format)?.keeps_days;
    let earliest = files.iter().filter(|file| file.first_at.is_some()).min_by_key(|file| file.first_at)?;
    let (first, last) = earliest.first_at.zip(earliest.last_at)?;
    needed.filter(|needed| first > needed.from)?;
    // The last rows may be a day older than the export, and the first day is cut somewhere.
    let days = kept.iter().find(|days| (-2..=1).contains(&((last - first).num_days() - **days)))?;
    Some(format!(
        "`{}` reaches back {days} days, as far as the product keeps its records: what came before is gone there; \
         export more often than every {days} days",
        earliest.file
    ))
}

/// A missing hour is a missing day, never none.
fn days_begun(missing: TimeDelta) -> String {
    let days = missing.num_days() + i64::from(missing > TimeDelta::days(missing.num_days()));
    plural(days.unsigned_abs(), "day", "days")
}

/// Stretches in which files go on and say nothing, inside what is needed.
fn pauses(files: &[&SourceFile], silences: Option<&Vec<Silence>>, needed: Option<Needed>) -> Vec<Hole> {
    let matters =
        |silence: &&Silence| needed.is_none_or(|needed| silence.from < needed.to && silence.to > needed.from);
    let told = |silence: &Silence| {
        let file = file_around(files, *silence)?;
        let days = plural((silence.to - silence.from).num_days().unsigned_abs(), "day", "days");
        let finding = format!(
            "silent for {days} from {} on, inside `{}`: at its usual pace about {:.0} rows would stand there",
            silence.from.format("%Y-%m-%d"),
            file.file,
            silence.expected
        );
        let part = |needed: Needed| silence.to.min(needed.period_to) - silence.from.max(needed.period_from);
        let in_period = needed.map_or_else(TimeDelta::zero, part).max(TimeDelta::zero());
        Some(Hole { finding, in_period })
    };
    silences.into_iter().flatten().filter(matters).filter_map(told).collect()
}

/// Stretches between files, inside what is needed, that no file covers.
fn gaps(files: &[&SourceFile], needed: Option<Needed>) -> Vec<Hole> {
    let matters =
        |end: Instant, from: Instant| needed.is_none_or(|needed| end < needed.to && from > needed.from);
    let mut spans: Vec<(Instant, Instant)> =
        files.iter().filter_map(|file| file.first_at.zip(file.last_at)).collect();
    spans.sort_unstable();
    let usual = usual_distance(&spans);
    let in_period = |end: Instant, from: Instant| {
        let part = |needed: Needed| from.min(needed.period_to) - end.max(needed.period_from);
        needed.map_or_else(TimeDelta::zero, part).max(TimeDelta::zero())
    };
    let mut holes = Vec::new();
    let mut until: Option<Instant> = None;
    for (from, to) in spans {
        if let Some(end) = until.filter(|end| from - *end > GAP.max(usual) && matters(*end, from)) {
            let days = plural((from - end).num_days().unsigned_abs(), "day", "days");
            let finding = format!("silent for {days} from {} on, between two files", end.format("%Y-%m-%d"));
            holes.push(Hole { finding, in_period: in_period(end, from) });
        }
        until = Some(until.map_or(to, |end| end.max(to)));
    }
    holes
}

#[cfg(test)]
#[path = "tests/coverage.rs"]
mod tests;
