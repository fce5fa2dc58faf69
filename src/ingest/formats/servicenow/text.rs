//! Texts of tickets: markup out, and a note where an export cropped them.

use crate::{ingest::sink::Sink, records::Origin};

/// Lengths in characters at which a text was probably cropped: short description, old string columns, display
/// mode of exports, Excel.
const CROPS: [usize; 4] = [160, 255, 32_000, 32_767];

/// The text without `[code]` markup. ServiceNow texts are plain outside of it, so a `<` there is a `<`.
pub(in super::super) fn plain(text: &str) -> String {
    const OPEN: &str = "[code]";
    const CLOSE: &str = "[/code]";
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        kept.push_str(before);
        let (markup, tail) = after.split_once(CLOSE).unwrap_or((after, ""));
        kept.push_str(&without_tags(markup));
        rest = tail;
    }
    kept.push_str(rest);
    kept.trim().to_owned()
}

fn without_tags(markup: &str) -> String {
    let mut kept = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some((before, after)) = rest.split_once('<') {
        kept.push_str(before);
        // A tag parts words: `a<br>b` is two.
        kept.push(' ');
        rest = after.split_once('>').map_or("", |(_, tail)| tail);
    }
    kept.push_str(rest);
    kept
}

/// Notes, once per file, a text whose length is one at which exports crop.
pub(super) fn note_crop(field: &str, text: &str, at: Origin, sink: &mut Sink<'_>) {
    // Bytes are at least as many as characters: most texts need no counting.
    if text.len() < CROPS[0] {
        return;
    }
    let length = text.chars().count();
    if CROPS.contains(&length) {
        sink.note(
            at,
            "text-may-be-cropped",
            format!("`{field}` has exactly {length} characters, a length at which exports crop texts; wording beyond it is unknown"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn markup_inside_code_is_removed_and_nothing_else() {
        let table = [
            ("a < b and c > d", "a < b and c > d"),
            ("[code]<b>locked</b><br>out[/code] again", "locked  out again"),
            ("before [code]<p>never closed", "before  never closed"),
            ("[code]<a href='never closed", ""),
            ("\n\t\tnotes\n", "notes"),
        ];
        for (text, expected) in table {
            assert_eq!(plain(text), expected, "{text:?}");
        }
    }
}
