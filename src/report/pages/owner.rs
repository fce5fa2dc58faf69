//! One owner's page: what to do by when, what to stop now, what misfired and why, what to review, where they stand.

use super::{
    owner_cases, owner_causes, owner_missed, owner_position, owner_reviews, owner_sides, owner_stop,
    owner_todo,
};
use crate::report::{
    block::{Block, Line, Page, PageSection},
    decisions::Ask,
    model::{CaseRow, ImprovementRow, Review},
    owners,
    selection::{self, Lookups, UNMAPPED, owners_of},
    shown::{Shown, name},
};

const TOP: usize = 50;

/// Builds the page of one owner.
pub(super) fn page(review: &Review, lookups: &Lookups<'_>, asks: &[Ask], owner: &str) -> Page {
    let cases: &[&CaseRow] = lookups.by_owner.get(owner).map_or(&[], Vec::as_slice);
    let section = PageSection::new;
    let todo = owner_todo::todo(review, lookups, asks, owner, cases);
    let mut sections = vec![section("todo", "What to do by when", todo)];
    let stop = owner_stop::stop_now(review, owner);
    if !stop.is_empty() {
        sections.push(section("stop-now", "Stop now", stop));
    }
    let is_nobody = selection::is_nobody(owner);
    let (position_title, title) = if is_nobody {
        let why = if owner == UNMAPPED {
            "Cases that no workflow claims (unmapped)"
        } else {
            "Cases whose workflow names nobody for the role (nobody named)"
        };
        ("Where these cases stand", why.to_owned())
    } else {
        ("Where you stand", format!("Owner: {}", owners::label(review, owner)))
    };
    sections.extend([
        section("causes", "What misfired, and why", owner_causes::by_cause(review, owner, cases)),
        section("reviews", "Reviews to be done", owner_reviews::reviews(review, lookups, owner, cases)),
    ]);
    if !is_nobody {
        sections.push(section("improvements", "Improvements", improvements(review, owner)));
    }
    let missed = owner_missed::missed(review, lookups, owner);
    if !missed.is_empty() {
        sections.push(section("missed", "Missed triggers", missed));
    }
    sections.push(section("position", position_title, owner_position::position(review, owner)));
    let sides = owner_sides::both(review, owner);
    if !sides.is_empty() {
        sections.push(section("sides", "Both sides: wrong, right, fast, missed", sides));
    }
    sections.push(section(
        "cases",
        "Disruptive cases",
        owner_cases::disruptive(review, lookups, owner, cases),
    ));
    Page {
        root: "../",
        title: Shown::new(&format!("{title}, {}", name(&review.header.period))),
        lead: vec![super::lead(review), super::coverage_lead(review)],
        links: super::links(),
        sections,
    }
}

fn improvements(review: &Review, owner: &str) -> Vec<Block> {
    let rows: Vec<&ImprovementRow> =
        review.improvements.iter().filter(|row| selection::improver_of(review, row) == owner).collect();
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
