//! Leavers: the right actions, and wrong ones that leave no trace.

use chrono::TimeDelta;

use crate::{
    records::Instant,
    simulate::{
        calendar::{self, date_of},
        commands::{Kind, State},
        deeds::{Deed, Undo, delivered, send_lag},
        devices::Model,
        helpdesk,
        rng::Rng,
        truth::Verdict,
        workflows::Flow,
        world::World,
    },
};

/// A right action on a leaver's device: nothing comes back, nobody is missed.
pub(super) fn right_deed(
    rng: &mut Rng,
    flow: Flow,
    device: usize,
    kind: Kind,
    at: Instant,
    trigger: &str,
) -> Deed {
    let sent = at + send_lag(rng);
    Deed {
        flow,
        device,
        kind,
        profile: None,
        sent,
        done: delivered(rng, sent),
        trigger: trigger.to_owned(),
        verdict: Verdict::Right,
        cause: "",
        victim: None,
        restored: None,
        undo: Undo::Silent,
        detectable: true,
        by_hand: false,
        note: "genuine",
    }
}

/// Locks the leaver's Mac and wipes the phone. Returns whether anything was there to act on.
pub(super) fn lock_and_wipe(
    world: &mut World,
    rng: &mut Rng,
    person: usize,
    at: Instant,
    trigger: &str,
) -> bool {
    let mut any = false;
    for (model, flow, kind) in
        [(Model::Mac, Flow::LeaverLock, Kind::Lock), (Model::Iphone, Flow::LeaverWipe, Kind::Wipe)]
    {
        if let Some(device) = world.devices_of(person, model, at) {
            let deed = right_deed(rng, flow, device, kind, at, trigger);
            any |= world.deed(rng, &deed).is_some();
        }
    }
    any
}

/// Ends the employment at the end of that local day.
pub(super) fn end_employment(world: &mut World, person: usize, at: Instant) {
    let end = calendar::local(calendar::next_day(date_of(at)), 0, 0);
    world.people[person].leave(end);
    world.people[person].busy.push((at - TimeDelta::days(12), world.to + TimeDelta::days(400)));
}

/// The Mac of somebody who left is erased at the desk and given to somebody else, days after it was locked.
fn hand_on(world: &mut World, rng: &mut Rng, mac: usize, left: Instant) {
    let erased = calendar::next_working_moment(left + TimeDelta::days(rng.range(1, 6)))
        + TimeDelta::minutes(rng.range(10, 200));
    let given = erased + TimeDelta::hours(rng.range(1, 5));
    let locked = world.devices[mac].down.last().is_some_and(|(from, _)| *from < erased);
    let Some(heir) = world.find_person(rng, given, (1, 30), |_, _| true) else { return };
    if !locked || given >= world.to {
        return;
    }
    let admin = format!("desk.admin-{}", 1 + rng.below(4));
    let sent = erased - TimeDelta::minutes(rng.range(1, 9));
    world.command(rng, mac, Kind::Wipe, &admin, sent, (Some(erased), State::Done));
    let email = world.people[heir].email(given).to_owned();
    let device = &mut world.devices[mac];
    if let Some(down) = device.down.last_mut() {
        down.1 = given;
    }
    device.enrolled = given;
    device.hand_over(given, Some((heir, email)), Some(given));
    world.owned[heir].push(mac);
}

fn has_mac_or_phone(world: &World, person: usize, at: Instant) -> bool {
    world.devices_of(person, Model::Mac, at).is_some()
        || world.devices_of(person, Model::Iphone, at).is_some()
}

/// Somebody leaves: HR records it some days before, the account is disabled on the last day.
pub(super) fn genuine(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some(person) =
        world.find_person(rng, at, (12, 500), |world, person| has_mac_or_phone(world, person, at))
    else {
        return false;
    };
    let known = at - TimeDelta::days(rng.range(0, 9)) - TimeDelta::hours(rng.range(1, 5));
    // Some of those who leave are not in the HR system: seconded, or keyed weeks later.
    if rng.chance(0.93) {
        world.hr(
            "termination_recorded",
            known,
            known + TimeDelta::minutes(rng.range(2, 300)),
            date_of(at),
            person,
            "Resignation",
        );
    }
    // Many move to another group, or hand licences back, days before they go.
    while let Some(device) = world.devices_of(person, Model::Mac, at).filter(|_| rng.chance(0.22)) {
        let moved = at - TimeDelta::days(rng.range(1, 7)) + TimeDelta::minutes(rng.range(-200, 200));
        if !super::groups::also_lost(world, rng, (person, device), moved) {
            break;
        }
    }
    let mac = world.devices_of(person, Model::Mac, at);
    let trigger = world.deactivate(rng, at, person, None);
    lock_and_wipe(world, rng, person, at, &trigger);
    end_employment(world, person, at);
    if let Some(mac) = mac.filter(|_| rng.chance(0.15)) {
        hand_on(world, rng, mac, at);
    }
    if rng.chance(0.5) {
        let words = (
            "Leaver: please disable the account",
            "Colleague has resigned, please disable account and collect the laptop.",
        );
        helpdesk::request_by_manager(world, rng, known + TimeDelta::hours(1), person, words);
    }
    if rng.chance(0.15) {
        let opened = at - TimeDelta::hours(rng.range(2, 60));
        helpdesk::unrelated(world, rng, person, opened);
    }
    let back = at + TimeDelta::days(rng.range(33, 60));
    if back < world.to && rng.chance(0.25) {
        rehire(world, rng, person, back);
    }
    true
}

/// A genuine leaver comes back weeks later.
fn rehire(world: &mut World, rng: &mut Rng, person: usize, at: Instant) {
    world.hr("rehired", at, at + TimeDelta::minutes(30), date_of(at), person, "Rehire");
    let day = calendar::local(date_of(at), 0, 0);
    world.people[person].change(day, |_| {});
    // `change` moved the end of the last version; the gap between leaving and coming back is put back here.
    let count = world.people[person].versions.len();
    if let Some((from, _)) = world.people[person].off.last().copied() {
        let end = calendar::local(calendar::next_day(date_of(from)), 0, 0);
        world.people[person].versions[count - 2].to = Some(end);
        if let Some(off) = world.people[person].off.last_mut() {
            off.1 = at;
        }
    }
    world.okta_id(rng, at, "user.lifecycle.activate", person);
}

/// The record of another person was disabled by mistake, the device gone before anybody noticed; nothing in the
/// data says so, because the person was given another account and device by hand.
pub(super) fn silently_wrong(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let fits = |world: &World, person: usize| world.devices_of(person, Model::Mac, at).is_some();
    let Some(person) = world.find_person(rng, at, (12, 400), fits) else { return false };
    let Some(device) = world.devices_of(person, Model::Mac, at) else { return false };
    let trigger = world.deactivate(rng, at, person, None);
    let mut deed = right_deed(rng, Flow::LeaverLock, device, Kind::Lock, at, &trigger);
    deed.verdict = Verdict::Wrong;
    deed.cause = "unexplained";
    deed.victim = Some(person);
    deed.detectable = false;
    deed.note = "wrong record disabled; person went on with another account";
    let done = world.deed(rng, &deed).is_some();
    world.occupy(person, at, (12, 400));
    // The loss ended when the other Mac was ready; the first one stays locked.
    if done && let Some(row) = world.truth.last_mut() {
        row.lost_hours = calendar::working_hours(deed.done, deed.done + TimeDelta::hours(rng.range(4, 40)));
    }
    true
}
