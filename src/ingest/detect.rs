//! Which format a file is of: its content decides, unless the configuration names one.

use super::{
    format::{Format, Head, Shape},
    formats::FORMATS,
    other_objects,
};

/// The format with this id.
///
/// # Errors
/// The known ids and the nearest one.
pub(super) fn by_id(id: &str) -> Result<&'static Format, String> {
    FORMATS.iter().copied().find(|format| format.id == id).ok_or_else(|| {
        let nearest = FORMATS
            .iter()
            .map(|format| format.id)
            .max_by(|a, b| strsim::jaro_winkler(a, id).total_cmp(&strsim::jaro_winkler(b, id)));
        let hint = nearest.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        format!("unknown format `{id}`{hint} Known: {}", known(None))
    })
}

/// The one format that claims the head of a file.
///
/// # Errors
/// What was seen at the head, and which formats are known for this kind of file.
pub(super) fn by_content(head: &Head, shape: Shape) -> Result<&'static Format, String> {
    let claims: Vec<&'static Format> = FORMATS
        .iter()
        .copied()
        .filter(|format| format.shapes.contains(&shape) && (format.detect)(head))
        .collect();
    match claims.as_slice() {
        [one] => Ok(one),
        [] => Err(format!(
            "no known format: {}{}. Known formats of this kind: {}. If it is one of them, name it with `format`; \
             anything else is read by `csv-actions`, `csv-events` or `csv-tickets` with `columns`",
            seen(head),
            other_objects::told(head).map(|told| format!(". {told}")).unwrap_or_default(),
            known(Some(shape)),
        )),
        several => Err(format!(
            "claimed by several formats ({}); name the right one with `format`",
            several.iter().map(|format| format.id).collect::<Vec<_>>().join(", ")
        )),
    }
}

fn known(shape: Option<Shape>) -> String {
    let ids: Vec<&str> = FORMATS
        .iter()
        .filter(|format| shape.is_none_or(|shape| format.shapes.contains(&shape)))
        .map(|format| format.id)
        .collect();
    if ids.is_empty() { "none".to_owned() } else { ids.join(", ") }
}

/// What stands at the head of the file, in one clause.
fn seen(head: &Head) -> String {
    let list = |names: Vec<&str>| {
        let shown: Vec<String> = names
            .iter()
            .take(12)
            .map(|name| format!("`{}`", name.chars().take(40).collect::<String>()))
            .collect();
        let more = if names.len() > 12 { " …" } else { "" };
        format!("{}{more}", shown.join(", "))
    };
    if let Some(header) = &head.header {
        return format!("the header is {}", list(header.iter().map(String::as_str).collect()));
    }
    match head.rows.first() {
        Some(serde_json::Value::Object(row)) => {
            format!("the first row has the keys {}", list(row.keys().map(String::as_str).collect()))
        }
        Some(other) => format!("the first row is {}, not an object", kind_of(other)),
        None => "there is no row".to_owned(),
    }
}

fn kind_of(value: &serde_json::Value) -> &'static str {
    match value {
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "true or false",
        serde_json::Value::Number(_) => "a number",
        serde_json::Value::String(_) => "a text",
        serde_json::Value::Array(_) => "an array",
        serde_json::Value::Object(_) => "an object",
    }
}
