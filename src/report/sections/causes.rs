//! Why the actions were wrong.

use super::Section;
use crate::report::{block::Block, charts, model::Review};

pub(super) const SECTION: Section = Section { id: "causes", title: "Causes", build };

fn build(review: &Review) -> Vec<Block> {
    let figures = charts::of_section(SECTION.id, review);
    if figures.is_empty() {
        return vec![Block::paragraph("No false positive was found, so there is no cause to name.")];
    }
    figures
}
