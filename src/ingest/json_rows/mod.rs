//! Cuts JSON in any container into rows: lines, arrays, envelopes, pages one after the other, arrays of pages.

mod document;
mod envelope;

use std::io::Read;

use serde_json::Value;

pub(super) use self::envelope::Around;
use self::envelope::{is_list_key, is_page_key, row_keys, tells};
use super::{
    announced::Announced,
    bytes::Decoded,
    json_bytes::JsonBytes,
    lean_json,
    rows::{Cut, Damage, RowData, Rows},
};

/// What encloses the next row.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// An array of rows, or of pages.
    Array,
    /// The array of an envelope: its elements are rows.
    Inner,
    /// An array of a page that stands beside its rows; its elements are rows of their own.
    Beside,
    /// The members of an envelope.
    Envelope,
    /// The members of a page of a helpdesk, all lists of which are rows.
    Page,
}

/// The rows of a JSON file.
pub(super) struct JsonRows {
    bytes: JsonBytes,
    limit: usize,
    open: Vec<Place>,
    /// One complete object per line.
    by_line: bool,
    around: Around,
    /// Rows so far, and rows of the lists that stand beside them.
    rows: u64,
    beside: u64,
    /// The line the last row started on, and how many rows started on it.
    counted: (u64, u32),
    was_damaged: bool,
    /// Whoever asks for rows parses them.
    leaves_unparsed: bool,
    ready: std::collections::VecDeque<Cut>,
    unfinished: Option<String>,
}

impl JsonRows {
    /// `limit` is the longest accepted row in bytes.
    pub(super) fn new(bytes: Decoded, limit: usize) -> Self {
        let mut bytes = JsonBytes::new(bytes);
        bytes.skip_blank(false);
        let mut rows = Self {
            bytes,
            limit,
            open: Vec::new(),
            by_line: false,
            around: Around::default(),
            rows: 0,
            beside: 0,
            counted: (0, 0),
            was_damaged: false,
            leaves_unparsed: false,
            ready: std::collections::VecDeque::new(),
            unfinished: None,
        };
        rows.by_line = rows.starts_with_a_complete_line();
        rows
    }

    /// Whether every line is a row: the first one is a whole object rather than an envelope, or it is damaged and
    /// two such lines follow, which no document has without a comma between them.
    fn starts_with_a_complete_line(&mut self) -> bool {
        if self.bytes.peek() != Some(b'{') {
            return false;
        }
        let mut seen = Vec::new();
        let is_row = self.is_row(&mut seen) || (self.is_row(&mut seen) && self.is_row(&mut seen));
        self.bytes.put_back(seen);
        is_row
    }

    /// Whether the next line that is not blank is a row; it is added to what was seen.
    fn is_row(&mut self, seen: &mut Vec<u8>) -> bool {
        let mut line = Vec::new();
        while line.trim_ascii().is_empty() && self.bytes.peek().is_some() {
            seen.append(&mut line);
            self.bytes.line_bytes(&mut line, self.limit);
            if line.trim_ascii().is_empty() {
                line.extend(self.bytes.bump_line_feed());
            }
        }
        let is_row = serde_json::from_slice::<Value>(&line)
            .is_ok_and(|value| value.is_object() && row_keys(&value).is_none());
        seen.extend(line);
        seen.extend(self.bytes.bump_line_feed());
        is_row
    }

    /// The number of a row among those that start on its line: whoever opens the file counts there.
    fn number(&mut self, line: u64) -> u32 {
        let before = if self.counted.0 == line { self.counted.1 } else { 0 };
        self.counted = (line, before + 1);
        match self.open.last() {
            Some(Place::Beside) => self.beside += 1,
            _ => self.rows += 1,
        }
        before + 1
    }

    /// The next line and the rows on it.
    fn next_line(&mut self) -> Option<Cut> {
        loop {
            if let Some(cut) = self.ready.pop_front() {
                return Some(cut);
            }
            self.bytes.peek()?;
            let start = self.bytes.line;
            let mut line = Vec::new();
            self.bytes.line_bytes(&mut line, self.limit);
            self.bytes.skip_line();
            let mut cuts = Vec::new();
            let beside = cut_line(&line, start, self.limit, &mut self.around, &mut cuts);
            self.beside += beside;
            self.rows += cuts.len() as u64 - beside;
            self.ready.extend(cuts);
        }
    }
}

/// The row of a line that holds one object and no envelope, without the members that its reader never looks at.
pub(super) fn lean_row(line: &[u8], unused: &'static [&'static str]) -> Option<Value> {
    lean_json::object(line, unused).filter(|value| row_keys(value).is_none())
}

/// The rows of one line, which stands on line `start` of the file. A line usually holds one object; pages and
/// several documents on one line are opened too, and their rows numbered. Gives the number of rows of lists that
/// stand beside other rows.
pub(super) fn cut_line(
    line: &[u8],
    start: u64,
    limit: usize,
    around: &mut Around,
    cuts: &mut Vec<Cut>,
) -> u64 {
    if line.len() > limit {
        cuts.push(Cut { line: start, item: 0, data: Err(too_long(limit, line)) });
        return 0;
    }
    if line.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0x1e) {
        return 0;
    }
    let text = line.strip_prefix(&[0x1e]).unwrap_or(line);
    if let Ok(value @ Value::Object(_)) = serde_json::from_slice::<Value>(text)
        && row_keys(&value).is_none()
    {
        cuts.push(Cut { line: start, item: 0, data: Ok(RowData::Json(value)) });
        return 0;
    }
    let mut item = 0;
    let mut beside = 0;
    for document in serde_json::Deserializer::from_slice(text).into_iter::<Value>() {
        match document {
            Ok(value) => {
                for row in rows_of(value, around, &mut beside) {
                    item += 1;
                    cuts.push(Cut { line: start, item, data: Ok(RowData::Json(row)) });
                }
            }
            Err(error) => {
                let damage = Damage::new(not_json_line(&error), line);
                cuts.push(Cut { line: start, item: 0, data: Err(damage) });
            }
        }
    }
    beside
}

/// The rows in a value: its own, or those of the pages in it; `beside` counts those of lists beside others.
fn rows_of(value: Value, around: &mut Around, beside: &mut u64) -> Vec<Value> {
    let keys = row_keys(&value);
    match (keys, value) {
        (Some(keys), Value::Object(mut object)) => {
            let is_page = keys.first().is_some_and(|key| is_page_key(key));
            for (name, value) in &object {
                around.remember(name);
                if !value.is_array() && !value.is_object() {
                    around.told(tells(name), is_page, value.to_string().as_bytes());
                }
            }
            let mut all = Vec::new();
            for (number, key) in keys.iter().enumerate() {
                if let Some(Value::Array(rows)) = object.remove(key) {
                    *beside += if number > 0 { rows.len() as u64 } else { 0 };
                    all.extend(rows);
                }
            }
            all
        }
        (_, Value::Array(values)) => {
            values.into_iter().flat_map(|value| rows_of(value, around, beside)).collect()
        }
        (_, value) => vec![value],
    }
}

/// A row that is longer than allowed.
pub(super) fn too_long(limit: usize, text: &[u8]) -> Damage {
    Damage::new(format!("longer than {} MiB, the longest accepted row (`max_line_mb`)", limit >> 20), text)
}

impl Rows for JsonRows {
    fn next_row(&mut self) -> Option<Cut> {
        if self.by_line { self.next_line() } else { self.next_in_document() }
    }

    fn next_unparsed(&mut self) -> Option<Cut> {
        self.leaves_unparsed = true;
        self.next_row()
    }

    fn envelope(&self) -> Vec<String> {
        self.around.envelope.clone()
    }

    fn announced(&self) -> Option<Announced> {
        // A page without tickets is one of what else it lists.
        let rows = if self.rows > 0 { self.rows } else { self.beside };
        let is_later_page = self.around.later_page && !self.around.first_page;
        self.around.announced.map(|total| Announced { total, rows, is_later_page })
    }

    fn unfinished(&self) -> Option<String> {
        self.unfinished.clone()
    }

    fn take_lines(&mut self) -> Option<(Box<dyn Read + '_>, u64)> {
        if !self.by_line || !self.ready.is_empty() {
            return None;
        }
        // Lines that are rows have no envelope that could announce them all.
        self.around.announced = None;
        let line = self.bytes.line;
        Some((self.bytes.rest(), line))
    }
}

/// The parser's reason with the column; the line is the row's own.
fn not_json_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let reason = text.split(" at line ").next().unwrap_or(&text);
    format!("not valid JSON, column {}: {reason}", error.column())
}

/// The value of a row that was cut out of a document.
pub(super) fn parse(text: &[u8], line: u64) -> Result<Value, Damage> {
    serde_json::from_slice(text).map_err(|error| Damage::new(not_json(&error, line), text))
}

/// The parser's reason with the line of the file instead of the line of the row.
fn not_json(error: &serde_json::Error, start: u64) -> String {
    let text = error.to_string();
    let reason = text.split(" at line ").next().unwrap_or(&text);
    let line = start + (error.line() as u64).saturating_sub(1);
    format!("not valid JSON at line {line}, column {}: {reason}", error.column())
}

#[cfg(test)]
mod tests;
