//! A part of an extract: records of one table, one month and one input file, sorted by time and id.

use std::sync::Arc;

use super::{
    entities,
    fields::Fields,
    table::{Column, Reading, Table, Writing},
};
use crate::{
    ingest::sink::Record,
    records::{
        Action, ActionKind, Activity, ActivityKind, Assignment, DeviceKeys, DeviceState, Employment,
        EventKind, FileId, Hook, IdentityEvent, Instant, List, Listed, Origin, PersonKeys, Ticket,
        TicketFact, blank,
    },
};

/// A record with its place among the records of its file.
pub(super) struct Placed {
    pub(super) record: Record,
    /// Number of the accepted row.
    pub(super) row: u32,
    /// Number of the record.
    pub(super) sequence: u64,
}

/// The table a record belongs to, the time and the id it is sorted by.
pub(super) fn place(record: &Record) -> (usize, Option<Instant>, &str) {
    match record {
        Record::Action(action) => (0, action.sent_at.or(action.done_at), &action.action_id),
        Record::Event(event) => (1, Some(event.occurred_at), &event.event_id),
        Record::Ticket(ticket) => (2, Some(ticket.opened_at), &ticket.ticket_id),
        Record::Assignment(assignment) => (3, assignment.from, device_id(&assignment.device)),
        Record::DeviceState(state) => (4, state.reported_at, device_id(&state.device)),
        Record::Activity(activity) => (5, Some(activity.at), device_id(&activity.device)),
        Record::Listed(listed) => (6, None, &listed.id),
        Record::Employment(it) => {
            (7, Some(it.snapshot_at), it.state.person.employee_id.as_deref().unwrap_or_default())
        }
        Record::Hook(hook) => (8, None, &hook.name),
        Record::TicketFact(fact) => (9, fact.at, &fact.ticket_id),
    }
}

fn device_id(device: &DeviceKeys) -> &str {
    let keys = [&device.management_id, &device.udid, &device.serial, &device.jamf_id];
    keys.into_iter().flatten().next().map_or("", String::as_str)
}

/// The columns of records of one table.
///
/// # Errors
/// A record that cannot be written, which is a defect.
pub(super) fn table(file: &str, records: Vec<Placed>) -> Result<Table, String> {
    let mut table = Table::default();
    for Placed { mut record, row, sequence } in records {
        let mut writing = Writing::new(&mut table);
        visit(&mut writing, &mut record);
        writing.text(["source", "file"], &mut Some(file.to_owned()));
        writing.number(["source", "row"], &mut Some(i64::from(row)));
        writing.number(["source", "sequence"], &mut i64::try_from(sequence).ok());
        if let Some(wrong) = writing.wrong {
            return Err(wrong);
        }
    }
    Ok(table)
}

/// The records of a table.
///
/// # Errors
/// What is not as it was written.
pub(super) fn records(kind: usize, table: &Table, file: FileId) -> Result<Vec<Placed>, String> {
    let height = match table.columns.first() {
        Some(Column::Text(cells)) => cells.len(),
        _ => 0,
    };
    let mut all = Vec::with_capacity(height);
    for row in 0..height {
        let mut record = blank(kind, file);
        let (mut number, mut sequence) = (None, None);
        let mut reading = Reading::new(table, row);
        visit(&mut reading, &mut record);
        reading.text(["source", "file"], &mut None);
        reading.number(["source", "row"], &mut number);
        reading.number(["source", "sequence"], &mut sequence);
        if let Some(wrong) = reading.wrong {
            return Err(wrong);
        }
        let (Some(row), Some(sequence)) =
            (number.and_then(|n| n.try_into().ok()), sequence.and_then(|n| n.try_into().ok()))
        else {
            return Err("`source_row` and `source_sequence` are not both numbers".to_owned());
        };
        all.push(Placed { record, row, sequence });
    }
    Ok(all)
}

fn visit(fields: &mut dyn Fields, record: &mut Record) {
    match record {
        Record::Action(action) => entities::action(fields, action),
        Record::Event(event) => entities::event(fields, event),
        Record::Ticket(ticket) => entities::ticket(fields, ticket),
        Record::Assignment(assignment) => entities::assignment(fields, assignment),
        Record::DeviceState(state) => entities::device_state(fields, state),
        Record::Activity(activity) => entities::activity(fields, activity),
        Record::Listed(listed) => entities::listed(fields, listed),
        Record::Employment(employment) => entities::employment(fields, employment),
        Record::Hook(hook) => entities::hook(fields, hook),
        Record::TicketFact(fact) => entities::ticket_fact(fields, fact),
    }
}

/// A record to be filled.
fn blank(kind: usize, file: FileId) -> Record {
    let origin = Origin { file, line: 0, item: 0 };
    let at = Instant::UNIX_EPOCH;
    match kind {
        0 => Record::from(Action { origins: vec![origin], ..blank::action(ActionKind::Other, at) }),
        1 => Record::from(IdentityEvent { origin, ..blank::event(EventKind::SignIn, at) }),
        2 => Record::from(Ticket { origin, ..blank::ticket("", at) }),
        3 => Record::Assignment(Assignment {
            device: Arc::default(),
            from: None,
            person: None,
            is_snapshot: false,
            origin,
        }),
        4 => Record::DeviceState(DeviceState {
            device: Arc::default(),
            reported_at: None,
            enrolled_at: None,
            entered_at: None,
            is_shared: None,
            model: None,
            origin,
        }),
        5 => Record::Activity(Activity {
            device: Arc::default(),
            at,
            kind: ActivityKind::CheckIn,
            user: None,
            origin,
        }),
        6 => Record::from(Listed {
            list: List::JamfApiClient,
            id: String::new(),
            name: None,
            person: PersonKeys::default(),
            origin,
        }),
        7 => Record::Employment(Employment { snapshot_at: at, state: Arc::default(), origin }),
        8 => Record::from(Hook {
            name: String::new(),
            tag: None,
            event: None,
            trigger: None,
            script: None,
            description: None,
            origin,
        }),
        _ => Record::from(TicketFact::of("", origin)),
    }
}
