//! Values in what a script prints, wherever they stand among its words and however many lines they take.

use std::ops::Range;

use serde_json::Value;

use super::super::python_literal;
use crate::ingest::xml_rows;

/// Roots of the answers of the Classic API.
const ROOTS: [&str; 2] = ["computer_command", "mobile_device_command"];

/// What has to stand in a text before values are looked for in it.
const MARKS: [&str; 6] = ["_command>", "_command ", "commandUuid", "commandId", "command_uuid", "eventType"];

/// A value and where it stands.
#[derive(Debug, PartialEq)]
pub(super) struct Found {
    pub(super) value: Value,
    pub(super) range: Range<usize>,
}

/// After so many brackets that begin nothing, no more values are looked for: each of them may be read to the end.
const MOST_FAILED: usize = 1_000;

/// Every object, list and answer in XML, the outermost only.
pub(super) fn values(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    if !MARKS.iter().any(|mark| text.contains(mark)) {
        return found;
    }
    let mut at = 0;
    let mut failed = 0;
    while failed < MOST_FAILED
        && let Some(step) = text[at..].find(['<', '{', '['])
    {
        let start = at + step;
        let rest = &text[start..];
        let parsed = if rest.starts_with('<') {
            xml(rest)
        } else {
            json(rest).or_else(|| python(rest)).map(|(value, length)| (Some(value), length))
        };
        failed += usize::from(parsed.is_none());
        let (value, length) = parsed.unwrap_or((None, 1));
        found.extend(value.map(|value| Found { value, range: start..start + length }));
        at = start + length;
    }
    found
}

/// An answer in XML and its length; no value where it holds the beginning of another, as then the lines of two
/// scripts are mixed up to the end of both.
fn xml(text: &str) -> Option<(Option<Value>, usize)> {
    begins(text)?;
    let (mut depth, mut deepest) = (0_usize, 0);
    for (at, _) in text.match_indices('<') {
        if begins(&text[at..]).is_some() {
            depth += 1;
            deepest = deepest.max(depth);
        } else if let Some(length) = ends(&text[at..]) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                let length = at + length;
                let value = if deepest == 1 { xml_rows::document(&text[..length]) } else { None };
                return Some((value, length));
            }
        }
    }
    (deepest > 1).then_some((None, text.len()))
}

/// The root that begins here.
fn begins(text: &str) -> Option<&'static str> {
    let name = text.strip_prefix('<')?;
    ROOTS.into_iter().find(|root| {
        let after = name.strip_prefix(root);
        after.is_some_and(|after| after.starts_with('>') || after.starts_with(char::is_whitespace))
    })
}

/// The length of the end of a root.
fn ends(text: &str) -> Option<usize> {
    let name = text.strip_prefix("</")?;
    let root =
        ROOTS.into_iter().find(|root| name.strip_prefix(root).is_some_and(|after| after.starts_with('>')))?;
    Some(root.len() + 3)
}

fn json(text: &str) -> Option<(Value, usize)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let value = values.next()?.ok()?;
    Some((value, values.byte_offset()))
}

fn python(text: &str) -> Option<(Value, usize)> {
    let (value, rest) = python_literal::value(text)?;
    Some((value, text.len() - rest.len()))
}

/// Whether a line names a command that no value of it was read from.
pub(super) fn names_command(line: &str) -> bool {
    let has_uuid = || {
        let is_part = |c: char| c.is_ascii_hexdigit() || c == '-';
        line.split(|c: char| !is_part(c)).any(super::super::jamf_fields::is_uuid)
    };
    ["command_uuid>", "commandUuid", "commandId"].iter().any(|mark| line.contains(mark)) && has_uuid()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_found_among_words() {
        let text = "[i] sent {odd} Response: {\"deviceId\": \"1\", \"commandUuid\": \"u\"} done {'deviceId': '2', 'commandUuid': None}";
        let found: Vec<Value> = values(text).into_iter().map(|found| found.value).collect();
        assert_eq!(
            found,
            [
                json!(["i"]),
                json!({"deviceId": "1", "commandUuid": "u"}),
                json!({"deviceId": "2", "commandUuid": null})
            ]
        );
    }

    #[test]
    fn xml_over_several_lines_is_one_value_and_mixed_lines_are_none() {
        let whole =
            "x\n<computer_command>\n  <command>\n<name>DeviceLock</name></command>\n</computer_command>";
        let found = values(whole);
        assert_eq!(found[0].value, json!({"computer_command": {"command": {"name": "DeviceLock"}}}));
        assert_eq!(found[0].range, 2..whole.len());
        for mixed in [
            "<computer_command>\n<computer_command>\n<command><name>x</name></command>\n</computer_command>\n</computer_command>",
            "<computer_command>\n<computer_command><command><name>x</name></command>\n</computer_command>",
            "<computer_command><command>",
        ] {
            assert!(values(mixed).is_empty(), "{mixed}");
        }
        let next = "<computer_command><mobile_device_command></computer_command></mobile_device_command>{\"commandId\":1}";
        assert_eq!(values(next).len(), 1);
    }

    #[test]
    fn texts_full_of_brackets_end() {
        let text = format!("commandUuid {} {}", "[".repeat(5_000), "{'a': ".repeat(5_000));
        assert!(values(&text).is_empty());
    }

    #[test]
    fn brackets_that_begin_nothing_are_given_up_on() {
        for opening in ["[a(", "<computer_command>", "{'a':"] {
            let text = format!("commandUuid {}", opening.repeat(20_000));
            assert!(values(&text).is_empty(), "{opening}");
        }
    }
}
