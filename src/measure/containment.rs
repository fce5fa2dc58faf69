//! The containment side: how fast right actions came, and which triggers led to none. What is observed stands
//! here; its quantiles and intervals are made in `rank`.

use chrono::TimeDelta;

use crate::{
    attribute::{
        EligibleTrigger,
        case::{AttributionStatus, Case},
    },
    judge::{Judgement, rule::Verdict},
};

/// What was observed of right actions and of triggers.
#[derive(Debug, Clone, Default)]
pub struct Observed {
    /// Cases judged true positives.
    pub true_positives: u64,
    /// Hours from trigger to `done_at` of true positives with a linked trigger, ascending.
    pub hours_to_act: Vec<f64>,
    /// Of those with a workflow: done within its `containment_target`, and how many there are.
    pub within_target: (u64, u64),
    /// Eligible triggers without an action, ordered by (time, event id, workflow).
    pub missed: Vec<EligibleTrigger>,
    /// How many triggers should have led to an action.
    pub eligible_triggers: u64,
}

/// Observes the judged cases of a period and the triggers of the same period.
pub fn observe<'a>(
    cases: impl IntoIterator<Item = (&'a Case, &'a Judgement)>,
    eligible: &[EligibleTrigger],
) -> Observed {
    let mut observed = Observed { eligible_triggers: eligible.len() as u64, ..Observed::default() };
    let true_positives =
        cases.into_iter().filter(|(_, judgement)| judgement.verdict == Verdict::TruePositive);
    for (case, _) in true_positives {
        observed.true_positives += 1;
        let Some(delay) = time_to_act(case) else { continue };
        observed.hours_to_act.push(hours(delay));
        if let Some(workflow) = &case.workflow {
            observed.within_target.1 += 1;
            observed.within_target.0 += u64::from(delay <= workflow.containment_target.delta());
        }
    }
    observed.hours_to_act.sort_by(f64::total_cmp);
    observed.missed = eligible.iter().filter(|trigger| !trigger.acted).cloned().collect();
    let order = |trigger: &EligibleTrigger| {
        (trigger.event.occurred_at, trigger.event.event_id.clone(), trigger.workflow_id.clone())
    };
    observed.missed.sort_by_cached_key(order);
    observed
}

/// From the linked trigger to `done_at`; 0 where the clocks of the sources put the action first.
pub fn time_to_act(case: &Case) -> Option<TimeDelta> {
    if case.attribution.status != AttributionStatus::Linked {
        return None;
    }
    let trigger = &case.attribution.candidates.first()?.trigger;
    Some((case.done_at - trigger.occurred_at).max(TimeDelta::zero()))
}

#[expect(clippy::cast_precision_loss, reason = "exact below 2^53 seconds")]
fn hours(delay: TimeDelta) -> f64 {
    delay.num_seconds() as f64 / 3_600.0
}
