//! The tables of a review as typed data. A table is one file here and one line in [`TABLES`]; every format
//! (CSV, Parquet) renders the same description, so that they cannot disagree.

use std::borrow::Cow;

use super::model::Review;
use crate::records::Instant;

mod bursts;
mod candidates;
mod cases;
mod causes;
mod containment;
mod controls;
mod dictionary;
mod due_triggers;
mod missed_triggers;
mod pending;
mod rankings;
mod rejects;
mod review_sheet;
mod scope;
mod second_order;
mod sensitivity;
mod sources;
mod survival;
mod tickets;
mod weekly;

pub use dictionary::meaning;
pub use review_sheet::table as review_sheet;

/// Builds one table of a review.
pub type BuildTable = for<'a> fn(&'a Review) -> Table<'a>;

/// Every table, by name.
pub const TABLES: &[BuildTable] = &[
    bursts::table,
    candidates::table,
    cases::table,
    causes::table,
    containment::table,
    controls::table,
    due_triggers::table,
    missed_triggers::table,
    pending::table,
    rankings::table,
    rejects::table,
    scope::table,
    second_order::table,
    sensitivity::table,
    sources::table,
    survival::table,
    tickets::table,
    weekly::table,
];

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text; lists are joined by `;`.
    Text,
    /// A count.
    Int,
    /// A number printed with so many decimals.
    Float(u8),
    /// True or false.
    Bool,
    /// An instant in UTC.
    Time,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Name as in the contract.
    pub name: &'static str,
    /// Type of every cell.
    pub kind: Kind,
}

/// One value; `None` is unknown and printed empty.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// For [`Kind::Text`]. The text is as it was read: formats guard it.
    Text(Option<Cow<'a, str>>),
    /// For [`Kind::Int`].
    Int(Option<u64>),
    /// For [`Kind::Float`]; never infinite or NaN.
    Float(Option<f64>),
    /// For [`Kind::Bool`].
    Bool(bool),
    /// For [`Kind::Time`].
    Time(Option<Instant>),
}

/// A table: columns in the order of the contract, rows in a stable order.
#[derive(Debug, Clone, PartialEq)]
pub struct Table<'a> {
    /// Name: the file is `tables/<name>.csv`.
    pub name: &'static str,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, each as long as `columns` and of their kinds.
    pub rows: Vec<Vec<Cell<'a>>>,
}

impl<'a> Table<'a> {
    fn new(name: &'static str, columns: &[(&'static str, Kind)], rows: Vec<Vec<Cell<'a>>>) -> Self {
        let columns = columns.iter().map(|&(name, kind)| Column { name, kind }).collect();
        Self { name, columns, rows }
    }
}

impl<'a> Cell<'a> {
    fn text(text: &'a str) -> Self {
        Self::Text((!text.is_empty()).then_some(Cow::Borrowed(text)))
    }

    fn owned(text: String) -> Self {
        Self::Text((!text.is_empty()).then_some(Cow::Owned(text)))
    }

    fn maybe(text: Option<&'a String>) -> Self {
        text.map_or(Self::Text(None), |text| Self::text(text))
    }

    fn list(parts: &[String]) -> Self {
        Self::owned(parts.join(";"))
    }

    fn int(n: u64) -> Self {
        Self::Int(Some(n))
    }

    /// A number; what is not finite is unknown, and minus zero is zero.
    fn float(value: impl Into<Option<f64>>) -> Self {
        Self::Float(value.into().filter(|value| value.is_finite()).map(|value| value + 0.0))
    }

    fn time(at: impl Into<Option<Instant>>) -> Self {
        Self::Time(at.into())
    }
}
