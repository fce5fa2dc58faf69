//! The rules that fired in a case, and how they add up to its verdict.

use super::case::MAX_ROWS;
use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{CaseRow, EvidenceRow, EvidenceWeight, Review},
    shown::{cut, name, visible},
};

/// Every fired rule with its bits, and the sum.
pub(super) fn evidence(review: &Review, case: &CaseRow) -> Vec<Block> {
    if case.evidence.is_empty() {
        return vec![Block::paragraph("No rule fired.")];
    }
    let mut grid = Grid::new(
        "Rules that fired (times in UTC)",
        &[
            ("Rule", Align::Left),
            ("Family", Align::Left),
            ("Bits", Align::Right),
            ("Because", Align::Left),
            ("Rows", Align::Left),
        ],
    );
    let cells = |row: &EvidenceRow| -> Vec<Line> {
        vec![
            Line::default().code(&name(&row.code)),
            name(&row.family).into(),
            row.weight.label().into(),
            Line::default().marked(&row.because),
            Line::default().code(&listed(&row.rows)),
        ]
    };
    grid.rows = case.evidence.iter().take(MAX_ROWS).map(cells).collect();
    grid.is_stacked = true;
    vec![
        Block::paragraph(&sum(review, case)),
        Block::Grid(grid.pointing_to(case.evidence.len(), "tables/cases.csv")),
        Block::Paragraph(Line::default().text("Rows of the action itself: ").code(&listed(&case.rows))),
    ]
}

/// How the rules add up to the verdict, so that a reader can do the sum again.
fn sum(review: &Review, case: &CaseRow) -> String {
    let family = "Of the rules of one family only the strongest counts (the others have +0); a suspended rule is beside the point because of another one.";
    if case.evidence.iter().any(|row| row.weight == EvidenceWeight::Decisive) {
        return format!("A decisive rule sets the verdict, whatever the others say. {family}");
    }
    let prior = review.config.judge.prior;
    let prior_bits = (prior / (1.0 - prior)).log2();
    let bits: Vec<f64> = case
        .evidence
        .iter()
        .filter_map(|row| match row.weight {
            EvidenceWeight::Bits(bits) if bits != 0.0 => Some(bits),
            _ => None,
        })
        .collect();
    let total = prior_bits + bits.iter().sum::<f64>();
    let terms: Vec<String> = bits.iter().map(|bits| EvidenceWeight::Bits(*bits).label()).collect();
    format!(
        "Bits: {prior_bits:+.2} before any evidence, {}; together {total:+.2}, which is a probability of {:.4}. {family}",
        if terms.is_empty() { "nothing added".to_owned() } else { terms.join(" ") },
        1.0 / (1.0 + (-total).exp2())
    )
}

/// Up to six positions, the rest counted.
fn listed(rows: &[String]) -> String {
    let mut text = rows.iter().take(6).map(|row| cut(&visible(row), 90)).collect::<Vec<_>>().join("; ");
    if let Some(more) = rows.len().checked_sub(6).filter(|more| *more > 0) {
        text.push_str(&format!("; {more} more"));
    }
    if text.is_empty() { "–".to_owned() } else { text }
}
