//! Reading fields of Jamf's JSON, where ids are numbers or texts and "nothing" has many spellings.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::records::{DeviceKeys, lower_hex};

/// A text or number as trimmed text; `None` for null, empty and the string `null`.
pub(super) fn text(value: &Value, key: &str) -> Option<String> {
    let text = match value.get(key)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        // An XML element with attributes.
        Value::Object(object) => object.get("#text")?.as_str()?.trim().to_owned(),
        _ => return None,
    };
    if text.is_empty() || text.eq_ignore_ascii_case("null") { None } else { Some(text) }
}

/// The first of several keys that holds something.
pub(super) fn first_text(value: &Value, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| text(value, key))
}

/// An id; `-1` and `0` mean none.
pub(super) fn id(value: &Value, key: &str) -> Option<String> {
    text(value, key).filter(|id| id != "-1" && id != "0")
}

/// Whether a text is a UUID, as the names of API clients are.
pub(super) fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// An id for a record that has none: a hash over what makes it one.
pub(super) fn hashed_id(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0x1f]);
    }
    format!("h-{}", lower_hex(&hash.finalize()[..8]))
}

/// The keys of a device in one text, for hashing.
pub(super) fn device_text(device: &DeviceKeys) -> String {
    let class = device.class.map_or("", |class| class.code());
    let or_empty = |key: &Option<String>| key.clone().unwrap_or_default();
    [
        class,
        &or_empty(&device.jamf_id),
        &or_empty(&device.management_id),
        &or_empty(&device.udid),
        &or_empty(&device.serial),
    ]
    .join("|")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_has_many_spellings() {
        let value = json!({"a": null, "b": "", "c": " null ", "d": -1, "e": "0", "f": " x ", "g": 42});
        for key in ["a", "b", "c", "z"] {
            assert_eq!(text(&value, key), None, "{key}");
        }
        assert_eq!((id(&value, "d"), id(&value, "e")), (None, None));
        assert_eq!((text(&value, "f"), id(&value, "g")), (Some("x".to_owned()), Some("42".to_owned())));
    }

    #[test]
    fn uuids_are_told_from_names() {
        assert!(is_uuid("2435abf1-f8f0-4633-b133-891be9b974fd"));
        for name in [
            "jamf-automation",
            "",
            "2435abf1-f8f0-4633-b133-891be9b974f",
            "zz35abf1-f8f0-4633-b133-891be9b974fd",
        ] {
            assert!(!is_uuid(name), "{name}");
        }
    }
}
