//! The reviews that are asked of an owner, with what to fill in and where.

use super::owner_cases;
use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{CaseRow, Review},
    numbers::{self, count, len, plural},
    selection::{self, Lookups, is_open, is_self_review, reviewer_of},
    vocabulary, workflow_name,
};

/// Reviews shown.
const TOP: usize = 50;

/// Open reviews with what to fill in where.
pub(super) fn reviews(review: &Review, lookups: &Lookups<'_>, owner: &str, cases: &[&CaseRow]) -> Vec<Block> {
    let mut open: Vec<&CaseRow> =
        cases.iter().copied().filter(|case| is_open(case) && reviewer_of(review, case) == owner).collect();
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
            if selection::is_disputed(case) { "reviewers disagree" } else { &case.review_state }.into(),
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
        "{} open, {} of them overdue: a case that must be reviewed is due {} after the action. It falls to the owner accountable for its cause, otherwise to the control owner. Look at each case on its page, where it has one, else by the rows that the sheet names; decide, and fill in its row of ",
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
    blocks.extend(self_review(review, &open));
    blocks.extend(disputed(&open));
    blocks.push(Block::Grid(grid.pointing_to(open.len(), "review-sheet.csv")));
    blocks
}

/// Says where the one who is asked answers for the false positive in question.
fn self_review(review: &Review, open: &[&CaseRow]) -> Option<Block> {
    let own = open.iter().filter(|case| is_self_review(review, case)).count();
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

/// Says what settles a case whose reviewers disagree.
fn disputed(open: &[&CaseRow]) -> Option<Block> {
    let n = len(open.iter().filter(|case| selection::is_disputed(case)).count());
    (n > 0).then(|| {
        Block::Paragraph(Line::default().strong("To be settled. ").text(&format!(
            "In {} reviewers disagree, so that it is reviewed and undetermined. Ask those who decided: the newest row of \
             each of them counts, and it is settled once these agree.",
            plural(n, "case", "cases")
        )))
    })
}
