//! What may reach a terminal: nothing from the data may move the cursor, change colours or hide text.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use crate::records::{is_unsafe, one_line};

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

/// One line of a table or list that holds names from data: a line end in a name is shown as an escape, so that it
/// cannot forge a line, and what is longer than a screen is cut.
pub fn line(text: &str) -> String {
    bounded(&one_line(text)).into_owned()
}

/// A message of several lines, each cut where no reader would follow any more: whatever was quoted in it, what is
/// printed stays readable.
pub fn message(text: &str) -> String {
    text.split('\n').map(bounded).collect::<Vec<_>>().join("\n")
}

/// The longest line of a message in characters.
const LONGEST: usize = 4_000;

fn bounded(text: &str) -> Cow<'_, str> {
    let Some((end, _)) = text.char_indices().nth(LONGEST) else { return Cow::Borrowed(text) };
    Cow::Owned(format!("{}… ({} more characters)", &text[..end], text[end..].chars().count()))
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
    fn a_line_stays_one_and_a_message_stays_readable() {
        assert_eq!(line("a.json\nb.json  0"), "a.json\\nb.json  0");
        let told = message(&format!("first\n{}", "x".repeat(1_000_000)));
        assert!(told.starts_with("first\nxxx") && told.ends_with("… (996000 more characters)"));
        assert!(told.len() < 5_000);
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
