//! Freshservice: pages of tickets with their times and assets, and the list of requesters that explains their ids.

use std::{io::Write, path::Path};

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{SimulateError, helpdesk::Ticket, output, people::Person, world::World};
use crate::records::Instant;

/// Tickets of a page, as many as the API gives; of a large helpdesk the pages were joined.
const PAGE: usize = 100;
/// Pages at most.
const PAGES: usize = 200;
/// First id of a requester.
const REQUESTER: u64 = 27_000_100_000;
/// Field of this site that says how a ticket ended.
pub(super) const RESOLUTION_CODE: &str = "resolution_code";

/// Writes the pages and the requesters.
pub(super) fn write(dir: &Path, world: &World) -> Result<(), SimulateError> {
    let page = PAGE.max(world.tickets.len().div_ceil(PAGES));
    for (number, tickets) in world.tickets.chunks(page).enumerate() {
        let mut rows: Vec<Value> = tickets
            .iter()
            .enumerate()
            .map(|(place, ticket)| row(world, ticket, number * page + place))
            .collect();
        if let Some(last) = (number * page).checked_sub(1).map(|last| row(world, &world.tickets[last], last))
        {
            // A new ticket pushed the last one of the page before onto this one.
            rows.insert(0, last);
        }
        if number == 1 {
            rows.push(json!({ "id": null, "subject": "draft", "created_at": null }));
        }
        let path = dir.join(format!("exports/tickets/freshservice-tickets-{:03}.json", number + 1));
        output::text(&path, &(json!({ "tickets": rows }).to_string() + "\n"))?;
    }
    requesters(dir, world)
}

fn requester_id(person: usize) -> u64 {
    REQUESTER + person as u64 * 3
}

/// `2026-07-14T15:04:05Z`, as the API prints times.
fn utc(at: Instant) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn row(world: &World, ticket: &Ticket, index: usize) -> Value {
    let device = ticket.device.map(|device| &world.devices[device]);
    let assets: Vec<Value> = device
        .iter()
        .map(|device| {
            json!({ "display_id": 4_000 + device.jamf_id, "name": device.name, "asset_tag": device.asset_tag,
                "description": null })
        })
        .collect();
    let updated = ticket.resolved.unwrap_or(ticket.opened);
    let requested_for = ticket.requested_for.filter(|about| about.is_multiple_of(2));
    let code = ticket.resolved.map(|_| ticket.close_code);
    let notes = ticket.resolved.map_or("", |_| ticket.close_notes.as_str());
    json!({
        "id": 10_000 + index,
        "workspace_id": 2,
        "subject": ticket.subject,
        "description": format!("<div>{}</div>", html(&ticket.body)),
        "description_text": ticket.body,
        "status": if ticket.resolved.is_some() { 5 } else { 2 },
        "priority": ([2, 1, 3][index % 3]),
        "source": ([2, 1, 3][index % 3]),
        "type": if ticket.is_request { "Service Request" } else { "Incident" },
        "requester_id": requester_id(ticket.person),
        "requested_for_id": requester_id(requested_for.unwrap_or(ticket.person)),
        "responder_id": 27_000_000_007_u64,
        "group_id": 27_000_000_300_u64,
        "department_id": null,
        "category": ticket.category,
        "sub_category": null,
        "item_category": null,
        "tags": [],
        "spam": false,
        "deleted": false,
        "is_escalated": false,
        "fr_escalated": false,
        "due_by": utc(ticket.opened + TimeDelta::days(3)),
        "fr_due_by": utc(ticket.opened + TimeDelta::hours(8)),
        "created_at": utc(ticket.opened),
        "updated_at": utc(updated),
        "resolution_notes": if notes.is_empty() { Value::Null } else { json!(format!("<p>{}</p>", html(notes))) },
        "custom_fields": { RESOLUTION_CODE: code },
        "assets": assets,
        "stats": {
            "created_at": utc(ticket.opened),
            "updated_at": utc(updated),
            "ticket_id": 10_000 + index,
            "opened_at": null,
            "resolved_at": ticket.resolved.map(utc),
            // Closed by itself some days after.
            "closed_at": ticket.resolved.map(|at| utc(at + TimeDelta::hours(121))),
            "first_responded_at": null,
        },
    })
}

/// Text inside markup.
fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Everybody who may write, by the address of today; the ones before stand beside it.
fn requesters(dir: &Path, world: &World) -> Result<(), SimulateError> {
    let path = dir.join("exports/tickets/freshservice-requesters.json");
    let mut file = output::create(&path)?;
    let mut put =
        |text: &str| file.write_all(text.as_bytes()).map_err(|source| output::failed(&path, source));
    put("{\"requesters\":[\n")?;
    let mut comma = "";
    for (index, person) in world.people.iter().enumerate() {
        put(&format!("{comma}{}", requester(world, index, person)))?;
        comma = ",\n";
    }
    put("\n]}\n")?;
    file.flush().map_err(|source| output::failed(&path, source))
}

fn requester(world: &World, index: usize, person: &Person) -> Value {
    let now = person.at(world.to);
    let (first, last) = now.name.split_once(' ').unwrap_or((now.name.as_str(), ""));
    let mut former: Vec<&str> = person.versions.iter().map(|version| version.email.as_str()).collect();
    former.retain(|email| *email != now.email);
    former.dedup();
    json!({
        "id": requester_id(index),
        "first_name": first,
        "last_name": last,
        "primary_email": now.email,
        "secondary_emails": former,
        "active": person.works_at(world.to),
        "is_agent": false,
        "external_id": null,
        "created_at": utc(world.from - TimeDelta::days(400)),
        "updated_at": utc(world.from - TimeDelta::days(20)),
    })
}
