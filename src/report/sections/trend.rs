//! How it went from week to week.

use super::Section;
use crate::{
    config::Rebase,
    report::{
        block::{Block, Line},
        charts,
        model::Review,
        numbers::{len, plural},
    },
};

pub(super) const SECTION: Section = Section { id: "trend", title: "Week by week", build };

fn build(review: &Review) -> Vec<Block> {
    let figures = charts::of_section(SECTION.id, review);
    let judged: u64 = review.weekly.iter().map(|week| week.judged).sum();
    if judged == 0 {
        return vec![Block::paragraph(
            "No week of the period has a judged case, so there is no trend to show.",
        )];
    }
    if figures.is_empty() {
        let weeks = plural(len(review.weekly.len()), "week", "weeks");
        let text = format!(
            "No false positive in {weeks} with {}, so there is nothing to draw. Every week: ",
            plural(judged, "judged case", "judged cases")
        );
        return vec![Block::Paragraph(Line::from(text).file("tables/weekly.csv").text("."))];
    }
    let mut blocks = figures;
    let is_shown = |rebase: &&Rebase| review.weekly.iter().any(|week| week.week == rebase.week);
    for rebase in review.config.chart.rebase.iter().filter(is_shown).take(10) {
        blocks.push(Block::paragraph(&format!(
            "Limits are computed anew from {} on: {}",
            rebase.week, rebase.reason
        )));
    }
    blocks
}
