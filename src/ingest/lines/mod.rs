//! Files of one row per line, read on several threads: one thread reads and decompresses and cuts the stream into
//! blocks of whole lines, whoever is free scans and parses them, and the outcomes are put together in the order of
//! the file, so that the number of threads changes nothing.

mod blocks;
mod crew;

use std::{
    collections::BTreeMap,
    io::Read,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::Value;

pub(super) use crew::Crew;

use self::blocks::{Block, Blocks};
use super::{
    format::{Format, Head, RowReader},
    inputs::Input,
    json_rows::{self, Around},
    prefilter::Sieve,
    read_file::FileOutcome,
    reading::{How, Reading},
    rows::{Cut, Damage, RowData},
};
use crate::{config, records::FileId};

/// One file on its way through the threads.
pub(super) struct Lane<'a> {
    pub(super) input: &'a Input,
    pub(super) id: FileId,
    pub(super) read: &'a config::Read,
    pub(super) format: &'static Format,
    pub(super) head: Head,
    /// Tells lines that need no reader.
    pub(super) sieve: Sieve,
    pub(super) limit: usize,
}

/// What the threads owe to the one that reads.
#[derive(Default)]
struct Owed {
    outcomes: BTreeMap<usize, Result<Outcome, String>>,
    finished: usize,
    /// Buffers to be filled again.
    buffers: Vec<Vec<u8>>,
}

/// What a block gave.
struct Outcome {
    file: FileOutcome,
    lines: u64,
    api_errors: u64,
}

/// Counts a block as finished even if its work panics.
struct Finish<'b>(&'b Mutex<Owed>);

impl Drop for Finish<'_> {
    fn drop(&mut self) {
        lock(self.0).finished += 1;
    }
}

fn lock(owed: &Mutex<Owed>) -> MutexGuard<'_, Owed> {
    owed.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads the rest of a file, whose next line has the number `first_line`.
///
/// # Errors
/// Why nothing of the file can be used: the first such reason in the order of lines.
pub(super) fn read_lines<'a>(
    lane: Lane<'a>,
    bytes: impl Read,
    first_line: u64,
    crew: &Crew<'a>,
    into: &mut Reading<'_, '_>,
) -> Result<(), String> {
    let lane = Arc::new(lane);
    let owed = Arc::new(Mutex::new(Owed::default()));
    let mut blocks = Blocks::new(bytes, lane.limit);
    let mut given = 0;
    let mut next = 0;
    let mut line = first_line;
    loop {
        let buffer = lock(&owed).buffers.pop().unwrap_or_default();
        let Some(block) = blocks.next_in(buffer) else { break };
        let (lane, owed_here) = (Arc::clone(&lane), Arc::clone(&owed));
        crew.share(Box::new(move || {
            let _finish = Finish(&owed_here);
            let outcome = lane.block(&block);
            let mut owed = lock(&owed_here);
            owed.outcomes.insert(given, outcome);
            if let Block::Lines(buffer) = block {
                owed.buffers.push(buffer);
            }
        }));
        given += 1;
        take_finished(&owed, &mut next, &mut line, into)?;
    }
    crew.help_until(|| lock(&owed).finished == given);
    take_finished(&owed, &mut next, &mut line, into)?;
    if next == given {
        Ok(())
    } else {
        Err("a block of it was not read; this is a defect of misfire".to_owned())
    }
}

/// Puts what is finished and next in order behind what was read before.
fn take_finished(
    owed: &Mutex<Owed>,
    next: &mut usize,
    line: &mut u64,
    into: &mut Reading<'_, '_>,
) -> Result<(), String> {
    loop {
        let Some(outcome) = lock(owed).outcomes.remove(next) else { return Ok(()) };
        let outcome = outcome?;
        *next += 1;
        into.append(outcome.file, *line - 1, outcome.api_errors)?;
        *line += outcome.lines;
    }
}

impl Lane<'_> {
    /// Reads one block as if it were a file of its own; its lines are numbered from 1.
    fn block(&self, block: &Block) -> Result<Outcome, String> {
        let mut reading = Reading::new(self.input, self.id, self.read, How::Block);
        let mut reader = (self.format.open)(&self.head, &self.input.options)?;
        let mut lines = 0;
        let mut cuts = Vec::new();
        match block {
            Block::TooLong(head) => {
                lines = 1;
                let cut = Cut { line: 1, item: 0, data: Err(json_rows::too_long(self.limit, head)) };
                reading.row(reader.as_mut(), cut)?;
            }
            Block::Lines(bytes) => {
                for line in each_line(bytes) {
                    lines += 1;
                    if line.len() <= self.limit && self.sieve.drops(line) {
                        reading.drop_row();
                        continue;
                    }
                    if let Some(value) = json_rows::lean_row(line, self.limit, self.format.unused) {
                        self.lean_row(&mut reading, reader.as_mut(), line, lines, value)?;
                        continue;
                    }
                    json_rows::cut_line(line, lines, self.limit, &mut Around::default(), &mut cuts);
                    for cut in cuts.drain(..) {
                        reading.row(reader.as_mut(), cut)?;
                    }
                }
            }
        }
        reading.with_sink(|sink| reader.finish(sink))?;
        Ok(Outcome { api_errors: reading.api_errors, file: reading.out, lines })
    }

    /// Reads a row of which members are left out: a reject shows the line itself.
    fn lean_row(
        &self,
        reading: &mut Reading<'_, '_>,
        reader: &mut dyn RowReader,
        line: &[u8],
        number: u64,
        value: Value,
    ) -> Result<(), String> {
        let rejects = reading.out.rejects.len();
        reading.row(reader, Cut { line: number, item: 0, data: Ok(RowData::Json(value)) })?;
        if !self.format.unused.is_empty() {
            for reject in &mut reading.out.rejects[rejects..] {
                reject.text = Damage::new("", line).text;
            }
        }
        Ok(())
    }
}

/// The lines of a block without their line feeds.
fn each_line(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', rest);
        let line = &rest[..end.unwrap_or(rest.len())];
        rest = end.map_or(&[], |end| &rest[end + 1..]);
        Some(line)
    })
}

#[cfg(test)]
mod tests;
