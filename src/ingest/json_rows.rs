//! Cuts JSON in any container into rows: lines, arrays, envelopes, pages one after the other, arrays of pages.

use serde_json::Value;

use super::{
    bytes::Decoded,
    json_bytes::{Fault, JsonBytes},
    rows::{Cut, Damage, RowData, Rows},
};

/// Keys under which envelopes hold their rows.
const ENVELOPE_KEYS: [&str; 7] =
    ["results", "result", "records", "value", "tickets", "issues", "Report_Entry"];

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

/// The rows of a JSON file.
pub(super) struct JsonRows {
    bytes: JsonBytes,
    limit: usize,
    open: Vec<Place>,
    /// One complete object per line.
    by_line: bool,
    envelope: Vec<String>,
    rows: u32,
    was_damaged: bool,
    ready: std::collections::VecDeque<Cut>,
    unfinished: Option<String>,
}

impl JsonRows {
    /// `limit` is the longest accepted row in bytes.
    pub fn new(bytes: Decoded, limit: usize) -> Self {
        let mut bytes = JsonBytes::new(bytes);
        bytes.skip_blank(false);
        let mut rows = Self {
            bytes,
            limit,
            open: Vec::new(),
            by_line: false,
            envelope: Vec::new(),
            rows: 0,
            was_damaged: false,
            ready: std::collections::VecDeque::new(),
            unfinished: None,
        };
        rows.by_line = rows.starts_with_a_complete_line();
        rows
    }

    /// Whether the first line is a whole object that is a row rather than an envelope.
    fn starts_with_a_complete_line(&mut self) -> bool {
        if self.bytes.peek() != Some(b'{') {
            return false;
        }
        let mut line = Vec::new();
        self.bytes.line_bytes(&mut line, self.limit);
        let is_row = serde_json::from_slice::<Value>(&line).is_ok_and(|value| envelope_key(&value).is_none());
        self.bytes.put_back(line);
        is_row
    }

    fn number(&mut self) -> u32 {
        self.rows += 1;
        self.rows
    }

    fn too_long(&self, text: &[u8]) -> Damage {
        Damage::new(
            format!("longer than {} MiB, the longest accepted row (`max_line_mb`)", self.limit >> 20),
            text,
        )
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
            if line.len() > self.limit {
                self.number();
                return Some(Cut { line: start, item: 0, data: Err(self.too_long(&line)) });
            }
            if line.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0x1e) {
                continue;
            }
            self.cut_line(&line, start);
        }
    }

    /// A line usually holds one object; pages and several documents on one line are opened too.
    fn cut_line(&mut self, line: &[u8], start: u64) {
        let text = line.strip_prefix(&[0x1e]).unwrap_or(line);
        if let Ok(value @ Value::Object(_)) = serde_json::from_slice::<Value>(text)
            && envelope_key(&value).is_none()
        {
            self.number();
            self.ready.push_back(Cut { line: start, item: 0, data: Ok(RowData::Json(value)) });
            return;
        }
        for document in serde_json::Deserializer::from_slice(text).into_iter::<Value>() {
            match document {
                Ok(value) => {
                    for row in self.rows_of(value) {
                        let item = self.number();
                        self.ready.push_back(Cut { line: start, item, data: Ok(RowData::Json(row)) });
                    }
                }
                Err(error) => {
                    self.number();
                    let damage = Damage::new(not_json(&error, start), line);
                    self.ready.push_back(Cut { line: start, item: 0, data: Err(damage) });
                }
            }
        }
    }

    fn rows_of(&mut self, value: Value) -> Vec<Value> {
        let key = envelope_key(&value);
        match (key, value) {
            (Some(key), Value::Object(mut object)) => {
                for name in object.keys() {
                    remember(&mut self.envelope, name);
                }
                match object.remove(key) {
                    Some(Value::Array(rows)) => rows,
                    _ => Vec::new(),
                }
            }
            (_, Value::Array(values)) => values.into_iter().flat_map(|value| self.rows_of(value)).collect(),
            (_, value) => vec![value],
        }
    }

    /// The next row of a document.
    fn next_in_document(&mut self) -> Option<Cut> {
        loop {
            self.bytes.skip_blank(true);
            let Some(byte) = self.bytes.peek() else {
                if let Some(place) = self.open.pop() {
                    self.open.clear();
                    let what = if place == Place::Envelope { "an object" } else { "an array" };
                    self.unfinished =
                        Some(format!("ends on line {} inside {what} that is never closed", self.bytes.line));
                }
                return None;
            };
            let cut = match (self.open.last().copied(), byte) {
                (Some(Place::Array | Place::Inner), b']') | (Some(Place::Envelope), b'}') => {
                    self.bytes.bump();
                    self.open.pop();
                    None
                }
                (Some(Place::Envelope), _) => self.member(),
                (None | Some(Place::Array), b'[') if self.open.len() < 8 => {
                    self.bytes.bump();
                    self.open.push(Place::Array);
                    None
                }
                (None | Some(Place::Array), b'{') => self.object(),
                (None, b']' | b'}') if self.was_damaged => {
                    self.bytes.bump();
                    None
                }
                _ => self.plain_row(),
            };
            if cut.is_some() {
                return cut;
            }
        }
    }

    /// An element that cannot be an envelope.
    fn plain_row(&mut self) -> Option<Cut> {
        let (line, indent) = (self.bytes.line, self.bytes.indent());
        self.bytes.begin_row();
        let mut text = Vec::new();
        let walked = self.bytes.value(&mut text, self.limit);
        Some(self.settle(line, indent, text, walked))
    }

    /// A member of an envelope: its key is kept, its value skipped unless it holds the rows.
    fn member(&mut self) -> Option<Cut> {
        let (line, indent) = (self.bytes.line, self.bytes.indent());
        let mut text = Vec::new();
        let walked = self.member_head(&mut text).and_then(|key| {
            if is_envelope_key(&key) && self.bytes.peek() == Some(b'[') {
                self.bytes.bump();
                self.open.push(Place::Inner);
                return Ok(());
            }
            match self.bytes.value(&mut Vec::new(), 0) {
                Err(Fault::TooLong) => Ok(()),
                walked => walked,
            }
        });
        walked.err().map(|fault| {
            self.open.pop();
            self.settle(line, indent, text, Err(fault))
        })
    }

    /// The key of a member up to its value; the key is remembered, its text appended to `text`.
    fn member_head(&mut self, text: &mut Vec<u8>) -> Result<String, Fault> {
        if self.bytes.peek() != Some(b'"') {
            return Err(Fault::Odd("no `\"` where a key should begin".to_owned()));
        }
        let mut raw = Vec::new();
        self.bytes.value(&mut raw, self.limit)?;
        text.extend_from_slice(&raw);
        let key: String = serde_json::from_slice(&raw).map_err(|error| Fault::Odd(error.to_string()))?;
        self.blanks(text);
        if self.bytes.peek() != Some(b':') {
            return Err(Fault::Odd(format!("no `:` after the key `{key}`")));
        }
        text.extend(self.bytes.bump());
        self.blanks(text);
        Ok(key)
    }

    fn blanks(&mut self, text: &mut Vec<u8>) {
        while self.bytes.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            text.extend(self.bytes.bump());
        }
    }

    /// An object that is either a row or an envelope, which shows only at its members.
    fn object(&mut self) -> Option<Cut> {
        let (line, indent) = (self.bytes.line, self.bytes.indent());
        self.bytes.begin_row();
        let mut text = Vec::new();
        text.extend(self.bytes.bump());
        let mut keys = Vec::new();
        match self.members(&mut text, &mut keys) {
            Ok(true) => {
                for key in &keys {
                    remember(&mut self.envelope, key);
                }
                self.open.push(Place::Envelope);
                self.open.push(Place::Inner);
                None
            }
            Ok(false) => Some(self.settle(line, indent, text, Ok(()))),
            Err(fault) => Some(self.settle(line, indent, text, Err(fault))),
        }
    }

    /// Walks over members; true when the array of an envelope was entered.
    fn members(&mut self, text: &mut Vec<u8>, keys: &mut Vec<String>) -> Result<bool, Fault> {
        loop {
            self.blanks(text);
            match self.bytes.peek().ok_or(Fault::Eof)? {
                b'}' => {
                    text.extend(self.bytes.bump());
                    return if text.len() > self.limit { Err(Fault::TooLong) } else { Ok(false) };
                }
                b',' => text.extend(self.bytes.bump()),
                _ => {
                    let key = self.member_head(text)?;
                    let is_candidate = is_envelope_key(&key) && self.bytes.peek() == Some(b'[');
                    keys.push(key);
                    if is_candidate {
                        text.extend(self.bytes.bump());
                        self.blanks(text);
                        if matches!(self.bytes.peek(), Some(b'{' | b']')) {
                            return Ok(true);
                        }
                        self.rest_of_array(text)?;
                    } else {
                        self.value(text)?;
                    }
                }
            }
        }
    }

    /// An array of plain values whose opening bracket is already in `text`.
    fn rest_of_array(&mut self, text: &mut Vec<u8>) -> Result<(), Fault> {
        loop {
            self.blanks(text);
            match self.bytes.peek().ok_or(Fault::Eof)? {
                b']' => {
                    text.extend(self.bytes.bump());
                    return Ok(());
                }
                b',' => text.extend(self.bytes.bump()),
                _ => self.value(text)?,
            }
        }
    }

    /// A value inside a row. A row over the limit is walked over to its end all the same.
    fn value(&mut self, text: &mut Vec<u8>) -> Result<(), Fault> {
        match self.bytes.value(text, self.limit) {
            Err(Fault::TooLong) => Ok(()),
            walked => walked,
        }
    }

    /// Turns the text of a row into the row, or into its damage; after damage goes on at the next row it can find.
    fn settle(
        &mut self,
        line: u64,
        indent: Option<Vec<u8>>,
        text: Vec<u8>,
        walked: Result<(), Fault>,
    ) -> Cut {
        let number = self.number();
        let item = if indent.is_some() { 0 } else { number };
        let reason = match walked {
            Ok(()) => match serde_json::from_slice(&text) {
                Ok(value) => return Cut { line, item, data: Ok(RowData::Json(value)) },
                Err(error) => not_json(&error, line),
            },
            Err(Fault::TooLong) => return Cut { line, item, data: Err(self.too_long(&text)) },
            Err(Fault::Eof) => format!("the file ends on line {} inside this row", self.bytes.line),
            Err(Fault::Odd(what)) => format!("not valid JSON: {what} on line {}", self.bytes.line),
        };
        let is_whole = reason.starts_with("not valid JSON at") && matches!(text.first(), Some(b'{' | b'['));
        let skipped = self.resync(&text, indent.as_deref(), is_whole);
        Cut { line, item, data: Err(Damage::new(format!("{reason}{skipped}"), &text)) }
    }

    /// Goes on after damage. Says what had to be left out.
    fn resync(&mut self, text: &[u8], indent: Option<&[u8]>, is_whole: bool) -> String {
        self.was_damaged = true;
        if let Some(at) = self.bytes.next_row_in(text) {
            self.bytes.put_back(text[at..].to_vec());
            return String::new();
        }
        let is_at_row = !text.is_empty()
            && indent.is_some()
            && self.bytes.indent().as_deref() == indent
            && self.bytes.peek() == Some(b'{');
        if is_whole || is_at_row || self.bytes.peek().is_none() {
            return String::new();
        }
        let from = self.bytes.line;
        if self.bytes.skip_to_row() {
            return format!("; reading went on at line {}", self.bytes.line);
        }
        let until = self.bytes.line;
        self.open.clear();
        self.unfinished = Some(format!("is damaged on line {from}; nothing after it could be read"));
        format!("; no further row was found up to the end of the file on line {until}")
    }
}

impl Rows for JsonRows {
    fn next_row(&mut self) -> Option<Cut> {
        if self.by_line { self.next_line() } else { self.next_in_document() }
    }

    fn envelope(&self) -> Vec<String> {
        self.envelope.clone()
    }

    fn unfinished(&self) -> Option<String> {
        self.unfinished.clone()
    }
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

/// The parser's reason with the line of the file instead of the line of the row.
fn not_json(error: &serde_json::Error, start: u64) -> String {
    let text = error.to_string();
    let reason = text.split(" at line ").next().unwrap_or(&text);
    let line = start + (error.line() as u64).saturating_sub(1);
    format!("not valid JSON at line {line}, column {}: {reason}", error.column())
}

#[cfg(test)]
mod tests;
