//! What the board is asked to decide, in one table: what and why, who, by when, and what happens otherwise.

use super::Section;
use crate::report::{
    block::{Align, Block, Grid},
    decisions,
    model::Review,
    numbers::{self, len, plural},
};

pub(super) const SECTION: Section = Section { id: "decisions", title: "Decisions asked", build };

fn build(review: &Review) -> Vec<Block> {
    let asked = decisions::asked(review);
    if asked.is_empty() {
        return vec![Block::paragraph(
            "None: no workflow is probably above its tolerated rate, no cause disrupted somebody more than once, every approval holds, no review or improvement is overdue, nobody disagrees about a case, no trigger was missed, and nothing is missing from the inputs.",
        )];
    }
    let header = &review.header;
    let dates = format!(
        "{}. Where no register names a date, {} is proposed: {} after the end of the inputs, the time that reviewers have.",
        plural(len(asked.len()), "decision", "decisions"),
        numbers::date(header.decide_by, header),
        plural(u64::from(review.config.review.within_working_days), "working day", "working days")
    );
    let mut grid = Grid::new(
        "Who must decide what by when",
        &[
            ("Decision, and why", Align::Left),
            ("Who", Align::Left),
            ("By", Align::Left),
            ("If nothing is decided", Align::Left),
        ],
    );
    grid.rows = asked.into_iter().map(|ask| vec![ask.what, ask.who, ask.by, ask.otherwise]).collect();
    vec![Block::paragraph(&dates), Block::Grid(grid.stacked())]
}
