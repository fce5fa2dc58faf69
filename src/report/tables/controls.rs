//! `tables/controls`: findings about the control map and the other registers.

use super::{Cell, Kind, Table};
use crate::report::model::Review;

const COLUMNS: &[(&str, Kind)] =
    &[("rule", Kind::Text), ("subject", Kind::Text), ("finding", Kind::Text), ("reference", Kind::Text)];

pub(super) fn table(review: &Review) -> Table<'_> {
    let rows = review.controls.iter().map(|row| {
        vec![
            Cell::text(&row.rule),
            Cell::text(&row.subject),
            Cell::text(&row.finding),
            Cell::text(&row.reference),
        ]
    });
    Table::new("controls", COLUMNS, rows.collect())
}
