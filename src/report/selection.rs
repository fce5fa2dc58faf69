//! Which cases get a page of their own, and which belong to whom.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{
    CandidateRow, CaseRow, ImprovementRow, MissedTrigger, PendingRow, Review, TicketRow, WorkflowRow,
};

/// In place of an owner where no workflow claims the action.
pub(super) const UNMAPPED: &str = crate::rank::UNMAPPED;

/// In place of an owner where the workflow names nobody for the role.
pub(super) const UNNAMED: &str = crate::rank::UNNAMED;

/// Whether a key stands for a missing owner.
pub(super) fn is_nobody(owner: &str) -> bool {
    matches!(owner, UNMAPPED | UNNAMED)
}

/// Most disruptive cases with a page of their own; the others stand in `tables/cases`.
pub(super) const MAX_CASE_PAGES: usize = 200;

/// Most cases in conflict with a page of their own.
pub(super) const MAX_CONFLICT_PAGES: usize = 50;

/// Cases in which reviewers or decisive rules disagree, in the order of the model.
pub(super) fn conflicts(review: &Review) -> impl Iterator<Item = &CaseRow> {
    review.cases.iter().filter(|case| case.conflict)
}

/// Disruptive cases, worst first: regulated data loss, regulated hours, data loss, person-hours, id.
pub(super) fn disruptive(review: &Review) -> Vec<&CaseRow> {
    let mut cases: Vec<&CaseRow> = review.cases.iter().filter(|case| case.disruptive).collect();
    cases.sort_by(|a, b| worst_first(a, b));
    cases
}

/// The order of [`disruptive`].
pub(super) fn worst_first(a: &CaseRow, b: &CaseRow) -> std::cmp::Ordering {
    let is_regulated_loss = |case: &CaseRow| case.data_loss && !case.regulated_scopes.is_empty();
    let hours = |hours: Option<f64>| hours.filter(|hours| hours.is_finite()).unwrap_or(0.0);
    is_regulated_loss(b)
        .cmp(&is_regulated_loss(a))
        .then(hours(b.regulated_hours).total_cmp(&hours(a.regulated_hours)))
        .then(b.data_loss.cmp(&a.data_loss))
        .then(hours(b.person_hours).total_cmp(&hours(a.person_hours)))
        .then(a.action_id.cmp(&b.action_id))
}

/// The four owners of a case with their roles, in the order of the control map.
pub(super) fn owners_of(case: &CaseRow) -> [(&'static str, Option<&str>); 4] {
    [
        ("control_owner", case.control_owner.as_deref()),
        ("business_approver", case.business_approver.as_deref()),
        ("execution_owner", case.execution_owner.as_deref()),
        ("exception_owner", case.exception_owner.as_deref()),
    ]
}

/// Whether an owner is a person who left: nothing can be asked of them any more.
pub(super) fn has_left(review: &Review, owner: &str) -> bool {
    review.owners_left.iter().any(|(id, _)| id == owner)
}

/// Who speaks for a workflow where the one to be asked left: its control owner, else who runs it, keeps its
/// exceptions or approved it; `None` where nobody of them is left.
pub(super) fn stand_in<'a>(review: &'a Review, workflow_id: &str) -> Option<&'a str> {
    let row = workflow(review, workflow_id)?;
    let order = [&row.control_owner, &row.execution_owner, &row.exception_owner, &row.business_approver];
    order.into_iter().flatten().map(String::as_str).find(|holder| !has_left(review, holder))
}

/// Whom something of a workflow is asked of: the owner, or who stands in for one who left.
pub(super) fn asked_of<'a>(review: &'a Review, owner: &'a str, workflow_id: Option<&str>) -> &'a str {
    if !has_left(review, owner) {
        return owner;
    }
    let nobody = if workflow_id.is_some() { UNNAMED } else { UNMAPPED };
    workflow_id.and_then(|id| stand_in(review, id)).unwrap_or(nobody)
}

/// Who is to review a case: the owner accountable for its cause, else the owner of its control; for one who
/// left, who stands in.
pub(super) fn reviewer_of<'a>(review: &'a Review, case: &'a CaseRow) -> &'a str {
    let named = case.accountable_owner.as_deref().filter(|owner| !is_nobody(owner));
    let owners = [named, case.control_owner.as_deref()];
    let Some(first) = owners.into_iter().flatten().next() else { return nobody_of(case) };
    let still_there = owners.into_iter().flatten().find(|owner| !has_left(review, owner));
    still_there.unwrap_or_else(|| asked_of(review, first, case.workflow_id.as_deref()))
}

/// Whether the one who is asked for a review answers for the false positive in question.
pub(super) fn is_self_review(review: &Review, case: &CaseRow) -> bool {
    let asked = reviewer_of(review, case);
    !is_nobody(asked) && case.accountable_owner.as_deref() == Some(asked)
}

/// Who is to cancel a waiting command.
pub(super) fn stopper_of<'a>(review: &'a Review, row: &'a PendingRow) -> &'a str {
    asked_of(review, row.owner.as_deref().unwrap_or(UNMAPPED), row.workflow_id.as_deref())
}

/// Who is to finish an improvement.
pub(super) fn improver_of<'a>(review: &'a Review, row: &'a ImprovementRow) -> &'a str {
    asked_of(review, &row.owner, Some(&row.workflow_id))
}

/// The key that stands for a missing owner of a case.
pub(super) fn nobody_of(case: &CaseRow) -> &'static str {
    if case.workflow_id.is_some() { UNNAMED } else { UNMAPPED }
}

/// Who runs the workflow of a missed trigger, or stands in.
pub(super) fn runner_of<'a>(review: &'a Review, missed: &MissedTrigger) -> &'a str {
    match workflow(review, &missed.workflow_id) {
        None => UNMAPPED,
        Some(row) => {
            asked_of(review, row.execution_owner.as_deref().unwrap_or(UNNAMED), Some(&missed.workflow_id))
        }
    }
}

/// Whether somebody still has to decide about the case: a review is due or overdue, or reviewers disagree.
pub(super) fn is_open(case: &CaseRow) -> bool {
    matches!(case.review_state.as_str(), "due" | "overdue") || is_disputed(case)
}

/// Whether reviewers disagree: the case is reviewed, and waits to be settled.
pub(super) fn is_disputed(case: &CaseRow) -> bool {
    case.conflict && case.review_state == "reviewed"
}

/// Overdue before due, then by due date, action and id.
pub(super) fn most_urgent_first(a: &CaseRow, b: &CaseRow) -> std::cmp::Ordering {
    let key = |case: &CaseRow| (case.review_state != "overdue", case.review_due_at, case.done_at);
    key(a).cmp(&key(b)).then(a.action_id.cmp(&b.action_id))
}

/// The version of a workflow that is valid last in the period.
pub(super) fn workflow<'a>(review: &'a Review, workflow_id: &str) -> Option<&'a WorkflowRow> {
    review.workflows.iter().rev().find(|row| row.workflow_id == workflow_id)
}

/// The four roles of a workflow version with their holders.
pub(super) fn holders(row: &WorkflowRow) -> [(&'static str, &str); 4] {
    [
        ("control_owner", row.control_owner.as_deref()),
        ("business_approver", row.business_approver.as_deref()),
        ("execution_owner", row.execution_owner.as_deref()),
        ("exception_owner", row.exception_owner.as_deref()),
    ]
    .map(|(role, holder)| (role, holder.unwrap_or(UNNAMED)))
}

/// Lookups that every page needs, made once.
pub(super) struct Lookups<'a> {
    /// Cases with a page of their own: disruptive ones, worst first, then conflicts.
    pub paged: Vec<&'a CaseRow>,
    /// Actions with a page of their own.
    pub with_page: BTreeSet<&'a str>,
    /// Cases by everybody who owns or answers for them, in the order of the model.
    pub by_owner: BTreeMap<&'a str, Vec<&'a CaseRow>>,
    /// Tickets of the cases with a page.
    pub tickets: BTreeMap<&'a str, Vec<&'a TicketRow>>,
    /// Candidates of the cases with a page.
    pub candidates: BTreeMap<&'a str, Vec<&'a CandidateRow>>,
    /// Missed triggers by who runs the workflow, in the order of the model. There can be as many as events times
    /// workflows, so no page goes through all of them.
    pub missed: BTreeMap<&'a str, Vec<&'a MissedTrigger>>,
}

impl<'a> Lookups<'a> {
    /// Looks through the review once.
    pub(super) fn new(review: &'a Review) -> Self {
        let disruptive = disruptive(review).into_iter().take(MAX_CASE_PAGES);
        let paged: Vec<&CaseRow> = disruptive
            .chain(conflicts(review).filter(|case| !case.disruptive).take(MAX_CONFLICT_PAGES))
            .collect();
        let with_page: BTreeSet<&str> = paged.iter().map(|case| case.action_id.as_str()).collect();
        let mut tickets: BTreeMap<&str, Vec<&TicketRow>> = BTreeMap::new();
        for ticket in review.tickets.iter().filter(|ticket| with_page.contains(ticket.action_id.as_str())) {
            tickets.entry(&ticket.action_id).or_default().push(ticket);
        }
        let mut candidates: BTreeMap<&str, Vec<&CandidateRow>> = BTreeMap::new();
        for row in review.candidates.iter().filter(|row| with_page.contains(row.action_id.as_str())) {
            candidates.entry(&row.action_id).or_default().push(row);
        }
        let mut missed: BTreeMap<&str, Vec<&MissedTrigger>> = BTreeMap::new();
        for row in &review.containment.missed {
            missed.entry(runner_of(review, row)).or_default().push(row);
        }
        let mut by_owner = by_owner(review);
        for runner in missed.keys().filter(|runner| !runner.is_empty()) {
            by_owner.entry(runner).or_default();
        }
        Self { paged, with_page, by_owner, tickets, candidates, missed }
    }
}

/// Who may look for a page of theirs or is linked from another: owners of cases, of rankings, of pending
/// commands, of improvements and of workflows.
fn by_owner(review: &Review) -> BTreeMap<&str, Vec<&CaseRow>> {
    let mut by_owner: BTreeMap<&str, Vec<&CaseRow>> = BTreeMap::new();
    for case in &review.cases {
        let mut owners: Vec<&str> = owners_of(case).iter().filter_map(|(_, owner)| *owner).collect();
        owners.extend(case.accountable_owner.as_deref());
        owners.extend(is_open(case).then(|| reviewer_of(review, case)));
        owners.extend(case.workflow_id.is_none().then_some(UNMAPPED));
        owners.sort_unstable();
        owners.dedup();
        for owner in owners {
            by_owner.entry(owner).or_default().push(case);
        }
    }
    let ranked = review.rankings.iter().filter(|row| row.dimension == "owner").map(|row| row.key.as_str());
    // Beside who stands in, the one who left has a page: other pages link to it.
    let pending = review
        .pending
        .iter()
        .flat_map(|row| [row.owner.as_deref().unwrap_or(UNMAPPED), stopper_of(review, row)]);
    let improvers = review.improvements.iter().flat_map(|row| [row.owner.as_str(), improver_of(review, row)]);
    let workflows = review.workflows.iter().flat_map(|row| holders(row).map(|(_, holder)| holder));
    for owner in ranked.chain(pending).chain(improvers).chain(workflows) {
        if !owner.is_empty() {
            by_owner.entry(owner).or_default();
        }
    }
    by_owner
}
