//! The board's page as a sheet: its words across the sheet, its tables as cells under their headers, its charts on a
//! sheet of their own.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::{
    Book, Styles, charts,
    overview_grid::{COLUMNS, WIDTH, lines_in, spans},
    sheet::{is_formula, shown},
};
use crate::report::block::{Align, Block, Figure, Grid, Inline, KeyFigure, Line, Page};

/// The highest row that spreadsheets know, in points.
const HIGHEST: usize = 409;

/// Height of a line in points.
const LINE_HEIGHT: usize = 15;

pub(super) fn add(book: &mut Book<'_>, page: &Page) -> Result<(), XlsxError> {
    let mut figures = Vec::new();
    let sheet = book.file.add_worksheet();
    sheet.set_name("overview")?;
    sheet.set_column_range_width(0, COLUMNS - 1, WIDTH)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
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
    /// A text across the sheet.
    fn text(&mut self, text: &str, style: &Format) -> Result<(), XlsxError> {
        self.height(lines_in(text, COLUMNS))?;
        self.cell((0, COLUMNS), text, style)?;
        self.next += 1;
        Ok(())
    }

    /// Not every program makes rows as high as the text that is wrapped in them.
    fn height(&mut self, lines: usize) -> Result<(), XlsxError> {
        if lines > 1 {
            let height = u32::try_from((lines * LINE_HEIGHT).min(HIGHEST)).unwrap_or(u32::MAX);
            self.sheet.set_row_height(self.next, height)?;
        }
        Ok(())
    }

    /// Writes into so many columns from one on.
    fn cell(&mut self, (at, span): (u16, u16), text: &str, style: &Format) -> Result<(), XlsxError> {
        let text = shown(text);
        let style = if is_formula(&text) { style.clone().set_quote_prefix() } else { style.clone() };
        if span > 1 {
            self.sheet.merge_range(self.next, at, self.next, at + span - 1, &text, &style)?;
        } else {
            self.sheet.write_string_with_format(self.next, at, text, &style)?;
        }
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
                self.text(&format!("{}: {}", figure.title, figure.finding), &styles.wrapped)?;
                self.grid(&figure.grid, styles)
            }
        }
    }

    /// A table with its header; a cell takes as many columns of the sheet as its text needs.
    fn grid(&mut self, grid: &Grid, styles: &Styles) -> Result<(), XlsxError> {
        self.text(grid.caption.as_str(), &styles.caption)?;
        let body: Vec<Vec<String>> = grid.rows.iter().map(|row| row.iter().map(words).collect()).collect();
        let head: Vec<String> = grid.columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        let spans = spans(&head, &body);
        let is_number = |at: usize| matches!(grid.columns.get(at), Some((_, Align::Right)));
        let of_head = |at| if is_number(at) { &styles.grid_head_number } else { &styles.grid_head };
        let of_body = |at| if is_number(at) { &styles.grid_number } else { &styles.grid_text };
        self.row(&head, &spans, of_head)?;
        for row in &body {
            self.row(row, &spans, of_body)?;
        }
        if let Some(rest) = &grid.rest {
            self.text(&words(rest), &styles.wrapped)?;
        }
        self.next += 1;
        Ok(())
    }

    fn row<'s>(
        &mut self,
        cells: &[String],
        spans: &[u16],
        style: impl Fn(usize) -> &'s Format,
    ) -> Result<(), XlsxError> {
        let lines = cells.iter().zip(spans).map(|(text, span)| lines_in(text, *span)).max();
        self.height(lines.unwrap_or(1))?;
        let mut at = 0;
        for ((index, text), span) in cells.iter().enumerate().zip(spans) {
            let style = style(index);
            self.cell((at, *span), text, style)?;
            if let Some((number, format)) = number(text) {
                let style = style.clone().set_num_format(format);
                self.sheet.write_number_with_format(self.next, at, number, &style)?;
            }
            at += span;
        }
        self.next += 1;
        Ok(())
    }

    fn key_figure(&mut self, figure: &KeyFigure, styles: &Styles) -> Result<(), XlsxError> {
        self.text(&format!("{}: {}", figure.label, figure.value), &styles.head)?;
        figure.notes.iter().try_for_each(|note| self.text(note.as_str(), &styles.wrapped))
    }
}

/// A cell that is nothing but a figure as a number, with how it is shown: `1,234.5`.
fn number(text: &str) -> Option<(f64, &'static str)> {
    let format = match text.split_once('.') {
        None => "#,##0",
        Some((_, "")) => return None,
        Some((_, decimals)) if decimals.len() == 1 => "#,##0.0",
        Some(_) => return None,
    };
    let is_figure = text.starts_with(|letter: char| letter.is_ascii_digit())
        && text.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, ',' | '.'));
    text.replace(',', "").parse().ok().filter(|_| is_figure).map(|number| (number, format))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bare_figures_are_numbers() {
        for (text, expected) in [
            ("1,234", Some((1_234.0, "#,##0"))),
            ("104.8", Some((104.8, "#,##0.0"))),
            ("6 of 32", None),
            ("2026-07-01", None),
            ("–", None),
            ("<0.1", None),
            ("", None),
            ("3.", None),
            ("1.2.3", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }
}
