//! The containment side: how fast right actions came, and which triggers led to none. What is observed stands
//! here; its quantiles and intervals are made in `rank`.

use std::sync::Arc;

use chrono::TimeDelta;

use crate::{
    attribute::{
        EligibleTrigger,
        case::{AttributionStatus, Case},
    },
    judge::{
        Judgement,
        rule::{Role, Verdict},
    },
    records::{ActionKind, IdentityEvent, Instant},
    registers::Workflow,
};

/// How long a trigger that was right waited for an action: until it was done, or, as far as is known, until now.
#[derive(Debug, Clone, PartialEq)]
pub struct Wait {
    /// The workflow.
    pub workflow_id: Option<String>,
    /// Owners of its version, in the order of [`Role::ALL`].
    pub owners: [Option<String>; 4],
    /// What was done or waits to be; `None` for a missed trigger of a workflow with several kinds.
    pub action_kind: Option<ActionKind>,
    /// The organisation's class of the device, empty where none is recorded; `None` for a missed trigger.
    pub device_class: Option<String>,
    /// From the trigger to `done_at`; without an action to when something else contained it, or to `as_of`.
    pub hours: f64,
    /// An action was done.
    pub has_acted: bool,
    /// It was done within the `containment_target` of its workflow; `None` without workflow or action.
    pub is_within_target: Option<bool>,
}

/// A trigger that should have led to an action.
#[derive(Debug, Clone, PartialEq)]
pub struct DueTrigger {
    /// The workflow that should have acted.
    pub workflow_id: String,
    /// Owners of the version valid then, in the order of [`Role::ALL`].
    pub owners: [Option<String>; 4],
    /// Whether it did not.
    pub is_missed: bool,
    /// Whether it did not and nothing else contained it on every device that the workflow should have acted on.
    pub is_left_open: bool,
}

/// What was observed of right actions and of triggers.
#[derive(Debug, Clone, Default)]
pub struct Observed {
    /// Cases judged true positives.
    pub true_positives: u64,
    /// Waits of right actions with a linked trigger, of commands still pending that are right, and of missed triggers.
    pub waits: Vec<Wait>,
    /// Every eligible trigger.
    pub due: Vec<DueTrigger>,
    /// Eligible triggers without an action, ordered by (time, event id, workflow).
    pub missed: Vec<EligibleTrigger>,
}

/// Where triggers are looked at.
#[derive(Debug, Clone, Copy)]
pub struct Watch<'a> {
    /// Versions of workflows.
    pub workflows: &'a [Workflow],
    /// First instant of the period and the first one after it.
    pub period: (Instant, Instant),
    /// Up to when the inputs are known.
    pub as_of: Instant,
}

/// Observes the judged cases of a period, the commands that still wait, and the triggers of the same period.
///
/// A missed trigger and a pending command that is right (its trigger, of the period, still stands) had no action by
/// `as_of`: they are censored there and not left out, or the slowest would make the automation look fast. A missed
/// trigger that something else contained is censored then: from then on nobody waited.
pub fn observe<'a>(
    cases: impl IntoIterator<Item = (&'a Case, &'a Judgement)>,
    pending: impl IntoIterator<Item = (&'a Case, Judgement)>,
    eligible: &[EligibleTrigger],
    watch: &Watch<'_>,
) -> Observed {
    let mut observed = Observed::default();
    let true_positives =
        cases.into_iter().filter(|(_, judgement)| judgement.verdict == Verdict::TruePositive);
    for (case, _) in true_positives {
        observed.true_positives += 1;
        observed.waits.extend(time_to_act(case).map(|delay| wait(case, delay, true)));
    }
    let waiting = pending.into_iter().filter(|(_, judgement)| judgement.verdict == Verdict::TruePositive);
    for (case, _) in waiting {
        let of_period = |at: &Instant| *at >= watch.period.0 && *at < watch.period.1;
        let since = triggered_at(case).filter(of_period);
        observed.waits.extend(since.map(|at| wait(case, (watch.as_of - at).max(TimeDelta::zero()), false)));
    }
    for trigger in eligible {
        let workflow = watch.workflows.iter().find(|workflow| {
            workflow.id == trigger.workflow_id && workflow.validity.holds_at(trigger.event.occurred_at)
        });
        let due = DueTrigger {
            workflow_id: trigger.workflow_id.clone(),
            owners: workflow.map(owners).unwrap_or_default(),
            is_missed: !trigger.acted(),
            is_left_open: !trigger.acted() && trigger.otherwise.at().is_none(),
        };
        if due.is_missed {
            let until = trigger.otherwise.at().unwrap_or(watch.as_of);
            observed.waits.push(Wait {
                workflow_id: Some(due.workflow_id.clone()),
                owners: due.owners.clone(),
                action_kind: workflow.and_then(only_kind),
                device_class: None,
                hours: hours((until - trigger.event.occurred_at).max(TimeDelta::zero())),
                has_acted: false,
                is_within_target: None,
            });
            observed.missed.push(trigger.clone());
        }
        observed.due.push(due);
    }
    let order = |trigger: &EligibleTrigger| {
        (trigger.event.occurred_at, trigger.event.event_id.clone(), trigger.workflow_id.clone())
    };
    observed.missed.sort_by_cached_key(order);
    observed
}

fn wait(case: &Case, delay: TimeDelta, has_acted: bool) -> Wait {
    let workflow = case.workflow.as_ref();
    let target = workflow.filter(|_| has_acted).map(|workflow| workflow.containment_target.delta());
    let class = case.device.as_ref().and_then(|device| device.device_class.clone());
    Wait {
        workflow_id: workflow.map(|workflow| workflow.id.clone()),
        owners: workflow.map(owners).unwrap_or_default(),
        action_kind: Some(case.action.kind),
        device_class: Some(class.unwrap_or_default()),
        hours: hours(delay),
        has_acted,
        is_within_target: target.map(|target| delay <= target),
    }
}

fn owners(workflow: &Workflow) -> [Option<String>; 4] {
    let owner = |role: &Role| match role {
        Role::ControlOwner => workflow.control_owner.clone(),
        Role::BusinessApprover => workflow.business_approver.clone(),
        Role::ExecutionOwner => workflow.execution_owner.clone(),
        Role::ExceptionOwner => workflow.exception_owner.clone(),
    };
    let mut all = Role::ALL.iter().map(owner);
    std::array::from_fn(|_| all.next().flatten())
}

/// What a workflow would have done, where it does one thing only.
fn only_kind(workflow: &Workflow) -> Option<ActionKind> {
    match workflow.actions.as_slice() {
        [kind] => Some(*kind),
        _ => None,
    }
}

/// From the linked trigger to `done_at`; 0 where the clocks of the sources put the action first.
pub fn time_to_act(case: &Case) -> Option<TimeDelta> {
    Some((case.done_at - triggered_at(case)?).max(TimeDelta::zero()))
}

/// When the linked trigger happened.
fn triggered_at(case: &Case) -> Option<Instant> {
    Some(triggered_by(case)?.occurred_at)
}

/// The linked trigger.
pub(super) fn triggered_by(case: &Case) -> Option<&Arc<IdentityEvent>> {
    let is_linked = case.attribution.status == AttributionStatus::Linked;
    let taken = case.attribution.candidates.first().filter(|_| is_linked)?;
    Some(&taken.trigger)
}

#[expect(clippy::cast_precision_loss, reason = "exact below 2^53 seconds")]
fn hours(delay: TimeDelta) -> f64 {
    delay.num_seconds() as f64 / 3_600.0
}
