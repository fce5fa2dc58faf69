//! Fills the index of persons, from the register first and then from what identity events show.

use std::collections::BTreeSet;

use super::{
    people::{Holding, People, PersonId, only},
    people_seen::Sighting,
    person_keys::{folded, identifiers, register_keys, stable_keys},
};
use crate::{
    records::{IdentityEvent, PersonKeys},
    registers::{Person, Validity},
};

impl People {
    pub(super) fn add_register(&mut self, register: &[Person]) {
        for version in register {
            let key = format!("person:{}", version.person_id);
            let person =
                only(&self.stable, &key).unwrap_or_else(|| self.new_person(version.person_id.clone(), key));
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
    pub(super) fn add_unregistered(&mut self, seen: &[Sighting<'_>]) {
        for sighting in seen {
            let keys = stable_keys(sighting.subject);
            if keys.iter().all(|key| self.stable.contains_key(key)) {
                continue;
            }
            let bearers: BTreeSet<PersonId> =
                keys.iter().filter_map(|key| self.stable.get(key)).flatten().copied().collect();
            let known = bearers.first().copied().or_else(|| self.behind_address(sighting, &keys));
            if bearers.len() > 1 {
                continue;
            }
            let person = known.unwrap_or_else(|| self.new_person(keys[0].clone(), keys[0].clone()));
            for key in &keys {
                self.stable.entry(key.clone()).or_default().insert(person);
            }
            if known.is_none() {
                for identifier in addresses(sighting.subject) {
                    // What somebody else held before is this person's from now on; else without limit.
                    let from = (!self.ever_held(identifier).is_empty()).then_some(sighting.at);
                    self.add_alias(identifier, person, Validity { from, to: None });
                }
            }
        }
    }

    /// Whoever holds the event's address at that time is the person under a new id. The last owner of a free
    /// address is so only if the register does not know another id of that kind: else it was recycled.
    fn behind_address(&self, seen: &Sighting<'_>, keys: &[String]) -> Option<PersonId> {
        addresses(seen.subject).find_map(|text| {
            let person = self.resolve_alias(text, seen.at).person()?;
            let holdings = self.aliases.get(&folded(text))?;
            let holds_now = holdings.iter().any(|h| h.person == person && h.validity.holds_at(seen.at));
            (holds_now || !self.has_other_id(person, keys)).then_some(person)
        })
    }

    fn has_other_id(&self, person: PersonId, keys: &[String]) -> bool {
        let kind = |key: &str| key.split(':').next().unwrap_or_default().to_owned();
        let own = self.versions[person.0 as usize].iter().flat_map(|v| stable_keys(&register_keys(v)));
        own.into_iter().any(|own| keys.iter().any(|key| kind(key) == kind(&own)))
    }

    pub(super) fn add_identifier_changes(&mut self, events: &[&IdentityEvent]) {
        for event in events {
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

fn addresses(subject: &PersonKeys) -> impl Iterator<Item = &str> {
    [&subject.email, &subject.login].into_iter().flatten().map(String::as_str)
}
