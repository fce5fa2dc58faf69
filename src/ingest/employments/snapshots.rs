//! Which snapshots there are: rows of one export carry times that differ by seconds, and an export may be split.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::emptied::Emptied;
use crate::records::{Employment, Instant, Origin};

/// Rows whose times lie no further apart than this belong to one snapshot.
const ONE_RUN: TimeDelta = TimeDelta::hours(6);

/// How long before the snapshot before somebody may have been hired who first stands in this one. Hires are entered
/// late, but not by years: those were left out before.
const ENTERED_LATE: TimeDelta = TimeDelta::days(62);

/// One snapshot.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Snapshot {
    /// When it was taken: the latest time of its rows.
    pub(super) at: Instant,
    /// Its first row.
    pub(super) origin: Origin,
    /// Whether any row has a place for the day of leaving.
    pub(super) has_leave_field: bool,
    /// Whether nearly all days of leaving that stood before are gone from it.
    pub(super) emptied: Option<Emptied>,
    /// How many persons stand in it.
    pub(super) people: u64,
    /// How many of them stand in no earlier one.
    pub(super) first_seen: u64,
    /// How many persons of the snapshot before are not in it.
    pub(super) missing: u64,
}

/// Every snapshot, in the order of time.
pub(super) struct Snapshots {
    pub(super) list: Vec<Snapshot>,
    numbers: BTreeMap<Instant, usize>,
}

impl Snapshot {
    /// Whether it tells nothing of days of leaving: a day that is not there was not taken back.
    pub(super) fn is_silent_on_leaving(&self) -> bool {
        !self.has_leave_field || self.emptied.is_some()
    }
}

impl Snapshots {
    /// The snapshot of a row.
    pub(super) fn number(&self, at: Instant) -> usize {
        self.numbers.get(&at).copied().unwrap_or_default()
    }

    /// Whether so many persons are new that the snapshot must be of other people rather than of new ones.
    pub(super) fn is_of_others(&self, number: usize) -> bool {
        let snapshot = &self.list[number];
        snapshot.first_seen * 2 > snapshot.people
    }

    /// Whether somebody who first stands in this snapshot has joined since the one before.
    pub(super) fn is_news(&self, number: usize, hire_date: Option<Instant>) -> bool {
        number > 0
            && !self.is_of_others(number)
            && hire_date.is_none_or(|hired| hired >= self.list[number - 1].at - ENTERED_LATE)
    }
}

/// The snapshots that the rows belong to.
pub(super) fn snapshots(employments: &[Employment]) -> Snapshots {
    let mut rows: Vec<&Employment> = employments.iter().collect();
    rows.sort_by_key(|row| (row.snapshot_at, row.origin));
    let mut list: Vec<Snapshot> = Vec::new();
    let mut numbers = BTreeMap::new();
    for row in rows {
        let is_new = list.last().is_none_or(|last| row.snapshot_at - last.at > ONE_RUN);
        if is_new {
            list.push(Snapshot {
                at: row.snapshot_at,
                origin: row.origin,
                has_leave_field: false,
                emptied: None,
                people: 0,
                first_seen: 0,
                missing: 0,
            });
        }
        let number = list.len() - 1;
        let snapshot = &mut list[number];
        snapshot.at = row.snapshot_at;
        snapshot.origin = snapshot.origin.min(row.origin);
        snapshot.has_leave_field |= row.state.has_leave_field;
        numbers.insert(row.snapshot_at, number);
    }
    Snapshots { list, numbers }
}
