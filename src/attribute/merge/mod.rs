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
    pairs.extend(pairs_by_completion(&members, window));
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

/// Pairs with a record that was done before it was sent: where its time of sending is wrong, the times of completion
/// still tell which records are of one action.
fn pairs_by_completion(members: &[Member], window: TimeDelta) -> Vec<(TimeDelta, usize, usize)> {
    let mut pairs = Vec::new();
    for (index, member) in members.iter().enumerate().filter(|(_, member)| is_reversed(&member.action)) {
        for (other, rival) in members.iter().enumerate().filter(|(other, _)| *other != index) {
            let Some((a, b)) = member.action.done_at.zip(rival.action.done_at) else { continue };
            if (a - b).abs() <= window && may_merge(member, rival) {
                pairs.push(((a - b).abs(), index.min(other), index.max(other)));
            }
        }
    }
    pairs
}

/// Whether an action was done before it was sent.
fn is_reversed(action: &Action) -> bool {
    action.sent_at.zip(action.done_at).is_some_and(|(sent, done)| done < sent)
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
    if is_reversed(&lead) && !is_reversed(&Action { sent_at: other.sent_at, ..lead.clone() }) {
        lead.sent_at = other.sent_at.or(lead.sent_at);
    }
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
mod tests;
