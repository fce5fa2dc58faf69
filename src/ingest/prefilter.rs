//! Which lines can matter, decided from their raw bytes: most of a log is of no use, and parsing it is most of the
//! work. A line is dropped only when full parsing could not have found anything of use in it.

use memchr::memmem::{Finder, FinderBuilder};

use super::strict_json;

/// What the raw bytes of a line can tell about it, as a format knows it.
pub struct Prefilter {
    /// The quoted key whose text decides, as vendors write it, for example `"eventType"`.
    pub key: &'static str,
    /// How much of that text decides.
    pub told: Told,
    /// Everything else that may carry the deciding text: a line with one of these is parsed.
    pub other_keys: &'static [&'static str],
    /// Further keys that every row of the format carries at its top; the reader refuses rows without them.
    pub beside: &'static [&'static str],
    /// Whether no row with this text is of use. Asked about texts that stand without escapes, or about what stands
    /// before the first one; of a text whose beginning decides, what was said of the beginning holds for the whole.
    pub is_useless: fn(&str) -> bool,
}

/// How much of the deciding text is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// All of it: one with an escape is left to the parser.
    ByWhole,
    /// What stands before the first escape, for example the first line of a message.
    ByBeginning,
}

/// How lines that no workflow can use are told from the others.
pub(super) enum Sieve {
    /// From their raw bytes.
    Bytes(Box<Scan>),
    /// By parsing them whole, without building anything.
    Parsed(&'static Prefilter),
    /// Not at all.
    None,
}

impl Sieve {
    /// Whether a line needs no reader.
    pub(super) fn drops(&self, line: &[u8]) -> bool {
        match self {
            Self::Bytes(scan) => scan.drops(line),
            Self::Parsed(filter) => strict_json::is_useless(line, filter),
            Self::None => false,
        }
    }
}

/// A prefilter made ready to search.
pub(super) struct Scan {
    key: Finder<'static>,
    told: Told,
    others: Vec<Finder<'static>>,
    escape: Finder<'static>,
    is_useless: fn(&str) -> bool,
}

impl Prefilter {
    pub(super) fn scan(&self) -> Scan {
        let finder = |text: &'static str| FinderBuilder::new().build_forward(text.as_bytes());
        Scan {
            key: finder(self.key),
            told: self.told,
            others: self.other_keys.iter().map(|key| finder(key)).collect(),
            // Only `\u` can spell a letter, a dot or an underscore in another way.
            escape: finder("\\u"),
            is_useless: self.is_useless,
        }
    }
}

impl Scan {
    /// Whether a line is one JSON object that no workflow can use. It is, when it carries the key exactly once,
    /// in no other spelling, with a text that is useless. Anything odd is left to the parser.
    pub(super) fn drops(&self, line: &[u8]) -> bool {
        let line = line.trim_ascii_end();
        if line.first() != Some(&b'{') || line.last() != Some(&b'}') {
            return false;
        }
        let Some(at) = self.key.find(line) else { return false };
        let rest = &line[at + self.key.needle().len()..];
        text_after(rest, self.told).is_some_and(self.is_useless)
            && self.key.find(rest).is_none()
            && self.escape.find(line).is_none()
            && self.others.iter().all(|other| other.find(line).is_none())
    }
}

/// The text that is the value of a key: colon, opening quote, text without escapes, closing quote. Where the beginning
/// decides, what stands before the first escape.
fn text_after(rest: &[u8], told: Told) -> Option<&str> {
    let rest = rest.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start().strip_prefix(b"\"")?;
    let end = memchr::memchr2(b'"', b'\\', rest)?;
    if rest[end] != b'"' && told == Told::ByWhole {
        return None;
    }
    std::str::from_utf8(&rest[..end]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILTER: Prefilter = Prefilter {
        key: "\"type\"",
        told: Told::ByWhole,
        other_keys: &["\"TYPE\""],
        beside: &[],
        is_useless: |text| text != "lock" && text != "wipe",
    };

    #[test]
    fn only_lines_that_say_nothing_of_use_in_any_spelling_are_dropped() {
        let scan = FILTER.scan();
        for (line, is_dropped) in [
            (r#"{"type":"ping"}"#, true),
            ("{\"type\" \t:\r \"ping\"}\r", true),
            (r#"{"a":"lock","type":"ping"}"#, true),
            (r#"{"type":"lock"}"#, false),
            (r#"{"type":"l\u006fck"}"#, false),
            (r#"{"t\u0079pe":"lock","type":"ping"}"#, false),
            (r#"{"type":"ping","inner":{"type":"wipe"}}"#, false),
            (r#"{"type":"ping","inner":{"type":"ping"}}"#, false),
            (r#"{"TYPE":"lock","inner":{"type":"ping"}}"#, false),
            (r#"{"type":null}"#, false),
            (r#"{"type":"pi\"ng"}"#, false),
            (r#"{"other":"ping"}"#, false),
            (r#"{"type":"ping""#, false),
            (r#"[{"type":"ping"}]"#, false),
            ("", false),
        ] {
            assert_eq!(scan.drops(line.as_bytes()), is_dropped, "{line}");
        }
    }

    #[test]
    fn a_beginning_decides_where_the_format_says_so() {
        let begins =
            Prefilter { told: Told::ByBeginning, is_useless: |text| text.starts_with("[READ]"), ..FILTER };
        for (line, is_dropped) in [
            (r#"{"type":"[READ] a\n\tb"}"#, true),
            (r#"{"type":"[READ] a"}"#, true),
            (r#"{"type":"[RE\"AD] a"}"#, false),
            (r#"{"type":"\n[READ] a"}"#, false),
            (r#"{"type":"[DELETE] a\n[READ] b"}"#, false),
            (r#"{"type":"[READ] a\u0041"}"#, false),
        ] {
            assert_eq!(begins.scan().drops(line.as_bytes()), is_dropped, "{line}");
        }
        let whole = Prefilter { told: Told::ByWhole, ..begins };
        assert!(!whole.scan().drops(br#"{"type":"[READ] a\n\tb"}"#));
    }
}
