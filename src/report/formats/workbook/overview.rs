//! The board's page as a sheet: what it says in words and figures, and its charts. Tables are sheets of their own.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Book, charts, sheet::shown};
use crate::report::block::{Block, Figure, Inline, KeyFigure, Line, Page};

/// Where charts begin: right of the text.
const TEXT_WIDTH: f64 = 92.0;

pub(super) fn add(book: &mut Book<'_>, page: &Page) -> Result<(), XlsxError> {
    let mut figures = Vec::new();
    let sheet = book.file.add_worksheet();
    sheet.set_name("overview")?;
    sheet.set_column_width(0, TEXT_WIDTH)?.set_column_width(1, 16)?.set_column_width(2, TEXT_WIDTH)?;
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
    fn text(&mut self, text: &str, style: &rust_xlsxwriter::Format) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.next, 0, shown(text), style)?;
        self.next += 1;
        Ok(())
    }

    fn block<'b>(
        &mut self,
        block: &'b Block,
        styles: &super::Styles,
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
            Block::Grid(_) => Ok(()),
            Block::Chart(figure) => {
                figures.push(figure);
                self.text(&format!("{}: {}", figure.title, figure.finding), &styles.wrapped)
            }
        }
    }

    fn key_figure(&mut self, figure: &KeyFigure, styles: &super::Styles) -> Result<(), XlsxError> {
        let notes: Vec<&str> = figure.notes.iter().map(super::super::super::shown::Shown::as_str).collect();
        self.sheet.write_string_with_format(self.next, 1, shown(figure.value.as_str()), &styles.wrapped)?;
        self.sheet.write_string_with_format(self.next, 2, shown(&notes.join("; ")), &styles.wrapped)?;
        self.text(figure.label.as_str(), &styles.head)
    }
}

/// A line as plain text.
fn words(line: &Line) -> String {
    let word = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Strong(text) | Inline::Code(text) | Inline::Link { text, .. } => {
            text.as_str().to_owned()
        }
    };
    line.0.iter().map(word).collect()
}
