//! Comments and work notes: records of their own, each with the internal id of the ticket it belongs to.

use std::collections::BTreeMap;

use super::super::servicenow::Fields;
use crate::{
    ingest::{sink::Sink, times::TimeRule},
    records::{Instant, Origin},
};

/// The journal entries of a file by ticket.
#[derive(Default)]
pub(super) struct Journal {
    entries: BTreeMap<String, Vec<Entry>>,
    /// Tickets whose entries were asked for.
    asked: std::collections::BTreeSet<String>,
}

/// One entry; the order is that of time.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    at: Option<Instant>,
    origin: Origin,
    text: String,
}

impl Journal {
    /// Takes an entry; it is settled at the end of the file, when it is known whether its ticket is there.
    pub(super) fn take(&mut self, fields: &Fields, origin: Origin, sink: &mut Sink<'_>) {
        let Some(ticket) = fields.get("element_id").map(|cell| cell.value.clone()) else {
            return sink.reject(origin, "a journal entry names no ticket: `element_id` is empty", "");
        };
        let created = fields.get("sys_created_on").map(|cell| cell.value.as_str()).unwrap_or_default();
        let at = sink.time(origin, created, TimeRule::Utc).ok().flatten();
        let author = fields.shown(&["sys_created_by"]).unwrap_or("unknown");
        let kind = match fields.shown(&["element"]) {
            Some("work_notes") => "Work notes",
            Some("comments") => "Additional comments",
            Some(other) => other,
            None => "Journal",
        };
        let said = fields.shown(&["value"]).unwrap_or_default();
        let text = format!("{created} UTC - {author} ({kind})\n{}", super::super::servicenow::plain(said));
        self.entries.entry(ticket).or_default().push(Entry { at, origin, text });
    }

    /// What was said about a ticket, in the order of time.
    pub(super) fn of(&mut self, ticket: &str) -> Option<String> {
        let entries = self.entries.get_mut(ticket)?;
        entries.sort_unstable();
        self.asked.insert(ticket.to_owned());
        Some(entries.iter().map(|entry| entry.text.as_str()).collect::<Vec<_>>().join("\n\n"))
    }

    /// Settles every entry: those of tickets that are not in the file say nothing.
    pub(super) fn finish(&mut self, sink: &mut Sink<'_>) {
        let mut orphans: Vec<Origin> = Vec::new();
        for (ticket, entries) in std::mem::take(&mut self.entries) {
            for entry in entries {
                if self.asked.contains(&ticket) {
                    sink.accept(entry.origin, []);
                } else {
                    sink.out_of_scope(entry.origin);
                    orphans.push(entry.origin);
                }
            }
        }
        if let Some(first) = orphans.iter().min() {
            let message = format!(
                "{} journal entries belong to records that are not in this file; they were left aside",
                orphans.len()
            );
            sink.note(*first, "journal-without-ticket", message);
        }
    }
}
