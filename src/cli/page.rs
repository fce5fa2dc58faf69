//! Plain text pages of 100 columns for `explain`, `rules` and `formats`.

use super::terminal::clean;

/// Columns of a page.
pub(super) const WIDTH: usize = 100;

/// A line of a manual page in the source that comes this near was broken for want of room.
const SOURCE_WIDTH: usize = 100;

/// Builds a page line by line; everything it takes is cleaned.
#[derive(Default)]
pub(super) struct Page {
    text: String,
}

impl Page {
    /// A heading after an empty line.
    pub(super) fn heading(&mut self, title: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(&clean(title).to_uppercase());
        self.text.push('\n');
    }

    /// One line, wrapped; later lines are indented by `indent` blanks.
    pub(super) fn line(&mut self, text: &str, indent: usize) {
        self.labelled("", text, indent);
    }

    /// A label at the left and a text that starts, and goes on, at column `indent`.
    pub(super) fn labelled(&mut self, label: &str, text: &str, indent: usize) {
        let label = clean(label);
        let text = clean(text);
        let room = WIDTH - indent;
        let lines = if label.is_empty() { wrapped(&text, room, indent) } else { wrapped(&text, room, 0) };
        let start = if label.is_empty() { String::new() } else { format!("{label:<indent$}") };
        for (index, line) in lines.iter().enumerate() {
            let lead = if index == 0 { start.clone() } else { " ".repeat(indent) };
            self.text.push_str(format!("{lead}{line}").trim_end());
            self.text.push('\n');
        }
    }

    /// A text of several paragraphs. Lines that were broken only because the source is that wide are joined
    /// again before they are wrapped; all others stay lines.
    pub(super) fn paragraphs(&mut self, text: &str) {
        for line in joined(text.trim()) {
            if line.trim().is_empty() { self.text.push('\n') } else { self.line(&line, margin(&line)) }
        }
    }

    /// The page.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// Blanks at the start of a line.
fn margin(line: &str) -> usize {
    line.chars().take_while(|c| *c == ' ').count()
}

/// Lines as they were meant: one that ends where its next word would not have fit goes on in the next line.
fn joined(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut last: &str = "";
    for line in text.lines() {
        let word = line.split_whitespace().next().unwrap_or_default().chars().count();
        let is_full = last.chars().count() + 1 + word > SOURCE_WIDTH;
        match lines.last_mut() {
            Some(open) if word > 0 && is_full && margin(last) == margin(line) => {
                open.push(' ');
                open.push_str(line.trim_start());
            }
            _ => lines.push(line.to_owned()),
        }
        last = line;
    }
    lines
}

/// Cuts a text into lines of at most `width` characters at blanks; the first line has `extra` more room.
/// Words longer than a line are cut.
fn wrapped(text: &str, width: usize, extra: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    // Blanks at the start of a line are layout and stay.
    let margin = margin(text);
    line.push_str(&" ".repeat(margin));
    let mut length = margin;
    let room = |lines: &[String]| if lines.is_empty() { width + extra } else { width };
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let mut word: Vec<char> = word.chars().collect();
        let is_first = length == 0 || (lines.is_empty() && length == margin);
        let gap = usize::from(!is_first);
        if length + gap + word.len() > room(&lines) && !is_first {
            lines.push(std::mem::take(&mut line));
            length = 0;
        } else if gap == 1 {
            line.push(' ');
            length += 1;
        }
        while length + word.len() > room(&lines) {
            let rest = word.split_off(room(&lines) - length);
            line.extend(word);
            lines.push(std::mem::take(&mut line));
            length = 0;
            word = rest;
        }
        length += word.len();
        line.extend(word);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_blanks_and_long_words_are_cut() {
        assert_eq!(wrapped("one two three", 7, 0), ["one two", "three"]);
        assert_eq!(wrapped("one two three", 7, 6), ["one two three"]);
        assert_eq!(wrapped("abcdefghij kl", 4, 0), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(wrapped("", 4, 0), [""]);
        assert_eq!(wrapped("  a b", 9, 0), ["  a b"]);
    }

    #[test]
    fn a_line_broken_by_the_width_of_the_source_goes_on_and_a_heading_does_not() {
        let text = format!("What it is\n  {}\n  end.\n\n  short\n  list", "word ".repeat(20).trim_end());
        let lines = joined(&text);
        assert_eq!(lines.len(), 5, "{lines:?}");
        assert!(lines[1].ends_with("word end."), "{lines:?}");
        assert_eq!(lines[2..], ["", "  short", "  list"]);
    }

    #[test]
    fn a_label_stands_left_of_its_wrapped_text() {
        let mut page = Page::default();
        page.labelled("owner", &"word ".repeat(30), 20);
        let text = page.finish();
        assert!(text.starts_with("owner               word"));
        assert!(text.lines().nth(1).unwrap().starts_with("                    word"));
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH));
    }
}
