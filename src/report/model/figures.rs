//! The figures of a review: rankings, weeks, causes, coverage, totals, containment, improvements.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use crate::rank::{Rate, Totals};
use crate::records::Instant;

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
    /// Of those, parts of bursts, which are held against nobody.
    pub apart: u64,
    /// False positives / judged.
    pub rate: Option<f64>,
    /// Lower limit of the Wilson interval.
    pub rate_low: Option<f64>,
    /// Upper limit of the Wilson interval.
    pub rate_high: Option<f64>,
    /// Shrunken rate, where computed.
    pub shrunken_rate: Option<f64>,
    /// Limits of the shrunken rate.
    pub shrunken_low: Option<f64>,
    /// Limits of the shrunken rate.
    pub shrunken_high: Option<f64>,
    /// For workflows: the rate of false positives that the version of the latest case tolerates.
    pub tolerated_rate: Option<f64>,
    /// Probability that the true rate lies above the tolerated one.
    pub probability_above_tolerated: Option<f64>,
    /// Rate minus the rate of the period before.
    pub change: Option<f64>,
    /// Newcombe limits of the change.
    pub change_low: Option<f64>,
    /// Newcombe limits of the change.
    pub change_high: Option<f64>,
    /// For ranked owners and workflows: the probability of a rate as far from the common one by chance.
    pub p_value: Option<f64>,
    /// The same after Benjamini and Hochberg over the ranked rows of the role.
    pub p_adjusted: Option<f64>,
    /// For ranked owners and workflows: the first place the row may have by its true rate, 1 for the highest.
    pub rate_place_low: Option<u32>,
    /// The last such place.
    pub rate_place_high: Option<u32>,
    /// `too few to rank`, …
    pub note: String,
}

/// `tables/weekly`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[expect(clippy::struct_excessive_bools, reason = "the columns of a table")]
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
    /// Which stretch between rebases of the chart it is in, from 1; `None` without limits.
    pub stretch: Option<u32>,
    /// The rate of the stretch.
    pub centre: Option<f64>,
    /// Lower limit of the rate of this week.
    pub limit_low: Option<f64>,
    /// Upper limit of the rate of this week.
    pub limit_high: Option<f64>,
    /// Laney's `σ_z`, where limits are stretched by it.
    pub sigma_z: Option<f64>,
    /// True for trial limits, from fewer than 12 weeks.
    pub trial: bool,
    /// True when the rate lies beyond a limit.
    pub beyond_limits: bool,
    /// True for the eighth and later weeks in a row on one side of the centre.
    pub in_run: bool,
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

/// False positives of one workflow with one cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WorkflowCause {
    /// The workflow.
    pub workflow_id: String,
    /// Code of the cause.
    pub cause: String,
    /// False positives with this primary cause.
    pub false_positives: u64,
}

/// What one format's files cover.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CoverageRow {
    /// Format id.
    pub format: String,
    /// Files of this format. Not printed: the same rows in other files must give the same report.
    #[serde(skip)]
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
    /// Rows that could not be used.
    #[serde(default)]
    pub rejected: u64,
    /// Whole days of the period that it does not cover.
    #[serde(default)]
    pub missing_days: u64,
}

/// The containment side: what the automation is for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct Containment {
    /// Cases judged true positives.
    pub true_positives: u64,
    /// Hours from trigger to done by which half were done, those not done by now included: the median of
    /// `time_to_act` of all. `None` with too few, or where it is not reached.
    pub median_hours: Option<f64>,
    /// The same for nine of ten.
    pub p90_hours: Option<f64>,
    /// True positives done within their workflow's target, of those with a known trigger.
    pub within_target: Option<Rate>,
    /// Triggers that stood 7 days without an action.
    pub missed: Vec<MissedTrigger>,
    /// Triggers that should have led to an action (the denominator of missed ones).
    pub eligible_triggers: u64,
    /// Of the missed ones, those that nothing else contained either.
    pub left_open: u64,
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
    /// Actions of other workflows, by hand, or of the same workflow at another time that contained it or a part of it.
    pub contained_by: Vec<String>,
    /// Their rows, `file:position`, in the same order.
    pub contained_rows: Vec<String>,
    /// When the last of the devices was contained, UTC; `None` while one is open.
    #[schemars(with = "Option<String>")]
    pub contained_at: Option<Instant>,
    /// Devices that the workflow should have acted on and that nothing contained.
    pub open_devices: Vec<String>,
}

impl MissedTrigger {
    /// Whether nothing contained it, or not all of it.
    pub fn is_left_open(&self) -> bool {
        self.contained_at.is_none()
    }
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
    /// The day on which it was reported as done, in the organisation's zone.
    pub closed_at: Option<String>,
    /// Neither done nor accepted, and due before the end of the inputs.
    pub is_overdue: bool,
    /// False positives of this workflow and cause in the period before, where it is known.
    pub before: Option<u64>,
    /// False positives of this workflow and cause in this period.
    pub now: u64,
    /// Of those, the ones done after the day of `closed_at`.
    pub since_closed: Option<u64>,
    /// What follows, one sentence.
    pub finding: String,
}
