//! `tables/rankings`: every ranking: by owner per role, workflow, device class and so on.

use super::{Cell, Kind, Table};
use crate::report::{cost, model::Review};

const COLUMNS: &[(&str, Kind)] = &[
    ("dimension", Kind::Text),
    ("role", Kind::Text),
    ("key", Kind::Text),
    ("rank", Kind::Int),
    ("cases", Kind::Int),
    ("judged", Kind::Int),
    ("false_positives", Kind::Int),
    ("disruptive", Kind::Int),
    ("data_losses", Kind::Int),
    ("person_hours", Kind::Float(4)),
    ("regulated_hours", Kind::Float(4)),
    ("rate", Kind::Float(4)),
    ("rate_low", Kind::Float(4)),
    ("rate_high", Kind::Float(4)),
    ("shrunken_rate", Kind::Float(4)),
    ("change", Kind::Float(4)),
    ("note", Kind::Text),
    ("undetermined", Kind::Int),
    ("regulated_data_losses", Kind::Int),
    ("shrunken_low", Kind::Float(4)),
    ("shrunken_high", Kind::Float(4)),
    ("tolerated_rate", Kind::Float(4)),
    ("probability_above_tolerated", Kind::Float(4)),
    ("change_low", Kind::Float(4)),
    ("change_high", Kind::Float(4)),
    ("p_value", Kind::Float(6)),
    ("p_adjusted", Kind::Float(6)),
    ("rate_place_low", Kind::Int),
    ("rate_place_high", Kind::Int),
    ("apart", Kind::Int),
    ("cost", Kind::Float(2)),
];

pub(super) fn table(review: &Review) -> Table<'_> {
    let rows = review.rankings.iter().map(|row| {
        vec![
            Cell::text(&row.dimension),
            Cell::text(&row.role),
            Cell::text(&row.key),
            Cell::Int(row.rank.map(u64::from)),
            Cell::int(row.cases),
            Cell::int(row.judged),
            Cell::int(row.false_positives),
            Cell::int(row.disruptive),
            Cell::int(row.data_losses),
            Cell::float(row.person_hours),
            Cell::float(row.regulated_hours),
            Cell::float(row.rate),
            Cell::float(row.rate_low),
            Cell::float(row.rate_high),
            Cell::float(row.shrunken_rate),
            Cell::float(row.change),
            Cell::text(&row.note),
            Cell::int(row.undetermined),
            Cell::int(row.regulated_data_losses),
            Cell::float(row.shrunken_low),
            Cell::float(row.shrunken_high),
            Cell::float(row.tolerated_rate),
            Cell::float(row.probability_above_tolerated),
            Cell::float(row.change_low),
            Cell::float(row.change_high),
            Cell::float(row.p_value),
            Cell::float(row.p_adjusted),
            Cell::Int(row.rate_place_low.map(u64::from)),
            Cell::Int(row.rate_place_high.map(u64::from)),
            Cell::int(row.apart),
            Cell::float(cost::of(review, row.person_hours)),
        ]
    });
    Table::new("rankings", COLUMNS, rows.collect())
}
