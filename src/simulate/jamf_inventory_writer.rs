//! Jamf inventory at the end of the simulated time: computers and mobile devices as detail lists.

use std::{io::Write, path::Path};

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{
    SimulateError,
    calendar::utc_ms,
    devices::{Device, Model},
    output,
    people::UNITS,
    world::World,
};

/// Writes both lists.
pub(super) fn write(dir: &Path, world: &World) -> Result<(), SimulateError> {
    let is_mac = |device: &&Device| device.model == Model::Mac;
    let macs: Vec<&Device> = world.devices.iter().filter(is_mac).collect();
    let mobiles: Vec<&Device> = world.devices.iter().filter(|device| !is_mac(device)).collect();
    list(&dir.join("exports/jamf/computers-inventory.json"), world, &macs, computer)?;
    list(&dir.join("exports/jamf/mobile-devices.json"), world, &mobiles, mobile)
}

fn list(
    path: &Path,
    world: &World,
    devices: &[&Device],
    row: fn(&World, &Device) -> Value,
) -> Result<(), SimulateError> {
    let mut file = output::create(path)?;
    let mut put =
        |text: String| file.write_all(text.as_bytes()).map_err(|source| output::failed(path, source));
    put(format!("{{\"totalCount\":{},\"results\":[\n", devices.len()))?;
    for (index, device) in devices.iter().enumerate() {
        let comma = if index + 1 < devices.len() { "," } else { "" };
        put(format!("{}{comma}\n", row(world, device)))?;
    }
    put("]}\n".to_owned())?;
    file.flush().map_err(|source| output::failed(path, source))
}

/// Login, name and address that Jamf believes at the end.
fn believed(world: &World, device: &Device) -> (String, String, String) {
    let belief = device.believed.iter().rev().find(|belief| belief.from < world.to);
    let Some((belief, person)) = belief.and_then(|belief| Some((belief, belief.person?))) else {
        return (String::new(), String::new(), String::new());
    };
    let login = belief.email.split('@').next().unwrap_or_default().to_owned();
    (login, world.people[person].at(belief.from).name.clone(), belief.email.clone())
}

fn computer(world: &World, device: &Device) -> Value {
    let (username, realname, email) = believed(world, device);
    let report = utc_ms(world.to - TimeDelta::minutes(i64::try_from(device.jamf_id % 600).unwrap_or(0)));
    json!({
        "id": device.jamf_id.to_string(),
        "udid": device.udid,
        "general": {
            "name": device.name,
            "platform": "Mac",
            "assetTag": device.asset_tag,
            "remoteManagement": { "managed": true },
            "supervised": true,
            "mdmCapable": { "capable": true, "capableUsers": [], "userManagementInfo": [] },
            "reportDate": report,
            "lastContactTime": report,
            "lastEnrolledDate": utc_ms(device.enrolled),
            "initialEntryDate": device.enrolled.format("%Y-%m-%d").to_string(),
            "managementId": device.management_id,
            "site": { "id": "-1", "name": "None" },
        },
        "hardware": { "make": "Apple", "model": "MacBook Pro (14-inch)", "serialNumber": device.serial },
        "userAndLocation": {
            "username": username, "realname": realname, "email": email, "position": "", "phone": "",
            "departmentId": (device.unit + 1).to_string(), "buildingId": "1", "room": "",
        },
        "configurationProfiles": null,
        "groupMemberships": null,
    })
}

fn mobile(world: &World, device: &Device) -> Value {
    let (username, realname, email) = believed(world, device);
    let report = utc_ms(world.to - TimeDelta::minutes(i64::try_from(device.jamf_id % 700).unwrap_or(0)));
    let model = if device.model == Model::Iphone { "iPhone 15" } else { "iPad (10th generation)" };
    json!({
        "mobileDeviceId": device.jamf_id.to_string(),
        "deviceType": "iOS",
        "hardware": { "serialNumber": device.serial, "model": model },
        "userAndLocation": {
            "username": username, "realName": realname, "emailAddress": email, "position": "", "phoneNumber": "",
            "departmentId": (device.unit + 1).to_string(), "department": UNITS[device.unit], "buildingId": "1",
            "building": "Main", "room": "",
        },
        "general": {
            "udid": device.udid,
            "displayName": device.name,
            "assetTag": device.asset_tag,
            "siteId": "-1",
            "managed": true,
            "supervised": true,
            "sharedIpad": false,
            "deviceOwnershipType": "Institutional",
            "managementId": device.management_id,
            "timeZone": "America/New_York",
            "lastEnrolledDate": utc_ms(device.enrolled),
            "lastContactDate": report,
            "lastInventoryUpdateDate": report,
        },
        "groups": null,
        "applications": null,
    })
}
