//! The figures of a review: rankings, weeks, causes, coverage, totals, containment, improvements.

use schemars::JsonSchema;
use serde::Serialize;

use crate::records::Instant;

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
