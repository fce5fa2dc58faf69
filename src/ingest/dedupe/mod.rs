//! What several rows or files say twice is kept once. Which copy stays depends on what it says, never on the
//! order of rows or files; the row of a copy that falls is counted as duplicate. A row under the id of another
//! action is counted as rejected.

mod actions;
mod events;
mod in_order;
mod plain;
mod same_action;
mod sign_ins;
mod tickets;

use in_order::sort_in_place;

use super::{
    Ingested, announced,
    read_file::FileOutcome,
    sink::Record,
    source::{Note, Reject, SourceFile},
};
use crate::records::{FileId, Instant, Origin};

/// A record with the row it came from.
pub(super) struct Kept<T> {
    pub record: T,
    /// Number of the accepted row over all files.
    pub row: u32,
}

/// Every record by kind, before and while copies fall.
#[derive(Default)]
struct All {
    actions: Vec<Kept<crate::records::Action>>,
    events: Vec<Kept<crate::records::IdentityEvent>>,
    sign_ins: Vec<Kept<crate::records::SignIn>>,
    tickets: Vec<Kept<crate::records::Ticket>>,
    assignments: Vec<Kept<crate::records::Assignment>>,
    device_states: Vec<Kept<crate::records::DeviceState>>,
    activities: Vec<Kept<crate::records::Activity>>,
    listed: Vec<Kept<crate::records::Listed>>,
    employments: Vec<Kept<crate::records::Employment>>,
    hooks: Vec<Kept<crate::records::Hook>>,
    ticket_facts: Vec<Kept<crate::records::TicketFact>>,
}

/// What is known of an accepted row.
#[derive(Clone, Copy, Default)]
struct RowState {
    file: u32,
    records: u32,
    fallen: u32,
}

/// A row that turned out to be unusable only beside other rows.
struct Refused {
    /// Number of the accepted row over all files.
    row: u32,
    reject: Reject,
}

/// What became of rows that are not the only ones to say something.
#[derive(Default)]
struct Settled {
    /// The rows of records that fell.
    fallen: Vec<u32>,
    refused: Vec<Refused>,
    notes: Vec<Note>,
}

/// Puts events into their final order.
pub(super) fn sort_events(events: &mut [crate::records::IdentityEvent]) {
    sort_in_place(events, events::order);
}

/// Brings the files together.
pub(super) fn gather(outcomes: Vec<FileOutcome>) -> Ingested {
    let mut ingested = Ingested::default();
    let mut rows = Vec::new();
    let mut announced = Vec::new();
    let mut all = All::default();
    for (file, outcome) in outcomes.into_iter().enumerate() {
        let FileOutcome {
            source,
            rejects,
            notes,
            records,
            rows: row_of,
            sign_ins,
            announced: total,
            problem: _,
            keeper: _,
        } = outcome;
        announced.push(total);
        let first_row = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let last = row_of.last().copied().max(sign_ins.list.last().map(|(_, row)| *row));
        let count = last.map_or(0, |last| last as usize + 1);
        let file = u32::try_from(file).unwrap_or(u32::MAX);
        rows.resize(rows.len() + count, RowState { file, ..RowState::default() });
        for (record, row) in records.into_iter().zip(row_of) {
            rows[(first_row + row) as usize].records += 1;
            all.push(record, first_row + row);
        }
        for (record, row) in sign_ins.list {
            rows[(first_row + row) as usize].records += 1;
            all.sign_ins.push(Kept { record, row: first_row + row });
        }
        ingested.sources.push(source);
        ingested.rejects.extend(rejects);
        ingested.notes.extend(notes);
    }
    ingested.notes.extend(announced::notes(&ingested.sources, &announced));
    let sources = std::mem::take(&mut ingested.sources);
    let settled = all.settle_into(&mut ingested, &sources);
    ingested.sources = sources;
    count_fallen(&settled, &mut rows, &mut ingested.sources);
    ingested.rejects.extend(settled.refused.into_iter().map(|refused| refused.reject));
    ingested.notes.extend(settled.notes);
    note_spans(&mut ingested);
    ingested.rejects.sort();
    ingested.notes.sort();
    ingested
}

/// A row of which every record fell is a duplicate row; one that was refused is a rejected one.
fn count_fallen(settled: &Settled, rows: &mut [RowState], sources: &mut [SourceFile]) {
    for row in &settled.fallen {
        rows[*row as usize].fallen += 1;
    }
    for refused in &settled.refused {
        // Only formats with one record per row carry ids that can be given out twice.
        let row = &mut rows[refused.row as usize];
        let source = &mut sources[row.file as usize];
        source.accepted -= 1;
        source.rejected += 1;
        row.records = 0;
    }
    for row in rows.iter().filter(|row| row.records > 0 && row.records == row.fallen) {
        let source = &mut sources[row.file as usize];
        source.accepted -= 1;
        source.duplicate += 1;
    }
}

impl All {
    fn push(&mut self, record: Record, row: u32) {
        match record {
            Record::Action(record) => self.actions.push(Kept { record: *record, row }),
            Record::Event(record) => self.events.push(Kept { record: *record, row }),
            Record::Ticket(record) => self.tickets.push(Kept { record: *record, row }),
            Record::Assignment(record) => self.assignments.push(Kept { record, row }),
            Record::DeviceState(record) => self.device_states.push(Kept { record, row }),
            Record::Activity(record) => self.activities.push(Kept { record, row }),
            Record::Listed(record) => self.listed.push(Kept { record: *record, row }),
            Record::Employment(record) => self.employments.push(Kept { record, row }),
            Record::Hook(record) => self.hooks.push(Kept { record: *record, row }),
            Record::TicketFact(record) => self.ticket_facts.push(Kept { record: *record, row }),
        }
    }

    /// Drops copies and hands the records over in their final order: actions, of which there are most, beside the
    /// other kinds.
    fn settle_into(mut self, ingested: &mut Ingested, sources: &[SourceFile]) -> Settled {
        let mut all_actions = std::mem::take(&mut self.actions);
        let (actions, settled) = std::thread::scope(|scope| {
            let beside = scope.spawn(move || {
                let mut settled = Settled::default();
                actions::dedupe(&mut all_actions, sources, &mut settled);
                let mut actions = records(all_actions);
                sort_in_place(&mut actions, actions::order);
                (actions, settled)
            });
            let others = self.settle_others_into(ingested, sources);
            let (actions, settled) = beside.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (actions, settled.and(others))
        });
        ingested.actions = actions;
        settled
    }

    fn settle_others_into(mut self, ingested: &mut Ingested, sources: &[SourceFile]) -> Settled {
        let mut settled = Settled::default();
        events::dedupe(&mut self.events, &mut settled);
        sign_ins::dedupe(&mut self.sign_ins, &mut settled);
        tickets::dedupe(&mut self.tickets, sources, &mut settled);
        plain::dedupe(&mut self, &mut settled.fallen);
        ingested.events = records(self.events);
        ingested.sign_ins = records(self.sign_ins);
        ingested.tickets = records(self.tickets);
        ingested.assignments = records(self.assignments);
        ingested.device_states = records(self.device_states);
        ingested.activities = records(self.activities);
        ingested.listed = records(self.listed);
        ingested.employments = records(self.employments);
        ingested.hooks = records(self.hooks);
        ingested.ticket_facts = records(self.ticket_facts);
        sort_events(&mut ingested.events);
        sort_in_place(&mut ingested.tickets, |a, b| {
            (a.opened_at, &a.ticket_id, a.origin).cmp(&(b.opened_at, &b.ticket_id, b.origin))
        });
        sort_in_place(&mut ingested.assignments, |a, b| {
            (a.from, &a.device, &a.person, a.origin).cmp(&(b.from, &b.device, &b.person, b.origin))
        });
        sort_in_place(&mut ingested.device_states, |a, b| {
            (a.reported_at, &a.device, a.origin).cmp(&(b.reported_at, &b.device, b.origin))
        });
        sort_in_place(&mut ingested.activities, |a, b| {
            (a.at, &a.device, a.kind, &a.user, a.origin).cmp(&(b.at, &b.device, b.kind, &b.user, b.origin))
        });
        settled
    }
}

impl Settled {
    fn and(mut self, other: Self) -> Self {
        self.fallen.extend(other.fallen);
        self.refused.extend(other.refused);
        self.notes.extend(other.notes);
        self
    }
}

/// Notes the span of time that each file covers.
fn note_spans(ingested: &mut Ingested) {
    let sources = &mut ingested.sources;
    for action in &ingested.actions {
        if let Some(origin) = action.origins.first() {
            saw(sources, origin.file, action.done_at.or(action.sent_at));
        }
    }
    ingested.events.iter().for_each(|event| saw(sources, event.origin.file, Some(event.occurred_at)));
    ingested.sign_ins.iter().for_each(|it| saw(sources, it.origin.file, Some(it.occurred_at)));
    ingested.tickets.iter().for_each(|ticket| saw(sources, ticket.origin.file, Some(ticket.opened_at)));
    ingested.assignments.iter().for_each(|assignment| saw(sources, assignment.origin.file, assignment.from));
    ingested.device_states.iter().for_each(|state| saw(sources, state.origin.file, state.reported_at));
    ingested.activities.iter().for_each(|activity| saw(sources, activity.origin.file, Some(activity.at)));
    ingested.employments.iter().for_each(|it| saw(sources, it.origin.file, Some(it.snapshot_at)));
}

fn records<T>(kept: Vec<Kept<T>>) -> Vec<T> {
    kept.into_iter().map(|kept| kept.record).collect()
}

/// Widens the span of a file.
fn saw(sources: &mut [SourceFile], file: FileId, at: Option<Instant>) {
    if let (Some(source), Some(at)) = (sources.get_mut(file.0 as usize), at) {
        source.first_at = Some(source.first_at.map_or(at, |first| first.min(at)));
        source.last_at = Some(source.last_at.map_or(at, |last| last.max(at)));
    }
}

/// Removes the records whose index is marked and remembers their rows.
fn drop_marked<T>(all: &mut Vec<Kept<T>>, is_fallen: &[bool], fallen: &mut Vec<u32>) {
    let mut index = 0;
    all.retain(|kept| {
        let falls = is_fallen[index];
        index += 1;
        if falls {
            fallen.push(kept.row);
        }
        !falls
    });
}

/// A note that stands once per file.
fn note_once(notes: &mut Vec<Note>, origin: Origin, key: &'static str, message: String) {
    if !notes.iter().any(|note| note.key == key && note.origin.file == origin.file) {
        notes.push(Note { origin, key, message });
    }
}
