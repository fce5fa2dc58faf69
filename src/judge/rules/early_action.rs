//! `early-action`: the action came more than 24 hours before the change was to take effect.

use chrono::TimeDelta;

use crate::{
    attribute::case::{Candidate, Case},
    judge::{
        facts::{action_and, span, told, utc},
        rule::{About, CauseClass, Context, Family, Fired, Role, Rule, Weight},
    },
};

/// The action came more than 24 hours before the change was to take effect.
pub(super) const RULE: Rule = Rule {
    code: "early-action",
    family: Family::Event,
    about: About::Trigger,
    cause: Some((CauseClass::Logic, Role::ControlOwner)),
    printed_weight: "+7",
    full_bits: Some(7.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
The HR record says from when the change holds, and the action was done more than 24 hours before that. Of
several such times in the episode the latest counts.

## Why it speaks for or against a false positive
Somebody who leaves on Friday still works on Monday. Acting on the day the date was entered, rather than on
the date itself, takes days of work away from a person who is still employed.

## What speaks against it
For dismissals on bad terms the access is sometimes cut at once on purpose, while the contract runs on. Such
a case needs a reviewer, or a workflow of its own whose trigger says so.

## Settings
`[judge].bits.early-action` replaces its +7 bits. The limit of 24 hours allows for time zones and end-of-day
dates.
";

fn fires(case: &Case, candidate: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let candidate = candidate?;
    let dated = candidate.episode.iter().filter_map(|event| Some((event.effective_at?, event)));
    let (effective_at, event) = dated.max_by_key(|(effective_at, _)| *effective_at)?;
    let early_by = effective_at - case.done_at;
    (early_by > TimeDelta::hours(24)).then(|| Fired {
        weight: Weight::Bits(7.0),
        because: format!(
            "{} takes effect at {}; the action was done at {}, {} before that",
            told(event),
            utc(effective_at),
            utc(case.done_at),
            span(early_by)
        ),
        rows: action_and(case, [event.as_ref(), candidate.trigger.as_ref()]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{judge::fixtures::*, records::EventKind as K};

    fn effective(seconds: &[i64]) -> Case {
        linked(|c| {
            c.episode.extend(seconds.iter().map(|at| {
                let mut dated = event(K::LeaveDateSet, hour(0));
                dated.effective_at = Some(second(7_200 + at));
                std::sync::Arc::new(dated)
            }));
        })
    }

    #[test]
    fn a_day_is_allowed_and_the_latest_date_counts() {
        for (seconds, expected) in [
            (vec![86_401], Some(7.0)),
            (vec![86_400], None),
            (vec![-86_401], None),
            (vec![0, 604_800], Some(7.0)),
            (vec![604_800, 0], Some(7.0)),
            (vec![], None),
        ] {
            assert_eq!(bits(&RULE, &effective(&seconds)), expected, "{seconds:?}");
        }
    }

    #[test]
    fn the_sentence_names_both_times() {
        assert_says(
            &RULE,
            &effective(&[604_800]),
            &["takes effect at 2026-07-08T12:00:00Z", "2026-07-01T12:00:00Z, 7 d"],
        );
    }
}
