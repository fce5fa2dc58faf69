//! Members of Microsoft's objects under their two spellings, and values that are JSON inside a text.

use serde_json::Value;

use super::super::known_text::known_text;

/// A member by its name as Graph writes it, or with the capital that Log Analytics and some hubs give it.
pub(super) fn field<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let object = value.as_object()?;
    let found = object.get(name).filter(|value| !value.is_null());
    found.or_else(|| object.get(&capital(name))).filter(|value| !value.is_null())
}

/// A plain member as cleaned text.
pub(super) fn text(value: &Value, name: &str) -> Option<String> {
    match field(value, name)? {
        Value::String(text) => known_text(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// A GUID, lower case; the empty one stands for none.
pub(super) fn guid(value: &Value, name: &str) -> Option<String> {
    text(value, name).and_then(|text| known_guid(&text))
}

/// A GUID that names something.
pub(super) fn known_guid(text: &str) -> Option<String> {
    let is_empty = text.chars().all(|c| c == '0' || c == '-');
    (!is_empty).then(|| text.to_ascii_lowercase())
}

/// A member that may be JSON in a text, as Log Analytics keeps objects.
pub(super) fn opened(value: &Value, name: &str) -> Option<Value> {
    match field(value, name)? {
        Value::String(text) => serde_json::from_str(text).ok(),
        other => Some(other.clone()),
    }
}

/// The values in a text of a changed property: `"\"GROUP-A\""`, `"[true]"`, `"[\"a\",\"b\"]"`, or plain.
pub(super) fn values(text: &str) -> Vec<String> {
    match serde_json::from_str::<Value>(text.trim()) {
        Ok(Value::Array(items)) => items.iter().filter_map(plain).collect(),
        Ok(value @ (Value::String(_) | Value::Bool(_))) => plain(&value).into_iter().collect(),
        Ok(Value::Null) => Vec::new(),
        // Digits are left as they stand: employee numbers begin with zeros.
        _ => known_text(text).into_iter().collect(),
    }
}

/// The first of the values.
pub(super) fn first_value(text: &str) -> Option<String> {
    values(text).into_iter().next()
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => known_text(text.trim().trim_matches('"')),
        Value::Null => None,
        other => Some(other.to_string()),
    }
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_json_inside_a_text() {
        for (text, expected) in [
            (r#""GROUP-A""#, vec!["GROUP-A"]),
            ("[true]", vec!["true"]),
            (r#"["a@b.example","c"]"#, vec!["a@b.example", "c"]),
            (r#"["\"quoted twice\""]"#, vec!["quoted twice"]),
            ("plain text", vec!["plain text"]),
            ("0042", vec!["0042"]),
            ("[]", vec![]),
            (r#""""#, vec![]),
            ("null", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(values(text), expected, "{text}");
        }
    }

    #[test]
    fn members_are_found_in_both_spellings() {
        let value =
            serde_json::json!({ "id": null, "Id": "A", "type": "User", "CorrelationId": "00000000-0000" });
        assert_eq!(text(&value, "id").as_deref(), Some("A"));
        assert_eq!(text(&value, "type").as_deref(), Some("User"));
        assert_eq!(guid(&value, "correlationId"), None, "the empty GUID names nothing");
    }
}
