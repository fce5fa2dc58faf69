//! `stale-action`: the action was carried out more than a day after it was sent, and the trigger was undone by then.

use chrono::TimeDelta;

use crate::{
    attribute::case::{Candidate, Case},
    judge::{
        facts::{action_and, span, told, undone, utc},
        rule::{About, CauseClass, Context, Family, Fired, Role, Rule, Weight},
    },
};

/// The action was carried out more than a day after it was sent, and the trigger was undone by then.
pub(super) const RULE: Rule = Rule {
    code: "stale-action",
    family: Family::Reversal,
    about: About::Trigger,
    cause: Some((CauseClass::Timing, Role::ExecutionOwner)),
    printed_weight: "+7",
    full_bits: Some(7.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
The command waited for more than 24 hours, for example because the device was asleep or off the network. By
the time it was carried out, the trigger had been undone.

## Why it speaks for or against a false positive
A pending command keeps the decision of the day it was sent. When the device wakes up it is locked or wiped
for a state that is over.

## What speaks against it
Some reversals do not mean that the action was unwanted, for example a leaver account opened to export a
mailbox. Look at what the account was opened for and for how long.

## Settings
`[judge].bits.stale-action` replaces its +7 bits. Cancelling pending commands when the trigger is undone
removes this cause; `tables/pending.csv` lists the ones that wait today.
";

/// An action carried out later than this after it was sent is stale.
pub(super) const STALE_AFTER: TimeDelta = TimeDelta::hours(24);

fn fires(case: &Case, candidate: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let candidate = candidate?;
    let undone = undone(candidate)?;
    let waited = case.done_at - case.sent_at;
    (waited > STALE_AFTER && undone.occurred_at < case.done_at).then(|| Fired {
        weight: Weight::Bits(7.0),
        because: format!(
            "the action was sent at {} and done at {}, {} later; by then the trigger was undone by {}",
            utc(case.sent_at),
            utc(case.done_at),
            span(waited),
            told(undone)
        ),
        rows: action_and(case, [undone, candidate.trigger.as_ref()]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{judge::fixtures::*, records::EventKind as K};

    fn waited(seconds: i64, undone_at: i64) -> Case {
        let mut case = linked(|c| c.undoing = some(event(K::AccountEnabled, second(undone_at))));
        (case.sent_at, case.done_at) = (second(3_600), second(3_600 + seconds));
        case
    }

    #[test]
    fn it_asks_for_more_than_a_day_and_an_undoing_strictly_before() {
        for (seconds, undone_at, expected) in [
            (86_401, 10_000, Some(7.0)),
            (86_400, 10_000, None),
            (86_401, 90_000, Some(7.0)),
            (86_401, 90_001, None),
            (86_401, 3_000, Some(7.0)),
        ] {
            assert_eq!(
                bits(&RULE, &waited(seconds, undone_at)),
                expected,
                "waited {seconds}, undone at {undone_at}"
            );
        }
    }

    #[test]
    fn nothing_undone_is_silence_and_the_sentence_names_the_wait() {
        assert_eq!(bits(&RULE, &case_where(|case| case.done_at = day(9))), None);
        assert_says(&RULE, &waited(172_800, 10_000), &["2 d later", "`account_enabled`"]);
    }
}
