//! A burst: a mass action that looks like misuse or attack.

use schemars::JsonSchema;
use serde::Serialize;

use crate::records::Instant;

/// `tables/bursts`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct BurstRow {
    /// `burst-` and the id of its first action.
    pub burst_id: String,
    /// `kind:name` of who or what sent it; `None` where no record says.
    pub initiator: Option<String>,
    /// When the first action was sent, UTC.
    #[schemars(with = "String")]
    pub from: Instant,
    /// When the last one was sent, UTC.
    #[schemars(with = "String")]
    pub to: Instant,
    /// Different devices.
    pub devices: u64,
    /// Actions, whenever they were done.
    pub actions: u64,
    /// Of these, done in the period.
    pub actions_in_period: u64,
    /// Of these, cases.
    pub cases: u64,
    /// Codes of its action kinds, in order.
    pub kinds: Vec<String>,
    /// Devices that the earlier unexplained actions of the initiator let expect in a window in which it acts.
    pub expected: f64,
    /// P(as many in any window) by chance.
    pub probability: f64,
    /// Share of the initiator's destructive actions in this time that is linked to an episode.
    pub linked_share: f64,
    /// Share of its actions that was sent outside working hours.
    pub outside_working_hours_share: f64,
    /// Its actions in time order.
    pub action_ids: Vec<String>,
}
