//! `misfire simulate`: a realistic review folder with known truth.

use std::{collections::BTreeMap, path::PathBuf};

use super::Console;

/// Arguments of `misfire simulate`.
#[derive(Debug, clap::Args)]
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
    /// Rows without meaning for every row with one.
    #[arg(long, value_name = "K", default_value_t = 10)]
    pub noise: u32,
    /// A setting of the simulation; may be given several times.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = setting)]
    pub set: Vec<(String, String)>,
}

impl Args {
    /// The settings by key; of a repeated key the last value counts.
    pub fn settings(&self) -> BTreeMap<String, String> {
        self.set.iter().cloned().collect()
    }
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
/// The folder exists, the period is none, a setting is unknown, or the folder cannot be written.
pub fn run(_args: &Args, _console: &mut Console<'_>) -> anyhow::Result<u8> {
    anyhow::bail!("this build does not connect the simulation")
}
