//! The disruptive cases on an owner's page, with a short timeline.

use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{CaseRow, Review, TimelineEntry},
    numbers::{self, count, hours, len},
    owners, paths,
    selection::{self, Lookups},
    shown::name,
    vocabulary,
};

/// Disruptive cases told on an owner's page.
const MAX_CASES: usize = 15;

/// Of those, cases with a timeline; the others have theirs on their own page.
const MAX_TIMELINES: usize = 5;

/// Entries of a short timeline.
const MAX_ENTRIES: usize = 8;

/// The disruptive cases of this owner's workflows, those to be answered by the owner first.
pub(super) fn disruptive(
    review: &Review,
    lookups: &Lookups<'_>,
    owner: &str,
    cases: &[&CaseRow],
) -> Vec<Block> {
    let mut sorted: Vec<&CaseRow> = cases.iter().copied().filter(|case| case.disruptive).collect();
    if sorted.is_empty() {
        return vec![Block::paragraph("None.")];
    }
    let is_others = |case: &CaseRow| case.accountable_owner.as_deref() != Some(owner);
    sorted.sort_by(|a, b| is_others(a).cmp(&is_others(b)).then_with(|| selection::worst_first(a, b)));
    let mut blocks = Vec::new();
    if sorted.len() > MAX_CASES {
        blocks.push(Block::Paragraph(
            Line::default()
                .text(&format!(
                    "The {MAX_CASES} that matter most of {}, those answered for here first; all stand in ",
                    count(len(sorted.len()))
                ))
                .file("tables/cases.csv")
                .text("."),
        ));
    }
    for (index, case) in sorted.into_iter().take(MAX_CASES).enumerate() {
        blocks.push(Block::Heading(case_title(review, lookups, case)));
        blocks.push(Block::Paragraph(told(review, case)));
        if !case.timeline.is_empty() && index < MAX_TIMELINES {
            blocks.push(Block::Grid(timeline(review, case, &nearest(case, MAX_ENTRIES))));
        }
    }
    blocks
}

/// The id of a case, linked where it has a page.
pub(super) fn case_line(lookups: &Lookups<'_>, case: &CaseRow) -> Line {
    let id = name(&case.action_id);
    if lookups.with_page.contains(case.action_id.as_str()) {
        Line::default().link(&id, &paths::case_page(&case.action_id))
    } else {
        Line::default().code(&id)
    }
}

/// What was done to what and when, with the id of the case.
fn case_title(review: &Review, lookups: &Lookups<'_>, case: &CaseRow) -> Line {
    let class = case.device_class.as_deref().map_or_else(String::new, |class| format!(" of {}", name(class)));
    let what = format!(
        "{}{class}, {}: ",
        vocabulary::plain(&case.action_kind),
        numbers::time(case.done_at, &review.header)
    );
    Line::from(what).join(case_line(lookups, case))
}

/// Why a case was wrong and what it cost.
fn told(review: &Review, case: &CaseRow) -> Line {
    let cause = case.cause.as_deref().unwrap_or("unexplained");
    let why = match vocabulary::cause(cause) {
        Some(meaning) if cause != "unexplained" => format!("Wrong because {meaning} ("),
        _ => "Wrong, though no rule names the mechanism (".to_owned(),
    };
    let restored = match (case.restored_at, case.restored_by.as_deref()) {
        (Some(at), by) if by != Some("censored") => format!(
            "restored {}{}",
            if case.capped { "at the latest " } else { "" },
            numbers::time(at, &review.header)
        ),
        _ => format!(
            "no proof of restoration, so capped at {} working days",
            review.config.measure.cap_working_days
        ),
    };
    let cost = format!(
        "). Device {}: {} person-hours, {} regulated hours{}; {restored}. Accountable: {}.",
        name(case.device_id.as_deref().unwrap_or("unknown")),
        case.person_hours.map_or_else(|| "unknown".to_owned(), hours),
        case.regulated_hours.map_or_else(|| "unknown".to_owned(), hours),
        if case.data_loss { ", data lost" } else { "" },
        match case.accountable_owner.as_deref() {
            None => "nobody named".to_owned(),
            Some(owner) => owners::label(review, owner),
        }
    );
    Line::from(why).code(&name(cause)).text(&cost)
}

/// At most `limit` entries of a timeline in their order: those nearest to the action.
pub(super) fn nearest(case: &CaseRow, limit: usize) -> Vec<&TimelineEntry> {
    let mut nearest: Vec<(usize, &TimelineEntry)> = case.timeline.iter().enumerate().collect();
    nearest.sort_by_key(|(index, entry)| ((entry.at - case.done_at).abs(), *index));
    nearest.truncate(limit);
    nearest.sort_by_key(|(index, _)| *index);
    nearest.into_iter().map(|(_, entry)| entry).collect()
}

/// The entries as a table, numbered from 1.
pub(super) fn timeline(review: &Review, case: &CaseRow, entries: &[&TimelineEntry]) -> Grid {
    let mut grid = Grid::new(
        &format!("Timeline of {} ({} and UTC)", name(&case.action_id), review.header.time_zone.name()),
        &[
            ("No.", Align::Left),
            ("Local time", Align::Left),
            ("UTC", Align::Left),
            ("Source", Align::Left),
            ("What", Align::Left),
            ("Row", Align::Left),
        ],
    );
    let cells = |(number, entry): (usize, &&TimelineEntry)| -> Vec<Line> {
        vec![
            number.to_string().into(),
            numbers::time(entry.at, &review.header).into(),
            numbers::utc(entry.at).into(),
            entry.lane.into(),
            Line::default().marked(&entry.what),
            Line::default().code(&entry.row),
        ]
    };
    grid.rows = (1..).zip(entries).map(cells).collect();
    grid.is_stacked = true;
    let missing = case.timeline.len().saturating_sub(grid.rows.len());
    if missing > 0 {
        let text = format!("{missing} entries farther from the action are not shown: ");
        grid.rest = Some(
            Line::default().text(&text).code(&format!("misfire explain FOLDER {}", name(&case.action_id))),
        );
    }
    grid
}
