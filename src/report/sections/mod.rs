//! The board page, section by section. A section is one file here and one line in [`SECTIONS`].

use super::{
    block::{Block, PageSection},
    model::Review,
};

mod answer;
pub(super) mod bursts;
mod causes;
mod changes;
mod containment;
mod decisions;
mod device_classes;
mod figures;
pub(super) mod limits;
mod method;
mod outliers;
mod owner_causes;
mod owners;
mod regulated_work;
mod restoration;
mod trend;
mod unreported;
pub(super) mod workflows;
mod worst_cases;

/// One section of the board page.
pub(super) struct Section {
    /// Anchor.
    pub id: &'static str,
    /// Heading.
    pub title: &'static str,
    /// Makes its content.
    pub build: fn(&Review) -> Vec<Block>,
}

/// Every section, in the order of the contract; what looks like an attack goes before it.
pub(super) const SECTIONS: &[Section] = &[
    bursts::SECTION,
    answer::SECTION,
    decisions::SECTION,
    figures::SECTION,
    workflows::SECTION,
    owners::SECTION,
    device_classes::SECTION,
    regulated_work::SECTION,
    outliers::SECTION,
    trend::SECTION,
    causes::SECTION,
    owner_causes::SECTION,
    worst_cases::SECTION,
    restoration::SECTION,
    changes::SECTION,
    containment::SECTION,
    unreported::SECTION,
    limits::SECTION,
    method::SECTION,
];

/// All sections of the board page with their content; a section without any has no heading.
pub(super) fn build(review: &Review) -> Vec<PageSection> {
    SECTIONS
        .iter()
        .map(|section| PageSection::new(section.id, section.title, (section.build)(review)))
        .filter(|section| !section.blocks.is_empty())
        .collect()
}
