//! `tables/pending`: destructive commands that have not run yet and should be stopped.

use super::{Cell, Kind, Table};
use crate::report::model::Review;

const COLUMNS: &[(&str, Kind)] = &[
    ("action_id", Kind::Text),
    ("action_kind", Kind::Text),
    ("device_id", Kind::Text),
    ("sent_at", Kind::Time),
    ("why", Kind::Text),
    ("owner", Kind::Text),
    ("workflow_id", Kind::Text),
    ("person_id", Kind::Text),
    ("serial", Kind::Text),
    ("device_name", Kind::Text),
    ("source_row", Kind::Text),
];

pub(super) fn table(review: &Review) -> Table<'_> {
    let rows = review.pending.iter().map(|row| {
        vec![
            Cell::text(&row.action_id),
            Cell::text(&row.action_kind),
            Cell::maybe(row.device_id.as_ref()),
            Cell::time(row.sent_at),
            Cell::text(&row.why),
            Cell::maybe(row.owner.as_ref()),
            Cell::maybe(row.workflow_id.as_ref()),
            Cell::maybe(row.person_id.as_ref()),
            Cell::maybe(row.serial.as_ref()),
            Cell::maybe(row.device_name.as_ref()),
            Cell::text(&row.row),
        ]
    });
    Table::new("pending", COLUMNS, rows.collect())
}
