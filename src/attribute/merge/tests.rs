//! Tests of merging the records of one action.

use super::*;
use crate::records::{DeviceKeys, FileId, Initiator, InitiatorKind, ObjectRef, Origin};

fn at(second: i64) -> Instant {
    Instant::from_timestamp(1_785_000_000 + second, 0).unwrap()
}

fn action(uuid: &str, second: i64, file: u32) -> Action {
    Action {
        action_id: if uuid.is_empty() { format!("h-{file}-{second}") } else { uuid.to_owned() },
        uuid: (!uuid.is_empty()).then(|| uuid.to_owned()),
        kind: ActionKind::Lock,
        raw_kind: "DEVICE_LOCK".to_owned(),
        object: None,
        sent_at: Some(at(second)),
        done_at: None,
        outcome: Outcome::Pending,
        error: None,
        device: DeviceKeys { serial: Some("SERIAL01".to_owned()), ..Default::default() }.into(),
        person: None,
        initiator: None,
        trigger_ref: None,
        origins: vec![Origin { file: FileId(file), line: u64::try_from(second).unwrap_or(1), item: 0 }],
    }
}

fn merged(actions: impl AsRef<[Action]>) -> Vec<Action> {
    let actions = actions.as_ref();
    let devices = Devices::new(actions.iter().map(|a| &*a.device), std::iter::empty());
    let format_of = |a: &Action| a.origins[0].file.0 as usize;
    let (merged, _) = merge(actions, &devices, TimeDelta::seconds(60), &format_of);
    merged.into_iter().map(|merged| merged.record.into_action()).collect()
}

#[test]
fn a_history_record_gives_the_command_its_initiator() {
    let mut history = action("", 40, 2);
    history.initiator = Some(Initiator::new(InitiatorKind::Account, "svc-sample"));
    history.outcome = Outcome::Done;
    history.done_at = Some(at(90));
    let all = merged(vec![action("aaaa", 0, 1), history]);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].action_id, "aaaa");
    assert_eq!(all[0].outcome, Outcome::Done);
    assert_eq!(all[0].done_at, Some(at(90)));
    assert_eq!(all[0].initiator.as_ref().map(|i| i.name.as_str()), Some("svc-sample"));
    assert_eq!(all[0].origins.len(), 2);
}

#[test]
fn a_command_known_by_its_uuid_alone_takes_its_kind_from_the_list_of_commands() {
    let printed = Action {
        kind: ActionKind::Other,
        raw_kind: "command".to_owned(),
        outcome: Outcome::Unknown,
        device: DeviceKeys::default().into(),
        initiator: Some(Initiator::new(InitiatorKind::Jawa, "leaver")),
        trigger_ref: Some("event-1".to_owned()),
        ..action("aaaa", -5, 2)
    };
    let all = merged(vec![action("aaaa", 0, 1), printed]);
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].kind, all[0].raw_kind.as_str()), (ActionKind::Lock, "DEVICE_LOCK"));
    assert_eq!((all[0].outcome, all[0].trigger_ref.as_deref()), (Outcome::Pending, Some("event-1")));
    assert_eq!(all[0].device.serial.as_deref(), Some("SERIAL01"));
}

#[test]
fn records_merge_up_to_the_window_and_not_beyond() {
    for (gap, expected) in [(60, 1), (61, 2)] {
        assert_eq!(merged(vec![action("aaaa", 0, 1), action("", gap, 2)]).len(), expected, "gap {gap}");
    }
}

#[test]
fn a_record_done_before_it_was_sent_merges_by_its_completion_and_takes_a_time_that_can_be() {
    let record = |uuid, sent, done, file| {
        let mut action = action(uuid, sent, file);
        (action.outcome, action.done_at) = (Outcome::Done, Some(at(done)));
        action
    };
    for (sent, done, expected) in [(9_000, 90, 1), (9_000, 30, 1), (9_000, 29, 2), (9_000, 9_060, 2)] {
        let mut history = record("", 0, 90, 2);
        history.initiator = Some(Initiator::new(InitiatorKind::Account, "svc-sample"));
        let all = merged(vec![record("aaaa", sent, done, 1), history]);
        assert_eq!(all.len(), expected, "sent at {sent}, done at {done}");
        if expected == 1 {
            assert_eq!((all[0].sent_at, all[0].done_at), (Some(at(0)), Some(at(done))));
            assert!(all[0].initiator.is_some());
        }
    }
}

#[test]
fn two_uuids_never_merge_and_the_nearest_takes_the_record() {
    let all = merged(vec![action("aaaa", 0, 1), action("bbbb", 20, 1), action("", 25, 2)]);
    assert_eq!(all.len(), 2);
    assert_eq!(all.iter().find(|a| a.action_id == "bbbb").unwrap().origins.len(), 2);
}

#[test]
fn two_records_of_one_format_are_two_actions() {
    assert_eq!(merged(vec![action("", 0, 2), action("", 5, 2)]).len(), 2);
}

#[test]
fn two_profiles_in_one_minute_are_two_actions() {
    let named = |file, name: &str| {
        let mut a = action("", 0, file);
        a.object = Some(ObjectRef { id: None, name: Some(name.to_owned()) });
        a
    };
    assert_eq!(merged(vec![named(1, "Wi-Fi"), named(2, "VPN")]).len(), 2);
}

#[test]
fn of_one_uuid_the_record_sent_first_leads_whatever_file_it_stands_in() {
    let times = |files: [u32; 3]| {
        let mut done = action("aaaa", 5, files[2]);
        (done.outcome, done.done_at) = (Outcome::Done, Some(at(90)));
        let all = merged(vec![action("aaaa", 7, files[0]), action("aaaa", 2, files[1]), done]);
        assert_eq!(all.len(), 1);
        (all[0].sent_at, all[0].done_at, all[0].outcome)
    };
    for files in [[1, 2, 3], [3, 2, 1], [2, 3, 1], [1, 3, 2]] {
        assert_eq!(times(files), (Some(at(2)), Some(at(90)), Outcome::Done), "{files:?}");
    }
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let rows = vec![action("aaaa", 0, 1), action("bbbb", 20, 1), action("", 25, 2), action("", 2, 3)];
    let mut backwards = rows.clone();
    backwards.reverse();
    let ids = |all: Vec<Action>| all.into_iter().map(|a| (a.action_id, a.origins.len())).collect::<Vec<_>>();
    assert_eq!(ids(merged(rows)), ids(merged(backwards)));
}
