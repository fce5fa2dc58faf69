//! The sheet that reviewers fill in: the columns of the register are open, with lists of what they may say; the
//! evidence beside them is protected.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Formula, ProtectionOptions,
    Worksheet, XlsxError,
};

use super::{Book, definitions, sheet};
use crate::{registers::reviews::DECISIONS, report::tables::Table};

/// What is filled in, in the columns of the sheet.
const OPEN: [&str; 5] = ["reviewer", "reviewed_at", "decision", "cause", "rationale"];

pub(super) fn add(book: &mut Book<'_>, table: &Table<'_>) -> Result<(), XlsxError> {
    let zone = book.review.header.time_zone.name().to_owned();
    let styles = &book.styles;
    let sheet = book.file.add_worksheet();
    sheet.set_name(table.name)?;
    sheet::fill(sheet, table, styles)?;
    let last = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    for (at, column) in (0..).zip(&table.columns).filter(|(_, column)| OPEN.contains(&column.name)) {
        let style = if column.name == "reviewed_at" { &styles.open_time } else { &styles.open };
        for row in 1..=last {
            sheet.write_blank(row, at, style)?;
        }
        if last > 0 {
            sheet.add_data_validation(1, at, last, at, &asked(column.name, &zone)?)?;
        }
        sheet.set_column_width(at, if column.name == "rationale" { 44.0 } else { 20.0 })?;
    }
    protect(sheet);
    book.columns.push((table.name, table.columns.clone()));
    Ok(())
}

/// What a cell may hold and what its reader is told.
fn asked(column: &str, zone: &str) -> Result<DataValidation, XlsxError> {
    let asked = DataValidation::new();
    match column {
        "decision" => asked
            .allow_list_strings(DECISIONS)?
            .set_input_message("Was the action right? Choose from the list.")?
            .set_error_message("Choose one of the list: only these are read.")
            .map(|asked| asked.set_error_style(DataValidationErrorStyle::Stop)),
        "cause" => asked
            .allow_list_formula(Formula::new(definitions::causes_range()))
            .set_input_message("For a false positive: what made the action wrong. Empty if you cannot tell.")?
            .set_error_message("Choose a cause of the list, or leave the cell empty.")
            .map(|asked| asked.set_error_style(DataValidationErrorStyle::Stop)),
        "reviewed_at" => asked
            .allow_date(DataValidationRule::Between(
                ExcelDateTime::from_ymd(2000, 1, 1)?,
                ExcelDateTime::from_ymd(2099, 12, 31)?,
            ))
            .set_input_message(format!("The day you decided, or day and time in {zone}: 2026-10-05 14:30"))?
            .set_error_message("Not read as a date. Written as 2026-10-05 or 2026-10-05T14:30 it will be.")
            // A date written as text is read as well.
            .map(|asked| asked.set_error_style(DataValidationErrorStyle::Warning)),
        "reviewer" => asked
            .allow_any_value()
            .set_input_message("Who decides: your person_id of the register, or team:<name>."),
        _ => {
            asked.allow_any_value().set_input_message("Why: one or two sentences that an auditor can follow.")
        }
    }
}

/// Protects the evidence against slips; without a password, as it is no secret. Columns may be widened and filtered.
fn protect(sheet: &mut Worksheet) {
    let mut options = ProtectionOptions::new();
    options.format_columns = true;
    options.format_rows = true;
    options.use_autofilter = true;
    options.sort = true;
    sheet.protect_with_options(&options);
}
