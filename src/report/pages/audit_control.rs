//! Authority on the auditor's page: who approved which automation, where decisions disagree, what the registers lack.

use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{CaseRow, EvidenceWeight, Review, WorkflowRow},
    numbers::{self, count, len},
    owners, paths,
    selection::{self, holders},
    shown::{name, visible},
    stamps, vocabulary, workflow_name,
};

const TOP: usize = 50;

/// The versions of workflows valid in the period, with approval and owners: who could start and stop them.
pub(super) fn authority(review: &Review) -> Vec<Block> {
    let unmapped = review.cases.iter().filter(|case| case.workflow_id.is_none()).count();
    let claimed = if review.cases.is_empty() {
        "There is no case, so none lacks a workflow that authorises it.".to_owned()
    } else {
        format!(
            "{} of {} belong to no workflow of the control map, so that nobody authorised them.",
            count(len(unmapped)),
            numbers::plural(len(review.cases.len()), "case", "cases")
        )
    };
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
            ("Drivers", Align::Left),
            ("Agentic", Align::Left),
            ("Cases", Align::Right),
            ("Register", Align::Left),
        ],
    );
    grid.rows = review.workflows.iter().take(TOP).map(|row| workflow_cells(review, row)).collect();
    grid.is_stacked = true;
    vec![
        Block::paragraph(
            "The execution owner runs a workflow and can stop it; the control owner defines its trigger; the business approver approved it; the exception owner keeps its exceptions. Drivers are the rules and controls that the control map names as its reason; an agentic workflow lets a model choose what it does.",
        ),
        Block::Grid(grid.pointing_to(review.workflows.len(), "review.json")),
        Block::paragraph(&claimed),
    ]
}

/// Texts of a list of the control map, as shown.
fn name_all(texts: &[String]) -> String {
    texts.iter().take(20).map(|text| name(text)).collect::<Vec<_>>().join("; ")
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
    let is_its = |case: &&CaseRow| {
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
        if row.drivers.is_empty() { "none named".to_owned() } else { name_all(&row.drivers) }.into(),
        if row.is_agentic { "yes" } else { "no" }.into(),
        count(len(review.cases.iter().filter(is_its).count())).into(),
        Line::default().code(&name(&row.reference)),
    ]
}

/// Every case in which reviewers or decisive rules disagree, with what they say.
pub(super) fn conflicts(review: &Review) -> Vec<Block> {
    let conflicts: Vec<&CaseRow> = selection::conflicts(review).collect();
    if conflicts.is_empty() {
        return Vec::new();
    }
    let mut grid = Grid::new(
        "Conflicts: cases in which reviewers or decisive rules disagree",
        &[
            ("Case", Align::Left),
            ("What", Align::Left),
            ("Done", Align::Left),
            ("Who or what decides, and how", Align::Left),
            ("To be settled by", Align::Left),
        ],
    );
    let cells = |case: &&CaseRow| -> Vec<Line> {
        vec![
            Line::default().link(&name(&case.action_id), &paths::case_page(&case.action_id)),
            vocabulary::plain(&case.action_kind).into(),
            numbers::time(case.done_at, &review.header).into(),
            disagreement(case).into(),
            owners::link(review, selection::reviewer_of(review, case)),
        ]
    };
    grid.rows = conflicts.iter().take(selection::MAX_CONFLICT_PAGES).map(cells).collect();
    vec![
        Block::paragraph(&format!(
            "{} where reviewers or decisive rules disagree: undetermined until they are settled.",
            numbers::plural(len(conflicts.len()), "case", "cases")
        )),
        Block::Grid(grid.stacked().pointing_to(conflicts.len(), "tables/cases.csv")),
    ]
}

/// The decisive rules of a case and what reviewers decided, in words.
fn disagreement(case: &CaseRow) -> String {
    let rules = case.evidence.iter().filter(|row| row.weight == EvidenceWeight::Decisive);
    let reviews = case.timeline.iter().filter(|entry| entry.lane == "review");
    let said: Vec<String> = rules
        .map(|row| name(&row.code))
        .chain(reviews.map(|entry| visible(&entry.what).into_owned()))
        .collect();
    if said.is_empty() { "see the case".to_owned() } else { said.join("; ") }
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
