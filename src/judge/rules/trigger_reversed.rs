//! `trigger-reversed`: the trigger was undone in less than 24 hours, 72 hours or 7 days.

use chrono::TimeDelta;

use crate::{
    attribute::case::{Candidate, Case},
    judge::{
        facts::{action_and, span, told},
        rule::{About, CauseClass, Context, Family, Fired, Role, Rule, Weight},
    },
    records::EventKind,
};

/// The trigger was undone in less than 24 hours, 72 hours or 7 days.
pub(super) const RULE: Rule = Rule {
    code: "trigger-reversed",
    family: Family::Reversal,
    about: About::Trigger,
    cause: Some((CauseClass::Data, Role::ControlOwner)),
    printed_weight: "+7 / +4 / +2; +3 / +3 / +1",
    full_bits: Some(7.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
Somebody put the state back: the account enabled, the member added, the device compliant again. The weight
falls with the time it took: under 24 hours, 72 hours or 7 days. A trigger that stood for 7 days to the
microsecond was upheld. Account and termination kinds weigh +7, +4 and +2; group, app, licence, role, lock and
device kinds +3, +3 and +1.

## Why it speaks for or against a false positive
Leavers do not come back the next morning. An early, lasting reversal is the most common trace of a record
that was wrong from the start.

## What speaks against it
Memberships and licences move for many harmless reasons, which is why they weigh less. A reversal followed
by the same trigger within 7 days is not counted at all, for it was only opened for an hour. Risk detections
are left to other rules, because lowering a risk is part of handling a true one.

## Settings
`[judge].bits.trigger-reversed` replaces the +7; the other steps keep their ratio to it. What counts as one
reversal is fixed, see the event kinds of the contract.
";

fn fires(case: &Case, candidate: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let candidate = candidate?;
    let undoing = candidate.undoing.as_deref()?;
    let steps = steps(candidate.trigger.kind)?;
    let stood = undoing.occurred_at - candidate.trigger.occurred_at;
    // Half-open, so that at 7 days exactly `trigger-upheld` speaks and this rule does not.
    let step = [TimeDelta::hours(24), TimeDelta::hours(72), TimeDelta::days(7)]
        .iter()
        .position(|edge| stood < *edge)?;
    Some(Fired {
        weight: Weight::Bits(*steps.get(step)?),
        because: format!(
            "{} was undone after {} by {}",
            told(&candidate.trigger),
            span(stood),
            told(undoing)
        ),
        rows: action_and(case, [undoing, candidate.trigger.as_ref()]),
    })
}

/// Bits under 24 hours, 72 hours and 7 days; `None` for kinds whose undoing says nothing by itself.
fn steps(kind: EventKind) -> Option<[f64; 3]> {
    use EventKind as K;
    match kind {
        kind if kind.is_account_or_termination() => Some([7.0, 4.0, 2.0]),
        K::GroupRemoved
        | K::AppRemoved
        | K::LicenceRemoved
        | K::RoleRemoved
        | K::AccountLocked
        | K::DeviceRemoved
        | K::DeviceNoncompliant => Some([3.0, 3.0, 1.0]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::fixtures::*;
    use EventKind as K;

    fn undone_after(kind: K, seconds: i64) -> Case {
        let back = kind.undone_by().first().copied().unwrap_or(K::AccountEnabled);
        linked_to(kind, |c| c.undoing = some(event(back, second(seconds))))
    }

    #[test]
    fn the_weight_falls_with_the_time_it_took() {
        const DAY: i64 = 86_400;
        for (seconds, account, group) in [
            (1, Some(7.0), Some(3.0)),
            (DAY - 1, Some(7.0), Some(3.0)),
            (DAY, Some(4.0), Some(3.0)),
            (3 * DAY - 1, Some(4.0), Some(3.0)),
            (3 * DAY, Some(2.0), Some(1.0)),
            (7 * DAY - 1, Some(2.0), Some(1.0)),
            (7 * DAY, None, None),
        ] {
            for kind in [
                K::AccountDisabled,
                K::AccountSuspended,
                K::AccountDeleted,
                K::TerminationRecorded,
                K::LeaveDateSet,
            ] {
                assert_eq!(bits(&RULE, &undone_after(kind, seconds)), account, "{kind} after {seconds} s");
            }
            for kind in [K::GroupRemoved, K::AppRemoved, K::LicenceRemoved, K::RoleRemoved, K::AccountLocked]
            {
                assert_eq!(bits(&RULE, &undone_after(kind, seconds)), group, "{kind} after {seconds} s");
            }
            for kind in [K::RiskRaised, K::CompromiseConfirmed, K::HireRecorded] {
                assert_eq!(bits(&RULE, &undone_after(kind, seconds)), None, "{kind} after {seconds} s");
            }
        }
    }

    #[test]
    fn a_state_that_stands_is_silence_and_the_sentence_names_the_time() {
        assert_eq!(bits(&RULE, &case_where(|_| ())), None);
        assert_says(
            &RULE,
            &undone_after(K::AccountDisabled, 10_800),
            &["undone after 3 h", "`account_enabled`"],
        );
    }
}
