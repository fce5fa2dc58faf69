//! Sign-ins are set aside as they are read: they are the many, and only those of people who have a case are ever
//! looked at as events.

use std::{collections::BTreeMap, sync::Arc};

use super::{read_file::FileOutcome, sink::Record};
use crate::records::{EventKind, FileId, IdentityEvent, Instant, Origin, PersonKeys, SignIn};

/// The sign-ins of one file.
#[derive(Default)]
pub(super) struct SignIns {
    /// What was said already, by whom it was said of.
    likes: BTreeMap<PersonKeys, Vec<Arc<IdentityEvent>>>,
    /// With the number of the accepted row inside the file, in the order of rows.
    pub(super) list: Vec<(SignIn, u32)>,
}

impl SignIns {
    fn push(&mut self, mut event: IdentityEvent, row: u32) {
        let event_id = std::mem::take(&mut event.event_id);
        let (occurred_at, known_from, known_to) = (event.occurred_at, event.known_from, event.known_to);
        let origin = event.origin;
        let like = self.like(without_place(event));
        self.list.push((SignIn { event_id, occurred_at, known_from, known_to, origin, like }, row));
    }

    fn like(&mut self, said: IdentityEvent) -> Arc<IdentityEvent> {
        if let Some(likes) = self.likes.get_mut(&said.subject) {
            if let Some(like) = likes.iter().find(|like| ***like == said) {
                return Arc::clone(like);
            }
            likes.push(Arc::new(said));
            return Arc::clone(&likes[likes.len() - 1]);
        }
        let subject = said.subject.clone();
        let like = Arc::new(said);
        self.likes.insert(subject, vec![Arc::clone(&like)]);
        like
    }
}

/// What other sign-ins may say as well.
fn without_place(event: IdentityEvent) -> IdentityEvent {
    let at = Instant::UNIX_EPOCH;
    IdentityEvent {
        occurred_at: at,
        known_from: at,
        known_to: at,
        correlations: Vec::new(),
        origin: Origin { file: FileId(0), line: 0, item: 0 },
        ..event
    }
}

/// Sets the sign-ins among events aside and in order, as reading does.
#[cfg(test)]
pub(crate) fn set_aside(ingested: &mut super::Ingested) {
    let mut sign_ins = SignIns::default();
    for event in ingested.events.extract_if(.., |event| event.kind == EventKind::SignIn) {
        sign_ins.push(event, 0);
    }
    ingested.sign_ins.extend(sign_ins.list.into_iter().map(|(sign_in, _)| sign_in));
    ingested.sign_ins.sort_by(|a, b| (a.occurred_at, &a.event_id).cmp(&(b.occurred_at, &b.event_id)));
}

impl FileOutcome {
    /// Takes in records with the numbers of their rows. Somebody who takes all records away gets them as they are.
    pub(super) fn take_in(&mut self, records: impl IntoIterator<Item = (Record, u32)>) {
        for (record, row) in records {
            match record {
                Record::Event(event) if event.kind == EventKind::SignIn && self.keeper.is_none() => {
                    self.sign_ins.push(*event, row);
                }
                record => {
                    self.records.push(record);
                    self.rows.push(row);
                }
            }
        }
    }
}
