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
        "Before any evidence an action is taken to be wrong with a probability of {}. Each rule that fires shifts these odds by its bits: +1 doubles them, −1 halves them; of rules that say the same (a family) only the strongest counts. False positive from a probability of {} on; true positive up to {} and only with evidence that the trigger was right; anything else is undetermined.",
        judge.prior, judge.false_positive_at, judge.true_positive_at
    )));
    lines.push(Line::default().strong("intervals: ").text(&format!(
        "Ranges that would hold the true value in {level} of such reviews, by the methods of Wilson for shares, of Newcombe for differences of shares, and of Kaplan and Meier with log-log limits for lengths of time, where what has not ended counts as lasting. For sums of hours, actions of one happening (one person's episode) count as one draw (compound Poisson process): such an interval says what periods like this one would bring by chance, with capped cases at their cap, and not how well the hours of this period are known. A percentage is printed from {} judged cases on; below, the count alone, without an interval.",
        crate::report::numbers::MIN_FOR_PERCENT
    )));
    vec![
        Block::List(lines),
        Block::Paragraph(
            Line::from("Every case with its evidence: ")
                .file("tables/cases.csv")
                .text("; population, controls and configuration: ")
                .link("audit page", "audit.html")
                .text("; inputs and their hashes: ")
                .file("evidence/manifest.json")
                .text("."),
        ),
    ]
}
