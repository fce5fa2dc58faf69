//! The settings of a simulation by name: numbers that change the world, and words that change how it is exported.

use super::{SimulateError, SimulateOptions};
use chrono::{Datelike as _, TimeDelta};

/// How a file of the identity log is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    None,
    Gzip,
    Zstandard,
}

/// Where one file of the identity log ends and the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    Day,
    Month,
    Quarter,
    Never,
}

/// Whose credentials an attacker has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attacker {
    /// An administrator's account.
    Account,
    /// The client of an automation.
    Client,
}

/// What the settings say.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    /// Automated actions per person in 90 days.
    pub(super) actions_per_person: f64,
    /// Factor on the share of wrong actions.
    pub(super) false_share: f64,
    /// Share of disruptive false positives with a ticket.
    pub(super) complaints: f64,
    /// Factor on how often one person's happenings overlap.
    pub(super) overlaps: f64,
    /// Further routine commands per device in 90 days.
    pub(super) routine: f64,
    /// Devices that an attacker erases.
    pub(super) attack: usize,
    /// With whose credentials.
    pub(super) attack_by: Attacker,
    /// Packing of the identity log.
    pub(super) identity_compression: Packing,
    /// Cut of the identity log.
    pub(super) identity_file: Cut,
}

const KNOWN: &str = "known settings: `actions_per_person`, `attack`, `attack_by`, `complaints`, `false_share`, \
                     `identity_compression`, `identity_file`, `overlaps`, `routine`";

impl Settings {
    /// Checks the options and reads the settings.
    pub(super) fn read(options: &SimulateOptions) -> Result<Self, SimulateError> {
        ranges(options)?;
        // Few people need busier ones to give a quarter worth reviewing; from 2,000 people on, real rates.
        let people = f64::from(options.people);
        let busy = 1.5 - 1.15 * ((people - 400.0) / 1_600.0).clamp(0.0, 1.0);
        let mut settings = Self {
            actions_per_person: busy,
            false_share: 1.0,
            complaints: 0.45,
            overlaps: 1.0,
            routine: 0.0,
            attack: 0,
            attack_by: Attacker::Account,
            identity_compression: Packing::Gzip,
            identity_file: Cut::Month,
        };
        for (key, value) in &options.settings {
            settings.set(key, value.trim())?;
        }
        Ok(settings)
    }

    fn set(&mut self, key: &str, value: &str) -> Result<(), SimulateError> {
        match key {
            "actions_per_person" => {
                self.actions_per_person = number(key, value, 20.0, "a number from 0 to 20")?;
            }
            "false_share" => self.false_share = number(key, value, 20.0, "a number from 0 to 20")?,
            "complaints" => self.complaints = number(key, value, 1.0, "a number from 0 to 1")?,
            "overlaps" => self.overlaps = number(key, value, 5.0, "a number from 0 to 5")?,
            "routine" => self.routine = number(key, value, 10_000.0, "a number from 0 to 10000")?,
            "attack" => {
                let devices = value.parse().ok().filter(|devices| *devices <= 10_000);
                self.attack = devices.ok_or_else(|| wrong(key, value, "a whole number from 0 to 10000"))?;
            }
            "attack_by" => {
                let words = [("account", Attacker::Account), ("client", Attacker::Client)];
                self.attack_by = word(key, value, &words, "`account` or `client`")?;
            }
            "identity_compression" => {
                let words = [("none", Packing::None), ("gz", Packing::Gzip), ("zst", Packing::Zstandard)];
                self.identity_compression = word(key, value, &words, "`none`, `gz` or `zst`")?;
            }
            "identity_file" => {
                let words = [
                    ("day", Cut::Day),
                    ("month", Cut::Month),
                    ("quarter", Cut::Quarter),
                    ("one", Cut::Never),
                ];
                self.identity_file = word(key, value, &words, "`day`, `month`, `quarter` or `one`")?;
            }
            _ => return Err(wrong(key, value, KNOWN)),
        }
        Ok(())
    }
}

/// Years a period may lie in: what the world remembers and foresees around it must lie between 2000 and 2100, the
/// years that a review believes.
const FIRST_YEAR: i32 = 2008;
const LAST_YEAR: i32 = 2098;

fn ranges(options: &SimulateOptions) -> Result<(), SimulateError> {
    if !(60..=200_000).contains(&options.people) {
        return Err(SimulateError::Option(format!(
            "{} people asked for, expected 60 to 200000",
            options.people
        )));
    }
    if options.period.1 <= options.period.0 + TimeDelta::days(20) {
        return Err(SimulateError::Option(format!(
            "period `{}` is shorter than 20 days; name a longer one",
            options.period.2
        )));
    }
    let years = (options.period.0.year(), (options.period.1 - TimeDelta::days(1)).year());
    if years.0 < FIRST_YEAR || years.1 > LAST_YEAR {
        return Err(SimulateError::Option(format!(
            "period `{}` does not lie between {FIRST_YEAR} and {LAST_YEAR}: people join years before it and absences \
             end after it, and times outside 2000 to 2100 cannot be reviewed",
            options.period.2
        )));
    }
    if !(0.0..=1_000.0).contains(&options.noise) {
        return Err(SimulateError::Option(format!("noise is {}, expected 0 to 1000", options.noise)));
    }
    Ok(())
}

fn wrong(key: &str, value: &str, expected: &'static str) -> SimulateError {
    SimulateError::Setting { key: key.to_owned(), value: value.to_owned(), expected }
}

fn number(key: &str, value: &str, most: f64, expected: &'static str) -> Result<f64, SimulateError> {
    let read: Option<f64> = value.parse().ok().filter(|number| (0.0..=most).contains(number));
    read.ok_or_else(|| wrong(key, value, expected))
}

fn word<T: Copy>(
    key: &str,
    value: &str,
    words: &[(&str, T)],
    expected: &'static str,
) -> Result<T, SimulateError> {
    let found = words.iter().find(|(known, _)| *known == value);
    found.map(|(_, meaning)| *meaning).ok_or_else(|| wrong(key, value, expected))
}
