//! The cases that did most harm, without the people concerned.

use super::Section;
use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{CaseRow, Review},
    numbers::{self, hours},
    owners, paths,
    selection::{self, MAX_CASE_PAGES},
    shown::name,
    vocabulary,
};

pub(super) const SECTION: Section = Section { id: "worst-cases", title: "Worst cases", build };

const TOP: usize = 10;

fn build(review: &Review) -> Vec<Block> {
    let disruptive = selection::disruptive(review);
    if disruptive.is_empty() {
        return vec![Block::paragraph("No false positive of this period disrupted anybody.")];
    }
    let mut grid = Grid::new(
        "Disruptive cases, worst first",
        &[
            ("Case", Align::Left),
            ("Done", Align::Left),
            ("What", Align::Left),
            ("Cause", Align::Left),
            ("Accountable", Align::Left),
            ("Person-hours", Align::Right),
            ("Regulated hours", Align::Right),
            ("Data lost", Align::Left),
        ],
    );
    grid.rows = disruptive.iter().take(TOP).map(|case| cells(review, case)).collect();
    grid.is_stacked = true;
    let mut blocks = vec![Block::Grid(grid.pointing_to(disruptive.len(), "tables/cases.csv"))];
    if disruptive.len() > MAX_CASE_PAGES {
        blocks.push(Block::paragraph(&format!(
            "The {MAX_CASE_PAGES} worst of {} disruptive cases have a page of their own.",
            numbers::count(numbers::len(disruptive.len()))
        )));
    }
    blocks
}

fn cells(review: &Review, case: &CaseRow) -> Vec<Line> {
    let owner = case
        .accountable_owner
        .as_deref()
        .map_or_else(|| Line::from("–"), |owner| owners::link(review, owner));
    let class = case.device_class.as_deref().map_or_else(String::new, |class| format!(" of {}", name(class)));
    let unknown = || "unknown".to_owned();
    vec![
        Line::default().link(&vocabulary::short_id(&case.action_id), &paths::case_page(&case.action_id)),
        numbers::date(case.done_at, &review.header).into(),
        format!("{}{class}", vocabulary::plain(&case.action_kind)).into(),
        Line::default().code(&name(case.cause.as_deref().unwrap_or("–"))),
        owner,
        case.person_hours.map_or_else(unknown, hours).into(),
        case.regulated_hours.map_or_else(unknown, hours).into(),
        if case.data_loss { "yes" } else { "no" }.into(),
    ]
}
