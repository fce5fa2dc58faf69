//! What one file is, told from its first rows alone: for drafting the sources of a new review folder.

use std::path::Path;

use super::{
    format::SourceOptions,
    inputs::Input,
    read_file::{ORDER_NEEDED, ZONE_NEEDED, read_head},
};
use crate::config::{DateOrder, Read};

/// How many rows are looked at. Enough to meet a stamp without a zone where the format knows both kinds.
const ROWS: u64 = 1_000;

/// What a file turned out to be.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Detected {
    /// Format id.
    pub format: String,
    /// Whether its stamps need `time_zone`.
    pub needs_time_zone: bool,
    /// Whether its dates need `date_order`.
    pub needs_date_order: bool,
}

/// Looks at the first rows of a file.
///
/// # Errors
/// Why no format can be named, or why nothing of the file could be read.
pub fn detect_file(path: &Path) -> Result<Detected, String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let options = SourceOptions::default();
    let mut input =
        Input { path: path.to_owned(), name, format: None, options, extracted: None, beside: None };
    let mut found = Detected::default();
    // Each question hides the next one until it is answered, so it is answered here with some value.
    loop {
        let outcome = read_head(&input, &Read::default(), ROWS);
        found.format = outcome.source.format;
        let Some(problem) = outcome.problem else { break };
        let needs = |start: &str| problem.is_question && problem.message.contains(start);
        if needs(ZONE_NEEDED) && !found.needs_time_zone {
            found.needs_time_zone = true;
            input.options.time_zone = Some(chrono_tz::UTC);
        } else if needs(ORDER_NEEDED) && !found.needs_date_order {
            found.needs_date_order = true;
            input.options.date_order = Some(DateOrder::Mdy);
        } else if found.needs_date_order && !found.format.is_empty() {
            // With the other order it may well be readable: whoever answers will be told.
            break;
        } else {
            return Err(problem.message);
        }
    }
    if found.format.is_empty() { Err(nothing_in(&input)) } else { Ok(found) }
}

/// What a file without any row of a format holds.
fn nothing_in(input: &Input) -> String {
    let outcome = read_head(input, &Read::default(), ROWS);
    let failed = outcome.notes.into_iter().find(|note| note.key == "failed-api-call");
    failed.map_or_else(|| "it holds no row".to_owned(), |note| note.message)
}
