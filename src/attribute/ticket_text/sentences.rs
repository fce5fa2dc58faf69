//! Cuts a text into sentences.

/// Longest sentence in characters; longer ones (logs, pasted tables) are cut into pieces.
const MAX_SENTENCE_CHARS: usize = 500;

/// The sentences of a text, trimmed, white space folded, no empty ones.
///
/// A sentence ends at `.`, `!`, `?` or `;` before white space, at a blank line, and at a line end before a line
/// that begins like a new one (capital letter, digit, bullet). Other line ends are wrapped mail.
pub(super) fn split(text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut current = String::new();
    let mut length = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let ends = match c {
            '.' | '!' | '?' | ';' => next.is_none_or(char::is_whitespace),
            '\n' => next.is_none_or(begins_line),
            _ => false,
        };
        current.push(if c.is_whitespace() || c.is_control() { ' ' } else { straight(c) });
        length += 1;
        if ends || length >= MAX_SENTENCE_CHARS {
            finish(&mut current, &mut sentences);
            length = 0;
        }
    }
    finish(&mut current, &mut sentences);
    sentences
}

fn begins_line(c: char) -> bool {
    c.is_uppercase()
        || c.is_ascii_digit()
        || matches!(c, '\n' | '\r' | '-' | '*' | '•' | '>' | '=' | '_' | '#')
}

/// Typographic apostrophes and dashes as people's patterns write them.
fn straight(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{b4}' => '\'',
        '\u{2010}'..='\u{2014}' => '-',
        _ => c,
    }
}

fn finish(current: &mut String, sentences: &mut Vec<String>) {
    let folded = current.split_whitespace().collect::<Vec<_>>().join(" ");
    if folded.chars().any(char::is_alphanumeric) {
        sentences.push(folded);
    }
    current.clear();
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn sentences_end_at_marks_blank_lines_and_lines_that_begin_anew() {
        let table: &[(&str, &[&str])] = &[
            ("", &[]),
            ("one. two! three? four; five", &["one.", "two!", "three?", "four;", "five"]),
            ("version 14.5 is fine", &["version 14.5 is fine"]),
            ("my account\nis disabled", &["my account is disabled"]),
            ("Hello\n\nmy account", &["Hello", "my account"]),
            ("Name: X\nAccount: Y\n- z", &["Name: X", "Account: Y", "- z"]),
            ("Name\r\n\r\nnext", &["Name", "next"]),
            ("it\u{2019}s", &["it's"]),
            ("...\n---", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(split(text), *expected, "{text:?}");
        }
    }

    #[test]
    fn an_endless_line_is_cut() {
        assert_eq!(split(&"word ".repeat(300)).len(), 3);
    }
}
