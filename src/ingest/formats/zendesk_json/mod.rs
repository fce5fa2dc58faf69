//! Zendesk: tickets as lists, cursor pages, incremental exports, account exports and saved arrays, with the users,
//! metrics and audits that stand beside them.

mod beside;
mod ticket;

use serde_json::Value;

use super::helpdesk::{Object, id, text, unwrapped};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::{Record, Sink},
    },
    records::Origin,
};

/// `zendesk-json`.
pub(super) const FORMAT: Format = Format {
    id: "zendesk-json",
    title: "Zendesk tickets, users, metrics and audits (JSON)",
    gives: &["tickets"],
    manual: MANUAL,
    shapes: &[Shape::Json],
    starts_record: None,
    columns: &[],
    apart: Apart::Rows,
    prefilter: None,
    keeps_days: &[],
    unused: &["fields", "raw_subject", "satisfaction_rating", "sharing_agreement_ids"],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "`GET /api/v2/incremental/tickets/cursor.json?start_time=…&include=users,metric_sets`, every page until \
        `end_of_stream` is true, saved as one file per page or one after the other; or the account export (Admin \
        Center > Account > Tools > Reports > Export, format JSON: one ticket per line). Put `GET \
        /api/v2/ticket_metrics.json` and `GET /api/v2/users.json` beside it where they are not included, and `GET \
        /api/v2/ticket_audits.json` if agents write about devices in comments.",
    read: "All four containers: `tickets` with `next_page`, with `meta` and `links`, incremental pages, one ticket per \
        line, arrays. A ticket that comes several times counts once, in the version with the highest \
        `generated_timestamp` or `updated_at`. Deleted tickets are kept in the count and linked to nothing. The \
        requester is looked up in `users` (side-loaded, embedded or in a file of their own) by e-mail, then by \
        `external_id`: an Okta id, an Entra object id, a login with `@`, else an employee number. A ticket has no \
        solved time: it is taken from `metric_set`, `dates` or `ticket_metrics`, else from changes of status in \
        audits, and a ticket that was opened again is not solved. Comments become notes. Tags, `via.channel` (`rule`: \
        an automation wrote it) and custom fields are kept for closure codes, as `tags`, `via.channel` and \
        `custom_fields.<id>`; a custom field that equals a serial, asset tag or name of a device links to it. \
        `problem_id` is a link.",
    lost: "Names of custom fields (`ticket_fields` is not read: name them by id). Comments saved apart from their \
        tickets carry no ticket id and cannot be joined: use the audits. Without users, metrics or audits: who asked, \
        and when it was solved. Pages that are missing are noted where `count` announces them; incremental pages \
        announce only themselves.",
    needs: "Nothing",
    checked: "No recorded export: read from the vendor's documentation and notes on recorded exports",
};

/// Objects that hold one record.
const WRAPPERS: [&str; 4] = ["ticket", "user", "ticket_metric", "audit"];

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ticket,
    User,
    Metric,
    Audit,
    /// A page without anything on it.
    EmptyPage,
}

fn kind(object: &Object) -> Option<Kind> {
    let has = |key: &str| object.contains_key(key);
    if id(object, "ticket_id").is_some() {
        return match () {
            () if object.get("events").is_some_and(Value::is_array) => Some(Kind::Audit),
            () if has("solved_at") || has("reopens") => Some(Kind::Metric),
            () => None,
        };
    }
    if id(object, "id").is_none() {
        let is_page = ["users", "metric_sets", "ticket_metrics", "audits"]
            .iter()
            .any(|key| object.get(*key).and_then(Value::as_array).is_some_and(Vec::is_empty));
        return (is_page && (has("next_page") || has("count") || has("meta"))).then_some(Kind::EmptyPage);
    }
    let role = text(object, "role");
    if matches!(role.as_deref(), Some("end-user" | "agent" | "admin")) && has("name") {
        return Some(Kind::User);
    }
    let has_status = object.get("status").is_some_and(|status| status.is_string() || status.is_null());
    let is_ticket = has_status && has("created_at") && has("subject");
    (is_ticket && (has("requester_id") || has("submitter_id") || has("via"))).then_some(Kind::Ticket)
}

fn detect(head: &Head) -> bool {
    let first = head.rows.iter().find_map(|row| unwrapped(row, &WRAPPERS));
    head.header.is_none() && first.and_then(kind).is_some()
}

fn open(_: &Head, _: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    Ok(Box::new(Reader))
}

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
            Some(Kind::User) => sink.accept(at, beside::user(object, at).map(Record::from)),
            Some(Kind::Metric) => {
                let fact = beside::metric(object, at, sink);
                sink.accept(at, fact.map(Record::from));
            }
            Some(Kind::Audit) => {
                let facts = beside::audit(object, at, sink);
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
        "no ticket, user, metric or audit: found the keys {}; a ticket has `id`, `created_at`, `status`, `subject` and \
         `requester_id`",
        keys.join(", ")
    )
}

#[cfg(test)]
mod tests;
