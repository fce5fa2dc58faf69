//! Pages as HTML: one file, no script, nothing loaded. The content security policy names the hash of the
//! style, so that a page that was tampered with loses its looks rather than running something.

use askama::Template;
use sha2::{Digest, Sha256};

use crate::report::{
    bidi,
    block::{Align, Block, Grid, Inline, Line, Page},
    shown::Shown,
    stamps,
};

/// The style of every page. It must not contain `</style`.
const STYLE: &str = include_str!("../../../templates/page.css");

#[derive(Template)]
#[template(path = "page.html")]
struct PageTemplate<'a> {
    page: &'a Page,
    policy: String,
    style: &'static str,
    version: &'a str,
}

/// Renders a page.
pub(crate) fn render(page: &Page, version: &str) -> Result<String, askama::Error> {
    PageTemplate { page, policy: policy(), style: STYLE, version }.render()
}

/// Allows this style and nothing else.
fn policy() -> String {
    let hash = base64(&Sha256::digest(STYLE.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
}

/// A stretch of text as the page sets it.
#[derive(Debug, PartialEq, Eq)]
enum Part<'a> {
    /// As it is.
    Plain(&'a str),
    /// A date or time, kept on one line.
    Stamp(&'a str),
    /// Right-to-left script, isolated.
    RightToLeft(&'a str),
}

impl Shown {
    /// The text as the stretches the page sets, none of them empty.
    fn parts(&self) -> Vec<Part<'_>> {
        let mut parts = Vec::new();
        let mut rest = self.as_str();
        while let Some((before, stamp, after)) = stamps::next(rest) {
            isolate(before, &mut parts);
            parts.push(Part::Stamp(stamp));
            rest = after;
        }
        isolate(rest, &mut parts);
        parts
    }
}

/// Adds a text without stamps.
fn isolate<'a>(mut text: &'a str, parts: &mut Vec<Part<'a>>) {
    while let Some((before, foreign, after)) = bidi::next(text) {
        if !before.is_empty() {
            parts.push(Part::Plain(before));
        }
        parts.push(Part::RightToLeft(foreign));
        text = after;
    }
    if !text.is_empty() {
        parts.push(Part::Plain(text));
    }
}

impl Grid {
    /// The header of a column.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass every argument by reference")]
    fn label(&self, column: &usize) -> &'static str {
        self.columns.get(*column).map_or("", |(title, _)| title)
    }

    /// Whether a column holds numbers.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass every argument by reference")]
    fn is_number(&self, column: &usize) -> bool {
        self.columns.get(*column).is_some_and(|(_, align)| *align == Align::Right)
    }
}

/// Longest text that stays on one line of a cell, in characters: a time, a code word.
const SHORT: usize = 24;

impl Line {
    /// Whether a cell is so short that breaking it would only make it harder to read.
    fn is_short(&self) -> bool {
        let characters = |inline: &Inline| match inline {
            Inline::Text(text)
            | Inline::Strong(text)
            | Inline::Code(text)
            | Inline::Shaded { text, .. }
            | Inline::Link { text, .. } => text.as_str().chars().count(),
        };
        self.0.iter().map(characters).sum::<usize>() <= SHORT
    }
}

/// Standard base64 with padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let triple = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4_usize {
            let sextet = triple >> (18 - 6 * place) & 63;
            let letter = LETTERS.get(sextet as usize).copied().unwrap_or(b'=');
            out.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_set_in_stretches_and_loses_nothing() {
        let text = Shown::new("דנה, 2026-08-01 08:00 EDT: ok");
        let expected = [
            Part::RightToLeft("דנה"),
            Part::Plain(", "),
            Part::Stamp("2026-08-01 08:00 EDT"),
            Part::Plain(": ok"),
        ];
        assert_eq!(text.parts(), expected);
        assert_eq!(Shown::new("").parts(), []);
    }

    #[test]
    fn base64_agrees_with_rfc_4648() {
        for (text, expected) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }
}
