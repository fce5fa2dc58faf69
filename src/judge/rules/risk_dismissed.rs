//! `risk-dismissed`: an administrator dismissed the risk.

use crate::{
    attribute::case::{Candidate, Case},
    judge::{
        facts::{action_and, told},
        rule::{About, CauseClass, Context, Family, Fired, Role, Rule, Weight},
    },
};

/// An administrator dismissed the risk, or the engine took it back by itself.
pub(super) const RULE: Rule = Rule {
    code: "risk-dismissed",
    family: Family::Reversal,
    about: About::Trigger,
    cause: Some((CauseClass::Data, Role::ControlOwner)),
    printed_weight: "+3",
    full_bits: Some(3.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
The risk that started the action was dismissed by an administrator, or the engine lowered it within 7 days
without any remedy in between. Both say that the risk is not to be acted upon, but not why.

## Why it speaks for or against a false positive
Dismissed risks were often noise, for example a new office or a travelling salesperson. That leans towards a
false positive without settling it.

## What speaks against it
Many teams dismiss a risk after it was dealt with, since the button closes the entry. A password reset or a
confirmed compromise beside it speaks for a true detection.

## Settings
`[judge].bits.risk-dismissed` replaces its +3 bits. Teams that use *confirm safe* for wrong detections and
*dismiss* for handled ones get a decisive rule instead of this ambiguous one.
";

fn fires(case: &Case, candidate: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let candidate = candidate?;
    let dismissal = candidate.dismissal.as_deref()?;
    Some(Fired {
        weight: Weight::Bits(3.0),
        because: format!("{} was taken back by {}", told(&candidate.trigger), told(dismissal)),
        rows: action_and(case, [dismissal, candidate.trigger.as_ref()]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{judge::fixtures::*, records::EventKind as K};

    #[test]
    fn a_dismissal_leans_towards_a_false_positive() {
        let case = linked_to(K::RiskRaised, |c| c.dismissal = some(event(K::RiskDismissed, hour(6))));
        assert_eq!(bits(&RULE, &case), Some(3.0));
        assert_says(&RULE, &case, &["`risk_dismissed`", "2026-07-01T16:00:00Z"]);
    }

    #[test]
    fn a_risk_that_nobody_dismissed_is_silence() {
        let case = linked_to(K::RiskRaised, |c| c.undoing = some(event(K::RiskLowered, hour(6))));
        assert_eq!(bits(&RULE, &case), None);
    }
}
