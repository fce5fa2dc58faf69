//! The automation's own client in the hands of an administrator: a script for a lost device, a test.

use chrono::TimeDelta;

use super::leavers::right_deed;
use crate::{
    records::Instant,
    simulate::{
        commands::Kind, deeds::Undo, devices::Model, helpdesk, rng::Rng, truth::Verdict, workflows::Flow,
        world::World,
    },
};

/// An administrator locks a Mac that its holder cannot find, with the credentials of the automation. No identity
/// event belongs to it, and it was no automation.
pub(super) fn through_the_client(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let fits = |world: &World, person: usize| world.devices_of(person, Model::Mac, at).is_some();
    let Some(person) = world.find_person(rng, at, (4, 8), fits) else { return false };
    let Some(device) = world.devices_of(person, Model::Mac, at) else { return false };
    if rng.chance(0.7) {
        let words = ("Laptop left on the train, please lock it", "I cannot find my MacBook. Please lock it.");
        let opened = at - TimeDelta::minutes(rng.range(20, 300));
        helpdesk::request(world, rng, opened, person, Some(device), words);
    }
    let mut deed = right_deed(rng, Flow::RiskLock, device, Kind::Lock, at, "");
    deed.by_hand = true;
    deed.verdict = Verdict::Benign;
    deed.note = "an administrator used the automation's client";
    if rng.chance(0.6) {
        deed.restored = Some(deed.done + TimeDelta::hours(rng.range(3, 70)));
        deed.undo = Undo::Admin;
    }
    world.occupy(person, at, (1, 4));
    world.deed(rng, &deed).is_some()
}
