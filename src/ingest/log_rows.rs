//! Cuts logs of text into records: one begins where a known log says so and goes on until the next one begins.

use std::io::BufRead;

use super::{
    bytes::Decoded,
    formats::FORMATS,
    rows::{Cut, Damage, RowData, Rows},
};

/// How many lines of the head may be the end of a record that a rotation cut off.
const CUT_OFF: usize = 20;

/// Whether the head of a file is that of a known log.
pub(super) fn is_log(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    text.lines().filter(|line| !line.trim().is_empty()).take(CUT_OFF).any(starts_record)
}

/// Whether any known log begins a record so.
fn starts_record(line: &str) -> bool {
    FORMATS.iter().filter_map(|format| format.starts_record).any(|starts| starts(line))
}

/// The records of a log.
pub(super) struct LogRows {
    reader: Decoded,
    /// Longest accepted record in bytes.
    limit: usize,
    /// The line that is read next.
    line: u64,
    /// The first line of the next record, read already, with its number.
    ahead: Option<(u64, Vec<u8>)>,
    is_windows_1252: bool,
}

impl LogRows {
    /// `limit` is the longest accepted record in bytes.
    pub(super) fn new(reader: Decoded, limit: usize) -> Self {
        Self { reader, limit, line: 1, ahead: None, is_windows_1252: false }
    }

    /// The next line without its end, cut to what is needed to see that it is too long; `None` at the end.
    fn next_line(&mut self) -> Option<(u64, Vec<u8>)> {
        let mut line = Vec::new();
        let mut is_any = false;
        loop {
            let chunk = match self.reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(_) => &[],
            };
            if chunk.is_empty() {
                break;
            }
            is_any = true;
            let end = memchr::memchr(b'\n', chunk);
            let text = &chunk[..end.unwrap_or(chunk.len())];
            let room = (self.limit + 1).saturating_sub(line.len());
            line.extend_from_slice(&text[..text.len().min(room)]);
            let used = end.map_or(chunk.len(), |end| end + 1);
            self.reader.consume(used);
            if end.is_some() {
                break;
            }
        }
        if line.ends_with(b"\r") {
            line.pop();
        }
        let number = self.line;
        self.line += 1;
        is_any.then_some((number, line))
    }

    fn text(&mut self, bytes: &[u8]) -> String {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return text.to_owned();
        }
        self.is_windows_1252 = true;
        encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
    }

    fn first_line(&mut self) -> Option<(u64, Vec<u8>)> {
        if self.ahead.is_some() {
            return self.ahead.take();
        }
        loop {
            let (number, line) = self.next_line()?;
            if !line.trim_ascii().is_empty() {
                return Some((number, line));
            }
        }
    }
}

impl Rows for LogRows {
    fn next_row(&mut self) -> Option<Cut> {
        let (number, mut record) = self.first_line()?;
        while let Some((next, line)) = self.next_line() {
            if starts_record(&String::from_utf8_lossy(&line)) {
                self.ahead = Some((next, line));
                break;
            }
            if record.len() <= self.limit {
                record.push(b'\n');
                record.extend(line);
            }
        }
        let data = if record.len() > self.limit {
            let reason =
                format!("longer than {} MiB, the longest accepted record (`max_line_mb`)", self.limit >> 20);
            Err(Damage::new(reason, &record))
        } else {
            Ok(RowData::Log(self.text(record.trim_ascii_end())))
        };
        Some(Cut { line: number, item: 0, data })
    }

    fn is_windows_1252(&self) -> bool {
        self.is_windows_1252
    }
}
