//! Triggers that were undone: after the action, before it, too late to be known, or never true.

use chrono::TimeDelta;

use super::leavers::right_deed;
use crate::{
    records::Instant,
    simulate::{
        calendar::{date_of, next_working_moment},
        commands::Kind,
        deeds::{Deed, Undo, done_lag},
        devices::Model,
        helpdesk,
        rng::Rng,
        truth::Verdict,
        workflows::Flow,
        world::World,
    },
};

/// Somebody with a device of that model and a quiet month around.
pub(super) fn subject(world: &World, rng: &mut Rng, at: Instant, model: Model) -> Option<(usize, usize)> {
    // Nothing may have happened to them later already: some of these end the employment.
    let fits = |world: &World, person: usize| {
        world.devices_of(person, model, at).is_some()
            && world.people[person].is_free(at, at + TimeDelta::days(400))
    };
    let person = world.find_person(rng, at, (12, 35), fits)?;
    Some((person, world.devices_of(person, model, at)?))
}

/// A Mac or a phone with the automation that acts on it.
pub(super) fn leaver_kind(rng: &mut Rng) -> (Model, Flow, Kind) {
    if rng.chance(0.7) {
        (Model::Mac, Flow::LeaverLock, Kind::Lock)
    } else {
        (Model::Iphone, Flow::LeaverWipe, Kind::Wipe)
    }
}

/// Turns a deed into a wrong one, carries it out, lets the victim complain and keeps the person's time free.
pub(super) fn wrong(
    world: &mut World,
    rng: &mut Rng,
    mut deed: Deed,
    cause: &'static str,
    note: &'static str,
) -> bool {
    deed.verdict = Verdict::Wrong;
    deed.cause = cause;
    deed.note = note;
    let Some(id) = world.deed(rng, &deed) else { return false };
    helpdesk::complain(world, rng, &deed, &id);
    if let Some(person) = deed.victim {
        world.occupy(person, deed.sent, (12, 35));
    }
    true
}

/// When a device is back after its person was back: some working time later.
pub(super) fn back_after(rng: &mut Rng, at: Instant) -> Instant {
    next_working_moment(at) + TimeDelta::minutes(rng.range(25, 300))
}

/// Disabled by mistake, acted on, enabled again hours later.
pub(super) fn reversed_after(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let (model, flow, kind) = leaver_kind(rng);
    let Some((person, device)) = subject(world, rng, at, model) else { return false };
    let reversed = at + TimeDelta::minutes(rng.range(150, 47 * 60));
    let trigger = world.deactivate(rng, at, person, Some(reversed));
    world.okta_id(rng, reversed, "user.lifecycle.activate", person);
    let mut deed = right_deed(rng, flow, device, kind, at, &trigger);
    deed.done = deed.done.min(reversed - TimeDelta::minutes(5)).max(deed.sent + TimeDelta::seconds(2));
    deed.victim = Some(person);
    deed.restored = Some(back_after(rng, reversed.max(deed.done)));
    deed.undo = if rng.chance(0.3) { Undo::Admin } else { Undo::Silent };
    wrong(world, rng, deed, "trigger-reversed", "account disabled by mistake")
}

/// Disabled and enabled again before the device carried the command out.
pub(super) fn recanted_before(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let (model, flow, kind) = leaver_kind(rng);
    let Some((person, device)) = subject(world, rng, at, model) else { return false };
    let reversed = at + TimeDelta::minutes(rng.range(15, 110));
    let trigger = world.deactivate(rng, at, person, Some(reversed));
    world.okta_id(rng, reversed, "user.lifecycle.activate", person);
    let mut deed = right_deed(rng, flow, device, kind, at, &trigger);
    if rng.chance(0.4) {
        // The automation's own queue was slow.
        deed.sent = reversed + TimeDelta::minutes(rng.range(4, 90));
    }
    deed.done = deed.sent.max(reversed) + TimeDelta::minutes(rng.range(5, 400));
    deed.victim = Some(person);
    deed.restored = Some(back_after(rng, deed.done));
    wrong(world, rng, deed, "recanted-before-action", "undone before the device acted")
}

/// HR cancelled the termination before the action, but wrote it down after.
pub(super) fn recant_arrived_late(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some((person, device)) = subject(world, rng, at, Model::Iphone) else { return false };
    let trigger =
        world.hr("termination_recorded", at, at + TimeDelta::minutes(3), date_of(at), person, "Resignation");
    let mut deed =
        right_deed(rng, Flow::LeaverWipe, device, Kind::Wipe, at + TimeDelta::minutes(40), &trigger);
    deed.done = deed.sent + done_lag(rng).max(TimeDelta::minutes(30));
    let cancelled = deed.sent - TimeDelta::minutes(rng.range(5, 25));
    let recorded = deed.done + TimeDelta::hours(rng.range(3, 30));
    world.hr("termination_cancelled", cancelled, recorded, date_of(at), person, "Entered in error");
    deed.victim = Some(person);
    deed.restored = Some(back_after(rng, deed.done + TimeDelta::hours(2)));
    wrong(world, rng, deed, "recant-arrived-late", "cancelled in time but recorded later")
}

/// The device was offline; the command waited more than a day and hit after the account was back.
pub(super) fn stale(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let (model, flow, kind) = leaver_kind(rng);
    let Some((person, device)) = subject(world, rng, at, model) else { return false };
    let reversed = at + TimeDelta::hours(rng.range(3, 20));
    let trigger = world.deactivate(rng, at, person, Some(reversed));
    world.okta_id(rng, reversed, "user.lifecycle.activate", person);
    let mut deed = right_deed(rng, flow, device, kind, at, &trigger);
    deed.done = deed.sent + TimeDelta::minutes(rng.range(26 * 60, 90 * 60));
    // Offline until then.
    world.devices[device].down.push((deed.sent, deed.done));
    deed.victim = Some(person);
    deed.restored = Some(back_after(rng, deed.done));
    wrong(world, rng, deed, "stale-action", "waited in the queue of an offline device")
}

/// HR says in plain words that the termination was an error, after the action.
pub(super) fn termination_cancelled(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some((person, device)) = subject(world, rng, at, Model::Iphone) else { return false };
    let trigger =
        world.hr("termination_recorded", at, at + TimeDelta::minutes(2), date_of(at), person, "Resignation");
    let mut deed =
        right_deed(rng, Flow::LeaverWipe, device, Kind::Wipe, at + TimeDelta::minutes(5), &trigger);
    deed.done = deed.done.min(deed.sent + TimeDelta::hours(2));
    let cancelled = deed.done + TimeDelta::hours(rng.range(2, 60));
    world.hr(
        "termination_cancelled",
        cancelled,
        cancelled + TimeDelta::minutes(4),
        date_of(at),
        person,
        "Entered in error",
    );
    deed.victim = Some(person);
    deed.restored = Some(back_after(rng, deed.done + TimeDelta::hours(3)));
    wrong(world, rng, deed, "trigger-recanted", "termination cancelled afterwards")
}
