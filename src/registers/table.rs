//! A register as delimited text: headers in any order, extra columns left alone, every mistake collected.

use std::{collections::BTreeMap, fs, io, path::Path};

use chrono_tz::Tz;
use csv::{ReaderBuilder, StringRecord};

use super::{RegisterRow, Validity};
use crate::config::{
    local_time::{Edge, parse_moment},
    problem::{Problem, expected_one_of, nearest},
};
use crate::records::Instant;

/// What a register file must and may hold.
pub(super) struct Columns {
    /// Headers without which the file says nothing.
    pub(super) required: &'static [&'static str],
    /// Headers that are understood where present.
    pub(super) optional: &'static [&'static str],
}

/// The rows of a register file that parsed as delimited text.
pub(super) struct Table {
    file: String,
    columns: BTreeMap<String, usize>,
    records: Vec<(u64, StringRecord)>,
}

/// The cells of one row; reading a bad one adds a problem and gives an empty value.
pub(super) struct Cells<'a> {
    table: &'a Table,
    line: u64,
    record: &'a StringRecord,
    zone: Tz,
    problems: &'a mut Vec<Problem>,
}

/// Reads a register file. `Ok(None)` when it is absent; problems of its shape are added to the list.
///
/// # Errors
/// The file is there and cannot be read.
pub(super) fn read(
    folder: &Path,
    file: &str,
    columns: &Columns,
    problems: &mut Vec<Problem>,
) -> io::Result<Option<Table>> {
    let bytes = match fs::read(folder.join(file)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(parse(file, text.trim_start_matches('\u{feff}'), columns, problems))),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..good].split(|byte| *byte == b'\n').count() as u64;
            let problem = Problem::at_line(file, line, "found bytes that are no UTF-8");
            problems.push(problem.with_hint("save the register as `CSV UTF-8`"));
            Ok(Some(Table { file: file.to_owned(), columns: BTreeMap::new(), records: Vec::new() }))
        }
    }
}

/// Cuts the text of a register into rows. Lines that start with `#` and empty lines are skipped.
pub(super) fn parse(file: &str, text: &str, columns: &Columns, problems: &mut Vec<Problem>) -> Table {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .delimiter(delimiter_of(text))
        .from_reader(text.as_bytes());
    let mut table = Table { file: file.to_owned(), columns: BTreeMap::new(), records: Vec::new() };
    let mut header = None;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                problems.push(Problem::at_line(file, line, format!("cannot be read as CSV: {error}")));
                continue;
            }
        };
        let line = record.position().map_or(0, |at| line_at(text, at.byte(), at.line()));
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let Some(width) = header else {
            header = Some(record.len());
            table.columns = read_header(file, line, &record, columns, problems);
            continue;
        };
        if record.iter().skip(width).any(|cell| !cell.trim().is_empty()) {
            let message = format!("found {} cells, expected {width} as in the header", record.len());
            let hint = "put cells that hold the separator into double quotes";
            problems.push(Problem::at_line(file, line, message).with_hint(hint));
        }
        table.records.push((line, record));
    }
    if header.is_none() {
        let message = format!("found no header, expected {}", columns.required.join(", "));
        problems.push(Problem::at_line(file, 0, message));
    }
    table
}

/// The separator of the header line: Excel writes `;` in half of Europe.
fn delimiter_of(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default();
    let count = |separator: char| header.matches(separator).count();
    let (commas, semicolons, tabs) = (count(','), count(';'), count('\t'));
    if semicolons > commas && semicolons >= tabs {
        b';'
    } else if tabs > commas {
        b'\t'
    } else {
        b','
    }
}

/// The line a record starts on: the CSV reader gives the place before the comments and empty lines it skips.
fn line_at(text: &str, byte: u64, line: u64) -> u64 {
    let rest = usize::try_from(byte).ok().and_then(|start| text.get(start..)).unwrap_or_default();
    let skipped = rest
        .split('\n')
        .take_while(|line| line.trim_end_matches('\r').is_empty() || line.starts_with('#'))
        .count();
    line + skipped as u64
}

/// Columns by header, and what is wrong with the header.
fn read_header(
    file: &str,
    line: u64,
    record: &StringRecord,
    columns: &Columns,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, usize> {
    let known: Vec<&str> = columns.required.iter().chain(columns.optional).copied().collect();
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for (index, cell) in record.iter().enumerate() {
        let name = cell.trim().to_lowercase();
        if known.contains(&name.as_str()) && found.contains_key(&name) {
            problems.push(Problem::at_line(
                file,
                line,
                format!("header `{name}` stands twice, expected it once"),
            ));
        }
        found.entry(name).or_insert(index);
    }
    let strangers: Vec<&str> =
        found.keys().map(String::as_str).filter(|name| !name.is_empty() && !known.contains(name)).collect();
    for name in &known {
        if found.contains_key(*name) {
            continue;
        }
        let near = nearest(name, &strangers);
        if columns.required.contains(name) {
            let listed: Vec<&str> = record.iter().map(str::trim).collect();
            let mut problem = Problem::at_line(file, line, format!("header `{name}` is missing"));
            problem.hint = Some(match near {
                Some(near) => format!("the nearest header found is `{near}`; rename it to `{name}`"),
                None => format!("found the headers {}", listed.join(", ")),
            });
            problems.push(problem);
        } else if let Some(near) = near.filter(|near| is_slip(near, name)) {
            // A misspelt optional header would silently turn off what rests on it.
            let message = format!("unknown header `{near}`");
            problems.push(Problem::at_line(file, line, message).with_hint(format!("did you mean `{name}`?")));
        }
    }
    found
}

/// Whether a header is so near to a known one that it cannot be meant as an extra column.
fn is_slip(found: &str, known: &str) -> bool {
    strsim::damerau_levenshtein(found, known) <= if known.len() < 6 { 1 } else { 2 }
}

impl Table {
    /// Turns every row into a value. Rows that give `None` have added a problem.
    pub(super) fn rows<T>(
        &self,
        zone: Tz,
        problems: &mut Vec<Problem>,
        mut read: impl FnMut(&mut Cells<'_>) -> Option<T>,
    ) -> Vec<T> {
        let mut values = Vec::new();
        for (line, record) in &self.records {
            let mut cells = Cells { table: self, line: *line, record, zone, problems };
            values.extend(read(&mut cells));
        }
        values
    }

    /// Whether the file has this column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }
}

impl Cells<'_> {
    /// Where the row stands.
    pub(super) fn row(&self) -> RegisterRow {
        RegisterRow { file: self.table.file.clone(), line: self.line }
    }

    /// Adds a mistake of this row.
    pub(super) fn problem(&mut self, message: String, hint: Option<String>) {
        let mut problem = Problem::at_line(&self.table.file, self.line, message);
        problem.hint = hint;
        self.problems.push(problem);
    }

    /// The trimmed text of a cell; `None` when it is empty or the column is absent.
    pub(super) fn text(&self, column: &str) -> Option<String> {
        let index = *self.table.columns.get(column)?;
        let cell = self.record.get(index)?.trim();
        (!cell.is_empty()).then(|| cell.to_owned())
    }

    /// The trimmed text, empty where there is none.
    pub(super) fn or_empty(&self, column: &str) -> String {
        self.text(column).unwrap_or_default()
    }

    /// The text of a cell that must not be empty.
    pub(super) fn required(&mut self, column: &str) -> Option<String> {
        let text = self.text(column);
        if text.is_none() && self.table.has(column) {
            self.problem(format!("`{column}` is empty, expected a value"), None);
        }
        text
    }

    /// One of a closed list, compared without regard to case and with blanks as underscores.
    pub(super) fn word(&mut self, column: &str, known: &[&str]) -> Option<String> {
        let found = self.text(column)?;
        let folded = found.to_lowercase().replace([' ', '-'], "_");
        if let Some(word) = known.iter().find(|word| **word == folded) {
            return Some((*word).to_owned());
        }
        self.problem(format!("`{column}` is `{found}`"), Some(expected_one_of(&folded, known)));
        None
    }

    /// A word of a closed list that must not be absent.
    pub(super) fn required_word(&mut self, column: &str, known: &[&str]) -> Option<String> {
        self.required(column)?;
        self.word(column, known)
    }

    /// A date or time that must not be absent.
    pub(super) fn required_moment(&mut self, column: &str, edge: Edge) -> Option<Instant> {
        self.required(column)?;
        self.moment(column, edge)
    }

    /// Yes or no; empty is no.
    pub(super) fn flag(&mut self, column: &str) -> bool {
        let Some(found) = self.text(column) else { return false };
        match found.to_lowercase().as_str() {
            "yes" | "y" | "true" | "1" | "x" => true,
            "no" | "n" | "false" | "0" => false,
            _ => {
                self.problem(format!("`{column}` is `{found}`, expected `yes` or `no`"), None);
                false
            }
        }
    }

    /// A date or time in the organisation's zone.
    pub(super) fn moment(&mut self, column: &str, edge: Edge) -> Option<Instant> {
        let found = self.text(column)?;
        match parse_moment(&found, self.zone, edge) {
            Ok(at) => Some(at),
            Err(message) => {
                self.problem(format!("`{column}`: {message}"), None);
                None
            }
        }
    }

    /// A half-open stretch from two columns; a date without time in the second includes that day.
    pub(super) fn validity(&mut self, from: &str, to: &str) -> Validity {
        let validity = Validity { from: self.moment(from, Edge::Start), to: self.moment(to, Edge::End) };
        if let (Some(start), Some(end)) = (validity.from, validity.to)
            && end <= start
        {
            let (start, end) = (self.or_empty(from), self.or_empty(to));
            self.problem(format!("`{to}` `{end}` is not after `{from}` `{start}`"), None);
        }
        validity
    }

    /// The parts of a cell separated by `;`.
    pub(super) fn list(&self, column: &str) -> Vec<String> {
        let text = self.or_empty(column);
        text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
