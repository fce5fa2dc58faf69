//! Classic `computerhistory` and `mobiledevicehistory`: one document per device on a line, and a few separate
//! XML files as a browser saves them.

use std::{fmt::Write as _, fs::File, io::Write, path::Path};

use serde_json::{Value, json};

use super::{
    SimulateError,
    calendar::{ZONE, plain_in},
    commands::{Command, State},
    device_life,
    devices::{Device, Model},
    in_order::in_order,
    output,
    settings::Packing,
    world::World,
};
use crate::records::Instant;

/// Devices per file.
const CHUNK: usize = 1_000;
/// Devices made at a time.
const BATCH: usize = 100;
/// Devices whose history lies as XML beside the others.
const XML_FILES: usize = 3;

/// Writes the histories.
pub(super) fn write(dir: &Path, world: &World) -> Result<(), SimulateError> {
    let mut by_device: Vec<Vec<&Command>> = vec![Vec::new(); world.devices.len()];
    for command in &world.commands {
        by_device[command.device].push(command);
    }
    let macs: Vec<usize> =
        (0..world.devices.len()).filter(|index| world.devices[*index].model == Model::Mac).collect();
    let others: Vec<usize> =
        (0..world.devices.len()).filter(|index| world.devices[*index].model != Model::Mac).collect();
    let (xml, json) = macs.split_at(XML_FILES.min(macs.len()));
    for index in xml {
        let text =
            xml_text("computer_history", &computer(world, *index, &by_device[*index])["computer_history"]);
        output::text(
            &dir.join(format!("exports/jamf/computerhistory-{}.xml", world.devices[*index].jamf_id)),
            &text,
        )?;
    }
    let computer = |index: usize| computer(world, index, &by_device[index]);
    lines(dir, "computerhistory", json, &computer)?;
    let mobile = |index: usize| mobile(world, index, &by_device[index]);
    lines(dir, "mobiledevicehistory", &others, &mobile)
}

/// The histories of so many devices at a time are made on all threads; a file holds [`CHUNK`] of them.
fn lines(
    dir: &Path,
    name: &str,
    devices: &[usize],
    document: &(dyn Fn(usize) -> Value + Sync),
) -> Result<(), SimulateError> {
    let batches: Vec<(usize, &[usize])> = devices
        .chunks(CHUNK)
        .enumerate()
        .flat_map(|(file, devices)| devices.chunks(BATCH).map(move |batch| (file, batch)))
        .collect();
    let made = |index: usize| {
        let (file, batch) = batches[index];
        let is_first = index == 0 || batches[index - 1].0 != file;
        let text: String = batch
            .iter()
            .enumerate()
            .map(|(place, device)| line(&document(*device), is_first, place))
            .collect();
        (file, output::packed(text.into_bytes(), Packing::Gzip))
    };
    let mut open: Option<(usize, File)> = None;
    in_order(batches.len(), made, |(number, bytes)| {
        let path = dir.join(format!("exports/jamf/{name}-{:03}.ndjson.gz", number + 1));
        let mut file = match open.take() {
            Some((last, file)) if last == number => file,
            _ => output::plain(&path)?,
        };
        let put = bytes.and_then(|bytes| file.write_all(&bytes));
        open = Some((number, file));
        put.map_err(|source| output::failed(&path, source))
    })
}

/// A history on a line; in each file one comes twice and one was cut off by an interrupted download.
fn line(document: &Value, is_first: bool, place: usize) -> String {
    let text = document.to_string();
    match place {
        12 if is_first => format!("{text}\n{text}\n"),
        20 if is_first => {
            let cut = text.char_indices().nth(150).map_or(text.len(), |(at, _)| at);
            format!("{text}\n{}\n", &text[..cut])
        }
        _ => format!("{text}\n"),
    }
}

fn epoch(at: Instant) -> i64 {
    at.timestamp_millis()
}

fn utc(at: Instant) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.3f+0000").to_string()
}

fn general(device: &Device) -> Value {
    json!({
        "id": device.jamf_id,
        "name": device.name,
        "udid": device.udid,
        "serial_number": device.serial,
        "mac_address": format!("02:00:00:{:02X}:{:02X}:{:02X}", device.jamf_id >> 16 & 0xff, device.jamf_id >> 8 & 0xff, device.jamf_id & 0xff),
    })
}

fn user_location(world: &World, device: &Device) -> Vec<Value> {
    let mut rows = Vec::new();
    for belief in device.believed.iter().filter(|belief| belief.from < world.to) {
        let name = belief.person.map_or("", |person| world.people[person].at(belief.from).name.as_str());
        rows.push(json!({
            "date_time": plain_in(belief.from, ZONE),
            "date_time_epoch": epoch(belief.from),
            "date_time_utc": utc(belief.from),
            "username": belief.email.split('@').next().unwrap_or_default(),
            "full_name": name,
            "email_address": belief.email,
            "phone_number": "",
            "department": super::people::UNITS[device.unit],
            "building": "",
            "room": "",
            "position": "",
        }));
    }
    rows
}

fn computer(world: &World, index: usize, commands: &[&Command]) -> Value {
    let device = &world.devices[index];
    let (policies, logins) = device_life::life(world, index);
    let routine = policies.iter().map(|(at, user)| (*at, user.as_str(), (21, "Inventory and Updates")));
    let automated = device.runs.iter().filter(|run| run.at < world.to).map(|run| (run.at, "", run.policy));
    let mut policies: Vec<(Instant, &str, (u32, &str))> = routine.chain(automated).collect();
    policies.sort_unstable();
    let policy = |(at, user, (id, name)): &(Instant, &str, (u32, &str))| {
        json!({ "policy_id": id, "policy_name": name, "username": user, "date_completed": plain_in(*at, ZONE),
            "date_completed_epoch": epoch(*at), "date_completed_utc": utc(*at), "status": "Completed" })
    };
    let login = |at: &(Instant, String)| {
        json!({ "event": "login", "username": at.1, "date_time": plain_in(at.0, ZONE), "date_time_epoch": epoch(at.0),
            "date_time_utc": utc(at.0) })
    };
    let list = |state: fn(State) -> bool| -> Vec<Value> {
        commands
            .iter()
            .filter(|command| state(command.state))
            .filter_map(|command| mac_command(command))
            .collect()
    };
    json!({ "computer_history": {
        "general": general(device),
        "computer_usage_logs": logins.iter().map(login).collect::<Vec<_>>(),
        "audits": [],
        "policy_logs": policies.iter().map(policy).collect::<Vec<_>>(),
        "commands": {
            "completed": list(|state| state == State::Done),
            "pending": list(|state| matches!(state, State::Pending | State::NotNow)),
            "failed": list(|state| state == State::Failed),
        },
        "user_location": user_location(world, device),
    }})
}

fn mac_command(command: &Command) -> Option<Value> {
    let name = command.kind.history_name(Model::Mac, command.profile.map(|(_, name)| name))?;
    let mut row = json!({
        "name": name,
        "status": match command.state {
            State::Done => "Completed",
            State::Failed => "The command is not valid for this device.",
            _ => "Pending",
        },
        "issued": plain_in(command.sent, ZONE),
        "issued_epoch": epoch(command.sent),
        "issued_utc": utc(command.sent),
        "username": command.username,
    });
    if let Some(ended) = command.ended {
        let key = if command.state == State::Failed { "failed" } else { "completed" };
        row[key] = json!(plain_in(ended, ZONE));
        row[format!("{key}_epoch")] = json!(epoch(ended));
        row[format!("{key}_utc")] = json!(utc(ended));
    }
    Some(row)
}

fn mobile(world: &World, index: usize, commands: &[&Command]) -> Value {
    let device = &world.devices[index];
    let list = |state: fn(State) -> bool| -> Vec<Value> {
        let rows = commands.iter().filter(|command| state(command.state));
        rows.filter_map(|command| mobile_command(command, device.model)).collect()
    };
    json!({ "mobile_device_history": {
        "general": general(device),
        "management_commands": {
            "completed": list(|state| state == State::Done),
            "pending": list(|state| matches!(state, State::Pending | State::NotNow)),
            "failed": list(|state| state == State::Failed),
        },
        "user_location": user_location(world, device),
        "audits": [],
    }})
}

fn mobile_command(command: &Command, model: Model) -> Option<Value> {
    let name = command.kind.history_name(model, command.profile.map(|(_, name)| name))?;
    let mut row = json!({
        "name": name,
        "username": command.username,
        "date_time_issued": plain_in(command.sent, ZONE),
        "date_time_issued_epoch": epoch(command.sent),
        "date_time_issued_utc": utc(command.sent),
    });
    if let Some(ended) = command.ended {
        let key = if command.state == State::Failed { "failed" } else { "completed" };
        row[format!("date_time_{key}")] = json!(plain_in(ended, ZONE));
        row[format!("date_time_{key}_epoch")] = json!(epoch(ended));
        row[format!("date_time_{key}_utc")] = json!(utc(ended));
        if command.state == State::Failed {
            row["error"] = json!("The command is not valid for this device.");
        }
    }
    Some(row)
}

/// Element names of list members, as the Classic API has them.
fn member(list: &str) -> &'static str {
    match list {
        "computer_usage_logs" => "usage_log",
        "audits" => "audit",
        "policy_logs" => "policy_log",
        "user_location" => "location",
        _ => "command",
    }
}

fn xml_text(root: &str, value: &Value) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    element(&mut text, root, value);
    text.push('\n');
    text
}

fn element(text: &mut String, name: &str, value: &Value) {
    let _ = write!(text, "<{name}>");
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| element(text, key, value)),
        Value::Array(rows) => rows.iter().for_each(|row| element(text, member(name), row)),
        Value::String(content) => {
            text.push_str(&content.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
        }
        other => _ = write!(text, "{other}"),
    }
    let _ = write!(text, "</{name}>");
}
