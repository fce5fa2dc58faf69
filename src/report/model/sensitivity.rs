//! How owners stand under other settings.

use schemars::JsonSchema;
use serde::Serialize;

/// How the rank of an owner moves when the prior, the bits of all rules, and every threshold and window are halved and
/// raised by half, each alone.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SensitivityRow {
    /// The role.
    pub role: String,
    /// The owner.
    pub key: String,
    /// The rank as it is; `None` with too few cases.
    pub rank: Option<u32>,
    /// The first rank under any setting.
    pub first_rank: Option<u32>,
    /// The last rank under any setting.
    pub last_rank: Option<u32>,
    /// Settings with too few judged cases to rank.
    pub unranked: u64,
    /// False positives as they are.
    pub false_positives: u64,
    /// The fewest under any setting.
    pub fewest: u64,
    /// The most under any setting.
    pub most: u64,
}

/// `tables/sensitivity`: an owner under one setting that gives another rank or number of false positives.
#[derive(Debug, Clone, PartialEq)]
pub struct VariantRow {
    /// The role.
    pub role: String,
    /// The owner.
    pub key: String,
    /// The setting.
    pub setting: String,
    /// `half` or `half more`.
    pub moved: String,
    /// The rank then; `None` with too few judged cases.
    pub rank: Option<u32>,
    /// False positives then.
    pub false_positives: u64,
}
