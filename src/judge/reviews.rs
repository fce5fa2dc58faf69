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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::{fixtures::*, rule::Rule, rules::RULES};

    /// The rules that ask reviewers, each with its verdict and another one.
    const ASKING: [(&str, Verdict, &str); 3] = [
        ("reviewed-false-positive", Verdict::FalsePositive, "true_positive"),
        ("reviewed-true-positive", Verdict::TruePositive, "benign_positive"),
        ("reviewed-benign", Verdict::BenignPositive, "false_positive"),
    ];

    fn rule(code: &str) -> &'static Rule {
        RULES.iter().find(|rule| rule.code == code).unwrap()
    }

    #[test]
    fn one_such_decision_is_decisive() {
        for (code, verdict, _) in ASKING {
            let case = case_where(|case| case.reviews = vec![review("kim", verdict.code(), None)]);
            assert_eq!(weight(rule(code), &case), Some(Weight::Decisive(verdict)), "{code}");
            assert_says(rule(code), &case, &["`kim` at 2026-07-21T10:00:00Z"]);
        }
    }

    #[test]
    fn another_decision_or_none_leaves_it_silent() {
        for (code, _, other) in ASKING {
            assert_eq!(fired(rule(code), &case_where(|_| ())), None, "{code}");
            let case = case_where(|case| {
                case.reviews = vec![review("kim", other, None), review("lee", "maybe", None)];
            });
            assert_eq!(fired(rule(code), &case), None, "{code}");
        }
    }

    #[test]
    fn all_reviewers_who_agree_are_named() {
        for (code, verdict, _) in ASKING {
            let shouted = format!(" {} ", verdict.code().to_uppercase());
            let both = vec![review("lee", verdict.code(), None), review("kim", &shouted, None)];
            assert_says(rule(code), &case_where(|case| case.reviews = both), &["`kim`", "`lee`"]);
        }
    }
}
