//! Whether the header of a search stands over its own columns. Seen in a mobile search: the header kept `Group` at its
//! place while the data of it had moved to the end, so that every column between was off by one.

use super::{
    content::{Content, value},
    fields::Fields,
};
use crate::{
    ingest::format::SourceOptions,
    records::{Origin, cut},
};

/// Fields with several values, which go on in rows of their own.
const GROUPS: [&str; 4] = ["Group", "Groups", "Computer Group", "Mobile Device Group"];

/// Rows of a search with their places.
pub(super) type Rows = [(Vec<String>, Origin)];

/// A header that fits, and what has to be said about it.
pub(super) struct Aligned {
    pub(super) header: Vec<String>,
    pub(super) fields: Fields,
    /// The code of a note and its sentence.
    pub(super) note: Option<(&'static str, String)>,
}

/// A column that holds something else than its header says.
struct Misfit {
    index: usize,
    header: String,
    found: String,
    at: Origin,
    expected: Content,
}

impl Misfit {
    fn told(&self) -> String {
        format!(
            "`{}` holds `{}` (line {}), expected {}",
            self.header,
            cut(&self.found),
            self.at.position(),
            self.expected.words()
        )
    }
}

/// Finds the header under which every column holds what it says.
///
/// # Errors
/// Which column holds what, and what to do.
pub(super) fn align(header: &[String], rows: &Rows, options: &SourceOptions) -> Result<Aligned, String> {
    let fields = Fields::find(header, options)?;
    let wrong = misfits(header, &fields, rows);
    let as_it_is = |note| Aligned { header: header.to_vec(), fields: fields.clone(), note };
    let moved = group_moved_to_the_end(header);
    if wrong.is_empty() && !moved.as_ref().is_some_and(|(group, _)| ends_show_a_shift(*group, header, rows)) {
        return Ok(as_it_is(None));
    }
    if let Some((_, moved)) = moved {
        let fields = Fields::find(&moved, options)?;
        if misfits(&moved, &fields, rows).is_empty() {
            let seen = wrong.first().map_or_else(
                || "rows that go on fill the last column alone".to_owned(),
                |misfit| format!("as it stands, {}", misfit.told()),
            );
            let message = format!(
                "the header stands one column off its data: {seen}. With `Group` moved to the end every column \
                 fits, so the file was read like that; leave `Group` out of the search to be sure"
            );
            return Ok(Aligned { header: moved, fields, note: Some(("header-realigned", message)) });
        }
    }
    let told: Vec<String> = wrong.iter().take(4).map(Misfit::told).collect();
    if wrong.iter().any(|misfit| fields.reads(misfit.index)) {
        return Err(format!(
            "the header does not fit its columns: {}. Export the search again without fields of several values \
             (`Group`, applications, profiles) and without opening it in a spreadsheet; if the columns are right, say \
             so: `columns = {{ serial = \"Serial Number\", email = \"Email Address\" }}`",
            told.join("; ")
        ));
    }
    let message = format!("columns that are not read hold something unexpected: {}", told.join("; "));
    Ok(as_it_is((!wrong.is_empty()).then_some(("column-content-odd", message))))
}

/// The place of `Group` and the header with it at the end; `None` when it stands there or is not there.
fn group_moved_to_the_end(header: &[String]) -> Option<(usize, Vec<String>)> {
    let index = header.iter().position(|name| GROUPS.contains(&name.as_str()))?;
    if index + 1 == header.len() {
        return None;
    }
    let mut moved = header.to_vec();
    let group = moved.remove(index);
    moved.push(group);
    Some((index, moved))
}

/// Whether rows that go on fill only the last column, although the field with several values stands elsewhere.
fn ends_show_a_shift(group: usize, header: &[String], rows: &Rows) -> bool {
    let last = header.len() - 1;
    let mut shows = false;
    for (cells, _) in rows {
        let filled: Vec<usize> =
            cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()).map(|(at, _)| at).collect();
        if filled == [last] {
            shows = true;
        } else if filled == [group] {
            return false;
        }
    }
    shows
}

/// Whether a row only goes on with a field of several values: nothing stands in what a device has once.
pub(super) fn goes_on(header: &[String], fields: &Fields, cells: &[String]) -> bool {
    let is_empty = |index: usize| cells.get(index).is_none_or(|cell| cell.trim().is_empty());
    fields.columns().all(is_empty)
        && header.iter().enumerate().all(|(index, name)| Content::of(name).is_none() || is_empty(index))
        && cells.iter().any(|cell| !cell.trim().is_empty())
}

/// Whether a row has cells that stand under no header: one of its values holds an unquoted comma.
pub(super) fn is_wider(header: &[String], cells: &[String]) -> bool {
    cells.iter().skip(header.len()).any(|cell| !cell.trim().is_empty())
}

/// Columns in which less than half of the values fit their header.
fn misfits(header: &[String], fields: &Fields, rows: &Rows) -> Vec<Misfit> {
    let typed = header.iter().enumerate().filter_map(|(index, name)| Some((index, name, Content::of(name)?)));
    typed
        .filter(|(index, _, _)| !fields.trusted.contains(index))
        .filter_map(|(index, name, content)| {
            let (mut values, mut fitting, mut odd) = (0_u64, 0_u64, None);
            for (cells, at) in rows.iter().filter(|(cells, _)| !is_wider(header, cells)) {
                let Some(value) = cells.get(index).and_then(|cell| value(cell)) else { continue };
                values += 1;
                if content.fits(value) {
                    fitting += 1;
                } else if odd.is_none() {
                    odd = Some((value.to_owned(), *at));
                }
            }
            let (found, at) = odd.filter(|_| fitting * 2 < values)?;
            Some(Misfit { index, header: name.clone(), found, at, expected: content })
        })
        .collect()
}
