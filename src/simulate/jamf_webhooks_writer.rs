//! Archived bodies of Jamf's webhooks, by month: policies that ran, devices that enrolled again. Each body names whom
//! Jamf believed to have the device.

use std::{io::Write, path::Path};

use chrono::Datelike;
use serde_json::{Value, json};

use super::{
    SimulateError,
    calendar::date_of,
    device_life,
    devices::Model,
    output::{self, Output},
    people::UNITS,
    world::World,
};
use crate::records::Instant;

/// What a hook told: `None` for an enrolment.
type Told = (Instant, usize, Option<u32>);

/// Policy that every Mac runs all the time.
const ROUTINE: u32 = 21;

/// Writes the archive.
pub(super) fn write(dir: &Path, world: &World) -> Result<(), SimulateError> {
    let mut open: Option<(String, std::path::PathBuf, Output)> = None;
    for (index, told) in told(world).into_iter().enumerate() {
        let date = date_of(told.0);
        let month = format!("{:04}-{:02}", date.year(), date.month());
        if open.as_ref().is_none_or(|(name, _, _)| *name != month) {
            if let Some((_, path, mut file)) = open.take() {
                file.flush().map_err(|source| output::failed(&path, source))?;
            }
            let path = dir.join(format!("exports/jamf/webhooks-{month}.ndjson.gz"));
            let file = output::create(&path)?;
            open = Some((month, path, file));
        }
        let mut text = format!("{}\n", body(world, told));
        // Deliveries that were not answered in time come again.
        if index % 900 == 45 {
            text = text.repeat(2);
        }
        if let Some((_, path, file)) = &mut open {
            file.write_all(text.as_bytes()).map_err(|source| output::failed(path, source))?;
        }
    }
    match open {
        Some((_, path, mut file)) => file.flush().map_err(|source| output::failed(&path, source)),
        None => Ok(()),
    }
}

/// Everything the hooks told, in the order of time.
fn told(world: &World) -> Vec<Told> {
    let mut all: Vec<Told> = Vec::new();
    for (index, device) in world.devices.iter().enumerate() {
        if device.model == Model::Mac {
            let (policies, _) = device_life::life(world, index);
            all.extend(policies.iter().map(|(at, _)| (*at, index, Some(ROUTINE))));
        }
        let runs = device.runs.iter().map(|run| (run.at, index, Some(run.policy.0)));
        all.extend(runs.filter(|(at, _, _)| *at < world.to));
        if (world.from..world.to).contains(&device.enrolled) {
            all.push((device.enrolled, index, None));
        }
    }
    all.sort_unstable();
    all
}

fn body(world: &World, (at, index, policy): Told) -> Value {
    let device = &world.devices[index];
    let belief = device.believed.iter().rev().find(|belief| belief.from <= at).or(device.believed.first());
    let email = belief.map_or("", |belief| belief.email.as_str());
    let name = belief
        .and_then(|belief| belief.person)
        .map_or("", |person| world.people[person].at(at).name.as_str());
    let mut keys = json!({
        "udid": device.udid,
        "deviceName": device.name,
        "serialNumber": device.serial,
        "username": email.split('@').next().unwrap_or_default(),
        "realName": name,
        "emailAddress": email,
        "department": UNITS[device.unit],
        "building": "Main",
        "room": "",
        "userDirectoryID": "-1",
        "jssID": device.jamf_id,
        "managementId": device.management_id,
    });
    let (number, title, event, detail) = match policy {
        Some(policy) => (
            4,
            "Policies",
            "ComputerPolicyFinished",
            json!({ "computer": keys, "policyId": policy, "successful": true }),
        ),
        None if device.model == Model::Mac => (5, "New Macs", "ComputerAdded", json!({ "computer": keys })),
        None => {
            keys["modelDisplay"] =
                json!(if device.model == Model::Iphone { "iPhone 15" } else { "iPad (10th generation)" });
            (6, "New phones", "MobileDeviceEnrolled", keys)
        }
    };

    json!({
        "webhook": { "id": number, "name": title, "webhookEvent": event, "eventTimestamp": at.timestamp_millis() },
        "event": detail,
    })
}
