//! Which files are read: the patterns of the configuration, each file once, in a fixed order.

use std::{
    collections::BTreeSet,
    path::{Component, Path, PathBuf},
};

use chrono_tz::Tz;

use super::{
    detect,
    error::Problem,
    extracted::{self, Entry},
    format::SourceOptions,
    matching::{self, Obstacle},
};
use crate::{
    config::{Config, Source},
    records::one_line,
};

/// One file to read.
pub(super) struct Input {
    /// Where it lies.
    pub path: PathBuf,
    /// As printed: relative to the review folder, `/` as separator.
    pub name: String,
    /// Format named by the configuration.
    pub format: Option<String>,
    /// What the configuration says about it.
    pub options: SourceOptions,
    /// For a file of an extract what it gave; `path` is then the folder of the extract.
    pub extracted: Option<Entry>,
    /// What matched its pattern beside it and is no file; said once, of the first file.
    pub beside: Option<String>,
}

/// What a pattern matches.
struct Matched {
    /// Files with their printed names.
    files: Vec<(PathBuf, String)>,
    /// Folders, by their printed names.
    folders: Vec<String>,
    /// What looks like an input and cannot be read.
    unreadable: Vec<Problem>,
}

/// Every file of every source: sources in their order, files by name, a file matched twice only once.
pub(super) fn list(base: &Path, config: &Config) -> (Vec<Input>, Vec<Problem>) {
    let mut inputs = Vec::new();
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for source in &config.source {
        let trouble = |message| Problem { file: source.path.clone(), message, is_question: false };
        let matched = options(source).and_then(|options| Ok((files(base, source)?, options)));
        match matched {
            Err(message) => problems.push(trouble(message)),
            Ok((matched, options)) => {
                problems.extend(matched.unreadable);
                let mut beside = not_read(&matched.folders);
                for (path, name) in matched.files {
                    if !seen.insert(name.clone()) {
                        continue;
                    }
                    let format = source.format.clone();
                    match extracted::entries(&path) {
                        None => {
                            let options = options.clone();
                            let beside = beside.take();
                            inputs.push(Input { path, name, format, options, extracted: None, beside });
                        }
                        Some(Ok(entries)) => inputs.extend(of_extract(&path, entries)),
                        Some(Err(message)) => {
                            problems.push(Problem { file: name, message, is_question: false });
                        }
                    }
                }
            }
        }
    }
    (inputs, problems)
}

/// The files of an extract stand for themselves, under the names they had.
fn of_extract(list: &Path, entries: Vec<Entry>) -> impl Iterator<Item = Input> {
    let dir = list.parent().unwrap_or(list).to_owned();
    entries.into_iter().map(move |entry| Input {
        path: dir.clone(),
        name: entry.file.clone(),
        format: None,
        options: SourceOptions::default(),
        extracted: Some(entry),
        beside: None,
    })
}

fn options(source: &Source) -> Result<SourceOptions, String> {
    if let Some(id) = &source.format {
        detect::by_id(id)?;
    }
    let time_zone = source.time_zone.as_deref().map(zone).transpose()?;
    Ok(SourceOptions { time_zone, date_order: source.date_order, columns: source.columns.clone() })
}

fn zone(name: &str) -> Result<Tz, String> {
    name.parse().map_err(|_| {
        let nearest = chrono_tz::TZ_VARIANTS
            .iter()
            .map(|zone| zone.name())
            .max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)))
            .unwrap_or("UTC");
        format!("`time_zone = \"{name}\"` is no IANA zone; did you mean `{nearest}`?")
    })
}

/// What to say of folders that a pattern matches.
fn not_read(folders: &[String]) -> Option<String> {
    let shown: Vec<String> = folders.iter().take(8).map(|name| format!("`{}`", one_line(name))).collect();
    let more = if folders.len() > 8 { format!(" and {} more", folders.len() - 8) } else { String::new() };
    (!folders.is_empty()).then(|| {
        format!(
            "the pattern of this file also matches folders, of which nothing was read: {}{more}; to read the files in \
             them, end the pattern in `/*` or `/**/*`",
            shown.join(", ")
        )
    })
}

fn files(base: &Path, source: &Source) -> Result<Matched, String> {
    let mut matched = Matched { files: Vec::new(), folders: Vec::new(), unreadable: Vec::new() };
    for path in matching::paths(base, &source.path)? {
        let name = printed(path.strip_prefix(base).unwrap_or(&path));
        match matching::obstacle(&path) {
            None => matched.files.push((path, name)),
            Some(Obstacle::Folder) => matched.folders.push(name),
            Some(Obstacle::Unreadable(why)) => {
                let message = format!("could not be read: {why}");
                matched.unreadable.push(Problem { file: name, message, is_question: false });
            }
        }
    }
    matched.files.sort_by(|a, b| a.1.cmp(&b.1));
    matched.folders.sort();
    matched.unreadable.sort();
    if !matched.files.is_empty() || !matched.unreadable.is_empty() {
        return Ok(matched);
    }
    let folders: Vec<String> = matched.folders.iter().take(8).map(|name| format!("`{name}`")).collect();
    Err(if folders.is_empty() {
        "matches no file; paths are relative to `misfire.toml`".to_owned()
    } else {
        format!(
            "matches no file, only folders ({}); end it in `/*` to read the files in them",
            folders.join(", ")
        )
    })
}

fn printed(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .filter(|part| !matches!(part, Component::CurDir))
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}
