//! The sources of each set as its `misfire.toml` names them.

use std::fmt::Write as _;

use super::{calendar, hr_writer, identity_log, settings::Settings, vendors::Vendors};

/// One `[[source]]`.
pub(super) struct Source {
    /// Glob, relative to the folder.
    pub(super) path: String,
    /// Registry id; `None` where the content tells by itself what it is.
    pub(super) format: Option<&'static str>,
    /// Further lines.
    rest: String,
}

impl Source {
    fn new(path: impl Into<String>, format: &'static str) -> Self {
        Self { path: path.into(), format: Some(format), rest: String::new() }
    }

    /// A list beside the exports, or another file whose content says what it is.
    fn detected(path: &str) -> Self {
        Self { path: path.to_owned(), format: None, rest: String::new() }
    }

    fn zone(mut self, zone: chrono_tz::Tz) -> Self {
        // Writing to a String cannot fail.
        let _ = writeln!(self.rest, "time_zone = \"{zone}\"");
        self
    }

    fn line(mut self, line: &str) -> Self {
        self.rest += line;
        self.rest.push('\n');
        self
    }

    /// As it stands in the configuration.
    pub(super) fn text(&self) -> String {
        let format = self.format.map_or_else(String::new, |format| format!("format = \"{format}\"\n"));
        format!("\n[[source]]\npath = \"{}\"\n{format}{}", self.path, self.rest)
    }
}

/// The sources of a set.
pub(super) fn of(vendors: Vendors, settings: &Settings) -> Vec<Source> {
    match vendors {
        Vendors::OktaServicenow => okta_servicenow(settings),
        Vendors::EntraJira => entra_jira(settings),
        Vendors::GoogleZendesk => google_zendesk(settings),
        Vendors::OcsfFreshservice => ocsf_freshservice(settings),
    }
}

fn okta_servicenow(settings: &Settings) -> Vec<Source> {
    let mut sources = vec![commands()];
    sources.extend(histories());
    sources.extend(inventory());
    sources.extend([
        log("okta", "okta-system-log", settings),
        hr_changes(),
        Source::new("exports/tickets/servicenow-incidents.csv", "servicenow-csv")
            .zone(calendar::EXPORTER_ZONE),
        Source::new("exports/tickets/servicenow-requests.json", "servicenow-json"),
    ]);
    sources
}

fn entra_jira(settings: &Settings) -> Vec<Source> {
    let mut sources: Vec<Source> = histories().into();
    sources.extend(inventory());
    sources.extend([
        log("entra-audits", "entra-audit", settings),
        Source::new("exports/identity/entra-provisioning-*.json", "entra-audit"),
        Source::new("exports/identity/entra-risk-detections.ndjson.gz", "entra-risk"),
        Source::new("exports/tickets/jira-issues-*.json", "jira-json"),
        Source::detected("exports/tickets/jira-users.json"),
        Source::new("exports/tickets/jira-requests.csv", "jira-csv").zone(calendar::EXPORTER_ZONE),
    ]);
    sources
}

fn google_zendesk(settings: &Settings) -> Vec<Source> {
    vec![
        commands(),
        Source::new("exports/jamf/log-stream-*.ndjson.gz", "jamf-change-log"),
        Source::detected("exports/jamf/api-integrations.json"),
        Source::new("exports/jamf/webhooks-*.ndjson.gz", "jamf-webhooks"),
        Source::new("exports/jamf/jawa.log", "jawa").zone(calendar::ZONE),
        Source::detected("exports/jamf/webhooks.json"),
        log("google", "google-reports", settings),
        hr_changes(),
        Source::new("exports/tickets/zendesk-tickets.ndjson.gz", "zendesk-json"),
        Source::detected("exports/tickets/zendesk-users.ndjson"),
    ]
}

fn ocsf_freshservice(settings: &Settings) -> Vec<Source> {
    let mut sources = vec![commands()];
    sources.extend(inventory());
    sources.extend([
        log("ocsf", "ocsf", settings),
        Source::new("exports/identity/workers-*.json.gz", "hr-snapshots").zone(calendar::ZONE),
        Source::new("exports/tickets/freshservice-tickets-*.json", "freshservice-json"),
        Source::detected("exports/tickets/freshservice-requesters.json"),
    ]);
    sources
}

fn commands() -> Source {
    Source::new("exports/jamf/mdm-commands-*.json", "jamf-mdm-commands")
}

fn histories() -> [Source; 2] {
    ["exports/jamf/*history-*.ndjson.gz", "exports/jamf/computerhistory-*.xml"]
        .map(|path| Source::new(path, "jamf-history").zone(calendar::ZONE))
}

fn inventory() -> [Source; 2] {
    ["exports/jamf/computers-inventory.json", "exports/jamf/mobile-devices.json"]
        .map(|path| Source::new(path, "jamf-inventory"))
}

/// A log that is cut and packed as the settings say.
fn log(name: &str, format: &'static str, settings: &Settings) -> Source {
    let extension = identity_log::extension(settings.identity_compression);
    Source::new(format!("exports/identity/{name}-*.ndjson{extension}"), format)
}

/// The list of HR changes with the headers and words of its system.
fn hr_changes() -> Source {
    let mut columns: Vec<String> =
        hr_writer::COLUMNS.iter().map(|(field, header)| format!("{field} = \"{header}\"")).collect();
    columns.extend(hr_writer::WORDS.iter().map(|(word, kind)| format!("\"kind:{word}\" = \"{kind}\"")));
    Source::new("exports/identity/hr-events.csv", "csv-events")
        .zone(calendar::ZONE)
        .line(&format!("columns = {{ {} }}", columns.join(", ")))
}
