//! One action, several Jamf records: command list, history, change log. Records merge by command UUID,
//! then by (device, kind) within `merge_window`, the nearest first. Two records with different UUIDs
//! never merge. Of records with one UUID the one sent first leads, then the one done first, then by what they
//! say: never by the file they stand in.

mod record;

use std::{borrow::Cow, sync::Arc};

use chrono::TimeDelta;

pub(in crate::attribute) use record::Merged;
use record::{Record, time_of};

use crate::{
    records::{Action, ActionKind, Instant, Origin, Outcome},
    resolve::{DeviceId, Devices},
};

/// Whether records that may be of one action lie so far apart that half the window, or half more, might decide
/// otherwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Doubt {
    /// Some lie farther apart than half the window, and inside it.
    pub(super) half: bool,
    /// Some lie outside the window, and inside half more.
    pub(super) half_more: bool,
}

/// Merges the records of one action. `format_of` tells the format a record came from: two records of one
/// format are two actions unless they share a UUID. The result is ordered by (time, id).
pub(super) fn merge<'a>(
    actions: &'a [Action],
    devices: &Devices,
    window: TimeDelta,
    format_of: &dyn Fn(&Action) -> usize,
) -> (Vec<Merged<'a>>, Doubt) {
    let mut doubt = Doubt::default();
    let mut merged: Vec<Merged<'a>> = Vec::with_capacity(actions.len());
    let mut members: Vec<Member<'a>> = Vec::new();
    for record in merge_by_uuid(actions) {
        let action = record.action();
        let device = devices.find(&action.device);
        match device.zip(time_of(action)) {
            Some((device, at)) => {
                let format = format_of(action);
                let group = (device, action.kind);
                members.push(Member { group, at, format, more: Vec::new(), record });
            }
            None => merged.push(record.on(device)),
        }
    }
    members.sort_by(|a, b| {
        let (x, y) = (a.record.action(), b.record.action());
        (a.group, a.at).cmp(&(b.group, b.at)).then_with(|| key(x).cmp(&key(y)))
    });
    let mut group: Vec<Member<'a>> = Vec::new();
    for member in members {
        if group.first().is_some_and(|first| first.group != member.group) {
            merge_near(&mut group, window, &mut merged, &mut doubt);
        }
        group.push(member);
    }
    merge_near(&mut group, window, &mut merged, &mut doubt);
    merged.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| key(a.action()).cmp(&key(b.action()))));
    (merged, doubt)
}

fn key(action: &Action) -> (&str, &[Origin]) {
    (&action.action_id, &action.origins)
}

struct Member<'a> {
    group: (DeviceId, ActionKind),
    at: Instant,
    format: usize,
    /// Formats of the records that joined it.
    more: Vec<usize>,
    record: Record<'a>,
}

impl Member<'_> {
    fn has_format(&self, format: usize) -> bool {
        self.format == format || self.more.contains(&format)
    }

    fn shares_format(&self, other: &Self) -> bool {
        self.has_format(other.format) || other.more.iter().any(|format| self.has_format(*format))
    }
}

fn merge_by_uuid(actions: &[Action]) -> Vec<Record<'_>> {
    let (named, rest): (Vec<&Action>, Vec<&Action>) =
        actions.iter().partition(|action| action.uuid.is_some());
    let mut named: Vec<(Cow<'_, str>, &Action)> =
        named.into_iter().map(|action| (uuid_of(action), action)).collect();
    named.sort_by(|a, b| a.0.cmp(&b.0));
    let mut merged: Vec<Record<'_>> = rest.into_iter().map(Record::One).collect();
    for same in named.chunk_by(|a, b| a.0 == b.0) {
        if let [(_, only)] = same {
            merged.push(Record::One(only));
            continue;
        }
        let mut same: Vec<&Action> = same.iter().map(|(_, action)| *action).collect();
        same.sort_by_cached_key(|action| leading(action));
        let mut parts = same.into_iter().cloned();
        merged.extend(parts.next().map(|first| Record::Several(Box::new(parts.fold(first, absorb)))));
    }
    merged
}

/// The UUID in lower case, as nearly every record spells it.
fn uuid_of(action: &Action) -> Cow<'_, str> {
    let uuid = action.uuid.as_deref().unwrap_or_default();
    if uuid.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase() || byte == b'-') {
        return Cow::Borrowed(uuid);
    }
    Cow::Owned(uuid.to_lowercase())
}

/// What decides which record of a UUID leads. Places come last, where everything else is the same.
fn leading(action: &Action) -> impl Ord + use<> {
    let (sent, done) = (action.sent_at, action.done_at);
    let plain = Action { origins: Vec::new(), ..action.clone() };
    ((sent.is_none(), sent), (done.is_none(), done), format!("{plain:?}"), action.origins.clone())
}

/// Empties a group of records of one kind on one device, in time order. Nearest pairs first; a record joins at most
/// one other cluster.
fn merge_near<'a>(
    group: &mut Vec<Member<'a>>,
    window: TimeDelta,
    merged: &mut Vec<Merged<'a>>,
    doubt: &mut Doubt,
) {
    let widest = window * 3 / 2;
    let mut pairs: Vec<(TimeDelta, usize, usize)> = Vec::new();
    for (left, member) in group.iter().enumerate() {
        let near = group[left + 1..].iter().map(|other| (other.at - member.at, other));
        let near = near.take_while(|(gap, _)| *gap <= widest).zip(left + 1..);
        pairs.extend(
            near.filter(|((_, other), _)| may_merge(member, other))
                .map(|((gap, _), right)| (gap, left, right)),
        );
    }
    pairs.extend(pairs_by_completion(group, widest));
    doubt.half |= pairs.iter().any(|(gap, ..)| *gap > window / 2 && *gap <= window);
    doubt.half_more |= pairs.iter().any(|(gap, ..)| *gap > window);
    pairs.retain(|(gap, ..)| *gap <= window);
    pairs.sort_unstable();
    let mut slots: Vec<Option<Member<'a>>> = group.drain(..).map(Some).collect();
    let mut home: Vec<usize> = (0..slots.len()).collect();
    for (_, left, right) in pairs {
        let (left, right) = (home_of(&home, left), home_of(&home, right));
        if left == right {
            continue;
        }
        let (Some(a), Some(b)) = (slots[left].take(), slots[right].take()) else { continue };
        if may_merge(&a, &b) {
            slots[left] = Some(join(a, b));
            home[right] = left;
        } else {
            slots[left] = Some(a);
            slots[right] = Some(b);
        }
    }
    merged.extend(slots.into_iter().flatten().map(|member| member.record.on(Some(member.group.0))));
}

/// Where the cluster of a record stands. Chains are as short as the number of formats.
fn home_of(home: &[usize], mut place: usize) -> usize {
    while home[place] != place {
        place = home[place];
    }
    place
}

/// Pairs with a record that was done before it was sent: where its time of sending is wrong, the times of completion
/// still tell which records are of one action.
fn pairs_by_completion(members: &[Member<'_>], window: TimeDelta) -> Vec<(TimeDelta, usize, usize)> {
    let mut pairs = Vec::new();
    if !members.iter().any(|member| is_reversed(member.record.action())) {
        return pairs;
    }
    let mut done: Vec<(Instant, usize)> = members
        .iter()
        .zip(0..)
        .filter_map(|(member, index)| Some((member.record.action().done_at?, index)))
        .collect();
    done.sort_unstable();
    for (at, index) in done.iter().filter(|(_, index)| is_reversed(members[*index].record.action())) {
        let first = done.partition_point(|(other, _)| *at - *other > window);
        for (other_at, other) in done[first..].iter().take_while(|(other, _)| *other - *at <= window) {
            if other != index && may_merge(&members[*index], &members[*other]) {
                pairs.push(((*at - *other_at).abs(), *index.min(other), *index.max(other)));
            }
        }
    }
    pairs
}

/// Whether an action was done before it was sent.
fn is_reversed(action: &Action) -> bool {
    action.sent_at.zip(action.done_at).is_some_and(|(sent, done)| done < sent)
}

fn may_merge(a: &Member<'_>, b: &Member<'_>) -> bool {
    let (x, y) = (a.record.action(), b.record.action());
    let both_named = x.uuid.is_some() && y.uuid.is_some();
    !both_named && !a.shares_format(b) && same_object(x, y)
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

fn join<'a>(a: Member<'a>, b: Member<'a>) -> Member<'a> {
    let (lead, other) = if b.record.action().uuid.is_some() { (b, a) } else { (a, b) };
    let mut more = lead.more;
    more.push(other.format);
    more.extend(other.more);
    let action = absorb(lead.record.into_action(), other.record.into_action());
    let record = Record::Several(Box::new(action));
    Member { group: lead.group, at: lead.at, format: lead.format, more, record }
}

/// The leading record keeps what it says; the other fills what it leaves open.
fn absorb(mut lead: Action, other: Action) -> Action {
    if progress(other.outcome) > progress(lead.outcome) {
        lead.outcome = other.outcome;
        lead.done_at = other.done_at.or(lead.done_at);
        lead.error = other.error.clone().or(lead.error);
    }
    // What a script printed may name a command by its UUID alone.
    if lead.kind == ActionKind::Other {
        (lead.kind, lead.raw_kind) = (other.kind, other.raw_kind);
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
    if lead.device != other.device {
        Arc::make_mut(&mut lead.device).fill_from(&other.device);
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
