//! Cuts JSON in any container into rows: lines, arrays, envelopes, pages one after the other, arrays of pages.

mod document;

use std::io::Read;

use serde_json::Value;

use super::{
    announced::Announced,
    bytes::Decoded,
    json_bytes::JsonBytes,
    lean_json,
    rows::{Cut, Damage, RowData, Rows},
};

/// Keys under which envelopes hold their rows.
const ENVELOPE_KEYS: [&str; 8] =
    ["results", "result", "records", "value", "tickets", "issues", "Report_Entry", "worker"];

/// Keys under which envelopes announce how many rows there are in all pages together.
const TOTAL_KEYS: [&str; 4] = ["totalCount", "total_count", "total", "@odata.count"];

/// What encloses the next row.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// An array of rows, or of pages.
    Array,
    /// The array of an envelope: its elements are rows.
    Inner,
    /// The members of an envelope.
    Envelope,
}

/// What stands around the rows of a file.
#[derive(Default)]
pub(super) struct Around {
    /// Keys of the envelopes.
    envelope: Vec<String>,
    /// The largest number of rows they announce.
    announced: Option<u64>,
}

/// The rows of a JSON file.
pub(super) struct JsonRows {
    bytes: JsonBytes,
    limit: usize,
    open: Vec<Place>,
    /// One complete object per line.
    by_line: bool,
    around: Around,
    /// Rows so far.
    rows: u64,
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
            .is_ok_and(|value| value.is_object() && envelope_key(&value).is_none());
        seen.extend(line);
        seen.extend(self.bytes.bump_line_feed());
        is_row
    }

    /// The number of a row among those that start on its line: whoever opens the file counts there.
    fn number(&mut self, line: u64) -> u32 {
        let before = if self.counted.0 == line { self.counted.1 } else { 0 };
        self.counted = (line, before + 1);
        self.rows += 1;
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
            cut_line(&line, start, self.limit, &mut self.around, &mut cuts);
            self.rows += cuts.len() as u64;
            self.ready.extend(cuts);
        }
    }
}

/// The row of a line that holds one object and no envelope, without the members that its reader never looks at.
pub(super) fn lean_row(line: &[u8], unused: &'static [&'static str]) -> Option<Value> {
    lean_json::object(line, unused).filter(|value| envelope_key(value).is_none())
}

/// The rows of one line, which stands on line `start` of the file. A line usually holds one object; pages and
/// several documents on one line are opened too, and their rows numbered.
pub(super) fn cut_line(line: &[u8], start: u64, limit: usize, around: &mut Around, cuts: &mut Vec<Cut>) {
    if line.len() > limit {
        cuts.push(Cut { line: start, item: 0, data: Err(too_long(limit, line)) });
        return;
    }
    if line.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0x1e) {
        return;
    }
    let text = line.strip_prefix(&[0x1e]).unwrap_or(line);
    if let Ok(value @ Value::Object(_)) = serde_json::from_slice::<Value>(text)
        && envelope_key(&value).is_none()
    {
        cuts.push(Cut { line: start, item: 0, data: Ok(RowData::Json(value)) });
        return;
    }
    let mut item = 0;
    for document in serde_json::Deserializer::from_slice(text).into_iter::<Value>() {
        match document {
            Ok(value) => {
                for row in rows_of(value, around) {
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
}

/// The rows in a value: its own, or those of the pages in it.
fn rows_of(value: Value, around: &mut Around) -> Vec<Value> {
    let key = envelope_key(&value);
    match (key, value) {
        (Some(key), Value::Object(mut object)) => {
            for (name, value) in &object {
                remember(&mut around.envelope, name);
                if is_total_key(name) {
                    around.announced = around.announced.max(value.as_u64());
                }
            }
            match object.remove(key) {
                Some(Value::Array(rows)) => rows,
                _ => Vec::new(),
            }
        }
        (_, Value::Array(values)) => values.into_iter().flat_map(|value| rows_of(value, around)).collect(),
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
        self.around.announced.map(|total| Announced { total, rows: self.rows })
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

fn is_total_key(key: &str) -> bool {
    TOTAL_KEYS.contains(&key)
}

/// A total as it stands in the text.
fn total(text: &[u8]) -> Option<u64> {
    std::str::from_utf8(text).ok()?.trim().parse().ok()
}

fn is_envelope_key(key: &str) -> bool {
    ENVELOPE_KEYS.contains(&key)
}

/// The key whose array holds the rows, if the value is an envelope.
fn envelope_key(value: &Value) -> Option<&'static str> {
    let object = value.as_object()?;
    ENVELOPE_KEYS.into_iter().find(|key| {
        object
            .get(*key)
            .and_then(Value::as_array)
            .is_some_and(|rows| rows.first().is_none_or(Value::is_object))
    })
}

fn remember(keys: &mut Vec<String>, key: &str) {
    if keys.len() < 64 && !keys.iter().any(|known| known == key) {
        keys.push(key.to_owned());
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
