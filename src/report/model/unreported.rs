//! What the lists of evidence say of false positives that nobody reported.

use schemars::JsonSchema;
use serde::Serialize;

/// False positives that nobody reported: what is on none of the lists of evidence, told from how far they agree.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct Unreported {
    /// The lists, in a fixed order.
    pub lists: Vec<EvidenceList>,
    /// False positives on at least one of them.
    pub listed: u64,
    /// Of those, on exactly two.
    pub on_two: u64,
    /// False positives on none of them, which this review found by other evidence.
    pub unlisted: u64,
    /// `chapman` for two lists, `chao` for more; `None` when refused.
    pub method: Option<String>,
    /// Estimate of those on no list, found by other evidence or not.
    pub unseen: Option<f64>,
    /// Its lower limit.
    pub unseen_low: Option<f64>,
    /// Its upper limit.
    pub unseen_high: Option<f64>,
    /// Why there is no estimate: `too_few_lists`, `too_little_overlap`, `contained`.
    pub refused: Option<String>,
}

/// A list of evidence and the false positives on it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EvidenceList {
    /// `tickets`, `reversal`, `roll-back`.
    pub list: String,
    /// False positives on it.
    pub false_positives: u64,
    /// Of those, on no other list.
    pub alone: u64,
}
