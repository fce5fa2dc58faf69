//! `exception-ignored`: an approved exception was in force.

use crate::{
    attribute::case::{Candidate, Case, RowRef},
    judge::{
        facts::{action_rows, utc},
        rule::{About, CauseClass, Context, Family, Fired, Role, Rule, Weight},
    },
};

/// An approved exception was in force.
pub(super) const RULE: Rule = Rule {
    code: "exception-ignored",
    family: Family::Exception,
    about: About::Action,
    cause: Some((CauseClass::Exception, Role::ExecutionOwner)),
    printed_weight: "+8",
    full_bits: Some(8.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
An approved exception from this workflow covered the person, the device, its class, the unit or the kind of
person when the action was done. It was not heeded.

## Why it speaks for or against a false positive
The organisation had decided beforehand that this must not happen. However true the trigger was, the action
broke that decision, so the truth family is suspended.

## What speaks against it
The exception may cover more than was meant, for example a whole unit instead of one bench. The sentence
says what matched.

## Settings
`[judge].bits.exception-ignored` replaces its +8 bits. `exceptions.csv` is the register; without
`approved_by` an exception does not protect and is a finding instead.
";

fn fires(case: &Case, _: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let matches: Vec<_> = case.exceptions.iter().filter(|found| found.in_force).collect();
    if matches.is_empty() {
        return None;
    }
    let said = matches.iter().map(|found| {
        let until =
            found.exception.validity.to.map_or_else(|| "no end".to_owned(), |to| format!("end {}", utc(to)));
        format!("exception `{}` ({until}) was in force: {}", found.exception.exception_id, found.why)
    });
    let said: Vec<String> = said.collect();
    let mut rows: Vec<RowRef> =
        matches.iter().map(|found| RowRef::Register(found.exception.row.clone())).collect();
    rows.extend(action_rows(case));
    let because = format!("{}; the action was done at {}", said.join("; "), utc(case.done_at));
    Some(Fired { weight: Weight::Bits(8.0), because, rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::fixtures::*;

    #[test]
    fn only_an_exception_in_force_speaks() {
        for (in_force, lapsed, expected) in
            [(true, false, Some(8.0)), (false, true, None), (false, false, None)]
        {
            let case = case_where(|case| case.exceptions = vec![exception(Some(day(9)), in_force, lapsed)]);
            assert_eq!(bits(&RULE, &case), expected, "in force {in_force}, lapsed {lapsed}");
        }
        assert_eq!(bits(&RULE, &case_where(|_| ())), None);
    }

    #[test]
    fn it_needs_no_trigger() {
        assert_eq!(
            bits(&RULE, &unattributed(|case| case.exceptions = vec![exception(None, true, false)])),
            Some(8.0)
        );
    }

    #[test]
    fn the_sentence_names_exception_and_end() {
        let case = case_where(|case| {
            case.exceptions = vec![exception(Some(day(9)), true, false), exception(None, true, false)];
        });
        assert_says(&RULE, &case, &["`x1` (end 2026-07-10T10:00:00Z)", "(no end)", "it names the person"]);
    }
}
