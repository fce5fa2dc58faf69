//! Freshservice and Freshdesk: tickets of the API and of the CSV export, with the requesters and changes that stand
//! beside them.

mod beside;
mod csv;
mod ticket;

use serde_json::Value;

use super::helpdesk::{Object, id, unwrapped};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::{Record, Sink},
    },
    records::Origin,
};

/// `freshservice-json`.
pub(super) const FORMAT: Format = Format {
    id: "freshservice-json",
    title: "Freshservice and Freshdesk tickets (API JSON, CSV export)",
    gives: &["tickets"],
    manual: MANUAL,
    shapes: &[Shape::Json, Shape::Csv],
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
    export: "`GET /api/v2/tickets?include=stats,requester,requested_for&updated_since=…&per_page=100`, page by page \
        until a page is empty, one file per page or one after the other; `GET /api/v2/requesters` and `GET \
        /api/v2/agents` beside it (Freshdesk: `/api/v2/contacts`), and `GET /api/v2/changes` for what a change \
        caused. `include=assets` works for single tickets only. Or Tickets > Export as CSV with at least the ticket id, \
        subject, status, requester e-mail, created, resolved, closed and last updated time, and description.",
    read: "Lists (`tickets`), single tickets (`ticket`), arrays, one object per line. Status 2 open, 3 pending, 4 \
        resolved, 5 closed; other numbers are a site's own and unknown. Priority is kept with its word, because 4 is the \
        highest here (`4`, `urgent`). The person is `requested_for_id` before `requester_id`, looked up in requesters, \
        agents or contacts, or embedded. Resolved and closed time come from `stats`; a ticket opened again after that is \
        not resolved. HTML becomes text. Assets give their name, tag and `serial_number_…` field. Custom fields are kept \
        as `custom_fields.<name>`. A change that says which tickets it caused (`incidents_caused_by_change`) becomes a \
        link of these tickets, `CHN-<id>`. Headers of the CSV are those of Freshservice (`Created Time`) or Freshdesk \
        (`Created time`), in any case; `#INC-12`, `INC-12` and `12` are one ticket. Durations `(in Hrs)` are not used, as \
        some sites write `hh:mm:ss` and some decimals: durations are computed from times.",
    lost: "Without `include=stats`: when a ticket was resolved. Without requesters: who asked. In the CSV: conversations, \
        assets, custom statuses. Changes without caused tickets are out of scope.",
    needs: "For CSV `time_zone`, the one of the account or of the agent who exported; `date_order` where no date decides \
        it. For JSON nothing",
    checked: "No recorded export: read from the vendor's documentation and from programs that read its exports",
};

/// Objects that hold one record.
const WRAPPERS: [&str; 5] = ["ticket", "requester", "agent", "contact", "change"];

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ticket,
    Person,
    Change,
    /// A page without anything on it.
    EmptyPage,
}

fn kind(object: &Object) -> Option<Kind> {
    let has = |key: &str| object.contains_key(key);
    let any = |keys: &[&str]| keys.iter().any(|key| object.contains_key(*key));
    if id(object, "id").is_none() {
        let mut lists = ["requesters", "agents", "contacts", "changes"].iter();
        let is_page = lists.any(|key| object.get(*key).and_then(Value::as_array).is_some_and(Vec::is_empty));
        return (is_page && object.len() == 1).then_some(Kind::EmptyPage);
    }
    if any(&["incidents_caused_by_change", "planned_start_date", "change_type"]) {
        return Some(Kind::Change);
    }
    if has("created_at") && object.get("status").is_some_and(Value::is_i64) {
        let is_ticket = any(&["requester_id", "responder_id"]) && any(&["subject", "priority", "source"]);
        return is_ticket.then_some(Kind::Ticket);
    }
    let is_requester = has("primary_email") || (has("first_name") && any(&["is_agent", "email"]));
    let is_contact = has("name")
        && has("email")
        && any(&["unique_external_id", "view_all_tickets", "twitter_id", "other_emails"]);
    (is_requester || is_contact).then_some(Kind::Person)
}

fn detect(head: &Head) -> bool {
    if let Some(header) = &head.header {
        return csv::claims(header);
    }
    head.rows.iter().find_map(|row| unwrapped(row, &WRAPPERS)).and_then(kind).is_some()
}

fn open(head: &Head, options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    match &head.header {
        Some(header) => csv::open(header, options),
        None => Ok(Box::new(Reader)),
    }
}

/// Reads rows of JSON.
struct Reader;

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Json(value) = row else {
            return sink.reject(at, "JSON was expected, found delimited text", &row.shown());
        };
        let Some(object) = unwrapped(value, &WRAPPERS) else {
            return sink.reject(at, "a ticket is a JSON object, found another value", &row.shown());
        };
        match kind(object) {
            Some(Kind::Ticket) => match ticket::ticket(object, at, sink) {
                Ok(ticket) => sink.accept(at, [Record::from(ticket)]),
                Err(reason) => sink.reject(at, reason, &row.shown()),
            },
            Some(Kind::Person) => sink.accept(at, beside::person(object, at).map(Record::from)),
            Some(Kind::Change) => {
                let facts = beside::change(object, at);
                if facts.is_empty() {
                    sink.out_of_scope(at);
                } else {
                    sink.accept(at, facts.into_iter().map(Record::from));
                }
            }
            Some(Kind::EmptyPage) => sink.out_of_scope(at),
            None => sink.reject(at, not_known(object), &row.shown()),
        }
    }
}

fn not_known(object: &Object) -> String {
    let keys: Vec<String> = object.keys().take(6).map(|key| format!("`{key}`")).collect();
    format!(
        "no ticket, requester, agent or change: found the keys {}; a ticket has `id`, `created_at`, a number as \
         `status`, and `requester_id`",
        keys.join(", ")
    )
}

#[cfg(test)]
mod csv_tests;
#[cfg(test)]
mod tests;
