//! `compromise-confirmed`: the compromise was confirmed.

use crate::{
    attribute::case::{Candidate, Case},
    judge::{
        facts::{action_and, told},
        rule::{About, Context, Family, Fired, Rule, Verdict, Weight},
    },
};

/// The compromise was confirmed.
pub(super) const RULE: Rule = Rule {
    code: "compromise-confirmed",
    family: Family::Truth,
    about: About::Trigger,
    cause: None,
    printed_weight: "decisive",
    full_bits: None,
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
A person or the vendor confirmed that the account was compromised. The detection that started the action was
true.

## Why it speaks for or against a false positive
Containing a confirmed compromise is what the workflow is for. The rule decides for a true positive by
itself.

## What speaks against it
A later *confirmed safe* contradicts it: the case is then undetermined with a conflict, until a reviewer
looks. A true detection on a wrong device is suspended like any other truth.

## Settings
No weight can be set: the rule is decisive. Only confirmations in the exported sources are seen; put others
into `reviews.csv`.
";

fn fires(case: &Case, candidate: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let candidate = candidate?;
    let compromise = candidate.compromise.as_deref()?;
    Some(Fired {
        weight: Weight::Decisive(Verdict::TruePositive),
        because: format!("{} was confirmed by {}", told(&candidate.trigger), told(compromise)),
        rows: action_and(case, [compromise, candidate.trigger.as_ref()]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{judge::fixtures::*, records::EventKind as K};

    #[test]
    fn a_confirmation_decides_for_the_truth() {
        let case = linked_to(K::RiskRaised, |c| c.compromise = some(event(K::CompromiseConfirmed, hour(3))));
        assert_eq!(weight(&RULE, &case), Some(Weight::Decisive(Verdict::TruePositive)));
        assert_says(&RULE, &case, &["`compromise_confirmed`", "2026-07-01T13:00:00Z"]);
    }

    #[test]
    fn a_mere_risk_is_silence() {
        assert_eq!(fired(&RULE, &linked_to(K::RiskRaised, |_| ())), None);
    }
}
