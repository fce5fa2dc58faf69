//! One owner's page: what to stop now, where they stand, what misfired and why, what to review.

use super::{owner_cases, owner_causes, owner_position};
use crate::report::{
    block::{Align, Block, Grid, Line, Page, PageSection},
    model::{CaseRow, ImprovementRow, PendingRow, Review},
    numbers::{self, count, len, plural},
    owners,
    selection::{self, Lookups, UNMAPPED, is_open, owners_of, reviewer_of},
    shown::{Shown, name},
    stamps, vocabulary, workflow_name,
};

const TOP: usize = 50;

/// Builds the page of one owner.
pub(super) fn page(review: &Review, lookups: &Lookups<'_>, owner: &str) -> Page {
    let cases: &[&CaseRow] = lookups.by_owner.get(owner).map_or(&[], Vec::as_slice);
    let section = PageSection::new;
    let mut sections = Vec::new();
    let stop = stop_now(review, owner);
    if !stop.is_empty() {
        sections.push(section("stop-now", "Stop now", stop));
    }
    let is_nobody = owner == UNMAPPED;
    let (position_title, title) = if is_nobody {
        ("Where these cases stand", "Cases for which nobody is accountable".to_owned())
    } else {
        ("Where you stand", format!("Owner: {}", owners::label(review, owner)))
    };
    sections.push(section("position", position_title, owner_position::position(review, owner)));
    sections.extend([
        section("causes", "What misfired, and why", owner_causes::by_cause(review, owner, cases)),
        section("cases", "Disruptive cases", owner_cases::disruptive(review, lookups, owner, cases)),
        section("reviews", "Reviews to be done", reviews(review, lookups, owner, cases)),
    ]);
    if !is_nobody {
        sections.push(section("improvements", "Improvements", improvements(review, owner)));
    }
    Page {
        root: "../",
        title: Shown::new(&format!("{title}, {}", name(&review.header.period))),
        lead: vec![super::lead(review), super::coverage_lead(review)],
        links: super::links(),
        sections,
    }
}

/// What to stop and how; nothing if nothing waits.
fn stop_now(review: &Review, owner: &str) -> Vec<Block> {
    let rows: Vec<&PendingRow> =
        review.pending.iter().filter(|row| row.owner.as_deref().unwrap_or(UNMAPPED) == owner).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let mut grid = Grid::new(
        "Waiting commands whose reason is gone",
        &[
            ("What, on which device", Align::Left),
            ("Sent", Align::Left),
            ("Why it should not run", Align::Left),
            ("Command", Align::Left),
        ],
    );
    let cells = |row: &&PendingRow| -> Vec<Line> {
        vec![
            format!(
                "{} of {}",
                vocabulary::plain(&row.action_kind),
                name(row.device_id.as_deref().unwrap_or("an unknown device"))
            )
            .into(),
            row.sent_at.map_or_else(|| "unknown".to_owned(), |at| numbers::time(at, &review.header)).into(),
            Line::default().marked(&stamps::localised(&row.why, &review.header)),
            Line::default().code(&name(&row.action_id)),
        ]
    };
    grid.rows = rows.iter().take(TOP).map(cells).collect();
    grid.is_stacked = true;
    let warning =
        format!("Cancel {} before the devices report in.", plural(len(rows.len()), "command", "commands"));
    let how = format!(
        " In Jamf Pro open the device, Management, Pending Commands, and cancel the command; if it has run \
         meanwhile, restore the device and tell its user. This list is as of {}: look first whether a command still waits.",
        numbers::time(review.header.as_of, &review.header)
    );
    vec![
        Block::Warning(Line::default().strong(&warning).text(&how)),
        Block::Grid(grid.pointing_to(rows.len(), "tables/pending.csv")),
    ]
}

fn reviews(review: &Review, lookups: &Lookups<'_>, owner: &str, cases: &[&CaseRow]) -> Vec<Block> {
    let mut open: Vec<&CaseRow> =
        cases.iter().copied().filter(|case| is_open(case) && reviewer_of(case) == owner).collect();
    if open.is_empty() {
        return vec![Block::paragraph("None is open here.")];
    }
    open.sort_by(|a, b| selection::most_urgent_first(a, b));
    let overdue = open.iter().filter(|case| case.review_state == "overdue").count();
    let mut grid = Grid::new(
        "Open reviews, overdue first",
        &[
            ("Action", Align::Left),
            ("State", Align::Left),
            ("Due", Align::Left),
            ("Done", Align::Left),
            ("What", Align::Left),
            ("Verdict", Align::Left),
            ("Workflow", Align::Left),
        ],
    );
    let cells = |case: &&CaseRow| -> Vec<Line> {
        vec![
            owner_cases::case_line(lookups, case),
            vocabulary::plain(&case.review_state).into(),
            case.review_due_at.map_or_else(String::new, |at| numbers::date(at, &review.header)).into(),
            numbers::time(case.done_at, &review.header).into(),
            vocabulary::plain(&case.action_kind).into(),
            vocabulary::verdict(&case.verdict).into(),
            case.workflow_id.as_deref().map_or_else(|| "none".into(), |id| workflow_name::line(review, id)),
        ]
    };
    grid.rows = open.iter().take(TOP).map(cells).collect();
    grid.is_stacked = true;
    let sentence = format!(
        "{} open, {} of them overdue: a case that must be reviewed is due {} after the action. It falls to the owner accountable for its cause, otherwise to the control owner. Open each case, decide, fill in its row of ",
        plural(len(open.len()), "review", "reviews"),
        count(len(overdue)),
        plural(u64::from(review.config.review.within_working_days), "working day", "working days")
    );
    let sentence = Line::from(sentence).file("review-sheet.csv").text(" and append it to ");
    let sentence = sentence.code(&review.config.registers.reviews);
    let sentence = sentence
        .text(": who decided and when, ")
        .code("false_positive")
        .text(", ")
        .code("true_positive")
        .text(", ")
        .code("benign_positive")
        .text(" or ")
        .code("undetermined")
        .text(", for a false positive its cause, and why. The next review takes the decision over.");
    vec![Block::Paragraph(sentence), Block::Grid(grid.pointing_to(open.len(), "review-sheet.csv"))]
}

fn improvements(review: &Review, owner: &str) -> Vec<Block> {
    let rows: Vec<&ImprovementRow> = review.improvements.iter().filter(|row| row.owner == owner).collect();
    if rows.is_empty() {
        return vec![Block::paragraph("No improvement of yours is registered.")];
    }
    let line = |row: &&ImprovementRow| {
        Line::default()
            .strong(&name(&row.improvement_id))
            .text(&format!(" ({}, due {}): ", name(&row.status), name(&row.due)))
            .marked(&row.change)
            .text(". ")
            .marked(&row.finding)
            .text(".")
    };
    vec![Block::List(rows.iter().take(TOP).map(line).collect())]
}

/// The roles in which somebody owns a case.
pub(super) fn roles_in(case: &CaseRow, owner: &str) -> Vec<&'static str> {
    owners_of(case).iter().filter(|(_, held_by)| *held_by == Some(owner)).map(|(role, _)| *role).collect()
}
