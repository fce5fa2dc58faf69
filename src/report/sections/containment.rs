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

fn build(review: &Review) -> Vec<Block> {
    let side = &review.containment;
    let mut blocks = vec![Block::List(vec![right(review), speed(review), within(review), missed(review)])];
    blocks.extend(charts::of_section(SECTION.id, review));
    blocks.extend(both_sides_by_workflow(review));
    if side.eligible_triggers > 0 {
        blocks.push(Block::Paragraph(
            Line::from("Every trigger that was due, with the action that answered it, its delay and its target, so that these counts can be counted again: ")
                .file("tables/due_triggers.csv")
                .text("."),
        ));
    }
    if !side.missed.is_empty() {
        blocks.push(Block::Grid(missed_by_workflow(review)));
        blocks.push(Block::paragraph(&format!(
            "A trigger counts once for each workflow that should have acted on it: {}.",
            wording::missed_counts(side.missed.iter())
        )));
        blocks.push(Block::paragraph(wording::CONTAINED));
        blocks.push(Block::Paragraph(
            Line::from("Every missed trigger, with what is known of it: ")
                .file("tables/missed_triggers.csv")
                .text("."),
        ));
    }
    blocks
}

fn right(review: &Review) -> Line {
    let right = both_sides::whole(review).map_or_else(
        || count(review.containment.true_positives),
        |row| match row.true_positives {
            Some(rate) => format!("{} judged", both_sides::share(Some(rate))),
            None => "none judged".to_owned(),
        },
    );
    Line::from(format!(
        "Actions that were right (true positives): {}. Right in form, but nothing had to be contained (benign positives): {}.",
        right,
        count(review.totals.benign_positives)
    ))
}

fn speed(review: &Review) -> Line {
    Line::from(match times::find(review, "time_to_act", "all", "") {
        None => {
            "The time from trigger to action is unknown: no true positive has a known trigger.".to_owned()
        }
        Some(found) => format!(
            "From trigger to action, {} without one counted as waiting as long as nothing else contained it: {}, {} ({} intervals).",
            count(found.censored),
            times::within("half", &found.median, found.n),
            times::within("nine of ten", &found.p90, found.n),
            numbers::level(review.config.rank.confidence)
        ),
    })
}

fn within(review: &Review) -> Line {
    Line::from(match &review.containment.within_target {
        Some(rate) if rate.of > 0 => format!(
            "Within their workflow's target: {}.{}",
            numbers::share_with_interval(rate, review.config.rank.confidence),
            both_sides::whole(review).map_or_else(String::new, both_sides::untimed)
        ),
        _ => "Whether targets were met is unknown: no true positive has both a trigger and a target."
            .to_owned(),
    })
}

fn missed(review: &Review) -> Line {
    let side = &review.containment;
    let confidence = review.config.rank.confidence;
    let missed = len(side.missed.len());
    Line::from(match numbers::wilson(missed, side.eligible_triggers, confidence) {
        Some(rate) => {
            let split = wording::missed_split(missed, side.left_open);
            let split = if missed > 0 { format!(", {split}") } else { String::new() };
            format!(
                "Missed triggers, which stood for 7 days and led to no action of their workflow: {}{split}.{}",
                numbers::share_with_interval(&rate, confidence),
                open_share(review)
            )
        }
        None if missed > 0 => {
            format!("Missed triggers: {}; the number of eligible ones is unknown.", count(missed))
        }
        None => {
            "No trigger was found that should have led to an action, so none can have been missed.".to_owned()
        }
    })
}

/// The rate of what was missed and contained by nothing, where it differs from that of what was missed.
fn open_share(review: &Review) -> String {
    let side = &review.containment;
    let confidence = review.config.rank.confidence;
    let rate = numbers::wilson(side.left_open, side.eligible_triggers, confidence)
        .filter(|rate| rate.hits < len(side.missed.len()));
    rate.map_or_else(String::new, |rate| {
        format!(" Missed and contained by nothing: {}.", numbers::share_with_interval(&rate, confidence))
    })
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
    let grid = Block::Grid(grid.pointing_to(n_rows, "tables/containment.csv"));
    std::iter::once(grid).chain(both_sides::legend()).collect()
}

/// Counts only: the persons concerned stand in the table of missed triggers, not on the board page.
fn missed_by_workflow(review: &Review) -> Grid {
    let mut counts: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
    for missed in &review.containment.missed {
        let (open, all) =
            counts.entry((missed.workflow_id.as_str(), missed.event_kind.as_str())).or_default();
        *open += u64::from(missed.is_left_open());
        *all += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    // Most open ones first.
    rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let n_rows = rows.len();
    let mut grid = Grid::new(
        "Triggers that stood 7 days without an action of their workflow",
        &[
            ("Workflow", Align::Left),
            ("Trigger", Align::Left),
            ("Missed", Align::Right),
            ("Left open", Align::Right),
            ("Execution owner", Align::Left),
        ],
    );
    let cells = |((workflow, kind), (open, n)): ((&str, &str), (u64, u64))| -> Vec<Line> {
        let holder = match selection::workflow(review, workflow) {
            None => selection::UNMAPPED,
            Some(row) => row.execution_owner.as_deref().unwrap_or(selection::UNNAMED),
        };
        let holder = owners::link(review, holder);
        vec![
            workflow_name::line(review, workflow),
            vocabulary::plain(kind).into(),
            count(n).into(),
            count(open).into(),
            holder,
        ]
    };
    grid.rows = rows.into_iter().take(15).map(cells).collect();
    grid.pointing_to(n_rows, "tables/missed_triggers.csv")
}
