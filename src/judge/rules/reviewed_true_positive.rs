//! `reviewed-true-positive`: a reviewer decided that the case is a true positive.

use crate::{
    attribute::case::{Candidate, Case},
    judge::{
        reviews,
        rule::{About, Context, Family, Fired, Rule, Verdict},
    },
};

/// A reviewer decided that the case is a true positive.
pub(super) const RULE: Rule = Rule {
    code: "reviewed-true-positive",
    family: Family::Review,
    about: About::Action,
    cause: None,
    printed_weight: "decisive",
    full_bits: None,
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
A person looked at this case and decided `true_positive` in `reviews.csv`. Of several rows of one reviewer
the newest counts. The automation acted on a fact, and the person was meant to be hit by it.

## Why it speaks for or against a false positive
A reviewer can ask the people concerned, which no export can. The decision therefore stands over every rule,
even in a young case, and the verdict is `confirmed`.

## What speaks against it
Another reviewer may have decided otherwise: then the case is `undetermined` with a conflict until they
agree. The rules that spoke stay listed beside the decision, so that a reader sees what it set aside.

## Settings
No weight can be set: a review is decisive. Correct a decision by adding a newer row of the same reviewer to
`reviews.csv`.
";

fn fires(case: &Case, _: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    reviews::decided(case, Verdict::TruePositive)
}
