//! Risk detections: real ones that a password reset answers, and false ones.

use chrono::TimeDelta;

use super::{
    leavers::right_deed,
    timing::{back_after, wrong},
};
use crate::{
    records::Instant,
    simulate::{
        commands::Kind,
        deeds::{Deed, Undo},
        devices::Model,
        rng::Rng,
        workflows::Flow,
        world::{Actor, World},
    },
};

const DETECTIONS: [(&str, &str); 4] = [
    ("Session influenced based risk", "Anomalous location, new device"),
    ("Suspected brute force attack", "Many failed attempts, anomalous network"),
    ("Entity critical action from high threat IP", "High threat IP, anomalous geo-distance"),
    ("Security events provider reported risk", "Partner signal, anomalous device"),
];

/// `debugData.risk` as Okta prints it.
fn risk_text(rng: &mut Rng, previous: &str, level: &str) -> String {
    let (name, reasons) = *rng.pick(&DETECTIONS);
    format!(
        "{{previousLevel={previous}, level={level}, detectionName={name}, reasons={reasons}, issuer=OKTA}}"
    )
}

/// A high-risk detection about somebody, and the action on the Mac or the phone.
fn detected(world: &mut World, rng: &mut Rng, at: Instant) -> Option<(usize, Deed)> {
    let mac = rng.chance(0.65);
    let (model, kind) = if mac { (Model::Mac, Kind::Lock) } else { (Model::Iphone, Kind::LostModeOn) };
    let fits = |world: &World, person: usize| world.devices_of(person, model, at).is_some();
    let person = world.find_person(rng, at, (6, 20), fits)?;
    let device = world.devices_of(person, model, at)?;
    let place = world.okta(rng, at, "user.risk.detect", person);
    world.events[place].actor = Actor::System;
    let risk = risk_text(rng, "LOW", "HIGH");
    world.events[place].debug.push(("risk", risk));
    let trigger = world.events[place].uuid.clone();
    let mut deed = right_deed(rng, Flow::RiskLock, device, kind, at, &trigger);
    // Containment of risk is quick.
    deed.sent = at + TimeDelta::seconds(rng.range(15, 400));
    deed.done = deed.sent + TimeDelta::seconds(rng.range(3, 900));
    deed.victim = Some(person);
    Some((person, deed))
}

/// A real risk: the person resets the password, then the device is released.
pub(super) fn genuine(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some((person, mut deed)) = detected(world, rng, at) else { return false };
    let reset = deed.done + TimeDelta::minutes(rng.range(12, 500));
    let place = world.okta(rng, reset, "user.account.update_password", person);
    world.events[place].actor = Actor::Subject;
    deed.restored = Some(reset + TimeDelta::minutes(rng.range(5, 120)));
    deed.undo = if rng.chance(0.15) { Undo::Admin } else { Undo::Silent };
    if rng.chance(0.35) {
        let upheld = reset + TimeDelta::hours(rng.range(1, 30));
        let place = world.okta(rng, upheld, "analytics.feedback.provide", person);
        world.events[place].actor = Actor::Admin;
        world.events[place].debug =
            vec![("EventUuid", deed.trigger.clone()), ("Label", "true_positive".to_owned())];
    }
    if rng.chance(0.25) {
        let later = reset + TimeDelta::hours(rng.range(5, 40));
        let place = world.okta(rng, later, "user.risk.change", person);
        let risk = risk_text(rng, "HIGH", "LOW");
        world.events[place].debug.push(("risk", risk));
    }
    let done = world.deed(rng, &deed).is_some();
    world.occupy(person, at, (6, 12));
    done
}

/// An analyst marks the detection as false.
pub(super) fn recanted(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some((person, mut deed)) = detected(world, rng, at) else { return false };
    let feedback = deed.done + TimeDelta::minutes(rng.range(40, 2_000));
    let place = world.okta(rng, feedback, "analytics.feedback.provide", person);
    world.events[place].actor = Actor::Admin;
    world.events[place].debug =
        vec![("EventUuid", deed.trigger.clone()), ("Label", "false_positive".to_owned())];
    deed.restored = Some(back_after(rng, feedback - TimeDelta::minutes(20)));
    deed.undo = if rng.chance(0.5) { Undo::Admin } else { Undo::Silent };
    wrong(world, rng, deed, "trigger-recanted", "analyst marked the detection as false")
}

/// The engine lowers the level by itself, without any remedy in between.
pub(super) fn lowered(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let Some((person, mut deed)) = detected(world, rng, at) else { return false };
    let later = deed.done + TimeDelta::minutes(rng.range(50, 1_200));
    let place = world.okta(rng, later, "user.risk.detect", person);
    let risk = risk_text(rng, "HIGH", "LOW");
    world.events[place].debug.push(("risk", risk));
    deed.restored = Some(back_after(rng, deed.done + TimeDelta::minutes(45)));
    deed.undo = if rng.chance(0.6) { Undo::Admin } else { Undo::Silent };
    wrong(world, rng, deed, "risk-dismissed", "level lowered without any remedy")
}
