//! Files read on several threads: one thread reads and decompresses and cuts the stream into parts (blocks of whole
//! lines, or rows of documents and tables), whoever is free scans and parses them, and the outcomes are put together
//! in the order of the file, so that the number of threads changes nothing.

mod crew;
mod line_blocks;

use std::{
    collections::BTreeMap,
    io::Read,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

pub(super) use crew::Crew;

use self::line_blocks::{Block, Blocks};
use super::{
    format::{Format, Head, RowReader},
    inputs::Input,
    json_rows::{self, Around},
    prefilter::Sieve,
    read_file::FileOutcome,
    reading::{How, Reading},
    rows::{Cut, Damage, RowData, Rows},
};
use crate::{config, records::FileId};

/// How much of cut rows is worth handing over.
const BATCH: usize = 256 << 10;

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

/// A part of a file, to be read by whoever is free.
enum Part {
    /// A block of its lines, numbered from the first on.
    Lines(Block),
    /// Rows that were cut out already and know their lines.
    Rows(Vec<Cut>),
}

/// Reads the rest of a file of one row per line, whose next line has the number `first_line`.
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
    let mut blocks = Blocks::new(bytes, lane.limit);
    let parts = |buffer| blocks.next_in(buffer).map(Part::Lines);
    read_parts(lane, parts, first_line, crew, into)
}

/// Reads the rest of a file whose rows are cut out one after the other: parsing and reading them is shared.
///
/// # Errors
/// As [`read_lines`].
pub(super) fn read_rows<'a>(
    lane: Lane<'a>,
    rows: &mut dyn Rows,
    crew: &Crew<'a>,
    into: &mut Reading<'_, '_>,
) -> Result<(), String> {
    let parts = |_| {
        let batch = batch(rows);
        (!batch.is_empty()).then_some(Part::Rows(batch))
    };
    read_parts(lane, parts, 1, crew, into)
}

/// As many rows as are worth handing over; fewer at the end.
fn batch(rows: &mut dyn Rows) -> Vec<Cut> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while bytes < BATCH
        && let Some(cut) = rows.next_unparsed()
    {
        bytes += cut.weight();
        batch.push(cut);
    }
    batch
}

/// Hands parts out and takes their outcomes in, in order.
fn read_parts<'a>(
    lane: Lane<'a>,
    mut next_part: impl FnMut(Vec<u8>) -> Option<Part>,
    first_line: u64,
    crew: &Crew<'a>,
    into: &mut Reading<'_, '_>,
) -> Result<(), String> {
    let lane = Arc::new(lane);
    let owed = Arc::new(Mutex::new(Owed::default()));
    let mut given = 0;
    let mut next = 0;
    let mut line = first_line;
    loop {
        let buffer = lock(&owed).buffers.pop().unwrap_or_default();
        let Some(part) = next_part(buffer) else { break };
        let (lane, owed_here) = (Arc::clone(&lane), Arc::clone(&owed));
        crew.share(Box::new(move || {
            let _finish = Finish(&owed_here);
            let outcome = lane.part(&part);
            let mut owed = lock(&owed_here);
            owed.outcomes.insert(given, outcome);
            if let Part::Lines(Block::Lines(buffer)) = part {
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
        Err("a part of it was not read; this is a defect of misfire".to_owned())
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
    /// Reads one part as if it were a file of its own.
    fn part(&self, part: &Part) -> Result<Outcome, String> {
        let mut reading = Reading::new(self.input, self.id, self.read, How::Block);
        let mut reader = (self.format.open)(&self.head, &self.input.options)?;
        let mut lines = 0;
        match part {
            Part::Lines(Block::TooLong(head)) => {
                lines = 1;
                let cut = Cut { line: 1, item: 0, data: Err(json_rows::too_long(self.limit, head)) };
                reading.row(reader.as_mut(), &cut)?;
            }
            Part::Lines(Block::Lines(bytes)) => {
                let mut cuts = Vec::new();
                for line in each_line(bytes) {
                    lines += 1;
                    if self.text(&mut reading, reader.as_mut(), line, (lines, 0))? {
                        continue;
                    }
                    json_rows::cut_line(line, lines, self.limit, &mut Around::default(), &mut cuts);
                    for cut in cuts.drain(..) {
                        reading.row(reader.as_mut(), &cut)?;
                    }
                }
            }
            Part::Rows(cuts) => {
                for cut in cuts {
                    let is_settled = match &cut.data {
                        Ok(RowData::Text(text)) => {
                            self.text(&mut reading, reader.as_mut(), text, (cut.line, cut.item))?
                        }
                        _ => false,
                    };
                    if !is_settled {
                        reading.row(reader.as_mut(), cut)?;
                    }
                }
            }
        }
        reading.with_sink(|sink| reader.finish(sink))?;
        Ok(Outcome { api_errors: reading.api_errors, file: reading.out, lines })
    }

    /// Settles the text of one object that is a row, with or without a reader; false for any other text.
    fn text(
        &self,
        reading: &mut Reading<'_, '_>,
        reader: &mut dyn RowReader,
        text: &[u8],
        (line, item): (u64, u32),
    ) -> Result<bool, String> {
        if text.len() > self.limit {
            return Ok(false);
        }
        if self.sieve.drops(text) {
            reading.drop_row();
            return Ok(true);
        }
        let Some(value) = json_rows::lean_row(text, self.format.unused) else { return Ok(false) };
        let rejects = reading.out.rejects.len();
        reading.row(reader, &Cut { line, item, data: Ok(RowData::Json(value)) })?;
        if !self.format.unused.is_empty() {
            // A reject shows the text itself, with the members that were left out.
            for reject in &mut reading.out.rejects[rejects..] {
                reject.text = Damage::new("", text).text;
            }
        }
        Ok(true)
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
