//! The people of the simulated organisation: who they are, under which address, from when to when.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::{calendar, rng::Rng, workflows::GROUPS};
use crate::records::Instant;

/// Departments, in the order of their weights.
pub(super) const UNITS: [&str; 8] =
    ["Manufacturing", "Research", "QC Laboratory", "Sales", "Finance", "IT", "Legal", "HR"];
/// Mail domain; reserved for documentation.
pub(super) const DOMAIN: &str = "meridian.example";
const FIRST: [&str; 24] = [
    "Avery", "Blair", "Casey", "Devon", "Emery", "Finley", "Gray", "Harper", "Indigo", "Jules", "Kendall",
    "Logan", "Morgan", "Noel", "Oakley", "Parker", "Quinn", "Reese", "Sage", "Taylor", "Umber", "Vesper",
    "Winter", "Zoë",
];
const ALPHABET: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Kind of a person as the register names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PersonKind {
    Employee,
    Contractor,
    ServiceAccount,
    BreakGlass,
}

impl PersonKind {
    /// The register's word.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Employee => "employee",
            Self::Contractor => "contractor",
            Self::ServiceAccount => "service_account",
            Self::BreakGlass => "break_glass",
        }
    }
}

/// One version of a person: a stretch of time with one address, name and unit.
#[derive(Debug, Clone)]
pub(super) struct Version {
    pub(super) from: Option<Instant>,
    pub(super) to: Option<Instant>,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) unit: usize,
}

/// One person.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) kind: PersonKind,
    pub(super) executive: bool,
    pub(super) okta_id: String,
    pub(super) employee_id: String,
    pub(super) local_user: String,
    pub(super) aliases: Vec<String>,
    /// Never empty, in order.
    pub(super) versions: Vec<Version>,
    /// When the account could not sign in, or the person was not there.
    pub(super) off: Vec<(Instant, Instant)>,
    /// Windows already used by a happening, so that two of them do not mix.
    pub(super) busy: Vec<(Instant, Instant)>,
    /// Groups whose removal a workflow acts on (indices into [`GROUPS`]) and others.
    pub(super) groups: BTreeSet<usize>,
}

impl Person {
    /// The version valid at a time, or the nearest one after, or the last.
    pub(super) fn at(&self, at: Instant) -> &Version {
        let later = self.versions.iter().find(|version| version.to.is_none_or(|to| at < to));
        later.unwrap_or(&self.versions[self.versions.len() - 1])
    }

    /// Whether employed at that time.
    pub(super) fn works_at(&self, at: Instant) -> bool {
        self.versions
            .iter()
            .any(|version| version.from.is_none_or(|from| from <= at) && version.to.is_none_or(|to| at < to))
    }

    /// Whether the account could sign in at that time.
    pub(super) fn can_sign_in(&self, at: Instant) -> bool {
        self.works_at(at) && !self.off.iter().any(|(from, to)| *from <= at && at < *to)
    }

    /// Whether nothing else happens to the person in that window.
    pub(super) fn is_free(&self, from: Instant, to: Instant) -> bool {
        !self.busy.iter().any(|(a, b)| *a < to && from < *b)
    }

    /// Login, the same as the address in this organisation.
    pub(super) fn email(&self, at: Instant) -> &str {
        &self.at(at).email
    }

    /// Ends the last version; versions that were to begin later never come.
    pub(super) fn leave(&mut self, at: Instant) {
        // A version that would hold for less than a day would end before it begins in a register of days.
        let day_before = Some(at - TimeDelta::days(1));
        while self.versions.len() > 1 && self.versions.last().is_some_and(|last| last.from > day_before) {
            self.versions.pop();
        }
        if let Some(last) = self.versions.last_mut() {
            last.to = Some(at);
        }
    }

    /// Starts a new version with a change.
    pub(super) fn change(&mut self, at: Instant, change: impl FnOnce(&mut Version)) {
        let current = self.versions.len() - 1;
        // A change on the first day is how that version began.
        if self.versions[current].from > Some(at - TimeDelta::days(1)) {
            change(&mut self.versions[current]);
            return;
        }
        let mut next = self.versions[current].clone();
        self.leave(at);
        next.from = Some(at);
        next.to = None;
        change(&mut next);
        self.versions.push(next);
    }

    /// Whether an ordinary person, not an account of a machine.
    pub(super) fn is_human(&self) -> bool {
        matches!(self.kind, PersonKind::Employee | PersonKind::Contractor)
    }
}

/// The address made from a name.
pub(super) fn address(name: &str) -> String {
    let ascii: String = name.chars().map(|c| if c == 'ë' { 'e' } else { c }).collect();
    format!("{}@{DOMAIN}", ascii.to_lowercase().replace(' ', "."))
}

/// Everybody, some of them hired inside the simulated time.
pub(super) fn build(seed: u64, count: usize, from: Instant, to: Instant) -> Vec<Person> {
    let mut people: Vec<Person> = (0..count).map(|index| human(seed, index, from, to)).collect();
    for (offset, name) in
        ["svc-groupsync", "svc-contractor", "svc-jamf-api", "svc-licences"].into_iter().enumerate()
    {
        people.push(machine(seed, count + offset, name, PersonKind::ServiceAccount));
    }
    for offset in 0..2 {
        let name = format!("breakglass-{}", offset + 1);
        people.push(machine(seed, count + 4 + offset, &name, PersonKind::BreakGlass));
    }
    people
}

fn human(seed: u64, index: usize, from: Instant, to: Instant) -> Person {
    let mut rng = Rng::for_key(seed, "person", index as u64);
    let name = format!("{} Sample-{index:04}", FIRST[rng.below(FIRST.len())]);
    let unit = *rng.pick(&[0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6, 7]);
    let contractor = rng.chance(0.2);
    let days = (to - from).num_days();
    let hired = if index > 20 && rng.chance(0.05) {
        calendar::local(calendar::date_of(from + TimeDelta::days(rng.range(3, days - 20))), 0, 0)
    } else {
        calendar::local(calendar::date_of(from - TimeDelta::days(rng.range(60, 2500))), 0, 0)
    };
    let kind = if contractor { PersonKind::Contractor } else { PersonKind::Employee };
    let mut person = blank(&mut rng, index, name, kind, unit);
    person.executive = !contractor && rng.chance(0.02);
    person.versions[0].from = Some(hired);
    if rng.chance(0.06) {
        person.aliases.push(format!("sample.{index:04}@{DOMAIN}"));
    }
    while person.groups.len() < 7 {
        person.groups.insert(rng.below(GROUPS.len()));
    }
    person
}

fn machine(seed: u64, index: usize, name: &str, kind: PersonKind) -> Person {
    let mut rng = Rng::for_key(seed, "machine", index as u64);
    let mut person = blank(&mut rng, index, name.to_owned(), kind, 5);
    person.employee_id = String::new();
    person
}

fn blank(rng: &mut Rng, index: usize, name: String, kind: PersonKind, unit: usize) -> Person {
    let email = address(&name);
    Person {
        id: format!("P{index:05}"),
        kind,
        executive: false,
        okta_id: format!("00u{}", rng.token(ALPHABET, 17)),
        employee_id: format!("{:06}", 4_000 + index * 7),
        local_user: format!("u{index:05}"),
        aliases: Vec::new(),
        versions: vec![Version { from: None, to: None, email, name, unit }],
        off: Vec::new(),
        busy: Vec::new(),
        groups: BTreeSet::new(),
    }
}
