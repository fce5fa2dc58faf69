//! `misfire review`: the main job.

use std::{
    io,
    path::{Path, PathBuf},
};

use clap::ValueEnum;

use super::{Console, DONE, FOUND, progress::Progress, terminal::clean};
use crate::{
    config::{self, Checked, load::place_of},
    pipeline::{self, Prepared, Request, Tolerance},
    report::{self, earlier::Earlier, model::Review},
};

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
    /// The report of the period before: its figures are read instead of recomputed, if its definitions are the same.
    #[arg(long, value_name = "DIR")]
    pub compare: Option<PathBuf>,
    /// Exit with 1 when the observed rate of a workflow is above its tolerated one; workflows with fewer judged
    /// cases than `[rank] min_cases` are left out and named.
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
    /// The same choice as in the configuration, over which it goes.
    pub fn checked(self) -> Checked {
        match self {
            Self::All => Checked::All,
            Self::Candidates => Checked::Candidates,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// Configuration, registers or inputs cannot be used, or the report cannot be written.
pub fn run(args: &Args, console: &mut Console<'_>) -> anyhow::Result<u8> {
    let config = config::load(&args.folder)?;
    let zone = config.organisation.time_zone.parse().unwrap_or(chrono_tz::UTC);
    let period = pipeline::period(&config, zone, &args.period)?;
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(&period.label));
    let earlier = args.compare.as_deref().map(Earlier::read).transpose()?;
    if let Some(compared) = args.compare.as_deref().filter(|compared| is_same_folder(compared, &out)) {
        anyhow::bail!(
            "`--compare {}` is the folder that this review would replace, expected another one: choose where to \
             write with `--out`",
            compared.display()
        );
    }
    let claim = report::claim(&out)?;
    let request = Request {
        folder: args.folder.clone(),
        as_of: args.as_of.clone(),
        checked: args.validate.map(Validate::checked),
    };
    let prepared = pipeline::prepare_watched(&request, Progress::start(args.quiet).meter())?;
    let review = match &earlier {
        Some(earlier) => {
            let review = pipeline::review_against(&prepared, &period, earlier)?;
            tell_differing(&prepared, args, earlier, &review, console)?;
            review
        }
        None => pipeline::review(&prepared, &period)?,
    };
    claim.write(&review)?;
    drop(claim);
    summarise(&review, &out, args.quiet, console)?;
    let tolerance = pipeline::over_tolerance(&review, &prepared);
    tell(&tolerance, args.fail_over_tolerance, review.config.rank.min_cases, console)?;
    // The process ends here: to give back every record one by one would take a twentieth of the whole run.
    std::mem::forget(prepared);
    Ok(if args.fail_over_tolerance && !tolerance.above.is_empty() { FOUND } else { DONE })
}

/// Whether two paths lead to one folder that is there.
fn is_same_folder(one: &Path, other: &Path) -> bool {
    let found = |path: &Path| path.canonicalize().ok();
    found(one).is_some_and(|one| Some(one) == found(other))
}

/// Why an earlier report was not compared with, if it was not: every definition with both values and where they stand.
fn tell_differing(
    prepared: &Prepared,
    args: &Args,
    earlier: &Earlier,
    review: &Review,
    console: &mut Console<'_>,
) -> io::Result<()> {
    let differing = pipeline::differing(&prepared.config, earlier);
    if differing.is_empty() {
        return Ok(());
    }
    let file = earlier.folder.join("review.json");
    writeln!(
        console.err,
        "not compared with `{}`, as definitions differ:",
        clean(&earlier.folder.display().to_string())
    )?;
    for found in &differing {
        let unset = if found.key.contains('.') { "the default" } else { "this misfire" };
        let here = place_of(&args.folder, &found.key).unwrap_or_else(|| unset.to_owned());
        let there = format!("{}: definitions[\"{}\"]", file.display(), found.key);
        writeln!(console.err, "  {} ({}; {})", clean(&found.to_string()), clean(&there), clean(&here))?;
    }
    let then = match &review.previous_absent {
        None => format!("{} was recomputed from the inputs of {}", earlier.period, args.folder.display()),
        Some(_) => format!("there is no comparison with {}: the inputs do not cover it", earlier.period),
    };
    writeln!(console.err, "{}", clean(&then))
}

/// Which workflows are above their tolerated rate, and with the flag what it could not hold against theirs.
fn tell(tolerance: &Tolerance, is_gate: bool, least: u64, console: &mut Console<'_>) -> io::Result<()> {
    for line in &tolerance.above {
        writeln!(console.err, "observed rate above the tolerated one: {}", clean(line))?;
    }
    if is_gate && !tolerance.too_few.is_empty() {
        writeln!(
            console.err,
            "not held against their tolerated rate, as fewer than {least} cases were judged (`[rank] min_cases`): {}",
            clean(&tolerance.too_few.join(", "))
        )?;
    }
    if is_gate && tolerance.above.is_empty() {
        writeln!(console.err, "no workflow with {least} or more judged cases is above its tolerated rate")?;
    }
    Ok(())
}

/// What was found, in three lines, and where it lies.
fn summarise(review: &Review, out: &Path, quiet: bool, console: &mut Console<'_>) -> io::Result<()> {
    let totals = &review.totals;
    if !quiet {
        writeln!(
            console.err,
            "{}: {} cases, {} false positives of {} judged, {} of them disruptive, {} undetermined",
            review.header.period,
            totals.cases,
            totals.false_positives,
            totals.judged,
            totals.disruptive,
            totals.undetermined
        )?;
        if !review.bursts.is_empty() {
            let actions: u64 = review.bursts.iter().map(|burst| burst.actions_in_period).sum();
            let bursts = review.bursts.len();
            writeln!(
                console.err,
                "looks like misuse or attack: {actions} actions in {bursts} {}, {} of their cases in no figure above, see tables/bursts.csv",
                if bursts == 1 { "burst" } else { "bursts" },
                totals.apart
            )?;
        }
        let rejected: u64 = review.sources.iter().map(|source| source.rejected).sum();
        let read: u64 = review.sources.iter().map(|source| source.rows_read).sum();
        writeln!(console.err, "read {read} rows of {} files, {rejected} rejected", review.sources.len())?;
    }
    writeln!(console.out, "{}", out.join("index.html").display())
}
