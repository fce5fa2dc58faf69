//! `misfire extract`: the inputs as canonical Parquet, to be reviewed again without reading the exports anew.

use std::path::PathBuf;

use super::{Console, DONE, progress::Progress, review::Validate};
use crate::{
    config,
    ingest::{self, LIST},
};

/// Arguments of `misfire extract`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The review folder: the one that holds `misfire.toml`.
    pub folder: PathBuf,
    /// Where the extract goes; an extract that lies there is brought up to date.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Parse every line, not only those that can matter.
    #[arg(long, value_name = "WHAT")]
    pub validate: Option<Validate>,
    /// Print no summary.
    #[arg(long, short)]
    pub quiet: bool,
}

/// Runs the command; prints the path of the list, which a later review names as its source.
///
/// # Errors
/// The configuration or an input cannot be used, or the folder cannot be written.
pub fn run(args: &Args, console: &mut Console<'_>) -> anyhow::Result<u8> {
    let mut config = config::load(&args.folder)?;
    config::load::check_sources(&args.folder, &config, &ingest::known_formats())?;
    if let Some(validate) = args.validate {
        config.read.checked = validate.checked();
    }
    let progress = Progress::start(args.quiet);
    let extracted = ingest::extract(ingest::threads(), &args.folder, &config, &args.out, progress.meter())?;
    drop(progress);
    if !args.quiet {
        writeln!(
            console.err,
            "{} files, {} of them unchanged since the last extraction; {} rows, {} with records",
            extracted.files, extracted.unchanged, extracted.rows, extracted.accepted
        )?;
    }
    writeln!(console.out, "{}", args.out.join(LIST).display())?;
    Ok(DONE)
}
