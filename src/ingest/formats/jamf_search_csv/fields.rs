//! Which column holds which field: Jamf's display fields, or what the configuration names.

use std::collections::BTreeMap;

use super::super::nearest_header::{bare, listed, suggestion};
use crate::{ingest::format::SourceOptions, records::JamfClass};

/// Fields that are read, with Jamf's names of their columns.
const FIELDS: [(&str, &[&str]); 18] = [
    ("serial", &["Serial Number"]),
    ("udid", &["UDID"]),
    ("jamf_id", &["JSS Computer ID", "JSS Mobile Device ID"]),
    ("management_id", &["Management ID"]),
    ("name", &["Computer Name", "Display Name", "Device Name"]),
    ("asset_tag", &["Asset Tag"]),
    ("username", &["Username"]),
    ("email", &["Email Address"]),
    ("full_name", &["Full Name"]),
    ("model", &["Model"]),
    ("shared", &["Shared iPad"]),
    ("inventory_at", &["Last Inventory Update"]),
    ("enrolled_at", &["Last Enrollment"]),
    ("check_in_at", &["Last Check-in"]),
    ("session_user", &["User Last Logged in - Computer"]),
    ("session_at", &["User Last Logged in - Computer timestamp"]),
    ("self_service_user", &["User last logged in - Self Service"]),
    ("self_service_at", &["User last logged in - Self Service timestamp"]),
];

/// What `columns` may name.
pub(super) const NAMES: &[&str] = &[
    "serial",
    "udid",
    "jamf_id",
    "management_id",
    "name",
    "asset_tag",
    "username",
    "email",
    "full_name",
    "model",
    "shared",
    "inventory_at",
    "enrolled_at",
    "check_in_at",
];

/// Fields that hold times.
pub(super) const TIMES: [&str; 5] =
    ["inventory_at", "enrolled_at", "check_in_at", "session_at", "self_service_at"];

/// Fields of which one has to be there: a name finds no device again.
pub(super) const KEYS: [&str; 4] = ["serial", "udid", "jamf_id", "management_id"];

/// Headers that only computers, or only mobile devices, have.
const COMPUTERS: [&str; 5] =
    ["JSS Computer ID", "Computer Name", "Last Check-in", "JAMF Binary Version", "FileVault 2 Status"];
const MOBILE_DEVICES: [&str; 5] =
    ["JSS Mobile Device ID", "Display Name", "Shared iPad", "Lost Mode Enabled", "Wi-Fi MAC Address"];

/// The column of each field.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    index: BTreeMap<&'static str, usize>,
    /// Columns that the configuration names: whoever does so has looked at them.
    pub(super) trusted: Vec<usize>,
    pub(super) class: Option<JamfClass>,
}

fn place(header: &[String], name: &str) -> Option<usize> {
    header.iter().position(|header| bare(header).eq_ignore_ascii_case(name))
}

impl Fields {
    /// Finds every field in a header.
    ///
    /// # Errors
    /// When the configuration names a header that is not there, or no column identifies a device.
    pub(super) fn find(header: &[String], options: &SourceOptions) -> Result<Self, String> {
        let mut fields = Self { index: BTreeMap::new(), trusted: Vec::new(), class: class(header) };
        for (field, names) in FIELDS {
            let named = options.columns.get(field);
            if let Some(wanted) = named {
                let index = place(header, wanted.trim()).ok_or_else(|| {
                    format!("no header `{wanted}` for `{field}`{}", suggestion(wanted, field, header))
                })?;
                fields.trusted.push(index);
                fields.index.insert(field, index);
            } else if let Some(index) = names.iter().find_map(|name| place(header, name)) {
                fields.index.insert(field, index);
            }
        }
        if KEYS.iter().any(|key| fields.index.contains_key(key)) {
            return Ok(fields);
        }
        Err(format!(
            "no column that identifies a device (headers: {}), expected `Serial Number`, `JSS Computer ID`, `JSS \
             Mobile Device ID`, `UDID` or `Management ID`, because names change and repeat; tick one of them under \
             Display of the advanced search and export it again. If the headers are in another language, set the \
             language of your Jamf account to English before the export, or name them: `columns = {{ serial = \
             \"<header>\" }}`",
            listed(header)
        ))
    }

    pub(super) fn of(&self, field: &str) -> Option<usize> {
        self.index.get(field).copied()
    }

    /// Whether a column is read.
    pub(super) fn reads(&self, index: usize) -> bool {
        self.index.values().any(|read| *read == index)
    }

    /// Every column that is read.
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> + '_ {
        self.index.values().copied()
    }
}

fn class(header: &[String]) -> Option<JamfClass> {
    let count = |names: &[&str]| names.iter().filter(|name| place(header, name).is_some()).count();
    let (computers, mobile_devices) = (count(&COMPUTERS), count(&MOBILE_DEVICES));
    match computers.cmp(&mobile_devices) {
        std::cmp::Ordering::Greater => Some(JamfClass::Computer),
        std::cmp::Ordering::Less => Some(JamfClass::Mobile),
        std::cmp::Ordering::Equal => None,
    }
}
