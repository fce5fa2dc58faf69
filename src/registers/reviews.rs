//! `reviews.csv`: what reviewers decided about cases.

use super::{ControlFinding, RegisterRow, cells::Cells, table::Columns};
use crate::config::{local_time::Edge, problem::expected_one_of};
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
    optional: &["cause", "rationale"],
};

/// The verdicts a reviewer can decide for.
pub const DECISIONS: &[&str] = &["false_positive", "true_positive", "benign_positive", "undetermined"];

/// A row whose decision is no verdict becomes a finding: one slip of a reviewer must not stop a review.
pub(super) fn read(cells: &mut Cells<'_>, findings: &mut Vec<ControlFinding>) -> Option<ReviewDecision> {
    let (action_id, reviewer) = (cells.required("action_id"), cells.required("reviewer"));
    let decision = cells.required("decision");
    let reviewed_at = cells.required_moment("reviewed_at", Edge::Start);
    let (action_id, reviewer, decision) = (action_id?, reviewer?, decision?);
    let folded = decision.to_lowercase().replace([' ', '-'], "_");
    if !DECISIONS.contains(&folded.as_str()) {
        let row = cells.row();
        findings.push(ControlFinding {
            rule: "review-decision-unknown".to_owned(),
            subject: action_id,
            finding: format!(
                "the decision `{decision}` of `{reviewer}` is no verdict and was left out; {}",
                expected_one_of(&folded, DECISIONS)
            ),
            reference: row.reference(),
        });
        return None;
    }
    Some(ReviewDecision {
        action_id,
        reviewer,
        reviewed_at: reviewed_at?,
        decision: folded,
        cause: cells.text("cause"),
        rationale: cells.or_empty("rationale"),
        row: cells.row(),
    })
}
