//! What misfired on an owner's page, by workflow and cause: what the owner answers for, and apart from it what
//! others answer for in the same workflows.

use std::collections::{BTreeMap, BTreeSet};

use super::owner::roles_in;
use crate::report::{
    block::{Align, Block, Grid, Line},
    bounds::Capped,
    cost,
    model::{CaseRow, Review},
    numbers::{count, hours, len, plural},
    owners, remedies, second_order,
    selection::{UNMAPPED, UNNAMED, nobody_of},
    shown::name,
    vocabulary, workflow_name,
};

/// Groups shown.
const MAX_GROUPS: usize = 60;

/// Workflow, cause, accountable owner.
type Key<'a> = (&'a str, &'a str, &'a str);

/// The sums of one group.
#[derive(Default)]
struct Group {
    false_positives: u64,
    person_hours: f64,
    regulated_hours: f64,
}

/// False positives of the cases of one owner.
pub(super) fn by_cause(review: &Review, owner: &str, cases: &[&CaseRow]) -> Vec<Block> {
    let mut blocks = vec![Block::paragraph(&summary(owner, cases))];
    let wrong = cases.iter().copied().filter(|case| case.verdict == "false_positive");
    let (own, others): (Vec<&CaseRow>, Vec<&CaseRow>) =
        wrong.partition(|case| case.accountable_owner.as_deref() == Some(owner));
    if !own.is_empty() {
        blocks.push(Block::Paragraph(answered_for(review, &own)));
        blocks.extend(second_order::of_cases(&own));
        blocks.push(Block::Grid(grid(review, "Answered for here, by workflow and cause", &own, false)));
    }
    blocks.extend(what_removes(&own));
    if !others.is_empty() {
        let title = "Answered for by others in the same workflows: their cause is of another role";
        blocks.push(Block::Grid(grid(review, title, &others, true)));
    }
    if !own.is_empty() || !others.is_empty() {
        blocks.push(Block::paragraph(
            "Hours add up here case by case. Rankings count an hour once where interruptions of one person overlap, so theirs can be fewer.",
        ));
    }
    blocks
}

/// What usually removes each cause answered for here, the one with most cases first.
fn what_removes(own: &[&CaseRow]) -> Vec<Block> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for case in own {
        *counts.entry(case.cause.as_deref().unwrap_or("unexplained")).or_default() += 1;
    }
    let mut causes: Vec<(&str, u64)> = counts.into_iter().collect();
    causes.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let line = |(cause, n): &(&str, u64)| {
        let remedy = remedies::remedy(cause)?;
        Some(
            Line::default()
                .code(&name(cause))
                .text(&format!(" ({}): {remedy}.", plural(*n, "false positive", "false positives"))),
        )
    };
    let lines: Vec<Line> = causes.iter().filter_map(line).collect();
    if lines.is_empty() {
        return Vec::new();
    }
    vec![
        Block::Heading("What to change".into()),
        Block::List(lines),
        Block::paragraph(
            "What usually removes such a cause. How many of these cases a change would have avoided, and how many right actions it would have delayed, is not computed in this version.",
        ),
    ]
}

/// The cases in one sentence.
fn summary(owner: &str, cases: &[&CaseRow]) -> String {
    let of = |verdict: &str, one: &str, many: &str| {
        plural(len(cases.iter().filter(|case| case.verdict == verdict).count()), one, many)
    };
    let roles: BTreeSet<&str> = cases.iter().flat_map(|case| roles_in(case, owner)).collect();
    let roles: Vec<String> = roles.into_iter().map(vocabulary::role).collect();
    let whose = match (owner, roles.is_empty()) {
        (UNMAPPED, _) => " that no workflow claims".to_owned(),
        (UNNAMED, _) => " whose workflow names nobody for the role that answers for their cause".to_owned(),
        (_, true) => " of your workflows".to_owned(),
        (_, false) => format!(" of workflows in which you were {} at that time", roles.join(", ")),
    };
    format!(
        "{}{whose}: {}, {}, {}, {} undetermined.",
        plural(len(cases.len()), "case", "cases"),
        of("false_positive", "false positive", "false positives"),
        of("true_positive", "true positive", "true positives"),
        of("benign_positive", "benign positive", "benign positives"),
        count(len(cases.iter().filter(|case| case.verdict == "undetermined").count()))
    )
}

/// What the owner's own false positives cost, with and without those whose end nothing proves.
fn answered_for(review: &Review, own: &[&CaseRow]) -> Line {
    let sum = |of: fn(&CaseRow) -> Option<f64>| -> f64 {
        own.iter().filter_map(|case| of(case)).filter(|hours| hours.is_finite()).sum()
    };
    let (person_hours, regulated_hours) = (sum(|case| case.person_hours), sum(|case| case.regulated_hours));
    let capped = Capped::of(own.iter().copied());
    let cap = review.config.measure.cap_working_days;
    let least = |total: f64, of_capped: f64| {
        capped.at_least(total, of_capped, cap).map_or_else(String::new, |words| format!(" ({words})"))
    };
    let regulated = if regulated_hours > 0.0 {
        format!(
            " and {} regulated hours{}",
            hours(regulated_hours),
            least(regulated_hours, capped.regulated_hours)
        )
    } else {
        String::new()
    };
    let cost =
        cost::beside(review, person_hours, None).map_or_else(String::new, |words| format!(", {words}"));
    Line::default()
        .strong(&format!("{} answered for here", plural(len(own.len()), "false positive", "false positives")))
        .text(&format!(
            ": up to {} person-hours{}{cost}{regulated}.",
            hours(person_hours),
            least(person_hours, capped.person_hours)
        ))
}

fn grid(review: &Review, title: &str, cases: &[&CaseRow], names_owner: bool) -> Grid {
    let mut groups: BTreeMap<Key<'_>, Group> = BTreeMap::new();
    for case in cases {
        let key = (
            case.workflow_id.as_deref().unwrap_or(""),
            case.cause.as_deref().unwrap_or("unexplained"),
            case.accountable_owner.as_deref().filter(|_| names_owner).unwrap_or_else(|| nobody_of(case)),
        );
        let group = groups.entry(key).or_default();
        group.false_positives += 1;
        group.person_hours += case.person_hours.unwrap_or(0.0);
        group.regulated_hours += case.regulated_hours.unwrap_or(0.0);
    }
    let mut rows: Vec<_> = groups.into_iter().collect();
    rows.sort_by(|(a_key, a), (b_key, b)| {
        b.person_hours
            .total_cmp(&a.person_hours)
            .then(b.false_positives.cmp(&a.false_positives))
            .then(a_key.cmp(b_key))
    });
    let mut columns = vec![("Workflow", Align::Left), ("Cause", Align::Left), ("What happened", Align::Left)];
    columns.extend(names_owner.then_some(("Answers for it", Align::Left)));
    columns.extend([
        ("False positives", Align::Right),
        ("Person-hours", Align::Right),
        ("Regulated hours", Align::Right),
    ]);
    let mut grid = Grid::new(title, &columns);
    let cells = |(key, group): &(Key<'_>, Group)| cells(review, *key, group, names_owner);
    grid.rows = rows.iter().take(MAX_GROUPS).map(cells).collect();
    grid.pointing_to(rows.len(), "tables/cases.csv")
}

fn cells(review: &Review, (workflow, cause, owner): Key<'_>, group: &Group, names_owner: bool) -> Vec<Line> {
    let workflow =
        if workflow.is_empty() { Line::from("none") } else { workflow_name::line(review, workflow) };
    let mut cells = vec![
        workflow,
        Line::default().code(&name(cause)),
        vocabulary::cause(cause).unwrap_or("see the case").into(),
    ];
    cells.extend(names_owner.then(|| owners::link(review, owner)));
    cells.extend([
        count(group.false_positives).into(),
        hours(group.person_hours).into(),
        hours(group.regulated_hours).into(),
    ]);
    cells
}
