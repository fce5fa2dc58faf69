//! Text from the data made safe to look at: no control characters, no marks that reorder or hide text,
//! no endless names. What this module returns still has to be escaped for its format.

use std::{borrow::Cow, fmt};

/// Longest text of one cell or sentence part, in characters.
const MAX_TEXT: usize = 600;

/// Longest name, key or id, in characters.
const MAX_NAME: usize = 60;

/// A text that may be shown: visible characters only and of bounded length.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shown(String);

impl Shown {
    /// Makes a text presentable.
    pub(super) fn new(text: &str) -> Self {
        Self(cut(&visible(text), MAX_TEXT))
    }

    /// The text.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How much of the end of a name is kept: long names and ids tend to differ there.
const NAME_END: usize = 15;

/// A name, key or id for use inside a sentence or a cell, at most 60 characters, cut in the middle.
pub(super) fn name(text: &str) -> String {
    let text = visible(text);
    let n_characters = text.chars().count();
    if n_characters <= MAX_NAME {
        return text.into_owned();
    }
    let end: String = text.chars().skip(n_characters - NAME_END).collect();
    cut(&text, MAX_NAME - NAME_END) + &end
}

/// Replaces control, bidirectional and invisible characters by `\u{hex}`.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_deceptive) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_deceptive(character) {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// Cuts to at most `limit` characters, the last one an ellipsis where something was cut.
pub(super) fn cut(text: &str, limit: usize) -> String {
    if text.chars().nth(limit).is_none() {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(limit.saturating_sub(1)).collect();
    out.push('…');
    out
}

/// Zero-width joiners stay: scripts and emoji need them, and they neither reorder nor end a line.
pub(super) fn is_deceptive(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_bidi_characters_become_visible_escapes() {
        for (text, expected) in [
            ("plain – ünïcode", "plain – ünïcode"),
            ("a\u{202e}b", "a\\u{202e}b"),
            ("tab\there", "tab\\u{9}here"),
            ("\u{1b}[31m", "\\u{1b}[31m"),
            ("x\u{2066}y\u{2069}", "x\\u{2066}y\\u{2069}"),
            ("family 👩‍👧", "family 👩‍👧"),
        ] {
            assert_eq!(visible(text), expected);
        }
    }

    #[test]
    fn cutting_counts_characters_not_bytes() {
        assert_eq!(cut("äöü", 3), "äöü");
        assert_eq!(cut("äöüß", 3), "äö…");
        let long = name(&("ж".repeat(5_000) + "-end"));
        assert_eq!(long.chars().count(), 60);
        assert!(long.starts_with("жж") && long.contains('…') && long.ends_with("-end"));
        assert_eq!(name(&"ж".repeat(60)), "ж".repeat(60));
    }
}
