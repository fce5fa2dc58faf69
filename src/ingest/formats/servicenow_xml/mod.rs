//! ServiceNow tickets as XML: the unload of a list, one element per record, records of other tables beside them.
//!
//! Comments and work notes are records of their own (`sys_journal_field`) and follow the tickets, so tickets are held
//! until the file has ended. Nothing else is.

mod journal;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use self::journal::Journal;
use super::servicenow::{
    Cell, Fields, TimeRules, canonical_key, is_question, is_ticket_table, note_export_cap, ticket,
};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::{Record, Sink},
        times::TimeRule,
    },
    records::{Origin, Ticket, TicketState},
};

/// `servicenow-xml`.
pub(super) const FORMAT: Format = Format {
    id: "servicenow-xml",
    title: "ServiceNow unload of a list (XML)",
    gives: &["tickets"],
    manual: MANUAL,
    shapes: &[Shape::Json],
    starts_record: None,
    columns: &[],
    apart: Apart::No,
    prefilter: None,
    keeps_days: &[],
    unused: &[],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "As an administrator open the list of incidents, filter by `sys_created_on`, then Export > XML (This Page or \
        This Table). The file holds every column, whatever the view shows, and the comments and work notes.",
    read: "Texts are raw values, in UTC; the attribute `display_value` is the name behind a reference. Journal entries \
        (`sys_journal_field`) join the notes of their ticket with time and author, in the order of time. Records of \
        incidents, requests, problems, changes and tasks are tickets; one that was deleted is marked so. Two tickets \
        with one number are told apart by `sys_id`. Attachments and records of other tables are out of scope, counted \
        and noted by table.",
    lost: "Logins and addresses of people (only display name and internal id are there); what is beyond 10,000 rows, \
        without a word (a row count equal to such a limit is noted).",
    needs: "Nothing",
    checked: "No recorded export: read from the vendor's documentation and descriptions of real unloads",
};

/// Roots of unloads, and of answers of `incident.do?XML`.
const ROOTS: [&str; 2] = ["unload", "xml"];

fn detect(head: &Head) -> bool {
    head.header.is_none()
        && head.rows.iter().any(|row| {
            row.get("unload").is_some() || elements(row).any(|(_, record)| is_ticket(&fields(record)))
        })
}

fn open(_head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    Ok(Box::new(Reader {
        rules: TimeRules { zoneless: TimeRule::Utc, orders: BTreeMap::new() },
        tickets: Vec::new(),
        journal: Journal::default(),
        others: BTreeMap::new(),
        last: None,
    }))
}

/// The records in a row with the names of their tables; one, unless the file was not cut into rows.
fn elements(row: &Value) -> impl Iterator<Item = (&str, &Map<String, Value>)> {
    let root = ROOTS.iter().find_map(|root| row.get(*root)).and_then(Value::as_object);
    root.into_iter()
        .flatten()
        .filter(|(name, _)| !name.starts_with('@'))
        .filter_map(|(name, record)| Some((name.as_str(), record.as_object()?)))
}

fn fields(record: &Map<String, Value>) -> Fields {
    let mut fields = Fields::default();
    for (key, value) in record.iter().filter(|(key, _)| !key.starts_with(['@', '#'])) {
        let values =
            if let Value::Array(list) = value { list.as_slice() } else { std::slice::from_ref(value) };
        for cell in values.iter().filter_map(Cell::from_xml) {
            fields.add(key, &canonical_key(key), cell);
        }
    }
    fields
}

fn is_ticket(fields: &Fields) -> bool {
    is_ticket_table(fields.names())
}

struct Reader {
    rules: TimeRules,
    tickets: Vec<(Origin, Ticket)>,
    journal: Journal,
    /// Records of tables that are not read, by table.
    others: BTreeMap<String, u64>,
    last: Option<Origin>,
}

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Json(row) = row else {
            return sink.reject(at, "XML was expected, found delimited text", "");
        };
        self.last = Some(at);
        let Some((table, record)) = elements(row).next() else {
            return sink.out_of_scope(at);
        };
        if table == "sys_journal_field" {
            return self.journal.take(&fields(record), at, sink);
        }
        let mut found = fields(record);
        // A ticket without its number is still one, and rejected as such.
        if !is_ticket(&found) && !TICKET_TABLES.contains(&table) {
            *self.others.entry(table.to_owned()).or_default() += 1;
            return sink.out_of_scope(at);
        }
        if found.get("sys_class_name").is_none()
            && let Some(class) = Cell::from_text(table)
        {
            found.add("sys_class_name", "sys_class_name", class);
        }
        match ticket(found, &self.rules, at, sink) {
            Ok(mut ticket) => {
                if record.get("@action").and_then(Value::as_str) == Some("DELETE") {
                    ticket.state = TicketState::Deleted;
                }
                self.tickets.push((at, ticket));
            }
            Err(question) if is_question(&question) => sink.fail(question),
            Err(reason) => sink.reject(at, reason, &row.to_string()),
        }
    }

    fn finish(&mut self, sink: &mut Sink<'_>) {
        let Some(last) = self.last else { return };
        note_export_cap(self.tickets.len() as u64, last, sink);
        if !self.others.is_empty() {
            let told: Vec<String> =
                self.others.iter().take(12).map(|(table, count)| format!("`{table}` {count}")).collect();
            let more = if self.others.len() > 12 { " …" } else { "" };
            let message =
                format!("records of tables that hold no ticket were left aside: {}{more}", told.join(", "));
            sink.note(last, "tables-not-read", message);
        }
        if self.tickets.is_empty() {
            sink.note(last, "no-tickets", "the unload holds no record of a table of tickets".to_owned());
        }
        for (at, mut ticket) in std::mem::take(&mut self.tickets) {
            if let Some(said) = ticket.native_id.as_deref().and_then(|id| self.journal.of(id)) {
                if !ticket.notes.is_empty() {
                    ticket.notes.push_str("\n\n");
                }
                ticket.notes.push_str(&said);
            }
            sink.accept(at, [Record::from(ticket)]);
        }
        self.journal.finish(sink);
    }
}

/// Tables whose records are tickets, even one without a number.
const TICKET_TABLES: [&str; 7] =
    ["incident", "problem", "change_request", "sc_request", "sc_req_item", "sc_task", "task"];

#[cfg(test)]
mod tests;
