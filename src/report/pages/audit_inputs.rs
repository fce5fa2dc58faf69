//! The inputs on the auditor's page: row reconciliation, coverage, rejected rows, notes.

use super::audit::counted;
use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{CoverageRow, Review},
    numbers::{self, count, len, plural},
    shown::{cut, name},
};

const MAX_FILES: usize = 200;
const MAX_NOTES: usize = 50;

/// Every file, and whether its rows add up.
pub(super) fn sources(review: &Review) -> Vec<Block> {
    use Align::{Left, Right};
    if review.sources.is_empty() {
        return vec![Block::paragraph("No input file was read.")];
    }
    let sum =
        |of: fn(&crate::ingest::source::SourceFile) -> u64| -> u64 { review.sources.iter().map(of).sum() };
    let total = format!(
        "{}: {} rows read = {} accepted + {} out of scope + {} duplicate + {} rejected.",
        plural(len(review.sources.len()), "file", "files"),
        count(sum(|s| s.rows_read)),
        count(sum(|s| s.accepted)),
        count(sum(|s| s.out_of_scope)),
        count(sum(|s| s.duplicate)),
        count(sum(|s| s.rejected))
    );
    let mut grid = Grid::new(
        "Row reconciliation per file",
        &[
            ("File and format", Left),
            ("Read", Right),
            ("Accepted", Right),
            ("Out of scope", Right),
            ("Duplicate", Right),
            ("Rejected", Right),
            ("Adds up", Left),
            ("Zone", Left),
            ("SHA-256", Left),
        ],
    );
    grid.rows = review
        .sources
        .iter()
        .take(MAX_FILES)
        .map(|source| {
            vec![
                Line::from(cut(&source.file, 120)).text(" (").code(&name(&source.format)).text(")"),
                count(source.rows_read).into(),
                count(source.accepted).into(),
                count(source.out_of_scope).into(),
                count(source.duplicate).into(),
                count(source.rejected).into(),
                if source.adds_up() { "yes" } else { "NO" }.into(),
                source.zone_source.map_or("–", crate::records::ZoneSource::code).into(),
                Line::default().code(source.sha256.get(..12).unwrap_or(&source.sha256)),
            ]
        })
        .collect();
    let zones = "Zone: how times of the file became UTC. explicit: each carries its zone; format: the format fixes it; configured: misfire.toml names it; assumed: UTC was assumed. The first 12 digits of each hash are shown; whole ones stand in the table of sources.";
    let mut blocks = vec![
        Block::paragraph(&total),
        Block::Grid(grid.pointing_to(review.sources.len(), "tables/sources.csv")),
        Block::paragraph(zones),
    ];
    let wrong = review.sources.iter().filter(|source| !source.adds_up()).count();
    if wrong > 0 {
        let text = format!(
            "{} not every row is accounted for.",
            plural(len(wrong), "file in which", "files in which")
        );
        blocks.insert(0, Block::Warning(Line::from(text)));
    }
    let damaged =
        review.sources.iter().filter_map(|source| source.incomplete.as_ref().map(|why| (source, why)));
    let damaged: Vec<Line> = damaged
        .take(MAX_NOTES)
        .map(|(source, why)| Line::default().code(&name(&source.file)).text(&format!(": {why}")))
        .collect();
    if !damaged.is_empty() {
        blocks.push(Block::Heading("Incomplete files".into()));
        blocks.push(Block::List(damaged));
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
                ": {}, {} rows, {} to {}. ",
                plural(row.files, "file", "files"),
                count(row.rows_read),
                day(row.first_at),
                day(row.last_at)
            ))
            .marked(&findings)
            .text(".")
    };
    vec![Block::List(review.coverage.iter().take(MAX_FILES).map(line).collect())]
}

/// Rejected rows by reason.
pub(super) fn rejects(review: &Review) -> Vec<Block> {
    if review.rejects.is_empty() {
        return vec![Block::paragraph("None.")];
    }
    let rows = counted(review.rejects.iter().map(|reject| reject.reason.as_str()));
    let mut grid = Grid::new("Rejected rows by reason", &[("Reason", Align::Left), ("Rows", Align::Right)]);
    grid.rows = rows
        .iter()
        .take(MAX_NOTES)
        .map(|(reason, n)| vec![Line::default().marked(&cut(reason, 200)), count(*n).into()])
        .collect();
    vec![Block::Grid(grid.pointing_to(rows.len(), "tables/rejects.csv"))]
}

/// Notes, the first place of each.
pub(super) fn notes(review: &Review) -> Vec<Block> {
    if review.notes.is_empty() {
        return vec![Block::paragraph("None.")];
    }
    let mut grid =
        Grid::new("Notes", &[("Note", Align::Left), ("First seen", Align::Left), ("What", Align::Left)]);
    grid.rows = review
        .notes
        .iter()
        .take(MAX_NOTES)
        .map(|note| {
            let place = format!("{}:{}", review.file_name(note.origin.file), note.origin.position());
            vec![
                Line::default().code(note.key),
                Line::default().code(&place),
                Line::default().marked(&note.message),
            ]
        })
        .collect();
    vec![Block::Grid(grid.pointing_to(review.notes.len(), "evidence/manifest.json"))]
}
