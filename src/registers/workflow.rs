//! One version of an approved automation, as the control map has it.

use super::{RegisterRow, Validity};
use crate::{
    config::Span,
    records::{ActionKind, EventKind, Instant},
};

/// One version of an approved automation.
#[derive(Debug, Clone)]
pub struct Workflow {
    /// Id, shared by versions.
    pub id: String,
    /// Title.
    pub title: String,
    /// Purpose.
    pub purpose: String,
    /// Trigger kinds it may act on.
    pub triggers: Vec<EventKind>,
    /// Ids or names of groups, apps or licences it is limited to; empty = any.
    pub objects: Vec<String>,
    /// Action kinds it may take.
    pub actions: Vec<ActionKind>,
    /// Initiators, split at the first colon: (`api-client`, id), (`account`, name), (`jawa`, hook), (`policy`, id).
    pub initiators: Vec<(String, String)>,
    /// Longest delay from trigger to sending.
    pub max_delay: Span,
    /// Waiting time before it acts.
    pub settle: Span,
    /// Defines the trigger.
    pub control_owner: Option<String>,
    /// Approved it for the business.
    pub business_approver: Option<String>,
    /// Runs it.
    pub execution_owner: Option<String>,
    /// Owns its exceptions.
    pub exception_owner: Option<String>,
    /// Who approved this version.
    pub approved_by: Option<String>,
    /// When.
    pub approved_at: Option<Instant>,
    /// Until when the approval holds.
    pub approval_expires: Option<Instant>,
    /// When this version holds.
    pub validity: Validity,
    /// Tolerated rate of false positives.
    pub tolerated_rate: f64,
    /// Target from trigger to done.
    pub containment_target: Span,
    /// Tolerated hours of exposure.
    pub max_exposure_hours: Option<f64>,
    /// Requirements it serves, printed.
    pub drivers: Vec<String>,
    /// Whether an AI agent decides.
    pub agentic: bool,
    /// Where it stands.
    pub row: RegisterRow,
}
