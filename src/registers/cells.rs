//! The cells of one register row: every mistake is collected with its line.

use std::ops::Range;

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use csv::StringRecord;

use super::{RegisterRow, Validity, table::Table};
use crate::{
    config::{
        local_time::{Edge, parse_moment},
        problem::{Problem, expected_one_of},
    },
    records::Instant,
};

/// The cells of one row; reading a bad one adds a problem and gives an empty value.
pub(super) struct Cells<'a> {
    pub(super) table: &'a Table,
    pub(super) line: u64,
    pub(super) record: &'a StringRecord,
    pub(super) zone: Tz,
    pub(super) problems: &'a mut Vec<Problem>,
}

impl Cells<'_> {
    /// Where the row stands.
    pub(super) fn row(&self) -> RegisterRow {
        RegisterRow { file: self.table.file.clone(), line: self.line }
    }

    /// Adds a mistake of this row.
    pub(super) fn problem(&mut self, message: String, hint: Option<String>) {
        let mut problem = Problem::at_line(&self.table.file, self.line, message);
        problem.hint = hint;
        self.problems.push(problem);
    }

    /// The trimmed text of a cell; `None` when it is empty or the column is absent.
    pub(super) fn text(&self, column: &str) -> Option<String> {
        let index = *self.table.columns.get(column)?;
        let cell = self.record.get(index)?.trim();
        (!cell.is_empty()).then(|| cell.to_owned())
    }

    /// The trimmed text, empty where there is none.
    pub(super) fn or_empty(&self, column: &str) -> String {
        self.text(column).unwrap_or_default()
    }

    /// The text of a cell that must not be empty.
    pub(super) fn required(&mut self, column: &str) -> Option<String> {
        let text = self.text(column);
        if text.is_none() && self.table.has(column) {
            self.problem(format!("`{column}` is empty, expected a value"), None);
        }
        text
    }

    /// One of a closed list, compared without regard to case and with blanks as underscores.
    pub(super) fn word(&mut self, column: &str, known: &[&str]) -> Option<String> {
        let found = self.text(column)?;
        let folded = found.to_lowercase().replace([' ', '-'], "_");
        if let Some(word) = known.iter().find(|word| **word == folded) {
            return Some((*word).to_owned());
        }
        self.problem(format!("`{column}` is `{found}`"), Some(expected_one_of(&folded, known)));
        None
    }

    /// A word of a closed list that must not be absent.
    pub(super) fn required_word(&mut self, column: &str, known: &[&str]) -> Option<String> {
        self.required(column)?;
        self.word(column, known)
    }

    /// A date or time that must not be absent.
    pub(super) fn required_moment(&mut self, column: &str, edge: Edge) -> Option<Instant> {
        self.required(column)?;
        self.moment(column, edge)
    }

    /// Yes or no; empty is no.
    pub(super) fn flag(&mut self, column: &str) -> bool {
        let Some(found) = self.text(column) else { return false };
        match found.to_lowercase().as_str() {
            "yes" | "y" | "true" | "1" | "x" => true,
            "no" | "n" | "false" | "0" => false,
            _ => {
                self.problem(format!("`{column}` is `{found}`, expected `yes` or `no`"), None);
                false
            }
        }
    }

    /// A date or time in the organisation's zone.
    pub(super) fn moment(&mut self, column: &str, edge: Edge) -> Option<Instant> {
        let found = self.text(column)?;
        match parse_moment(&found, self.zone, edge) {
            Ok(at) => Some(at),
            Err(message) => {
                self.problem(format!("`{column}`: {message}"), serial_advice(&found));
                None
            }
        }
    }

    /// A half-open stretch from two columns; a date without time in the second includes that day.
    pub(super) fn validity(&mut self, from: &str, to: &str) -> Validity {
        let validity = Validity { from: self.moment(from, Edge::Start), to: self.moment(to, Edge::End) };
        if let (Some(start), Some(end)) = (validity.from, validity.to)
            && end <= start
        {
            let (start, end) = (self.or_empty(from), self.or_empty(to));
            self.problem(format!("`{to}` `{end}` is not after `{from}` `{start}`"), None);
        }
        validity
    }

    /// The parts of a cell separated by `;`.
    pub(super) fn list(&self, column: &str) -> Vec<String> {
        let text = self.or_empty(column);
        text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }
}

/// The first and the day after the last that workbooks count as days since the end of 1899: 2000-01-01, 2101-01-01.
const SERIALS: Range<f64> = 36_526.0..73_416.0;

/// A bare number may be how a workbook stores a date whose cell was not formatted as one. It is not taken as a
/// date: whoever typed another number would be believed, too, and some workbooks count from 1904.
fn serial_advice(found: &str) -> Option<String> {
    let days: f64 = found.parse().ok().filter(|days| SERIALS.contains(days))?;
    #[expect(clippy::cast_possible_truncation, reason = "within the range of days above")]
    let whole = TimeDelta::days(days.floor() as i64);
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)? + whole;
    Some(format!(
        "a workbook stores {day} as this number: format the cell as a date, or type `{day}`, if that is meant"
    ))
}
