//! Texts of JSON rows, whatever type of value they were written as.

use serde_json::Value;

use super::known_text::known_text;
use crate::records::sha256_hex;

/// The plain value at the end of a path, as cleaned text; words that mean "nothing" are absent.
pub(super) fn text(value: &Value, path: &[&str]) -> Option<String> {
    plain(at(value, path)?)
}

/// The first path that says something.
pub(super) fn first_text(value: &Value, paths: &[&[&str]]) -> Option<String> {
    paths.iter().find_map(|path| text(value, path))
}

/// The value at the end of a path that is not null.
pub(super) fn at<'a>(value: &'a Value, path: &[&str]) -> Option<&'a Value> {
    let found = path.iter().try_fold(value, |value, key| value.get(*key))?;
    (!found.is_null()).then_some(found)
}

/// A plain value as cleaned text.
pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => known_text(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// The elements of an array, or the one object that stands where an array could.
pub(super) fn each<'a>(value: &'a Value, path: &[&str]) -> Vec<&'a Value> {
    match at(value, path) {
        Some(Value::Array(values)) => values.iter().collect(),
        Some(value) if value.is_object() => vec![value],
        _ => Vec::new(),
    }
}

/// An id for a row that has none: the same row gives the same id, wherever it stands.
pub(super) fn hash(row: &Value) -> String {
    let hex = sha256_hex(row.to_string());
    format!("h-{}", &hex[..16])
}

/// Whether a text is an id as Microsoft and Apple write them.
pub(super) fn is_guid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}
