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
};
use crate::config::{Config, Source};

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
            Ok((files, options)) => {
                for (path, name) in files {
                    if !seen.insert(name.clone()) {
                        continue;
                    }
                    let format = source.format.clone();
                    match extracted::entries(&path) {
                        None => {
                            let options = options.clone();
                            inputs.push(Input { path, name, format, options, extracted: None });
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

fn files(base: &Path, source: &Source) -> Result<Vec<(PathBuf, String)>, String> {
    let folder = base.to_str().ok_or("the review folder's path is not valid UTF-8")?;
    let pattern = format!("{}/{}", glob::Pattern::escape(folder), source.path);
    let found = glob::glob(&pattern).map_err(|error| format!("`path` is no pattern: {}", error.msg))?;
    let mut files = Vec::new();
    for entry in found {
        let path = entry.map_err(|error| format!("could not list the files: {}", error.error()))?;
        if path.is_file() {
            let name = printed(path.strip_prefix(base).unwrap_or(&path));
            files.push((path, name));
        }
    }
    files.sort_by(|a, b| a.1.cmp(&b.1));
    if files.is_empty() {
        return Err("matches no file; paths are relative to `misfire.toml`".to_owned());
    }
    Ok(files)
}

fn printed(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .filter(|part| !matches!(part, Component::CurDir))
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}
