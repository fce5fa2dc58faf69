//! Tickets that may speak of a case: by device id found as a value in the Jamf data, else by the affected
//! person and time.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use chrono::TimeDelta;
use polars::prelude::PolarsResult;

use super::{
    case::TicketLink,
    linkable::Linkable,
    ticket_grade::{AFTER, Decision, Facts, Reading},
    ticket_text::TextClasses,
    window_join::{Keyed, overlapping},
};
use crate::{
    config,
    records::{Instant, Ticket, TicketState},
    resolve::{DeviceId, Devices, People, PersonId},
};

/// Requests are looked for this long before.
const BEFORE: TimeDelta = TimeDelta::days(14);

/// How ticket texts and closure codes are read.
pub(super) struct Language<'a> {
    pub(super) texts: TextClasses,
    pub(super) config: &'a config::Tickets,
}

/// Tickets with what they name and say.
pub(super) struct TicketIndex<'a> {
    language: Language<'a>,
    tickets: &'a [Ticket],
    /// Each is read at most once, and only if it lies near a case: most never do.
    readings: Vec<OnceLock<(Arc<Ticket>, Reading)>>,
    devices: Vec<Vec<DeviceId>>,
    people: Vec<Option<PersonId>>,
    per_hour: BTreeMap<PersonId, f64>,
}

/// Who a case is about, for tickets: holder, recent users, subject.
pub(super) struct Parties {
    /// Persons whose tickets may speak of it.
    pub(super) people: Vec<PersonId>,
}

impl<'a> TicketIndex<'a> {
    /// Finds devices and persons in every ticket.
    pub(super) fn new(
        tickets: &'a [Ticket],
        devices: &Devices,
        people: &People,
        language: Language<'a>,
    ) -> Self {
        let mut index = Self {
            language,
            tickets,
            readings: Vec::new(),
            devices: Vec::new(),
            people: Vec::new(),
            per_hour: BTreeMap::new(),
        };
        for ticket in tickets {
            // What the helpdesk deleted (spam, tests, merged copies) speaks of nothing.
            let is_deleted = ticket.state == TicketState::Deleted;
            let person = || people.resolve_for_ticket(&ticket.affected, ticket.opened_at).person();
            index.devices.push(if is_deleted { Vec::new() } else { devices_named(ticket, devices) });
            index.people.push(if is_deleted { None } else { person() });
            index.readings.push(OnceLock::new());
        }
        index.per_hour = index.rates();
        index
    }

    /// Links for every case, best grade first, then by time and id.
    ///
    /// # Errors
    /// Whatever the join reports.
    pub(super) fn link(&self, cases: &[(&Linkable<'_>, Parties)]) -> PolarsResult<Vec<Vec<TicketLink>>> {
        let mut windows = Vec::new();
        for (index, (case, parties)) in cases.iter().enumerate() {
            let (from, to) =
                ((case.sent_at - BEFORE).timestamp_micros(), (case.done_at + AFTER).timestamp_micros());
            let id = number(index);
            windows.extend(case.device_id.map(|device| Keyed { key: device.0 * 2, id, from, to }));
            windows.extend(parties.people.iter().map(|person| Keyed { key: person.0 * 2 + 1, id, from, to }));
        }
        let mut points = Vec::new();
        for (index, ticket) in self.tickets.iter().enumerate() {
            let at = ticket.opened_at.timestamp_micros();
            let id = number(index);
            points.extend(self.devices[index].iter().map(|device| Keyed {
                key: device.0 * 2,
                id,
                from: at,
                to: at,
            }));
            points.extend(self.people[index].map(|person| Keyed {
                key: person.0 * 2 + 1,
                id,
                from: at,
                to: at,
            }));
        }
        let bucket = (BEFORE + AFTER).num_microseconds().unwrap_or(i64::MAX);
        let pairs = overlapping(&windows, &points, bucket)?;
        let meant = self.meant_by_decisive(&pairs, cases);
        let mut links: Vec<Vec<TicketLink>> = cases.iter().map(|_| Vec::new()).collect();
        for (case, ticket) in pairs {
            let linkable = cases[case as usize].0;
            let may_decide = meant.get(&ticket).is_none_or(|cases| cases.contains(&case));
            links[case as usize].extend(self.facts(ticket as usize, linkable).link(linkable, may_decide));
        }
        for list in &mut links {
            list.sort_by(|a, b| {
                (a.grade, a.ticket.opened_at, &a.ticket.ticket_id).cmp(&(
                    b.grade,
                    b.ticket.opened_at,
                    &b.ticket.ticket_id,
                ))
            });
        }
        Ok(links)
    }

    /// When tickets that ask for such an action and name one of these devices were opened, by device.
    pub(super) fn requests_for(&self, wanted: &BTreeSet<DeviceId>) -> BTreeMap<DeviceId, Vec<Instant>> {
        let mut found: BTreeMap<DeviceId, Vec<Instant>> = BTreeMap::new();
        for (index, ticket) in self.tickets.iter().enumerate() {
            let named: Vec<DeviceId> =
                self.devices[index].iter().copied().filter(|device| wanted.contains(device)).collect();
            if !named.is_empty() && self.reading(index).1.asks_for_its_device() {
                for device in named {
                    found.entry(device).or_default().push(ticket.opened_at);
                }
            }
        }
        found
    }

    /// Whether a request opened then may have led to a command sent then.
    pub(super) fn precedes(opened_at: Instant, sent_at: Instant) -> bool {
        opened_at < sent_at && sent_at - opened_at <= BEFORE
    }

    /// Tickets expected by chance in the strong window of a case, from its parties' own rates.
    pub(super) fn expected_by_chance(&self, parties: &Parties) -> f64 {
        parties.people.iter().filter_map(|person| self.per_hour.get(person)).sum::<f64>() * 72.0
    }

    #[expect(clippy::cast_precision_loss, reason = "hours and counts far below 2^52")]
    fn rates(&self) -> BTreeMap<PersonId, f64> {
        let first = self.tickets.iter().map(|ticket| ticket.opened_at).min();
        let last = self.tickets.iter().map(|ticket| ticket.opened_at).max();
        let hours = first.zip(last).map_or(0.0, |(first, last)| (last - first).num_minutes() as f64 / 60.0);
        let mut counts: BTreeMap<PersonId, f64> = BTreeMap::new();
        for person in self.people.iter().flatten() {
            *counts.entry(*person).or_default() += 1.0;
        }
        counts.into_iter().filter(|_| hours > 0.0).map(|(person, count)| (person, count / hours)).collect()
    }

    /// Which cases a ticket that could decide several does mean: those it names, else the latest one before it.
    fn meant_by_decisive(
        &self,
        pairs: &[(u32, u32)],
        cases: &[(&Linkable<'_>, Parties)],
    ) -> BTreeMap<u32, BTreeSet<u32>> {
        let mut deciding: BTreeMap<u32, Vec<(Decision, Instant, u32)>> = BTreeMap::new();
        for (case, ticket) in pairs {
            let linkable = cases[*case as usize].0;
            if let Some((decision, _)) = self.facts(*ticket as usize, linkable).decisive(linkable) {
                deciding.entry(*ticket).or_default().push((decision, linkable.done_at, *case));
            }
        }
        let meant = |found: Vec<(Decision, Instant, u32)>| -> BTreeSet<u32> {
            let best = found.iter().map(|(decision, ..)| *decision).max();
            let latest = found.iter().map(|(_, done_at, _)| *done_at).max();
            let is_meant = |(decision, done_at, _): &&(Decision, Instant, u32)| {
                Some(*decision) == best && (best == Some(Decision::Named) || Some(*done_at) == latest)
            };
            found.iter().filter(is_meant).map(|(.., case)| *case).collect()
        };
        deciding.into_iter().map(|(ticket, found)| (ticket, meant(found))).collect()
    }

    fn facts(&self, index: usize, case: &Linkable<'_>) -> Facts<'_> {
        let (ticket, reading) = self.reading(index);
        let same_device = case.device_id.is_some_and(|device| self.devices[index].contains(&device));
        Facts { ticket, reading, same_device }
    }

    fn reading(&self, index: usize) -> &(Arc<Ticket>, Reading) {
        let ticket = &self.tickets[index];
        let Language { texts, config } = &self.language;
        self.readings[index].get_or_init(|| (Arc::new(ticket.clone()), Reading::new(ticket, texts, config)))
    }
}

/// Values of device columns, and words of the texts that equal a serial, asset tag or name of one device.
fn devices_named(ticket: &Ticket, devices: &Devices) -> Vec<DeviceId> {
    let values = ticket.device_values.iter().filter_map(|value| devices.printed_as(value));
    let texts = [&ticket.subject, &ticket.body, &ticket.notes, &ticket.close_notes];
    let words = texts.into_iter().flat_map(|text| words(text)).filter_map(|word| devices.printed_as(word));
    let mut found: Vec<DeviceId> = values.chain(words).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Words that could be an id: with a digit, trimmed of punctuation.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.split(move |c: char| !is_part(c))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.len() >= 4 && word.chars().any(|c| c.is_ascii_digit()))
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
