//! What the board is asked to decide: each with the figures that ask for it, who is to act, by when, and what
//! happens if nothing is decided. Every matter that can ask is one function in [`ASKS`].

use std::collections::BTreeMap;

use super::{
    block::{Inline, Line},
    model::{Header, Review},
    numbers::{self, count, len, plural},
    owners, paths, selection,
};

mod automation;
mod cause;
mod inputs;
mod successors;
mod tolerance;
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

/// Where a decision is told besides the board's page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// On the page of whom it is asked, as it is.
    Owners,
    /// Their page has figures of its own for it.
    BoardOnly,
}

/// Each looks at one matter and asks for decisions, or does not; in the order in which a board reads them.
const ASKS: &[(fn(&Review) -> Vec<Ask>, Told)] = &[
    (tolerance::over_tolerance_and_cause, Told::Owners),
    (upkeep::approvals, Told::Owners),
    (successors::successors, Told::Owners),
    (upkeep::overdue_improvements, Told::BoardOnly),
    (upkeep::relapsed_improvements, Told::Owners),
    (upkeep::conflicts, Told::Owners),
    (upkeep::overdue_reviews, Told::BoardOnly),
    (automation::missed_triggers, Told::BoardOnly),
    (automation::unmapped_actions, Told::Owners),
    (inputs::missing_inputs, Told::Owners),
];

/// Everything asked.
pub(super) fn asked(review: &Review) -> Vec<Ask> {
    ASKS.iter().flat_map(|(ask, _)| ask(review)).collect()
}

/// What the pages of owners repeat of it.
pub(super) fn asked_of_owners(review: &Review) -> Vec<Ask> {
    ASKS.iter().filter(|(_, told)| *told == Told::Owners).flat_map(|(ask, _)| ask(review)).collect()
}

impl Ask {
    /// Whether an owner is among those of whom it is asked: each is a link.
    pub(super) fn is_asked_of(&self, owner: &str) -> bool {
        let page = paths::owner_page(owner);
        self.who.0.iter().any(|inline| matches!(inline, Inline::Link { href, .. } if *href == page))
    }

    /// What is to be decided without the figures: what stands before the first colon of its own words.
    pub(super) fn heading(&self) -> Line {
        let mut heading = Line::default();
        for inline in &self.what.0 {
            let (Inline::Text(text) | Inline::Strong(text)) = inline else {
                heading.0.push(inline.clone());
                continue;
            };
            let before = text.as_str().split(": ").next().unwrap_or_default();
            let is_strong = matches!(inline, Inline::Strong(_));
            heading = if is_strong { heading.strong(before) } else { heading.text(before) };
            if before.len() < text.as_str().len() {
                break;
            }
        }
        heading
    }
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

/// The holder of a role of a workflow as a link, with the role behind it; nobody where the role is open or its
/// holder left.
fn holder(review: &Review, workflow_id: &str, role: &str) -> Option<Line> {
    let row = selection::workflow(review, workflow_id)?;
    let (_, held_by) = selection::holders(row).into_iter().find(|(held, _)| *held == role)?;
    (!selection::is_nobody(held_by) && !selection::has_left(review, held_by)).then(|| {
        let role = format!(" ({})", super::vocabulary::role(role));
        owners::link(review, held_by).text(&role)
    })
}

/// Who is to do what a register asks of an owner: the owner, or who stands in for one who left.
fn actor(review: &Review, owner: &str, workflow_id: &str) -> Line {
    let asked = selection::asked_of(review, owner, Some(workflow_id));
    if asked == owner {
        return owners::link(review, owner);
    }
    let instead = format!(" in the place of {}", owners::label(review, owner));
    let line = if selection::is_nobody(asked) { Line::from(PREPARES) } else { owners::link(review, asked) };
    line.text(&instead)
}

/// Whom is asked where no register names anybody.
const PREPARES: &str = "who prepares this review";
