//! Wiki markup as plain text: macros, images and links go, the words stay.

use std::sync::LazyLock;

use regex::Regex;

/// A kind of markup and what stays of it.
type Rule = (LazyLock<Option<Regex>>, &'static str);

macro_rules! rule {
    ($pattern:literal, $kept:literal) => {
        (LazyLock::new(|| Regex::new($pattern).ok()), $kept)
    };
}

/// In this order: macros before what may stand in them.
static RULES: [Rule; 10] = [
    rule!(r"\{(?:code|noformat|quote|panel|color|expand|adf)(?::[^}\n]*)?\}", ""),
    rule!(r"\[~accountid:([^\]\n]+)\]", "@$1"),
    rule!(r"\[~([^\]\n]+)\]", "@$1"),
    rule!(r"![^!\s|]+\.\w{2,5}(?:\|[^!\n]*)?!", ""),
    rule!(r"\[([^|\]\n]+)\|[^\]\n]+\]", "$1"),
    rule!(r"\[((?:https?|mailto)[^\]\n]+)\]", "$1"),
    rule!(r"(?m)^(?:h[1-6]\.|bq\.)\s+", ""),
    rule!(r"(?m)^\s*(?:[*#]+|-)\s+", ""),
    rule!(r"(?m)(^|[\s(>])[*_+]([^\s*_+](?:[^\n*_+]*[^\s*_+])?)[*_+]($|[\s.,;:!?)])", "$1$2$3"),
    rule!(r"\{\{([^}\n]*)\}\}", "$1"),
];

/// The text without its markup.
pub(in super::super) fn plain(text: &str) -> String {
    let mut text = text.replace("\r\n", "\n");
    for (pattern, kept) in &RULES {
        if let Some(pattern) = &**pattern {
            text = pattern.replace_all(&text, *kept).into_owned();
        }
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_words_stay() {
        for (markup, expected) in [
            ("*bold* and _slanted_.", "bold and slanted."),
            ("see !screen.png|width=200,height=100! here", "see  here"),
            ("[~accountid:712020:aa] please look", "@712020:aa please look"),
            ("[~asample] hi", "@asample hi"),
            ("{code:java}\nlocked\n{code}", "locked"),
            ("[the portal|https://help.meridian.example/x]", "the portal"),
            ("h2. Title\n* one\n# two\n- three", "Title\none\ntwo\nthree"),
            ("{color:#ff0000}my Mac{color} {{C02SAMPLE01}}", "my Mac C02SAMPLE01"),
            ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
            ("great! I was locked out! Help", "great! I was locked out! Help"),
        ] {
            assert_eq!(plain(markup), expected, "{markup}");
        }
    }
}
