//! What registers and drift events name, looked up by the name instead of gone through for every case.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use crate::{
    records::{EventKind, IdentityEvent, Origin},
    registers::{Exception, Registers, RegulatedScope, ReviewDecision},
    resolve::folded,
};

/// Register rows and events by what they name.
pub(super) struct Named<'a> {
    pub(super) exceptions: BySubject<'a, Exception>,
    pub(super) regulated: BySubject<'a, RegulatedScope>,
    reviews: HashMap<String, Vec<&'a ReviewDecision>>,
    drift: HashMap<String, Vec<Origin>>,
}

impl<'a> Named<'a> {
    /// Sorts what the registers and the events (ordered by time and id) name.
    pub(super) fn new(registers: &'a Registers, events: &[Arc<IdentityEvent>]) -> Self {
        let mut reviews: HashMap<String, Vec<&ReviewDecision>> = HashMap::new();
        for review in registers.reviews.iter().flatten() {
            reviews.entry(review.action_id.to_ascii_lowercase()).or_default().push(review);
        }
        let exceptions = registers.exceptions.as_deref().unwrap_or_default();
        let regulated = registers.regulated_work.as_deref().unwrap_or_default();
        Self {
            exceptions: BySubject::new(exceptions, |row| (&row.subject_kind, &row.subject)),
            regulated: BySubject::new(regulated, |row| (&row.match_kind, &row.match_value)),
            reviews,
            drift: drift(events),
        }
    }

    /// Decisions about an action, in register order.
    pub(super) fn reviews(&self, action_id: &str) -> impl Iterator<Item = &'a ReviewDecision> {
        self.reviews.get(&action_id.to_ascii_lowercase()).into_iter().flatten().copied()
    }

    /// Events that gave a (folded) identifier to somebody or took it away, in time order.
    pub(super) fn drift(&self, identifier: &str) -> &[Origin] {
        self.drift.get(identifier).map_or(&[], Vec::as_slice)
    }
}

fn drift(events: &[Arc<IdentityEvent>]) -> HashMap<String, Vec<Origin>> {
    let is_drift = |kind| matches!(kind, EventKind::IdentifierChanged | EventKind::IdentifierRecycled);
    let mut found: HashMap<String, Vec<Origin>> = HashMap::new();
    for event in events.iter().filter(|event| is_drift(event.kind)) {
        let [old, new] = [&event.old_value, &event.new_value].map(|text| text.as_deref().map(folded));
        let other = new.filter(|new| old.as_ref() != Some(new));
        for identifier in old.into_iter().chain(other) {
            found.entry(identifier).or_default().push(event.origin);
        }
    }
    found
}

/// Rows of a register by the person or device they name. The other rows name many at once and are few.
pub(super) struct BySubject<'a, T> {
    rows: &'a [T],
    by_value: BTreeMap<String, Vec<usize>>,
    others: Vec<usize>,
}

impl<'a, T> BySubject<'a, T> {
    /// `subject` gives the kind of subject of a row and its value.
    fn new(rows: &'a [T], subject: impl Fn(&'a T) -> (&'a str, &'a str)) -> Self {
        let mut found = Self { rows, by_value: BTreeMap::new(), others: Vec::new() };
        for (index, row) in rows.iter().enumerate() {
            match subject(row) {
                ("person" | "device", value) => found.by_value.entry(key(value)).or_default().push(index),
                _ => found.others.push(index),
            }
        }
        found
    }

    /// Rows that may be about one of these persons or devices, in register order.
    pub(super) fn about<'b>(&self, words: impl Iterator<Item = &'b str>) -> Vec<&'a T> {
        let named = words.filter_map(|word| self.by_value.get(&key(word))).flatten();
        let mut places: Vec<usize> = named.chain(&self.others).copied().collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|place| &self.rows[place]).collect()
    }
}

/// A value as the rules for subjects compare it: without case and the space around it.
fn key(value: &str) -> String {
    value.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_what_they_name_and_rows_about_many_always() {
        let rows = [("person", " P1 "), ("unit", "Lab"), ("device", "SER-1"), ("person", "p2")];
        let index = BySubject::new(&rows, |row| (row.0, row.1));
        let about = |words: &[&str]| -> Vec<&str> {
            index.about(words.iter().copied()).iter().map(|row| row.1).collect()
        };
        assert_eq!(about(&[]), ["Lab"]);
        assert_eq!(about(&["ser-1", "p1", "P1"]), [" P1 ", "Lab", "SER-1"]);
        assert_eq!(about(&["p3", "p2 "]), ["Lab", "p2"]);
    }
}
