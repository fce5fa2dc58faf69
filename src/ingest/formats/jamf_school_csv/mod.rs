//! `jamf-school-csv`: the list of devices as Jamf School exports it.

use std::{borrow::Cow, collections::BTreeMap};

use super::{
    jamf_device_facts::{DeviceFacts, Holder, is_identified},
    known_text::known_text,
    nearest_header::listed,
    secret_columns::shown,
};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::Sink,
        times::TimeRule,
    },
    records::{DeviceKeys, Instant, JamfClass, Origin, PersonKeys},
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "jamf-school-csv",
    title: "Jamf School, export of the device list (CSV)",
    gives: &["devices"],
    manual: MANUAL,
    shapes: &[Shape::Csv],
    starts_record: None,
    columns: &[],
    apart: Apart::Rows,
    prefilter: None,
    keeps_days: &[],
    unused: &[],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "Needs no API, only the web interface of Jamf School: Devices > Inventory, select every device, and \
        export the list as CSV with every column. Keep one export per month with its date in the file name and never \
        overwrite one: each says who owned a device that day. Do not open and save it in a spreadsheet.",
    read: "`SerialNumber`, `DeviceUDID`, `ManagementID`, name, asset tag, model; the owner (`OwnerUsername`, \
        `OwnerEmail` and names; empty cells say that nobody owns the device, absent columns say nothing); `IsShared`; \
        enrolment and last connection, in UTC. The delimiter is `;`, rows may end with one; lists stand unescaped in \
        brackets with commas; `&amp;` and its like are read as the characters they stand for, and where one of them \
        parted a cell at its `;`, the cell is put together again. Devices in the trash are read, with a note. Columns \
        are found by name, in any order.",
    lost: "What Jamf School did to the devices, and when lost mode was switched on: `IsLostModeEnabled` says only that \
        it was. Who owned a device before the day of the export.",
    needs: "Nothing",
    checked: "Two exports in an open-source project, read as documentation; no file of them is kept here",
};

/// Columns that only Jamf School writes like this.
const WORDS: [&str; 9] = [
    "serialnumber",
    "deviceudid",
    "managementid",
    "owneremail",
    "ownerusername",
    "isshared",
    "issupervised",
    "istrashed",
    "islostmodeenabled",
];

fn detect(head: &Head) -> bool {
    head.header.as_ref().is_some_and(|header| {
        let columns = by_name(header);
        let is_identified = ["serialnumber", "deviceudid"].iter().any(|name| columns.contains_key(*name));
        is_identified && WORDS.iter().filter(|name| columns.contains_key(**name)).count() >= 4
    })
}

fn open(head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    let header = head.header.clone().unwrap_or_default();
    let columns = by_name(&header);
    if !["serialnumber", "deviceudid", "managementid"].iter().any(|key| columns.contains_key(*key)) {
        return Err(format!(
            "no column that identifies a device (headers: {}), expected `SerialNumber`, `DeviceUDID` or \
             `ManagementID`; export the device list of Jamf School again with every column",
            listed(&header)
        ));
    }
    Ok(Box::new(Reader { header, columns }))
}

fn by_name(header: &[String]) -> BTreeMap<String, usize> {
    let mut columns = BTreeMap::new();
    for (index, name) in header.iter().enumerate() {
        let name = name.trim_start_matches('\u{feff}').trim().to_ascii_lowercase();
        columns.entry(name).or_insert(index);
    }
    columns
}

struct Reader {
    header: Vec<String>,
    columns: BTreeMap<String, usize>,
}

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Csv(cells) = row else {
            return sink.reject(at, "no cells, expected a line of delimited text", &row.shown());
        };
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return sink.out_of_scope(at);
        }
        let cells = put_together(cells, self.header.len());
        match self.facts(&cells, at, sink) {
            Ok(facts) => sink.accept(at, facts.records(at)),
            Err(reason) => sink.reject(at, reason, &shown(&self.header, &cells)),
        }
    }
}

/// Ends of cells that were parted at the `;` of an entity.
const PARTED: [&str; 6] = ["&amp", "&lt", "&gt", "&quot", "&apos", "&#39"];

/// The cells of a row as wide as its header, where an unquoted entity made it wider.
fn put_together(cells: &[String], width: usize) -> Cow<'_, [String]> {
    let needed = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
    if needed <= width {
        return Cow::Borrowed(cells);
    }
    let mut whole: Vec<String> = Vec::new();
    let mut is_open = false;
    for cell in cells {
        match whole.last_mut() {
            Some(last) if is_open => {
                last.push(';');
                last.push_str(cell);
            }
            _ => whole.push(cell.clone()),
        }
        is_open = PARTED.iter().any(|end| cell.ends_with(end));
    }
    Cow::Owned(whole)
}

/// The text of a cell; entities as the characters they stand for.
fn text(cell: &str) -> Option<String> {
    let plain = cell
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
    known_text(&plain)
}

impl Reader {
    fn get(&self, cells: &[String], name: &str) -> Option<String> {
        text(cells.get(*self.columns.get(name)?)?)
    }

    fn flag(&self, cells: &[String], name: &str) -> Option<bool> {
        match self.get(cells, name)?.to_lowercase().as_str() {
            "true" | "yes" | "1" => Some(true),
            "false" | "no" | "0" => Some(false),
            _ => None,
        }
    }

    fn facts(&self, cells: &[String], at: Origin, sink: &mut Sink<'_>) -> Result<DeviceFacts, String> {
        let width = self.header.len();
        if cells.iter().skip(width).any(|cell| !cell.trim().is_empty()) {
            return Err(format!(
                "{} cells where the header has {width}: a name holds an unquoted `;`; rename it in Jamf School, or \
                 export without the columns of lists",
                cells.len()
            ));
        }
        let keys = self.keys(cells);
        if !is_identified(&keys) {
            return Err(
                "no `SerialNumber`, `DeviceUDID` or `ManagementID`; a name identifies no device".to_owned()
            );
        }
        if self.flag(cells, "istrashed") == Some(true) {
            let message = "some devices are in the trash of Jamf School; they are read like others";
            sink.note(at, "trashed-devices", message);
        }
        Ok(DeviceFacts {
            keys,
            reported_at: self.time(cells, "datemodified", at, sink),
            enrolled_at: self.time(cells, "enrollmentdate", at, sink),
            is_shared: self.flag(cells, "isshared"),
            model: self.get(cells, "model"),
            holder: self.holder(cells, at, sink),
            check_ins: self.time(cells, "lastconnected", at, sink).into_iter().collect(),
            sessions: Vec::new(),
        })
    }

    fn keys(&self, cells: &[String]) -> DeviceKeys {
        let system = self.get(cells, "osversion").unwrap_or_default().to_lowercase();
        let class = match system.split([' ', '.']).next().unwrap_or_default() {
            "" => None,
            "macos" | "mac" | "osx" => Some(JamfClass::Computer),
            _ => Some(JamfClass::Mobile),
        };
        DeviceKeys {
            class,
            jamf_id: None,
            management_id: self.get(cells, "managementid").map(|id| id.to_lowercase()),
            udid: self.get(cells, "deviceudid").map(|udid| udid.to_uppercase()),
            serial: self.get(cells, "serialnumber").map(|serial| serial.to_uppercase()),
            name: self.get(cells, "name"),
            asset_tag: self.get(cells, "assettag"),
        }
    }

    /// Columns that were not exported say nothing, empty cells that nobody owns the device.
    fn holder(&self, cells: &[String], at: Origin, sink: &mut Sink<'_>) -> Holder {
        if !["owneremail", "ownerusername"].iter().any(|name| self.columns.contains_key(*name)) {
            let message = "neither `OwnerUsername` nor `OwnerEmail` was exported, so nothing is known of who owned \
                           these devices; export them with the list";
            sink.note(at, "holder-not-asked", message);
            return Holder::NotAsked;
        }
        let names = [self.get(cells, "ownerfirstname"), self.get(cells, "ownerlastname")];
        let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        Holder::of(PersonKeys {
            login: self.get(cells, "ownerusername"),
            email: self.get(cells, "owneremail"),
            display_name: (!name.is_empty()).then_some(name),
            ..PersonKeys::default()
        })
    }

    /// A time that cannot be read is left out with a note, as the rest of the row still counts.
    fn time(&self, cells: &[String], name: &str, at: Origin, sink: &mut Sink<'_>) -> Option<Instant> {
        let text = self.get(cells, name)?;
        sink.time(at, &text, TimeRule::Utc).unwrap_or_else(|why| {
            sink.note(at, "unusable-time", format!("`{name}`: {why}; it was left out"));
            None
        })
    }
}

#[cfg(test)]
mod tests;
