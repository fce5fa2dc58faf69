//! Losses of licensed groups, which take profiles from devices: right ones, flaps, mistakes.

use chrono::TimeDelta;

use super::{leavers::right_deed, timing::wrong};
use crate::{
    records::Instant,
    simulate::{
        commands::Kind,
        deeds::{Deed, Undo},
        devices::Model,
        helpdesk,
        rng::Rng,
        truth::Verdict,
        workflows::{Flow, GROUPS, STRIPPED_GROUPS},
        world::World,
    },
};

/// Somebody who has such a group and a device, with a quiet week.
fn member(world: &World, rng: &mut Rng, at: Instant, listed: bool) -> Option<(usize, usize)> {
    let fits = |world: &World, person: usize| {
        has_group(world, person, listed).is_some()
            && (world.devices_of(person, Model::Mac, at).is_some()
                || world.devices_of(person, Model::Iphone, at).is_some())
    };
    let person = world.find_person(rng, at, (4, 8), fits)?;
    let groups: Vec<usize> = world.people[person]
        .groups
        .iter()
        .copied()
        .filter(|group| (*group < STRIPPED_GROUPS) == listed)
        .collect();
    Some((person, *rng.pick(&groups)))
}

fn has_group(world: &World, person: usize, listed: bool) -> Option<usize> {
    world.people[person].groups.iter().copied().find(|group| (*group < STRIPPED_GROUPS) == listed)
}

fn profile_of(group: usize) -> (u32, &'static str) {
    GROUPS[group].profile.unwrap_or((320, "Licensed Software Bundle"))
}

/// A removal of the group's profile from one device.
pub(super) fn strip_deed(rng: &mut Rng, device: usize, group: usize, at: Instant, trigger: &str) -> Deed {
    let mut deed = right_deed(rng, Flow::GroupStrip, device, Kind::ProfileRemove, at, trigger);
    deed.profile = Some(profile_of(group));
    deed
}

fn any_device(world: &World, person: usize, at: Instant) -> Option<usize> {
    world.devices_of(person, Model::Mac, at).or_else(|| world.devices_of(person, Model::Iphone, at))
}

/// The group is lost for good; its profile leaves one device or two.
pub(super) fn genuine(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some((person, group)) = member(world, rng, at, true) else { return false };
    let trigger = world.okta_group(rng, at, "group.user_membership.remove", person, group);
    let devices = [world.devices_of(person, Model::Mac, at), world.devices_of(person, Model::Iphone, at)];
    let mut acted = false;
    for device in devices.into_iter().flatten() {
        if !acted || rng.chance(0.55) {
            let deed = strip_deed(rng, device, group, at, &trigger);
            acted |= world.deed(rng, &deed).is_some();
        }
    }
    // Lost for good, so nobody takes it away a second time.
    world.people[person].groups.remove(&group);
    world.occupy(person, at, (1, 2));
    if rng.chance(0.1) {
        let opened = at + TimeDelta::hours(rng.range(1, 60));
        helpdesk::unrelated(world, rng, person, opened);
    }
    if rng.chance(0.05) {
        let words =
            ("Please remove licence", "I no longer need the licensed software, please remove access.");
        let opened = at - TimeDelta::hours(rng.range(2, 50));
        helpdesk::request(world, rng, opened, person, None, words);
    }
    acted
}

/// The same person truly loses another licensed group about then, and its profile leaves the same device.
pub(in super::super) fn also_lost(
    world: &mut World,
    rng: &mut Rng,
    (person, device): (usize, usize),
    at: Instant,
) -> bool {
    let Some(group) = has_group(world, person, true) else { return false };
    let is_theirs = world.devices[device].holder(at) == Some(person) && world.devices[device].is_up(at);
    if !is_theirs || !world.people[person].can_sign_in(at) {
        return false;
    }
    let trigger = world.okta_group(rng, at, "group.user_membership.remove", person, group);
    world.people[person].groups.remove(&group);
    let deed = strip_deed(rng, device, group, at, &trigger);
    world.deed(rng, &deed).is_some()
}

/// The restored state of a group deed: the group is back, the profile returns by scope or by hand.
fn restored_deed(world: &mut World, rng: &mut Rng, at: Instant, back: Instant) -> Option<(Deed, usize)> {
    let (person, group) = member(world, rng, at, true)?;
    let device = any_device(world, person, at)?;
    let trigger = world.okta_group(rng, at, "group.user_membership.remove", person, group);
    world.okta_group(rng, back, "group.user_membership.add", person, group);
    let mut deed = strip_deed(rng, device, group, at, &trigger);
    deed.victim = Some(person);
    deed.restored = Some(back.max(deed.done) + TimeDelta::minutes(rng.range(3, 40)));
    deed.undo = if rng.chance(0.25) { Undo::Admin } else { Undo::System };
    Some((deed, person))
}

/// A dynamic rule took somebody out and put them in again within a minute; the profile went anyway.
pub(super) fn flapping(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let back = at + TimeDelta::milliseconds(rng.range(24_000, 58_000));
    let Some((mut deed, _)) = restored_deed(world, rng, at, back) else { return false };
    // The hook answers within seconds: the profile is gone before the rule has put the group back.
    deed.sent = at + TimeDelta::milliseconds(rng.range(2_000, 9_000));
    deed.done = deed.sent + TimeDelta::milliseconds(rng.range(2_000, 12_000));
    deed.restored = Some(deed.done + TimeDelta::minutes(rng.range(20, 400)));
    wrong(world, rng, deed, "flapping-trigger", "group rule flapped")
}

/// Removed by mistake, added again hours or days later.
pub(super) fn readded(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let back = at + TimeDelta::minutes(rng.range(90, 68 * 60));
    let Some((mut deed, _)) = restored_deed(world, rng, at, back) else { return false };
    deed.done = deed.done.min(back - TimeDelta::minutes(10)).max(deed.sent + TimeDelta::seconds(1));
    wrong(world, rng, deed, "trigger-reversed", "group removed by mistake and given back")
}

/// A group that the workflow is not approved for; the automation matched on part of the name.
pub(super) fn out_of_scope(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some((person, group)) = member(world, rng, at, false) else { return false };
    let Some(device) = any_device(world, person, at) else { return false };
    let trigger = world.okta_group(rng, at, "group.user_membership.remove", person, group);
    world.people[person].groups.remove(&group);
    let mut deed = strip_deed(rng, device, group, at, &trigger);
    deed.victim = Some(person);
    deed.restored = Some(deed.done + TimeDelta::hours(rng.range(3, 50)));
    deed.undo = if rng.chance(0.5) { Undo::Admin } else { Undo::System };
    wrong(world, rng, deed, "out-of-scope-trigger", "the group is not in the approved objects")
}

/// Removed by mistake, never given back in the directory: a colleague lent a licence.
pub(super) fn silently_wrong(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some((person, group)) = member(world, rng, at, true) else { return false };
    let Some(device) = any_device(world, person, at) else { return false };
    let trigger = world.okta_group(rng, at, "group.user_membership.remove", person, group);
    world.people[person].groups.remove(&group);
    let mut deed = strip_deed(rng, device, group, at, &trigger);
    deed.verdict = Verdict::Wrong;
    deed.cause = "unexplained";
    deed.victim = Some(person);
    deed.detectable = false;
    deed.note = "removed by mistake; nobody asked for it back";
    world.occupy(person, at, (4, 20));
    world.deed(rng, &deed).is_some()
}
