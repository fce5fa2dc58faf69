//! The bytes of delimited text: which one ends a line, which one parts cells, and one record under way.

use super::End;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Carriage returns end the lines of a file that has them and no line feed outside quotes.
pub(super) fn line_end(head: &[u8]) -> u8 {
    let mut in_quotes = false;
    let mut has_return = false;
    for (index, byte) in head.iter().enumerate() {
        in_quotes ^= *byte == b'"';
        match byte {
            b'\n' if !in_quotes => return b'\n',
            // The last byte may be the first half of a line end that goes on behind the head.
            b'\r' if !in_quotes => has_return |= head.get(index + 1).is_some_and(|next| *next != b'\n'),
            _ => {}
        }
    }
    if has_return { b'\r' } else { b'\n' }
}

/// The delimiter that cuts the header into the most cells.
pub(super) fn sniff(header: &[u8]) -> u8 {
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

/// What a quote at the start of a cell is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    /// It opens the cell.
    Open,
    /// Text: the file is of a known writer that quotes nothing, whose rows are of any width.
    AreText,
}

#[derive(PartialEq)]
enum Mode {
    Start,
    Plain,
    Quoted,
    /// After a quote inside quotes: an end, or the first half of a doubled one.
    Quote,
    /// After a carriage return that ended the row.
    Return,
}

/// One record under way.
pub(super) struct Cells {
    delimiter: u8,
    line_end: u8,
    quotes: Quotes,
    pub(super) bytes: Vec<u8>,
    ends: Vec<usize>,
    mode: Mode,
}

impl Cells {
    /// An empty record.
    pub(super) fn new(delimiter: u8, line_end: u8, quotes: Quotes) -> Self {
        Self { delimiter, line_end, quotes, bytes: Vec::new(), ends: Vec::new(), mode: Mode::Start }
    }

    /// Takes a byte; true when it ends the record. Quotes count only at the start of a cell.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        match (&self.mode, byte) {
            (Mode::Quoted, b'"') => self.mode = Mode::Quote,
            (Mode::Quoted, _) => self.bytes.push(byte),
            (Mode::Quote, b'"') => {
                self.bytes.push(byte);
                self.mode = Mode::Quoted;
            }
            (_, byte) if byte == self.line_end => return true,
            (Mode::Start, b'"') if self.quotes == Quotes::Open => self.mode = Mode::Quoted,
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

    /// Whether the record stands inside quotes.
    pub(super) fn is_quoted(&self) -> bool {
        self.mode == Mode::Quoted
    }

    /// The record as it stands.
    pub(super) fn finish(mut self, end: End) -> (Vec<u8>, Vec<usize>, End) {
        self.ends.push(self.bytes.len());
        (self.bytes, self.ends, end)
    }
}
