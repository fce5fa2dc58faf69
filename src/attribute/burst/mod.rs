//! Bursts: many devices locked, wiped or taken away at once on behalf of one initiator, with nothing that explains
//! them. That is how a stolen account or API client looks, and not how an automation errs.

mod deeds;
mod hours;
mod scan;

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

pub(super) use self::{
    deeds::{Sources, deeds},
    hours::OfficeHours,
};
use deeds::Deed;

use crate::{config::Attribute, records::Instant, resolve::DeviceId};

/// Destructive actions of one initiator on many devices in a short time, which nothing explains.
#[derive(Debug, Clone, PartialEq)]
pub struct Burst {
    /// `burst-` and the id of its first action.
    pub burst_id: String,
    /// `kind:name` of who or what sent them; `None` where no record says.
    pub initiator: Option<String>,
    /// When the first was sent.
    pub from: Instant,
    /// When the last was sent.
    pub to: Instant,
    /// Different devices.
    pub devices: usize,
    /// Codes of the kinds of its actions, in order.
    pub kinds: Vec<&'static str>,
    /// Devices that the initiator's earlier unexplained actions let expect in a window in which it acts.
    pub expected: f64,
    /// P(as many in any window) by chance.
    pub probability: f64,
    /// Of all destructive actions of the initiator in this time, the share that is linked to an episode.
    pub linked_share: f64,
    /// Share of its actions sent outside working hours.
    pub outside_working_hours: f64,
    /// Its actions in time order: id and when each was done.
    pub actions: Vec<(String, Instant)>,
}

impl Burst {
    /// Its actions done inside a half-open period.
    pub fn actions_in(&self, period: (Instant, Instant)) -> usize {
        self.actions.iter().filter(|(_, done_at)| *done_at >= period.0 && *done_at < period.1).count()
    }
}

/// Every burst among these deeds, by its first action and id. The order of the deeds is of no account.
pub(super) fn find(deeds: &[Deed<'_>], config: &Attribute) -> Vec<Burst> {
    let mut by_initiator: BTreeMap<Option<String>, Vec<&Deed<'_>>> = BTreeMap::new();
    for deed in deeds {
        by_initiator.entry(deed.initiator()).or_default().push(deed);
    }
    let mut found = Vec::new();
    for (initiator, mut deeds) in by_initiator {
        deeds.sort_by(|a, b| (a.sent_at, &a.action.action_id).cmp(&(b.sent_at, &b.action.action_id)));
        found.extend(of_initiator(initiator.as_ref(), &deeds, config));
    }
    found.sort_by(|a, b| (a.from, &a.burst_id).cmp(&(b.from, &b.burst_id)));
    found
}

/// The bursts of one initiator, whose deeds are in time order.
fn of_initiator(initiator: Option<&String>, all: &[&Deed<'_>], config: &Attribute) -> Vec<Burst> {
    let open: Vec<&Deed<'_>> = all.iter().copied().filter(|deed| !deed.is_explained).collect();
    let least = usize::try_from(config.burst_devices).unwrap_or(usize::MAX);
    let length = config.burst_window.delta();
    let windows = windows(&open, length);
    let mut usual = Usual::default();
    let mut found = Vec::new();
    let mut next = 0;
    while next < open.len() {
        let improbable = |window: &Window| {
            let chance = usual.probability_of(window.devices);
            (window.devices >= least && chance <= config.burst_probability).then_some(chance)
        };
        let Some(mut probability) = improbable(&windows[next]) else {
            usual.add(open[next], length);
            next += 1;
            continue;
        };
        let (first, mut end, mut at) = (next, windows[next].end, next + 1);
        while at < end {
            if let Some(chance) = improbable(&windows[at]) {
                probability = probability.min(chance);
                end = end.max(windows[at].end);
            }
            at += 1;
        }
        found.push(burst(initiator, &open[first..end], all, (usual.expected(), probability)));
        next = end;
    }
    found
}

fn burst(
    initiator: Option<&String>,
    members: &[&Deed<'_>],
    all: &[&Deed<'_>],
    (expected, probability): (f64, f64),
) -> Burst {
    let (first, last) = (members[0], members[members.len() - 1]);
    let beside: Vec<_> =
        all.iter().filter(|deed| deed.sent_at >= first.sent_at && deed.sent_at <= last.sent_at).collect();
    let kinds: BTreeSet<&'static str> = members.iter().map(|deed| deed.action.kind.code()).collect();
    Burst {
        burst_id: format!("burst-{}", first.action.action_id),
        initiator: initiator.cloned(),
        from: first.sent_at,
        to: last.sent_at,
        devices: members.iter().map(|deed| deed.device).collect::<BTreeSet<DeviceId>>().len(),
        kinds: kinds.into_iter().collect(),
        expected,
        probability,
        linked_share: share(beside.iter().filter(|deed| deed.is_linked).count(), beside.len()),
        outside_working_hours: share(
            members.iter().filter(|deed| deed.is_outside_hours).count(),
            members.len(),
        ),
        actions: members.iter().map(|deed| (deed.action.action_id.clone(), deed.done_at)).collect(),
    }
}

/// The deeds of one window: those from its first one on, as long as a window is.
struct Window {
    /// Place after its last deed.
    end: usize,
    /// Different devices in it.
    devices: usize,
}

/// One window per deed, beginning with it.
fn windows(open: &[&Deed<'_>], length: TimeDelta) -> Vec<Window> {
    let mut inside: BTreeMap<DeviceId, usize> = BTreeMap::new();
    let mut end = 0;
    let mut found = Vec::with_capacity(open.len());
    for first in open {
        while open.get(end).is_some_and(|deed| deed.sent_at < first.sent_at + length) {
            *inside.entry(open[end].device).or_default() += 1;
            end += 1;
        }
        found.push(Window { end, devices: inside.len() });
        if let Some(count) = inside.get_mut(&first.device) {
            *count -= 1;
            if *count == 0 {
                inside.remove(&first.device);
            }
        }
    }
    found
}

/// What an initiator did before that nothing explains: windows in which it acted, and the devices in them.
#[derive(Default)]
struct Usual {
    windows: usize,
    devices: usize,
    /// Begin of the last window and the devices in it.
    last: Option<(Instant, BTreeSet<DeviceId>)>,
}

impl Usual {
    fn add(&mut self, deed: &Deed<'_>, length: TimeDelta) {
        match &mut self.last {
            Some((from, inside)) if deed.sent_at < *from + length => {
                self.devices += usize::from(inside.insert(deed.device));
            }
            last => {
                *last = Some((deed.sent_at, BTreeSet::from([deed.device])));
                self.windows += 1;
                self.devices += 1;
            }
        }
    }

    /// Devices per window in which it acts. One window with one device stands for what is not known.
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    fn expected(&self) -> f64 {
        (self.devices + 1) as f64 / (self.windows + 1) as f64
    }

    /// P(so many devices in any window) over the windows it acted in, the one that is not known and this one.
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    fn probability_of(&self, devices: usize) -> f64 {
        let count = u32::try_from(devices).unwrap_or(u32::MAX);
        scan::probability(count, self.expected(), (self.windows + 2) as f64)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn share(some: usize, all: usize) -> f64 {
    some as f64 / all.max(1) as f64
}
