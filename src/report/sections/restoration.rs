//! How long it took until what was wrong was put right.

use super::Section;
use crate::report::{
    block::{Block, Line},
    charts,
    model::Review,
    numbers::plural,
    times,
};

pub(super) const SECTION: Section =
    Section { id: "restoration", title: "How long it took to put right", build };

fn build(review: &Review) -> Vec<Block> {
    let Some(whole) = times::find(review, "time_to_restore", "all", "") else {
        return vec![Block::paragraph("No false positive of this period made anything unusable.")];
    };
    let mut blocks = charts::of_section(SECTION.id, review);
    if blocks.is_empty() {
        blocks.push(Block::paragraph(&format!(
            "{} with downtime {} too few for a median: {} are needed, as fewer cannot enclose it with any interval.",
            plural(whole.n, "false positive", "false positives"),
            if whole.n == 1 { "is" } else { "are" },
            times::MIN_OBSERVED
        )));
    }
    blocks.push(Block::Paragraph(
        Line::from("By clock time, nights and weekends included; kinds of action without downtime are not in it. By workflow, kind of action and device class: ")
            .file("tables/survival.csv")
            .text("."),
    ));
    blocks
}
