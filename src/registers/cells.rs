//! The cells of one register row: every mistake is collected with its line.

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
                self.problem(format!("`{column}`: {message}"), None);
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
