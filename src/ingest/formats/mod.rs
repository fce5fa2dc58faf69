//! The registry of formats: one file and two lines each.

mod date_order;
mod jamf_fields;
mod jamf_history;
mod jamf_inventory;
mod jamf_mdm_commands;
mod jamf_vocabulary;
mod jira;
mod known_text;
mod mapped_columns;
mod mapped_row;
mod mapped_rows;
#[cfg(test)]
mod mapped_tests;
mod nearest_header;
mod okta;
#[cfg(test)]
mod reading;
mod servicenow;

mod csv_actions;
mod csv_events;
mod csv_tickets;
mod jira_csv;
mod jira_json;
mod misfire_extract;
mod okta_csv;
mod okta_system_log;
pub mod servicenow_csv;
pub mod servicenow_json;
mod servicenow_xml;

pub(in crate::ingest) use jira::{CustomField, custom_field};

use super::format::Format;
use crate::config::KnownFormat;

/// Every format, in the order of the contract.
pub const FORMATS: &[&Format] = &[
    &jamf_mdm_commands::FORMAT,
    &jamf_history::FORMAT,
    &jamf_inventory::FORMAT,
    &okta_system_log::FORMAT,
    &okta_csv::FORMAT,
    &servicenow_csv::FORMAT,
    &servicenow_json::FORMAT,
    &servicenow_xml::FORMAT,
    &jira_csv::FORMAT,
    &jira_json::FORMAT,
    &csv_actions::FORMAT,
    &csv_events::FORMAT,
    &csv_tickets::FORMAT,
    &misfire_extract::FORMAT,
];

/// The formats as a configuration can name them, with the fields that its `columns` can map.
pub fn known_formats() -> Vec<KnownFormat> {
    let known = |format: &&Format| KnownFormat { id: format.id, fields: format.columns };
    FORMATS.iter().map(known).collect()
}
