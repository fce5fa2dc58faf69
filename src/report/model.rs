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
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
pub struct CaseRow {
    /// The command UUID where there is one, else a hash of what makes the action one.
    pub action_id: String,
    /// `false_positive`, `true_positive`, `benign_positive`, `undetermined`.
    pub verdict: String,
    /// `confirmed`, `probable`; `None` when undetermined.
    pub certainty: Option<String>,
    /// A false positive that cost hours, regulated hours or data.
    pub disruptive: bool,
    /// P(false positive), 0 to 1; 1 and 0 when a decisive rule set the verdict, `None` when benign.
    pub probability: Option<f64>,
    /// Code of the rule that names the mechanism, or `unexplained`; `None` for other verdicts.
    pub cause: Option<String>,
    /// The role that answers for the cause.
    pub accountable_role: Option<String>,
    /// Who held that role in the workflow at `done_at`, or `unmapped`.
    pub accountable_owner: Option<String>,
    /// The workflow it was done for, if the control map knows one.
    pub workflow_id: Option<String>,
    /// Code of the action kind.
    pub action_kind: String,
    /// The device, by its first id after devices were united.
    pub device_id: Option<String>,
    /// Serial number of the device.
    pub serial: Option<String>,
    /// Class by the register or the inventory, for example `laptop`.
    pub device_class: Option<String>,
    /// Custody by the register: `personal`, `shared`, `loaner`, `kiosk`, `lab`, `stock`.
    pub custody: Option<String>,
    /// Who held the device at `done_at`: the affected person.
    pub person_id: Option<String>,
    /// Whom the trigger was about.
    pub subject_person_id: Option<String>,
    /// Organisational unit of the affected person, else of the device.
    pub unit: Option<String>,
    /// When Jamf sent it; UTC, as every time here.
    pub sent_at: Option<Instant>,
    /// When the device or the server did it. Decides the period and the week.
    pub done_at: Instant,
    /// The event that is shown as the cause: one of the linked episode.
    pub trigger_event_id: Option<String>,
    /// Code of its kind.
    pub trigger_kind: Option<String>,
    /// When it happened, by its source.
    pub trigger_at: Option<Instant>,
    /// `linked`, `ambiguous`, `unattributed`.
    pub attribution: String,
    /// Score of the best candidate, in bits.
    pub attribution_score: Option<f64>,
    /// Its lead over the best rival episode, in bits; the score alone without a rival.
    pub attribution_margin: Option<f64>,
    /// The event of the best rival.
    pub runner_up_event_id: Option<String>,
    /// The group of actions and side effects of one episode.
    pub fan_out_id: Option<String>,
    /// Ids of all events of the triggering episode, in time order.
    pub episode_event_ids: Vec<String>,
    /// The event that undid the trigger.
    pub reversal_event_id: Option<String>,
    /// When it did.
    pub reversal_at: Option<Instant>,
    /// Linked tickets in order of their ids; coincident ones only where they show intent.
    pub ticket_ids: Vec<String>,
    /// The exception that was in force or had lapsed.
    pub exception_id: Option<String>,
    /// The action this one repeats.
    pub duplicate_of: Option<String>,
    /// The earliest proof that the device or account worked again.
    pub restored_at: Option<Instant>,
    /// What proved the restoration, or `censored`.
    pub restored_by: Option<String>,
    /// Working hours of the affected person inside the interruption.
    pub lost_hours: Option<f64>,
    /// Persons who used the device regularly before; 1 where none are known.
    pub affected_people: Option<u64>,
    /// `lost_hours` × `affected_people`: an upper bound for shared devices.
    pub person_hours: Option<f64>,
    /// Ids of the regulated scopes that the interruption met.
    pub regulated_scopes: Vec<String>,
    /// Hours of the interruption inside regulated windows, each hour once.
    pub regulated_hours: Option<f64>,
    /// Hours per regime, ordered by regime.
    pub regulated_hours_by_regime: Vec<(String, f64)>,
    /// A wipe or the deletion of a user.
    pub data_loss: bool,
    /// Its sources cover too little time after it to judge: outside every rate.
    pub young: bool,
    /// Decisive rules or reviewers disagree.
    pub conflict: bool,
    /// Who owns the trigger's logic and data in the workflow version of that time.
    pub control_owner: Option<String>,
    /// Who approved the workflow.
    pub business_approver: Option<String>,
    /// Who owns how and where the action is done.
    pub execution_owner: Option<String>,
    /// Who owns the exceptions.
    pub exception_owner: Option<String>,
    /// `not_due`, `due`, `overdue`, `reviewed`.
    pub review_state: String,
    /// Who reviewed it last.
    pub reviewer: Option<String>,
    /// When.
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
}

/// `tables/rankings`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RankingRow {
    /// `owner`, `workflow`, `device_class`, `regulated_scope`, `unit`, `action_kind`, `cause`.
    pub dimension: String,
    /// The role for `owner`, else empty.
    pub role: String,
    /// Owner, workflow, class … that is ranked.
    pub key: String,
    /// 1 for the worst; `None` with too few cases.
    pub rank: Option<u32>,
    /// Cases.
    pub cases: u64,
    /// Cases with a verdict, young ones out: the denominator of the rate.
    pub judged: u64,
    /// False positives.
    pub false_positives: u64,
    /// Of those, disruptive ones.
    pub disruptive: u64,
    /// Of those, with data loss.
    pub data_losses: u64,
    /// Of those, inside a regulated scope (first ranking key).
    pub regulated_data_losses: u64,
    /// Person-hours of the false positives.
    pub person_hours: f64,
    /// Regulated hours of the false positives.
    pub regulated_hours: f64,
    /// Cases without a verdict, outside the rate.
    pub undetermined: u64,
    /// False positives / judged.
    pub rate: Option<f64>,
    /// Lower limit of the Wilson interval.
    pub rate_low: Option<f64>,
    /// Upper limit of the Wilson interval.
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
    /// Cases.
    pub cases: u64,
    /// Cases with a verdict, young ones out.
    pub judged: u64,
    /// False positives.
    pub false_positives: u64,
    /// Of those, disruptive ones.
    pub disruptive: u64,
    /// False positives / judged.
    pub rate: Option<f64>,
    /// Person-hours of the false positives.
    pub person_hours: f64,
    /// True when the period's edge cuts the week.
    pub partial: bool,
}

/// `tables/causes`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CauseRow {
    /// Code of the cause.
    pub cause: String,
    /// `timing`, `data`, `logic`, `execution`, `exception`, `unexplained`.
    pub cause_class: String,
    /// The role that answers for it.
    pub accountable_role: String,
    /// False positives with this primary cause.
    pub false_positives: u64,
    /// Of those, disruptive ones.
    pub disruptive: u64,
    /// Of those, with data loss.
    pub data_losses: u64,
    /// Their person-hours.
    pub person_hours: f64,
    /// Their regulated hours.
    pub regulated_hours: f64,
}

/// What one format's files cover.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CoverageRow {
    /// Format id.
    pub format: String,
    /// Files of this format.
    pub files: u64,
    /// Rows read, whatever became of them.
    pub rows_read: u64,
    /// Earliest time in them, UTC.
    #[schemars(with = "Option<String>")]
    pub first_at: Option<Instant>,
    /// Latest time in them, UTC.
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
    /// Actions in scope and in the period.
    pub cases: u64,
    /// Cases with a verdict, young ones out.
    pub judged: u64,
    /// Cases judged false positives.
    pub false_positives: u64,
    /// Cases judged true positives.
    pub true_positives: u64,
    /// Cases judged benign.
    pub benign_positives: u64,
    /// Cases without a verdict, young ones included.
    pub undetermined: u64,
    /// Cases whose sources cover too little time after them.
    pub young: u64,
    /// Disruptive false positives.
    pub disruptive: u64,
    /// False positives with data loss.
    pub data_losses: u64,
    /// Person-hours of the false positives, overlaps of one person united.
    pub person_hours: f64,
    /// Regulated hours of the false positives, overlaps united.
    pub regulated_hours: f64,
    /// Regulated hours per regime, ordered by regime.
    pub regulated_hours_by_regime: Vec<(String, f64)>,
    /// Persons who held a device at a disruptive false positive.
    pub people: u64,
    /// Actions that are no cases because nothing says who started them.
    pub initiator_unknown: u64,
    /// Actions that are no cases because a person started them.
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
    /// Cases judged true positives.
    pub true_positives: u64,
    /// Hours from trigger to done of true positives: median.
    pub median_hours: Option<f64>,
    /// The same: 90th percentile.
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
    /// The workflow that should have acted.
    pub workflow_id: String,
    /// The trigger.
    pub event_id: String,
    /// Code of its kind.
    pub event_kind: String,
    /// When it happened, UTC.
    #[schemars(with = "String")]
    pub occurred_at: Instant,
    /// The person it was about.
    pub person_id: String,
    /// `file:position`.
    pub row: String,
}

/// An improvement and what the data say of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ImprovementRow {
    /// Its id in the register.
    pub improvement_id: String,
    /// The workflow it changes.
    pub workflow_id: String,
    /// The cause it should remove.
    pub cause: String,
    /// What was changed, in words.
    pub change: String,
    /// Who does it.
    pub owner: String,
    /// Due date as the register has it.
    pub due: String,
    /// `open`, `done`, `accepted`.
    pub status: String,
    /// False positives of this workflow and cause in the period before, where it is known.
    pub before: Option<u64>,
    /// False positives of this workflow and cause in this period.
    pub now: u64,
    /// What follows, one sentence.
    pub finding: String,
}
