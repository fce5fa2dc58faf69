//! Routine management commands: what a server asks every device all the time. Made slice by slice, never held.

use chrono::TimeDelta;

use super::{
    commands::{Command, Kind, State},
    rng::Rng,
    slices::Slice,
    world::World,
};

const KINDS: [Kind; 9] = [
    Kind::Inventory,
    Kind::Inventory,
    Kind::Inventory,
    Kind::Apps,
    Kind::Apps,
    Kind::Profiles,
    Kind::Profiles,
    Kind::Certificates,
    Kind::Security,
];

/// Rows to expect on a working day and on another, of so many commands per device in 90 days.
#[expect(clippy::cast_precision_loss, reason = "devices are few")]
pub(super) fn expected(world: &World, routine: f64) -> (f64, f64) {
    let per_day = world.devices.len() as f64 * routine / 90.0;
    (per_day, per_day)
}

/// The routine commands sent in a slice, unsorted.
pub(super) fn rows(world: &World, slice: &Slice) -> Vec<Command> {
    let mut rng = Rng::for_key(world.seed, "routine-of-slice", slice.number);
    (0..slice.rows(&mut rng)).map(|_| one(world, &mut rng, slice)).collect()
}

/// How many there are in all slices.
pub(super) fn total(world: &World, slices: &[Slice]) -> usize {
    let rows = |slice: &Slice| slice.rows(&mut Rng::for_key(world.seed, "routine-of-slice", slice.number));
    slices.iter().map(rows).sum()
}

fn one(world: &World, rng: &mut Rng, slice: &Slice) -> Command {
    let sent = slice.moment(rng);
    let device = rng.below(world.devices.len());
    let kind = *rng.pick(&KINDS);
    let state = if rng.chance(0.004) {
        State::Failed
    } else if world.devices[device].is_up(sent) {
        State::Done
    } else {
        State::Pending
    };
    let ended = (state != State::Pending).then(|| sent + TimeDelta::milliseconds(rng.range(900, 240_000)));
    Command { uuid: rng.uuid(), device, kind, username: String::new(), sent, ended, state, profile: None }
}
