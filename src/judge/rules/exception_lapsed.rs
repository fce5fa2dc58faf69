//! `exception-lapsed`: an approved exception ended at most 90 days before.

use crate::{
    attribute::case::{Candidate, Case, RowRef},
    judge::{
        facts::{action_rows, span, utc},
        rule::{About, CauseClass, Context, Family, Fired, Role, Rule, Weight},
    },
};

/// An approved exception ended at most 90 days before.
pub(super) const RULE: Rule = Rule {
    code: "exception-lapsed",
    family: Family::Exception,
    about: About::Action,
    cause: Some((CauseClass::Exception, Role::ExceptionOwner)),
    printed_weight: "+3",
    full_bits: Some(3.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
An approved exception covered the case until at most 90 days before the action, and none was in force any
more. Somebody may have forgotten to renew it.

## Why it speaks for or against a false positive
What was worth an exception in spring is often worth one in summer. That leans towards a false positive, and
towards the exception owner as the one who could have prevented it.

## What speaks against it
An exception may have ended because its reason did. A true departure outweighs it, and leaves a finding of
the control map rather than a false positive.

## Settings
`[judge].bits.exception-lapsed` replaces its +3 bits. `valid_to` in `exceptions.csv` is the end, inclusive
for a date without time.
";

fn fires(case: &Case, _: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    if case.exceptions.iter().any(|found| found.in_force) {
        return None;
    }
    let lapsed = case.exceptions.iter().filter(|found| found.lapsed);
    let latest = lapsed.max_by_key(|found| (found.exception.validity.to, &found.exception.exception_id))?;
    let ended = latest.exception.validity.to.map_or_else(String::new, |to| {
        format!(" at {}, {} before the action", utc(to), span(case.done_at - to))
    });
    let mut rows = vec![RowRef::Register(latest.exception.row.clone())];
    rows.extend(action_rows(case));
    Some(Fired {
        weight: Weight::Bits(3.0),
        because: format!("exception `{}` ended{ended}: {}", latest.exception.exception_id, latest.why),
        rows,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::fixtures::*;

    #[test]
    fn a_lapsed_exception_speaks_unless_one_is_in_force() {
        let lapsed = || exception(Some(day(-30)), false, true);
        for (exceptions, expected) in [
            (vec![lapsed()], Some(3.0)),
            (vec![lapsed(), exception(None, true, false)], None),
            (vec![exception(Some(day(9)), false, false)], None),
            (vec![], None),
        ] {
            assert_eq!(bits(&RULE, &case_where(|case| case.exceptions = exceptions)), expected);
        }
    }

    #[test]
    fn the_latest_end_is_named() {
        let case = case_where(|case| {
            case.exceptions =
                vec![exception(Some(day(-9)), false, true), exception(Some(day(-30)), false, true)];
        });
        assert_says(&RULE, &case, &["ended at 2026-06-22T10:00:00Z, 9 d 2 h before"]);
    }
}
