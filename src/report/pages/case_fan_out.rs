//! What else the same happening set off.

use std::collections::BTreeSet;

use super::{case::MAX_ROWS, owner_cases::case_line};
use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{CaseRow, Review},
    numbers::{self, len, plural},
    selection::Lookups,
    shown::name,
    vocabulary,
};

/// The other cases of the triggering episode and how far they reach.
pub(super) fn fan_out(review: &Review, lookups: &Lookups<'_>, case: &CaseRow) -> Vec<Block> {
    let Some(id) = case.fan_out_id.as_deref() else {
        return vec![Block::paragraph(
            "No trigger is linked to the action, so what else it set off is unknown.",
        )];
    };
    let others: Vec<&CaseRow> = review
        .cases
        .iter()
        .filter(|other| other.fan_out_id.as_deref() == Some(id) && other.action_id != case.action_id)
        .collect();
    if others.is_empty() {
        let events = len(case.episode_event_ids.len());
        return vec![Block::paragraph(&format!(
            "No other case of the period has this trigger; its episode has {}.",
            plural(events, "event", "events")
        ))];
    }
    let distinct = |of: fn(&CaseRow) -> Option<&str>| {
        let all = others.iter().copied().chain([case]).filter_map(of);
        len(all.collect::<BTreeSet<&str>>().len())
    };
    let reach = format!(
        "One happening set off {} of the period: {}, {}, {}.",
        plural(len(others.len() + 1), "case", "cases"),
        plural(distinct(|case| case.person_id.as_deref()), "person", "people"),
        plural(distinct(|case| case.device_id.as_deref()), "device", "devices"),
        plural(distinct(|case| case.workflow_id.as_deref()), "workflow", "workflows")
    );
    let columns = [
        ("Case", Align::Left),
        ("Action", Align::Left),
        ("Device", Align::Left),
        ("Done", Align::Left),
        ("Verdict", Align::Left),
    ];
    let mut grid = Grid::new("Other cases of the same happening", &columns);
    let cells = |other: &&CaseRow| -> Vec<Line> {
        vec![
            case_line(lookups, other),
            vocabulary::plain(&other.action_kind).into(),
            other.device_id.as_deref().map_or_else(|| "–".to_owned(), name).into(),
            numbers::time(other.done_at, &review.header).into(),
            vocabulary::verdict(&other.verdict).into(),
        ]
    };
    grid.rows = others.iter().take(MAX_ROWS).map(cells).collect();
    vec![Block::paragraph(&reach), Block::Grid(grid.pointing_to(others.len(), "tables/cases.csv"))]
}
