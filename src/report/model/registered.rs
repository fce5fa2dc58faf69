//! What the registers say and the pages show beside the figures: who authorised an automation, and what the
//! short id of a scope of regulated work stands for.

use schemars::JsonSchema;
use serde::Serialize;

use crate::records::Instant;

/// A version of a workflow that was valid in the period.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WorkflowRow {
    pub workflow_id: String,
    pub title: String,
    pub purpose: String,
    pub control_owner: Option<String>,
    pub business_approver: Option<String>,
    pub execution_owner: Option<String>,
    pub exception_owner: Option<String>,
    pub approved_by: Option<String>,
    #[schemars(with = "Option<String>")]
    pub approved_at: Option<Instant>,
    #[schemars(with = "Option<String>")]
    pub approval_expires: Option<Instant>,
    #[schemars(with = "Option<String>")]
    pub valid_from: Option<Instant>,
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Instant>,
    pub tolerated_rate: f64,
    /// `file:line` of the register.
    pub reference: String,
}

/// A registered scope of regulated work.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ScopeName {
    pub scope_id: String,
    pub regime: String,
    pub title: String,
}
