//! The command line: one file per subcommand. Only this module and `main` talk to the terminal.

pub mod calibrate;
mod calibrate_bits;
mod calibrate_fit;
mod calibrate_page;
mod calibrate_warnings;
pub mod check;
pub mod completions;
pub mod explain;
mod explain_case;
mod explain_rivals;
mod explain_scope;
pub mod extract;
pub mod formats;
pub mod init;
mod init_draft;
mod init_sources;
mod init_templates;
pub mod man;
mod page;
mod progress;
pub mod review;
pub mod rules;
pub mod schema;
pub mod simulate;
pub mod terminal;

use std::io::{self, Write};

use clap::{Parser, Subcommand};

use crate::{
    config::ConfigError,
    pipeline::PipelineError,
    report::{ReportError, earlier::EarlierError},
};

/// Everything was done.
pub const DONE: u8 = 0;
/// `check` found a problem, or a workflow is above its tolerated rate.
pub const FOUND: u8 = 1;
/// misfire could not run.
pub const FAILED: u8 = 2;

/// Finds automated device actions that were false positives and disrupted somebody.
#[derive(Debug, Parser)]
#[command(
    name = "misfire",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 done; 1 `check` found a problem, or `--fail-over-tolerance` found a workflow above \
                  its tolerated rate; 2 could not run."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Judge a period and write its review.
    Review(review::Args),
    /// Read everything and judge nothing: formats, reconciliation, coverage, register lint.
    Check(check::Args),
    /// Show one case with all its evidence, or the manual page of a rule.
    Explain(explain::Args),
    /// Propose bits of rules from what reviewers decided.
    Calibrate(calibrate::Args),
    /// Turn the inputs into Parquet that a later review reads instead of them.
    Extract(extract::Args),
    /// Write a commented review folder.
    Init(init::Args),
    /// Write a realistic review folder with known truth.
    Simulate(simulate::Args),
    /// List the export formats, or explain one.
    Formats(formats::Args),
    /// List the rules of judging.
    Rules(rules::Args),
    /// Print a JSON Schema.
    Schema(schema::Args),
    /// Print the completions of a shell.
    Completions(completions::Args),
    /// Print the manual page.
    Man(man::Args),
}

/// Where a command prints.
pub struct Console<'a> {
    /// Results, for people and programs.
    pub out: &'a mut dyn Write,
    /// Progress and notes.
    pub err: &'a mut dyn Write,
}

/// A mistake in the use of a command, with advice.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Advised {
    /// What is wrong: a lowercase fragment.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// Runs a command and gives the exit code.
///
/// # Errors
/// Whatever kept the command from running; the exit code is then [`FAILED`].
pub fn run(cli: &Cli, console: &mut Console<'_>) -> anyhow::Result<u8> {
    match &cli.command {
        Command::Review(args) => review::run(args, console),
        Command::Check(args) => check::run(args, console),
        Command::Explain(args) => explain::run(args, console),
        Command::Calibrate(args) => calibrate::run(args, console),
        Command::Extract(args) => extract::run(args, console),
        Command::Init(args) => init::run(args, console),
        Command::Simulate(args) => simulate::run(args, console),
        Command::Formats(args) => formats::run(args, console),
        Command::Rules(args) => rules::run(args, console),
        Command::Schema(args) => schema::run(args, console),
        Command::Completions(args) => completions::run(args, console),
        Command::Man(args) => man::run(args, console),
    }
}

/// What to do about an error, as far as one of its causes knows.
pub fn hints(error: &anyhow::Error) -> Vec<String> {
    let of = |cause: &(dyn std::error::Error + 'static)| {
        // The pipeline passes errors of the configuration on as its own.
        let configured = match cause.downcast_ref::<PipelineError>() {
            Some(PipelineError::Config(error)) => error.hint(),
            Some(PipelineError::Calibrate(refusal)) => Some(refusal.hint()),
            Some(PipelineError::Compare { .. }) => Some(
                "name the report of the period before, or leave out `--compare`: that period is then recomputed from \
                 the inputs where they cover it"
                    .to_owned(),
            ),
            _ => cause.downcast_ref::<ConfigError>().and_then(ConfigError::hint),
        };
        let reported = cause.downcast_ref::<ReportError>().and_then(ReportError::hint);
        configured
            .or(reported)
            .or_else(|| cause.downcast_ref::<EarlierError>().map(EarlierError::hint))
            .or_else(|| cause.downcast_ref::<Advised>().map(|advised| advised.hint.clone()))
    };
    error.chain().filter_map(of).collect()
}

/// Whether an error only says that the reader of the output went away.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    /// Runs a command line and gives exit code and output; errors as text with their hints.
    pub(super) fn output_of(line: &[&str]) -> Result<(u8, String), String> {
        let cli = Cli::try_parse_from(std::iter::once("misfire").chain(line.iter().copied()))
            .map_err(|error| error.to_string())?;
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let code = run(&cli, &mut Console { out: &mut out, err: &mut err })
            .map_err(|error| format!("{error:#}\n{}", hints(&error).join("\n")))?;
        Ok((code, String::from_utf8(out).unwrap()))
    }

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_option_is_explained() {
        for command in Cli::command().get_subcommands() {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{} {}", command.get_name(), argument.get_id());
            }
        }
    }

    #[test]
    fn a_missing_period_is_a_mistake_of_use() {
        assert!(output_of(&["review", "sample_data"]).unwrap_err().contains("--period"));
        assert!(output_of(&["explain", "sample_data"]).unwrap_err().contains("ACTION_ID"));
        assert!(output_of(&["explain", "folder", "a", "--rule", "no-trigger"]).is_err());
    }

    #[test]
    fn a_closed_pipe_is_no_failure() {
        let error = anyhow::Error::from(io::Error::from(io::ErrorKind::BrokenPipe)).context("cannot print");
        assert!(is_broken_pipe(&error));
        assert!(!is_broken_pipe(&anyhow::anyhow!("other")));
    }
}
