//! `failed-trigger`: the event's own record says that it did not happen.

use crate::{
    attribute::case::{Candidate, Case},
    judge::{
        facts::{action_and, told},
        rule::{About, CauseClass, Context, Family, Fired, Role, Rule, Weight},
    },
    records::EventOutcome,
};

/// The event's own record says that it did not happen.
pub(super) const RULE: Rule = Rule {
    code: "failed-trigger",
    family: Family::Event,
    about: About::Trigger,
    cause: Some((CauseClass::Logic, Role::ControlOwner)),
    printed_weight: "+8",
    full_bits: Some(8.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
Every event of the episode has the outcome `failed`: the identity system refused or could not carry out the
change. The automation acted on the attempt as if it had succeeded.

## Why it speaks for or against a false positive
Nothing was deactivated, removed or raised, so there was nothing to act upon. A filter that forgets to look
at the outcome field is the usual origin.

## What speaks against it
Some systems log a failure and succeed in a second step under another event type that is not in the export.
Look for the state of the account afterwards.

## Settings
`[judge].bits.failed-trigger` replaces its +8 bits. The remedy is a condition on the outcome in the trigger,
on the side of the control owner.
";

fn fires(case: &Case, candidate: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let candidate = candidate?;
    let has_failed = candidate.trigger.outcome == EventOutcome::Failed;
    let nothing_happened = candidate.episode.iter().all(|event| event.outcome == EventOutcome::Failed);
    (has_failed && nothing_happened).then(|| Fired {
        weight: Weight::Bits(8.0),
        because: format!(
            "{} has the outcome `failed`, and nothing else of its episode took effect",
            told(&candidate.trigger)
        ),
        rows: action_and(case, candidate.episode.iter().map(AsRef::as_ref)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{judge::fixtures::*, records::EventKind as K};
    use EventOutcome::{Failed, Happened, Unknown};

    #[test]
    fn every_event_of_the_episode_must_have_failed() {
        for (trigger, other, expected) in [
            (Failed, None, Some(8.0)),
            (Failed, Some(Failed), Some(8.0)),
            (Failed, Some(Happened), None),
            (Failed, Some(Unknown), None),
            (Happened, Some(Failed), None),
            (Unknown, None, None),
        ] {
            let case = linked(|c| {
                let mut shown = event(K::AccountDisabled, hour(0));
                shown.outcome = trigger;
                set_trigger(c, shown);
                if let Some(outcome) = other {
                    let mut second = event(K::GroupRemoved, hour(0));
                    second.outcome = outcome;
                    c.episode.extend(some(second));
                }
            });
            assert_eq!(bits(&RULE, &case), expected, "{trigger} and {other:?}");
        }
    }

    #[test]
    fn the_sentence_names_the_event() {
        let case = linked(|c| {
            let mut shown = event(K::AccountDisabled, hour(0));
            shown.outcome = Failed;
            set_trigger(c, shown);
        });
        assert_says(&RULE, &case, &["`account_disabled`", "2026-07-01T10:00:00Z"]);
    }
}
