//! The reader behind all mapped formats: settles every row, and finds the order of day and month from the
//! whole file where the configuration leaves it open.

use std::{collections::VecDeque, mem};

use super::{
    csv_actions, csv_events, csv_tickets,
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
pub(super) type MakeRecord = fn(&mut MappedRow<'_, '_>) -> Result<Option<Record>, String>;

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
    make: MakeRecord,
) -> Box<dyn RowReader> {
    let header = head.header.clone().unwrap_or_default();
    let header = header.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned()).collect();
    Box::new(Reader { layout, columns, header, order: options.date_order, waiting: VecDeque::new(), make })
}

/// Rows that may wait for one that decides the order of day and month. A file of more rows that never names
/// a day after the twelfth is asked about.
const MOST_WAITING: usize = 200_000;

struct Reader {
    layout: &'static Layout,
    columns: Columns,
    header: Vec<String>,
    order: Option<DateOrder>,
    waiting: VecDeque<(Vec<String>, Origin)>,
    make: MakeRecord,
}

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let cells = match row {
            Row::Csv(cells) => *cells,
            Row::Json(value) => {
                return sink.reject(at, "JSON, expected a line of delimited text", &value.to_string());
            }
        };
        if self.order.is_none() {
            match self.shown_order(cells) {
                Shown::Nothing if self.waiting.is_empty() => {}
                Shown::Order(order) => {
                    self.order = Some(order);
                    self.settle_waiting(sink);
                }
                Shown::Nothing | Shown::Doubt => {
                    self.waiting.push_back((cells.to_vec(), at));
                    if self.waiting.len() >= MOST_WAITING {
                        self.settle_waiting(sink);
                    }
                    return;
                }
            }
        }
        self.settle(cells, at, sink);
    }

    fn finish(&mut self, sink: &mut Sink<'_>) {
        self.settle_waiting(sink);
    }
}

/// What the times of one row show about the order of day and month.
enum Shown {
    /// No time in which it matters.
    Nothing,
    /// A time that can be read both ways.
    Doubt,
    /// A day after the twelfth.
    Order(DateOrder),
}

impl Reader {
    fn shown_order(&self, cells: &[String]) -> Shown {
        let mut shown = Shown::Nothing;
        for field in self.layout.times {
            match self.columns.get(cells, field).as_deref().and_then(leading_numbers) {
                Some((first, second)) if first > 12 && second <= 12 => return Shown::Order(DateOrder::Dmy),
                Some((first, second)) if second > 12 && first <= 12 => return Shown::Order(DateOrder::Mdy),
                Some(_) => shown = Shown::Doubt,
                None => {}
            }
        }
        shown
    }

    /// Without an order by now, the parser asks for it.
    fn settle_waiting(&mut self, sink: &mut Sink<'_>) {
        for (cells, at) in mem::take(&mut self.waiting) {
            self.settle(&cells, at, sink);
        }
    }

    fn settle(&self, cells: &[String], at: Origin, sink: &mut Sink<'_>) {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return sink.out_of_scope(at);
        }
        let (columns, header, order) = (&self.columns, self.header.as_slice(), self.order);
        let made = (self.make)(&mut MappedRow { at, cells, header, columns, order, sink: &mut *sink });
        match made {
            Ok(Some(record)) => sink.accept(at, [record]),
            Ok(None) => sink.out_of_scope(at),
            Err(reason) => sink.reject(at, reason, &cells.join(",")),
        }
    }
}

/// The first two numbers of a date whose year stands last (`3/30/2026`, `30-03-2026`, `30.3.2026`).
fn leading_numbers(text: &str) -> Option<(u32, u32)> {
    let date = text.split([' ', 'T', ',']).next()?;
    let parts: Vec<&str> = date.split(['/', '-', '.']).collect();
    let [first, second, year] = parts.as_slice() else { return None };
    if first.len() > 2 || second.len() > 2 || year.len() != 4 {
        return None;
    }
    Some((first.parse().ok()?, second.parse().ok()?))
}
