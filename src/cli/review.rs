//! `misfire review`: the main job.

use std::path::PathBuf;

use clap::ValueEnum;

use super::Console;
use crate::config::{Checked, Config};

/// Arguments of `misfire review`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The review folder: the one that holds `misfire.toml`.
    pub folder: PathBuf,
    /// `2026-Q3`, `2026-H1`, `2026`, `2026-09` or `2026-07-01..2026-10-01`.
    #[arg(long, value_name = "P")]
    pub period: String,
    /// Where the report goes (default: `reports/<P>`).
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Judge as the inputs stood at this date or time (default: the latest time in them).
    #[arg(long, value_name = "T")]
    pub as_of: Option<String>,
    /// Exit with 1 when a workflow is above its tolerated rate.
    #[arg(long)]
    pub fail_over_tolerance: bool,
    /// Parse every line, not only those that can matter.
    #[arg(long, value_name = "WHAT")]
    pub validate: Option<Validate>,
    /// Print no progress.
    #[arg(long, short)]
    pub quiet: bool,
}

/// Which lines are parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Validate {
    /// Lines that can matter.
    Candidates,
    /// Every line.
    All,
}

impl Validate {
    /// Puts the choice of the command line over that of the configuration.
    pub fn apply(choice: Option<Self>, config: &mut Config) {
        match choice {
            Some(Self::All) => config.read.checked = Checked::All,
            Some(Self::Candidates) => config.read.checked = Checked::Candidates,
            None => {}
        }
    }
}

/// Runs the command.
///
/// # Errors
/// Configuration, registers or inputs cannot be used, or the report cannot be written.
pub fn run(_args: &Args, _console: &mut Console<'_>) -> anyhow::Result<u8> {
    anyhow::bail!("this build does not connect the stages of a review")
}
