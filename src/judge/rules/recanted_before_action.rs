//! `recanted-before-action`: the trigger was undone, and its source knew, before the action was done.

use crate::{
    attribute::case::{Candidate, Case},
    judge::{
        facts::{action_and, span, told, undone, utc},
        rule::{About, CauseClass, Context, Family, Fired, Role, Rule, Weight},
    },
};

/// The trigger was undone, and its source knew, before the action was done.
pub(super) const RULE: Rule = Rule {
    code: "recanted-before-action",
    family: Family::Reversal,
    about: About::Trigger,
    cause: Some((CauseClass::Timing, Role::ExecutionOwner)),
    printed_weight: "+8",
    full_bits: Some(8.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
The trigger had been undone or recanted before the action was done, and the source that says so had said it
by then. The action itself was carried out within 24 hours of being sent, so no device was asleep for days.

## Why it speaks for or against a false positive
Everything needed to stop was on record, and the action still went out. Somebody whose account was already
open again, or who never left, lost a device for it.

## What speaks against it
The undoing may have come in minutes before the action, too late for any real chain of systems. Look at the
time between the last known time and `done_at`: seconds speak for a race, hours for a workflow that never
looks again before it acts.

## Settings
`[judge].bits.recanted-before-action` replaces its +8 bits. A re-check right before sending, or a longer
`settle` in the control map, is what usually removes this cause.
";

fn fires(case: &Case, candidate: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let candidate = candidate?;
    let undone = undone(candidate)?;
    let known_in_time = undone.occurred_at < case.done_at && undone.known_to < case.done_at;
    let is_prompt = case.done_at - case.sent_at <= super::stale_action::STALE_AFTER;
    (known_in_time && is_prompt).then(|| Fired {
        weight: Weight::Bits(8.0),
        because: format!(
            "the trigger was undone by {}, known by {}; the action was done at {}, {} after that was known",
            told(undone),
            utc(undone.known_to),
            utc(case.done_at),
            span(case.done_at - undone.known_to)
        ),
        rows: action_and(case, [undone, candidate.trigger.as_ref()]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{judge::fixtures::*, records::EventKind as K};

    /// Undone at one second, known by another; seconds after the trigger, done at 7200.
    fn undone_at(at: i64, known_to: i64) -> Case {
        linked(|c| {
            let mut undoing = event(K::AccountEnabled, second(at));
            undoing.known_to = second(known_to);
            c.undoing = some(undoing);
        })
    }

    #[test]
    fn it_asks_for_undoing_and_knowledge_strictly_before_the_action() {
        for (at, known_to, expected) in [
            (3_600, 3_600, Some(8.0)),
            (7_199, 7_199, Some(8.0)),
            (7_199, 7_200, None),
            (7_200, 7_200, None),
            (3_600, 9_000, None),
            // Announced ahead, and effective only with the action.
            (7_200, 3_600, None),
        ] {
            assert_eq!(
                bits(&RULE, &undone_at(at, known_to)),
                expected,
                "undone at {at}, known by {known_to}"
            );
        }
    }

    #[test]
    fn a_device_that_slept_longer_than_a_day_is_not_its_matter() {
        for (sent, expected) in [(2 - 24, Some(8.0)), (2 - 25, None)] {
            let mut case = undone_at(3_600, 3_600);
            case.sent_at = hour(sent);
            assert_eq!(bits(&RULE, &case), expected);
        }
    }

    #[test]
    fn a_recant_counts_as_undoing_and_nothing_undone_is_silence() {
        let case = linked(|c| c.recant = some(event(K::TerminationCancelled, hour(1))));
        assert_says(&RULE, &case, &["`termination_cancelled`", "2026-07-01T11:00:00Z", "1 h after"]);
        assert_eq!(bits(&RULE, &case_where(|_| ())), None);
    }
}
