//! The cells of a sheet, row by row, as the texts they would be in delimited text.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, XlsxCellReader, XlsxError};
use chrono::{NaiveDate, TimeDelta};

/// Cells of a sheet, row by row.
pub(crate) struct Cells<'a> {
    reader: XlsxCellReader<'a, Cursor<Vec<u8>>>,
    /// The first cell of the next row.
    ahead: Option<(u64, usize, Text)>,
    /// Whether the sheet has ended: asked again, it would be found cut off.
    is_done: bool,
}

/// A cell as text, and whether it was one.
type Text = (String, bool);

/// A filled row.
#[derive(Debug, Default)]
pub(crate) struct SheetRow {
    /// Its number, 1-based.
    pub number: u64,
    /// Its cells from the first column on.
    pub cells: Vec<String>,
    /// Whether it holds texts only, as headers do.
    pub is_text: bool,
}

impl<'a> Cells<'a> {
    pub(crate) fn new(reader: XlsxCellReader<'a, Cursor<Vec<u8>>>) -> Self {
        Self { reader, ahead: None, is_done: false }
    }

    /// The next row with a filled cell.
    pub(crate) fn next_filled(&mut self) -> Result<Option<SheetRow>, XlsxError> {
        let mut row: Option<SheetRow> = None;
        loop {
            let next = match self.ahead.take() {
                Some(cell) => Some(cell),
                None => self.cell()?,
            };
            let Some((number, column, (text, is_text))) = next else { return Ok(row) };
            let here = row.get_or_insert_with(|| SheetRow { number, cells: Vec::new(), is_text: true });
            if here.number != number {
                self.ahead = Some((number, column, (text, is_text)));
                return Ok(row);
            }
            if here.cells.len() <= column {
                here.cells.resize(column + 1, String::new());
            }
            here.cells[column] = text;
            here.is_text &= is_text;
        }
    }

    /// The next cell that says something.
    fn cell(&mut self) -> Result<Option<(u64, usize, Text)>, XlsxError> {
        while !self.is_done
            && let Some(cell) = self.reader.next_cell()?
        {
            let (row, column) = cell.get_position();
            if let Some(text) = text(cell.get_value()).filter(|(text, _)| !text.trim().is_empty()) {
                return Ok(Some((u64::from(row) + 1, column as usize, text)));
            }
        }
        self.is_done = true;
        Ok(None)
    }
}

/// A cell as it would stand in delimited text.
fn text(value: &DataRef<'_>) -> Option<Text> {
    let text = |text: &str| Some((text.replace("\r\n", "\n"), true));
    match value {
        DataRef::Empty => None,
        DataRef::String(value) => text(value),
        DataRef::SharedString(value) => text(value),
        DataRef::Int(number) => Some((number.to_string(), false)),
        DataRef::Float(number) => Some((number.to_string(), false)),
        DataRef::Bool(is_true) => Some((is_true.to_string(), false)),
        DataRef::DateTime(time) => Some((time_text(time), false)),
        DataRef::DateTimeIso(time) | DataRef::DurationIso(time) => Some((time.clone(), false)),
        DataRef::Error(error) => Some((error.to_string(), false)),
    }
}

/// A date with its time of day as ISO text, to the second; a duration, or a time of no day, as hours.
fn time_text(time: &ExcelDateTime) -> String {
    let days = time.as_f64();
    if time.is_duration() || (0.0..1.0).contains(&days) {
        let seconds = (days * 86_400.0).round();
        let sign = if seconds < 0.0 { "-" } else { "" };
        let seconds = seconds.abs();
        let (hours, rest) = ((seconds / 3_600.0).floor(), seconds % 3_600.0);
        return format!("{sign}{hours}:{:02}:{:02}", (rest / 60.0).floor(), rest % 60.0);
    }
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let date = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day));
    let at = date.and_then(|date| date.and_hms_opt(hour.into(), minute.into(), second.into()));
    // Cells hold fractions of days, which miss whole seconds by a little.
    let rounded = at.map(|at| at + TimeDelta::seconds(i64::from(milli >= 500)));
    rounded.map_or_else(|| days.to_string(), |at| at.format("%Y-%m-%d %H:%M:%S").to_string())
}
