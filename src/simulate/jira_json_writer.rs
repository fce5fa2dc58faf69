//! Jira Service Management over the REST API: pages of incidents with their change log, and the list of users that
//! explains account ids, for Cloud hides addresses in the issues themselves.

use std::{io::Write, path::Path};

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{
    SimulateError,
    calendar::EXPORTER_ZONE,
    helpdesk::{AUTOMATION_ERROR, Ticket},
    output, vendor_ids,
    world::World,
};
use crate::records::Instant;

/// Issues of a page, as many as the API gives; of a large helpdesk the pages were joined.
const PAGE: usize = 100;
/// Pages at most.
const PAGES: usize = 200;
/// Custom field of this site for the device.
const DEVICE_FIELD: &str = "customfield_10050";

/// Writes the pages and the users.
pub(super) fn write(dir: &Path, world: &World) -> Result<(), SimulateError> {
    let incidents: Vec<&Ticket> = world.tickets.iter().filter(|ticket| !ticket.is_request).collect();
    let page = PAGE.max(incidents.len().div_ceil(PAGES));
    // The older half was asked of the older version of the API; the newer one gives texts as documents.
    let older = incidents.len().div_ceil(page).div_ceil(2);
    for (number, tickets) in incidents.chunks(page).enumerate() {
        let first = number * page;
        let is_v3 = number >= older;
        let mut issues: Vec<Value> = tickets
            .iter()
            .enumerate()
            .map(|(place, ticket)| issue(world, ticket, first + place, is_v3))
            .collect();
        if let Some(last) = first.checked_sub(1) {
            // A new issue pushed the last one of the page before onto this one.
            issues.insert(0, issue(world, incidents[last], last, is_v3));
        }
        if number == 1 {
            issues.push(json!({ "id": "999999", "key": "IT-DRAFT", "fields": { "summary": "draft", "created": null } }));
        }
        let names = json!({ "summary": "Summary", "created": "Created", DEVICE_FIELD: "Serial number" });
        let mut document = json!({ "expand": "names,schema", "names": names });
        if is_v3 {
            document["isLast"] = json!(first + tickets.len() == incidents.len());
        } else {
            document["startAt"] = json!(first);
            document["maxResults"] = json!(page);
            document["total"] = json!(incidents.len().min(older * page));
        }
        document["issues"] = json!(issues);
        let path = dir.join(format!("exports/tickets/jira-issues-{:03}.json", number + 1));
        output::text(&path, &(document.to_string() + "\n"))?;
    }
    users(dir, world)
}

/// Account id of a person.
pub(super) fn account(seed: u64, person: usize) -> String {
    format!("712020:{}", vendor_ids::guid_of(seed, "jira-account", &format!("{person}")))
}

/// With the offset of whoever asked, without a colon.
fn stamp(at: Instant) -> String {
    at.with_timezone(&EXPORTER_ZONE).format("%Y-%m-%dT%H:%M:%S%.3f%z").to_string()
}

fn person(world: &World, person: usize, at: Instant) -> Value {
    json!({
        "self": "https://meridian.example/rest/api/3/user",
        "accountId": account(world.seed, person),
        "displayName": world.people[person].at(at).name,
        "active": true,
        "timeZone": "America/New_York",
        "accountType": "atlassian",
    })
}

fn agent() -> Value {
    json!({ "accountId": "712020:0d6c1b7e-55a0-4c0e-9f13-000000000042", "displayName": "Service Desk", "active": true,
        "accountType": "atlassian" })
}

fn issue(world: &World, ticket: &Ticket, index: usize, is_v3: bool) -> Value {
    let device = ticket.device.map(|device| &world.devices[device]);
    let text = |text: &str| if is_v3 { document(text) } else { json!(text) };
    let (status, category) =
        if ticket.resolved.is_some() { ("Resolved", "done") } else { ("In Progress", "indeterminate") };
    // The date of resolution is often not kept; the change log knows it.
    let dated = ticket.resolved.filter(|_| !index.is_multiple_of(5));
    let comments: Vec<Value> = ticket
        .resolved
        .filter(|_| !ticket.close_notes.is_empty())
        .map(|at| json!({ "id": (80_000 + index).to_string(), "author": agent(), "body": text(&ticket.close_notes), "created": stamp(at), "updated": stamp(at) }))
        .into_iter()
        .collect();
    json!({
        "id": (30_000 + index).to_string(),
        "key": format!("IT-{}", index + 1),
        "self": format!("https://meridian.example/rest/api/3/issue/{}", 30_000 + index),
        "fields": {
            "summary": ticket.subject,
            "description": text(&ticket.body),
            "issuetype": { "id": "10012", "name": "[System] Incident", "subtask": false },
            "project": { "id": "10001", "key": "IT", "name": "IT Service Desk", "projectTypeKey": "service_desk" },
            "status": { "id": "5", "name": status, "statusCategory": { "id": 3, "key": category, "name": if category == "done" { "Done" } else { "In Progress" } } },
            "priority": { "id": "3", "name": (["Medium", "Low", "High"][index % 3]) },
            "resolution": ticket.resolved.map(|_| json!({ "id": "10100", "name": resolution(ticket) })),
            "resolutiondate": dated.map(stamp),
            "created": stamp(ticket.opened),
            "updated": stamp(ticket.resolved.unwrap_or(ticket.opened)),
            "reporter": person(world, ticket.person, ticket.opened),
            "creator": person(world, ticket.person, ticket.opened),
            "assignee": agent(),
            "labels": [],
            "components": [{ "id": "10200", "name": ticket.category }],
            "issuelinks": [],
            DEVICE_FIELD: device.map(|device| device.serial.as_str()),
            "comment": { "comments": comments, "maxResults": comments.len(), "total": comments.len(), "startAt": 0 },
        },
        "changelog": changelog(ticket, index),
    })
}

/// The resolution as this site names it.
pub(super) fn resolution(ticket: &Ticket) -> &'static str {
    match ticket.close_code {
        AUTOMATION_ERROR => AUTOMATION_ERROR,
        "Workaround provided" => "Workaround",
        "No resolution provided" => "Won't Do",
        _ => "Done",
    }
}

/// Status changes, the newest first as the API gives them; some issues were reopened once.
fn changelog(ticket: &Ticket, index: usize) -> Value {
    let change = |at: Instant, from: (&str, &str), to: (&str, &str)| {
        json!({ "id": (500_000 + index).to_string(), "author": agent(), "created": stamp(at), "items": [{
            "field": "status", "fieldtype": "jira", "fieldId": "status", "from": from.0, "fromString": from.1,
            "to": to.0, "toString": to.1 }] })
    };
    let (open, working, done) = (("1", "Open"), ("3", "In Progress"), ("5", "Resolved"));
    let mut histories = vec![change(ticket.opened + TimeDelta::minutes(1), open, working)];
    if let Some(resolved) = ticket.resolved {
        if index % 90 == 3 {
            let first = ticket.opened + (resolved - ticket.opened) / 2;
            histories.push(change(first, working, done));
            histories.push(change(first + (resolved - first) / 2, done, working));
        }
        histories.push(change(resolved, working, done));
    }
    histories.reverse();
    json!({ "startAt": 0, "maxResults": histories.len(), "total": histories.len(), "histories": histories })
}

/// A text as an Atlassian document, a paragraph per line.
fn document(text: &str) -> Value {
    let paragraph =
        |line: &str| json!({ "type": "paragraph", "content": [{ "type": "text", "text": line }] });
    json!({ "type": "doc", "version": 1, "content": text.lines().map(paragraph).collect::<Vec<_>>() })
}

fn users(dir: &Path, world: &World) -> Result<(), SimulateError> {
    let path = dir.join("exports/tickets/jira-users.json");
    let mut file = output::create(&path)?;
    let mut put =
        |text: &str| file.write_all(text.as_bytes()).map_err(|source| output::failed(&path, source));
    let mut start = "[\n";
    for (index, who) in world.people.iter().enumerate() {
        let mut user = person(world, index, world.to);
        user["emailAddress"] = json!(who.email(world.to));
        user["active"] = json!(who.works_at(world.to));
        put(&format!("{start}{user}"))?;
        start = ",\n";
    }
    put("\n]\n")?;
    file.flush().map_err(|source| output::failed(&path, source))
}
