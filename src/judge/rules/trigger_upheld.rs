//! `trigger-upheld`: the trigger stood for 30 or 7 days, or its risk was remediated.

use chrono::TimeDelta;

use crate::{
    attribute::case::{Candidate, Case},
    judge::{
        facts::{action_and, span, told, undone, utc},
        rule::{About, Context, Family, Fired, Rule, Weight},
    },
};

/// The trigger stood for 30 or 7 days, or its risk was remediated.
pub(super) const RULE: Rule = Rule {
    code: "trigger-upheld",
    family: Family::Truth,
    about: About::Trigger,
    cause: None,
    printed_weight: "-3 / -2",
    full_bits: Some(-3.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
Nothing undid, recanted or dismissed the trigger for 30 days, or at least 7, and the source that would have
told covers that time. Somebody who comes back after six weeks did leave. For a risk, the user's own remediation says the same at once.

## Why it speaks for or against a false positive
A wrong deactivation is noticed and put right, usually on the next morning. That nobody did so for weeks, in
a source that would show it, speaks for the truth of the trigger.

## What speaks against it
People on long leave notice nothing for weeks. And a wrong device or an ignored exception stays wrong
however true the trigger was: then this rule is suspended.

## Settings
`[judge].bits.trigger-upheld` replaces the -3 of 30 days and of a remediation; the -2 of 7 days keeps its
ratio. Exports that reach 30 days beyond the period let it speak for the last cases too.
";

fn fires(case: &Case, candidate: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let candidate = candidate?;
    if let Some(remediation) = candidate.remediation.as_deref() {
        return Some(Fired {
            weight: Weight::Bits(-3.0),
            because: format!("{} was remediated by {}", told(&candidate.trigger), told(remediation)),
            rows: action_and(case, [remediation, candidate.trigger.as_ref()]),
        });
    }
    // What was never true did not stand, however long nobody said so.
    if candidate.recant.is_some() {
        return None;
    }
    let covered_until = candidate.covered_until?;
    let ends = [undone(candidate), candidate.dismissal.as_deref()].into_iter().flatten();
    let ended_at = ends.map(|event| event.occurred_at).min();
    let stood_until = ended_at.map_or(covered_until, |ended| ended.min(covered_until));
    let stood = stood_until - candidate.trigger.occurred_at;
    let bits = match stood {
        stood if stood >= TimeDelta::days(30) => -3.0,
        stood if stood >= TimeDelta::days(7) => -2.0,
        _ => return None,
    };
    Some(Fired {
        weight: Weight::Bits(bits),
        because: format!(
            "{} stood for {}, until {}{}",
            told(&candidate.trigger),
            span(stood),
            utc(stood_until),
            if ended_at.is_some() { "" } else { ", up to when its source covers" }
        ),
        rows: action_and(case, [candidate.trigger.as_ref()]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{judge::fixtures::*, records::EventKind as K};

    #[test]
    fn the_weight_grows_with_the_time_it_stood() {
        const DAY: i64 = 86_400;
        for (seconds, expected) in [
            (7 * DAY - 1, None),
            (7 * DAY, Some(-2.0)),
            (30 * DAY - 1, Some(-2.0)),
            (30 * DAY, Some(-3.0)),
            (300 * DAY, Some(-3.0)),
            (-1, None),
        ] {
            let case = linked(|c| c.covered_until = Some(second(seconds)));
            assert_eq!(bits(&RULE, &case), expected, "covered for {seconds} s");
        }
    }

    #[test]
    fn without_a_source_that_would_tell_it_is_silent() {
        assert_eq!(bits(&RULE, &case_where(|_| ())), None);
    }

    #[test]
    fn it_stood_until_it_was_undone_or_dismissed() {
        type Change = fn(&mut Candidate, i64);
        let changes: [Change; 2] = [
            |c, at| c.undoing = some(event(K::AccountEnabled, day(at))),
            |c, at| c.dismissal = some(event(K::RiskDismissed, day(at))),
        ];
        for (i, change) in changes.into_iter().enumerate() {
            for (at, expected) in
                [(6, None), (7, Some(-2.0)), (29, Some(-2.0)), (30, Some(-3.0)), (42, Some(-3.0))]
            {
                let case = linked(|c| {
                    c.covered_until = Some(day(90));
                    change(c, at);
                });
                assert_eq!(bits(&RULE, &case), expected, "change {i} on day {at}");
            }
        }
    }

    #[test]
    fn what_was_recanted_was_never_upheld() {
        let case = linked(|c| {
            c.covered_until = Some(day(90));
            c.recant = some(event(K::TerminationCancelled, day(40)));
        });
        assert_eq!(bits(&RULE, &case), None);
    }

    #[test]
    fn a_remediation_counts_at_once_and_beside_the_lowered_risk() {
        let case = linked_to(K::RiskRaised, |c| {
            c.remediation = some(event(K::Remediated, hour(1)));
            c.undoing = some(event(K::RiskLowered, hour(1)));
        });
        assert_eq!(bits(&RULE, &case), Some(-3.0));
        assert_says(&RULE, &case, &["remediated by `remediated`"]);
    }

    #[test]
    fn the_sentence_names_how_long_it_stood() {
        assert_says(
            &RULE,
            &linked(|c| c.covered_until = Some(day(33))),
            &["stood for 33 d, until 2026-08-03T10:00:00Z, up to when its source covers"],
        );
    }
}
