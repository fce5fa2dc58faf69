//! Licences that are taken back, which takes software from devices: by command from phones, by policy from Macs.

use chrono::TimeDelta;

use super::{leavers::right_deed, timing::wrong};
use crate::{
    records::Instant,
    simulate::{
        commands::Kind,
        deeds::{Deed, REMOVE_POLICY, Undo},
        devices::Model,
        okta_noise::{APPS, LICENSED},
        rng::Rng,
        workflows::Flow,
        world::World,
    },
};

/// Somebody with a Mac or a phone, with a quiet week.
fn holder(world: &World, rng: &mut Rng, at: Instant) -> Option<usize> {
    let fits = |world: &World, person: usize| any_device(world, person, at).is_some();
    world.find_person(rng, at, (4, 8), fits)
}

fn any_device(world: &World, person: usize, at: Instant) -> Option<usize> {
    world.devices_of(person, Model::Mac, at).or_else(|| world.devices_of(person, Model::Iphone, at))
}

/// The event that an application was taken from somebody or given back; returns its id.
pub(in super::super) fn app_event(
    world: &mut World,
    rng: &mut Rng,
    at: Instant,
    kind: &'static str,
    (person, app): (usize, usize),
) -> String {
    let place = world.okta(rng, at, kind, person);
    world.events[place].app = Some(app);
    world.events[place].uuid.clone()
}

/// The removal of the software from one device.
pub(in super::super) fn reclaim_deed(
    world: &World,
    rng: &mut Rng,
    device: usize,
    app: usize,
    (at, trigger): (Instant, &str),
) -> Deed {
    let is_mac = world.devices[device].model == Model::Mac;
    let kind = if is_mac { Kind::PolicyRun } else { Kind::AppRemove };
    let mut deed = right_deed(rng, Flow::LicenceReclaim, device, kind, at, trigger);
    deed.profile = if is_mac { Some(REMOVE_POLICY) } else { Some((700, APPS[app].1)) };
    if is_mac {
        // A policy runs when the Mac next asks for one, and the log knows that moment only.
        deed.done = deed.done.max(deed.sent + TimeDelta::minutes(rng.range(0, 30)));
        deed.sent = deed.done;
    }
    deed
}

fn licensed(rng: &mut Rng) -> usize {
    LICENSED + rng.below(APPS.len() - LICENSED)
}

/// Nobody needs the licence any more.
pub(super) fn genuine(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some(person) = holder(world, rng, at) else { return false };
    let app = licensed(rng);
    let trigger = app_event(world, rng, at, "application.user_membership.remove", (person, app));
    let devices = [world.devices_of(person, Model::Mac, at), world.devices_of(person, Model::Iphone, at)];
    let mut acted = false;
    for device in devices.into_iter().flatten() {
        if !acted || rng.chance(0.4) {
            let deed = reclaim_deed(world, rng, device, app, (at, &trigger));
            acted |= world.deed(rng, &deed).is_some();
        }
    }
    world.occupy(person, at, (1, 2));
    acted
}

/// The same person truly gives a licence back about then, and the software leaves the same device.
pub(in super::super) fn also_reclaimed(
    world: &mut World,
    rng: &mut Rng,
    (person, device): (usize, usize),
    at: Instant,
) -> bool {
    let is_theirs = world.devices[device].holder(at) == Some(person) && world.devices[device].is_up(at);
    if !is_theirs || !world.people[person].can_sign_in(at) || world.devices[device].model == Model::Ipad {
        return false;
    }
    let app = licensed(rng);
    let trigger = app_event(world, rng, at, "application.user_membership.remove", (person, app));
    let deed = reclaim_deed(world, rng, device, app, (at, &trigger));
    world.deed(rng, &deed).is_some()
}

/// Taken back by mistake and given again hours later.
pub(super) fn given_again(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some(person) = holder(world, rng, at) else { return false };
    let Some(device) = any_device(world, person, at) else { return false };
    let app = licensed(rng);
    let trigger = app_event(world, rng, at, "application.user_membership.remove", (person, app));
    let mut deed = reclaim_deed(world, rng, device, app, (at, &trigger));
    deed.done = deed.done.min(deed.sent + TimeDelta::hours(3));
    let back = deed.done + TimeDelta::minutes(rng.range(20, 40 * 60));
    app_event(world, rng, back, "application.user_membership.add", (person, app));
    deed.victim = Some(person);
    deed.restored = Some(back + TimeDelta::minutes(rng.range(3, 40)));
    deed.undo = if rng.chance(0.25) { Undo::Admin } else { Undo::System };
    wrong(world, rng, deed, "trigger-reversed", "licence taken back by mistake and given again")
}

/// Access to an application that the workflow is not approved for ended; the software went all the same.
pub(super) fn out_of_scope(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some(person) = holder(world, rng, at) else { return false };
    let Some(device) = any_device(world, person, at) else { return false };
    let app = rng.below(LICENSED);
    let trigger = app_event(world, rng, at, "application.user_membership.remove", (person, app));
    let mut deed = reclaim_deed(world, rng, device, app, (at, &trigger));
    deed.victim = Some(person);
    deed.restored = Some(deed.done + TimeDelta::hours(rng.range(3, 50)));
    deed.undo = if rng.chance(0.5) { Undo::Admin } else { Undo::System };
    wrong(world, rng, deed, "out-of-scope-trigger", "the application is not in the approved objects")
}
