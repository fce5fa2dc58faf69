//! `misfire simulate`: a made-up organisation with its people, devices and automations, written down as the
//! systems of that world would have exported it, with the ground truth beside the folder.
//!
//! It knows nothing of rules, weights or verdicts of a review: it lets things happen and says what was true.
//! The same options give the same bytes.

mod attack;
mod background;
mod calendar;
mod commands;
mod config_writer;
mod control_words;
mod deeds;
mod device_life;
mod devices;
mod entra_audit;
mod entra_audit_writer;
mod entra_provisioning;
mod entra_risk_writer;
mod entra_wording;
mod freshservice_writer;
mod google_activity;
mod google_writer;
mod helpdesk;
mod hr_snapshots_writer;
mod hr_writer;
mod identity_log;
mod in_order;
mod jamf_change_log_writer;
mod jamf_history_writer;
mod jamf_inventory_writer;
mod jamf_routine;
mod jamf_webhooks_writer;
mod jamf_writer;
mod jawa_writer;
mod jira_csv_writer;
mod jira_json_writer;
mod ocsf_event;
mod ocsf_writer;
mod okta_event;
mod okta_line;
mod okta_noise;
mod okta_writer;
mod output;
mod overlaps;
mod people;
mod registers_writer;
mod reviewed_id;
mod rng;
mod scenarios;
mod settings;
mod settle;
mod slices;
mod sources;
mod ticket_writer;
mod truth;
mod unfinished;
mod unsaid;
mod vendor_ids;
mod vendors;
mod workflows;
mod world;
mod zendesk_writer;

use std::{collections::BTreeMap, path::PathBuf};

use chrono::TimeDelta;

use crate::records::Instant;
use settings::Settings;
use unfinished::Unfinished;
pub use unsaid::{UNSAID, Unsaid};
pub use vendors::Vendors;
use world::World;

/// What to simulate.
#[derive(Debug, Clone)]
pub struct SimulateOptions {
    /// Folder to write; must be new or empty. The truth goes to `<dir>.truth.csv` beside it.
    pub dir: PathBuf,
    /// Number of people, 60 to 200,000.
    pub people: u32,
    /// The period: start, end (exclusive) and label. 45 days before and after it are simulated too.
    pub period: (Instant, Instant, String),
    /// Seed of everything random.
    pub seed: u64,
    /// Factor on the number of irrelevant identity events; 1 is the default amount.
    pub noise: f64,
    /// Further settings by name, see [`SETTINGS`].
    pub settings: BTreeMap<String, String>,
    /// In whose formats it is written down; nothing that happens depends on it.
    pub vendors: Vendors,
}

/// What was simulated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimulateSummary {
    /// The folder written.
    pub dir: PathBuf,
    /// The ground truth beside it.
    pub truth: PathBuf,
    /// People, without accounts of machines.
    pub people: usize,
    /// Devices.
    pub devices: usize,
    /// Automated actions executed in the whole simulated time.
    pub actions: usize,
    /// Automated actions executed inside the period.
    pub cases: usize,
    /// Of these, how many were wrong.
    pub false_positives: usize,
    /// Events of the identity system written, irrelevant ones included.
    pub identity_events: u64,
    /// Tickets written.
    pub tickets: usize,
}

/// Why nothing was simulated.
#[derive(Debug, thiserror::Error)]
pub enum SimulateError {
    /// A setting that does not exist or cannot be read.
    #[error("setting `{key}` is `{value}`, expected {expected}")]
    Setting {
        /// Its name.
        key: String,
        /// Its value.
        value: String,
        /// What it should be.
        expected: &'static str,
    },
    /// An option out of its range.
    #[error("{0}")]
    Option(String),
    /// The folder holds something.
    #[error("folder `{}` is not empty; name a new one, nothing is overwritten", .0.display())]
    NotEmpty(PathBuf),
    /// The truth of another folder lies where this one's would.
    #[error("`{}` exists; it is the truth of another folder: name a new folder, nothing is overwritten", .0.display())]
    TruthExists(PathBuf),
    /// A file could not be written.
    #[error("`{}` cannot be written", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

/// The settings: name and what it says.
pub const SETTINGS: [(&str, &str); 9] = [
    ("actions_per_person", "automated actions per person in 90 days, 0 to 20"),
    ("attack", "devices that an attacker erases within minutes, by night, 0 to 10000 (0)"),
    ("attack_by", "whose credentials the attacker has: an account, or the client of an automation (account)"),
    ("complaints", "share of disruptive false positives somebody complains about, 0 to 1 (0.45)"),
    ("false_share", "factor on the share of wrong actions, 0 to 20 (1)"),
    ("identity_compression", "packing of the identity log: none, gz or zst (gz)"),
    ("identity_file", "one file of the identity log per day, month or quarter, or one for all (month)"),
    ("overlaps", "factor on how often the happenings of one person overlap, 0 to 5 (1)"),
    ("routine", "further routine commands to each device in 90 days, 0 to 10000 (0)"),
];

/// Days simulated before and after the period.
const MARGIN_DAYS: i64 = 45;

/// Simulates and writes.
///
/// # Errors
/// Options out of range, unknown settings, a folder that is not empty, files that cannot be written.
pub fn simulate(options: &SimulateOptions) -> Result<SimulateSummary, SimulateError> {
    let settings = Settings::read(options)?;
    let unfinished = Unfinished::begin(&options.dir)?;
    let world = build(options, &settings);
    let dir = &unfinished.partial;
    config_writer::write(dir, options.vendors, &settings)?;
    registers_writer::write(dir, &world, options.vendors)?;
    let identity_events = vendors::write(dir, &world, options, &settings)?;
    truth::write(&unfinished.partial_truth, &world)?;
    let (dir, truth) = unfinished.finish()?;
    let cases = world.truth.iter().filter(|row| row.in_scope_automated);
    Ok(SimulateSummary {
        dir,
        truth,
        people: world.people.iter().filter(|person| person.is_human()).count(),
        devices: world.devices.len(),
        actions: world.truth.len(),
        cases: cases.clone().count(),
        false_positives: cases.filter(|row| row.verdict == truth::Verdict::Wrong).count(),
        identity_events,
        tickets: world.tickets.len(),
    })
}

/// Lets the world come into being and everything happen in it.
#[expect(clippy::cast_precision_loss, reason = "days of a few years fit a double")]
fn build(options: &SimulateOptions, settings: &Settings) -> World {
    let (from, to) =
        (options.period.0 - TimeDelta::days(MARGIN_DAYS), options.period.1 + TimeDelta::days(MARGIN_DAYS));
    let people = people::build(options.seed, options.people as usize, from, to);
    let devices = devices::build(options.seed, &people, from);
    let mut owned = vec![Vec::new(); people.len()];
    for (index, device) in devices.iter().enumerate() {
        if let Some(person) = device.held.first().and_then(|(_, person)| *person) {
            owned[person].push(index);
        }
    }
    let mut world = World {
        seed: options.seed,
        from,
        to,
        period: (options.period.0, options.period.1),
        people,
        devices,
        events: Vec::new(),
        hr: Vec::new(),
        commands: Vec::new(),
        tickets: Vec::new(),
        exceptions: Vec::new(),
        truth: Vec::new(),
        complaint_share: settings.complaints,
        owned,
    };
    let quarters = (to - from).num_days() as f64 / 90.0;
    let actions = settings.actions_per_person * f64::from(options.people) * quarters;
    background::moves(&mut world);
    scenarios::run(&mut world, actions, settings.false_share);
    background::run(&mut world);
    overlaps::run(&mut world, settings.overlaps);
    attack::run(&mut world, settings.attack, settings.attack_by);
    world.settle();
    world
}

#[cfg(test)]
mod tests;
