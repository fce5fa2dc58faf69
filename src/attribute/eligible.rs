//! Triggers that should have led to an action: the containment side's denominator.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::TimeDelta;

use super::{episodes::Episode, undoing::Histories, workflows};
use crate::{
    records::{EventOutcome, IdentityEvent, Instant},
    registers::{Validity, Workflow},
    resolve::{DeviceId, Holders, People, PersonId},
};

/// A trigger counts as missed only if it stood this long.
const STOOD: TimeDelta = TimeDelta::days(7);

/// A listed trigger that stood seven days, for a person with a device.
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
    pub(super) histories: &'a Histories,
    pub(super) people: &'a People,
    pub(super) holders: &'a Holders<'a>,
    pub(super) workflows: &'a [Workflow],
    /// (episode, workflow id) pairs that some action answers.
    pub(super) answered: &'a BTreeSet<(u32, String)>,
    pub(super) as_of: Instant,
}

impl Eligibility<'_> {
    /// One entry per workflow and episode whose approved trigger lies in the period, in (time, id) order.
    pub(super) fn triggers(&self, from: Instant, to: Instant) -> Vec<EligibleTrigger> {
        let devices = self.possessions();
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
                        && held.iter().any(|validity| validity.holds_at(event.occurred_at))
                        && self.stood(event, person);
                    if counts && workflows::approves(workflow, event) && seen.insert(&workflow.id) {
                        let answered = (u32::try_from(index).unwrap_or(u32::MAX), workflow.id.clone());
                        found.push(EligibleTrigger {
                            workflow_id: workflow.id.clone(),
                            event: Arc::clone(event),
                            person_id: self.people.label(person).to_owned(),
                            acted: self.answered.contains(&answered),
                        });
                    }
                }
            }
        }
        found
    }

    fn stood(&self, event: &IdentityEvent, person: PersonId) -> bool {
        let undone = self.histories.undoing(event, person);
        event.outcome != EventOutcome::Failed
            && event.occurred_at + STOOD <= self.as_of
            && undone.is_none_or(|undoing| undoing.occurred_at - event.occurred_at > STOOD)
    }

    /// When each person had a device: by the register, and where it names nobody by what Jamf says.
    fn possessions(&self) -> BTreeMap<PersonId, Vec<Validity>> {
        let mut found: BTreeMap<PersonId, Vec<Validity>> = BTreeMap::new();
        for device in self.holders.devices() {
            let registered = self.holders.registered(device);
            for row in registered {
                let person = row.assigned_person.as_deref().and_then(|id| self.people.by_person_id(id));
                if let Some(person) = person {
                    found.entry(person).or_default().push(row.validity);
                }
            }
            if registered.iter().all(|row| row.assigned_person.is_none()) {
                for (person, validity) in self.stated(device) {
                    found.entry(person).or_default().push(validity);
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
