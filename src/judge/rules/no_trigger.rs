//! `no-trigger`: nothing explains the action, and every trigger source covers the time.

use crate::{
    attribute::case::{AttributionStatus, Candidate, Case, RowRef},
    judge::{
        facts::{action_rows, counted, utc},
        rule::{About, CauseClass, Context, Family, Fired, Role, Rule, Weight},
    },
};

/// Nothing explains the action, and every trigger source covers the time.
pub(super) const RULE: Rule = Rule {
    code: "no-trigger",
    family: Family::Event,
    about: About::Action,
    cause: Some((CauseClass::Execution, Role::ExecutionOwner)),
    printed_weight: "+7",
    full_bits: Some(7.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
No identity event comes into question, or the best one speaks against itself (a score below 0 bits),
although every source in which a trigger of this workflow could stand covers the whole window before the
action. Something else started it.

## Why it speaks for or against a false positive
An approved automation acts on triggers. One that acted without any was started by a test, a replayed hook,
a wrong scope or a person using its account.

## What speaks against it
A trigger can be missed when its person is known to the exports under a key that resolves to nobody. Where
the source does not say when a device was told to act (policy logs), the rule stays silent: a device that was
off acts long after its trigger; so it does where an approved trigger about the person follows within an
hour, for then a clock is wrong, where a source lost events, and where register or histories that name the holder
ended long before, for the trigger may be about a later one. An action that repeats one of its workflow while that one
still holds is a `duplicate-action` and not this.
`misfire explain` lists the candidates that were too weak; one of them may be the reason.

## Settings
`[judge].bits.no-trigger` replaces its +7 bits. `[attribute].min_score` says how much a link needs, and
`max_delay` of the workflow how far back a trigger may lie. Gaps in the sources keep the rule silent.
";

fn fires(case: &Case, _: Option<&Candidate>, context: &Context<'_>) -> Option<Fired> {
    let workflow = case.workflow.as_ref()?;
    // A candidate too weak for a link may still be the trigger: only one that speaks against itself is none.
    let best = case.attribution.candidates.first();
    let nothing_explains = case.attribution.status == AttributionStatus::Unattributed
        && best.is_none_or(|best| best.score < 0.0);
    // The repetition of what still holds has the first one's trigger.
    let repeats = case.repeats.as_ref().is_some_and(|repeat| repeat.restored_between.is_none());
    // A device that was off may have acted days after it was told to: then nobody knows which time to search.
    let is_sending_known = case.action.sent_at.is_some() || case.action.kind.is_server_side();
    // The right event a few minutes too late is more likely a wrong clock than an action without any.
    let is_told_late = case.trigger_follows.is_some();
    // Of a holder whom only an old source names nobody knows whether it was theirs still.
    let may_be_anothers = case.holder.as_ref().is_some_and(|holder| holder.is_old);
    let is_known = is_sending_known && case.trigger_sources_cover_window && !may_be_anothers;
    if repeats || is_told_late || !(nothing_explains && is_known) {
        return None;
    }
    let best = best.map(|best| {
        let needed = context.config.attribute.min_score;
        format!(
            "; the best of {} scores {:.2} of {needed:.2} bits",
            counted(case.attribution.candidates.len(), "event"),
            best.score
        )
    });
    let mut rows = action_rows(case);
    rows.push(RowRef::Register(workflow.row.clone()));
    Some(Fired {
        weight: Weight::Bits(7.0),
        because: format!(
            "no trigger explains the action sent at {}, and every trigger source of workflow `{}` covers the {} before it{}",
            utc(case.sent_at),
            workflow.id,
            workflow.max_delay,
            best.unwrap_or_default()
        ),
        rows,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        attribute::case::{Holder, Repeat},
        judge::fixtures::*,
        records::{ActionKind, EventKind as K},
    };

    #[test]
    fn it_asks_for_a_workflow_and_full_coverage() {
        assert_eq!(bits(&RULE, &unattributed(|_| ())), Some(7.0));
        assert_eq!(bits(&RULE, &unattributed(|case| case.trigger_sources_cover_window = false)), None);
        assert_eq!(bits(&RULE, &unattributed(|case| case.workflow = None)), None);
    }

    #[test]
    fn a_device_that_may_have_been_told_days_ago_is_not_held_against_it() {
        let told = |kind, sent_at| {
            unattributed(|case| {
                case.action.kind = kind;
                case.action.sent_at = sent_at;
            })
        };
        let at = unattributed(|_| ()).sent_at;
        for (kind, sent_at, expected) in [
            (ActionKind::PolicyRun, None, None),
            (ActionKind::PolicyRun, Some(at), Some(7.0)),
            (ActionKind::GroupChange, None, Some(7.0)),
        ] {
            assert_eq!(bits(&RULE, &told(kind, sent_at)), expected, "{kind} sent {sent_at:?}");
        }
    }

    #[test]
    fn the_repetition_of_what_still_holds_silences_it_and_one_after_restoration_does_not() {
        for (restored_between, expected) in [(None, None), (Some(second(5_400)), Some(7.0))] {
            let case = unattributed(|case| {
                let row = RowRef::Input(origin(0, 9));
                case.repeats =
                    Some(Repeat { action_id: "a0".to_owned(), done_at: hour(1), restored_between, row });
            });
            assert_eq!(bits(&RULE, &case), expected);
        }
    }

    #[test]
    fn a_trigger_shortly_after_it_silences_it() {
        let case = unattributed(|case| case.trigger_follows = some(event(K::AccountDisabled, second(3_800))));
        assert_eq!(bits(&RULE, &case), None);
    }

    #[test]
    fn a_holder_whom_only_an_old_source_names_silences_it() {
        for (is_old, expected) in [(false, Some(7.0)), (true, None)] {
            let case = unattributed(|case| case.holder = Some(Holder { is_old, ..holder("p1") }));
            assert_eq!(bits(&RULE, &case), expected, "source that ended: {is_old}");
        }
    }

    #[test]
    fn a_link_silences_it_even_an_ambiguous_one() {
        assert_eq!(bits(&RULE, &case_where(|_| ())), None);
        let rivals = vec![candidate(K::AccountDisabled), candidate(K::GroupRemoved)];
        assert_eq!(bits(&RULE, &ambiguous(rivals)), None);
    }

    #[test]
    fn a_candidate_too_weak_for_a_link_may_still_explain_it() {
        for (score, expected) in [(-0.01, Some(7.0)), (0.0, None), (3.9, None)] {
            let case = unattributed(|case| {
                case.attribution.candidates = vec![candidate(K::RiskRaised)];
                case.attribution.candidates[0].score = score;
            });
            assert_eq!(bits(&RULE, &case), expected, "best candidate at {score}");
        }
    }

    #[test]
    fn the_sentence_names_the_window_and_weak_candidates() {
        let weak = unattributed(|case| {
            case.attribution.candidates = vec![candidate(K::RiskRaised)];
            case.attribution.candidates[0].score = -1.5;
        });
        assert_says(
            &RULE,
            &weak,
            &["sent at 2026-07-01T11:00:00Z", "covers the 1d before", "-1.50 of 4.00 bits"],
        );
    }
}
