//! Extracts: the canonical records of every input as Parquet, to be reviewed again without reading the exports anew.
//!
//! An extract keeps what each file gave, before copies between files fall, with row and order, so that a review of
//! it is a review of the exports. Parts are written first and the list of them last: an extract is the old one or
//! the new one, never half of each.

mod entities;
mod fields;
mod keeper;
mod manifest;
mod parquet;
mod part;
mod table;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use self::{entities::TABLES, manifest::Manifest};
pub(super) use self::{
    keeper::{Keeper, MOST},
    manifest::Entry,
};
use super::{
    bytes::file_sha256,
    error::{IngestError, Problem},
    in_parallel,
    inputs::{self, Input},
    meter::Meter,
    parallel::Crew,
    read_file::{FileOutcome, read_file},
    sink::Record,
};
use crate::{
    config::Config,
    records::{FileId, regular_file, sha256_hex},
};

/// The list of an extract.
pub const LIST: &str = "misfire-extract.json";

/// What an extraction did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extracted {
    /// Input files.
    pub files: usize,
    /// Of these, the ones that an earlier run had extracted already.
    pub unchanged: usize,
    /// Rows read of all files.
    pub rows: u64,
    /// Rows that gave records.
    pub accepted: u64,
}

/// Extracts every source of the configuration into `out`. Files that an earlier run extracted are not read again,
/// apart from their hash.
///
/// # Errors
/// All inputs that could not be read; the folder holds something else or cannot be written.
pub fn extract(
    threads: usize,
    base: &Path,
    config: &Config,
    out: &Path,
    meter: &Arc<Meter>,
) -> Result<Extracted, IngestError> {
    let old = begin(out).map_err(|message| one(out, message))?;
    let (inputs, mut problems) = inputs::list(base, config);
    let entries = in_parallel(threads, &inputs, meter, |index, input, crew| {
        entry(index, input, config, crew, out, &old).map_err(|(message, is_question)| Problem {
            file: input.name.clone(),
            message,
            is_question,
        })
    });
    let mut manifest = Manifest { misfire_extract: manifest::VERSION, files: Vec::new() };
    let mut extracted = Extracted { files: inputs.len(), ..Extracted::default() };
    for entry in entries {
        match entry {
            Ok((entry, is_unchanged)) => {
                extracted.unchanged += usize::from(is_unchanged);
                extracted.rows += entry.rows_read;
                extracted.accepted += entry.accepted;
                manifest.files.push(entry);
            }
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        drop(clear(out, &old));
        return Err(IngestError { problems });
    }
    finish(out, &manifest).map_err(|message| one(out, message))?;
    Ok(extracted)
}

fn one(out: &Path, message: String) -> IngestError {
    IngestError { problems: vec![Problem { file: out.display().to_string(), message, is_question: false }] }
}

/// Looks at the folder that is to be written; gives the list of an earlier run.
fn begin(out: &Path) -> Result<Manifest, String> {
    fs::create_dir_all(out).map_err(|error| format!("cannot be made: {error}"))?;
    let list = out.join(LIST);
    if list.is_file() {
        let manifest = load(&list)?;
        // Another version is made anew.
        return Ok(if manifest.misfire_extract == manifest::VERSION {
            manifest
        } else {
            Manifest::default()
        });
    }
    let mut found = fs::read_dir(out).map_err(|error| format!("cannot be listed: {error}"))?;
    let is_ours = |entry: fs::DirEntry| TABLES.iter().any(|table| entry.file_name() == *table);
    if found.any(|entry| !entry.is_ok_and(is_ours)) {
        return Err(format!(
            "holds files but no `{LIST}`: name an empty folder, or one that holds an extract"
        ));
    }
    Ok(Manifest::default())
}

fn load(list: &Path) -> Result<Manifest, String> {
    let text = regular_file::read(list).map_err(|error| format!("cannot be read: {error}"))?;
    serde_json::from_slice(&text).map_err(|error| {
        format!("is no list of an extract as misfire writes it ({error}); extract again into an empty folder")
    })
}

/// What one file gives, and whether an earlier run had it.
fn entry<'a>(
    index: usize,
    input: &'a Input,
    config: &'a Config,
    crew: &Crew<'a>,
    out: &Path,
    old: &Manifest,
) -> Result<(Entry, bool), (String, bool)> {
    let plain = |message: String| (message, false);
    if let Some(entry) = &input.extracted {
        let what = format!("is an extract already, of `{}`: review it, or name the exports", entry.file);
        return Err(plain(what));
    }
    let options = manifest::options(input, &config.read);
    if let Some(known) = old.files.iter().find(|known| known.file == input.name && known.options == options) {
        let sha256 = file_sha256(&input.path).map_err(|error| plain(format!("cannot be read: {error}")))?;
        if sha256 == known.sha256 && known.parts.keys().all(|part| out.join(part).is_file()) {
            return Ok((known.clone(), true));
        }
    }
    let keeper = Keeper::new(out, &input.name, index);
    let id = FileId(u32::try_from(index).unwrap_or(u32::MAX));
    let FileOutcome { source, rejects, notes, records, rows, problem, keeper, announced, sign_ins: _ } =
        read_file(input, id, &config.read, crew, Some(keeper));
    let mut keeper = keeper.ok_or_else(|| plain("was not kept; this is a defect of misfire".to_owned()))?;
    if let Some(problem) = problem {
        keeper.discard();
        return Err((problem.message, problem.is_question));
    }
    keeper.keep(records, rows).map_err(plain)?;
    let made_from = format!("{}\n{options}\n{}", input.name, source.sha256);
    let mut entry = Entry::new(input, options, source);
    entry.announced = announced;
    entry.remember(notes, rejects);
    entry.parts = keeper.finish(&made_from).map_err(plain)?;
    Ok((entry, false))
}

/// Writes the list, and takes away what it does not name.
fn finish(out: &Path, manifest: &Manifest) -> Result<(), String> {
    let text = serde_json::to_string_pretty(manifest).map_err(|error| error.to_string())?;
    let temporary = out.join(format!(".{LIST}.partial"));
    fs::write(&temporary, text + "\n")
        .and_then(|()| fs::rename(&temporary, out.join(LIST)))
        .map_err(|error| format!("`{LIST}` cannot be written: {error}"))?;
    clear(out, manifest).map_err(|error| format!("parts of an earlier run cannot be removed: {error}"))
}

/// Removes parts that the list does not name: those of files that changed, and of runs that were cut off.
fn clear(out: &Path, manifest: &Manifest) -> std::io::Result<()> {
    let named: BTreeSet<PathBuf> =
        manifest.files.iter().flat_map(|entry| entry.parts.keys()).map(|part| out.join(part)).collect();
    for table in TABLES.iter().map(|table| out.join(table)).filter(|table| table.is_dir()) {
        for month in fs::read_dir(table)? {
            let month = month?.path();
            for part in fs::read_dir(&month)? {
                let part = part?.path();
                let is_part = part.extension().is_some_and(|extension| extension == "parquet");
                if is_part && !named.contains(&part) {
                    fs::remove_file(part)?;
                }
            }
            // Fails while parts are left in it, as it should.
            drop(fs::remove_dir(month));
        }
    }
    Ok(())
}

/// The files of an extract, if the path is its list; `None` for any other file.
///
/// # Errors
/// The list is damaged or of another version.
pub(super) fn entries(path: &Path) -> Option<Result<Vec<Entry>, String>> {
    let mut head = [0; 64];
    let n = regular_file::open(path).and_then(|mut file| std::io::Read::read(&mut file, &mut head)).ok()?;
    let is_list = head[..n]
        .trim_ascii_start()
        .strip_prefix(b"{")
        .is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\"misfire_extract\""));
    is_list.then(|| {
        let manifest = load(path)?;
        if manifest.misfire_extract == manifest::VERSION {
            Ok(manifest.files)
        } else {
            Err(format!(
                "is an extract of layout {}, expected {}: extract the exports again with this version",
                manifest.misfire_extract,
                manifest::VERSION
            ))
        }
    })
}

/// What a file gave when it was extracted.
pub(super) fn read(dir: &Path, entry: &Entry, file: FileId) -> FileOutcome {
    let mut outcome = FileOutcome {
        source: entry.source(),
        notes: entry.notes(file),
        rejects: entry.rejects(file),
        announced: entry.announced,
        ..FileOutcome::default()
    };
    match parts(dir, entry, file) {
        Ok((records, rows)) => outcome.take_in(records.into_iter().zip(rows)),
        Err(message) => {
            outcome.problem = Some(Problem { file: entry.file.clone(), message, is_question: false });
        }
    }
    outcome
}

fn parts(dir: &Path, entry: &Entry, file: FileId) -> Result<(Vec<Record>, Vec<u32>), String> {
    let mut all = Vec::new();
    for (name, sha256) in &entry.parts {
        let wrong = |why: &str| format!("part `{name}` of the extract {why}; extract the exports again");
        let kind = TABLES.iter().position(|table| name.split('/').next() == Some(table));
        let kind = kind.ok_or_else(|| wrong("belongs to no table"))?;
        let bytes = regular_file::read(&dir.join(name))
            .map_err(|error| wrong(&format!("cannot be read: {error}")))?;
        if sha256_hex(&bytes) != *sha256 {
            return Err(wrong("is not as it was written"));
        }
        let table = parquet::read(bytes).map_err(|error| wrong(&format!("cannot be read: {error}")))?;
        all.extend(part::records(kind, &table, file).map_err(|why| wrong(&why))?);
    }
    all.sort_by_key(|placed| placed.sequence);
    Ok(all.into_iter().map(|placed| (placed.record, placed.row)).unzip())
}
