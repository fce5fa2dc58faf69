//! A mistake in a file that people write, shown with file, line, column, the line itself and a caret.

use std::{fmt, ops::Range};

use strsim::damerau_levenshtein;

use super::wording::reworded;
use crate::records::one_line;

/// A number as somebody may have written it: those of hundreds of digits with their power of ten.
pub(crate) fn number(value: f64) -> String {
    let is_plain = value == 0.0 || !value.is_finite() || (1e-6..1e15).contains(&value.abs());
    if is_plain { value.to_string() } else { format!("{value:e}") }
}

/// One mistake, with the place it stands at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file as the user named it.
    pub file: String,
    /// Line, 1-based; 0 = the file as a whole.
    pub line: u64,
    /// What was found and what was expected: a lowercase fragment.
    pub message: String,
    /// What to do, where that is not plain.
    pub hint: Option<String>,
    /// The marked place, where the text is at hand.
    pub mark: Option<Mark>,
}

/// The marked part of a line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// Column in characters, 1-based.
    pub column: usize,
    /// Marked characters, at least 1.
    pub width: usize,
    /// The line without its end.
    pub text: String,
}

impl Problem {
    /// A mistake in a line of a file.
    pub fn at_line(file: &str, line: u64, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, message: message.into(), hint: None, mark: None }
    }

    /// A mistake in bytes of a text; `None` marks the file as a whole.
    pub fn at_span(file: &str, text: &str, span: Option<Range<usize>>, message: impl Into<String>) -> Self {
        let Some(span) = span else { return Self::at_line(file, 0, message) };
        let (line, mark) = mark_of(text, span);
        Self { file: file.to_owned(), line, message: message.into(), hint: None, mark: Some(mark) }
    }

    /// An error of the TOML reader, with the known keys and the nearest one where a key is unknown.
    pub fn from_toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let (message, hint) = reworded(error.message());
        let mut problem = Self::at_span(file, text, error.span(), message);
        problem.hint = hint;
        problem
    }

    /// The same mistake with advice.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// The longest line that is shown whole, in characters.
const WINDOW: usize = 200;

impl Mark {
    /// The part of the line around the marked place, the blanks below it, and the carets.
    fn window(&self) -> (String, String, String) {
        let letters: Vec<char> = self.text.chars().collect();
        let start = self.column - 1;
        if letters.len() <= WINDOW {
            return (
                self.text.clone(),
                indent_of(&letters[..start.min(letters.len())]),
                "^".repeat(self.width),
            );
        }
        let from = start.saturating_sub(WINDOW / 4).min(letters.len());
        let to = (from + WINDOW).min(letters.len());
        let (before, after) = (if from > 0 { "…" } else { "" }, if to < letters.len() { "…" } else { "" });
        let text = format!("{before}{}{after}", letters[from..to].iter().collect::<String>());
        let lead = indent_of(&letters[from..start.clamp(from, to)]);
        let width = self.width.min(to.saturating_sub(start)).max(1);
        (text, format!("{}{lead}", if from > 0 { " " } else { "" }), "^".repeat(width))
    }
}

/// Blanks as wide as these characters.
fn indent_of(letters: &[char]) -> String {
    letters.iter().map(|c| if *c == '\t' { '\t' } else { ' ' }).collect()
}

/// Line number and mark of a byte range; a range over several lines is cut at the end of its first line.
fn mark_of(text: &str, span: Range<usize>) -> (u64, Mark) {
    let start = floor_char(text, span.start);
    let end = floor_char(text, span.end).max(start);
    let before = &text[..start];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    let line = text[line_start..line_end].trim_end_matches('\r');
    let number = before.split('\n').count() as u64;
    let column = text[line_start..start].chars().count() + 1;
    let width = text[start..end.min(line_end)].chars().count().max(1);
    (number, Mark { column, width, text: line.to_owned() })
}

fn floor_char(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

/// The known word a misspelt one most likely means: at most two slips, or a third of its length.
pub fn nearest<'a>(found: &str, known: &[&'a str]) -> Option<&'a str> {
    let found = found.to_lowercase();
    let allowed = (found.chars().count() / 3).max(2);
    known
        .iter()
        .map(|word| (damerau_levenshtein(&found, &word.to_lowercase()), *word))
        .filter(|(slips, word)| *slips <= allowed && *slips < word.chars().count())
        .min()
        .map(|(_, word)| word)
}

/// `expected one of a, b, c`, preceded by the nearest one where there is one.
pub fn expected_one_of(found: &str, known: &[&str]) -> String {
    match nearest(found, known) {
        Some(near) => format!("did you mean `{near}`? expected one of {}", known.join(", ")),
        None => format!("expected one of {}", known.join(", ")),
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&one_line(&self.file))?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if let Some(mark) = &self.mark {
            write!(f, ":{}", mark.column)?;
        }
        write!(f, ": {}", self.message)?;
        if let Some(mark) = &self.mark {
            let number = self.line.to_string();
            let gutter = " ".repeat(number.len());
            let (text, indent, carets) = mark.window();
            write!(f, "\n{gutter} |\n{number} | {text}\n{gutter} | {indent}{carets}")?;
        }
        if let Some(hint) = &self.hint {
            let gutter = " ".repeat(if self.mark.is_some() { self.line.to_string().len() } else { 1 });
            write!(f, "\n{gutter} = {hint}")?;
        }
        Ok(())
    }
}

/// Several problems, one after another, in the order of file and line.
pub fn listed(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_place_is_shown_with_line_column_and_caret() {
        let text = "a = 1\nzonë = \"Mars\"\n";
        let start = text.find("\"Mars").unwrap();
        let problem = Problem::at_span("m.toml", text, Some(start..start + 6), "no zone").with_hint("ask");
        let expected = "m.toml:2:8: no zone\n  |\n2 | zonë = \"Mars\"\n  |        ^^^^^^\n  = ask";
        assert_eq!(problem.to_string(), expected);
    }

    #[test]
    fn a_long_line_is_shown_around_the_marked_place() {
        for (before, width) in [(0, 100_000), (50_000, 6), (50_000, 100_000), (100_000, 1)] {
            let text = format!("{}{}{}", "a".repeat(before), "b".repeat(width), "c".repeat(50_000));
            let told = Problem::at_span("m.toml", &text, Some(before..before + width), "odd").to_string();
            assert!(told.chars().count() < 600, "{before} {width}: {}", told.len());
            let lines: Vec<Vec<char>> = told.lines().map(|line| line.chars().collect()).collect();
            let caret = lines[3].iter().position(|c| *c == '^').unwrap();
            assert_eq!(lines[2][caret], 'b', "{told}");
            assert_ne!(lines[2][caret - 1], 'b', "{told}");
        }
    }

    #[test]
    fn a_span_past_the_end_still_marks_one_character() {
        let problem = Problem::at_span("m.toml", "a =", Some(9..12), "no value");
        assert_eq!(problem.to_string(), "m.toml:1:4: no value\n  |\n1 | a =\n  |    ^");
    }

    #[test]
    fn nearest_finds_slips_and_refuses_strangers() {
        let known = ["prior", "bits", "false_positive_at"];
        assert_eq!(nearest("priro", &known), Some("prior"));
        assert_eq!(nearest("Prior", &known), Some("prior"));
        assert_eq!(nearest("false_positiv", &known), Some("false_positive_at"));
        assert_eq!(nearest("colour", &known), None);
        assert_eq!(nearest("x", &["ab"]), None);
    }
}
