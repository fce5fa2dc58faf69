//! What the ServiceNow exports share: names of columns, values in their many wrappings, and the ticket made of
//! them. The formats differ in how rows are cut and in what their times mean.

mod cell;
mod columns;
mod fields;
mod state;
mod text;
mod ticket;

pub(super) use cell::Cell;
pub(super) use columns::{canonical_header, canonical_key, is_ticket_table};
pub(super) use fields::Fields;
pub(super) use text::plain;
pub(super) use ticket::{TimeRules, is_question, ticket};

pub(super) use super::date_order::{ColumnOrders, DateOrders};

use crate::{ingest::sink::Sink, records::Origin};

/// Row counts at which ServiceNow cuts exports off without a word.
const EXPORT_CAPS: [u64; 4] = [1_000, 5_000, 10_000, 20_000];

/// Notes a row count at which the export was probably cut off.
pub(super) fn note_export_cap(rows: u64, at: Origin, sink: &mut Sink<'_>) {
    if EXPORT_CAPS.contains(&rows) {
        sink.note(
            at,
            "row-count-equals-export-cap",
            format!("the file holds exactly {rows} rows, which is an export limit of ServiceNow; rows are probably missing: export smaller ranges of `sys_created_on`"),
        );
    }
}
