//! Actions: an id stands for one action. What several rows tell of it is brought together, a row that tells of
//! another action under the same id is rejected. Formats are not folded into one another here, as linking brings
//! together what several of them say about one action.

use std::collections::BTreeMap;

use super::{
    Kept, Refused, Settled, drop_marked, note_once,
    same_action::{Known, difference, fold},
};
use crate::{
    ingest::source::{Note, Reject, SourceFile},
    records::{Action, FileId, Instant, Origin},
};

/// Final order: time, id, then everything that tells two records apart.
pub(super) fn order(a: &Action, b: &Action) -> std::cmp::Ordering {
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

/// What becomes of records that share an id with others.
#[derive(Default)]
struct Fates {
    falls: Vec<bool>,
    /// Records that now say what several rows said.
    folded: Vec<(usize, Action)>,
}

/// Folds the rows of one action into one record per format, and refuses what is another action.
pub(super) fn dedupe(all: &mut Vec<Kept<Action>>, sources: &[SourceFile], settled: &mut Settled) {
    let Settled { fallen, refused, notes } = settled;
    let mut fates = Fates { falls: vec![false; all.len()], folded: Vec::new() };
    for (id, mut group) in shared_ids(all) {
        group.sort_by_cached_key(|index| canonical(&all[*index].record));
        let mine = refuse_others(id, &group, all, sources, &mut fates, refused, notes);
        let mut of_format: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for index in mine {
            of_format.entry(format_of(&all[index].record, sources)).or_default().push(index);
        }
        for rows in of_format.into_values().filter(|rows| rows.len() > 1) {
            fold_rows(id, &rows, all, &mut fates, notes);
        }
    }
    for (index, action) in fates.folded {
        all[index].record = action;
    }
    drop_marked(all, &fates.falls, fallen);
}

/// The records of every id that several of them carry, in the order of the ids.
fn shared_ids(all: &[Kept<Action>]) -> BTreeMap<&str, Vec<usize>> {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, kept) in all.iter().enumerate() {
        let id = id_of(&kept.record);
        if let Some(first) = first.get(id) {
            groups.entry(id).or_insert_with(|| vec![*first]).push(index);
        } else {
            first.insert(id, index);
        }
    }
    groups
}

fn id_of(action: &Action) -> &str {
    action.uuid.as_deref().unwrap_or(&action.action_id)
}

/// By time, then by everything a record says; never by its place.
fn canonical(action: &Action) -> (Option<Instant>, String, Origin) {
    let plain = Action { origins: Vec::new(), ..action.clone() };
    (action.sent_at.or(action.done_at), format!("{plain:?}"), origin_of(action))
}

fn format_of<'a>(action: &Action, sources: &'a [SourceFile]) -> &'a str {
    sources.get(origin_of(action).file.0 as usize).map_or("", |source| source.format.as_str())
}

/// The row it was read from; there always is one.
fn origin_of(action: &Action) -> Origin {
    action.origins.first().copied().unwrap_or(Origin { file: FileId(0), line: 1, item: 0 })
}

/// The rows that are about the action of the first one; the others are marked and said.
fn refuse_others(
    id: &str,
    group: &[usize],
    all: &[Kept<Action>],
    sources: &[SourceFile],
    fates: &mut Fates,
    refused: &mut Vec<Refused>,
    notes: &mut Vec<Note>,
) -> Vec<usize> {
    let Some(first) = group.first() else { return Vec::new() };
    let mut known = Known::of(&all[*first].record);
    let mut mine = Vec::new();
    for index in group {
        let action = &all[*index].record;
        let Some(another) = difference(&known, action) else {
            known.learn(action);
            mine.push(*index);
            continue;
        };
        let place = place(&all[*first].record, sources);
        let reason = format!(
            "the action id `{id}` is that of {place} and stands here with {another}: an id is of one action, so this \
             row is not counted; give every action its own id, or leave the column of ids out"
        );
        let origin = origin_of(action);
        let message = format!(
            "rows were rejected because their action id, for example `{id}`, is that of another action"
        );
        note_once(notes, origin, "action-id-reused", message);
        fates.falls[*index] = true;
        refused.push(Refused {
            row: all[*index].row,
            reject: Reject { origin, reason, text: told(action).chars().take(200).collect() },
        });
    }
    mine
}

fn place(action: &Action, sources: &[SourceFile]) -> String {
    let origin = origin_of(action);
    let file = sources.get(origin.file.0 as usize).map_or("?", |source| source.file.as_str());
    format!("`{file}:{}`", origin.position())
}

/// What was read of a row, as the row itself is gone by now.
fn told(action: &Action) -> String {
    let device = &action.device;
    let keys = [&device.serial, &device.udid, &device.management_id, &device.jamf_id];
    let time = |at: Option<Instant>| at.map_or_else(String::new, |at| at.to_rfc3339());
    let mut parts = vec![action.action_id.clone(), action.raw_kind.clone()];
    parts.extend([time(action.sent_at), time(action.done_at), action.outcome.code().to_owned()]);
    parts.extend(keys.into_iter().flatten().cloned());
    parts.join(",")
}

fn fold_rows(id: &str, rows: &[usize], all: &[Kept<Action>], fates: &mut Fates, notes: &mut Vec<Note>) {
    let records: Vec<&Action> = rows.iter().map(|index| &all[*index].record).collect();
    let folded = fold(&records);
    let keep = rows[folded.leading];
    let origin = origin_of(&all[keep].record);
    if folded.was_sent_again {
        let message = format!("command `{id}` stands with several times of sending; the first one is kept");
        note_once(notes, origin, "command-sent-again", message);
    }
    if folded.was_done_again {
        let message = format!("action `{id}` stands with several times of completion; the first one is kept");
        note_once(notes, origin, "action-done-again", message);
    }
    for index in rows.iter().filter(|index| **index != keep) {
        fates.falls[*index] = true;
    }
    fates.folded.push((keep, folded.action));
}
