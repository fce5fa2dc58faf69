//! The keys of a person as they are compared.

use crate::{records::PersonKeys, registers::Person};

/// An identifier as compared: trimmed, lower case, compatibility-composed.
pub fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let text = text.trim();
    // Composing leaves ASCII as it is, and nearly every identifier is ASCII.
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkc().collect::<String>().to_lowercase()
}

pub(super) fn identifiers(version: &Person) -> impl Iterator<Item = &str> {
    version.upn.iter().chain(version.email.iter()).chain(version.aliases.iter()).map(String::as_str)
}

pub(super) fn register_keys(version: &Person) -> PersonKeys {
    PersonKeys {
        person_id: Some(version.person_id.clone()),
        okta_id: version.okta_id.clone(),
        entra_object_id: version.entra_object_id.clone(),
        employee_id: version.employee_id.clone(),
        ..PersonKeys::default()
    }
}

/// Best key first.
pub(super) fn stable_keys(keys: &PersonKeys) -> Vec<String> {
    let mut found = Vec::new();
    let mut push = |prefix: &str, value: &Option<String>, fold: bool| {
        if let Some(value) = value.as_deref().map(str::trim).filter(|value| !value.is_empty()) {
            found.push(if fold {
                format!("{prefix}:{}", value.to_lowercase())
            } else {
                format!("{prefix}:{value}")
            });
        }
    };
    push("person", &keys.person_id, false);
    push("okta", &keys.okta_id, false);
    push("entra", &keys.entra_object_id, true);
    push("employee", &keys.employee_id, true);
    found
}
