//! Cuts delimited text into rows: RFC 4180 with any of four delimiters, in bounded memory, with exact line numbers.

mod cells;

use std::{
    collections::BTreeMap,
    io::{BufRead, Read},
};

use self::cells::{Cells, Quotes, line_end, sniff};
use super::{
    bytes::Decoded,
    formats::has_no_quotes,
    rows::{Cut, Damage, RowData, Rows},
};
use crate::records::cut;

/// The rows of a delimited file.
pub(super) struct CsvRows {
    reader: Decoded,
    delimiter: u8,
    /// What ends a line: a line feed, or the bare carriage return of old Macs.
    line_end: u8,
    quotes: Quotes,
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
            line_end: line_end(head),
            quotes: Quotes::Open,
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
        for line in head.split_inclusive(|byte| *byte == self.line_end) {
            let text = line.trim_ascii();
            if let Some(&[delimiter]) = text.strip_prefix(b"sep=") {
                forced = Some(delimiter);
            } else if !text.is_empty() && !text.starts_with(b"#TYPE") {
                self.delimiter = forced.unwrap_or_else(|| sniff(text));
                if has_no_quotes(&String::from_utf8_lossy(text)) {
                    self.quotes = Quotes::AreText;
                }
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
        if let Some(message) = repeated(&self.header) {
            self.odd_notes.push((self.line.saturating_sub(1).max(1), "duplicate-header", message));
        }
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
        let mut state = Cells::new(self.delimiter, self.line_end, self.quotes);
        let mut is_any = false;
        loop {
            let chunk = match self.reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(_) => &[],
            };
            if chunk.is_empty() {
                let end = if state.is_quoted() { End::Open } else { End::Row };
                return is_any.then(|| state.finish(end));
            }
            is_any = true;
            let mut used = 0;
            let mut is_done = false;
            for byte in chunk {
                used += 1;
                if *byte == self.line_end {
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
            let at = chunk.iter().position(|byte| *byte == self.line_end);
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
            if !self.has_short && self.quotes == Quotes::Open {
                self.has_short = true;
                let message = format!(
                    "a row has {} cells where the header has {width}; missing cells are empty",
                    cells.len()
                );
                self.odd_notes.push((line, "row-shorter-than-header", message));
            }
            cells.resize(width, String::new());
        } else if cells.len() > width && !self.has_long && self.quotes == Quotes::Open {
            self.has_long = true;
            if cells[width..].iter().any(|cell| !cell.trim().is_empty()) {
                let message = format!("a row has {} cells where the header has {width}", cells.len());
                self.odd_notes.push((line, "row-longer-than-header", message));
            }
        }
    }
}

/// Which headers stand over several columns; one of them may have been meant to be another.
pub(super) fn repeated(header: &[String]) -> Option<String> {
    let mut columns: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, name) in header.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        columns.entry(name).or_default().push(index + 1);
    }
    columns.retain(|_, places| places.len() > 1);
    let listed = |(name, places): (&&str, &Vec<usize>)| {
        let places: Vec<String> = places.iter().take(8).map(ToString::to_string).collect();
        format!("`{}` over the columns {}", cut(name), places.join(", "))
    };
    let told: Vec<String> = columns.iter().take(8).map(listed).collect();
    (!told.is_empty()).then(|| {
        format!(
            "the header has {}; every column is kept, but one may have been meant to bear another name",
            told.join("; ")
        )
    })
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

#[cfg(test)]
mod tests;
