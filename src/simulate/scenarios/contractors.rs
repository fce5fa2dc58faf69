//! Ends of contracts, genuine ones.

use chrono::TimeDelta;

use super::leavers::{end_employment, right_deed};
use crate::{
    records::Instant,
    simulate::{
        calendar::date_of, commands::Kind, devices::Model, helpdesk, people::PersonKind, rng::Rng,
        workflows::Flow, world::World,
    },
};

/// A contract ends: the account is suspended, or HR sets a date that has been reached; the Mac is locked.
pub(super) fn genuine(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let fits = |world: &World, person: usize| {
        world.people[person].kind == PersonKind::Contractor
            && world.devices_of(person, Model::Mac, at).is_some()
    };
    let Some(person) = world.find_person(rng, at, (10, 500), fits) else { return false };
    let Some(device) = world.devices_of(person, Model::Mac, at) else { return false };
    let by_date = rng.chance(0.35);
    let trigger = if by_date {
        let id = world.hr(
            "leave_date_set",
            at,
            at + TimeDelta::minutes(rng.range(1, 20)),
            date_of(at),
            person,
            "End of contract",
        );
        let off = at + TimeDelta::hours(rng.range(1, 6));
        world.deactivate(rng, off, person, None);
        id
    } else {
        let id = world.okta_id(rng, at, "user.lifecycle.suspend", person);
        world.people[person].off.push((at, world.to + TimeDelta::days(400)));
        id
    };
    let start = if by_date { at + TimeDelta::minutes(20) } else { at };
    let mut deed = right_deed(rng, Flow::ContractorEnd, device, Kind::Lock, start, &trigger);
    // An exception that had run out some weeks before changes nothing about a contract that did end.
    if rng.chance(0.12) {
        let ended = at - TimeDelta::days(rng.range(2, 70));
        let held = (ended - TimeDelta::days(90), ended);
        super::exceptions::person_exception(world, person, Flow::ContractorEnd.id(), held);
        deed.note = "genuine, with a lapsed exception";
    }
    world.deed(rng, &deed);
    end_employment(world, person, at);
    if rng.chance(0.3) {
        let words = (
            "Contract ends, please disable the user",
            "Please disable the account of this contractor as of today.",
        );
        let opened = at - TimeDelta::hours(rng.range(3, 40));
        helpdesk::request_by_manager(world, rng, opened, person, words);
    }
    true
}
