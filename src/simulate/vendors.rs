//! In whose formats the simulated organisation is written down. What happens in it does not depend on them.

use std::path::Path;

use super::{
    SimulateError, SimulateOptions, entra_audit_writer, entra_risk_writer, freshservice_writer,
    google_writer, hr_snapshots_writer, hr_writer, jamf_change_log_writer, jamf_history_writer,
    jamf_inventory_writer, jamf_webhooks_writer, jamf_writer, jawa_writer, jira_csv_writer, jira_json_writer,
    ocsf_writer, okta_writer, settings::Settings, ticket_writer, world::World, zendesk_writer,
};
use crate::records::code::coded;

coded! {
    /// A set of vendors whose formats one folder is written in.
    Vendors {
        /// Jamf commands, histories and inventory, Okta, a list of HR changes, `ServiceNow`.
        OktaServicenow = "okta-servicenow",
        /// Jamf histories and inventory, Entra audits and risk detections, Jira.
        EntraJira = "entra-jira",
        /// Jamf change log, commands and webhooks, JAWA, Google Workspace, a list of HR changes, Zendesk.
        GoogleZendesk = "google-zendesk",
        /// Jamf commands and inventory, OCSF events, snapshots of the HR system, Freshservice.
        OcsfFreshservice = "ocsf-freshservice",
    }
}

impl Vendors {
    /// What is written, for the help.
    pub fn says(self) -> &'static str {
        match self {
            Self::OktaServicenow => "Jamf commands, histories and inventory; Okta; HR changes; ServiceNow",
            Self::EntraJira => "Jamf histories and inventory; Entra audits and risk detections; Jira",
            Self::GoogleZendesk => {
                "Jamf change log, commands and webhooks; JAWA; Google Workspace; HR changes; Zendesk"
            }
            Self::OcsfFreshservice => "Jamf commands and inventory; OCSF events; HR snapshots; Freshservice",
        }
    }
}

/// Writes the exports of a set; returns how many identity events there are.
pub(super) fn write(
    dir: &Path,
    world: &World,
    options: &SimulateOptions,
    settings: &Settings,
) -> Result<u64, SimulateError> {
    match options.vendors {
        Vendors::OktaServicenow => {
            jamf_writer::write(dir, world, settings.routine)?;
            jamf_history_writer::write(dir, world)?;
            jamf_inventory_writer::write(dir, world)?;
            hr_writer::write(dir, world)?;
            ticket_writer::write(dir, world)?;
            okta_writer::write(dir, world, options.noise, settings)
        }
        Vendors::EntraJira => {
            jamf_history_writer::write(dir, world)?;
            jamf_inventory_writer::write(dir, world)?;
            jira_json_writer::write(dir, world)?;
            jira_csv_writer::write(dir, world)?;
            let detections = entra_risk_writer::write(dir, world)?;
            Ok(detections + entra_audit_writer::write(dir, world, options.noise, settings)?)
        }
        Vendors::GoogleZendesk => {
            jamf_writer::write(dir, world, settings.routine)?;
            jamf_change_log_writer::write(dir, world)?;
            jamf_webhooks_writer::write(dir, world)?;
            jawa_writer::write(dir, world)?;
            hr_writer::write(dir, world)?;
            zendesk_writer::write(dir, world)?;
            google_writer::write(dir, world, options.noise, settings)
        }
        Vendors::OcsfFreshservice => {
            jamf_writer::write(dir, world, settings.routine)?;
            jamf_inventory_writer::write(dir, world)?;
            hr_snapshots_writer::write(dir, world)?;
            freshservice_writer::write(dir, world)?;
            ocsf_writer::write(dir, world, options.noise, settings)
        }
    }
}
