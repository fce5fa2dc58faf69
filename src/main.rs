//! misfire: parse the command line, run, print the error chain and hints, return the exit code.

use std::{
    io::{self, BufWriter, Write},
    process::ExitCode,
};

use clap::Parser;
use misfire::cli::{
    self, Cli, Console,
    terminal::{CleanWriter, message},
};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut out = CleanWriter::new(BufWriter::new(io::stdout().lock()));
    let mut err = CleanWriter::new(io::stderr());
    let result = cli::run(&cli, &mut Console { out: &mut out, err: &mut err });
    let result = result.and_then(|code| out.flush().map(|()| code).map_err(anyhow::Error::from));
    match result {
        Ok(code) => ExitCode::from(code),
        // Whoever read the output has seen enough, for example `head`.
        Err(error) if cli::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // What was printed before the failure still belongs to the reader; the failure itself is told below.
            let _ = out.flush();
            let _ = tell(&mut err, &error);
            ExitCode::from(cli::FAILED)
        }
    }
}

/// Prints an error, its causes and what to do about it.
fn tell(err: &mut dyn Write, error: &anyhow::Error) -> io::Result<()> {
    writeln!(err, "error: {}", message(&error.to_string()))?;
    for cause in error.chain().skip(1) {
        writeln!(err, "  because: {}", message(&cause.to_string()))?;
    }
    for hint in cli::hints(error) {
        writeln!(err, "hint: {}", message(&hint))?;
    }
    Ok(())
}
