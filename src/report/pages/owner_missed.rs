//! The opposite error on the page of who runs a workflow: triggers that stood and led to no action.

use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{MissedTrigger, Review},
    numbers::{self, len, plural},
    paths,
    selection::Lookups,
    shown::name,
    vocabulary,
    wording::{self, CONTAINED},
    workflow_name,
};

/// Triggers shown in one list.
const TOP: usize = 50;

/// Devices or actions named for one trigger.
const MAX_NAMED: usize = 5;

/// Missed triggers of the workflows that this owner runs; nothing if there are none.
pub(super) fn missed(review: &Review, lookups: &Lookups<'_>, owner: &str) -> Vec<Block> {
    let Some(rows) = lookups.missed.get(owner) else {
        return Vec::new();
    };
    let (open, contained): (Vec<&MissedTrigger>, Vec<&MissedTrigger>) =
        rows.iter().partition(|row| row.is_left_open());
    let text = format!(
        "{} of workflows run here stood for 7 days and led to no action of their workflow, {}: {}. A trigger counts \
         once for each workflow that should have acted on it.",
        plural(len(rows.len()), "trigger", "triggers"),
        wording::missed_split(len(rows.len()), len(open.len())),
        wording::missed_counts(rows.iter().copied())
    );
    let mut blocks = vec![Block::paragraph(&text), Block::paragraph(CONTAINED)];
    if !open.is_empty() {
        blocks.push(Block::paragraph(
            "Of those left open find out for each whether the command was never sent or its record is missing, and \
             close what is still open.",
        ));
        blocks.push(grid(review, "Left open: to be explained", ("Left open", open_devices), &open));
    }
    if !contained.is_empty() {
        blocks.push(grid(
            review,
            "Contained by another action: whether the workflow should have acted too",
            ("Contained by", |row| containing(review, lookups, row)),
            &contained,
        ));
    }
    blocks
}

fn grid(
    review: &Review,
    caption: &str,
    (last, cell): (&'static str, impl Fn(&MissedTrigger) -> Line),
    rows: &[&MissedTrigger],
) -> Block {
    let mut grid = Grid::new(
        caption,
        &[
            ("Workflow", Align::Left),
            ("Trigger", Align::Left),
            ("At", Align::Left),
            ("About", Align::Left),
            ("Event and its row", Align::Left),
            (last, Align::Left),
        ],
    );
    let cells = |row: &&MissedTrigger| -> Vec<Line> {
        vec![
            workflow_name::line(review, &row.workflow_id),
            vocabulary::plain(&row.event_kind).into(),
            numbers::time(row.occurred_at, &review.header).into(),
            name(&row.person_id).into(),
            Line::default().code(&name(&row.event_id)).text(" in ").code(&name(&row.row)),
            cell(row),
        ]
    };
    grid.rows = rows.iter().take(TOP).map(cells).collect();
    Block::Grid(grid.stacked().pointing_to(rows.len(), "tables/missed_triggers.csv"))
}

/// The devices that nothing contained, and what contained the others.
fn open_devices(row: &MissedTrigger) -> Line {
    let mut devices: Vec<String> =
        row.open_devices.iter().take(MAX_NAMED).map(|device| name(device)).collect();
    let more = row.open_devices.len().saturating_sub(MAX_NAMED);
    devices.extend((more > 0).then(|| format!("{} more", numbers::count(len(more)))));
    let others = match len(row.contained_by.len()) {
        0 => String::new(),
        n => format!("; {} contained a part", plural(n, "other action", "other actions")),
    };
    Line::from(format!("{}{others}", devices.join(", ")))
}

/// The actions, with their rows, and by when.
fn containing(review: &Review, lookups: &Lookups<'_>, row: &MissedTrigger) -> Line {
    let mut line = Line::default();
    for (index, (id, at)) in row.contained_by.iter().zip(&row.contained_rows).take(MAX_NAMED).enumerate() {
        let gap = if index > 0 { ", " } else { "" };
        line = line.text(gap);
        line = if lookups.with_page.contains(id.as_str()) {
            line.link(&name(id), &paths::case_page(id))
        } else {
            line.code(&name(id))
        };
        line = line.text(" in ").code(&name(at));
    }
    let when = row.contained_at.map_or_else(String::new, |at| {
        let before = if at < row.occurred_at { ", before the trigger" } else { "" };
        format!(", {}{before}", numbers::time(at, &review.header))
    });
    line.text(&when)
}
