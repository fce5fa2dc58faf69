//! What may reach a terminal: nothing from the data may move the cursor, change colours or hide text.

use std::{
    borrow::Cow,
    io::{self, Write},
};

/// Text that came from data, as one line: control characters, line ends and characters that turn the
/// direction of writing are shown as `�`; tabs become a blank.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c == '\t' || is_unsafe(c)) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().map(|c| match c {
        '\t' => ' ',
        c if is_unsafe(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    });
    Cow::Owned(shown.collect())
}

/// Control characters, line separators, and the marks that reorder text (U+202A to U+202E, U+2066 to U+2069).
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A writer that lets no control character through but line ends and tabs: the last line of defence behind
/// [`clean`], for whatever a command prints.
pub struct CleanWriter<W: Write> {
    inner: W,
    /// Start of a character whose other bytes have not come yet.
    pending: Vec<u8>,
}

impl<W: Write> CleanWriter<W> {
    /// Wraps a writer.
    pub fn new(inner: W) -> Self {
        Self { inner, pending: Vec::new() }
    }

    fn put(&mut self, text: &str) -> io::Result<()> {
        let is_bad = |c: char| c != '\n' && c != '\t' && is_unsafe(c);
        if text.chars().any(is_bad) {
            let shown: String =
                text.chars().map(|c| if is_bad(c) { char::REPLACEMENT_CHARACTER } else { c }).collect();
            return self.inner.write_all(shown.as_bytes());
        }
        self.inner.write_all(text.as_bytes())
    }
}

impl<W: Write> Write for CleanWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = std::mem::take(&mut self.pending);
        all.extend_from_slice(bytes);
        let mut rest = all.as_slice();
        loop {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.put(text)?;
                    break;
                }
                Err(error) => {
                    let (good, bad) = rest.split_at(error.valid_up_to());
                    self.put(&String::from_utf8_lossy(good))?;
                    let Some(length) = error.error_len() else {
                        self.pending = bad.to_vec();
                        break;
                    };
                    self.put("\u{fffd}")?;
                    rest = &bad[length..];
                }
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_cannot_carry_escapes_line_ends_or_direction_marks() {
        let hostile = "a\u{1b}[31mred\r\nb\tc\u{9b}2J\u{202e}exe\u{7f}\u{0}é";
        assert_eq!(clean(hostile), "a�[31mred��b c�2J�exe��é");
        assert!(matches!(clean("plain é"), Cow::Borrowed(_)));
    }

    #[test]
    fn the_writer_keeps_lines_and_tabs_and_split_characters() {
        let mut seen = Vec::new();
        let mut writer = CleanWriter::new(&mut seen);
        for byte in "é\u{9b}\n\tx\u{1b}]0;t\u{7}".bytes() {
            writer.write_all(&[byte]).unwrap();
        }
        writer.write_all(b"\xff.").unwrap();
        assert_eq!(String::from_utf8(seen).unwrap(), "é�\n\tx�]0;t��.");
    }
}
