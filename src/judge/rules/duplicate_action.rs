//! `duplicate-action`: the same action for the same episode and device was done before, or the same action of the
//! workflow still held.

use crate::{
    attribute::case::{Candidate, Case},
    judge::{
        facts::{action_rows, utc},
        rule::{About, CauseClass, Context, Family, Fired, Role, Rule, Verdict, Weight},
    },
};

/// The same action for the same episode and device was done before.
pub(super) const RULE: Rule = Rule {
    code: "duplicate-action",
    family: Family::Duplicate,
    about: About::Action,
    cause: Some((CauseClass::Execution, Role::ExecutionOwner)),
    printed_weight: "decisive / +7",
    full_bits: Some(7.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
An earlier action of the same kind hit the same device for the same episode; or the action has no episode of its
own, and its workflow had done the same to that device and holder, which nothing undid since. Either the first still held,
and this one changed nothing; or the device had been restored in between, and this one took it away again.

## Why it speaks for or against a false positive
A repetition of what still holds harms nobody: the case is a benign positive that names the first action. A
repetition after the device was restored undoes a person's repair, which nobody asked for.

## What speaks against it
After a restoration the second lock may be deliberate, for example when the first was lifted by mistake.
Look at who restored the device and why.

## Settings
`[judge].bits.duplicate-action` replaces the +7 of a repetition after restoration; the benign form is
decisive and has no weight. Retries without a key that makes them harmless are the usual origin.
";

fn fires(case: &Case, _: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let repeat = case.repeats.as_ref()?;
    let first = format!("action `{}` had done the same at {}", repeat.action_id, utc(repeat.done_at));
    let (weight, because) = match repeat.restored_between {
        None => (
            Weight::Decisive(Verdict::BenignPositive),
            format!("{first} and still held at {}", utc(case.done_at)),
        ),
        Some(restored_at) => {
            let restored = format!("the device was restored at {}", utc(restored_at));
            (Weight::Bits(7.0), format!("{first}, {restored} and hit again at {}", utc(case.done_at)))
        }
    };
    let mut rows = vec![repeat.row.clone()];
    rows.extend(action_rows(case));
    Some(Fired { weight, because, rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        attribute::case::{Repeat, RowRef},
        judge::fixtures::*,
    };

    fn repeats(restored: Option<i64>) -> Case {
        case_where(|case| {
            let row = RowRef::Input(origin(0, 9));
            let restored_between = restored.map(second);
            case.repeats =
                Some(Repeat { action_id: "a0".to_owned(), done_at: hour(1), restored_between, row });
        })
    }

    #[test]
    fn a_repetition_of_what_still_holds_is_benign() {
        assert_eq!(weight(&RULE, &repeats(None)), Some(Weight::Decisive(Verdict::BenignPositive)));
        assert_says(&RULE, &repeats(None), &["`a0`", "still held at 2026-07-01T12:00:00Z"]);
    }

    #[test]
    fn a_repetition_after_restoration_weighs() {
        assert_eq!(bits(&RULE, &repeats(Some(5_400))), Some(7.0));
        assert_says(&RULE, &repeats(Some(5_400)), &["restored at 2026-07-01T11:30:00Z"]);
    }

    #[test]
    fn a_first_action_is_silence() {
        assert_eq!(fired(&RULE, &case_where(|_| ())), None);
    }
}
