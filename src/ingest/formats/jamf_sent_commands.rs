//! What Jamf answers when a command is sent: the one place where whoever sent it learns the command's UUID.

use std::sync::Arc;

use serde_json::Value;

use super::{
    jamf_fields::{hashed_id, id, is_uuid, text},
    jamf_vocabulary::{Command, command},
};
use crate::{
    ingest::sink::{Record, Sink},
    records::{Action, ActionKind, DeviceKeys, Initiator, Instant, JamfClass, Origin, Outcome},
};

/// A command as its answer names it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sent {
    /// The command's UUID, lower case; `None` where one UUID stands for several devices.
    pub(super) uuid: Option<String>,
    /// The command's name; `None` where the answer does not say it.
    pub(super) name: Option<String>,
    /// The device as far as the answer names it.
    pub(super) device: DeviceKeys,
}

/// The commands of an answer; `None` when the value is no answer, an empty list when it names no command.
///
/// Classic API: `<computer_command>` and `<mobile_device_command>`. Jamf Pro API: `{"deviceId", "commandUuid"}`.
/// Platform API: `[{"deviceId", "commandId"}]`.
pub(super) fn sent_commands(value: &Value) -> Option<Vec<Sent>> {
    if let Some(answer) = value.get("computer_command") {
        return Some(elements(answer, "command").into_iter().filter_map(of_computer).collect());
    }
    if let Some(answer) = value.get("mobile_device_command") {
        return Some(of_mobile_devices(answer));
    }
    match value {
        Value::Array(answers) => {
            let sent: Vec<Sent> = answers.iter().filter_map(of_api).collect();
            (!sent.is_empty() && sent.len() == answers.len()).then_some(sent)
        }
        answer => of_api(answer).map(|sent| vec![sent]),
    }
}

fn uuid_of(value: &Value, key: &str) -> Option<String> {
    text(value, key).filter(|uuid| is_uuid(uuid)).map(|uuid| uuid.to_lowercase())
}

/// One element, or several under one name.
fn elements<'a>(value: &'a Value, key: &str) -> Vec<&'a Value> {
    match value.get(key) {
        Some(Value::Array(all)) => all.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    }
}

fn of_computer(answer: &Value) -> Option<Sent> {
    let device = DeviceKeys {
        class: Some(JamfClass::Computer),
        jamf_id: id(answer, "computer_id"),
        ..DeviceKeys::default()
    };
    Some(Sent { uuid: Some(uuid_of(answer, "command_uuid")?), name: text(answer, "name"), device })
}

/// One UUID for all devices of the answer: with several of them it tells none from the other.
fn of_mobile_devices(answer: &Value) -> Vec<Sent> {
    let (Some(uuid), name) = (uuid_of(answer, "uuid"), text(answer, "command")) else { return Vec::new() };
    let devices: Vec<&Value> = elements(answer, "mobile_devices")
        .into_iter()
        .flat_map(|list| elements(list, "mobile_device"))
        .filter(|device| device.is_object())
        .collect();
    let keys = |device: &Value| DeviceKeys {
        class: Some(JamfClass::Mobile),
        jamf_id: id(device, "id"),
        management_id: text(device, "management_id").map(|id| id.to_lowercase()),
        ..DeviceKeys::default()
    };
    match devices.as_slice() {
        [] => {
            let device = DeviceKeys { class: Some(JamfClass::Mobile), ..DeviceKeys::default() };
            vec![Sent { uuid: Some(uuid), name, device }]
        }
        [one] => vec![Sent { uuid: Some(uuid), name, device: keys(one) }],
        several => several
            .iter()
            .map(|device| Sent { uuid: None, name: name.clone(), device: keys(device) })
            .collect(),
    }
}

/// The answers of the newer interfaces name neither the command nor the class of the device; an id without its
/// class is no key.
fn of_api(answer: &Value) -> Option<Sent> {
    answer.get("deviceId")?;
    let uuid = uuid_of(answer, "commandUuid").or_else(|| uuid_of(answer, "commandId"))?;
    Some(Sent { uuid: Some(uuid), name: None, device: DeviceKeys::default() })
}

/// Settles a saved answer. It carries no time: it ties the command's UUID to a device.
pub(super) fn settle_answer(sent: Vec<Sent>, row: &Value, at: Origin, sink: &mut Sink<'_>) {
    if sent.is_empty() {
        let reason =
            "an answer to a command without its UUID, expected `command_uuid`, `uuid` or `commandUuid`";
        return sink.reject(at, reason, &row.to_string());
    }
    let message = "answers to commands say what was sent and not when or whether it was done: they add to the \
                   command of the same UUID in a list of commands, and belong to no period without one";
    sink.note(at, "answer-without-time", message);
    let actions = sent.into_iter().filter_map(|sent| sent.action(None, None, None, at));
    let records: Vec<Record> = actions.map(Record::from).collect();
    if records.is_empty() { sink.out_of_scope(at) } else { sink.accept(at, records) }
}

impl Sent {
    /// The action; `None` for commands that only ask a device for something. That it was sent does not say that
    /// it was done.
    pub(super) fn action(
        self,
        sent_at: Option<Instant>,
        initiator: Option<Initiator>,
        trigger_ref: Option<String>,
        at: Origin,
    ) -> Option<Action> {
        let (kind, object) = match self.name.as_deref().map(command) {
            Some(Command::Routine) => return None,
            Some(Command::Does(kind, object)) => (kind, object),
            None => (ActionKind::Other, None),
        };
        let raw_kind = self.name.unwrap_or_else(|| "command".to_owned());
        let device = super::jamf_fields::device_text(&self.device);
        let time = sent_at.map(|time| time.to_rfc3339()).unwrap_or_default();
        let action_id = self.uuid.clone().unwrap_or_else(|| hashed_id(&["sent", &device, &raw_kind, &time]));
        Some(Action {
            action_id,
            uuid: self.uuid,
            kind,
            raw_kind,
            object,
            sent_at,
            done_at: None,
            outcome: Outcome::Unknown,
            error: None,
            device: Arc::new(self.device),
            person: None,
            initiator,
            trigger_ref,
            origins: vec![at],
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ingest::formats::{jamf_mdm_commands::FORMAT, reading::read_json};

    const ONE: &str = "0A0A0A0A-0000-4000-8000-000000000001";
    const TWO: &str = "0a0a0a0a-0000-4000-8000-000000000002";

    fn uuids(value: &Value) -> Option<Vec<Option<String>>> {
        sent_commands(value).map(|all| all.into_iter().map(|sent| sent.uuid).collect())
    }

    #[test]
    fn an_answer_of_the_classic_api_names_a_command_per_computer() {
        let of =
            |uuid, computer| json!({"name": "DeviceLock", "command_uuid": uuid, "computer_id": computer});
        let answer = json!({"computer_command": {"command": [of(ONE, "7"), of(TWO, "8")]}});
        let sent = sent_commands(&answer).unwrap();
        assert_eq!(sent[0].uuid.as_deref(), Some("0a0a0a0a-0000-4000-8000-000000000001"));
        let keys: Vec<_> =
            sent.iter().map(|sent| (sent.device.class, sent.device.jamf_id.as_deref())).collect();
        assert_eq!(keys, [(Some(JamfClass::Computer), Some("7")), (Some(JamfClass::Computer), Some("8"))]);
    }

    #[test]
    fn one_uuid_for_several_mobile_devices_is_the_uuid_of_none_of_them() {
        let device = |id| json!({"id": id, "management_id": format!("M-{id}"), "status": "Command sent"});
        let answer = |devices: Value| json!({"mobile_device_command": {"uuid": ONE, "command": "EraseDevice", "mobile_devices": {"mobile_device": devices}}});
        assert_eq!(uuids(&answer(device("1"))), Some(vec![Some(ONE.to_lowercase())]));
        let several = sent_commands(&answer(json!([device("1"), device("2")]))).unwrap();
        let found: Vec<_> =
            several.iter().map(|sent| (sent.uuid.clone(), sent.device.management_id.as_deref())).collect();
        assert_eq!(found, [(None, Some("m-1")), (None, Some("m-2"))]);
    }

    #[test]
    fn newer_interfaces_name_neither_command_nor_class() {
        let pro = json!({"deviceId": "1234", "commandUuid": ONE});
        let sent = sent_commands(&pro).unwrap().remove(0);
        assert_eq!((sent.name.clone(), sent.device.clone()), (None, DeviceKeys::default()));
        let at = crate::records::blank::origin();
        let action = sent.action(None, None, None, at).unwrap();
        assert_eq!(
            (action.kind, action.outcome, action.done_at),
            (ActionKind::Other, Outcome::Unknown, None)
        );
        let platform = json!([{"deviceId": ONE, "commandId": TWO}]);
        assert_eq!(uuids(&platform), Some(vec![Some(TWO.to_owned())]));
    }

    #[test]
    fn a_saved_answer_ties_a_uuid_to_a_device_and_has_no_time() {
        let uuid = "0a0a0a0a-0000-4000-8000-000000000001";
        let answer = json!({"computer_command": {"command": {"name": "DeviceLock", "command_uuid": uuid, "computer_id": "7"}}});
        let one = |row: &Value| read_json(&FORMAT, std::slice::from_ref(row));
        let read = one(&answer);
        let action = read.actions()[0];
        assert_eq!(
            (action.action_id.as_str(), action.kind, action.outcome),
            (uuid, ActionKind::Lock, Outcome::Unknown)
        );
        assert_eq!((action.sent_at, action.device.jamf_id.as_deref()), (None, Some("7")));
        assert!(read.has_note("answer-without-time"));
        assert_eq!(one(&json!({"deviceId": "7", "commandUuid": uuid})).actions()[0].kind, ActionKind::Other);
        let rows = [answer, json!({"computer_command": {"command": {"name": "DeviceLock"}}})];
        assert!(read_json(&FORMAT, &rows).reasons().contains("without its UUID"));
    }

    #[test]
    fn other_values_are_no_answers() {
        for value in [
            json!({"commandUuid": ONE}),
            json!({"deviceId": "1", "commandUuid": "soon"}),
            json!([{"deviceId": "1", "commandId": ONE}, 7]),
            json!([]),
            json!("x"),
        ] {
            assert_eq!(sent_commands(&value), None, "{value}");
        }
        assert_eq!(uuids(&json!({"computer_command": {"command": {"name": "DeviceLock"}}})), Some(vec![]));
    }
}
