//! `termination-effective`: the person did leave.

use chrono::TimeDelta;

use crate::{
    attribute::case::{Candidate, Case, RowRef},
    judge::{
        facts::{action_and, told, utc},
        rule::{About, Context, Family, Fired, Rule, Weight},
    },
};

/// The person did leave.
pub(super) const RULE: Rule = Rule {
    code: "termination-effective",
    family: Family::Truth,
    about: About::Trigger,
    cause: None,
    printed_weight: "-6",
    full_bits: Some(-6.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
The last version of the subject in `people.csv` ends no later than 7 days after the action, and no version
follows it. The person is gone.

## Why it speaks for or against a false positive
The strongest evidence that an off-boarding action was right is that its person did leave. It outweighs a
reversal made to export a mailbox, and a complaint of a colleague.

## What speaks against it
A wrong device stays wrong however truly somebody left, and a lock a week too early stays early: those rules
suspend this one. A register that is filled from the same wrong feed proves nothing.

## Settings
`[judge].bits.termination-effective` replaces its -6 bits. `valid_to` in `people.csv` is what it reads; a
date without time includes that day.
";

fn fires(case: &Case, candidate: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let candidate = candidate?;
    let subject = candidate.subject_person_id.as_deref()?;
    let last = candidate.subject_last_version.as_ref().filter(|version| version.person_id == subject)?;
    let left_at = last.validity.to.filter(|to| *to <= case.done_at + TimeDelta::days(7))?;
    let mut rows = vec![RowRef::Register(last.row.clone())];
    rows.extend(action_and(case, [candidate.trigger.as_ref()]));
    Some(Fired {
        weight: Weight::Bits(-6.0),
        because: format!(
            "the last version of `{subject}` ends at {}; {} was about them, and the action was done at {}",
            utc(left_at),
            told(&candidate.trigger),
            utc(case.done_at)
        ),
        rows,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::fixtures::*;

    fn left(person_id: &str, seconds_after_action: Option<i64>) -> Case {
        linked(|c| {
            let to = seconds_after_action.map(|seconds| second(7_200 + seconds));
            c.subject_last_version = Some(person(person_id, to));
        })
    }

    #[test]
    fn the_last_version_must_end_within_a_week_of_the_action() {
        for (seconds, expected) in
            [(Some(604_800), Some(-6.0)), (Some(604_801), None), (Some(-9_000_000), Some(-6.0)), (None, None)]
        {
            assert_eq!(bits(&RULE, &left("p1", seconds)), expected, "{seconds:?}");
        }
    }

    #[test]
    fn it_must_be_the_subject_who_left() {
        assert_eq!(bits(&RULE, &left("p2", Some(0))), None);
        let mut unknown = left("p1", Some(0));
        unknown.attribution.candidates[0].subject_person_id = None;
        assert_eq!(bits(&RULE, &unknown), None);
        assert_eq!(bits(&RULE, &case_where(|_| ())), None);
    }

    #[test]
    fn the_sentence_names_the_end() {
        assert_says(&RULE, &left("p1", Some(86_400)), &["`p1` ends at 2026-07-02T12:00:00Z"]);
    }
}
