//! Actions: one command is kept in its most advanced state. Formats are not compared with one another, as
//! linking brings together what several of them say about one action.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use super::{Kept, drop_marked, note_once};
use crate::{
    ingest::source::Note,
    records::{Action, ActionKind, DeviceKeys, Instant, Outcome},
};

/// Final order: time, id, then everything that tells two records apart.
pub(super) fn order(a: &Action, b: &Action) -> Ordering {
    let key =
        |action: &Action| (action.done_at.or(action.sent_at), action.kind, action.origins.first().copied());
    let (a_key, b_key) = (key(a), key(b));
    (a_key.0, &a.action_id, a_key.1, &a.raw_kind, &a.device, a_key.2).cmp(&(
        b_key.0,
        &b.action_id,
        b_key.1,
        &b.raw_kind,
        &b.device,
        b_key.2,
    ))
}

/// One command of one device as one format tells it.
type Command<'a> = (&'a str, &'a str, &'a DeviceKeys, ActionKind, Option<Instant>);

/// Marks every copy of a command but its most advanced state.
pub(super) fn dedupe(
    all: &mut Vec<Kept<Action>>,
    formats: &[String],
    fallen: &mut Vec<u32>,
    notes: &mut Vec<Note>,
) {
    let mut is_fallen = vec![false; all.len()];
    for group in groups(all, formats).into_values().filter(|group| group.len() > 1) {
        let best = group.iter().map(|index| rank(all[*index].record.outcome)).max().unwrap_or(0);
        let mut ends: BTreeMap<Option<Instant>, Vec<usize>> = BTreeMap::new();
        for index in group {
            let action = &all[index].record;
            if rank(action.outcome) < best {
                is_fallen[index] = true;
            } else {
                ends.entry(action.done_at).or_default().push(index);
            }
        }
        for same in ends.into_values() {
            let keep = same.iter().copied().min_by_key(|index| content(&all[*index].record));
            for index in same.into_iter().filter(|index| Some(*index) != keep) {
                is_fallen[index] = true;
            }
        }
    }
    drop_marked(all, &is_fallen, fallen);
    note_reused_ids(all, formats, notes);
}

fn groups<'a>(all: &'a [Kept<Action>], formats: &'a [String]) -> BTreeMap<Command<'a>, Vec<usize>> {
    let mut groups: BTreeMap<Command<'a>, Vec<usize>> = BTreeMap::new();
    for (index, kept) in all.iter().enumerate() {
        let action = &kept.record;
        let id = action.uuid.as_deref().unwrap_or(&action.action_id);
        let key = (format_of(action, formats), id, &action.device, action.kind, action.sent_at);
        groups.entry(key).or_default().push(index);
    }
    groups
}

fn format_of<'a>(action: &Action, formats: &'a [String]) -> &'a str {
    let file = action.origins.first().map(|origin| origin.file.0 as usize);
    file.and_then(|file| formats.get(file)).map_or("", String::as_str)
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

/// Everything but the place, the fuller record first, so that the choice between equals does not depend on files.
fn content(action: &Action) -> impl Ord {
    let mut plain = action.clone();
    plain.origins.clear();
    let is_bare = (plain.initiator.is_none(), plain.person.is_none(), plain.error.is_none());
    (is_bare, format!("{plain:?}"), action.origins.first().copied())
}

/// Two different commands under one id are both kept, and said.
fn note_reused_ids(all: &[Kept<Action>], formats: &[String], notes: &mut Vec<Note>) {
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    for kept in all {
        let action = &kept.record;
        let Some(uuid) = &action.uuid else { continue };
        if !seen.insert((format_of(action, formats), uuid))
            && let Some(origin) = action.origins.first()
        {
            let message = format!(
                "command `{uuid}` stands in several rows that differ in device, kind or time; all are kept"
            );
            note_once(notes, *origin, "command-id-reused", message);
        }
    }
}
