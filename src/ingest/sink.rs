//! Where readers put what they read. Counts every row, so that
//! `rows_read = accepted + out_of_scope + duplicate + rejected` can be checked rather than assumed.

use super::{
    source::{Note, Reject, SourceFile},
    times::{self, TimeRule},
};
use crate::records::{
    Action, Activity, Assignment, DeviceState, Employment, Hook, IdentityEvent, Instant, Listed, Origin,
    Ticket, TicketFact,
};

/// A record read from a row. The large ones are boxed: nearly all records are signs of life, which are small.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// An action.
    Action(Box<Action>),
    /// An identity event.
    Event(Box<IdentityEvent>),
    /// A ticket.
    Ticket(Box<Ticket>),
    /// Who held a device.
    Assignment(Assignment),
    /// State of a device.
    DeviceState(DeviceState),
    /// A sign of life of a device.
    Activity(Activity),
    /// What an id stands for.
    Listed(Box<Listed>),
    /// One person in a snapshot of an HR system.
    Employment(Employment),
    /// What runs a script.
    Hook(Box<Hook>),
    /// What a row beside a ticket says of it.
    TicketFact(Box<TicketFact>),
}

/// Takes the records of one file.
pub struct Sink<'a> {
    /// Counters of the file.
    pub source: &'a mut SourceFile,
    /// Rejected rows of all files.
    pub rejects: &'a mut Vec<Reject>,
    /// Notes of all files.
    pub notes: &'a mut Vec<Note>,
    /// Records of all files, in reading order.
    pub records: &'a mut Vec<Record>,
    /// Zone the configuration gives for stamps that carry none.
    pub time_zone: Option<chrono_tz::Tz>,
    /// Why nothing of the file can be used, once a reader found that out; a question to whoever configures it.
    pub fatal: Option<String>,
}

impl Sink<'_> {
    /// The row holds records; several of one row count as one accepted row.
    pub fn accept(&mut self, _at: Origin, records: impl IntoIterator<Item = Record>) {
        self.source.accepted += 1;
        self.records.extend(records);
    }

    /// The row is well-formed and says nothing that a workflow can use.
    pub fn out_of_scope(&mut self, _at: Origin) {
        self.source.out_of_scope += 1;
    }

    /// The row cannot be used. `reason` says what was found and what was expected.
    pub fn reject(&mut self, at: Origin, reason: impl Into<String>, text: &str) {
        self.source.rejected += 1;
        let text = text.chars().take(200).collect();
        self.rejects.push(Reject { origin: at, reason: reason.into(), text });
    }

    /// Nothing of this file can be read rightly without an answer (a zone, an order of day and month). The first
    /// message wins; from then on rows need not be settled, as the file as a whole is an error.
    pub fn fail(&mut self, message: impl Into<String>) {
        if self.fatal.is_none() {
            self.fatal = Some(message.into());
        }
    }

    /// The row that was just handed over turned out to be a wrapper of `n` rows, each to be settled.
    pub fn rows_inside(&mut self, n: u64) {
        self.source.rows_read = self.source.rows_read + n - 1;
    }

    /// Something a reader of the report should know; `once_key` keeps a message from repeating per row.
    pub fn note(&mut self, at: Origin, once_key: &'static str, message: impl Into<String>) {
        if self.notes.iter().any(|note| note.origin.file == at.file && note.key == once_key) {
            return;
        }
        self.notes.push(Note { origin: at, key: once_key, message: message.into() });
    }

    /// Reads a time of any documented shape, accounts for its zone, and gives `None` for the
    /// sentinels that mean "never".
    ///
    /// # Errors
    /// A sentence saying what was found and what was expected.
    pub fn time(&mut self, at: Origin, text: &str, rule: TimeRule) -> Result<Option<Instant>, String> {
        let Some(stamp) = times::parse(text, rule, self.time_zone)? else { return Ok(None) };
        self.source.saw_time(stamp.zone_source);
        if let Some(flag) = stamp.flag {
            self.note(at, flag.key(), flag.message(text));
        }
        Ok(Some(stamp.at))
    }
}

impl From<Action> for Record {
    fn from(action: Action) -> Self {
        Self::Action(Box::new(action))
    }
}

impl From<IdentityEvent> for Record {
    fn from(event: IdentityEvent) -> Self {
        Self::Event(Box::new(event))
    }
}

impl From<Ticket> for Record {
    fn from(ticket: Ticket) -> Self {
        Self::Ticket(Box::new(ticket))
    }
}

impl From<Hook> for Record {
    fn from(hook: Hook) -> Self {
        Self::Hook(Box::new(hook))
    }
}

impl From<Listed> for Record {
    fn from(listed: Listed) -> Self {
        Self::Listed(Box::new(listed))
    }
}

impl From<TicketFact> for Record {
    fn from(fact: TicketFact) -> Self {
        Self::TicketFact(Box::new(fact))
    }
}

impl Record {
    /// The record as read so many lines further down.
    pub(super) fn moved_down(mut self, lines: u64) -> Self {
        match &mut self {
            Self::Action(action) => action.origins.iter_mut().for_each(|origin| origin.line += lines),
            Self::Event(event) => event.origin.line += lines,
            Self::Ticket(ticket) => ticket.origin.line += lines,
            Self::Assignment(assignment) => assignment.origin.line += lines,
            Self::DeviceState(state) => state.origin.line += lines,
            Self::Activity(activity) => activity.origin.line += lines,
            Self::Listed(listed) => listed.origin.line += lines,
            Self::Employment(employment) => employment.origin.line += lines,
            Self::Hook(hook) => hook.origin.line += lines,
            Self::TicketFact(fact) => fact.origin.line += lines,
        }
        self
    }

    /// The row it was read from.
    pub(super) fn origin(&self) -> Option<Origin> {
        match self {
            Self::Action(action) => action.origins.first().copied(),
            Self::Event(event) => Some(event.origin),
            Self::Ticket(ticket) => Some(ticket.origin),
            Self::Assignment(assignment) => Some(assignment.origin),
            Self::DeviceState(state) => Some(state.origin),
            Self::Activity(activity) => Some(activity.origin),
            Self::Listed(listed) => Some(listed.origin),
            Self::Employment(employment) => Some(employment.origin),
            Self::Hook(hook) => Some(hook.origin),
            Self::TicketFact(fact) => Some(fact.origin),
        }
    }
}
