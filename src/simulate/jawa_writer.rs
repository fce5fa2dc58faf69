//! JAWA, the server that turns events into Jamf commands: its log at DEBUG, with the payload of every delivery and the
//! answer of Jamf with the command's UUID, and its list of hooks, whose secrets are invented and must not be read.

use std::{collections::BTreeMap, fmt::Write as _, io::Write as _, path::Path};

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{
    SimulateError,
    calendar::ZONE,
    commands::{Command, Kind},
    devices::Model,
    google_activity, output,
    truth::Truth,
    workflows::Flow,
    world::{Event, HrEvent, World},
};
use crate::records::Instant;

/// What every invented secret begins with.
pub(super) const SECRET: &str = "not-a-real-secret";

/// Automations that run on the server.
const FLOWS: [Flow; 3] = [Flow::LeaverLock, Flow::LeaverWipe, Flow::RiskLock];

/// Writes the log and the list of hooks.
pub(super) fn write(dir: &Path, world: &World) -> Result<(), SimulateError> {
    let path = dir.join("exports/jamf/jawa.log");
    let mut file = output::create(&path)?;
    for (_, text) in log(world) {
        file.write_all(text.as_bytes()).map_err(|source| output::failed(&path, source))?;
    }
    file.flush().map_err(|source| output::failed(&path, source))?;
    let hooks = serde_json::to_string_pretty(&hooks()).unwrap_or_default();
    output::text(&dir.join("exports/jamf/webhooks.json"), &(hooks + "\n"))
}

/// The lines by their times; runs that overlap are mixed.
fn log(world: &World) -> Vec<(Instant, String)> {
    let truth: BTreeMap<&str, &Truth> = world.truth.iter().map(|row| (row.action_id.as_str(), row)).collect();
    let events: BTreeMap<&str, &Event> =
        world.events.iter().map(|event| (event.uuid.as_str(), event)).collect();
    let changes: BTreeMap<&str, &HrEvent> = world.hr.iter().map(|row| (row.id.as_str(), row)).collect();
    let mut lines = vec![(world.from, started(world.from))];
    for (index, command) in world.commands.iter().enumerate() {
        let Some(flow) = FLOWS.into_iter().find(|flow| flow.username() == command.username) else { continue };
        let row = truth.get(command.uuid.as_str());
        // Lost mode that ends, and what an administrator does with the client, does not pass the server.
        if command.kind == Kind::LostModeOff || row.is_some_and(|row| row.by_hand) {
            continue;
        }
        let trigger = row.map_or("", |row| row.trigger_event_id.as_str());
        let payload = match (events.get(trigger), changes.get(trigger)) {
            (Some(event), _) => google_activity::of_event(world, event),
            (None, Some(change)) => Some(of_change(world, change)),
            (None, None) => None,
        };
        run(&mut lines, world, command, flow.hook().unwrap_or_default(), payload.as_ref());
        if index % 40 == 9 {
            let at = command.sent + TimeDelta::seconds(50);
            let refused = "401 - Incorrect authentication provided for /hooks/leaver-lock.";
            lines.push((at, line(at, "webhook_receiver", "INFO", refused)));
        }
    }
    lines.sort_by_key(|(at, _)| *at);
    lines
}

/// One delivery, the script it starts, and what the script printed; that is all written when it has ended.
fn run(
    lines: &mut Vec<(Instant, String)>,
    world: &World,
    command: &Command,
    hook: &str,
    payload: Option<&Value>,
) {
    let device = &world.devices[command.device];
    let arrived = command.sent - TimeDelta::milliseconds(1_400);
    let mut put = |at: Instant, level: &str, message: &str| {
        lines.push((at, line(at, "webhook_receiver", level, message)));
    };
    put(arrived, "INFO", &format!("Incoming request at /hooks/{hook} ..."));
    if let Some(payload) = payload {
        put(arrived, "DEBUG", &python(payload));
    }
    put(
        arrived + TimeDelta::milliseconds(4),
        "INFO",
        &format!("Validated authentication for /hooks/{hook}, running script..."),
    );
    let ended = command.sent + TimeDelta::milliseconds(2_300);
    let class = if device.model == Model::Mac { "computer" } else { "mobile device" };
    put(ended, "INFO", &format!("{hook} - {} {class} id {}", verb(command.kind), device.jamf_id));
    put(ended, "INFO", &format!("{hook} - {}", answer(world, command)));
}

fn verb(kind: Kind) -> &'static str {
    match kind {
        Kind::Wipe => "erasing",
        Kind::LostModeOn => "enabling lost mode on",
        _ => "locking",
    }
}

/// What the Classic API answers.
fn answer(world: &World, command: &Command) -> String {
    let device = &world.devices[command.device];
    let (name, uuid, id) = (name(command.kind), &command.uuid, device.jamf_id);
    if device.model == Model::Mac {
        return format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><computer_command><command><name>{name}</name><command_uuid>{uuid}</command_uuid><computer_id>{id}</computer_id></command></computer_command>"
        );
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><mobile_device_command><uuid>{uuid}</uuid><command>{name}</command><mobile_devices><mobile_device><id>{id}</id><management_id>{}</management_id><status>Command sent</status></mobile_device></mobile_devices></mobile_device_command>",
        device.management_id
    )
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Wipe => "EraseDevice",
        Kind::LostModeOn => "EnableLostMode",
        _ => "DeviceLock",
    }
}

/// A change that the HR system posted itself.
fn of_change(world: &World, change: &HrEvent) -> Value {
    json!({
        "transaction": change.id,
        "change": change.kind,
        "employee_id": world.people[change.person].employee_id,
        "work_email": world.people[change.person].email(change.recorded),
        "effective_date": change.effective.to_string(),
        "notified": true,
        "manager": null,
    })
}

/// Local time with a comma before the milliseconds, and no zone.
fn line(at: Instant, name: &str, level: &str, message: &str) -> String {
    format!(
        "{} - jawa.{name} - {level} - {message}\n",
        at.with_timezone(&ZONE).format("%Y-%m-%d %H:%M:%S,%3f")
    )
}

/// The start of the server goes on in a line without a time.
fn started(at: Instant) -> String {
    line(at, "app", "INFO", "JAWA initializing...") + " Sandcrawler home:  /usr/local/jawa/\n"
}

/// A value as Python prints it.
fn python(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.contains('\'') && !text.contains('"') => format!("\"{text}\""),
        Value::String(text) => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
        Value::Array(all) => {
            let all: Vec<String> = all.iter().map(python).collect();
            format!("[{}]", all.join(", "))
        }
        Value::Object(fields) => {
            let mut text = String::from("{");
            for (index, (key, value)) in fields.iter().enumerate() {
                let comma = if index == 0 { "" } else { ", " };
                // Writing to a String cannot fail.
                let _ = write!(text, "{comma}'{key}': {}", python(value));
            }
            text + "}"
        }
    }
}

/// The hooks as the server keeps them, with what nobody should ever export.
fn hooks() -> Value {
    let hook = |(number, flow): (usize, Flow)| {
        let name = flow.hook().unwrap_or_default();
        json!({
            "name": name,
            "tag": "custom",
            "url": "https://jawa.meridian.example",
            "event": "custom",
            "script": format!("/usr/local/jawa/scripts/{name}.sh"),
            "description": format!("Runs {name} when the directory or HR says so"),
            "jamf_id": number + 1,
            "webhook_username": "hook",
            "webhook_password": format!("{SECRET}-password-{number}"),
            "api_key": format!("{SECRET}-key-{number}"),
            "okta_token": format!("{SECRET}-token-{number}"),
            "okta_event": null,
            "okta_id": null,
            "okta_url": null,
        })
    };
    Value::Array(FLOWS.into_iter().enumerate().map(hook).collect())
}
