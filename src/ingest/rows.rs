//! What every way of cutting a file into rows has in common.

use std::io::Read;

use super::announced::Announced;

/// One row as cut out of a file, or why it could not be.
pub(super) struct Cut {
    /// Line on which it starts, 1-based.
    pub line: u64,
    /// Its number among the rows of its line if it does not begin that line; else 0.
    pub item: u32,
    /// The row, or the damage.
    pub data: Result<RowData, Damage>,
}

impl Cut {
    /// About how many bytes it holds.
    pub(super) fn weight(&self) -> usize {
        match &self.data {
            Ok(RowData::Text(text)) => text.len(),
            Ok(RowData::Csv(cells)) => cells.iter().map(|cell| cell.len() + 24).sum(),
            Ok(RowData::Log(text)) => text.len(),
            // What was parsed or found damaged already is not looked into again.
            Ok(RowData::Json(_)) | Err(_) => 1 << 10,
        }
    }
}

/// A row of any kind.
pub(super) enum RowData {
    /// A JSON value, or an XML element turned into one.
    Json(serde_json::Value),
    /// The text of a JSON value that is yet to be parsed.
    Text(Vec<u8>),
    /// Cells.
    Csv(Vec<String>),
    /// A record of a log.
    Log(String),
}

/// Why a row could not be cut out or parsed.
pub(super) struct Damage {
    /// What was found.
    pub reason: String,
    /// The beginning of the row.
    pub text: String,
}

impl Damage {
    /// Keeps the beginning of the row, whatever its encoding.
    pub(super) fn new(reason: impl Into<String>, bytes: &[u8]) -> Self {
        let head = &bytes[..bytes.len().min(1024)];
        let text = String::from_utf8_lossy(head).chars().take(200).collect();
        Self { reason: reason.into(), text }
    }
}

/// How many line feeds stand in these bytes.
pub(super) fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}

/// Cuts a file into rows, in bounded memory.
pub(super) trait Rows {
    /// The next row; `None` at the end.
    fn next_row(&mut self) -> Option<Cut>;

    /// The next row, unparsed where that tells nothing about the rows after it.
    fn next_unparsed(&mut self) -> Option<Cut> {
        self.next_row()
    }

    /// Keys of the envelope around the rows, as far as seen.
    fn envelope(&self) -> Vec<String> {
        Vec::new()
    }

    /// The most rows an envelope announces (`totalCount`), with the rows cut so far; `None` where none does.
    fn announced(&self) -> Option<Announced> {
        None
    }

    /// Header cells.
    fn header(&self) -> Option<Vec<String>> {
        None
    }

    /// What was odd about the file as a whole: (line, code, sentence).
    fn notes(&mut self) -> Vec<(u64, &'static str, String)> {
        Vec::new()
    }

    /// Whether rows had to be read as windows-1252.
    fn is_windows_1252(&self) -> bool {
        false
    }

    /// Where the file ends too early, if it does.
    fn unfinished(&self) -> Option<String> {
        None
    }

    /// The bytes that are left and the number of their first line, if every line is a row of its own.
    fn take_lines(&mut self) -> Option<(Box<dyn Read + '_>, u64)> {
        None
    }
}
