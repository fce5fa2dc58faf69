//! What the data do not say: coverage, rejected rows, statements that could not be made.

use super::Section;
use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{CoverageRow, Review, Unsaid},
    numbers::{self, count, plural},
    shown::name,
};

pub(super) const SECTION: Section = Section { id: "limits", title: "Limits of the data", build };

const TOP: usize = 40;

fn build(review: &Review) -> Vec<Block> {
    let mut blocks = Vec::new();
    if review.coverage.is_empty() {
        blocks.push(Block::paragraph("Nothing is known about what the inputs cover."));
    } else {
        blocks.push(Block::Grid(coverage(review)));
    }
    let rejected: u64 = review.sources.iter().map(|source| source.rejected).sum();
    if rejected > 0 {
        let read: u64 = review.sources.iter().map(|source| source.rows_read).sum();
        let text = format!(
            "{} of {} could not be used; each stands with its reason in ",
            count(rejected),
            plural(read, "row", "rows")
        );
        blocks.push(Block::Paragraph(Line::default().text(&text).file("tables/rejects.csv").text(".")));
    }
    // How many files is not said: the same rows in other files must give the same page.
    if review.sources.iter().any(|source| source.incomplete.is_some()) {
        blocks.push(Block::Paragraph(
            Line::from("Some inputs are damaged or cut off: figures that rest on them are lower bounds. They stand in ")
                .file("tables/sources.csv")
                .text("."),
        ));
    }
    if !review.remarks.is_empty() {
        blocks.push(Block::List(
            review.remarks.iter().take(TOP).map(|text| Line::default().marked(&sentence(text))).collect(),
        ));
    }
    if review.unsaid.is_empty() {
        blocks.push(Block::paragraph("Every register and source that this report can use was there, so no statement had to be left out."));
    } else {
        blocks.push(Block::Heading("What could not be said".into()));
        blocks.push(Block::List(unsaid(review)));
    }
    blocks
}

/// With its full stop.
fn sentence(text: &str) -> String {
    format!("{}.", text.trim_end_matches('.'))
}

/// What could not be said and why, and what would supply it.
pub(in crate::report) fn left_out(unsaid: &Unsaid) -> Line {
    let line = Line::default().marked(&sentence(&unsaid.what));
    if unsaid.supply.is_empty() {
        return line;
    }
    line.text(" To be supplied: ").marked(&sentence(&unsaid.supply))
}

fn unsaid(review: &Review) -> Vec<Line> {
    let mut lines: Vec<Line> = review.unsaid.iter().take(TOP).map(left_out).collect();
    if let Some(more) = review.unsaid.len().checked_sub(TOP).filter(|more| *more > 0) {
        lines.push(Line::default().text(&format!("{more} more in ")).file("review.json").text("."));
    }
    lines
}

fn coverage(review: &Review) -> Grid {
    use Align::{Left, Right};
    let mut grid = Grid::new(
        "What the inputs cover",
        &[("Source", Left), ("Rows", Right), ("From", Left), ("To", Left), ("Findings", Left)],
    );
    let day = |at: Option<_>| at.map_or_else(|| "–".to_owned(), |at| numbers::date(at, &review.header));
    let cells = |row: &CoverageRow| -> Vec<Line> {
        vec![
            name(&row.format).into(),
            count(row.rows_read).into(),
            day(row.first_at).into(),
            day(row.last_at).into(),
            Line::default().marked(&findings(row)),
        ]
    };
    grid.rows = review.coverage.iter().take(TOP).map(cells).collect();
    grid.stacked().pointing_to(review.coverage.len(), "audit.html")
}

fn findings(row: &CoverageRow) -> String {
    if row.findings.is_empty() {
        return "no gap found".to_owned();
    }
    let mut text = row.findings.iter().take(4).map(String::as_str).collect::<Vec<_>>().join("; ");
    if row.findings.len() > 4 {
        text.push_str(&format!("; {} more", row.findings.len() - 4));
    }
    text
}
