//! Who differs from the others by more than chance: rankings order by harm, and somebody is always last.

use super::Section;
use crate::report::{
    block::{Block, Line},
    charts,
    model::Review,
};

pub(super) const SECTION: Section =
    Section { id: "outliers", title: "Who stands out by more than chance", build };

fn build(review: &Review) -> Vec<Block> {
    let figures = charts::of_section(SECTION.id, review);
    let absent: Vec<Line> = charts::funnel_absent(review);
    let mut blocks = Vec::new();
    if !figures.is_empty() {
        blocks.push(Block::paragraph(
            "A ranking always has a first; a funnel asks whether it is first by more than chance. Each dot is compared with the common rate of all: where nothing but chance is at work, 95 % and 99.8 % of dots lie between the curves, which narrow as more is judged. Filled dots stand out: of all that are named so, at most one in twenty is expected to be there by chance (Benjamini and Hochberg, 5 %).",
        ));
    }
    blocks.extend(figures);
    if !absent.is_empty() {
        blocks.push(Block::List(absent));
    }
    blocks
}
