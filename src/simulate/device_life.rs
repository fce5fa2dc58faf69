//! What a Mac shows of being used: policy runs and log-ins.

use chrono::TimeDelta;

use super::{
    calendar::{date_of, is_working_day, local, next_day},
    devices::Device,
    rng::Rng,
    world::World,
};
use crate::records::Instant;

/// Moments and the local user of each, empty where nobody was signed in.
type Signs = Vec<(Instant, String)>;

/// Policy runs and log-ins of a Mac: routine while it can be used, and those with a reason.
pub(super) fn life(world: &World, index: usize) -> (Signs, Signs) {
    let device = &world.devices[index];
    let mut rng = Rng::for_key(world.seed, "life", index as u64);
    let (mut policies, mut logins): (Signs, Signs) = (Vec::new(), Vec::new());
    let mut date = date_of(world.from);
    while local(date, 0, 0) < world.to {
        if is_working_day(date) {
            routine_day(world, device, &mut rng, local(date, 8, 0), (&mut policies, &mut logins));
        }
        date = next_day(date);
    }
    for sign in device.signs.iter().filter(|sign| sign.at < world.to) {
        match &sign.user {
            Some(user) => logins.push((sign.at, user.clone())),
            None => policies.push((sign.at, String::new())),
        }
    }
    policies.sort();
    logins.sort();
    (policies, logins)
}

fn routine_day(
    world: &World,
    device: &Device,
    rng: &mut Rng,
    morning: Instant,
    (policies, logins): (&mut Signs, &mut Signs),
) {
    let at = morning + TimeDelta::seconds(rng.range(600, 30_000));
    let (wants_login, wants_policy) = (rng.chance(0.22), rng.chance(0.18));
    let later = at + TimeDelta::seconds(rng.range(60, 4_000));
    let user = if device.users.is_empty() { device.holder(at) } else { Some(*rng.pick(&device.users)) };
    let Some(user) = user.map(|user| &world.people[user]) else { return };
    if wants_login && device.is_up(at) && user.works_at(at) {
        logins.push((at, user.local_user.clone()));
        if device.users.len() > 1 {
            let other = &world.people[*rng.pick(&device.users)];
            if other.works_at(later) && device.is_up(later) {
                logins.push((later, other.local_user.clone()));
            }
        }
    }
    if wants_policy && device.is_up(later) && user.works_at(later) {
        policies.push((later, user.local_user.clone()));
    }
}
