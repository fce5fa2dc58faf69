//! `misfire man`: the manual page, all commands on it.

use clap::CommandFactory;
use clap_mangen::Man;

use super::{Cli, Console, DONE};

/// Arguments of `misfire man`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The page of one command instead of the page of misfire.
    pub command: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// There is no such command, or the output cannot be written.
pub fn run(args: &Args, console: &mut Console<'_>) -> anyhow::Result<u8> {
    let mut whole = Cli::command();
    whole.build();
    let page = match &args.command {
        None => Man::new(whole),
        Some(name) => {
            let Some(command) = whole.find_subcommand(name) else {
                anyhow::bail!("there is no command `{name}`");
            };
            Man::new(command.clone())
        }
    };
    let mut text = Vec::new();
    page.render(&mut text)?;
    console.out.write_all(&text)?;
    Ok(DONE)
}
