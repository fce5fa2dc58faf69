//! A register as delimited text: headers in any order, extra columns left alone, every mistake collected.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use csv::{ReaderBuilder, StringRecord};

use super::cells::Cells;
use crate::config::problem::{Problem, nearest};

/// What a register file must and may hold.
pub(super) struct Columns {
    /// Headers without which the file says nothing.
    pub(super) required: &'static [&'static str],
    /// Headers of which at least one must be there, or no row can be recognised; empty where none is needed.
    pub(super) any_of: &'static [&'static str],
    /// Headers that are understood where present.
    pub(super) optional: &'static [&'static str],
    /// Whether `Action ID` and `action-id` mean `action_id`: sheets go through many hands and programs.
    pub(super) is_loose: bool,
}

impl Columns {
    /// The known header that a cell of the header line means, else its text in lower case.
    pub(super) fn named(&self, cell: &str) -> String {
        let exact = cell.trim().to_lowercase();
        let mut known = self.required.iter().chain(self.optional);
        let meant = known.find(|name| self.is_loose && bare(name) == bare(&exact));
        meant.map_or(exact, |name| (*name).to_owned())
    }
}

/// A header without what people and programs put between its words.
fn bare(header: &str) -> String {
    header.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-')).collect()
}

/// The rows of a register file that parsed as delimited text.
pub(super) struct Table {
    pub(super) file: String,
    pub(super) columns: BTreeMap<String, usize>,
    /// Rows that cannot be used as they stand: with more or fewer cells than the header, or formulas without values.
    pub(super) unsound: Vec<Problem>,
    records: Vec<(u64, StringRecord)>,
}

/// The table of a register file's bytes; problems of its shape are added to the list.
pub(super) fn of_bytes(file: &str, bytes: Vec<u8>, columns: &Columns, problems: &mut Vec<Problem>) -> Table {
    match String::from_utf8(bytes) {
        Ok(text) => parse(file, text.trim_start_matches('\u{feff}'), columns, problems),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..good].split(|byte| *byte == b'\n').count() as u64;
            let problem = Problem::at_line(file, line, "found bytes that are no UTF-8");
            problems.push(problem.with_hint("save the register as `CSV UTF-8`"));
            Table::nothing(file)
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
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, |at| line_at(text, at.byte(), at.line()));
                rows.push((line, record));
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                problems.push(Problem::at_line(file, line, format!("cannot be read as CSV: {error}")));
            }
        }
    }
    of_rows(file, rows, columns, problems)
}

/// The table of these rows, each with its line; the first that is not empty is the header.
pub(super) fn of_rows(
    file: &str,
    rows: Vec<(u64, StringRecord)>,
    columns: &Columns,
    problems: &mut Vec<Problem>,
) -> Table {
    let mut table = Table::nothing(file);
    let mut header: Option<StringRecord> = None;
    for (line, record) in rows {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let Some(header) = &header else {
            table.columns = read_header(file, line, &record, columns, problems);
            header = Some(record);
            continue;
        };
        table.unsound.extend(ragged(file, line, header, &record));
        table.records.push((line, record));
    }
    if header.is_none() {
        let hint = "write the header line first; rows may follow later. Delete the file if this register is not kept";
        problems.push(Problem::at_line(file, 0, no_header(columns)).with_hint(hint));
    }
    table
}

/// What a file without a header line lacks.
fn no_header(columns: &Columns) -> String {
    let mut expected = columns.required.join(", ");
    if !columns.any_of.is_empty() {
        let and = if expected.is_empty() { "" } else { " and " };
        expected = format!("{expected}{and}at least one of {}", columns.any_of.join(", "));
    }
    format!("found no header, expected {expected}")
}

/// What is wrong with the number of cells in a row, if anything is.
fn ragged(file: &str, line: u64, header: &StringRecord, record: &StringRecord) -> Option<Problem> {
    let (found, width) = (record.len(), header.len());
    let counts = format!("found {found} cells, expected {width} as in the header");
    if record.iter().skip(width).any(|cell| !cell.trim().is_empty()) {
        let hint = "put cells that hold the separator into double quotes";
        return Some(Problem::at_line(file, line, counts).with_hint(hint));
    }
    // Without its separators nobody can tell an empty cell from one that was cut off.
    let missing = header.iter().skip(found).map(str::trim).find(|name| !name.is_empty())?;
    let message = format!("{counts}; the first one missing is `{missing}`");
    let hint = "write the separators of empty cells too, and put cells over several lines into double quotes";
    Some(Problem::at_line(file, line, message).with_hint(hint))
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
        let name = columns.named(cell);
        if let Some(first) = found.get(&name).filter(|_| known.contains(&name.as_str())) {
            let (first, second) = (record.get(*first).unwrap_or_default().trim(), cell.trim());
            let message = if first.eq_ignore_ascii_case(second) {
                format!("header `{name}` stands twice, expected it once")
            } else {
                format!("the headers `{first}` and `{second}` both mean `{name}`, expected one of them")
            };
            problems.push(Problem::at_line(file, line, message));
        }
        found.entry(name).or_insert(index);
    }
    let strangers: Vec<&str> =
        found.keys().map(String::as_str).filter(|name| !name.is_empty() && !known.contains(name)).collect();
    missing_headers(file, line, record, columns, &strangers, &found, problems);
    found
}

/// Known headers that are not there: those that must be, and misspelt ones.
fn missing_headers(
    file: &str,
    line: u64,
    record: &StringRecord,
    columns: &Columns,
    strangers: &[&str],
    found: &BTreeMap<String, usize>,
    problems: &mut Vec<Problem>,
) {
    let listed: Vec<&str> = record.iter().map(str::trim).collect();
    let advice = |name: &str| {
        nearest_header(name, strangers)
            .map(|near| format!("the nearest header found is `{near}`; rename it to `{name}`"))
    };
    let all = || format!("found the headers {}", listed.join(", "));
    for name in columns.required.iter().filter(|name| !found.contains_key(**name)) {
        let problem = Problem::at_line(file, line, format!("header `{name}` is missing"));
        problems.push(problem.with_hint(advice(name).unwrap_or_else(all)));
    }
    for name in columns.optional.iter().filter(|name| !found.contains_key(**name)) {
        // A misspelt optional header would silently turn off what rests on it.
        if let Some(near) = nearest(name, strangers).filter(|near| is_slip(near, name)) {
            let message = format!("unknown header `{near}`");
            problems.push(Problem::at_line(file, line, message).with_hint(format!("did you mean `{name}`?")));
        }
    }
    if !columns.any_of.is_empty() && columns.any_of.iter().all(|name| !found.contains_key(*name)) {
        let message = format!(
            "found no column by which a row can be recognised, expected at least one of {}",
            columns.any_of.join(", ")
        );
        let advice = columns.any_of.iter().find_map(|name| advice(name));
        problems.push(Problem::at_line(file, line, message).with_hint(advice.unwrap_or_else(all)));
    }
}

/// The header that most likely means a known one: by few slips, or because one holds the other (`Serial Number`).
fn nearest_header<'a>(name: &str, strangers: &[&'a str]) -> Option<&'a str> {
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let wanted = bare(name);
    nearest(name, strangers).or_else(|| {
        strangers.iter().copied().find(|stranger| {
            let found = bare(stranger);
            found.len() > 3 && (found.contains(&wanted) || wanted.contains(&found))
        })
    })
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

    /// A table without rows, of a file of which nothing could be read.
    pub(super) fn nothing(file: &str) -> Self {
        Self { file: file.to_owned(), columns: BTreeMap::new(), unsound: Vec::new(), records: Vec::new() }
    }

    /// The trimmed text of a cell in the row that starts on a line.
    pub(super) fn text_at(&self, line: u64, column: &str) -> Option<String> {
        let index = *self.columns.get(column)?;
        let (_, record) = self.records.iter().find(|(start, _)| *start == line)?;
        Some(record.get(index)?.trim().to_owned())
    }

    /// Whether the file has this column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
