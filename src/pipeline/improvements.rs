//! Improvements of the register against what the data of this period show.

use super::Prepared;
use crate::{
    records::{Instant, plural},
    registers::Improvement,
    report::model::{CaseRow, ImprovementRow},
};

/// One row per improvement, by due date and id, whatever the order of the register. `previous` counts the false
/// positives of its workflow and cause in the period before, where that is known.
pub(super) fn improvements(
    prepared: &Prepared,
    now: &[CaseRow],
    previous: Option<&dyn Fn(&Improvement) -> u64>,
) -> Vec<ImprovementRow> {
    let register = prepared.registers.improvements.as_deref().unwrap_or_default();
    let date = |at: Instant| at.with_timezone(&prepared.zone).format("%Y-%m-%d").to_string();
    let today = date(prepared.as_of);
    let rows = register.iter().map(|improvement| {
        let before = previous.map(|count| count(improvement));
        let found = count(improvement, now, None);
        let closed_at = improvement.closed_at.map(date);
        // The day of closing still belongs to the old state.
        let since_closed =
            improvement.closed_at.map(|at| count(improvement, now, Some(at + chrono::TimeDelta::days(1))));
        let is_overdue = is_open(improvement) && is_past(&improvement.due, &today);
        let seen = Seen { before, now: found, since_closed, is_overdue, has_cases: !now.is_empty() };
        ImprovementRow {
            improvement_id: improvement.improvement_id.clone(),
            workflow_id: improvement.workflow_id.clone(),
            cause: improvement.cause.clone(),
            change: improvement.change.clone(),
            owner: improvement.owner.clone(),
            due: improvement.due.clone(),
            status: improvement.status.clone(),
            finding: finding(improvement, &seen, closed_at.as_deref()),
            closed_at,
            is_overdue,
            before,
            now: found,
            since_closed,
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

/// What the data show of one improvement.
struct Seen {
    before: Option<u64>,
    now: u64,
    since_closed: Option<u64>,
    is_overdue: bool,
    /// Whether the period has any case: without one an absence shows nothing.
    has_cases: bool,
}

fn is_open(improvement: &Improvement) -> bool {
    !matches!(improvement.status.as_str(), "done" | "accepted")
}

/// Whether a date of the register lies before today; a text that is no date never does.
fn is_past(due: &str, today: &str) -> bool {
    chrono::NaiveDate::parse_from_str(due, "%Y-%m-%d").is_ok() && due < today
}

/// False positives of its workflow and cause, from a time on.
pub(super) fn count(improvement: &Improvement, cases: &[CaseRow], from: Option<Instant>) -> u64 {
    let is_its = |case: &&CaseRow| {
        case.verdict == "false_positive"
            && case.workflow_id.as_deref() == Some(improvement.workflow_id.as_str())
            && case.cause.as_deref() == Some(improvement.cause.as_str())
            && from.is_none_or(|from| case.done_at >= from)
    };
    cases.iter().filter(is_its).count() as u64
}

/// What the data of two periods can say. That a change removed its cause would take a backtest, which is not part
/// of this version: an absence is told as an absence.
fn finding(improvement: &Improvement, seen: &Seen, closed_at: Option<&str>) -> String {
    let before = seen.before.map_or_else(
        || "the period before is not covered".to_owned(),
        |n| format!("{n} in the period before"),
    );
    let found = plural(seen.now, "false positive", "false positives");
    if !seen.has_cases {
        let overdue = if seen.is_overdue {
            format!("open, overdue, due on {}: ", improvement.due)
        } else {
            String::new()
        };
        return format!("{overdue}the period has no case, so its data say nothing of this change; {before}");
    }
    match (improvement.status.as_str(), seen.now, seen.since_closed) {
        ("done", 0, _) => format!(
            "no false positive of this cause in this period, {before}; one period without any does not show that \
             the cause is gone, and no backtest was made"
        ),
        ("done", _, Some(0)) => format!(
            "{found} in this period, none of them after it was reported as done on {}, {before}; that does not yet \
             show that the cause is gone, and no backtest was made",
            closed_at.unwrap_or("an unknown day")
        ),
        ("done", _, Some(since)) => format!(
            "reported as done on {}, but the cause is still there: {found} in this period, {since} of them after \
             that day, {before}",
            closed_at.unwrap_or("an unknown day")
        ),
        ("done", _, None) => {
            format!("reported as done, but the cause is still there: {found} in this period, {before}")
        }
        ("accepted", ..) => format!("accepted risk: {found} in this period, {before}"),
        _ if seen.is_overdue => {
            format!(
                "open, overdue, due on {}: {found} of this cause in this period, {before}",
                improvement.due
            )
        }
        _ => format!("open: {found} of this cause in this period, {before}"),
    }
}
