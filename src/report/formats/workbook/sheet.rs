//! One table as a sheet: a frozen header, filters, numbers and dates as such.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::styles::Styles;
use crate::{
    records::Instant,
    report::{
        shown::{cut, visible},
        tables::{Cell, Column, Kind, Table},
    },
};

/// The longest text a cell of a workbook can hold.
const LONGEST: usize = 32_767;

/// Days between the epoch of workbooks and that of times.
const EPOCH_DAYS: f64 = 25_569.0;

const SECONDS_OF_DAY: f64 = 86_400.0;

/// Fills a sheet with a table.
pub(super) fn fill(sheet: &mut Worksheet, table: &Table<'_>, styles: &Styles) -> Result<(), XlsxError> {
    head(sheet, &table.columns, styles)?;
    for (number, row) in (1..).zip(&table.rows) {
        for ((at, column), cell) in (0..).zip(&table.columns).zip(row) {
            write(sheet, (number, at), (cell, column.kind), styles)?;
        }
    }
    let last = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    if let Some(last_column) = table.columns.len().checked_sub(1) {
        sheet.autofilter(0, 0, last, u16::try_from(last_column).unwrap_or(u16::MAX))?;
    }
    Ok(())
}

/// The header, its columns as wide as their kinds need; it and the first column stay in sight.
pub(super) fn head(sheet: &mut Worksheet, columns: &[Column], styles: &Styles) -> Result<(), XlsxError> {
    for (at, column) in (0..).zip(columns) {
        sheet.write_string_with_format(0, at, column.name, &styles.head)?;
        let least = match column.kind {
            Kind::Time => 20.0,
            Kind::Text => 18.0,
            Kind::Int | Kind::Float(_) | Kind::Bool => 10.0,
        };
        #[expect(clippy::cast_precision_loss, reason = "the length of a header")]
        let named = column.name.len() as f64 + 4.0;
        sheet.set_column_width(at, named.max(least))?;
    }
    sheet.set_freeze_panes(1, 1)?;
    // Printed, a wide table is of use only with its header on every page.
    sheet.set_landscape().set_repeat_rows(0, 0)?;
    Ok(())
}

/// Writes one cell; what is unknown stays empty.
pub(super) fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    (cell, kind): (&Cell<'_>, Kind),
    styles: &Styles,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(Some(text)) => {
            let shown = shown(text);
            let style = if is_formula(&shown) { &styles.guarded } else { &styles.text };
            sheet.write_string_with_format(row, column, shown, style)?;
        }
        Cell::Int(Some(number)) => {
            #[expect(clippy::cast_precision_loss, reason = "workbooks know no other numbers")]
            sheet.write_number_with_format(row, column, *number as f64, styles.number(kind))?;
        }
        Cell::Float(Some(number)) => {
            sheet.write_number_with_format(row, column, *number, styles.number(kind))?;
        }
        Cell::Bool(is_true) => {
            sheet.write_boolean_with_format(row, column, *is_true, &styles.text)?;
        }
        Cell::Time(Some(at)) => {
            sheet.write_number_with_format(row, column, serial(*at), &styles.time)?;
        }
        Cell::Text(None) | Cell::Int(None) | Cell::Float(None) | Cell::Time(None) => {}
    }
    Ok(())
}

/// A text as a cell can hold it.
pub(super) fn shown(text: &str) -> String {
    cut(&visible(text), LONGEST)
}

/// Whether a spreadsheet would take the text for a formula when its cell is edited.
pub(super) fn is_formula(text: &str) -> bool {
    text.trim_start().starts_with(['=', '+', '-', '@'])
}

/// Days since the epoch of workbooks, in UTC: they know no zones.
fn serial(at: Instant) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "microseconds of this century are exact")]
    let seconds = at.timestamp_micros() as f64 / 1_000_000.0;
    seconds / SECONDS_OF_DAY + EPOCH_DAYS
}
