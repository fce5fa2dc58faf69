//! Authority on the auditor's page: who approved which automation, who reviewed what, what the registers lack.

use super::audit::counted;
use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{Review, WorkflowRow},
    numbers::{self, count, len},
    owners,
    selection::holders,
    shown::name,
    stamps, vocabulary, workflow_name,
};

const TOP: usize = 50;

/// The versions of workflows valid in the period, with approval and owners: who could start and stop them.
pub(super) fn authority(review: &Review) -> Vec<Block> {
    let unmapped = review.cases.iter().filter(|case| case.workflow_id.is_none()).count();
    let claimed = format!(
        "{} of {} belong to no workflow of the control map, so that nobody authorised them.",
        count(len(unmapped)),
        numbers::plural(len(review.cases.len()), "case", "cases")
    );
    if review.workflows.is_empty() {
        return vec![
            Block::paragraph("No workflow is registered for this period."),
            Block::paragraph(&claimed),
        ];
    }
    let mut grid = Grid::new(
        "Versions of workflows valid in the period",
        &[
            ("Workflow", Align::Left),
            ("Valid", Align::Left),
            ("Approved by", Align::Left),
            ("Approval", Align::Left),
            ("Owners", Align::Left),
            ("Cases", Align::Right),
            ("Register", Align::Left),
        ],
    );
    grid.rows = review.workflows.iter().take(TOP).map(|row| workflow_cells(review, row)).collect();
    grid.is_stacked = true;
    vec![
        Block::paragraph(
            "The execution owner runs a workflow and can stop it; the control owner defines its trigger; the business approver approved it; the exception owner keeps its exceptions.",
        ),
        Block::Grid(grid.pointing_to(review.workflows.len(), "review.json")),
        Block::paragraph(&claimed),
    ]
}

fn workflow_cells(review: &Review, row: &WorkflowRow) -> Vec<Line> {
    let from = |at: Option<_>, open: &str| {
        at.map_or_else(|| open.to_owned(), |at| numbers::date(at, &review.header))
    };
    // Ends are exclusive; a reader wants the last day that belongs to a span.
    let until = |at: Option<_>, open: &str| {
        at.map_or_else(
            || open.to_owned(),
            |at| format!("up to and including {}", numbers::last_day(at, &review.header)),
        )
    };
    let is_its = |case: &&crate::report::model::CaseRow| {
        case.workflow_id.as_deref() == Some(row.workflow_id.as_str())
            && row.valid_from.is_none_or(|from| case.done_at >= from)
            && row.valid_to.is_none_or(|to| case.done_at < to)
    };
    let approval = match (row.approved_at, row.approval_expires) {
        (None, _) => "no date".to_owned(),
        (at, end) => format!("{}, {}", from(at, ""), until(end, "no end")),
    };
    let mut owners = Line::default();
    for (index, (role, holder)) in holders(row).into_iter().enumerate() {
        let gap = if index > 0 { "; " } else { "" };
        owners =
            owners.text(&format!("{gap}{}: ", vocabulary::role(role))).join(owners::link(review, holder));
    }
    vec![
        workflow_name::line(review, &row.workflow_id),
        format!("{}, {}", from(row.valid_from, "from the beginning"), until(row.valid_to, "no end")).into(),
        row.approved_by
            .as_deref()
            .map_or_else(|| "nobody".to_owned(), |who| owners::label(review, who))
            .into(),
        approval.into(),
        owners,
        count(len(review.cases.iter().filter(is_its).count())).into(),
        Line::default().code(&name(&row.reference)),
    ]
}

/// A word of `[review] must` for readers.
fn must_words(word: &str) -> String {
    match word {
        "regulated" => "cases in regulated work".to_owned(),
        "executive" => "cases of executives".to_owned(),
        "disruptive" => "disruptive false positives".to_owned(),
        kind => format!("every {}", vocabulary::plain(kind)),
    }
}

/// Who looked at what.
pub(super) fn reviews(review: &Review) -> Vec<Block> {
    let states = counted(review.cases.iter().map(|case| case.review_state.as_str()));
    if states.is_empty() {
        return vec![Block::paragraph("There is no case to review.")];
    }
    let explain = |code: &str| match code {
        "not_due" => "need not be reviewed",
        "due" => "must be reviewed, still in time",
        "overdue" => "must be reviewed, and the time is over",
        "reviewed" => "decided by a person",
        _ => "",
    };
    let mut grid = Grid::new(
        "Cases by state of review",
        &[("State", Align::Left), ("Cases", Align::Right), ("Meaning", Align::Left)],
    );
    grid.rows = states
        .iter()
        .map(|(state, n)| vec![vocabulary::plain(state).into(), count(*n).into(), explain(state).into()])
        .collect();
    let must: Vec<String> = review.config.review.must.iter().map(|word| must_words(word)).collect();
    let rule = format!(
        "Must be reviewed within {} working days: {}.",
        review.config.review.within_working_days,
        must.join(", ")
    );
    vec![Block::Grid(grid), Block::paragraph(&rule)]
}

/// What is wrong with the registers.
pub(super) fn controls(review: &Review) -> Vec<Block> {
    if review.controls.is_empty() {
        return vec![Block::paragraph("No finding.")];
    }
    let mut grid = Grid::new(
        "Findings about the control map and other registers",
        &[("Check", Align::Left), ("Subject", Align::Left), ("Finding", Align::Left), ("Where", Align::Left)],
    );
    grid.rows = review
        .controls
        .iter()
        .take(TOP)
        .map(|row| {
            vec![
                Line::default().code(&name(&row.rule)),
                name(&row.subject).into(),
                Line::default().marked(&stamps::localised(&row.finding, &review.header)),
                Line::default().code(&row.reference),
            ]
        })
        .collect();
    vec![Block::Grid(grid.pointing_to(review.controls.len(), "tables/controls.csv"))]
}
