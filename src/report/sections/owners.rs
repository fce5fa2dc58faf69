//! Who is accountable: one ranking per role, since policy, execution and exceptions are different duties.

use super::Section;
use crate::report::{
    block::{Block, Line},
    charts::{self, ranked},
    model::Review,
    numbers::{len, level, plural},
    vocabulary,
};

pub(super) const SECTION: Section = Section { id: "owners", title: "Who is accountable", build };

fn build(review: &Review) -> Vec<Block> {
    let figures = charts::of_section(SECTION.id, review);
    let mut blocks = Vec::new();
    if figures.is_empty() {
        blocks.push(Block::paragraph(
            "No owner has a false positive in this period, so there is nothing to rank.",
        ));
    } else {
        blocks.push(Block::Paragraph(
            Line::from(
                "Each cause has one accountable role, and a false positive counts for whoever held that role when the action was done; so there is one ranking per role. ",
            )
            .text(&format!(
                "Rank 1 did most harm: regulated data losses first, then regulated hours, data losses, person-hours and false positives; the bars show person-hours alone; whoever has no false positive did none and has no rank here. Owners with fewer than {} judged cases are too few to rank and have an empty bar. The place by rate is that among the ranked owners, 1 for the highest rate of false positives: with {} probability it lies inside the range given.{}",
                review.config.rank.min_cases,
                level(review.config.rank.confidence),
                match review.totals.initiator_unknown {
                    0 => String::new(),
                    n => format!(" {} of unknown initiator count for nobody.", plural(n, "action", "actions")),
                }
            )),
        ));
    }
    blocks.extend(figures);
    let without: Vec<Line> =
        vocabulary::ROLES.iter().filter_map(|role| without_false_positives(review, role)).collect();
    if !without.is_empty() {
        blocks.push(Block::List(without));
    }
    blocks
}

/// A sentence for a role that has no chart.
fn without_false_positives(review: &Review, role: &str) -> Option<Line> {
    let rows = ranked::rows_of(review, "owner", role);
    if rows.iter().any(|row| row.false_positives > 0) {
        return None;
    }
    let judged: u64 = rows.iter().map(|row| row.judged).sum();
    Some(Line::default().strong(&vocabulary::role(role)).text(&format!(
        " ({}): no false positive has a cause of this role; {} with {}.",
        vocabulary::role_duty(role),
        plural(len(rows.len()), "owner", "owners"),
        plural(judged, "judged case", "judged cases")
    )))
}
