//! A stolen administrator's account or API client that erases devices within minutes, by night. No identity event
//! belongs to it and no automation ran. Nothing of it happens unless the setting asks for it.

use chrono::TimeDelta;

use super::{
    commands::{Kind, State},
    devices::Model,
    rng::Rng,
    scenarios::moment,
    settings::Attacker,
    truth::{Truth, Verdict},
    workflows::Flow,
    world::World,
};

/// The account that was stolen: it belongs to a person who otherwise does nothing in Jamf.
const ACCOUNT: &str = "desk.admin-9";

/// Erases so many devices, five to twelve seconds apart, from ten at night on.
pub(in crate::simulate) fn run(world: &mut World, devices: usize, attacker: Attacker) {
    if devices == 0 {
        return;
    }
    let mut rng = Rng::for_key(world.seed, "attack", 0);
    let day = moment(world, &mut rng, true);
    let mut sent = day + TimeDelta::hours(12);
    let start = rng.below(world.devices.len());
    let all = world.devices.len();
    let usable: Vec<usize> = (0..all)
        .map(|step| (start + step) % all)
        .filter(|index| {
            let device = &world.devices[*index];
            matches!(device.model, Model::Mac | Model::Iphone) && device.is_up(sent) && device.enrolled < sent
        })
        .take(devices)
        .collect();
    for device in usable {
        sent += TimeDelta::seconds(rng.range(5, 12));
        erase(world, &mut rng, device, sent, attacker);
    }
}

fn erase(
    world: &mut World,
    rng: &mut Rng,
    device: usize,
    sent: chrono::DateTime<chrono::Utc>,
    attacker: Attacker,
) {
    let done = sent + TimeDelta::seconds(rng.range(3, 600));
    let (username, workflow_id) = match attacker {
        Attacker::Account => (ACCOUNT, ""),
        Attacker::Client => (Flow::LeaverWipe.username(), Flow::LeaverWipe.id()),
    };
    let place = world.command(rng, device, Kind::Wipe, username, sent, (Some(done), State::Done));
    world.devices[device].down.push((done, done + TimeDelta::days(2)));
    world.truth.push(Truth {
        action_id: world.commands[place].uuid.clone(),
        in_scope_automated: false,
        workflow_id,
        trigger_event_id: String::new(),
        verdict: Verdict::Wrong,
        cause: "",
        lost_hours: 0.0,
        detectable: true,
        note: "an attacker erased it",
        by_hand: true,
        device,
        serial: world.devices[device].serial.clone(),
        kind: Kind::Wipe,
        sent,
        done,
    });
}
