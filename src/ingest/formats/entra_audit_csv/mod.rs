//! `entra-audit-csv`: the directory audit as the Entra portal downloads it, a lossy form without ids.

mod columns;

#[cfg(test)]
mod tests;

use columns::Columns;

use super::{
    date_order::DateOrders,
    entra::{Actor, Audit, Property, Target, kept_upn, meaning, normalised, settle},
};
use crate::{
    config::DateOrder,
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::Sink,
    },
    records::{FileId, Origin},
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "entra-audit-csv",
    title: "Microsoft Entra directory audit: CSV of the portal (lossy)",
    gives: &["events"],
    manual: MANUAL,
    shapes: &[Shape::Csv],
    starts_record: None,
    columns: columns::NAMED,
    apart: Apart::No,
    prefilter: None,
    keeps_days: &[7, 30],
    unused: &[],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "Entra admin center > Audit logs > Download > CSV, with the portal in English and the filters open: at most \
        250,000 rows, so a large tenant needs one download per few days. Prefer JSON (`entra-audit`).",
    read: "86 columns, found by name. The portal translates a few headers (`Data (UTC)`, `Servicio`, `Actividad`, \
        `Resultado`) and leaves the technical ones: a header that was translated is found by its place in the order of \
        the portal, or named in `columns`. The rest is read as in `entra-audit`. Rows have no id; a hash of time, \
        operation, activity, targets and changes stands for it, so that overlapping downloads are counted once. Dates \
        that a spreadsheet rewrote (`7/6/2026 8:15`) are read by the order that the column shows, else by `date_order`.",
    lost: "Ids: a row that is also in a JSON export is counted twice, so give one of the two. More than three targets \
        with five changed properties each: the group of a membership may be cut off. Rows beyond the limit.",
    needs: "Nothing; `columns` where columns were removed from a translated file; `date_order` where a spreadsheet \
        rewrote the dates and none of them decides it",
    checked: "No recorded export: read from the code of a program that reads it",
};

/// Targets of a row.
const TARGETS: usize = 3;

/// Changed properties of a target.
const PROPERTIES: usize = 5;

/// What the portal downloads at most.
const MOST_ROWS: u64 = 250_000;

fn detect(head: &Head) -> bool {
    head.header.as_deref().is_some_and(columns::are_of_the_portal)
}

fn open(head: &Head, options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    let columns = Columns::find(head.header.as_deref().unwrap_or_default(), options)?;
    Ok(Box::new(Reader {
        columns,
        date_order: options.date_order,
        orders: DateOrders::default(),
        waiting: Vec::new(),
        last: Origin { file: FileId(0), line: 1, item: 0 },
    }))
}

struct Reader {
    columns: Columns,
    date_order: Option<DateOrder>,
    orders: DateOrders,
    /// Rows whose date can be read both ways, until the whole column was seen.
    waiting: Vec<(Vec<String>, Origin)>,
    /// The last row.
    last: Origin,
}

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        self.last = at;
        let Row::Csv(cells) = row else {
            return sink.reject(at, "no cells, expected a line of delimited text", &row.shown());
        };
        match self.columns.get(cells, "Activity") {
            None if cells.iter().all(|cell| cell.trim().is_empty()) => sink.out_of_scope(at),
            None => sink.reject(at, "no `Activity`; every row of the audit has one", &cells.join(",")),
            Some(activity) => {
                let date = self.columns.get(cells, "Date (UTC)");
                let is_open = date.is_some_and(|date| self.orders.observe("Date (UTC)", &date, at));
                if meaning(&activity).is_none() {
                    sink.out_of_scope(at);
                } else if is_open {
                    self.waiting.push((cells.to_vec(), at));
                } else {
                    self.settle(cells, None, at, sink);
                }
            }
        }
    }

    fn finish(&mut self, sink: &mut Sink<'_>) {
        if sink.source.rows_read >= MOST_ROWS {
            let message = "as many rows as the portal downloads at most (250,000): later ones are probably missing; \
                           download shorter stretches of time";
            sink.note(self.last, "portal-limit", message);
        }
        if self.waiting.is_empty() {
            return;
        }
        let order = match self.orders.settle(self.date_order) {
            Ok(orders) => orders.get("Date (UTC)").copied(),
            Err(question) => return sink.fail(question),
        };
        if let Some((at, message)) = self.orders.overruled(self.date_order) {
            sink.note(at, "date-order-overruled", message);
        }
        for (cells, at) in std::mem::take(&mut self.waiting) {
            self.settle(&cells, order, at, sink);
        }
    }
}

impl Reader {
    fn settle(&self, cells: &[String], order: Option<DateOrder>, at: Origin, sink: &mut Sink<'_>) {
        let audit = self.audit(cells, order);
        if audit.targets.len() == TARGETS
            || audit.targets.iter().any(|target| target.properties.len() == PROPERTIES)
        {
            let message = "rows with three targets or five changed properties are as wide as the portal writes them: \
                           what came after them is missing, for example the group of a membership";
            sink.note(at, "portal-cut", message);
        }
        settle(&audit, at, sink, &|| cells.join(","));
    }

    fn audit(&self, cells: &[String], order: Option<DateOrder>) -> Audit {
        let get = |name: &str| self.columns.get(cells, name);
        let date = get("Date (UTC)");
        Audit {
            id: None,
            at: date.map(|date| order.and_then(|order| year_first(&date, order)).unwrap_or(date)),
            activity: normalised(&get("Activity").unwrap_or_default()),
            result: get("Result"),
            correlation_id: guid(get("CorrelationId")),
            actor: self.actor(cells),
            targets: (1..=TARGETS).filter_map(|number| self.target(cells, number)).collect(),
        }
    }

    fn actor(&self, cells: &[String]) -> Option<Actor> {
        let get = |name: &str| self.columns.get(cells, name);
        let upn = get("ActorUserPrincipalName");
        let is_user = get("ActorType").map_or(upn.is_some(), |kind| kind.eq_ignore_ascii_case("User"));
        let id = if is_user { get("ActorObjectId") } else { get("ActorServicePrincipalId") };
        let name = get("ActorDisplayName").or_else(|| get("ActorServicePrincipalName"));
        let actor = Actor { is_user, id, name, upn };
        (actor.id.is_some() || actor.name.is_some() || actor.upn.is_some()).then_some(actor)
    }

    fn target(&self, cells: &[String], number: usize) -> Option<Target> {
        let get = |name: &str| self.columns.get(cells, &format!("Target{number}{name}"));
        let id = guid(get("ObjectId"));
        let property = |index: usize| {
            let get = |name: &str| get(&format!("ModifiedProperty{index}{name}"));
            Some(Property { name: get("Name")?, old: get("OldValue"), new: get("NewValue") })
        };
        let target = Target {
            kind: get("Type").unwrap_or_default(),
            name: get("DisplayName"),
            upn: get("UserPrincipalName").map(|upn| kept_upn(&upn, id.as_deref())),
            id,
            properties: (1..=PROPERTIES).filter_map(property).collect(),
        };
        (target != Target::default()).then_some(target)
    }
}

/// Lower case, as JSON is read; the empty GUID stands for none.
fn guid(text: Option<String>) -> Option<String> {
    let is_empty = |text: &String| text.chars().all(|c| c == '0' || c == '-');
    text.filter(|text| !is_empty(text)).map(|text| text.to_ascii_lowercase())
}

/// A date that ends in its year, with the year put first, so that nothing is left to be told.
fn year_first(date: &str, order: DateOrder) -> Option<String> {
    let date = date.trim();
    let end = date.find([' ', 'T', ',', '\u{a0}', '\u{202f}']).unwrap_or(date.len());
    let (day, time) = date.split_at(end);
    let parts: Vec<&str> = day.split(['/', '-', '.']).collect();
    let [first, second, year] = parts[..] else { return None };
    let (month, day) = if order == DateOrder::Dmy { (second, first) } else { (first, second) };
    (year.len() == 4).then(|| format!("{year}-{month:0>2}-{day:0>2}{}", time.replace(',', "")))
}
