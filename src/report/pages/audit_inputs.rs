//! The inputs on the auditor's page: row reconciliation, coverage, rejected rows, notes.

use std::collections::{BTreeMap, BTreeSet};

use super::audit::counted;
use crate::{
    ingest::source::SourceFile,
    records::ZoneSource,
    report::{
        block::{Align, Block, Grid, Line},
        model::{CoverageRow, Review},
        numbers::{self, count, plural},
        shown::{cut, name},
    },
};

const MAX_SOURCES: usize = 200;
const MAX_NOTES: usize = 50;

/// What stands below the table of files.
const ZONES: &str = "Zone: how times of the file became UTC. explicit: each carries its zone; format: the format fixes it; configured: misfire.toml names it; assumed: UTC was assumed.";

/// The rows of one format, all its files together.
#[derive(Default)]
struct Reconciled<'a> {
    rows: [u64; 5],
    zones: BTreeSet<&'a str>,
}

impl<'a> Reconciled<'a> {
    fn add(&mut self, source: &'a SourceFile) {
        let of_file =
            [source.rows_read, source.accepted, source.out_of_scope, source.duplicate, source.rejected];
        for (sum, rows) in self.rows.iter_mut().zip(of_file) {
            *sum += rows;
        }
        self.zones.extend(source.zone_source.map(ZoneSource::code));
    }

    fn adds_up(&self) -> bool {
        let [read, accepted, out_of_scope, duplicate, rejected] = self.rows;
        read == accepted + out_of_scope + duplicate + rejected
    }

    fn cells(&self, first: Line) -> Vec<Line> {
        let mut cells = vec![first];
        cells.extend(self.rows.iter().map(|rows| Line::from(count(*rows))));
        cells.push(if self.adds_up() { "yes" } else { "NO" }.into());
        cells.push(self.zones.iter().copied().collect::<Vec<_>>().join(", ").into());
        cells
    }
}

/// Every format, and whether its rows add up. Files stand in `tables/sources` and the manifest: the same rows
/// in other files must give the same page.
pub(super) fn sources(review: &Review) -> Vec<Block> {
    use Align::{Left, Right};
    if review.sources.is_empty() {
        return vec![Block::paragraph("No input file was read.")];
    }
    let mut formats: BTreeMap<&str, Reconciled<'_>> = BTreeMap::new();
    let mut all = Reconciled::default();
    for source in &review.sources {
        formats.entry(&source.format).or_default().add(source);
        all.add(source);
    }
    let mut grid = Grid::new(
        "Row reconciliation per format",
        &[
            ("Format", Left),
            ("Read", Right),
            ("Accepted", Right),
            ("Out of scope", Right),
            ("Duplicate", Right),
            ("Rejected", Right),
            ("Adds up", Left),
            ("Zone", Left),
        ],
    );
    let one = |(format, sums): (&&str, &Reconciled<'_>)| sums.cells(Line::default().code(&name(format)));
    grid.rows = formats.iter().map(one).collect();
    grid.rows.push(all.cells(Line::default().strong("all")));
    let files = Line::from("Every file with its rows, first and last time, and SHA-256: ")
        .file("tables/sources.csv")
        .text(", and with its settings: ")
        .file("evidence/manifest.json")
        .text(".");
    let mut blocks = vec![Block::Grid(grid), Block::Paragraph(files), Block::paragraph(ZONES)];
    if review.sources.iter().any(|source| !source.adds_up()) {
        let text = "Not every row of every file is accounted for.";
        blocks.insert(0, Block::Warning(Line::from(text)));
    }
    if review.sources.iter().any(|source| source.incomplete.is_some()) {
        let text = "Some files are damaged or end too early; which, and why, stands there too.";
        blocks.push(Block::Warning(Line::from(text)));
    }
    blocks
}

/// Every source with all its findings.
pub(super) fn coverage(review: &Review) -> Vec<Block> {
    if review.coverage.is_empty() {
        return vec![Block::paragraph("Nothing is known about what the inputs cover.")];
    }
    let day = |at: Option<_>| at.map_or_else(|| "unknown".to_owned(), |at| numbers::time(at, &review.header));
    let line = |row: &CoverageRow| {
        let findings = if row.findings.is_empty() {
            "No gap found".to_owned()
        } else {
            row.findings.iter().take(20).map(String::as_str).collect::<Vec<_>>().join("; ")
        };
        Line::default()
            .strong(&name(&row.format))
            .text(&format!(
                ": {}, {} to {}. ",
                plural(row.rows_read, "row", "rows"),
                day(row.first_at),
                day(row.last_at)
            ))
            .marked(&findings)
            .text(".")
    };
    vec![Block::List(review.coverage.iter().take(MAX_SOURCES).map(line).collect())]
}

/// Rejected rows by reason.
pub(super) fn rejects(review: &Review) -> Vec<Block> {
    if review.rejects.is_empty() {
        return vec![Block::paragraph("None.")];
    }
    let reasons: Vec<String> = review.rejects.iter().map(|reject| without_place(&reject.reason)).collect();
    let rows = counted(reasons.iter().map(String::as_str));
    let mut grid = Grid::new("Rejected rows by reason", &[("Reason", Align::Left), ("Rows", Align::Right)]);
    grid.rows = rows
        .iter()
        .take(MAX_NOTES)
        .map(|(reason, n)| vec![Line::default().marked(&cut(reason, 200)), count(*n).into()])
        .collect();
    // Which files they stand in is left to the table: the same rows in other files must give the same page.
    let places =
        Line::from("File, position and first characters of each: ").file("tables/rejects.csv").text(".");
    vec![Block::Grid(grid.pointing_to(rows.len(), "tables/rejects.csv")), Block::Paragraph(places)]
}

/// A reason without the line and column in it, so that one kind of damage is one reason.
fn without_place(reason: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut rest = reason.split(' ').peekable();
    while let Some(word) = rest.next() {
        let is_place = matches!(word.trim_start_matches('('), "line" | "column" | "byte" | "position");
        let number = rest.peek().map(|next| next.trim_end_matches([',', ';', ':', ')', '.']));
        let ends_with_colon = rest.peek().is_some_and(|next| next.ends_with(':'));
        if is_place && number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())) {
            rest.next();
            if words.last().is_some_and(|last| last == "at") {
                words.pop();
            }
            if let Some(last) = words.last_mut().filter(|last| ends_with_colon && last.ends_with(',')) {
                last.pop();
                last.push(':');
            }
        } else {
            words.push(word.to_owned());
        }
    }
    words.join(" ").trim_end_matches([',', ';', ':', ' ']).to_owned()
}

/// Notes, each once; the manifest has the place of each.
pub(super) fn notes(review: &Review) -> Vec<Block> {
    if review.notes.is_empty() {
        return vec![Block::paragraph("None.")];
    }
    let notes: BTreeSet<(&str, &str)> =
        review.notes.iter().map(|note| (note.key, note.message.as_str())).collect();
    let mut grid = Grid::new("Notes", &[("Note", Align::Left), ("What", Align::Left)]);
    let cells = |(key, message): &(&str, &str)| -> Vec<Line> {
        vec![Line::default().code(key), Line::default().marked(message)]
    };
    grid.rows = notes.iter().take(MAX_NOTES).map(cells).collect();
    let places = Line::from("Where each was first seen: ").file("evidence/manifest.json").text(".");
    vec![Block::Grid(grid.pointing_to(notes.len(), "evidence/manifest.json")), Block::Paragraph(places)]
}

#[cfg(test)]
mod tests {
    use super::without_place;

    #[test]
    fn reasons_that_differ_in_their_place_alone_are_one() {
        for (reason, expected) in [
            (
                "not valid JSON: EOF while parsing a string at line 1 column 88",
                "not valid JSON: EOF while parsing a string",
            ),
            ("not valid JSON, column 13: expected value", "not valid JSON: expected value"),
            ("`opened_at`: `see below` is no time", "`opened_at`: `see below` is no time"),
            ("the line ends early", "the line ends early"),
        ] {
            assert_eq!(without_place(reason), expected);
        }
    }
}
