//! Python's printed values: what `print` and logging write of dictionaries and lists, which is nearly JSON.

use serde_json::{Map, Number, Value};

/// Words longer than this are not read.
const LONGEST_WORD: usize = 1_024;

/// Values nested deeper than this are not read.
const DEEPEST: usize = 64;

/// The value a text begins with and what follows it; `None` when it begins with none. Words that are neither
/// numbers nor Python's or JSON's constants are taken as they stand.
pub(super) fn value(text: &str) -> Option<(Value, &str)> {
    nested(text.trim_start(), DEEPEST)
}

fn nested(text: &str, depth: usize) -> Option<(Value, &str)> {
    match text.chars().next()? {
        '{' => dictionary(&text[1..], depth.checked_sub(1)?),
        '[' => list(&text[1..], ']', depth.checked_sub(1)?),
        '(' => list(&text[1..], ')', depth.checked_sub(1)?),
        '\'' | '"' => quoted(text).map(|(text, rest)| (Value::String(text), rest)),
        _ => prefixed(text).or_else(|| word(text)),
    }
}

fn dictionary(mut rest: &str, depth: usize) -> Option<(Value, &str)> {
    let mut members = Map::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('}') {
            return Some((Value::Object(members), after));
        }
        let (key, after) = quoted(rest).or_else(|| match prefixed(rest)? {
            (Value::String(key), after) => Some((key, after)),
            _ => None,
        })?;
        let after = after.trim_start().strip_prefix(':')?;
        let (value, after) = nested(after.trim_start(), depth)?;
        members.insert(key, value);
        rest = next_element(after, '}')?;
    }
}

fn list(mut rest: &str, end: char, depth: usize) -> Option<(Value, &str)> {
    let mut elements = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix(end) {
            return Some((Value::Array(elements), after));
        }
        let (value, after) = nested(rest, depth)?;
        elements.push(value);
        rest = next_element(after, end)?;
    }
}

/// What follows the comma after an element, or the end that takes its place.
fn next_element(after: &str, end: char) -> Option<&str> {
    let after = after.trim_start();
    if after.starts_with(end) { Some(after) } else { after.strip_prefix(',') }
}

/// A text with a letter before its quote: `b'…'`, `u'…'`. Raw texts are never printed.
fn prefixed(text: &str) -> Option<(Value, &str)> {
    let rest = text.strip_prefix(['b', 'u'])?;
    quoted(rest).map(|(text, rest)| (Value::String(text), rest))
}

fn quoted(text: &str) -> Option<(String, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let mut value = String::new();
    let mut rest = &text[1..];
    loop {
        let c = rest.chars().next()?;
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => rest = escape(rest, &mut value)?,
            c if c == quote => return Some((value, rest)),
            c => value.push(c),
        }
    }
}

/// Appends what an escape stands for; one that Python does not know stays as it is, as it does there.
fn escape<'a>(text: &'a str, value: &mut String) -> Option<&'a str> {
    let c = text.chars().next()?;
    let rest = &text[c.len_utf8()..];
    let plain = match c {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        '0' => '\0',
        '\\' | '\'' | '"' | '/' => c,
        'x' => return numbered(rest, 2, value),
        'u' => return numbered(rest, 4, value),
        'U' => return numbered(rest, 8, value),
        other => {
            value.push('\\');
            other
        }
    };
    value.push(plain);
    Some(rest)
}

/// A character by its number; two halves of one, as JSON writes them, are put together.
fn numbered<'a>(text: &'a str, digits: usize, value: &mut String) -> Option<&'a str> {
    let (number, rest) = (hexadecimal(text, digits)?, text.get(digits..)?);
    if (0xd800..0xdc00).contains(&number)
        && let Some(second) = rest.strip_prefix("\\u").and_then(|second| hexadecimal(second, 4))
        && (0xdc00..0xe000).contains(&second)
    {
        value.push(char::from_u32(0x10000 + ((number - 0xd800) << 10) + (second - 0xdc00))?);
        return rest.get(6..);
    }
    value.push(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER));
    Some(rest)
}

fn hexadecimal(text: &str, digits: usize) -> Option<u32> {
    let digits = text.get(..digits)?;
    let is_all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_all.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

/// A constant, a number, or a word up to the next comma or end; calls (`datetime.date(2026, 9, 1)`) stay whole.
fn word(text: &str) -> Option<(Value, &str)> {
    let mut inside = 0_usize;
    let head = &text[..text.floor_char_boundary(LONGEST_WORD)];
    let end = head.char_indices().find(|(_, c)| {
        match c {
            '(' => inside += 1,
            ')' if inside > 0 => {
                inside -= 1;
                return false;
            }
            _ => {}
        }
        inside == 0 && matches!(c, ',' | '}' | ']' | ')' | ':')
    });
    let end = match end {
        Some((at, _)) => at,
        // Nothing that is printed as a word is that long.
        None if head.len() < text.len() => return None,
        None => text.len(),
    };
    let (word, rest) = (text[..end].trim(), &text[end..]);
    let value = match word {
        "" => return None,
        "None" | "null" | "nan" | "NaN" => Value::Null,
        "True" | "true" => Value::Bool(true),
        "False" | "false" => Value::Bool(false),
        number => match number.parse::<Number>() {
            Ok(number) => Value::Number(number),
            Err(_) => Value::String(word.to_owned()),
        },
    };
    Some((value, rest))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn printed_values_are_read_like_the_json_they_were() {
        let table = [
            (
                "{'a': None, 'b': True, 'c': False, 'd': -1.5, 'e': []}",
                json!({"a": null, "b": true, "c": false, "d": -1.5, "e": []}),
            ),
            (
                r#"{'who': "Pat O'Sample", 'n': {'x': [1, (2, 3)]}}"#,
                json!({"who": "Pat O'Sample", "n": {"x": [1, [2, 3]]}}),
            ),
            (
                r"['it\'s', 'caf\xe9', '\u00e9', '\ud83d\ude00', 'C:\dir', 'a\\b', b'raw', u'old']",
                json!(["it's", "café", "é", "😀", "C:\\dir", "a\\b", "raw", "old"]),
            ),
            (
                "{'at': datetime.datetime(2026, 9, 1, 10, 0), 'id': abc}",
                json!({"at": "datetime.datetime(2026, 9, 1, 10, 0)", "id": "abc"}),
            ),
            ("{'a': 1,}", json!({"a": 1})),
            ("{}", json!({})),
            (r#"{"json": true, "n": null}"#, json!({"json": true, "n": null})),
        ];
        for (text, expected) in table {
            assert_eq!(value(text), Some((expected, "")), "{text}");
        }
        assert_eq!(value("{'a': 1} tail"), Some((json!({"a": 1}), " tail")));
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for text in [
            "",
            "{",
            "{'a'",
            "{'a': ",
            "{'a': 1",
            "{'a' 1}",
            "{a: 1}",
            "{'a': 'open",
            "{'a': 'b' 'c': 1}",
            "[1, 2",
            r"'\u12",
            r"'\xg0'",
            "{1, 2}",
            "{'a': }",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(value(&deep), None);
    }
}
