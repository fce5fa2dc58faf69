//! Identity events: the same event delivered twice is kept once, with all the records its fullest row gave.

use std::cmp::{Ordering, Reverse};

use super::{Kept, Settled, drop_marked, note_once};
use crate::{
    ingest::source::Note,
    records::{IdentityEvent, Instant},
};

/// Final order: time, id, then everything that tells two records apart.
pub(super) fn order(a: &IdentityEvent, b: &IdentityEvent) -> Ordering {
    let key = |event: &IdentityEvent| (event.occurred_at, event.kind);
    (key(a), &a.event_id, &a.raw_kind, &a.subject, a.origin).cmp(&(
        key(b),
        &b.event_id,
        &b.raw_kind,
        &b.subject,
        b.origin,
    ))
}

/// One event as its source names it.
fn name(event: &IdentityEvent) -> (&str, &str, &str, Instant) {
    (event.source, &event.event_id, &event.raw_kind, event.occurred_at)
}

/// An event may give several records (one per person or group it names), so whole rows are compared: the fullest
/// row of an event stays, the records of the others fall.
pub(super) fn dedupe(all: &mut Vec<Kept<IdentityEvent>>, settled: &mut Settled) {
    let Settled { fallen, notes, .. } = settled;
    let mut sorted: Vec<usize> = (0..all.len()).collect();
    sorted.sort_by(|a, b| {
        let (a, b) = (&all[*a], &all[*b]);
        name(&a.record).cmp(&name(&b.record)).then(a.row.cmp(&b.row))
    });
    let mut is_fallen = vec![false; all.len()];
    for one in sorted.chunk_by(|a, b| name(&all[*a].record) == name(&all[*b].record)) {
        let rows: Vec<&[usize]> = one.chunk_by(|a, b| all[*a].row == all[*b].row).collect();
        if let [_, _, ..] = rows.as_slice() {
            let keep = rows.iter().min_by_key(|row| content(row, all)).copied();
            for row in rows.into_iter().filter(|row| Some(*row) != keep) {
                for index in row {
                    is_fallen[*index] = true;
                }
            }
        }
    }
    note_reused_ids(&sorted, all, notes);
    drop_marked(all, &is_fallen, fallen);
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
    (Reverse(row.len()), Reverse(texts), all[row[0]].record.origin)
}

/// One id with another type or time is another event: both are kept, and said.
fn note_reused_ids(sorted: &[usize], all: &[Kept<IdentityEvent>], notes: &mut Vec<Note>) {
    for pair in sorted.windows(2) {
        let (a, b) = (&all[pair[0]].record, &all[pair[1]].record);
        if (a.source, &a.event_id) == (b.source, &b.event_id) && name(a) != name(b) {
            let message = format!(
                "event id `{}` stands for events of different type or time; all are kept",
                b.event_id
            );
            note_once(notes, b.origin, "event-id-reused", message);
        }
    }
}
