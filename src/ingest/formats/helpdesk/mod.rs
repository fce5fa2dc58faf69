//! What the helpdesks with plain JSON objects (Zendesk, Freshservice, Freshdesk) share.

mod markup;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

pub(super) use markup::plain;

use super::known_text::known_text;
use crate::{
    ingest::{sink::Sink, times::TimeRule},
    records::{Instant, Origin, PersonKeys},
};

/// A JSON object.
pub(super) type Object = Map<String, Value>;

/// The object inside a wrapper such as `{"ticket": {...}}`, else the object itself.
pub(super) fn unwrapped<'a>(row: &'a Value, wrappers: &[&str]) -> Option<&'a Object> {
    let object = row.as_object()?;
    if object.contains_key("id") {
        return Some(object);
    }
    Some(wrappers.iter().find_map(|key| object.get(*key)?.as_object()).unwrap_or(object))
}

/// A text, number or flag; `None` for everything that means nothing.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => known_text(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A member as text.
pub(super) fn text(object: &Object, key: &str) -> Option<String> {
    object.get(key).and_then(scalar)
}

/// An id: a whole number, or one written as text.
pub(super) fn id(object: &Object, key: &str) -> Option<String> {
    text(object, key).filter(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The objects of a list.
pub(super) fn objects<'a>(object: &'a Object, key: &str) -> impl Iterator<Item = &'a Object> {
    object.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// A time that a record can do without: what cannot be read is noted, not guessed. The products document UTC.
pub(super) fn time(object: &Object, key: &str, at: Origin, sink: &mut Sink<'_>) -> Option<Instant> {
    let text = text(object, key)?;
    match sink.time(at, &text, TimeRule::Utc) {
        Ok(found) => found,
        Err(error) => {
            sink.note(at, "ticket-time-unreadable", format!("`{key}` was left out: {error}"));
            None
        }
    }
}

/// The time a ticket was opened, which it cannot do without.
///
/// # Errors
/// What was found and what was expected.
pub(super) fn opened(object: &Object, at: Origin, sink: &mut Sink<'_>) -> Result<Instant, String> {
    let text = text(object, "created_at")
        .ok_or("no opening time: `created_at` is empty, expected for example `2026-07-01T13:30:00Z`")?;
    let found = sink.time(at, &text, TimeRule::Utc).map_err(|error| format!("`created_at`: {error}"))?;
    found.ok_or_else(|| format!("no opening time: `created_at` is `{text}`"))
}

/// An id that a person has in another system: administrators put their directory's or HR's there.
pub(super) fn external_id(keys: &mut PersonKeys, external: Option<String>) {
    let Some(external) = external else { return };
    let hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let place = match () {
        () if external.contains('@') => &mut keys.login,
        () if external.len() == 20 && external.starts_with("00u") => &mut keys.okta_id,
        () if external.len() == 36 && hex(&external) => &mut keys.entra_object_id,
        () => &mut keys.employee_id,
    };
    *place = Some(external);
}

/// Every value by its key, members of objects as `via.channel`, custom fields as `custom_fields.<id or name>`; texts
/// that the ticket holds already are left out.
pub(super) fn fields(object: &Object, without: &[&str]) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for (key, value) in object.iter().filter(|(key, _)| !without.contains(&key.as_str())) {
        add(&mut all, key, value, 0);
    }
    all
}

fn add(all: &mut BTreeMap<String, Vec<String>>, key: &str, value: &Value, depth: u8) {
    match value {
        Value::Object(object) if depth < 3 => {
            for (name, value) in object {
                add(all, &format!("{key}.{name}"), value, depth + 1);
            }
        }
        Value::Array(values) => {
            for value in values {
                let pair = value.as_object().and_then(|pair| Some((id(pair, "id")?, pair.get("value")?)));
                match pair {
                    Some((id, value)) => add(all, &format!("{key}.{id}"), value, depth + 1),
                    None if !value.is_array() => add(all, key, value, depth + 1),
                    None => {}
                }
            }
        }
        other => {
            if let Some(text) = scalar(other) {
                all.entry(key.to_owned()).or_default().push(text);
            }
        }
    }
}

/// Custom fields that may name a device: single words with a digit. Equality with a known device decides later.
pub(super) fn device_words(fields: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let is_word = |text: &&String| {
        (4..=64).contains(&text.len())
            && !text.contains(char::is_whitespace)
            && text.bytes().any(|byte| byte.is_ascii_digit())
    };
    let custom = fields.iter().filter(|(key, _)| key.starts_with("custom_fields."));
    let mut words: Vec<String> = custom.flat_map(|(_, values)| values).filter(is_word).cloned().collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_external_id_is_taken_for_what_it_looks_like() {
        let keys = |external: &str| {
            let mut keys = PersonKeys::default();
            external_id(&mut keys, Some(external.to_owned()));
            keys
        };
        assert_eq!(keys("100231").employee_id.as_deref(), Some("100231"));
        assert_eq!(keys("ann@meridian.example").login.as_deref(), Some("ann@meridian.example"));
        assert!(keys("00u1a2b3c4d5e6f7g8h9").okta_id.is_some());
        assert!(keys("6f2c1d3a-0b1c-4d5e-8f90-112233445566").entra_object_id.is_some());
    }

    #[test]
    fn fields_are_kept_by_path_and_custom_fields_by_id() {
        let ticket = json!({
            "subject": "left out", "via": {"channel": "rule", "source": {"rel": null}}, "tags": ["a", "b"],
            "custom_fields": [{"id": 360, "value": "C02SAMPLE01"}, {"id": 361, "value": null}, {"id": 362, "value": true}]
        });
        let fields = fields(ticket.as_object().unwrap(), &["subject"]);
        assert_eq!(fields["via.channel"], ["rule"]);
        assert_eq!(fields["tags"], ["a", "b"]);
        assert_eq!(fields["custom_fields.362"], ["true"]);
        assert_eq!(fields.len(), 4, "{fields:?}");
        assert_eq!(device_words(&fields), ["C02SAMPLE01"]);
    }
}
