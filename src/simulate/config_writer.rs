//! `misfire.toml` of the simulated folder.

use std::{fmt::Write as _, path::Path};

use super::{SimulateError, calendar, helpdesk, hr_writer, okta_writer, output, settings::Settings};

/// Writes the configuration.
pub(super) fn write(dir: &Path, settings: &Settings) -> Result<(), SimulateError> {
    let mut columns: Vec<String> =
        hr_writer::COLUMNS.iter().map(|(field, header)| format!("{field} = \"{header}\"")).collect();
    columns.extend(hr_writer::WORDS.iter().map(|(word, kind)| format!("\"kind:{word}\" = \"{kind}\"")));
    let mut text = format!(
        "[organisation]\nname = \"Meridian Biologics\"\ntime_zone = \"{}\"\nfiscal_year_start_month = 1\nworking_hours = \"Mon-Fri 09:00-17:30\"\nhourly_rate = 0.0\n",
        calendar::ZONE
    );
    let mut source = |path: &str, format: &str, rest: &str| {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n[[source]]\npath = \"{path}\"\nformat = \"{format}\"\n{rest}");
    };
    source("exports/jamf/mdm-commands-*.json", "jamf-mdm-commands", "");
    source("exports/jamf/*history-*.ndjson.gz", "jamf-history", "time_zone = \"America/New_York\"\n");
    source("exports/jamf/computerhistory-*.xml", "jamf-history", "time_zone = \"America/New_York\"\n");
    source("exports/jamf/computers-inventory.json", "jamf-inventory", "");
    source("exports/jamf/mobile-devices.json", "jamf-inventory", "");
    let extension = okta_writer::extension(settings.identity_compression);
    source(&format!("exports/identity/okta-*.ndjson{extension}"), "okta-system-log", "");
    let hr = format!("time_zone = \"{}\"\ncolumns = {{ {} }}\n", calendar::ZONE, columns.join(", "));
    source("exports/identity/hr-events.csv", "csv-events", &hr);
    let exporter = format!("time_zone = \"{}\"\n", calendar::EXPORTER_ZONE);
    source("exports/tickets/servicenow-incidents.csv", "servicenow-csv", &exporter);
    source("exports/tickets/servicenow-requests.json", "servicenow-json", "");
    let _ = write!(
        text,
        "\n[tickets]\nclosure_codes = [{{ field = \"close_code\", value = \"{}\", means = \"automation-error\" }}]\n",
        helpdesk::AUTOMATION_ERROR
    );
    output::text(&dir.join("misfire.toml"), &text)
}
