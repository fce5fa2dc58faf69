//! Triggers that should have led to an action: the containment side's denominator.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::TimeDelta;

use super::{
    bulk::BulkIndex,
    candidates::{Scored, is_taken},
    containing::{Contained, Open},
    episodes::{Episode, EpisodeId},
    linkable::Linkable,
    undoing::Histories,
    workflows,
};
use crate::{
    config::Attribute,
    records::{ActionKind, EventOutcome, IdentityEvent, Instant, JamfClass},
    registers::{Validity, Workflow},
    resolve::{DeviceId, Devices, Holders, People, PersonId},
};

/// A date without time takes effect in the course of that day.
const DAY: TimeDelta = TimeDelta::days(1);

/// A trigger counts as missed only if it stood this long.
const STOOD: TimeDelta = TimeDelta::days(7);

/// A listed trigger that stood seven days, for a person with a device, and was no part of a mass mistake.
#[derive(Debug, Clone)]
pub struct EligibleTrigger {
    /// The workflow version valid then.
    pub workflow_id: String,
    /// The event.
    pub event: Arc<IdentityEvent>,
    /// Whom it is about.
    pub person_id: String,
    /// The actions of the workflow that followed inside `max_delay`, executed or not, by id.
    pub answered_by: Vec<String>,
    /// If none did: what was done on the devices all the same.
    pub otherwise: Contained,
}

impl EligibleTrigger {
    /// Whether the workflow acted.
    pub fn acted(&self) -> bool {
        !self.answered_by.is_empty()
    }
}

/// Which actions answer an episode for a workflow.
pub(super) type Answers<'a> = BTreeMap<(u32, String), Vec<&'a str>>;

/// What a person had when, and of which class.
type Possessions = BTreeMap<PersonId, Vec<(Validity, DeviceId, Option<JamfClass>)>>;

/// What eligibility is decided by.
pub(super) struct Eligibility<'a> {
    pub(super) episodes: &'a [Episode],
    pub(super) histories: &'a Histories<'a>,
    pub(super) bulk: &'a BulkIndex,
    pub(super) people: &'a People,
    pub(super) holders: &'a Holders<'a>,
    pub(super) workflows: &'a [Workflow],
    /// (episode, workflow id) pairs that some action answers.
    pub(super) answered: &'a Answers<'a>,
    /// Every action that was linked, for what a workflow did to whom.
    pub(super) linkables: &'a [Linkable<'a>],
    pub(super) devices: &'a Devices,
    pub(super) as_of: Instant,
}

/// What the workflows did: sendings by (workflow, person), and what each ever did to which class of device.
#[derive(Default)]
struct Habits<'a> {
    sent: BTreeMap<(&'a str, PersonId), Vec<(Instant, &'a str)>>,
    kinds: BTreeMap<&'a str, BTreeMap<JamfClass, BTreeSet<ActionKind>>>,
}

impl Eligibility<'_> {
    /// One entry per workflow and episode whose approved trigger lies in the period, in (time, id) order. `contained`
    /// is asked of every one that no action answers.
    pub(super) fn triggers(
        &self,
        (from, to): (Instant, Instant),
        mut contained: impl FnMut(&Open) -> Contained,
    ) -> Vec<EligibleTrigger> {
        let devices = self.possessions();
        let habits = self.habits();
        let mut found = Vec::new();
        for (index, episode) in self.episodes.iter().enumerate() {
            let Some((person, held)) = episode.subject.and_then(|id| Some((id, devices.get(&id)?))) else {
                continue;
            };
            let mut seen = BTreeSet::new();
            for event in &episode.events {
                for workflow in
                    self.workflows.iter().filter(|workflow| workflow.validity.holds_at(event.occurred_at))
                {
                    let counts = event.occurred_at >= from
                        && event.occurred_at < to
                        && workflows::approves(workflow, event)
                        && held.iter().any(|(validity, _, class)| {
                            validity.holds_at(event.occurred_at) && habits.reach(workflow, *class)
                        })
                        && self.stood(event, person)
                        && !self.was_a_mistake(episode);
                    if counts && seen.insert(&workflow.id) {
                        let episode = EpisodeId(u32::try_from(index).unwrap_or(u32::MAX));
                        let linked = self.answered.get(&(episode.0, workflow.id.clone()));
                        let linked = linked.into_iter().flatten().copied();
                        let sent = habits.follow(workflow, person, event);
                        let answers: BTreeSet<&str> = linked.chain(sent).collect();
                        let otherwise = if answers.is_empty() {
                            let wanted = wanted(&habits, workflow, held, event.occurred_at);
                            let until = due(event) + STOOD;
                            let since = event.occurred_at;
                            contained(&Open { person, episode, since, until, wanted })
                        } else {
                            Contained::default()
                        };
                        found.push(EligibleTrigger {
                            workflow_id: workflow.id.clone(),
                            event: Arc::clone(event),
                            person_id: self.people.label(person).to_owned(),
                            answered_by: answers.into_iter().map(str::to_owned).collect(),
                            otherwise,
                        });
                    }
                }
            }
        }
        found
    }

    fn stood(&self, event: &IdentityEvent, person: PersonId) -> bool {
        let undone = self.histories.undoing(event, Some(person));
        event.outcome != EventOutcome::Failed
            && event.occurred_at + STOOD <= self.as_of
            && undone.is_none_or(|undoing| undoing.occurred_at - event.occurred_at >= STOOD)
    }

    /// One of many changed at once by a mistake: that nobody acted on it is no miss, nor is it right to have acted.
    fn was_a_mistake(&self, episode: &Episode) -> bool {
        self.bulk.of(episode).is_some_and(|bulk| bulk.is_mistake())
    }

    fn habits(&self) -> Habits<'_> {
        let mut habits = Habits::default();
        for linkable in self.linkables {
            let class = linkable.device_id.and_then(|id| self.devices.class(id));
            for workflow in linkable.claims() {
                if let Some(class) = class {
                    let kinds = habits.kinds.entry(&workflow.id).or_default().entry(class).or_default();
                    kinds.insert(linkable.action.kind);
                }
                for person in [linkable.holder_person, linkable.jamf_person].into_iter().flatten() {
                    let sending = (linkable.sent_at, linkable.action.action_id.as_str());
                    habits.sent.entry((&workflow.id, person)).or_default().push(sending);
                }
            }
        }
        habits
    }

    /// When each person had a device, and of which class: by the register, and where it names nobody by what
    /// Jamf says.
    fn possessions(&self) -> Possessions {
        let mut found = Possessions::new();
        for device in self.holders.devices() {
            let class = self.devices.class(device);
            let registered = self.holders.registered(device);
            for row in registered {
                let person = row.assigned_person.as_deref().and_then(|id| self.people.by_person_id(id));
                if let Some(person) = person {
                    found.entry(person).or_default().push((row.validity, device, class));
                }
            }
            if registered.iter().all(|row| row.assigned_person.is_none()) {
                for (person, validity) in self.stated(device) {
                    found.entry(person).or_default().push((validity, device, class));
                }
            }
        }
        found
    }

    /// Jamf's statements about a device, each until the next one; the first is taken to have held before, too.
    fn stated(&self, device: DeviceId) -> impl Iterator<Item = (PersonId, Validity)> + '_ {
        let statements = self.holders.assigned(device);
        statements.iter().enumerate().filter_map(move |(index, held)| {
            let from = held.from.filter(|_| index > 0);
            let to = statements.get(index + 1).and_then(|next| next.from);
            let at = held.from.unwrap_or(self.as_of);
            let person = self.people.resolve(held.person?, at).person()?;
            Some((person, Validity { from, to }))
        })
    }
}

impl<'a> Habits<'a> {
    /// Whether the workflow ever acted on this class of device. One that never acted may reach any.
    fn reach(&self, workflow: &Workflow, class: Option<JamfClass>) -> bool {
        let classes = self.kinds.get(workflow.id.as_str());
        classes.is_none_or(|classes| class.is_none_or(|class| classes.contains_key(&class)))
    }

    /// What the workflow would do to a device of a class: of the kinds it lists those that it ever did to one; all of
    /// them where it never did.
    fn of(&self, workflow: &Workflow, class: Option<JamfClass>) -> Vec<ActionKind> {
        let done = class.and_then(|class| self.kinds.get(workflow.id.as_str())?.get(&class));
        let is_done = |kind: &ActionKind| done.is_some_and(|done| done.contains(kind));
        let usual: Vec<ActionKind> = workflow.actions.iter().copied().filter(is_done).collect();
        if usual.is_empty() { workflow.actions.clone() } else { usual }
    }

    /// Actions of the workflow on this person from the event on until `max_delay` after it was due.
    fn follow(&self, workflow: &Workflow, person: PersonId, event: &IdentityEvent) -> Vec<&'a str> {
        let window = event.known_from..=due(event) + workflow.max_delay.delta();
        let sent = self.sent.get(&(workflow.id.as_str(), person)).into_iter().flatten();
        sent.filter(|(at, _)| window.contains(at)).map(|(_, id)| *id).collect()
    }
}

/// When an action on an event is due: a leaver recorded ahead is due on the day it takes effect.
fn due(event: &IdentityEvent) -> Instant {
    event.effective_at.map_or(event.known_to, |at| (at + DAY).max(event.known_to))
}

/// What the workflow would have done to which devices that somebody held.
fn wanted(
    habits: &Habits<'_>,
    workflow: &Workflow,
    held: &[(Validity, DeviceId, Option<JamfClass>)],
    at: Instant,
) -> Vec<(DeviceId, Vec<ActionKind>)> {
    let reached =
        held.iter().filter(|(validity, _, class)| validity.holds_at(at) && habits.reach(workflow, *class));
    reached.map(|(_, device, class)| (*device, habits.of(workflow, *class))).collect()
}

/// Which episodes some action of a workflow answers: the best candidates that reach the score.
pub(super) fn answered<'a>(
    linkables: &[Linkable<'a>],
    scored: &[Vec<Scored<'_>>],
    config: &Attribute,
) -> Answers<'a> {
    let mut found = Answers::new();
    for (linkable, list) in linkables.iter().zip(scored) {
        let taken = is_taken(list, config);
        let reach = list.iter().take_while(|candidate| candidate.score >= config.min_score);
        for candidate in reach.take(if taken { 1 } else { usize::MAX }) {
            if let Some(workflow) = candidate.workflow {
                let actions = found.entry((candidate.episode.0, workflow.id.clone())).or_default();
                actions.push(linkable.action.action_id.as_str());
            }
        }
    }
    found
}
