//! `tables/candidates`: identity events that may have caused each case, best first.

use super::{Cell, Kind, Table};
use crate::report::model::Review;

const COLUMNS: &[(&str, Kind)] = &[
    ("action_id", Kind::Text),
    ("event_id", Kind::Text),
    ("rank", Kind::Int),
    ("score", Kind::Float(4)),
    ("parts", Kind::Text),
];

pub(super) fn table(review: &Review) -> Table<'_> {
    let rows = review.candidates.iter().map(|row| {
        vec![
            Cell::text(&row.action_id),
            Cell::text(&row.event_id),
            Cell::int(u64::from(row.rank)),
            Cell::float(row.score),
            Cell::text(&row.parts),
        ]
    });
    Table::new("candidates", COLUMNS, rows.collect())
}
