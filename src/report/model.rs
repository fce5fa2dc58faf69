//! The model of a review: plain structs that every output format renders. No frames, no reading, no
//! judging in here; whatever a page shows stands in these fields.

use schemars::JsonSchema;
use serde::Serialize;

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
    /// Sentences that could not be said, with the reason ("exceptions.csv is absent: …").
    pub unsaid: Vec<String>,
    /// Figures of the period.
    pub totals: Totals,
    /// The same figures of the period before, where the inputs cover it.
    pub previous: Option<Totals>,
    /// Why there are no previous figures, when `previous` is `None`.
    pub previous_absent: Option<String>,
    /// The containment side.
    pub containment: Containment,
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
    /// Version of misfire.
    pub version: String,
}

/// One piece of evidence of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceRow {
    /// Rule code.
    pub code: String,
    /// Family code.
    pub family: String,
    /// How it counts.
    pub weight: EvidenceWeight,
    /// One sentence with the facts, in UTC times.
    pub because: String,
    /// `file:position` of every row it rests on.
    pub rows: Vec<String>,
}

/// How a fired rule counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum EvidenceWeight {
    /// Bits in the sum (`+0` when a stronger rule of its family counts).
    Bits(f64),
    /// Sets the verdict.
    Decisive,
    /// Silenced by a rule that makes the truth beside the point.
    Suspended,
}

/// One entry of a case's timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineEntry {
    /// When.
    pub at: Instant,
    /// `identity`, `jamf`, `ticket`, `register`, `review`.
    pub lane: &'static str,
    /// What happened, one line.
    pub what: String,
    /// `file:position`.
    pub row: String,
}

/// A case with the columns of `tables/cases` and what `explain` shows.
#[derive(Debug, Clone)]
pub struct CaseRow {
    pub action_id: String,
    /// `false_positive`, `true_positive`, `benign_positive`, `undetermined`.
    pub verdict: String,
    /// `confirmed`, `probable`; `None` when undetermined.
    pub certainty: Option<String>,
    pub disruptive: bool,
    pub probability: Option<f64>,
    pub cause: Option<String>,
    pub accountable_role: Option<String>,
    pub accountable_owner: Option<String>,
    pub workflow_id: Option<String>,
    pub action_kind: String,
    pub device_id: Option<String>,
    pub serial: Option<String>,
    pub device_class: Option<String>,
    pub custody: Option<String>,
    pub person_id: Option<String>,
    pub subject_person_id: Option<String>,
    pub unit: Option<String>,
    pub sent_at: Option<Instant>,
    pub done_at: Instant,
    pub trigger_event_id: Option<String>,
    pub trigger_kind: Option<String>,
    pub trigger_at: Option<Instant>,
    /// `linked`, `ambiguous`, `unattributed`.
    pub attribution: String,
    pub attribution_score: Option<f64>,
    pub attribution_margin: Option<f64>,
    pub runner_up_event_id: Option<String>,
    pub fan_out_id: Option<String>,
    /// Ids of all events of the triggering episode, in time order.
    pub episode_event_ids: Vec<String>,
    pub reversal_event_id: Option<String>,
    pub reversal_at: Option<Instant>,
    pub ticket_ids: Vec<String>,
    pub exception_id: Option<String>,
    pub duplicate_of: Option<String>,
    pub restored_at: Option<Instant>,
    /// What proved the restoration, or `censored`.
    pub restored_by: Option<String>,
    pub lost_hours: Option<f64>,
    pub affected_people: Option<u64>,
    pub person_hours: Option<f64>,
    pub regulated_scopes: Vec<String>,
    pub regulated_hours: Option<f64>,
    /// Hours per regime, ordered by regime.
    pub regulated_hours_by_regime: Vec<(String, f64)>,
    pub data_loss: bool,
    pub young: bool,
    pub conflict: bool,
    pub control_owner: Option<String>,
    pub business_approver: Option<String>,
    pub execution_owner: Option<String>,
    pub exception_owner: Option<String>,
    /// `not_due`, `due`, `overdue`, `reviewed`.
    pub review_state: String,
    pub reviewer: Option<String>,
    pub reviewed_at: Option<Instant>,
    /// Fired rules, sorted by code.
    pub evidence: Vec<EvidenceRow>,
    /// Everything joined to the case in time order.
    pub timeline: Vec<TimelineEntry>,
    /// `file:position` of the action's own rows.
    pub rows: Vec<String>,
    /// Flags for the reader, for example `affected people unknown: counted as 1`.
    pub flags: Vec<String>,
}

impl CaseRow {
    /// The `rules` column: `code:+8;code:+0;code:decisive;code:suspended`, sorted by code.
    pub fn rules(&self) -> String {
        let parts: Vec<String> =
            self.evidence.iter().map(|e| format!("{}:{}", e.code, e.weight.label())).collect();
        parts.join(";")
    }
}

impl EvidenceWeight {
    /// `+8`, `-4.25`, `decisive`, `suspended`.
    pub fn label(self) -> String {
        match self {
            Self::Bits(bits) if bits.fract() == 0.0 => format!("{bits:+.0}"),
            Self::Bits(bits) => format!("{bits:+}"),
            Self::Decisive => "decisive".to_owned(),
            Self::Suspended => "suspended".to_owned(),
        }
    }
}

/// `tables/scope`.
#[derive(Debug, Clone, PartialEq)]
pub struct ScopeRow {
    pub action_id: String,
    pub in_scope: bool,
    /// `in_scope` or `not_executed`, `manual`, `initiator_unknown`, `routine`, `outside_period`.
    pub reason: String,
    pub action_kind: String,
    pub outcome: String,
    /// `kind:name`, or empty.
    pub initiator: String,
    pub sent_at: Option<Instant>,
    pub done_at: Option<Instant>,
}

/// `tables/candidates`.
#[derive(Debug, Clone, PartialEq)]
pub struct CandidateRow {
    pub action_id: String,
    pub event_id: String,
    pub rank: u32,
    pub score: f64,
    /// Parts of the score, `trigger:+4;subject:+3;…`.
    pub parts: String,
}

/// `tables/tickets`.
#[derive(Debug, Clone, PartialEq)]
pub struct TicketRow {
    pub action_id: String,
    pub ticket_id: String,
    /// `decisive`, `strong`, `medium`, `coincident`.
    pub grade: String,
    pub why: String,
    pub opened_at: Instant,
    pub resolved_at: Option<Instant>,
    /// Short description, hostile text.
    pub subject: String,
    /// `file:position`.
    pub row: String,
}

/// `tables/pending`: stop now.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PendingRow {
    pub action_id: String,
    pub action_kind: String,
    pub device_id: Option<String>,
    #[schemars(with = "Option<String>")]
    pub sent_at: Option<Instant>,
    pub why: String,
    pub owner: Option<String>,
}

/// `tables/rankings`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RankingRow {
    /// `owner`, `workflow`, `device_class`, `regulated_scope`, `unit`, `action_kind`, `cause`.
    pub dimension: String,
    /// The role for `owner`, else empty.
    pub role: String,
    pub key: String,
    pub rank: Option<u32>,
    pub cases: u64,
    pub judged: u64,
    pub false_positives: u64,
    pub disruptive: u64,
    pub data_losses: u64,
    /// Of those, inside a regulated scope (first ranking key).
    pub regulated_data_losses: u64,
    pub person_hours: f64,
    pub regulated_hours: f64,
    pub undetermined: u64,
    pub rate: Option<f64>,
    pub rate_low: Option<f64>,
    pub rate_high: Option<f64>,
    /// Shrunken rate, where computed.
    pub shrunken_rate: Option<f64>,
    /// Rate minus the rate of the period before.
    pub change: Option<f64>,
    /// `too few to rank`, …
    pub note: String,
}

/// `tables/weekly`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WeekRow {
    /// ISO week, `2026-W31`, in the organisation's zone.
    pub week: String,
    pub cases: u64,
    pub judged: u64,
    pub false_positives: u64,
    pub disruptive: u64,
    pub rate: Option<f64>,
    pub person_hours: f64,
    /// True when the period's edge cuts the week.
    pub partial: bool,
}

/// `tables/causes`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CauseRow {
    pub cause: String,
    /// `timing`, `data`, `logic`, `execution`, `exception`, `unexplained`.
    pub cause_class: String,
    pub accountable_role: String,
    pub false_positives: u64,
    pub disruptive: u64,
    pub data_losses: u64,
    pub person_hours: f64,
    pub regulated_hours: f64,
}

/// What one format's files cover.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CoverageRow {
    /// Format id.
    pub format: String,
    pub files: u64,
    pub rows_read: u64,
    #[schemars(with = "Option<String>")]
    pub first_at: Option<Instant>,
    #[schemars(with = "Option<String>")]
    pub last_at: Option<Instant>,
    /// One sentence per finding (gap, cap, no look-ahead); empty when complete.
    pub findings: Vec<String>,
}

/// Figures of one period.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct Totals {
    /// Actions read that are not routine.
    pub actions: u64,
    pub cases: u64,
    /// Cases with a verdict, young ones out.
    pub judged: u64,
    pub false_positives: u64,
    pub true_positives: u64,
    pub benign_positives: u64,
    pub undetermined: u64,
    pub young: u64,
    pub disruptive: u64,
    pub data_losses: u64,
    pub person_hours: f64,
    pub regulated_hours: f64,
    /// Regulated hours per regime, ordered by regime.
    pub regulated_hours_by_regime: Vec<(String, f64)>,
    /// Persons who held a device at a disruptive false positive.
    pub people: u64,
    pub initiator_unknown: u64,
    pub manual: u64,
    /// False positives / judged, with Wilson interval; `None` without judged cases.
    pub rate: Option<Rate>,
    /// The rate if none and if all of the undetermined cases were false positives.
    pub rate_range: Option<(f64, f64)>,
}

/// A proportion with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Rate {
    /// Count.
    pub hits: u64,
    /// Denominator.
    pub of: u64,
    /// Estimate.
    pub value: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

/// The containment side: what the automation is for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct Containment {
    pub true_positives: u64,
    /// Hours from trigger to done of true positives: median and 90th percentile.
    pub median_hours: Option<f64>,
    pub p90_hours: Option<f64>,
    /// True positives done within their workflow's target, of those with a known trigger.
    pub within_target: Option<Rate>,
    /// Triggers that stood 7 days without an action.
    pub missed: Vec<MissedTrigger>,
    /// Triggers that should have led to an action (the denominator of missed ones).
    pub eligible_triggers: u64,
}

/// A listed trigger that stood for 7 days and led to no action.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MissedTrigger {
    pub workflow_id: String,
    pub event_id: String,
    pub event_kind: String,
    #[schemars(with = "String")]
    pub occurred_at: Instant,
    pub person_id: String,
    /// `file:position`.
    pub row: String,
}

/// An improvement and what the data say of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ImprovementRow {
    pub improvement_id: String,
    pub workflow_id: String,
    pub cause: String,
    pub change: String,
    pub owner: String,
    pub due: String,
    pub status: String,
    /// False positives of this workflow and cause in the period before and in this one.
    pub before: Option<u64>,
    pub now: u64,
    /// What follows, one sentence.
    pub finding: String,
}
