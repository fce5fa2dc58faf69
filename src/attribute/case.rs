//! A case: one action in scope with everything joined to it. What rules and measures read; they add
//! nothing to it and look nothing up elsewhere.

use std::sync::Arc;

pub use super::case_ticket::{AfterWipe, LaterTicket, TicketGrade, TicketLink};
use crate::{
    records::{Action, ActivityKind, IdentityEvent, Instant, Origin, Ticket, code::coded},
    registers::{Device, Exception, Person, RegisterRow, RegulatedScope, ReviewDecision, Workflow},
};

/// A source row a statement rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowRef {
    /// A row of an export.
    Input(Origin),
    /// A row of a register.
    Register(RegisterRow),
}

/// One action in scope and everything joined to it.
#[derive(Debug, Clone)]
pub struct Case {
    /// The merged action.
    pub action: Action,
    /// When it was sent; `done_at` where the source does not tell.
    pub sent_at: Instant,
    /// When it was done.
    pub done_at: Instant,
    /// Our key of the device: serial, else UDID, management id, `class:jamf id`.
    pub device_id: Option<String>,
    /// Serial.
    pub serial: Option<String>,
    /// The register's version of the device valid at `done_at`.
    pub device: Option<Device>,
    /// Who held the device at `done_at`.
    pub holder: Option<Holder>,
    /// Whom Jamf believed to hold it at `sent_at` (raw keys), with the row.
    pub jamf_holder: Option<JamfHolder>,
    /// The register's version of the holder valid at `done_at`.
    pub person: Option<Person>,
    /// When the holder left: the register's last `valid_to` of that person, with no version after it.
    pub holder_left_at: Option<Instant>,
    /// Persons with sessions on the device in the 30 days before `done_at`, ordered by person id.
    pub recent_users: Vec<RecentUser>,
    /// The workflow version valid at `done_at`, if one claims the action.
    pub workflow: Option<Workflow>,
    /// The link to the triggering episode.
    pub attribution: Attribution,
    /// Linked tickets, best grade first.
    pub tickets: Vec<TicketLink>,
    /// For wipes: what the helpdesk heard afterwards. `None` where no tickets cover the time after it.
    pub after_wipe: Option<AfterWipe>,
    /// Exceptions that cover or covered this case: in force, unapproved, or ended within 90 days before.
    pub exceptions: Vec<ExceptionMatch>,
    /// The earlier action it repeats: same episode, device and kind. For an action that no episode explains, one of
    /// the same workflow, device and kind that still held.
    pub repeats: Option<Repeat>,
    /// A person's action that undid it.
    pub undone_by: Option<Undo>,
    /// A request that asked for it before it was sent (reprovisioning), with the ticket.
    pub requested_before: Option<Arc<Ticket>>,
    /// Reviews of this action: the newest per reviewer.
    pub reviews: Vec<ReviewDecision>,
    /// Signs of life and reversing actions on the device after `done_at`, in time order.
    pub afterwards: Vec<SignOfLife>,
    /// Regulated scopes that match its holder, device, class or unit (whatever the time).
    pub regulated: Vec<RegulatedScope>,
    /// Whether every trigger source of the workflow covers the window in which a trigger would lie.
    pub trigger_sources_cover_window: bool,
    /// Whether a source in which a trigger of the workflow could stand is known to lose events.
    pub trigger_sources_lose_events: bool,
    /// An approved trigger about the holder, or whom Jamf believed to be that, that was known of only after the
    /// window, up to an hour: it would be the trigger if a clock was wrong.
    pub trigger_follows: Option<Arc<IdentityEvent>>,
    /// Up to when the source that would tell a reversal covers; `None` = no such source.
    pub reversal_covered_until: Option<Instant>,
    /// Group of actions of one episode.
    pub fan_out_id: Option<String>,
    /// The burst it is part of: nothing it shows is held against a workflow.
    pub burst_id: Option<String>,
}

/// Who held a device, and how that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Holder {
    /// Person id of the register, else the best stable key.
    pub person_id: String,
    /// The row that says so.
    pub row: RowRef,
    /// `register`, `assignment history`, `inventory`, `action record`.
    pub basis: &'static str,
    /// What says so ended so long before the action that a later hand-over would not be in it.
    pub is_old: bool,
}

/// Whom Jamf believed to hold the device.
#[derive(Debug, Clone, PartialEq)]
pub struct JamfHolder {
    /// E-mail or login as Jamf holds it, lower case.
    pub identifiers: Vec<String>,
    /// Whom that resolves to at `sent_at`.
    pub person_id: Option<String>,
    /// The row.
    pub row: RowRef,
}

/// A person who used the device lately.
#[derive(Debug, Clone, PartialEq)]
pub struct RecentUser {
    /// Person id.
    pub person_id: String,
    /// Number of different local days with a session in the 30 days before.
    pub days: u32,
    /// Last session row.
    pub row: Origin,
}

/// How an action is linked to what caused it.
#[derive(Debug, Clone)]
pub struct Attribution {
    /// The state of the link.
    pub status: AttributionStatus,
    /// Candidates, best first. For `linked` the first is the one. Empty when nothing was in the window.
    pub candidates: Vec<Candidate>,
    /// How many of the first candidates lie within the margin of the best (1 when linked, 0 when unattributed).
    pub within_margin: usize,
}

coded! {
    /// State of the link.
    AttributionStatus {
        /// One episode, with enough score and lead.
        Linked = "linked",
        /// Several could be it.
        Ambiguous = "ambiguous",
        /// None reaches the score.
        Unattributed = "unattributed",
    }
}

/// One episode that may have caused the action, with what became of it.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The event shown for the episode: the first whose kind the workflow lists, then the earliest.
    pub trigger: Arc<IdentityEvent>,
    /// All trigger events of the episode in time order, the shown one included.
    pub episode: Vec<Arc<IdentityEvent>>,
    /// Our id of the episode.
    pub episode_id: String,
    /// Whom it is about.
    pub subject_person_id: Option<String>,
    /// The register's version of the subject: the last one there is.
    pub subject_last_version: Option<Person>,
    /// Score in bits; infinite for an explicit reference.
    pub score: f64,
    /// Parts of the score, in order of section 5.
    pub parts: Vec<(&'static str, f64)>,
    /// First lasting undoing (a reversal followed by the same trigger within 7 days does not count).
    pub undoing: Option<Arc<IdentityEvent>>,
    /// First event that says the trigger was never true.
    pub recant: Option<Arc<IdentityEvent>>,
    /// A risk decision `risk_dismissed`, if any.
    pub dismissal: Option<Arc<IdentityEvent>>,
    /// A risk that was remediated by its user.
    pub remediation: Option<Arc<IdentityEvent>>,
    /// A confirmation of compromise.
    pub compromise: Option<Arc<IdentityEvent>>,
    /// The mass operation it belongs to.
    pub bulk: Option<Bulk>,
    /// Evidence that the identifier by which subject and holder were taken for one person changed hands.
    pub identifier_moved: Option<IdentifierMove>,
    /// Successful sign-ins of the subject at least 1 h after the trigger and before any undoing (first 5).
    pub later_sign_ins: Vec<Arc<IdentityEvent>>,
    /// Up to when the trigger's own source covers; the state is known to have stood until there.
    pub covered_until: Option<Instant>,
}

/// A mass operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Bulk {
    /// Correlation id, for example `transaction:job1`.
    pub correlation: String,
    /// Distinct persons in it.
    pub persons: u32,
    /// Of those, with a lasting undoing.
    pub undone: u32,
    /// The import roadblock, if one was raised.
    pub roadblock: Option<Arc<IdentityEvent>>,
}

/// From so many persons on, a transaction is a mass operation.
pub(super) const MANY_PERSONS: u32 = 20;

impl Bulk {
    /// Whether it was a mistake: many persons at once or an import that was stopped, undone for most of them.
    pub fn is_mistake(&self) -> bool {
        let is_mass = self.persons >= MANY_PERSONS || self.roadblock.is_some();
        is_mass && u64::from(self.undone) * 2 > u64::from(self.persons)
    }
}

/// An e-mail or login that stood for the subject and stands for the holder.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentifierMove {
    /// The identifier, lower case.
    pub identifier: String,
    /// Rows that show both owners.
    pub rows: Vec<RowRef>,
}

/// An exception and how it stood at `done_at`.
#[derive(Debug, Clone)]
pub struct ExceptionMatch {
    /// The exception.
    pub exception: Exception,
    /// In force at `done_at` and approved.
    pub in_force: bool,
    /// Approved, ended at most 90 days before `done_at`.
    pub lapsed: bool,
    /// What matched, one sentence.
    pub why: String,
}

/// The earlier action that this one repeats.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeat {
    /// Its id.
    pub action_id: String,
    /// When it was done.
    pub done_at: Instant,
    /// When the device was restored in between; `None` = the first still held.
    pub restored_between: Option<Instant>,
    /// Its row.
    pub row: RowRef,
}

/// A person's action that undid this one.
#[derive(Debug, Clone, PartialEq)]
pub struct Undo {
    /// When.
    pub at: Instant,
    /// What, one sentence.
    pub what: String,
    /// Its row.
    pub row: RowRef,
}

/// Something that shows a device or account usable again.
#[derive(Debug, Clone, PartialEq)]
pub struct SignOfLife {
    /// When.
    pub at: Instant,
    /// A reversing action done on the device.
    pub is_reversing_action: bool,
    /// The activity, unless it is a reversing action.
    pub activity: Option<ActivityKind>,
    /// Its row.
    pub row: RowRef,
}
