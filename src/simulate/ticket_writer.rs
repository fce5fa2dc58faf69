//! `ServiceNow` exports: incidents as list CSV (Windows-1252, display values, the exporter's zone) and requests
//! as Table API JSON (raw values, UTC).

use std::path::Path;

use chrono_tz::UTC;
use serde_json::{Map, Value, json};

use super::{
    SimulateError,
    calendar::{EXPORTER_ZONE, plain_in},
    helpdesk::Ticket,
    output,
    world::World,
};

const HEADER: [&str; 17] = [
    "number",
    "opened_at",
    "short_description",
    "description",
    "caller_id",
    "caller_id.email",
    "priority",
    "state",
    "category",
    "assignment_group",
    "cmdb_ci",
    "cmdb_ci.serial_number",
    "close_code",
    "close_notes",
    "resolved_at",
    "reopen_count",
    "sys_updated_on",
];

/// Writes both files.
pub(super) fn write(dir: &Path, world: &World) -> Result<(), SimulateError> {
    incidents(dir, world)?;
    requests(dir, world)
}

/// `Name (login)`, as sites print it.
fn caller(world: &World, ticket: &Ticket) -> (String, String) {
    let version = world.people[ticket.person].at(ticket.opened);
    let login = version.email.split('@').next().unwrap_or_default().to_owned();
    (format!("{} ({login})", version.name), version.email.clone())
}

fn incidents(dir: &Path, world: &World) -> Result<(), SimulateError> {
    let mut text = quoted(HEADER.iter().map(|name| (*name).to_owned()));
    for (index, ticket) in world.tickets.iter().filter(|ticket| !ticket.is_request).enumerate() {
        let line = quoted(incident(world, ticket, index).into_iter());
        text.push_str(&line);
        if index % 2_000 == 31 {
            text.push_str(&line);
        }
        if index % 2_000 == 77 {
            let mut broken = incident(world, ticket, index);
            broken[0] = format!("INC9{index:06}");
            "see below".clone_into(&mut broken[1]);
            text.push_str(&quoted(broken.into_iter()));
        }
    }
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    output::bytes(&dir.join("exports/tickets/servicenow-incidents.csv"), &bytes)
}

fn incident(world: &World, ticket: &Ticket, index: usize) -> [String; 17] {
    let (name, email) = caller(world, ticket);
    let device = ticket.device.map(|device| &world.devices[device]);
    let is_done = ticket.resolved.is_some();
    let zoned = |at| plain_in(at, EXPORTER_ZONE);
    let when_done = |text: &str| if is_done { text.to_owned() } else { String::new() };
    [
        format!("INC{:07}", 10_000 + index),
        zoned(ticket.opened),
        ticket.subject.clone(),
        ticket.body.clone(),
        name,
        email,
        ["3 - Moderate", "4 - Low", "2 - High"][index % 3].to_owned(),
        if is_done { "Closed" } else { "In Progress" }.to_owned(),
        ticket.category.to_owned(),
        "Service Desk".to_owned(),
        device.map_or_else(String::new, |device| device.name.clone()),
        device.map_or_else(String::new, |device| device.serial.clone()),
        when_done(ticket.close_code),
        when_done(&ticket.close_notes),
        ticket.resolved.map_or_else(String::new, zoned),
        if index % 90 == 3 { "1" } else { "0" }.to_owned(),
        zoned(ticket.resolved.unwrap_or(ticket.opened)),
    ]
}

fn quoted(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
    cells.join(",") + "\n"
}

fn requests(dir: &Path, world: &World) -> Result<(), SimulateError> {
    let mut rows: Vec<Value> = Vec::new();
    for (index, ticket) in world.tickets.iter().filter(|ticket| ticket.is_request).enumerate() {
        let row = request(world, ticket, index);
        if index == 4 {
            rows.push(row.clone());
        }
        if index == 140 {
            rows.push(json!({ "number": "", "opened_at": "", "short_description": "draft" }));
        }
        rows.push(row);
    }
    let document = json!({ "result": rows });
    output::text(&dir.join("exports/tickets/servicenow-requests.json"), &document.to_string())
}

fn request(world: &World, ticket: &Ticket, index: usize) -> Value {
    let (_, email) = caller(world, ticket);
    let device = ticket.device.map(|device| &world.devices[device]);
    let raw = |at| plain_in(at, UTC);
    let resolved = ticket.resolved.map_or_else(String::new, raw);
    let reference = |table: &str, value: String| json!({ "link": format!("https://meridian.example/api/now/table/{table}/{value}"), "value": value });
    let person = &world.people[ticket.person];
    let mut row = Map::new();
    let mut put = |key: &str, value: Value| _ = row.insert(key.to_owned(), value);
    put("number", json!(format!("RITM{:07}", 20_000 + index)));
    put("sys_id", json!(format!("{:032x}", 0xa000_0000_u64 + index as u64)));
    put("sys_class_name", json!("sc_req_item"));
    put("opened_at", json!(raw(ticket.opened)));
    put("short_description", json!(ticket.subject));
    put("description", json!(ticket.body));
    put("caller_id", reference("sys_user", person.okta_id.clone()));
    put("caller_id.email", json!(email));
    // Half of the sites let the form ask for whom it is.
    if let Some(about) = ticket.requested_for.filter(|about| about.is_multiple_of(2)) {
        let about = &world.people[about];
        put("requested_for", reference("sys_user", about.okta_id.clone()));
        put("requested_for.email", json!(about.email(ticket.opened)));
    }
    put("priority", json!("4"));
    put("state", json!(if ticket.resolved.is_some() { "7" } else { "2" }));
    put("category", json!(ticket.category));
    put("cmdb_ci.serial_number", json!(device.map_or("", |device| device.serial.as_str())));
    put("close_code", json!(ticket.close_code));
    put("close_notes", json!(ticket.close_notes));
    put("resolved_at", json!(resolved));
    put("reopen_count", json!("0"));
    Value::Object(row)
}
