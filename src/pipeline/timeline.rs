//! Everything joined to a case, in time order.

use super::rows::Rows;
use crate::{
    attribute::case::{Candidate, Case, TicketLink},
    records::{IdentityEvent, Instant},
    report::model::{CaseRow, TimelineEntry},
};

/// The entries of a case's timeline.
pub(super) fn timeline(case: &Case, rows: &Rows<'_>) -> Vec<TimelineEntry> {
    let mut entries = Vec::new();
    let shown = case.attribution.candidates.iter().take(case.attribution.within_margin.max(1));
    for candidate in shown {
        add_identity(candidate, rows, &mut entries);
    }
    add_jamf(case, rows, &mut entries);
    for link in &case.tickets {
        add_ticket(link, rows, &mut entries);
    }
    for review in &case.reviews {
        let what = format!("{} decided {}", review.reviewer, review.decision);
        entries.push(entry(
            review.reviewed_at,
            "review",
            what,
            format!("{}:{}", review.row.file, review.row.line),
        ));
    }
    for matched in &case.exceptions {
        let row = format!("{}:{}", matched.exception.row.file, matched.exception.row.line);
        let id = &matched.exception.exception_id;
        let edges = [(matched.exception.validity.from, "begins"), (matched.exception.validity.to, "ends")];
        for (at, word) in edges {
            entries
                .extend(at.map(|at| entry(at, "register", format!("exception `{id}` {word}"), row.clone())));
        }
    }
    entries.sort_by(|a, b| (a.at, a.lane, &a.what, &a.row).cmp(&(b.at, b.lane, &b.what, &b.row)));
    entries.dedup();
    entries
}

fn add_identity(candidate: &Candidate, rows: &Rows<'_>, entries: &mut Vec<TimelineEntry>) {
    let about = candidate.subject_person_id.as_deref().unwrap_or("an unknown person");
    let decisions = [
        &candidate.undoing,
        &candidate.recant,
        &candidate.dismissal,
        &candidate.remediation,
        &candidate.compromise,
    ];
    let all =
        candidate.episode.iter().chain(decisions.into_iter().flatten()).chain(&candidate.later_sign_ins);
    for event in all {
        entries.push(identity_entry(event, about, rows));
    }
}

fn identity_entry(event: &IdentityEvent, about: &str, rows: &Rows<'_>) -> TimelineEntry {
    let object = event.object.as_ref().and_then(|object| object.name.as_ref().or(object.id.as_ref()));
    let object = object.map_or_else(String::new, |name| format!(" ({name})"));
    let known = if event.known_to == event.occurred_at {
        String::new()
    } else {
        format!(", known {}", event.known_to.format("%Y-%m-%dT%H:%M:%SZ"))
    };
    let what = format!("{}{object} about {about} [{}]{known}", event.kind, event.raw_kind);
    entry(event.occurred_at, "identity", what, rows.origin(event.origin))
}

fn add_jamf(case: &Case, rows: &Rows<'_>, entries: &mut Vec<TimelineEntry>) {
    let own = case.action.origins.first().map_or_else(String::new, |origin| rows.origin(*origin));
    let by =
        case.action.initiator.as_ref().map_or_else(String::new, |i| format!(" by {}:{}", i.kind, i.name));
    if case.action.sent_at.is_some() {
        entries.push(entry(case.sent_at, "jamf", format!("{} sent{by}", case.action.kind), own.clone()));
    }
    entries.push(entry(case.done_at, "jamf", format!("{} {}", case.action.kind, case.action.outcome), own));
    for sign in &case.afterwards {
        let what = match (sign.is_reversing_action, sign.activity) {
            (true, _) => "reversing action done on the device".to_owned(),
            (false, Some(kind)) => format!("device alive: {kind}"),
            (false, None) => "device alive".to_owned(),
        };
        entries.push(entry(sign.at, "jamf", what, rows.print(&sign.row)));
    }
    if let Some(undo) = &case.undone_by {
        entries.push(entry(undo.at, "jamf", format!("undone: {}", undo.what), rows.print(&undo.row)));
    }
    if let Some(repeat) = &case.repeats {
        let what = format!("earlier action `{}` done, which this one repeats", repeat.action_id);
        entries.push(entry(repeat.done_at, "jamf", what, rows.print(&repeat.row)));
    }
}

fn add_ticket(link: &TicketLink, rows: &Rows<'_>, entries: &mut Vec<TimelineEntry>) {
    let row = rows.origin(link.ticket.origin);
    let id = &link.ticket.ticket_id;
    let what = format!("{id} opened ({}): {}", link.grade.code(), link.ticket.subject);
    entries.push(entry(link.ticket.opened_at, "ticket", what, row.clone()));
    entries.extend(link.ticket.resolved_at.map(|at| entry(at, "ticket", format!("{id} resolved"), row)));
}

/// Says of what came after the end of the known inputs that no figure uses it, and of activity of a device that
/// counts as unusable why it is no proof of restoration.
pub(super) fn mark_later(row: &mut CaseRow, case: &Case, as_of: Instant) {
    for entry in row.timeline.iter_mut().filter(|entry| entry.at > as_of) {
        entry.what.push_str(" (after the as-of, not used)");
    }
    let is_alive = case.afterwards.iter().any(|sign| !sign.is_reversing_action && sign.at <= as_of);
    if is_alive && row.restored_by.as_deref() == Some("censored") {
        let flag = "the device reported in afterwards, and that proves no restoration: a device that is locked or \
                    in lost mode goes on checking in";
        row.flags.push(flag.to_owned());
    }
}

fn entry(at: Instant, lane: &'static str, what: String, row: String) -> TimelineEntry {
    TimelineEntry { at, lane, what, row }
}
