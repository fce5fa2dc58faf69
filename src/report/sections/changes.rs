//! What changed since the period before, and which improvements held.

use super::Section;
use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{ImprovementRow, RankingRow, Review, Totals},
    numbers::{self, count, hours, signed_count, signed_hours},
    owners,
    shown::name,
    workflow_name,
};

pub(super) const SECTION: Section =
    Section { id: "changes", title: "What changed, and which improvements held", build };

const TOP: usize = 20;

fn build(review: &Review) -> Vec<Block> {
    let mut blocks = Vec::new();
    match &review.previous {
        Some(previous) if review.totals.cases == 0 => blocks.push(Block::paragraph(&format!(
            "This period has no case to hold against {}, which had {}, {} of them false positives.",
            review.header.previous_period,
            numbers::plural(previous.cases, "case", "cases"),
            count(previous.false_positives)
        ))),
        Some(previous) => {
            blocks.push(Block::Grid(against_previous(review, previous)));
            blocks.extend(unequal_data(review));
            blocks.extend(largest_moves(review));
        }
        None => blocks.push(Block::paragraph(&format!(
            "There is no comparison with {}: {}. What changed since then cannot be told.",
            review.header.previous_period,
            review
                .previous_absent
                .as_deref()
                .unwrap_or("its figures are not available")
                .trim_end_matches('.')
        ))),
    }
    if review.improvements.is_empty() {
        blocks.push(Block::paragraph("The register holds no improvement that concerns this period."));
    } else {
        blocks.push(Block::Grid(improvements(review)));
        blocks.push(Block::paragraph(
            "A report of completion is not enough: each improvement is held against the false positives of its workflow and cause in this period, after it was reported as done, and in the period before where that is covered. A backtest, which would show that the change itself removes the cause, is not part of this version, so no improvement is called closed here.",
        ));
    }
    blocks
}

/// What one of the two periods lacks: part of a change may be that.
fn unequal_data(review: &Review) -> Vec<Block> {
    if review.unequal_data.is_empty() {
        return Vec::new();
    }
    let lines = review.unequal_data.iter().take(TOP).map(|text| Line::default().marked(text));
    let more = review.unequal_data.len().saturating_sub(TOP);
    let more = (more > 0).then(|| Line::from(format!("{more} more in ")).file("review.json"));
    vec![
        Block::paragraph(
            "The two periods do not rest on the same data, so part of what changed may be that:",
        ),
        Block::List(lines.chain(more).collect()),
    ]
}

fn against_previous(review: &Review, previous: &Totals) -> Grid {
    let now = &review.totals;
    let mut grid = Grid::new(
        &format!("{} against {}", review.header.period, review.header.previous_period),
        &[
            ("Figure", Align::Left),
            ("This period", Align::Right),
            ("Before", Align::Right),
            ("Change", Align::Right),
        ],
    );
    let of_count = |label: &str, now: u64, before: u64| -> Vec<Line> {
        vec![label.into(), count(now).into(), count(before).into(), signed_count(now, before).into()]
    };
    let of_hours = |label: &str, now: f64, before: f64| -> Vec<Line> {
        vec![label.into(), hours(now).into(), hours(before).into(), signed_hours(now - before).into()]
    };
    grid.rows = vec![
        of_count("Cases", now.cases, previous.cases),
        of_count("Judged cases", now.judged, previous.judged),
        of_count("Undetermined cases", now.undetermined, previous.undetermined),
        of_count("False positives", now.false_positives, previous.false_positives),
        of_count("Disruptive false positives", now.disruptive, previous.disruptive),
        of_count("Data losses", now.data_losses, previous.data_losses),
        of_count("People disrupted", now.people, previous.people),
        of_hours("Person-hours", now.person_hours, previous.person_hours),
        of_hours("Regulated hours", now.regulated_hours, previous.regulated_hours),
        of_count("Actions of unknown initiator", now.initiator_unknown, previous.initiator_unknown),
    ];
    grid
}

/// Workflows whose rate moved most, where both periods had enough cases to say so.
fn largest_moves(review: &Review) -> Vec<Block> {
    let min = review.config.rank.min_cases.max(numbers::MIN_FOR_PERCENT);
    let mut moved: Vec<(&RankingRow, f64)> = review
        .rankings
        .iter()
        .filter(|row| row.dimension == "workflow" && row.judged >= min)
        .filter_map(|row| row.change.filter(|change| change.abs() >= 0.0005).map(|change| (row, change)))
        .collect();
    moved.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.key.cmp(&b.0.key)));
    let line = |(row, change): &(&RankingRow, f64)| {
        workflow_name::line(review, &row.key).text(&format!(
            ": {} percentage points{} ({} of {} judged were wrong; interval {})",
            numbers::points(*change),
            match (row.change_low, row.change_high) {
                (Some(low), Some(high)) =>
                    format!(" (interval {} to {})", numbers::points(low), numbers::points(high)),
                _ => String::new(),
            },
            count(row.false_positives),
            count(row.judged),
            match (row.rate_low, row.rate_high) {
                (Some(low), Some(high)) => numbers::range(low, high),
                _ => "unknown".to_owned(),
            }
        ))
    };
    let lines: Vec<Line> = moved.iter().take(5).map(line).collect();
    if lines.is_empty() {
        return Vec::new();
    }
    vec![Block::Heading("Workflows whose rate moved most".into()), Block::List(lines)]
}

fn improvements(review: &Review) -> Grid {
    use Align::{Left, Right};
    let mut grid = Grid::new(
        "Improvements",
        &[
            ("Improvement", Left),
            ("Workflow and cause", Left),
            ("Owner", Left),
            ("Due", Left),
            ("False positives before", Right),
            ("Now", Right),
            ("What the data say", Left),
        ],
    );
    let cells = |row: &ImprovementRow| -> Vec<Line> {
        vec![
            Line::from(format!("{}: ", name(&row.improvement_id))).marked(&row.change),
            workflow_name::line(review, &row.workflow_id).text(", ").code(&name(&row.cause)),
            owners::link(review, &row.owner),
            name(&row.due).into(),
            row.before.map_or_else(|| "–".to_owned(), count).into(),
            count(row.now).into(),
            Line::default().marked(&row.finding),
        ]
    };
    grid.rows = review.improvements.iter().take(TOP).map(cells).collect();
    grid.is_stacked = true;
    grid.pointing_to(review.improvements.len(), "review.json")
}
