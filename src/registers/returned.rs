//! Review sheets that reviewers return: `reviews*.xlsx` and `reviews*.csv` beside the register of reviews, read as if
//! their rows stood in it.

use std::{fs, io, path::Path};

use calamine::{Reader, SheetType};
use csv::StringRecord;

use super::table::{self, Columns, Table};
use crate::{
    config::problem::Problem,
    spreadsheet::{self, Cells},
};

/// A returned workbook is a sheet with some thousand rows; what expands beyond this is none.
const MOST: u64 = 256 << 20;

/// In how many filled rows of a sheet its header is looked for.
const HEAD_ROWS: usize = 30;

/// Files beside a register of reviews, relative to the review folder and in order.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Those that are read: their names begin as the register's and end in `.csv` or `.xlsx`.
    pub(super) read: Vec<String>,
    /// Those that look returned and are not read: sheets under their old names, and other kinds of file.
    pub(super) unread: Vec<String>,
}

/// Looks beside a register `reviews.csv`. Locks and copies that an office program leaves (`~$…`, `.~lock…`) are none.
///
/// # Errors
/// The folder is there and cannot be listed.
pub(super) fn beside(folder: &Path, register: &str) -> io::Result<Beside> {
    let (parent, name) = register.rsplit_once('/').map_or(("", register), |(parent, name)| (parent, name));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
    let entries = match fs::read_dir(folder.join(parent)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Beside::default()),
        Err(error) => return Err(error),
    };
    let mut beside = Beside::default();
    for entry in entries {
        let Ok(found) = entry?.file_name().into_string() else { continue };
        let folded = found.to_lowercase();
        let path = if parent.is_empty() { found.clone() } else { format!("{parent}/{found}") };
        if found == name || !(folded.starts_with(&stem) || AS_SENT.contains(&folded.as_str())) {
            continue;
        }
        let is_sheet = folded.starts_with(&stem) && matches!(extension(&folded), "csv" | "xlsx");
        if is_sheet { beside.read.push(path) } else { beside.unread.push(path) }
    }
    beside.read.sort();
    beside.unread.sort();
    Ok(beside)
}

fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// What a report calls its sheets.
const AS_SENT: [&str; 2] = ["workbook.xlsx", "review-sheet.csv"];

/// The sheets of a returned file that have the headers of a register; a file without one adds a problem.
pub(super) fn of_bytes(
    file: &str,
    bytes: Vec<u8>,
    columns: &Columns,
    problems: &mut Vec<Problem>,
) -> Vec<Table> {
    if extension(&file.to_lowercase()) == "csv" {
        return vec![table::of_bytes(file, bytes, columns, problems)];
    }
    let sheets = sheets(bytes, columns).unwrap_or_else(|message| {
        let hint =
            "return the review sheet as it was sent: a workbook (`.xlsx`) without a password, or `CSV UTF-8`";
        problems.push(Problem::at_line(file, 0, message).with_hint(hint));
        Vec::new()
    });
    let is_one = sheets.len() == 1;
    let tables = sheets.into_iter().map(|(sheet, rows)| {
        let place = if is_one { file.to_owned() } else { format!("{file} [{sheet}]") };
        let mut table = table::of_rows(&place, rows.rows, columns, problems);
        let slips =
            rows.uncomputed.iter().filter_map(|(line, cells)| uncomputed(*line, cells, &table, columns));
        let slips: Vec<Problem> = slips.collect();
        table.unsound.extend(slips);
        table
    });
    tables.collect()
}

/// What is wrong with a row in which formulas have no value; `None` where no register asks for those columns.
fn uncomputed(line: u64, cells: &[usize], table: &Table, columns: &Columns) -> Option<Problem> {
    let name_of = |cell: &usize| {
        let (name, _) = table.columns.iter().find(|(_, index)| *index == cell)?;
        let is_known = columns.required.iter().chain(columns.optional).any(|known| known == name);
        is_known.then(|| format!("`{}{line}` (`{name}`)", letters(*cell)))
    };
    let named: Vec<String> = cells.iter().filter_map(name_of).collect();
    let (subject, verb) = match named.len() {
        0 => return None,
        1 => ("the cell", "holds a formula whose value is"),
        _ => ("the cells", "hold formulas whose values are"),
    };
    let message = format!("{subject} {} {verb} not in the file", named.join(", "));
    let hint = "open the workbook in a program that computes values, save it and return that file, or type the value";
    Some(Problem::at_line(&table.file, line, message).with_hint(hint))
}

/// The letters of a column, 0-based, as spreadsheets write them.
fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or(0));
    if column < 26 { last.to_string() } else { letters(column / 26 - 1) + &last.to_string() }
}

/// The header and the rows below it, and of rows with formulas that have no value which columns those are.
#[derive(Debug, Default)]
struct SheetRows {
    rows: Vec<(u64, StringRecord)>,
    uncomputed: Vec<(u64, Vec<usize>)>,
}

/// The rows from the header on of every sheet that has it, each with the name of the sheet.
fn sheets(archive: Vec<u8>, columns: &Columns) -> Result<Vec<(String, SheetRows)>, String> {
    if !spreadsheet::is_zip(&archive) {
        return Err("is no workbook, whatever its name says, or is protected by a password".to_owned());
    }
    let too_large = format!("is a workbook that expands to more than {} MiB", MOST >> 20);
    let mut book = spreadsheet::open(archive, MOST, &too_large)?;
    let sheets = book.sheets_metadata().to_vec();
    let mut found = Vec::new();
    for sheet in sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let reader = book
            .worksheet_cells_reader(&sheet.name)
            .map_err(|error| format!("is a workbook that cannot be read: {error}"))?;
        if let Some(rows) = from_header(Cells::with_formulas(reader), columns)? {
            found.push((sheet.name.clone(), rows));
        }
    }
    if found.is_empty() {
        let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        return Err(format!(
            "no sheet has the headers {}; found the sheets {}",
            columns.required.join(", "),
            names.join(", ")
        ));
    }
    Ok(found)
}

/// The header and the rows below it; `None` when no header is among the first rows.
fn from_header(mut cells: Cells<'_>, columns: &Columns) -> Result<Option<SheetRows>, String> {
    let mut found = SheetRows::default();
    let mut before = 0;
    let mut width = 0;
    while let Some(row) =
        cells.next_filled().map_err(|error| format!("is a workbook that is damaged: {error}"))?
    {
        if found.rows.is_empty() {
            let has = |name: &str| row.cells.iter().any(|cell| columns.named(cell) == *name);
            if !columns.required.iter().all(|name| has(name)) {
                before += 1;
                if before == HEAD_ROWS {
                    return Ok(None);
                }
                continue;
            }
            width = row.cells.len();
        }
        let mut record: Vec<String> = row.cells.iter().map(|cell| day(cell).to_owned()).collect();
        // Empty cells at the end of a row are not in the file at all; what stands beside the table is a note.
        record.resize(width, String::new());
        found.rows.push((row.number, StringRecord::from(record)));
        if !row.uncomputed.is_empty() {
            found.uncomputed.push((row.number, row.uncomputed));
        }
    }
    Ok(Some(found).filter(|found| !found.rows.is_empty()))
}

/// A cell that holds a date alone is a time at midnight: who wrote no time meant the day.
fn day(cell: &str) -> &str {
    let is_day =
        |day: &&str| day.len() == 10 && day.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit());
    cell.strip_suffix(" 00:00:00").filter(is_day).unwrap_or(cell)
}

#[cfg(test)]
#[path = "returned_tests.rs"]
mod tests;
