//! `csv-actions`: device actions from any delimited text, through `columns`.

use std::sync::Arc;

use super::{mapped_columns::Layout, mapped_row::MappedRow, mapped_rows};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, RowReader, Shape, SourceOptions},
        sink::Record,
    },
    records::{
        Action, ActionKind, DeviceKeys, Initiator, InitiatorKind, Instant, JamfClass, ObjectRef, Outcome,
        PersonKeys,
    },
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "csv-actions",
    title: "device actions from any delimited text, through `columns`",
    gives: &["actions"],
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
    export: "Any delimited text with one action on one device or account per line, from a tool without a format of its \
        own.",
    read: "Required columns: kind, one of done_at and sent_at, and one of serial, udid, management_id, jamf_id, \
        person_email, person_login. Optional: action_id, object_id, object_name, outcome, error, jamf_class \
        (computer, mobile), device_name, asset_tag, initiator (`kind:name`, for example `api-client:12` or \
        `account:svc-offboard`), trigger_ref (the id of the identity event that the action itself names). A header \
        that is called like the field is found by itself; others are named in `columns`, for example `columns = { \
        kind = \"Command\", done_at = \"Completed\", \"kind:Remote Lock\" = \"lock\" }`. Without `outcome`, a \
        `done_at` says `done`; kinds that happen on the server are done when they were sent; all else is \
        `unknown`. Without `action_id`, the id is a hash of the line's values. A Jamf id identifies nothing \
        without `jamf_class`.",
    lost: "What has no column.",
    needs: "`columns`; `time_zone` for times without an offset",
    checked: "Invented rows",
};

pub(super) const LAYOUT: Layout = Layout {
    format: "csv-actions",
    fields: &[
        "action_id",
        "kind",
        "object_id",
        "object_name",
        "sent_at",
        "done_at",
        "outcome",
        "error",
        "serial",
        "udid",
        "management_id",
        "jamf_id",
        "jamf_class",
        "device_name",
        "asset_tag",
        "person_email",
        "person_login",
        "initiator",
        "trigger_ref",
    ],
    required: &[
        &["kind"],
        &["done_at", "sent_at"],
        &["serial", "udid", "management_id", "jamf_id", "person_email", "person_login"],
    ],
    worded: &["kind", "outcome", "jamf_class", "initiator"],
    times: &["sent_at", "done_at"],
};

fn detect(head: &Head) -> bool {
    mapped_rows::is_the_only_claim(&LAYOUT, head)
}

fn open(head: &Head, options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    let columns = LAYOUT.columns(head, options)?;
    columns.check_words::<ActionKind>("kind", true)?;
    columns.check_words::<Outcome>("outcome", false)?;
    columns.check_words::<JamfClass>("jamf_class", false)?;
    Ok(mapped_rows::reader(&LAYOUT, columns, head, options, record))
}

fn record(row: &mut MappedRow<'_, '_>) -> Result<Option<Record>, String> {
    let Some(kind) = row.kind::<ActionKind>()? else { return Ok(None) };
    let sent_at = row.time("sent_at")?;
    let done_at = row.time("done_at")?;
    if sent_at.is_none() && done_at.is_none() {
        return Err("neither `sent_at` nor `done_at` has a value, expected one of them".to_owned());
    }
    let outcome = row.coded::<Outcome>("outcome")?;
    let outcome = outcome.unwrap_or(if done_at.is_some() || kind.is_server_side() {
        Outcome::Done
    } else {
        Outcome::Unknown
    });
    let device = device(row)?;
    let person = PersonKeys {
        email: row.get("person_email"),
        login: row.get("person_login"),
        ..PersonKeys::default()
    };
    let has_device = [&device.serial, &device.udid, &device.management_id, &device.jamf_id]
        .iter()
        .any(|key| key.is_some());
    if !has_device && person.is_empty() {
        let reason = "no key of a device or person, expected a value in one of serial, udid, management_id, jamf_id, \
                      person_email, person_login (a name identifies no device)";
        return Err(reason.to_owned());
    }
    let given = row.get("action_id").map(|id| uuid(&id).unwrap_or(id));
    let object = ObjectRef { id: row.get("object_id"), name: row.get("object_name") };
    Ok(Some(Record::from(Action {
        uuid: given.as_deref().and_then(uuid),
        action_id: given.unwrap_or_else(|| row.hash()),
        kind,
        raw_kind: row.get("kind").unwrap_or_default(),
        object: (object != ObjectRef::default()).then_some(object),
        sent_at,
        done_at: done_time(kind, outcome, sent_at, done_at, row),
        outcome,
        error: row.get("error"),
        device: Arc::new(device),
        person: (!person.is_empty()).then_some(person),
        initiator: initiator(row)?,
        trigger_ref: row.get("trigger_ref"),
        origins: vec![row.at],
    })))
}

/// Only a done action has a time at which it was done; without one it is the time it was sent.
fn done_time(
    kind: ActionKind,
    outcome: Outcome,
    sent_at: Option<Instant>,
    done_at: Option<Instant>,
    row: &mut MappedRow<'_, '_>,
) -> Option<Instant> {
    if outcome != Outcome::Done {
        return None;
    }
    if done_at.is_none() && !kind.is_server_side() {
        row.note(
            "done-at-missing",
            "actions with the outcome `done` and no `done_at`: taken as done when they were sent",
        );
    }
    done_at.or(sent_at)
}

fn device(row: &MappedRow<'_, '_>) -> Result<DeviceKeys, String> {
    Ok(DeviceKeys {
        class: row.coded::<JamfClass>("jamf_class")?,
        jamf_id: row.get("jamf_id"),
        management_id: row.get("management_id").map(|text| text.to_lowercase()),
        udid: row.get("udid").map(|text| text.to_uppercase()),
        serial: row.get("serial").map(|text| text.to_uppercase()),
        name: row.get("device_name"),
        asset_tag: row.get("asset_tag"),
    })
}

fn initiator(row: &MappedRow<'_, '_>) -> Result<Option<Initiator>, String> {
    let Some(text) = row.word("initiator") else { return Ok(None) };
    let codes = || InitiatorKind::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(", ");
    let wrong = || format!("`initiator` is `{text}`, expected `<kind>:<name>` with a kind of {}", codes());
    let (kind, name) = text.split_once(':').ok_or_else(wrong)?;
    let kind = kind.trim().parse().map_err(|_| wrong())?;
    Ok(Some(Initiator::new(kind, name.trim())))
}

/// A command UUID in lower case, if the text is one.
fn uuid(text: &str) -> Option<String> {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    let is_hex = text.chars().all(|c| c == '-' || c.is_ascii_hexdigit());
    (groups == [8, 4, 4, 4, 12] && is_hex).then(|| text.to_ascii_lowercase())
}
