//! What the board is asked to decide, each with the figures that ask for it.

use std::collections::{BTreeMap, BTreeSet};

use super::Section;
use crate::report::{
    block::{Block, Line},
    model::Review,
    numbers::{count, hours, len, plural},
    paths,
    shown::name,
    vocabulary,
};

pub(super) const SECTION: Section = Section { id: "decisions", title: "Decisions asked", build };

/// Each looks at one matter and asks for a decision, or does not.
const ASKS: &[fn(&Review) -> Option<Line>] = &[
    stop_now,
    remove_first_cause,
    unclosed_improvements,
    overdue_reviews,
    missed_triggers,
    unmapped_actions,
    missing_inputs,
];

fn build(review: &Review) -> Vec<Block> {
    let asked: Vec<Line> = ASKS.iter().filter_map(|ask| ask(review)).collect();
    if asked.is_empty() {
        return vec![Block::paragraph(
            "None: nothing waits to be stopped, no false positive was found, no review is overdue, and nothing is missing from the inputs.",
        )];
    }
    vec![Block::List(asked)]
}

fn stop_now(review: &Review) -> Option<Line> {
    if review.pending.is_empty() {
        return None;
    }
    let owners: BTreeSet<&str> = review.pending.iter().filter_map(|row| row.owner.as_deref()).collect();
    let text = format!(
        " {} whose reason is gone, before the devices report in. Owners: ",
        plural(len(review.pending.len()), "pending destructive command", "pending destructive commands")
    );
    Some(with_owners(Line::default().strong("Stop").text(&text), &owners))
}

/// Appends up to five owners as links and counts the others.
fn with_owners(mut line: Line, owners: &BTreeSet<&str>) -> Line {
    if owners.is_empty() {
        return line.text("nobody is named.");
    }
    for (index, owner) in owners.iter().take(5).enumerate() {
        if index > 0 {
            line = line.text(", ");
        }
        line = line.link(&name(owner), &paths::owner_page(owner));
    }
    let others = owners.len().saturating_sub(5);
    line.text(&if others > 0 {
        format!(" and {}.", plural(len(others), "other", "others"))
    } else {
        ".".to_owned()
    })
}

fn remove_first_cause(review: &Review) -> Option<Line> {
    let first = review.causes.iter().max_by(|a, b| {
        a.person_hours
            .total_cmp(&b.person_hours)
            .then(a.false_positives.cmp(&b.false_positives))
            .then(b.cause.cmp(&a.cause))
    })?;
    let mut per_owner: BTreeMap<&str, u64> = BTreeMap::new();
    for case in review.cases.iter().filter(|case| case.cause.as_deref() == Some(first.cause.as_str())) {
        if let Some(owner) = case.accountable_owner.as_deref() {
            *per_owner.entry(owner).or_default() += 1;
        }
    }
    let owner = per_owner.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
    let meaning = vocabulary::cause(&first.cause).map_or_else(String::new, |words| format!(" ({words})"));
    let line =
        Line::default().strong("Remove the costliest cause: ").code(&name(&first.cause)).text(&format!(
            "{meaning}: {} of {} false positives, {} person-hours. Ask ",
            count(first.false_positives),
            count(review.totals.false_positives),
            hours(first.person_hours)
        ));
    let line = match owner {
        Some((owner, n)) => line.link(&name(owner), &paths::owner_page(owner)).text(&format!(
            ", {} of {} of them,",
            vocabulary::role(&first.accountable_role),
            count(*n)
        )),
        None => line.text(&format!("the {}", vocabulary::role(&first.accountable_role))),
    };
    Some(line.text(" for a changed trigger and its backtest."))
}

fn unclosed_improvements(review: &Review) -> Option<Line> {
    let relapsed: Vec<&str> = review
        .improvements
        .iter()
        .filter(|row| row.status == "done" && row.now > 0)
        .map(|row| row.improvement_id.as_str())
        .collect();
    if relapsed.is_empty() {
        return None;
    }
    let listed: Vec<String> = relapsed.iter().take(5).map(|id| name(id)).collect();
    Some(Line::default().strong("Reopen").text(&format!(
        " {} reported as done whose cause still occurred: {}{}.",
        plural(len(relapsed.len()), "improvement", "improvements"),
        listed.join(", "),
        if relapsed.len() > 5 { " and more" } else { "" }
    )))
}

fn overdue_reviews(review: &Review) -> Option<Line> {
    let overdue: Vec<_> = review.cases.iter().filter(|case| case.review_state == "overdue").collect();
    if overdue.is_empty() {
        return None;
    }
    let owners: BTreeSet<&str> =
        overdue.iter().filter_map(|case| case.accountable_owner.as_deref()).collect();
    let text = format!(
        " {} that must be reviewed within {} working days. Accountable: ",
        plural(len(overdue.len()), "overdue case", "overdue cases"),
        review.config.review.within_working_days
    );
    Some(with_owners(Line::default().strong("Have reviewed").text(&text), &owners))
}

fn missed_triggers(review: &Review) -> Option<Line> {
    let missed = len(review.containment.missed.len());
    (missed > 0).then(|| {
        Line::default().strong("Explain").text(&format!(
            " {} of {} that stood for 7 days and led to no action: the other error of the same automation.",
            plural(missed, "trigger", "triggers"),
            count(review.containment.eligible_triggers)
        ))
    })
}

fn unmapped_actions(review: &Review) -> Option<Line> {
    let unmapped = review.cases.iter().filter(|case| case.workflow_id.is_none()).count();
    (unmapped > 0).then(|| {
        Line::default().strong("Adopt or end").text(&format!(
            " {} without an approved workflow in the control map: nobody is accountable for them.",
            plural(len(unmapped), "automated action", "automated actions")
        ))
    })
}

fn missing_inputs(review: &Review) -> Option<Line> {
    let n = review.unsaid.len();
    (n > 0).then(|| {
        Line::default().strong("Supply the inputs").text(&format!(
            " for {} that this review could not make (listed under limits).",
            plural(len(n), "statement", "statements")
        ))
    })
}
