//! MDM commands of the Jamf Pro API, v2 and v1: what was sent to which device when, and how far it came.

use std::sync::Arc;

use serde_json::Value;

use super::{
    jamf_fields::{device_text, hashed_id, id, text},
    jamf_sent_commands::{sent_commands, settle_answer},
    jamf_vocabulary::{Command, command, is_mdm_profile},
};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        prefilter::{Prefilter, Told},
        sink::{Record, Sink},
        times::TimeRule,
    },
    records::{Action, ActionKind, DeviceKeys, JamfClass, ObjectRef, Origin, Outcome},
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "jamf-mdm-commands",
    title: "Jamf Pro API, MDM commands (v2 and v1)",
    gives: &["actions"],
    manual: MANUAL,
    shapes: &[Shape::Json],
    starts_record: None,
    columns: &[],
    apart: Apart::Rows,
    prefilter: Some(&ROUTINE),
    keeps_days: &[90, 92],
    unused: &[],
    detect,
    open,
};

/// Routine commands, which are nearly all of a quarter.
const ROUTINE: Prefilter = Prefilter {
    key: "\"commandType\"",
    told: Told::ByWhole,
    other_keys: &[],
    beside: &[],
    is_useless: |command_type| command(command_type) == Command::Routine,
};

const MANUAL: Manual = Manual {
    export: "`GET /api/v2/mdm/commands?filter=dateSent>=2026-07-01T00:00:00Z&page=0&page-size=2000`, page by page (one \
        filter is mandatory), saved as one file per page, one after the other in one file, or one command per \
        line. The bare array of v1 and the output of jamf-cli are read too, and so are saved answers to commands that \
        were sent (Classic XML, `commandUuid`, `commandId`).",
    read: "Uuid, type, state, times, management id and class of the device, profile, error text. Types in both \
        spellings (`DEVICE_LOCK`, `DeviceLock`); types that are not documented are kept as `other`; a command that \
        is not done has no completion date, a null one, or 1970-01-01T00:00:00Z; rows without `client` are kept \
        with an unknown device; management ids of a user channel. Commands that only ask a device for something \
        are counted as out of scope.",
    lost: "Who sent the command (`jamf-history` or `jamf-change-log` says it), serial number, name and person \
        (`jamf-inventory` says them), PIN and message.",
    needs: "Nothing",
    checked: "Test data of two open-source clients; no recorded export",
};

fn detect(head: &Head) -> bool {
    let is_listed = |row: &Value| row.get("commandType").is_some() && row.get("uuid").is_some();
    head.rows.iter().any(|row| is_listed(row) || sent_commands(row).is_some())
}

fn open(_head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    Ok(Box::new(Commands))
}

struct Commands;

impl RowReader for Commands {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Json(value) = row else {
            return sink.reject(at, "expected a JSON object with `uuid` and `commandType`", "");
        };
        if let Some(sent) = sent_commands(value) {
            return settle_answer(sent, value, at, sink);
        }
        match action(value, at, sink) {
            Ok(Some(action)) => sink.accept(at, [Record::from(action)]),
            Ok(None) => sink.out_of_scope(at),
            Err(reason) => sink.reject(at, reason, &value.to_string()),
        }
    }
}

/// The action of a row; `None` for routine commands.
fn action(row: &Value, at: Origin, sink: &mut Sink<'_>) -> Result<Option<Action>, String> {
    let raw_kind = text(row, "commandType").ok_or("no `commandType`, expected for example `DEVICE_LOCK`")?;
    let Command::Does(kind, _) = command(&raw_kind) else { return Ok(None) };
    let uuid = text(row, "uuid").map(|uuid| uuid.to_lowercase());
    let sent_at = match text(row, "dateSent") {
        Some(sent) => sink.time(at, &sent, TimeRule::Utc).map_err(|why| format!("`dateSent`: {why}"))?,
        None => None,
    };
    let completed = match text(row, "dateCompleted") {
        Some(completed) => {
            sink.time(at, &completed, TimeRule::Utc).map_err(|why| format!("`dateCompleted`: {why}"))?
        }
        None => None,
    };
    if sent_at.is_none() && completed.is_none() {
        return Err("neither `dateSent` nor `dateCompleted` holds a time".to_owned());
    }
    let outcome = outcome(row, at, sink);
    let done_at = completed.filter(|_| outcome == Outcome::Done);
    if outcome == Outcome::Done && done_at.is_none() {
        sink.note(
            at,
            "done-without-time",
            "an acknowledged command has no `dateCompleted`; it belongs to no period",
        );
    }
    let device = device(row, at, sink);
    let (kind, object) = object(row, kind);
    let sent_text = sent_at.map(|sent| sent.to_rfc3339()).unwrap_or_default();
    let action_id =
        uuid.clone().unwrap_or_else(|| hashed_id(&[&device_text(&device), &raw_kind, &sent_text]));
    Ok(Some(Action {
        action_id,
        uuid,
        kind,
        raw_kind,
        object,
        sent_at,
        done_at,
        outcome,
        error: error(row),
        device: Arc::new(device),
        person: None,
        initiator: None,
        trigger_ref: None,
        origins: vec![at],
    }))
}

fn outcome(row: &Value, at: Origin, sink: &mut Sink<'_>) -> Outcome {
    let Some(state) = text(row, "commandState") else {
        sink.note(at, "no-command-state", "a command has no `commandState`; its outcome is unknown");
        return Outcome::Unknown;
    };
    let folded: String = state.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match folded.as_str() {
        "acknowledged" => Outcome::Done,
        "pending" => Outcome::Pending,
        "notnow" => Outcome::NotNow,
        "error" | "commandformaterror" | "failed" => Outcome::Failed,
        "cancelled" | "canceled" => Outcome::Cancelled,
        _ => {
            sink.note(
                at,
                "unknown-command-state",
                format!(
                    "`commandState` is `{state}`, expected for example `ACKNOWLEDGED`; the outcome is unknown"
                ),
            );
            Outcome::Unknown
        }
    }
}

fn device(row: &Value, at: Origin, sink: &mut Sink<'_>) -> DeviceKeys {
    let client = row.get("client").unwrap_or(&Value::Null);
    let management_id = text(client, "managementId").map(|id| id.to_lowercase());
    if management_id.is_none() {
        sink.note(at, "unknown-device", "a command has no `client.managementId`; its device is unknown");
    }
    let class = text(client, "clientType").and_then(|class| match class.to_uppercase().as_str() {
        "COMPUTER" | "COMPUTER_USER" => Some(JamfClass::Computer),
        "MOBILE_DEVICE" | "MOBILE_DEVICE_USER" | "TV" | "VISION_PRO" | "WATCH" => Some(JamfClass::Mobile),
        _ => None,
    });
    DeviceKeys { class, management_id, ..DeviceKeys::default() }
}

/// The profile of profile commands; removing the management profile itself is unmanaging.
fn object(row: &Value, kind: ActionKind) -> (ActionKind, Option<ObjectRef>) {
    let identifier = text(row, "profileIdentifier");
    let is_end = kind == ActionKind::ProfileRemove && identifier.as_deref().is_some_and(is_mdm_profile);
    let object = ObjectRef { id: id(row, "profileId"), name: identifier };
    let is_any = object.id.is_some() || object.name.is_some();
    (if is_end { ActionKind::Unmanage } else { kind }, is_any.then_some(object))
}

fn error(row: &Value) -> Option<String> {
    let error = row.get("commandError")?;
    let words = text(error, "errorEnglishDescription").or_else(|| text(error, "errorLocalizedDescription"));
    match (text(error, "errorCode"), words) {
        (Some(code), Some(words)) => Some(format!("{code}: {words}")),
        (code, words) => words.or(code),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ingest::formats::reading::{Read, read_json};

    fn one(row: &Value) -> Read {
        read_json(&FORMAT, std::slice::from_ref(row))
    }

    fn row(changes: Value) -> Value {
        let mut row = json!({"uuid": "AAAA-1", "commandType": "DEVICE_LOCK", "commandState": "ACKNOWLEDGED",
            "dateSent": "2026-07-01T10:00:00Z", "dateCompleted": "2026-07-01T10:05:00.5Z",
            "client": {"managementId": "ABCD", "clientType": "COMPUTER"}});
        if let (Some(row), Value::Object(changes)) = (row.as_object_mut(), changes) {
            row.extend(changes);
        }
        row
    }

    #[test]
    fn an_acknowledged_command_is_done_when_it_was_completed() {
        let read = one(&row(json!({})));
        let action = &read.actions()[0];
        assert_eq!(action.action_id, "aaaa-1");
        assert_eq!((action.kind, action.outcome), (ActionKind::Lock, Outcome::Done));
        assert_eq!(
            action.done_at.map(|at| at.to_rfc3339()),
            Some("2026-07-01T10:05:00.500+00:00".to_owned())
        );
        assert_eq!(
            (action.device.class, action.device.management_id.as_deref()),
            (Some(JamfClass::Computer), Some("abcd"))
        );
    }

    #[test]
    fn every_spelling_of_pending_has_no_time_of_completion() {
        for completed in [json!("1970-01-01T00:00:00Z"), json!(null), json!("")] {
            let read = one(&row(json!({"commandState": "PENDING", "dateCompleted": completed})));
            assert_eq!((read.actions()[0].outcome, read.actions()[0].done_at), (Outcome::Pending, None));
        }
    }

    #[test]
    fn states_are_read() {
        for (state, outcome) in [
            ("NOT_NOW", Outcome::NotNow),
            ("ERROR", Outcome::Failed),
            ("COMMAND_FORMAT_ERROR", Outcome::Failed),
            ("Pending", Outcome::Pending),
            ("Perplexed", Outcome::Unknown),
        ] {
            let read = one(&row(json!({"commandState": state})));
            assert_eq!((read.actions()[0].outcome, read.actions()[0].done_at), (outcome, None), "{state}");
        }
    }

    #[test]
    fn routine_commands_are_counted_and_unknown_ones_kept() {
        assert_eq!(one(&row(json!({"commandType": "ProfileList"}))).source.out_of_scope, 1);
        assert_eq!(one(&row(json!({"commandType": "BRAND_NEW"}))).actions()[0].kind, ActionKind::Other);
    }

    #[test]
    fn removing_the_management_profile_is_unmanaging() {
        let read = one(&row(json!({"commandType": "REMOVE_PROFILE", "profileId": -1,
            "profileIdentifier": "00000000-0000-0000-A000-4A414D460003"})));
        assert_eq!(read.actions()[0].kind, ActionKind::Unmanage);
        let read = one(&row(json!({"commandType": "REMOVE_PROFILE", "profileId": 7})));
        assert_eq!(read.actions()[0].object.clone().and_then(|object| object.id), Some("7".to_owned()));
    }

    #[test]
    fn unusable_rows_are_rejected_with_the_reason() {
        for (changes, reason) in [
            (json!({"commandType": null}), "no `commandType`"),
            (json!({"dateSent": "soon"}), "`dateSent`"),
            (json!({"dateSent": null, "dateCompleted": null}), "neither"),
        ] {
            let read = one(&row(changes));
            assert!(read.rejects[0].reason.contains(reason), "{:?}", read.rejects);
        }
    }
}
