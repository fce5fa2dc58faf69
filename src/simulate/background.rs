//! All that goes on beside the automations: joining, moving, renaming, changing groups, routine commands,
//! administrators at work, commands that never arrive, and the ordinary tickets.

use chrono::TimeDelta;

use super::{
    calendar::{self, date_of, local},
    commands::{Kind, State},
    devices::Model,
    helpdesk,
    people::UNITS,
    rng::Rng,
    workflows::{Flow, GROUPS, STRIPPED_GROUPS},
    world::{ExceptionRow, World},
};
use crate::records::Instant;

/// Lets people change unit or name, before anything else happens to them.
pub(super) fn moves(world: &mut World) {
    for person in 0..world.people.len() {
        let mut rng = Rng::for_key(world.seed, "moves", person as u64);
        let at = some_moment(world, &mut rng);
        if !world.people[person].is_human() || !world.people[person].works_at(at) {
            continue;
        }
        if rng.chance(0.03) {
            let unit = rng.below(UNITS.len());
            world.people[person].change(local(date_of(at), 0, 0), |version| version.unit = unit);
        } else if rng.chance(0.012) {
            rename(world, &mut rng, person, at);
        }
    }
}

/// Lets the background happen, after the scenarios have taken their people.
pub(super) fn run(world: &mut World) {
    for person in 0..world.people.len() {
        if world.people[person].is_human() {
            let mut rng = Rng::for_key(world.seed, "background", person as u64);
            person_background(world, &mut rng, person);
        }
    }
    for device in 0..world.devices.len() {
        let mut rng = Rng::for_key(world.seed, "routine", device as u64);
        routine_commands(world, &mut rng, device);
    }
    let mut rng = Rng::for_key(world.seed, "exceptions", 0);
    spare_exceptions(world, &mut rng);
}

fn some_moment(world: &World, rng: &mut Rng) -> Instant {
    let days = (world.to - world.from).num_days();
    let date = date_of(world.from + TimeDelta::days(rng.range(1, days - 2)));
    calendar::office_moment(rng, date)
}

fn person_background(world: &mut World, rng: &mut Rng, person: usize) {
    if let Some(hired) = world.people[person].versions[0].from.filter(|from| *from > world.from) {
        world.hr(
            "hire_recorded",
            hired - TimeDelta::days(14),
            hired - TimeDelta::days(14),
            date_of(hired),
            person,
            "Hire",
        );
        world.okta_id(rng, hired + TimeDelta::hours(9), "user.lifecycle.create", person);
        world.okta_id(
            rng,
            hired + TimeDelta::hours(9) + TimeDelta::minutes(4),
            "user.lifecycle.activate",
            person,
        );
    }
    joins_and_drops(world, rng, person);
    if rng.chance(0.008) && world.people[person].works_at(world.from) {
        // A second record for somebody who works here already, taken back days later.
        let entered = some_moment(world, rng);
        let back = entered + TimeDelta::days(rng.range(1, 9));
        let start = date_of(entered + TimeDelta::days(20));
        world.hr("hire_recorded", entered, entered, start, person, "Hire");
        world.hr("hire_rescinded", back, back, start, person, "Duplicate record");
    }
    let quarters = (world.to - world.from).num_days() / 90 + 1;
    let rate = rng.log_normal(0.7, 0.9);
    for _ in 0..quarters {
        let mut left = rate;
        while left > 0.0 && rng.chance(left.min(0.95)) {
            let opened = some_moment(world, rng);
            if world.people[person].works_at(opened) {
                helpdesk::unrelated(world, rng, person, opened);
            }
            left -= 0.95;
        }
    }
}

/// Groups come and go without any device being concerned.
fn joins_and_drops(world: &mut World, rng: &mut Rng, person: usize) {
    for _ in 0..rng.below(4) {
        let at = some_moment(world, rng);
        let group = STRIPPED_GROUPS + rng.below(GROUPS.len() - STRIPPED_GROUPS);
        if !world.people[person].can_sign_in(at) || !world.people[person].groups.insert(group) {
            continue;
        }
        world.okta_group(rng, at, "group.user_membership.add", person, group);
    }
}

fn rename(world: &mut World, rng: &mut Rng, person: usize, at: Instant) {
    let old = world.people[person].email(at).to_owned();
    let tail = world.people[person].at(at).name.split(' ').next_back().unwrap_or("Sample").to_owned();
    let name = format!("Marlow {}", tail.replace("Sample", "Example"));
    let new = super::people::address(&name);
    let place = world.okta(rng, at, "user.account.update_primary_email", person);
    world.events[place].debug = vec![("oldPrimaryEmail", old), ("newPrimaryEmail", new.clone())];
    world.people[person].change(at, |version| {
        version.name.clone_from(&name);
        version.email.clone_from(&new);
    });
    let known = at + TimeDelta::hours(rng.range(2, 90));
    for device in world.owned[person].clone() {
        if world.devices[device].holder(at) == Some(person) {
            let belief = super::devices::Belief { from: known, person: Some(person), email: new.clone() };
            world.devices[device].believed.push(belief);
        }
    }
}

/// Inventory and profiles; now and then an administrator; now and then a command that fails or waits.
fn routine_commands(world: &mut World, rng: &mut Rng, device: usize) {
    let count = (world.to - world.from).num_days() / 40;
    for _ in 0..count {
        let at = some_moment(world, rng);
        let kind =
            *rng.pick(&[Kind::Inventory, Kind::Inventory, Kind::Apps, Kind::Security, Kind::ProfileInstall]);
        let state = if world.devices[device].is_up(at) { State::Done } else { State::Pending };
        let state = if rng.chance(0.02) { State::Failed } else { state };
        let ended = (state != State::Pending).then(|| at + TimeDelta::seconds(rng.range(1, 240)));
        let place = world.command(rng, device, kind, "", at, (ended, state));
        if kind == Kind::ProfileInstall {
            world.commands[place].profile = Some((*rng.pick(&[11, 12, 13, 14]), "Baseline Settings"));
        }
    }
    let at = some_moment(world, rng);
    if rng.chance(0.02) {
        // An administrator locks a lost device by hand, or locates a phone.
        let kind = if world.devices[device].model == Model::Mac { Kind::Lock } else { Kind::LostModeOn };
        let admin = format!("desk.admin-{}", 1 + rng.below(4));
        let ended = at + TimeDelta::seconds(rng.range(3, 600));
        if world.devices[device].is_up(at) {
            world.command(rng, device, kind, &admin, at, (Some(ended), State::Done));
            world.devices[device].down.push((ended, ended + TimeDelta::hours(rng.range(2, 60))));
        }
    }
    if rng.chance(0.05) {
        unfinished(world, rng, device);
    }
}

/// An automation's command that has not been carried out: the account is back, or it still waits with reason.
fn unfinished(world: &mut World, rng: &mut Rng, device: usize) {
    let at = world.to - TimeDelta::days(rng.range(2, 30)) - TimeDelta::minutes(rng.range(0, 500));
    let Some(person) = world.devices[device].holder(at) else { return };
    let quiet = world.people[person].is_free(at - TimeDelta::days(2), at + TimeDelta::days(3));
    if !quiet || !world.people[person].can_sign_in(at) || !world.devices[device].is_up(at) {
        return;
    }
    let (flow, kind) = match world.devices[device].model {
        Model::Mac => (Flow::LeaverLock, Kind::Lock),
        _ => (Flow::LeaverWipe, Kind::Wipe),
    };
    let back = at + TimeDelta::hours(rng.range(2, 30));
    world.deactivate(rng, at, person, Some(back));
    world.okta_id(rng, back, "user.lifecycle.activate", person);
    world.occupy(person, at, (2, 20));
    let state = *rng.pick(&[State::Pending, State::Pending, State::NotNow, State::Failed]);
    let ended = (state == State::Failed).then(|| at + TimeDelta::minutes(9));
    world.command(rng, device, kind, flow.username(), at + TimeDelta::minutes(4), (ended, state));
}

/// Exceptions nobody ran into, among them one without approval.
fn spare_exceptions(world: &mut World, rng: &mut Rng) {
    let rows = [
        ("*", "person_kind", "break_glass", "Emergency accounts", true),
        ("*", "person_kind", "service_account", "Accounts of machines", true),
        ("group-strip", "unit", "Legal", "Asked for by mail, approval pending", false),
    ];
    for (workflow, subject_kind, subject, reason, approved) in rows {
        world.exceptions.push(ExceptionRow {
            workflow,
            subject_kind,
            subject: subject.to_owned(),
            reason,
            approved,
            from: world.from - TimeDelta::days(rng.range(20, 200)),
            to: world.to + TimeDelta::days(rng.range(60, 300)),
        });
    }
    let humans = world.people.iter().filter(|person| person.is_human()).count();
    for index in 0..=humans / 80 {
        let person = &world.people[rng.below(humans)];
        let subject = person.id.clone();
        let to = if index % 2 == 0 {
            world.from - TimeDelta::days(120)
        } else {
            world.from - TimeDelta::days(150)
        };
        world.exceptions.push(ExceptionRow {
            workflow: "leaver-lock",
            subject_kind: "person",
            subject,
            reason: "Parental leave, ended long ago",
            approved: true,
            from: to - TimeDelta::days(90),
            to,
        });
    }
}
