//! `rolled-back`: a person undid the action within 72 hours.

use chrono::TimeDelta;

use crate::{
    attribute::case::{Candidate, Case},
    judge::{
        facts::{action_rows, span, utc},
        rule::{About, Context, Family, Fired, Rule, Weight},
    },
};

/// A person undid the action within 72 hours.
pub(super) const RULE: Rule = Rule {
    code: "rolled-back",
    family: Family::Undo,
    about: About::Action,
    cause: None,
    printed_weight: "+6",
    full_bits: Some(6.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
Within 72 hours of the action a person reversed it: unlocked the device, put the app back, lifted lost mode.
Reversals by the automation itself do not count.

## Why it speaks for or against a false positive
Somebody at the service desk looked at the case and put it right. That is the judgement of a colleague,
expressed by deed, even where no ticket says so.

## What speaks against it
A returned device of a leaver is unlocked as well, to be handed on. Look at whether the same person used it
afterwards.

## Settings
`[judge].bits.rolled-back` replaces its +6 bits. It names no cause: what went wrong is said by the other
rules.
";

fn fires(case: &Case, candidate: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let undo = case.undone_by.as_ref()?;
    let after = undo.at - case.done_at;
    if after < TimeDelta::zero() || after > TimeDelta::hours(72) {
        return None;
    }
    // A device released after its user has dealt with the risk was held for as long as it had to be.
    let remedy = candidate.and_then(|candidate| candidate.remediation.as_deref());
    if remedy.is_some_and(|remedy| remedy.occurred_at <= undo.at) {
        return None;
    }
    let mut rows = vec![undo.row.clone()];
    rows.extend(action_rows(case));
    let because =
        format!("undone by a person at {}, {} after the action: {}", utc(undo.at), span(after), undo.what);
    Some(Fired { weight: Weight::Bits(6.0), because, rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        attribute::case::{RowRef, Undo},
        judge::fixtures::*,
        records::EventKind as K,
    };

    fn undone_after(seconds: i64) -> Case {
        case_where(|case| {
            let row = RowRef::Input(origin(0, 8));
            let what = "lost mode lifted by account `desk1`".to_owned();
            case.undone_by = Some(Undo { at: case.done_at + TimeDelta::seconds(seconds), what, row });
        })
    }

    #[test]
    fn three_days_are_inclusive_and_the_past_is_not_meant() {
        for (seconds, expected) in [(0, Some(6.0)), (259_200, Some(6.0)), (259_201, None), (-1, None)] {
            assert_eq!(bits(&RULE, &undone_after(seconds)), expected, "{seconds} s after");
        }
        assert_eq!(bits(&RULE, &case_where(|_| ())), None);
    }

    #[test]
    fn a_release_after_the_remedy_is_no_roll_back() {
        for (remedy, expected) in [(hour(2), None), (hour(4), None), (hour(5), Some(6.0))] {
            let mut case = linked_to(K::RiskRaised, |c| c.remediation = some(event(K::Remediated, remedy)));
            let row = RowRef::Input(origin(0, 8));
            case.undone_by = Some(Undo { at: hour(4), what: "lost mode lifted".to_owned(), row });
            assert_eq!(bits(&RULE, &case), expected, "remedy at {remedy}");
        }
    }

    #[test]
    fn the_sentence_names_what_was_done() {
        assert_says(&RULE, &undone_after(3_600), &["at 2026-07-01T13:00:00Z, 1 h after", "lost mode lifted"]);
    }
}
