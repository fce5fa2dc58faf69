//! Snapshots in which nearly every day of leaving is gone at once: such a column was emptied by the export, as one
//! that is missing was left out by it.

use super::{
    differences::is_rehired,
    people::{Person, Said},
    snapshots::Snapshots,
};
use crate::records::{Employed, EmploymentStatus, Instant, Origin};

/// From so many on, nearly all are enough.
const MANY: u64 = 5;

/// Of fewer than [`MANY`] so many must be gone, and all of them.
const FEW: u64 = 3;

/// How many of a hundred are nearly all.
const NEARLY_ALL: u64 = 80;

/// The days of leaving of one snapshot against those that stood before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Emptied {
    /// How many persons had a day.
    pub(super) had: u64,
    /// How many of them have none any more, without anything else that says why.
    pub(super) gone: u64,
    /// The first row without the day.
    pub(super) origin: Origin,
}

/// Marks the snapshots whose days of leaving were emptied, the earliest first: a later one is compared with what
/// stood before an emptied one.
pub(super) fn mark(people: &[Person<'_>], snapshots: &mut Snapshots) {
    let mut rows: Vec<Vec<(usize, &Said<'_>)>> = Vec::new();
    rows.resize_with(snapshots.list.len(), Vec::new);
    for (index, person) in people.iter().enumerate() {
        for said in &person.said {
            rows[said.snapshot].push((index, said));
        }
    }
    let mut stand: Vec<Option<Stand<'_>>> = vec![None; people.len()];
    for (number, rows) in rows.iter().enumerate() {
        let snapshot = &mut snapshots.list[number];
        if snapshot.has_leave_field {
            snapshot.emptied = emptied(rows, &stand);
        }
        let is_silent = snapshot.is_silent_on_leaving();
        for (index, said) in rows {
            let kept = stand[*index].filter(|before| is_silent && !before.is_followed_by_rehire(said.state));
            let leave_date = kept.map_or(said.state.leave_date, |before| before.leave_date);
            stand[*index] = Some(Stand { leave_date, state: said.state });
        }
    }
}

/// Where somebody stood last, with the day of leaving that holds although a snapshot was silent on it.
#[derive(Clone, Copy)]
struct Stand<'a> {
    leave_date: Option<Instant>,
    state: &'a Employed,
}

impl Stand<'_> {
    fn is_followed_by_rehire(&self, now: &Employed) -> bool {
        is_rehired(&Employed { leave_date: self.leave_date, ..self.state.clone() }, now)
    }
}

fn emptied(rows: &[(usize, &Said<'_>)], stand: &[Option<Stand<'_>>]) -> Option<Emptied> {
    let (mut had, mut gone, mut origin) = (0, 0, None::<Origin>);
    for (index, said) in rows {
        let Some(before) = stand[*index].filter(|before| before.leave_date.is_some()) else { continue };
        had += 1;
        if said.state.leave_date.is_none() && !is_told(&before, said.state) {
            gone += 1;
            origin = Some(origin.map_or(said.origin, |first| first.min(said.origin)));
        }
    }
    let is_emptied = (gone >= MANY && gone * 100 >= had * NEARLY_ALL) || (gone >= FEW && gone == had);
    origin.filter(|_| is_emptied).map(|origin| Emptied { had, gone, origin })
}

/// Whether something else than the day that is gone says that somebody stays or is back.
fn is_told(before: &Stand<'_>, now: &Employed) -> bool {
    let is_back = before.state.status == Some(EmploymentStatus::Left)
        && now.status.is_some_and(|status| status != EmploymentStatus::Left);
    is_back || before.is_followed_by_rehire(now)
}
