//! Walking over JSON text byte by byte in bounded memory: where a value ends, without parsing it.

use std::io::{BufRead, Cursor, Read};

use super::{bytes::Decoded, json_walk::Walk, rows::newlines};

/// Why a value could not be walked over.
#[derive(Debug)]
pub(super) enum Fault {
    /// The file ends inside it.
    Eof,
    /// It is longer than allowed; the whole of it was walked over.
    TooLong,
    /// A byte that cannot stand there.
    Odd(String),
}

/// A reader with a way back, which knows the line it stands on and what precedes on that line.
pub(super) struct JsonBytes {
    reader: Decoded,
    /// Bytes put back, to be read before the others.
    back: Vec<u8>,
    back_at: usize,
    /// Line of the next byte, 1-based.
    pub line: u64,
    /// The blanks since the line began, as long as there are only blanks.
    indent: Option<Vec<u8>>,
    /// Line break, indentation and bracket with which the present row begins.
    this_row: Option<Vec<u8>>,
    /// The same of the last row that was sound.
    sound_row: Option<Vec<u8>>,
}

/// Why walking paused.
#[derive(PartialEq)]
enum Stop {
    /// At a byte that is not inside, or at the end of the file.
    End,
    /// Because nothing more is kept.
    Limit,
}

impl JsonBytes {
    pub(super) fn new(reader: Decoded) -> Self {
        Self {
            reader,
            back: Vec::new(),
            back_at: 0,
            line: 1,
            indent: Some(Vec::new()),
            this_row: None,
            sound_row: None,
        }
    }

    fn available(&mut self) -> &[u8] {
        if self.back_at < self.back.len() {
            return &self.back[self.back_at..];
        }
        // Failures of the disk are caught below this reader; what is left is an interrupted call.
        loop {
            match self.reader.fill_buf() {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(_) => return &[],
                Ok(_) => break,
            }
        }
        self.reader.buffer()
    }

    fn consume(&mut self, n: usize) {
        if self.back_at < self.back.len() {
            self.back_at += n;
        } else {
            self.reader.consume(n);
        }
    }

    pub(super) fn peek(&mut self) -> Option<u8> {
        self.available().first().copied()
    }

    pub(super) fn bump(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.consume(1);
        match byte {
            b'\n' => {
                self.line += 1;
                self.indent = Some(Vec::new());
            }
            b' ' | b'\t' | b'\r' => {
                if let Some(indent) = &mut self.indent
                    && indent.len() < 256
                {
                    indent.push(byte);
                }
            }
            _ => self.indent = None,
        }
        Some(byte)
    }

    /// The line feed, if it comes next.
    pub(super) fn bump_line_feed(&mut self) -> Option<u8> {
        if self.peek() == Some(b'\n') { self.bump() } else { None }
    }

    /// The blanks before the next byte if nothing else stands before it on its line.
    pub(super) fn indent(&self) -> Option<Vec<u8>> {
        self.indent.clone()
    }

    /// Skips white space and, between elements, commas.
    pub(super) fn skip_blank(&mut self, commas: bool) {
        while let Some(byte) = self.peek() {
            let is_blank = byte.is_ascii_whitespace() || (commas && byte == b',') || byte == 0x1e;
            if !is_blank {
                break;
            }
            self.bump();
        }
    }

    /// The bytes that have not been read yet.
    pub(super) fn rest(&mut self) -> Box<dyn Read + '_> {
        let back = std::mem::take(&mut self.back);
        let mut back = Cursor::new(back);
        back.set_position(self.back_at as u64);
        self.back_at = 0;
        Box::new(back.chain(&mut self.reader))
    }

    /// Puts bytes back, which begin at the beginning of a line.
    pub(super) fn put_back(&mut self, bytes: Vec<u8>) {
        let newlines = newlines(&bytes);
        let mut all = bytes;
        if self.back_at < self.back.len() {
            all.extend_from_slice(&self.back[self.back_at..]);
        }
        self.back = all;
        self.back_at = 0;
        self.line -= newlines;
        self.indent = Some(Vec::new());
    }

    /// Walks over bytes up to the first one that is not inside, as `end_in` tells, and keeps them in `out`. Stops once when more than `limit`
    /// bytes are kept; called again after that, it walks on without keeping anything.
    fn take_until(
        &mut self,
        out: &mut Vec<u8>,
        limit: usize,
        mut end_in: impl FnMut(&[u8]) -> Option<usize>,
    ) -> Stop {
        loop {
            let room = limit.saturating_add(1).saturating_sub(out.len());
            let mut chunk = self.available();
            if chunk.is_empty() {
                return Stop::End;
            }
            if room > 0 {
                chunk = &chunk[..chunk.len().min(room)];
            }
            let length = chunk.len();
            let n = end_in(chunk).unwrap_or(length);
            if room > 0 {
                out.extend_from_slice(&chunk[..n]);
            }
            let newlines = newlines(&chunk[..n]);
            self.line += newlines;
            self.consume(n);
            if n < length {
                return Stop::End;
            }
            if n == room {
                return Stop::Limit;
            }
        }
    }

    /// Walks over one value of any kind. Keeps up to `limit` bytes of it (and one more) in `out`.
    ///
    /// # Errors
    /// Why it is none. After [`Fault::TooLong`] the whole value has been walked over.
    pub(super) fn value(&mut self, out: &mut Vec<u8>, limit: usize) -> Result<(), Fault> {
        let first = self.peek().ok_or(Fault::Eof)?;
        self.indent = None;
        match first {
            b'{' | b'[' | b'"' => self.nested(out, limit)?,
            b'-' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                let inside = |byte: u8| {
                    !byte.is_ascii_whitespace()
                        && !matches!(byte, b',' | b']' | b'}' | b':' | b'{' | b'[' | b'"')
                };
                let end_in = |bytes: &[u8]| bytes.iter().position(|byte| !inside(*byte));
                while self.take_until(out, limit, end_in) == Stop::Limit {}
            }
            other => {
                return Err(Fault::Odd(format!("`{}` where a value should begin", other.escape_ascii())));
            }
        }
        if out.len() > limit { Err(Fault::TooLong) } else { Ok(()) }
    }

    /// Walks over an object, an array or a text by counting brackets outside texts.
    fn nested(&mut self, out: &mut Vec<u8>, limit: usize) -> Result<(), Fault> {
        let mut walk = Walk::default();
        while self.take_until(out, limit, |bytes| walk.end_in(bytes)) == Stop::Limit {
            // A long value that holds what looks like the next row is a short one that is never closed.
            if self.next_row_in(out).is_some() {
                return Err(Fault::Odd("a bracket or quote that is never closed".to_owned()));
            }
        }
        match walk.odd {
            Some(what) => Err(Fault::Odd(what)),
            None if walk.is_done => Ok(()),
            None => Err(Fault::Eof),
        }
    }

    /// How the line of a row begins, as far as known.
    fn row_prefix(&self) -> Option<&[u8]> {
        self.sound_row.as_deref().or(self.this_row.as_deref())
    }

    /// Where in the text of a row the next row seems to begin: a line that starts as rows do.
    pub(super) fn next_row_in(&self, text: &[u8]) -> Option<usize> {
        let prefix = self.row_prefix()?;
        memchr::memmem::find(text, prefix).map(|at| at + 1)
    }

    /// Remembers how the line of the row that begins here starts; a row inside a line tells nothing.
    pub(super) fn begin_row(&mut self) {
        let is_object = self.peek() == Some(b'{');
        self.this_row = self
            .indent
            .as_ref()
            .filter(|_| is_object)
            .map(|indent| [b"\n", indent.as_slice(), b"{"].concat());
    }

    /// Whether the cutting goes on in the same way whatever this row turns out to be: it begins as sound rows do,
    /// and no other row is in it.
    pub(super) fn row_tells_nothing(&self, text: &[u8]) -> bool {
        (self.this_row.is_none() || self.this_row == self.sound_row) && self.next_row_in(text).is_none()
    }

    /// The row that began last was sound: rows begin as it did.
    pub(super) fn row_was_sound(&mut self) {
        if self.this_row.is_some() && self.this_row != self.sound_row {
            self.sound_row.clone_from(&self.this_row);
        }
    }

    /// One line without its end, up to `limit` bytes (and one more).
    pub(super) fn line_bytes(&mut self, out: &mut Vec<u8>, limit: usize) {
        self.take_until(out, limit, |bytes| memchr::memchr(b'\n', bytes));
    }

    /// Skips to the beginning of the next line.
    pub(super) fn skip_line(&mut self) {
        while self.take_until(&mut Vec::new(), 0, |bytes| memchr::memchr(b'\n', bytes)) == Stop::Limit {}
        self.bump();
    }

    /// Skips to the next line that starts as rows do, or with any object while no row is known; false at the end
    /// of the file.
    pub(super) fn skip_to_row(&mut self) -> bool {
        let prefix = self.row_prefix().map(|prefix| prefix[1..].to_vec());
        loop {
            self.skip_line();
            if self.peek().is_none() {
                return false;
            }
            let mut start = Vec::new();
            let is_row = if let Some(prefix) = &prefix {
                while start.len() < prefix.len() && self.peek() == Some(prefix[start.len()]) {
                    start.extend(self.bump());
                }
                start.len() == prefix.len()
            } else {
                while matches!(self.peek(), Some(b' ' | b'\t')) && start.len() < 256 {
                    start.extend(self.bump());
                }
                self.peek() == Some(b'{')
            };
            self.put_back(start);
            if is_row {
                return true;
            }
        }
    }
}
