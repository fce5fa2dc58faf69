//! One action, several Jamf records: command list, history, change log. Records merge by command UUID,
//! then by (device, kind) within `merge_window`, the nearest first. Two records with different UUIDs
//! never merge. Of records with one UUID the one sent first leads, then the one done first, then by what they
//! say: never by the file they stand in.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::{
    records::{Action, ActionKind, Instant, Outcome},
    resolve::{DeviceId, Devices},
};

/// Merges the records of one action. `format_of` tells the format a record came from: two records of one
/// format are two actions unless they share a UUID. The result is ordered by (time, id).
pub(super) fn merge(
    actions: Vec<Action>,
    devices: &Devices,
    window: TimeDelta,
    format_of: &dyn Fn(&Action) -> String,
) -> Vec<Action> {
    let by_uuid = merge_by_uuid(actions);
    let mut groups: BTreeMap<(DeviceId, ActionKind), Vec<Member>> = BTreeMap::new();
    let mut merged: Vec<Action> = Vec::new();
    for action in by_uuid {
        let group = devices.find(&action.device).zip(time_of(&action));
        match group {
            Some((device, at)) => {
                let formats = vec![format_of(&action)];
                groups.entry((device, action.kind)).or_default().push(Member { at, action, formats });
            }
            None => merged.push(action),
        }
    }
    for members in groups.into_values() {
        merged.extend(merge_near(members, window));
    }
    merged
        .sort_by(|a, b| (time_of(a), &a.action_id, &a.origins).cmp(&(time_of(b), &b.action_id, &b.origins)));
    merged
}

struct Member {
    at: Instant,
    action: Action,
    formats: Vec<String>,
}

/// When an action was sent, else done: the time by which records are compared.
fn time_of(action: &Action) -> Option<Instant> {
    action.sent_at.or(action.done_at)
}

fn merge_by_uuid(actions: Vec<Action>) -> Vec<Action> {
    let mut by_uuid: BTreeMap<String, Vec<Action>> = BTreeMap::new();
    let mut rest = Vec::new();
    for action in actions {
        match &action.uuid {
            Some(uuid) => by_uuid.entry(uuid.to_lowercase()).or_default().push(action),
            None => rest.push(action),
        }
    }
    for mut same in by_uuid.into_values() {
        same.sort_by_cached_key(leading);
        let mut parts = same.into_iter();
        if let Some(first) = parts.next() {
            rest.push(parts.fold(first, absorb));
        }
    }
    rest
}

/// What decides which record of a UUID leads. Places come last, where everything else is the same.
fn leading(action: &Action) -> impl Ord + use<> {
    let (sent, done) = (action.sent_at, action.done_at);
    let plain = Action { origins: Vec::new(), ..action.clone() };
    ((sent.is_none(), sent), (done.is_none(), done), format!("{plain:?}"), action.origins.clone())
}

/// Nearest pairs first; a record joins at most one other cluster.
fn merge_near(mut members: Vec<Member>, window: TimeDelta) -> Vec<Action> {
    members.sort_by(|a, b| {
        (a.at, &a.action.action_id, &a.action.origins).cmp(&(b.at, &b.action.action_id, &b.action.origins))
    });
    let mut pairs: Vec<(TimeDelta, usize, usize)> = Vec::new();
    for left in 0..members.len() {
        for right in left + 1..members.len() {
            let gap = members[right].at - members[left].at;
            if gap > window {
                break;
            }
            if may_merge(&members[left], &members[right]) {
                pairs.push((gap, left, right));
            }
        }
    }
    pairs.sort_unstable();
    let mut slots: Vec<Option<Member>> = members.into_iter().map(Some).collect();
    let mut home: Vec<usize> = (0..slots.len()).collect();
    for (_, left, right) in pairs {
        let (left, right) = (home[left], home[right]);
        if left == right {
            continue;
        }
        let (Some(a), Some(b)) = (slots[left].take(), slots[right].take()) else { continue };
        if may_merge(&a, &b) {
            slots[left] = Some(join(a, b));
            for place in &mut home {
                if *place == right {
                    *place = left;
                }
            }
        } else {
            slots[left] = Some(a);
            slots[right] = Some(b);
        }
    }
    slots.into_iter().flatten().map(|member| member.action).collect()
}

fn may_merge(a: &Member, b: &Member) -> bool {
    let both_named = a.action.uuid.is_some() && b.action.uuid.is_some();
    !both_named
        && !a.formats.iter().any(|format| b.formats.contains(format))
        && same_object(&a.action, &b.action)
}

/// Two profiles installed in one minute are two actions.
fn same_object(a: &Action, b: &Action) -> bool {
    match (&a.object, &b.object) {
        (Some(a), Some(b)) => {
            let differ = |x: &Option<String>, y: &Option<String>| x.is_some() && y.is_some() && x != y;
            !differ(&a.id, &b.id) && !differ(&a.name, &b.name)
        }
        _ => true,
    }
}

fn join(a: Member, b: Member) -> Member {
    let (lead, other) = if b.action.uuid.is_some() { (b, a) } else { (a, b) };
    let mut formats = lead.formats;
    formats.extend(other.formats);
    Member { at: lead.at, action: absorb(lead.action, other.action), formats }
}

/// The leading record keeps what it says; the other fills what it leaves open.
fn absorb(mut lead: Action, other: Action) -> Action {
    if progress(other.outcome) > progress(lead.outcome) {
        lead.outcome = other.outcome;
        lead.done_at = other.done_at.or(lead.done_at);
        lead.error = other.error.clone().or(lead.error);
    }
    lead.sent_at = lead.sent_at.or(other.sent_at);
    lead.done_at = lead.done_at.or(other.done_at);
    lead.object = lead.object.or(other.object);
    lead.person = lead.person.or(other.person);
    lead.initiator = lead.initiator.or(other.initiator);
    lead.trigger_ref = lead.trigger_ref.or(other.trigger_ref);
    let device = &mut lead.device;
    device.class = device.class.or(other.device.class);
    let pairs = [
        (&mut device.jamf_id, other.device.jamf_id),
        (&mut device.management_id, other.device.management_id),
        (&mut device.udid, other.device.udid),
        (&mut device.serial, other.device.serial),
        (&mut device.name, other.device.name),
        (&mut device.asset_tag, other.device.asset_tag),
    ];
    for (mine, theirs) in pairs {
        if mine.is_none() {
            *mine = theirs;
        }
    }
    lead.origins.extend(other.origins);
    lead
}

fn progress(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Unknown => 0,
        Outcome::Pending => 1,
        Outcome::NotNow => 2,
        Outcome::Cancelled | Outcome::Failed => 3,
        Outcome::Done => 4,
    }
}

#[cfg(test)]
mod tests {
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
            device: DeviceKeys { serial: Some("SERIAL01".to_owned()), ..Default::default() },
            person: None,
            initiator: None,
            trigger_ref: None,
            origins: vec![Origin { file: FileId(file), line: u64::try_from(second).unwrap_or(1), item: 0 }],
        }
    }

    fn merged(actions: Vec<Action>) -> Vec<Action> {
        let keys: Vec<DeviceKeys> = actions.iter().map(|a| a.device.clone()).collect();
        let devices = Devices::new(keys.iter(), std::iter::empty());
        merge(actions, &devices, TimeDelta::seconds(60), &|a| a.origins[0].file.0.to_string())
    }

    #[test]
    fn a_history_record_gives_the_command_its_initiator() {
        let mut history = action("", 40, 2);
        history.initiator = Some(Initiator { kind: InitiatorKind::Account, name: "svc-sample".to_owned() });
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
    fn records_merge_up_to_the_window_and_not_beyond() {
        for (gap, expected) in [(60, 1), (61, 2)] {
            assert_eq!(merged(vec![action("aaaa", 0, 1), action("", gap, 2)]).len(), expected, "gap {gap}");
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
        let ids =
            |all: Vec<Action>| all.into_iter().map(|a| (a.action_id, a.origins.len())).collect::<Vec<_>>();
        assert_eq!(ids(merged(rows)), ids(merged(backwards)));
    }
}
