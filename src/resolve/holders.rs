//! Who held a device at a time: register versions, assignment history and earlier inventory. The present
//! inventory alone never says who held it then.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{DeviceId, Devices};
use crate::{
    records::{Assignment, Instant, Origin, PersonKeys},
    registers::Device,
};

/// One statement about the holder of a device.
#[derive(Debug, Clone)]
pub struct Held<'a> {
    /// Keys of the person; `None` = nobody.
    pub person: Option<&'a PersonKeys>,
    /// From when.
    pub from: Option<Instant>,
    /// A present state rather than an entry of a history.
    pub is_snapshot: bool,
    /// The row.
    pub origin: Origin,
}

/// Holders of all devices over time.
#[derive(Debug, Default)]
pub struct Holders<'a> {
    registered: BTreeMap<DeviceId, Vec<&'a Device>>,
    assigned: BTreeMap<DeviceId, Vec<Held<'a>>>,
    /// When versions of the register begin or end.
    register_changes: Days,
    /// When somebody got or gave back a device by the histories.
    assignment_changes: Days,
}

/// Distinct days on which something changed, each by its first instant, in order.
#[derive(Debug, Default)]
struct Days(Vec<Instant>);

/// How far back the pace of a register or of the histories is looked at.
const PACE: TimeDelta = TimeDelta::days(180);

/// So many days with a change must be missing before a source counts as one that ended: 1 in 20 by chance, where
/// they come one by one.
const MISSING: f64 = 3.0;

impl<'a> Holders<'a> {
    /// Sorts register versions and assignments by device and time.
    pub fn new(devices: &Devices, register: &'a [Device], assignments: &'a [Assignment]) -> Self {
        let mut holders = Self::default();
        for row in register {
            if let Some(id) = devices.find_registered(row) {
                holders.registered.entry(id).or_default().push(row);
            }
        }
        for row in assignments {
            if let Some(id) = devices.find(&row.device) {
                holders.assigned.entry(id).or_default().push(Held {
                    person: row.person.as_ref(),
                    from: row.from,
                    is_snapshot: row.is_snapshot,
                    origin: row.origin,
                });
            }
        }
        holders.register_changes =
            Days::of(register.iter().flat_map(|row| [row.validity.from, row.validity.to]).flatten());
        let histories = assignments.iter().filter(|row| !row.is_snapshot);
        holders.assignment_changes = Days::of(histories.filter_map(|row| row.from));
        for rows in holders.registered.values_mut() {
            rows.sort_by_key(|row| (row.validity.from, row.row.clone()));
        }
        for rows in holders.assigned.values_mut() {
            // The person before the place: where a row stands in its file must not decide.
            rows.sort_by_key(|held| (held.from, held.is_snapshot, held.person, held.origin));
        }
        holders
    }

    /// The register's version of the device valid at the time.
    pub fn registered_at(&self, id: DeviceId, at: Instant) -> Option<&'a Device> {
        self.registered.get(&id)?.iter().find(|row| row.validity.holds_at(at)).copied()
    }

    /// The last change in the register, where it lies so far before the time that changes must be missing: nobody
    /// went on keeping it, or it was exported long ago.
    pub fn register_ended(&self, at: Instant) -> Option<Instant> {
        self.register_changes.ended(at)
    }

    /// The same of the assignment histories. Inventory is a state and has no pace: a recent one repeats whom
    /// nobody changed.
    pub fn assignments_ended(&self, at: Instant) -> Option<Instant> {
        self.assignment_changes.ended(at)
    }

    /// All register versions of the device, in time order.
    pub fn registered(&self, id: DeviceId) -> &[&'a Device] {
        self.registered.get(&id).map_or(&[], Vec::as_slice)
    }

    /// All statements about the device, in time order, those without a time first.
    pub fn assigned(&self, id: DeviceId) -> &[Held<'a>] {
        self.assigned.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The last statement at or before the time; statements without a time are not used.
    pub fn assigned_at(&self, id: DeviceId, at: Instant) -> Option<&Held<'a>> {
        self.assigned.get(&id)?.iter().rev().find(|held| held.from.is_some_and(|from| from <= at))
    }

    /// What Jamf is likely to have believed: the last statement before the time, else the next one after it.
    pub fn believed_at(&self, id: DeviceId, at: Instant) -> Option<&Held<'a>> {
        self.assigned_at(id, at)
            .or_else(|| self.assigned.get(&id)?.iter().find(|held| held.from.is_none_or(|from| from > at)))
    }

    /// Devices with anything known of their holder, in order.
    pub fn devices(&self) -> impl Iterator<Item = DeviceId> {
        let mut all: Vec<DeviceId> = self.registered.keys().chain(self.assigned.keys()).copied().collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter()
    }
}

impl Days {
    fn of(changes: impl Iterator<Item = Instant>) -> Self {
        let mut days: Vec<Instant> = changes.collect();
        days.sort_unstable();
        days.dedup_by_key(|at| at.date_naive());
        Self(days)
    }

    /// The last one, where by the pace of the half-year before it so many are missing that it was the end.
    #[expect(clippy::cast_precision_loss, reason = "days of half a year and seconds far below 2^52")]
    fn ended(&self, at: Instant) -> Option<Instant> {
        let last = *self.0.last().filter(|last| **last < at)?;
        let days = self.0.len() - self.0.partition_point(|change| *change < last - PACE);
        let missing = days as f64 * (at - last).num_seconds() as f64 / PACE.num_seconds() as f64;
        (missing >= MISSING).then_some(last)
    }
}

#[cfg(test)]
#[path = "holders_tests.rs"]
mod tests;
