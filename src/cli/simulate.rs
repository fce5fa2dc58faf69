//! `misfire simulate`: a realistic review folder with known truth.

use std::{collections::BTreeMap, path::PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::{Console, DONE};
use crate::{
    config::Period,
    simulate::{self, SimulateOptions, Vendors},
};

/// The simulated organisation's zone and fiscal year, as its `misfire.toml` says.
const ZONE: chrono_tz::Tz = chrono_tz::America::New_York;
const FISCAL_START_MONTH: u32 = 1;

/// Arguments of `misfire simulate`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = settings_help(), after_help = settings_help())]
pub struct Args {
    /// The folder to write; the truth goes to `<DIR>.truth.csv` beside it.
    pub dir: PathBuf,
    /// How many people the organisation has.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub people: u32,
    /// The period that is simulated, for example `2026-Q3`.
    #[arg(long, value_name = "P")]
    pub period: String,
    /// The same seed gives the same folder.
    #[arg(long, value_name = "S")]
    pub seed: u64,
    /// Factor on the number of irrelevant identity events, 0 to 1000; with 7 they are 97 % of the log, as in real ones.
    #[arg(long, value_name = "K", default_value_t = 7.0)]
    pub noise: f64,
    /// In whose formats it is written; what happens is the same in all of them.
    #[arg(long, value_name = "SET", default_value = Vendors::OktaServicenow.code(), value_parser = vendors())]
    pub vendors: Vendors,
    /// A setting, listed below; may be given several times.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = setting)]
    pub set: Vec<(String, String)>,
}

impl Args {
    /// The settings by key; of a repeated key the last value counts.
    pub fn settings(&self) -> BTreeMap<String, String> {
        self.set.iter().cloned().collect()
    }
}

/// The sets by their names, each with what it holds.
fn vendors() -> impl TypedValueParser<Value = Vendors> {
    let values = Vendors::ALL.iter().map(|set| PossibleValue::new(set.code()).help(set.says()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<Vendors>())
}

fn settings_help() -> String {
    let lines = simulate::SETTINGS.iter().map(|(key, says)| format!("  {key:<21} {says}\n"));
    format!("Settings for --set:\n{}", lines.collect::<String>())
}

fn setting(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => Ok((key.trim().to_owned(), value.trim().to_owned())),
        _ => Err("expected KEY=VALUE".to_owned()),
    }
}

/// Runs the command.
///
/// # Errors
/// The folder is not empty, the period is none, a setting is unknown, or the folder cannot be written.
pub fn run(args: &Args, console: &mut Console<'_>) -> anyhow::Result<u8> {
    let period = Period::parse(&args.period, FISCAL_START_MONTH, ZONE)?;
    let summary = simulate::simulate(&SimulateOptions {
        dir: args.dir.clone(),
        people: args.people,
        period: (period.from, period.to, period.label),
        seed: args.seed,
        noise: args.noise,
        settings: args.settings(),
        vendors: args.vendors,
    })?;
    writeln!(
        console.out,
        "{} people, {} devices, {} automated actions ({} in the period, {} of them wrong), {} identity events, {} tickets",
        summary.people,
        summary.devices,
        summary.actions,
        summary.cases,
        summary.false_positives,
        summary.identity_events,
        summary.tickets
    )?;
    writeln!(console.out, "{}\n{}", summary.dir.display(), summary.truth.display())?;
    Ok(DONE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config, registers};

    #[test]
    fn a_simulated_folder_has_a_configuration_and_registers_that_load() {
        let dir = std::env::temp_dir().join(format!("misfire-simulate-{}", std::process::id()));
        let args = Args {
            dir: dir.join("folder"),
            people: 80,
            period: "2026-Q3".to_owned(),
            seed: 7,
            noise: 0.1,
            vendors: Vendors::OktaServicenow,
            set: vec![("false_share".to_owned(), "2".to_owned())],
        };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let code = run(&args, &mut Console { out: &mut out, err: &mut err }).unwrap();
        let loaded = config::load(&args.dir).map_err(|error| error.to_string()).and_then(|config| {
            assert_eq!(config.organisation.time_zone, ZONE.name());
            assert_eq!(config.organisation.fiscal_year_start_month, FISCAL_START_MONTH);
            registers::load(&args.dir, &config).map_err(|error| error.to_string())
        });
        std::fs::remove_dir_all(&dir).unwrap();
        assert_eq!(code, DONE);
        assert!(String::from_utf8(out).unwrap().starts_with("80 people, "));
        assert!(loaded.unwrap().people.is_some_and(|people| people.len() >= 80));
    }
}
