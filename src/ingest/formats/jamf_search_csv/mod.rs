//! `jamf-search-csv`: advanced searches of computers and mobile devices as the web interface of Jamf Pro exports them.

mod align;
mod content;
mod device;
mod fields;

use std::mem;

use self::{
    align::{align, goes_on},
    content::value,
    fields::{Fields, NAMES, TIMES},
};
use super::{
    date_order::{ColumnOrders, DateOrders},
    secret_columns::shown,
};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::Sink,
    },
    records::Origin,
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "jamf-search-csv",
    title: "Jamf Pro web interface, export of an advanced computer or mobile device search (CSV)",
    gives: &["devices"],
    manual: MANUAL,
    shapes: &[Shape::Csv],
    starts_record: None,
    columns: NAMES,
    apart: Apart::No,
    prefilter: None,
    keeps_days: &[],
    unused: &[],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "Needs no API, only the web interface of Jamf Pro. Computers > Search Inventory > Advanced Search > New \
        (for iPhones and iPads: Devices). Leave the criteria empty, so that every device is found. On the Display tab \
        tick Computer Name (or Display Name), Serial Number, JSS Computer ID (or JSS Mobile Device ID), UDID, Asset \
        Tag, Model, Username, Email Address, Full Name, Last Inventory Update, Last Enrollment, Last Check-in, and for \
        mobile devices Shared iPad. Leave out fields that have several values (groups, applications, profiles, \
        certificates). Save, View, Export > CSV. Keep one export per month with its date in the file name and never \
        overwrite one: each says who held a device that day. Do not open and save it in a spreadsheet.",
    read: "Keys, name, asset tag, model and holder of a device, Shared iPad, last inventory, enrolment and check-in, \
        last logins. Columns in any order; other columns (extension attributes) are left alone. A column that was not \
        exported says nothing about holders (a note), an empty cell in one says that nobody holds the device. \
        `1970-01-01 00:00:00`, `Not present`, a blank and an empty cell are no times; nor are years outside 2000 to \
        2100 (a note). `'-1` is read without its quote. Fields of several values go on in rows of their own: these are \
        counted as out of scope. A header that stands one column off its data because of `Group` is recognised by what \
        the columns hold and put right, with a note; any other header that does not fit its columns stops the run. \
        Columns of other names or languages are named with `columns = { serial = \"Seriennummer\" }`; a column named \
        so is not checked. A device without serial number, JSS id and UDID (enrolled by its user) is rejected unless \
        one of them is exported.",
    lost: "Everything that was not ticked; what Jamf did to the devices (`jamf-mdm-commands` and `jamf-history` say \
        it); who held a device before the day of the export.",
    needs: "`time_zone`, that of the Jamf Pro server; `date_order` where no date decides it",
    checked: "Three exports in an open-source project, one of them anonymised, read as documentation; no file of them \
        is kept here",
};

/// Headers that only Jamf writes: one is enough.
const CERTAIN: [&str; 7] = [
    "JSS Computer ID",
    "JSS Mobile Device ID",
    "Last Inventory Update",
    "Lost Mode Enabled",
    "Shared iPad",
    "JAMF Binary Version",
    "Jamf Binary Version",
];

/// Headers that Jamf writes and others may: two are enough.
const TELLING: [&str; 16] = [
    "Last Check-in",
    "Last Enrollment",
    "Managed",
    "Supervised",
    "MDM Profile Expiration Date",
    "MDM Capability",
    "User Approved MDM",
    "Passcode Compliance",
    "OS Rapid Security Response",
    "Operating System Rapid Security Response",
    "Last Reported IP Address",
    "Last Reported IPv4 Address",
    "Bootstrap Token Allowed",
    "Bootstrap Token Escrowed",
    "FileVault 2 Status",
    "Declarative Device Management Enabled",
];

fn detect(head: &Head) -> bool {
    let Some(header) = &head.header else { return false };
    let has = |name: &&str| header.iter().any(|cell| cell.trim_start_matches('\u{feff}').trim() == *name);
    let names_devices = ["Computer Name", "Display Name", "Serial Number", "UDID"].iter().any(has);
    names_devices && (CERTAIN.iter().any(has) || TELLING.iter().filter(|name| has(name)).count() >= 2)
}

fn open(head: &Head, options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    let header: Vec<String> = head
        .header
        .iter()
        .flatten()
        .map(|name| name.trim_start_matches('\u{feff}').trim().to_owned())
        .collect();
    let fields = Fields::find(&header, options)?;
    Ok(Box::new(Reader {
        header,
        fields,
        options: options.clone(),
        orders: ColumnOrders::new(),
        is_inside: false,
        waiting: Some(Vec::new()),
    }))
}

/// Rows that may wait for the whole of their columns. In a longer file these decide.
const MOST_WAITING: usize = 200_000;

struct Reader {
    header: Vec<String>,
    fields: Fields,
    options: SourceOptions,
    orders: ColumnOrders,
    /// Whether a device stands above, with whose values a row may go on.
    is_inside: bool,
    /// Rows until the columns were looked at; `None` from then on.
    waiting: Option<Vec<(Vec<String>, Origin)>>,
}

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Csv(cells) = row else {
            return sink.reject(at, "no cells, expected a line of delimited text", &row.shown());
        };
        match &mut self.waiting {
            Some(rows) => {
                rows.push((cells.to_vec(), at));
                if rows.len() >= MOST_WAITING {
                    self.settle_waiting(sink);
                }
            }
            None => self.settle(cells, at, sink),
        }
    }

    fn finish(&mut self, sink: &mut Sink<'_>) {
        self.settle_waiting(sink);
    }
}

impl Reader {
    fn settle_waiting(&mut self, sink: &mut Sink<'_>) {
        let Some(rows) = mem::take(&mut self.waiting) else { return };
        let Some((_, first)) = rows.first() else { return };
        match align(&self.header, &rows, &self.options) {
            Ok(aligned) => {
                if let Some((key, message)) = aligned.note {
                    sink.note(*first, key, message);
                }
                (self.header, self.fields) = (aligned.header, aligned.fields);
            }
            Err(message) => return sink.fail(message),
        }
        if let Err(question) = self.find_orders(&rows, sink) {
            return sink.fail(question);
        }
        if self.fields.of("username").or(self.fields.of("email")).is_none() {
            let message = "neither `Username` nor `Email Address` was exported, so nothing is known of who held these \
                           devices; tick them under Display of the search";
            sink.note(*first, "holder-not-asked", message);
        }
        for (cells, at) in rows {
            self.settle(&cells, at, sink);
        }
    }

    /// Dates begin with the year, unless somebody saved the file in a spreadsheet.
    fn find_orders(&mut self, rows: &[(Vec<String>, Origin)], sink: &mut Sink<'_>) -> Result<(), String> {
        let mut seen = DateOrders::default();
        for (cells, at) in rows {
            for field in TIMES {
                if let Some(text) = self.get(cells, field) {
                    seen.observe(field, text, *at);
                }
            }
        }
        self.orders = seen.settle(self.options.date_order)?;
        if let Some((at, message)) = seen.overruled(self.options.date_order) {
            sink.note(at, "date-order-overruled", message);
        }
        Ok(())
    }

    fn get<'c>(&self, cells: &'c [String], field: &str) -> Option<&'c str> {
        value(cells.get(self.fields.of(field)?)?)
    }

    fn settle(&mut self, cells: &[String], at: Origin, sink: &mut Sink<'_>) {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return sink.out_of_scope(at);
        }
        if goes_on(&self.header, &self.fields, cells) {
            if self.is_inside {
                return sink.out_of_scope(at);
            }
            let reason = "it goes on with the values of a device that does not stand above; the beginning of the \
                          file is missing, export the search again";
            return sink.reject(at, reason, &shown(&self.header, cells));
        }
        self.is_inside = true;
        match self.facts(cells, at, sink) {
            Ok(facts) => sink.accept(at, facts.records(at)),
            Err(reason) => sink.reject(at, reason, &shown(&self.header, cells)),
        }
    }
}

#[cfg(test)]
mod tests;
