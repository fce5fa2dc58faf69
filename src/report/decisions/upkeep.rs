//! Decisions about duties that were not kept: approvals, improvements, reviews.

use super::{Ask, TOP, actor, counted, holder, owners_with_counts, usual_date};
use crate::report::{
    block::Line,
    model::{CaseRow, ImprovementRow, Review},
    numbers::{self, count, len, plural},
    owners, paths,
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
            who: approver(review, &row.subject),
            by: Line::from(at_once(review, &row.subject)),
            otherwise: Line::from("It acts on devices without a valid approval."),
        }
    };
    without.take(TOP).map(ask).collect()
}

/// Who approves a workflow; where that one left, who has a successor approve it.
fn approver(review: &Review, workflow_id: &str) -> Line {
    if let Some(approver) = holder(review, workflow_id, "business_approver") {
        return approver;
    }
    let row = selection::workflow(review, workflow_id);
    let is_left = row.is_some_and(|row| row.business_approver.is_some());
    match selection::stand_in(review, workflow_id).filter(|_| is_left) {
        Some(owner) => owners::link(review, owner)
            .text(", to have it approved by a successor of the business approver, who left"),
        None => Line::from("a business approver, whom the board must name"),
    }
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
    let is_back = |row: &&ImprovementRow| row.status == "done" && row.since_closed.unwrap_or(row.now) > 0;
    let relapsed = review.improvements.iter().filter(is_back);
    let ask = |row: &ImprovementRow| Ask {
        what: Line::default()
            .strong("Reopen ")
            .code(&name(&row.improvement_id))
            .text(" (")
            .marked(&row.change)
            .text("): reported as done")
            .text(&row.closed_at.as_deref().map_or_else(String::new, |day| format!(" on {day}")))
            .text(&format!(
                ", but its cause made {} of ",
                plural(row.since_closed.unwrap_or(row.now), "false positive", "false positives")
            ))
            .join(workflow_name::line(review, &row.workflow_id))
            .text(if row.since_closed.is_some() { " after that day." } else { " in this period." }),
        who: actor(review, &row.owner, &row.workflow_id),
        by: usual_date(&review.header).text(" for a new date of completion (proposed)"),
        otherwise: Line::from("The register says closed what is open."),
    };
    relapsed.take(TOP).map(ask).collect()
}

/// Improvements that nobody finished in time.
pub(super) fn overdue_improvements(review: &Review) -> Vec<Ask> {
    let ask = |row: &ImprovementRow| Ask {
        what: Line::default()
            .strong("Finish, or set a new date for, ")
            .code(&name(&row.improvement_id))
            .text(" (")
            .marked(&row.change)
            .text("): still open; its cause, ")
            .code(&name(&row.cause))
            .text(&format!(", made {} of ", plural(row.now, "false positive", "false positives")))
            .join(workflow_name::line(review, &row.workflow_id))
            .text(" in this period."),
        who: actor(review, &row.owner, &row.workflow_id),
        by: Line::from(format!("overdue, due on {}", name(&row.due))),
        otherwise: Line::from("The change that was promised is not made."),
    };
    review.improvements.iter().filter(|row| row.is_overdue).take(TOP).map(ask).collect()
}

/// Cases whose reviewers, or whose decisive rules, disagree.
pub(super) fn conflicts(review: &Review) -> Vec<Ask> {
    let conflicts: Vec<&CaseRow> = selection::conflicts(review).collect();
    if conflicts.is_empty() {
        return Vec::new();
    }
    let mut what = Line::default().strong("Settle conflicts: ").text(&format!(
        "reviewers or decisive rules disagree in {}, undetermined until they are settled: ",
        plural(len(conflicts.len()), "case", "cases")
    ));
    for (index, case) in conflicts.iter().take(TOP).enumerate() {
        let gap = if index > 0 { ", " } else { "" };
        what = what.text(gap).link(&name(&case.action_id), &paths::case_page(&case.action_id));
    }
    if conflicts.len() > TOP {
        what = what.text("; all on the ").link("audit page", "audit.html");
    }
    let owners = counted(conflicts.iter().map(|case| reviewer_of(review, case)));
    vec![Ask {
        what: what.text("."),
        who: owners_with_counts(review, &owners, "audit.html").text(", with those who decided"),
        by: settled_by(review, &conflicts),
        otherwise: Line::from("They stay outside every rate."),
    }]
}

/// When conflicts are to be settled: by the dates of their reviews, which every page shows.
fn settled_by(review: &Review, conflicts: &[&CaseRow]) -> Line {
    let Some(first) = conflicts.iter().filter_map(|case| case.review_due_at).min() else {
        return usual_date(&review.header);
    };
    let day = numbers::date(first, &review.header);
    let since = if conflicts.len() > 1 { ", the oldest due on " } else { ", due on " };
    Line::from(if first <= review.header.as_of { format!("overdue{since}{day}") } else { day })
}

/// How many reviews ask somebody about a false positive of their own.
fn self_reviews(review: &Review, cases: &[&CaseRow]) -> String {
    match len(cases.iter().filter(|case| selection::is_self_review(review, case)).count()) {
        0 => String::new(),
        1 => "; 1 of them asks the owner who answers for it, so somebody else should confirm it".to_owned(),
        n => format!(
            "; {} of them ask the owners who answer for them, so somebody else should confirm these",
            count(n)
        ),
    }
}

pub(super) fn overdue_reviews(review: &Review) -> Vec<Ask> {
    let overdue: Vec<_> = review.cases.iter().filter(|case| case.review_state == "overdue").collect();
    if overdue.is_empty() {
        return Vec::new();
    }
    let n_wrong = len(overdue.iter().filter(|case| case.verdict == "false_positive").count());
    let owners = counted(overdue.iter().map(|case| reviewer_of(review, case)));
    let what = Line::default().strong("Have overdue reviews done: ").text(&format!(
        "{} had no review within {} (",
        plural(len(overdue.len()), "case that must be reviewed", "cases that must be reviewed"),
        plural(u64::from(review.config.review.within_working_days), "working day", "working days")
    ));
    let oldest = overdue.iter().filter_map(|case| case.review_due_at).min();
    let by = oldest.map_or_else(
        || "overdue".to_owned(),
        |at| format!("overdue, the oldest due on {}", numbers::date(at, &review.header)),
    );
    vec![Ask {
        what: what.file("review-sheet.csv").text(&format!("){}.", self_reviews(review, &overdue))),
        who: owners_with_counts(review, &owners, "review-sheet.csv"),
        by: Line::from(by),
        otherwise: Line::from(format!(
            "Their verdicts, {} as false positives, rest on rules alone.",
            count(n_wrong)
        )),
    }]
}
