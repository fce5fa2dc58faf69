//! From snapshots of HR systems to events: no HR system exports what was changed when, so what differs between two
//! snapshots is taken as having been entered between them.
//!
//! Nothing here depends on the order of rows or on how snapshots are split into files.

mod differences;
mod emptied;
mod people;
mod seen;
mod snapshots;

#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use self::{
    differences::{Change, changes},
    people::{Person, people},
    seen::remarks,
    snapshots::{Snapshots, snapshots},
};
use super::{Ingested, dedupe, sink::Record};
use crate::records::{
    Employed, EventKind, EventOutcome, IdentityEvent, Instant, KnownBasis, Origin, PersonKeys, sha256_hex,
};

/// Keeps what snapshots repeat once, whatever file it was read from.
#[derive(Default)]
pub(super) struct Pool {
    states: Mutex<BTreeSet<Arc<Employed>>>,
}

impl Pool {
    /// Lets records share what was said before.
    pub(super) fn share(&self, records: &mut [Record]) {
        let mut employments = records.iter_mut().filter_map(|record| match record {
            Record::Employment(employment) => Some(employment),
            _ => None,
        });
        let Some(first) = employments.next() else { return };
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        for employment in std::iter::once(first).chain(employments) {
            match states.get(&employment.state) {
                Some(known) => employment.state = Arc::clone(known),
                None => _ = states.insert(Arc::clone(&employment.state)),
            }
        }
    }
}

/// Turns the snapshots into events and notes; they themselves are not needed any more.
pub(super) fn compare(ingested: &mut Ingested) {
    let employments = std::mem::take(&mut ingested.employments);
    if employments.is_empty() {
        return;
    }
    let mut snapshots = snapshots(&employments);
    let people = people(&employments, &mut snapshots);
    emptied::mark(&people, &mut snapshots);
    let holders = holders(&people);
    for person in &people {
        ingested.events.extend(events_of(person, &snapshots, &holders));
    }
    dedupe::sort_events(&mut ingested.events);
    ingested.notes.extend(remarks(&people, &snapshots));
    ingested.notes.sort();
}

/// Everything that the snapshots tell of one person, in the order of the snapshots.
fn events_of(person: &Person<'_>, snapshots: &Snapshots, holders: &Holders<'_>) -> Vec<IdentityEvent> {
    let mut events = Vec::new();
    let mut before: Option<(usize, Employed)> = None;
    for said in &person.said {
        let at = snapshots.list[said.snapshot].at;
        let mut now = carried(said.state, before.as_ref().map(|(_, state)| state), snapshots, said.snapshot);
        if person.number.is_some() {
            now.person.employee_id.clone_from(&person.number);
        }
        let is_news = snapshots.is_news(said.snapshot, now.hire_date);
        let (since, found) = match &before {
            Some((last, then)) => (Some(snapshots.list[*last].at), changes(then, &now, at)),
            None if is_news => {
                let since = snapshots.list[said.snapshot - 1].at;
                let mut found = differences::joined(&now, at);
                found.extend(recycled(person, said.snapshot, &now, holders));
                (Some(since), found)
            }
            None => (None, differences::already_there(&now, at)),
        };
        for change in found {
            let known = Known { since, at };
            events.push(event(person, &now.person, change, &known, said.origin));
        }
        before = Some((said.snapshot, now));
    }
    events
}

/// Who had an address in which snapshot first, addresses in lower case.
type Holders<'a> = BTreeMap<String, Vec<(usize, &'a str)>>;

fn holders<'a>(people: &'a [Person<'_>]) -> Holders<'a> {
    let mut holders = Holders::new();
    for person in people {
        for said in &person.said {
            let Some(email) = &said.state.person.email else { continue };
            let of_address = holders.entry(email.to_lowercase()).or_default();
            if of_address.last().is_none_or(|(_, key)| *key != person.key) {
                of_address.push((said.snapshot, &person.key));
            }
        }
    }
    holders.retain(|_, of_address| of_address.len() > 1);
    holders
}

/// Whoever joins under an address that was somebody else's before.
fn recycled(person: &Person<'_>, snapshot: usize, now: &Employed, holders: &Holders<'_>) -> Option<Change> {
    let email = now.person.email.as_ref()?;
    let before = holders.get(&email.to_lowercase())?;
    let is_of_another = before.iter().any(|(first, key)| *first < snapshot && *key != person.key);
    is_of_another.then(|| Change {
        kind: EventKind::IdentifierRecycled,
        effective_at: None,
        field: "email",
        old: None,
        new: Some(email.clone()),
    })
}

/// What a snapshot says, with what it is silent about taken over from the one before: a column that an export does
/// not have was not emptied.
fn carried(said: &Employed, before: Option<&Employed>, snapshots: &Snapshots, number: usize) -> Employed {
    let mut now = said.clone();
    let Some(before) = before else { return now };
    now.status = now.status.or(before.status);
    now.hire_date = now.hire_date.or(before.hire_date);
    now.is_rehire = now.is_rehire.or(before.is_rehire);
    // A day that somebody's new employment made void is not missing.
    if snapshots.list[number].is_silent_on_leaving() && !differences::is_rehired(before, &now) {
        now.leave_date = now.leave_date.or(before.leave_date);
    }
    let keep = |mine: &mut Option<String>, theirs: &Option<String>| {
        if mine.is_none() {
            mine.clone_from(theirs);
        }
    };
    keep(&mut now.person.employee_id, &before.person.employee_id);
    keep(&mut now.person.email, &before.person.email);
    keep(&mut now.person.login, &before.person.login);
    now
}

/// When a difference can have been entered.
struct Known {
    /// The snapshot before; `None` where there is none to compare with.
    since: Option<Instant>,
    /// The snapshot that shows it.
    at: Instant,
}

fn event(
    person: &Person<'_>,
    subject: &PersonKeys,
    change: Change,
    known: &Known,
    origin: Origin,
) -> IdentityEvent {
    let Change { kind, effective_at, field, old, new } = change;
    // What the first snapshot holds was entered at some time before it: its own date is all that is known.
    let occurred_at = match known.since {
        Some(_) => known.at,
        None => effective_at.map_or(known.at, |effective_at| effective_at.min(known.at)),
    };
    let is_identifier = matches!(kind, EventKind::IdentifierChanged | EventKind::IdentifierRecycled);
    let told = [old.as_deref(), new.as_deref()].map(Option::unwrap_or_default);
    let unique =
        format!("{}\n{field}\n{}\n{}\n{}", person.key, told[0], told[1], known.at.timestamp_micros());
    IdentityEvent {
        event_id: format!("h-{}", &sha256_hex(unique)[..16]),
        kind,
        raw_kind: format!("{field}: {} -> {}", shown(told[0]), shown(told[1])),
        source: "hr",
        occurred_at,
        known_from: known.since.unwrap_or(occurred_at),
        known_to: occurred_at,
        known_basis: if known.since.is_some() { KnownBasis::Recorded } else { KnownBasis::Occurred },
        effective_at,
        outcome: EventOutcome::Happened,
        subject: subject.clone(),
        device: None,
        object: None,
        correlations: Vec::new(),
        recants_event_id: None,
        actor: None,
        actor_is_person: None,
        level: None,
        old_value: old.filter(|_| is_identifier),
        new_value: new.filter(|_| is_identifier),
        origin,
    }
}

fn shown(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}
