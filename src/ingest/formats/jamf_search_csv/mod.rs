//! `jamf-search-csv`: advanced searches of computers and mobile devices as the web interface of Jamf Pro exports them.

mod align;
mod content;
mod fields;

use std::mem;

use self::{
    align::{align, goes_on},
    content::{Content, value},
    fields::{Fields, NAMES, TIMES},
};
use super::{
    date_order::{ColumnOrders, DateOrders},
    jamf_device_facts::{DeviceFacts, Holder, is_identified},
    secret_columns::shown,
};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::Sink,
        times::TimeRule,
    },
    records::{DeviceKeys, Instant, Origin, PersonKeys, cut},
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

/// Headers that are Jamf's own. One of the first two is enough, of the others two are.
const WORDS: [&str; 24] = [
    "JSS Computer ID",
    "JSS Mobile Device ID",
    "Last Check-in",
    "Last Inventory Update",
    "Last Enrollment",
    "Managed",
    "Supervised",
    "JAMF Binary Version",
    "Jamf Binary Version",
    "MDM Profile Expiration Date",
    "MDM Capability",
    "User Approved MDM",
    "Lost Mode Enabled",
    "Shared iPad",
    "Passcode Compliance",
    "OS Rapid Security Response",
    "Operating System Rapid Security Response",
    "Last Reported IP Address",
    "Last Reported IPv4 Address",
    "Bootstrap Token Allowed",
    "Bootstrap Token Escrowed",
    "FileVault 2 Status",
    "Enrollment Method: PreStage enrollment",
    "Declarative Device Management Enabled",
];

fn detect(head: &Head) -> bool {
    let Some(header) = &head.header else { return false };
    let has = |name: &&str| header.iter().any(|cell| cell.trim_start_matches('\u{feff}').trim() == *name);
    let names_devices = ["Computer Name", "Display Name", "Serial Number", "UDID"].iter().any(has);
    let (certain, telling) = WORDS.split_at(2);
    names_devices && (certain.iter().any(has) || telling.iter().filter(|name| has(name)).count() >= 2)
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

    fn facts(&self, cells: &[String], at: Origin, sink: &mut Sink<'_>) -> Result<DeviceFacts, String> {
        let width = self.header.len();
        if cells.len() > width && cells[width..].iter().any(|cell| !cell.trim().is_empty()) {
            return Err(format!(
                "{} cells where the header has {width}: a value holds an unquoted comma; export the search again and \
                 do not save it in a spreadsheet",
                cells.len()
            ));
        }
        let keys = self.keys(cells)?;
        let sessions = [("session_user", "session_at"), ("self_service_user", "self_service_at")];
        let mut time = |field| self.time(cells, field, at, &mut *sink);
        let reported_at = time("inventory_at");
        let enrolled_at = time("enrolled_at");
        let check_ins = time("check_in_at").into_iter().collect();
        let sessions = sessions
            .into_iter()
            .filter_map(|(user, seen)| Some((time(seen)?, self.get(cells, user)?.to_owned())))
            .collect();
        let is_shared = self.get(cells, "shared").and_then(|text| match text.to_lowercase().as_str() {
            "yes" | "true" => Some(true),
            "no" | "false" => Some(false),
            _ => None,
        });
        Ok(DeviceFacts {
            keys,
            reported_at,
            enrolled_at,
            is_shared,
            model: self.get(cells, "model").map(str::to_owned),
            holder: self.holder(cells),
            check_ins,
            sessions,
        })
    }

    fn keys(&self, cells: &[String]) -> Result<DeviceKeys, String> {
        let text = |field| self.get(cells, field).map(str::to_owned);
        let serial = text("serial").map(|serial| serial.to_uppercase());
        let is_trusted = self.fields.of("serial").is_some_and(|index| self.fields.trusted.contains(&index));
        if let Some(serial) = serial.as_deref().filter(|_| !is_trusted) {
            let others = [Content::Address, Content::Date, Content::Mac];
            if let Some(other) = others.into_iter().find(|other| other.fits(serial)) {
                return Err(format!(
                    "`Serial Number` holds `{}`, which is {}, expected {}; the row is shifted against its header, \
                     export the search again",
                    cut(serial),
                    other.words(),
                    Content::Serial.words()
                ));
            }
        }
        let keys = DeviceKeys {
            class: self.fields.class,
            jamf_id: text("jamf_id").filter(|id| id != "-1" && id != "0"),
            management_id: text("management_id").map(|id| id.to_lowercase()),
            udid: text("udid").map(|udid| udid.to_uppercase()),
            serial,
            name: text("name"),
            asset_tag: text("asset_tag"),
        };
        if is_identified(&keys) {
            return Ok(keys);
        }
        Err(format!(
            "no serial number, JSS id, UDID or management id{}, and a name identifies no device; tick JSS Computer ID \
             or JSS Mobile Device ID under Display of the search and export it again",
            keys.name.map(|name| format!(" (`{}`)", cut(&name))).unwrap_or_default()
        ))
    }

    /// A column that was not exported says nothing, an empty cell that nobody holds the device.
    fn holder(&self, cells: &[String]) -> Holder {
        if self.fields.of("username").or(self.fields.of("email")).is_none() {
            return Holder::NotAsked;
        }
        let text = |field| self.get(cells, field).map(str::to_owned);
        Holder::of(PersonKeys {
            login: text("username"),
            email: text("email"),
            display_name: text("full_name"),
            ..PersonKeys::default()
        })
    }

    /// A time that cannot be read is left out with a note, as the rest of the row still counts; a question is about
    /// the whole file.
    fn time(&self, cells: &[String], field: &str, at: Origin, sink: &mut Sink<'_>) -> Option<Instant> {
        let text = self.get(cells, field)?;
        let order = self.orders.get(field).copied().or(self.options.date_order);
        match sink.time(at, text, TimeRule::Ask(order)) {
            Ok(time) => time,
            Err(why) if why.starts_with("time zone needed") || why.starts_with("date order needed") => {
                sink.fail(format!("`{field}`: {why}"));
                None
            }
            Err(why) => {
                sink.note(at, "unusable-time", format!("`{field}`: {why}; it was left out"));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests;
