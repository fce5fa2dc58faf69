//! `misfire init`: a commented review folder to start from.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::Context;

use super::{
    Advised, Console, DONE,
    init_draft::{self, Draft},
    init_sources::{self, Sources},
    init_templates as templates,
    terminal::clean,
};
use crate::{
    config::{PLACEHOLDER_NAME, load::FILE_NAME},
    ingest::{self, Detected},
};

/// Arguments of `misfire init`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder to write.
    pub dir: PathBuf,
    /// Name these exports as sources and draft the registers from them; nothing is copied.
    #[arg(long, value_name = "EXPORTS")]
    pub from: Option<PathBuf>,
    /// The zone of files that do not say theirs, for example `Europe/Berlin`: the zone of the server, or of whoever
    /// exported them.
    #[arg(long, value_name = "ZONE", requires = "from")]
    pub time_zone: Option<chrono_tz::Tz>,
}

/// Runs the command.
///
/// # Errors
/// A file is already there, the exports cannot be listed, or the folder cannot be written.
pub fn run(args: &Args, console: &mut Console<'_>) -> anyhow::Result<u8> {
    refuse_to_overwrite(&args.dir)?;
    let drafted = args.from.as_deref().map(|exports| drafted(exports, args)).transpose()?;
    let sources = drafted.as_ref().map_or(templates::SOURCES, |(sources, _)| sources.text.as_str());
    let config = templates::CONFIG.replace(templates::SOURCES_MARK, sources);
    let files = files(&config, drafted.as_ref().map(|(_, draft)| draft));
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
    if let Some((sources, draft)) = &drafted {
        tell(sources, draft, args.time_zone.is_some(), console)?;
    }
    writeln!(
        console.err,
        "placeholders: `[organisation]` in `{FILE_NAME}` says \"{PLACEHOLDER_NAME}\" in the zone UTC; period edges, \
         working hours and lost hours are wrong until both are yours"
    )?;
    writeln!(
        console.err,
        "next: set name and zone in `{FILE_NAME}`, fill the registers, then `misfire check {}`",
        args.dir.display()
    )?;
    Ok(DONE)
}

/// Fails if any file of a new folder is already there.
fn refuse_to_overwrite(dir: &Path) -> Result<(), Advised> {
    let names = [FILE_NAME].into_iter().chain(templates::REGISTERS.iter().map(|(name, _)| *name));
    let taken: Vec<&str> = names.filter(|name| dir.join(name).exists()).collect();
    if taken.is_empty() {
        return Ok(());
    }
    Err(Advised {
        message: format!("`{}` already holds {}", dir.display(), taken.join(", ")),
        hint: "nothing was written; name a new folder, or move these files away".to_owned(),
    })
}

/// Looks at exports: their sources, and the registers they let one draft.
fn drafted(exports: &Path, args: &Args) -> anyhow::Result<(Sources, Draft)> {
    let zone = args.time_zone.map(chrono_tz::Tz::name);
    let sources = init_sources::entries(exports, &args.dir, zone, ingest::detect_file)
        .with_context(|| format!("cannot list the exports in `{}`", exports.display()))?;
    let draft = init_draft::draft(exports, &sources.found, zone)?;
    Ok((sources, draft))
}

/// Says which files were not recognised and what the drafts lack, loudly: an export that is left out is missed
/// by nobody later.
fn tell(
    sources: &Sources,
    draft: &Draft,
    zone_is_known: bool,
    console: &mut Console<'_>,
) -> std::io::Result<()> {
    for (file, why) in &sources.unknown {
        let why = why.lines().collect::<Vec<_>>().join(" ");
        writeln!(
            console.err,
            "warning: not recognised: `{}`: {}",
            clean(&file.to_string_lossy()),
            clean(&why)
        )?;
    }
    if sources.found.is_empty() {
        writeln!(console.err, "warning: no export was recognised; the registers are empty")?;
    }
    for line in &draft.said {
        writeln!(console.err, "note: {}", clean(line))?;
    }
    let asked = |needs: fn(&Detected) -> bool| -> Vec<String> {
        let files = sources.found.iter().filter(|(_, found)| needs(found));
        files.map(|(file, _)| format!("`{}`", clean(&file.to_string_lossy()))).collect()
    };
    let zones = if zone_is_known { Vec::new() } else { asked(|found| found.needs_time_zone) };
    for (key, files) in [("time_zone", zones), ("date_order", asked(|found| found.needs_date_order))] {
        if !files.is_empty() {
            let more = if files.len() > 5 { ", …" } else { "" };
            writeln!(
                console.err,
                "question: files that do not say their `{key}`: {} ({}{more}); answer it in `{FILE_NAME}`, nothing is read \
                 before",
                files.len(),
                files[..files.len().min(5)].join(", ")
            )?;
        }
    }
    Ok(())
}

/// Every file of a new folder with its text. With drafts, the other registers are their headers alone.
fn files<'a>(config: &'a str, draft: Option<&'a Draft>) -> Vec<(&'static str, &'a str)> {
    let mut files = vec![(FILE_NAME, config)];
    for (name, template) in templates::REGISTERS {
        let text = match (draft, name) {
            (None, _) => template,
            (Some(draft), "registers/workflows.toml") => &draft.workflows,
            (Some(draft), "registers/people.csv") => &draft.people,
            (Some(draft), "registers/devices.csv") => &draft.devices,
            (Some(_), _) => header_of(template),
        };
        files.push((name, text));
    }
    files
}

/// The first line of a register that is no comment.
fn header_of(template: &str) -> &str {
    template.split_inclusive('\n').find(|line| !line.starts_with('#')).unwrap_or_default()
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
