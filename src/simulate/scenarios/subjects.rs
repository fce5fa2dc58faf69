//! The right event and the wrong target: another person's address, another person's device, a shared device.

use chrono::TimeDelta;

use super::{
    leavers::{end_employment, lock_and_wipe, right_deed},
    timing::{back_after, subject, wrong},
};
use crate::{
    records::Instant,
    simulate::{
        calendar::{date_of, local},
        commands::Kind,
        deeds::Undo,
        devices::{Belief, Custody, Model},
        people::address,
        rng::Rng,
        workflows::Flow,
        world::World,
    },
};

/// A Mac was handed on weeks ago, Jamf still names the previous holder, who now leaves.
pub(super) fn handed_on_device(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some((leaver, device)) = subject(world, rng, at, Model::Mac) else { return false };
    let handed = at - TimeDelta::days(rng.range(1, 11));
    let fits = |_: &World, person: usize| person != leaver;
    let Some(heir) = world.find_person(rng, at, (12, 35), fits) else { return false };
    let jamf_knows = at + TimeDelta::days(rng.range(3, 20));
    let email = world.people[heir].email(at).to_owned();
    world.devices[device].hand_over(handed, Some((heir, email)), Some(jamf_knows));
    world.owned[heir].push(device);
    let trigger = world.deactivate(rng, at, leaver, None);
    lock_and_wipe(world, rng, leaver, at, &trigger);
    world.hr(
        "termination_recorded",
        at - TimeDelta::days(2),
        at - TimeDelta::days(2),
        date_of(at),
        leaver,
        "Resignation",
    );
    end_employment(world, leaver, at);
    let mut deed = right_deed(rng, Flow::LeaverLock, device, Kind::Lock, at, &trigger);
    deed.victim = Some(heir);
    deed.restored = Some(back_after(rng, deed.done));
    deed.undo = if rng.chance(0.3) { Undo::Admin } else { Undo::Silent };
    wrong(world, rng, deed, "wrong-device", "handed on, assignment in Jamf was stale")
}

/// Somebody left long ago; their address was given to a newcomer. The old account is deleted now, and the
/// automation looks the devices up by address.
pub(super) fn recycled_address(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let fits = |world: &World, person: usize| {
        world.devices_of(person, Model::Iphone, at).is_some() && world.people[person].versions.len() == 1
    };
    let Some(holder) = world.find_person(rng, at, (12, 35), fits) else { return false };
    let Some(device) = world.devices_of(holder, Model::Iphone, at) else { return false };
    let fits = |world: &World, person: usize| {
        person != holder
            && world.owned[person].is_empty()
            && world.people[person].versions.len() == 1
            && world.people[person]
                .is_free(world.from - TimeDelta::days(900), world.to + TimeDelta::days(300))
    };
    let Some(former) = world.find_person(rng, at, (30, 35), fits) else { return false };
    let left =
        local(date_of(at - TimeDelta::days(rng.range(90, 200))), 0, 0).min(world.from - TimeDelta::days(20));
    let began = left + TimeDelta::days(10);
    let email = world.people[former].email(at).to_owned();
    {
        let former = &mut world.people[former];
        former.versions[0].from = former.versions[0].from.map(|from| from.min(left - TimeDelta::days(400)));
        former.leave(left);
        former.off.push((left, world.to + TimeDelta::days(400)));
        former.busy.push((world.from - TimeDelta::days(900), world.to + TimeDelta::days(400)));
    }
    world.people[holder].versions[0].from = Some(began);
    world.people[holder].versions[0].email.clone_from(&email);
    for index in world.owned[holder].clone() {
        world.devices[index].believed =
            vec![Belief { from: began, person: Some(holder), email: email.clone() }];
        world.devices[index].held = vec![(Some(began), Some(holder))];
        world.devices[index].enrolled = world.devices[index].enrolled.max(began);
    }
    let started = world.okta(rng, at, "user.lifecycle.delete.initiated", former);
    let transaction = world.events[started].transaction.clone();
    let completed =
        world.okta(rng, at + TimeDelta::milliseconds(700), "user.lifecycle.delete.completed", former);
    world.events[completed].transaction = transaction;
    let trigger = world.events[started].uuid.clone();
    let mut deed = right_deed(rng, Flow::LeaverWipe, device, Kind::Wipe, at, &trigger);
    deed.victim = Some(holder);
    deed.restored = Some(back_after(rng, deed.done));
    wrong(world, rng, deed, "wrong-person", "address recycled to another person")
}

/// Somebody changed name and address; the old address was given to another person, who now leaves. Jamf still
/// knows the first one's Mac by the old address.
pub(super) fn changed_address(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let single = |world: &World, person: usize| world.people[person].versions.len() == 1;
    let fits = |world: &World, person: usize| {
        single(world, person) && world.devices_of(person, Model::Mac, at).is_some()
    };
    let Some(renamed) = world.find_person(rng, at, (40, 35), fits) else { return false };
    let Some(device) = world.devices_of(renamed, Model::Mac, at) else { return false };
    let fits = |world: &World, person: usize| {
        person != renamed
            && single(world, person)
            && world.owned[person].is_empty()
            && world.people[person].is_free(at, at + TimeDelta::days(400))
    };
    let Some(leaver) = world.find_person(rng, at, (15, 35), fits) else { return false };
    let changed = at - TimeDelta::days(rng.range(20, 35));
    let old = world.people[renamed].email(changed).to_owned();
    let tail = world.people[renamed].versions[0].name.split(' ').next_back().unwrap_or("Sample").to_owned();
    let name = format!("Rowan {}", tail.replace("Sample", "Specimen"));
    // The event shows the address before the change.
    let place = world.okta(rng, changed, "user.account.update_primary_email", renamed);
    let new = address(&name);
    world.events[place].debug = vec![("oldPrimaryEmail", old.clone()), ("newPrimaryEmail", new.clone())];
    world.people[renamed].change(changed, |version| {
        version.name.clone_from(&name);
        version.email.clone_from(&new);
    });
    let given = changed + TimeDelta::days(4);
    let place = world.okta(rng, given, "user.account.update_primary_email", leaver);
    let before = world.people[leaver].email(given).to_owned();
    world.events[place].debug = vec![("oldPrimaryEmail", before), ("newPrimaryEmail", old.clone())];
    world.people[leaver].change(given, |version| version.email.clone_from(&old));
    let trigger = world.deactivate(rng, at, leaver, None);
    world.hr(
        "termination_recorded",
        at - TimeDelta::days(1),
        at - TimeDelta::days(1),
        date_of(at),
        leaver,
        "Resignation",
    );
    end_employment(world, leaver, at);
    let mut deed = right_deed(rng, Flow::LeaverLock, device, Kind::Lock, at, &trigger);
    deed.victim = Some(renamed);
    deed.restored = Some(back_after(rng, deed.done));
    deed.undo = if rng.chance(0.3) { Undo::Admin } else { Undo::Silent };
    wrong(world, rng, deed, "wrong-person", "Jamf knew the Mac by an address that had moved on")
}

/// The custodian of a laboratory Mac leaves; the team works on it.
pub(super) fn shared_device(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let shared: Vec<usize> = (0..world.devices.len())
        .filter(|index| {
            let device = &world.devices[*index];
            matches!(device.custody, Custody::Lab | Custody::Shared)
                && device.users.len() > 1
                && device.is_up(at)
        })
        .collect();
    if shared.is_empty() {
        return false;
    }
    let device = *rng.pick(&shared);
    let Some(custodian) = world.devices[device].believed_holder(at) else { return false };
    let person = &world.people[custodian];
    if !person.works_at(at) || !person.is_free(at - TimeDelta::days(12), at + TimeDelta::days(400)) {
        return false;
    }
    let trigger = world.deactivate(rng, at, custodian, None);
    lock_and_wipe(world, rng, custodian, at, &trigger);
    world.hr(
        "termination_recorded",
        at - TimeDelta::days(3),
        at - TimeDelta::days(3),
        date_of(at),
        custodian,
        "Resignation",
    );
    end_employment(world, custodian, at);
    let users: Vec<usize> =
        world.devices[device].users.iter().copied().filter(|user| *user != custodian).collect();
    let mut deed = right_deed(rng, Flow::LeaverLock, device, Kind::Lock, at, &trigger);
    deed.victim = users.first().copied();
    deed.restored = Some(back_after(rng, deed.done));
    deed.undo = if rng.chance(0.3) { Undo::Admin } else { Undo::Silent };
    wrong(world, rng, deed, "shared-device-in-use", "a laboratory team works on it")
}
