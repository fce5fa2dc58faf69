//! Tickets: of several versions of one ticket the newest counts.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{Kept, Settled, drop_marked, note_once};
use crate::{
    ingest::source::{Note, SourceFile},
    records::Ticket,
};

/// Marks every version of a ticket but the newest. Numbers are compared inside one vendor only.
pub(super) fn dedupe(all: &mut Vec<Kept<Ticket>>, sources: &[SourceFile], settled: &mut Settled) {
    let Settled { fallen, notes, .. } = settled;
    let mut tickets: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (index, kept) in all.iter().enumerate() {
        let source = sources.get(kept.record.origin.file.0 as usize);
        let format = source.map_or("", |source| source.format.as_str());
        let vendor = format.split('-').next().unwrap_or_default().to_owned();
        tickets.entry((vendor, kept.record.ticket_id.clone())).or_default().push(index);
    }
    let mut is_fallen = vec![false; all.len()];
    for versions in tickets.into_values().filter(|versions| versions.len() > 1) {
        let keep = versions.iter().copied().min_by_key(|index| newest(&all[*index].record));
        note_reused_number(&versions, all, notes);
        for index in versions.into_iter().filter(|index| Some(*index) != keep) {
            is_fallen[index] = true;
        }
    }
    drop_marked(all, &is_fallen, fallen);
}

/// The newest version first; between equals the one with more fields, then by content.
fn newest(ticket: &Ticket) -> impl Ord {
    let mut fields: Vec<String> = Vec::new();
    for (name, values) in &ticket.fields {
        fields.push(format!("{name}={values:?}"));
    }
    let native_id = ticket.native_id.clone();
    (Reverse(ticket.updated_at), Reverse(fields.len()), Reverse(fields), native_id, ticket.origin)
}

fn note_reused_number(versions: &[usize], all: &[Kept<Ticket>], notes: &mut Vec<Note>) {
    let mut ids: Vec<&str> =
        versions.iter().filter_map(|index| all[*index].record.native_id.as_deref()).collect();
    ids.sort_unstable();
    ids.dedup();
    if let ([_, _, ..], Some(index)) = (ids.as_slice(), versions.first()) {
        let ticket = &all[*index].record;
        let message = format!(
            "number `{}` belongs to {} different tickets; the newest is kept",
            ticket.ticket_id,
            ids.len()
        );
        note_once(notes, ticket.origin, "ticket-number-reused", message);
    }
}
