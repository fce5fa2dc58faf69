//! `trigger-recanted`: its own source says that the trigger was never true.

use crate::{
    attribute::case::{Candidate, Case},
    judge::{
        facts::{action_and, told},
        rule::{About, CauseClass, Context, Family, Fired, Role, Rule, Verdict, Weight},
    },
};

/// Its own source says that the trigger was never true.
pub(super) const RULE: Rule = Rule {
    code: "trigger-recanted",
    family: Family::Reversal,
    about: About::Trigger,
    cause: Some((CauseClass::Data, Role::ControlOwner)),
    printed_weight: "decisive",
    full_bits: None,
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
The source took the trigger back: feedback that names the event as a false positive, a user confirmed safe,
a termination cancelled or a hire rescinded. That is more than an undoing, it says that the fact never held.

## Why it speaks for or against a false positive
The action rested on a statement that its own author withdrew. Whatever happened afterwards, the person
should not have been hit, so this rule decides by itself.

## What speaks against it
A later confirmation of compromise takes the word back again, and the rule is then silent. A cancelled
termination is sometimes a corrected one: look for a new leave date a few days later.

## Settings
No weight can be set: the rule is decisive. Fewer wrong records in the source are the remedy, so the cause
lies with the control owner; when the recant came before the action, the cause is a timing rule instead.
";

fn fires(case: &Case, candidate: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let candidate = candidate?;
    let recant = candidate.recant.as_deref()?;
    // The latest word of the source counts; a compromise confirmed first and recanted later is a conflict.
    if candidate.compromise.as_ref().is_some_and(|compromise| compromise.occurred_at > recant.occurred_at) {
        return None;
    }
    let named = match &recant.recants_event_id {
        Some(event_id) => format!(", which names event `{event_id}`"),
        None => String::new(),
    };
    Some(Fired {
        weight: Weight::Decisive(Verdict::FalsePositive),
        because: format!("{} was taken back by {}{named}", told(&candidate.trigger), told(recant)),
        rows: action_and(case, [recant, candidate.trigger.as_ref()]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{judge::fixtures::*, records::EventKind as K};

    #[test]
    fn a_recant_decides_whenever_it_came() {
        for at in [1, 2, 500] {
            let case = linked(|c| c.recant = some(event(K::TerminationCancelled, hour(at))));
            assert_eq!(weight(&RULE, &case), Some(Weight::Decisive(Verdict::FalsePositive)));
        }
    }

    #[test]
    fn a_mere_undoing_is_no_recant() {
        assert_eq!(fired(&RULE, &linked(|c| c.undoing = some(event(K::AccountEnabled, hour(1))))), None);
    }

    #[test]
    fn only_a_compromise_confirmed_after_the_recant_silences_it() {
        for (compromised, speaks) in [(4, true), (5, true), (6, false)] {
            let case = linked_to(K::RiskRaised, |c| {
                c.recant = some(event(K::ConfirmedSafe, hour(5)));
                c.compromise = some(event(K::CompromiseConfirmed, hour(compromised)));
            });
            assert_eq!(fired(&RULE, &case).is_some(), speaks, "compromised at hour {compromised}");
        }
    }

    #[test]
    fn the_sentence_names_the_event_taken_back() {
        let case = linked(|c| {
            let mut recant = event(K::RiskRecanted, hour(3));
            recant.recants_event_id = Some("evt-7".to_owned());
            c.recant = some(recant);
        });
        assert_says(&RULE, &case, &["`risk_recanted`", "names event `evt-7`"]);
    }
}
