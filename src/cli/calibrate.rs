//! `misfire calibrate`: bits of rules as the decisions of reviewers have them, to be pasted by a person or not.

use std::path::PathBuf;

use super::{Console, DONE, calibrate_page, progress::Progress};
use crate::{
    config,
    pipeline::{self, Request},
};

/// Arguments of `misfire calibrate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The review folder: the one that holds `misfire.toml`.
    pub folder: PathBuf,
    /// The period whose reviewed cases teach: `2026-Q3`, `2026-H1`, `2026`, `2026-09` or `2026-07-01..2026-10-01`.
    #[arg(long, value_name = "P")]
    pub period: String,
    /// Print no progress.
    #[arg(long, short)]
    pub quiet: bool,
}

/// Runs the command.
///
/// # Errors
/// The folder cannot be reviewed, or there is too little to learn from.
pub fn run(args: &Args, console: &mut Console<'_>) -> anyhow::Result<u8> {
    let config = config::load(&args.folder)?;
    let zone = config.organisation.time_zone.parse().unwrap_or(chrono_tz::UTC);
    let period = pipeline::period(&config, zone, &args.period)?;
    let request = Request { folder: args.folder.clone(), as_of: None, checked: None };
    let prepared = pipeline::prepare_watched(&request, Progress::start(args.quiet).meter())?;
    let calibration = pipeline::calibrate(&prepared, &period)?;
    let page = calibrate_page::render(&calibration, &period.label, config.judge.prior);
    console.out.write_all(page.as_bytes())?;
    Ok(DONE)
}
