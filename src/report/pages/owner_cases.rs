//! The cases on an owner's page: grouped by cause, and the disruptive ones with a short timeline.

use std::collections::{BTreeMap, BTreeSet};

use super::owner::roles_in;
use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{CaseRow, Review, TimelineEntry},
    numbers::{self, count, hours, len, plural},
    owners, paths,
    selection::{self, Lookups},
    shown::name,
    vocabulary,
};

/// Groups shown.
const MAX_GROUPS: usize = 60;

/// Disruptive cases told on an owner's page.
const MAX_CASES: usize = 15;

/// Of those, cases with a timeline; the others have theirs on their own page.
const MAX_TIMELINES: usize = 5;

/// Entries of a short timeline.
const MAX_ENTRIES: usize = 8;

/// The sums of one workflow and cause.
#[derive(Default)]
struct Group {
    false_positives: u64,
    person_hours: f64,
    regulated_hours: f64,
    yours: u64,
}

/// False positives of this owner's workflows by workflow and cause.
pub(super) fn by_cause(owner: &str, cases: &[&CaseRow]) -> Vec<Block> {
    let mut blocks = vec![Block::paragraph(&summary(owner, cases))];
    let mut groups: BTreeMap<(&str, &str), Group> = BTreeMap::new();
    for case in cases.iter().filter(|case| case.verdict == "false_positive") {
        let key =
            (case.workflow_id.as_deref().unwrap_or("none"), case.cause.as_deref().unwrap_or("unexplained"));
        let group = groups.entry(key).or_default();
        group.false_positives += 1;
        group.person_hours += case.person_hours.unwrap_or(0.0);
        group.regulated_hours += case.regulated_hours.unwrap_or(0.0);
        group.yours += u64::from(case.accountable_owner.as_deref() == Some(owner));
    }
    if groups.is_empty() {
        return blocks;
    }
    let mut rows: Vec<_> = groups.into_iter().collect();
    rows.sort_by(|(a_key, a), (b_key, b)| {
        b.yours
            .cmp(&a.yours)
            .then(b.person_hours.total_cmp(&a.person_hours))
            .then(b.false_positives.cmp(&a.false_positives))
            .then(a_key.cmp(b_key))
    });
    let n_groups = rows.len();
    let mut grid = Grid::new(
        "False positives by workflow and cause",
        &[
            ("Workflow", Align::Left),
            ("Cause", Align::Left),
            ("What happened", Align::Left),
            ("False positives", Align::Right),
            ("Answered for here", Align::Right),
            ("Person-hours", Align::Right),
            ("Regulated hours", Align::Right),
        ],
    );
    grid.rows = rows.iter().take(MAX_GROUPS).map(|(key, group)| group_cells(*key, group)).collect();
    blocks.push(Block::Grid(grid.pointing_to(n_groups, "tables/cases.csv")));
    blocks.push(Block::paragraph(
        "Hours add up here case by case. Rankings count an hour once where interruptions of one person overlap, so theirs can be fewer.",
    ));
    blocks
}

fn group_cells((workflow, cause): (&str, &str), group: &Group) -> Vec<Line> {
    vec![
        name(workflow).into(),
        Line::default().code(&name(cause)),
        vocabulary::cause(cause).unwrap_or("see the case").into(),
        count(group.false_positives).into(),
        count(group.yours).into(),
        hours(group.person_hours).into(),
        hours(group.regulated_hours).into(),
    ]
}

fn summary(owner: &str, cases: &[&CaseRow]) -> String {
    let of = |verdict: &str| count(len(cases.iter().filter(|case| case.verdict == verdict).count()));
    let roles: BTreeSet<&str> = cases.iter().flat_map(|case| roles_in(case, owner)).collect();
    let roles: Vec<String> = roles.into_iter().map(vocabulary::role).collect();
    let whose = match (owner == selection::UNMAPPED, roles.is_empty()) {
        (true, _) => " without a workflow, or whose workflow names nobody for the role".to_owned(),
        (false, true) => " of your workflows".to_owned(),
        (false, false) => format!(" of workflows in which you are {}", roles.join(", ")),
    };
    format!(
        "{}{whose}: {} false positives, {} true positives, {} benign positives, {} undetermined.",
        plural(len(cases.len()), "case", "cases"),
        of("false_positive"),
        of("true_positive"),
        of("benign_positive"),
        of("undetermined")
    )
}

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
                .code("tables/cases.csv")
                .text("."),
        ));
    }
    for (index, case) in sorted.into_iter().take(MAX_CASES).enumerate() {
        blocks.push(Block::Heading(case_title(review, lookups, case)));
        blocks.push(Block::Paragraph(told(review, case)));
        if !case.timeline.is_empty() && index < MAX_TIMELINES {
            blocks.push(Block::Grid(timeline(review, case, MAX_ENTRIES)));
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
        (Some(at), by) if by != Some("censored") => format!("restored {}", numbers::time(at, &review.header)),
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
            Some(selection::UNMAPPED) | None => "nobody is named".to_owned(),
            Some(owner) => owners::label(review, owner),
        }
    );
    Line::from(why).code(&name(cause)).text(&cost)
}

/// A timeline of at most `limit` entries: those nearest to the action are kept.
pub(super) fn timeline(review: &Review, case: &CaseRow, limit: usize) -> Grid {
    let mut nearest: Vec<(usize, &TimelineEntry)> = case.timeline.iter().enumerate().collect();
    nearest.sort_by_key(|(index, entry)| ((entry.at - case.done_at).abs(), *index));
    nearest.truncate(limit);
    nearest.sort_by_key(|(index, _)| *index);
    let mut grid = Grid::new(
        &format!("Timeline of {} ({} and UTC)", name(&case.action_id), review.header.time_zone.name()),
        &[
            ("Local time", Align::Left),
            ("UTC", Align::Left),
            ("Source", Align::Left),
            ("What", Align::Left),
            ("Row", Align::Left),
        ],
    );
    let cells = |(_, entry): &(usize, &TimelineEntry)| -> Vec<Line> {
        vec![
            numbers::time(entry.at, &review.header).into(),
            numbers::utc(entry.at).into(),
            entry.lane.into(),
            Line::default().marked(&entry.what),
            Line::default().code(&entry.row),
        ]
    };
    grid.rows = nearest.iter().map(cells).collect();
    let missing = case.timeline.len().saturating_sub(grid.rows.len());
    if missing > 0 {
        let text = format!("{missing} entries farther from the action are not shown: ");
        grid.rest = Some(
            Line::default().text(&text).code(&format!("misfire explain FOLDER {}", name(&case.action_id))),
        );
    }
    grid
}
