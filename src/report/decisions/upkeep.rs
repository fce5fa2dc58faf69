//! Decisions about duties that were not kept: approvals, improvements, reviews.

use super::{Ask, TOP, counted, holder, owners_with_counts, registered_date};
use crate::report::{
    block::Line,
    model::{ImprovementRow, Review},
    numbers::{self, count, len, plural},
    owners,
    selection::{self, reviewer_of},
    shown::name,
    stamps, workflow_name,
};

/// Workflows that went on without an approval in force.
pub(super) fn approvals(review: &Review) -> Vec<Ask> {
    let without = review.controls.iter().filter(|row| {
        matches!(row.rule.as_str(), "approval-expired" | "approval-missing")
            && selection::workflow(review, &row.subject).is_some()
    });
    let ask = |row: &crate::registers::ControlFinding| {
        let what = Line::default()
            .strong("Approve again or end ")
            .join(workflow_name::line(review, &row.subject))
            .text(": ")
            .marked(&stamps::localised(&row.finding, &review.header))
            .text(".");
        Ask {
            what,
            who: holder(review, &row.subject, "business_approver")
                .unwrap_or_else(|| Line::from("a business approver, whom the board must name")),
            by: Line::from(at_once(review, &row.subject)),
            otherwise: Line::from("It acts on devices without a valid approval."),
        }
    };
    without.take(TOP).map(ask).collect()
}

/// What is acting without approval cannot wait; with the last day on which it had one.
fn at_once(review: &Review, workflow_id: &str) -> String {
    let row = selection::workflow(review, workflow_id);
    match row.and_then(|row| row.approval_expires).filter(|end| *end <= review.header.as_of) {
        Some(end) => {
            format!("at once: approved up to and including {}", numbers::last_day(end, &review.header))
        }
        None => "at once".to_owned(),
    }
}

pub(super) fn relapsed_improvements(review: &Review) -> Vec<Ask> {
    let relapsed = review.improvements.iter().filter(|row| row.status == "done" && row.now > 0);
    let ask = |row: &ImprovementRow| Ask {
        what: Line::default()
            .strong("Reopen ")
            .code(&name(&row.improvement_id))
            .text(" (")
            .marked(&row.change)
            .text(&format!(
                "): reported as done, but its cause made {} of ",
                plural(row.now, "false positive", "false positives")
            ))
            .join(workflow_name::line(review, &row.workflow_id))
            .text(" again."),
        who: owners::link(review, &row.owner),
        by: registered_date(&row.due, &review.header),
        otherwise: Line::from("The register says closed what is open."),
    };
    relapsed.take(TOP).map(ask).collect()
}

pub(super) fn overdue_reviews(review: &Review) -> Vec<Ask> {
    let overdue: Vec<_> = review.cases.iter().filter(|case| case.review_state == "overdue").collect();
    if overdue.is_empty() {
        return Vec::new();
    }
    let n_wrong = len(overdue.iter().filter(|case| case.verdict == "false_positive").count());
    let owners = counted(overdue.iter().map(|case| reviewer_of(case)));
    let what = Line::default().strong("Have overdue reviews done: ").text(&format!(
        "{} had no review within {} (",
        plural(len(overdue.len()), "case that must be reviewed", "cases that must be reviewed"),
        plural(u64::from(review.config.review.within_working_days), "working day", "working days")
    ));
    let oldest = overdue.iter().filter_map(|case| case.review_due_at).min();
    let by = oldest.map_or_else(
        || "overdue".to_owned(),
        |at| format!("overdue, the oldest since {}", numbers::date(at, &review.header)),
    );
    vec![Ask {
        what: what.file("review-sheet.csv").text(")."),
        who: owners_with_counts(review, &owners),
        by: Line::from(by),
        otherwise: Line::from(format!(
            "Their verdicts, {} as false positives, rest on rules alone.",
            count(n_wrong)
        )),
    }]
}
