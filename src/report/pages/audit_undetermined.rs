//! Cases without a verdict, each with why there is none: an auditor asks for them first, since they are in no rate.

use super::owner_cases::case_line;
use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{CaseRow, Review},
    numbers::{self, count, len},
    owners,
    selection::{self, Lookups},
    shown::name,
    vocabulary, wording,
};

/// Cases shown.
const TOP: usize = 200;

/// Every undetermined case up to the limit, the most urgent review first.
pub(super) fn undetermined(review: &Review, lookups: &Lookups<'_>) -> Vec<Block> {
    let mut cases: Vec<&CaseRow> =
        review.cases.iter().filter(|case| case.verdict == "undetermined").collect();
    if cases.is_empty() {
        return vec![Block::paragraph("Every case has a verdict.")];
    }
    // What nobody must review comes after what somebody must.
    cases.sort_by(|a, b| {
        let is_left = |case: &CaseRow| !selection::is_open(case);
        is_left(a).cmp(&is_left(b)).then_with(|| selection::most_urgent_first(a, b))
    });
    let mut grid = Grid::new(
        "Undetermined cases, the most urgent review first",
        &[
            ("Case", Align::Left),
            ("What", Align::Left),
            ("Done", Align::Left),
            ("Why there is no verdict", Align::Left),
            ("Rules that fired", Align::Left),
            ("Review", Align::Left),
            ("Row", Align::Left),
        ],
    );
    grid.rows = cases.iter().take(TOP).map(|case| cells(review, lookups, case)).collect();
    let words = format!(
        "{} in no rate. Everything joined to one of them: ",
        if cases.len() == 1 {
            "1 case is".to_owned()
        } else {
            format!("{} cases are", count(len(cases.len())))
        }
    );
    vec![
        Block::Paragraph(Line::from(words).code("misfire explain FOLDER CASE").text(".")),
        Block::Grid(grid.stacked().pointing_to(cases.len(), "tables/cases.csv")),
    ]
}

fn cells(review: &Review, lookups: &Lookups<'_>, case: &CaseRow) -> Vec<Line> {
    let class = case.device_class.as_deref().map_or_else(String::new, |class| format!(" of {}", name(class)));
    let workflow = case
        .workflow_id
        .as_deref()
        .map_or_else(|| ", no workflow".to_owned(), |workflow| format!(", {}", name(workflow)));
    let rules = case.rules();
    vec![
        case_line(lookups, case),
        format!("{}{class}{workflow}", vocabulary::plain(&case.action_kind)).into(),
        numbers::time(case.done_at, &review.header).into(),
        why(review, case).into(),
        if rules.is_empty() { "none".into() } else { Line::default().code(&rules.replace(';', "; ")) },
        review_of(review, case),
        case.rows.first().map_or_else(Line::default, |row| Line::default().code(&name(row))),
    ]
}

/// Why there is no verdict: what stands over all evidence first, then how the evidence falls short.
fn why(review: &Review, case: &CaseRow) -> String {
    let judge = &review.config.judge;
    if case.conflict {
        return "reviewers or decisive rules disagree".to_owned();
    }
    if let Some(burst) = case.burst_id.as_deref() {
        return format!("part of the burst {}: a mass action that nothing explains", name(burst));
    }
    if case.young {
        return "young: the source that would tell a reversal covers less than 7 days after it".to_owned();
    }
    let link = match case.attribution.as_str() {
        "linked" => String::new(),
        other => format!("; {other}: {}", vocabulary::attribution(other)),
    };
    let short = match case.probability {
        None => "nothing decides".to_owned(),
        Some(p) if p <= judge.true_positive_at => format!(
            "probability of being wrong {p:.2}, but no rule shows that it was right, and the absence of evidence is no evidence"
        ),
        Some(p) => format!(
            "probability of being wrong {p:.2}, between {} (right) and {} (wrong)",
            judge.true_positive_at, judge.false_positive_at
        ),
    };
    format!("{short}{link}")
}

/// The state of its review, by when and by whom.
fn review_of(review: &Review, case: &CaseRow) -> Line {
    let decided = if case.reviewers.is_empty() {
        String::new()
    } else {
        let names: Vec<String> = case.reviewers.iter().map(|who| name(who)).collect();
        format!(", decided by {}", wording::listed(&names))
    };
    let line = Line::from(format!("{}{decided}", vocabulary::plain(&case.review_state)));
    let day = case.review_due_at.map(|at| numbers::last_day(at, &review.header));
    if !selection::is_open(case) {
        let settle =
            day.filter(|_| case.conflict).map_or_else(String::new, |day| format!(", to settle by {day}"));
        return line.text(&settle);
    }
    let due = day.map_or_else(String::new, |day| format!(" (due {day})"));
    line.text(&format!("{due}, asked of ")).join(owners::link(review, selection::reviewer_of(review, case)))
}
