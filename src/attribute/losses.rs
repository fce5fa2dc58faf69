//! Sources that lose events. An undoing needs something to be undone: where a source tells again and again of an end
//! whose beginning it should have told of and did not, its log is not whole, and that it says nothing is no evidence.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::TimeDelta;

use super::undoing::Histories;
use crate::{
    ingest::Ingested,
    records::{EventKind, IdentityEvent, Instant, plural},
    registers::Person,
    resolve::{Devices, People},
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
    /// What it says of a source, in a sentence.
    pub fn sentence(self, source: &str) -> String {
        format!(
            "`{source}` loses events: of {} that end something it told of {} without ever telling of the beginning. \
             Nothing is concluded from what it does not say: no action is called one without trigger, no trigger one \
             that stood",
            plural(self.undoings, "event", "events"),
            self.without_beginning
        )
    }

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
    found(&Told::of(events.iter().map(AsRef::as_ref)), events, people, histories)
}

/// The sources of inputs that are not linked that lose events. Only what tells of it is looked at, and nothing where
/// too little could.
pub fn losing_sources(
    ingested: &Ingested,
    register: &[Person],
    devices: &Devices,
) -> BTreeMap<&'static str, Loss> {
    let ends = ingested.events.iter().filter(|event| !begun_by(event.kind).is_empty());
    if (ends.clone().count() as u64) < FEWEST {
        return BTreeMap::new();
    }
    let begins: BTreeSet<EventKind> = ends.flat_map(|end| begun_by(end.kind)).copied().collect();
    let tells = |event: &&IdentityEvent| !begun_by(event.kind).is_empty() || begins.contains(&event.kind);
    let telling: Vec<IdentityEvent> = ingested.events.iter().filter(tells).cloned().collect();
    let telling = super::in_time_order(&telling);
    let people = People::new(register, &ingested.events, &ingested.sign_ins);
    let histories = Histories::new(&telling, &people, devices);
    found(&Told::of(ingested.events.iter()), &telling, &people, &histories)
}

/// Since when a source tells, and of which kinds.
#[derive(Default)]
struct Told<'a> {
    first: BTreeMap<&'a str, Instant>,
    kinds: BTreeMap<&'a str, BTreeSet<EventKind>>,
}

impl<'a> Told<'a> {
    fn of(events: impl Iterator<Item = &'a IdentityEvent>) -> Self {
        let mut told = Self::default();
        for event in events {
            let first = told.first.entry(event.source).or_insert(event.occurred_at);
            *first = event.occurred_at.min(*first);
            told.kinds.entry(event.source).or_default().insert(event.kind);
        }
        told
    }
}

fn found(
    told: &Told<'_>,
    events: &[Arc<IdentityEvent>],
    people: &People,
    histories: &Histories<'_>,
) -> BTreeMap<&'static str, Loss> {
    let mut found: BTreeMap<&'static str, Loss> = BTreeMap::new();
    for end in events {
        let begun_by = begun_by(end.kind);
        let knows =
            told.kinds.get(end.source).is_some_and(|kinds| begun_by.iter().any(|kind| kinds.contains(kind)));
        let is_early = told.first.get(end.source).is_none_or(|first| end.occurred_at - *first < BEGUN_BEFORE);
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
