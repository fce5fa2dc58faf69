//! Which classes of devices are hit.

use super::Section;
use crate::report::{block::Block, charts, model::Review};

pub(super) const SECTION: Section = Section { id: "device-classes", title: "By device class", build };

fn build(review: &Review) -> Vec<Block> {
    let figures = charts::of_section(SECTION.id, review);
    if figures.is_empty() {
        return vec![Block::paragraph("No device class has a false positive in this period.")];
    }
    figures
}
