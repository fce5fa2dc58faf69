//! The auditor's page: is the population complete, what was out and why, who reviewed, under which rules.

use std::collections::BTreeMap;

use super::{
    audit_control, audit_inputs, audit_reviews, audit_scope, audit_standards, audit_times, audit_undetermined,
};
use crate::report::{
    block::{Align, Block, Grid, Line, Page, PageSection},
    configuration,
    model::Review,
    numbers::{self, count, len},
    sections::limits,
    selection::Lookups,
    shown::{Shown, name},
    vocabulary, wording,
};

const TOP: usize = 50;

/// Builds `audit.html`.
pub(super) fn page(review: &Review, lookups: &Lookups<'_>) -> Page {
    let section = PageSection::new;
    Page {
        root: "",
        title: Shown::new(&format!(
            "Audit page, {}, {}",
            name(&review.header.organisation),
            name(&review.header.period)
        )),
        lead: vec![super::lead(review), super::coverage_lead(review)],
        links: super::links(),
        sections: vec![
            section("population", "Population: inputs", audit_inputs::sources(review)),
            section("coverage", "Coverage", audit_inputs::coverage(review)),
            section("scope", "From rows to cases", audit_scope::scope(review)),
            section("verdicts", "Verdicts and attribution", verdicts(review)),
            section(
                "undetermined",
                "Cases without a verdict",
                audit_undetermined::undetermined(review, lookups),
            ),
            section("rules", "Rules that fired", rules(review)),
            section("times", "Times to restore and to act", audit_times::by_group(review)),
            section("reviews", "Reviews by people", audit_reviews::reviews(review, lookups)),
            section("authority", "Who authorised what", audit_control::authority(review)),
            section("controls", "Findings about the registers", audit_control::controls(review)),
            section("rejects", "Rejected rows", audit_inputs::rejects(review)),
            section("notes", "Notes on inputs", audit_inputs::notes(review)),
            section("unsaid", "What could not be said", unsaid(review)),
            section("standards", "Standards", audit_standards::standards(review)),
            section("definitions", "Definitions", definitions()),
            section("configuration", "Configuration used", configuration_used(review)),
        ],
    }
}

/// Counts per key, most first, then by key.
pub(super) fn counted<'a>(keys: impl Iterator<Item = &'a str>) -> Vec<(&'a str, u64)> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    rows
}

/// A grid of counts with an explanation per key.
pub(super) fn counts_grid(
    caption: &str,
    key: &'static str,
    rows: &[(&str, u64)],
    explain: fn(&str) -> &str,
) -> Grid {
    let mut grid =
        Grid::new(caption, &[(key, Align::Left), ("Count", Align::Right), ("Meaning", Align::Left)]);
    let cells = |(key, n): &(&str, u64)| -> Vec<Line> {
        let meaning = explain(key);
        let meaning = if meaning == *key { "" } else { meaning };
        vec![Line::default().code(&name(key)), count(*n).into(), meaning.into()]
    };
    grid.rows = rows.iter().take(TOP).map(cells).collect();
    grid
}

fn verdicts(review: &Review) -> Vec<Block> {
    if review.cases.is_empty() {
        return vec![Block::paragraph("No action of the period is a case, so there is no verdict.")];
    }
    let totals = &review.totals;
    let mut blocks = vec![
        Block::Grid(counts_grid(
            "Cases by verdict",
            "Verdict",
            &counted(review.cases.iter().map(|case| case.verdict.as_str())),
            vocabulary::verdict_meaning,
        )),
        Block::Grid(counts_grid(
            "Cases by attribution",
            "Attribution",
            &counted(review.cases.iter().map(|case| case.attribution.as_str())),
            vocabulary::attribution,
        )),
        Block::paragraph(&wording::not_counted(totals)),
    ];
    let missed = len(review.containment.missed.len());
    if missed > 0 {
        blocks.push(Block::Paragraph(
            Line::from(format!(
                "{} of {} led to no action of their workflow, {}; each with its person, its time, its row and what contained it: ",
                count(missed),
                numbers::plural(
                    review.containment.eligible_triggers,
                    "eligible trigger",
                    "eligible triggers"
                ),
                wording::missed_split(missed, review.containment.left_open)
            ))
            .file("tables/missed_triggers.csv")
            .text("."),
        ));
    }
    blocks.push(Block::Paragraph(
        Line::from("Every trigger that was due and every right action with its trigger, delay and target: ")
            .file("tables/due_triggers.csv")
            .text("."),
    ));
    blocks.extend(audit_control::conflicts(review));
    blocks
}

fn rules(review: &Review) -> Vec<Block> {
    let fired = review.cases.iter().flat_map(|case| case.evidence.iter().map(|row| row.code.as_str()));
    let rows = counted(fired);
    if rows.is_empty() {
        return vec![Block::paragraph("No rule fired.")];
    }
    let meaning = |code: &str| vocabulary::rule(code).unwrap_or("");
    let mut grid = Grid::new(
        "Cases per rule",
        &[("Rule", Align::Left), ("Cases", Align::Right), ("Meaning", Align::Left)],
    );
    let cells = |(code, n): &(&str, u64)| -> Vec<Line> {
        vec![Line::default().code(&name(code)), count(*n).into(), meaning(code).into()]
    };
    grid.rows = rows.iter().take(TOP).map(cells).collect();
    vec![Block::Grid(grid.pointing_to(rows.len(), "tables/cases.csv"))]
}

fn unsaid(review: &Review) -> Vec<Block> {
    if review.unsaid.is_empty() {
        return vec![Block::paragraph("Nothing had to be left out for want of inputs.")];
    }
    vec![Block::List(review.unsaid.iter().take(200).map(limits::left_out).collect())]
}

fn definitions() -> Vec<Block> {
    let line = |(word, meaning): &(&str, &str)| Line::default().strong(&format!("{word}: ")).marked(meaning);
    let place = ("place of a row", crate::records::LEGEND);
    vec![Block::List(vocabulary::DEFINITIONS.iter().chain([&place]).map(line).collect())]
}

fn configuration_used(review: &Review) -> Vec<Block> {
    let lines = configuration::lines(&review.config);
    let mut grid = Grid::new("Every key", &[("Key", Align::Left), ("Value", Align::Left)]);
    grid.rows = lines
        .iter()
        .take(300)
        .map(|(key, value)| vec![Line::default().code(key), value.as_str().into()])
        .collect();
    let digest = configuration::digest(&review.config);
    vec![
        Block::Paragraph(
            Line::from(format!("misfire {}; digest of the keys and values below: ", review.header.version))
                .code(&digest),
        ),
        Block::Grid(grid.pointing_to(lines.len(), "evidence/manifest.json")),
    ]
}
