//! Zendesk's account export: one ticket per line with its comments and metrics, and one user per line.

use std::{io::Write, path::Path};

use serde_json::{Value, json};

use super::{
    SimulateError,
    helpdesk::{AUTOMATION_ERROR, Ticket},
    output,
    world::World,
};
use crate::records::Instant;

/// Tag of this site for a wrong automation; mapped in `misfire.toml`.
pub(super) const AUTOMATION_TAG: &str = "automation_error";
/// Ids of Zendesk have thirteen digits.
const USER: u64 = 3_600_000_000_000;
/// Custom field of this site for the device.
const DEVICE_FIELD: u64 = 3_600_000_900_001;
/// The service desk.
const AGENT: u64 = USER + 999_999_999;

/// Writes the tickets and the users.
pub(super) fn write(dir: &Path, world: &World) -> Result<(), SimulateError> {
    let path = dir.join("exports/tickets/zendesk-tickets.ndjson.gz");
    let rows = world.tickets.iter().enumerate().flat_map(|(index, ticket)| {
        let row = row(world, ticket, index);
        match index % 2_000 {
            // A ticket that changed while it was exported comes in both versions.
            31 => vec![earlier(&row), row],
            77 => vec![row, json!({ "id": 900_000 + index, "subject": "draft", "created_at": null })],
            120 => vec![row, scrubbed(ticket, index)],
            _ => vec![row],
        }
    });
    lines(&path, rows)?;
    let path = dir.join("exports/tickets/zendesk-users.ndjson");
    lines(&path, (0..world.people.len()).map(|person| user(world, person)))
}

fn lines(path: &Path, rows: impl Iterator<Item = Value>) -> Result<(), SimulateError> {
    let mut file = output::create(path)?;
    for row in rows {
        writeln!(file, "{row}").map_err(|source| output::failed(path, source))?;
    }
    file.flush().map_err(|source| output::failed(path, source))
}

/// `2026-07-14T15:04:05Z`.
fn utc(at: Instant) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn user_id(person: usize) -> u64 {
    USER + person as u64 * 11
}

/// Keys that every ticket has and that say nothing here.
const EMPTY: [&str; 12] = [
    "external_id",
    "recipient",
    "organization_id",
    "forum_topic_id",
    "problem_id",
    "due_at",
    "satisfaction_rating",
    "custom_status_id",
    "collaborator_ids",
    "follower_ids",
    "email_cc_ids",
    "followup_ids",
];

fn row(world: &World, ticket: &Ticket, index: usize) -> Value {
    let device = ticket.device.map(|device| world.devices[device].serial.as_str());
    let updated = utc(ticket.resolved.unwrap_or(ticket.opened));
    let requester = user_id(ticket.person);
    let mut tags = vec![ticket.category.to_lowercase().replace(' ', "_")];
    if ticket.resolved.is_some() && ticket.close_code == AUTOMATION_ERROR {
        tags.push(AUTOMATION_TAG.to_owned());
    }
    let fields = json!([{ "id": DEVICE_FIELD, "value": device }]);
    let mut row = json!({
        "url": format!("https://meridian.example/api/v2/tickets/{}.json", index + 1),
        "id": index + 1,
        "via": { "channel": if index.is_multiple_of(3) { "email" } else { "web" },
            "source": { "from": {}, "to": {}, "rel": null } },
        "created_at": utc(ticket.opened),
        "updated_at": updated,
        "generated_timestamp": ticket.resolved.unwrap_or(ticket.opened).timestamp(),
        "type": if ticket.is_request { "task" } else { "incident" },
        "subject": ticket.subject,
        "raw_subject": ticket.subject,
        "description": ticket.body,
        "priority": (["normal", "low", "high"][index % 3]),
        "status": if ticket.resolved.is_some() { "closed" } else { "open" },
        "requester_id": requester,
        "submitter_id": requester,
        "assignee_id": AGENT,
        "group_id": 3_600_000_800_001_u64,
        "has_incidents": false,
        "is_public": true,
        "tags": tags,
        "custom_fields": fields,
        "fields": fields,
        "ticket_form_id": 3_600_000_700_001_u64,
        "brand_id": 3_600_000_600_001_u64,
        "allow_channelback": false,
        "allow_attachments": true,
    });
    for key in EMPTY {
        row[key] = if key.ends_with("_ids") { json!([]) } else { Value::Null };
    }
    row["comments"] = comments(ticket, index, requester);
    row["metric_set"] = metrics(ticket, index);
    row
}

/// The only place that says when a ticket was solved.
fn metrics(ticket: &Ticket, index: usize) -> Value {
    let minutes = ticket.resolved.map(|at| (at - ticket.opened).num_minutes());
    json!({
        "ticket_id": index + 1,
        "created_at": utc(ticket.opened),
        "updated_at": utc(ticket.resolved.unwrap_or(ticket.opened)),
        "reopens": u8::from(index % 90 == 3),
        "replies": 1,
        "solved_at": ticket.resolved.map(utc),
        "full_resolution_time_in_minutes": { "calendar": minutes, "business": null },
    })
}

/// What the requester wrote, and the last words of the agent.
fn comments(ticket: &Ticket, index: usize, author: u64) -> Value {
    let comment = |number: u64, author: u64, text: &str, at: Instant| {
        json!({ "id": 3_600_000_500_000 + index as u64 * 2 + number, "type": "Comment", "author_id": author,
            "body": text, "plain_body": text, "public": true, "created_at": utc(at) })
    };
    let mut all = vec![comment(0, author, &ticket.body, ticket.opened)];
    if let Some(at) = ticket.resolved.filter(|_| !ticket.close_notes.is_empty()) {
        all.push(comment(1, AGENT, &ticket.close_notes, at));
    }
    json!(all)
}

/// The ticket as it was before it was solved.
fn earlier(row: &Value) -> Value {
    let mut before = row.clone();
    before["status"] = json!("open");
    before["updated_at"] = row["created_at"].clone();
    before["metric_set"]["solved_at"] = Value::Null;
    before
}

/// A ticket that was deleted.
fn scrubbed(ticket: &Ticket, index: usize) -> Value {
    json!({ "id": 800_000 + index, "created_at": utc(ticket.opened), "updated_at": utc(ticket.opened),
        "status": "deleted", "subject": "SCRUBBED", "description": "SCRUBBED", "requester_id": null,
        "tags": [], "custom_fields": [] })
}

/// Of some users only the id of the HR system is known.
fn user(world: &World, person: usize) -> Value {
    let who = &world.people[person];
    let now = who.at(world.to);
    let has_email = person % 10 != 4 || who.employee_id.is_empty();
    json!({
        "id": user_id(person),
        "url": format!("https://meridian.example/api/v2/users/{}.json", user_id(person)),
        "name": now.name,
        "email": if has_email { json!(now.email) } else { Value::Null },
        "external_id": if who.employee_id.is_empty() { Value::Null } else { json!(who.employee_id) },
        "role": "end-user",
        "active": who.works_at(world.to),
        "suspended": false,
        "time_zone": "Eastern Time (US & Canada)",
        "created_at": utc(world.from),
        "updated_at": utc(world.from),
    })
}
