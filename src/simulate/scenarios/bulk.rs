//! One import that suspends many people at once, an import safeguard that trips, and the repair hours later.

use chrono::TimeDelta;

use super::{leavers::right_deed, moment, timing::wrong};
use crate::{
    records::Instant,
    simulate::{
        commands::Kind,
        devices::Model,
        rng::Rng,
        workflows::Flow,
        world::{Actor, World, transaction},
    },
};

/// How many locks the automation's own limit lets through.
const LOCK_LIMIT: usize = 7;

/// Lets one bulk mistake happen in the period per 1,500 people, at least one where there are enough people.
pub(super) fn run(world: &mut World) {
    for index in 0..=world.people.len() / 1_500 {
        let mut rng = Rng::for_key(world.seed, "bulk", index as u64);
        let at = moment(world, &mut rng, true);
        import(world, &mut rng, at);
    }
}

fn import(world: &mut World, rng: &mut Rng, at: Instant) {
    let wanted = 21 + rng.below(8);
    let mut hit: Vec<usize> = Vec::new();
    while hit.len() < wanted {
        let fits = |world: &World, person: usize| {
            !hit.contains(&person)
                && (hit.len() >= LOCK_LIMIT || world.devices_of(person, Model::Mac, at).is_some())
        };
        let Some(person) = world.find_person(rng, at, (12, 35), fits) else { break };
        hit.push(person);
    }
    let job = transaction(rng, at);
    let back = at + TimeDelta::minutes(rng.range(200, 600));
    let repair = transaction(rng, back);
    let mut triggers = Vec::new();
    for (step, person) in hit.iter().copied().enumerate() {
        let step = i64::try_from(step).unwrap_or(0);
        let when = at + TimeDelta::milliseconds(step * 240);
        triggers.push(job_event(world, rng, when, "system.import.user.suspend", person, &job));
        // Two of them stay suspended: these were right.
        let reverted = step < 2 || step + 2 < i64::try_from(wanted).unwrap_or(0);
        let until = if reverted { back } else { world.to + TimeDelta::days(400) };
        if reverted {
            let when = back + TimeDelta::milliseconds(step * 300);
            job_event(world, rng, when, "system.import.user.unsuspend", person, &repair);
        }
        world.people[person].off.push((when, until));
        world.occupy(person, at, (12, 35));
    }
    if let Some(person) = hit.first().copied() {
        let safeguard = at + TimeDelta::seconds(40);
        job_event(world, rng, safeguard, "system.import.roadblock", person, &job);
        job_event(
            world,
            rng,
            back - TimeDelta::minutes(9),
            "system.import.roadblock.reschedule_and_resume",
            person,
            &repair,
        );
    }
    for (person, trigger) in hit.iter().copied().zip(triggers).take(LOCK_LIMIT) {
        if let Some(device) = world.devices_of(person, Model::Mac, at) {
            let mut deed = right_deed(
                rng,
                Flow::ContractorEnd,
                device,
                Kind::Lock,
                at + TimeDelta::minutes(2),
                &trigger,
            );
            deed.done = deed.done.min(back - TimeDelta::minutes(10)).max(deed.sent + TimeDelta::seconds(3));
            deed.victim = Some(person);
            deed.restored = Some(back.max(deed.done) + TimeDelta::minutes(rng.range(10, 240)));
            wrong(world, rng, deed, "bulk-trigger", "an import suspended many at once");
        }
    }
}

fn job_event(
    world: &mut World,
    rng: &mut Rng,
    at: Instant,
    kind: &'static str,
    person: usize,
    job: &str,
) -> String {
    let place = world.okta(rng, at, kind, person);
    let event = &mut world.events[place];
    job.clone_into(&mut event.transaction);
    event.is_job = true;
    event.actor = Actor::System;
    event.uuid.clone()
}
