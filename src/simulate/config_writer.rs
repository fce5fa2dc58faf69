//! `misfire.toml` of the simulated folder.

use std::{fmt::Write as _, path::Path};

use super::{
    SimulateError, calendar, freshservice_writer, helpdesk, output, settings::Settings, sources,
    vendors::Vendors, zendesk_writer,
};

/// Writes the configuration.
pub(super) fn write(dir: &Path, vendors: Vendors, settings: &Settings) -> Result<(), SimulateError> {
    let mut text = format!(
        "[organisation]\nname = \"Meridian Biologics\"\ntime_zone = \"{}\"\nfiscal_year_start_month = 1\nworking_hours = \"Mon-Fri 09:00-17:30\"\nhourly_rate = 0.0\n",
        calendar::ZONE
    );
    for source in sources::of(vendors, settings) {
        text += &source.text();
    }
    let codes: Vec<String> = closure_fields(vendors)
        .iter()
        .map(|(field, value)| {
            format!("{{ field = \"{field}\", value = \"{value}\", means = \"automation-error\" }}")
        })
        .collect();
    // Writing to a String cannot fail.
    let _ = write!(text, "\n[tickets]\nclosure_codes = [{}]\n", codes.join(", "));
    output::text(&dir.join("misfire.toml"), &text)
}

/// Where this site's helpdesk writes that an automation was in error, and the word for it.
fn closure_fields(vendors: Vendors) -> &'static [(&'static str, &'static str)] {
    match vendors {
        Vendors::OktaServicenow => &[("close_code", helpdesk::AUTOMATION_ERROR)],
        // The JSON of the API and the table of the interface spell the field in their own ways.
        Vendors::EntraJira => {
            &[("resolution", helpdesk::AUTOMATION_ERROR), ("Resolution", helpdesk::AUTOMATION_ERROR)]
        }
        Vendors::GoogleZendesk => &[("tags", zendesk_writer::AUTOMATION_TAG)],
        Vendors::OcsfFreshservice => &[(freshservice_writer::RESOLUTION_CODE, helpdesk::AUTOMATION_ERROR)],
    }
}
