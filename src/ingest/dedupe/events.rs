//! Identity events: the same event delivered twice is kept once, with all the records its fullest row gave.

use std::collections::BTreeMap;

use super::{Kept, drop_marked, note_once};
use crate::{
    ingest::source::Note,
    records::{IdentityEvent, Instant},
};

/// Final order: time, id, then everything that tells two records apart.
pub(super) fn order(event: &IdentityEvent) -> impl Ord {
    (
        event.occurred_at,
        event.event_id.clone(),
        event.raw_kind.clone(),
        event.subject.clone(),
        event.kind,
        event.origin,
    )
}

/// One event as its source names it.
type Name = (&'static str, String, String, Instant);

/// An event may give several records (one per person or group it names), so whole rows are compared: the fullest
/// row of an event stays, the records of the others fall.
pub(super) fn dedupe(all: &mut Vec<Kept<IdentityEvent>>, fallen: &mut Vec<u32>, notes: &mut Vec<Note>) {
    let mut events: BTreeMap<Name, BTreeMap<u32, Vec<usize>>> = BTreeMap::new();
    for (index, kept) in all.iter().enumerate() {
        let event = &kept.record;
        let name = (event.source, event.event_id.clone(), event.raw_kind.clone(), event.occurred_at);
        events.entry(name).or_default().entry(kept.row).or_default().push(index);
    }
    let mut is_fallen = vec![false; all.len()];
    for rows in events.into_values().filter(|rows| rows.len() > 1) {
        let keep = rows.values().min_by_key(|row| content(row, all)).cloned();
        for row in rows.into_values().filter(|row| Some(row) != keep.as_ref()) {
            row.into_iter().for_each(|index| is_fallen[index] = true);
        }
    }
    drop_marked(all, &is_fallen, fallen);
    note_reused_ids(all, notes);
}

/// What a row says apart from its place, the one with more records first.
fn content(row: &[usize], all: &[Kept<IdentityEvent>]) -> impl Ord {
    let texts: Vec<String> = row
        .iter()
        .map(|index| {
            let event = &all[*index].record;
            format!(
                "{:?}{:?}{:?}{:?}{:?}{:?}",
                event.kind, event.subject, event.object, event.device, event.correlations, event.known_to
            )
        })
        .collect();
    (std::cmp::Reverse(row.len()), std::cmp::Reverse(texts), all[row[0]].record.origin)
}

/// One id with another type or time is another event: both are kept, and said.
fn note_reused_ids(all: &[Kept<IdentityEvent>], notes: &mut Vec<Note>) {
    let mut seen: BTreeMap<(&str, &str), (&str, Instant)> = BTreeMap::new();
    for kept in all {
        let event = &kept.record;
        let what = (event.raw_kind.as_str(), event.occurred_at);
        if *seen.entry((event.source, &event.event_id)).or_insert(what) != what {
            let message = format!(
                "event id `{}` stands for events of different type or time; all are kept",
                event.event_id
            );
            note_once(notes, event.origin, "event-id-reused", message);
        }
    }
}
