//! `csv-events`: identity and HR events from any delimited text, through `columns`.

use super::{
    mapped_columns::{Columns, Layout},
    mapped_row::MappedRow,
    mapped_rows,
};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, RowReader, Shape, SourceOptions},
        sink::Record,
    },
    records::{
        DeviceKeys, EventKind, EventOutcome, IdentityEvent, KnownBasis, ObjectRef, PersonKeys, RiskLevel,
    },
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "csv-events",
    title: "identity and HR events from any delimited text, through `columns`",
    gives: &["events"],
    manual: MANUAL,
    shapes: &[Shape::Csv],
    starts_record: None,
    columns: LAYOUT.fields,
    apart: Apart::No,
    prefilter: None,
    keeps_days: &[],
    unused: &[],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "Any delimited text with one event per line: account, group, licence, risk, device or HR facts of a system \
        without a format of its own.",
    read: "Required columns: kind, occurred_at, and one of person_id, okta_id, entra_object_id, employee_id, login, \
        email, serial, udid. Optional: event_id, recorded_at, effective_at, outcome (happened, failed, unknown), \
        display_name, object_id, object_name, correlation, recants_event_id, level, old_value, new_value, actor. A \
        header that is called like the field is found by itself; others are named in `columns`, for example \
        `columns = { occurred_at = \"Changed on\", employee_id = \"Pers. No.\", kind = \"Event\", \"kind:Leaver\" \
        = \"termination_recorded\", \"kind:Address\" = \"out_of_scope\" }`. `kind` is a code of the closed list, \
        or a word that `\"kind:<word>\"` translates; `out_of_scope` counts a word without using it. `recorded_at` \
        is when the system could first tell; without it `occurred_at` stands for it. For HR, `occurred_at` is when \
        the fact was entered and `effective_at` from when it holds; a date without time begins at midnight in the \
        `time_zone` of the source.",
    lost: "What has no column.",
    needs: "`columns`; `time_zone` for times without an offset",
    checked: "Invented rows",
};

const PERSON: &[&str] =
    &["person_id", "okta_id", "entra_object_id", "employee_id", "login", "email", "serial", "udid"];

pub(super) const LAYOUT: Layout = Layout {
    format: "csv-events",
    fields: &[
        "event_id",
        "kind",
        "occurred_at",
        "recorded_at",
        "effective_at",
        "outcome",
        "person_id",
        "okta_id",
        "entra_object_id",
        "employee_id",
        "login",
        "email",
        "display_name",
        "serial",
        "udid",
        "object_id",
        "object_name",
        "correlation",
        "recants_event_id",
        "level",
        "old_value",
        "new_value",
        "actor",
    ],
    required: &[&["kind"], &["occurred_at"], PERSON],
    worded: &["kind", "outcome", "level"],
    times: &["occurred_at", "recorded_at", "effective_at"],
};

fn detect(head: &Head) -> bool {
    mapped_rows::is_the_only_claim(&LAYOUT, head)
}

fn open(head: &Head, options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    let columns = LAYOUT.columns(head, options)?;
    check_words(&columns)?;
    Ok(mapped_rows::reader(&LAYOUT, columns, head, options, record))
}

fn check_words(columns: &Columns) -> Result<(), String> {
    columns.check_words::<EventKind>("kind", true)?;
    columns.check_words::<EventOutcome>("outcome", false)?;
    columns.check_words::<RiskLevel>("level", false)
}

fn record(row: &mut MappedRow<'_, '_>) -> Result<Option<Record>, String> {
    let Some(kind) = row.kind::<EventKind>()? else { return Ok(None) };
    let occurred_at = row.time("occurred_at")?.ok_or("no `occurred_at`; every event needs one")?;
    let recorded_at = row.time("recorded_at")?;
    let known = recorded_at.unwrap_or(occurred_at);
    let subject = subject(row);
    let device = device(row);
    let is_about_nobody =
        subject == PersonKeys { display_name: subject.display_name.clone(), ..PersonKeys::default() };
    let needs_subject =
        !matches!(kind, EventKind::ImportBlocked | EventKind::ImportResumed | EventKind::RiskRecanted);
    if is_about_nobody && device.is_none() && needs_subject {
        return Err(format!(
            "no key of a person or device, expected a value in one of {}",
            PERSON.join(", ")
        ));
    }
    let event_id = match row.get("event_id") {
        Some(event_id) => event_id,
        None => row.hash(),
    };
    Ok(Some(Record::from(IdentityEvent {
        event_id,
        kind,
        raw_kind: row.get("kind").unwrap_or_default(),
        source: source(kind),
        occurred_at,
        known_from: known,
        known_to: known,
        known_basis: if recorded_at.is_some() { KnownBasis::Recorded } else { KnownBasis::Occurred },
        effective_at: row.time("effective_at")?,
        outcome: row.coded::<EventOutcome>("outcome")?.unwrap_or(EventOutcome::Happened),
        subject,
        device,
        object: object(row),
        correlations: row.list("correlation").into_iter().map(correlation).collect(),
        recants_event_id: row.get("recants_event_id"),
        actor: row.get("actor"),
        actor_is_person: None,
        level: row.coded::<RiskLevel>("level")?,
        old_value: row.get("old_value"),
        new_value: row.get("new_value"),
        origin: row.at,
    })))
}

fn subject(row: &MappedRow<'_, '_>) -> PersonKeys {
    PersonKeys {
        person_id: row.get("person_id"),
        okta_id: row.get("okta_id"),
        entra_object_id: row.get("entra_object_id"),
        employee_id: row.get("employee_id"),
        login: row.get("login"),
        email: row.get("email"),
        display_name: row.get("display_name"),
        listed_id: None,
    }
}

fn device(row: &MappedRow<'_, '_>) -> Option<DeviceKeys> {
    let upper = |field| row.get(field).map(|text| text.to_uppercase());
    let device = DeviceKeys { serial: upper("serial"), udid: upper("udid"), ..DeviceKeys::default() };
    (device != DeviceKeys::default()).then_some(device)
}

fn object(row: &MappedRow<'_, '_>) -> Option<ObjectRef> {
    let object = ObjectRef { id: row.get("object_id"), name: row.get("object_name") };
    (object != ObjectRef::default()).then_some(object)
}

/// A bare id is that of a transaction.
fn correlation(text: String) -> String {
    if text.contains(':') { text } else { format!("transaction:{text}") }
}

/// HR facts count as one source for coverage, whichever file they came in.
fn source(kind: EventKind) -> &'static str {
    use EventKind as K;
    match kind {
        K::TerminationRecorded
        | K::LeaveDateSet
        | K::TerminationCancelled
        | K::LeaveDateMoved
        | K::Rehired
        | K::HireRecorded
        | K::HireRescinded => "hr",
        _ => "csv",
    }
}
