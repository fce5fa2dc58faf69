//! Workbooks (`.xlsx`) as bytes: checked before anything of them is unpacked, and their cells. Which sheet holds what
//! is for their readers to say.

use std::io::Cursor;

use calamine::{Reader, Xlsx};

mod cells;
mod zip_parts;

pub(crate) use cells::{Cells, SheetRow};
use zip_parts::Part;
pub(crate) use zip_parts::{is_zip, parts};

use crate::records::cut;

/// What a zip archive is refused with that is no workbook.
const NO_WORKBOOK: &str = "is a zip archive or Excel workbook: unpack it, or save the sheet as `CSV UTF-8`";
/// What a workbook is refused with that needs a password.
pub(crate) const PASSWORD: &str =
    "is a workbook protected by a password: save it without one, or save the sheet as `CSV UTF-8`";
/// Texts and styles are held while a sheet is read; sheets themselves are not.
const MOST_HELD: u64 = 1 << 30;

/// Opens a workbook that expands to at most so many bytes; `too_large` says what else it is refused with.
///
/// # Errors
/// Why it is not read: no workbook, damaged, protected by a password, or far larger than it looks.
pub(crate) fn open(archive: Vec<u8>, most: u64, too_large: &str) -> Result<Xlsx<Cursor<Vec<u8>>>, String> {
    check(&archive, most, too_large)?;
    Xlsx::new(Cursor::new(archive)).map_err(|error| damaged(&error))
}

/// Looks at the parts of an archive before they are unpacked into memory.
fn check(archive: &[u8], most: u64, too_large: &str) -> Result<(), String> {
    let parts = parts(archive).ok_or(NO_WORKBOOK)?;
    if !parts.iter().any(|part| part.name.starts_with("xl/") && part.name.ends_with("workbook.xml")) {
        return Err(NO_WORKBOOK.to_owned());
    }
    if parts.iter().any(|part| part.is_encrypted) {
        return Err(PASSWORD.to_owned());
    }
    let (mut total, mut held) = (0, 0);
    for part in &parts {
        let size = part.size(most).map_err(|error| damaged_part(part, &error))?;
        total += size;
        held += if part.name.starts_with("xl/worksheets/") { 0 } else { size };
        if total > most {
            return Err(too_large.to_owned());
        }
    }
    if held > MOST_HELD {
        return Err(format!(
            "is a workbook whose texts take more than {} MiB: save the sheet as `CSV UTF-8`",
            MOST_HELD >> 20
        ));
    }
    Ok(())
}

fn damaged_part(part: &Part<'_>, error: &std::io::Error) -> String {
    format!("is a workbook that is damaged or cut off, at `{}`: {error}", cut(&part.name))
}

/// Why a sheet could not be read.
pub(crate) fn damaged(error: &calamine::XlsxError) -> String {
    format!("is a workbook that cannot be read: {error}; save the sheet as `CSV UTF-8`")
}
