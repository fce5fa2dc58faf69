//! What the Jira exports share: states and classes in the languages of the interface, people, texts, links. The
//! formats differ in how rows are cut, what columns are called and how times are written.

mod adf;
mod links;
mod people;
mod state;
mod wiki;

pub(super) use adf::plain as plain_document;
pub(super) use links::{cause_kind, is_inward};
pub(super) use people::person;
pub(super) use state::{class, is_done, state};
pub(super) use wiki::plain;

/// Words in names of custom fields that hold a device, lower case.
const DEVICE_WORDS: [&str; 24] = [
    "asset",
    "assets",
    "device",
    "devices",
    "affected device",
    "affected devices",
    "affected hardware",
    "hardware",
    "computer",
    "computer name",
    "hostname",
    "host name",
    "serial number",
    "serial",
    "asset tag",
    "equipo",
    "dispositivo",
    "número de serie",
    "gerät",
    "seriennummer",
    "appareil",
    "numéro de série",
    "ordinateur",
    "numero di serie",
];

/// Names of custom fields that hold whom a ticket is about, lower case.
const PERSON_WORDS: [&str; 10] = [
    "affected person",
    "affected user",
    "on behalf of",
    "requested for",
    "impacted user",
    "persona afectada",
    "usuario afectado",
    "betroffene person",
    "personne concernée",
    "persona interessata",
];

/// Names of custom fields that hold the root cause, lower case.
const CAUSE_WORDS: [&str; 6] =
    ["root cause", "causa raíz", "ursache", "grundursache", "cause racine", "causa principale"];

/// What a custom field is for, as far as its name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum CustomField {
    /// Names devices.
    Device,
    /// Names the affected person.
    Person,
    /// Says what the cause was.
    Cause,
}

/// What a custom field of this name is for.
pub(in crate::ingest) fn custom_field(name: &str) -> Option<CustomField> {
    let name = name.trim().to_lowercase();
    let is_in = |words: &[&str]| words.contains(&name.as_str());
    if is_in(&DEVICE_WORDS) {
        Some(CustomField::Device)
    } else if is_in(&PERSON_WORDS) {
        Some(CustomField::Person)
    } else {
        is_in(&CAUSE_WORDS).then_some(CustomField::Cause)
    }
}

/// Whether a value says nothing: words for nothing, and what Jira prints of its own objects.
pub(super) fn is_junk(text: &str) -> bool {
    const NULLS: [&str; 10] = ["", "null", "nan", "none", "?", "n/a", "{}", "[]", "#n/a", "-"];
    let text = text.trim();
    NULLS.iter().any(|null| text.eq_ignore_ascii_case(null))
        || text.starts_with("ApprovalsCFValue{")
        || (text.starts_with("com.atlassian.") && text.contains('@') && !text.contains(char::is_whitespace))
        || is_rank(text)
}

/// `0|i02m2f:`, the place of an issue on a board.
fn is_rank(text: &str) -> bool {
    text.split_once('|').is_some_and(|(bucket, rest)| {
        matches!(bucket, "0" | "1" | "2")
            && rest.split_once(':').is_some_and(|(rank, more)| {
                let is_plain =
                    |part: &str| part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
                !rank.is_empty() && is_plain(rank) && is_plain(more)
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_jira_prints_of_its_own_objects_is_nothing() {
        for junk in [
            "ApprovalsCFValue{approvals=[]}",
            "com.atlassian.servicedesk.internal.ApprovalsCFValue@21c2fe6f",
            "{}",
            "0|i02m2f:",
            "0|hzzzzz:r",
            " ",
        ] {
            assert!(is_junk(junk), "{junk}");
        }
        for text in ["0", "7|8", "the com.atlassian.x@1 class failed", "0|my note: text", "MB-0042"] {
            assert!(!is_junk(text), "{text}");
        }
    }

    #[test]
    fn custom_fields_are_known_by_name_in_several_languages() {
        assert_eq!(custom_field("Affected devices"), Some(CustomField::Device));
        assert_eq!(custom_field("Persona afectada"), Some(CustomField::Person));
        assert_eq!(custom_field("Root cause"), Some(CustomField::Cause));
        assert_eq!(custom_field("Time to resolution"), None);
    }
}
