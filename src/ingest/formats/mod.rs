//! The registry of formats: one file and two lines each.

mod date_order;
mod entra;
mod helpdesk;
mod jamf_device_facts;
mod jamf_fields;
mod jamf_policy_run;
mod jamf_sent_commands;
mod jamf_vocabulary;
mod jira;
mod json_texts;
mod known_text;
mod mapped_columns;
mod mapped_row;
mod mapped_rows;
#[cfg(test)]
mod mapped_tests;
mod nearest_header;
mod okta;
mod python_literal;
#[cfg(test)]
mod reading;
mod secret_columns;
mod servicenow;

mod csv_actions;
mod csv_events;
mod csv_tickets;
mod entra_audit;
mod entra_audit_csv;
mod entra_risk;
mod freshservice_json;
mod google_reports;
mod hr_snapshots;
mod jamf_change_log;
mod jamf_history;
mod jamf_history_csv;
mod jamf_inventory;
mod jamf_mdm_commands;
mod jamf_object_history;
mod jamf_school_csv;
mod jamf_search_csv;
mod jamf_webhooks;
mod jawa;
mod jira_csv;
mod jira_json;
mod jumpcloud_insights;
mod misfire_extract;
mod ocsf;
mod okta_csv;
mod okta_system_log;
mod sailpoint_events;
pub mod servicenow_csv;
pub mod servicenow_json;
mod servicenow_xml;
mod ssf_set;
mod zendesk_json;

pub(super) use self::{
    jamf_history_csv::has_no_quotes,
    jira::{CustomField, custom_field},
};
use super::format::Format;
use crate::config::KnownFormat;

/// Every format, in the order of the contract.
pub const FORMATS: &[&Format] = &[
    &jamf_mdm_commands::FORMAT,
    &jamf_history::FORMAT,
    &jamf_change_log::FORMAT,
    &jamf_object_history::FORMAT,
    &jamf_webhooks::FORMAT,
    &jamf_inventory::FORMAT,
    &jamf_search_csv::FORMAT,
    &jamf_school_csv::FORMAT,
    &jamf_history_csv::FORMAT,
    &jawa::FORMAT,
    &okta_system_log::FORMAT,
    &okta_csv::FORMAT,
    &entra_audit::FORMAT,
    &entra_audit_csv::FORMAT,
    &entra_risk::FORMAT,
    &google_reports::FORMAT,
    &hr_snapshots::FORMAT,
    &ssf_set::FORMAT,
    &ocsf::FORMAT,
    &jumpcloud_insights::FORMAT,
    &sailpoint_events::FORMAT,
    &servicenow_csv::FORMAT,
    &servicenow_json::FORMAT,
    &servicenow_xml::FORMAT,
    &jira_csv::FORMAT,
    &jira_json::FORMAT,
    &zendesk_json::FORMAT,
    &freshservice_json::FORMAT,
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
