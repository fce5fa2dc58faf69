//! The registry of formats: one file and two lines each.

mod servicenow;
pub mod servicenow_csv;
pub mod servicenow_json;

use super::format::Format;

/// Every format, in the order of the contract.
pub const FORMATS: &[&Format] = &[&servicenow_csv::FORMAT, &servicenow_json::FORMAT];
