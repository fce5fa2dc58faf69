//! The rows of the snapshots by person, one per snapshot.

use std::collections::{BTreeMap, BTreeSet};

use super::snapshots::Snapshots;
use crate::records::{Employed, Employment, EmploymentStatus, Origin, PersonKeys};

/// Somebody with what each snapshot says of them.
pub(super) struct Person<'a> {
    /// Employee number, else e-mail, else login.
    pub(super) key: String,
    /// In the order of the snapshots, at most one each.
    pub(super) said: Vec<Said<'a>>,
    /// A row that another one of the same snapshot outweighs.
    pub(super) outweighed: Option<Origin>,
    /// A row that spells the employee number in another way than the one before.
    pub(super) respelt: Option<Origin>,
    /// The employee number with its leading zeros, where it is not written with them everywhere.
    pub(super) number: Option<String>,
}

/// What one snapshot says.
pub(super) struct Said<'a> {
    /// Number of the snapshot.
    pub(super) snapshot: usize,
    pub(super) state: &'a Employed,
    pub(super) origin: Origin,
}

/// Every person, ordered by key; counts them in the snapshots.
pub(super) fn people<'a>(employments: &'a [Employment], snapshots: &mut Snapshots) -> Vec<Person<'a>> {
    let exact = spelt_apart(employments, snapshots);
    let mut by_key: BTreeMap<String, Vec<(usize, &Employment)>> = BTreeMap::new();
    for row in employments {
        if let Some(key) = key(&row.state.person, &exact) {
            by_key.entry(key).or_default().push((snapshots.number(row.snapshot_at), row));
        }
    }
    let people: Vec<Person<'a>> = by_key.into_iter().map(|(key, rows)| person(key, rows)).collect();
    count(&people, snapshots);
    people
}

fn person(key: String, mut rows: Vec<(usize, &Employment)>) -> Person<'_> {
    rows.sort_by(|(a_number, a), (b_number, b)| {
        (a_number, weight(a), &a.state, a.origin).cmp(&(b_number, weight(b), &b.state, b.origin))
    });
    let mut person = Person { key, said: Vec::new(), outweighed: None, respelt: None, number: None };
    for (snapshot, row) in rows {
        let said = Said { snapshot, state: &row.state, origin: row.origin };
        match person.said.last_mut().filter(|last| last.snapshot == snapshot) {
            Some(last) => {
                if last.state != said.state {
                    person.outweighed.get_or_insert(last.origin);
                }
                *last = said;
            }
            None => person.said.push(said),
        }
    }
    let respelt = person.said.windows(2).find(|pair| {
        let id = |said: &Said<'_>| said.state.person.employee_id.clone();
        id(&pair[0]).zip(id(&pair[1])).is_some_and(|(before, after)| before != after)
    });
    person.respelt = respelt.map(|pair| pair[1].origin);
    person.number = longest_number(&person.said);
    person
}

/// Of spellings of one employee number that differ in length the longest: other sources write it as the HR system
/// does, with its zeros.
fn longest_number(said: &[Said<'_>]) -> Option<String> {
    let numbers = || said.iter().filter_map(|said| said.state.person.employee_id.as_ref());
    let longest = numbers().max_by_key(|number| number.len())?;
    numbers().any(|number| number.len() < longest.len()).then(|| longest.clone())
}

/// Of several rows of one person in one snapshot the weightiest is the present one: the one read last, then the
/// employment that began last, then the one that goes on.
fn weight(row: &Employment) -> impl Ord {
    let state = &row.state;
    let goes_on = state.status != Some(EmploymentStatus::Left) && state.leave_date.is_none();
    (row.snapshot_at, state.hire_date, goes_on, state.leave_date)
}

/// Employee numbers without leading zeros that stand for several persons, because one snapshot spells both.
fn spelt_apart(employments: &[Employment], snapshots: &Snapshots) -> BTreeSet<String> {
    let mut spellings: BTreeMap<(usize, &str), &str> = BTreeMap::new();
    let mut apart = BTreeSet::new();
    for row in employments {
        let Some(id) = row.state.person.employee_id.as_deref() else { continue };
        let bare = without_zeros(id);
        let known = spellings.entry((snapshots.number(row.snapshot_at), bare)).or_insert(id);
        if *known != id {
            apart.insert(bare.to_owned());
        }
    }
    apart
}

/// A number that went through a spreadsheet has lost its leading zeros.
fn without_zeros(id: &str) -> &str {
    if id.bytes().all(|byte| byte.is_ascii_digit()) { id.trim_start_matches('0') } else { id }
}

fn key(person: &PersonKeys, exact: &BTreeSet<String>) -> Option<String> {
    if let Some(id) = &person.employee_id {
        let bare = without_zeros(id);
        let id = if exact.contains(bare) { id.as_str() } else { bare };
        return Some(format!("employee:{}", id.to_lowercase()));
    }
    let email = person.email.as_ref().map(|email| format!("email:{}", email.to_lowercase()));
    email.or_else(|| person.login.as_ref().map(|login| format!("login:{}", login.to_lowercase())))
}

fn count(people: &[Person<'_>], snapshots: &mut Snapshots) {
    for person in people {
        for (index, said) in person.said.iter().enumerate() {
            snapshots.list[said.snapshot].people += 1;
            snapshots.list[said.snapshot].first_seen += u64::from(index == 0);
            let is_in_next =
                person.said.get(index + 1).is_some_and(|next| next.snapshot == said.snapshot + 1);
            if !is_in_next && let Some(next) = snapshots.list.get_mut(said.snapshot + 1) {
                next.missing += 1;
            }
        }
    }
}
