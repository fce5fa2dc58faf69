//! Episodes: the identity events of one person that share a correlation, or a leaver chain inside 24 h.
//! One happening, several records.

use std::{collections::BTreeMap, sync::Arc};

use chrono::TimeDelta;

use crate::{
    records::{EventClass, EventOutcome, IdentityEvent, Instant},
    resolve::{Basis, Devices, People, PersonId, folded},
};

/// Index of an episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct EpisodeId(pub(super) u32);

/// One happening.
#[derive(Debug)]
pub(super) struct Episode {
    /// Trigger events in (time, id) order.
    pub(super) events: Vec<Arc<IdentityEvent>>,
    /// The person, where known.
    pub(super) subject: Option<PersonId>,
    /// How the person was found.
    pub(super) basis: Option<Basis>,
    /// Raw addresses and logins of the subject, folded.
    pub(super) identifiers: Vec<String>,
    /// `correlation` ids.
    pub(super) correlations: Vec<String>,
}

impl Episode {
    /// Printed id: that of its first event.
    pub(super) fn label(&self) -> String {
        format!("ep-{}", self.events[0].event_id)
    }
}

/// Leaver events of one person this close are one chain.
const CHAIN: TimeDelta = TimeDelta::hours(24);

/// Groups the trigger events. `events` is ordered by (time, id).
pub(super) fn episodes(events: &[Arc<IdentityEvent>], people: &People, devices: &Devices) -> Vec<Episode> {
    let mut by_subject: BTreeMap<String, Vec<Arc<IdentityEvent>>> = BTreeMap::new();
    for event in events {
        if event.kind.class() == EventClass::Context {
            continue;
        }
        by_subject.entry(subject_key(event, people, devices)).or_default().push(Arc::clone(event));
    }
    let mut all: Vec<Episode> = by_subject.into_values().flat_map(|events| chains(&events, people)).collect();
    all.sort_by(|a, b| {
        (a.events[0].occurred_at, &a.events[0].event_id)
            .cmp(&(b.events[0].occurred_at, &b.events[0].event_id))
    });
    all
}

/// The person, else the device, else the raw key: what makes events "of one person".
fn subject_key(event: &IdentityEvent, people: &People, devices: &Devices) -> String {
    if let Some(person) = people.resolve(&event.subject, event.occurred_at).person() {
        return format!("p:{}", person.0);
    }
    if let Some(device) = &event.device {
        // One device is one subject, whichever of its keys an event names.
        return devices.find(device).map_or_else(|| format!("d:{device:?}"), |id| format!("k:{}", id.0));
    }
    // One address is one subject, whatever else is printed beside it.
    let address = [&event.subject.email, &event.subject.login].into_iter().flatten().next();
    address.map_or_else(|| format!("r:{:?}", event.subject), |text| format!("a:{}", folded(text)))
}

fn chains(events: &[Arc<IdentityEvent>], people: &People) -> Vec<Episode> {
    let mut built: Vec<Vec<Arc<IdentityEvent>>> = Vec::new();
    let mut by_correlation: BTreeMap<&str, usize> = BTreeMap::new();
    let mut last_leaver: Option<(usize, Instant)> = None;
    for event in events {
        if event.kind.class() != EventClass::Trigger {
            if last_leaver.is_some_and(|(index, _)| ends_chain(event, &built[index])) {
                last_leaver = None;
            }
            continue;
        }
        let is_leaver = event.kind.is_account_or_termination();
        let correlated = event.correlations.iter().find_map(|id| by_correlation.get(id.as_str()).copied());
        let chained = last_leaver
            .filter(|(_, at)| is_leaver && event.occurred_at - *at <= CHAIN)
            .map(|(index, _)| index);
        let index = correlated.or(chained).unwrap_or_else(|| {
            built.push(Vec::new());
            built.len() - 1
        });
        built[index].push(Arc::clone(event));
        for id in &event.correlations {
            by_correlation.entry(id).or_insert(index);
        }
        if is_leaver {
            last_leaver = Some((index, event.occurred_at));
        }
    }
    built.into_iter().map(|events| episode(events, people)).collect()
}

/// The undoing of a leaver event ends the chain: what follows is another happening. A group that comes on the
/// way out (one for leavers, say) does not.
fn ends_chain(event: &IdentityEvent, chain: &[Arc<IdentityEvent>]) -> bool {
    let is_undone = |e: &Arc<IdentityEvent>| {
        e.kind.is_account_or_termination() && e.kind.undone_by().contains(&event.kind)
    };
    event.outcome != EventOutcome::Failed && chain.iter().any(is_undone)
}

fn episode(events: Vec<Arc<IdentityEvent>>, people: &People) -> Episode {
    let found: Vec<(PersonId, Basis)> = events
        .iter()
        .filter_map(|event| {
            let resolution = people.resolve(&event.subject, event.occurred_at);
            resolution.person().zip(resolution.basis())
        })
        .collect();
    let best = found.iter().min_by_key(|(_, basis)| *basis).copied();
    let mut identifiers: Vec<String> = events
        .iter()
        .flat_map(|event| [&event.subject.email, &event.subject.login])
        .flatten()
        .map(|text| folded(text))
        .filter(|text| !text.is_empty())
        .collect();
    identifiers.sort();
    identifiers.dedup();
    let mut correlations: Vec<String> = events.iter().flat_map(|event| event.correlations.clone()).collect();
    correlations.sort();
    correlations.dedup();
    Episode { subject: best.map(|b| b.0), basis: best.map(|b| b.1), identifiers, correlations, events }
}
