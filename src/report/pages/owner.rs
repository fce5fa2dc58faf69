//! One owner's page: what to stop now, where they stand, what misfired and why, what to review.

use super::owner_cases;
use crate::report::{
    block::{Align, Block, Grid, Line, Page, PageSection},
    model::{CaseRow, ImprovementRow, PendingRow, RankingRow, Review},
    numbers::{self, count, hours, len, plural},
    selection::{Lookups, owners_of},
    shown::{Shown, name},
    vocabulary,
};

const TOP: usize = 50;

/// Builds the page of one owner.
pub(super) fn page(review: &Review, lookups: &Lookups<'_>, owner: &str) -> Page {
    let cases: &[&CaseRow] = lookups.by_owner.get(owner).map_or(&[], Vec::as_slice);
    let section = PageSection::new;
    Page {
        root: "../",
        title: Shown::new(&format!("{}, {}", name(owner), name(&review.header.period))),
        lead: vec![super::lead(review), super::coverage_lead(review)],
        links: super::links(),
        sections: vec![
            section("stop-now", "Stop now", stop_now(review, owner)),
            section("position", "Where you stand", position(review, owner)),
            section("causes", "What misfired, and why", owner_cases::by_cause(owner, cases)),
            section("cases", "Disruptive cases", owner_cases::disruptive(review, lookups, owner, cases)),
            section("reviews", "Reviews to be done", reviews(review, lookups, cases)),
            section("improvements", "Improvements", improvements(review, owner)),
        ],
    }
}

fn stop_now(review: &Review, owner: &str) -> Vec<Block> {
    let rows: Vec<&PendingRow> =
        review.pending.iter().filter(|row| row.owner.as_deref() == Some(owner)).collect();
    if rows.is_empty() {
        return vec![Block::paragraph(
            "Nothing: no pending destructive command of yours has lost its reason.",
        )];
    }
    let mut grid = Grid::new(
        "Pending commands whose reason is gone",
        &[
            ("Action", Align::Left),
            ("What", Align::Left),
            ("Device", Align::Left),
            ("Sent", Align::Left),
            ("Why", Align::Left),
        ],
    );
    let cells = |row: &&PendingRow| -> Vec<Line> {
        vec![
            Line::default().code(&name(&row.action_id)),
            name(&row.action_kind).into(),
            name(row.device_id.as_deref().unwrap_or("unknown")).into(),
            row.sent_at.map_or_else(|| "unknown".to_owned(), |at| numbers::time(at, &review.header)).into(),
            row.why.as_str().into(),
        ]
    };
    grid.rows = rows.iter().take(TOP).map(cells).collect();
    let warning =
        format!("Cancel {} before the devices report in.", plural(len(rows.len()), "command", "commands"));
    vec![
        Block::Warning(Line::default().strong(&warning)),
        Block::Grid(grid.pointing_to(rows.len(), "tables/pending.csv")),
    ]
}

fn position(review: &Review, owner: &str) -> Vec<Block> {
    use Align::{Left, Right};
    let rows: Vec<&RankingRow> =
        review.rankings.iter().filter(|row| row.dimension == "owner" && row.key == owner).collect();
    if rows.is_empty() {
        return vec![Block::paragraph("You held no role for a case of this period.")];
    }
    let mut grid = Grid::new(
        "Your row of each ranking",
        &[
            ("Role", Left),
            ("Rank", Right),
            ("Wrong of judged", Right),
            ("Interval", Right),
            ("Undetermined", Right),
            ("Disruptive", Right),
            ("Person-hours", Right),
            ("Regulated hours", Right),
            ("Change, points", Right),
        ],
    );
    let cells = |row: &&RankingRow| -> Vec<Line> {
        let n_ranked = review
            .rankings
            .iter()
            .filter(|other| other.dimension == "owner" && other.role == row.role && other.rank.is_some())
            .count();
        let rank = row.rank.map_or_else(|| row.note.clone(), |rank| format!("{rank} of {n_ranked}"));
        let rate = numbers::wilson(row.false_positives, row.judged, review.config.rank.confidence);
        vec![
            vocabulary::role(&row.role).into(),
            rank.into(),
            rate.map_or_else(|| "0 of 0".to_owned(), |rate| numbers::share(&rate)).into(),
            rate.map_or_else(|| "–".to_owned(), |rate| numbers::range(rate.low, rate.high)).into(),
            count(row.undetermined).into(),
            count(row.disruptive).into(),
            hours(row.person_hours).into(),
            hours(row.regulated_hours).into(),
            row.change.map_or_else(|| "–".to_owned(), numbers::points).into(),
        ]
    };
    grid.rows = rows.iter().map(cells).collect();
    let unknown = format!(
        "Rank 1 is the most harmful. {} of unknown initiator count for nobody.",
        plural(review.totals.initiator_unknown, "action", "actions")
    );
    vec![Block::Grid(grid), Block::paragraph(&unknown)]
}

fn reviews(review: &Review, lookups: &Lookups<'_>, cases: &[&CaseRow]) -> Vec<Block> {
    let mut open: Vec<&CaseRow> = cases
        .iter()
        .copied()
        .filter(|case| matches!(case.review_state.as_str(), "due" | "overdue"))
        .collect();
    if open.is_empty() {
        return vec![Block::paragraph("None is open.")];
    }
    // Overdue before due, oldest first.
    open.sort_by(|a, b| {
        b.review_state
            .cmp(&a.review_state)
            .then(a.done_at.cmp(&b.done_at))
            .then(a.action_id.cmp(&b.action_id))
    });
    let overdue = open.iter().filter(|case| case.review_state == "overdue").count();
    let mut grid = Grid::new(
        "Open reviews, overdue first",
        &[
            ("Action", Align::Left),
            ("State", Align::Left),
            ("Done", Align::Left),
            ("What", Align::Left),
            ("Verdict", Align::Left),
            ("Workflow", Align::Left),
        ],
    );
    let cells = |case: &&CaseRow| -> Vec<Line> {
        vec![
            owner_cases::case_line(lookups, case),
            case.review_state.as_str().into(),
            numbers::time(case.done_at, &review.header).into(),
            name(&case.action_kind).into(),
            vocabulary::verdict(&case.verdict).into(),
            name(case.workflow_id.as_deref().unwrap_or("none")).into(),
        ]
    };
    grid.rows = open.iter().take(TOP).map(cells).collect();
    let sentence = format!(
        "{} open, {} of them overdue: a review is due {} working days after the action. Fill in `review-sheet.csv` and append it to the register of reviews.",
        plural(len(open.len()), "review", "reviews"),
        count(len(overdue)),
        review.config.review.within_working_days
    );
    vec![Block::paragraph(&sentence), Block::Grid(grid.pointing_to(open.len(), "tables/cases.csv"))]
}

fn improvements(review: &Review, owner: &str) -> Vec<Block> {
    let rows: Vec<&ImprovementRow> = review.improvements.iter().filter(|row| row.owner == owner).collect();
    if rows.is_empty() {
        return vec![Block::paragraph("No improvement of yours is registered.")];
    }
    let line = |row: &&ImprovementRow| {
        Line::default().strong(&name(&row.improvement_id)).text(&format!(
            " ({}, due {}): {} – {}",
            name(&row.status),
            name(&row.due),
            row.change,
            row.finding
        ))
    };
    vec![Block::List(rows.iter().take(TOP).map(line).collect())]
}

/// The roles in which somebody owns a case.
pub(super) fn roles_in(case: &CaseRow, owner: &str) -> Vec<&'static str> {
    owners_of(case).iter().filter(|(_, held_by)| *held_by == Some(owner)).map(|(role, _)| *role).collect()
}
