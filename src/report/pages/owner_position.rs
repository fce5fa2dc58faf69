//! Where an owner stands: one row per role, and the workflows in which a role was held in the period, with the
//! cases of other holders apart.

use super::owner_sensitivity;
use crate::report::{
    block::{Align, Block, Grid, Line},
    charts::ranked,
    cost,
    model::{CaseRow, RankingRow, Review, WorkflowRow},
    numbers::{self, count, hours},
    sections::workflows,
    selection::{holders, nobody_of, owners_of},
    vocabulary, wording, workflow_name,
};

/// Workflows shown.
const TOP: usize = 50;

/// Ranks per role and the workflows.
pub(super) fn position(review: &Review, owner: &str) -> Vec<Block> {
    let rows: Vec<&RankingRow> =
        review.rankings.iter().filter(|row| row.dimension == "owner" && row.key == owner).collect();
    let mut blocks = if rows.is_empty() {
        vec![Block::paragraph("No case of this period counts for a role held here.")]
    } else {
        let words = "A role counts the false positives whose cause it answers for, of all judged cases of its workflows while it was held here. Rank 1 did most harm; without a false positive there is no harm to rank. The place by rate, 1 for the highest, is given as the range in which it would lie among those ranked, however few were judged.";
        vec![Block::Grid(roles(review, &rows)), Block::paragraph(words)]
    };
    blocks.extend(owner_sensitivity::sensitivity(review, owner));
    blocks.extend(held(review, owner));
    blocks
}

fn roles(review: &Review, rows: &[&RankingRow]) -> Grid {
    use Align::{Left, Right};
    let mut columns = vec![
        ("Role", Left),
        ("Rank", Right),
        ("Place by rate", Right),
        ("Wrong of judged", Right),
        ("Interval", Right),
        ("Undetermined", Right),
        ("Person-hours", Right),
        ("Regulated hours", Right),
        ("Change, percentage points", Right),
    ];
    columns.extend(cost::rate(review).map(|_| ("Cost (upper bound)", Right)));
    let mut grid = Grid::new("One row per role", &columns);
    let cells = |row: &&RankingRow| -> Vec<Line> {
        let n_ranked = review
            .rankings
            .iter()
            .filter(|other| other.dimension == "owner" && other.role == row.role && other.rank.is_some())
            .count();
        let rank = match row.rank {
            None => row.note.clone(),
            Some(_) if row.false_positives == 0 => ranked::NO_HARM.to_owned(),
            Some(rank) => format!("{rank} of {n_ranked}"),
        };
        let rate = numbers::wilson(row.false_positives, row.judged, review.config.rank.confidence);
        let mut cells: Vec<Line> = vec![
            vocabulary::role(&row.role).into(),
            rank.into(),
            ranked::place_by_rate(row).into(),
            rate.map_or_else(|| numbers::NONE_JUDGED.to_owned(), |rate| numbers::share(&rate)).into(),
            rate.map_or_else(|| "–".to_owned(), |rate| numbers::range_of(rate.of, rate.low, rate.high))
                .into(),
            wording::undetermined(row).into(),
            hours(row.person_hours).into(),
            hours(row.regulated_hours).into(),
            row.change.map_or_else(|| "–".to_owned(), numbers::points).into(),
        ];
        cells.extend(cost::of(review, row.person_hours).map(|cost| cost::words(cost).into()));
        cells
    };
    grid.rows = rows.iter().map(cells).collect();
    grid
}

/// The workflows of which some version of the period names this owner.
fn held(review: &Review, owner: &str) -> Vec<Block> {
    use Align::{Left, Right};
    let is_held = |row: &&WorkflowRow| holders(row).iter().any(|(_, holder)| *holder == owner);
    let mut ids: Vec<&str> =
        review.workflows.iter().filter(is_held).map(|row| row.workflow_id.as_str()).collect();
    ids.dedup();
    if ids.is_empty() {
        return Vec::new();
    }
    let mut grid = Grid::new(
        "Workflows in which a role is or was held here",
        &[
            ("Workflow", Left),
            ("Roles held here", Left),
            ("Wrong of judged while held here", Right),
            ("Wrong of judged under other holders", Right),
            ("Limit", Right),
            ("Whole workflow above its tolerated rate", Left),
            ("Probably above", Right),
        ],
    );
    grid.rows = ids.iter().take(TOP).map(|id| held_cells(review, owner, id)).collect();
    vec![
        Block::Grid(grid.pointing_to(ids.len(), "review.json")),
        Block::paragraph(
            "A case belongs to who held the role when the action was done; cases under earlier or later holders count for them and stand apart. The tolerated rate is compared with the whole workflow, whoever held it; the probability takes it for one like the other workflows before its own cases count.",
        ),
    ]
}

fn held_cells(review: &Review, owner: &str, id: &str) -> Vec<Line> {
    let mut here = (0_u64, 0_u64);
    let mut elsewhere = (0_u64, 0_u64);
    let judged = review
        .cases
        .iter()
        .filter(|case| case.workflow_id.as_deref() == Some(id) && case.verdict != "undetermined");
    for case in judged {
        let sums = if is_of(case, owner) { &mut here } else { &mut elsewhere };
        sums.0 += u64::from(case.verdict == "false_positive");
        sums.1 += 1;
    }
    let of = |(wrong, judged): (u64, u64)| match judged {
        0 => "–".to_owned(),
        judged => format!("{} of {}", count(wrong), count(judged)),
    };
    let ranked = review.rankings.iter().find(|row| row.dimension == "workflow" && row.key == id);
    let limit = ranked.and_then(|row| row.tolerated_rate).map_or_else(|| "–".to_owned(), numbers::percent);
    let probability = ranked.and_then(|row| row.probability_above_tolerated);
    vec![
        workflow_name::line(review, id),
        roles_held(review, owner, id).into(),
        of(here).into(),
        of(elsewhere).into(),
        limit.into(),
        ranked.map_or("no case", |row| workflows::state(review, row)).into(),
        probability.map_or_else(|| "–".to_owned(), wording::probability).into(),
    ]
}

/// Whether somebody held a role of the case's workflow at its time.
fn is_of(case: &CaseRow, owner: &str) -> bool {
    owners_of(case).iter().any(|(_, holder)| holder.unwrap_or_else(|| nobody_of(case)) == owner)
}

/// `control owner up to and including 2026-08-16; execution owner`.
fn roles_held(review: &Review, owner: &str, id: &str) -> String {
    let versions: Vec<&WorkflowRow> = review.workflows.iter().filter(|row| row.workflow_id == id).collect();
    let mut words: Vec<String> = Vec::new();
    for role in vocabulary::ROLES {
        let is_held =
            |row: &&&WorkflowRow| holders(row).iter().any(|(held, who)| *held == role && *who == owner);
        let held: Vec<&&WorkflowRow> = versions.iter().filter(is_held).collect();
        let Some((first, last)) = held.first().zip(held.last()) else { continue };
        let mut text = vocabulary::role(role);
        if held.len() < versions.len() {
            let starts = first.valid_from.filter(|from| *from > review.header.period_from);
            if let Some(from) = starts {
                text.push_str(&format!(" from {}", numbers::date(from, &review.header)));
            }
            if let Some(end) = last.valid_to {
                text.push_str(&format!(" up to and including {}", numbers::last_day(end, &review.header)));
            }
        }
        words.push(text);
    }
    words.join("; ")
}
