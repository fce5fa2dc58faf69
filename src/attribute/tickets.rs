//! Tickets that may speak of a case: by device id found as a value in the Jamf data, else by the affected
//! person and time; graded by what they say.

use std::{collections::BTreeMap, sync::Arc};

use chrono::TimeDelta;
use polars::prelude::PolarsResult;

use super::{
    case::{TicketGrade, TicketLink},
    linkable::Linkable,
    ticket_text::{TextClass, TextClasses, TextWeight},
    window_join::{Keyed, overlapping},
};
use crate::{
    config::{ClosureMeaning, Tickets},
    records::{ActionKind, CauseLinkKind, Ticket},
    resolve::{DeviceId, Devices, People, PersonId},
};

/// Requests are looked for this long before.
const BEFORE: TimeDelta = TimeDelta::days(14);
/// Complaints are looked for this long after.
const AFTER: TimeDelta = TimeDelta::days(7);
/// A strong link lies inside this time.
const STRONG: TimeDelta = TimeDelta::hours(72);
/// A medium link lies inside this time, seven days for what follows a wipe.
const MEDIUM: TimeDelta = TimeDelta::hours(24);

/// Tickets with what they name.
pub(super) struct TicketIndex {
    tickets: Vec<Arc<Ticket>>,
    devices: Vec<Vec<DeviceId>>,
    people: Vec<Option<PersonId>>,
    per_hour: BTreeMap<PersonId, f64>,
}

/// Who a case is about, for tickets: holder, recent users, subject.
pub(super) struct Parties {
    /// Persons whose tickets may speak of it.
    pub(super) people: Vec<PersonId>,
}

impl TicketIndex {
    /// Finds devices and persons in every ticket.
    pub(super) fn new(tickets: &[Ticket], devices: &Devices, people: &People) -> Self {
        let mut index =
            Self { tickets: Vec::new(), devices: Vec::new(), people: Vec::new(), per_hour: BTreeMap::new() };
        for ticket in tickets {
            index.devices.push(devices_named(ticket, devices));
            index.people.push(people.resolve_for_ticket(&ticket.affected, ticket.opened_at).person());
            index.tickets.push(Arc::new(ticket.clone()));
        }
        index.per_hour = index.rates();
        index
    }

    /// Links for every case, best grade first, then by time and id.
    ///
    /// # Errors
    /// Whatever the join reports.
    pub(super) fn link(
        &self,
        cases: &[(&Linkable<'_>, Parties)],
        texts: &TextClasses,
        config: &Tickets,
    ) -> PolarsResult<Vec<Vec<TicketLink>>> {
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
        let mut links: Vec<Vec<TicketLink>> = cases.iter().map(|_| Vec::new()).collect();
        for (case, ticket) in overlapping(&windows, &points, bucket)? {
            let (linkable, _) = &cases[case as usize];
            links[case as usize].extend(self.grade(ticket as usize, linkable, texts, config));
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

    fn grade(
        &self,
        index: usize,
        case: &Linkable<'_>,
        texts: &TextClasses,
        config: &Tickets,
    ) -> Option<TicketLink> {
        let ticket = &self.tickets[index];
        let same_device = case.device_id.is_some_and(|device| self.devices[index].contains(&device));
        let facts = Facts {
            ticket,
            same_device,
            after: ticket.opened_at - case.done_at,
            shows_intent: texts.shows_intent(&ticket.subject, &ticket.body)
                || is_mapped(ticket, config, ClosureMeaning::Intended),
            classes: texts
                .classify(&ticket.subject, &ticket.body)
                .into_iter()
                .map(|found| found.class)
                .collect(),
        };
        let (grade, why) = facts.grade(case, texts, config)?;
        Some(TicketLink { ticket: Arc::clone(ticket), grade, why, shows_intent: facts.shows_intent })
    }
}

/// What one ticket says about one case.
struct Facts<'a> {
    ticket: &'a Ticket,
    same_device: bool,
    after: TimeDelta,
    shows_intent: bool,
    classes: Vec<TextClass>,
}

impl Facts<'_> {
    fn grade(
        &self,
        case: &Linkable<'_>,
        texts: &TextClasses,
        config: &Tickets,
    ) -> Option<(TicketGrade, String)> {
        if let Some(why) = self.decisive(case, texts, config) {
            return Some((TicketGrade::Decisive, why));
        }
        let whom = if self.same_device { "names the device" } else { "is about the affected person" };
        if self.shows_intent {
            return Some((TicketGrade::Coincident, format!("{whom} and asks for such an action")));
        }
        let hours = self.after.num_minutes() / 60;
        if self.after < TimeDelta::zero() {
            return None;
        }
        let kind = case.action.kind;
        let class =
            self.classes.iter().find(|class| class.weight() == TextWeight::Strong && class.fits(kind));
        if self.after <= STRONG && (self.same_device || class.is_some()) {
            let text = class.map_or_else(String::new, |class| format!(" and says `{}`", class.code()));
            return Some((TicketGrade::Strong, format!("{whom}{text}, opened {hours} h after")));
        }
        let medium = self.classes.iter().find(|class| class.weight() != TextWeight::None && class.fits(kind));
        let window = if kind == ActionKind::Wipe { AFTER } else { MEDIUM };
        if let Some(class) = medium.filter(|_| self.after <= window) {
            return Some((
                TicketGrade::Medium,
                format!("{whom} and says `{}`, opened {hours} h after", class.code()),
            ));
        }
        if kind == ActionKind::Wipe && texts.is_wipe_follow_up(&self.ticket.subject, &self.ticket.body) {
            return Some((
                TicketGrade::Medium,
                format!("{whom} and asks for what a wipe makes necessary, {hours} h after"),
            ));
        }
        (self.after <= STRONG).then(|| {
            (
                TicketGrade::Coincident,
                format!("{whom}, opened {hours} h after; nothing in it speaks of the action"),
            )
        })
    }

    fn decisive(&self, case: &Linkable<'_>, texts: &TextClasses, config: &Tickets) -> Option<String> {
        let action = case.action;
        let ids = [Some(&action.action_id), action.uuid.as_ref()];
        let named = |id: &str| ids.iter().flatten().any(|own| own.eq_ignore_ascii_case(id));
        if let Some(link) = self
            .ticket
            .links
            .iter()
            .find(|link| link.kind == CauseLinkKind::CausedByChange && named(&link.id))
        {
            return Some(format!("its cause link names the action ({})", link.id));
        }
        if self.after >= TimeDelta::zero() && is_mapped(self.ticket, config, ClosureMeaning::AutomationError)
        {
            return Some("its closure code is mapped to an error of the automation".to_owned());
        }
        let complains = self.classes.iter().any(|class| class.fits(action.kind));
        let names = texts.names_action(
            &self.ticket.notes,
            &self.ticket.close_notes,
            &action.action_id,
            action.uuid.as_deref(),
        );
        (names && complains && !self.shows_intent)
            .then(|| "its notes name the action, and it reports a disruption".to_owned())
    }
}

fn is_mapped(ticket: &Ticket, config: &Tickets, means: ClosureMeaning) -> bool {
    config.closure_codes.iter().filter(|code| code.means == means).any(|code| {
        let values = ticket.fields.get(&code.field);
        values.is_some_and(|values| {
            values.iter().any(|value| value.trim().eq_ignore_ascii_case(code.value.trim()))
        })
    })
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
