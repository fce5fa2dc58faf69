//! Cuts logs of text into records: one begins where a known log says so and goes on until the next one begins.

use std::io::BufRead;

use super::{
    bytes::Decoded,
    formats::FORMATS,
    rows::{Cut, Damage, RowData, Rows},
};

/// Whether the head of a file is that of a known log: its first line begins a record, or it is the end of a record that
/// a rotation cut off, and a later line begins one. A log pasted into a cell or an element of another file does not
/// count: there the text around it has a form of its own.
pub(super) fn is_log(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let Some(first) = lines().next() else { return false };
    if starts_record(first) {
        return true;
    }
    if is_json_or_xml(first) {
        return false;
    }
    let before = lines().take_while(|line| !starts_record(line));
    let (n_lines, n_quotes) =
        before.fold((0, 0), |(lines, quotes), line| (lines + 1, quotes + line.matches('"').count()));
    // Only between an opening and a closing quote can a cell hold a whole line.
    lines().nth(n_lines).is_some() && n_quotes % 2 == 0
}

/// Whether a file that is named as a log can be one, though none of its first lines begins a record.
pub(super) fn can_be_log(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    text.lines().find(|line| !line.trim().is_empty()).is_some_and(|first| !is_json_or_xml(first))
}

/// Whether a first line is that of JSON or XML.
fn is_json_or_xml(first: &str) -> bool {
    let mut rest = first.trim_start().chars();
    match rest.next() {
        Some('{' | '<') => true,
        Some('[') => rest.find(|c| !c.is_whitespace()).is_none_or(|c| "[{\"]-0123456789".contains(c)),
        _ => false,
    }
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
        let (mut is_any, mut is_cut) = (false, false);
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
            is_cut |= text.len() > room;
            let used = end.map_or(chunk.len(), |end| end + 1);
            self.reader.consume(used);
            if end.is_some() {
                break;
            }
        }
        // What was cut off may hold more, so that this is no end of the line.
        if !is_cut && line.ends_with(b"\r") {
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

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor, Read};

    use super::*;

    const A: &str = "[ana (ID: 1)] [DELETE] [Computer] [2026-09-23T19:56:45.940+0000]";
    const B: &str = "[bo (ID: 2)] [UPDATE] [Script] [2026-09-23T19:56:46.940+0000]";

    /// What is cut out of a text: line and record, or line, `!` and the reason; and whether it was windows-1252.
    fn cut(text: &[u8], limit: usize) -> (Vec<String>, bool) {
        let bytes: Box<dyn Read> = Box::new(Cursor::new(text.to_vec()));
        let mut rows = LogRows::new(BufReader::with_capacity(5, bytes), limit);
        let mut all = Vec::new();
        while let Some(cut) = rows.next_row() {
            all.push(match cut.data {
                Ok(RowData::Log(text)) => format!("{} {text}", cut.line),
                Ok(_) => "no record".to_owned(),
                Err(damage) => format!("{} ! {}", cut.line, damage.reason),
            });
        }
        (all, rows.is_windows_1252())
    }

    #[track_caller]
    fn check(text: &str, expected: &[String]) {
        assert_eq!(cut(text.as_bytes(), 1 << 20), (expected.to_vec(), false), "{text:?}");
    }

    #[test]
    fn a_record_goes_on_until_the_next_one_begins() {
        let text = format!("{A}\n\tID   1\n\n\tName ... x\n\n{B}\n[ -f x ]\n");
        check(&text, &[format!("1 {A}\n\tID   1\n\n\tName ... x"), format!("6 {B}\n[ -f x ]")]);
    }

    #[test]
    fn the_last_line_needs_no_end() {
        check(&format!("{A}\n{B}"), &[format!("1 {A}"), format!("2 {B}")]);
        check(&format!("{A}\n\tID   1"), &[format!("1 {A}\n\tID   1")]);
    }

    #[test]
    fn line_ends_of_windows_are_line_ends() {
        check(&format!("{A}\r\n\tID   1\r\n\r\n{B}\r\n"), &[format!("1 {A}\n\tID   1"), format!("4 {B}")]);
    }

    #[test]
    fn blank_lines_at_the_head_are_counted_and_belong_to_nothing() {
        check(&format!("\n \r\n\n{A}\n"), &[format!("4 {A}")]);
    }

    #[test]
    fn the_end_of_a_record_that_was_cut_off_is_one_record() {
        check(&format!("\techo\n\tfi\n{A}\n"), &["1 \techo\n\tfi".to_owned(), format!("3 {A}")]);
    }

    #[test]
    fn nothing_holds_no_record() {
        check("", &[]);
        check("\n\n \n", &[]);
    }

    #[test]
    fn text_that_is_not_utf_8_is_read_as_windows_1252() {
        let (rows, is_windows_1252) = cut(&[A.as_bytes(), b"\n\tName   Z\xfcrich"].concat(), 1 << 20);
        assert_eq!((rows, is_windows_1252), (vec![format!("1 {A}\n\tName   Z\u{fc}rich")], true));
    }

    #[test]
    fn a_record_that_is_too_long_is_damage_and_the_next_one_is_read() {
        let limit = 1 << 20;
        let too_long =
            |line: u64| format!("{line} ! longer than 1 MiB, the longest accepted record (`max_line_mb`)");
        let by_lines = vec!["\tx".repeat(10); limit / 10].join("\n");
        for body in [format!("\t{}", "x".repeat(2 * limit)), by_lines] {
            let text = format!("{A}\n{body}\n{B}\n");
            let lines = body.matches('\n').count() as u64 + 3;
            assert_eq!(cut(text.as_bytes(), limit).0, [too_long(1), format!("{lines} {B}")]);
        }
    }

    #[test]
    fn a_record_of_exactly_the_longest_length_is_read() {
        let longer = format!("{A}x");
        assert_eq!(cut(A.as_bytes(), A.len()).0, [format!("1 {A}")]);
        assert_eq!(cut(format!("{A}\r\n").as_bytes(), A.len()).0, [format!("1 {A}")]);
        assert_eq!(cut(longer.as_bytes(), A.len()).0.len(), 1);
        assert!(cut(longer.as_bytes(), A.len()).0[0].starts_with("1 ! "));
        let with_return_at_the_limit = format!("{A}\rmore\n");
        assert!(cut(with_return_at_the_limit.as_bytes(), A.len()).0[0].starts_with("1 ! "), "not cut short");
    }

    #[test]
    fn a_log_is_told_from_other_files() {
        let script: String = (0..40).map(|n| format!("echo {n}\n")).collect();
        for (text, expected) in [
            (format!("{A}\n"), true),
            (format!("\n\n{A}"), true),
            (format!("\tName ... x\n\n{A}\n"), true),
            (format!("{script}{A}\n"), true),
            (format!("<134>Sep 23 19:56:45 host {A}\n"), true),
            ("[\n{\"message\":\"x\"}]".to_owned(), false),
            ("[{\"a\":1}]".to_owned(), false),
            (format!("{{\"a\":\n{A}\n}}"), false),
            (format!("[\n{A}\n]"), false),
            (format!("<ticket><description>\n{A}\n</description></ticket>"), false),
            (format!("number,description\nINC1,\"it says\n{A}\nand so on\"\n"), false),
            (format!("{{\"time\":\"x\",\"message\":\"{A}\"}}"), false),
            ("a,b\n1,2\n".to_owned(), false),
            (String::new(), false),
        ] {
            assert_eq!(is_log(text.as_bytes()), expected, "{text:.80}");
        }
    }

    #[test]
    fn a_file_named_as_a_log_can_be_one_unless_it_is_of_another_form() {
        for (text, expected) in [
            ("\techo \"\n", true),
            ("[OK] done", true),
            ("[{\"a\":1}]", false),
            ("[\n1]", false),
            ("{}", false),
            ("<a/>", false),
            ("", false),
        ] {
            assert_eq!(can_be_log(text.as_bytes()), expected, "{text}");
        }
    }
}
