//! The top of an owner's page: what to do by when in at most five rows, and what is theirs and what is not.

use std::collections::BTreeMap;

use crate::report::{
    block::{Align, Block, Grid, Line},
    decisions::Ask,
    model::{CaseRow, ImprovementRow, Review},
    numbers::{self, count, len, plural},
    owners,
    selection::{self, Lookups},
    shown::name,
    vocabulary, wording,
};

/// More rows are not read at a glance.
const MOST_ROWS: usize = 5;

/// Improvements and other owners that are named.
const NAMED: usize = 3;

/// What to do, by when, and where the page or report says more.
struct Row {
    what: Line,
    by: Line,
    place: Line,
}

/// The table, and under it whose false positives these are.
pub(super) fn todo(
    review: &Review,
    lookups: &Lookups<'_>,
    asks: &[Ask],
    owner: &str,
    cases: &[&CaseRow],
) -> Vec<Block> {
    let mut blocks = Vec::new();
    blocks.extend(left(review, owner));
    let rows = rows(review, lookups, asks, owner, cases);
    if rows.is_empty() {
        blocks.push(Block::paragraph("Nothing is asked here by a date."));
    } else {
        let columns = [("What to do", Align::Left), ("By when", Align::Left), ("More under", Align::Left)];
        let mut grid = Grid::new("What is asked here", &columns).stacked();
        grid.rows = rows.into_iter().map(|row| vec![row.what, row.by, row.place]).collect();
        blocks.push(Block::Grid(grid));
    }
    blocks.extend(whose(review, owner, cases));
    blocks.extend(in_bursts(cases));
    blocks
}

/// Says of one who left that others are asked in their place.
fn left(review: &Review, owner: &str) -> Option<Block> {
    selection::has_left(review, owner).then(|| {
        Block::Warning(Line::default().strong("The owner left. ").text(
            "What would be asked of them is asked of who stands in: the control owner of the workflow, else who runs it. \
             A successor is to be named in the control map.",
        ))
    })
}

fn rows(review: &Review, lookups: &Lookups<'_>, asks: &[Ask], owner: &str, cases: &[&CaseRow]) -> Vec<Row> {
    let fixed: Vec<Row> = [
        stop(review, owner),
        missed(review, lookups, owner),
        reviews(review, owner, cases),
        improvements(review, owner),
    ]
    .into_iter()
    .flatten()
    .collect();
    let asked: Vec<&Ask> = asks.iter().filter(|ask| ask.is_asked_of(owner)).collect();
    let place = || Line::default().link("Decisions asked", "index.html");
    let decisions: Vec<Row> = if fixed.len() + asked.len() <= MOST_ROWS {
        asked.iter().map(|ask| Row { what: ask.heading(), by: ask.by.clone(), place: place() }).collect()
    } else {
        let mut what =
            Line::default().strong(&format!("{}: ", plural(len(asked.len()), "decision", "decisions")));
        for (index, ask) in asked.iter().enumerate() {
            let gap = if index > 0 { "; " } else { "" };
            what = what.text(gap).join(ask.heading()).text(" (").join(ask.by.clone()).text(")");
        }
        vec![Row { what, by: Line::from("as said with each"), place: place() }]
    };
    let is_stop = review.pending.iter().any(|row| selection::stopper_of(review, row) == owner);
    let mut rows = fixed;
    let after_stop = usize::from(is_stop);
    rows.splice(after_stop..after_stop, decisions);
    rows
}

fn stop(review: &Review, owner: &str) -> Option<Row> {
    let own = review.pending.iter().filter(|row| selection::stopper_of(review, row) == owner);
    let what = vocabulary::commands_by_kind(own.map(|row| row.action_kind.as_str()))?;
    Some(Row {
        what: Line::default().strong("Cancel ").text(&format!("{what} whose reason is gone")),
        by: Line::from("at once"),
        place: Line::from("Stop now"),
    })
}

fn missed(review: &Review, lookups: &Lookups<'_>, owner: &str) -> Option<Row> {
    let n = len(lookups.missed.get(owner)?.iter().filter(|row| row.is_left_open()).count());
    (n > 0).then(|| Row {
        what: Line::default()
            .strong("Explain ")
            .text(&plural(n, "missed trigger", "missed triggers"))
            .text(" left open"),
        by: Line::from(numbers::date(review.header.decide_by, &review.header)),
        place: Line::from("Missed triggers"),
    })
}

/// Reviews that are due or overdue; those to be settled are a decision.
fn reviews(review: &Review, owner: &str, cases: &[&CaseRow]) -> Option<Row> {
    let is_asked = |case: &&&CaseRow| {
        selection::is_open(case)
            && !selection::is_disputed(case)
            && selection::reviewer_of(review, case) == owner
    };
    let open: Vec<&&CaseRow> = cases.iter().filter(is_asked).collect();
    let first = open.iter().filter_map(|case| case.review_due_at).min()?;
    let overdue = open.iter().filter(|case| case.review_state == "overdue").count();
    let n = plural(len(open.len()), "case", "cases");
    let day = numbers::date(first, &review.header);
    let (what, by) = match overdue {
        0 => (n, format!("{day} for the first")),
        all if all == open.len() => {
            (format!("{n}, all overdue"), format!("overdue, the oldest due on {day}"))
        }
        _ => (
            format!("{n}, {} of them overdue", count(len(overdue))),
            format!("overdue, the oldest due on {day}"),
        ),
    };
    Some(Row {
        what: Line::default().strong("Review ").text(&what),
        by: Line::from(by),
        place: Line::from("Reviews to be done"),
    })
}

/// Improvements that are still open, the one due first leading.
fn improvements(review: &Review, owner: &str) -> Option<Row> {
    let is_own = |row: &&ImprovementRow| row.status == "open" && selection::improver_of(review, row) == owner;
    let mut open: Vec<&ImprovementRow> = review.improvements.iter().filter(is_own).collect();
    open.sort_by(|a, b| (&a.due, &a.improvement_id).cmp(&(&b.due, &b.improvement_id)));
    let first = open.first()?;
    let mut what = Line::default().strong("Finish ");
    for (index, row) in open.iter().take(NAMED).enumerate() {
        let gap = if index > 0 { ", " } else { "" };
        what = what.text(gap).code(&name(&row.improvement_id)).text(" (").marked(&row.change).text(")");
    }
    if open.len() > NAMED {
        what = what.text(&format!(" and {} more", open.len() - NAMED));
    }
    let due = name(&first.due);
    Some(Row {
        what,
        by: Line::from(if first.is_overdue { format!("overdue, due on {due}") } else { due }),
        place: Line::from("Improvements"),
    })
}

/// Which of the false positives of these workflows are answered for here, and who answers for the others.
fn whose(review: &Review, owner: &str, cases: &[&CaseRow]) -> Option<Block> {
    let mut by_owner: BTreeMap<&str, u64> = BTreeMap::new();
    for case in cases.iter().filter(|case| case.verdict == "false_positive") {
        let who = case.accountable_owner.as_deref().unwrap_or_else(|| selection::nobody_of(case));
        *by_owner.entry(who).or_default() += 1;
    }
    let all: u64 = by_owner.values().sum();
    if all == 0 || selection::is_nobody(owner) {
        return None;
    }
    let own = by_owner.remove(owner).unwrap_or(0);
    let line = Line::default().strong("Yours: ").text(&format!(
        "{} of {} in these workflows.",
        count(own),
        plural(all, "false positive", "false positives")
    ));
    let mut others: Vec<(&str, u64)> = by_owner.into_iter().collect();
    others.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    if others.is_empty() {
        return Some(Block::Paragraph(line));
    }
    let words: Vec<String> = others
        .iter()
        .take(NAMED)
        .map(|(who, n)| format!("{} {}", owners::label(review, who), count(*n)))
        .chain((others.len() > NAMED).then(|| plural(len(others.len() - NAMED), "other", "others")))
        .collect();
    let line = line.strong(" Others answer ").text(&format!(
        "for {}, because their cause is of another role: {}.",
        if all - own == 1 { "the other one".to_owned() } else { format!("the other {}", count(all - own)) },
        wording::listed(&words)
    ));
    Some(Block::Paragraph(line))
}

/// Says which of the cases are parts of bursts, for which nobody here is accused.
fn in_bursts(cases: &[&CaseRow]) -> Option<Block> {
    let parts: Vec<&&CaseRow> = cases.iter().filter(|case| case.burst_id.is_some()).collect();
    let n = len(parts.len());
    let open = len(parts.iter().filter(|case| case.verdict == "undetermined" && !case.conflict).count());
    (n > 0).then(|| {
        let text = format!(
            "{} of these workflows {} in a mass action that looks like misuse or attack. {} undetermined for that reason, in no \
             rate, and held against nobody here. Leave them to whoever answers for the security of the administration of \
             devices before you review them: ",
            plural(n, "case", "cases"),
            if n == 1 { "is" } else { "are" },
            match (open, n) {
                (open, n) if open < n => format!("{} of them {}", count(open), if open == 1 { "is" } else { "are" }),
                (1, _) => "It is".to_owned(),
                _ => "They are".to_owned(),
            }
        );
        Block::Warning(Line::default().strong("Not yours: a burst. ").text(&text).file("tables/bursts.csv").text("."))
    })
}
