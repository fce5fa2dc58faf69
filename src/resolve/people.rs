//! Persons: stable id, employee id, e-mail or UPN as valid at that time, then a unique login local part.
//! Never display names, except a unique exact one for tickets. Two living persons behind one key are
//! ambiguous and not picked.

use std::collections::{BTreeMap, BTreeSet};

use super::person_keys::{folded, identifiers, register_keys, stable_keys};
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
    local_parts: BTreeMap<String, Vec<Holding>>,
    display_names: BTreeMap<String, BTreeSet<PersonId>>,
}

impl People {
    /// Builds the index from the register (every version a row) and from what identity events show of
    /// persons the register does not know.
    pub fn new(register: &[Person], events: &[IdentityEvent]) -> Self {
        let mut people = Self::default();
        people.add_register(register);
        // Whoever is seen first gives a person its label, so the order must not be that of the rows.
        let mut events: Vec<&IdentityEvent> = events.iter().collect();
        events.sort_by(|a, b| {
            (a.occurred_at, &a.event_id, &a.raw_kind).cmp(&(b.occurred_at, &b.event_id, &b.raw_kind))
        });
        people.add_unregistered(&events);
        people.add_identifier_changes(&events);
        people
    }

    /// Our id of the person: the register's `person_id`, else the best stable key.
    pub fn label(&self, id: PersonId) -> &str {
        &self.labels[id.0 as usize]
    }

    /// The person with this label.
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
            match self.resolve_stable(&key, at) {
                Resolution::Unknown => {}
                found => return found,
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
            .map_or(Resolution::Unknown, |login| self.resolve_local_part(login, at))
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

    /// One bearer is the person, living or not; of several the one living.
    fn resolve_stable(&self, key: &str, at: Instant) -> Resolution {
        let Some(bearers) = self.stable.get(key) else { return Resolution::Unknown };
        let mut living = bearers.iter().filter(|person| bearers.len() == 1 || self.is_living(**person, at));
        match (living.next(), living.next()) {
            (Some(person), None) => Resolution::Found(*person, Basis::Stable),
            _ => Resolution::Ambiguous,
        }
    }

    fn is_living(&self, id: PersonId, at: Instant) -> bool {
        let versions = &self.versions[id.0 as usize];
        versions.is_empty() || versions.iter().any(|version| version.validity.holds_at(at))
    }

    fn resolve_alias(&self, identifier: &str, at: Instant) -> Resolution {
        let holdings = self.aliases.get(&folded(identifier));
        holdings.map_or(Resolution::Unknown, |holdings| holder(holdings, at, Basis::Alias))
    }

    fn resolve_local_part(&self, login: &str, at: Instant) -> Resolution {
        let login = folded(login);
        // A full address that nobody holds is somebody else's: its local part says nothing.
        if login.contains('@') {
            return Resolution::Unknown;
        }
        let holdings = self.local_parts.get(&login);
        holdings.map_or(Resolution::Unknown, |holdings| holder(holdings, at, Basis::LocalPart))
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

    /// Persons with a stable id that no register row carries: known by that id and by all that stand with it.
    fn add_unregistered(&mut self, events: &[&IdentityEvent]) {
        for event in events {
            let keys = stable_keys(&event.subject);
            if keys.iter().all(|key| self.stable.contains_key(key)) {
                continue;
            }
            let bearers: BTreeSet<PersonId> =
                keys.iter().filter_map(|key| self.stable.get(key)).flatten().copied().collect();
            let known = bearers.first().copied().or_else(|| self.behind_address(event, &keys));
            if bearers.len() > 1 {
                continue;
            }
            let person = known.unwrap_or_else(|| self.new_person(keys[0].clone(), keys[0].clone()));
            for key in &keys {
                self.stable.entry(key.clone()).or_default().insert(person);
            }
            if known.is_none() {
                for identifier in addresses(event) {
                    // What somebody else held before is this person's from now on; else without limit.
                    let from = (!self.ever_held(identifier).is_empty()).then_some(event.occurred_at);
                    self.add_alias(identifier, person, Validity { from, to: None });
                }
            }
        }
    }

    /// Whoever holds the event's address at that time is the person under a new id. The last owner of a free
    /// address is so only if the register does not know another id of that kind: else it was recycled.
    fn behind_address(&self, event: &IdentityEvent, keys: &[String]) -> Option<PersonId> {
        addresses(event).find_map(|text| {
            let person = self.resolve_alias(text, event.occurred_at).person()?;
            let holdings = self.aliases.get(&folded(text))?;
            let holds_now =
                holdings.iter().any(|h| h.person == person && h.validity.holds_at(event.occurred_at));
            (holds_now || !self.has_other_id(person, keys)).then_some(person)
        })
    }

    fn has_other_id(&self, person: PersonId, keys: &[String]) -> bool {
        let kind = |key: &str| key.split(':').next().unwrap_or_default().to_owned();
        let own = self.versions[person.0 as usize].iter().flat_map(|v| stable_keys(&register_keys(v)));
        own.into_iter().any(|own| keys.iter().any(|key| kind(key) == kind(&own)))
    }

    fn add_identifier_changes(&mut self, events: &[&IdentityEvent]) {
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
        self.stable.entry(format!("person:{label}")).or_default().insert(id);
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
        if let Some(local) = key.split('@').next().filter(|local| !local.is_empty()) {
            self.local_parts.entry(local.to_owned()).or_default().push(Holding { person, validity });
        }
        self.aliases.entry(key).or_default().push(Holding { person, validity });
    }
}

/// The one holder at that time. Nobody now: a leaver's address outlives the leaver in Jamf, so it is still the
/// last owner's.
fn holder(holdings: &[Holding], at: Instant, basis: Basis) -> Resolution {
    let persons = |keep: &dyn Fn(&Holding) -> bool| -> BTreeSet<PersonId> {
        holdings.iter().filter(|holding| keep(holding)).map(|holding| holding.person).collect()
    };
    let mut found = persons(&|holding| holding.validity.holds_at(at));
    if found.is_empty() {
        let last = holdings.iter().filter_map(|holding| holding.validity.to).filter(|to| *to <= at).max();
        found = persons(&|holding| last.is_some() && holding.validity.to == last);
    }
    match (found.first(), found.len()) {
        (Some(person), 1) => Resolution::Found(*person, basis),
        (None, _) => Resolution::Unknown,
        _ => Resolution::Ambiguous,
    }
}

fn addresses(event: &IdentityEvent) -> impl Iterator<Item = &str> {
    [&event.subject.email, &event.subject.login].into_iter().flatten().map(String::as_str)
}

#[cfg(test)]
#[path = "people_tests.rs"]
mod tests;
