//! The board's page as a sheet: what it says in words and figures, and its charts. Tables are sheets of their own.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::{Book, Styles, charts, sheet::shown};
use crate::report::block::{Block, Figure, Grid, Inline, KeyFigure, Line, Page};

/// Width of the text, in characters of the default font.
const TEXT_WIDTH: u32 = 110;

/// So many characters surely fit one line of it.
const CHARACTERS: usize = 110;

/// The highest row that spreadsheets know, in points.
const HIGHEST: usize = 409;

/// Height of a line in points.
const LINE_HEIGHT: usize = 15;

pub(super) fn add(book: &mut Book<'_>, page: &Page) -> Result<(), XlsxError> {
    let mut figures = Vec::new();
    let sheet = book.file.add_worksheet();
    sheet.set_name("overview")?;
    sheet.set_column_width(0, TEXT_WIDTH)?;
    sheet.set_portrait().set_print_fit_to_pages(1, 0);
    let mut rows = Rows { sheet, next: 0 };
    rows.text(page.title.as_str(), &book.styles.title)?;
    for line in &page.lead {
        rows.text(&words(line), &book.styles.wrapped)?;
    }
    for section in &page.sections {
        rows.next += 1;
        rows.text(section.title.as_str(), &book.styles.heading)?;
        for block in &section.blocks {
            rows.block(block, &book.styles, &mut figures)?;
        }
    }
    charts::add(book, &figures)
}

/// A sheet that is filled from the top.
struct Rows<'a> {
    sheet: &'a mut Worksheet,
    next: u32,
}

impl Rows<'_> {
    fn text(&mut self, text: &str, style: &Format) -> Result<(), XlsxError> {
        let text = shown(text);
        // Not every program makes rows as high as the text that is wrapped in them.
        let lines = text.chars().count().div_ceil(CHARACTERS).max(1);
        if lines > 1 {
            self.sheet.set_row_height(
                self.next,
                u32::try_from((lines * LINE_HEIGHT).min(HIGHEST)).unwrap_or(u32::MAX),
            )?;
        }
        self.sheet.write_string_with_format(self.next, 0, text, style)?;
        self.next += 1;
        Ok(())
    }

    fn block<'b>(
        &mut self,
        block: &'b Block,
        styles: &Styles,
        figures: &mut Vec<&'b Figure>,
    ) -> Result<(), XlsxError> {
        match block {
            Block::Answer(line) | Block::Paragraph(line) | Block::Warning(line) => {
                self.text(&words(line), &styles.wrapped)
            }
            Block::Heading(line) => self.text(&words(line), &styles.head),
            Block::List(lines) => {
                lines.iter().try_for_each(|line| self.text(&format!("• {}", words(line)), &styles.wrapped))
            }
            Block::Figures(figures) => figures.iter().try_for_each(|figure| self.key_figure(figure, styles)),
            Block::Grid(grid) => self.grid(grid, styles),
            Block::Chart(figure) => {
                figures.push(figure);
                self.text(&format!("{}: {}", figure.title, figure.finding), &styles.wrapped)
            }
        }
    }

    /// A small table as lines: the sheets have the large ones.
    fn grid(&mut self, grid: &Grid, styles: &Styles) -> Result<(), XlsxError> {
        self.text(grid.caption.as_str(), &styles.head)?;
        for row in &grid.rows {
            let named = row.iter().zip(&grid.columns).filter(|(cell, _)| !cell.0.is_empty());
            let cells: Vec<String> =
                named.map(|(cell, (column, _))| format!("{column}: {}", words(cell))).collect();
            self.text(&format!("• {}", cells.join("; ")), &styles.wrapped)?;
        }
        Ok(())
    }

    fn key_figure(&mut self, figure: &KeyFigure, styles: &Styles) -> Result<(), XlsxError> {
        self.text(&format!("{}: {}", figure.label, figure.value), &styles.head)?;
        figure.notes.iter().try_for_each(|note| self.text(note.as_str(), &styles.wrapped))
    }
}

/// A line as plain text.
fn words(line: &Line) -> String {
    let word = |inline: &Inline| match inline {
        Inline::Text(text)
        | Inline::Strong(text)
        | Inline::Code(text)
        | Inline::Shaded { text, .. }
        | Inline::Link { text, .. } => text.as_str().to_owned(),
    };
    line.0.iter().map(word).collect()
}
