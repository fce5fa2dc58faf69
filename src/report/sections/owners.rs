//! Who is accountable: one ranking per role, since policy, execution and exceptions are different duties.

use super::Section;
use crate::report::{
    block::{Block, Line},
    charts::{self, ranked},
    model::Review,
    numbers::{count, len, plural},
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
            Line::from("Each cause has one accountable role; a case counts for the owner who held that role when the action was done. Ranked by regulated data losses, regulated hours, data losses, person-hours and false positives. ")
                .text(&format!(
                    "Owners with fewer than {} judged cases are shown as too few to rank. {} of unknown initiator count for nobody.",
                    review.config.rank.min_cases,
                    plural(review.totals.initiator_unknown, "action", "actions")
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
        " ({}): no false positive has a cause of this role; {} with {} judged cases.",
        vocabulary::role_duty(role),
        plural(len(rows.len()), "owner", "owners"),
        count(judged)
    )))
}
