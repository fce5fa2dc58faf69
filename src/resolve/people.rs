//! Persons: stable id, employee id, e-mail or UPN as valid at that time, then a unique login local part.
//! Never display names, except a unique exact one for tickets. Two living persons behind one key are
//! ambiguous and not picked.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    records::{EventKind, IdentityEvent, Instant, PersonKeys},
    registers::{Person, Validity},
};

/// Index of a person in [`People`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub u32);

/// How a person was found, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Stable id or employee id.
    Stable,
    /// E-mail or login, valid at that time.
    Alias,
    /// Local part of a login, unique.
    LocalPart,
}

/// What asking for a person gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// One person.
    Found(PersonId, Basis),
    /// Several living persons share the key.
    Ambiguous,
    /// Nobody.
    Unknown,
}

impl Resolution {
    /// The person, if exactly one was found.
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Found(person, _) => Some(person),
            _ => None,
        }
    }

    /// How the person was found.
    pub fn basis(self) -> Option<Basis> {
        match self {
            Self::Found(_, basis) => Some(basis),
            _ => None,
        }
    }
}

/// One stretch of time in which an identifier stood for a person.
#[derive(Debug, Clone, Copy)]
struct Holding {
    person: PersonId,
    validity: Validity,
}

/// All persons known from the register and, beyond it, from identity events.
#[derive(Debug, Default)]
pub struct People {
    labels: Vec<String>,
    versions: Vec<Vec<Person>>,
    stable: BTreeMap<String, BTreeSet<PersonId>>,
    aliases: BTreeMap<String, Vec<Holding>>,
    local_parts: BTreeMap<String, BTreeSet<PersonId>>,
    display_names: BTreeMap<String, BTreeSet<PersonId>>,
}

impl People {
    /// Builds the index from the register (every version a row) and from what identity events show of
    /// persons the register does not know.
    pub fn new(register: &[Person], events: &[IdentityEvent]) -> Self {
        let mut people = Self::default();
        people.add_register(register);
        people.add_unregistered(events);
        people.add_identifier_changes(events);
        people
    }

    /// Our id of the person: the register's `person_id`, else the best stable key.
    pub fn label(&self, id: PersonId) -> &str {
        &self.labels[id.0 as usize]
    }

    /// The person with this register id.
    pub fn by_person_id(&self, person_id: &str) -> Option<PersonId> {
        self.only(&self.stable, &format!("person:{}", person_id.trim()))
    }

    /// The register's version valid at the time.
    pub fn version_at(&self, id: PersonId, at: Instant) -> Option<&Person> {
        self.versions[id.0 as usize].iter().find(|version| version.validity.holds_at(at))
    }

    /// The register's last version.
    pub fn last_version(&self, id: PersonId) -> Option<&Person> {
        self.versions[id.0 as usize]
            .iter()
            .max_by_key(|version| version.validity.to.unwrap_or(Instant::MAX_UTC))
    }

    /// Finds a person by the keys of one record, as valid at the record's time.
    pub fn resolve(&self, keys: &PersonKeys, at: Instant) -> Resolution {
        for key in stable_keys(keys) {
            match self.stable.get(&key).map(BTreeSet::len) {
                Some(1) => {
                    if let Some(person) = self.only(&self.stable, &key) {
                        return Resolution::Found(person, Basis::Stable);
                    }
                }
                Some(_) => return Resolution::Ambiguous,
                None => {}
            }
        }
        for identifier in [&keys.email, &keys.login].into_iter().flatten() {
            match self.resolve_alias(identifier, at) {
                Resolution::Unknown => {}
                found => return found,
            }
        }
        keys.login
            .as_deref()
            .or(keys.email.as_deref())
            .map_or(Resolution::Unknown, |login| self.resolve_local_part(login))
    }

    /// Finds a person for a ticket: as `resolve`, then by a display name that exactly one person bears.
    pub fn resolve_for_ticket(&self, keys: &PersonKeys, at: Instant) -> Resolution {
        match self.resolve(keys, at) {
            Resolution::Unknown => {}
            found => return found,
        }
        let name = keys.display_name.as_deref().map(folded).unwrap_or_default();
        self.only(&self.display_names, &name)
            .map_or(Resolution::Unknown, |person| Resolution::Found(person, Basis::LocalPart))
    }

    /// All persons an identifier ever stood for, in order.
    pub fn ever_held(&self, identifier: &str) -> BTreeSet<PersonId> {
        self.aliases.get(&folded(identifier)).into_iter().flatten().map(|holding| holding.person).collect()
    }

    /// Register versions of a person that carry an identifier.
    pub fn versions_with(&self, id: PersonId, identifier: &str) -> impl Iterator<Item = &Person> {
        let wanted = folded(identifier);
        self.versions[id.0 as usize]
            .iter()
            .filter(move |version| identifiers(version).any(|text| folded(text) == wanted))
    }

    fn resolve_alias(&self, identifier: &str, at: Instant) -> Resolution {
        let Some(holdings) = self.aliases.get(&folded(identifier)) else { return Resolution::Unknown };
        let valid: BTreeSet<PersonId> = holdings
            .iter()
            .filter(|holding| holding.validity.holds_at(at))
            .map(|holding| holding.person)
            .collect();
        match valid.len() {
            1 => valid.first().map_or(Resolution::Unknown, |person| Resolution::Found(*person, Basis::Alias)),
            0 => self.last_owner_before(holdings, at),
            _ => Resolution::Ambiguous,
        }
    }

    /// A leaver's address outlives the leaver in Jamf: nobody holds it now, so it is still the last owner's.
    fn last_owner_before(&self, holdings: &[Holding], at: Instant) -> Resolution {
        let last = holdings
            .iter()
            .filter(|h| h.validity.to.is_some_and(|to| to <= at))
            .max_by_key(|h| (h.validity.to, h.person));
        last.map_or(Resolution::Unknown, |holding| Resolution::Found(holding.person, Basis::Alias))
    }

    fn resolve_local_part(&self, login: &str) -> Resolution {
        let login = folded(login);
        let local = login.split('@').next().unwrap_or_default().to_owned();
        // A full address that nobody holds is somebody else's: its local part says nothing.
        if login.contains('@') || local.is_empty() {
            return Resolution::Unknown;
        }
        match self.local_parts.get(&local).map(BTreeSet::len) {
            None => Resolution::Unknown,
            Some(1) => self
                .only(&self.local_parts, &local)
                .map_or(Resolution::Unknown, |p| Resolution::Found(p, Basis::LocalPart)),
            Some(_) => Resolution::Ambiguous,
        }
    }

    fn only(&self, index: &BTreeMap<String, BTreeSet<PersonId>>, key: &str) -> Option<PersonId> {
        index.get(key).filter(|found| found.len() == 1).and_then(|found| found.first().copied())
    }

    fn add_register(&mut self, register: &[Person]) {
        for version in register {
            let key = format!("person:{}", version.person_id);
            let person = self
                .only(&self.stable, &key)
                .unwrap_or_else(|| self.new_person(version.person_id.clone(), key));
            for stable in stable_keys(&register_keys(version)) {
                self.stable.entry(stable).or_default().insert(person);
            }
            for identifier in identifiers(version) {
                self.add_alias(identifier, person, version.validity);
            }
            let name = folded(&version.display_name);
            if !name.is_empty() {
                self.display_names.entry(name).or_default().insert(person);
            }
            self.versions[person.0 as usize].push(version.clone());
        }
        for versions in &mut self.versions {
            versions.sort_by_key(|version| (version.validity.from, version.row.clone()));
        }
    }

    /// Persons with a stable id that no register row carries: known by that id, their addresses without limit.
    fn add_unregistered(&mut self, events: &[IdentityEvent]) {
        for event in events {
            let keys = stable_keys(&event.subject);
            if keys.is_empty() || keys.iter().any(|key| self.stable.contains_key(key)) {
                continue;
            }
            // An address the register knows at that time is that person under a new id, not a new person.
            let known = [&event.subject.email, &event.subject.login]
                .into_iter()
                .flatten()
                .find_map(|text| self.resolve_alias(text, event.occurred_at).person());
            let person = known.unwrap_or_else(|| self.new_person(keys[0].clone(), keys[0].clone()));
            for key in &keys {
                self.stable.entry(key.clone()).or_default().insert(person);
            }
            if known.is_none() {
                for identifier in [&event.subject.email, &event.subject.login].into_iter().flatten() {
                    self.add_alias(identifier, person, Validity::default());
                }
            }
        }
    }

    fn add_identifier_changes(&mut self, events: &[IdentityEvent]) {
        for event in events {
            if !matches!(event.kind, EventKind::IdentifierChanged | EventKind::IdentifierRecycled) {
                continue;
            }
            let Some(person) = self.resolve(&event.subject, event.occurred_at).person() else { continue };
            if let Some(old) = &event.old_value
                && !self.ever_held(old).contains(&person)
            {
                self.add_alias(old, person, Validity { from: None, to: Some(event.occurred_at) });
            }
            if let Some(new) = &event.new_value
                && !self.ever_held(new).contains(&person)
            {
                self.add_alias(new, person, Validity { from: Some(event.occurred_at), to: None });
            }
        }
    }

    fn new_person(&mut self, label: String, key: String) -> PersonId {
        let id = PersonId(u32::try_from(self.labels.len()).unwrap_or(u32::MAX));
        self.labels.push(label);
        self.versions.push(Vec::new());
        self.stable.entry(key).or_default().insert(id);
        id
    }

    fn add_alias(&mut self, identifier: &str, person: PersonId, validity: Validity) {
        let key = folded(identifier);
        if key.is_empty() {
            return;
        }
        if let Some(local) = key.split('@').next() {
            self.local_parts.entry(local.to_owned()).or_default().insert(person);
        }
        self.aliases.entry(key).or_default().push(Holding { person, validity });
    }
}

/// An identifier as compared: trimmed, lower case, compatibility-composed.
pub fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.trim().nfkc().collect::<String>().to_lowercase()
}

fn identifiers(version: &Person) -> impl Iterator<Item = &str> {
    version.upn.iter().chain(version.email.iter()).chain(version.aliases.iter()).map(String::as_str)
}

fn register_keys(version: &Person) -> PersonKeys {
    PersonKeys {
        person_id: Some(version.person_id.clone()),
        okta_id: version.okta_id.clone(),
        entra_object_id: version.entra_object_id.clone(),
        employee_id: version.employee_id.clone(),
        ..PersonKeys::default()
    }
}

/// Best key first.
fn stable_keys(keys: &PersonKeys) -> Vec<String> {
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
