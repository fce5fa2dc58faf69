//! What became of a trigger: undone, recanted, dismissed, remediated, confirmed, or left standing.

use std::{collections::BTreeMap, sync::Arc};

use chrono::TimeDelta;

use crate::{
    records::{EventKind, EventOutcome, IdentityEvent, Instant, ObjectRef},
    resolve::{DeviceId, Devices, People, PersonId},
};

/// A reversal followed by the same trigger inside this time does not count.
const LASTING: TimeDelta = TimeDelta::days(7);

/// Decisions about a trigger are looked for this long.
const LOOK_AHEAD: TimeDelta = TimeDelta::days(30);

/// Identity events by person and by device, in (time, id) order.
pub(super) struct Histories<'a> {
    devices: &'a Devices,
    changes: BTreeMap<PersonId, Vec<Arc<IdentityEvent>>>,
    /// What was removed, added, called compliant or not: such an event may name a device and nobody.
    of_devices: BTreeMap<DeviceId, Vec<Arc<IdentityEvent>>>,
    recants_by_event: BTreeMap<String, Arc<IdentityEvent>>,
}

impl<'a> Histories<'a> {
    /// Sorts the events (already ordered by time and id) by the person and the device they are about.
    pub(super) fn new(events: &[Arc<IdentityEvent>], people: &People, devices: &'a Devices) -> Self {
        let mut histories = Self {
            devices,
            changes: BTreeMap::new(),
            of_devices: BTreeMap::new(),
            recants_by_event: BTreeMap::new(),
        };
        for event in events {
            if let Some(id) =
                event.recants_event_id.as_ref().filter(|_| event.outcome != EventOutcome::Failed)
            {
                histories.recants_by_event.entry(id.clone()).or_insert_with(|| Arc::clone(event));
            }
            if let Some(device) = histories.device_of(event) {
                histories.of_devices.entry(device).or_default().push(Arc::clone(event));
            }
            let Some(person) = people.resolve(&event.subject, event.occurred_at).person() else { continue };
            histories.changes.entry(person).or_default().push(Arc::clone(event));
        }
        histories
    }

    /// Changes of a person in a closed stretch of time.
    pub(super) fn changes_between(
        &self,
        person: PersonId,
        from: Instant,
        to: Instant,
    ) -> &[Arc<IdentityEvent>] {
        between(self.changes.get(&person), from, to)
    }

    /// First lasting reversal of the trigger, in the history of its subject and, for device kinds, of its device.
    pub(super) fn undoing(
        &self,
        trigger: &IdentityEvent,
        person: Option<PersonId>,
    ) -> Option<Arc<IdentityEvent>> {
        let undoes = |event: &&Arc<IdentityEvent>| {
            trigger.kind.undone_by().contains(&event.kind)
                && event.outcome != EventOutcome::Failed
                && is_about(event, trigger)
                && same_object(trigger, event)
                && self.same_device(trigger, event)
                && !person.is_some_and(|person| self.follows_remediation(trigger, event, person))
                && !self.happens_again(trigger, event.occurred_at, person)
        };
        self.of_subject_and_device(trigger, person, trigger.occurred_at, Instant::MAX_UTC)
            .filter(undoes)
            .min_by(|a, b| (a.occurred_at, &a.event_id).cmp(&(b.occurred_at, &b.event_id)))
            .cloned()
    }

    /// Changes of the person, then those of the device of a device kind; an event of both comes twice.
    fn of_subject_and_device(
        &self,
        trigger: &IdentityEvent,
        person: Option<PersonId>,
        from: Instant,
        to: Instant,
    ) -> impl Iterator<Item = &Arc<IdentityEvent>> {
        let of_person = person.map_or(&[][..], |person| self.changes_between(person, from, to));
        let device = self.device_of(trigger).and_then(|device| self.of_devices.get(&device));
        of_person.iter().chain(between(device, from, to))
    }

    /// The device a device kind is about, where Jamf or the register knows it.
    fn device_of(&self, event: &IdentityEvent) -> Option<DeviceId> {
        event.device.as_ref().filter(|_| is_device_kind(event.kind)).and_then(|keys| self.devices.find(keys))
    }

    /// First event that says the trigger, or another event of its episode, was never true.
    pub(super) fn recant(
        &self,
        episode: &[Arc<IdentityEvent>],
        person: Option<PersonId>,
    ) -> Option<Arc<IdentityEvent>> {
        let named = episode.iter().filter_map(|event| self.recants_by_event.get(&event.event_id)).cloned();
        let about_person = person.into_iter().flat_map(|person| {
            episode.iter().filter_map(move |event| self.recant_of(event, person)).collect::<Vec<_>>()
        });
        named
            .chain(about_person)
            .min_by(|a, b| (a.occurred_at, &a.event_id).cmp(&(b.occurred_at, &b.event_id)))
    }

    /// First event of a kind within 30 days after the trigger.
    pub(super) fn first_after(
        &self,
        trigger: &IdentityEvent,
        person: PersonId,
        kind: EventKind,
    ) -> Option<Arc<IdentityEvent>> {
        self.changes_between(person, trigger.occurred_at, trigger.occurred_at + LOOK_AHEAD)
            .iter()
            .find(|event| event.kind == kind && event.outcome != EventOutcome::Failed)
            .cloned()
    }

    fn recant_of(&self, event: &IdentityEvent, person: PersonId) -> Option<Arc<IdentityEvent>> {
        use EventKind as K;
        let kinds: &[K] = match event.kind {
            K::RiskRaised => &[K::RiskRecanted, K::ConfirmedSafe],
            K::CompromiseConfirmed => &[K::ConfirmedSafe],
            K::HireRecorded => &[K::HireRescinded],
            kind if kind.is_account_or_termination() => &[K::TerminationCancelled],
            _ => return None,
        };
        // A cancellation may be older than the trigger that acted on the cancelled record all the same.
        let from = if event.kind.is_account_or_termination() {
            event.occurred_at - LOOK_AHEAD
        } else {
            event.occurred_at
        };
        let to = event.effective_at.unwrap_or(event.occurred_at).max(event.occurred_at) + LOOK_AHEAD;
        self.changes_between(person, from, to)
            .iter()
            .filter(|other| kinds.contains(&other.kind) && other.outcome != EventOutcome::Failed)
            .filter(|other| is_about(other, event))
            .find(|other| !self.terminated_again(other, event, person))
            .cloned()
    }

    /// A termination recorded after its cancellation stands.
    fn terminated_again(
        &self,
        cancellation: &IdentityEvent,
        trigger: &IdentityEvent,
        person: PersonId,
    ) -> bool {
        if cancellation.kind != EventKind::TerminationCancelled {
            return false;
        }
        let until = (cancellation.occurred_at + LASTING).max(trigger.occurred_at);
        self.changes_between(person, cancellation.occurred_at, until).iter().any(|event| {
            matches!(event.kind, EventKind::TerminationRecorded | EventKind::LeaveDateSet)
                && event.occurred_at > cancellation.occurred_at
                && event.outcome != EventOutcome::Failed
        })
    }

    fn happens_again(&self, trigger: &IdentityEvent, undone_at: Instant, person: Option<PersonId>) -> bool {
        self.of_subject_and_device(trigger, person, undone_at, undone_at + LASTING).any(|event| {
            event.occurred_at > undone_at
                && !event.kind.undone_by().is_empty()
                && event.kind.undone_by() == trigger.kind.undone_by()
                && event.outcome != EventOutcome::Failed
                && same_object(trigger, event)
                && self.same_device(trigger, event)
        })
    }

    /// A device event of another device of the same person says nothing about this one. Without a key that both
    /// name, and unless both are known, nothing tells them apart.
    fn same_device(&self, trigger: &IdentityEvent, event: &IdentityEvent) -> bool {
        let (true, Some(a), Some(b)) = (is_device_kind(trigger.kind), &trigger.device, &event.device) else {
            return true;
        };
        if let (Some(known), Some(other)) = (self.devices.find(a), self.devices.find(b)) {
            return known == other;
        }
        let pairs = [
            (&a.serial, &b.serial),
            (&a.udid, &b.udid),
            (&a.management_id, &b.management_id),
            (&a.jamf_id, &b.jamf_id),
        ];
        let mut known = pairs.into_iter().filter_map(|(a, b)| a.as_ref().zip(b.as_ref())).peekable();
        if known.peek().is_none() {
            // The identity system's own record of the device is all that is left.
            let id = |event: &IdentityEvent| event.object.as_ref().and_then(|object| object.id.clone());
            return id(trigger).zip(id(event)).is_none_or(|(a, b)| a.eq_ignore_ascii_case(&b));
        }
        known.any(|(a, b)| a.eq_ignore_ascii_case(b))
    }

    /// A risk that fell because its user changed the password was a risk.
    fn follows_remediation(&self, trigger: &IdentityEvent, event: &IdentityEvent, person: PersonId) -> bool {
        matches!(event.kind, EventKind::RiskLowered | EventKind::RiskDismissed)
            && self.changes_between(person, trigger.occurred_at, event.occurred_at).iter().any(|other| {
                matches!(other.kind, EventKind::Remediated | EventKind::CompromiseConfirmed)
                    && other.outcome != EventOutcome::Failed
            })
    }
}

fn between(events: Option<&Vec<Arc<IdentityEvent>>>, from: Instant, to: Instant) -> &[Arc<IdentityEvent>] {
    let Some(events) = events else { return &[] };
    let start = events.partition_point(|event| event.occurred_at < from);
    let end = events.partition_point(|event| event.occurred_at <= to);
    &events[start.min(end)..end]
}

/// Whether an event may be about the trigger: one that names another is about that one alone. It may name the record
/// of which the trigger is a version.
fn is_about(event: &IdentityEvent, trigger: &IdentityEvent) -> bool {
    event.recants_event_id.as_deref().is_none_or(|id| {
        let is_record = |text: &String| text.split_once(':').is_some_and(|(_, value)| value == id);
        id == trigger.event_id || trigger.correlations.iter().any(is_record)
    })
}

fn same_object(trigger: &IdentityEvent, event: &IdentityEvent) -> bool {
    !trigger.kind.pairs_on_object() || is_same(trigger.object.as_ref(), event.object.as_ref())
}

fn is_device_kind(kind: EventKind) -> bool {
    use EventKind as K;
    matches!(kind, K::DeviceRemoved | K::DeviceNoncompliant | K::DeviceAdded | K::DeviceCompliant)
}

fn is_same(a: Option<&ObjectRef>, b: Option<&ObjectRef>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => match (&a.id, &b.id) {
            (Some(x), Some(y)) => x.eq_ignore_ascii_case(y),
            _ => a.name.is_some() && a.name == b.name,
        },
        _ => false,
    }
}
