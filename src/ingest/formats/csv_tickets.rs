//! `csv-tickets`: helpdesk tickets from any delimited text, through `columns`.

use std::collections::BTreeMap;

use super::{mapped_columns::Layout, mapped_row::MappedRow, mapped_rows};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, RowReader, Shape, SourceOptions},
        sink::Record,
    },
    records::{CauseLink, CauseLinkKind, PersonKeys, Ticket, TicketState},
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "csv-tickets",
    title: "helpdesk tickets from any delimited text, through `columns`",
    gives: &["tickets"],
    manual: MANUAL,
    shapes: &[Shape::Csv],
    starts_record: None,
    columns: LAYOUT.fields,
    apart: Apart::No,
    prefilter: None,
    keeps_days: &[],
    unused: &[],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "Any delimited text with one ticket per line, from a helpdesk without a format of its own.",
    read: "Required columns: ticket_id, opened_at. Optional: resolved_at, closed_at, updated_at, state (open, hold, \
        resolved, closed, cancelled, deleted; or a word that `\"state:<word>\"` translates), person_id, \
        employee_id, person_email, person_login, person_name (the affected person, not the one who typed), device \
        (name, serial number or asset tag; several separated by `;`), subject, body, notes, close_code, \
        close_notes, caused_by (the change or action that caused it; several separated by `;`). A header that is \
        called like the field is found by itself; others are named in `columns`, for example `columns = { \
        ticket_id = \"Case\", opened_at = \"Created\", person_email = \"Affected User\" }`. Every column of the \
        file can be used for closure codes of the site (`[tickets] closure_codes`). Without person or device a \
        ticket is counted and can link to nothing.",
    lost: "What has no column.",
    needs: "`columns`; `time_zone` for times without an offset; `date_order` where no date decides it",
    checked: "Invented rows",
};

pub(super) const LAYOUT: Layout = Layout {
    format: "csv-tickets",
    fields: &[
        "ticket_id",
        "opened_at",
        "resolved_at",
        "closed_at",
        "updated_at",
        "state",
        "person_email",
        "person_login",
        "person_name",
        "employee_id",
        "person_id",
        "device",
        "subject",
        "body",
        "notes",
        "close_code",
        "close_notes",
        "caused_by",
    ],
    required: &[&["ticket_id"], &["opened_at"]],
    worded: &["state"],
    times: &["opened_at", "resolved_at", "closed_at", "updated_at"],
};

fn detect(head: &Head) -> bool {
    mapped_rows::is_the_only_claim(&LAYOUT, head)
}

fn open(head: &Head, options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    let columns = LAYOUT.columns(head, options)?;
    columns.check_words::<TicketState>("state", false)?;
    Ok(mapped_rows::reader(&LAYOUT, columns, head, options, record))
}

fn record(row: &mut MappedRow<'_, '_>) -> Result<Option<Record>, String> {
    let ticket_id = row.get("ticket_id").ok_or("no `ticket_id`; every ticket needs one")?;
    let opened_at = row.time("opened_at")?.ok_or("no `opened_at`; every ticket needs one")?;
    let resolved_at = row.time("resolved_at")?;
    let closed_at = row.time("closed_at")?;
    let updated_at = row.time("updated_at")?;
    let links =
        row.list("caused_by").into_iter().map(|id| CauseLink { kind: CauseLinkKind::CausedByChange, id });
    let links = links.collect();
    Ok(Some(Record::from(Ticket {
        ticket_id,
        native_id: None,
        class: None,
        opened_at,
        resolved_at,
        closed_at,
        updated_at,
        state: state(row, resolved_at.is_some(), closed_at.is_some()),
        affected: PersonKeys {
            person_id: row.get("person_id"),
            employee_id: row.get("employee_id"),
            login: row.get("person_login"),
            email: row.get("person_email"),
            display_name: row.get("person_name"),
            ..PersonKeys::default()
        },
        device_values: row.list("device"),
        subject: row.get("subject").unwrap_or_default(),
        body: row.get("body").unwrap_or_default(),
        notes: row.get("notes").unwrap_or_default(),
        close_code: row.get("close_code"),
        close_notes: row.get("close_notes").unwrap_or_default(),
        links,
        fields: fields(row),
        origin: row.at,
    })))
}

/// The state as printed, folded; without a column it follows from the times.
fn state(row: &mut MappedRow<'_, '_>, is_resolved: bool, is_closed: bool) -> TicketState {
    let Some(text) = row.word("state") else {
        return match (is_closed, is_resolved) {
            (true, _) => TicketState::Closed,
            (false, true) => TicketState::Resolved,
            (false, false) => TicketState::Unknown,
        };
    };
    let folded = text.to_lowercase().replace(['-', '_'], " ");
    match folded.as_str() {
        "open" | "new" | "in progress" | "assigned" | "reopened" | "active" => TicketState::Open,
        "hold" | "on hold" | "pending" | "waiting" | "awaiting user info" => TicketState::Hold,
        "resolved" | "solved" | "done" | "fixed" => TicketState::Resolved,
        "closed" => TicketState::Closed,
        "cancelled" | "canceled" => TicketState::Cancelled,
        "deleted" => TicketState::Deleted,
        "unknown" => TicketState::Unknown,
        _ => {
            let hint = format!(
                "state `{text}` is unknown; name it with `\"state:{text}\" = \"<state>\"` in `columns`"
            );
            row.note("ticket-state-unknown", &hint);
            TicketState::Unknown
        }
    }
}

fn fields(row: &MappedRow<'_, '_>) -> BTreeMap<String, Vec<String>> {
    let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in row.named_cells() {
        fields.entry(name.to_owned()).or_default().push(value.to_owned());
    }
    fields
}
