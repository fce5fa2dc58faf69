//! Which regulated work was interrupted.

use super::Section;
use crate::report::{
    block::{Align, Block, Grid, Line},
    charts,
    model::Review,
    numbers::hours,
    shown::name,
};

pub(super) const SECTION: Section = Section { id: "regulated-work", title: "Regulated work", build };

fn build(review: &Review) -> Vec<Block> {
    if !review.has_regulated_work {
        return vec![Block::paragraph(
            "Unknown: no register of regulated work was given, so no interruption of it can be told.",
        )];
    }
    let figures = charts::of_section(SECTION.id, review);
    if figures.is_empty() {
        let has_scopes = review.rankings.iter().any(|row| row.dimension == "regulated_scope");
        return vec![Block::paragraph(if has_scopes {
            "No false positive interrupted a registered scope of regulated work."
        } else {
            "No case touched a registered scope of regulated work."
        })];
    }
    let mut blocks = figures;
    if !review.totals.regulated_hours_by_regime.is_empty() {
        blocks.push(Block::Grid(by_regime(review)));
        blocks.push(Block::paragraph(
            "Scopes and regimes can overlap: the total counts each hour once and may be less than the sum of the rows.",
        ));
    }
    blocks
}

fn by_regime(review: &Review) -> Grid {
    let regimes = &review.totals.regulated_hours_by_regime;
    let mut grid =
        Grid::new("Regulated hours by regime", &[("Regime", Align::Left), ("Regulated hours", Align::Right)]);
    grid.rows = regimes
        .iter()
        .take(20)
        .map(|(regime, value)| vec![Line::from(name(regime)), hours(*value).into()])
        .collect();
    grid.pointing_to(regimes.len(), "review.json")
}
