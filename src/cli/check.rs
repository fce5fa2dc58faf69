//! `misfire check`: reads everything, judges nothing.

use std::path::PathBuf;

use super::{Console, DONE, FOUND, progress::Progress, review::Validate, terminal::line};
use crate::pipeline::{self, Check, Request};

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
pub fn run(args: &Args, console: &mut Console<'_>) -> anyhow::Result<u8> {
    let checked = args.validate.map(Validate::checked);
    let request = Request { folder: args.folder.clone(), as_of: None, checked };
    let prepared = pipeline::prepare_watched(&request, Progress::start(args.quiet).meter())?;
    let period = match &args.period {
        Some(label) => Some(pipeline::period(&prepared.config, prepared.zone, label)?),
        None => None,
    };
    let check = pipeline::check(&prepared, period.as_ref());
    print(&check, console)?;
    Ok(if check.problems.is_empty() { DONE } else { FOUND })
}

fn print(check: &Check<'_>, console: &mut Console<'_>) -> std::io::Result<()> {
    writeln!(
        console.out,
        "{:<52} {:<20} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "file", "format", "read", "accepted", "no use", "duplicate", "rejected"
    )?;
    for source in check.sources {
        writeln!(
            console.out,
            "{:<52} {:<20} {:>9} {:>9} {:>9} {:>9} {:>9}",
            line(&source.file),
            source.format,
            source.rows_read,
            source.accepted,
            source.out_of_scope,
            source.duplicate,
            source.rejected
        )?;
    }
    let parts = [
        ("rejected rows", &check.rejects),
        ("coverage", &check.coverage),
        ("notes on inputs", &check.notes),
        ("registers", &check.registers),
        ("what a review cannot say", &check.unsaid),
        ("problems: each would make a review wrong", &check.problems),
    ];
    for (title, lines) in parts {
        if !lines.is_empty() {
            writeln!(console.out, "\n{title}")?;
        }
        for text in lines {
            writeln!(console.out, "  {}", line(text))?;
        }
    }
    writeln!(console.out, "\n{}", verdict(check))
}

/// What it comes to, in one line.
fn verdict(check: &Check<'_>) -> String {
    let sound = "nothing found that would make a review wrong";
    match (check.problems.len(), check.has_gaps) {
        (0, false) => sound.to_owned(),
        (0, true) => format!("{sound}; it will say what the coverage above lacks"),
        (1, _) => "1 problem found that would make a review wrong".to_owned(),
        (n, _) => format!("{n} problems found that would make a review wrong"),
    }
}
