//! A proportion with its interval.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::statistics;

/// A proportion with its Wilson interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
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

impl Rate {
    /// `None` without trials, or with more hits than trials.
    pub fn new(hits: u64, of: u64, confidence: f64) -> Option<Self> {
        let (low, high) = statistics::wilson(hits, of, confidence)?;
        Some(Self { hits, of, value: proportion(hits, of)?, low, high })
    }
}

/// `hits / of`; `None` without trials.
#[expect(clippy::cast_precision_loss, reason = "counts of cases stay far below 2^53")]
pub(super) fn proportion(hits: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| hits as f64 / of as f64)
}
