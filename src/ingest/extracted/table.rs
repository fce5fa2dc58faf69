//! Records of one kind as columns, and back.

use super::fields::{Fields, joined};
use crate::records::Instant;

/// The cells of one column.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Column {
    Text(Vec<Option<String>>),
    Number(Vec<Option<i64>>),
    /// Microseconds since 1970 in UTC.
    Time(Vec<Option<i64>>),
    Flag(Vec<Option<bool>>),
}

/// Named columns of one height.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Table {
    pub(super) names: Vec<String>,
    pub(super) columns: Vec<Column>,
}

/// Adds a record to a table, field by field.
pub(super) struct Writing<'t> {
    table: &'t mut Table,
    next: usize,
    pub(super) wrong: Option<String>,
}

/// Fills a record from a row of a table, field by field.
pub(super) struct Reading<'t> {
    table: &'t Table,
    row: usize,
    next: usize,
    pub(super) wrong: Option<String>,
}

impl<'t> Writing<'t> {
    pub(super) fn new(table: &'t mut Table) -> Self {
        Self { table, next: 0, wrong: None }
    }

    /// The column of the next field, made when the first record comes.
    fn column(&mut self, name: [&'static str; 2], empty: Column) -> &mut Column {
        if self.next == self.table.columns.len() {
            self.table.names.push(joined(name));
            self.table.columns.push(empty);
        }
        self.next += 1;
        &mut self.table.columns[self.next - 1]
    }
}

impl Fields for Writing<'_> {
    fn text(&mut self, name: [&'static str; 2], value: &mut Option<String>) {
        if let Column::Text(cells) = self.column(name, Column::Text(Vec::new())) {
            cells.push(value.clone());
        }
    }

    fn number(&mut self, name: [&'static str; 2], value: &mut Option<i64>) {
        if let Column::Number(cells) = self.column(name, Column::Number(Vec::new())) {
            cells.push(*value);
        }
    }

    fn time(&mut self, name: [&'static str; 2], value: &mut Option<Instant>) {
        if let Column::Time(cells) = self.column(name, Column::Time(Vec::new())) {
            cells.push(value.map(|at| at.timestamp_micros()));
        }
    }

    fn flag(&mut self, name: [&'static str; 2], value: &mut Option<bool>) {
        if let Column::Flag(cells) = self.column(name, Column::Flag(Vec::new())) {
            cells.push(*value);
        }
    }

    fn wrong(&mut self, name: [&'static str; 2], why: String) {
        self.wrong.get_or_insert_with(|| format!("`{}` {why}", joined(name)));
    }
}

impl<'t> Reading<'t> {
    pub(super) fn new(table: &'t Table, row: usize) -> Self {
        Self { table, row, next: 0, wrong: None }
    }

    /// The column of the next field, if it is the one that is expected there.
    fn column(&mut self, name: [&'static str; 2]) -> Option<&'t Column> {
        let found = self.table.names.get(self.next).map_or("", String::as_str);
        let [prefix, rest] = name;
        let is_it = found.strip_prefix(prefix).is_some_and(|found| {
            if prefix.is_empty() { found == rest } else { found.strip_prefix('_') == Some(rest) }
        });
        self.next += 1;
        if is_it {
            return self.table.columns.get(self.next - 1);
        }
        self.wrong
            .get_or_insert_with(|| format!("column `{found}` stands where `{}` is expected", joined(name)));
        None
    }

    fn wrong_type(&mut self, name: [&'static str; 2]) {
        self.wrong.get_or_insert_with(|| format!("column `{}` is of another type", joined(name)));
    }
}

impl Fields for Reading<'_> {
    fn text(&mut self, name: [&'static str; 2], value: &mut Option<String>) {
        match self.column(name) {
            Some(Column::Text(cells)) => value.clone_from(&cells[self.row]),
            _ => self.wrong_type(name),
        }
    }

    fn number(&mut self, name: [&'static str; 2], value: &mut Option<i64>) {
        match self.column(name) {
            Some(Column::Number(cells)) => *value = cells[self.row],
            _ => self.wrong_type(name),
        }
    }

    fn time(&mut self, name: [&'static str; 2], value: &mut Option<Instant>) {
        match self.column(name) {
            Some(Column::Time(cells)) => *value = cells[self.row].and_then(Instant::from_timestamp_micros),
            _ => self.wrong_type(name),
        }
    }

    fn flag(&mut self, name: [&'static str; 2], value: &mut Option<bool>) {
        match self.column(name) {
            Some(Column::Flag(cells)) => *value = cells[self.row],
            _ => self.wrong_type(name),
        }
    }

    fn wrong(&mut self, name: [&'static str; 2], why: String) {
        self.wrong.get_or_insert_with(|| format!("`{}` {why}", joined(name)));
    }
}
