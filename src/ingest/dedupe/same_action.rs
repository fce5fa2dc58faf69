//! Whether two records with one id can be about one action, and the one record that several make.

use std::{cmp::Reverse, sync::Arc};

use crate::records::{Action, ActionKind, DeviceKeys, Instant, Outcome, PersonKeys};

/// What is known of the action of an id so far.
pub(super) struct Known {
    device: DeviceKeys,
    person: Option<PersonKeys>,
    kind: ActionKind,
    sent_at: Option<Instant>,
    done_at: Option<Instant>,
}

impl Known {
    pub(super) fn of(action: &Action) -> Self {
        Self {
            device: DeviceKeys::clone(&action.device),
            person: action.person.clone(),
            kind: action.kind,
            sent_at: action.sent_at,
            done_at: action.done_at,
        }
    }

    /// Takes over what a record of the same action says beyond that.
    pub(super) fn learn(&mut self, action: &Action) {
        self.device.fill_from(&action.device);
        if self.person.is_none() {
            self.person.clone_from(&action.person);
        }
        if self.kind == ActionKind::Other {
            self.kind = action.kind;
        }
        self.sent_at = self.sent_at.or(action.sent_at);
        self.done_at = self.done_at.or(action.done_at);
    }
}

/// In what a record is about another action; `None` when it can be the same one. A UUID is never given out twice,
/// so that another time is that of another attempt.
pub(super) fn difference(known: &Known, action: &Action) -> Option<String> {
    if are_other_devices(&known.device, &action.device) {
        return Some("another device".to_owned());
    }
    let has_device = has_key(&known.device) || has_key(&action.device);
    if !has_device && are_other_persons(known.person.as_ref(), action.person.as_ref()) {
        return Some("another person".to_owned());
    }
    let either_is_open = known.kind == ActionKind::Other || action.kind == ActionKind::Other;
    if known.kind != action.kind && !either_is_open {
        return Some(format!("another kind of action (`{}`, not `{}`)", action.kind, known.kind));
    }
    let differ = |a: Option<Instant>, b: Option<Instant>| a.zip(b).is_some_and(|(a, b)| a != b);
    let is_other_time = differ(known.sent_at, action.sent_at)
        || ((known.sent_at.is_none() || action.sent_at.is_none()) && differ(known.done_at, action.done_at));
    (action.uuid.is_none() && is_other_time).then(|| "another time".to_owned())
}

fn keys(device: &DeviceKeys) -> [Option<(&str, String)>; 4] {
    let class = device.class.map_or("", |class| class.code());
    let key = |key: &Option<String>, class| key.as_ref().map(|key| (class, key.to_lowercase()));
    [
        key(&device.serial, ""),
        key(&device.udid, ""),
        key(&device.management_id, ""),
        key(&device.jamf_id, class),
    ]
}

fn has_key(device: &DeviceKeys) -> bool {
    keys(device).iter().any(Option::is_some)
}

/// No key in common, and one that contradicts. Names and asset tags identify nothing.
fn are_other_devices(a: &DeviceKeys, b: &DeviceKeys) -> bool {
    let pairs: Vec<_> = keys(a).into_iter().zip(keys(b)).filter_map(|(a, b)| a.zip(b)).collect();
    !pairs.is_empty() && pairs.iter().all(|(a, b)| a != b)
}

fn are_other_persons(a: Option<&PersonKeys>, b: Option<&PersonKeys>) -> bool {
    let Some((a, b)) = a.zip(b) else { return false };
    let pairs: Vec<_> = [(&a.email, &b.email), (&a.login, &b.login)]
        .into_iter()
        .filter_map(|(a, b)| a.as_ref().zip(b.as_ref()))
        .collect();
    !pairs.is_empty() && pairs.iter().all(|(a, b)| !a.eq_ignore_ascii_case(b))
}

/// Several records of one action as one.
pub(super) struct Folded {
    pub(super) action: Action,
    /// Which of them leads.
    pub(super) leading: usize,
    pub(super) was_sent_again: bool,
    pub(super) was_done_again: bool,
}

/// The most advanced state leads, of equal ones the one done first, then the first given; the others fill what it
/// leaves open. Sent and done are the first times of each. `records` must not be empty.
pub(super) fn fold(records: &[&Action]) -> Folded {
    let advance = |index: &usize| {
        let action = records[*index];
        (Reverse(rank(action.outcome)), action.done_at.is_none(), action.done_at, *index)
    };
    let leading = (0..records.len()).min_by_key(advance).unwrap_or(0);
    let mut action = records[leading].clone();
    let sent: Vec<Instant> = records.iter().filter_map(|record| record.sent_at).collect();
    let done: Vec<Instant> = records.iter().filter_map(|record| record.done_at).collect();
    action.sent_at = sent.iter().min().copied();
    for other in records {
        if action.device != other.device {
            Arc::make_mut(&mut action.device).fill_from(&other.device);
        }
        // An answer of an interface may name a command by its UUID alone.
        if action.kind == ActionKind::Other {
            (action.kind, action.raw_kind) = (other.kind, other.raw_kind.clone());
        }
        action.object = action.object.or_else(|| other.object.clone());
        action.person = action.person.or_else(|| other.person.clone());
        action.initiator = action.initiator.or_else(|| other.initiator.clone());
        action.trigger_ref = action.trigger_ref.or_else(|| other.trigger_ref.clone());
        if other.outcome == action.outcome {
            action.error = action.error.or_else(|| other.error.clone());
        }
    }
    let several = |times: &[Instant]| times.iter().any(|time| *time != times[0]);
    Folded { action, leading, was_sent_again: several(&sent), was_done_again: several(&done) }
}

/// How far a command came; a later state replaces an earlier one.
fn rank(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Unknown => 0,
        Outcome::Pending => 1,
        Outcome::NotNow => 2,
        Outcome::Cancelled => 3,
        Outcome::Failed => 4,
        Outcome::Done => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::blank;

    fn at(second: i64) -> Instant {
        Instant::from_timestamp(1_785_000_000 + second, 0).unwrap()
    }

    fn lock(serial: &str, sent: i64) -> Action {
        let device = DeviceKeys { serial: Some(serial.to_owned()), ..DeviceKeys::default() };
        Action {
            action_id: "a-1".to_owned(),
            device: Arc::new(device),
            done_at: None,
            ..blank::action(ActionKind::Lock, at(sent))
        }
    }

    #[test]
    fn another_device_kind_or_time_is_another_action() {
        let known = Known::of(&lock("SERIAL01", 0));
        let wipe = Action { kind: ActionKind::Wipe, ..lock("SERIAL01", 0) };
        let other = Action { kind: ActionKind::Other, ..lock("SERIAL01", 0) };
        let resent = Action { uuid: Some("u-1".to_owned()), ..lock("SERIAL01", 60) };
        for (action, expected) in [
            (lock("SERIAL01", 0), None),
            (lock("serial01", 0), None),
            (lock("SERIAL02", 0), Some("another device")),
            (lock("SERIAL01", 60), Some("another time")),
            (wipe, Some("another kind of action (`wipe`, not `lock`)")),
            (other, None),
            (resent, None),
        ] {
            assert_eq!(difference(&known, &action).as_deref(), expected, "{action:?}");
        }
    }

    #[test]
    fn a_device_told_by_other_keys_may_be_the_same_and_one_common_key_makes_it_so() {
        let mut known = Known::of(&lock("SERIAL01", 0));
        let by = |serial: Option<&str>, udid: &str| {
            let device = DeviceKeys {
                serial: serial.map(str::to_owned),
                udid: Some(udid.to_owned()),
                ..DeviceKeys::default()
            };
            Action { device: Arc::new(device), ..lock("", 0) }
        };
        assert_eq!(difference(&known, &by(None, "U1")), None);
        known.learn(&by(None, "U1"));
        assert_eq!(difference(&known, &by(None, "U2")).as_deref(), Some("another device"));
        assert_eq!(difference(&known, &by(Some("SERIAL01"), "U2")), None);
    }

    #[test]
    fn the_furthest_state_leads_with_the_first_times_and_the_others_fill_it() {
        let pending =
            Action { outcome: Outcome::Pending, trigger_ref: Some("e1".to_owned()), ..lock("S", 0) };
        let done = |second| Action { done_at: Some(at(second)), ..lock("S", 60) };
        let folded = fold(&[&pending, &done(300), &done(90)]);
        assert_eq!((folded.leading, folded.was_sent_again, folded.was_done_again), (2, true, true));
        let action = folded.action;
        assert_eq!(
            (action.sent_at, action.done_at, action.outcome),
            (Some(at(0)), Some(at(90)), Outcome::Done)
        );
        assert_eq!(action.trigger_ref.as_deref(), Some("e1"));
    }
}
