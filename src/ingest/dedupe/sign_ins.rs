//! Sign-ins: as other identity events, in less room.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Kept, Settled, drop_marked, in_order::sort_in_place, note_once};
use crate::records::{Instant, SignIn};

/// One sign-in as its source names it, in the order of time.
fn name(it: &SignIn) -> (Instant, &str, &str, &str) {
    (it.occurred_at, &it.event_id, &it.like.raw_kind, it.like.source)
}

/// Of one sign-in delivered several times one copy stays: the one that says most of the person, then the one that
/// was known first. They are left in order of time and id.
pub(super) fn dedupe(all: &mut Vec<Kept<SignIn>>, settled: &mut Settled) {
    sort_in_place(all, |a, b| {
        name(&a.record)
            .cmp(&name(&b.record))
            .then_with(|| b.record.like.subject.cmp(&a.record.like.subject))
            .then_with(|| known(&a.record).cmp(&known(&b.record)))
    });
    let is_copy = |pair: &[Kept<SignIn>]| name(&pair[0].record) == name(&pair[1].record);
    let is_fallen: Vec<bool> = std::iter::once(false).chain(all.windows(2).map(is_copy)).collect();
    drop_marked(all, &is_fallen, &mut settled.fallen);
    note_reused_ids(all, settled);
}

fn known(it: &SignIn) -> impl Ord {
    (it.known_to, it.known_from, it.origin)
}

/// One id with another type or time is another sign-in: both are kept, and said. Numbers made of the ids are sorted
/// rather than the ids, which are long.
fn note_reused_ids(all: &[Kept<SignIn>], settled: &mut Settled) {
    let id = |index: usize| (all[index].record.like.source, &all[index].record.event_id);
    let mut marks: Vec<(u64, usize)> = (0..all.len()).map(|index| (mark(&id(index)), index)).collect();
    marks.sort_unstable();
    for same in marks.chunk_by(|a, b| a.0 == b.0) {
        for (at, (_, index)) in same.iter().enumerate() {
            if same[..at].iter().any(|(_, other)| id(*other) == id(*index)) {
                let it = &all[*index].record;
                let message = format!(
                    "event id `{}` stands for events of different type or time; all are kept",
                    it.event_id
                );
                note_once(&mut settled.notes, it.origin, "event-id-reused", message);
            }
        }
    }
}

fn mark(id: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}
