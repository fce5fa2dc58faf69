//! `flapping-trigger`: the trigger was undone within the settling time, 60 seconds at least.

use chrono::TimeDelta;

use crate::{
    attribute::case::{Candidate, Case},
    judge::{
        facts::{action_and, span, told, undone},
        rule::{About, CauseClass, Context, Family, Fired, Role, Rule, Weight},
    },
};

/// The trigger was undone within the settling time, 60 seconds at least.
pub(super) const RULE: Rule = Rule {
    code: "flapping-trigger",
    family: Family::Reversal,
    about: About::Trigger,
    cause: Some((CauseClass::Logic, Role::ControlOwner)),
    printed_weight: "+7",
    full_bits: Some(7.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
The trigger was on and off again within the workflow's `settle`, or within 60 seconds where that is shorter.
Synchronisations that remove and re-add a member, and administrators who correct a slip at once, look like
this.

## Why it speaks for or against a false positive
A state that lasts for seconds is rarely what the workflow was approved for. Acting on it means that the
trigger is read too eagerly.

## What speaks against it
An attacker or a hurried administrator can undo a rightful deactivation just as fast. Look at who undid it,
and whether the state came back later.

## Settings
`[judge].bits.flapping-trigger` replaces its +7 bits. `settle` of the workflow in the control map widens the
time.
";

/// The shortest settling time that is looked at, whatever the control map says.
const SHORTEST_SETTLE: TimeDelta = TimeDelta::seconds(60);

fn fires(case: &Case, candidate: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let candidate = candidate?;
    let undone = undone(candidate)?;
    let settle = case.workflow.as_ref().map_or(SHORTEST_SETTLE, |w| w.settle.delta().max(SHORTEST_SETTLE));
    let stood = undone.occurred_at - candidate.trigger.occurred_at;
    (stood <= settle).then(|| Fired {
        weight: Weight::Bits(7.0),
        because: format!(
            "{} was undone after {} by {}, inside the settling time of {}",
            told(&candidate.trigger),
            span(stood),
            told(undone),
            span(settle)
        ),
        rows: action_and(case, [undone, candidate.trigger.as_ref()]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::Span, judge::fixtures::*, records::EventKind as K};

    fn undone_after(seconds: i64, settle: Option<Span>) -> Case {
        let mut case = linked(|c| c.undoing = some(event(K::AccountEnabled, second(seconds))));
        match settle {
            Some(settle) => case.workflow.iter_mut().for_each(|w| w.settle = settle),
            None => case.workflow = None,
        }
        case
    }

    #[test]
    fn the_settling_time_is_inclusive_and_never_under_a_minute() {
        for (seconds, settle, expected) in [
            (60, Some(Span::minutes(0)), Some(7.0)),
            (61, Some(Span::minutes(0)), None),
            (60, None, Some(7.0)),
            (61, None, None),
            (1_800, Some(Span::minutes(30)), Some(7.0)),
            (1_801, Some(Span::minutes(30)), None),
            (60, Some(Span::seconds(5)), Some(7.0)),
        ] {
            assert_eq!(bits(&RULE, &undone_after(seconds, settle)), expected, "{seconds} s, {settle:?}");
        }
    }

    #[test]
    fn nothing_undone_is_silence_and_the_sentence_names_the_times() {
        assert_eq!(bits(&RULE, &case_where(|_| ())), None);
        assert_says(&RULE, &undone_after(20, None), &["after 20 s", "settling time of 1 min"]);
    }
}
