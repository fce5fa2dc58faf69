//! Lint of the register of people: keys that two persons bear at one time, and persons without any.

use std::collections::{BTreeMap, BTreeSet};

use super::{ControlFinding, Person, lint::finding};

/// Every finding about people.
pub(super) fn people(people: &[Person], findings: &mut Vec<ControlFinding>) {
    shared(people, "address-shared", "", addresses, findings);
    for (name, key) in KEYS {
        shared(people, "person-key-shared", name, |person| key(person).into_iter().collect(), findings);
    }
    without_keys(people, findings);
}

/// A key of a person, trimmed and folded as it is compared.
type Key = fn(&Person) -> Option<String>;

/// Keys that one person alone can bear at a time, by the name of their column.
const KEYS: [(&str, Key); 3] = [
    ("employee_id", |person| person.employee_id.clone()),
    ("okta_id", |person| person.okta_id.clone()),
    ("entra_object_id", |person| person.entra_object_id.clone()),
];

/// Addresses and logins are one space: a record names a person by either.
fn addresses(person: &Person) -> BTreeSet<String> {
    let own = [&person.email, &person.upn].into_iter().flatten().chain(&person.aliases);
    own.map(|address| address.to_lowercase()).collect()
}

/// Values that two persons bear at one time: a record that names one is about neither for certain.
fn shared(
    people: &[Person],
    rule: &str,
    column: &str,
    keys: impl Fn(&Person) -> BTreeSet<String>,
    findings: &mut Vec<ControlFinding>,
) {
    let mut bearers: BTreeMap<String, Vec<&Person>> = BTreeMap::new();
    for person in people {
        for key in keys(person) {
            bearers.entry(key).or_default().push(person);
        }
    }
    let label = if column.is_empty() { String::new() } else { format!("{column} ") };
    for (key, people) in bearers {
        let mut named = BTreeSet::new();
        for (index, first) in people.iter().enumerate() {
            for second in &people[index + 1..] {
                let pair = (
                    first.person_id.as_str().min(&second.person_id),
                    first.person_id.as_str().max(&second.person_id),
                );
                let differ = first.person_id != second.person_id;
                if differ && first.validity.overlaps(&second.validity) && named.insert(pair) {
                    let text = format!(
                        "`{}` (line {}) and `{}` (line {}) bear {label}`{key}` at one time: records that name it \
                         are about neither for certain, and nobody is picked",
                        first.person_id, first.row.line, second.person_id, second.row.line
                    );
                    findings.push(finding(rule, &key, &second.row, text));
                }
            }
        }
    }
}

/// Persons that no export can name: said once, with the first of them.
fn without_keys(people: &[Person], findings: &mut Vec<ControlFinding>) {
    let has_key =
        |person: &&Person| !addresses(person).is_empty() || KEYS.iter().any(|(_, key)| key(person).is_some());
    let bare: Vec<&Person> = people.iter().filter(|person| !has_key(person)).collect();
    let Some(first) = bare.first() else { return };
    let shown: Vec<String> = bare
        .iter()
        .take(5)
        .map(|person| format!("`{}` (line {})", person.person_id, person.row.line))
        .collect();
    let more = if bare.len() > shown.len() { ", …" } else { "" };
    let text = format!(
        "{} rows have none of {}, so no export can name these persons: {}{more}",
        bare.len(),
        super::people::KEYS.join(", "),
        shown.join(", ")
    );
    findings.push(finding("person-without-key", &first.person_id, &first.row, text));
}
