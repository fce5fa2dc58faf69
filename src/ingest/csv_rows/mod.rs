//! Cuts delimited text into rows: RFC 4180 with any of four delimiters, in bounded memory, with exact line numbers.

use std::io::{BufRead, Read};

use super::{
    bytes::Decoded,
    rows::{Cut, Damage, RowData, Rows},
};

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The rows of a delimited file.
pub(super) struct CsvRows {
    reader: Decoded,
    delimiter: u8,
    limit: usize,
    line: u64,
    header: Vec<String>,
    is_windows_1252: bool,
    odd_notes: Vec<(u64, &'static str, String)>,
    has_short: bool,
    has_long: bool,
    unfinished: Option<String>,
}

/// How reading a record ended.
enum End {
    Row,
    TooLong,
    /// The file ends inside quotes.
    Open,
}

impl CsvRows {
    /// `head` are the first bytes, `limit` is the longest accepted row in bytes.
    pub(super) fn new(reader: Decoded, head: &[u8], limit: usize) -> Self {
        let mut rows = Self {
            reader,
            delimiter: b',',
            limit,
            line: 1,
            header: Vec::new(),
            is_windows_1252: false,
            odd_notes: Vec::new(),
            has_short: false,
            has_long: false,
            unfinished: None,
        };
        rows.find_header(head);
        rows
    }

    /// Skips what spreadsheets and PowerShell write before the header, and reads it.
    fn find_header(&mut self, head: &[u8]) {
        let mut forced = None;
        for line in head.split_inclusive(|byte| *byte == b'\n') {
            let text = line.trim_ascii();
            if let Some(&[delimiter]) = text.strip_prefix(b"sep=") {
                forced = Some(delimiter);
            } else if !text.is_empty() && !text.starts_with(b"#TYPE") {
                self.delimiter = forced.unwrap_or_else(|| sniff(text));
                break;
            }
            let skipped = self.reader.by_ref().take(line.len() as u64).read_to_end(&mut Vec::new());
            if skipped.is_err() {
                break;
            }
            self.line += 1;
        }
        let mut cells = Vec::new();
        self.record(&mut cells);
        self.header = cells.into_iter().map(|cell| cell.trim().to_owned()).collect();
    }

    /// Reads one record; `None` at the end of the file.
    fn record(&mut self, cells: &mut Vec<String>) -> Option<(u64, End)> {
        loop {
            cells.clear();
            let start = self.line;
            let (bytes, ends, end) = self.raw_record()?;
            let is_blank = ends.len() == 1 && bytes.is_empty();
            if is_blank && matches!(end, End::Row) {
                continue;
            }
            let mut from = 0;
            for to in ends {
                cells.push(self.text(&bytes[from..to]));
                from = to;
            }
            return Some((start, end));
        }
    }

    /// The cells of one record in a row, and where each ends.
    fn raw_record(&mut self) -> Option<(Vec<u8>, Vec<usize>, End)> {
        let mut state = Cells { delimiter: self.delimiter, ..Cells::default() };
        let mut is_any = false;
        loop {
            let chunk = match self.reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(_) => &[],
            };
            if chunk.is_empty() {
                let end = if state.mode == Mode::Quoted { End::Open } else { End::Row };
                return is_any.then(|| state.finish(end));
            }
            is_any = true;
            let mut used = 0;
            let mut is_done = false;
            for byte in chunk {
                used += 1;
                if *byte == b'\n' {
                    self.line += 1;
                }
                if state.take(*byte) {
                    is_done = true;
                    break;
                }
                if state.bytes.len() > self.limit {
                    break;
                }
            }
            self.reader.consume(used);
            if is_done {
                return Some(state.finish(End::Row));
            }
            if state.bytes.len() > self.limit {
                self.skip_line();
                return Some(state.finish(End::TooLong));
            }
        }
    }

    fn skip_line(&mut self) {
        loop {
            let Ok(chunk) = self.reader.fill_buf() else { return };
            if chunk.is_empty() {
                return;
            }
            let at = chunk.iter().position(|byte| *byte == b'\n');
            let used = at.map_or(chunk.len(), |at| at + 1);
            self.reader.consume(used);
            if at.is_some() {
                self.line += 1;
                return;
            }
        }
    }

    fn text(&mut self, bytes: &[u8]) -> String {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return text.to_owned();
        }
        self.is_windows_1252 = true;
        encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
    }

    /// Makes the row as wide as the header; wider rows keep their cells.
    fn level(&mut self, cells: &mut Vec<String>, line: u64) {
        let width = self.header.len();
        if cells.len() < width {
            if !self.has_short {
                self.has_short = true;
                let message = format!(
                    "a row has {} cells where the header has {width}; missing cells are empty",
                    cells.len()
                );
                self.odd_notes.push((line, "row-shorter-than-header", message));
            }
            cells.resize(width, String::new());
        } else if cells.len() > width && !self.has_long {
            self.has_long = true;
            if cells[width..].iter().any(|cell| !cell.trim().is_empty()) {
                let message = format!("a row has {} cells where the header has {width}", cells.len());
                self.odd_notes.push((line, "row-longer-than-header", message));
            }
        }
    }
}

impl Rows for CsvRows {
    fn next_row(&mut self) -> Option<Cut> {
        let mut cells = Vec::new();
        let (line, end) = self.record(&mut cells)?;
        let text = || cells.join(&(self.delimiter as char).to_string());
        let damage = match end {
            End::Row => {
                self.level(&mut cells, line);
                return Some(Cut { line, item: 0, data: Ok(RowData::Csv(cells)) });
            }
            End::TooLong => Damage::new(
                format!(
                    "longer than {} MiB, the longest accepted row (`max_line_mb`); a quote may never be closed",
                    self.limit >> 20
                ),
                text().as_bytes(),
            ),
            End::Open => {
                self.unfinished =
                    Some(format!("ends inside the quotes of the row that begins on line {line}"));
                Damage::new("the file ends inside the quotes of this row", text().as_bytes())
            }
        };
        Some(Cut { line, item: 0, data: Err(damage) })
    }

    fn header(&self) -> Option<Vec<String>> {
        Some(self.header.clone())
    }

    fn notes(&mut self) -> Vec<(u64, &'static str, String)> {
        std::mem::take(&mut self.odd_notes)
    }

    fn is_windows_1252(&self) -> bool {
        self.is_windows_1252
    }

    fn unfinished(&self) -> Option<String> {
        self.unfinished.clone()
    }
}

/// The delimiter that cuts the header into the most cells.
fn sniff(header: &[u8]) -> u8 {
    let count = |delimiter: u8| {
        let mut in_quotes = false;
        header
            .iter()
            .filter(|byte| {
                in_quotes ^= **byte == b'"';
                !in_quotes && **byte == delimiter
            })
            .count()
    };
    // `max_by_key` takes the last of equals; the comma stands first and should win.
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

#[derive(PartialEq, Default)]
enum Mode {
    #[default]
    Start,
    Plain,
    Quoted,
    /// After a quote inside quotes: an end, or the first half of a doubled one.
    Quote,
    /// After a carriage return that ended the row.
    Return,
}

/// One record under way.
#[derive(Default)]
struct Cells {
    delimiter: u8,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    mode: Mode,
}

impl Cells {
    /// Takes a byte; true when it ends the record. Quotes count only at the start of a cell.
    fn take(&mut self, byte: u8) -> bool {
        match (&self.mode, byte) {
            (Mode::Quoted, b'"') => self.mode = Mode::Quote,
            (Mode::Quoted, _) => self.bytes.push(byte),
            (Mode::Quote, b'"') => {
                self.bytes.push(byte);
                self.mode = Mode::Quoted;
            }
            (_, b'\n') => return true,
            (Mode::Start, b'"') => self.mode = Mode::Quoted,
            (Mode::Return, _) => {
                // A lone carriage return inside a cell.
                self.bytes.push(b'\r');
                self.mode = Mode::Plain;
                return self.take(byte);
            }
            (_, b'\r') => self.mode = Mode::Return,
            (_, byte) if byte == self.delimiter => {
                self.ends.push(self.bytes.len());
                self.mode = Mode::Start;
            }
            (_, _) => {
                self.bytes.push(byte);
                self.mode = Mode::Plain;
            }
        }
        false
    }

    fn finish(mut self, end: End) -> (Vec<u8>, Vec<usize>, End) {
        self.ends.push(self.bytes.len());
        (self.bytes, self.ends, end)
    }
}

#[cfg(test)]
mod tests;
