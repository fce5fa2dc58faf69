//! Exceptions that held and were not asked for, and exceptions that had run out.

use chrono::TimeDelta;

use super::{
    leavers::right_deed,
    timing::{back_after, subject, wrong},
};
use crate::{
    records::Instant,
    simulate::{
        commands::Kind,
        deeds::Undo,
        devices::Model,
        rng::Rng,
        workflows::Flow,
        world::{ExceptionRow, World},
    },
};

/// An approved exception for a person. It must not cover anything else that happened to them.
pub(super) fn person_exception(
    world: &mut World,
    person: usize,
    workflow: &'static str,
    (from, to): (Instant, Instant),
) {
    let subject = world.people[person].id.clone();
    world.exceptions.push(ExceptionRow {
        workflow,
        subject_kind: "person",
        subject,
        reason: "Extended leave, keeps the device",
        approved: true,
        from,
        to,
    });
}

/// On leave with an approved exception; the account is suspended and the Mac locked all the same.
pub(super) fn ignored(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some((person, device)) = subject(world, rng, at, Model::Mac) else { return false };
    let back = at + TimeDelta::days(rng.range(8, 20));
    let held = (at - TimeDelta::days(rng.range(2, 9)), at + TimeDelta::days(30));
    person_exception(world, person, Flow::ContractorEnd.id(), held);
    let trigger = world.okta_id(rng, at, "user.lifecycle.suspend", person);
    world.okta_id(rng, back, "user.lifecycle.unsuspend", person);
    world.people[person].off.push((at, back));
    let mut deed = right_deed(rng, Flow::ContractorEnd, device, Kind::Lock, at, &trigger);
    deed.victim = Some(person);
    deed.restored = Some(back_after(rng, deed.done + TimeDelta::hours(3)));
    wrong(world, rng, deed, "exception-ignored", "an approved exception was in force")
}

/// The same, but nobody had renewed the exception; the service desk releases the Mac on the same day.
pub(super) fn lapsed(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some((person, device)) = subject(world, rng, at, Model::Mac) else { return false };
    let back = at + TimeDelta::days(rng.range(8, 20));
    let ended = at - TimeDelta::days(rng.range(2, 9));
    person_exception(world, person, Flow::ContractorEnd.id(), (ended - TimeDelta::days(90), ended));
    let trigger = world.okta_id(rng, at, "user.lifecycle.suspend", person);
    world.okta_id(rng, back, "user.lifecycle.unsuspend", person);
    world.people[person].off.push((at, back));
    let mut deed = right_deed(rng, Flow::ContractorEnd, device, Kind::Lock, at, &trigger);
    deed.done = deed.done.min(deed.sent + TimeDelta::hours(3));
    deed.victim = Some(person);
    deed.restored = Some(back_after(rng, deed.done));
    deed.undo = Undo::Admin;
    wrong(world, rng, deed, "exception-lapsed", "the exception had not been renewed")
}
