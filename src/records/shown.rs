//! Texts from data as they may stand in a message: short, on one line, and unable to pass for something else.

use std::borrow::Cow;

/// How much of a text is quoted.
const MOST: usize = 200;

/// The text, cut where it is longer than a message can bear; what was cut is counted.
pub fn cut(text: &str) -> Cow<'_, str> {
    let Some((end, _)) = text.char_indices().nth(MOST) else { return Cow::Borrowed(text) };
    let more = text[end..].chars().count();
    Cow::Owned(format!("{}… ({more} more characters)", &text[..end]))
}

/// The text on one line: line ends and other characters that move the cursor, end a line or turn the direction of
/// writing are shown as escapes, so that a name cannot forge a line of output.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_unsafe(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// Control characters, line separators, and the marks that reorder text (U+202A to U+202E, U+2066 to U+2069).
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_characters_and_short_ones_are_not() {
        assert_eq!(cut("short é"), "short é");
        assert_eq!(cut(&"é".repeat(MOST)), "é".repeat(MOST));
        let shown = cut(&"é".repeat(100_000)).into_owned();
        assert_eq!(shown, format!("{}… (99800 more characters)", "é".repeat(MOST)));
    }

    #[test]
    fn a_name_cannot_forge_a_line() {
        assert_eq!(one_line("a\nerror: b\r\t\u{1b}[2J\u{202e}"), "a\\nerror: b\\r\\t\\u{1b}[2J\\u{202e}");
        assert!(matches!(one_line("plain é"), Cow::Borrowed(_)));
    }
}
