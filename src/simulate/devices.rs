//! The devices: what they are, who has them, who Jamf believes has them, and when they cannot be used.

use super::{
    people::{Person, UNITS},
    rng::Rng,
};
use crate::records::Instant;

const SERIAL: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";

/// What a device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Model {
    Mac,
    Iphone,
    Ipad,
}

/// Custody as the register names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Custody {
    Personal,
    Shared,
    Loaner,
    Kiosk,
    Lab,
    Stock,
}

impl Custody {
    /// The register's word.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Shared => "shared",
            Self::Loaner => "loaner",
            Self::Kiosk => "kiosk",
            Self::Lab => "lab",
            Self::Stock => "stock",
        }
    }
}

/// A sign of life that something in the world explains (beyond routine).
#[derive(Debug, Clone)]
pub(super) struct Sign {
    pub(super) at: Instant,
    /// The local user; `None` for a policy run without session.
    pub(super) user: Option<String>,
}

/// A run of a policy by an automation.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) at: Instant,
    /// Id and name.
    pub(super) policy: (u32, &'static str),
}

/// What Jamf believes from a time on: an address, or nobody.
#[derive(Debug, Clone)]
pub(super) struct Belief {
    pub(super) from: Instant,
    pub(super) person: Option<usize>,
    pub(super) email: String,
}

/// One device.
#[derive(Debug, Clone)]
pub(super) struct Device {
    pub(super) jamf_id: usize,
    pub(super) model: Model,
    pub(super) custody: Custody,
    pub(super) serial: String,
    pub(super) udid: String,
    pub(super) management_id: String,
    pub(super) name: String,
    pub(super) asset_tag: String,
    pub(super) unit: usize,
    /// Who really has it: never empty, in order.
    pub(super) held: Vec<(Option<Instant>, Option<usize>)>,
    /// What Jamf believes: never empty, in order.
    pub(super) believed: Vec<Belief>,
    /// Those who use it beside the holder.
    pub(super) users: Vec<usize>,
    /// When it cannot be used.
    pub(super) down: Vec<(Instant, Instant)>,
    /// Signs of life with a reason.
    pub(super) signs: Vec<Sign>,
    /// Policies that automations ran.
    pub(super) runs: Vec<Run>,
    /// Last enrolment.
    pub(super) enrolled: Instant,
}

impl Device {
    /// Class code of the organisation's register.
    pub(super) fn class(&self) -> &'static str {
        match (self.model, self.custody) {
            (Model::Mac, Custody::Lab) => "lab_mac",
            (Model::Mac, _) => "mac",
            (Model::Iphone, _) => "iphone",
            (Model::Ipad, Custody::Kiosk) => "kiosk_ipad",
            (Model::Ipad, _) => "ipad",
        }
    }

    /// Who has it at that time.
    pub(super) fn holder(&self, at: Instant) -> Option<usize> {
        self.held
            .iter()
            .rev()
            .find(|(from, _)| from.is_none_or(|from| from <= at))
            .and_then(|(_, person)| *person)
    }

    /// Who Jamf believes has it at that time.
    pub(super) fn believed_holder(&self, at: Instant) -> Option<usize> {
        let belief = self.believed.iter().rev().find(|belief| belief.from <= at);
        belief.or(self.believed.first()).and_then(|belief| belief.person)
    }

    /// Whether it can be used at that time.
    pub(super) fn is_up(&self, at: Instant) -> bool {
        !self.down.iter().any(|(from, to)| *from <= at && at < *to)
    }

    /// Hands it to somebody (or to nobody) and lets Jamf know at another time.
    pub(super) fn hand_over(&mut self, at: Instant, to: Option<(usize, String)>, jamf_at: Option<Instant>) {
        self.held.push((Some(at), to.as_ref().map(|(person, _)| *person)));
        if let Some(from) = jamf_at {
            let (person, email) = to.map_or((None, String::new()), |(person, email)| (Some(person), email));
            self.believed.push(Belief { from, person, email });
            self.believed.sort_by_key(|belief| belief.from);
        }
    }
}

/// Every device: personal ones first, then those of units.
pub(super) fn build(seed: u64, people: &[Person], from: Instant) -> Vec<Device> {
    let mut devices = Vec::new();
    for (index, person) in people.iter().enumerate().filter(|(_, person)| person.is_human()) {
        let mut rng = Rng::for_key(seed, "devices-of", index as u64);
        for (model, share) in [(Model::Mac, 0.86), (Model::Iphone, 0.6), (Model::Ipad, 0.08)] {
            if rng.chance(share) {
                let unit = person.versions[0].unit;
                devices.push(device(&mut rng, devices.len(), model, Custody::Personal, unit, from));
                own(devices.last_mut(), person, index, from);
            }
        }
    }
    let humans = people.iter().filter(|person| person.is_human()).count();
    let pools: [(Model, Custody, usize); 6] = [
        (Model::Mac, Custody::Lab, humans / 35 + 2),
        (Model::Mac, Custody::Shared, humans / 90 + 2),
        (Model::Ipad, Custody::Kiosk, humans / 70 + 2),
        (Model::Mac, Custody::Loaner, humans / 90 + 2),
        (Model::Iphone, Custody::Stock, humans / 60 + 3),
        (Model::Mac, Custody::Stock, humans / 60 + 3),
    ];
    for (pool, (model, custody, count)) in pools.into_iter().enumerate() {
        for index in 0..count {
            let mut rng = Rng::for_key(seed, "pool", (pool * 100_000 + index) as u64);
            let unit = if custody == Custody::Lab { *rng.pick(&[2, 2, 1]) } else { rng.below(UNITS.len()) };
            devices.push(device(&mut rng, devices.len(), model, custody, unit, from));
            if matches!(custody, Custody::Lab | Custody::Shared) {
                share(devices.last_mut(), people, &mut rng, from);
            }
        }
    }
    devices
}

fn own(device: Option<&mut Device>, person: &Person, index: usize, from: Instant) {
    let Some(device) = device else { return };
    let since = person.versions[0].from.unwrap_or(from).max(from - chrono::TimeDelta::days(400));
    device.held = vec![(Some(since), Some(index))];
    device.believed =
        vec![Belief { from: since, person: Some(index), email: person.versions[0].email.clone() }];
    device.enrolled = since;
}

/// A custodian whom Jamf names, and colleagues of the unit who use the device too.
fn share(device: Option<&mut Device>, people: &[Person], rng: &mut Rng, from: Instant) {
    let Some(device) = device else { return };
    let unit = device.unit;
    let team: Vec<usize> = (0..people.len())
        .filter(|index| {
            let person = &people[*index];
            person.is_human()
                && person.versions[0].unit == unit
                && person.versions[0].from.is_some_and(|at| at < from)
        })
        .collect();
    if team.is_empty() {
        return;
    }
    let custodian = *rng.pick(&team);
    device.users = (0..5).map(|_| *rng.pick(&team)).collect();
    device.users.sort_unstable();
    device.users.dedup();
    device.believed = vec![Belief {
        from: device.enrolled,
        person: Some(custodian),
        email: people[custodian].versions[0].email.clone(),
    }];
}

fn device(rng: &mut Rng, index: usize, model: Model, custody: Custody, unit: usize, from: Instant) -> Device {
    let prefix = match model {
        Model::Mac => "MB",
        Model::Iphone => "IP",
        Model::Ipad => "PD",
    };
    let code: String = UNITS[unit].chars().filter(char::is_ascii_alphabetic).take(3).collect();
    let enrolled = from - chrono::TimeDelta::days(rng.range(30, 900));
    let udid = match model {
        Model::Mac => rng.uuid().to_uppercase(),
        _ => format!("{:016x}{:016x}{:08x}", rng.next(), rng.next(), rng.next() >> 32),
    };
    Device {
        jamf_id: index + 1,
        model,
        custody,
        serial: format!("ZM{}", rng.token(SERIAL, 10)),
        udid,
        management_id: rng.uuid(),
        name: format!("{prefix}-{}-{index:04}", code.to_uppercase()),
        asset_tag: format!("MB{:06}", 20_000 + index * 3),
        unit,
        held: vec![(None, None)],
        believed: vec![Belief { from: enrolled, person: None, email: String::new() }],
        users: Vec::new(),
        down: Vec::new(),
        signs: Vec::new(),
        runs: Vec::new(),
        enrolled,
    }
}
