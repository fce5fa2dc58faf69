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
    records::{FileId, InitiatorKind, Instant},
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
pub(super) fn draft(
    exports: &Path,
    found: &[(PathBuf, Detected)],
    time_zone: Option<&str>,
) -> anyhow::Result<Draft> {
    let mut said = Vec::new();
    let (mut ingested, config) = read(exports, found, time_zone, &mut said)?;
    let people = people::People::seen(&ingested);
    let devices = devices::render(&ingested, &people, &mut said)?;
    let people = people.render(&mut said)?;
    if time_zone.is_none() {
        leave_out_guessed_times(&mut ingested, found, &mut said);
    }
    let practices = practice::practices(&ingested, &config, latest(&ingested))?;
    name_lists_that_are_missing(&practices, &mut said);
    Ok(Draft { workflows: control_map::render(&practices, &ingested, &mut said), people, devices, said })
}

/// Reads file by file, so that one that cannot be read does not hide the others. A zone or an order of day and
/// month that is still to be answered is assumed here: no time of a drafted register rests on it.
fn read(
    exports: &Path,
    found: &[(PathBuf, Detected)],
    time_zone: Option<&str>,
    said: &mut Vec<String>,
) -> anyhow::Result<(Ingested, Config)> {
    let mut config = parse("draft", "[organisation]\nname = \"draft\"\ntime_zone = \"UTC\"\n")?;
    let named: Vec<(String, Source)> =
        found.iter().map(|(path, detected)| source(path, detected, time_zone)).collect();
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
fn source(path: &Path, detected: &Detected, time_zone: Option<&str>) -> (String, Source) {
    let name = name_of(path);
    let source = Source {
        path: glob::Pattern::escape(&name),
        format: Some(detected.format.clone()),
        time_zone: detected.needs_time_zone.then(|| time_zone.unwrap_or("UTC").to_owned()),
        date_order: detected.needs_date_order.then_some(DateOrder::Mdy),
        columns: std::collections::BTreeMap::new(),
    };
    (name, source)
}

/// A file as a source names it.
fn name_of(path: &Path) -> String {
    let parts: Vec<String> =
        path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/")
}

/// What was done before what cannot be said of times whose zone is not known: their actions and events are left out
/// of the workflows.
fn leave_out_guessed_times(ingested: &mut Ingested, found: &[(PathBuf, Detected)], said: &mut Vec<String>) {
    let doubtful: Vec<String> =
        found.iter().filter(|(_, found)| found.needs_time_zone).map(|(path, _)| name_of(path)).collect();
    let is_doubtful: Vec<bool> =
        ingested.sources.iter().map(|source| doubtful.contains(&source.file)).collect();
    let is_sure = |file: FileId| !is_doubtful.get(file.0 as usize).copied().unwrap_or_default();
    let before = ingested.actions.len() + ingested.events.len();
    ingested.actions.retain(|action| action.origins.first().is_none_or(|origin| is_sure(origin.file)));
    ingested.events.retain(|event| is_sure(event.origin.file));
    let left_out = before - ingested.actions.len() - ingested.events.len();
    if left_out > 0 {
        said.push(format!(
            "`workflows.toml`: {left_out} actions and events are not in it, as their files do not say their time zone; \
             start again in a new folder with `--time-zone`, and they are"
        ));
    }
}

/// An API client is known by a UUID; which list has its name.
fn name_lists_that_are_missing(practices: &[practice::Practice], said: &mut Vec<String>) {
    let nameless = practices.iter().flat_map(practice::Practice::initiators).filter(|initiator| {
        initiator.kind == InitiatorKind::ApiClient && initiator.title.is_none() && initiator.name.len() == 36
    });
    if nameless.count() > 0 {
        said.push(
            "API clients stand under their ids: save `GET /api/v1/api-integrations` beside the other exports, and they \
             have names"
                .to_owned(),
        );
    }
}

fn latest(ingested: &Ingested) -> Instant {
    let actions = ingested.actions.iter().filter_map(|action| action.done_at.max(action.sent_at));
    actions.chain(ingested.event_tellings()).max().unwrap_or(Instant::UNIX_EPOCH)
}

/// No registers but a control map.
fn registers(workflows: Vec<crate::registers::Workflow>) -> Registers {
    Registers { workflows: Some(workflows), ..Registers::default() }
}
