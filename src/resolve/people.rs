//! Persons: stable id, employee id, e-mail or UPN as valid at that time, then a unique login local part.
//! Never display names, except a unique exact one for tickets. Two living persons behind one key are
//! ambiguous and not picked.

use std::collections::{BTreeMap, BTreeSet};

use super::people_seen::{Sighting, first_sightings};
use super::person_keys::{folded, identifiers, stable_keys};
use crate::{
    records::{EventKind, IdentityEvent, Instant, PersonKeys, SignIn},
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
pub(super) struct Holding {
    pub(super) person: PersonId,
    pub(super) validity: Validity,
}

/// All persons known from the register and, beyond it, from identity events.
#[derive(Debug, Default)]
pub struct People {
    pub(super) labels: Vec<String>,
    pub(super) versions: Vec<Vec<Person>>,
    pub(super) stable: BTreeMap<String, BTreeSet<PersonId>>,
    pub(super) aliases: BTreeMap<String, Vec<Holding>>,
    pub(super) local_parts: BTreeMap<String, Vec<Holding>>,
    pub(super) display_names: BTreeMap<String, BTreeSet<PersonId>>,
}

impl People {
    /// Builds the index from the register (every version a row) and from what identity events show of
    /// persons the register does not know.
    pub fn new(register: &[Person], events: &[IdentityEvent], sign_ins: &[SignIn]) -> Self {
        let mut people = Self::default();
        people.add_register(register);
        // Whoever is seen first gives a person its label, so the order must not be that of the rows.
        let mut seen: Vec<Sighting<'_>> =
            events.iter().map(Sighting::of).chain(first_sightings(sign_ins)).collect();
        seen.sort();
        people.add_unregistered(&seen);
        let is_change = |event: &&IdentityEvent| {
            matches!(event.kind, EventKind::IdentifierChanged | EventKind::IdentifierRecycled)
        };
        let mut changes: Vec<&IdentityEvent> = events.iter().filter(is_change).collect();
        changes.sort_by(|a, b| {
            (a.occurred_at, &a.event_id, &a.raw_kind).cmp(&(b.occurred_at, &b.event_id, &b.raw_kind))
        });
        people.add_identifier_changes(&changes);
        people
    }

    /// Our id of the person: the register's `person_id`, else the best stable key.
    pub fn label(&self, id: PersonId) -> &str {
        &self.labels[id.0 as usize]
    }

    /// The person with this label.
    pub fn by_person_id(&self, person_id: &str) -> Option<PersonId> {
        only(&self.stable, &format!("person:{}", person_id.trim()))
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
        only(&self.display_names, &name)
            .map_or(Resolution::Unknown, |person| Resolution::Found(person, Basis::LocalPart))
    }

    /// Everybody whom keys could name at some time.
    pub fn ever_named(&self, keys: &PersonKeys) -> BTreeSet<PersonId> {
        let stable = stable_keys(keys);
        let of_stable = stable.iter().filter_map(|key| self.stable.get(key)).flatten().copied();
        let addresses: Vec<String> =
            [&keys.email, &keys.login].into_iter().flatten().map(|text| folded(text)).collect();
        let holdings = addresses.iter().flat_map(|text| [self.aliases.get(text), self.local_parts.get(text)]);
        of_stable.chain(holdings.flatten().flatten().map(|holding| holding.person)).collect()
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

    pub(super) fn resolve_alias(&self, identifier: &str, at: Instant) -> Resolution {
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
}

/// The one holder at that time. Nobody now: a leaver's address outlives the leaver in Jamf, so it is still the
/// last owner's.
fn holder(holdings: &[Holding], at: Instant, basis: Basis) -> Resolution {
    let one = |keep: &dyn Fn(&Holding) -> bool| {
        let mut persons = holdings.iter().filter(|holding| keep(holding)).map(|holding| holding.person);
        let Some(first) = persons.next() else { return Resolution::Unknown };
        if persons.all(|person| person == first) {
            Resolution::Found(first, basis)
        } else {
            Resolution::Ambiguous
        }
    };
    match one(&|holding| holding.validity.holds_at(at)) {
        Resolution::Unknown => {
            let last = holdings.iter().filter_map(|holding| holding.validity.to).filter(|to| *to <= at).max();
            one(&|holding| last.is_some() && holding.validity.to == last)
        }
        found => found,
    }
}

/// The one person behind a key that cannot change hands.
pub(super) fn only(index: &BTreeMap<String, BTreeSet<PersonId>>, key: &str) -> Option<PersonId> {
    index.get(key).filter(|found| found.len() == 1).and_then(|found| found.first().copied())
}

#[cfg(test)]
#[path = "people_tests.rs"]
mod tests;
