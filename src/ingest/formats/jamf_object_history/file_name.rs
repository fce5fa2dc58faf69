//! Which object a history is of, as the name of its file says: `scripts-12-history.json`,
//! `volume_purchasing_locations_3.csv`, `scripts-12-Clean up-history.json`.

/// What a history is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileObject {
    /// What kind of object.
    pub(super) class: ObjectClass,
    /// Its id.
    pub(super) id: Option<String>,
    /// Its name.
    pub(super) name: Option<String>,
    /// What tells histories of different objects apart: object and id, else the file's own name.
    pub(super) key: String,
}

/// What the history of such an object can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ObjectClass {
    /// Changes of a script.
    Script,
    /// Revoked licences.
    Licences,
    /// Changes of something that is installed on devices.
    Definition,
    /// Nothing that a workflow can use.
    Setting,
    /// Not told.
    Unknown,
}

/// Objects as they stand in the paths of the API.
const OBJECTS: [(&str, ObjectClass); 40] = [
    ("scripts", ObjectClass::Script),
    ("volume-purchasing-locations", ObjectClass::Licences),
    ("app-installers", ObjectClass::Definition),
    ("mobile-device-apps", ObjectClass::Definition),
    ("packages", ObjectClass::Definition),
    ("patch-policies", ObjectClass::Definition),
    ("patch-software-title-configurations", ObjectClass::Definition),
    ("activation-code", ObjectClass::Setting),
    ("adue-session-token-settings", ObjectClass::Setting),
    ("buildings", ObjectClass::Setting),
    ("cache-settings", ObjectClass::Setting),
    ("categories", ObjectClass::Setting),
    ("certificate-authority", ObjectClass::Setting),
    ("check-in", ObjectClass::Setting),
    ("cloud-ldaps", ObjectClass::Setting),
    ("computer-inventory-collection-settings", ObjectClass::Setting),
    ("computer-prestages", ObjectClass::Setting),
    ("departments", ObjectClass::Setting),
    ("device-communication-settings", ObjectClass::Setting),
    ("device-enrollments", ObjectClass::Setting),
    ("engage", ObjectClass::Setting),
    ("enrollment", ObjectClass::Setting),
    ("enrollment-customizations", ObjectClass::Setting),
    ("gsx-connection", ObjectClass::Setting),
    ("inventory-preload", ObjectClass::Setting),
    ("jamf-connect", ObjectClass::Setting),
    ("jamf-pro-server-url", ObjectClass::Setting),
    ("jamf-protect", ObjectClass::Setting),
    ("login-customization", ObjectClass::Setting),
    ("mobile-device-prestages", ObjectClass::Setting),
    ("onboarding", ObjectClass::Setting),
    ("parent-app", ObjectClass::Setting),
    ("reenrollment", ObjectClass::Setting),
    ("return-to-service", ObjectClass::Setting),
    ("self-service", ObjectClass::Setting),
    ("smtp-server", ObjectClass::Setting),
    ("sso", ObjectClass::Setting),
    ("supervision-identities", ObjectClass::Setting),
    ("teacher-app", ObjectClass::Setting),
    ("user-preferences", ObjectClass::Setting),
];

impl FileObject {
    /// What the name of a file says.
    pub(super) fn of(file_name: &str) -> Self {
        let stem = stem(file_name);
        // Of the same length, so that places in it are places in the name.
        let plain: String =
            stem.chars().map(|c| if is_mark(c) { '-' } else { c.to_ascii_lowercase() }).collect();
        let found =
            OBJECTS.iter().filter_map(|(object, class)| Some((ends_at(&plain, object)?, object, class)));
        // `enrollment-customizations` goes before `enrollment`.
        let Some((end, object, class)) = found.max_by_key(|(_, object, _)| object.len()) else {
            return Self { class: ObjectClass::Unknown, id: None, name: None, key: stem.to_owned() };
        };
        let rest = stem[end..].trim_start_matches(is_mark);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (id, rest) = rest.split_at(digits);
        let is_id = digits > 0 && rest.chars().next().is_none_or(is_mark);
        let id = is_id.then(|| id.trim_start_matches('0').to_owned()).filter(|id| !id.is_empty());
        let key = id.as_ref().map_or_else(|| stem.to_owned(), |id| format!("{object} {id}"));
        let name = if id.is_some() { name(rest) } else { None };
        Self { class: *class, id, name, key }
    }
}

/// What stands between the id and the word `history`.
fn name(rest: &str) -> Option<String> {
    let rest = rest.trim_matches(is_mark);
    let begins = rest.to_ascii_lowercase().rfind("history")?;
    let name = rest[..begins].trim_matches(is_mark);
    (!name.is_empty()).then(|| name.to_owned())
}

fn is_mark(c: char) -> bool {
    matches!(c, '-' | '_' | ' ' | '.')
}

/// Where the name of an object ends, if it stands in the text between marks; also in the singular.
fn ends_at(plain: &str, object: &str) -> Option<usize> {
    let singular = object.strip_suffix('s').unwrap_or(object);
    [object, singular].into_iter().find_map(|word| {
        plain.match_indices(word).find_map(|(at, _)| {
            let end = at + word.len();
            let is_between = (at == 0 || plain[..at].ends_with('-'))
                && (end == plain.len() || plain[end..].starts_with('-'));
            is_between.then_some(end)
        })
    })
}

/// The name without the endings of exports.
fn stem(file_name: &str) -> &str {
    let mut stem = file_name;
    while let Some((rest, ending)) = stem.rsplit_once('.')
        && ["json", "ndjson", "jsonl", "csv", "txt", "gz", "zst"]
            .contains(&ending.to_ascii_lowercase().as_str())
    {
        stem = rest;
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_object_and_its_id_stand_in_the_name_of_the_file() {
        for (file, class, id, name) in [
            ("scripts-12-history.json", ObjectClass::Script, Some("12"), None),
            ("Scripts_12_history.json.gz", ObjectClass::Script, Some("12"), None),
            ("v1-scripts-12-history-page-2.json", ObjectClass::Script, Some("12"), None),
            ("script-7.csv", ObjectClass::Script, Some("7"), None),
            ("scripts-12-Clean up v1.2-history.json", ObjectClass::Script, Some("12"), Some("Clean up v1.2")),
            ("volume_purchasing_locations-3-history.json", ObjectClass::Licences, Some("3"), None),
            ("packages__history.json", ObjectClass::Definition, None, None),
            ("scripts-2026q3-history.json", ObjectClass::Script, None, None),
            ("enrollment-customizations-1-history.json", ObjectClass::Setting, Some("1"), None),
            ("reenrollment-history.csv", ObjectClass::Setting, None, None),
            ("history.json", ObjectClass::Unknown, None, None),
            ("descripts-1.json", ObjectClass::Unknown, None, None),
            ("Zürich-scripts-4-Grüße-history.json", ObjectClass::Script, Some("4"), Some("Grüße")),
        ] {
            let found = FileObject::of(file);
            assert_eq!(
                (found.class, found.id.as_deref(), found.name.as_deref()),
                (class, id, name),
                "{file}"
            );
        }
    }

    #[test]
    fn exports_of_one_object_have_one_key_and_unknown_ones_a_key_each() {
        let key = |file| FileObject::of(file).key;
        assert_eq!(key("packages-3-history.json"), key("Packages_3.csv.gz"));
        assert_ne!(key("packages-3-history.json"), key("scripts-3-history.json"));
        assert_ne!(key("a-history.json"), key("b-history.json"));
    }
}
