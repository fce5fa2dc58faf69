//! JSON documents: values of any size one after the other, opened where they hold rows, in bounded memory.

use super::{
    JsonRows, Place,
    envelope::{Tells, begins_page, is_rows_key},
    is_list_key, is_page_key, not_json, tells, too_long,
};
use crate::ingest::{
    json_bytes::Fault,
    rows::{Cut, Damage, RowData},
};

impl JsonRows {
    /// The next row of a document.
    pub(super) fn next_in_document(&mut self) -> Option<Cut> {
        loop {
            self.bytes.skip_blank(true);
            let Some(byte) = self.bytes.peek() else {
                if let Some(place) = self.open.pop() {
                    self.open.clear();
                    let is_object = matches!(place, Place::Envelope | Place::Page);
                    let what = if is_object { "an object" } else { "an array" };
                    self.unfinished =
                        Some(format!("ends on line {} inside {what} that is never closed", self.bytes.line));
                }
                return None;
            };
            let cut = match (self.open.last().copied(), byte) {
                (Some(Place::Array | Place::Inner | Place::Beside), b']')
                | (Some(Place::Envelope | Place::Page), b'}') => {
                    self.bytes.bump();
                    self.open.pop();
                    None
                }
                (Some(Place::Envelope), _) => self.member(false),
                (Some(Place::Page), _) => self.member(true),
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
                _ => Some(self.plain_row()),
            };
            if cut.is_some() {
                return cut;
            }
        }
    }

    /// An element that cannot be an envelope.
    fn plain_row(&mut self) -> Cut {
        let (line, indent) = (self.bytes.line, self.bytes.indent());
        self.bytes.begin_row();
        let mut text = Vec::new();
        let walked = self.bytes.value(&mut text, self.limit);
        self.settle(line, indent.as_deref(), &text, walked)
    }

    /// A member of an envelope: its key is kept, its value skipped unless it holds the rows.
    fn member(&mut self, is_page: bool) -> Option<Cut> {
        let (line, indent) = (self.bytes.line, self.bytes.indent());
        let mut text = Vec::new();
        let walked = self.member_head(&mut text).and_then(|key| {
            let is_beside = is_page && is_list_key(&key);
            if (is_rows_key(&key) || is_beside) && self.bytes.peek() == Some(b'[') {
                self.bytes.bump();
                self.open.push(if is_beside { Place::Beside } else { Place::Inner });
                return Ok(());
            }
            let tells = tells(&key);
            let (mut value, most) = (Vec::new(), if tells == Tells::Nothing { 0 } else { 32 });
            let walked = match self.bytes.value(&mut value, most) {
                Err(Fault::TooLong) => Ok(()),
                walked => walked,
            };
            self.around.told(tells, is_page, &value);
            walked
        });
        walked.err().map(|fault| {
            self.open.pop();
            self.settle(line, indent.as_deref(), &text, Err(fault))
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
                let entered = keys.last().map_or("", |(key, _)| key.as_str());
                let is_page = is_page_key(entered);
                let is_beside = is_list_key(entered);
                for (key, value) in &keys {
                    self.around.remember(key);
                    self.around.told(tells(key), is_page, value);
                }
                self.open.push(if is_page { Place::Page } else { Place::Envelope });
                self.open.push(if is_beside { Place::Beside } else { Place::Inner });
                None
            }
            Ok(false) => Some(self.settle(line, indent.as_deref(), &text, Ok(()))),
            Err(fault) => Some(self.settle(line, indent.as_deref(), &text, Err(fault))),
        }
    }

    /// Walks over members and keeps their keys, with the beginnings of values that may tell something; true when the
    /// array of an envelope was entered, that of the last key.
    fn members(&mut self, text: &mut Vec<u8>, keys: &mut Vec<(String, Vec<u8>)>) -> Result<bool, Fault> {
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
                    let is_rows = is_rows_key(&key);
                    let is_list = begins_page(&key, keys.iter().map(|(key, _)| key.as_str()));
                    let may_tell = tells(&key) != Tells::Nothing;
                    keys.push((key, Vec::new()));
                    if (is_rows || is_list) && self.bytes.peek() == Some(b'[') {
                        text.extend(self.bytes.bump());
                        self.blanks(text);
                        let next = self.bytes.peek();
                        // An empty list tells nothing of the kind of an object that may yet turn out to be a row.
                        if next == Some(b'{') || (next == Some(b']') && is_rows) {
                            return Ok(true);
                        }
                        self.rest_of_array(text)?;
                    } else {
                        let from = text.len();
                        self.value(text)?;
                        if let Some(last) = keys.last_mut().filter(|_| may_tell) {
                            last.1 = text.get(from..).unwrap_or_default().iter().take(32).copied().collect();
                        }
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
    fn settle(&mut self, line: u64, indent: Option<&[u8]>, text: &[u8], walked: Result<(), Fault>) -> Cut {
        let number = self.number(line);
        let item = if indent.is_some() { 0 } else { number };
        let reason = match walked {
            // Should it turn out to be damaged, reading goes on behind it all the same: no other row is in it.
            Ok(()) if self.leaves_unparsed && is_closed(text) && self.bytes.row_tells_nothing(text) => {
                return Cut { line, item, data: Ok(RowData::Text(text.to_vec())) };
            }
            Ok(()) => match serde_json::from_slice(text) {
                Ok(value) => {
                    self.bytes.row_was_sound();
                    return Cut { line, item, data: Ok(RowData::Json(value)) };
                }
                Err(error) => not_json(&error, line),
            },
            Err(Fault::TooLong) => return Cut { line, item, data: Err(too_long(self.limit, text)) },
            Err(Fault::Eof) => format!("the file ends on line {} inside this row", self.bytes.line),
            Err(Fault::Odd(what)) => format!("not valid JSON: {what} on line {}", self.bytes.line),
        };
        let is_whole = reason.starts_with("not valid JSON at") && is_closed(text);
        let skipped = self.resync(text, indent, is_whole);
        Cut { line, item, data: Err(Damage::new(format!("{reason}{skipped}"), text)) }
    }

    /// Goes on after damage. Says what had to be left out.
    fn resync(&mut self, text: &[u8], indent: Option<&[u8]>, is_whole: bool) -> String {
        // Brackets of a value that is whole are its own: those that follow are no remains of it.
        self.was_damaged |= !is_whole;
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

/// Whether a value that was walked over ends with its own bracket.
fn is_closed(text: &[u8]) -> bool {
    matches!(text.first(), Some(b'{' | b'['))
}
