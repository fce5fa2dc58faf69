//! Who looked at what, and what they decided.

use super::{audit::counted, owner_cases::case_line};
use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{CaseRow, Review, TimelineEntry},
    numbers::{self, count, len, plural},
    selection::{self, Lookups},
    shown::visible,
    vocabulary,
};

/// Decisions shown.
const TOP: usize = 200;

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
pub(super) fn reviews(review: &Review, lookups: &Lookups<'_>) -> Vec<Block> {
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
    let own = review
        .cases
        .iter()
        .filter(|case| selection::is_open(case) && selection::is_self_review(review, case))
        .count();
    let must: Vec<String> = review.config.review.must.iter().map(|word| must_words(word)).collect();
    let rule = format!(
        "Must be reviewed within {} working days: {}.",
        review.config.review.within_working_days,
        must.join(", ")
    );
    let own = format!(
        "A review is asked of the owner accountable for the cause, otherwise of the control owner. Open reviews in which somebody is asked about a false positive of their own: {}; a decision of somebody else weighs more there.",
        count(len(own))
    );
    let mut blocks = vec![Block::Grid(grid), Block::paragraph(&rule), Block::paragraph(&own)];
    blocks.extend(disputed(review));
    blocks.extend(decided(review, lookups));
    blocks
}

/// Reviewed cases whose reviewers disagree.
fn disputed(review: &Review) -> Option<Block> {
    let n = len(review.cases.iter().filter(|case| selection::is_disputed(case)).count());
    (n > 0).then(|| {
        Block::paragraph(&format!(
            "Reviewers disagree in {} of those reviewed, undetermined until it is settled.",
            plural(n, "case", "cases")
        ))
    })
}

/// Every decision that was taken over, the latest first, with its row.
fn decided(review: &Review, lookups: &Lookups<'_>) -> Option<Block> {
    let all = review.cases.iter().flat_map(|case| case.timeline.iter().map(move |entry| (case, entry)));
    let mut decisions: Vec<(&CaseRow, &TimelineEntry)> =
        all.filter(|(_, entry)| entry.lane == "review").collect();
    if decisions.is_empty() {
        return None;
    }
    decisions.sort_by(|a, b| b.1.at.cmp(&a.1.at).then_with(|| a.0.action_id.cmp(&b.0.action_id)));
    let columns = [
        ("Case", Align::Left),
        ("Action", Align::Left),
        ("Decided", Align::Left),
        ("By whom and what", Align::Left),
        ("Row", Align::Left),
    ];
    let mut grid = Grid::new("Decisions of reviewers, the latest first", &columns).stacked();
    let cells = |(case, entry): &(&CaseRow, &TimelineEntry)| -> Vec<Line> {
        vec![
            case_line(lookups, case),
            vocabulary::plain(&case.action_kind).into(),
            numbers::time(entry.at, &review.header).into(),
            visible(&entry.what).into_owned().into(),
            Line::default().code(&entry.row),
        ]
    };
    let n = decisions.len();
    grid.rows = decisions.iter().take(TOP).map(cells).collect();
    Some(Block::Grid(grid.pointing_to(n, "tables/cases.csv")))
}
