//! `recant-arrived-late`: the trigger was undone before the action, but its source could tell only afterwards.

use crate::{
    attribute::case::{Candidate, Case},
    judge::{
        facts::{action_and, told, undone, utc},
        rule::{About, CauseClass, Context, Family, Fired, Role, Rule, Weight},
    },
};

/// The trigger was undone before the action, but its source could tell only afterwards.
pub(super) const RULE: Rule = Rule {
    code: "recant-arrived-late",
    family: Family::Reversal,
    about: About::Trigger,
    cause: Some((CauseClass::Timing, Role::ControlOwner)),
    printed_weight: "+8",
    full_bits: Some(8.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
The trigger had been undone before the action was done, but the whole interval in which its source could
first tell lies at or after it. Nightly snapshots and slow feeds are the usual reason.

## Why it speaks for or against a false positive
The person was no longer meant to be hit when the device was locked. The workflow could not know, because it
listens to a source that tells too late for what it does.

## What speaks against it
The time at which a change happened is sometimes back-dated by hand in the HR system. If the change was
entered after the action with an earlier date, the workflow acted on what was true in every system then.

## Settings
`[judge].bits.recant-arrived-late` replaces its +8 bits. The remedy is a faster source or a `settle` longer
than the source's interval, which is the control owner's choice.
";

fn fires(case: &Case, candidate: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let candidate = candidate?;
    let undone = undone(candidate)?;
    let came_late = undone.occurred_at < case.done_at && undone.known_from >= case.done_at;
    came_late.then(|| Fired {
        weight: Weight::Bits(8.0),
        because: format!(
            "the trigger was undone by {}, but its source could tell only between {} and {}; the action was done at {}",
            told(undone),
            utc(undone.known_from),
            utc(undone.known_to),
            utc(case.done_at)
        ),
        rows: action_and(case, [undone, candidate.trigger.as_ref()]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{judge::fixtures::*, records::EventKind as K};

    #[test]
    fn the_whole_known_interval_must_lie_at_or_after_the_action() {
        for (at, from, to, expected) in [
            (3_600, 7_200, 90_000, Some(8.0)),
            (7_199, 7_200, 7_200, Some(8.0)),
            (3_600, 7_199, 90_000, None),
            (3_600, 3_600, 3_600, None),
            (7_200, 7_200, 90_000, None),
        ] {
            let case = linked(|c| {
                let mut undoing = event(K::AccountEnabled, second(at));
                (undoing.known_from, undoing.known_to) = (second(from), second(to));
                c.undoing = some(undoing);
            });
            assert_eq!(bits(&RULE, &case), expected, "undone at {at}, known {from}..{to}");
        }
    }

    #[test]
    fn nothing_undone_is_silence_and_the_sentence_names_the_interval() {
        assert_eq!(bits(&RULE, &case_where(|_| ())), None);
        let case = linked(|c| {
            let mut recant = event(K::TerminationCancelled, hour(1));
            (recant.known_from, recant.known_to) = (hour(14), hour(38));
            c.recant = some(recant);
        });
        assert_says(
            &RULE,
            &case,
            &["between 2026-07-02T00:00:00Z and 2026-07-03T00:00:00Z", "2026-07-01T12:00:00Z"],
        );
    }
}
