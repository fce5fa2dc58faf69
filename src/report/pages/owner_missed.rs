//! The opposite error on the page of who runs a workflow: triggers that stood and led to no action.

use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{MissedTrigger, Review},
    numbers::{self, len, plural},
    selection::Lookups,
    shown::name,
    vocabulary, wording, workflow_name,
};

/// Triggers shown.
const TOP: usize = 50;

/// Missed triggers of the workflows that this owner runs; nothing if there are none.
pub(super) fn missed(review: &Review, lookups: &Lookups<'_>, owner: &str) -> Vec<Block> {
    let Some(rows) = lookups.missed.get(owner) else {
        return Vec::new();
    };
    let text = format!(
        "{} of workflows run here stood for 7 days and led to no action: {}. A trigger counts once for each workflow \
         that should have acted on it. Find out for each whether the command was never sent or its record is missing, \
         and whether what should be closed is still open.",
        plural(len(rows.len()), "trigger", "triggers"),
        wording::missed_counts(rows.iter().copied())
    );
    let mut grid = Grid::new(
        "Triggers to be explained",
        &[
            ("Workflow", Align::Left),
            ("Trigger", Align::Left),
            ("At", Align::Left),
            ("About", Align::Left),
            ("Event and its row", Align::Left),
        ],
    );
    let cells = |row: &&MissedTrigger| -> Vec<Line> {
        vec![
            workflow_name::line(review, &row.workflow_id),
            vocabulary::plain(&row.event_kind).into(),
            numbers::time(row.occurred_at, &review.header).into(),
            name(&row.person_id).into(),
            Line::default().code(&name(&row.event_id)).text(" in ").code(&name(&row.row)),
        ]
    };
    grid.rows = rows.iter().take(TOP).map(cells).collect();
    vec![
        Block::paragraph(&text),
        Block::Grid(grid.stacked().pointing_to(rows.len(), "tables/missed_triggers.csv")),
    ]
}
