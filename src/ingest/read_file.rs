//! Reads one file: opens it, finds its format, hands over its rows, and accounts for every one of them.

use serde_json::Value;

use super::{
    announced::Announced,
    bytes::{self, Opened},
    csv_rows::CsvRows,
    detect,
    error::Problem,
    extracted::Keeper,
    failed_calls::{api_error, is_html},
    format::{Apart, Format, Head, Row, RowReader, Shape},
    inputs::Input,
    json_rows::JsonRows,
    log_rows::{LogRows, can_be_log, is_log},
    parallel::{self, Crew},
    reading::{How, Reading},
    rows::{Cut, RowData, Rows},
    sign_ins::SignIns,
    sink::{Record, Sink},
    source::{Note, Reject, SourceFile},
    xml_rows::XmlRows,
};
use crate::{
    config::Read,
    records::{FileId, Origin},
    spreadsheet::is_zip,
};

/// How many rows detection may look at.
const HEAD_ROWS: usize = 20;

/// What one file gave.
#[derive(Default)]
pub(super) struct FileOutcome {
    pub source: SourceFile,
    pub rejects: Vec<Reject>,
    pub notes: Vec<Note>,
    pub records: Vec<Record>,
    /// For every record the number of the accepted row it came from, counted inside the file.
    pub rows: Vec<u32>,
    /// Sign-ins, which are no records of their own.
    pub sign_ins: SignIns,
    /// What its envelopes announce.
    pub announced: Option<Announced>,
    pub problem: Option<Problem>,
    /// Takes the records away as they are read, if there is one.
    pub keeper: Option<Keeper>,
}

/// Reads a file. Never fails: what stands in the way is in the outcome.
pub(super) fn read_file<'a>(
    input: &'a Input,
    id: FileId,
    read: &'a Read,
    crew: &Crew<'a>,
    keeper: Option<Keeper>,
) -> FileOutcome {
    read_rows(input, id, read, How::Whole(crew), keeper)
}

/// Reads the first rows of a file, as far as its format and the questions it raises need. The hash is left out,
/// because it needs every byte.
pub(super) fn read_head(input: &Input, read: &Read, most_rows: u64) -> FileOutcome {
    read_rows(input, FileId(0), read, How::Head(most_rows), None)
}

fn read_rows<'a>(
    input: &'a Input,
    id: FileId,
    read: &'a Read,
    how: How<'_, 'a>,
    keeper: Option<Keeper>,
) -> FileOutcome {
    let mut reading = Reading::new(input, id, read, how);
    reading.out.keeper = keeper;
    reading.out.source.file.clone_from(&input.name);
    "all".clone_into(&mut reading.out.source.checked);
    reading.meter = how.begin(input);
    let outcome = match bytes::open(&input.path, read.max_ratio, reading.meter.clone()) {
        Ok(opened) => reading.opened(opened),
        Err(message) => Err(message),
    };
    if let Some(beside) = &input.beside {
        reading.note(1, "folder-not-read", beside.clone());
    }
    if let Err(message) = outcome {
        let is_question = is_question(&message);
        reading.out.problem = Some(Problem { file: input.name.clone(), message, is_question });
    }
    if let Some(meter) = &reading.meter {
        meter.finish();
    }
    reading.out
}

/// How the messages begin that an answer in the configuration settles.
pub(super) const ZONE_NEEDED: &str = "time zone needed";
pub(super) const ORDER_NEEDED: &str = "date order needed";

/// Whether a message asks something that the configuration can answer.
pub(super) fn is_question(message: &str) -> bool {
    [ZONE_NEEDED, ORDER_NEEDED].iter().any(|start| message.contains(start))
}

impl Reading<'_, '_> {
    fn opened(&mut self, opened: Opened) -> Result<(), String> {
        let Opened { bytes, head, encoding, disk } = opened;
        encoding.clone_into(&mut self.out.source.encoding);
        let limit = self.limit();
        let first = head.iter().copied().find(|byte| !byte.is_ascii_whitespace() && *byte != 0x1e);
        let outcome = match first {
            None => {
                self.nothing("empty-file", "the file is empty");
                Ok(())
            }
            Some(b'<') if is_html(&head) => {
                Err("is an HTML page, perhaps a sign-in or error page saved as data: export it again"
                    .to_owned())
            }
            Some(_) if is_zip(&head) => self.workbook(bytes, limit),
            Some(_) if self.is_log(&head) => self.rows(&mut LogRows::new(bytes, limit), Shape::Log),
            Some(b'<') => self.rows(&mut XmlRows::new(bytes, limit), Shape::Json),
            Some(b'{' | b'[') => self.rows(&mut JsonRows::new(bytes, limit), Shape::Json),
            Some(_) => self.rows(&mut CsvRows::new(bytes, &head, limit), Shape::Csv),
        };
        if let Some(stopped) = disk.stopped() {
            self.out.source.incomplete = Some(stopped.clone());
            self.note(1, "incomplete-file", stopped);
        }
        if matches!(self.how, How::Whole(_)) {
            let whole = disk.clone().sha256();
            self.out.source.sha256 = whole.map_err(|error| format!("cannot be read: {error}"))?;
            if let Some(changed) = disk.changed() {
                self.note(1, "changed-while-read", changed.clone());
                self.out.source.incomplete.get_or_insert(changed);
            }
        }
        outcome?;
        self.check_that_something_was_read()
    }

    /// Whether the file is a log of text: its head says so, or the configuration does.
    fn is_log(&self, head: &[u8]) -> bool {
        let named = self.input.format.as_deref().and_then(|id| detect::by_id(id).ok());
        match named.map(|format| format.shapes) {
            None => is_log(head),
            Some(shapes) if !shapes.contains(&Shape::Log) => false,
            Some(shapes) => is_log(head) || (!shapes.contains(&Shape::Csv) && can_be_log(head)),
        }
    }

    /// Reads what was cut into rows.
    pub(super) fn rows(&mut self, rows: &mut dyn Rows, shape: Shape) -> Result<(), String> {
        let mut first = Vec::new();
        while first.len() < HEAD_ROWS
            && let Some(cut) = rows.next_row()
        {
            first.push(cut);
        }
        let head = Head {
            file_name: self.input.name.rsplit('/').next().unwrap_or_default().to_owned(),
            header: rows.header(),
            envelope: rows.envelope(),
            rows: first.iter().filter_map(head_row).cloned().collect(),
            records: first.iter().filter_map(head_record).map(str::to_owned).collect(),
        };
        let outcome = if let Some(format) = self.format(&head, shape, &first)? {
            self.hand_over(format, &head, first, rows)
        } else {
            self.each(&mut NoReader, first, rows)
        };
        for (line, key, message) in rows.notes() {
            self.note(line, key, message);
        }
        if rows.is_windows_1252() {
            "windows-1252".clone_into(&mut self.out.source.encoding);
            self.note(
                1,
                "not-utf-8",
                "some texts are not valid UTF-8 and were read as windows-1252".to_owned(),
            );
        }
        self.out.announced = rows.announced().filter(|_| matches!(self.how, How::Whole(_)));
        if let Some(unfinished) = rows.unfinished() {
            self.note(1, "incomplete-file", unfinished.clone());
            self.out.source.incomplete = Some(unfinished);
        }
        outcome
    }

    /// The format of the file; `None` when it holds nothing that could have one.
    fn format(
        &mut self,
        head: &Head,
        shape: Shape,
        first: &[Cut],
    ) -> Result<Option<&'static Format>, String> {
        if let Some(id) = &self.input.format {
            let format = detect::by_id(id)?;
            if !format.shapes.contains(&shape) {
                let expected: Vec<&str> = format.shapes.iter().map(|shape| shape.words()).collect();
                let expected = expected.join(" or ");
                return Err(format!("is {}, but `{id}` is read from {expected}", shape.words()));
            }
            return Ok(Some(format));
        }
        if head.is_empty(shape) {
            if first.is_empty() {
                self.nothing("no-rows", "the file holds no row");
            }
            return Ok(None);
        }
        detect::by_content(head, shape).map(Some)
    }

    fn hand_over(
        &mut self,
        format: &'static Format,
        head: &Head,
        first: Vec<Cut>,
        rows: &mut dyn Rows,
    ) -> Result<(), String> {
        format.id.clone_into(&mut self.out.source.format);
        let mut reader = (format.open)(head, &self.input.options)?;
        if first.is_empty() {
            self.nothing("no-rows", head.without_rows());
        }
        if let How::Whole(crew) = self.how
            && format.apart != Apart::No
        {
            for cut in first {
                self.row(reader.as_mut(), &cut)?;
            }
            self.with_sink(|sink| reader.finish(sink))?;
            if let Some((rest, line)) = rows.take_lines() {
                return parallel::read_lines(self.lane(format, head), rest, line, crew, self);
            }
            if format.apart == Apart::Rows {
                return parallel::read_rows(self.lane(format, head), rows, crew, self);
            }
            reader = (format.open)(head, &self.input.options)?;
            return self.each(reader.as_mut(), Vec::new(), rows);
        }
        self.each(reader.as_mut(), first, rows)
    }

    fn each(
        &mut self,
        reader: &mut dyn RowReader,
        first: Vec<Cut>,
        rows: &mut dyn Rows,
    ) -> Result<(), String> {
        for cut in first {
            self.row(reader, &cut)?;
        }
        let most = if let How::Head(most) = self.how { most } else { u64::MAX };
        while self.out.source.rows_read < most
            && let Some(cut) = rows.next_row()
        {
            self.row(reader, &cut)?;
        }
        self.with_sink(|sink| reader.finish(sink))?;
        self.settle_the_rest();
        Ok(())
    }

    pub(super) fn note(&mut self, line: u64, key: &'static str, message: String) {
        if !self.out.notes.iter().any(|note| note.key == key) {
            self.out.notes.push(Note { origin: Origin { file: self.id, line, item: 0 }, key, message });
        }
    }

    pub(super) fn nothing(&mut self, key: &'static str, message: &str) {
        self.note(1, key, message.to_owned());
    }
}

/// Stands in for the reader of a file that holds only damage.
struct NoReader;

impl RowReader for NoReader {
    fn read(&mut self, _row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        sink.reject(at, "no format is known for this row", "");
    }
}

fn head_record(cut: &Cut) -> Option<&str> {
    if let Ok(RowData::Log(text)) = &cut.data { Some(text) } else { None }
}

fn head_row(cut: &Cut) -> Option<&Value> {
    match &cut.data {
        Ok(RowData::Json(value)) if api_error(value).is_none() => Some(value),
        _ => None,
    }
}
