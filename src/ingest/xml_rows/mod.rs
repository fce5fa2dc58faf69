//! Reads XML into the JSON shape the formats know: `{"<root>": {…}}`, repeated children as arrays, plain
//! elements as texts, attributes as `@name`, text beside attributes or children as `#text`.

use std::{
    cell::Cell,
    io::{self, BufRead, Read},
    rc::Rc,
};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use serde_json::{Map, Value};

use super::{
    bytes::Decoded,
    rows::{Cut, Damage, RowData, Rows, newlines},
};

/// Roots that hold many records: each child becomes a row of its own.
const LISTS: [&str; 2] = ["unload", "xml"];
/// Elements nested deeper than this are no record.
const DEEPEST: usize = 100;

/// The rows of an XML file.
pub(super) struct XmlRows {
    reader: Reader<Counted>,
    place: Rc<Place>,
    limit: u64,
    /// Root of a list, with its attributes, while inside it.
    list: Option<(String, Map<String, Value>)>,
    is_done: bool,
    unfinished: Option<String>,
}

/// Where reading stands.
#[derive(Default)]
struct Place {
    line: Cell<u64>,
    bytes: Cell<u64>,
    /// Bytes at which the row under way becomes too long.
    stop: Cell<u64>,
}

/// Counts lines, and stops a row that is too long.
struct Counted {
    inner: Decoded,
    place: Rc<Place>,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.place.bytes.get() > self.place.stop.get() {
            return Err(io::Error::other("longer than the longest accepted row (`max_line_mb`)"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        let buffer = self.inner.buffer();
        let newlines = newlines(&buffer[..n.min(buffer.len())]);
        self.place.line.set(self.place.line.get() + newlines);
        self.place.bytes.set(self.place.bytes.get() + n as u64);
        self.inner.consume(n);
    }
}

/// An element under way.
struct Element {
    name: String,
    members: Map<String, Value>,
    text: String,
}

impl XmlRows {
    /// `limit` is the longest accepted row in bytes.
    pub(super) fn new(bytes: Decoded, limit: usize) -> Self {
        let place = Rc::new(Place::default());
        place.line.set(1);
        let mut reader = Reader::from_reader(Counted { inner: bytes, place: Rc::clone(&place) });
        reader.config_mut().check_end_names = true;
        Self { reader, place, limit: limit as u64, list: None, is_done: false, unfinished: None }
    }

    /// Reads up to the end of the next row.
    fn row(&mut self) -> Result<Option<(u64, Value)>, (u64, String)> {
        let mut buffer = Vec::new();
        let mut open: Vec<Element> = Vec::new();
        let mut start = self.place.line.get();
        loop {
            if open.is_empty() {
                self.place.stop.set(self.place.bytes.get() + self.limit);
            }
            buffer.clear();
            let event =
                self.reader.read_event_into(&mut buffer).map_err(|error| (start, error.to_string()))?;
            match event {
                Event::Start(tag) => {
                    let element = element(&tag).map_err(|why| (start, why))?;
                    if open.is_empty() {
                        start = self.place.line.get();
                        if self.list.is_none() && LISTS.contains(&element.name.as_str()) {
                            self.list = Some((element.name, element.members));
                            continue;
                        }
                    }
                    if open.len() >= DEEPEST {
                        return Err((start, format!("elements nested more than {DEEPEST} deep")));
                    }
                    open.push(element);
                }
                Event::Empty(tag) => {
                    let element = element(&tag).map_err(|why| (start, why))?;
                    if open.is_empty() {
                        start = self.place.line.get();
                    }
                    if let Some(row) = self.close(element, &mut open) {
                        return Ok(Some((start, row)));
                    }
                }
                Event::End(_) => match open.pop() {
                    Some(element) => {
                        if let Some(row) = self.close(element, &mut open) {
                            return Ok(Some((start, row)));
                        }
                    }
                    None => self.list = None,
                },
                Event::Eof if open.is_empty() && self.list.is_none() => return Ok(None),
                Event::Eof => return Err((start, "the file ends inside an element".to_owned())),
                other => {
                    if let Some(element) = open.last_mut() {
                        element.text.push_str(&text(&other));
                    }
                }
            }
        }
    }

    /// Puts a finished element into its parent; gives the row when it has none.
    fn close(&self, element: Element, open: &mut [Element]) -> Option<Value> {
        let (name, value) = element.finish();
        if let Some(parent) = open.last_mut() {
            put(&mut parent.members, name, value);
            return None;
        }
        let mut row = Map::new();
        match &self.list {
            Some((root, attributes)) => {
                let mut members = attributes.clone();
                members.insert(name, value);
                row.insert(root.clone(), Value::Object(members));
            }
            None => {
                row.insert(name, value);
            }
        }
        Some(Value::Object(row))
    }
}

impl Element {
    fn finish(self) -> (String, Value) {
        let text = self.text.trim();
        if self.members.is_empty() {
            return (self.name, Value::String(text.to_owned()));
        }
        let mut members = self.members;
        if !text.is_empty() {
            members.insert("#text".to_owned(), Value::String(text.to_owned()));
        }
        (self.name, Value::Object(members))
    }
}

/// A second child of one name makes an array of both.
fn put(members: &mut Map<String, Value>, name: String, value: Value) {
    match members.get_mut(&name) {
        None => {
            members.insert(name, value);
        }
        Some(Value::Array(all)) => all.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
}

/// The five predefined entities and character references; any other stays as written, nothing is expanded.
fn unescaped(text: String) -> String {
    match quick_xml::escape::unescape(&text) {
        Ok(plain) => plain.into_owned(),
        Err(_) => text,
    }
}

fn element(tag: &BytesStart<'_>) -> Result<Element, String> {
    let name = tag.name().as_ref().to_owned();
    let mut members = Map::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let key = format!("@{}", attribute.key.as_ref());
        members.insert(key, Value::String(unescaped(attribute.value.into_owned())));
    }
    Ok(Element { name, members, text: String::new() })
}

fn text(event: &Event<'_>) -> String {
    match event {
        Event::Text(text) => text.to_string(),
        Event::CData(text) => text.to_string(),
        Event::GeneralRef(name) => unescaped(format!("&{};", &**name)),
        _ => String::new(),
    }
}

/// The row of a document that is at hand as a whole; `None` when it is not well-formed.
pub(super) fn document(text: &str) -> Option<Value> {
    let bytes = io::Cursor::new(text.as_bytes().to_vec());
    let mut rows = XmlRows::new(io::BufReader::new(Box::new(bytes)), text.len());
    match rows.next_row()?.data {
        Ok(RowData::Json(value)) => Some(value),
        _ => None,
    }
}

impl Rows for XmlRows {
    fn next_row(&mut self) -> Option<Cut> {
        if self.is_done {
            return None;
        }
        match self.row() {
            Ok(row) => {
                self.is_done = row.is_none();
                let (line, value) = row?;
                Some(Cut { line, item: 0, data: Ok(RowData::Json(value)) })
            }
            Err((line, why)) => {
                self.is_done = true;
                let here = self.place.line.get();
                self.unfinished =
                    Some(format!("is no well-formed XML on line {here}; nothing after it could be read"));
                let reason = format!("not well-formed XML on line {here}: {why}");
                Some(Cut { line, item: 0, data: Err(Damage::new(reason, b"")) })
            }
        }
    }

    fn unfinished(&self) -> Option<String> {
        self.unfinished.clone()
    }
}

#[cfg(test)]
mod tests;
