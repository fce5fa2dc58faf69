//! Facts of devices, persons and tickets, entries of lists and hooks: two records that say the same are one.

use std::cmp::Ordering;

use super::{All, Kept, drop_marked, in_order::sort_in_place};
use crate::records::{Activity, Assignment, DeviceState, Employment, Hook, Listed, Origin, TicketFact};

/// Sorts by content, then place, and marks every exact copy.
pub(super) fn dedupe(all: &mut All, fallen: &mut Vec<u32>) {
    copies(&mut all.assignments, fallen, same_assignment, |it| it.origin);
    copies(&mut all.device_states, fallen, same_state, |it| it.origin);
    copies(&mut all.activities, fallen, same_activity, |it| it.origin);
    copies(&mut all.listed, fallen, same_entry, |it| it.origin);
    copies(&mut all.employments, fallen, same_employment, |it| it.origin);
    copies(&mut all.hooks, fallen, same_hook, |it| it.origin);
    copies(&mut all.ticket_facts, fallen, same_fact, |it| it.origin);
}

fn same_assignment(a: &Assignment, b: &Assignment) -> Ordering {
    (a.from, &a.device, &a.person, a.is_snapshot).cmp(&(b.from, &b.device, &b.person, b.is_snapshot))
}

fn same_state(a: &DeviceState, b: &DeviceState) -> Ordering {
    let key = |it: &DeviceState| (it.enrolled_at, it.entered_at, it.is_shared);
    (a.reported_at, &a.device, key(a), &a.model).cmp(&(b.reported_at, &b.device, key(b), &b.model))
}

fn same_activity(a: &Activity, b: &Activity) -> Ordering {
    (a.at, &a.device, a.kind, &a.user).cmp(&(b.at, &b.device, b.kind, &b.user))
}

fn same_entry(a: &Listed, b: &Listed) -> Ordering {
    (a.list, &a.id, &a.name, &a.person).cmp(&(b.list, &b.id, &b.name, &b.person))
}

fn same_employment(a: &Employment, b: &Employment) -> Ordering {
    (a.snapshot_at, &a.state).cmp(&(b.snapshot_at, &b.state))
}

fn same_hook(a: &Hook, b: &Hook) -> Ordering {
    let key = |it: &Hook| (it.trigger, it.script.clone(), it.description.clone());
    (&a.name, &a.tag, &a.event, key(a)).cmp(&(&b.name, &b.tag, &b.event, key(b)))
}

fn same_fact(a: &TicketFact, b: &TicketFact) -> Ordering {
    let link = |it: &TicketFact| it.link.as_ref().map(|link| (link.kind, link.id.clone()));
    (&a.ticket_id, a.at, a.state, link(a), &a.note, &a.fields).cmp(&(
        &b.ticket_id,
        b.at,
        b.state,
        link(b),
        &b.note,
        &b.fields,
    ))
}

/// Of records with one content the one that stands first stays. The records are left in order, which spares the
/// final sorting its work.
fn copies<T>(
    all: &mut Vec<Kept<T>>,
    fallen: &mut Vec<u32>,
    content: impl Fn(&T, &T) -> Ordering,
    origin: impl Fn(&T) -> Origin,
) {
    sort_in_place(all, |a, b| {
        content(&a.record, &b.record).then_with(|| origin(&a.record).cmp(&origin(&b.record)))
    });
    let is_copy = |pair: &[Kept<T>]| content(&pair[0].record, &pair[1].record).is_eq();
    let is_fallen: Vec<bool> = std::iter::once(false).chain(all.windows(2).map(is_copy)).collect();
    drop_marked(all, &is_fallen, fallen);
}
