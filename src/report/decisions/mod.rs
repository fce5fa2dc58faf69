//! What the board is asked to decide: each with the figures that ask for it, who is to act, by when, and what
//! happens if nothing is decided. Every matter that can ask is one function in [`ASKS`].

use std::collections::BTreeMap;

use super::{
    block::Line,
    model::{Header, Review},
    numbers::{self, count, len, plural},
    owners, selection,
};

mod automation;
mod inputs;
mod upkeep;

/// Most decisions of one kind; a board cannot take more, and the tables hold the others.
const TOP: usize = 5;

/// Most owners named in one decision.
const MAX_NAMED: usize = 25;

/// One decision.
pub(super) struct Ask {
    /// What is to be decided, and the figures that ask for it.
    pub what: Line,
    /// Who decides or acts.
    pub who: Line,
    /// By when.
    pub by: Line,
    /// What happens if nothing is decided.
    pub otherwise: Line,
}

/// Each looks at one matter and asks for decisions, or does not; in the order in which a board reads them.
const ASKS: &[fn(&Review) -> Vec<Ask>] = &[
    automation::over_tolerance,
    automation::costliest_cause,
    upkeep::approvals,
    upkeep::overdue_improvements,
    upkeep::relapsed_improvements,
    upkeep::conflicts,
    upkeep::overdue_reviews,
    automation::missed_triggers,
    automation::unmapped_actions,
    inputs::missing_inputs,
];

/// Everything asked.
pub(super) fn asked(review: &Review) -> Vec<Ask> {
    ASKS.iter().flat_map(|ask| ask(review)).collect()
}

/// The date until which a decision without a date of its own is asked.
fn usual_date(header: &Header) -> Line {
    Line::from(numbers::date(header.decide_by, header))
}

/// Counts per key, most first, then by key.
fn counted<'a>(keys: impl Iterator<Item = &'a str>) -> Vec<(&'a str, u64)> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    let mut rows: Vec<(&str, u64)> = counts.into_iter().collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    rows
}

/// All owners as links, with their counts where there are several: whoever must act is named. Only a list that
/// nobody could read ends in a count, with the file that has the rest.
fn owners_with_counts(review: &Review, owners: &[(&str, u64)], rest: &str) -> Line {
    let mut line = Line::default();
    for (index, (owner, n)) in owners.iter().take(MAX_NAMED).enumerate() {
        let gap = if index > 0 { ", " } else { "" };
        line = line.text(gap).join(owners::link(review, owner));
        if owners.len() > 1 {
            line = line.text(&format!(" {}", count(*n)));
        }
    }
    let others = owners.len().saturating_sub(MAX_NAMED);
    if others == 0 {
        return line;
    }
    line.text(&format!(" and {} in ", plural(len(others), "other", "others"))).file(rest)
}

/// The holder of a role of a workflow as a link, with the role behind it.
fn holder(review: &Review, workflow_id: &str, role: &str) -> Option<Line> {
    let row = selection::workflow(review, workflow_id)?;
    let (_, held_by) = selection::holders(row).into_iter().find(|(held, _)| *held == role)?;
    (!selection::is_nobody(held_by)).then(|| {
        let role = format!(" ({})", super::vocabulary::role(role));
        owners::link(review, held_by).text(&role)
    })
}
