//! Reading: from files as they were exported to canonical records, every row accounted for.
//!
//! A file is opened (`bytes`), cut into rows (`json_rows`, `csv_rows`, `xml_rows`, `log_rows`), recognised by its content
//! (`detect`), and handed row by row to the reader of its [`mod@format`], which puts records into the [`sink`].
//! What several files say twice falls at the end (`dedupe`).

mod accounting;
mod announced;
mod bytes;
mod csv_rows;
mod dedupe;
mod detect;
mod detect_file;
mod employments;
mod error;
mod extracted;
mod failed_calls;
pub mod format;
pub mod formats;
mod inputs;
mod json_bytes;
mod json_rows;
mod json_walk;
mod lean_json;
mod listed;
mod log_rows;
mod matching;
mod meter;
mod other_objects;
mod parallel;
pub mod prefilter;
mod read_file;
mod reading;
pub mod reversed_times;
mod rows;
mod sheet_rows;
mod sign_ins;
pub mod sink;
pub mod source;
mod standing;
mod strict_json;
mod ticket_facts;
pub mod times;
mod workbook;
mod xml_rows;

use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

pub use detect_file::{Detected, detect_file};
pub use error::{IngestError, Problem};
pub use extracted::{Extracted, LIST, extract};
pub use formats::known_formats;
pub use meter::{FileMeter, Meter};
#[cfg(test)]
pub(crate) use sign_ins::set_aside as set_sign_ins_aside;

use self::{
    inputs::Input,
    parallel::Crew,
    read_file::{FileOutcome, read_file},
    source::{Note, Reject, SourceFile},
};
use crate::{
    config::Config,
    records::{
        Action, Activity, Assignment, DeviceState, Employment, FileId, Hook, IdentityEvent, Instant, Listed,
        Origin, SignIn, Ticket, TicketFact,
    },
};

/// Everything the inputs say. Records are ordered by time and id, so that neither the order of rows nor the
/// split into files matters.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ingested {
    /// What Jamf did.
    pub actions: Vec<Action>,
    /// What happened in identity and HR systems, apart from sign-ins.
    pub events: Vec<IdentityEvent>,
    /// Sign-ins: they are many and take little room.
    pub sign_ins: Vec<SignIn>,
    /// What people complained about.
    pub tickets: Vec<Ticket>,
    /// Who held which device.
    pub assignments: Vec<Assignment>,
    /// Facts of inventory.
    pub device_states: Vec<DeviceState>,
    /// Signs of life of devices.
    pub activities: Vec<Activity>,
    /// What lists beside the exports say of ids in them.
    pub listed: Vec<Listed>,
    /// Snapshots of HR systems while files are put together: their differences become events.
    pub employments: Vec<Employment>,
    /// Which events run which scripts, as an automation server lists them.
    pub hooks: Vec<Hook>,
    /// What rows beside the tickets say of them; the tickets hold it already.
    pub ticket_facts: Vec<TicketFact>,
    /// Every input file with its row reconciliation; a [`FileId`] is an index into it.
    pub sources: Vec<SourceFile>,
    /// Rows that could not be used.
    pub rejects: Vec<Reject>,
    /// What a reader of the report should know about the inputs.
    pub notes: Vec<Note>,
}

impl Ingested {
    /// `file:position` of a row, for example `exports/jamf/commands.json:12`.
    pub fn place(&self, origin: Origin) -> String {
        let file = self.sources.get(origin.file.0 as usize).map_or("?", |source| source.file.as_str());
        format!("{file}:{}", origin.position())
    }

    /// When identity events happened, sign-ins among them, in no order.
    pub fn event_times(&self) -> impl Iterator<Item = Instant> {
        let sign_ins = self.sign_ins.iter().map(|it| it.occurred_at);
        self.events.iter().map(|event| event.occurred_at).chain(sign_ins)
    }

    /// By when sources told of identity events, sign-ins among them, in no order.
    pub fn event_tellings(&self) -> impl Iterator<Item = Instant> {
        let sign_ins = self.sign_ins.iter().map(|it| it.known_to);
        self.events.iter().map(|event| event.known_to).chain(sign_ins)
    }
}

/// Reads every source of the configuration. `base` is the folder of `misfire.toml`.
///
/// # Errors
/// All inputs that could not be read at all, or that need an answer in the configuration.
pub fn ingest(base: &Path, config: &Config) -> Result<Ingested, IngestError> {
    ingest_on(threads(), base, config, &Arc::default())
}

/// As many threads as the machine has processors for.
pub fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Reads every source on so many threads and tells `meter` how far it is; the result depends on neither.
///
/// # Errors
/// As [`ingest`].
pub fn ingest_on(
    threads: usize,
    base: &Path,
    config: &Config,
    meter: &Arc<Meter>,
) -> Result<Ingested, IngestError> {
    let (inputs, mut problems) = inputs::list(base, config);
    let mut outcomes = read_all(threads, &inputs, config, meter);
    problems.extend(outcomes.iter_mut().filter_map(|outcome| outcome.problem.take()));
    if !problems.is_empty() {
        return Err(IngestError { problems });
    }
    let mut ingested = dedupe::gather(outcomes);
    ticket_facts::complete(&mut ingested);
    listed::explain(&mut ingested);
    employments::compare(&mut ingested);
    let reversed = reversed_times::notes(&ingested.actions, config.attribute.clock_skew.delta());
    ingested.notes.extend(reversed);
    Ok(ingested)
}

fn read_all(threads: usize, inputs: &[Input], config: &Config, meter: &Arc<Meter>) -> Vec<FileOutcome> {
    let pool = employments::Pool::default();
    in_parallel(threads, inputs, meter, |index, input, crew| {
        let id = FileId(u32::try_from(index).unwrap_or(u32::MAX));
        let mut outcome = match &input.extracted {
            Some(entry) => extracted::read(&input.path, entry, id),
            None => read_file(input, id, &config.read, crew, None),
        };
        pool.share(&mut outcome.records);
        outcome
    })
}

/// Does the same with every file, on so many threads; the outcomes are in the order of the files.
fn in_parallel<'a, T: Send>(
    threads: usize,
    inputs: &'a [Input],
    meter: &Arc<Meter>,
    work: impl Fn(usize, &'a Input, &Crew<'a>) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let slots: Vec<Mutex<Option<T>>> = inputs.iter().map(|_| Mutex::new(None)).collect();
    let crew = Crew::new(threads.max(1), Arc::clone(meter));
    let each = || {
        while let Some((index, input)) = take(&next, inputs) {
            let outcome = work(index, input, &crew);
            *slots[index].lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
        }
        crew.help_the_rest();
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(each);
        }
        each();
    });
    slots.into_iter().filter_map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
}

fn take<'a>(next: &AtomicUsize, inputs: &'a [Input]) -> Option<(usize, &'a Input)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    inputs.get(index).map(|input| (index, input))
}
