//! What automations did, as far as exports show it: who started which actions, and what went before them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::registers;
use crate::{
    attribute::{
        self, Inputs,
        case::{AttributionStatus, Case},
    },
    config::{Config, Span},
    ingest::Ingested,
    records::{Action, ActionKind, EventClass, EventKind, Initiator, InitiatorKind, Instant, Origin},
    registers::{RegisterRow, Validity, Workflow},
};

/// A command sent at the end of the exports may have been done this many days later.
const DAYS_AFTER: i64 = 31;

/// What one initiator did.
pub(super) struct Practice {
    /// Who.
    pub initiator: Initiator,
    /// Under which other names the same actions stand: an automation server and the client it calls Jamf with.
    pub also: Vec<Initiator>,
    /// How many actions of each kind.
    pub actions: BTreeMap<ActionKind, u64>,
    /// First and last time.
    pub times: Option<(Instant, Instant)>,
    /// How many were linked to a trigger of each kind.
    pub triggers: BTreeMap<EventKind, u64>,
    /// Groups, apps and licences of these triggers.
    pub objects: BTreeMap<String, u64>,
}

impl Practice {
    /// Every name it goes by.
    pub(super) fn initiators(&self) -> impl Iterator<Item = &Initiator> {
        std::iter::once(&self.initiator).chain(&self.also)
    }

    /// Kinds of triggers that are more than chance: what preceded one action in ten, and more than one.
    pub(super) fn usual_triggers(&self) -> impl Iterator<Item = EventKind> {
        let few = self.linked() / 10;
        let is_usual = move |count: u64| count > few && (count > 1 || few == 0);
        self.triggers.iter().filter(move |(_, count)| is_usual(**count)).map(|(kind, _)| *kind)
    }

    /// Number of actions.
    pub(super) fn total(&self) -> u64 {
        self.actions.values().sum()
    }

    /// Number of actions that followed an identity event.
    pub(super) fn linked(&self) -> u64 {
        self.triggers.values().sum()
    }

    /// Whether it looks like an automation of identity events: neither a person's account nor an everyday policy
    /// follows them as a rule.
    pub(super) fn is_automation(&self) -> bool {
        match self.initiator.kind {
            InitiatorKind::ApiClient | InitiatorKind::Jawa => true,
            InitiatorKind::Account | InitiatorKind::Sso | InitiatorKind::Policy => {
                self.total() >= 5 && self.linked() * 2 >= self.total()
            }
            InitiatorKind::System => false,
        }
    }
}

/// Kinds worth a workflow: destructive ones, and those that take something away.
fn matters(kind: ActionKind) -> bool {
    use ActionKind as K;
    let takes_away = matches!(
        kind,
        K::LogOutUser | K::ProfileRemove | K::AppRemove | K::LicenceRevoke | K::PolicyRun | K::ScriptChange
    );
    kind.is_destructive() || takes_away
}

/// Every initiator with what it did, the busiest first.
///
/// # Errors
/// Linking fails.
pub(super) fn practices(
    ingested: &Ingested,
    config: &Config,
    as_of: Instant,
) -> anyhow::Result<Vec<Practice>> {
    let mut found = by_initiator(&ingested.actions);
    let triggers: BTreeSet<EventKind> = triggers_seen(ingested).into_keys().collect();
    let times = || found.iter().filter_map(|practice| practice.times);
    let Some((first, last)) = times().map(|times| times.0).min().zip(times().map(|times| times.1).max())
    else {
        return Ok(found);
    };
    let link = |found: &[Practice]| {
        let of_practice = |(index, practice)| workflow(index, practice, &triggers);
        let registers = registers(found.iter().enumerate().map(of_practice).collect());
        let inputs = Inputs { ingested, registers: &registers, config, as_of };
        attribute::attribute(&inputs, first, last + TimeDelta::days(DAYS_AFTER))
    };
    let mut linked = link(&found)?;
    if united(&mut found, &linked.cases, &ingested.actions) {
        linked = link(&found)?;
    }
    for case in &linked.cases {
        let index = case.workflow.as_ref().and_then(|workflow| workflow.id.parse::<usize>().ok());
        let Some(practice) = index.and_then(|index| found.get_mut(index)) else { continue };
        let taken = case.attribution.candidates.first();
        if let Some(candidate) = taken.filter(|_| case.attribution.status == AttributionStatus::Linked) {
            *practice.triggers.entry(candidate.trigger.kind).or_default() += 1;
            let object = candidate
                .trigger
                .object
                .as_ref()
                .and_then(|object| object.name.clone().or(object.id.clone()));
            if let Some(object) = object {
                *practice.objects.entry(object).or_default() += 1;
            }
        }
    }
    found.sort_by(|a, b| (b.total(), key(&a.initiator)).cmp(&(a.total(), key(&b.initiator))));
    Ok(found)
}

/// Makes one practice of those that the same actions stand under, and says whether there were any: an action that
/// several exports tell of may name a client in one and a hook in another.
fn united(found: &mut Vec<Practice>, cases: &[Case], actions: &[Action]) -> bool {
    let places: BTreeMap<(&str, &str), usize> =
        found.iter().enumerate().map(|(index, practice)| (key(&practice.initiator), index)).collect();
    let place = |action: &Action| places.get(&key(action.initiator.as_ref()?)).copied();
    let of_row: BTreeMap<Origin, usize> =
        actions.iter().filter_map(|action| Some((*action.origins.first()?, place(action)?))).collect();
    let mut joins: Vec<usize> = (0..found.len()).collect();
    for case in cases {
        let mut places = case.action.origins.iter().filter_map(|origin| of_row.get(origin));
        let Some(first) = places.next() else { continue };
        for other in places {
            let (a, b) = (joins[*first], joins[*other]);
            joins.iter_mut().filter(|join| **join == a.max(b)).for_each(|join| *join = a.min(b));
        }
    }
    let before = found.len();
    for index in (0..before).rev().filter(|index| joins[*index] != *index) {
        let other = found.remove(index);
        let leader = &mut found[joins[index]];
        leader.also.push(other.initiator);
        for (kind, count) in other.actions {
            let of_leader = leader.actions.entry(kind).or_default();
            *of_leader = count.max(*of_leader);
        }
        leader.times = leader.times.zip(other.times).map(|(a, b)| (a.0.min(b.0), a.1.max(b.1)));
    }
    for practice in found.iter_mut() {
        practice.also.reverse();
    }
    found.len() < before
}

fn key(initiator: &Initiator) -> (&'static str, &str) {
    (initiator.kind.code(), &initiator.name)
}

fn by_initiator(actions: &[Action]) -> Vec<Practice> {
    let mut all: BTreeMap<
        (&'static str, &str),
        (&Initiator, BTreeMap<ActionKind, BTreeSet<&str>>, Vec<Instant>),
    > = BTreeMap::new();
    for action in actions.iter().filter(|action| matters(action.kind)) {
        let Some(initiator) = &action.initiator else { continue };
        if initiator.name.trim().is_empty() || initiator.kind == InitiatorKind::System {
            continue;
        }
        let entry = all.entry(key(initiator)).or_insert_with(|| (initiator, BTreeMap::new(), Vec::new()));
        entry.1.entry(action.kind).or_default().insert(&action.action_id);
        entry.2.extend(action.sent_at.or(action.done_at));
    }
    let practice =
        |(initiator, kinds, times): (&Initiator, BTreeMap<ActionKind, BTreeSet<&str>>, Vec<Instant>)| {
            Practice {
                initiator: initiator.clone(),
                also: Vec::new(),
                actions: kinds.into_iter().map(|(kind, ids)| (kind, ids.len() as u64)).collect(),
                times: times.iter().min().copied().zip(times.iter().max().copied()),
                triggers: BTreeMap::new(),
                objects: BTreeMap::new(),
            }
        };
    all.into_values().map(practice).collect()
}

/// How often each kind of event that can start an action occurs.
pub(super) fn triggers_seen(ingested: &Ingested) -> BTreeMap<EventKind, u64> {
    let mut seen = BTreeMap::new();
    for event in ingested.events.iter().filter(|event| event.kind.class() == EventClass::Trigger) {
        *seen.entry(event.kind).or_default() += 1;
    }
    seen
}

/// A workflow that may act on anything, so that linking shows on what it did act.
fn workflow(index: usize, practice: &Practice, triggers: &BTreeSet<EventKind>) -> Workflow {
    Workflow {
        id: index.to_string(),
        title: String::new(),
        purpose: String::new(),
        triggers: triggers.iter().copied().collect(),
        objects: Vec::new(),
        actions: practice.actions.keys().copied().collect(),
        initiators: practice
            .initiators()
            .map(|initiator| (initiator.kind.code().to_owned(), initiator.name.clone()))
            .collect(),
        max_delay: Span::hours(24),
        settle: Span::minutes(0),
        control_owner: None,
        business_approver: None,
        execution_owner: None,
        exception_owner: None,
        approved_by: None,
        approved_at: None,
        approval_expires: None,
        validity: Validity::default(),
        tolerated_rate: 0.02,
        containment_target: Span::hours(1),
        max_exposure_hours: None,
        drivers: Vec::new(),
        agentic: false,
        row: RegisterRow { file: String::new(), line: 0 },
    }
}
