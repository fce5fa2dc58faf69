//! Decisions of reviewers, which stand over every rule.

use super::{
    facts::utc,
    rule::{Fired, Verdict, Weight},
};
use crate::{
    attribute::case::{Case, RowRef},
    registers::ReviewDecision,
};

/// What a reviewer decided; `None` when the text is no verdict.
pub(super) fn decision(review: &ReviewDecision) -> Option<Verdict> {
    review.decision.trim().to_lowercase().parse().ok()
}

/// Speaks when at least one reviewer decided so.
pub(super) fn decided(case: &Case, verdict: Verdict) -> Option<Fired> {
    let mut reviews: Vec<&ReviewDecision> =
        case.reviews.iter().filter(|review| decision(review) == Some(verdict)).collect();
    reviews.sort_by(|a, b| (a.reviewed_at, &a.reviewer).cmp(&(b.reviewed_at, &b.reviewer)));
    if reviews.is_empty() {
        return None;
    }
    let said: Vec<String> = reviews
        .iter()
        .map(|review| format!("`{}` at {}", review.reviewer, utc(review.reviewed_at)))
        .collect();
    Some(Fired {
        weight: Weight::Decisive(verdict),
        because: format!("decided `{verdict}` in a review: {}", said.join(", ")),
        rows: reviews.iter().map(|review| RowRef::Register(review.row.clone())).collect(),
    })
}
