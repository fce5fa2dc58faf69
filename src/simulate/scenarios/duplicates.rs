//! The same action twice: harmless while the first still holds, harmful after the device came back.

use chrono::TimeDelta;

use super::{
    leavers::{end_employment, right_deed},
    timing::{back_after, subject, wrong},
};
use crate::{
    records::Instant,
    simulate::{
        calendar::date_of,
        commands::Kind,
        devices::Model,
        rng::Rng,
        truth::Verdict,
        workflows::Flow,
        world::{Actor, World},
    },
};

/// A retry after a lost answer, while the Mac of the leaver is locked already.
pub(super) fn while_held(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some((person, device)) = subject(world, rng, at, Model::Mac) else { return false };
    let known = at - TimeDelta::days(1);
    world.hr(
        "termination_recorded",
        known,
        known + TimeDelta::minutes(9),
        date_of(at),
        person,
        "Resignation",
    );
    let trigger = world.deactivate(rng, at, person, None);
    let first = right_deed(rng, Flow::LeaverLock, device, Kind::Lock, at, &trigger);
    world.deed(rng, &first);
    let mut second = first.clone();
    second.sent = first.done + TimeDelta::minutes(rng.range(2, 30));
    second.done = second.sent + TimeDelta::seconds(rng.range(3, 90));
    second.verdict = Verdict::Benign;
    second.note = "retry while the first still held";
    world.deed(rng, &second);
    end_employment(world, person, at);
    true
}

/// The risk was real and answered, the Mac released; then the queue sent the lock once more.
pub(super) fn after_restoration(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some((person, device)) = subject(world, rng, at, Model::Mac) else { return false };
    let place = world.okta(rng, at, "user.risk.detect", person);
    world.events[place].actor = Actor::System;
    let risk = "{previousLevel=LOW, level=HIGH, detectionName=Suspected brute force attack, reasons=Many failed attempts, new device, issuer=OKTA}";
    world.events[place].debug.push(("risk", risk.to_owned()));
    let trigger = world.events[place].uuid.clone();
    let mut first = right_deed(rng, Flow::RiskLock, device, Kind::Lock, at, &trigger);
    first.done = first.sent + TimeDelta::seconds(rng.range(5, 400));
    first.victim = Some(person);
    let reset = first.done + TimeDelta::minutes(rng.range(10, 40));
    world.okta_id(rng, reset, "user.account.update_password", person);
    let restored = reset + TimeDelta::minutes(rng.range(4, 20));
    first.restored = Some(restored);
    if world.deed(rng, &first).is_none() {
        return false;
    }
    let mut second = first.clone();
    second.sent = restored + TimeDelta::minutes(rng.range(30, 80));
    second.done = second.sent + TimeDelta::seconds(rng.range(4, 300));
    second.restored = Some(back_after(rng, second.done));
    wrong(world, rng, second, "duplicate-action", "sent again after the device was released")
}
