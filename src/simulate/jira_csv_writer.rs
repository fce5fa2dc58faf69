//! Requests as Jira Cloud exports them to CSV: the interface's headers, some of them twice, times to the minute in
//! the zone of the exporter.

use std::path::Path;

use super::{
    SimulateError, calendar::EXPORTER_ZONE, helpdesk::Ticket, jira_json_writer, output, world::World,
};
use crate::records::Instant;

const HEADER: [&str; 30] = [
    "Summary",
    "Issue key",
    "Issue id",
    "Issue Type",
    "Status",
    "Project key",
    "Project name",
    "Project type",
    "Priority",
    "Resolution",
    "Assignee",
    "Assignee Id",
    "Reporter",
    "Reporter Id",
    "Creator",
    "Creator Id",
    "Created",
    "Updated",
    "Resolved",
    "Labels",
    "Labels",
    "Watchers",
    "Watchers Id",
    "Description",
    "Custom field (Asset tag)",
    "Custom field (Rank)",
    "Custom field (Time to resolution)",
    "Comment",
    "Status Category",
    "Status Category Changed",
];

/// Writes the requests.
pub(super) fn write(dir: &Path, world: &World) -> Result<(), SimulateError> {
    let mut text = line(HEADER.map(str::to_owned));
    for (index, ticket) in world.tickets.iter().filter(|ticket| ticket.is_request).enumerate() {
        let row = line(row(world, ticket, index));
        text.push_str(&row);
        if index == 4 {
            text.push_str(&row);
        }
    }
    output::text(&dir.join("exports/tickets/jira-requests.csv"), &text)
}

/// `18/Jul/26 9:10 AM`.
fn stamp(at: Instant) -> String {
    at.with_timezone(&EXPORTER_ZONE).format("%d/%b/%y %-I:%M %p").to_string()
}

fn row(world: &World, ticket: &Ticket, index: usize) -> [String; 30] {
    // An agent who asks for somebody else makes that person the reporter, at half of the desks.
    let about = ticket.requested_for.filter(|about| about.is_multiple_of(2)).unwrap_or(ticket.person);
    let name = |person: usize| world.people[person].at(ticket.opened).name.clone();
    let account = |person: usize| jira_json_writer::account(world.seed, person);
    let device = ticket.device.map(|device| &world.devices[device]);
    let when_done = |text: &str| ticket.resolved.map_or_else(String::new, |_| text.to_owned());
    let ended = ticket.resolved.map_or_else(String::new, stamp);
    let comment = ticket.resolved.filter(|_| !ticket.close_notes.is_empty()).map(|at| {
        format!("{};712020:0d6c1b7e-55a0-4c0e-9f13-000000000042;{}", stamp(at), ticket.close_notes)
    });
    [
        ticket.subject.clone(),
        format!("REQ-{}", index + 1),
        (60_000 + index).to_string(),
        "Service Request".to_owned(),
        if ticket.resolved.is_some() { "Resolved" } else { "Waiting for support" }.to_owned(),
        "REQ".to_owned(),
        "IT Requests".to_owned(),
        "service_desk".to_owned(),
        "Medium".to_owned(),
        when_done(jira_json_writer::resolution(ticket)),
        "Service Desk".to_owned(),
        "712020:0d6c1b7e-55a0-4c0e-9f13-000000000042".to_owned(),
        name(about),
        account(about),
        name(ticket.person),
        account(ticket.person),
        stamp(ticket.opened),
        stamp(ticket.resolved.unwrap_or(ticket.opened)),
        // Many service projects never fill it; the change of the category says when it ended.
        if index.is_multiple_of(2) { String::new() } else { ended.clone() },
        String::new(),
        String::new(),
        name(ticket.person),
        account(ticket.person),
        ticket.body.clone(),
        device.map_or_else(String::new, |device| device.asset_tag.clone()),
        "0|i02m2f:".to_owned(),
        if index.is_multiple_of(4) { "-0:40" } else { "2:18" }.to_owned(),
        comment.unwrap_or_default(),
        if ticket.resolved.is_some() { "Done" } else { "To Do" }.to_owned(),
        if ticket.resolved.is_some() { ended } else { stamp(ticket.opened) },
    ]
}

/// Cells that need it stand in quotation marks.
fn line(cells: [String; 30]) -> String {
    let cell = |cell: String| {
        if cell.contains([',', '"', '\n', ';']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
    };
    cells.map(cell).join(",") + "\n"
}
