//! `misfire completions`: completions of the usual shells.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Cli, Console, DONE};

/// Arguments of `misfire completions`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// For which shell.
    pub shell: Shell,
}

/// Runs the command.
///
/// # Errors
/// The output cannot be written.
pub fn run(args: &Args, console: &mut Console<'_>) -> anyhow::Result<u8> {
    // Generated in memory first: the generator panics on a closed pipe.
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "misfire", &mut text);
    console.out.write_all(&text)?;
    Ok(DONE)
}
