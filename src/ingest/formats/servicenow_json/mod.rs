//! ServiceNow tickets as JSON: the Table API (plain, `sysparm_display_value=true` and `=all`) and the list
//! export `JSONv2`.
//!
//! Raw values are UTC and are settled row by row. Displayed values are in the zone and format of whoever
//! exported; their rows are held until the whole file has told whether day or month comes first.

use serde_json::{Map, Value};

use super::servicenow::{
    Cell, DateOrders, Fields, TimeRules, canonical_key, is_question, is_ticket_table, note_export_cap, ticket,
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

/// `servicenow-json`.
pub const FORMAT: Format = Format {
    id: "servicenow-json",
    title: "ServiceNow Table API and list export (JSON)",
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
    export: "`GET /api/now/table/incident` with `sysparm_display_value=all`, `sysparm_query=sys_created_on>=…` and \
        `sysparm_fields` holding at least number, sys_id, sys_class_name, opened_at, resolved_at, closed_at, \
        sys_updated_on, state, short_description, description, close_code, close_notes, caller_id, \
        caller_id.user_name, caller_id.email, cmdb_ci, cmdb_ci.serial_number, cmdb_ci.asset_tag, caused_by, rfc, \
        problem_id, parent_incident; or Export > JSON of a list.",
    read: "`value`, plain answers and `records` are UTC; where an answer shows neither raw nor displayed values, UTC \
        is assumed, with a note. One record or many, `result`, `records` or bare arrays, numbers and booleans as \
        values, references as objects, ids or names. Change records are taken as tickets of the class `change`.",
    lost: "In plain answers and in `records` the names behind references (people and devices are internal ids there, \
        so dot-walked fields are needed); with `sysparm_display_value=true` the time zone.",
    needs: "`time_zone` where only displayed values are there",
    checked: "An example of the vendor's documentation; no recorded export",
};

/// Fields that hold times.
const TIMES: [&str; 5] = ["opened_at", "sys_created_on", "sys_updated_on", "resolved_at", "closed_at"];

/// Keys under which the answers carry their records.
const ENVELOPES: [&str; 2] = ["result", "records"];

fn detect(head: &Head) -> bool {
    head.header.is_none()
        && !head.rows.is_empty()
        && head.rows.iter().flat_map(objects).next().is_some_and(|object| {
            let names: Vec<String> = object.keys().map(|key| canonical_key(key)).collect();
            is_ticket_table(names.iter().map(String::as_str))
        })
}

fn open(head: &Head, options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    let is_list_export = head.envelope.iter().any(|key| key == "records")
        || head.rows.iter().any(|row| row.get("records").is_some_and(Value::is_array));
    let shown = || head.rows.iter().flat_map(objects).find_map(values_of);
    Ok(Box::new(Reader {
        values: if is_list_export { Some(Values::Raw) } else { shown() },
        date_order: options.date_order,
        held: Vec::new(),
        orders: DateOrders::default(),
        n_rows: 0,
        last: None,
    }))
}

/// The records of a row: itself, or what its envelope holds.
fn objects(row: &Value) -> Vec<&Map<String, Value>> {
    let Some(object) = row.as_object() else { return Vec::new() };
    match ENVELOPES.iter().find_map(|key| object.get(*key)) {
        Some(Value::Object(inner)) if !object.contains_key("number") => vec![inner],
        Some(Value::Array(rows)) if !object.contains_key("number") => {
            rows.iter().filter_map(Value::as_object).collect()
        }
        _ => vec![object],
    }
}

/// What the values of an answer are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Values {
    Raw,
    Displayed,
}

/// What one record shows about the values of its answer; `None` when it shows nothing.
fn values_of(object: &Map<String, Value>) -> Option<Values> {
    let by_reference = object.values().filter_map(Value::as_object).find_map(|wrapped| {
        let has = |key: &str| wrapped.contains_key(key);
        match (has("value"), has("display_value")) {
            (true, _) => Some(Values::Raw),
            (false, true) => Some(Values::Displayed),
            (false, false) => None,
        }
    });
    let by_choice = || {
        ["state", "incident_state", "priority", "impact", "urgency"].iter().find_map(|key| {
            let text = match object.get(*key)? {
                Value::Number(_) => return Some(Values::Raw),
                Value::String(text) => text.trim(),
                _ => return None,
            };
            if text.is_empty() {
                None
            } else if text.parse::<i64>().is_ok() {
                Some(Values::Raw)
            } else {
                Some(Values::Displayed)
            }
        })
    };
    let by_id = || {
        let is_id =
            |key: &&str| object.get(*key).and_then(Cell::from_json).is_some_and(|cell| cell.is_bare_id());
        ["caller_id", "opened_by", "assigned_to", "assignment_group"]
            .iter()
            .find(|key| is_id(key))
            .map(|_| Values::Raw)
    };
    by_reference.or_else(by_choice).or_else(by_id)
}

struct Reader {
    values: Option<Values>,
    date_order: Option<DateOrder>,
    /// Rows with displayed values, as compact JSON.
    held: Vec<(Origin, String)>,
    orders: DateOrders,
    n_rows: u64,
    last: Option<Origin>,
}

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Json(row) = row else {
            return sink.reject(at, "JSON was expected, found delimited text", "");
        };
        let found = objects(row);
        let n_inside = inside(row);
        if n_inside != 1 {
            sink.rows_inside(n_inside);
        }
        for _ in found.len() as u64..n_inside {
            sink.reject(at, "a ticket is a JSON object, found another value", &row.to_string());
        }
        for (index, object) in found.into_iter().enumerate() {
            let item = if n_inside > 1 { u32::try_from(index + 1).unwrap_or(u32::MAX) } else { at.item };
            self.record(object, Origin { item, ..at }, sink);
        }
    }

    fn finish(&mut self, sink: &mut Sink<'_>) {
        if let Some(last) = self.last {
            note_export_cap(self.n_rows, last, sink);
        }
        let held = std::mem::take(&mut self.held);
        if held.is_empty() || sink.fatal.is_some() {
            return;
        }
        let orders = match self.orders.settle(self.date_order) {
            Ok(orders) => orders,
            Err(question) => return sink.fail(question),
        };
        if let Some((at, message)) = self.orders.overruled(self.date_order) {
            sink.note(at, "date-order-overruled", message);
        }
        let rules = TimeRules { zoneless: TimeRule::Ask(self.date_order), orders };
        for (at, text) in held {
            match serde_json::from_str::<Map<String, Value>>(&text) {
                Ok(object) => settle(&object, &rules, at, sink),
                Err(error) => sink.reject(at, format!("no JSON object: {error}"), &text),
            }
        }
    }
}

/// How many rows a row stands for.
fn inside(row: &Value) -> u64 {
    let Some(object) = row.as_object().filter(|object| !object.contains_key("number")) else { return 1 };
    match ENVELOPES.iter().find_map(|key| object.get(*key)) {
        Some(Value::Array(rows)) => rows.len() as u64,
        _ => 1,
    }
}

impl Reader {
    fn record(&mut self, object: &Map<String, Value>, at: Origin, sink: &mut Sink<'_>) {
        if sink.fatal.is_some() {
            return;
        }
        self.n_rows += 1;
        self.last = Some(at);
        self.values = self.values.or_else(|| values_of(object));
        if self.values == Some(Values::Displayed) {
            for (key, value) in object {
                let field = canonical_key(key);
                if TIMES.contains(&field.as_str())
                    && let Some(cell) = Cell::from_json(value)
                {
                    self.orders.observe(&field, &cell.value, at);
                }
            }
            self.held.push((at, Value::Object(object.clone()).to_string()));
            return;
        }
        let zoneless = if self.values == Some(Values::Raw) { TimeRule::Utc } else { TimeRule::AssumeUtc };
        let rules = TimeRules { zoneless, orders: std::collections::BTreeMap::new() };
        settle(object, &rules, at, sink);
    }
}

fn settle(object: &Map<String, Value>, rules: &TimeRules, at: Origin, sink: &mut Sink<'_>) {
    let fields = Fields::from_json(object);
    if fields.is_empty() {
        return sink.out_of_scope(at);
    }
    match ticket(fields, rules, at, sink) {
        Ok(ticket) => sink.accept(at, [Record::from(ticket)]),
        Err(question) if is_question(&question) => sink.fail(question),
        Err(reason) => sink.reject(at, reason, &Value::Object(object.clone()).to_string()),
    }
}

#[cfg(test)]
mod tests;
