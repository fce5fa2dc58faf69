//! Every workflow against the rate of false positives it tolerates.

use super::Section;
use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{RankingRow, Review},
    numbers::{self, count, hours},
    owners,
    selection::{self, UNMAPPED},
    shown::name,
    wording,
};

pub(super) const SECTION: Section =
    Section { id: "workflows", title: "Workflows against what they tolerate", build };

const TOP: usize = 20;

/// From this probability on a rate above the tolerated one is taken for more than chance.
const SURE: f64 = 0.8;

fn build(review: &Review) -> Vec<Block> {
    let rows: Vec<&RankingRow> = rows(review).collect();
    if rows.is_empty() {
        return vec![Block::paragraph(
            "No case belongs to a workflow, so no tolerated rate can be compared.",
        )];
    }
    let above = above_tolerance(review).len();
    let words = match above {
        0 => "No workflow with enough judged cases lies above its tolerated rate by more than chance."
            .to_owned(),
        1 => "1 workflow lies above its tolerated rate by more than chance.".to_owned(),
        n => format!("{n} workflows lie above their tolerated rate by more than chance."),
    };
    let words = format!(
        "{words} The probability that the true rate is above the tolerated one takes into account how few cases a workflow has; from {} on, with at least {} judged cases, a decision is asked.",
        wording::probability(SURE),
        review.config.rank.min_cases
    );
    vec![Block::paragraph(&words), Block::Grid(grid(review, &rows))]
}

/// Workflows in ranking order.
fn rows(review: &Review) -> impl Iterator<Item = &RankingRow> {
    review.rankings.iter().filter(|row| row.dimension == "workflow" && row.key != UNMAPPED)
}

/// Workflows above their tolerated rate, with enough cases and probability to say so, worst first.
pub(super) fn above_tolerance(review: &Review) -> Vec<&RankingRow> {
    let is_above = |row: &&RankingRow| {
        let Some((rate, tolerated)) = row.rate.zip(row.tolerated_rate) else { return false };
        let is_sure = match row.probability_above_tolerated {
            Some(probability) => probability >= SURE,
            None => row.rate_low.is_some_and(|low| low > tolerated),
        };
        rate > tolerated && is_sure && row.judged >= review.config.rank.min_cases
    };
    rows(review).filter(is_above).collect()
}

/// The rows of the given workflows.
pub(crate) fn grid(review: &Review, rows: &[&RankingRow]) -> Grid {
    use Align::{Left, Right};
    let mut grid = Grid::new(
        "Workflows: false positives against the tolerated rate",
        &[
            ("Workflow", Left),
            ("Control owner", Left),
            ("Wrong of judged", Right),
            ("Interval", Right),
            ("Tolerated", Right),
            ("Probability above", Right),
            ("Undetermined", Right),
            ("Person-hours", Right),
            ("Data losses", Right),
        ],
    );
    grid.rows = rows.iter().take(TOP).map(|row| cells(review, row)).collect();
    grid.pointing_to(rows.len(), "tables/rankings.csv")
}

fn cells(review: &Review, row: &RankingRow) -> Vec<Line> {
    let rate = numbers::wilson(row.false_positives, row.judged, review.config.rank.confidence);
    let control = selection::workflow(review, &row.key).and_then(|row| row.control_owner.as_deref());
    let dash = || "–".to_owned();
    vec![
        name(&row.key).into(),
        control.map_or_else(|| "nobody is named".into(), |owner| owners::link(review, owner)),
        rate.map_or_else(|| "0 of 0".to_owned(), |rate| numbers::share(&rate)).into(),
        rate.map_or_else(dash, |rate| numbers::range(rate.low, rate.high)).into(),
        row.tolerated_rate.map_or_else(dash, numbers::percent).into(),
        row.probability_above_tolerated.map_or_else(dash, wording::probability).into(),
        count(row.undetermined).into(),
        hours(row.person_hours).into(),
        count(row.data_losses).into(),
    ]
}
