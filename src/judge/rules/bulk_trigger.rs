//! `bulk-trigger`: it belongs to a mass operation that was undone for most of its people.

use crate::{
    attribute::case::{Candidate, Case},
    judge::{
        facts::{action_and, counted, told},
        rule::{About, CauseClass, Context, Family, Fired, Role, Rule, Weight},
    },
};

/// It belongs to a mass operation that was undone for most of its people.
pub(super) const RULE: Rule = Rule {
    code: "bulk-trigger",
    family: Family::Reversal,
    about: About::Trigger,
    cause: Some((CauseClass::Data, Role::ControlOwner)),
    printed_weight: "+7",
    full_bits: Some(7.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
One transaction changed 20 persons or more, or an import was stopped by its roadblock, and most of those
changes were undone. A wrong import file or a broken rule is the usual origin.

## Why it speaks for or against a false positive
Twenty people do not leave in one transaction and come back together. The undoing of most of them says that
the operation was wrong, also for the few whose state was never put right.

## What speaks against it
A real lay-off followed by a re-hire wave looks alike from afar. Look for the announcement, and for the
persons of the same operation whose termination still stands.

## Settings
`[judge].bits.bulk-trigger` replaces its +7 bits. A limit on how many people one import may deactivate
before a person must confirm is the remedy, on the side of the control owner.
";

fn fires(case: &Case, candidate: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let candidate = candidate?;
    let bulk = candidate.bulk.as_ref()?;
    if !bulk.is_mistake() {
        return None;
    }
    let stopped =
        bulk.roadblock.as_ref().map(|event| format!(", stopped by {}", told(event))).unwrap_or_default();
    let events = [bulk.roadblock.as_deref(), candidate.undoing.as_deref(), Some(candidate.trigger.as_ref())];
    Some(Fired {
        weight: Weight::Bits(7.0),
        because: format!(
            "{} belongs to `{}` with {}, {} of them undone{stopped}",
            told(&candidate.trigger),
            bulk.correlation,
            counted(bulk.persons, "person"),
            bulk.undone
        ),
        rows: action_and(case, events.into_iter().flatten()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{attribute::case::Bulk, judge::fixtures::*, records::EventKind as K};

    fn mass(persons: u32, undone: u32, has_roadblock: bool) -> Case {
        linked(|c| {
            let roadblock = if has_roadblock { some(event(K::ImportBlocked, hour(0))) } else { None };
            c.bulk = Some(Bulk { correlation: "transaction:job1".to_owned(), persons, undone, roadblock });
        })
    }

    #[test]
    fn it_asks_for_twenty_persons_or_a_roadblock_and_most_of_them_undone() {
        for (persons, undone, has_roadblock, expected) in [
            (20, 11, false, Some(7.0)),
            (20, 10, false, None),
            (19, 19, false, None),
            (19, 10, true, Some(7.0)),
            (3, 2, true, Some(7.0)),
            (2, 1, true, None),
            (u32::MAX, u32::MAX, false, Some(7.0)),
            (0, 0, true, None),
        ] {
            assert_eq!(bits(&RULE, &mass(persons, undone, has_roadblock)), expected, "{undone} of {persons}");
        }
    }

    #[test]
    fn a_single_change_is_silence_and_the_sentence_names_the_operation() {
        assert_eq!(bits(&RULE, &case_where(|_| ())), None);
        assert_says(
            &RULE,
            &mass(28, 27, true),
            &["`transaction:job1` with 28 persons, 27", "`import_blocked`"],
        );
    }
}
