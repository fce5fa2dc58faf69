//! Bursts: what looks like misuse or attack, shown before the answer and apart from the false positives, and only when
//! there is one.

use super::Section;
use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{BurstRow, Review},
    numbers::{len, percent, plural, time},
    vocabulary, wording,
};

pub(super) const SECTION: Section =
    Section { id: "bursts", title: "First of all: looks like misuse or attack", build: blocks };

/// Rows on the page.
const SHOWN: usize = 5;

/// The warning and its table; nothing without a burst.
fn blocks(review: &Review) -> Vec<Block> {
    let Some(told) = wording::bursts(&review.bursts) else { return Vec::new() };
    let warning = Line::default()
        .strong("Looks like misuse or attack. ")
        .text(&told)
        .text(" No identity event, stock or request explains them. ")
        .text(&counted(review))
        .text(
            " Whoever answers for the security of the administration of devices should look at them at once, before \
             anybody reviews them as false positives: ",
        )
        .file("tables/bursts.csv")
        .text(".");
    vec![Block::Warning(warning), Block::Grid(grid(review))]
}

/// What their cases count for: a reviewer's decision stands over the burst.
fn counted(review: &Review) -> String {
    let cases = review.cases.iter().filter(|case| case.burst_id.is_some());
    let decided = len(cases.filter(|case| case.verdict != "undetermined").count());
    let nothing =
        "Without a reviewer's decision they are undetermined, in no rate, and accuse no owner of a workflow";
    match decided {
        0 => format!("{nothing}."),
        n => format!(
            "{nothing}; reviewers decided {}, which counts.",
            plural(n, "case of them", "cases of them")
        ),
    }
}

fn grid(review: &Review) -> Grid {
    use Align::{Left, Right};
    let mut grid = Grid::new(
        "Mass actions that nothing explains",
        &[
            ("Sent by", Left),
            ("From", Left),
            ("To", Left),
            ("Devices", Right),
            ("Usual at a time", Right),
            ("What", Left),
            ("Outside working hours", Right),
        ],
    )
    .stacked();
    grid.rows = review.bursts.iter().take(SHOWN).map(|row| cells(row, review)).collect();
    grid.pointing_to(review.bursts.len(), "tables/bursts.csv")
}

fn cells(row: &BurstRow, review: &Review) -> Vec<Line> {
    let who = row.initiator.as_ref();
    let kinds: Vec<String> = row.kinds.iter().map(|kind| vocabulary::plain(kind)).collect();
    vec![
        who.map_or_else(|| "nobody is named".into(), |name| Line::default().code(name)),
        time(row.from, &review.header).into(),
        time(row.to, &review.header).into(),
        row.devices.to_string().into(),
        format!("{:.1}", row.expected).into(),
        kinds.join(", ").into(),
        percent(row.outside_working_hours_share).into(),
    ]
}

/// What a population has beside its cases: a line for the audit page.
pub(in crate::report) fn population(review: &Review) -> Option<Block> {
    let told = wording::bursts(&review.bursts)?;
    let cases: u64 = review.bursts.iter().map(|row| row.cases).sum();
    let line = Line::from(format!(
        "{told} {} of them are cases; without a reviewer's decision they are undetermined and in no rate: {} of {}. Each \
         stands with its burst in ",
        cases,
        review.totals.apart,
        len(review.cases.len())
    ));
    Some(Block::Warning(
        line.file("tables/bursts.csv")
            .text(" and in the column burst_id of ")
            .file("tables/cases.csv")
            .text("."),
    ))
}
