//! Logs of an identity system, whoever's: lines in the order of storing, cut into files and packed as asked. Slices
//! of the time are made on all threads and written one after the other, so that a log of any length needs little
//! memory.

use std::{fs::File, io::Write as _, path::Path};

use chrono::{Datelike, NaiveDate};

use super::{
    SimulateError,
    in_order::in_order,
    okta_noise::{self, Noise},
    output,
    settings::{Cut, Packing, Settings},
    slices::{Slice, slices},
    world::{Event, World},
};

/// One in so many lines is repeated, another one followed by a line that was cut off.
const DAMAGE: u64 = 2_000;

/// A log to write.
pub(super) struct Log<'a> {
    /// How the names of its files begin.
    pub(super) name: &'a str,
    /// Factor on the number of irrelevant events.
    pub(super) noise: f64,
    /// How it is cut and packed.
    pub(super) settings: &'a Settings,
    /// Appends the lines of a row and says how many events they are; none for what this vendor does not log.
    pub(super) line: &'a (dyn Fn(&mut String, &Row<'_>) -> u64 + Sync),
}

/// What a line is about, before it is one.
pub(super) enum Row<'a> {
    Noise(Noise),
    Event(&'a Event),
}

impl Row<'_> {
    /// Its place in the log.
    fn key(&self) -> (crate::records::Instant, &str) {
        match self {
            Self::Noise(noise) => (noise.persisted, &noise.uuid),
            Self::Event(event) => (event.persisted, &event.uuid),
        }
    }
}

/// The lines of one slice, packed.
struct Chunk {
    file: String,
    bytes: std::io::Result<Vec<u8>>,
    events: u64,
}

/// Writes the log; returns how many events there are (repeated and broken lines not counted).
pub(super) fn write(dir: &Path, world: &World, log: &Log<'_>) -> Result<u64, SimulateError> {
    let slices = slices(world.from, world.to, okta_noise::expected(world, log.noise));
    let make = |index: usize| chunk(world, &slices[index], log);
    let (mut written, mut open) = (0, None::<(String, File)>);
    in_order(slices.len(), make, |chunk: Chunk| {
        // A day on which nothing happened has no file.
        if chunk.events == 0 {
            return Ok(());
        }
        written += chunk.events;
        let path = dir.join("exports/identity").join(&chunk.file);
        let mut file = match open.take() {
            Some((name, file)) if name == chunk.file => file,
            _ => output::plain(&path)?,
        };
        let put = chunk.bytes.and_then(|bytes| file.write_all(&bytes));
        open = Some((chunk.file, file));
        put.map_err(|source| output::failed(&path, source))
    })?;
    Ok(written)
}

/// The end of the names of its files.
pub(super) fn extension(packing: Packing) -> &'static str {
    match packing {
        Packing::None => "",
        Packing::Gzip => ".gz",
        Packing::Zstandard => ".zst",
    }
}

fn file_name(name: &str, date: NaiveDate, settings: &Settings) -> String {
    let year = date.year();
    let cut = match settings.identity_file {
        Cut::Day => date.to_string(),
        Cut::Month => format!("{year:04}-{:02}", date.month()),
        Cut::Quarter => format!("{year:04}-Q{}", date.month0() / 3 + 1),
        Cut::Never => "log".to_owned(),
    };
    format!("{name}-{cut}.ndjson{}", extension(settings.identity_compression))
}

fn chunk(world: &World, slice: &Slice, log: &Log<'_>) -> Chunk {
    let first = world.events.partition_point(|event| event.persisted < slice.from);
    let last = world.events.partition_point(|event| event.persisted < slice.to);
    let mut rows: Vec<Row<'_>> =
        okta_noise::rows(world, slice, log.noise).into_iter().map(Row::Noise).collect();
    rows.extend(world.events[first..last].iter().map(Row::Event));
    rows.sort_by(|a, b| a.key().cmp(&b.key()));
    let mut text = String::with_capacity(rows.len() * 2_400);
    let mut events = 0;
    for row in &rows {
        let start = text.len();
        events += (log.line)(&mut text, row);
        damage(&mut text, start, row.key().1);
    }
    Chunk {
        file: file_name(log.name, slice.date, log.settings),
        bytes: output::packed(text.into_bytes(), log.settings.identity_compression),
        events,
    }
}

/// What downloading does to a log: lines that come twice, lines that were cut off by an interruption.
fn damage(text: &mut String, start: usize, uuid: &str) {
    if text.len() == start {
        return;
    }
    let again = match number_of(uuid) % DAMAGE {
        700 => text[start..].to_owned(),
        // The first of a line is ASCII.
        1_100 => format!("{}\n", text.get(start..start + 180).unwrap_or_default()),
        _ => return,
    };
    text.push_str(&again);
}

/// A number that belongs to a text, the same wherever it is asked for.
pub(super) fn number_of(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
