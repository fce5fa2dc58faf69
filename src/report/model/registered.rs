//! What the registers say and the pages show beside the figures: who authorised an automation, and what the
//! short id of a scope of regulated work stands for.

use schemars::JsonSchema;
use serde::Serialize;

use crate::records::Instant;

/// A version of a workflow that was valid in the period.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WorkflowRow {
    /// Id, shared by versions.
    pub workflow_id: String,
    /// Title.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// Owns the trigger.
    pub control_owner: Option<String>,
    /// Approved it for the business.
    pub business_approver: Option<String>,
    /// Runs it.
    pub execution_owner: Option<String>,
    /// Owns its exceptions.
    pub exception_owner: Option<String>,
    /// Who approved this version.
    pub approved_by: Option<String>,
    /// When, UTC.
    #[schemars(with = "Option<String>")]
    pub approved_at: Option<Instant>,
    /// Until when the approval holds, UTC.
    #[schemars(with = "Option<String>")]
    pub approval_expires: Option<Instant>,
    /// First instant of this version, UTC.
    #[schemars(with = "Option<String>")]
    pub valid_from: Option<Instant>,
    /// First instant after it, UTC.
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Instant>,
    /// Tolerated rate of false positives, 0 to 1.
    pub tolerated_rate: f64,
    /// Rules and controls that are its reason, as the control map names them.
    pub drivers: Vec<String>,
    /// Whether a model chooses what it does.
    pub is_agentic: bool,
    /// `file:line` of the register.
    pub reference: String,
}

/// A statement that had to be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsaid {
    /// What could not be said, and why: `exceptions.csv is absent: …`.
    pub what: String,
    /// Which input would supply it and from when on, as the end of "to be supplied: "; empty where none could.
    pub supply: String,
}

/// A registered scope of regulated work.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ScopeName {
    /// Id in the register.
    pub scope_id: String,
    /// Regime, for example `SOX`.
    pub regime: String,
    /// Title.
    pub title: String,
}
