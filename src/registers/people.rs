//! `people.csv`: people and their versions.

use chrono_tz::Tz;

use super::{RegisterRow, Validity, cells::Cells, table::Columns};
use crate::config::WorkingHours;

/// One version of a person.
#[derive(Debug, Clone)]
pub struct Person {
    /// Our id, shared by versions.
    pub person_id: String,
    /// Display name.
    pub display_name: String,
    /// `employee`, `contractor`, `service_account`, `break_glass`, or empty.
    pub kind: String,
    /// Unit or department.
    pub unit: Option<String>,
    /// Whether an executive.
    pub executive: bool,
    /// Okta id.
    pub okta_id: Option<String>,
    /// Entra object id.
    pub entra_object_id: Option<String>,
    /// Employee id.
    pub employee_id: Option<String>,
    /// UPN.
    pub upn: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Further addresses and logins.
    pub aliases: Vec<String>,
    /// When this version holds.
    pub validity: Validity,
    /// IANA zone, if not the organisation's.
    pub time_zone: Option<String>,
    /// Working hours of this person, if not the organisation's: checked when the register is read.
    pub working_hours: Option<WorkingHours>,
    /// Where it stands.
    pub row: RegisterRow,
}

pub(super) const COLUMNS: Columns = Columns {
    required: &["person_id"],
    any_of: KEYS,
    optional: &[
        "display_name",
        "kind",
        "unit",
        "executive",
        "okta_id",
        "entra_object_id",
        "employee_id",
        "upn",
        "email",
        "aliases",
        "valid_from",
        "valid_to",
        "time_zone",
        "working_hours",
    ],
    is_loose: false,
};

/// The columns by which exports name a person; `person_id` is ours alone.
pub const KEYS: &[&str] = &["okta_id", "entra_object_id", "employee_id", "upn", "email", "aliases"];

/// Kinds of people.
pub const KINDS: &[&str] = &["employee", "contractor", "service_account", "break_glass"];

pub(super) fn read(cells: &mut Cells<'_>) -> Option<Person> {
    let kind = cells.word("kind", KINDS).unwrap_or_default();
    let executive = cells.flag("executive");
    let validity = cells.validity("valid_from", "valid_to");
    let time_zone = cells.text("time_zone");
    if let Some(zone) = time_zone.as_ref().filter(|zone| zone.parse::<Tz>().is_err()) {
        cells
            .problem(format!("`time_zone` is `{zone}`, expected an IANA name such as `Europe/Berlin`"), None);
    }
    let working_hours = cells.text("working_hours").and_then(|hours| match hours.parse() {
        Ok(hours) => Some(hours),
        Err(why) => {
            cells.problem(format!("`working_hours`: {why}"), None);
            None
        }
    });
    Some(Person {
        person_id: cells.required("person_id")?,
        display_name: cells.or_empty("display_name"),
        kind,
        unit: cells.text("unit"),
        executive,
        okta_id: cells.text("okta_id"),
        entra_object_id: cells.text("entra_object_id").map(|id| id.to_lowercase()),
        employee_id: cells.text("employee_id"),
        upn: cells.text("upn"),
        email: cells.text("email"),
        aliases: cells.list("aliases"),
        validity,
        time_zone,
        working_hours,
        row: cells.row(),
    })
}
