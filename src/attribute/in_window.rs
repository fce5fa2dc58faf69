//! Which events come into question for an action: those known inside its window under one of its keys.

use std::{collections::BTreeMap, sync::Arc};

use polars::prelude::PolarsResult;

use super::{
    episodes::{Episode, EpisodeId},
    linkable::Linkable,
    settings::{DEFAULT_MAX_DELAY, Settings},
    window_join::{Keyed, overlapping},
};
use crate::{
    records::IdentityEvent,
    resolve::{DeviceId, Devices, PersonId},
};

/// Events of the window by episode.
pub(super) type EventsByEpisode = BTreeMap<EpisodeId, Vec<Arc<IdentityEvent>>>;

/// Trigger events known inside the window about the device's person, the device, the person Jamf believed
/// had it, or whose raw address equals the one Jamf holds. What lies in the windows of `reach` is found; stretches
/// are cut by those of `settings`.
pub(super) fn in_window(
    linkables: &[Linkable<'_>],
    episodes: &[Episode],
    devices: &Devices,
    (settings, reach): (&Settings, &Settings),
) -> PolarsResult<BTreeMap<usize, EventsByEpisode>> {
    let mut keys = Keys::default();
    let mut points = Vec::new();
    let mut events: Vec<(EpisodeId, &Arc<IdentityEvent>)> = Vec::new();
    for (index, episode) in episodes.iter().enumerate() {
        let of_episode = keys.of_episode(episode);
        for event in &episode.events {
            let id = number(events.len());
            events.push((EpisodeId(number(index)), event));
            let (from, to) = (event.known_from.timestamp_micros(), event.known_to.timestamp_micros());
            let device = event.device.as_ref().and_then(|keys| devices.find(keys)).map(Key::Device);
            let of_device = device.map(|device| keys.number(device));
            points.extend(of_episode.iter().copied().chain(of_device).map(|key| Keyed { key, id, from, to }));
        }
    }
    let mut windows = Vec::new();
    let mut longest = DEFAULT_MAX_DELAY.delta();
    for (index, linkable) in linkables.iter().enumerate() {
        longest = longest.max(settings.max_delay(linkable));
        let (from, to) = reach.window(linkable);
        let (from, to) = (from.timestamp_micros(), to.timestamp_micros());
        let id = number(index);
        windows.extend(keys.of_action(linkable).map(|key| Keyed { key, id, from, to }));
    }
    let bucket = longest.num_microseconds().unwrap_or(i64::MAX);
    let mut found: BTreeMap<usize, EventsByEpisode> = BTreeMap::new();
    for (window, point) in overlapping(&windows, &points, bucket)? {
        let (episode, event) = &events[point as usize];
        found.entry(window as usize).or_default().entry(*episode).or_default().push(Arc::clone(*event));
    }
    add_explicit(linkables, &events, &mut found);
    Ok(found)
}

/// An action that names its event has it as a candidate whatever the time.
fn add_explicit(
    linkables: &[Linkable<'_>],
    events: &[(EpisodeId, &Arc<IdentityEvent>)],
    found: &mut BTreeMap<usize, EventsByEpisode>,
) {
    if linkables.iter().all(|linkable| linkable.action.trigger_ref.is_none()) {
        return;
    }
    let by_id: BTreeMap<&str, &(EpisodeId, &Arc<IdentityEvent>)> =
        events.iter().map(|entry| (entry.1.event_id.as_str(), entry)).collect();
    for (index, linkable) in linkables.iter().enumerate() {
        let named = linkable.action.trigger_ref.as_deref().and_then(|id| by_id.get(id));
        if let Some((episode, event)) = named {
            let list = found.entry(index).or_default().entry(*episode).or_default();
            if !list.iter().any(|seen| seen.event_id == event.event_id) {
                list.push(Arc::clone(*event));
                list.sort_by(|a, b| (a.occurred_at, &a.event_id).cmp(&(b.occurred_at, &b.event_id)));
            }
        }
    }
}

/// What an event and an action are joined by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Person(PersonId),
    Device(DeviceId),
    Raw(String),
}

/// Keys of the events as small numbers, in order of first use. What no event carries joins nothing.
#[derive(Default)]
struct Keys {
    numbers: BTreeMap<Key, u32>,
}

impl Keys {
    fn number(&mut self, key: Key) -> u32 {
        let next = number(self.numbers.len());
        *self.numbers.entry(key).or_insert(next)
    }

    /// The person and the raw addresses of an episode.
    fn of_episode(&mut self, episode: &Episode) -> Vec<u32> {
        let raw = episode.identifiers.iter().map(|text| Key::Raw(text.clone()));
        episode.subject.map(Key::Person).into_iter().chain(raw).map(|key| self.number(key)).collect()
    }

    /// The persons, the device and the raw addresses of an action, as far as events carry them.
    fn of_action(&self, linkable: &Linkable<'_>) -> impl Iterator<Item = u32> {
        let other = linkable.jamf_person.filter(|person| Some(*person) != linkable.holder_person);
        let people = [linkable.holder_person, other].into_iter().flatten().map(Key::Person);
        let device = linkable.device_id.map(Key::Device);
        let raw = linkable.identifiers().into_iter().map(Key::Raw);
        people.chain(device).chain(raw).filter_map(|key| self.numbers.get(&key).copied())
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
