//! `tables/survival`: Kaplan–Meier estimates of the time to restore and of the time to act.

use super::{Cell, Kind, Table};
use crate::report::model::Review;

const COLUMNS: &[(&str, Kind)] = &[
    ("measure", Kind::Text),
    ("dimension", Kind::Text),
    ("key", Kind::Text),
    ("n", Kind::Int),
    ("events", Kind::Int),
    ("censored", Kind::Int),
    ("median_hours", Kind::Float(4)),
    ("median_low", Kind::Float(4)),
    ("median_high", Kind::Float(4)),
    ("p90_hours", Kind::Float(4)),
    ("p90_low", Kind::Float(4)),
    ("p90_high", Kind::Float(4)),
    ("note", Kind::Text),
];

pub(super) fn table(review: &Review) -> Table<'_> {
    let rows = review.survival.rows.iter().map(|row| {
        vec![
            Cell::text(&row.measure),
            Cell::text(&row.dimension),
            Cell::text(&row.key),
            Cell::int(row.n),
            Cell::int(row.events),
            Cell::int(row.censored),
            Cell::float(row.median.hours),
            Cell::float(row.median.low),
            Cell::float(row.median.high),
            Cell::float(row.p90.hours),
            Cell::float(row.p90.low),
            Cell::float(row.p90.high),
            Cell::text(&row.note),
        ]
    });
    Table::new("survival", COLUMNS, rows.collect())
}
