//! What can be said of a folder without judging anything.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Prepared,
    coverage::{Needed, gives_history, holes_in},
    enrolments::covered,
    refusals::{action_times, gives_actions},
    registered,
    unsaid::absent_inputs,
};
use crate::{
    attribute::losing_sources,
    config::{PLACEHOLDER_NAME, Period},
    ingest::{
        Ingested,
        source::{Note, Reject, SourceFile},
    },
    records::{FileId, Instant, plural},
    registers::{ControlFinding, LEFT_OUT_DECISIONS},
    report::model::CoverageRow,
    resolve::Devices,
};

/// Notes that tell of a review that would be wrong, whatever the share of the rows.
const PROBLEMS: &[&str] = &["action-id-reused", "incomplete-export"];

/// More rejected rows than this share of a file make its figures doubtful.
const DOUBTFUL_SHARE: f64 = 0.01;

/// Rejected rows named per file.
const LISTED: usize = 50;

/// What `misfire check` prints.
pub struct Check<'a> {
    /// Row reconciliation.
    pub sources: &'a [SourceFile],
    /// Rejected rows with place and reason, the first ones of each file.
    pub rejects: Vec<String>,
    /// One line per format: from when to when, and what is missing.
    pub coverage: Vec<String>,
    /// Whether anything is missing there.
    pub has_gaps: bool,
    /// Notes on inputs.
    pub notes: Vec<String>,
    /// Findings about registers.
    pub registers: Vec<String>,
    /// Statements a review could not make.
    pub unsaid: Vec<String>,
    /// What would make a review wrong.
    pub problems: Vec<String>,
}

/// Checks a folder that was read, against a period if one is given.
pub fn check<'a>(prepared: &'a Prepared, period: Option<&Period>) -> Check<'a> {
    let ingested = &prepared.ingested;
    let needed = period.map(|period| Needed::of(prepared, period));
    let register = prepared.registers.devices.as_deref().unwrap_or_default();
    let devices = Devices::of(&prepared.ingested, register);
    let coverage = covered(prepared, &devices, needed);
    let people = prepared.registers.people.as_deref().unwrap_or_default();
    let losses = losing_sources(ingested, people, &devices);
    let (dropped, findings): (Vec<ControlFinding>, _) = registered::controls(prepared, period)
        .into_iter()
        .partition(|finding| LEFT_OUT_DECISIONS.contains(&finding.rule.as_str()));
    let told = |note: &Note| format!("{}: {}", ingested.place(note.origin), note.message);
    let mut problems: Vec<String> = ingested.sources.iter().flat_map(file_problems).collect();
    problems.extend(ingested.notes.iter().filter(|note| PROBLEMS.contains(&note.key)).map(told));
    problems.extend(kinds_missing(prepared, period));
    // Where nothing at all lies in the period, that is said already.
    let is_empty = !has_actions(ingested, period) && !has_events(ingested, period);
    let holes = needed.filter(|_| !is_empty).map(|needed| holes_in(ingested, needed));
    problems.extend(holes.into_iter().flatten());
    problems
        .extend(dropped.iter().map(|f| format!("{}: review of `{}`: {}", f.reference, f.subject, f.finding)));
    Check {
        sources: &ingested.sources,
        rejects: rejects(ingested),
        has_gaps: coverage.iter().any(|row| !row.findings.is_empty()) || !losses.is_empty(),
        coverage: coverage
            .iter()
            .map(|row| coverage_line(row, period.is_some()))
            .chain(losses.iter().map(|(source, loss)| loss.sentence(source)))
            .collect(),
        notes: ingested.notes.iter().filter(|note| !PROBLEMS.contains(&note.key)).map(told).collect(),
        registers: findings
            .iter()
            .map(|f| format!("{} of `{}`: {} ({})", f.rule, f.subject, f.finding, f.reference))
            .collect(),
        unsaid: absent_inputs(prepared, None).into_iter().map(|unsaid| unsaid.what).collect(),
        problems,
    }
}

/// From when to when a format reaches, and what is missing: said also when nothing is.
fn coverage_line(row: &CoverageRow, has_period: bool) -> String {
    let day = |at: Instant| at.format("%Y-%m-%d").to_string();
    let span = match row.first_at.zip(row.last_at) {
        Some((first, last)) => format!("{} to {}", day(first), day(last)),
        None => "no time".to_owned(),
    };
    let files = plural(row.files, "file", "files");
    let state = match (row.findings.as_slice(), gives_history(&row.format)) {
        ([], false) => "it has no stretch to cover".to_owned(),
        ([], true) if has_period => {
            "no gap found; the period, its look-back and its look-ahead are covered".to_owned()
        }
        ([], true) => "no gap found".to_owned(),
        (findings, _) => findings.join("; "),
    };
    format!("{}: {span}, {files}; {state}", row.format)
}

/// Rejected rows, file by file in their order.
fn rejects(ingested: &Ingested) -> Vec<String> {
    let mut by_file: BTreeMap<FileId, Vec<&Reject>> = BTreeMap::new();
    for reject in &ingested.rejects {
        by_file.entry(reject.origin.file).or_default().push(reject);
    }
    let mut lines = Vec::new();
    for (file, rows) in by_file {
        let row = |reject: &&Reject| format!("{}: {}", ingested.place(reject.origin), reject.reason);
        lines.extend(rows.iter().take(LISTED).map(row));
        if rows.len() > LISTED {
            let name = ingested.sources.get(file.0 as usize).map_or("?", |source| &source.file);
            lines.push(format!("{name}: {} more", rows.len() - LISTED));
        }
    }
    lines
}

fn file_problems(source: &SourceFile) -> Vec<String> {
    let mut problems = Vec::new();
    if !source.adds_up() {
        problems.push(format!(
            "`{}`: {} rows read, but not all are accounted for",
            source.file, source.rows_read
        ));
    }
    if let Some(why) = &source.incomplete {
        problems.push(format!("`{}` is incomplete: {why}", source.file));
    }
    if source.rows_read == 0 {
        problems.push(format!("`{}` holds no row", source.file));
    }
    problems.extend(rejected(source));
    problems
}

/// Every rejected row of a source of actions counts, as the command that was wrong may be that very row; of
/// others a share of them.
fn rejected(source: &SourceFile) -> Option<String> {
    let gives_actions = gives_actions(source);
    if source.rejected == 0 || !(gives_actions || is_doubtful(source)) {
        return None;
    }
    let were = if source.rejected == 1 { "was" } else { "were" };
    let what = if gives_actions { ": a command that was carried out may be among them" } else { "" };
    Some(format!(
        "`{}`: {} of {} rows {were} rejected{what}; the reasons stand under rejected rows",
        source.file, source.rejected, source.rows_read
    ))
}

#[expect(clippy::cast_precision_loss, reason = "row counts far below 2^52")]
fn is_doubtful(source: &SourceFile) -> bool {
    source.rejected > 0 && source.rejected as f64 > DOUBTFUL_SHARE * source.rows_read as f64
}

/// A review needs actions and identity events, of the period if one is given.
fn kinds_missing(prepared: &Prepared, period: Option<&Period>) -> Vec<String> {
    let what = period.map_or_else(String::new, |period| format!(" of {}", period.label));
    let ingested = &prepared.ingested;
    let mut problems = Vec::new();
    if prepared.config.organisation.name == PLACEHOLDER_NAME {
        problems.push(format!(
            "`[organisation]` is still the placeholder \"{PLACEHOLDER_NAME}\"; set its name, zone (now `{}`) and \
             working hours",
            prepared.config.organisation.time_zone
        ));
    }
    if !has_actions(ingested, period) {
        problems.push(format!("the inputs hold no action{what}"));
    }
    if !has_events(ingested, period) {
        problems.push(format!("the inputs hold no identity event{what}"));
    }
    if prepared.registers.workflows.as_ref().is_none_or(Vec::is_empty) {
        problems.push(
            "there is no control map: no action can be recognised as automated by its initiator".to_owned(),
        );
    }
    problems.extend(without_triggers(prepared));
    problems
}

/// Workflows of which no action can be explained.
fn without_triggers(prepared: &Prepared) -> Option<String> {
    let workflows = prepared.registers.workflows.iter().flatten();
    let ids: BTreeSet<&str> = workflows
        .filter(|workflow| workflow.triggers.is_empty())
        .map(|workflow| workflow.id.as_str())
        .collect();
    let shown: Vec<String> = ids.iter().take(8).map(|id| format!("`{id}`")).collect();
    let more = if ids.len() > 8 { ", …" } else { "" };
    (!ids.is_empty()).then(|| {
        format!(
            "workflows without a single trigger: {}{more}; what they did stays undetermined until `triggers` says which \
             events may start them",
            shown.join(", ")
        )
    })
}

fn has_actions(ingested: &Ingested, period: Option<&Period>) -> bool {
    action_times(ingested).any(|at| period.is_none_or(|period| period.holds(at)))
}

fn has_events(ingested: &Ingested, period: Option<&Period>) -> bool {
    ingested.event_times().any(|at| period.is_none_or(|period| period.holds(at)))
}
