//! One row of a mapped format, with the ways to read its fields.

use std::{fmt::Display, str::FromStr};

use sha2::{Digest, Sha256};

use super::{date_order::ColumnOrders, known_text::known_text, mapped_columns::Columns};
use crate::{
    config::DateOrder,
    ingest::{sink::Sink, times::TimeRule},
    records::{Instant, Origin, lower_hex},
};

/// The word that counts a row without using it.
pub(super) const OUT_OF_SCOPE: &str = "out_of_scope";

/// One row being read.
pub(super) struct MappedRow<'a, 's> {
    /// Where it stands.
    pub(super) at: Origin,
    pub(super) cells: &'a [String],
    pub(super) header: &'a [String],
    pub(super) columns: &'a Columns,
    /// Order of day and month where a field has none of its own.
    pub(super) configured: Option<DateOrder>,
    pub(super) orders: &'a ColumnOrders,
    pub(super) sink: &'a mut Sink<'s>,
}

impl MappedRow<'_, '_> {
    /// The value of a field, if the file has one.
    pub(super) fn get(&self, field: &str) -> Option<String> {
        self.columns.get(self.cells, field)
    }

    /// The value of a field after translation by the words of the configuration.
    pub(super) fn word(&self, field: &'static str) -> Option<String> {
        self.columns.word(self.cells, field)
    }

    /// Several values in one cell, separated by `;`.
    pub(super) fn list(&self, field: &str) -> Vec<String> {
        self.get(field).iter().flat_map(|text| text.split(';')).filter_map(known_text).collect()
    }

    /// A time in UTC; `None` for an empty cell or a word for never.
    ///
    /// # Errors
    /// The field, what was found and what was expected.
    pub(super) fn time(&mut self, field: &str) -> Result<Option<Instant>, String> {
        let Some(text) = self.get(field) else { return Ok(None) };
        let order = self.orders.get(field).copied().or(self.configured);
        self.sink.time(self.at, &text, TimeRule::Ask(order)).map_err(|reason| {
            // A question is about the whole file: reading on would reject every row for one missing line.
            if reason.starts_with("time zone needed") || reason.starts_with("date order needed") {
                self.sink.fail(format!("`{field}`: {reason}"));
            }
            format!("`{field}`: {reason}")
        })
    }

    /// A value of a closed list.
    ///
    /// # Errors
    /// The value, the list, and how to translate a word.
    pub(super) fn coded<T: FromStr<Err = String>>(&self, field: &'static str) -> Result<Option<T>, String> {
        let Some(word) = self.word(field) else { return Ok(None) };
        let code = word.to_lowercase();
        code.parse().map(Some).map_err(|reason| {
            format!(
                "`{field}`: {reason}; translate the word with `\"{field}:{word}\" = \"<code>\"` in `columns`"
            )
        })
    }

    /// The kind of the row; `None` when the configuration puts its word out of scope.
    ///
    /// # Errors
    /// As [`Self::coded`]; also when the cell is empty.
    pub(super) fn kind<T: FromStr<Err = String>>(&self) -> Result<Option<T>, String> {
        match self.word("kind") {
            None => Err("no `kind`; every row needs one".to_owned()),
            Some(word) if word == OUT_OF_SCOPE => Ok(None),
            Some(_) => self.coded("kind"),
        }
    }

    /// An id for a row that has none: the same values give the same id, wherever the row stands.
    pub(super) fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        for (field, value) in self.columns.values(self.cells) {
            hasher.update(format!("{field}={}\u{0}", value.trim()));
        }
        format!("h-{}", lower_hex(&hasher.finalize()[..8]))
    }

    /// Every header with its cell, empty cells left out.
    pub(super) fn named_cells(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.header.iter().zip(self.cells);
        pairs.map(|(name, cell)| (name.as_str(), cell.trim())).filter(|(_, cell)| !cell.is_empty())
    }

    /// Something a reader of the report should know, once per file.
    pub(super) fn note(&mut self, once_key: &'static str, message: impl Display) {
        self.sink.note(self.at, once_key, message.to_string());
    }
}
