//! Which events come into question for an action: those known inside its window under one of its keys.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use polars::prelude::PolarsResult;

use super::{
    candidates::{DEFAULT_MAX_DELAY, max_delay},
    episodes::{Episode, EpisodeId},
    linkable::Linkable,
    window_join::{Keyed, overlapping},
};
use crate::{config::Attribute, records::IdentityEvent, resolve::Devices};

/// Events of the window by episode.
pub(super) type EventsByEpisode = BTreeMap<EpisodeId, Vec<Arc<IdentityEvent>>>;

/// Trigger events known inside the window about the device's person, the device, the person Jamf believed
/// had it, or whose raw address equals the one Jamf holds.
pub(super) fn in_window(
    linkables: &[Linkable<'_>],
    episodes: &[Episode],
    devices: &Devices,
    config: &Attribute,
) -> PolarsResult<BTreeMap<usize, EventsByEpisode>> {
    let mut keys = Interner::default();
    let mut windows = Vec::new();
    let mut longest = DEFAULT_MAX_DELAY;
    for (index, linkable) in linkables.iter().enumerate() {
        let delay = max_delay(linkable);
        longest = longest.max(delay);
        let from = (linkable.sent_at - delay).timestamp_micros();
        let to = (linkable.sent_at + config.clock_skew.delta()).timestamp_micros();
        for key in action_keys(linkable) {
            windows.push(Keyed { key: keys.id(key), id: number(index), from, to });
        }
    }
    let mut points = Vec::new();
    let mut events: Vec<(EpisodeId, Arc<IdentityEvent>)> = Vec::new();
    for (index, episode) in episodes.iter().enumerate() {
        for event in &episode.events {
            let id = number(events.len());
            events.push((EpisodeId(number(index)), Arc::clone(event)));
            let (from, to) = (event.known_from.timestamp_micros(), event.known_to.timestamp_micros());
            for key in event_keys(episode, event, devices) {
                points.push(Keyed { key: keys.id(key), id, from, to });
            }
        }
    }
    let bucket = longest.num_microseconds().unwrap_or(i64::MAX);
    let mut found: BTreeMap<usize, EventsByEpisode> = BTreeMap::new();
    for (window, point) in overlapping(&windows, &points, bucket)? {
        let (episode, event) = &events[point as usize];
        found.entry(window as usize).or_default().entry(*episode).or_default().push(Arc::clone(event));
    }
    add_explicit(linkables, &events, &mut found);
    Ok(found)
}

/// An action that names its event has it as a candidate whatever the time.
fn add_explicit(
    linkables: &[Linkable<'_>],
    events: &[(EpisodeId, Arc<IdentityEvent>)],
    found: &mut BTreeMap<usize, EventsByEpisode>,
) {
    let by_id: BTreeMap<&str, &(EpisodeId, Arc<IdentityEvent>)> =
        events.iter().map(|entry| (entry.1.event_id.as_str(), entry)).collect();
    for (index, linkable) in linkables.iter().enumerate() {
        let named = linkable.action.trigger_ref.as_deref().and_then(|id| by_id.get(id));
        if let Some((episode, event)) = named {
            let list = found.entry(index).or_default().entry(*episode).or_default();
            if !list.iter().any(|seen| seen.event_id == event.event_id) {
                list.push(Arc::clone(event));
                list.sort_by(|a, b| (a.occurred_at, &a.event_id).cmp(&(b.occurred_at, &b.event_id)));
            }
        }
    }
}

fn action_keys(linkable: &Linkable<'_>) -> BTreeSet<String> {
    let people =
        [linkable.holder_person, linkable.jamf_person].into_iter().flatten().map(|id| format!("p:{}", id.0));
    let device = linkable.device_id.map(|id| format!("d:{}", id.0));
    let raw = linkable.jamf_holder.iter().flat_map(|held| &held.identifiers).map(|text| format!("i:{text}"));
    people.chain(device).chain(raw).collect()
}

fn event_keys(episode: &Episode, event: &IdentityEvent, devices: &Devices) -> BTreeSet<String> {
    let person = episode.subject.map(|id| format!("p:{}", id.0));
    let device = event.device.as_ref().and_then(|keys| devices.find(keys)).map(|id| format!("d:{}", id.0));
    let raw = episode.identifiers.iter().map(|text| format!("i:{text}"));
    person.into_iter().chain(device).chain(raw).collect()
}

/// Strings as small numbers, in order of first use.
#[derive(Default)]
struct Interner {
    ids: BTreeMap<String, u32>,
}

impl Interner {
    fn id(&mut self, key: String) -> u32 {
        let next = number(self.ids.len());
        *self.ids.entry(key).or_insert(next)
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
