//! ServiceNow list exports as CSV (and as spreadsheets saved as CSV): one row per ticket, or one per update.
//!
//! The rows are held until the end of the file, packed, because only a whole column tells whether day or month
//! comes first, and because of several rows of one ticket the last one counts.

use std::collections::BTreeMap;

use super::nearest_header::listed;
use super::servicenow::{
    Cell, DateOrders, Fields, TimeRules, canonical_header, is_question, is_ticket_table, note_export_cap,
    ticket,
};
use crate::{
    config::DateOrder,
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::{Record, Sink},
        times::{self, TimeRule},
    },
    records::{Instant, Origin},
};

/// `servicenow-csv`.
pub const FORMAT: Format = Format {
    id: "servicenow-csv",
    title: "ServiceNow list export (CSV or XLSX, column names or labels)",
    gives: &["tickets"],
    manual: MANUAL,
    shapes: &[Shape::Csv],
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
    export: "Open the list of incidents, add the columns `caller_id.user_name`, `caller_id.email`, `cmdb_ci.name`, \
        `cmdb_ci.serial_number`, `cmdb_ci.asset_tag`, `caused_by`, `problem_id`, `close_code`, `close_notes`, \
        `resolved_at`, `description` and `sys_id` to the view, filter by `sys_created_on`, then Export > CSV \
        (or Excel).",
    read: "Times are in the time zone and date format of whoever exported. Whether day or month comes first is taken \
        from the whole column. Column names and labels (`Opened`, `Affected User`, `Resolution code`), several \
        columns with one label, `closed_code`, `Display Name (login)`, the many words for nothing (`?`, `null`, \
        `N/A`), references saved by pandas as Python dictionaries (raw values then, in UTC), event logs with one \
        row per update (the last one counts, the others are duplicates), Excel's re-saved dates. Duration cells \
        are not used: durations are computed from times.",
    lost: "Columns that are not in the view; everything after 10,000 rows, without a word (a row count equal to such \
        a limit is noted); the raw values. Prefer the Table API (`servicenow-json`) where you can.",
    needs: "`time_zone`; `date_order` where no date decides it",
    checked: "A whole anonymised event log of one instance (141,712 rows) and its copy re-saved by a spreadsheet; list \
        exports with labels from the documentation",
};

/// Fields whose dates decide the order of day and month.
const TIMES: [&str; 5] = ["opened_at", "sys_created_on", "sys_updated_on", "resolved_at", "closed_at"];

/// Columns of which one is needed, and what is lost without any.
const NEEDED: [(&[&str], &str); 4] = [
    (&["short_description"], "what a ticket is about is not known"),
    (&["opened_at", "sys_created_on"], "no ticket has a time"),
    (
        &[
            "caller_id",
            "caller_id.email",
            "caller_id.user_name",
            "u_affected_user",
            "requested_for",
            "opened_by",
        ],
        "no ticket has a person",
    ),
    (&["resolved_at", "closed_at"], "no ticket proves that something was restored"),
];

fn detect(head: &Head) -> bool {
    head.header.as_ref().is_some_and(|header| {
        let names: Vec<String> = header.iter().map(|cell| canonical_header(cell)).collect();
        is_ticket_table(names.iter().map(String::as_str))
    })
}

fn open(head: &Head, options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    let header = head.header.clone().unwrap_or_default();
    let columns: Vec<Column> = header
        .into_iter()
        .map(|header| Column { field: canonical_header(&header), header: header.trim().to_owned() })
        .collect();
    if !columns.iter().any(|column| column.field == "number") {
        let found: Vec<String> = columns.into_iter().map(|column| column.header).collect();
        return Err(format!(
            "the header has no column `number` (or `Number`), found {}; export it with column names in English (a user \
             whose language is English, or the Table API, whose field names have no language), or describe the file as \
             `csv-tickets` with `columns`",
            listed(&found)
        ));
    }
    Ok(Box::new(Reader {
        columns,
        date_order: options.date_order,
        rows: Vec::new(),
        n_rows: 0,
        orders: DateOrders::default(),
        has_raw_references: false,
    }))
}

/// When a row was updated, how often by then, how far the ticket had come, and what the row says.
type Version<'a> = (Option<Instant>, Option<u64>, u8, &'a str);

/// How far along a state is, for rows of one minute.
fn progress(state: &str) -> u8 {
    let state = state.to_lowercase();
    match state.as_str() {
        "7" | "8" => 3,
        "6" => 2,
        "1" | "new" => 0,
        _ if state.contains("close") || state.contains("cancel") => 3,
        _ if state.contains("resolved") => 2,
        _ => 1,
    }
}

struct Column {
    header: String,
    field: String,
}

struct Reader {
    columns: Vec<Column>,
    date_order: Option<DateOrder>,
    rows: Vec<Packed>,
    n_rows: u64,
    orders: DateOrders,
    /// A reference printed by pandas with its raw value: the table came from the API, its times are UTC.
    has_raw_references: bool,
}

/// A row in one allocation: cells one after the other, and where each ends.
struct Packed {
    at: Origin,
    text: Box<str>,
    ends: Box<[u32]>,
}

impl Packed {
    fn new(at: Origin, cells: &[String]) -> Self {
        let mut text = String::with_capacity(cells.iter().map(String::len).sum());
        let mut ends = Vec::with_capacity(cells.len());
        for cell in cells {
            text.push_str(cell);
            // A row is cut off by the row splitter long before 4 GB.
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        Self { at, text: text.into_boxed_str(), ends: ends.into_boxed_slice() }
    }

    fn cells(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let cell = self.text.get(start..*end as usize).unwrap_or_default();
            start = *end as usize;
            cell
        })
    }
}

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Csv(cells) = row else {
            return sink.reject(at, "a row of delimited text was expected, found JSON", "");
        };
        self.n_rows += 1;
        let mut is_empty = true;
        for (column, text) in self.columns.iter().zip(cells.iter()) {
            let Some(cell) = Cell::from_text(text) else { continue };
            is_empty = false;
            if TIMES.contains(&column.field.as_str()) {
                self.orders.observe(&column.field, &cell.value, at);
            } else if cell.is_raw && cell.display.is_none() {
                self.has_raw_references = true;
            }
        }
        if is_empty {
            sink.out_of_scope(at);
        } else {
            self.rows.push(Packed::new(at, cells));
        }
    }

    fn finish(&mut self, sink: &mut Sink<'_>) {
        let rows = std::mem::take(&mut self.rows);
        let Some(last) = rows.last() else { return };
        note_export_cap(self.n_rows, last.at, sink);
        if let Some(message) = self.lacking() {
            sink.note(rows[0].at, "missing-column", message);
        }
        let orders = match self.orders.settle(self.date_order) {
            Ok(orders) => orders,
            Err(question) => return sink.fail(question),
        };
        if let Some((at, message)) = self.orders.overruled(self.date_order) {
            sink.note(at, "date-order-overruled", message);
        }
        let zoneless = if self.has_raw_references { TimeRule::Utc } else { TimeRule::Ask(self.date_order) };
        let rules = TimeRules { zoneless, orders };
        let newest = self.newest(&rows, &rules, sink.time_zone);
        for (index, row) in rows.iter().enumerate() {
            if self.key(row).is_some_and(|key| newest.get(&key).is_some_and(|(_, kept)| *kept != index)) {
                sink.source.duplicate += 1;
                continue;
            }
            match ticket(self.fields(row), &rules, row.at, sink) {
                Ok(ticket) => sink.accept(row.at, [Record::from(ticket)]),
                Err(question) if is_question(&question) => return sink.fail(question),
                Err(reason) => sink.reject(row.at, reason, &row.cells().collect::<Vec<_>>().join(",")),
            }
        }
    }
}

impl Reader {
    /// Which columns a review needs and the header has not, with what is lost without them.
    fn lacking(&self) -> Option<String> {
        let has = |fields: &[&str]| self.columns.iter().any(|column| fields.contains(&column.field.as_str()));
        let lost: Vec<String> = NEEDED
            .iter()
            .filter(|(fields, _)| !has(fields))
            .map(|(fields, lost)| format!("`{}` ({lost})", fields[0]))
            .collect();
        (!lost.is_empty()).then(|| format!("the header has no column {}", lost.join(", ")))
    }

    fn fields(&self, row: &Packed) -> Fields {
        let mut fields = Fields::default();
        for (column, text) in self.columns.iter().zip(row.cells()) {
            if let Some(cell) = Cell::from_text(text) {
                fields.add(&column.header, &column.field, cell);
            }
        }
        fields
    }

    /// First value of a field in a row.
    fn value(&self, row: &Packed, field: &str) -> Option<String> {
        self.columns
            .iter()
            .zip(row.cells())
            .filter(|(column, _)| column.field == field)
            .find_map(|(_, text)| Cell::from_text(text))
            .map(|cell| cell.value)
    }

    /// What makes a ticket the same one: the internal id, as numbers are given out twice; else the number.
    fn key(&self, row: &Packed) -> Option<String> {
        self.value(row, "sys_id").or_else(|| self.value(row, "number"))
    }

    /// The row of every ticket that was updated last; of equal ones the one with more updates, then the one further along,
    /// then by content: the order of rows does not matter.
    fn newest<'a>(
        &self,
        rows: &'a [Packed],
        rules: &TimeRules,
        zone: Option<chrono_tz::Tz>,
    ) -> BTreeMap<String, (Version<'a>, usize)> {
        let rule = match rules.zoneless {
            TimeRule::Ask(order) => TimeRule::Ask(rules.orders.get("sys_updated_on").copied().or(order)),
            rule => rule,
        };
        let mut newest = BTreeMap::new();
        for (index, row) in rows.iter().enumerate() {
            let Some(key) = self.key(row) else { continue };
            let updated = self
                .value(row, "sys_updated_on")
                .and_then(|text| times::parse(&text, rule, zone).ok().flatten())
                .map(|stamp| stamp.at);
            let updates =
                self.value(row, "sys_mod_count").and_then(|text| text.replace(',', "").parse().ok());
            let state = self.value(row, "state").or_else(|| self.value(row, "incident_state"));
            let came = state.as_deref().map_or(0, progress);
            let version = ((updated, updates, came, row.text.as_ref()), index);
            let best = newest.entry(key).or_insert(version);
            if best.0 < version.0 {
                *best = version;
            }
        }
        newest
    }
}

#[cfg(test)]
mod tests;
