//! What the helpdesk hears after a wipe: further tickets of the affected person, of the device and of its replacement,
//! and how many of them would have come anyway.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

use chrono::TimeDelta;

use super::{
    Attributed,
    case::{AfterWipe, Case, LaterTicket, TicketGrade, TicketLink},
    linkable::Linkable,
    tickets::{Filed, TicketIndex},
};
use crate::{
    records::{ActionKind, Instant},
    resolve::{DeviceId, Holders, People, PersonId},
};

/// Tickets so long after a wipe may follow from it.
const AFTER: TimeDelta = TimeDelta::days(14);
/// What the same people file by chance is taken from so long before it,
const BEFORE: TimeDelta = TimeDelta::days(90);
/// and not from less than this.
const LEAST_BEFORE: TimeDelta = TimeDelta::days(14);

/// Tickets by whom and what they are about, in time order.
struct Files<'a> {
    by_person: BTreeMap<PersonId, Vec<&'a Filed<'a>>>,
    by_device: BTreeMap<DeviceId, Vec<&'a Filed<'a>>>,
    /// First and last time of any ticket.
    covered: (Instant, Instant),
}

/// Adds to every wipe what came after it. Nothing is known where no ticket was exported.
pub(super) fn add_after_wipes(
    attributed: &mut Attributed,
    chosen: &[&Linkable<'_>],
    index: &TicketIndex<'_>,
    holders: &Holders<'_>,
    people: &People,
) {
    let is_wipe = |case: &Case| case.action.kind == ActionKind::Wipe;
    if !attributed.cases.iter().any(is_wipe) {
        return;
    }
    let filed: Vec<Filed<'_>> = index.filed().collect();
    let Some(files) = Files::new(&filed) else { return };
    let wipes = attributed.cases.iter_mut().zip(chosen).filter(|(case, _)| is_wipe(case));
    for (case, linkable) in wipes {
        let given = linkable.holder_person.map_or_else(Vec::new, |person| {
            given_to(person, case.done_at..=case.done_at + AFTER, linkable.device_id, holders, people)
        });
        case.after_wipe = files.after(case, linkable, &given);
    }
}

impl<'a> Files<'a> {
    fn new(filed: &'a [Filed<'a>]) -> Option<Self> {
        let first = filed.iter().map(|filed| filed.ticket.opened_at).min()?;
        let last = filed.iter().map(|filed| filed.ticket.last_at()).max()?;
        let mut by_person: BTreeMap<PersonId, Vec<&Filed<'a>>> = BTreeMap::new();
        let mut by_device: BTreeMap<DeviceId, Vec<&Filed<'a>>> = BTreeMap::new();
        for one in filed {
            if let Some(person) = one.person {
                by_person.entry(person).or_default().push(one);
            }
            for device in one.devices {
                by_device.entry(*device).or_default().push(one);
            }
        }
        Some(Self { by_person, by_device, covered: (first, last) })
    }

    fn after(&self, case: &Case, linkable: &Linkable<'_>, given: &[DeviceId]) -> Option<AfterWipe> {
        let until = (case.done_at + AFTER).min(self.covered.1);
        let is_about_nobody = linkable.holder_person.is_none() && linkable.device_id.is_none();
        if is_about_nobody || until <= case.done_at {
            return None;
        }
        let own = own_tickets(case);
        let mut tickets: BTreeMap<(Instant, &str), LaterTicket> = BTreeMap::new();
        let mut add = |found: Vec<&Filed<'a>>, about: &'static str| {
            for Filed { ticket, .. } in found {
                let is_later = ticket.opened_at > case.done_at && ticket.opened_at <= until;
                if is_later && !own.contains(ticket.ticket_id.as_str()) {
                    tickets.entry((ticket.opened_at, &ticket.ticket_id)).or_insert_with(|| LaterTicket {
                        ticket_id: ticket.ticket_id.clone(),
                        opened_at: ticket.opened_at,
                        about,
                    });
                }
            }
        };
        add(self.of_person(linkable.holder_person), "affected person");
        add(self.of_device(linkable.device_id), "wiped device");
        for device in given {
            add(self.of_device(Some(*device)), "replacement");
        }
        let tickets = tickets.into_values().collect();
        Some(AfterWipe { tickets, expected: self.expected(linkable, case.done_at, until) })
    }

    /// What the person and the device would bring by chance: their own rate before, over the time looked at after.
    fn expected(&self, linkable: &Linkable<'_>, done_at: Instant, until: Instant) -> Option<f64> {
        let from = self.covered.0.max(done_at - BEFORE);
        if done_at - from < LEAST_BEFORE {
            return None;
        }
        let all =
            self.of_person(linkable.holder_person).into_iter().chain(self.of_device(linkable.device_id));
        let earlier: BTreeSet<&str> = all
            .filter(|filed| filed.ticket.opened_at >= from && filed.ticket.opened_at < done_at)
            .map(|filed| filed.ticket.ticket_id.as_str())
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "counts and minutes far below 2^52")]
        let share = (until - done_at).num_minutes() as f64 / (done_at - from).num_minutes() as f64;
        #[expect(clippy::cast_precision_loss, reason = "a count of tickets")]
        Some(earlier.len() as f64 * share)
    }

    fn of_person(&self, person: Option<PersonId>) -> Vec<&'a Filed<'a>> {
        person.and_then(|person| self.by_person.get(&person)).cloned().unwrap_or_default()
    }

    fn of_device(&self, device: Option<DeviceId>) -> Vec<&'a Filed<'a>> {
        device.and_then(|device| self.by_device.get(&device)).cloned().unwrap_or_default()
    }
}

/// The tickets that report the wipe itself, decisive ones, else the first that complains of a disruption; and whatever
/// asked for the wipe.
fn own_tickets(case: &Case) -> BTreeSet<&str> {
    let complaints = || case.tickets.iter().filter(|link| !link.shows_intent && !link.is_follow_up);
    let of_grade = |grade| complaints().filter(move |link| link.grade == grade);
    let decisive: Vec<&TicketLink> = of_grade(TicketGrade::Decisive).collect();
    let first = of_grade(TicketGrade::Strong).chain(of_grade(TicketGrade::Medium));
    let first = first.min_by_key(|link| link.ticket.opened_at).filter(|_| decisive.is_empty());
    let asking = case.tickets.iter().filter(|link| link.shows_intent);
    decisive.into_iter().chain(first).chain(asking).map(|link| link.ticket.ticket_id.as_str()).collect()
}

/// Devices that somebody was given in a stretch of time, by the register or by Jamf: replacements of what was wiped.
fn given_to(
    person: PersonId,
    when: RangeInclusive<Instant>,
    wiped: Option<DeviceId>,
    holders: &Holders<'_>,
    people: &People,
) -> Vec<DeviceId> {
    let is_given = |device: &DeviceId| {
        let registered = holders.registered(*device).iter().any(|row| {
            let to = row.assigned_person.as_deref().and_then(|id| people.by_person_id(id));
            to == Some(person) && row.validity.from.is_some_and(|from| when.contains(&from))
        });
        registered
            || holders.assigned(*device).iter().any(|held| {
                let from = held.from.filter(|from| !held.is_snapshot && when.contains(from));
                let to = from.zip(held.person).map(|(at, keys)| people.resolve(keys, at).person());
                to.flatten() == Some(person)
            })
    };
    holders.devices().filter(|device| Some(*device) != wiped).filter(is_given).collect()
}
