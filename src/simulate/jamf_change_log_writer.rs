//! Jamf's change log as Log Stream delivers it: NDJSON by month with the access log in the same stream, most of it
//! reads. It says who sent a command or changed a profile and when, never how far a command came.

use std::{fmt::Write as _, io::Write as _, path::Path};

use chrono::{Datelike, TimeDelta};
use serde_json::json;

use super::{
    SimulateError,
    calendar::date_of,
    commands::{Command, Kind},
    devices::{Belief, Device, Model},
    identity_log::number_of,
    output::{self, Output},
    workflows::Flow,
    world::World,
};
use crate::records::Instant;

/// What a change log can show of a kind of command: a record of the command with its device, or the update of the
/// profile, without one. Everything else stands in `mdm-commands`, histories or webhooks alone.
const SHOWN: [(Kind, &str); 7] = [
    (Kind::Lock, "Lock Device Command"),
    (Kind::Wipe, "Erase Device Command"),
    (Kind::LostModeOn, "Enable Lost Mode Command"),
    (Kind::LostModeOff, "Disable Lost Mode Command"),
    (Kind::UnlockAccount, "Unlock User Account Command"),
    (Kind::ProfileRemove, "Configuration Profile"),
    (Kind::ProfileInstall, "Configuration Profile"),
];

/// Reads per change: nearly everything in the stream is one.
const READS: u64 = 12;

/// API clients of the automations with the names that Jamf shows for them.
const CLIENTS: [(Flow, &str); 3] = [
    (Flow::LeaverLock, "Leaver lock automation"),
    (Flow::LeaverWipe, "Leaver wipe automation"),
    (Flow::RiskLock, "Risk lock automation"),
];

/// Something the log says.
enum Entry<'a> {
    Command(&'a Command, &'static str),
    Belief(usize, &'a Belief),
}

/// Writes the stream and the list of API clients.
pub(super) fn write(dir: &Path, world: &World) -> Result<(), SimulateError> {
    let mut open: Option<(String, std::path::PathBuf, Output)> = None;
    for (at, entry) in entries(world) {
        let date = date_of(at);
        let month = format!("{:04}-{:02}", date.year(), date.month());
        if open.as_ref().is_none_or(|(name, _, _)| *name != month) {
            if let Some((_, path, mut file)) = open.take() {
                file.flush().map_err(|source| output::failed(&path, source))?;
            }
            let path = dir.join(format!("exports/jamf/log-stream-{month}.ndjson.gz"));
            let file = output::create(&path)?;
            open = Some((month, path, file));
        }
        if let Some((_, path, file)) = &mut open {
            let text = lines(world, at, &entry);
            file.write_all(text.as_bytes()).map_err(|source| output::failed(path, source))?;
        }
    }
    if let Some((_, path, mut file)) = open {
        file.flush().map_err(|source| output::failed(&path, source))?;
    }
    clients(dir)
}

/// In the order of the stream.
fn entries(world: &World) -> Vec<(Instant, Entry<'_>)> {
    let shown =
        |command: &Command| SHOWN.iter().find(|(kind, _)| *kind == command.kind).map(|(_, name)| *name);
    let by_somebody = world.commands.iter().filter(|command| !command.username.is_empty());
    let mut all: Vec<(Instant, Entry<'_>)> = by_somebody
        .filter_map(|command| Some((command.sent, Entry::Command(command, shown(command)?))))
        .collect();
    for (index, device) in world.devices.iter().enumerate() {
        let changes = device.believed.iter().skip(1);
        let inside = changes.filter(|belief| world.from <= belief.from && belief.from < world.to);
        all.extend(inside.map(|belief| (belief.from, Entry::Belief(index, belief))));
    }
    all.sort_by_key(|(at, _)| *at);
    all
}

/// The lines of an entry: the access of whoever it was, what was read on the way, and the change.
fn lines(world: &World, at: Instant, entry: &Entry<'_>) -> String {
    let (actor, operation, object, body, key) = match entry {
        Entry::Command(command, name) => of_command(world, command, name),
        Entry::Belief(index, belief) => of_belief(world, *index, belief),
    };
    let mut text = String::new();
    let access = format!(
        "[JSSACCESSLOG] {} - username={}, status=Successful token creation, ipAddress=198.51.100.40, entryPoint=Universal API (OAuth)",
        comma(at - TimeDelta::milliseconds(900)),
        actor.split(" (ID").next().unwrap_or_default(),
    );
    line(&mut text, at - TimeDelta::milliseconds(900), &access);
    for read in 0..number_of(&key) % (2 * READS) {
        let when = at - TimeDelta::milliseconds(800 - i64::try_from(read).unwrap_or(0) * 20);
        let body = format!("\n\tID ............. {}", 1 + read * 7);
        line(&mut text, when, &change(&actor, "READ", "Computer", when, &body));
    }
    line(&mut text, at, &change(&actor, operation, object, at, &body));
    if number_of(&key).is_multiple_of(97) {
        line(&mut text, at, &format!("[SERVERLOG] {} - cache refreshed", comma(at)));
    }
    text
}

/// Actor, operation, object type, body and a text that is this entry's own.
type Parts = (String, &'static str, &'static str, String, String);

fn of_command(world: &World, command: &Command, name: &'static str) -> Parts {
    let device = &world.devices[command.device];
    let actor = actor(&command.username);
    if let Some((id, title)) = command.profile.filter(|_| name == "Configuration Profile") {
        let body = format!("\n\tID             {id}\n\tName ......... {title}\n\tScope          changed");
        let object = if device.model == Model::Mac {
            "macOS Configuration Profile"
        } else {
            "iOS Configuration Profile"
        };
        return (actor, "UPDATE", object, body, command.uuid.clone());
    }
    let class = class(device);
    let body = format!(
        "\n\tID             -1\n\tCommand ...... {}\n\t{class} ID    {}\n\t{class} Name . {}",
        name.trim_end_matches(" Command"),
        device.jamf_id,
        device.name,
    );
    (actor, "CREATE", name, body, command.uuid.clone())
}

/// Somebody corrected whose device it is.
fn of_belief(world: &World, index: usize, belief: &Belief) -> Parts {
    let device = &world.devices[index];
    let login = belief.email.split('@').next().unwrap_or_default();
    let name = belief.person.map_or("", |person| world.people[person].at(belief.from).name.as_str());
    let body = format!(
        "\n\tID             {}\n\tName ......... {}\n\tUsername       {login}\n\tFull Name .... {name}\n\tEmail Address  {}",
        device.jamf_id, device.name, belief.email,
    );
    let object = if device.model == Model::Mac { "Computer" } else { "Mobile Device" };
    (actor("desk.admin-1"), "UPDATE", object, body, format!("{index}-{}", belief.email))
}

fn class(device: &Device) -> &'static str {
    if device.model == Model::Mac { "Computer" } else { "Mobile Device" }
}

/// The name with the id that tells its kind: a client of the API, somebody of the directory, a local account.
fn actor(username: &str) -> String {
    if username.len() == 36 {
        return format!("{username} (ID: 0)");
    }
    match username {
        "desk.admin-1" | "desk.admin-2" => format!("{username}@meridian.example (ID: -1)"),
        _ => format!("{username} (ID: {})", 2 + number_of(username) % 50),
    }
}

fn change(actor: &str, operation: &str, object: &str, at: Instant, body: &str) -> String {
    format!(
        "[CHANGEMANAGEMENT] {} [INFO ] [eralPool-{}] [file                     ] - [{actor}] [{operation}] [{object}] [{}]{body}",
        comma(at),
        number_of(body) % 90,
        at.format("%Y-%m-%dT%H:%M:%S%.3f+0000"),
    )
}

/// Without a zone, with a comma before the milliseconds.
fn comma(at: Instant) -> String {
    at.format("%Y-%m-%dT%H:%M:%S,%3f").to_string()
}

/// One delivery. Zeros at the end of a time are cut off.
fn line(text: &mut String, at: Instant, message: &str) {
    let digits = format!("{}{:06}", at.format("%3f"), number_of(message) % 1_000_000);
    let digits = digits.trim_end_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    let time = format!("{}.{digits}Z", at.format("%Y-%m-%dT%H:%M:%S"));
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{}", json!({ "time": time, "message": message }));
}

/// `GET /v1/api-integrations`: what the ids of the clients stand for.
fn clients(dir: &Path) -> Result<(), SimulateError> {
    let rows: Vec<serde_json::Value> = CLIENTS
        .iter()
        .enumerate()
        .map(|(index, (flow, name))| {
            json!({ "id": index + 1, "displayName": name, "enabled": true, "clientId": flow.username(),
                "accessTokenLifetimeSeconds": 300, "appType": "CLIENT_CREDENTIALS", "authorizationScopes": ["Automation"] })
        })
        .collect();
    let document = json!({ "totalCount": rows.len(), "results": rows });
    output::text(&dir.join("exports/jamf/api-integrations.json"), &(document.to_string() + "\n"))
}
