//! Every workflow against the rate of false positives it tolerates.

use super::Section;
use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{RankingRow, Review},
    numbers::{self, count, hours, len, plural},
    owners,
    selection::{self, UNMAPPED, UNNAMED},
    wording, workflow_name,
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
    let above = len(rows.iter().filter(|row| is_above(review, row)).count());
    let probably = len(probably_above(review).len());
    let words = format!(
        "Of {}, {} {} above {} tolerated rate, and {} of them probably so.",
        plural(len(rows.len()), "workflow", "workflows"),
        count(above),
        if above == 1 { "is" } else { "are" },
        if above == 1 { "its" } else { "their" },
        count(probably)
    );
    let definition = |word: &str, meaning: &str| Line::default().strong(word).text(meaning);
    let definitions = Block::List(vec![
        definition(
            "above its tolerated rate: ",
            &format!(
                "more of its judged actions were wrong than the control map tolerates, counted from {} on. This is what was observed, and what the flag --fail-over-tolerance of misfire fails on.",
                plural(review.config.rank.min_cases, "judged action", "judged actions")
            ),
        ),
        definition(
            "probably above: ",
            &format!(
                "the probability that the true rate is above the tolerated one, given how few actions were judged; before its own cases count, a workflow is taken for one like the others (prior: a beta distribution fitted to the rates of all workflows), so that one observed below its limit can be probably above it. From {} on a decision is asked where the observed rate is above, too.",
                wording::probability(SURE)
            ),
        ),
    ]);
    let other_side = "The other side of each, what it contained, how fast, and what it missed, stands under Containment, and for \
        every owner on their page: no trigger should be changed without it.";
    vec![
        Block::paragraph(&words),
        Block::Grid(grid(review, &rows)),
        definitions,
        Block::paragraph(other_side),
    ]
}

/// Workflows in ranking order.
fn rows(review: &Review) -> impl Iterator<Item = &RankingRow> {
    review.rankings.iter().filter(|row| row.dimension == "workflow" && row.key != UNMAPPED)
}

/// Whether more was wrong than is tolerated, with enough judged cases to say so.
fn is_above(review: &Review, row: &RankingRow) -> bool {
    row.rate.zip(row.tolerated_rate).is_some_and(|(rate, tolerated)| rate > tolerated)
        && row.judged >= review.config.rank.min_cases
}

/// Workflows above their tolerated rate by more than chance, worst first.
pub(crate) fn probably_above(review: &Review) -> Vec<&RankingRow> {
    let is_probable = |row: &&RankingRow| match row.probability_above_tolerated {
        Some(probability) => probability >= SURE,
        None => row.rate_low.zip(row.tolerated_rate).is_some_and(|(low, tolerated)| low > tolerated),
    };
    rows(review).filter(|row| is_above(review, row)).filter(is_probable).collect()
}

/// The rows of the given workflows.
fn grid(review: &Review, rows: &[&RankingRow]) -> Grid {
    use Align::{Left, Right};
    let mut grid = Grid::new(
        "Workflows: false positives against the tolerated rate",
        &[
            ("Workflow", Left),
            ("Control owner", Left),
            ("Wrong of judged", Right),
            ("Interval", Right),
            ("Limit", Right),
            ("Above its tolerated rate", Left),
            ("Probably above", Right),
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
        workflow_name::line(review, &row.key),
        control.map_or_else(|| owners::link(review, UNNAMED), |owner| owners::link(review, owner)),
        rate.map_or_else(|| numbers::NONE_JUDGED.to_owned(), |rate| numbers::share(&rate)).into(),
        rate.map_or_else(dash, |rate| numbers::range_of(rate.of, rate.low, rate.high)).into(),
        row.tolerated_rate.map_or_else(dash, numbers::percent).into(),
        state(review, row).into(),
        row.probability_above_tolerated.map_or_else(dash, wording::probability).into(),
        wording::undetermined(row).into(),
        hours(row.person_hours).into(),
        count(row.data_losses).into(),
    ]
}

/// Whether a workflow is above its tolerated rate, in one or two words.
pub(crate) fn state(review: &Review, row: &RankingRow) -> &'static str {
    if row.judged < review.config.rank.min_cases {
        "too few to say"
    } else if row.tolerated_rate.is_none() {
        "no limit"
    } else if is_above(review, row) {
        "yes"
    } else {
        "no"
    }
}
