//! Mass operations: many persons in one transaction, or an import that the safeguard stopped.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::TimeDelta;

use super::{
    case::{Bulk, MANY_PERSONS},
    episodes::{Episode, EpisodeId},
    undoing::Histories,
};
use crate::records::{EventKind, IdentityEvent};

/// A roadblock speaks for imports this close to it.
const NEAR_ROADBLOCK: TimeDelta = TimeDelta::hours(1);

/// Correlations with many persons, and roadblocks.
pub(super) struct BulkIndex {
    members: BTreeMap<String, BTreeSet<EpisodeId>>,
    counted: BTreeMap<String, (u32, u32)>,
    roadblocks: Vec<Arc<IdentityEvent>>,
}

impl BulkIndex {
    /// Groups the episodes by correlation and counts, for large groups, whose trigger was undone.
    pub(super) fn new(
        episodes: &[Episode],
        events: &[Arc<IdentityEvent>],
        histories: &Histories<'_>,
    ) -> Self {
        let mut members: BTreeMap<String, BTreeSet<EpisodeId>> = BTreeMap::new();
        for (index, episode) in episodes.iter().enumerate() {
            let id = EpisodeId(u32::try_from(index).unwrap_or(u32::MAX));
            for correlation in &episode.correlations {
                members.entry(correlation.clone()).or_default().insert(id);
            }
        }
        let roadblocks: Vec<_> =
            events.iter().filter(|event| event.kind == EventKind::ImportBlocked).cloned().collect();
        let mut index = Self { members, counted: BTreeMap::new(), roadblocks };
        let counted = index
            .members
            .iter()
            .filter(|(id, group)| {
                group.len() >= MANY_PERSONS as usize
                    || (group.len() > 1 && index.is_named_by_roadblock(id))
                    || index.near(episodes, group).is_some()
            })
            .map(|(id, group)| (id.clone(), count(episodes, group, histories)))
            .collect();
        index.counted = counted;
        index
    }

    /// The mass operation an episode belongs to.
    pub(super) fn of(&self, episode: &Episode) -> Option<Bulk> {
        let (correlation, counts) =
            episode.correlations.iter().find_map(|id| self.counted.get(id).map(|c| (id, *c)))?;
        let at = episode.events[0].occurred_at;
        let roadblock = self
            .roadblocks
            .iter()
            .find(|event| {
                event.correlations.contains(correlation)
                    || (is_import(episode) && (event.occurred_at - at).abs() <= NEAR_ROADBLOCK)
            })
            .cloned();
        Some(Bulk { correlation: correlation.clone(), persons: counts.0, undone: counts.1, roadblock })
    }

    fn is_named_by_roadblock(&self, correlation: &str) -> bool {
        self.roadblocks.iter().any(|event| event.correlations.iter().any(|id| id == correlation))
    }

    fn near(&self, episodes: &[Episode], group: &BTreeSet<EpisodeId>) -> Option<&Arc<IdentityEvent>> {
        let first = &episodes[group.first()?.0 as usize];
        let at = first.events[0].occurred_at;
        self.roadblocks.iter().find(|event| {
            group.len() > 1 && is_import(first) && (event.occurred_at - at).abs() <= NEAR_ROADBLOCK
        })
    }
}

fn is_import(episode: &Episode) -> bool {
    episode.events.iter().any(|event| event.raw_kind.contains("import"))
}

fn count(episodes: &[Episode], group: &BTreeSet<EpisodeId>, histories: &Histories<'_>) -> (u32, u32) {
    let mut persons = BTreeSet::new();
    let mut undone = BTreeSet::new();
    for id in group {
        let episode = &episodes[id.0 as usize];
        let Some(person) = episode.subject else { continue };
        persons.insert(person);
        if episode.events.iter().any(|event| histories.undoing(event, Some(person)).is_some()) {
            undone.insert(person);
        }
    }
    (u32::try_from(persons.len()).unwrap_or(u32::MAX), u32::try_from(undone.len()).unwrap_or(u32::MAX))
}
