//! What the board is asked to decide: each with the figures that ask for it, who is to act, and what happens
//! if nothing is decided.

use std::collections::BTreeMap;

use super::{Section, workflows};
use crate::report::{
    block::{Block, Line},
    model::{CauseRow, ImprovementRow, RankingRow, Review},
    numbers::{self, count, hours, len, plural},
    owners, paths,
    selection::{self, UNMAPPED, reviewer_of},
    shown::name,
    vocabulary, wording,
};

pub(super) const SECTION: Section = Section { id: "decisions", title: "Decisions asked", build };

/// Most decisions of one kind; a board cannot take more, and the tables hold the others.
const TOP: usize = 5;

/// Each looks at one matter and asks for decisions, or does not.
const ASKS: &[fn(&Review) -> Vec<Line>] = &[
    over_tolerance,
    costliest_cause,
    approvals,
    relapsed_improvements,
    overdue_reviews,
    missed_triggers,
    unmapped_actions,
    missing_inputs,
];

fn build(review: &Review) -> Vec<Block> {
    let asked: Vec<Line> = ASKS.iter().flat_map(|ask| ask(review)).collect();
    if asked.is_empty() {
        return vec![Block::paragraph(
            "None: no workflow lies above its tolerated rate, no false positive was found, every approval holds, no review is overdue, no trigger was missed, and nothing is missing from the inputs.",
        )];
    }
    vec![Block::List(asked)]
}

/// Workflows that are above what they tolerate, and not by chance.
fn over_tolerance(review: &Review) -> Vec<Line> {
    let above: Vec<&RankingRow> = workflows::above_tolerance(review);
    let mut lines: Vec<Line> = above.iter().take(TOP).map(|row| over_line(review, row)).collect();
    if above.len() > TOP {
        let text = format!("{} more workflows above their tolerated rate: see ", above.len() - TOP);
        lines.push(Line::default().text(&text).code("tables/rankings.csv").text("."));
    }
    lines
}

fn over_line(review: &Review, row: &RankingRow) -> Line {
    let certain = row.probability_above_tolerated.map_or_else(String::new, |p| {
        format!("; the true rate is above that with a probability of {}", wording::probability(p))
    });
    let rate = numbers::wilson(row.false_positives, row.judged, review.config.rank.confidence);
    let rate = rate.map_or_else(String::new, |rate| {
        format!(" ({})", numbers::rate_with_interval(&rate, review.config.rank.confidence))
    });
    let line = Line::default().strong("Change, stop or tolerate ").code(&name(&row.key)).text(&format!(
        ": {} of {} judged actions were wrong{rate}, tolerated are {}{certain}. Decide with ",
        count(row.false_positives),
        count(row.judged),
        row.tolerated_rate.map_or_else(|| "none".to_owned(), numbers::percent),
    ));
    let holder = selection::workflow(review, &row.key);
    let control = holder.and_then(|row| row.control_owner.as_deref()).unwrap_or(UNMAPPED);
    let line = line.join(owners::link(review, control)).text(" (control owner)");
    let line = match holder.and_then(|row| row.business_approver.as_deref()) {
        Some(approver) => {
            line.text(" and ").join(owners::link(review, approver)).text(" (business approver)")
        }
        None => line,
    };
    line.text(&format!(". Left as it is, a period like this one costs again: {}.", cost(row)))
}

/// What a row cost, in words; nothing that is zero.
fn cost(row: &RankingRow) -> String {
    let mut parts = vec![format!("{} person-hours", hours(row.person_hours))];
    if row.regulated_hours > 0.0 {
        parts.push(format!("{} regulated hours", hours(row.regulated_hours)));
    }
    if row.data_losses > 0 {
        parts.push(plural(row.data_losses, "loss of data", "losses of data"));
    }
    parts.join(", ")
}

/// The cause that cost most person-hours.
fn costliest_cause(review: &Review) -> Vec<Line> {
    let first = review.causes.iter().max_by(|a, b| {
        a.person_hours
            .total_cmp(&b.person_hours)
            .then(a.false_positives.cmp(&b.false_positives))
            .then(b.cause.cmp(&a.cause))
    });
    let Some(first) = first else { return Vec::new() };
    let meaning = vocabulary::cause(&first.cause).map_or_else(String::new, |words| format!(" ({words})"));
    let line =
        Line::default().strong("Remove the costliest cause: ").code(&name(&first.cause)).text(&format!(
            "{meaning}: {} of {} false positives, {} of {} person-hours. ",
            count(first.false_positives),
            count(review.totals.false_positives),
            hours(first.person_hours),
            hours(review.totals.person_hours),
        ));
    let line = match chief_owner(review, first) {
        Some((UNMAPPED, _)) | None => line.text(&format!(
            "Name a {}, for nobody is named, and ask",
            vocabulary::role(&first.accountable_role)
        )),
        Some((owner, n)) => line.text("Ask ").join(owners::link(review, owner)).text(&format!(
            ", {} of {} of them,",
            vocabulary::role(&first.accountable_role),
            count(n)
        )),
    };
    let remedy = if first.cause == "unexplained" {
        " to find the mechanism: no rule names it"
    } else {
        match first.accountable_role.as_str() {
            "execution_owner" => " for a change in how the action is carried out",
            "exception_owner" => " for exceptions that hold",
            _ => " for a changed trigger",
        }
    };
    vec![line.text(remedy).text("; until then it happens again.")]
}

/// Who answers for most false positives of a cause.
fn chief_owner<'a>(review: &'a Review, cause: &CauseRow) -> Option<(&'a str, u64)> {
    let of_cause = review.cases.iter().filter(|case| case.cause.as_deref() == Some(cause.cause.as_str()));
    let counts = counted(of_cause.filter_map(|case| case.accountable_owner.as_deref()));
    counts.into_iter().next()
}

/// Counts per key, most first, then by key.
fn counted<'a>(keys: impl Iterator<Item = &'a str>) -> Vec<(&'a str, u64)> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    let mut rows: Vec<(&str, u64)> = counts.into_iter().collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    rows
}

/// Appends up to five owners as links with their counts, and counts the others.
fn with_owners(review: &Review, mut line: Line, owners: &[(&str, u64)]) -> Line {
    for (index, (owner, n)) in owners.iter().take(TOP).enumerate() {
        let gap = if index > 0 { ", " } else { "" };
        line = line.text(gap).join(owners::link(review, owner)).text(&format!(" {}", count(*n)));
    }
    let others = owners.len().saturating_sub(TOP);
    if others > 0 { line.text(&format!(" and {}", plural(len(others), "other", "others"))) } else { line }
}

/// Workflows that went on without an approval in force.
fn approvals(review: &Review) -> Vec<Line> {
    let without = review.controls.iter().filter(|row| {
        matches!(row.rule.as_str(), "approval-expired" | "approval-missing")
            && selection::workflow(review, &row.subject).is_some()
    });
    let line = |row: &crate::registers::ControlFinding| {
        let line = Line::default().strong("Approve again or end ").code(&name(&row.subject)).text(": ");
        let line = line.marked(&row.finding).text(". Approver: ");
        let holder = selection::workflow(review, &row.subject);
        let line = match holder.and_then(|row| row.business_approver.as_deref()) {
            Some(approver) => line.join(owners::link(review, approver)),
            None => line.text("nobody is named"),
        };
        line.text(". Until then it acts on devices without a valid approval.")
    };
    without.take(TOP).map(line).collect()
}

fn relapsed_improvements(review: &Review) -> Vec<Line> {
    let relapsed = review.improvements.iter().filter(|row| row.status == "done" && row.now > 0);
    let line = |row: &ImprovementRow| {
        Line::default()
            .strong("Reopen ")
            .code(&name(&row.improvement_id))
            .text(" (")
            .marked(&row.change)
            .text(&format!(
                "): reported as done, but its cause made {} of ",
                plural(row.now, "false positive", "false positives")
            ))
            .code(&name(&row.workflow_id))
            .text(" again. Owner: ")
            .join(owners::link(review, &row.owner))
            .text(". Otherwise the register says closed what is open.")
    };
    relapsed.take(TOP).map(line).collect()
}

fn overdue_reviews(review: &Review) -> Vec<Line> {
    let overdue: Vec<_> = review.cases.iter().filter(|case| case.review_state == "overdue").collect();
    if overdue.is_empty() {
        return Vec::new();
    }
    let n_wrong = overdue.iter().filter(|case| case.verdict == "false_positive").count();
    let owners = counted(overdue.iter().map(|case| reviewer_of(case)));
    let line = Line::default().strong("Have overdue reviews done: ").text(&format!(
        "no review is recorded for {} within {} working days. To be done by ",
        plural(len(overdue.len()), "case that must be reviewed", "cases that must be reviewed"),
        review.config.review.within_working_days
    ));
    vec![with_owners(review, line, &owners).text(&format!(
        ". Until then the verdicts of these cases, {} of them false positives, rest on rules alone.",
        count(len(n_wrong))
    ))]
}

fn missed_triggers(review: &Review) -> Vec<Line> {
    let missed = &review.containment.missed;
    if missed.is_empty() {
        return Vec::new();
    }
    let by_owner = counted(missed.iter().map(|row| {
        let holder = selection::workflow(review, &row.workflow_id);
        holder.and_then(|row| row.execution_owner.as_deref()).unwrap_or(UNMAPPED)
    }));
    let line = Line::default().strong("Explain missed triggers: ").text(&format!(
        "{} of {} triggers stood for 7 days and led to no action, the opposite error of the same automation. Execution owners: ",
        count(len(missed.len())),
        count(review.containment.eligible_triggers)
    ));
    vec![with_owners(review, line, &by_owner).text(
        ". Without an explanation, whether devices and accounts stay open when they should be closed is unknown.",
    )]
}

fn unmapped_actions(review: &Review) -> Vec<Line> {
    let unmapped = review.cases.iter().filter(|case| case.workflow_id.is_none()).count();
    if unmapped == 0 {
        return Vec::new();
    }
    let line = Line::default().strong("Adopt or end ").text(&format!(
        "{} that no approved workflow of the control map claims (",
        plural(len(unmapped), "automated action", "automated actions")
    ));
    vec![
        line.link("list", &paths::owner_page(UNMAPPED))
            .text("). Owner: none until the board names one. Otherwise nobody answers for what they do."),
    ]
}

fn missing_inputs(review: &Review) -> Vec<Line> {
    let n = review.unsaid.len();
    if n == 0 {
        return Vec::new();
    }
    vec![Line::default().strong("Supply missing inputs: ").text(&format!(
        "{} left out (listed under ",
        plural(len(n), "statement had to be", "statements had to be")
    ))
    .text("limits of the data). Owner: who prepares this review. Until then the figures above cannot be complete.")]
}
