//! Triggers that should have led to an action: the containment side's denominator.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::TimeDelta;

use super::{
    bulk::BulkIndex,
    candidates::{Scored, is_taken},
    episodes::Episode,
    linkable::Linkable,
    undoing::Histories,
    workflows,
};
use crate::{
    config::Attribute,
    records::{EventOutcome, IdentityEvent, Instant, JamfClass},
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
    /// Whether an action of the workflow followed inside `max_delay`, executed or not.
    pub acted: bool,
}

/// What eligibility is decided by.
pub(super) struct Eligibility<'a> {
    pub(super) episodes: &'a [Episode],
    pub(super) histories: &'a Histories<'a>,
    pub(super) bulk: &'a BulkIndex,
    pub(super) people: &'a People,
    pub(super) holders: &'a Holders<'a>,
    pub(super) workflows: &'a [Workflow],
    /// (episode, workflow id) pairs that some action answers.
    pub(super) answered: &'a BTreeSet<(u32, String)>,
    /// Every action that was linked, for what a workflow did to whom.
    pub(super) linkables: &'a [Linkable<'a>],
    pub(super) devices: &'a Devices,
    pub(super) as_of: Instant,
}

/// What the workflows did: sendings by (workflow, person), and the classes of device each ever acted on.
#[derive(Default)]
struct Deeds<'a> {
    sent: BTreeMap<(&'a str, PersonId), Vec<Instant>>,
    classes: BTreeMap<&'a str, BTreeSet<JamfClass>>,
}

impl Eligibility<'_> {
    /// One entry per workflow and episode whose approved trigger lies in the period, in (time, id) order.
    pub(super) fn triggers(&self, from: Instant, to: Instant) -> Vec<EligibleTrigger> {
        let devices = self.possessions();
        let deeds = self.deeds();
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
                        && held.iter().any(|(validity, class)| {
                            validity.holds_at(event.occurred_at) && deeds.reach(workflow, *class)
                        })
                        && self.stood(event, person)
                        && !self.was_a_mistake(episode);
                    if counts && seen.insert(&workflow.id) {
                        let answered = (u32::try_from(index).unwrap_or(u32::MAX), workflow.id.clone());
                        found.push(EligibleTrigger {
                            workflow_id: workflow.id.clone(),
                            event: Arc::clone(event),
                            person_id: self.people.label(person).to_owned(),
                            acted: self.answered.contains(&answered) || deeds.follow(workflow, person, event),
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

    fn deeds(&self) -> Deeds<'_> {
        let mut deeds = Deeds::default();
        for linkable in self.linkables {
            let class = linkable.device_id.and_then(|id| self.devices.class(id));
            for workflow in linkable.claims() {
                deeds.classes.entry(&workflow.id).or_default().extend(class);
                for person in [linkable.holder_person, linkable.jamf_person].into_iter().flatten() {
                    deeds.sent.entry((&workflow.id, person)).or_default().push(linkable.sent_at);
                }
            }
        }
        deeds
    }

    /// When each person had a device, and of which class: by the register, and where it names nobody by what
    /// Jamf says.
    fn possessions(&self) -> BTreeMap<PersonId, Vec<(Validity, Option<JamfClass>)>> {
        let mut found: BTreeMap<PersonId, Vec<(Validity, Option<JamfClass>)>> = BTreeMap::new();
        for device in self.holders.devices() {
            let class = self.devices.class(device);
            let registered = self.holders.registered(device);
            for row in registered {
                let person = row.assigned_person.as_deref().and_then(|id| self.people.by_person_id(id));
                if let Some(person) = person {
                    found.entry(person).or_default().push((row.validity, class));
                }
            }
            if registered.iter().all(|row| row.assigned_person.is_none()) {
                for (person, validity) in self.stated(device) {
                    found.entry(person).or_default().push((validity, class));
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

impl Deeds<'_> {
    /// Whether the workflow ever acted on this class of device. One that never acted may reach any.
    fn reach(&self, workflow: &Workflow, class: Option<JamfClass>) -> bool {
        let classes = self.classes.get(workflow.id.as_str()).filter(|classes| !classes.is_empty());
        classes.is_none_or(|classes| class.is_none_or(|class| classes.contains(&class)))
    }

    /// Whether the workflow acted on this person from the event on until `max_delay` after it was due: a leaver
    /// recorded ahead is due on the day it takes effect.
    fn follow(&self, workflow: &Workflow, person: PersonId, event: &IdentityEvent) -> bool {
        let due = event.effective_at.map_or(event.known_to, |at| (at + DAY).max(event.known_to));
        let until = due + workflow.max_delay.delta();
        let sent = self.sent.get(&(workflow.id.as_str(), person));
        sent.is_some_and(|sent| sent.iter().any(|at| event.known_from <= *at && *at <= until))
    }
}

/// Which episodes some action of a workflow answers: the best candidates that reach the score.
pub(super) fn answered(
    linkables: &[Linkable<'_>],
    scored: &[Vec<Scored<'_>>],
    config: &Attribute,
) -> BTreeSet<(u32, String)> {
    let mut found = BTreeSet::new();
    for (_, list) in linkables.iter().zip(scored) {
        let taken = is_taken(list, config);
        let reach = list.iter().take_while(|candidate| candidate.score >= config.min_score);
        for candidate in reach.take(if taken { 1 } else { usize::MAX }) {
            found.extend(candidate.workflow.map(|workflow| (candidate.episode.0, workflow.id.clone())));
        }
    }
    found
}
