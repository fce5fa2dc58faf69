//! What can be said of a folder without judging anything.

use super::{Prepared, coverage::Needed, enrolments::covered, unsaid::absent_inputs};
use crate::{
    attribute,
    config::{PLACEHOLDER_NAME, Period},
    ingest::source::{Note, SourceFile},
    registers,
};

/// Notes that tell of a review that would be wrong, whatever the share of the rows.
const PROBLEMS: &[&str] = &["action-id-reused", "incomplete-export"];

/// More rejected rows than this share of a file make its figures doubtful.
const DOUBTFUL_SHARE: f64 = 0.01;

/// What `misfire check` prints.
pub struct Check<'a> {
    /// Row reconciliation.
    pub sources: &'a [SourceFile],
    /// One line per finding about coverage.
    pub coverage: Vec<String>,
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
    let mut findings = prepared.registers.findings.clone();
    if let Some(period) = period {
        let workflows = prepared.registers.workflows.as_deref().unwrap_or_default();
        findings.extend(registers::approvals_in(workflows, period.from, period.to));
    }
    findings.sort();
    let mut problems: Vec<String> = ingested.sources.iter().flat_map(file_problems).collect();
    let mut lines = Vec::new();
    for row in covered(prepared, needed(prepared, period)) {
        lines.extend(row.findings.iter().map(|finding| format!("{}: {finding}", row.format)));
    }
    let told = |note: &Note| format!("{}: {}", ingested.place(note.origin), note.message);
    problems.extend(ingested.notes.iter().filter(|note| PROBLEMS.contains(&note.key)).map(told));
    problems.extend(kinds_missing(prepared, period));
    Check {
        sources: &ingested.sources,
        coverage: lines,
        notes: ingested.notes.iter().filter(|note| !PROBLEMS.contains(&note.key)).map(told).collect(),
        registers: findings
            .iter()
            .map(|f| format!("{} of `{}`: {} ({})", f.rule, f.subject, f.finding, f.reference))
            .collect(),
        unsaid: absent_inputs(prepared),
        problems,
    }
}

fn needed(prepared: &Prepared, period: Option<&Period>) -> Option<Needed> {
    let (back, ahead) = attribute::reach(&prepared.registers);
    period.map(|period| Needed {
        from: period.from - back,
        period_from: period.from,
        period_to: period.to,
        to: period.to + ahead,
    })
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
    if is_doubtful(source) {
        problems.push(format!(
            "`{}`: {} of {} rows were rejected; see the reasons in `tables/rejects.csv`",
            source.file, source.rejected, source.rows_read
        ));
    }
    problems
}

#[expect(clippy::cast_precision_loss, reason = "row counts far below 2^52")]
fn is_doubtful(source: &SourceFile) -> bool {
    source.rejected > 0 && source.rejected as f64 > DOUBTFUL_SHARE * source.rows_read as f64
}

/// A review needs actions and identity events, of the period if one is given.
fn kinds_missing(prepared: &Prepared, period: Option<&Period>) -> Vec<String> {
    let holds = |at| period.is_none_or(|period| period.holds(at));
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
    if !ingested.actions.iter().filter_map(|action| action.done_at.or(action.sent_at)).any(holds) {
        problems.push(format!("the inputs hold no action{what}"));
    }
    if !ingested.events.iter().any(|event| holds(event.occurred_at)) {
        problems.push(format!("the inputs hold no identity event{what}"));
    }
    if prepared.registers.workflows.as_ref().is_none_or(Vec::is_empty) {
        problems.push(
            "there is no control map: no action can be recognised as automated by its initiator".to_owned(),
        );
    }
    problems
}
