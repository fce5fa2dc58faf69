//! Cuts a sheet of a workbook into the rows that the same table would have as delimited text.

use super::{
    csv_rows::repeated,
    rows::{Cut, Damage, RowData, Rows},
};
use crate::spreadsheet::{Cells, SheetRow};

/// The rows of one sheet.
pub(super) struct SheetRows<'a> {
    cells: Cells<'a>,
    header: Vec<String>,
    limit: usize,
    notes: Vec<(u64, &'static str, String)>,
    has_long: bool,
    is_done: bool,
    unfinished: Option<String>,
    /// Number of the last row.
    last: u64,
}

impl<'a> SheetRows<'a> {
    /// The rows below the header, which stands on the row of this number.
    ///
    /// # Errors
    /// When the sheet is damaged before its header.
    pub(super) fn new(
        mut cells: Cells<'a>,
        header_row: u64,
        limit: usize,
        mut notes: Vec<(u64, &'static str, String)>,
    ) -> Result<Self, String> {
        let mut header = Vec::new();
        while let Some(row) = cells.next_filled().map_err(|error| error.to_string())? {
            if row.number == header_row {
                header = row.cells.iter().map(|cell| cell.trim().to_owned()).collect();
                break;
            }
        }
        notes.extend(repeated(&header).map(|message| (header_row, "duplicate-header", message)));
        Ok(Self {
            cells,
            header,
            limit,
            notes,
            has_long: false,
            is_done: false,
            unfinished: None,
            last: header_row,
        })
    }

    /// Makes the row as wide as the header; empty cells at the end of a row are not in the file at all.
    fn level(&mut self, row: &mut SheetRow) {
        let width = self.header.len();
        if row.cells.len() > width && !self.has_long {
            self.has_long = true;
            let message = format!("a row has {} cells where the header has {width}", row.cells.len());
            self.notes.push((row.number, "row-longer-than-header", message));
        }
        row.cells.resize(row.cells.len().max(width), String::new());
    }
}

impl Rows for SheetRows<'_> {
    fn next_row(&mut self) -> Option<Cut> {
        if self.is_done {
            return None;
        }
        match self.cells.next_filled() {
            Ok(row) => {
                self.is_done = row.is_none();
                let mut row = row?;
                self.last = row.number;
                if row.cells.iter().map(String::len).sum::<usize>() > self.limit {
                    let reason = format!(
                        "longer than {} MiB, the longest accepted row (`max_line_mb`)",
                        self.limit >> 20
                    );
                    let damage = Damage::new(reason, row.cells.join(",").as_bytes());
                    return Some(Cut { line: row.number, item: 0, data: Err(damage) });
                }
                self.level(&mut row);
                Some(Cut { line: row.number, item: 0, data: Ok(RowData::Csv(row.cells)) })
            }
            Err(error) => {
                self.is_done = true;
                self.last += 1;
                self.unfinished = Some(format!("is a workbook that is damaged below row {}", self.last - 1));
                let damage = Damage::new(format!("the sheet cannot be read from here on: {error}"), b"");
                Some(Cut { line: self.last, item: 0, data: Err(damage) })
            }
        }
    }

    fn header(&self) -> Option<Vec<String>> {
        Some(self.header.clone())
    }

    fn notes(&mut self) -> Vec<(u64, &'static str, String)> {
        std::mem::take(&mut self.notes)
    }

    fn unfinished(&self) -> Option<String> {
        self.unfinished.clone()
    }
}
