//! The state of the simulated world and the steps by which happenings change it. It knows what is true and
//! what each system recorded; it knows nothing of how a review judges.

use chrono::{NaiveDate, TimeDelta};

use super::{
    commands::Command,
    devices::{Device, Model},
    helpdesk::Ticket,
    people::Person,
    rng::Rng,
    truth::Truth,
};
use crate::records::Instant;

/// Who caused an Okta event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Actor {
    System,
    Admin,
    Subject,
}

/// One Okta event with a meaning.
#[derive(Debug, Clone)]
pub(super) struct Event {
    pub(super) at: Instant,
    /// When Okta stored it: the order of the export.
    pub(super) persisted: Instant,
    pub(super) uuid: String,
    pub(super) kind: &'static str,
    pub(super) person: usize,
    /// Address at that time.
    pub(super) login: String,
    pub(super) group: Option<usize>,
    /// Application concerned; the first where none is named.
    pub(super) app: Option<usize>,
    pub(super) actor: Actor,
    pub(super) result: &'static str,
    pub(super) reason: Option<&'static str>,
    pub(super) transaction: String,
    pub(super) is_job: bool,
    pub(super) debug: Vec<(&'static str, String)>,
}

/// One row of the HR export.
#[derive(Debug, Clone)]
pub(super) struct HrEvent {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) occurred: Instant,
    pub(super) recorded: Instant,
    pub(super) effective: NaiveDate,
    pub(super) person: usize,
    pub(super) reason: &'static str,
}

/// One row of the register of exceptions.
#[derive(Debug, Clone)]
pub(super) struct ExceptionRow {
    pub(super) workflow: &'static str,
    pub(super) subject_kind: &'static str,
    pub(super) subject: String,
    pub(super) reason: &'static str,
    pub(super) approved: bool,
    pub(super) from: Instant,
    pub(super) to: Instant,
}

/// Everything.
pub(super) struct World {
    pub(super) seed: u64,
    pub(super) from: Instant,
    pub(super) to: Instant,
    pub(super) period: (Instant, Instant),
    pub(super) people: Vec<Person>,
    pub(super) devices: Vec<Device>,
    pub(super) events: Vec<Event>,
    pub(super) hr: Vec<HrEvent>,
    pub(super) commands: Vec<Command>,
    pub(super) tickets: Vec<Ticket>,
    pub(super) exceptions: Vec<ExceptionRow>,
    pub(super) truth: Vec<Truth>,
    /// Share of disruptive false positives somebody complains about.
    pub(super) complaint_share: f64,
    /// Devices by their first holder, for quick look-up.
    pub(super) owned: Vec<Vec<usize>>,
}

impl World {
    /// Stores an Okta event about a person and returns its place in `events`.
    pub(super) fn okta(&mut self, rng: &mut Rng, at: Instant, kind: &'static str, person: usize) -> usize {
        let lag = if rng.chance(0.01) { rng.range(120, 4_000) } else { rng.range(0, 3) };
        let login = self.people[person].email(at).to_owned();
        let actor = if rng.chance(0.3) { Actor::Admin } else { Actor::System };
        self.events.push(Event {
            at,
            persisted: at + TimeDelta::seconds(lag) + TimeDelta::milliseconds(rng.range(80, 900)),
            uuid: okta_uuid(rng, at),
            kind,
            person,
            login,
            group: None,
            app: None,
            actor,
            result: "SUCCESS",
            reason: None,
            transaction: transaction(rng, at),
            is_job: false,
            debug: Vec::new(),
        });
        self.events.len() - 1
    }

    /// Stores a group event about a person and returns its id.
    pub(super) fn okta_group(
        &mut self,
        rng: &mut Rng,
        at: Instant,
        kind: &'static str,
        person: usize,
        group: usize,
    ) -> String {
        let place = self.okta(rng, at, kind, person);
        self.events[place].group = Some(group);
        self.events[place].uuid.clone()
    }

    /// Stores an Okta event and returns its id.
    pub(super) fn okta_id(
        &mut self,
        rng: &mut Rng,
        at: Instant,
        kind: &'static str,
        person: usize,
    ) -> String {
        let place = self.okta(rng, at, kind, person);
        self.events[place].uuid.clone()
    }

    /// Disables an account with the side effects Okta records in the same transaction; returns the event's id.
    pub(super) fn deactivate(
        &mut self,
        rng: &mut Rng,
        at: Instant,
        person: usize,
        until: Option<Instant>,
    ) -> String {
        let place = self.okta(rng, at, "user.lifecycle.deactivate", person);
        let (transaction, id) = (self.events[place].transaction.clone(), self.events[place].uuid.clone());
        let effects = 1 + rng.below(3);
        for effect in 0..effects {
            let moment = at + TimeDelta::milliseconds(rng.range(40, 1_500));
            let kind = [
                "user.session.clear",
                "application.user_membership.remove",
                "user.authentication.universal_logout",
            ][effect];
            let side = self.okta(rng, moment, kind, person);
            self.events[side].transaction.clone_from(&transaction);
        }
        self.people[person].off.push((at, until.unwrap_or(self.to + TimeDelta::days(400))));
        id
    }

    /// Stores an HR row and returns its id.
    pub(super) fn hr(
        &mut self,
        kind: &'static str,
        occurred: Instant,
        recorded: Instant,
        effective: NaiveDate,
        person: usize,
        reason: &'static str,
    ) -> String {
        let id = format!("HR-{:06}", 100_000 + self.hr.len());
        self.hr.push(HrEvent { id: id.clone(), kind, occurred, recorded, effective, person, reason });
        id
    }

    /// Personal devices of a person that are usable at that time, by who really has them.
    pub(super) fn devices_of(&self, person: usize, model: Model, at: Instant) -> Option<usize> {
        self.owned[person].iter().copied().find(|index| {
            let device = &self.devices[*index];
            device.model == model && device.holder(at) == Some(person) && device.is_up(at)
        })
    }

    /// Somebody who works then, is free in the window, and satisfies the condition.
    pub(super) fn find_person(
        &self,
        rng: &mut Rng,
        at: Instant,
        days: (i64, i64),
        fits: impl Fn(&Self, usize) -> bool,
    ) -> Option<usize> {
        let (from, to) = (at - TimeDelta::days(days.0), at + TimeDelta::days(days.1));
        let start = rng.below(self.people.len());
        (0..self.people.len()).map(|step| (start + step) % self.people.len()).find(|index| {
            let person = &self.people[*index];
            person.is_human()
                && person.works_at(from)
                && person.works_at(at + TimeDelta::days(days.1.min(30)))
                && person.can_sign_in(at)
                && person.is_free(from, to)
                && fits(self, *index)
        })
    }

    /// Marks a window of a person as taken.
    pub(super) fn occupy(&mut self, person: usize, at: Instant, days: (i64, i64)) {
        self.people[person].busy.push((at - TimeDelta::days(days.0), at + TimeDelta::days(days.1)));
    }
}

/// A time-based UUID, as Okta's are: the time, a sequence and one of a few nodes.
pub(super) fn okta_uuid(rng: &mut Rng, at: Instant) -> String {
    let ticks = at.timestamp_micros().unsigned_abs() * 10;
    let node = ["2b7584bf8d5a", "6f0c3d9e1a44", "91d2e07c5b36"][rng.below(3)];
    format!(
        "{:08x}-{:04x}-11f1-{:04x}-{node}",
        ticks & 0xffff_ffff,
        (ticks >> 32) & 0xffff,
        0x8000 | rng.below(0x4000)
    )
}

/// A transaction id.
pub(super) fn transaction(rng: &mut Rng, at: Instant) -> String {
    format!("aM{:x}{:04x}AAAB", at.timestamp_millis(), rng.below(0x1_0000))
}
