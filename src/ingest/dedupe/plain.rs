//! Facts of devices: two records that say the same are one.

use std::collections::BTreeMap;

use super::{All, Kept, drop_marked};
use crate::records::Origin;

/// Marks every exact copy.
pub(super) fn dedupe(all: &mut All, fallen: &mut Vec<u32>) {
    copies(
        &mut all.assignments,
        fallen,
        |it| (it.from, it.device.clone(), it.person.clone(), it.is_snapshot),
        |it| it.origin,
    );
    copies(
        &mut all.device_states,
        fallen,
        |it| {
            (it.reported_at, it.device.clone(), it.enrolled_at, it.entered_at, it.is_shared, it.model.clone())
        },
        |it| it.origin,
    );
    copies(
        &mut all.activities,
        fallen,
        |it| (it.at, it.device.clone(), it.kind, it.user.clone()),
        |it| it.origin,
    );
}

/// Of records with one content the one that stands first stays.
fn copies<T, K: Ord>(
    all: &mut Vec<Kept<T>>,
    fallen: &mut Vec<u32>,
    content: impl Fn(&T) -> K,
    origin: impl Fn(&T) -> Origin,
) {
    let mut first: BTreeMap<K, usize> = BTreeMap::new();
    let mut is_fallen = vec![false; all.len()];
    for (index, kept) in all.iter().enumerate() {
        let slot = first.entry(content(&kept.record)).or_insert(index);
        if *slot != index {
            let is_earlier = origin(&kept.record) < origin(&all[*slot].record);
            let loser = if is_earlier { std::mem::replace(slot, index) } else { index };
            is_fallen[loser] = true;
        }
    }
    drop_marked(all, &is_fallen, fallen);
}
