//! The reader behind all mapped formats: settles every row, and finds the order of day and month from the
//! whole file where the configuration leaves it open.

use std::mem;

use super::{
    csv_actions, csv_events, csv_tickets,
    date_order::{ColumnOrders, DateOrders},
    mapped_columns::{Columns, Layout},
    mapped_row::MappedRow,
};
use crate::{
    config::DateOrder,
    ingest::{
        format::{Head, Row, RowReader, SourceOptions},
        sink::{Record, Sink},
    },
    records::Origin,
};

/// Makes a record of a row; `None` when the row is out of scope.
type MakeRecord = Box<dyn Fn(&mut MappedRow<'_, '_>) -> Result<Option<Record>, String>>;

/// Whether a file belongs to this layout by its headers alone, and to no other mapped format.
pub(super) fn is_the_only_claim(layout: &Layout, head: &Head) -> bool {
    let all = [&csv_actions::LAYOUT, &csv_events::LAYOUT, &csv_tickets::LAYOUT];
    let others = all.into_iter().filter(|other| other.format != layout.format);
    layout.claims(head) && others.into_iter().all(|other| !other.claims(head))
}

/// The reader of one file.
pub(super) fn reader(
    layout: &'static Layout,
    columns: Columns,
    head: &Head,
    options: &SourceOptions,
    make: impl Fn(&mut MappedRow<'_, '_>) -> Result<Option<Record>, String> + 'static,
) -> Box<dyn RowReader> {
    let header = head.header.clone().unwrap_or_default();
    let header = header.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned()).collect();
    Box::new(Reader {
        layout,
        columns,
        header,
        configured: options.date_order,
        seen: DateOrders::default(),
        orders: ColumnOrders::new(),
        waiting: Waiting::Rows(Vec::new()),
        make: Box::new(make),
    })
}

/// Rows that may wait for the whole of their columns. In a longer file these decide, and a later row that
/// contradicts them is an error of the file.
const MOST_WAITING: usize = 200_000;

struct Reader {
    layout: &'static Layout,
    columns: Columns,
    header: Vec<String>,
    configured: Option<DateOrder>,
    seen: DateOrders,
    orders: ColumnOrders,
    waiting: Waiting,
    make: MakeRecord,
}

/// Rows with dates that can be read both ways, until the order of day and month is settled.
enum Waiting {
    Rows(Vec<(Vec<String>, Origin)>),
    /// The order was settled before the end of the file.
    Over,
}

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Csv(cells) = row else {
            return sink.reject(at, "no cells, expected a line of delimited text", &row.shown());
        };
        if !self.needs_order(cells, at) {
            return self.settle(cells, at, sink);
        }
        match &mut self.waiting {
            Waiting::Rows(rows) => {
                rows.push((cells.to_vec(), at));
                if rows.len() >= MOST_WAITING {
                    self.settle_waiting(sink);
                }
            }
            Waiting::Over => match self.still_holds() {
                Ok(()) => self.settle(cells, at, sink),
                Err(question) => sink.fail(question),
            },
        }
    }

    fn finish(&mut self, sink: &mut Sink<'_>) {
        self.settle_waiting(sink);
        if let Some((at, message)) = self.seen.overruled(self.configured) {
            sink.note(at, "date-order-overruled", message);
        }
    }
}

impl Reader {
    /// Whether a time of the row can be read both ways; what it shows is remembered.
    fn needs_order(&mut self, cells: &[String], at: Origin) -> bool {
        let mut needs = false;
        for field in self.layout.times {
            if let Some(text) = self.columns.get(cells, field) {
                needs |= self.seen.observe(field, &text, at);
            }
        }
        needs
    }

    fn settle_waiting(&mut self, sink: &mut Sink<'_>) {
        let Waiting::Rows(rows) = mem::replace(&mut self.waiting, Waiting::Over) else { return };
        match self.seen.settle(self.configured) {
            Ok(orders) => self.orders = orders,
            Err(question) => return sink.fail(question),
        }
        for (cells, at) in rows {
            self.settle(&cells, at, sink);
        }
    }

    /// Whether what was read so far was read as the rows since then say. A column that first shows now joins.
    fn still_holds(&mut self) -> Result<(), String> {
        let now = self.seen.settle(self.configured)?;
        let changed = self.orders.iter().find(|(column, order)| now.get(*column) != Some(*order));
        if let Some((column, _)) = changed {
            return Err(format!(
                "column `{column}` writes its dates day first in some rows and month first in others; \
                 correct the file or split it by the order of its dates"
            ));
        }
        self.orders = now;
        Ok(())
    }

    fn settle(&self, cells: &[String], at: Origin, sink: &mut Sink<'_>) {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return sink.out_of_scope(at);
        }
        let (columns, header) = (&self.columns, self.header.as_slice());
        let (configured, orders) = (self.configured, &self.orders);
        let made =
            (self.make)(&mut MappedRow { at, cells, header, columns, configured, orders, sink: &mut *sink });
        match made {
            Ok(Some(record)) => sink.accept(at, [record]),
            Ok(None) => sink.out_of_scope(at),
            Err(reason) => sink.reject(at, reason, &cells.join(",")),
        }
    }
}
