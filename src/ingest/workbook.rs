//! Workbooks (`.xlsx`): checked before anything is unpacked, and the sheet chosen that holds the rows.

use std::io::{Cursor, Read};

use calamine::{Reader, SheetType, SheetVisible, Xlsx};

use super::{
    bytes::{Decoded, RATIO_FROM},
    detect,
    format::{Head, Shape},
    reading::Reading,
    sheet_rows::SheetRows,
};
use crate::{
    records::cut,
    spreadsheet::{self, Cells, SheetRow, damaged},
};

/// A workbook is held packed while it is read; a larger one is no export of a helpdesk.
const MOST_PACKED: u64 = 256 << 20;
/// In how many filled rows the header is looked for.
const HEAD_ROWS: usize = 30;

/// An opened workbook.
pub(super) struct Workbook {
    book: Xlsx<Cursor<Vec<u8>>>,
}

/// A sheet that may hold the rows: its number among the sheets, its header, and the filled rows above that.
struct Candidate {
    sheet: usize,
    header_row: u64,
    titles: usize,
    is_claimed: bool,
}

impl Reading<'_, '_> {
    /// The rows of the sheet of a workbook that holds them.
    pub(super) fn workbook(&mut self, bytes: Decoded, limit: usize) -> Result<(), String> {
        let mut book = Workbook::open(bytes, self.read.max_ratio)?;
        let chosen = book.rows(&|header| self.knows(header), limit)?;
        let Some(mut rows) = chosen else {
            self.nothing("empty-file", "no visible sheet of the workbook holds anything");
            return Ok(());
        };
        self.rows(&mut rows, Shape::Csv)
    }

    /// Whether a row may be the header: a format claims it, or it holds what the configuration names.
    fn knows(&self, header: &[String]) -> bool {
        let head = Head { header: Some(header.to_vec()), ..Head::default() };
        let Some(id) = &self.input.format else { return detect::by_content(&head, Shape::Csv).is_ok() };
        let mut named =
            self.input.options.columns.iter().filter(|(field, _)| !field.contains(':')).peekable();
        let has_all =
            named.peek().is_some() && named.all(|(_, name)| header.iter().any(|cell| cell.trim() == name));
        has_all || detect::by_id(id).is_ok_and(|format| (format.detect)(&head))
    }
}

impl Workbook {
    /// Takes the bytes of a workbook.
    ///
    /// # Errors
    /// Why it is not read: no workbook, damaged, protected by a password, or far larger than it looks.
    pub(super) fn open(bytes: Decoded, max_ratio: u64) -> Result<Self, String> {
        let mut archive = Vec::new();
        bytes
            .take(MOST_PACKED + 1)
            .read_to_end(&mut archive)
            .map_err(|error| format!("cannot be read: {error}"))?;
        if archive.len() as u64 > MOST_PACKED {
            return Err(format!(
                "is a zip archive of more than {} MiB: save the sheet as `CSV UTF-8`",
                MOST_PACKED >> 20
            ));
        }
        let most = RATIO_FROM.max((archive.len() as u64).saturating_mul(max_ratio));
        let too_large = format!(
            "is a workbook that expands to more than {max_ratio} times its size; if it is genuine, raise `max_ratio` \
             under [read]"
        );
        Ok(Self { book: spreadsheet::open(archive, most, &too_large)? })
    }

    /// The rows of the first visible sheet whose header is known, else of the first that holds anything; `None`
    /// when none does. The sheets that are not read are noted.
    ///
    /// # Errors
    /// When a sheet is damaged before its first rows.
    pub(super) fn rows(
        &mut self,
        is_known: &dyn Fn(&[String]) -> bool,
        limit: usize,
    ) -> Result<Option<SheetRows<'_>>, String> {
        let sheets: Vec<calamine::Sheet> = self.book.sheets_metadata().to_vec();
        let mut candidates = Vec::new();
        let mut left: Vec<(usize, &str)> = Vec::new();
        for (number, sheet) in sheets.iter().enumerate() {
            if sheet.typ != SheetType::WorkSheet {
                left.push((number, "no table"));
            } else if sheet.visible != SheetVisible::Visible {
                left.push((number, "hidden"));
            } else {
                match self.candidate(number, &sheet.name, is_known)? {
                    Some(candidate) => candidates.push(candidate),
                    None => left.push((number, "empty")),
                }
            }
        }
        let chosen = candidates.iter().position(|candidate| candidate.is_claimed).unwrap_or(0);
        if candidates.is_empty() {
            return Ok(None);
        }
        let chosen = candidates.remove(chosen);
        let why = |other: &Candidate| if other.is_claimed { "rows of its own" } else { "no known header" };
        left.extend(candidates.iter().map(|other| (other.sheet, why(other))));
        left.sort_unstable();
        let name = &sheets[chosen.sheet].name;
        let mut notes = Vec::new();
        if !left.is_empty() {
            let told: Vec<String> = left
                .iter()
                .take(12)
                .map(|(number, why)| format!("`{}` ({why})", cut(&sheets[*number].name)))
                .collect();
            let message = format!(
                "of this workbook only the sheet `{}` was read, not {}; save a sheet that is missing as a file of its own",
                cut(name),
                told.join(", ")
            );
            notes.push((1, "sheets-not-read", message));
        }
        if chosen.titles > 0 {
            let message = format!(
                "the header stands on row {}; what is filled above it ({}) was taken for titles",
                chosen.header_row,
                if chosen.titles == 1 { "1 row".to_owned() } else { format!("{} rows", chosen.titles) }
            );
            notes.push((chosen.header_row, "rows-above-header", message));
        }
        let cells = self.cells(name)?;
        SheetRows::new(cells, chosen.header_row, limit, notes).map(Some)
    }

    fn cells(&mut self, sheet: &str) -> Result<Cells<'_>, String> {
        let reader = self.book.worksheet_cells_reader(sheet).map_err(|error| damaged(&error))?;
        Ok(Cells::new(reader))
    }

    /// Where the header of a sheet stands; `None` for a sheet without a filled cell.
    fn candidate(
        &mut self,
        sheet: usize,
        name: &str,
        is_known: &dyn Fn(&[String]) -> bool,
    ) -> Result<Option<Candidate>, String> {
        let mut cells = self.cells(name)?;
        let mut rows = Vec::new();
        while rows.len() < HEAD_ROWS {
            match cells.next_filled() {
                Ok(Some(row)) => rows.push(row),
                // What stands before the damage is read, and the damage found again by whoever reads it.
                Ok(None) => break,
                Err(_) if !rows.is_empty() => break,
                Err(error) => return Err(damaged(&error)),
            }
        }
        let known = rows.iter().position(|row| is_known(&row.cells));
        // Titles are narrower than the table below them.
        let filled = |row: &SheetRow| row.cells.iter().filter(|cell| !cell.is_empty()).count();
        let widest = rows.iter().map(filled).max().unwrap_or(0);
        let wide = || rows.iter().position(|row| row.is_text && 2 * filled(row) > widest).unwrap_or(0);
        let header = known.unwrap_or_else(wide);
        Ok(rows.get(header).map(|row| Candidate {
            sheet,
            header_row: row.number,
            titles: header,
            is_claimed: known.is_some(),
        }))
    }
}
