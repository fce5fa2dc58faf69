//! The cells of a sheet, row by row, as the texts they would be in delimited text.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, XlsxCellReader, XlsxError};
use chrono::{NaiveDate, TimeDelta};

/// Cells of a sheet, row by row.
pub(crate) struct Cells<'a> {
    reader: XlsxCellReader<'a, Cursor<Vec<u8>>>,
    /// The first cell of the next row.
    ahead: Option<(u64, usize, Seen)>,
    /// Whether the sheet has ended: asked again, it would be found cut off.
    is_done: bool,
    /// Whether formulas are looked at, too.
    has_formulas: bool,
}

/// A cell as text, and what it was.
struct Seen {
    text: String,
    is_text: bool,
    is_uncomputed: bool,
}

/// A filled row.
#[derive(Debug, Default)]
pub(crate) struct SheetRow {
    /// Its number, 1-based.
    pub number: u64,
    /// Its cells from the first column on.
    pub cells: Vec<String>,
    /// Whether it holds texts only, as headers do.
    pub is_text: bool,
    /// Columns of formulas whose value is not in the file, 0-based; only where formulas are looked at.
    pub uncomputed: Vec<usize>,
}

impl<'a> Cells<'a> {
    pub(crate) fn new(reader: XlsxCellReader<'a, Cursor<Vec<u8>>>) -> Self {
        Self { reader, ahead: None, is_done: false, has_formulas: false }
    }

    /// Says of formulas when their value is not in the file: programs that write workbooks without computing them
    /// leave it out, and such a cell is not one that nobody filled in.
    pub(crate) fn with_formulas(reader: XlsxCellReader<'a, Cursor<Vec<u8>>>) -> Self {
        Self { has_formulas: true, ..Self::new(reader) }
    }

    /// The next row with a filled cell.
    pub(crate) fn next_filled(&mut self) -> Result<Option<SheetRow>, XlsxError> {
        let mut row: Option<SheetRow> = None;
        loop {
            let next = match self.ahead.take() {
                Some(cell) => Some(cell),
                None => self.cell()?,
            };
            let Some((number, column, cell)) = next else { return Ok(row) };
            let here = row.get_or_insert_with(|| SheetRow { number, is_text: true, ..SheetRow::default() });
            if here.number != number {
                self.ahead = Some((number, column, cell));
                return Ok(row);
            }
            if here.cells.len() <= column {
                here.cells.resize(column + 1, String::new());
            }
            here.cells[column] = cell.text;
            here.is_text &= cell.is_text;
            if cell.is_uncomputed {
                here.uncomputed.push(column);
            }
        }
    }

    /// The next cell that says something.
    fn cell(&mut self) -> Result<Option<(u64, usize, Seen)>, XlsxError> {
        while !self.is_done
            && let Some(((row, column), found, is_uncomputed)) = self.next_text()?
        {
            let filled = found.filter(|(text, _)| !text.trim().is_empty());
            if let Some((text, is_text)) = filled.or_else(|| is_uncomputed.then(Default::default)) {
                let seen = Seen { text, is_text, is_uncomputed };
                return Ok(Some((u64::from(row) + 1, column as usize, seen)));
            }
        }
        self.is_done = true;
        Ok(None)
    }

    /// The next cell: its place, its text, and whether it is a formula without a value.
    fn next_text(&mut self) -> Result<Option<Place>, XlsxError> {
        if self.has_formulas {
            let next = self.reader.next_cell_with_formula_metadata()?;
            return Ok(next.map(|cell| {
                let is_uncomputed = cell.formula.is_some() && matches!(cell.value, DataRef::Empty);
                (cell.pos, text(&cell.value), is_uncomputed)
            }));
        }
        let next = self.reader.next_cell()?;
        Ok(next.map(|cell| (cell.get_position(), text(cell.get_value()), false)))
    }
}

/// What one cell of the file gives.
type Place = ((u32, u32), Option<(String, bool)>, bool);

/// A cell as it would stand in delimited text.
fn text(value: &DataRef<'_>) -> Option<(String, bool)> {
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
