//! One owner's page: what to stop now, where they stand, what misfired and why, what to review.

use super::{owner_cases, owner_causes, owner_missed, owner_position, owner_sides, owner_stop};
use crate::report::{
    block::{Align, Block, Grid, Line, Page, PageSection},
    model::{CaseRow, ImprovementRow, Review},
    numbers::{self, count, len, plural},
    owners,
    selection::{self, Lookups, UNMAPPED, is_open, is_self_review, owners_of, reviewer_of},
    shown::{Shown, name},
    vocabulary, workflow_name,
};

const TOP: usize = 50;

/// Builds the page of one owner.
pub(super) fn page(review: &Review, lookups: &Lookups<'_>, owner: &str) -> Page {
    let cases: &[&CaseRow] = lookups.by_owner.get(owner).map_or(&[], Vec::as_slice);
    let section = PageSection::new;
    let mut sections = Vec::new();
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
    sections.push(section("position", position_title, owner_position::position(review, owner)));
    let sides = owner_sides::both(review, owner);
    if !sides.is_empty() {
        sections.push(section("sides", "Both sides: wrong, right, fast, missed", sides));
    }
    sections.extend([section(
        "causes",
        "What misfired, and why",
        owner_causes::by_cause(review, owner, cases),
    )]);
    let missed = owner_missed::missed(review, lookups, owner);
    if !missed.is_empty() {
        sections.push(section("missed", "Missed triggers", missed));
    }
    sections.extend([
        section("cases", "Disruptive cases", owner_cases::disruptive(review, lookups, owner, cases)),
        section("reviews", "Reviews to be done", reviews(review, lookups, owner, cases)),
    ]);
    if !is_nobody {
        sections.push(section("improvements", "Improvements", improvements(review, owner)));
    }
    Page {
        root: "../",
        title: Shown::new(&format!("{title}, {}", name(&review.header.period))),
        lead: vec![super::lead(review), super::coverage_lead(review)],
        links: super::links(),
        sections,
    }
}

fn reviews(review: &Review, lookups: &Lookups<'_>, owner: &str, cases: &[&CaseRow]) -> Vec<Block> {
    let mut open: Vec<&CaseRow> =
        cases.iter().copied().filter(|case| is_open(case) && reviewer_of(case) == owner).collect();
    if open.is_empty() {
        return vec![Block::paragraph("None is open here.")];
    }
    open.sort_by(|a, b| selection::most_urgent_first(a, b));
    let overdue = open.iter().filter(|case| case.review_state == "overdue").count();
    let mut grid = Grid::new(
        "Open reviews, overdue first",
        &[
            ("Action", Align::Left),
            ("State", Align::Left),
            ("Due", Align::Left),
            ("Done", Align::Left),
            ("What", Align::Left),
            ("Verdict", Align::Left),
            ("Workflow", Align::Left),
        ],
    );
    let cells = |case: &&CaseRow| -> Vec<Line> {
        vec![
            owner_cases::case_line(lookups, case),
            vocabulary::plain(&case.review_state).into(),
            case.review_due_at.map_or_else(String::new, |at| numbers::date(at, &review.header)).into(),
            numbers::time(case.done_at, &review.header).into(),
            vocabulary::plain(&case.action_kind).into(),
            vocabulary::verdict(&case.verdict).into(),
            case.workflow_id.as_deref().map_or_else(|| "none".into(), |id| workflow_name::line(review, id)),
        ]
    };
    grid.rows = open.iter().take(TOP).map(cells).collect();
    grid.is_stacked = true;
    let sentence = format!(
        "{} open, {} of them overdue: a case that must be reviewed is due {} after the action. It falls to the owner accountable for its cause, otherwise to the control owner. Open each case, decide, fill in its row of ",
        plural(len(open.len()), "review", "reviews"),
        count(len(overdue)),
        plural(u64::from(review.config.review.within_working_days), "working day", "working days")
    );
    let sentence = Line::from(sentence).file("workbook.xlsx").text(" or ").file("review-sheet.csv");
    let sentence = sentence.text(" and return it, to be kept beside ").code(&review.config.registers.reviews);
    let sentence = sentence
        .text(": who decided and when, ")
        .code("false_positive")
        .text(", ")
        .code("true_positive")
        .text(", ")
        .code("benign_positive")
        .text(" or ")
        .code("undetermined")
        .text(", for a false positive its cause, and why. The next review takes the decision over.");
    let mut blocks = vec![Block::Paragraph(sentence)];
    blocks.extend(self_review(&open));
    blocks.push(Block::Grid(grid.pointing_to(open.len(), "review-sheet.csv")));
    blocks
}

/// Says where the one who is asked answers for the false positive in question.
fn self_review(open: &[&CaseRow]) -> Option<Block> {
    let own = open.iter().filter(|case| is_self_review(case)).count();
    (own > 0).then(|| {
        Block::Paragraph(Line::default().strong("Self-review. ").text(&format!(
            "{} of these {} about a false positive that is answered for here. You know it best, but a decision about \
             one's own control should be confirmed by somebody else: {} holds who decided, and is empty until then.",
            count(len(own)),
            if own == 1 { "is" } else { "are" },
            "the column reviewer"
        )))
    })
}

fn improvements(review: &Review, owner: &str) -> Vec<Block> {
    let rows: Vec<&ImprovementRow> = review.improvements.iter().filter(|row| row.owner == owner).collect();
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
