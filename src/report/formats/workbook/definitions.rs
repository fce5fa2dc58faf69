//! What the words, causes and columns of the workbook mean, and which tables have no sheet.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::{Book, sheet::shown};
use crate::{
    judge,
    report::{tables, tables::Kind, vocabulary},
};

const SHEET: &str = "definitions";

/// The row of the first cause, counted from 1: under the title and the header.
const FIRST_CAUSE: usize = 4;

/// The cells with the causes, for the list of the review sheet.
pub(super) fn causes_range() -> String {
    let last = FIRST_CAUSE + judge::known_causes().len() - 1;
    format!("={SHEET}!$A${FIRST_CAUSE}:$A${last}")
}

pub(super) fn add(book: &mut Book<'_>) -> Result<(), XlsxError> {
    let zone = book.review.header.time_zone.name();
    let mut sheet = Worksheet::new();
    sheet.set_name(SHEET)?;
    sheet.set_column_width(0, 30)?.set_column_width(1, 30)?.set_column_width(2, 100)?;
    let mut rows = Rows { sheet, next: 0, book };
    rows.title("Definitions")?;
    rows.title("Causes")?;
    rows.head(["Code", "Kind", "Meaning"])?;
    for cause in judge::known_causes() {
        rows.row([cause, "cause", vocabulary::cause(cause).unwrap_or("no rule names the mechanism")])?;
    }
    rows.title("Words")?;
    for (word, meaning) in vocabulary::DEFINITIONS {
        rows.row([word, "word", meaning])?;
    }
    rows.row(["times", "UTC", &format!("Times of all sheets are UTC, which workbooks cannot say themselves; the organisation's zone is {zone}. Only reviewed_at of the review sheet is filled in in that zone.")])?;
    rows.row(["empty cell", "", "Unknown, which is not zero."])?;
    rows.title("Columns")?;
    let Book { columns: tables_with_columns, left_out, .. } = rows.book;
    for (table, columns) in tables_with_columns {
        for column in columns {
            let name = format!("{table}.{}", column.name);
            let meaning = tables::meaning(column.name).unwrap_or_default();
            rows.row([&name, kind(column.kind), meaning])?;
        }
    }
    rows.title("Tables without a sheet")?;
    for (table, n_rows) in left_out {
        let why = format!("{n_rows} rows are more than a workbook can hold usefully: see tables/{table}.csv");
        rows.row([table, "left out", &why])?;
    }
    if left_out.is_empty() {
        rows.row(["none", "", "Every table of the review has a sheet with all of its rows."])?;
    }
    let sheet = rows.sheet;
    book.file.push_worksheet(sheet);
    Ok(())
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Int => "count",
        Kind::Float(_) => "number",
        Kind::Bool => "yes or no",
        Kind::Time => "time, UTC",
    }
}

/// The sheet, filled from the top.
struct Rows<'a, 'b> {
    sheet: Worksheet,
    next: u32,
    book: &'a Book<'b>,
}

impl Rows<'_, '_> {
    fn title(&mut self, text: &str) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.next, 0, text, &self.book.styles.heading)?;
        self.next += 1;
        Ok(())
    }

    fn head(&mut self, cells: [&str; 3]) -> Result<(), XlsxError> {
        self.cells(cells.map(str::to_owned), &self.book.styles.head)
    }

    fn row(&mut self, cells: [&str; 3]) -> Result<(), XlsxError> {
        self.cells(cells.map(shown), &self.book.styles.wrapped)
    }

    fn cells(&mut self, cells: [String; 3], style: &Format) -> Result<(), XlsxError> {
        for (column, cell) in (0..).zip(cells) {
            self.sheet.write_string_with_format(self.next, column, cell, style)?;
        }
        self.next += 1;
        Ok(())
    }
}
