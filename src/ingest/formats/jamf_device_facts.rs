//! What one record of an inventory says of a device, whichever export it stands in.

use std::sync::Arc;

use crate::{
    ingest::sink::Record,
    records::{Activity, ActivityKind, Assignment, DeviceKeys, DeviceState, Instant, Origin, PersonKeys},
};

/// Who holds a device, as far as the export was asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Holder {
    /// The export does not say: a field that was not asked for is not an empty one.
    #[default]
    NotAsked,
    /// Jamf says that nobody does.
    Nobody,
    /// Jamf says who.
    Person(Box<PersonKeys>),
}

impl Holder {
    /// Somebody, or nobody where no key of a person stands.
    pub(super) fn of(person: PersonKeys) -> Self {
        if person.is_empty() { Self::Nobody } else { Self::Person(Box::new(person)) }
    }
}

/// The facts of one record.
#[derive(Debug, Clone, Default)]
pub(super) struct DeviceFacts {
    pub(super) keys: DeviceKeys,
    pub(super) reported_at: Option<Instant>,
    pub(super) enrolled_at: Option<Instant>,
    pub(super) is_shared: Option<bool>,
    pub(super) model: Option<String>,
    pub(super) holder: Holder,
    pub(super) check_ins: Vec<Instant>,
    /// Who was logged in last, and when.
    pub(super) sessions: Vec<(Instant, String)>,
}

/// Whether a key stands by which a device can be found again; a name is none.
pub(super) fn is_identified(keys: &DeviceKeys) -> bool {
    keys.jamf_id.is_some() || keys.udid.is_some() || keys.serial.is_some() || keys.management_id.is_some()
}

impl DeviceFacts {
    /// The facts as records; the state of the device stands first.
    pub(super) fn records(self, at: Origin) -> Vec<Record> {
        let device = Arc::new(self.keys);
        let mut records = vec![Record::DeviceState(DeviceState {
            device: Arc::clone(&device),
            reported_at: self.reported_at,
            enrolled_at: self.enrolled_at,
            entered_at: None,
            is_shared: self.is_shared,
            model: self.model,
            origin: at,
        })];
        let person = match self.holder {
            Holder::NotAsked => None,
            Holder::Nobody => Some(None),
            Holder::Person(person) => Some(Some(*person)),
        };
        if let Some(person) = person {
            let (device, from) = (Arc::clone(&device), self.reported_at);
            records.push(Record::Assignment(Assignment {
                device,
                from,
                person,
                is_snapshot: true,
                origin: at,
            }));
        }
        let mut sign = |time, kind, user| {
            let device = Arc::clone(&device);
            records.push(Record::Activity(Activity { device, at: time, kind, user, origin: at }));
        };
        for time in self.check_ins {
            sign(time, ActivityKind::CheckIn, None);
        }
        if let Some(time) = self.enrolled_at {
            sign(time, ActivityKind::Enrolled, None);
        }
        for (time, user) in self.sessions {
            sign(time, ActivityKind::UserSession, Some(user));
        }
        records
    }
}
