//! How it went from week to week.

use super::Section;
use crate::{
    config::Rebase,
    report::{block::Block, charts, model::Review},
};

pub(super) const SECTION: Section = Section { id: "trend", title: "Week by week", build };

fn build(review: &Review) -> Vec<Block> {
    let figures = charts::of_section(SECTION.id, review);
    if figures.is_empty() {
        return vec![Block::paragraph(
            "No week of the period has a judged case, so there is no trend to show.",
        )];
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
