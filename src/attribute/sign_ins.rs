//! Sign-ins of people whom an action may be about: only these are ever looked at.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::TimeDelta;

use crate::{
    records::{EventOutcome, IdentityEvent, Instant, SignIn},
    resolve::{People, PersonId},
};

/// Sign-ins this long after the trigger show that somebody kept working.
const KEPT_WORKING_AFTER: TimeDelta = TimeDelta::hours(1);

/// More of them say nothing more.
const MOST: usize = 5;

/// Sign-ins by person, in (time, id) order.
pub(super) struct SignIns<'a> {
    by_person: BTreeMap<PersonId, Vec<&'a SignIn>>,
}

impl<'a> SignIns<'a> {
    /// Those of the wanted persons. `all` is ordered by time and id.
    pub(super) fn new(all: &'a [SignIn], people: &People, wanted: &BTreeSet<PersonId>) -> Self {
        // Who could be behind the keys at some time is asked once for all that say the same.
        let mut may_be_wanted = BTreeMap::new();
        let mut by_person: BTreeMap<PersonId, Vec<&SignIn>> = BTreeMap::new();
        for it in all.iter().filter(|it| it.like.outcome != EventOutcome::Failed) {
            let subject = &it.like.subject;
            let may_be = may_be_wanted
                .entry(Arc::as_ptr(&it.like))
                .or_insert_with(|| !people.ever_named(subject).is_disjoint(wanted));
            if *may_be
                && let Some(person) = people.resolve(subject, it.occurred_at).person()
                && wanted.contains(&person)
            {
                by_person.entry(person).or_default().push(it);
            }
        }
        Self { by_person }
    }

    /// Successful sign-ins at least one hour after the trigger and before the end, at most five.
    pub(super) fn after(
        &self,
        trigger: &IdentityEvent,
        person: PersonId,
        end: Instant,
    ) -> Vec<Arc<IdentityEvent>> {
        let from = trigger.occurred_at + KEPT_WORKING_AFTER;
        let all = self.by_person.get(&person).map_or(&[][..], Vec::as_slice);
        let start = all.partition_point(|it| it.occurred_at < from);
        let later = all[start..].iter().take_while(|it| it.occurred_at < end);
        later.take(MOST).map(|it| Arc::new(it.event())).collect()
    }
}
