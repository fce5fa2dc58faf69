//! A small organisation for tests. Ada (`p1`, Mac `SER-0001`) and Ben (`p2`, Mac `SER-0002`) are registered; the
//! workflow `lock-leavers` locks and wipes through the account `svc-leaver`. Hour 0 is 2026-08-10T09:00Z; the
//! identity sources `okta` and `hr` cover 90 days around it.

use chrono::{TimeDelta, TimeZone, Utc};

use super::{Attributed, Inputs, attribute, case::Case};
use crate::{
    config::Config,
    ingest::{Ingested, source::SourceFile},
    records::{
        self, Action, ActionKind, Activity, ActivityKind, Assignment, DeviceKeys, EventKind, FileId,
        IdentityEvent, Initiator, InitiatorKind, Instant, ObjectRef, Origin, PersonKeys, Ticket,
    },
    registers::{self, Device, Exception, Person, RegisterRow, Registers, Validity, Workflow},
};

/// So many seconds after hour 0.
pub(crate) fn second(n: i64) -> Instant {
    Utc.with_ymd_and_hms(2026, 8, 10, 9, 0, 0).unwrap() + TimeDelta::seconds(n)
}

/// So many hours after hour 0.
pub(crate) fn hour(n: i64) -> Instant {
    second(n * 3_600)
}

/// So many days after hour 0.
pub(crate) fn day(n: i64) -> Instant {
    hour(n * 24)
}

fn row(file: &str, line: u64) -> RegisterRow {
    RegisterRow { file: format!("registers/{file}"), line }
}

/// A file of `Ingested::sources` that covers a stretch.
pub(crate) fn file(format: &str, from: Instant, to: Instant) -> SourceFile {
    SourceFile {
        file: format!("exports/{format}.json"),
        format: format.to_owned(),
        first_at: Some(from),
        last_at: Some(to),
        ..SourceFile::default()
    }
}

/// Keys with an Okta id, as Okta gives them for a person of the register: `p1` is `00u-p1`.
pub(crate) fn okta(person: &str) -> PersonKeys {
    PersonKeys { okta_id: Some(format!("00u-{person}")), ..PersonKeys::default() }
}

/// Keys with an e-mail alone.
pub(crate) fn email(address: &str) -> PersonKeys {
    PersonKeys { email: Some(address.to_owned()), ..PersonKeys::default() }
}

/// Keys with a login alone.
pub(crate) fn login(name: &str) -> PersonKeys {
    PersonKeys { login: Some(name.to_owned()), ..PersonKeys::default() }
}

/// Keys of the device with this serial.
pub(crate) fn serial(text: &str) -> DeviceKeys {
    DeviceKeys { serial: Some(text.to_owned()), ..DeviceKeys::default() }
}

/// A group, app or licence.
pub(crate) fn object(id: &str) -> Option<ObjectRef> {
    Some(ObjectRef { id: Some(id.to_owned()), name: None })
}

/// An Okta event about a registered person, known when it occurred.
pub(crate) fn event(id: &str, kind: EventKind, at: Instant, person: &str) -> IdentityEvent {
    IdentityEvent {
        event_id: id.to_owned(),
        subject: okta(person),
        origin: Origin { file: FileId(0), line: line_of(id), item: 0 },
        ..records::blank::event(kind, at)
    }
}

/// A number for a text, so that every record has a place of its own.
fn line_of(id: &str) -> u64 {
    id.bytes().fold(7, |sum, byte| (sum * 31 + u64::from(byte)) % 1_000_003)
}

/// A lock of the device with this serial by the workflow's account, sent and done.
pub(crate) fn lock(id: &str, device: &str, sent_at: Instant, done_at: Instant) -> Action {
    Action {
        action_id: id.to_owned(),
        uuid: Some(id.to_owned()),
        raw_kind: "DEVICE_LOCK".to_owned(),
        sent_at: Some(sent_at),
        device: serial(device).into(),
        initiator: by(InitiatorKind::Account, "svc-leaver"),
        origins: vec![Origin { file: FileId(2), line: line_of(id), item: 0 }],
        ..records::blank::action(ActionKind::Lock, done_at)
    }
}

/// An initiator.
pub(crate) fn by(kind: InitiatorKind, name: &str) -> Option<Initiator> {
    Some(Initiator::new(kind, name))
}

/// A ticket of a person, opened then.
pub(crate) fn ticket(id: &str, opened_at: Instant, affected: PersonKeys, subject: &str) -> Ticket {
    Ticket {
        affected,
        subject: subject.to_owned(),
        fields: std::collections::BTreeMap::new(),
        origin: Origin { file: FileId(3), line: line_of(id), item: 0 },
        ..records::blank::ticket(id, opened_at)
    }
}

/// A statement of Jamf's assignment history.
pub(crate) fn assignment(device: &str, from: Option<Instant>, person: Option<PersonKeys>) -> Assignment {
    let origin =
        Origin { file: FileId(2), line: from.map_or(1, |at| at.timestamp().unsigned_abs()), item: 0 };
    Assignment { device: serial(device).into(), from, person, is_snapshot: false, origin }
}

/// A sign of life of a device.
pub(crate) fn activity(device: &str, kind: ActivityKind, at: Instant, user: Option<&str>) -> Activity {
    let origin = Origin { file: FileId(2), line: at.timestamp().unsigned_abs(), item: 1 };
    Activity { device: serial(device).into(), at, kind, user: user.map(str::to_owned), origin }
}

/// A version of a person: `p1` has Okta id `00u-p1`, employee id `E-p1` and the e-mail given.
pub(crate) fn person(id: &str, email: &str, from: Option<Instant>, to: Option<Instant>) -> Person {
    Person {
        person_id: id.to_owned(),
        display_name: format!("Person {id}"),
        unit: Some("Research".to_owned()),
        okta_id: Some(format!("00u-{id}")),
        employee_id: Some(format!("E-{id}")),
        email: Some(email.to_owned()),
        validity: Validity { from, to },
        row: row("people.csv", line_of(id)),
        ..registers::blank::person()
    }
}

/// A version of a personal Mac.
pub(crate) fn device(
    text: &str,
    assigned: Option<&str>,
    from: Option<Instant>,
    to: Option<Instant>,
) -> Device {
    Device {
        serial: Some(text.to_owned()),
        jamf_class: Some("computer".to_owned()),
        device_class: Some("office_mac".to_owned()),
        custody: Some("personal".to_owned()),
        assigned_person: assigned.map(str::to_owned),
        unit: Some("Bench".to_owned()),
        validity: Validity { from, to },
        row: row("devices.csv", line_of(text)),
        ..registers::blank::device()
    }
}

/// An approved exception from every workflow.
pub(crate) fn exception(subject_kind: &str, subject: &str, validity: Validity) -> Exception {
    Exception {
        exception_id: "x1".to_owned(),
        workflow_id: "*".to_owned(),
        subject_kind: subject_kind.to_owned(),
        subject: subject.to_owned(),
        reason: "trial on the bench".to_owned(),
        requested_by: None,
        approved_by: Some("p9".to_owned()),
        validity,
        row: row("exceptions.csv", 2),
    }
}

/// Locks and wipes on disabled accounts, terminations and group removals.
pub(crate) fn workflow() -> Workflow {
    use EventKind as K;
    Workflow {
        id: "lock-leavers".to_owned(),
        title: "Lock leavers".to_owned(),
        triggers: vec![K::AccountDisabled, K::TerminationRecorded],
        actions: vec![ActionKind::Lock, ActionKind::Wipe],
        initiators: vec![("account".to_owned(), "svc-leaver".to_owned())],
        control_owner: Some("team:identity".to_owned()),
        execution_owner: Some("team:endpoint".to_owned()),
        row: row("workflows.toml", 1),
        ..registers::blank::workflow()
    }
}

/// The default configuration with further lines.
pub(crate) fn config(more: &str) -> Config {
    let text = format!("organisation = {{ name = \"Meridian Biologics\", time_zone = \"UTC\" }}\n{more}");
    toml::from_str(&text).unwrap()
}

/// What linking is given.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) ingested: Ingested,
    pub(crate) registers: Registers,
    pub(crate) config: Config,
    pub(crate) as_of: Instant,
}

impl World {
    /// The organisation without anything that happened.
    pub(crate) fn quiet() -> Self {
        let registers = Registers {
            workflows: Some(vec![workflow()]),
            people: Some(vec![
                person("p1", "ada@meridian.test", None, None),
                person("p2", "ben@meridian.test", None, None),
            ]),
            devices: Some(vec![
                device("SER-0001", Some("p1"), None, None),
                device("SER-0002", Some("p2"), None, None),
            ]),
            ..Registers::default()
        };
        let sources = ["okta-system-log", "csv-events", "jamf-mdm-commands", "servicenow-csv"]
            .map(|format| file(format, day(-45), day(45)));
        let ingested = Ingested { sources: sources.to_vec(), ..Ingested::default() };
        Self { ingested, registers, config: config(""), as_of: day(45) }
    }

    /// Ada's account is disabled at hour 0 (`e1`); her Mac is locked, sent at 1 h and done at 2 h (`a1`).
    pub(crate) fn plain() -> Self {
        let mut world = Self::quiet();
        world.ingested.events.push(event("e1", EventKind::AccountDisabled, hour(0), "p1"));
        world.ingested.actions.push(lock("a1", "SER-0001", hour(1), hour(2)));
        world
    }

    /// The plain world, changed.
    pub(crate) fn plain_where(change: impl FnOnce(&mut Self)) -> Self {
        let mut world = Self::plain();
        change(&mut world);
        world
    }

    /// Links thirty days around hour 0.
    pub(crate) fn linked(&self) -> Attributed {
        self.linked_in(day(-15), day(15))
    }

    /// Links a period.
    pub(crate) fn linked_in(&self, from: Instant, to: Instant) -> Attributed {
        let mut ingested = self.ingested.clone();
        crate::ingest::set_sign_ins_aside(&mut ingested);
        let inputs = Inputs {
            ingested: &ingested,
            registers: &self.registers,
            config: &self.config,
            as_of: self.as_of,
        };
        attribute(&inputs, from, to).unwrap()
    }

    /// The case of an action.
    pub(crate) fn case(&self, action_id: &str) -> Case {
        self.linked().cases.into_iter().find(|case| case.action.action_id == action_id).unwrap()
    }

    /// Adds an event about a person.
    pub(crate) fn happens(
        &mut self,
        id: &str,
        kind: EventKind,
        at: Instant,
        person: &str,
    ) -> &mut IdentityEvent {
        self.ingested.events.push(event(id, kind, at, person));
        self.ingested.events.last_mut().unwrap()
    }
}
