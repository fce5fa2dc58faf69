//! `people.csv` drafted from the persons that exports name: one row for everything that stands together.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{Sheet, is_plain};
use crate::{
    ingest::Ingested,
    records::{Instant, PersonKeys},
    resolve::folded,
};

const HEADER: [&str; 14] = [
    "person_id",
    "display_name",
    "kind",
    "unit",
    "executive",
    "okta_id",
    "entra_object_id",
    "employee_id",
    "upn",
    "email",
    "aliases",
    "valid_from",
    "valid_to",
    "time_zone",
];

/// Kinds of ids that identify a person, best first for the drafted `person_id`.
const KINDS: [&str; 3] = ["employee", "okta", "entra"];

/// When an address or name was seen last, and how it was written then.
type Spelling = (Option<Instant>, String);

/// What is known of one person.
#[derive(Debug, Default, Clone)]
struct Seen {
    ids: BTreeMap<&'static str, String>,
    emails: BTreeMap<String, Spelling>,
    logins: BTreeMap<String, Spelling>,
    name: Spelling,
}

/// The persons that exports name.
#[derive(Debug, Default)]
pub(super) struct People {
    seen: Vec<Seen>,
    by_id: BTreeMap<(&'static str, String), usize>,
    by_address: BTreeMap<String, BTreeSet<usize>>,
    /// Ids that stand with two others of one kind: which of them is the person's cannot be told.
    torn: BTreeSet<String>,
}

impl People {
    /// Everybody whom events, tickets, assignments and commands name.
    pub(super) fn seen(ingested: &Ingested) -> Self {
        let events = ingested.events.iter().map(|event| (&event.subject, Some(event.occurred_at)));
        let sign_ins = ingested.sign_ins.iter().map(|it| (&it.like.subject, Some(it.occurred_at)));
        let tickets = ingested.tickets.iter().map(|ticket| (&ticket.affected, Some(ticket.opened_at)));
        let holders = ingested.assignments.iter().filter_map(|row| Some((row.person.as_ref()?, row.from)));
        let actions = ingested.actions.iter().filter_map(|row| Some((row.person.as_ref()?, row.sent_at)));
        let mut records: Vec<(&PersonKeys, Option<Instant>)> = events
            .chain(sign_ins)
            .chain(tickets)
            .chain(holders)
            .chain(actions)
            .filter(|(keys, _)| !keys.is_empty())
            .collect();
        records.sort();
        records.dedup();
        let mut people = Self::default();
        let (stable, loose): (Vec<_>, Vec<_>) =
            records.into_iter().partition(|(keys, _)| !ids(keys).is_empty());
        // First what has several ids, as it ties them together.
        for least in [2, 1] {
            for (keys, at) in stable.iter().filter(|(keys, _)| (ids(keys).len() >= 2) == (least == 2)) {
                people.add_stable(keys, *at);
            }
        }
        people.unite_by_address();
        for (keys, at) in loose {
            people.add_loose(keys, at);
        }
        people
    }

    fn add_stable(&mut self, keys: &PersonKeys, at: Option<Instant>) {
        let ids = ids(keys);
        let known = ids.iter().find_map(|id| self.by_id.get(id)).copied();
        let index = known.unwrap_or(self.seen.len());
        if index == self.seen.len() {
            self.seen.push(Seen::default());
        }
        for (kind, id) in ids {
            match self.seen[index].ids.get(kind) {
                Some(other) if *other != id => {
                    self.torn.insert(id);
                }
                Some(_) => {}
                None if self.by_id.contains_key(&(kind, id.clone())) => {
                    self.torn.insert(id);
                }
                None => {
                    self.seen[index].ids.insert(kind, id.clone());
                    self.by_id.insert((kind, id), index);
                }
            }
        }
        self.learn(index, keys, at);
    }

    fn learn(&mut self, index: usize, keys: &PersonKeys, at: Option<Instant>) {
        let seen = &mut self.seen[index];
        for (text, spellings) in [(&keys.email, &mut seen.emails), (&keys.login, &mut seen.logins)] {
            let Some(text) = text.as_deref().map(str::trim).filter(|text| !text.is_empty()) else { continue };
            let latest = spellings.entry(folded(text)).or_default();
            *latest = latest.clone().max((at, text.to_owned()));
            self.by_address.entry(folded(text)).or_default().insert(index);
        }
        if let Some(name) = &keys.display_name {
            seen.name = seen.name.clone().max((at, name.trim().to_owned()));
        }
    }

    /// Two systems know one person by different ids and the same address. Ids of one kind are never joined:
    /// the address may have been given to somebody else.
    fn unite_by_address(&mut self) {
        let shared: Vec<Vec<usize>> = self
            .by_address
            .values()
            .filter(|all| all.len() == 2)
            .map(|all| all.iter().copied().collect())
            .collect();
        for pair in shared {
            let (keep, drop) = (pair[0], pair[1]);
            let are_apart = self.seen[keep].ids.keys().any(|kind| self.seen[drop].ids.contains_key(kind));
            if are_apart || self.seen[keep].ids.is_empty() || self.seen[drop].ids.is_empty() {
                continue;
            }
            let moved = std::mem::take(&mut self.seen[drop]);
            for (kind, id) in moved.ids {
                self.by_id.insert((kind, id.clone()), keep);
                self.seen[keep].ids.insert(kind, id);
            }
            for address in moved.emails.keys().chain(moved.logins.keys()) {
                let holders = self.by_address.entry(address.clone()).or_default();
                holders.remove(&drop);
                holders.insert(keep);
            }
            let kept = &mut self.seen[keep];
            for (mine, theirs) in [(&mut kept.emails, moved.emails), (&mut kept.logins, moved.logins)] {
                for (key, spelling) in theirs {
                    let latest = mine.entry(key).or_default();
                    *latest = latest.clone().max(spelling);
                }
            }
            kept.name = kept.name.clone().max(moved.name);
        }
    }

    /// Somebody whom a record names by addresses alone: whoever bears one of them, else somebody new if it is an
    /// e-mail address. A bare login is nobody's for certain.
    fn add_loose(&mut self, keys: &PersonKeys, at: Option<Instant>) {
        let bearers: BTreeSet<usize> = addresses(keys)
            .filter_map(|text| self.by_address.get(&folded(text)))
            .flatten()
            .copied()
            .collect();
        let index = match bearers.len() {
            1 => bearers.first().copied(),
            0 if addresses(keys).any(|text| text.contains('@')) => {
                self.seen.push(Seen::default());
                Some(self.seen.len() - 1)
            }
            _ => None,
        };
        if let Some(index) = index {
            self.learn(index, keys, at);
        }
    }

    /// The drafted `person_id` behind some keys, if exactly one person is.
    pub(super) fn find(&self, keys: &PersonKeys) -> Option<String> {
        let by_id = ids(keys).iter().find_map(|id| self.by_id.get(id)).copied();
        let index = by_id.or_else(|| {
            let all: BTreeSet<usize> = addresses(keys)
                .filter_map(|text| self.by_address.get(&folded(text)))
                .flatten()
                .copied()
                .collect();
            (all.len() == 1).then(|| all.first().copied()).flatten()
        })?;
        self.seen[index].person_id()
    }

    /// The register as text.
    pub(super) fn render(&self, said: &mut Vec<String>) -> anyhow::Result<String> {
        let mut rows: Vec<(String, &Seen)> =
            self.seen.iter().filter_map(|seen| Some((seen.person_id()?, seen))).collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        rows.dedup_by(|a, b| a.0 == b.0);
        let mut sheet = Sheet::new(&HEADER)?;
        for (person_id, seen) in &rows {
            let id = |kind| seen.ids.get(kind).map_or("", String::as_str);
            let email = latest(&seen.emails, |_| true);
            let upn = latest(&seen.logins, |login| login.contains('@'));
            let others =
                seen.emails.iter().chain(&seen.logins).map(|(key, spelling)| (key, spelling.1.as_str()));
            let others: BTreeMap<&String, &str> = others
                .filter(|(key, text)| {
                    **key != folded(email) && **key != folded(upn) && is_plain(text) && !text.contains(';')
                })
                .collect();
            let aliases = others.into_values().collect::<Vec<_>>().join(";");
            let name = seen.name.1.as_str();
            sheet.row(&[
                person_id,
                name,
                "",
                "",
                "",
                id("okta"),
                id("entra"),
                id("employee"),
                upn,
                email,
                &aliases,
                "",
                "",
                "",
            ])?;
        }
        said.push(format!(
            "`people.csv`: {} persons drafted; kind, unit, executive and the times of validity are not in these exports",
            rows.len()
        ));
        if !self.torn.is_empty() {
            let some: Vec<String> = self.torn.iter().take(5).map(|id| format!("`{id}`")).collect();
            said.push(format!(
                "`people.csv`: {} ids stand with two others of one kind and went to one person only, for example {}",
                self.torn.len(),
                some.join(", ")
            ));
        }
        super::devices::say_left_out("people.csv", &sheet, said);
        sheet.finish()
    }
}

impl Seen {
    /// The employee id, else the id of the identity provider, else the e-mail address or login.
    fn person_id(&self) -> Option<String> {
        let of_kind = KINDS.iter().find_map(|kind| self.ids.get(kind));
        let address = || self.emails.keys().chain(self.logins.keys()).find(|text| is_plain(text));
        of_kind.filter(|id| is_plain(id)).or_else(address).cloned()
    }
}

fn ids(keys: &PersonKeys) -> Vec<(&'static str, String)> {
    let all = [("employee", &keys.employee_id), ("okta", &keys.okta_id), ("entra", &keys.entra_object_id)];
    let given = all.into_iter().filter_map(|(kind, id)| Some((kind, id.as_deref()?.trim())));
    given.filter(|(_, id)| !id.is_empty()).map(|(kind, id)| (kind, id.to_owned())).collect()
}

fn addresses(keys: &PersonKeys) -> impl Iterator<Item = &str> {
    [&keys.email, &keys.login].into_iter().flatten().map(String::as_str)
}

/// The spelling seen last of those that fit.
fn latest(spellings: &BTreeMap<String, Spelling>, fits: impl Fn(&str) -> bool) -> &str {
    spellings.values().filter(|(_, text)| fits(text)).max().map_or("", |(_, text)| text)
}

#[cfg(test)]
#[path = "people_tests.rs"]
mod tests;
