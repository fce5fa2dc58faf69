//! Review sheets that reviewers return as workbooks: `reviews*.xlsx` beside the register of reviews, read as if their
//! rows stood in it.

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

/// Names of the workbooks beside a register `reviews.csv`, relative to the review folder and in order: files that begin
/// with its name and end in `.xlsx`. Locks and copies that an office program leaves (`~$…`) begin otherwise.
///
/// # Errors
/// The folder is there and cannot be listed.
pub(super) fn beside(folder: &Path, register: &str) -> io::Result<Vec<String>> {
    let (parent, name) = register.rsplit_once('/').map_or(("", register), |(parent, name)| (parent, name));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let entries = match fs::read_dir(folder.join(parent)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        let Ok(found) = entry?.file_name().into_string() else { continue };
        let is_workbook = found.to_lowercase().ends_with(".xlsx");
        if found != name && is_workbook && found.starts_with(stem) {
            names.push(if parent.is_empty() { found } else { format!("{parent}/{found}") });
        }
    }
    names.sort();
    Ok(names)
}

/// The sheet of a workbook that has the headers of a register; a workbook without one adds a problem.
///
/// # Errors
/// The file cannot be read.
pub(super) fn read(
    folder: &Path,
    file: &str,
    columns: &Columns,
    problems: &mut Vec<Problem>,
) -> io::Result<Table> {
    let archive = fs::read(folder.join(file))?;
    let rows = sheet(archive, columns).unwrap_or_else(|message| {
        let hint = "return the review sheet as it was sent, as a workbook (`.xlsx`) or as `CSV UTF-8`";
        problems.push(Problem::at_line(file, 0, message).with_hint(hint));
        None
    });
    let Some(rows) = rows else { return Ok(Table::nothing(file)) };
    Ok(table::of_rows(file, rows, columns, problems))
}

type SheetRows = Vec<(u64, StringRecord)>;

/// The rows from the header on of the first sheet that has it.
fn sheet(archive: Vec<u8>, columns: &Columns) -> Result<Option<SheetRows>, String> {
    let too_large = format!("is a workbook that expands to more than {} MiB", MOST >> 20);
    let mut book = spreadsheet::open(archive, MOST, &too_large)?;
    let sheets = book.sheets_metadata().to_vec();
    for sheet in sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let reader = book
            .worksheet_cells_reader(&sheet.name)
            .map_err(|error| format!("is a workbook that cannot be read: {error}"))?;
        if let Some(rows) = from_header(Cells::new(reader), columns)? {
            return Ok(Some(rows));
        }
    }
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    Err(format!(
        "no sheet has the headers {}; found the sheets {}",
        columns.required.join(", "),
        names.join(", ")
    ))
}

/// The header and the rows below it; `None` when no header is among the first rows.
fn from_header(mut cells: Cells<'_>, columns: &Columns) -> Result<Option<SheetRows>, String> {
    let mut rows = SheetRows::new();
    let mut before = 0;
    let mut width = 0;
    while let Some(row) =
        cells.next_filled().map_err(|error| format!("is a workbook that is damaged: {error}"))?
    {
        if rows.is_empty() {
            let has = |name: &str| row.cells.iter().any(|cell| cell.trim().eq_ignore_ascii_case(name));
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
        // Empty cells at the end of a row are not in the file at all.
        record.resize(record.len().max(width), String::new());
        rows.push((row.number, StringRecord::from(record)));
    }
    Ok(Some(rows).filter(|rows| !rows.is_empty()))
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
