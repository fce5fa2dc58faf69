//! `kept-working`: the supposed leaver went on signing in.

use crate::{
    attribute::case::{Candidate, Case},
    judge::{
        facts::{action_and, counted, told, utc},
        rule::{About, Context, Family, Fired, Rule, Weight},
    },
};

/// The supposed leaver went on signing in.
pub(super) const RULE: Rule = Rule {
    code: "kept-working",
    family: Family::Undo,
    about: About::Trigger,
    cause: None,
    printed_weight: "+2",
    full_bits: Some(2.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
The trigger was a leaver or account event, and the person signed in successfully an hour or more after it,
before anything undid it. The account was not closed everywhere, and somebody used it.

## Why it speaks for or against a false positive
People who have left do not sign in. Somebody who does was probably still expected at work, which leans
towards a false positive.

## What speaks against it
A colleague with a shared mailbox, a phone that renews its session or an intruder signs in as well. A leave
date in the future explains it completely; `early-action` says that better.

## Settings
`[judge].bits.kept-working` replaces its +2 bits. It names no cause. Sign-ins must be among the exported
events for it to speak.
";

fn fires(case: &Case, candidate: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let candidate = candidate?;
    let first = candidate.later_sign_ins.first()?;
    if !candidate.trigger.kind.is_account_or_termination() {
        return None;
    }
    // Only so many are kept with the case, so the number is a lower bound.
    let because = format!(
        "the subject signed in at least {} after {}, first at {}",
        counted(candidate.later_sign_ins.len(), "time"),
        told(&candidate.trigger),
        utc(first.occurred_at)
    );
    let events = candidate.later_sign_ins.iter().map(AsRef::as_ref).chain([candidate.trigger.as_ref()]);
    Some(Fired { weight: Weight::Bits(2.0), because, rows: action_and(case, events) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{judge::fixtures::*, records::EventKind as K};

    #[test]
    fn it_speaks_for_leaver_and_account_kinds_only() {
        for (kind, expected) in [
            (K::AccountDisabled, Some(2.0)),
            (K::TerminationRecorded, Some(2.0)),
            (K::LeaveDateSet, Some(2.0)),
            (K::AccountLocked, None),
            (K::GroupRemoved, None),
            (K::RiskRaised, None),
        ] {
            let case = linked_to(kind, |c| c.later_sign_ins.extend(some(event(K::SignIn, hour(9)))));
            assert_eq!(bits(&RULE, &case), expected, "{kind}");
        }
    }

    #[test]
    fn no_sign_in_is_silence_and_the_first_is_named() {
        assert_eq!(bits(&RULE, &case_where(|_| ())), None);
        let case = linked(|c| {
            c.later_sign_ins = [9, 12].map(|at| std::sync::Arc::new(event(K::SignIn, hour(at)))).to_vec();
        });
        assert_says(&RULE, &case, &["at least 2 times", "first at 2026-07-01T19:00:00Z"]);
    }
}
