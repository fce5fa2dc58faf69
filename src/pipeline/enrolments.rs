//! Devices that were enrolled again and have no earlier history: Jamf can be set to flush it when a device comes
//! back, so that what was done before, a wrong wipe for one, left no trace.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::{
    Prepared,
    coverage::{Needed, coverage},
};
use crate::{
    ingest::Ingested,
    records::{ActivityKind, Instant},
    registers::Device,
    report::model::CoverageRow,
    resolve::{DeviceId, Devices},
};

/// How many devices a finding names.
const EXAMPLES: usize = 3;

/// The first entry of a device is told by its date alone.
const DAY: TimeDelta = TimeDelta::days(1);

/// Coverage with what inventory tells of it.
pub(super) fn covered(prepared: &Prepared, devices: &Devices, needed: Option<Needed>) -> Vec<CoverageRow> {
    let register = prepared.registers.devices.as_deref().unwrap_or_default();
    let mut rows = coverage(&prepared.ingested, needed);
    let finding = without_history(&prepared.ingested, devices, register, needed.map(|needed| needed.from));
    if let Some(row) = rows.iter_mut().find(|row| row.format == "jamf-inventory") {
        row.findings.extend(finding);
    }
    rows
}

/// The devices enrolled since that were there before and of which nothing older is known.
fn without_history(
    ingested: &Ingested,
    devices: &Devices,
    register: &[Device],
    since: Option<Instant>,
) -> Option<String> {
    let found: Vec<Option<DeviceId>> =
        ingested.device_states.iter().map(|state| devices.find(&state.device)).collect();
    let states = || ingested.device_states.iter().zip(&found).filter_map(|(state, id)| Some((state, (*id)?)));
    let mut enrolled: BTreeMap<DeviceId, Instant> = BTreeMap::new();
    for (state, device) in states() {
        if let Some(at) = state.enrolled_at {
            let latest = enrolled.entry(device).or_insert(at);
            *latest = at.max(*latest);
        }
    }
    enrolled.retain(|_, at| since.is_none_or(|since| *at > since));
    let before = |device: DeviceId, at: Instant, slack: TimeDelta| {
        enrolled.get(&device).filter(|enrolled| at + slack < **enrolled).map(|_| device)
    };
    let mut was_there: BTreeSet<DeviceId> = BTreeSet::new();
    for (state, device) in states() {
        let times = [state.entered_at, state.enrolled_at, state.reported_at];
        was_there.extend(times.into_iter().flatten().find_map(|at| before(device, at, DAY)));
    }
    for row in register {
        let known = devices.find_registered(row).zip(row.validity.from);
        was_there.extend(known.and_then(|(device, from)| before(device, from, DAY)));
    }
    // No history is looked at for devices that nobody misses one of, and that is nearly all of it.
    if was_there.is_empty() {
        return None;
    }
    for (device, at) in history(ingested, devices) {
        if before(device, at, TimeDelta::zero()).is_some() {
            was_there.remove(&device);
        }
    }
    finding(&was_there, &enrolled, devices)
}

/// What was done on devices and who held them; an inventory and an enrolment are no history.
fn history<'a>(
    ingested: &'a Ingested,
    devices: &'a Devices,
) -> impl Iterator<Item = (DeviceId, Instant)> + 'a {
    let actions = ingested.actions.iter().map(|action| (&action.device, action.sent_at.or(action.done_at)));
    let holders = ingested.assignments.iter().filter(|holder| !holder.is_snapshot);
    let holders = holders.map(|holder| (&holder.device, holder.from));
    let signs = ingested.activities.iter().filter(|sign| sign.kind != ActivityKind::Enrolled);
    let signs = signs.map(|sign| (&sign.device, Some(sign.at)));
    actions.chain(holders).chain(signs).filter_map(|(keys, at)| devices.find(keys).zip(at))
}

fn finding(
    found: &BTreeSet<DeviceId>,
    enrolled: &BTreeMap<DeviceId, Instant>,
    devices: &Devices,
) -> Option<String> {
    let mut named: Vec<(String, String)> = found
        .iter()
        .filter_map(|device| {
            let on = enrolled.get(device)?.format("%Y-%m-%d").to_string();
            Some((devices.label(*device)?, on))
        })
        .collect();
    named.sort();
    let examples: Vec<String> =
        named.iter().take(EXAMPLES).map(|(label, on)| format!("`{label}` on {on}")).collect();
    let examples = examples.join(", ");
    let (count, more) = match named.len() {
        0 => return None,
        1 => ("1 device was".to_owned(), ""),
        n => (format!("{n} devices were"), if n > EXAMPLES { ", …" } else { "" }),
    };
    Some(format!(
        "{count} enrolled again and have no earlier history, which Jamf may have flushed: what was done to them before \
         is not known ({examples}{more})"
    ))
}

#[cfg(test)]
#[path = "tests/enrolments.rs"]
mod tests;
