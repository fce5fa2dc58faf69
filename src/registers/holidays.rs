//! `holidays.csv`: days that are no working days.

use super::{RegisterRow, cells::Cells, table::Columns};
use crate::config::local_time::parse_date;

/// One holiday.
#[derive(Debug, Clone)]
pub struct Holiday {
    /// The local date.
    pub date: chrono::NaiveDate,
    /// Zone (IANA) or unit it holds for; empty = everybody.
    pub zone_or_unit: String,
    /// Name.
    pub name: String,
    /// Where it stands.
    pub row: RegisterRow,
}

pub(super) const COLUMNS: Columns =
    Columns { required: &["date"], any_of: &[], optional: &["zone_or_unit", "name"], is_loose: false };

pub(super) fn read(cells: &mut Cells<'_>) -> Option<Holiday> {
    let found = cells.required("date")?;
    let Some(date) = parse_date(&found) else {
        cells.problem(format!("`date` is `{found}`, expected a date such as `2026-07-03`"), None);
        return None;
    };
    Some(Holiday {
        date,
        zone_or_unit: cells.or_empty("zone_or_unit"),
        name: cells.or_empty("name"),
        row: cells.row(),
    })
}
