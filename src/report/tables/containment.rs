//! `tables/containment`: both sides of the whole, of every owner per role and of every workflow.

use super::{Cell, Kind, Table};
use crate::report::model::{QuantileHours, Rate, Review};

const COLUMNS: &[(&str, Kind)] = &[
    ("dimension", Kind::Text),
    ("role", Kind::Text),
    ("key", Kind::Text),
    ("judged", Kind::Int),
    ("false_positives", Kind::Int),
    ("false_positive_rate", Kind::Float(4)),
    ("false_positive_low", Kind::Float(4)),
    ("false_positive_high", Kind::Float(4)),
    ("true_positives", Kind::Int),
    ("true_positive_rate", Kind::Float(4)),
    ("true_positive_low", Kind::Float(4)),
    ("true_positive_high", Kind::Float(4)),
    ("within_target", Kind::Int),
    ("within_target_of", Kind::Int),
    ("within_target_rate", Kind::Float(4)),
    ("within_target_low", Kind::Float(4)),
    ("within_target_high", Kind::Float(4)),
    ("missed_triggers", Kind::Int),
    ("due_triggers", Kind::Int),
    ("missed_rate", Kind::Float(4)),
    ("missed_low", Kind::Float(4)),
    ("missed_high", Kind::Float(4)),
    ("timed", Kind::Int),
    ("acted", Kind::Int),
    ("median_hours", Kind::Float(4)),
    ("median_low", Kind::Float(4)),
    ("median_high", Kind::Float(4)),
    ("p90_hours", Kind::Float(4)),
    ("p90_low", Kind::Float(4)),
    ("p90_high", Kind::Float(4)),
    ("note", Kind::Text),
    ("left_open", Kind::Int),
    ("left_open_rate", Kind::Float(4)),
    ("left_open_low", Kind::Float(4)),
    ("left_open_high", Kind::Float(4)),
];

pub(super) fn table(review: &Review) -> Table<'_> {
    let rows = review.sides.iter().map(|row| {
        [
            vec![
                Cell::text(&row.dimension),
                Cell::text(&row.role),
                Cell::text(&row.key),
                Cell::int(row.judged),
                Cell::Int(row.false_positives.map(|rate| rate.hits)),
            ],
            limits(row.false_positives),
            vec![Cell::Int(row.true_positives.map(|rate| rate.hits))],
            limits(row.true_positives),
            counts(row.within_target),
            limits(row.within_target),
            counts(row.missed),
            limits(row.missed),
            vec![Cell::int(row.n_timed), Cell::int(row.n_acted)],
            times(row.median),
            times(row.p90),
            vec![Cell::text(&row.note), Cell::int(row.left_open.map_or(0, |rate| rate.hits))],
            limits(row.left_open),
        ]
        .concat()
    });
    Table::new("containment", COLUMNS, rows.collect())
}

fn counts<'a>(rate: Option<Rate>) -> Vec<Cell<'a>> {
    vec![Cell::int(rate.map_or(0, |rate| rate.hits)), Cell::int(rate.map_or(0, |rate| rate.of))]
}

fn limits<'a>(rate: Option<Rate>) -> Vec<Cell<'a>> {
    vec![
        Cell::float(rate.map(|rate| rate.value)),
        Cell::float(rate.map(|rate| rate.low)),
        Cell::float(rate.map(|rate| rate.high)),
    ]
}

fn times<'a>(quantile: QuantileHours) -> Vec<Cell<'a>> {
    vec![Cell::float(quantile.hours), Cell::float(quantile.low), Cell::float(quantile.high)]
}
