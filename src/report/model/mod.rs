//! The model of a review: plain structs that every output format renders. No frames, no reading, no
//! judging in here; whatever a page shows stands in these fields.

use schemars::JsonSchema;
use serde::Serialize;

mod burst;
mod case;
mod figures;
mod registered;
mod sensitivity;
mod times;
mod unreported;

pub use self::{burst::*, case::*, figures::*, registered::*, sensitivity::*, times::*, unreported::*};
use crate::{
    config::Config,
    ingest::source::{Note, Reject, SourceFile},
    records::{FileId, Instant},
    registers::ControlFinding,
};

/// A whole review.
#[derive(Debug, Clone)]
pub struct Review {
    /// Who, which period, as of when.
    pub header: Header,
    /// One row per case, ordered by `action_id`.
    pub cases: Vec<CaseRow>,
    /// One row per action that is not routine, ordered by `action_id`.
    pub scope: Vec<ScopeRow>,
    /// Attribution candidates of cases, ordered by (action, rank).
    pub candidates: Vec<CandidateRow>,
    /// Tickets linked to cases, ordered by (action, ticket).
    pub tickets: Vec<TicketRow>,
    /// Pending destructive commands that should be stopped, ordered by (owner, action).
    pub pending: Vec<PendingRow>,
    /// Mass actions that look like misuse or attack, by time.
    pub bursts: Vec<BurstRow>,
    /// All rankings, ordered by (dimension, role, rank, key).
    pub rankings: Vec<RankingRow>,
    /// One row per ISO week of the period.
    pub weekly: Vec<WeekRow>,
    /// One row per cause with at least one false positive, ordered by count.
    pub causes: Vec<CauseRow>,
    /// Findings about the control map and other registers.
    pub controls: Vec<ControlFinding>,
    /// Input files, ordered by path.
    pub sources: Vec<SourceFile>,
    /// Rejected rows in file and row order.
    pub rejects: Vec<Reject>,
    /// Notes on inputs.
    pub notes: Vec<Note>,
    /// What the inputs cover.
    pub coverage: Vec<CoverageRow>,
    /// What could not be said, with the reason, and what would supply it.
    pub unsaid: Vec<Unsaid>,
    /// Sentences about the data that bear on every figure and for which nobody owes an input.
    pub remarks: Vec<String>,
    /// Versions of workflows valid in the period, ordered by (id, start).
    pub workflows: Vec<WorkflowRow>,
    /// Names of the persons who own workflows, by `person_id`.
    pub owner_names: Vec<(String, String)>,
    /// Those of them who left by the end of the period and of the inputs, by `person_id`, each with the day:
    /// `left on 2026-05-26`.
    pub owners_left: Vec<(String, String)>,
    /// Registered scopes of regulated work, ordered by id.
    pub scopes: Vec<ScopeName>,
    /// Files of the registers, each with its SHA-256, in the order of their names.
    pub registers: Vec<(String, String)>,
    /// Whether regulated work is registered at all: without the register its hours are unknown, not zero.
    pub has_regulated_work: bool,
    /// Figures of the period.
    pub totals: Totals,
    /// The same figures of the period before, where the inputs cover it.
    pub previous: Option<Totals>,
    /// Why there are no previous figures, when `previous` is `None`.
    pub previous_absent: Option<String>,
    /// What one of the two periods lacks and the other does not, or not alike.
    pub unequal_data: Vec<String>,
    /// The containment side.
    pub containment: Containment,
    /// `tables/due_triggers`: due triggers and triggers of right actions, by (time, event, workflow).
    pub due: Vec<DueRow>,
    /// Both sides per group, `all` first.
    pub sides: Vec<SideRow>,
    /// Time to restore and time to act.
    pub survival: Survival,
    /// Further tickets after disruptive wipes.
    pub second_order: SecondOrder,
    /// False positives that nobody reported.
    pub unreported: Unreported,
    /// How the ranking of owners moves with the settings, in the order of the rankings.
    pub sensitivity: Vec<SensitivityRow>,
    /// The settings that move an owner, in the order of the rankings.
    pub variants: Vec<VariantRow>,
    /// Improvements of the register, with what this period's data say.
    pub improvements: Vec<ImprovementRow>,
    /// The configuration that was used.
    pub config: Config,
}

impl Review {
    /// Path of an input file relative to the review folder; empty for an index that names none.
    pub fn file_name(&self, file: FileId) -> &str {
        let index = usize::try_from(file.0).unwrap_or(usize::MAX);
        self.sources.get(index).map_or("", |source| source.file.as_str())
    }
}

/// Whose review it is and of which time.
#[derive(Debug, Clone)]
pub struct Header {
    /// Organisation.
    pub organisation: String,
    /// Period label as given, for example `2026-Q3`.
    pub period: String,
    /// First instant of the period.
    pub period_from: Instant,
    /// First instant after it.
    pub period_to: Instant,
    /// Label of the period before.
    pub previous_period: String,
    /// Organisation's zone.
    pub time_zone: chrono_tz::Tz,
    /// Up to when the inputs are known.
    pub as_of: Instant,
    /// Until when what the review asks for is to be decided, where no register names a date.
    pub decide_by: Instant,
    /// Version of misfire.
    pub version: String,
}

/// `tables/scope`.
#[derive(Debug, Clone, PartialEq)]
pub struct ScopeRow {
    /// The action.
    pub action_id: String,
    /// Whether it is a case.
    pub in_scope: bool,
    /// `in_scope` or `not_executed`, `manual`, `initiator_unknown`, `routine`, `outside_period`.
    pub reason: String,
    /// Code of the action kind.
    pub action_kind: String,
    /// Code of the outcome.
    pub outcome: String,
    /// `kind:name`, or empty.
    pub initiator: String,
    /// When it was sent, UTC.
    pub sent_at: Option<Instant>,
    /// When it was done, UTC.
    pub done_at: Option<Instant>,
}

/// `tables/candidates`.
#[derive(Debug, Clone, PartialEq)]
pub struct CandidateRow {
    /// The action.
    pub action_id: String,
    /// The event that stands for the candidate's episode.
    pub event_id: String,
    /// 1 for the best.
    pub rank: u32,
    /// Sum of the parts, in bits.
    pub score: f64,
    /// Parts of the score, `trigger:+4;subject:+3;…`.
    pub parts: String,
}

/// `tables/tickets`.
#[derive(Debug, Clone, PartialEq)]
pub struct TicketRow {
    /// The action.
    pub action_id: String,
    /// Number of the ticket.
    pub ticket_id: String,
    /// `decisive`, `strong`, `medium`, `coincident`.
    pub grade: String,
    /// What links them, in words.
    pub why: String,
    /// When it was opened, UTC.
    pub opened_at: Instant,
    /// When it was resolved, UTC.
    pub resolved_at: Option<Instant>,
    /// Short description, hostile text.
    pub subject: String,
    /// `file:position`.
    pub row: String,
}

/// `tables/pending`: stop now.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PendingRow {
    /// The command.
    pub action_id: String,
    /// Code of the action kind.
    pub action_kind: String,
    /// The device.
    pub device_id: Option<String>,
    /// When it was sent, UTC.
    #[schemars(with = "Option<String>")]
    pub sent_at: Option<Instant>,
    /// Why it should not run.
    pub why: String,
    /// Who can stop it.
    pub owner: Option<String>,
    /// The workflow that sent it, if the control map knows one.
    pub workflow_id: Option<String>,
    /// Who holds the device.
    pub person_id: Option<String>,
    /// Serial number of the device.
    pub serial: Option<String>,
    /// Name of the device in the register.
    pub device_name: Option<String>,
    /// `file:position`.
    pub row: String,
}
