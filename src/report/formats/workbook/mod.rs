//! The review as a workbook: what the board reads with its charts, the sheet that reviewers fill in, one sheet per
//! table with real numbers and dates, and what every word and column means.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::super::{
    block::Page,
    model::Review,
    tables::{self, Table},
};

mod charts;
mod definitions;
mod overview;
mod overview_grid;
mod review_sheet;
mod sheet;
mod styles;

use styles::Styles;

/// A table with more cells has no sheet: a spreadsheet would hardly open it, and a part of it would add up wrong.
const MOST_CELLS: usize = 1_000_000;

/// A workbook in the making.
pub(crate) struct Book<'a> {
    review: &'a Review,
    file: Workbook,
    styles: Styles,
    /// Tables without a sheet: name and rows.
    left_out: Vec<(&'static str, usize)>,
    /// Names of the columns of every sheet, for the definitions.
    columns: Vec<(&'static str, Vec<tables::Column>)>,
}

impl<'a> Book<'a> {
    /// A workbook with the first page and the review sheet.
    ///
    /// # Errors
    /// What the writer of workbooks refuses.
    pub(crate) fn new(review: &'a Review, first_page: &Page) -> Result<Self, XlsxError> {
        let header = &review.header;
        let properties = DocProperties::new()
            .set_title(format!("Review of {}", header.period))
            .set_author(format!("misfire {}", header.version))
            // The time of writing would differ from run to run.
            .set_creation_datetime(&ExcelDateTime::from_timestamp(header.as_of.timestamp())?);
        let mut book = Self {
            review,
            file: Workbook::new(),
            styles: Styles::new(),
            left_out: Vec::new(),
            columns: Vec::new(),
        };
        book.file.set_properties(&properties);
        overview::add(&mut book, first_page)?;
        let to_fill_in = tables::review_sheet(review);
        review_sheet::add(&mut book, &to_fill_in)?;
        Ok(book)
    }

    /// Adds the sheet of a table.
    ///
    /// # Errors
    /// What the writer of workbooks refuses.
    pub(crate) fn add(&mut self, table: &Table<'_>) -> Result<(), XlsxError> {
        self.columns.push((table.name, table.columns.clone()));
        if table.rows.len().saturating_mul(table.columns.len()) > MOST_CELLS {
            self.left_out.push((table.name, table.rows.len()));
            return Ok(());
        }
        let sheet = self.file.add_worksheet();
        sheet.set_name(table.name)?;
        sheet::fill(sheet, table, &self.styles)
    }

    /// The bytes of the workbook, which depend on nothing but the review.
    ///
    /// # Errors
    /// What the writer of workbooks refuses.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, XlsxError> {
        definitions::add(&mut self)?;
        self.file.save_to_buffer()
    }
}

#[cfg(test)]
mod tests;
