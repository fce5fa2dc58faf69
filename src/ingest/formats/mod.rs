//! The registry of formats: one file and two lines each.

mod jamf_fields;
mod jamf_history;
mod jamf_inventory;
mod jamf_mdm_commands;
mod jamf_vocabulary;
#[cfg(test)]
mod reading;

use super::format::Format;

/// Every format, in the order of the contract.
pub const FORMATS: &[&Format] = &[&jamf_mdm_commands::FORMAT, &jamf_history::FORMAT, &jamf_inventory::FORMAT];
