//! What else goes on around an action. In a real organisation the same person moves between groups, forgets a
//! password and writes to the helpdesk about a printer on the very day on which an automation acts on the laptop.
//! None of this knows whether the action was right.

use chrono::TimeDelta;

use super::{
    helpdesk,
    okta_noise::LICENSED,
    rng::Rng,
    scenarios::{groups, licences},
    workflows::{GROUPS, STRIPPED_GROUPS},
    world::{Actor, World},
};
use crate::records::Instant;

/// Lets other things happen to the people whose devices were acted on. `factor` multiplies how often.
pub(super) fn run(world: &mut World, factor: f64) {
    for index in 0..world.truth.len() {
        let (device, sent, done) =
            (world.truth[index].device, world.truth[index].sent, world.truth[index].done);
        let Some(person) = world.devices[device].holder(sent) else { continue };
        let mut rng = Rng::for_key(world.seed, "overlap", index as u64);
        let rng = &mut rng;
        if rng.chance(0.08 * factor) {
            let opened = done + TimeDelta::minutes(rng.range(20, 30 * 60));
            if world.people[person].works_at(opened) {
                helpdesk::unrelated(world, rng, person, opened);
            }
        }
        if rng.chance(0.08 * factor) {
            let at = sent + TimeDelta::minutes(rng.range(-8 * 60, 8 * 60));
            something_else(world, rng, person, at);
        }
        if rng.chance(0.1 * factor) {
            sign_ins(world, rng, person, sent);
        }
        if rng.chance(0.02 * factor) {
            let at = sent + TimeDelta::minutes(rng.range(-10 * 60, 10 * 60));
            groups::also_lost(world, rng, (person, device), at);
        }
        if rng.chance(0.012 * factor) {
            let at = sent + TimeDelta::minutes(rng.range(-10 * 60, 10 * 60));
            licences::also_reclaimed(world, rng, (person, device), at);
        }
    }
}

/// An event about the same person that no automation acts on.
fn something_else(world: &mut World, rng: &mut Rng, person: usize, at: Instant) {
    let who = &world.people[person];
    if !who.works_at(at) {
        return;
    }
    let is_active = who.can_sign_in(at);
    match rng.below(10) {
        0..=2 if is_active => locked_out(world, rng, person, at),
        3..=4 if is_active => own(world, rng, at, "user.account.update_password", person),
        5 => {
            world.okta_id(rng, at, "user.account.update_profile", person);
        }
        6..=7 => {
            let group = STRIPPED_GROUPS + rng.below(GROUPS.len() - STRIPPED_GROUPS);
            if world.people[person].groups.remove(&group) {
                world.okta_group(rng, at, "group.user_membership.remove", person, group);
            } else {
                world.people[person].groups.insert(group);
                world.okta_group(rng, at, "group.user_membership.add", person, group);
            }
        }
        8 => {
            let app = rng.below(LICENSED);
            licences::app_event(world, rng, at, "application.user_membership.remove", (person, app));
        }
        _ if is_active && rng.chance(0.3) => {
            own(world, rng, at, "user.account.report_suspicious_activity_by_enduser", person);
        }
        _ => {
            world.okta_id(rng, at, "user.session.clear", person);
        }
    }
}

/// An event the person caused.
fn own(world: &mut World, rng: &mut Rng, at: Instant, kind: &'static str, person: usize) {
    let place = world.okta(rng, at, kind, person);
    world.events[place].actor = Actor::Subject;
}

/// Wrong passwords until the account locks, and the unlocking.
fn locked_out(world: &mut World, rng: &mut Rng, person: usize, at: Instant) {
    for attempt in 0..3 {
        let place = world.okta(rng, at - TimeDelta::seconds(60 - attempt * 15), "user.session.start", person);
        world.events[place].actor = Actor::Subject;
        world.events[place].result = "FAILURE";
        world.events[place].reason = Some("INVALID_CREDENTIALS");
    }
    let place = world.okta(rng, at, "user.account.lock", person);
    world.events[place].actor = Actor::Subject;
    world.events[place].result = "FAILURE";
    world.events[place].reason = Some("LOCKED_OUT");
    let unlocked = at + TimeDelta::minutes(rng.range(4, 50));
    world.okta_id(rng, unlocked, "user.account.unlock", person);
    if rng.chance(0.5) {
        own(world, rng, unlocked + TimeDelta::minutes(2), "user.account.update_password", person);
    }
}

/// A few sign-ins in the hours around, while the account lets them.
fn sign_ins(world: &mut World, rng: &mut Rng, person: usize, around: Instant) {
    for _ in 0..=rng.below(4) {
        let at = around + TimeDelta::minutes(rng.range(-180, 180));
        if world.people[person].can_sign_in(at) {
            own(world, rng, at, "user.session.start", person);
        }
    }
}
