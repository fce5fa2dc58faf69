//! Every trigger that should have led to an action, with the actions that answered it, and every right action with its
//! trigger: what the counts of the containment side are counts of.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::TimeDelta;

use super::containment::{time_to_act, triggered_by};
use crate::{
    attribute::{EligibleTrigger, case::Case},
    judge::{Judgement, rule::Verdict},
    records::{IdentityEvent, Instant, code::coded},
    registers::Workflow,
};

coded! {
    /// What became of a trigger.
    State {
        /// The workflow acted.
        Acted = "acted",
        /// It did not inside its longest delay.
        Missed = "missed",
        /// No action was due, and a right one was linked to it all the same.
        NotDue = "not_due",
    }
}

/// A trigger with one of its actions; a missed one without.
#[derive(Debug, Clone)]
pub struct Line {
    /// The workflow; `None` where the action belongs to none.
    pub workflow_id: Option<String>,
    /// The trigger.
    pub event: Arc<IdentityEvent>,
    /// Whom it is about.
    pub person_id: Option<String>,
    /// Whether it is the first line of a trigger that was due: these lines are the due triggers.
    pub is_due: bool,
    /// What became of it.
    pub state: State,
    /// The action.
    pub action_id: Option<String>,
    /// If the action is a case linked to this very event: what is known of it.
    pub timed: Option<Timed>,
    /// How soon the workflow should act.
    pub target: Option<TimeDelta>,
    /// When a missed trigger was contained otherwise.
    pub contained_at: Option<Instant>,
}

/// A case with its trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timed {
    /// The verdict.
    pub verdict: Verdict,
    /// When it was done.
    pub done_at: Instant,
    /// From the trigger to then.
    pub delay: TimeDelta,
    /// Of right actions, whether that was within the target.
    pub is_within_target: Option<bool>,
}

type Judged<'a> = (&'a Case, &'a Judgement);

/// All lines, by (time, event id, workflow, action).
pub fn lines<'a>(
    cases: impl IntoIterator<Item = Judged<'a>>,
    eligible: &[EligibleTrigger],
    workflows: &[Workflow],
) -> Vec<Line> {
    let mut linked: BTreeMap<(&str, &str), Vec<Judged<'a>>> = BTreeMap::new();
    for (case, judgement) in cases {
        if let Some(event) = triggered_by(case) {
            let workflow = case.workflow.as_ref().map_or("", |workflow| workflow.id.as_str());
            linked.entry((workflow, &event.event_id)).or_default().push((case, judgement));
        }
    }
    let mut lines = Vec::new();
    for trigger in eligible {
        let own = linked.remove(&(trigger.workflow_id.as_str(), trigger.event.event_id.as_str()));
        lines.extend(of_trigger(trigger, &own.unwrap_or_default(), workflows));
    }
    let others = linked.into_values().flatten();
    let right = others.filter(|(_, judgement)| judgement.verdict == Verdict::TruePositive);
    lines.extend(right.filter_map(not_due));
    lines.sort_by(|a, b| order(a).cmp(&order(b)));
    lines
}

fn order(line: &Line) -> (Instant, &str, Option<&str>, bool, Option<&str>) {
    let event = &line.event;
    let workflow = line.workflow_id.as_deref();
    (event.occurred_at, &event.event_id, workflow, !line.is_due, line.action_id.as_deref())
}

/// The cases linked to the trigger first, then actions that answered it otherwise: not executed, ambiguous, or linked to
/// another event about the person.
fn of_trigger(trigger: &EligibleTrigger, own: &[Judged<'_>], workflows: &[Workflow]) -> Vec<Line> {
    let at = trigger.event.occurred_at;
    let workflow = workflows
        .iter()
        .find(|workflow| workflow.id == trigger.workflow_id && workflow.validity.holds_at(at));
    let plain = Line {
        workflow_id: Some(trigger.workflow_id.clone()),
        event: Arc::clone(&trigger.event),
        person_id: Some(trigger.person_id.clone()),
        is_due: false,
        state: if trigger.acted() { State::Acted } else { State::Missed },
        action_id: None,
        timed: None,
        target: workflow.map(|workflow| workflow.containment_target.delta()),
        contained_at: trigger.otherwise.at(),
    };
    let mut lines: Vec<Line> = own.iter().map(|judged| of_case(&plain, *judged)).collect();
    let ids: BTreeSet<String> = lines.iter().filter_map(|line| line.action_id.clone()).collect();
    let others = trigger.answered_by.iter().filter(|id| !ids.contains(*id));
    lines.extend(others.map(|id| Line { action_id: Some(id.clone()), ..plain.clone() }));
    lines.sort_by(|a, b| a.action_id.cmp(&b.action_id));
    if lines.is_empty() {
        lines.push(plain);
    }
    if let Some(first) = lines.first_mut() {
        first.is_due = true;
    }
    lines
}

fn of_case(plain: &Line, (case, judgement): Judged<'_>) -> Line {
    let target = case.workflow.as_ref().map(|workflow| workflow.containment_target.delta());
    let is_right = judgement.verdict == Verdict::TruePositive;
    let timed = time_to_act(case).map(|delay| Timed {
        verdict: judgement.verdict,
        done_at: case.done_at,
        delay,
        is_within_target: target.filter(|_| is_right).map(|target| delay <= target),
    });
    Line { action_id: Some(case.action.action_id.clone()), timed, target, ..plain.clone() }
}

/// A right action whose trigger is none that was due.
fn not_due((case, judgement): Judged<'_>) -> Option<Line> {
    let plain = Line {
        workflow_id: case.workflow.as_ref().map(|workflow| workflow.id.clone()),
        event: Arc::clone(triggered_by(case)?),
        person_id: case.attribution.candidates.first().and_then(|taken| taken.subject_person_id.clone()),
        is_due: false,
        state: State::NotDue,
        action_id: None,
        timed: None,
        target: None,
        contained_at: None,
    };
    Some(of_case(&plain, (case, judgement)))
}
