//! Issues of Jira and Jira Service Management as exported from the list of issues: delimited text or a workbook.
//!
//! Rows are held until the end of the file, because dates in digits alone are decided by their whole column.

mod headers;
mod record;
mod stamps;

use self::record::{Column, Holds, Times, Values, is_question, ticket};
use super::{
    date_order::DateOrders,
    nearest_header::{bare, listed, suggestion},
};
use crate::{
    config::DateOrder,
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::{Record, Sink},
        times::TimeRule,
    },
    records::Origin,
};

/// `jira-csv`.
pub(super) const FORMAT: Format = Format {
    id: "jira-csv",
    title: "Jira and Jira Service Management, export of a list of issues (CSV, XLSX)",
    gives: &["tickets"],
    manual: MANUAL,
    shapes: &[Shape::Csv],
    starts_record: None,
    columns: &FIELDS,
    apart: Apart::No,
    prefilter: None,
    keeps_days: &[],
    unused: &[],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "Search the issues of the service project (`project = HELP AND created >= 2026-07-01`), then Export > Export \
        CSV (all fields). Put `Status Category Changed`, `Resolved` and your field for devices among the columns.",
    read: "Headers in English, Spanish, German, French and Italian; others are named in `columns` (ticket_id, opened_at, \
        resolved_at, updated_at, status, status_category, status_changed, subject, body, comment, close_code, issue_type, \
        person, person_id, person_email, affected, device, caused_by). Repeated headers are lists. Times such as \
        `18/jul/26 9:10 AM` with the month in any of these languages, in the time zone of whoever exported. Where \
        `Resolved` is empty although the category of the status is done, `Status Category Changed` stands in. Wiki markup \
        is removed. Links that say what caused an issue, fields called root cause, device, asset, affected person and \
        the like; without the last the reporter is the affected person. Columns of service levels hold the time that \
        was left, not the time that was taken, and are never used as times.",
    lost: "The history: how often an issue was reopened, and when it was resolved before. Addresses of people, unless \
        they are portal customers; a list of users beside it (`jira-json`) explains their ids. Issues beyond the limit \
        of the export (1,000 on Jira Cloud), which is noted.",
    needs: "`time_zone`; `date_order` where dates are in digits alone and none decides it",
    checked: "No recorded export: read from descriptions of real exports (English and Spanish)",
};

/// Fields whose header the configuration may name.
const FIELDS: [&str; 18] = [
    "ticket_id",
    "opened_at",
    "resolved_at",
    "updated_at",
    "status",
    "status_category",
    "status_changed",
    "subject",
    "body",
    "comment",
    "close_code",
    "issue_type",
    "person",
    "person_id",
    "person_email",
    "affected",
    "device",
    "caused_by",
];

/// Fields that hold times.
const TIMES: [&str; 4] = ["opened_at", "resolved_at", "updated_at", "status_changed"];

/// Row counts at which exports are cut off.
const EXPORT_CAPS: [u64; 3] = [1_000, 5_000, 10_000];

/// A key, a summary, and what only a list of issues has beside them.
fn detect(head: &Head) -> bool {
    let Some(header) = &head.header else { return false };
    // A table as a loader lands it has ids for states and types, and its own times.
    if header.iter().any(|name| name.starts_with("_fivetran")) {
        return false;
    }
    let fields: Vec<&str> = header.iter().filter_map(|name| headers::field(name)).collect();
    let has = |field: &str| fields.contains(&field);
    let others = ["status", "issue_type", "person", "opened_at"].iter().filter(|field| has(field)).count();
    has("ticket_id") && has("subject") && others >= 2
}

fn open(head: &Head, options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    let header = head.header.as_deref().unwrap_or_default();
    let mut columns: Vec<Column> = header.iter().map(|name| Column::of(bare(name))).collect();
    for (key, name) in &options.columns {
        let field = FIELDS.iter().find(|field| *field == key).ok_or_else(|| {
            format!("`columns` names `{key}`, which is no field of `jira-csv`; known: {}", FIELDS.join(", "))
        })?;
        if !columns.iter().any(|column| column.header == name.trim()) {
            return Err(format!(
                "`columns` names the header `{name}`, which is not there{}",
                suggestion(name, key, header)
            ));
        }
        for column in &mut columns {
            if column.header == name.trim() {
                column.holds = Holds::Field(field);
            } else if column.holds == Holds::Field(field) {
                column.holds = Holds::Other;
            }
        }
    }
    for (field, english) in [("ticket_id", "Issue key"), ("opened_at", "Created")] {
        if !columns.iter().any(|column| column.holds == Holds::Field(field)) {
            return Err(format!(
                "the header has no column `{english}` in a language that is known, found {}; name it: `columns = {{ {field} \
                 = \"<header>\" }}`",
                listed(header)
            ));
        }
    }
    Ok(Box::new(Reader {
        columns,
        date_order: options.date_order,
        rows: Vec::new(),
        orders: DateOrders::default(),
    }))
}

struct Reader {
    columns: Vec<Column>,
    date_order: Option<DateOrder>,
    rows: Vec<(Origin, Vec<String>)>,
    orders: DateOrders,
}

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Csv(cells) = row else {
            return sink.reject(at, "a row of delimited text was expected, found JSON", "");
        };
        let values = Values::new(&self.columns, cells);
        if values.is_empty() {
            return sink.out_of_scope(at);
        }
        for field in TIMES {
            if let Some(text) = values.get(field) {
                self.orders.observe(field, &stamps::english(text), at);
            }
        }
        self.rows.push((at, cells.to_vec()));
    }

    fn finish(&mut self, sink: &mut Sink<'_>) {
        let rows = std::mem::take(&mut self.rows);
        let Some((first, _)) = rows.first() else { return };
        self.note_what_is_missing(*first, &rows, sink);
        let orders = match self.orders.settle(self.date_order) {
            Ok(orders) => orders,
            Err(question) => return sink.fail(question),
        };
        if let Some((at, message)) = self.orders.overruled(self.date_order) {
            sink.note(at, "date-order-overruled", message);
        }
        let rule = |field: &str| TimeRule::Ask(orders.get(field).copied().or(self.date_order));
        for (at, cells) in &rows {
            match ticket(&Values::new(&self.columns, cells), &Times { rule: &rule, at: *at }, sink) {
                Ok(ticket) => sink.accept(*at, [Record::from(ticket)]),
                Err(question) if is_question(&question) => return sink.fail(question),
                Err(reason) => sink.reject(*at, reason, &cells.join(",")),
            }
        }
    }
}

impl Reader {
    fn note_what_is_missing(&self, first: Origin, rows: &[(Origin, Vec<String>)], sink: &mut Sink<'_>) {
        let has = |field: &'static str| self.columns.iter().any(|column| column.holds == Holds::Field(field));
        if EXPORT_CAPS.contains(&(rows.len() as u64)) {
            let message = format!(
                "the file holds exactly {} rows, which is an export limit of Jira; rows are probably missing: export \
                 smaller ranges of `created`",
                rows.len()
            );
            sink.note(first, "row-count-equals-export-cap", message);
        }
        let lacking: Vec<&str> = [
            ("subject", "`Summary` (what a ticket is about is not known)"),
            ("person", "`Reporter` (no ticket has a person)"),
            ("resolved_at", "`Resolved` (no ticket proves that something was restored)"),
        ]
        .into_iter()
        .filter(|(field, _)| !has(field) && !(*field == "person" && (has("affected") || has("person_id"))))
        .map(|(_, told)| told)
        .collect();
        if !lacking.is_empty() {
            sink.note(first, "missing-column", format!("the header has no column {}", lacking.join(", ")));
        }
        let is_other = |cells: &Vec<String>| {
            Values::new(&self.columns, cells).get("project_type").is_some_and(|kind| kind != "service_desk")
        };
        if let Some((at, _)) = rows.iter().find(|(_, cells)| is_other(cells)) {
            let message =
                "some issues are of projects that are no service desk; they were read as tickets too";
            sink.note(*at, "no-service-desk", message);
        }
    }
}

#[cfg(test)]
mod tests;
