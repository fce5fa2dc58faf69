//! Improvements of the register against what the data of this period show.

use crate::{
    records::plural,
    registers::Improvement,
    report::model::{CaseRow, ImprovementRow},
};

/// One row per improvement, by due date and id, whatever the order of the register. `previous` holds the cases of
/// the period before, where the inputs cover it.
pub(super) fn improvements(
    register: &[Improvement],
    now: &[CaseRow],
    previous: Option<&[CaseRow]>,
) -> Vec<ImprovementRow> {
    let rows = register.iter().map(|improvement| {
        let before = previous.map(|cases| count(improvement, cases));
        let found = count(improvement, now);
        ImprovementRow {
            improvement_id: improvement.improvement_id.clone(),
            workflow_id: improvement.workflow_id.clone(),
            cause: improvement.cause.clone(),
            change: improvement.change.clone(),
            owner: improvement.owner.clone(),
            due: improvement.due.clone(),
            status: improvement.status.clone(),
            before,
            now: found,
            finding: finding(improvement, before, found),
        }
    });
    let mut rows: Vec<ImprovementRow> = rows.collect();
    rows.sort_by(|a, b| order(a).cmp(&order(b)));
    rows
}

/// By due date, id, and whatever else may differ.
fn order(row: &ImprovementRow) -> [&str; 7] {
    [&row.due, &row.improvement_id, &row.workflow_id, &row.cause, &row.change, &row.owner, &row.status]
}

fn count(improvement: &Improvement, cases: &[CaseRow]) -> u64 {
    let is_its = |case: &&CaseRow| {
        case.verdict == "false_positive"
            && case.workflow_id.as_deref() == Some(improvement.workflow_id.as_str())
            && case.cause.as_deref() == Some(improvement.cause.as_str())
    };
    cases.iter().filter(is_its).count() as u64
}

/// Closed needs both this period's data and its backtest; the backtest is not part of this version.
fn finding(improvement: &Improvement, before: Option<u64>, now: u64) -> String {
    let before = before.map_or_else(
        || "the period before is not covered".to_owned(),
        |n| format!("{n} in the period before"),
    );
    let found = plural(now, "false positive", "false positives");
    match (improvement.status.as_str(), now) {
        ("done", 0) => format!(
            "no false positive of this cause in this period, {before}; not closed without its backtest"
        ),
        ("done", _) => {
            format!("reported as done, but the cause is still there: {found} in this period, {before}")
        }
        ("accepted", _) => format!("accepted risk: {found} in this period, {before}"),
        _ => format!("open: {found} of this cause in this period, {before}"),
    }
}
