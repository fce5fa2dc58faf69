//! The containment side in figures: quantiles and rates of what was observed.

use super::{rate::Rate, statistics};
use crate::{attribute::EligibleTrigger, measure::containment::Observed};

/// What the automation is for: right actions, and how fast.
#[derive(Debug, Clone, Default)]
pub struct Containment {
    /// Cases judged true positives.
    pub true_positives: u64,
    /// Hours from trigger to done of true positives: median.
    pub median_hours: Option<f64>,
    /// The same: 90th percentile.
    pub p90_hours: Option<f64>,
    /// True positives done within their workflow's target, of those with a known trigger.
    pub within_target: Option<Rate>,
    /// Triggers that stood 7 days without an action, ordered by (time, event id, workflow).
    pub missed: Vec<EligibleTrigger>,
    /// Triggers that should have led to an action.
    pub eligible_triggers: u64,
}

/// The figures of what was observed.
pub fn contain(observed: Observed, confidence: f64) -> Containment {
    let (hits, of) = observed.within_target;
    Containment {
        true_positives: observed.true_positives,
        median_hours: statistics::median(&observed.hours_to_act),
        p90_hours: statistics::quantile(&observed.hours_to_act, 0.9),
        within_target: Rate::new(hits, of, confidence),
        missed: observed.missed,
        eligible_triggers: observed.eligible_triggers,
    }
}
