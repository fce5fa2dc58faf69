//! The CSV export. Its times are in the zone of the account or of whoever exported; only the whole column tells
//! whether day or month comes first, so rows are held to the end.

use super::{
    super::{
        date_order::{ColumnOrders, DateOrders},
        helpdesk::plain,
        known_text::known_text,
        nearest_header::listed,
        servicenow::is_question,
    },
    ticket::priority_word,
};
use crate::{
    config::DateOrder,
    ingest::{
        format::{Row, RowReader, SourceOptions},
        sink::{Record, Sink},
        times::TimeRule,
    },
    records::{Instant, List, Origin, PersonKeys, Ticket, TicketState},
};

/// Columns that hold times.
const CREATED: &[&str] = &["created time", "created at", "created date"];
const RESOLVED: &[&str] = &["resolved time", "resolved at", "resolved date"];
const CLOSED: &[&str] = &["closed time", "closed at", "closed date"];
const UPDATED: &[&str] = &["last updated time", "last update time", "updated at", "last updated at"];

/// Columns that may name a device.
const DEVICES: [&str; 8] = [
    "asset",
    "assets",
    "asset name",
    "associated assets",
    "asset tag",
    "serial number",
    "display name of asset",
    "device",
];

/// Columns of which a file of these products has one.
const TELLING: [&str; 9] = [
    "agent",
    "requester name",
    "requester email",
    "full name",
    "contact id",
    "due by time",
    "agent interactions",
    "first response time (in hrs)",
    "resolution time (in hrs)",
];

/// Whether the header is that of a ticket export.
pub(super) fn claims(header: &[String]) -> bool {
    let names: Vec<String> = header.iter().map(|name| lower(name)).collect();
    let has_one = |of: &[&str]| names.iter().any(|name| of.contains(&name.as_str()));
    has_one(&["ticket id"]) && has_one(CREATED) && has_one(&TELLING)
}

fn lower(header: &str) -> String {
    header.trim().trim_start_matches('\u{feff}').trim().to_lowercase()
}

pub(super) fn open(header: &[String], options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    let names: Vec<String> = header.iter().map(|name| lower(name)).collect();
    for needed in [&["ticket id"][..], CREATED] {
        if !names.iter().any(|name| needed.contains(&name.as_str())) {
            return Err(format!(
                "the header has no column `{}`, found {}; export it with the interface in English, or describe the file as \
                 `csv-tickets` with `columns`",
                needed[0],
                listed(header)
            ));
        }
    }
    Ok(Box::new(Reader {
        header: header.iter().map(|name| name.trim().to_owned()).collect(),
        names,
        configured: options.date_order,
        rows: Vec::new(),
        orders: DateOrders::default(),
    }))
}

struct Reader {
    header: Vec<String>,
    /// The same in lower case.
    names: Vec<String>,
    configured: Option<DateOrder>,
    rows: Vec<(Origin, Vec<String>)>,
    orders: DateOrders,
}

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Csv(cells) = row else {
            return sink.reject(at, "a row of delimited text was expected, found JSON", &row.shown());
        };
        if cells.iter().all(|cell| known_text(cell).is_none()) {
            return sink.out_of_scope(at);
        }
        for (name, cell) in self.names.iter().zip(cells.iter()) {
            if let Some(column) =
                [CREATED, RESOLVED, CLOSED, UPDATED].iter().find(|of| of.contains(&name.as_str()))
            {
                self.orders.observe(column[0], cell, at);
            }
        }
        self.rows.push((at, cells.to_vec()));
    }

    fn finish(&mut self, sink: &mut Sink<'_>) {
        let orders = match self.orders.settle(self.configured) {
            Ok(orders) => orders,
            Err(question) => return sink.fail(question),
        };
        if let Some((at, message)) = self.orders.overruled(self.configured) {
            sink.note(at, "date-order-overruled", message);
        }
        for (at, cells) in std::mem::take(&mut self.rows) {
            let row = HeldRow { reader: self, cells: &cells, orders: &orders, at };
            match row.ticket(sink) {
                Ok(ticket) => sink.accept(at, [Record::from(ticket)]),
                Err(question) if is_question(&question) => return sink.fail(question),
                Err(reason) => sink.reject(at, reason, &cells.join(",")),
            }
        }
    }
}

/// One row by the names of its columns.
struct HeldRow<'a> {
    reader: &'a Reader,
    cells: &'a [String],
    orders: &'a ColumnOrders,
    at: Origin,
}

impl HeldRow<'_> {
    fn get(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let pairs = self.reader.names.iter().zip(self.cells);
            pairs.filter(|(known, _)| known == name).find_map(|(_, cell)| known_text(cell))
        })
    }

    fn time(&self, column: &[&str], sink: &mut Sink<'_>) -> Result<Option<Instant>, String> {
        let Some(text) = self.get(column) else { return Ok(None) };
        let order = self.orders.get(column[0]).copied().or(self.reader.configured);
        let found = sink.time(self.at, &text, TimeRule::Ask(order));
        found.map_err(|error| if is_question(&error) { error } else { format!("`{}`: {error}", column[0]) })
    }

    /// A time that a ticket can do without.
    fn further(&self, column: &[&str], sink: &mut Sink<'_>) -> Result<Option<Instant>, String> {
        match self.time(column, sink) {
            Err(error) if !is_question(&error) => {
                sink.note(self.at, "ticket-time-unreadable", format!("{error}; it was left out"));
                Ok(None)
            }
            other => other,
        }
    }

    fn ticket(&self, sink: &mut Sink<'_>) -> Result<Ticket, String> {
        let number = self.get(&["ticket id"]).ok_or("no ticket number: `Ticket Id` is empty")?;
        let opened_at = self.time(CREATED, sink)?.ok_or("no opening time: `Created Time` is empty")?;
        let state = self.get(&["status"]).map_or(TicketState::Unknown, |status| state(&status));
        let is_at_work = matches!(state, TicketState::Open | TicketState::Hold);
        let resolved_at = self.further(RESOLVED, sink)?.filter(|_| !is_at_work);
        let ticket_id = bare_number(&number);
        Ok(Ticket {
            native_id: Some(number.clone()).filter(|number| *number != ticket_id),
            class: self.get(&["type"]),
            opened_at,
            resolved_at,
            closed_at: self.further(CLOSED, sink)?.filter(|_| !is_at_work),
            updated_at: self.further(UPDATED, sink)?,
            state,
            affected: self.affected(),
            device_values: self.devices(),
            subject: self.get(&["subject"]).unwrap_or_default(),
            body: self.get(&["description"]).map(|text| plain(&text)).unwrap_or_default(),
            notes: String::new(),
            close_code: self.get(&["resolution code", "closure code"]),
            close_notes: self.get(&["resolution notes", "resolution note"]).unwrap_or_default(),
            links: Vec::new(),
            fields: self.fields(),
            ticket_id,
            origin: self.at,
        })
    }

    /// Whom it was asked for, else who asked.
    fn affected(&self) -> PersonKeys {
        let email = self.get(&["requested for email", "requester email", "email", "contact email"]);
        let name = self.get(&["requested for name", "requested for", "requester name", "full name"]);
        let listed_id = self.get(&["requester id", "contact id"]);
        PersonKeys {
            email,
            display_name: name,
            listed_id: listed_id.map(|id| List::FreshserviceRequester.id(&id)),
            ..PersonKeys::default()
        }
    }

    fn devices(&self) -> Vec<String> {
        let cells = DEVICES.iter().filter_map(|name| self.get(&[name]));
        let values: Vec<String> = cells
            .flat_map(|cell| cell.split([',', ';']).filter_map(known_text).collect::<Vec<_>>())
            .collect();
        values
    }

    fn fields(&self) -> std::collections::BTreeMap<String, Vec<String>> {
        let mut fields = std::collections::BTreeMap::new();
        for ((header, name), cell) in self.reader.header.iter().zip(&self.reader.names).zip(self.cells) {
            let Some(text) = known_text(cell) else { continue };
            if name == "description" || name == "subject" {
                continue;
            }
            let values: &mut Vec<String> = fields.entry(header.clone()).or_default();
            let word = (name == "priority").then(|| priority_word(&text)).flatten();
            values.push(text);
            values.extend(word.map(str::to_owned));
        }
        fields
    }
}

/// `#INC-12`, `INC-12` and `12` are one ticket.
fn bare_number(number: &str) -> String {
    let tail = number.rsplit(['#', '-']).next().unwrap_or(number);
    let is_number = !tail.is_empty() && tail.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { tail.to_owned() } else { number.to_owned() }
}

/// Labels of states; those of the site's own are folded where they say what they are.
fn state(label: &str) -> TicketState {
    let label = label.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| label.contains(word));
    match () {
        () if has(&["resolved"]) => TicketState::Resolved,
        () if has(&["closed"]) => TicketState::Closed,
        () if has(&["cancel"]) => TicketState::Cancelled,
        () if has(&["pending", "waiting", "await", "hold"]) => TicketState::Hold,
        () if has(&["open", "new", "progress", "assigned"]) => TicketState::Open,
        () => TicketState::Unknown,
    }
}
