//! `hr-snapshots`: lists of workers as HR systems export them. The differences between dated lists become events.

mod containers;
mod fields;
mod file_date;
mod person;

#[cfg(test)]
mod tests;

use serde_json::Value;

use super::{mapped_row::MappedRow, mapped_rows};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::Sink,
    },
    records::Origin,
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "hr-snapshots",
    title: "Workers as an HR system lists them, two dated snapshots or more (Workday and others, CSV and JSON)",
    gives: &["events"],
    manual: MANUAL,
    shapes: &[Shape::Json, Shape::Csv],
    starts_record: None,
    columns: fields::LAYOUT.fields,
    apart: Apart::No,
    prefilter: None,
    keeps_days: &[],
    unused: &[],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "A report of all workers, leavers and future leavers included, exported again and again on fixed days with \
        the same columns and the same filter: in Workday a custom report run as a service (`Report_Entry`, JSON or \
        CSV) or Get_Workers as JSON; anywhere else the list of employees. Name each file after its day, for example \
        `workers-2026-07-01.csv`. Needed are the employee number (or e-mail or login) and the day of leaving or the \
        status; e-mail and day of hire make more of it.",
    read: "Headers and keys are found in the spellings of Workday and of common reports, without regard to case, blanks \
        and underscores, in each row anew; others are named in `columns`, for example `columns = { employee_id = \
        \"Pers. No.\", leave_date = \"Last day\", \"status:ausgeschieden\" = \"left\" }`. Fields: employee_id, email, \
        login, display_name, first_name, last_name, hire_date, leave_date, status (words for active, left and \
        hire_rescinded are known), is_active, is_terminated, is_hire_rescinded, is_rehire, snapshot_date. The \
        snapshot's time is `As_Of_Entry_DateTime` or `snapshot_date`, the `emitted_at` of a stream, or the date in the \
        name of the file; never the effective date. Rows up to six hours apart are one snapshot, also over several \
        files. What differs between two snapshots was entered between them: hire_recorded, termination_recorded, \
        leave_date_set (the day lies ahead), termination_cancelled (the day is gone), leave_date_moved (later; an \
        earlier day is a new termination), rehired, hire_rescinded, identifier_changed and identifier_recycled. \
        `occurred_at` is the snapshot that shows it, the known interval begins with the last one before that held \
        the person, `effective_at` is the day itself at local midnight. In the first snapshot a day of leaving is \
        taken as known on that day. Employee numbers that lost their leading zeros are the same unless one snapshot \
        spells both, and events carry the longest spelling. Of several rows of a person the employment that began last counts. A person who is missing is no \
        leaver, whoever appears with a day of hire more than 62 days before the last snapshot is no new hire, and a \
        column that is missing was not emptied; where nearly all days of leaving are gone at once (of 3 or 4 all, of \
        more at least 5 and four in five) the export emptied them and nobody's leaving is cancelled; each of these is said in a note. Days of leaving after 2100 mean \
        none.",
    lost: "Who entered what and when exactly; what was entered and taken back between two snapshots. Export daily where \
        automations act within a day.",
    needs: "Two snapshots; `time_zone` for dates without a time; `columns` for headers of your own; `date_order` where \
        no date decides it",
    checked: "Test data of an open-source connector for Workday reports, and a Workday integration document of a demo \
        tenant; Get_Workers from documentation",
};

fn detect(head: &Head) -> bool {
    match &head.header {
        Some(header) => fields::are_workers(header.iter().map(String::as_str)),
        None if head.envelope.iter().any(|key| key == "Report_Entry") => true,
        None => {
            let known = head.rows.iter().filter(|row| containers::are_workers(row)).count();
            known > 0 && known * 2 > head.rows.len()
        }
    }
}

fn open(head: &Head, options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    let date = file_date::of(&head.file_name);
    let is_table = head.header.is_some();
    let make = move |row: &mut MappedRow<'_, '_>| person::record(row, date.as_deref(), is_table);
    if is_table {
        let options = fields::with_known_headers(head, options);
        let columns = fields::LAYOUT.columns(head, &options)?;
        fields::check(&columns)?;
        return Ok(mapped_rows::reader(&fields::LAYOUT, columns, head, &options, make));
    }
    let keys = fields::Keys::new(options);
    // A list of nobody has no keys to ask for.
    if !head.rows.is_empty() {
        keys.check(head)?;
    }
    let (canonical, options) = fields::Keys::canonical(options);
    let columns = fields::LAYOUT.columns(&canonical, &options)?;
    fields::check(&columns)?;
    let rows = mapped_rows::reader(&fields::LAYOUT, columns, &canonical, &options, make);
    Ok(Box::new(Reader { keys, rows }))
}

/// Reads workers in JSON: each is laid out as the cells of a table that has every field.
struct Reader {
    keys: fields::Keys,
    rows: Box<dyn RowReader>,
}

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Json(value) = row else {
            return sink.reject(at, "no JSON, expected a worker in JSON", &row.shown());
        };
        if containers::is_message(value) {
            return sink.out_of_scope(at);
        }
        let Some(wrapped) = containers::opened(value) else {
            return self.worker(value, &containers::Around::default(), at, sink);
        };
        sink.rows_inside(wrapped.workers.len() as u64);
        for (worker, number) in wrapped.workers.iter().zip(1..) {
            let at = if wrapped.is_many && at.item == 0 { Origin { item: number, ..at } } else { at };
            self.worker(worker, &wrapped.around, at, sink);
        }
    }

    fn finish(&mut self, sink: &mut Sink<'_>) {
        self.rows.finish(sink);
    }
}

impl Reader {
    fn worker(&mut self, worker: &Value, around: &containers::Around, at: Origin, sink: &mut Sink<'_>) {
        if !worker.is_object() {
            return sink.reject(at, "no object, expected a worker", &worker.to_string());
        }
        // What a reject would show of the row.
        let mut cells = vec![worker.to_string().chars().take(200).collect()];
        cells.extend(self.keys.cells(worker, around));
        self.rows.read(&Row::Csv(&cells), at, sink);
    }
}
