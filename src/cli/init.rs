//! `misfire init`: a commented review folder to start from.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::Context;

use super::{Advised, Console, DONE, init_sources, init_templates as templates};
use crate::{config::load::FILE_NAME, ingest};

/// Arguments of `misfire init`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder to write.
    pub dir: PathBuf,
    /// Name these exports as sources; nothing is copied.
    #[arg(long, value_name = "EXPORTS")]
    pub from: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// A file is already there, the exports cannot be listed, or the folder cannot be written.
pub fn run(args: &Args, console: &mut Console<'_>) -> anyhow::Result<u8> {
    let sources = match &args.from {
        None => templates::SOURCES.to_owned(),
        Some(exports) => init_sources::entries(exports, &args.dir, ingest::detect_file)
            .with_context(|| format!("cannot list the exports in `{}`", exports.display()))?,
    };
    let config = templates::CONFIG.replace(templates::SOURCES_MARK, &sources);
    let files = files(&config);
    let taken: Vec<&str> =
        files.iter().map(|(name, _)| *name).filter(|name| args.dir.join(name).exists()).collect();
    if !taken.is_empty() {
        return Err(Advised {
            message: format!("`{}` already holds {}", args.dir.display(), taken.join(", ")),
            hint: "nothing was written; name a new folder, or move these files away".to_owned(),
        }
        .into());
    }
    for (name, text) in &files {
        write_new(&args.dir.join(name), text)?;
    }
    for kind in ["jamf", "identity", "tickets"] {
        if args.from.is_none() {
            fs::create_dir_all(args.dir.join("exports").join(kind))?;
        }
    }
    for (name, _) in &files {
        writeln!(console.out, "{name}")?;
    }
    writeln!(
        console.err,
        "next: set name and zone in `{FILE_NAME}`, fill the registers, then `misfire check {}`",
        args.dir.display()
    )?;
    Ok(DONE)
}

/// Every file of a new folder with its text.
fn files(config: &str) -> Vec<(&'static str, &str)> {
    let mut files = vec![(FILE_NAME, config)];
    files.extend(templates::REGISTERS);
    files
}

/// Writes a file that must not exist yet, even if it came to be since it was looked for.
fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    let name = || format!("cannot write `{}`", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(name)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).with_context(name)?;
    file.write_all(text.as_bytes()).with_context(name)
}

#[cfg(test)]
#[path = "init_tests.rs"]
mod tests;
