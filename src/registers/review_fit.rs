//! What decisions of reviewers are held against once the inputs are read: the actions they judge, the causes
//! they name, the people who made them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::{ControlFinding, RegisterRow, Registers, ReviewDecision, lint::finding};
use crate::{
    config::problem::nearest,
    records::{Action, Instant},
};

/// More findings of one kind than this are one finding that counts them.
const LISTED: usize = 10;

/// How long after the end of the inputs somebody may have reviewed them. Reviews are written after the exports end,
/// and nobody here has a clock: a time beyond this is a slip, and would stand over every later decision of its
/// reviewer about the action, since the newest one counts.
const LATEST: TimeDelta = TimeDelta::days(366);

/// What the registers themselves cannot know.
pub struct ReviewContext<'a> {
    /// Every action of the inputs, as they were read.
    pub actions: &'a [Action],
    /// The latest time in the inputs, whatever time was asked for; `None` when they hold none.
    pub last: Option<Instant>,
    /// Codes that may stand as a cause.
    pub causes: &'a [&'a str],
}

/// Leaves out decisions that cannot be about their action, drops causes nobody knows, and says so.
pub fn fit_reviews(registers: &mut Registers, context: &ReviewContext<'_>) {
    let mut findings = Vec::new();
    if let Some(reviews) = &mut registers.reviews {
        let done = done_times(reviews, context.actions);
        unknown_actions(reviews, &done, &mut findings);
        reviews.retain(|review| follows_its_action(review, &done, &mut findings));
        reviews.retain(|review| is_within_reach(review, context.last, &mut findings));
        for review in reviews.iter_mut() {
            check_cause(review, context.causes, &mut findings);
        }
    }
    for improvement in registers.improvements.iter().flatten() {
        if !is_cause(&improvement.cause, context.causes) {
            let text = format!(
                "the cause `{}` is none, so no case can show whether the change held; {}",
                improvement.cause,
                expected(&improvement.cause, context.causes)
            );
            let id = &improvement.improvement_id;
            findings.push(finding("improvement-cause-unknown", id, &improvement.row, text));
        }
    }
    unknown_reviewers(registers, &mut findings);
    registers.findings.append(&mut findings);
    registers.findings.sort();
}

/// The earliest time at which each reviewed action was done; `None` for one that was not.
fn done_times(reviews: &[ReviewDecision], actions: &[Action]) -> BTreeMap<String, Option<Instant>> {
    let wanted: BTreeSet<String> = reviews.iter().map(|review| review.action_id.to_lowercase()).collect();
    let mut done: BTreeMap<String, Option<Instant>> = BTreeMap::new();
    if wanted.is_empty() {
        return done;
    }
    for action in actions {
        let id = action.action_id.to_lowercase();
        if wanted.contains(&id) {
            let known = done.entry(id).or_default();
            *known = [*known, action.done_at].into_iter().flatten().min();
        }
    }
    done
}

/// Decisions about actions that no input holds: of another time, or a slip in the id.
fn unknown_actions(
    reviews: &[ReviewDecision],
    done: &BTreeMap<String, Option<Instant>>,
    findings: &mut Vec<ControlFinding>,
) {
    let strangers: Vec<&ReviewDecision> =
        reviews.iter().filter(|review| !done.contains_key(&review.action_id.to_lowercase())).collect();
    let rule = "review-action-unknown";
    if strangers.len() > LISTED {
        let text = format!(
            "{} decisions are about actions that no input holds and count for nothing, the first in lines {}; \
             expected ids of `tables/scope.csv`",
            strangers.len(),
            lines(strangers.iter().map(|review| &review.row))
        );
        findings.push(finding(rule, "several actions", &strangers[0].row, text));
        return;
    }
    for review in strangers {
        let text = format!(
            "the decision of `{}` is about an action that no input holds and counts for nothing; expected an \
             id of `tables/scope.csv`",
            review.reviewer
        );
        findings.push(finding(rule, &review.action_id, &review.row, text));
    }
}

/// Nobody can have reviewed what had not been done: such a row is about something else, or its time is wrong.
fn follows_its_action(
    review: &ReviewDecision,
    done: &BTreeMap<String, Option<Instant>>,
    findings: &mut Vec<ControlFinding>,
) -> bool {
    let done_at = done.get(&review.action_id.to_lowercase()).copied().flatten();
    let Some(done_at) = done_at.filter(|done_at| review.reviewed_until < *done_at) else { return true };
    let text = format!(
        "the decision of `{}` at {} was left out: the action was done at {}, expected a review after it",
        review.reviewer,
        shown(review.reviewed_at),
        shown(done_at)
    );
    findings.push(finding("review-before-action", &review.action_id, &review.row, text));
    false
}

/// Whether a review was made at a time at which somebody can have made it.
fn is_within_reach(
    review: &ReviewDecision,
    last: Option<Instant>,
    findings: &mut Vec<ControlFinding>,
) -> bool {
    let Some(last) = last.filter(|last| review.reviewed_at - *last > LATEST) else { return true };
    let text = format!(
        "the decision of `{}` at {} was left out: that is more than a year after the inputs end ({}), expected the \
         day on which it was made; correct `reviewed_at`, or add the exports since",
        review.reviewer,
        shown(review.reviewed_at),
        shown(last)
    );
    findings.push(finding("review-in-future", &review.action_id, &review.row, text));
    false
}

fn shown(at: Instant) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A cause that is none is dropped; the decision itself stands, as a person made it.
fn check_cause(review: &mut ReviewDecision, causes: &[&str], findings: &mut Vec<ControlFinding>) {
    let Some(cause) = review.cause.clone() else { return };
    let (rule, text) = if !is_cause(&cause, causes) {
        let text = format!(
            "`{}` names the cause `{cause}`, which is none: the decision counts and the cause does not; {}",
            review.reviewer,
            expected(&cause, causes)
        );
        ("review-cause-unknown", text)
    } else if review.decision != "false_positive" {
        let text = format!(
            "`{}` names the cause `{cause}` of a `{}`; only a false positive has a cause",
            review.reviewer, review.decision
        );
        ("review-cause-without-use", text)
    } else {
        return;
    };
    review.cause = None;
    findings.push(finding(rule, &review.action_id, &review.row, text));
}

fn is_cause(text: &str, causes: &[&str]) -> bool {
    causes.contains(&text.trim().to_lowercase().as_str())
}

fn expected(found: &str, causes: &[&str]) -> String {
    let near = nearest(found, causes).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
    format!("{near}expected a rule code of `misfire rules` that has an accountable role, or `unexplained`")
}

/// Reviewers are persons of the register or teams; any other text is taken as a name, and said once.
fn unknown_reviewers(registers: &Registers, findings: &mut Vec<ControlFinding>) {
    let Some(people) = &registers.people else { return };
    let known: BTreeSet<&str> = people.iter().map(|person| person.person_id.as_str()).collect();
    let mut rows: BTreeMap<&str, Vec<&RegisterRow>> = BTreeMap::new();
    for review in registers.reviews.iter().flatten() {
        let is_team = review.reviewer.strip_prefix("team:").is_some_and(|name| !name.trim().is_empty());
        if !is_team && !known.contains(review.reviewer.as_str()) {
            rows.entry(&review.reviewer).or_default().push(&review.row);
        }
    }
    for (reviewer, rows) in rows {
        let text = format!(
            "the reviewer `{reviewer}` (decisions: {}, in lines {}) is neither a `person_id` nor `team:<name>` \
             and is taken as a name",
            rows.len(),
            lines(rows.iter().copied())
        );
        findings.push(finding("reviewer-unknown", reviewer, rows[0], text));
    }
}

/// The first lines of several rows, with dots where there are more.
fn lines<'a>(rows: impl Iterator<Item = &'a RegisterRow>) -> String {
    let mut shown: Vec<String> = rows.take(LISTED + 1).map(|row| row.line.to_string()).collect();
    if shown.len() > LISTED {
        "…".clone_into(&mut shown[LISTED]);
    }
    shown.join(", ")
}

#[cfg(test)]
#[path = "review_fit_tests.rs"]
mod tests;
