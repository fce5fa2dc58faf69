//! `reviews.csv`: what reviewers decided about cases.

use chrono_tz::Tz;

use super::{
    ControlFinding, RegisterRow,
    cells::Cells,
    lint::finding,
    table::{Columns, Table},
};
use crate::config::{
    local_time::Edge,
    problem::{Problem, expected_one_of},
};
use crate::records::Instant;

/// One decision of a reviewer.
#[derive(Debug, Clone)]
pub struct ReviewDecision {
    /// The action.
    pub action_id: String,
    /// Who decided.
    pub reviewer: String,
    /// When.
    pub reviewed_at: Instant,
    /// The latest instant that can be meant: the end of the day where only a date is written.
    pub reviewed_until: Instant,
    /// A verdict code.
    pub decision: String,
    /// A cause (rule code), for false positives.
    pub cause: Option<String>,
    /// Why.
    pub rationale: String,
    /// Where it stands.
    pub row: RegisterRow,
}

pub(super) const COLUMNS: Columns = Columns {
    required: &["action_id", "reviewer", "reviewed_at", "decision"],
    any_of: &[],
    optional: &["cause", "rationale"],
    is_loose: true,
};

/// The verdicts a reviewer can decide for.
pub const DECISIONS: &[&str] = &["false_positive", "true_positive", "benign_positive", "undetermined"];

/// What a reviewer fills in; the other columns of a sheet are printed.
const FILLED_IN: [&str; 5] = ["reviewer", "reviewed_at", "decision", "cause", "rationale"];

/// A row whose decision is no verdict becomes a finding: one slip of a reviewer must not stop a review.
fn read(cells: &mut Cells<'_>, findings: &mut Vec<ControlFinding>) -> Option<ReviewDecision> {
    let (action_id, reviewer) = (cells.required("action_id"), cells.required("reviewer"));
    let decision = cells.required("decision");
    let reviewed_at = cells.required_moment("reviewed_at", Edge::Start);
    let (action_id, reviewer, decision) = (action_id?, reviewer?, decision?);
    let folded = decision.to_lowercase().replace([' ', '-'], "_");
    if !DECISIONS.contains(&folded.as_str()) {
        let text = format!(
            "the decision `{decision}` of `{reviewer}` is no verdict and was left out; {}",
            expected_one_of(&folded, DECISIONS)
        );
        findings.push(finding("review-decision-unknown", &action_id, &cells.row(), text));
        return None;
    }
    let reviewed_at = reviewed_at?;
    Some(ReviewDecision {
        action_id,
        reviewer,
        reviewed_at,
        reviewed_until: cells.moment("reviewed_at", Edge::End).unwrap_or(reviewed_at),
        decision: folded,
        cause: cells.text("cause"),
        rationale: cells.or_empty("rationale"),
        row: cells.row(),
    })
}

/// The decisions of one file. A row whose shape or cells are wrong becomes a finding, too: unlike in the other
/// registers, many hands write here, and what one of them got wrong must not stop everybody's review. Rows of a
/// review sheet that nobody has filled in are counted in one finding.
pub(super) fn of_table(table: &Table, zone: Tz, findings: &mut Vec<ControlFinding>) -> Vec<ReviewDecision> {
    let mut slips = table.unsound.clone();
    let mut open = Vec::new();
    let mut rows = table.rows(zone, &mut slips, |cells| {
        if FILLED_IN.iter().all(|column| cells.text(column).is_none()) {
            open.push(cells.row());
            return None;
        }
        read(cells, findings)
    });
    slips.sort();
    slips.dedup();
    // A row that was cut off lacks more than one cell: said once.
    let cut: Vec<u64> = table.unsound.iter().map(|slip| slip.line).collect();
    slips.retain(|slip| !cut.contains(&slip.line) || table.unsound.contains(slip));
    open.retain(|row| !cut.contains(&row.line));
    if let Some(first) = open.first() {
        let text =
            format!("{} rows are not filled in and decide nothing, the first of them here", open.len());
        findings.push(finding("review-rows-open", &table.file, first, text));
    }
    reject(&mut rows, &slips, table, findings);
    rows
}

/// A file beside the register that looks returned and is not read.
pub(super) fn unread(file: &str, register: &str) -> ControlFinding {
    let stem = register.rsplit_once('.').map_or(register, |(stem, _)| stem);
    let row = RegisterRow { file: file.to_owned(), line: 0 };
    let text = format!(
        "the file is not read; returned review sheets are `.xlsx` or `.csv` files whose names begin with `{}`",
        stem.rsplit('/').next().unwrap_or(stem)
    );
    finding(super::UNREAD_REVIEWS, file, &row, text)
}

/// Leaves rows with a mistake out and says why.
fn reject(
    rows: &mut Vec<ReviewDecision>,
    slips: &[Problem],
    table: &Table,
    findings: &mut Vec<ControlFinding>,
) {
    rows.retain(|row| slips.iter().all(|slip| slip.line != row.row.line));
    for slip in slips {
        let row = RegisterRow { file: table.file.clone(), line: slip.line };
        let subject = table.text_at(slip.line, "action_id").unwrap_or_default();
        let hint = slip.hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
        let text = format!("the row was left out: {}{hint}", slip.message);
        findings.push(finding("review-row-rejected", &subject, &row, text));
    }
}
