//! Lengths of time, the containment side per group, and what came after wipes.

use schemars::JsonSchema;
use serde::Serialize;

use super::Rate;
use crate::records::Instant;

/// `tables/survival`: one Kaplan–Meier estimate.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SurvivalRow {
    /// `time_to_restore` (false positives, from the action) or `time_to_act` (right actions, from the trigger).
    pub measure: String,
    /// `all`, `workflow`, `action_kind`, `device_class`.
    pub dimension: String,
    /// Key inside the dimension; empty for `all`.
    pub key: String,
    /// Observations.
    pub n: u64,
    /// Of those, restored or acted on.
    pub events: u64,
    /// Of those, not yet: censored at the end of the inputs.
    pub censored: u64,
    /// The time by which half were, in hours.
    pub median: QuantileHours,
    /// The time by which nine of ten were, in hours.
    pub p90: QuantileHours,
    /// `too few: n of 6` where nothing is estimated; `n known only to have ended before …` and
    /// `without n of no known …` where that is so.
    pub note: String,
}

/// A quantile of a length of time with its limits; each `None` where the curve or its band does not reach it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, JsonSchema)]
pub struct QuantileHours {
    /// Estimate in hours.
    pub hours: Option<f64>,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
}

/// The curve of all observations right after one distinct time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurveStep {
    /// Hours.
    pub hours: f64,
    /// Under observation just before it.
    pub at_risk: u64,
    /// Ended at it.
    pub events: u64,
    /// Last seen at it, not ended.
    pub censored: u64,
    /// Share that still lasts after it.
    pub share: f64,
    /// Lower limit of the share.
    pub low: f64,
    /// Upper limit of the share.
    pub high: f64,
}

/// Estimates of lengths of time, and the curves of the whole.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Survival {
    /// `tables/survival`.
    pub rows: Vec<SurvivalRow>,
    /// Time to restore of all; empty where too few were observed.
    pub restore: Vec<CurveStep>,
    /// Time to act of all; empty likewise.
    pub act: Vec<CurveStep>,
}

/// `tables/containment`: both sides of the whole, an owner in a role, or a workflow.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SideRow {
    /// `all`, `owner`, `workflow`.
    pub dimension: String,
    /// The role for `owner`, else empty.
    pub role: String,
    /// Owner or workflow; empty for `all`.
    pub key: String,
    /// Cases with a verdict.
    pub judged: u64,
    /// False positives of the judged cases; of an owner those whose cause the role answers for.
    pub false_positives: Option<Rate>,
    /// True positives of the judged cases.
    pub true_positives: Option<Rate>,
    /// Right actions with a known trigger that were done within the `containment_target` of their workflow.
    pub within_target: Option<Rate>,
    /// Triggers that stood 7 days without an action, of those that should have led to one.
    pub missed: Option<Rate>,
    /// Missed triggers that nothing else contained either, of those that should have led to an action.
    pub left_open: Option<Rate>,
    /// Right actions, pending commands and missed triggers whose time is observed.
    pub n_timed: u64,
    /// Of those, done.
    pub n_acted: u64,
    /// The time from trigger to `done_at` by which half were done, in hours.
    pub median: QuantileHours,
    /// The time by which nine of ten were done, in hours.
    pub p90: QuantileHours,
    /// `too few: n of 6` where no time is estimated.
    pub note: String,
}

/// `tables/due_triggers`: a trigger with one of its actions; a missed one without.
#[derive(Debug, Clone, PartialEq)]
pub struct DueRow {
    /// The workflow, where one claims the action.
    pub workflow_id: Option<String>,
    /// The trigger.
    pub event_id: String,
    /// Code of its kind.
    pub event_kind: String,
    /// Whom it is about.
    pub person_id: Option<String>,
    /// When it happened, UTC.
    pub occurred_at: Instant,
    /// Whether the row is the first one of a trigger that should have led to an action.
    pub is_due: bool,
    /// `acted`, `missed`, `not_due`.
    pub state: String,
    /// The action.
    pub action_id: Option<String>,
    /// Its verdict, if it is a case linked to this event.
    pub verdict: Option<String>,
    /// When it was done, UTC.
    pub done_at: Option<Instant>,
    /// The workflow's `containment_target`.
    pub target_hours: Option<f64>,
    /// From the trigger to `done_at`.
    pub delay_hours: Option<f64>,
    /// Of right actions, whether that was within the target.
    pub is_within_target: Option<bool>,
    /// When a missed trigger was contained by another action, UTC.
    pub contained_at: Option<Instant>,
    /// `file:position` of the event.
    pub row: String,
}

/// Further tickets after disruptive wipes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct SecondOrder {
    /// Disruptive wipes.
    pub wipes: u64,
    /// Of those, with tickets exported for the time after.
    pub known: u64,
    /// Different tickets after them, without those that report the wipe itself.
    pub tickets: u64,
    /// Of the known wipes, those with enough time before to know what comes by chance.
    pub compared: u64,
    /// Tickets after the compared ones.
    pub compared_tickets: u64,
    /// Expected by chance after the compared ones.
    pub expected: Option<f64>,
    /// Tickets beyond those expected.
    pub excess: Option<f64>,
    /// Lower limit of the excess.
    pub excess_low: Option<f64>,
    /// Upper limit of the excess.
    pub excess_high: Option<f64>,
    /// `tables/second_order`, ordered by (action, time, ticket).
    #[serde(skip)]
    pub rows: Vec<SecondOrderRow>,
}

/// `tables/second_order`: one further ticket after one disruptive wipe.
#[derive(Debug, Clone, PartialEq)]
pub struct SecondOrderRow {
    /// The wipe.
    pub action_id: String,
    /// The ticket.
    pub ticket_id: String,
    /// When it was opened, UTC.
    pub opened_at: Instant,
    /// Days since the wipe.
    pub days_after: f64,
    /// `affected person`, `wiped device`, `replacement`.
    pub about: String,
}
