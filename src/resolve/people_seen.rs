//! What shows that a person exists.

use std::{collections::BTreeSet, sync::Arc};

use crate::records::{IdentityEvent, Instant, PersonKeys, SignIn};

/// Keys of a person as one record of a time gives them, ordered by time, id and type of the event.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sighting<'a> {
    pub(super) at: Instant,
    event_id: &'a str,
    raw_kind: &'a str,
    pub(super) subject: &'a PersonKeys,
}

impl<'a> Sighting<'a> {
    pub(super) fn of(event: &'a IdentityEvent) -> Self {
        let IdentityEvent { event_id, raw_kind, subject, .. } = event;
        Self { at: event.occurred_at, event_id, raw_kind, subject }
    }
}

/// The first sign-in under every set of keys; the later ones show nothing new. `sign_ins` is ordered by time and id.
pub(super) fn first_sightings(sign_ins: &[SignIn]) -> impl Iterator<Item = Sighting<'_>> {
    let mut seen = BTreeSet::new();
    sign_ins.iter().filter(move |it| seen.insert(Arc::as_ptr(&it.like))).map(|it| Sighting {
        at: it.occurred_at,
        event_id: &it.event_id,
        raw_kind: &it.like.raw_kind,
        subject: &it.like.subject,
    })
}
