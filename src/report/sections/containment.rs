//! The other side: what the automation is for, how fast it was, and what it missed.

use std::collections::BTreeMap;

use super::Section;
use crate::report::{
    block::{Align, Block, Grid, Line},
    both_sides, charts,
    model::{Review, SideRow},
    numbers::{self, count, len},
    owners, selection, times, vocabulary, wording, workflow_name,
};

pub(super) const SECTION: Section =
    Section { id: "containment", title: "Containment: what the automation is for", build };

/// Workflows shown.
const TOP: usize = 20;

/// How many of the judged actions were right.
fn right(review: &Review) -> String {
    match both_sides::whole(review).map(|row| row.true_positives) {
        Some(None) => "none judged".to_owned(),
        Some(rate) => format!("{} judged", both_sides::share(rate)),
        None => count(review.containment.true_positives),
    }
}

fn build(review: &Review) -> Vec<Block> {
    let side = &review.containment;
    let confidence = review.config.rank.confidence;
    let mut lines = vec![Line::from(format!(
        "Actions that were right (true positives): {}. Right in form, but nothing had to be contained (benign positives): {}.",
        right(review),
        count(review.totals.benign_positives)
    ))];
    lines.push(Line::from(match times::find(review, "time_to_act", "all", "") {
        None => {
            "The time from trigger to action is unknown: no true positive has a known trigger.".to_owned()
        }
        Some(found) => format!(
            "From trigger to action, {} without one by now counted as waiting: {}, {} ({} intervals).",
            count(found.censored),
            times::within("half", &found.median, found.n),
            times::within("nine of ten", &found.p90, found.n),
            numbers::level(confidence)
        ),
    }));
    lines.push(Line::from(match &side.within_target {
        Some(rate) if rate.of > 0 => {
            format!("Within their workflow's target: {}.", numbers::share_with_interval(rate, confidence))
        }
        _ => "Whether targets were met is unknown: no true positive has both a trigger and a target."
            .to_owned(),
    }));
    let missed = len(side.missed.len());
    lines.push(Line::from(match numbers::wilson(missed, side.eligible_triggers, confidence) {
        Some(rate) => format!(
            "Missed triggers, which stood for 7 days and led to no action: {}.",
            numbers::share_with_interval(&rate, confidence)
        ),
        None if missed > 0 => {
            format!("Missed triggers: {}; the number of eligible ones is unknown.", count(missed))
        }
        None => {
            "No trigger was found that should have led to an action, so none can have been missed.".to_owned()
        }
    }));
    let mut blocks = vec![Block::List(lines)];
    blocks.extend(charts::of_section(SECTION.id, review));
    blocks.extend(both_sides_by_workflow(review));
    if missed > 0 {
        blocks.push(Block::Grid(missed_by_workflow(review)));
        blocks.push(Block::paragraph(&format!(
            "A trigger counts once for each workflow that should have acted on it: {}.",
            wording::missed_counts(side.missed.iter())
        )));
        blocks.push(Block::Paragraph(
            Line::from("Every missed trigger, with what is known of it: ")
                .file("tables/missed_triggers.csv")
                .text("."),
        ));
    }
    blocks
}

/// Both sides of every workflow, those with most judged cases first.
fn both_sides_by_workflow(review: &Review) -> Vec<Block> {
    let mut rows: Vec<&SideRow> = review.sides.iter().filter(|row| row.dimension == "workflow").collect();
    if rows.is_empty() {
        return Vec::new();
    }
    rows.sort_by(|a, b| b.judged.cmp(&a.judged).then(a.key.cmp(&b.key)));
    let n_rows = rows.len();
    let shown = rows.into_iter().take(TOP);
    let grid = both_sides::grid(review, "Both sides of every workflow", "Workflow", shown, |row| {
        if row.key == selection::UNMAPPED { "none".into() } else { workflow_name::line(review, &row.key) }
    });
    vec![
        Block::Grid(grid.pointing_to(n_rows, "tables/containment.csv")),
        Block::paragraph(both_sides::LEGEND),
    ]
}

/// Counts only: the persons concerned stand in the table of missed triggers, not on the board page.
fn missed_by_workflow(review: &Review) -> Grid {
    let mut counts: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for missed in &review.containment.missed {
        *counts.entry((missed.workflow_id.as_str(), missed.event_kind.as_str())).or_default() += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let n_rows = rows.len();
    let mut grid = Grid::new(
        "Triggers that stood 7 days without an action",
        &[
            ("Workflow", Align::Left),
            ("Trigger", Align::Left),
            ("Missed", Align::Right),
            ("Execution owner", Align::Left),
        ],
    );
    let cells = |((workflow, kind), n): ((&str, &str), u64)| -> Vec<Line> {
        let holder = match selection::workflow(review, workflow) {
            None => selection::UNMAPPED,
            Some(row) => row.execution_owner.as_deref().unwrap_or(selection::UNNAMED),
        };
        let holder = owners::link(review, holder);
        vec![workflow_name::line(review, workflow), vocabulary::plain(kind).into(), count(n).into(), holder]
    };
    grid.rows = rows.into_iter().take(15).map(cells).collect();
    grid.pointing_to(n_rows, "tables/missed_triggers.csv")
}
