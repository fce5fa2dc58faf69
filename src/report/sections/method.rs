//! How the figures were made, in definitions short enough to be read.

use super::Section;
use crate::report::{
    block::{Block, Line},
    model::Review,
    numbers::level,
    vocabulary,
};

pub(super) const SECTION: Section = Section { id: "method", title: "Method and definitions", build };

fn build(review: &Review) -> Vec<Block> {
    let judge = &review.config.judge;
    let level = level(review.config.rank.confidence);
    let mut lines: Vec<Line> = vocabulary::DEFINITIONS
        .iter()
        .map(|(word, meaning)| Line::default().strong(&format!("{word}: ")).text(meaning))
        .collect();
    lines.push(Line::default().strong("evidence: ").text(&format!(
        "Each rule that fires adds bits (log2 odds) to a prior of {}; in a family of rules only the strongest counts. False positive from a probability of {}, true positive up to {} and with evidence that the trigger was right; otherwise undetermined: the absence of evidence is no evidence.",
        judge.prior, judge.false_positive_at, judge.true_positive_at
    )));
    lines.push(Line::default().strong("intervals: ").text(&format!(
        "Shares carry Wilson score intervals of {level}, differences of shares Newcombe's. Sums of hours take happenings (fan-outs) as a compound Poisson process. A percentage is printed from 20 judged cases on; below, the count alone."
    )));
    vec![
        Block::List(lines),
        Block::Paragraph(
            Line::from("Every case with its evidence: ")
                .code("tables/cases.csv")
                .text("; population, controls and configuration: ")
                .link("audit page", "audit.html")
                .text("; inputs and their hashes: ")
                .code("evidence/manifest.json")
                .text("."),
        ),
    ]
}
