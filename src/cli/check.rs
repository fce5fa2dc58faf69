//! `misfire check`: reads everything, judges nothing.

use std::path::PathBuf;

use super::{Console, review::Validate};

/// Arguments of `misfire check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The review folder: the one that holds `misfire.toml`.
    pub folder: PathBuf,
    /// The period the inputs must cover.
    #[arg(long, value_name = "P")]
    pub period: Option<String>,
    /// Parse every line, not only those that can matter.
    #[arg(long, value_name = "WHAT")]
    pub validate: Option<Validate>,
    /// Print no progress.
    #[arg(long, short)]
    pub quiet: bool,
}

/// Runs the command; the exit code is 1 if something would make a review wrong.
///
/// # Errors
/// Configuration, registers or inputs cannot be used.
pub fn run(_args: &Args, _console: &mut Console<'_>) -> anyhow::Result<u8> {
    anyhow::bail!("this build does not connect the reading of inputs")
}
