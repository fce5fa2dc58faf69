//! Sources that lose events. An undoing needs something to be undone: where a source tells again and again of an end
//! whose beginning it should have told of and did not, its log is not whole, and that it says nothing is no evidence.

use std::{collections::BTreeMap, sync::Arc};

use chrono::TimeDelta;

use super::undoing::Histories;
use crate::{
    records::{EventKind, IdentityEvent, Instant},
    resolve::People,
};

/// Fewer undoings without a beginning are bad luck: a lock from before the log began, a system that only ends things.
const FEWEST: u64 = 5;

/// From one in so many on, they are more than that.
const ONE_IN: u64 = 10;

/// What a source told of the first days may have begun before its log.
const BEGUN_BEFORE: TimeDelta = TimeDelta::days(30);

/// What speaks for a source that loses events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Loss {
    /// Undoings that were looked at.
    pub undoings: u64,
    /// Of those, the ones whose beginning the source never told of.
    pub without_beginning: u64,
}

impl Loss {
    /// Whether so many are no chance.
    fn is_proven(self) -> bool {
        self.without_beginning >= FEWEST && self.without_beginning * ONE_IN >= self.undoings
    }
}

/// Kinds that end what began days before in the same log, and what they end. An account is also enabled when somebody
/// joins, a group, an application or a role given to who never had it, and a rehired person may have left years ago.
fn begun_by(end: EventKind) -> &'static [EventKind] {
    use EventKind as K;
    match end {
        K::AccountUnlocked => &[K::AccountLocked],
        K::AccountUnsuspended => &[K::AccountSuspended],
        K::TerminationCancelled => &[K::TerminationRecorded, K::LeaveDateSet],
        K::HireRescinded => &[K::HireRecorded],
        _ => &[],
    }
}

/// The sources that lose events, with what shows it.
pub(super) fn losses(
    events: &[Arc<IdentityEvent>],
    people: &People,
    histories: &Histories<'_>,
) -> BTreeMap<&'static str, Loss> {
    let mut first: BTreeMap<&str, Instant> = BTreeMap::new();
    let mut told: BTreeMap<&str, Vec<EventKind>> = BTreeMap::new();
    for event in events {
        first.entry(event.source).or_insert(event.occurred_at);
        let kinds = told.entry(event.source).or_default();
        if !kinds.contains(&event.kind) {
            kinds.push(event.kind);
        }
    }
    let mut found: BTreeMap<&'static str, Loss> = BTreeMap::new();
    for end in events {
        let begun_by = begun_by(end.kind);
        let knows =
            told.get(end.source).is_some_and(|kinds| begun_by.iter().any(|kind| kinds.contains(kind)));
        let is_early = first.get(end.source).is_none_or(|first| end.occurred_at - *first < BEGUN_BEFORE);
        if !knows || is_early {
            continue;
        }
        let Some(person) = people.resolve(&end.subject, end.occurred_at).person() else { continue };
        let before = histories.changes_between(person, Instant::MIN_UTC, end.occurred_at);
        let is_begun =
            before.iter().any(|event| event.source == end.source && begun_by.contains(&event.kind));
        let loss = found.entry(end.source).or_default();
        loss.undoings += 1;
        loss.without_beginning += u64::from(!is_begun);
    }
    found.retain(|_, loss| loss.is_proven());
    found
}
