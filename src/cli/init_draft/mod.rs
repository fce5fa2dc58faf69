//! Registers drafted from exports: what was seen, and never what was approved. Nothing is invented: what the
//! exports do not say stays empty, and what must be answered stands as a question beside it.

mod cells;
mod control_map;
mod devices;
mod hooks;
mod people;
mod practice;

use std::path::{Path, PathBuf};

use crate::{
    config::{Config, DateOrder, Source, load::parse},
    ingest::{self, Detected, Ingested},
    records::Instant,
    registers::Registers,
};

/// The drafted registers, and what has to be said of them.
pub(super) struct Draft {
    /// `workflows.toml`.
    pub workflows: String,
    /// `people.csv`, without comments.
    pub people: String,
    /// `devices.csv`, without comments.
    pub devices: String,
    /// What whoever fills them in should know: one sentence each.
    pub said: Vec<String>,
}

/// Reads the recognised exports as a review would and drafts what they show.
///
/// # Errors
/// Linking or writing a table fails; exports that cannot be read are only said.
pub(super) fn draft(exports: &Path, found: &[(PathBuf, Detected)]) -> anyhow::Result<Draft> {
    let mut said = Vec::new();
    let (ingested, config) = read(exports, found, &mut said)?;
    let people = people::People::seen(&ingested);
    let practices = practice::practices(&ingested, &config, latest(&ingested))?;
    let devices = devices::render(&ingested, &people, &mut said)?;
    let people = people.render(&mut said)?;
    Ok(Draft { workflows: control_map::render(&practices, &ingested, &mut said), people, devices, said })
}

/// Reads file by file, so that one that cannot be read does not hide the others. A zone or an order of day and
/// month that is still to be answered is assumed here: no time of a drafted register rests on it.
fn read(
    exports: &Path,
    found: &[(PathBuf, Detected)],
    said: &mut Vec<String>,
) -> anyhow::Result<(Ingested, Config)> {
    let mut config = parse("draft", "[organisation]\nname = \"draft\"\ntime_zone = \"UTC\"\n")?;
    let named: Vec<(String, Source)> = found.iter().map(|(path, detected)| source(path, detected)).collect();
    config.source = named.iter().map(|(_, source)| source.clone()).collect();
    let problems = match ingest::ingest(exports, &config) {
        Ok(ingested) => return Ok((ingested, config)),
        Err(error) => error.problems,
    };
    for problem in &problems {
        said.push(format!("nothing was drafted from `{}`: {}", problem.file, problem.message));
    }
    let is_sound = |name: &str| problems.iter().all(|problem| problem.file != name);
    config.source =
        named.iter().filter(|(name, _)| is_sound(name)).map(|(_, source)| source.clone()).collect();
    let ingested = ingest::ingest(exports, &config).unwrap_or_default();
    Ok((ingested, config))
}

/// One file as a source of its own, with the name a problem would give it.
fn source(path: &Path, detected: &Detected) -> (String, Source) {
    let parts: Vec<String> =
        path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    let name = parts.join("/");
    let source = Source {
        path: glob::Pattern::escape(&name),
        format: Some(detected.format.clone()),
        time_zone: detected.needs_time_zone.then(|| "UTC".to_owned()),
        date_order: detected.needs_date_order.then_some(DateOrder::Mdy),
        columns: std::collections::BTreeMap::new(),
    };
    (name, source)
}

fn latest(ingested: &Ingested) -> Instant {
    let actions = ingested.actions.iter().filter_map(|action| action.done_at.max(action.sent_at));
    actions.chain(ingested.event_tellings()).max().unwrap_or(Instant::UNIX_EPOCH)
}

/// No registers but a control map.
fn registers(workflows: Vec<crate::registers::Workflow>) -> Registers {
    Registers { workflows: Some(workflows), ..Registers::default() }
}
