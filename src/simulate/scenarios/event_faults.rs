//! Faults of the event itself: it did not happen, lies in the future, is none of the workflow's, or is not there.

use chrono::TimeDelta;

use super::{
    leavers::right_deed,
    timing::{back_after, leaver_kind, subject, wrong},
};
use crate::{
    records::Instant,
    simulate::{
        calendar::{date_of, local},
        commands::Kind,
        deeds::Undo,
        devices::Model,
        rng::Rng,
        workflows::Flow,
        world::World,
    },
};

/// Okta refused the deactivation; the automation did not look at the outcome.
pub(super) fn failed(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let (model, flow, kind) = leaver_kind(rng);
    let Some((person, device)) = subject(world, rng, at, model) else { return false };
    let place = world.okta(rng, at, "user.lifecycle.deactivate", person);
    world.events[place].result = "FAILURE";
    world.events[place].reason = Some("User is already in the process of being modified");
    let trigger = world.events[place].uuid.clone();
    let mut deed = right_deed(rng, flow, device, kind, at, &trigger);
    deed.victim = Some(person);
    deed.restored = Some(back_after(rng, deed.done));
    deed.undo = if rng.chance(0.3) { Undo::Admin } else { Undo::Silent };
    wrong(world, rng, deed, "failed-trigger", "the deactivation failed")
}

/// The termination holds weeks later; the phone was wiped the day it was keyed.
pub(super) fn early(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some((person, device)) = subject(world, rng, at, Model::Iphone) else { return false };
    let last_day = at + TimeDelta::days(rng.range(9, 25));
    let trigger = world.hr(
        "termination_recorded",
        at,
        at + TimeDelta::minutes(5),
        date_of(last_day),
        person,
        "Resignation",
    );
    let mut deed =
        right_deed(rng, Flow::LeaverWipe, device, Kind::Wipe, at + TimeDelta::minutes(8), &trigger);
    deed.victim = Some(person);
    deed.restored = Some(back_after(rng, deed.done));
    let acted = wrong(world, rng, deed, "early-action", "acted weeks before the last day");
    if acted {
        if last_day < world.to {
            let end = local(date_of(last_day), 17, 0);
            world.deactivate(rng, end, person, None);
        }
        super::leavers::end_employment(world, person, last_day);
    }
    acted
}

/// A suspension, which this workflow is not approved for, locked the Mac of an employee on a short leave.
pub(super) fn kind_out_of_scope(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some((person, device)) = subject(world, rng, at, Model::Mac) else { return false };
    let back = at + TimeDelta::days(rng.range(9, 16));
    let trigger = world.okta_id(rng, at, "user.lifecycle.suspend", person);
    world.okta_id(rng, back, "user.lifecycle.unsuspend", person);
    world.people[person].off.push((at, back));
    let mut deed = right_deed(rng, Flow::LeaverLock, device, Kind::Lock, at, &trigger);
    deed.victim = Some(person);
    let released = at + TimeDelta::hours(rng.range(5, 50));
    deed.restored = Some(back_after(rng, released.max(deed.done)));
    wrong(world, rng, deed, "out-of-scope-trigger", "suspension is not in the approved conditions")
}

/// The automation's client locked a device for which no event exists.
pub(super) fn none(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some((person, device)) = subject(world, rng, at, Model::Mac) else { return false };
    let flow = if rng.chance(0.7) { Flow::LeaverLock } else { Flow::RiskLock };
    let mut deed = right_deed(rng, flow, device, Kind::Lock, at, "");
    deed.victim = Some(person);
    deed.restored = Some(back_after(rng, deed.done));
    deed.undo = if rng.chance(0.4) { Undo::Admin } else { Undo::Silent };
    wrong(world, rng, deed, "no-trigger", "no event at all")
}
